"""Reading one sheet (trang tính) of a workbook, cell by cell, straight from the XML parser.

The parser calls the methods below for each tag: nothing stands between it and the cells, since this
is where the time of a long file goes. A row, column, cell or merge beyond the limit stops it.
"""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from nhapxuat import loi_tep
from nhapxuat.bang_tho import BangTho, DongTho, NguonBang, OTho, VungGop, column_number
from nhapxuat.chu_tho import clean, find_old_encoding, say_note_mark, say_old_encoding
from nhapxuat.dinh_dang_so import SoHien, read_number, show_moment, show_number
from nhapxuat.goi_ooxml import NhanThe, parse_bytes, parse_part
from nhapxuat.kieu_xlsx import ChuoiChu, ChuoiDangDoc, KieuO
from nhapxuat.loi_tep import GioiHan

_ADDRESS = re.compile(r"\$?([A-Z]{1,4})\$?([0-9]{1,9})")
_BAT = {"1", "true"}
_GOP_TOI_DA = 1_000_000  # cells that merged ranges may cover
_LOI_EXCEL = {
    "#DIV/0!": "chia cho 0", "#N/A": "không có giá trị", "#NAME?": "tên hàm sai",
    "#NULL!": "vùng tham chiếu sai", "#NUM!": "số không hợp lệ", "#REF!": "tham chiếu đã mất",
    "#VALUE!": "kiểu giá trị sai",
}  # fmt: skip
O_DAI = "Ô có quá nhiều chữ nên bị cắt bớt; cần rút ngắn hoặc tách thành nhiều ô."
THIEU_CHU = "Chữ của ô không có trong tệp; cần mở bằng Excel, xem lại rồi lưu lại."
THIEU_KET_QUA = (
    "Ô có công thức nhưng tệp không lưu kết quả; cần mở bằng Excel, lưu lại hoặc ghi con số."
)


@dataclass(slots=True)
class SoLamViec:
    """What all sheets of a workbook share; ``da_tao`` are cells of shared strings already made."""

    doc_chuoi: Callable[[], list[ChuoiChu]]
    cac_kieu: list[KieuO]
    tu_1904: bool
    gioi_han: GioiHan
    so_o: int = 0
    da_tao: dict[tuple[str, str], OTho | None] = field(default_factory=dict)
    _cac_chuoi: list[ChuoiChu] | None = None

    def load_strings(self) -> list[ChuoiChu]:
        """Give the shared strings, read once.

        :raises TepQuaNhieu: more strings than a file may have cells.
        """
        if self._cac_chuoi is None:
            self._cac_chuoi = self.doc_chuoi()
        return self._cac_chuoi


def read_sheet(goi: zipfile.ZipFile, ten_phan: str, ten: str, chung: SoLamViec) -> BangTho:
    """Read one sheet.

    :raises TepKhongDoc: broken, or beyond a limit.
    """
    reading = _DocTrang(ten, chung)
    parse_part(goi, ten_phan, reading)
    return reading.as_table()


def table_around(
    noi_dung: bytes, ten_phan: str, ten: str, chung: SoLamViec, dong_cuoi: int
) -> BangTho:
    """Read what stands around the rows of a sheet: ``noi_dung`` is its part without them.

    ``dong_cuoi`` is the number of the last row. Gives a table without rows.

    :raises TepKhongDoc: broken, or beyond a limit.
    """
    reading = _DocTrang(ten, chung)
    reading.so_dong = dong_cuoi
    parse_bytes([noi_dung], ten_phan, reading)
    return reading.as_table()


