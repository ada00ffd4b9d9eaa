"""Small signs in cells that change what a figure or a unit is: raised marks, underlines, lists."""

import io

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from donvi.nhan_dien import LoaiTenGoi, TenGoi, build_bang, read_cell
from nhapxuat.doc_tep import read_tables
from nhapxuat.hieu_bang import understand
from tests.nhapxuat.mau_phu_luc import context
from tests.nhapxuat.viet_tep import BangViet, TrangViet, write_book, write_document

pytestmark = pytest.mark.pure

DAU = ["TT", "Chỉ tiêu", "Năm 2026", "Cơ quan chủ trì"]
DONG = ["1", "Tỷ lệ hồ sơ", "80%", "Phòng Kinh tế"]


def read(content, ten):
    return understand(read_tables(io.BytesIO(content), ten), context("ky-lac-2026"))


def read_words(change):
    block = BangViet([DAU, DONG], them=lambda _, table: change(table))
    return read(write_document(block), "a.docx")


def add_run(cell, text, **look):
    run = cell.paragraphs[0].add_run(text)
    for name, value in look.items():
        setattr(run.font, name, value)


def sentences(result):
    return " ".join(one.thong_bao for one in result.van_de)


def test_the_mark_of_a_note_is_no_digit_of_the_level():
    def raise_marks(table):
        for so_dong, so_cot, mark in ((0, 2, "1"), (1, 1, "(2)"), (1, 2, "1")):
            add_run(table.cell(so_dong, so_cot), mark, superscript=True)

    result = read_words(raise_marks)
    made = result.chi_tieu[0]
    assert (made.ten, made.cac_muc[2026].nguyen_van) == ("Tỷ lệ hồ sơ", "80%")
    assert "“(2)” được hiểu là dấu chú thích" in sentences(result)


def test_a_raised_two_after_metres_stays():
    def write_square(table):
        table.cell(1, 2).text = "≥ 50 m"
        add_run(table.cell(1, 2), "2", superscript=True)

    result = read_words(write_square)
    assert result.chi_tieu[0].cac_muc[2026].nguyen_van == "≥ 50 m2"
    assert "chú thích" not in sentences(result)


def test_the_mark_of_a_note_is_left_out_of_a_sheet_too():
    def raise_mark(sheet):
        sheet["C2"] = CellRichText("80", TextBlock(InlineFont(vertAlign="superscript"), "1"))

    result = read(write_book(TrangViet([DAU, DONG], them=raise_mark)), "a.xlsx")
    assert result.chi_tieu[0].cac_muc[2026].gia_tri == 80
    assert "“1” được hiểu là dấu chú thích" in sentences(result)


@pytest.mark.parametrize(("sign", "meant"), [(">", ">="), ("<", "<=")])
def test_an_underlined_sign_is_the_one_it_stands_for(sign, meant):
    def underline(table):
        table.cell(1, 2).text = ""
        add_run(table.cell(1, 2), sign, underline=True)
        add_run(table.cell(1, 2), " 80%")

    result = read_words(underline)
    assert result.chi_tieu[0].cac_muc[2026].so_sanh == meant
    assert f"Dấu “{sign}” gạch chân" in sentences(result)


def test_a_sign_in_underlined_words_is_asked_about():
    def underline(table):
        table.cell(1, 2).text = ""
        add_run(table.cell(1, 2), "> 80%", underline=True)

    result = read_words(underline)
    assert result.chi_tieu[0].cac_muc[2026].so_sanh == ">"
    assert "trong chữ gạch chân" in sentences(result)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Thôn 1, 2, 3", ["T1", "T2", "T3"]),
        ("Thôn 1 và 2", ["T1", "T2"]),
        ("Thôn 12; Thôn 3", ["T12", "T3"]),
        ("Thôn 1-2", [None]),
    ],
)
def test_numbers_of_two_hamlets_never_make_a_third(words, expected):
    names = [TenGoi(f"Thôn {i}", f"T{i}", LoaiTenGoi.DON_VI) for i in range(1, 15)]
    assert [one.ma for one in read_cell(words, build_bang(names))] == expected


def test_the_icelandic_letter_is_the_vietnamese_one():
    rows = [["TT", "Nội dung", "Ðơn vị chủ trì", "ÐVT", "Năm 2026"],
            ["1", "Ðào tạo", "Phòng Kinh tế", "Ðợt", "3"]]  # fmt: skip
    result = read(write_document("CHỈ TIÊU", BangViet(rows)), "a.docx")
    assert result.chi_tieu[0].ten == "Đào tạo"
    assert result.chi_tieu[0].cac_muc[2026].don_vi_tinh == "Đợt"
