"""One description of an official document, from which every file of it is made (tài liệu).

Frozen dataclasses that say what stands in a document, never how it is drawn: `pdf` turns a
`TaiLieu` into HTML and PDF, a Word writer reads the same object. Wording that the decree fixes
(blanks of number and date, the list marks of recipients, "Phụ lục I") is decided here once.
Articles are those of Decree 30/2020/NĐ-CP, Appendix I, as in `the_thuc`.

Standard library only.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from vanban.bang_bieu import BangBieu, LoiTaiLieu, fit_columns
from vanban.ngat_dong import balanced_lines
from vanban.the_thuc import (
    DONG_CO_QUAN,
    DONG_TRICH_YEU,
    ThamSo,
    pad_document_number,
    pad_month,
    roman,
)

KET_THUC = "./."  # Appendix III, forms 1.4 and 1.6: the mark after the last sentence
O_TRONG_SO = " " * 8  # room to write a number by hand
O_TRONG_NGAY = " " * 6


class HuongGiay(StrEnum):
    """How the sheet lies (hướng giấy): portrait or landscape."""

    DOC = "doc"
    NGANG = "ngang"


class CapDieuKhoan(StrEnum):
    """The level of a heading (II.6.d). `TIEU_KHOAN` is the "1.1." that plans use beside it."""

    PHAN = "phan"
    CHUONG = "chuong"
    MUC_LON = "muc_lon"
    KHOAN = "khoan"
    TIEU_KHOAN = "tieu_khoan"
    DIEM = "diem"


_DAU_SAU_SO = {CapDieuKhoan.DIEM: ")"}
_TU_TRUOC_SO = {CapDieuKhoan.PHAN: "Phần", CapDieuKhoan.CHUONG: "Chương"}


@dataclass(frozen=True)
class DieuKhoan:
    """A numbered heading (điều khoản), with an optional text that runs on in the same line.

    `so_thu_tu` is bare ("I", "1", "a"); an empty one gives a heading without a number.
    """

    cap_do: CapDieuKhoan
    so_thu_tu: str
    ten: str = ""
    noi_dung: str = ""
    loai_khoi: str = "dieu_khoan"

    @property
    def nhan(self) -> str:
        """Write the number with its mark (nhãn): "Phần I", "I.", "1.", "a)".

        >>> DieuKhoan(CapDieuKhoan.DIEM, "đ").nhan, DieuKhoan(CapDieuKhoan.PHAN, "I").nhan
        ('đ)', 'Phần I')
        """
        if not self.so_thu_tu:
            return ""
        if self.cap_do in _TU_TRUOC_SO:
            return f"{_TU_TRUOC_SO[self.cap_do]} {self.so_thu_tu}"
        return self.so_thu_tu + _DAU_SAU_SO.get(self.cap_do, ".")

    @property
    def printed_ten(self) -> str:
        """Give the title in the case of its level: upper for Phần, Chương and the "I." level."""
        upper = {CapDieuKhoan.PHAN, CapDieuKhoan.CHUONG, CapDieuKhoan.MUC_LON}
        return self.ten.upper() if self.cap_do in upper else self.ten

    @property
    def has_own_line(self) -> bool:
        """Tell whether the heading stands alone, so that it must stay with what follows it."""
        return bool(self.ten) and not self.noi_dung


@dataclass(frozen=True)
class DoanVan:
    """A paragraph (đoạn văn), justified, with the first-line indent."""

    noi_dung: str
    loai_khoi: str = "doan_van"


@dataclass(frozen=True)
class GachDauDong:
    """A line of a list (gạch đầu dòng): "- ..." or, one level down (`cap_do` 2), "+ ..."."""

    noi_dung: str
    cap_do: int = 1
    loai_khoi: str = "gach_dau_dong"

    @property
    def dau_dong(self) -> str:
        """Give the mark that opens the line."""
        return "-" if self.cap_do == 1 else "+"


Khoi = DieuKhoan | DoanVan | GachDauDong | BangBieu


@dataclass(frozen=True)
class NgayThang:
    """A date that may have blanks (ngày tháng): None is room to write it by hand.

    >>> str(NgayThang(nam=2026, thang=1))
    'ngày        tháng 01 năm 2026'
    >>> str(NgayThang(nam=2026, thang=7, ngay_ban_hanh=5))
    'ngày 05 tháng 7 năm 2026'
    """

    nam: int | None = None
    thang: int | None = None
    ngay_ban_hanh: int | None = None

    def __str__(self) -> str:
        """Write the date as II.4.b wants it: days below 10 and months 1 and 2 padded."""
        ngay = O_TRONG_NGAY if self.ngay_ban_hanh is None else f"{self.ngay_ban_hanh:02d}"
        thang = O_TRONG_NGAY if self.thang is None else pad_month(self.thang)
        nam = O_TRONG_NGAY if self.nam is None else str(self.nam)
        return f"ngày {ngay} tháng {thang} năm {nam}"


@dataclass(frozen=True)
class KhoiDau:
    """The head of page 1 (khối đầu): who issues, number and symbol, place and date.

    `co_quan_ban_hanh` and `co_quan_chu_quan` are the lines of the issuer and of the body above it
    (empty for an UBND); they print in upper case. `ten_co_quan` is the issuer in running text
    ("Ủy ban nhân dân xã Vũ Quang"), `ky_hieu` the symbol without its number ("KH-UBND").
    An empty `so_van_ban` prints the blank that the document system or the clerk fills (Điều 15).
    The number is text: one inserted between two others bears a letter ("05a").
    """

    co_quan_ban_hanh: tuple[str, ...]
    ten_co_quan: str
    ky_hieu: str
    dia_danh: str
    ngay_thang: NgayThang = NgayThang()
    so_van_ban: str = ""
    co_quan_chu_quan: tuple[str, ...] = ()

    @property
    def number_line(self) -> str:
        """Write the line of ô 3: "Số:        /KH-UBND" or "Số: 05/KH-UBND"."""
        if not self.so_van_ban.strip():
            return f"Số:{O_TRONG_SO}/{self.ky_hieu}"
        return f"Số: {pad_document_number(self.so_van_ban)}/{self.ky_hieu}"

    @property
    def place_line(self) -> str:
        """Write the line of ô 4: "Vũ Quang, ngày 05 tháng 01 năm 2026"."""
        return f"{self.dia_danh}, {self.ngay_thang}"

    @property
    def upper_chu_quan(self) -> tuple[str, ...]:
        """Give the lines of the superior body in upper case, long ones broken."""
        return upper_lines(self.co_quan_chu_quan)

    @property
    def upper_ban_hanh(self) -> tuple[str, ...]:
        """Give the lines of the issuer in upper case, long ones broken (II.2.b)."""
        return upper_lines(self.co_quan_ban_hanh)


@dataclass(frozen=True)
class NoiNhan:
    """The recipients (nơi nhận), the archive line last ("Lưu: VT, VHXH")."""

    cac_dong: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Write each recipient with its marks: "- ...;", the last one "- ...." (II.9.b).

        >>> NoiNhan(("Như trên;", "Lưu: VT, VHXH.")).lines
        ('- Như trên;', '- Lưu: VT, VHXH.')
        """
        return tuple(f"- {dong}" for dong in punctuate_list(self.cac_dong))


