"""Draw workbooks (vẽ sổ) from plain sheets: boxed, frozen, A4 across, harmless, repeatable.

XlsxWriter writes them, since it writes a formula together with its result: the portal's own reader,
like every program that does not compute, sees the number.
"""

import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from donvi.o_an_toan import cell_text, is_risky
from nhapxuat.trang_xuat import (
    CanhO,
    DanhSachChon,
    DongChu,
    DongXuat,
    KieuXuat,
    NenO,
    OXuat,
    TrangXuat,
)
from vanban.cao_dong import row_height
from vanban.goi_tep import without_clock
from vanban.the_thuc import HO_CHU

_CO_CHU = 12
_A4 = 9
_LE = {"left": 0.6, "right": 0.6, "top": 0.6, "bottom": 0.8}
_NEN = {KieuXuat.DAU_COT: "#D6DEE9", KieuXuat.NHOM: "#EEF2F7", KieuXuat.TONG: "#E2E8F0"}
_DAM = {KieuXuat.DAU_COT, KieuXuat.NHOM, KieuXuat.TONG}
_LUC_TAO = datetime(1980, 1, 1)  # noqa: DTZ001 - taken out again: equal sheets, equal bytes
_LOI_NHAC_DAI = 250  # characters Excel allows in the hint of a cell


def draw_workbook(cac_trang: Sequence[TrangXuat], *, tieu_de: str, tac_gia: str) -> bytes:
    """Write the sheets as .xlsx with title, author and language in the properties."""
    output = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
        "strings_to_urls": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(output, options)
    book.set_properties({"title": tieu_de, "author": tac_gia, "created": _LUC_TAO})
    book.set_calc_mode("auto")
    drawer = _NguoiVe(book)
    for trang in cac_trang:
        drawer.draw(trang)
    book.close()
    return without_clock(output.getvalue())


