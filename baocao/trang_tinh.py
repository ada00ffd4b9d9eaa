"""Draw sheets (trang tính): title, header that stays and repeats, cells of five kinds, A4 across.

Words are written as words whatever they look like: a cell that begins like a formula stays text,
also after someone edits it in Excel. Equal sheets give equal bytes.
"""

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from donvi.o_an_toan import cell_text, is_risky
from vanban.cao_dong import row_height
from vanban.goi_tep import without_clock
from vanban.the_thuc import HO_CHU

GiaTriO = str | int | Decimal | date | None
DONG_TIEU_DE, DONG_CHU_THICH, DONG_DAU_COT = 1, 2, 3
_A4 = 9
_LE_GIAY = {"left": "0.6", "right": "0.6", "top": "0.6", "bottom": "0.8", "footer": "0.4"}


class LoaiO(StrEnum):
    """What a column holds (loại ô)."""

    CHU = "chu"
    MA_SO = "ma_so"
    SO_DO = "so_do"
    SO_TIEN = "so_tien"
    NGAY = "ngay"


class KieuDongTinh(StrEnum):
    """What a row is: plain, heading of a group, or total."""

    THUONG = "thuong"
    NHOM = "nhom"
    TONG = "tong"


@dataclass(frozen=True)
class CotTinh:
    """One column: header, width in letters, what it holds."""

    ten: str
    do_rong: int = 12
    loai_o: LoaiO = LoaiO.CHU


@dataclass(frozen=True)
class DongTinh:
    """One row, as many values as there are columns."""

    cac_o: tuple[GiaTriO, ...]
    kieu_dong: KieuDongTinh = KieuDongTinh.THUONG


@dataclass(frozen=True)
class TrangTinh:
    """One sheet: `chu_thich` stands under the title, `khi_trong` in place of rows."""

    ten: str
    tieu_de: str
    chu_thich: str
    cac_cot: tuple[CotTinh, ...]
    cac_dong: tuple[DongTinh, ...]
    khi_trong: str


def group_row(ma: str, ten: str, so_cot: int, *, place: int) -> DongTinh:
    """Make the row that heads a group: its code first, its name in the column `place`."""
    cells: list[GiaTriO] = [""] * so_cot
    cells[0], cells[place] = ma, ten
    return DongTinh(tuple(cells), KieuDongTinh.NHOM)