@dataclass(frozen=True)
class KhoiKy:
    """The signature block (khối ký).

    `quyen_han` holds the lines above the signature ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ
    CHỦ TỊCH"); `chuc_vu_khac` the post in the agency that a head of an advisory body has above
    the name (II.7.c, ô 7b). An unknown name stays blank.
    """

    quyen_han: tuple[str, ...]
    ho_ten: str = ""
    chuc_vu_khac: str = ""

    @property
    def upper_quyen_han(self) -> tuple[str, ...]:
        """Give the lines of authority and post in upper case."""
        return tuple(dong.upper() for dong in self.quyen_han)

    @property
    def upper_chuc_vu_khac(self) -> str:
        """Give the other post in upper case."""
        return self.chuc_vu_khac.upper()


@dataclass(frozen=True)
class PhuLuc:
    """An appendix (phụ lục) on pages of its own, numbered from 1 again (III.1.đ)."""

    ten: str
    noi_dung: tuple[Khoi, ...] = ()
    huong_giay: HuongGiay = HuongGiay.DOC
    khi_trong: str = "(Phụ lục này chưa có nội dung.)"


@dataclass(frozen=True)
class PhuLucDaDanhSo:
    """An appendix with what its place in the document gives it: label, page name, reference."""

    phu_luc: PhuLuc
    nhan: str
    ma: str
    kem_theo: str
    tham_so: ThamSo

    @property
    def upper_ten(self) -> tuple[str, ...]:
        """Give the lines of the title in upper case (III.1.b)."""
        return balanced_lines(self.phu_luc.ten.upper(), DONG_TRICH_YEU)

    @property
    def noi_dung(self) -> tuple[Khoi, ...]:
        """Give the blocks, tables with the column widths of this sheet."""
        ngang = self.phu_luc.huong_giay is HuongGiay.NGANG
        be_rong = self.tham_so.landscape_text_width if ngang else self.tham_so.text_width
        return tuple(fitted(khoi, be_rong, self.tham_so) for khoi in self.phu_luc.noi_dung)


