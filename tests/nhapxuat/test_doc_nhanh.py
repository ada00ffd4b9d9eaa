"""Both readers of sheets give the same tables, or the fast one leaves the sheet to the other."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from nhapxuat import doc_nhanh, doc_xlsx
from nhapxuat.bang_tho import BangTho
from nhapxuat.doc_tep import read_tables
from nhapxuat.loi_tep import GioiHan, TepHong, TepQuaNhieu
from tests.nhapxuat.mau_phu_luc import CAC_KE_HOACH
from tests.nhapxuat.tao_phu_luc import write_all
from tests.nhapxuat.tep_xau import replace_in
from tests.nhapxuat.viet_tep import OViet, TrangViet, write_book
from tests.nhapxuat.xa_la_ca_bo import CAC_TEP

pytestmark = pytest.mark.pure
TRANG = "xl/worksheets/sheet1.xml"


@contextmanager
def counting() -> Iterator[list[bool]]:
    """Note for each sheet whether the fast reader took it."""
    taken: list[bool] = []
    read = doc_nhanh.SoNhanh.read

    def note(self: Any, *args: Any) -> BangTho | None:
        table = read(self, *args)
        taken.append(table is not None)
        return table

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doc_nhanh.SoNhanh, "read", note)
        yield taken


def read(content: bytes, gioi_han: GioiHan | None = None) -> tuple[BangTho, ...]:
    return read_tables(io.BytesIO(content), "so.xlsx", gioi_han or GioiHan())


def read_slowly(content: bytes) -> tuple[BangTho, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doc_xlsx, "open_plain", lambda *_: None)
        return read(content)


def took(content: bytes) -> bool:
    """Read both ways, which must agree; tell whether the fast reader took any sheet."""
    with counting() as taken:
        assert read(content) == read_slowly(content)
    return any(taken)


# -- the corpora -----------------------------------------------------------------------------------


def test_annexes_of_the_sample_plans_read_the_same() -> None:
    books = [book for ma in CAC_KE_HOACH for ten, book in write_all(ma) if ten.endswith(".xlsx")]
    taken = [took(book) for book in books]
    assert (len(taken), sum(taken)) == (15, 15)


def test_annexes_of_other_communes_read_the_same() -> None:
    taken = []
    for make in CAC_TEP:
        tep = make()
        if tep.ten.endswith(".xlsx"):
            taken.append(took(tep.noi_dung))
    assert sum(taken) > len(taken) / 2


# -- any workbook ----------------------------------------------------------------------------------

CHU = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), max_size=12)
O_BAT_KY = st.none() | CHU | st.integers(-(10**15), 10**15) | st.floats(-1e12, 1e12) | st.booleans()
DANG = ["General", "@", "0", "#,##0", "0%", "0.00", '#,##0 "đ"', "#,##0,", "mm/yyyy", "dd/mm/yyyy"]
TRANG_BAT_KY = st.lists(
    st.lists(st.tuples(O_BAT_KY, st.integers(0, len(DANG) - 1)), max_size=4), max_size=6
)


@settings(max_examples=60)
@given(pages=st.lists(TRANG_BAT_KY, min_size=1, max_size=2), an=st.integers(0, 5))
def test_any_workbook_reads_the_same(pages: list[Any], an: int) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False})
    looks = [book.add_format({"num_format": one, "bold": n % 2}) for n, one in enumerate(DANG)]
    for rows in pages:
        sheet = book.add_worksheet()
        for r, row in enumerate(rows):
            for c, (value, look) in enumerate(row):
                sheet.write(r + an % 2, c, value, looks[look])
        sheet.set_row(an, None, None, {"hidden": True})
        sheet.set_column(an, an, None, None, {"hidden": True})
        sheet.merge_range(0, 1, an % 3 + 1, 2, "gộp")
    book.close()
    took(stream.getvalue())


# -- what is left to the other reader --------------------------------------------------------------


def with_cell(value: Any, dang: str = "") -> bytes:
    cell = OViet(value, dang) if dang else value
    return write_book(TrangViet([["TT", "Nội dung"], [1, cell], [2, "xong"]]))


def with_runs() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    struck = book.add_format({"font_strikeout": True})
    book.add_worksheet().write_rich_string(0, 0, "còn ", struck, "bỏ")
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize("value", ["chữ", " hai  khoảng ", "dòng\ndòng", 1.5, 0, -2, "1.640"])
def test_plain_cells_are_read_fast(value: object) -> None:
    assert took(with_cell(value))


@pytest.mark.parametrize(
    "content",
    [
        with_cell("=1+1"),
        with_cell(date(2026, 9, 1)),
        with_cell(46266, "dd/mm/yyyy"),
        with_cell(True),
        with_cell("#DIV/0!"),
        with_cell("_x0041_"),
        with_runs(),
        replace_in(with_cell("chu"), TRANG, "<t>chu</t>", "<r><rPr><strike/></rPr><t>bỏ</t></r>"),
        replace_in(with_cell("chu"), TRANG, "<t>chu</t>", "<t>a</t><rPh><t>b</t></rPh>"),
        replace_in(with_cell("chu"), TRANG, "<t>chu</t>", "<t>a<!-- b --></t>"),
        replace_in(with_cell(7), TRANG, "<v>7</v>", "<v>bảy</v>"),
        replace_in(with_cell(7), TRANG, "<v>7</v>", "<v>1e400</v>"),
        replace_in(with_cell(7), TRANG, '<row r="2"', '<row spans="1:2" r="2"'),
    ],
    ids=[
        "formula",
        "date",
        "date by format",
        "yes or no",
        "error",
        "escape",
        "shared runs",
        "struck run",
        "reading",
        "comment",
        "no number",
        "endless",
        "order of attributes",
    ],
)
def test_what_could_read_otherwise_is_left_to_the_other_reader(content: bytes) -> None:
    assert not took(content)


@pytest.mark.parametrize(
    ("before", "after"), [('<row r="3"', '<row r="1"'), ('<c r="B2"', '<c r="A2"')]
)
def test_places_out_of_order_are_refused_as_before(before: str, after: str) -> None:
    with pytest.raises(TepHong):
        read(replace_in(with_cell("chữ"), TRANG, before, after))


@pytest.mark.parametrize(
    "limits",
    [GioiHan(dong_toi_da=2), GioiHan(cot_toi_da=1), GioiHan(o_toi_da=5)],
    ids=["rows", "columns", "cells"],
)
def test_limits_are_told_by_the_other_reader(limits: GioiHan) -> None:
    with pytest.raises(TepQuaNhieu):
        read(with_cell("chữ"), limits)


def test_a_few_cells_far_apart_are_not_laid_out() -> None:
    def scatter(sheet: Any) -> None:
        sheet.cell(15_000, 200, "xa")

    assert not took(write_book(TrangViet([["TT"]], them=scatter)))


def test_hidden_rows_and_merged_ranges_come_along() -> None:
    def dress(sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True

    book = write_book(TrangViet([["TT", "A"], [1, "b"], [2, "c"]], gop=["A2:A3"], them=dress))
    assert took(book)
    [table] = read(book)
    assert [row.bi_an for row in table.cac_dong] == [False, True, False]
    assert table.cot_an == {2}
    assert table.origin(3, 1) == (2, 1)