def write_workbook(cac_trang: Sequence[TrangTinh], *, tieu_de: str, tac_gia: str) -> bytes:
    """Write the sheets as .xlsx with title, author and language in the properties."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for style in _styles():
        workbook.add_named_style(style)
    for trang in cac_trang:
        _draw(workbook.create_sheet(trang.ten), trang)
    properties = workbook.properties
    properties.title, properties.creator, properties.language = tieu_de, tac_gia, "vi"
    output = io.BytesIO()
    workbook.save(output)
    return without_clock(output.getvalue())


def _draw(sheet: Worksheet, trang: TrangTinh) -> None:
    """Fill one sheet and set it up for the screen and for paper."""
    width = len(trang.cac_cot)
    _write_across(sheet, DONG_TIEU_DE, trang.tieu_de, "Tiêu đề trang", width)
    _write_across(sheet, DONG_CHU_THICH, trang.chu_thich, "Chú thích trang", width)
    _fit_heights(sheet, trang)
    for thu_tu, cot in enumerate(trang.cac_cot, start=1):
        _put(sheet.cell(DONG_DAU_COT, thu_tu), cot.ten, "Đầu cột")
        sheet.column_dimensions[get_column_letter(thu_tu)].width = cot.do_rong
    for row, dong in enumerate(trang.cac_dong, start=DONG_DAU_COT + 1):
        for thu_tu, (cot, value) in enumerate(zip(trang.cac_cot, dong.cac_o, strict=True), start=1):
            style = _style_name(_kind(cot, value), dong.kieu_dong)
            _put(sheet.cell(row, thu_tu), value, style)
    if not trang.cac_dong:
        _write_across(sheet, DONG_DAU_COT + 1, trang.khi_trong, "Chú thích trang", width)
    _set_up(sheet, trang)


def _write_across(sheet: Worksheet, row: int, text: str, style: str, width: int) -> None:
    """Write a line over all columns."""
    _put(sheet.cell(row, 1), text, style)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)


def _put(cell: Cell, value: GiaTriO, style: str) -> None:
    """Write one value; a string is text, never a formula, an error or a number."""
    cell.style = style
    if not isinstance(value, str):
        cell.value = value
        return
    if not value:
        return
    text = cell_text(unicodedata.normalize("NFC", value))
    cell.value = text
    cell.data_type = "s"
    if is_risky(text):
        cell.quotePrefix = True


def _fit_heights(sheet: Worksheet, trang: TrangTinh) -> None:
    """Make every row as high as its longest cell: not every program measures that by itself."""
    widths = [cot.do_rong for cot in trang.cac_cot]
    heads = [cot.ten for cot in trang.cac_cot]
    sheet.row_dimensions[DONG_TIEU_DE].height = row_height([trang.tieu_de], [sum(widths)], 14)
    sheet.row_dimensions[DONG_CHU_THICH].height = row_height([trang.chu_thich], [sum(widths)], 12)
    sheet.row_dimensions[DONG_DAU_COT].height = row_height(heads, widths, 12)
    for row, dong in enumerate(trang.cac_dong, start=DONG_DAU_COT + 1):
        texts = ["" if value is None else str(value) for value in dong.cac_o]
        sheet.row_dimensions[row].height = row_height(texts, widths, 12)


def _set_up(sheet: Worksheet, trang: TrangTinh) -> None:
    """Keep header and codes in sight, print A4 across with the header on every page."""
    below = DONG_DAU_COT + 1
    sheet.freeze_panes = f"B{below}"
    sheet.print_title_rows = f"{DONG_DAU_COT}:{DONG_DAU_COT}"
    last = get_column_letter(len(trang.cac_cot))
    if trang.cac_dong:
        sheet.auto_filter.ref = f"A{DONG_DAU_COT}:{last}{DONG_DAU_COT + len(trang.cac_dong)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for side, inches in _LE_GIAY.items():
        setattr(sheet.page_margins, side, Decimal(inches))
    sheet.oddFooter.center.text = "Trang &P/&N"
    sheet.oddFooter.left.text = trang.ten


def _kind(cot: CotTinh, value: GiaTriO) -> LoaiO:
    """Give what a cell holds: a column of figures may hold dates and whole numbers too."""
    if isinstance(value, date):
        return LoaiO.NGAY
    return LoaiO.SO_TIEN if cot.loai_o is LoaiO.SO_DO and isinstance(value, int) else cot.loai_o


def _style_name(loai_o: LoaiO, kieu_dong: KieuDongTinh) -> str:
    """Name the cell style of a value in a row of that kind."""
    return f"{_TEN_LOAI[loai_o]}{_TEN_KIEU[kieu_dong]}"


_TEN_LOAI = {
    LoaiO.CHU: "Ô chữ",
    LoaiO.MA_SO: "Ô mã",
    LoaiO.SO_DO: "Ô số",
    LoaiO.SO_TIEN: "Ô tiền",
    LoaiO.NGAY: "Ô ngày",
}
_TEN_KIEU = {
    KieuDongTinh.THUONG: "",
    KieuDongTinh.NHOM: " (nhóm)",
    KieuDongTinh.TONG: " (tổng)",
}
_DINH_DANG = {LoaiO.SO_TIEN: "#,##0", LoaiO.NGAY: "dd/mm/yyyy", LoaiO.MA_SO: "@", LoaiO.CHU: "@"}
_CANH = {LoaiO.CHU: "left", LoaiO.MA_SO: "center", LoaiO.NGAY: "center"}
_NEN = {KieuDongTinh.NHOM: "EEF2F7", KieuDongTinh.TONG: "E2E8F0"}


def _styles() -> list[NamedStyle]:
    """Make the cell styles, named as an office will find them in Excel."""
    made = [
        NamedStyle("Tiêu đề trang", Font(HO_CHU, 14, bold=True), alignment=_wrap("center")),
        NamedStyle("Chú thích trang", Font(HO_CHU, 12, italic=True), alignment=_wrap("center")),
        NamedStyle(
            "Đầu cột",
            Font(HO_CHU, 12, bold=True),
            PatternFill("solid", "D6DEE9"),
            _box(),
            _wrap("center"),
        ),
    ]
    return made + [_cell_style(loai, kieu) for loai in LoaiO for kieu in KieuDongTinh]


def _cell_style(loai_o: LoaiO, kieu_dong: KieuDongTinh) -> NamedStyle:
    """Make the style of one kind of value in one kind of row."""
    bold = kieu_dong is not KieuDongTinh.THUONG
    fill = PatternFill("solid", _NEN[kieu_dong]) if bold else PatternFill()
    return NamedStyle(
        _style_name(loai_o, kieu_dong),
        Font(HO_CHU, 12, bold=bold),
        fill,
        _box(),
        _wrap(_CANH.get(loai_o, "right")),
        _DINH_DANG.get(loai_o, "General"),
    )


def _wrap(horizontal: str) -> Alignment:
    return Alignment(horizontal=horizontal, vertical="center", wrap_text=True)


def _box() -> Border:
    thin = Side("thin", "000000")
    return Border(thin, thin, thin, thin)