class _DocTrang(NhanThe):
    """A sheet being read; the cell that is open, and its words so far."""

    def __init__(self, ten: str, chung: SoLamViec) -> None:
        self.ten = ten
        self.chung = chung
        self.cac_dong: list[DongTho] = []
        self.vung_gop: list[VungGop] = []
        self.cot_an: set[int] = set()
        self.so_dong = self.so_the_dong = self.so_cot = self.da_gop = 0
        self.cac_o: dict[int, OTho] = {}
        self.dong: dict[str, str] = {}
        self.cot_cua: dict[str, int] = {}
        self._open_cell({})

    def as_table(self) -> BangTho:
        """Give what was read."""
        return BangTho(
            self.ten,
            NguonBang.TRANG_TINH,
            tuple(self.cac_dong),
            tuple(self.vung_gop),
            cot_an=frozenset(self.cot_an),
        )

    def _open_cell(self, attributes: dict[str, str]) -> None:
        self.o = attributes
        self.gia_tri = ""
        self.co_cong_thuc = self.trong_gia_tri = False
        self.chuoi: ChuoiDangDoc | None = None
        self.trong_chu = self.trong_chuoi = self.phien_am = False

    # -- tags ------------------------------------------------------------------------------------

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._open_cell(attributes)
        elif tag == "v":
            self.trong_gia_tri = True
        elif tag == "row":
            self._open_row(attributes)
        elif self.trong_chuoi:
            self._start_in_string(tag, attributes)
        elif tag == "f":
            self.co_cong_thuc = True
        elif tag == "is":
            self.chuoi, self.trong_chuoi = ChuoiDangDoc(), True
        else:
            self._start_around(tag, attributes)

    def _start_around(self, tag: str, attributes: dict[str, str]) -> None:
        """Take what stands before and after the rows."""
        if tag == "mergeCell":
            self._read_merge(attributes.get("ref", ""))
        elif tag == "col" and attributes.get("hidden") in _BAT:
            self._hide_columns(attributes)

    def _start_in_string(self, tag: str, attributes: dict[str, str]) -> None:
        self.trong_chu = tag == "t" and not self.phien_am
        self.phien_am = self.phien_am or tag == "rPh"
        if self.chuoi is not None:
            self.chuoi.look(tag, attributes)

    def end(self, tag: str) -> None:
        if tag == "v":
            self.trong_gia_tri = False
        elif tag == "c":
            self._close_cell()
        elif tag == "row":
            self._close_row()
        elif tag == "is":
            self.trong_chuoi = self.trong_chu = False
        elif self.trong_chuoi:
            self.trong_chu = False
            self.phien_am = self.phien_am and tag != "rPh"
            if self.chuoi is not None:
                self.chuoi.end(tag)

    def words(self, text: str) -> None:
        if self.trong_gia_tri:
            self.gia_tri += text
        elif self.trong_chu and self.chuoi is not None:
            self.chuoi.add(text, self.chung.gioi_han.chu_toi_da)

    # -- rows and columns ------------------------------------------------------------------------

    def _open_row(self, attributes: dict[str, str]) -> None:
        toi_da = self.chung.gioi_han.dong_toi_da
        self.so_the_dong += 1
        above, self.so_dong = self.so_dong, int(attributes.get("r") or self.so_dong + 1)
        if max(self.so_the_dong, self.so_dong) > toi_da:
            raise self._too_many("dòng", toi_da)
        if self.so_dong <= above:
            raise loi_tep.TepHong(f"{self.ten}, dòng {attributes['r']}")
        self.dong, self.cac_o, self.so_cot = attributes, {}, 0

    def _close_row(self) -> None:
        self.chung.so_o += len(self.cac_o)
        if self.chung.so_o > self.chung.gioi_han.o_toi_da:
            raise loi_tep.TepQuaNhieu("Tệp", "ô có nội dung", self.chung.gioi_han.o_toi_da)
        if self.cac_o:
            hidden = self.dong.get("hidden") in _BAT or self.dong.get("ht") == "0"
            self.cac_dong.append(DongTho(self.so_dong, self.cac_o, bi_an=hidden))

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        first, last = (int(attributes.get(key, "0") or 0) for key in ("min", "max"))
        self.cot_an.update(range(first, min(last, self.chung.gioi_han.cot_toi_da) + 1))

    def _read_merge(self, ref: str) -> None:
        ends = _ADDRESS.findall(ref)
        limits = self.chung.gioi_han
        if len(ends) != 2 or len(self.vung_gop) >= limits.dong_toi_da:
            return
        (left, top), (right, bottom) = ends
        columns = column_number(left), min(column_number(right), limits.cot_toi_da)
        last = min(int(bottom), self.so_dong)
        self.da_gop += max(0, last - int(top) + 1) * max(0, columns[1] - columns[0] + 1)
        if self.da_gop > _GOP_TOI_DA:
            raise self._too_many("ô nằm trong vùng gộp", _GOP_TOI_DA)
        self.vung_gop.append(VungGop(int(top), columns[0], last, columns[1]))

    def _too_many(self, what: str, toi_da: int) -> loi_tep.TepQuaNhieu:
        return loi_tep.TepQuaNhieu(f"Trang tính “{self.ten}”", what, toi_da)

    def _column(self) -> int:
        """Give the column the cell names, else the next one, within the limit."""
        letters = self.o.get("r", "").rstrip("0123456789")
        so_cot = self.cot_cua.get(letters)
        if so_cot is None:
            found = _ADDRESS.match(f"{letters}1") if letters else None
            so_cot = column_number(found[1]) if found else self.so_cot + 1
            if so_cot > self.chung.gioi_han.cot_toi_da:
                raise self._too_many("cột", self.chung.gioi_han.cot_toi_da)
            if found:
                self.cot_cua[letters] = so_cot
        return so_cot

    # -- cells -----------------------------------------------------------------------------------

    def _close_cell(self) -> None:
        before, self.so_cot = self.so_cot, self._column()
        if self.so_cot <= before:
            raise loi_tep.TepHong(f"{self.ten}, ô {self.o.get('r', '')}")
        cell = self._make_cell()
        if cell is not None:
            self.cac_o[self.so_cot] = cell

    def _make_cell(self) -> OTho | None:
        kind, number = self.o.get("t", "n"), self.o.get("s", "")
        if kind == "s" and self.chuoi is None:
            key = (self.gia_tri, number)
            if key not in self.chung.da_tao:
                self.chung.da_tao[key] = self._shared(number)
            return self.chung.da_tao[key]
        style = style_at(number, self.chung.cac_kieu)
        if self.chuoi is not None:
            return text_cell(self.chuoi.finish(), style)
        if self.gia_tri:
            return self._typed(kind, style)
        lacks_result = self.co_cong_thuc and kind != "str"
        return OTho(dinh_dang=style.dinh_dang, cac_loi=(THIEU_KET_QUA,)) if lacks_result else None

    def _shared(self, number: str) -> OTho | None:
        """Make the cell of a shared string; one the file does not have is no number either."""
        style, text = style_at(number, self.chung.cac_kieu), self.gia_tri
        strings = self.chung.load_strings()
        if text.isdecimal() and int(text[:9]) < len(strings):
            return text_cell(strings[int(text[:9])], style)
        if text:
            return OTho(text[:40], dinh_dang=style.dinh_dang, cac_loi=(THIEU_CHU,))
        lacks_result = self.co_cong_thuc
        return OTho(dinh_dang=style.dinh_dang, cac_loi=(THIEU_KET_QUA,)) if lacks_result else None

    def _typed(self, kind: str, style: KieuO) -> OTho | None:
        if kind == "str":
            limit = self.chung.gioi_han.chu_toi_da
            cut = len(self.gia_tri) > limit
            return text_cell(ChuoiChu(clean(self.gia_tri[:limit]), bi_cat=cut), style)
        return show_typed(_read_value(self.gia_tri, kind, style, self.chung), style)


