"""Reading .xlsx annexes into neutral tables, one per sheet.

A reader of our own, on the event parser of the standard library: it stops at the first row beyond
the limit, keeps a formula's missing result apart from an empty cell, and gives number formats,
merged ranges, struck-out words and hidden rows in one pass, which no library at hand does.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from nhapxuat import loi_tep
from nhapxuat.bang_tho import BangTho, DongTho, NguonBang, OTho, VungGop, column_number
from nhapxuat.chu_tho import clean, find_old_encoding, say_old_encoding
from nhapxuat.dinh_dang_so import SoHien, read_number, show_moment, show_number
from nhapxuat.goi_ooxml import SuKien, read_events, read_relations
from nhapxuat.kiem_tep import BROKEN
from nhapxuat.kieu_xlsx import ChuoiChu, KieuO, read_string, read_strings, read_styles
from nhapxuat.loi_tep import GioiHan

_ADDRESS = re.compile(r"\$?([A-Z]{1,4})\$?([0-9]{1,9})")
_LOI_EXCEL = {
    "#DIV/0!": "chia cho 0", "#N/A": "không có giá trị", "#NAME?": "tên hàm sai",
    "#NULL!": "vùng tham chiếu sai", "#NUM!": "số không hợp lệ", "#REF!": "tham chiếu đã mất",
    "#VALUE!": "kiểu giá trị sai",
}  # fmt: skip
THIEU_KET_QUA = (
    "Ô có công thức nhưng tệp không lưu kết quả; cần mở bằng Excel, lưu lại hoặc ghi con số."
)


@dataclass(frozen=True, slots=True)
class SoLamViec:
    """What all sheets of a workbook share."""

    cac_chuoi: list[ChuoiChu]
    cac_kieu: list[KieuO]
    tu_1904: bool
    gioi_han: GioiHan


@dataclass(frozen=True, slots=True)
class _TrangTinh:
    """A sheet as the workbook lists it."""

    ten: str
    ten_phan: str
    bi_an: bool


@dataclass(slots=True)
class _DangDoc:
    """A sheet being read."""

    ten: str
    chung: SoLamViec
    cac_dong: list[DongTho] = field(default_factory=list)
    vung_gop: list[VungGop] = field(default_factory=list)
    cot_an: set[int] = field(default_factory=set)
    so_dong: int = 0
    so_the_dong: int = 0
    so_o: int = 0


def read_xlsx(tep: BinaryIO, gioi_han: GioiHan = loi_tep.MAC_DINH) -> tuple[BangTho, ...]:
    """Read all sheets of a checked workbook, hidden ones marked.

    :raises TepKhongDoc: broken, or beyond a limit.
    """
    try:
        with zipfile.ZipFile(tep) as goi:
            return tuple(_read_workbook(goi, gioi_han))
    except BROKEN as error:
        raise loi_tep.TepHong from error


def _read_workbook(goi: zipfile.ZipFile, gioi_han: GioiHan) -> Iterator[BangTho]:
    main = next((path for kind, path in read_relations(goi, "").values()
                 if kind == "officeDocument"), "xl/workbook.xml")  # fmt: skip
    relations = read_relations(goi, main)
    by_kind = dict(relations.values())
    sheets, tu_1904 = _list_sheets(goi, main, relations)
    if not sheets:
        raise loi_tep.TepHong(main)
    if len(sheets) > gioi_han.bang_toi_da:
        raise loi_tep.TepQuaNhieu("Tệp", "trang tính", gioi_han.bang_toi_da)
    chung = SoLamViec(
        read_strings(goi, by_kind.get("sharedStrings", ""), gioi_han),
        read_styles(goi, by_kind.get("styles", "")),
        tu_1904,
        gioi_han,
    )
    so_o = 0
    for sheet in sheets:
        reading = _DangDoc(sheet.ten, chung, so_o=so_o)
        table = _read_sheet(read_events(goi, sheet.ten_phan), reading)
        so_o = reading.so_o
        yield replace(table, bi_an=sheet.bi_an)


def _list_sheets(
    goi: zipfile.ZipFile, main: str, relations: dict[str, tuple[str, str]]
) -> tuple[list[_TrangTinh], bool]:
    sheets: list[_TrangTinh] = []
    tu_1904 = False
    for kind, tag, attributes in read_events(goi, main):
        if (kind, tag) == ("mo", "workbookPr"):
            tu_1904 = attributes.get("date1904", "0") in {"1", "true"}
        elif (kind, tag) == ("mo", "sheet"):
            about, path = relations.get(attributes.get("id", ""), ("", ""))
            if about == "worksheet":
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(_TrangTinh(attributes.get("name", ""), path, hidden))
    return sheets, tu_1904


def _read_sheet(events: Iterator[SuKien], reading: _DangDoc) -> BangTho:
    for kind, tag, attributes in events:
        if kind != "mo":
            continue
        if tag == "row":
            _read_row(events, attributes, reading)
        elif tag == "col" and attributes.get("hidden") in {"1", "true"}:
            _hide_columns(attributes, reading)
        elif tag == "mergeCell":
            _read_merge(attributes.get("ref", ""), reading)
    return BangTho(
        reading.ten,
        NguonBang.TRANG_TINH,
        tuple(reading.cac_dong),
        tuple(reading.vung_gop),
        cot_an=frozenset(reading.cot_an),
    )


def _hide_columns(attributes: dict[str, str], reading: _DangDoc) -> None:
    first, last = (int(attributes.get(key, "0") or 0) for key in ("min", "max"))
    reading.cot_an.update(range(first, min(last, reading.chung.gioi_han.cot_toi_da) + 1))


def _read_merge(ref: str, reading: _DangDoc) -> None:
    ends = _ADDRESS.findall(ref)
    limits = reading.chung.gioi_han
    if len(ends) == 2 and len(reading.vung_gop) < limits.dong_toi_da:
        (left, top), (right, bottom) = ends
        columns = column_number(left), min(column_number(right), limits.cot_toi_da)
        last = min(int(bottom), reading.so_dong)
        reading.vung_gop.append(VungGop(int(top), columns[0], last, columns[1]))


def _read_row(events: Iterator[SuKien], attributes: dict[str, str], reading: _DangDoc) -> None:
    limits = reading.chung.gioi_han
    reading.so_the_dong += 1
    reading.so_dong = int(attributes.get("r") or reading.so_dong + 1)
    if max(reading.so_the_dong, reading.so_dong) > limits.dong_toi_da:
        raise loi_tep.TepQuaNhieu(f"Trang tính “{reading.ten}”", "dòng", limits.dong_toi_da)
    cells: dict[int, OTho] = {}
    so_cot = 0
    for kind, tag, attrs in events:
        if kind == "mo" and tag == "c":
            so_cot = _column(attrs, so_cot + 1, reading)
            cell = _read_cell(events, attrs, reading.chung)
            if cell is not None:
                cells[so_cot] = cell
        elif kind == "dong" and tag == "row":
            break
    reading.so_o += len(cells)
    if reading.so_o > limits.o_toi_da:
        raise loi_tep.TepQuaNhieu("Tệp", "ô có nội dung", limits.o_toi_da)
    if cells:
        hidden = attributes.get("hidden") in {"1", "true"} or attributes.get("ht") == "0"
        reading.cac_dong.append(DongTho(reading.so_dong, cells, bi_an=hidden))


def _column(attributes: dict[str, str], so_cot: int, reading: _DangDoc) -> int:
    """Give the column a cell names, else ``so_cot``, within the limit."""
    found = _ADDRESS.match(attributes.get("r", ""))
    so_cot = column_number(found[1]) if found else so_cot
    if so_cot > reading.chung.gioi_han.cot_toi_da:
        where = f"Trang tính “{reading.ten}”"
        raise loi_tep.TepQuaNhieu(where, "cột", reading.chung.gioi_han.cot_toi_da)
    return so_cot


def _read_cell(
    events: Iterator[SuKien], attributes: dict[str, str], chung: SoLamViec
) -> OTho | None:
    """Read one cell; None when it holds nothing."""
    value = ""
    inline: ChuoiChu | None = None
    has_formula = False
    inside = ""
    for kind, tag, _ in events:
        if kind == "chu":
            value += tag if inside == "v" else ""
        elif (kind, tag) == ("dong", "c"):
            break
        elif kind == "dong":
            inside = ""
        elif tag == "is":
            inline = read_string(events, "is", chung.gioi_han)
        else:
            inside = tag
            has_formula = has_formula or tag == "f"
    style = _style(attributes.get("s", ""), chung.cac_kieu)
    if inline is not None:
        return _text_cell(inline, style)
    if value:
        return _typed_cell(value, attributes.get("t", "n"), style, chung)
    lacks_result = has_formula and attributes.get("t") != "str"
    return OTho(dinh_dang=style.dinh_dang, cac_loi=(THIEU_KET_QUA,)) if lacks_result else None


def _style(number: str, styles: list[KieuO]) -> KieuO:
    index = int(number) if number.isdecimal() and len(number) < 8 else 0
    return styles[index] if index < len(styles) else KieuO()


def _typed_cell(text: str, kind: str, style: KieuO, chung: SoLamViec) -> OTho | None:
    if kind == "s" and text.isdecimal() and int(text[:9]) < len(chung.cac_chuoi):
        return _text_cell(chung.cac_chuoi[int(text[:9])], style)
    if kind == "str":
        return _text_cell(ChuoiChu(clean(text[: chung.gioi_han.chu_toi_da])), style)
    return _shown(_read_value(text, kind, style, chung), style)


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


def _text_cell(chuoi: ChuoiChu, style: KieuO) -> OTho | None:
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
        cac_loi=(say_old_encoding(old),) if old else (),
    )


def _shown(so_hien: SoHien, style: KieuO) -> OTho:
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