@dataclass(frozen=True)
class TaiLieu:
    """A whole official document: plan, report, notice, or a letter (`la_cong_van`).

    A letter prints no type name; its subject stands as "V/v ..." under number and symbol (II.5.b).
    `can_cu` are legal bases without their end marks, `kinh_gui` the addressees (only of a report
    to a superior, a Tờ trình or a letter), `du_thao` marks every page as a draft outside the text.
    The last sentence gets "./." unless the body ends in a table.

    :raises LoiTaiLieu: when the type name, the subject or the body is empty.
    """

    khoi_dau: KhoiDau
    ten_loai: str
    trich_yeu: str
    noi_dung: tuple[Khoi, ...]
    khoi_ky: KhoiKy
    noi_nhan: NoiNhan
    can_cu: tuple[str, ...] = ()
    kinh_gui: tuple[str, ...] = ()
    phu_luc: tuple[PhuLuc, ...] = ()
    tham_so: ThamSo = ThamSo()
    du_thao: bool = False
    la_cong_van: bool = False
    ngon_ngu: str = "vi"

    def __post_init__(self) -> None:
        """Refuse a document without a name, a subject or a text."""
        if not self.ten_loai.strip() or not self.trich_yeu.strip():
            raise LoiTaiLieu("Văn bản chưa có tên loại hoặc trích yếu; cần nhập đủ cả hai.")
        if not self.noi_dung:
            raise LoiTaiLieu(f"{self.tieu_de}: chưa có nội dung; cần ít nhất một đoạn văn.")

    @property
    def tieu_de(self) -> str:
        """Give the title of the file (tiêu đề): "Kế hoạch Chuyển đổi số năm 2026"."""
        return " ".join(f"{self.ten_loai.capitalize()} {self.trich_yeu}".split())

    @property
    def trich_yeu_lines(self) -> tuple[str, ...]:
        """Give the lines of the subject; a line break in it is kept."""
        return balanced_lines(self.trich_yeu, DONG_TRICH_YEU)

    @property
    def ve_viec_lines(self) -> tuple[str, ...]:
        """Give the lines of a letter's subject, "V/v ..." first; none for other documents."""
        words = f"V/v {self.trich_yeu}" if self.la_cong_van else ""
        return balanced_lines(words, DONG_CO_QUAN)

    @property
    def upper_ten_loai(self) -> str:
        """Give the type name in upper case: "KẾ HOẠCH"."""
        return self.ten_loai.upper()

    @property
    def can_cu_lines(self) -> tuple[str, ...]:
        """Write each legal basis with its end mark: ";", the last one "." (II.6.a)."""
        return punctuate_list(self.can_cu)

    @property
    def kinh_gui_lines(self) -> tuple[str, ...]:
        """Write the addressees: one bare, several as "- ...;" with "." last (II.9.a)."""
        if len(self.kinh_gui) == 1:
            return self.kinh_gui
        return tuple(f"- {dong}" for dong in punctuate_list(self.kinh_gui))

    @property
    def leading_blocks(self) -> tuple[Khoi, ...]:
        """Give the body without its last block."""
        be_rong = self.tham_so.text_width
        return tuple(fitted(khoi, be_rong, self.tham_so) for khoi in self.noi_dung[:-1])

    @property
    def last_block(self) -> Khoi:
        """Give the last block of the body, which must not leave the signature alone on a page."""
        return end_marked(fitted(self.noi_dung[-1], self.tham_so.text_width, self.tham_so))

    @property
    def numbered_phu_luc(self) -> tuple[PhuLucDaDanhSo, ...]:
        """Give the appendices with their labels: one is "Phụ lục", more are "Phụ lục I", "II"."""
        alone = len(self.phu_luc) == 1
        return tuple(
            PhuLucDaDanhSo(
                phu_luc=phu_luc,
                nhan="Phụ lục" if alone else f"Phụ lục {roman(thu_tu)}",
                ma=f"phu-luc-{thu_tu}",
                kem_theo=self.reference_line,
                tham_so=self.tham_so,
            )
            for thu_tu, phu_luc in enumerate(self.phu_luc, start=1)
        )

    @property
    def reference_line(self) -> str:
        """Write the line under the title of an appendix, blanks as in the head (III.1.c).

        For an electronic document the blanks stay blank, which the decree allows.
        """
        dau = self.khoi_dau
        number = dau.number_line.removeprefix("Số:")
        loai = self.ten_loai.capitalize()
        return f"(Kèm theo {loai} số{number} {dau.ngay_thang} của {dau.ten_co_quan})"


