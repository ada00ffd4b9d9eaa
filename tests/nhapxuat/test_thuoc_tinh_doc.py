"""Properties of reading: nothing that people can type makes it fall over, and typing comes back."""

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhapxuat.bang_tho import column_letters, column_number
from nhapxuat.chu_tho import clean, find_old_encoding
from nhapxuat.dinh_dang_so import read_number, show_number
from nhapxuat.doc_tep import read_tables
from nhapxuat.hieu_bang import understand
from tests.nhapxuat.mau_phu_luc import context

pytestmark = pytest.mark.pure

WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")) | st.sampled_from("0123456789.,%-≥"),
    max_size=30,
)
HEADERS = (
    ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian", "Kinh phí"],
    ["TT", "Chỉ tiêu", "ĐVT", "Năm 2026", "Cơ quan chủ trì"],
    ["TT", "Nội dung", "Số lượng", "Đơn giá", "Thành tiền"],
)
PLAN = context("ky-lac-2026")


@given(WORDS)
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(st.integers(1, 16_384))
def test_columns_have_one_name(number):
    assert column_number(column_letters(number)) == number


@given(st.integers(0, 10**12), st.sampled_from(["General", "0", "#,##0"]))
def test_whole_numbers_are_shown_whole(number, code):
    shown = show_number(read_number(str(number)), code)
    assert (shown.noi_dung.replace(".", ""), shown.canh_bao) == (str(number), ())


@given(st.text(max_size=12), st.decimals(0, 99_999, places=2))
def test_any_number_format_shows_something(code, number):
    assert isinstance(show_number(number, code).noi_dung, str)


def _read(header, rows):
    book = openpyxl.Workbook()
    book.active.append(header)
    for row in rows:
        for i, words in enumerate(row, start=1):
            cell = book.active.cell(book.active.max_row + (i == 1), i)
            cell.value = words or None
            cell.data_type = "s" if words else "n"
    stream = io.BytesIO()
    book.save(stream)
    return understand(read_tables(stream, "a.xlsx"), PLAN)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(HEADERS), st.lists(st.lists(WORDS, min_size=5, max_size=5), max_size=6))
def test_whatever_is_typed_is_read_or_told(header, rows):
    result = _read(header, rows)
    printed = result.as_dict()
    read = [*printed["chi_tieu"], *printed["nhiem_vu"], *printed["kinh_phi"]]
    told = {one.o_dau for one in result.van_de}
    names = " ".join(one.get("ten") or one.get("noi_dung") or "" for one in read)
    for row in rows:
        words = " ".join(clean(row[1]).split())
        assert words in names or told


@given(WORDS)
def test_unicode_with_marks_is_no_old_font(text):
    assert find_old_encoding(f"{text} ạ") is None
