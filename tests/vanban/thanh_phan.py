"""What stands in a document piece by piece, found again in the letters of a finished PDF.

The pieces follow from the description of the document and from Decree 30, Appendix I; how the page
was made plays no part, so that the portal's PDF and LibreOffice's rendering of the Word file are
read by the same eyes. Every letter of the text belongs to exactly one piece.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from tests.vanban.do_pdf import Chu, Trang
from vanban import the_thuc
from vanban.bang_bieu import BangBieu, KieuDong, OBang
from vanban.tai_lieu import CapDieuKhoan, DieuKhoan, DoanVan, Khoi, TaiLieu
from vanban.the_thuc import KieuChu

TEN_BANG = KieuChu("-", 13, 14, in_dam=True)
DON_VI_TINH = KieuChu("-", 13, 14, in_nghieng=True)
CAC_TIEU_DE = ("phan_chuong", "muc_lon", "khoan", "phu_luc_ten", "kem_theo", "ten_bang")


@dataclass(frozen=True)
class ThanhPhan:
    """A piece of text (thành phần): its name, its words, its size and style."""

    ten: str
    noi_dung: str
    kieu_chu: KieuChu
    lon: bool


@dataclass(frozen=True)
class Dong:
    """A line of a piece as it stands on paper, in millimetres."""

    trang: int
    trai: float
    phai: float
    dau: float
    day: float

    @property
    def giua(self) -> float:
        return (self.trai + self.phai) / 2


@dataclass(frozen=True)
class TimThay:
    """A piece with its letters; a table has its header on each page apart."""

    ten: str
    cac_chu: tuple[Chu, ...]
    thanh_phan: ThanhPhan | None = None
    bang: BangBieu | None = None
    dau_bang: tuple[tuple[Chu, ...], ...] = ()

    @property
    def lines(self) -> list[Dong]:
        """Put the letters into lines."""
        return [
            Dong(trang, min(c.trai for c in row), max(c.phai for c in row), row[0].dau, row[0].day)
            for (trang, _), rows in groupby(self.cac_chu, key=lambda c: (c.trang, round(c.chan, 1)))
            if (row := list(rows))
        ]

    @property
    def pages(self) -> list[int]:
        """List the pages the piece stands on, in order."""
        return sorted({chu.trang for chu in self.cac_chu})


def squeeze(text: str) -> str:
    """Compose letters and leave white space out, as `Trang` does."""
    return "".join(unicodedata.normalize("NFC", text).split())


def find_pieces(tai_lieu: TaiLieu, pages: tuple[Trang, ...]) -> list[TimThay]:
    """Find every piece of the document in the letters of its pages, in order.

    Fails when a letter is missing, doubled or out of place.
    """
    reader = _Reader([chu for page in pages for chu in page.in_text])
    found = [
        reader.table(piece) if isinstance(piece, BangBieu) else reader.text(piece)
        for piece in pieces_of_document(tai_lieu)
    ]
    assert reader.rest() == "", "text after the end of the document"
    return found


class _Reader:
    """Walk along the letters once."""

    def __init__(self, cac_chu: list[Chu]) -> None:
        self.cac_chu = cac_chu
        self.vi_tri = 0

    def rest(self) -> str:
        return "".join(chu.ky_tu for chu in self.cac_chu[self.vi_tri : self.vi_tri + 60])

    def take(self, text: str, where: str) -> tuple[Chu, ...]:
        """Take the letters of `text`, which must come now."""
        wanted = squeeze(text)
        taken = tuple(self.cac_chu[self.vi_tri : self.vi_tri + len(wanted)])
        assert "".join(chu.ky_tu for chu in taken) == wanted, where
        self.vi_tri += len(wanted)
        return taken

    def text(self, piece: ThanhPhan) -> TimThay:
        return TimThay(piece.ten, self.take(piece.noi_dung, piece.ten), thanh_phan=piece)

    def table(self, bang: BangBieu) -> TimThay:
        """Take a table page by page: the header on each, then cells until none is left."""
        header = "".join(o.noi_dung for dong in bang.header_rows for o in dong)
        wanted = squeeze("".join(o for row in rows_of(bang) for o in row))
        headers: list[tuple[Chu, ...]] = []
        taken: list[Chu] = []
        while len(taken) < len(wanted):
            headers.append(self.take(header, "header of a table"))
            page = headers[-1][0].trang
            before = len(taken)
            while len(taken) < len(wanted) and self._page() == page:
                taken.append(self.cac_chu[self.vi_tri])
                self.vi_tri += 1
            assert len(taken) > before, "a header without rows"
        assert Counter(chu.ky_tu for chu in taken) == Counter(wanted), "letters of a table"
        return TimThay("bang", tuple(taken), bang=bang, dau_bang=tuple(headers))

    def _page(self) -> int:
        return self.cac_chu[self.vi_tri].trang if self.vi_tri < len(self.cac_chu) else -1


def rows_of(bang: BangBieu, *kinds: KieuDong) -> list[list[str]]:
    """List the words of the cells, row by row; of all kinds of rows, or of those named."""
    return [
        [o.noi_dung if isinstance(o, OBang) else o for o in dong.cac_o]
        for dong in bang.laid_rows
        if not kinds or dong.kieu_dong in kinds
    ]


def pieces_of_document(tai_lieu: TaiLieu) -> Iterator[ThanhPhan | BangBieu]:
    """List the pieces from the first line of page 1 to the last of the last appendix."""
    lon = tai_lieu.tham_so.co_chu == 14
    yield from _head(tai_lieu)
    if not tai_lieu.la_cong_van:
        yield ThanhPhan("ten_loai", tai_lieu.ten_loai.upper(), the_thuc.TEN_LOAI, lon)
        yield ThanhPhan("trich_yeu", tai_lieu.trich_yeu, the_thuc.TRICH_YEU, lon)
    if tai_lieu.kinh_gui:
        words = "Kính gửi:" + "".join(tai_lieu.kinh_gui_lines)
        yield ThanhPhan("kinh_gui", words, the_thuc.KINH_GUI, lon)
    for dong in tai_lieu.can_cu_lines:
        yield ThanhPhan("can_cu", dong, the_thuc.CAN_CU, lon)
    for khoi in (*tai_lieu.leading_blocks, tai_lieu.last_block):
        yield from _block(khoi, lon=lon)
    yield from _end(tai_lieu, lon=lon)
    for muc in tai_lieu.numbered_phu_luc:
        yield ThanhPhan("phu_luc_so", muc.nhan, the_thuc.PHU_LUC_SO, lon)
        yield ThanhPhan("phu_luc_ten", muc.phu_luc.ten.upper(), the_thuc.PHU_LUC_TEN, lon)
        yield ThanhPhan("kem_theo", muc.kem_theo, the_thuc.PHU_LUC_KEM_THEO, lon)
        if not muc.noi_dung:
            yield ThanhPhan("khi_trong", muc.phu_luc.khi_trong, the_thuc.NOI_DUNG, lon)
        for khoi in muc.noi_dung:
            yield from _block(khoi, lon=lon)


def _head(tai_lieu: TaiLieu) -> Iterator[ThanhPhan]:
    """List ô 1-4 and 5b in the order they are read."""
    dau, lon = tai_lieu.khoi_dau, tai_lieu.tham_so.quoc_hieu_lon
    for dong in dau.upper_chu_quan:
        yield ThanhPhan("chu_quan", dong, the_thuc.CO_QUAN_CHU_QUAN, lon)
    for dong in dau.upper_ban_hanh:
        yield ThanhPhan("ban_hanh", dong, the_thuc.CO_QUAN_BAN_HANH, lon)
    yield ThanhPhan("quoc_hieu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", the_thuc.QUOC_HIEU, lon)
    yield ThanhPhan("tieu_ngu", "Độc lập - Tự do - Hạnh phúc", the_thuc.TIEU_NGU, lon)
    yield ThanhPhan("so_ky_hieu", dau.number_line, the_thuc.SO_KY_HIEU, lon)
    if tai_lieu.la_cong_van:
        yield ThanhPhan("ve_viec", f"V/v {tai_lieu.trich_yeu}", the_thuc.VE_VIEC, lon)
    yield ThanhPhan("dia_danh", dau.place_line, the_thuc.DIA_DANH_NGAY, lon)


def _end(tai_lieu: TaiLieu, *, lon: bool) -> Iterator[ThanhPhan]:
    """List ô 9b and 7."""
    yield ThanhPhan("noi_nhan", "Nơi nhận:", the_thuc.NOI_NHAN_TIEU_DE, lon)
    for dong in tai_lieu.noi_nhan.lines:
        yield ThanhPhan("dong_noi_nhan", dong, the_thuc.NOI_NHAN_DONG, lon)
    for dong in tai_lieu.khoi_ky.quyen_han:
        yield ThanhPhan("quyen_han", dong.upper(), the_thuc.QUYEN_HAN_CHUC_VU, lon)
    if tai_lieu.khoi_ky.chuc_vu_khac:
        other = tai_lieu.khoi_ky.chuc_vu_khac.upper()
        yield ThanhPhan("chuc_vu_khac", other, the_thuc.QUYEN_HAN_CHUC_VU, lon)
    if tai_lieu.khoi_ky.ho_ten:
        yield ThanhPhan("ho_ten", tai_lieu.khoi_ky.ho_ten, the_thuc.HO_TEN, lon)


def _block(khoi: Khoi, *, lon: bool) -> Iterator[ThanhPhan | BangBieu]:
    """List the pieces of one block of ô 6 or of an appendix."""
    if isinstance(khoi, BangBieu):
        if khoi.ten_bang:
            yield ThanhPhan("ten_bang", khoi.ten_bang, TEN_BANG, lon)
        if khoi.don_vi_tinh:
            yield ThanhPhan("don_vi_tinh", f"Đơn vị tính: {khoi.don_vi_tinh}", DON_VI_TINH, lon)
        yield khoi
    elif isinstance(khoi, DieuKhoan):
        yield from _clause(khoi, lon=lon)
    elif isinstance(khoi, DoanVan):
        yield ThanhPhan("doan_van", khoi.noi_dung, the_thuc.NOI_DUNG, lon)
    else:
        yield ThanhPhan("gach", f"{khoi.dau_dong} {khoi.noi_dung}", the_thuc.NOI_DUNG, lon)


def _clause(khoi: DieuKhoan, *, lon: bool) -> Iterator[ThanhPhan]:
    """List the pieces of a numbered heading; the text that runs on after a title is its own."""
    title, text = khoi.ten, khoi.noi_dung
    if not title:
        yield ThanhPhan("doan_van", f"{khoi.nhan} {text}", the_thuc.NOI_DUNG, lon)
    elif khoi.cap_do in (CapDieuKhoan.PHAN, CapDieuKhoan.CHUONG):
        yield ThanhPhan("phan_chuong", khoi.nhan, the_thuc.PHAN_CHUONG, lon)
        yield ThanhPhan("phan_chuong", title.upper(), the_thuc.PHAN_CHUONG, lon)
    elif khoi.cap_do is CapDieuKhoan.MUC_LON:
        yield ThanhPhan("muc_lon", f"{khoi.nhan} {title.upper()}", the_thuc.MUC_LON, lon)
        if text:
            yield ThanhPhan("doan_van", text, the_thuc.NOI_DUNG, lon)
    elif text:
        yield ThanhPhan("khoan_mo", f"{khoi.nhan} {title}:", the_thuc.KHOAN_CO_TEN, lon)
        yield ThanhPhan("doan_tiep", text, the_thuc.NOI_DUNG, lon)
    else:
        plain = khoi.cap_do is CapDieuKhoan.DIEM
        style = the_thuc.NOI_DUNG if plain else the_thuc.KHOAN_CO_TEN
        yield ThanhPhan("khoan", f"{khoi.nhan} {title}", style, lon)
