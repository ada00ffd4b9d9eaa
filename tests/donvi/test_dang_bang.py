"""Workbooks of the admin site's tables: kinds of cells, harmless words, the same words back."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import tablib

from donvi.dang_bang import BangXlsx
from donvi.o_an_toan import guard, unguard
from donvi.o_bang import ChuWidget, NgayWidget, SoWidget

pytestmark = pytest.mark.pure

HOSTILE = [
    '=HYPERLINK("http://a.vn","Mở")', "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1,1)",
    "- Ngân sách xã", "'=1+1", "'trích'", "\t=1+1", "5 - 7",
]  # fmt: skip
NATIVE = {"force_native_type": True}


def table(*rows) -> bytes:
    data = tablib.Dataset(headers=["Mã", "Chữ", "Số", "Tiền", "Ngày"])
    data.extend(rows)
    return BangXlsx().export_data(data)


def test_words_like_formulas_go_out_as_words_and_come_back_the_same():
    words = ChuWidget()
    rows = [("1", words.render(text, **NATIVE), None, None, None) for text in HOSTILE]
    content = table(*rows)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [cell for (cell,) in sheet.iter_rows(min_row=2, min_col=2, max_col=2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(HOSTILE)
    assert [bool(cell.quotePrefix) for cell in cells] == [
        True, True, True, True, True, True, False, False, True, False,
    ]  # fmt: skip
    read = BangXlsx().create_dataset(content)
    assert [words.clean(value) for value in read["Chữ"]] == HOSTILE


def test_csv_guards_words_and_reading_takes_the_guard_away():
    words = ChuWidget()
    assert [words.render(text) for text in HOSTILE[:2]] == [f"'{text}" for text in HOSTILE[:2]]
    assert [words.clean(words.render(text)) for text in HOSTILE] == HOSTILE
    assert [unguard(guard(text)) for text in HOSTILE] == HOSTILE
    assert SoWidget().render(Decimal("-1640.5")) == "-1640,5"  # a negative number is no formula


def test_numbers_and_dates_are_cells_of_their_kind():
    number, day = SoWidget(), NgayWidget()
    row = (
        "15.10",
        "x",
        number.render(Decimal("-70.63"), **NATIVE),
        number.render(1_640_000_000, **NATIVE),
        day.render(date(2026, 12, 31), **NATIVE),
    )
    content = table(row, ("01", "y", None, 1234567890123456789, None))
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    cells = list(sheet[2])
    assert [cell.value for cell in cells[:4]] == ["15.10", "x", -70.63, 1_640_000_000]
    assert [cell.number_format for cell in cells] == ["@", "@", "0.00", "#,##0", "dd/mm/yyyy"]
    assert cells[4].value.date() == date(2026, 12, 31)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:E3")
    assert sheet["D3"].value == "1234567890123456789"  # more digits than a cell keeps
    read = BangXlsx().create_dataset(content)
    assert number.clean(read["Số"][0]) == Decimal("-70.63")
    assert day.clean(read["Ngày"][0]) == date(2026, 12, 31)
    assert number.clean(read["Tiền"][1]) == Decimal(1234567890123456789)