def style_at(number: str, styles: list[KieuO]) -> KieuO:
    """Give the style a cell names by its number; the first where it names none."""
    index = int(number) if number.isdecimal() and len(number) < 8 else 0
    return styles[index] if index < len(styles) else KieuO()


def _read_value(text: str, kind: str, style: KieuO, chung: SoLamViec) -> SoHien:
    if kind == "d":
        return show_moment(text)
    if kind == "b":
        return SoHien("TRUE" if text == "1" else "FALSE", None)
    number = read_number(text) if kind == "n" else None
    if number is not None:
        return show_number(number, style.dinh_dang, tu_1904=chung.tu_1904)
    loi = f"Ô kiểu số nhưng nội dung “{text[:40]}” không phải là số."
    if kind == "e":
        meaning = _LOI_EXCEL.get(text, "lỗi công thức")
        loi = f"Ô báo lỗi {text[:40]} ({meaning}); cần sửa công thức hoặc ghi giá trị."
    return SoHien(text[:40], None, cac_loi=(loi,))


def text_cell(chuoi: ChuoiChu, style: KieuO) -> OTho | None:
    """Make a cell of words; None where there is nothing to read."""
    text, struck = chuoi.noi_dung, chuoi.da_gach
    if style.kieu_chu.gach_ngang and text:
        text, struck = "", text
    if not text and not struck:
        return None
    old = find_old_encoding(text, style.kieu_chu.ten_phong)
    return OTho(
        text,
        None,
        style.dinh_dang,
        style.kieu_chu.chu_dam,
        style.kieu_chu.chu_nghieng,
        struck,
        canh_bao=(say_note_mark(chuoi.chu_thich),) if chuoi.chu_thich else (),
        cac_loi=((say_old_encoding(old),) if old else ()) + ((O_DAI,) if chuoi.bi_cat else ()),
    )


def show_typed(so_hien: SoHien, style: KieuO) -> OTho:
    """Make a cell of a typed value; one that is struck out shows nothing."""
    value: Decimal | date | None = so_hien.gia_tri
    text, struck = so_hien.noi_dung, ""
    if style.kieu_chu.gach_ngang:
        value, text, struck = None, "", text
    return OTho(
        text,
        value,
        style.dinh_dang,
        style.kieu_chu.chu_dam,
        style.kieu_chu.chu_nghieng,
        struck,
        canh_bao=so_hien.canh_bao,
        cac_loi=so_hien.cac_loi,
    )
