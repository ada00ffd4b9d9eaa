"""Workbooks of the admin site's tables (dạng bảng): kinds of cells, widths, a header that stays.

Words are string cells to the letter, numbers and dates cells of their own kind, so that nothing is
run and everything comes in again as it went out.
"""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from import_export.formats.base_formats import XLSX
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from donvi.o_an_toan import NHAY, cell_text, is_risky
from donvi.tieng_viet import format_so

_CHU_SO = 15  # digits a cell keeps of a number
_RONG_NHAT, _RONG_IT = 60, 9
_A4 = 9


class BangXlsx(XLSX):
    """The .xlsx of a table that is corrected in bulk; the first sheet is read."""

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        """Write the rows: header frozen and repeated on paper, one look for each kind of cell."""
        output = io.BytesIO()
        book = xlsxwriter.Workbook(
            output,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "default_date_format": "dd/mm/yyyy",
            },
        )
        sheet = book.add_worksheet("Bảng")
        drawer = _NguoiVe(book, sheet)
        drawer.header([str(name) for name in dataset.headers])
        for number, row in enumerate(dataset, start=1):
            drawer.row(number, row)
        drawer.finish(len(dataset))
        book.close()
        return output.getvalue()

    def create_dataset(self, in_stream: Any) -> Any:
        """Read the first sheet; an apostrophe at the start of words is one of the words."""
        dataset = super().create_dataset(in_stream)
        rows = [tuple(_kept(value) for value in row) for row in dataset]
        headers = dataset.headers
        dataset.wipe()
        dataset.headers = headers
        dataset.extend(rows)
        return dataset


def _kept(value: Any) -> Any:
    """Double the apostrophe that ``unguard`` is going to take away."""
    return f"{NHAY}{value}" if isinstance(value, str) and value.startswith(NHAY) else value


class _NguoiVe:
    """Draws one sheet."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        self.book, self.sheet = book, sheet
        self.widths: dict[int, int] = {}
        self.looks: dict[tuple[str, bool], Format] = {}
        self.last = 0

    def header(self, names: list[str]) -> None:
        look = self.book.add_format(
            {
                "bold": True, "bg_color": "#D6DEE9", "border": 1, "text_wrap": True,
                "align": "center", "valign": "vcenter", "num_format": "@",
            }
        )  # fmt: skip
        self.last = len(names) - 1
        for place, name in enumerate(names):
            self.sheet.write_string(0, place, name, look)
            self.widths[place] = max(min(len(name), 24), _RONG_IT)

    def row(self, number: int, values: Any) -> None:
        for place, value in enumerate(values):
            shown = self._put(number, place, value)
            longest = max((len(line) for line in shown.split("\n")), default=0)
            self.widths[place] = max(self.widths[place], min(longest, _RONG_NHAT))

    def _put(self, row: int, column: int, value: Any) -> str:
        """Write one value by its kind; give what is seen of it."""
        if isinstance(value, date):
            self.sheet.write_datetime(row, column, value, self._look("dd/mm/yyyy"))
            return "31/12/2026"
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            text = format_so(value)
            if sum(char.isdigit() for char in text) <= _CHU_SO:
                plain = int(value) if value == int(value) else float(value)
                self.sheet.write_number(row, column, plain, self._look(_number_format(text)))
                return text
            value = text.replace(".", "")
        text = cell_text("" if value is None else str(value))
        if text:
            self.sheet.write_string(row, column, text, self._look("@", risky=is_risky(text)))
        return text

    def _look(self, code: str, *, risky: bool = False) -> Format:
        if (code, risky) not in self.looks:
            self.looks[code, risky] = self.book.add_format(
                {
                    "num_format": code, "quote_prefix": risky, "text_wrap": code == "@",
                    "valign": "top",
                }
            )  # fmt: skip
        return self.looks[code, risky]

    def finish(self, so_dong: int) -> None:
        for place, width in self.widths.items():
            self.sheet.set_column(place, place, width + 2)
        self.sheet.freeze_panes(1, 0)
        self.sheet.autofilter(0, 0, max(so_dong, 1), self.last)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{so_dong + 2}"})
        self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_footer("&CTrang &P/&N")


def _number_format(text: str) -> str:
    """Show a number in full; one of four digits may be a year and is not grouped.

    >>> _number_format("1.640.000"), _number_format("2.026"), _number_format("70,63")
    ('#,##0', '0', '0.00')
    """
    whole, _, part = text.partition(",")
    is_long = len(whole.strip("-")) > len("2.026")
    return ("#,##0" if is_long else "0") + ("." + "0" * len(part) if part else "")