class _NguoiVe:
    """Draws sheets of one workbook; cell formats are made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.formats: dict[tuple[Any, ...], Format] = {}

    def draw(self, trang: TrangXuat) -> None:
        sheet = self.book.add_worksheet(trang.ten)
        for so_cot, width in enumerate(trang.do_rong):
            sheet.set_column(so_cot, so_cot, width)
        row = self._lines(sheet, 0, trang.dau_de, trang)
        for dong in (*trang.dau_cot, *trang.cac_dong):
            self._row(sheet, row, dong, trang)
            row += 1
        self._lines(sheet, row, trang.chu_cuoi, trang)
        self._blank_rows(sheet, row, trang)
        _set_up(sheet, trang)
        for choice in trang.danh_sach:
            _add_choice(sheet, choice, trang, row - 1 + trang.dong_trong)

    def _lines(self, sheet: Worksheet, row: int, lines: Iterable[DongChu], trang: TrangXuat) -> int:
        """Write lines across the columns; give the row after them."""
        for line in lines:
            look = self._line_format(line)
            text = cell_text(unicodedata.normalize("NFC", line.chu))
            if trang.so_cot > 1:
                sheet.merge_range(row, 0, row, trang.so_cot - 1, "", look)
            sheet.write_string(row, 0, text, look)
            height = row_height([text], [sum(trang.do_rong)], line.co_chu)
            sheet.set_row(row, height)
            row += 1
        return row

    def _row(self, sheet: Worksheet, row: int, dong: DongXuat, trang: TrangXuat) -> None:
        texts, widths = [""], [10]
        for so_cot, o in dong.cac_o.items():
            look = self._cell_format(o, dong.kieu)
            if o.doc > 1 or o.ngang > 1:
                sheet.merge_range(row, so_cot, row + o.doc - 1, so_cot + o.ngang - 1, "", look)
            self._put(sheet, row, so_cot, o, look)
            if o.ghi_chu:
                size = {"x_scale": 2.2, "y_scale": 1 + len(o.ghi_chu) // 90}
                sheet.write_comment(row, so_cot, o.ghi_chu, size)
            if isinstance(o.gia_tri, str) and o.doc == 1:
                texts.append(o.gia_tri)
                widths.append(sum(trang.do_rong[so_cot : so_cot + o.ngang]))
        sheet.set_row(row, row_height(texts, widths, _CO_CHU))

    def _put(self, sheet: Worksheet, row: int, so_cot: int, o: OXuat, look: Format) -> None:
        """Write one value; words are a string cell, never a formula, a number or a link to run."""
        value = o.gia_tri
        if o.cong_thuc:
            sheet.write_formula(row, so_cot, f"={o.cong_thuc}", look, _plain(value))
        elif isinstance(value, int | Decimal):
            sheet.write_number(row, so_cot, _plain(value), look)
        elif not value:
            sheet.write_blank(row, so_cot, None, look)
        elif o.lien_ket:
            sheet.write_url(row, so_cot, f"internal:{o.lien_ket}", look, cell_text(value))
        else:
            text = cell_text(unicodedata.normalize("NFC", value))
            sheet.write_string(row, so_cot, text, look)

    def _blank_rows(self, sheet: Worksheet, row: int, trang: TrangXuat) -> None:
        for _ in range(trang.dong_trong):
            for so_cot in range(trang.so_cot):
                canh, code = trang.canh_cot.get(so_cot, (CanhO.TRAI, ""))
                look = self._cell_format(OXuat(canh=canh, dinh_dang=code), KieuXuat.THUONG)
                sheet.write_blank(row, so_cot, None, look)
            row += 1

    # -- looks -----------------------------------------------------------------------------------

    def _line_format(self, line: DongChu) -> Format:
        risky = is_risky(line.chu)
        key = ("line", line.canh, line.co_chu, line.dam, line.nghieng, risky)
        return self._made(key, {
            "font_name": HO_CHU, "font_size": line.co_chu, "bold": line.dam,
            "italic": line.nghieng, "align": line.canh.value, "valign": "vcenter",
            "text_wrap": True, "num_format": "@", "quote_prefix": risky,
        })  # fmt: skip

    def _cell_format(self, o: OXuat, kieu: KieuXuat) -> Format:
        risky = isinstance(o.gia_tri, str) and is_risky(o.gia_tri)
        code = o.dinh_dang or ("@" if isinstance(o.gia_tri, str) or o.gia_tri is None else "0")
        canh = CanhO.GIUA if kieu is KieuXuat.DAU_COT else o.canh
        key = (canh, code, kieu, o.nen, risky, o.dam, bool(o.lien_ket))
        look: dict[str, Any] = {
            "font_name": HO_CHU, "font_size": _CO_CHU, "bold": kieu in _DAM or o.dam,
            "align": canh.value, "valign": "vcenter", "text_wrap": True, "num_format": code,
            "quote_prefix": risky, "indent": 0 if canh is CanhO.GIUA else 1,
        }  # fmt: skip
        if kieu is not KieuXuat.TRAN:
            look["border"] = 1
        fill = f"#{o.nen.value}" if o.nen is not NenO.KHONG else _NEN.get(kieu)
        if fill:
            look |= {"bg_color": fill, "pattern": 1}
        if o.lien_ket:
            look |= {"font_color": "#0B5394", "underline": 1}
        return self._made(key, look)

    def _made(self, key: tuple[Any, ...], look: dict[str, Any]) -> Format:
        if key not in self.formats:
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]


def _plain(value: object) -> Any:
    """Give a number as the library writes it: whole ones exactly, others to 15 digits."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral() else float(value)
    return value


def _set_up(sheet: Worksheet, trang: TrangXuat) -> None:
    """Keep the header in sight; print A4 across, as wide as the page, header on every page."""
    top, bottom = len(trang.dau_de), len(trang.dau_de) + len(trang.dau_cot)
    sheet.freeze_panes(bottom if trang.dong_co_dinh is None else trang.dong_co_dinh,
                       trang.cot_co_dinh)  # fmt: skip
    if trang.dau_cot:
        sheet.repeat_rows(top, bottom - 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(**_LE)
    sheet.center_horizontally()
    sheet.set_footer(f"&L{trang.ten.replace('&', '&&')}&CTrang &P/&N", {"margin": 0.4})
    words = f"A{trang.dong_dau}:XFD{trang.dong_dau + len(trang.cac_dong) + trang.dong_trong}"
    sheet.ignore_errors({"number_stored_as_text": words})
    if trang.bi_an:
        sheet.hide()


def _add_choice(sheet: Worksheet, choice: DanhSachChon, trang: TrangXuat, last: int) -> None:
    """Offer a list in a column; other words may be typed."""
    rule: dict[str, Any] = {"validate": "list", "source": f"={choice.vung}", "show_error": False}
    if choice.loi_nhac:
        rule |= {"input_title": "Gợi ý", "input_message": choice.loi_nhac[:_LOI_NHAC_DAI]}
    sheet.data_validation(trang.dong_dau - 1, choice.so_cot, last, choice.so_cot, rule)