def upper_lines(cac_dong: tuple[str, ...]) -> tuple[str, ...]:
    """Put the lines of a body's name into upper case, and break those wider than the column.

    >>> upper_lines(("Ủy ban nhân dân", "xã Vũ Quang"))
    ('ỦY BAN NHÂN DÂN', 'XÃ VŨ QUANG')
    """
    return tuple(line for dong in cac_dong for line in balanced_lines(dong.upper(), DONG_CO_QUAN))


def fitted(khoi: Khoi, be_rong: int, tham_so: ThamSo) -> Khoi:
    """Give a table the column widths of a text `be_rong` mm wide; other blocks as they are."""
    if isinstance(khoi, BangBieu):
        return fit_columns(khoi, be_rong=be_rong, co_chu=tham_so.co_chu_bang)
    return khoi


def punctuate_list(cac_dong: tuple[str, ...]) -> tuple[str, ...]:
    """End every line with ";" and the last one with ".", whatever mark it came with.

    >>> punctuate_list(("Luật A;", "Nghị định B.", "Công văn C"))
    ('Luật A;', 'Nghị định B;', 'Công văn C.')
    """
    bare = [dong.strip().rstrip(";.,").rstrip() for dong in cac_dong]
    return tuple(f"{dong};" for dong in bare[:-1]) + tuple(f"{dong}." for dong in bare[-1:])


def end_marked(khoi: Khoi) -> Khoi:
    """Put "./." after the last sentence of the body; a table and a bare heading have none.

    >>> end_marked(DoanVan("Yêu cầu các đơn vị thực hiện.")).noi_dung
    'Yêu cầu các đơn vị thực hiện./.'
    >>> end_marked(DoanVan("Đã có dấu./.")).noi_dung
    'Đã có dấu./.'
    """
    if isinstance(khoi, BangBieu) or not khoi.noi_dung:
        return khoi
    text = khoi.noi_dung.strip().removesuffix(KET_THUC).rstrip(";.").rstrip()
    return replace(khoi, noi_dung=text + KET_THUC)
