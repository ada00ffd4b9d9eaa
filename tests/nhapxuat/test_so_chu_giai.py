"""The annotated workbook: every problem listed with a link, its cell coloured and commented."""

import io

import openpyxl
import pytest

from nhapxuat.bang_tho import BangTho, DongTho, NguonBang, OTho, VungGop
from nhapxuat.doc_tep import read_tables
from nhapxuat.hieu_bang import understand
from nhapxuat.ket_qua_nhap import VanDeNhap, ViTri
from nhapxuat.so_chu_giai import annotated_workbook
from nhapxuat.van_de import MucDo
from tests.nhapxuat.mau_phu_luc import context
from tests.nhapxuat.tao_phu_luc import write_all

pytestmark = pytest.mark.pure

BANG = BangTho(
    "1",
    NguonBang.BANG_WORD,
    (
        DongTho(1, {1: OTho("TT"), 2: OTho("Nhiệm vụ"), 3: OTho("=1+1")}),
        DongTho(3, {1: OTho("1"), 2: OTho("Mua máy"), 3: OTho("x")}),
    ),
    (VungGop(3, 2, 4, 2), VungGop(3, 2, 5, 3)),
    chu_truoc=("PHỤ LỤC", "Đơn vị tính: triệu đồng"),
)
PROBLEMS = [
    VanDeNhap(MucDo.LOI, "Bảng 1, dòng 3, cột 3", "x", "Không đọc được.", ViTri("Bảng 1", 3, 3)),
    VanDeNhap(MucDo.CANH_BAO, "Bảng 1, dòng 3", "Mua máy", "Thiếu hạn.", ViTri("Bảng 1", 3)),
    VanDeNhap(MucDo.THONG_TIN, "Bảng 1, dòng 3, cột 3", "x", "=HYPERLINK", ViTri("Bảng 1", 3, 3)),
    VanDeNhap(MucDo.CANH_BAO, "Bảng 1", "", "Bảng không ghi đơn vị tiền."),
]


def test_problems_stand_in_a_list_and_at_their_cells():
    book = openpyxl.load_workbook(io.BytesIO(annotated_workbook([BANG], PROBLEMS)))
    assert book.sheetnames == ["Vấn đề", "Bảng 1"]
    rows = list(book["Vấn đề"].iter_rows(min_row=4, values_only=True))
    assert rows == [
        ("lỗi", "Bảng 1, dòng 3, cột 3", "x", "Không đọc được."),
        ("cảnh báo", "Bảng 1, dòng 3", "Mua máy", "Thiếu hạn."),
        ("thông tin", "Bảng 1, dòng 3, cột 3", "x", "=HYPERLINK"),
        ("cảnh báo", "Bảng 1", None, "Bảng không ghi đơn vị tiền."),
    ]
    assert book["Vấn đề"]["A2"].value.startswith("Tệp có 1 lỗi, 2 cảnh báo, 1 thông tin.")
    cells = [cell for (cell,) in book["Vấn đề"]["B4:B7"]]
    links = {cell.coordinate: cell.hyperlink.location for cell in cells if cell.hyperlink}
    assert links == {"B4": "'Bảng 1'!C5", "B5": "'Bảng 1'!A5", "B6": "'Bảng 1'!C5"}
    sheet = book["Bảng 1"]
    assert sheet["A2"].value == "Đơn vị tính: triệu đồng"
    assert (sheet["C3"].value, sheet["C3"].data_type, sheet["C3"].quotePrefix) == (
        "=1+1",
        "s",
        True,
    )
    assert sheet["C5"].fill.fgColor.rgb == "FFF8B4B4"
    assert sheet["C5"].comment.text == "LỖI: Không đọc được.\nTHÔNG TIN: =HYPERLINK"
    assert sheet["A5"].fill.fgColor.rgb == "FFFDE68A"
    assert sheet["B5"].comment is None
    assert [str(area) for area in sheet.merged_cells.ranges if area.min_row > 2] == ["B5:B6"]


def test_sheets_of_one_name_and_of_names_excel_refuses_are_told_apart():
    tables = [
        BangTho(name, NguonBang.TRANG_TINH, (DongTho(1, {1: OTho("a")}),))
        for name in ("Vấn đề", "Phụ lục [I]: một cái tên thật là dài", "history", "")
    ]
    book = openpyxl.load_workbook(io.BytesIO(annotated_workbook(tables, [])))
    assert book.sheetnames == [
        "Vấn đề", "Vấn đề (2)", "Phụ lục  I   một cái tên thật l", "history (2)", "Bảng 4",
    ]  # fmt: skip
    assert book["Vấn đề"]["A2"].value.startswith("Tệp không có điểm nào cần xem.")


@pytest.mark.parametrize("place", range(6))
def test_handed_in_again_it_says_what_the_file_said(place):
    """Six files of one plan: three ways of typing, as a workbook and as a document."""
    name, content = write_all("son-hong-2027")[place]
    tables = read_tables(io.BytesIO(content), name)
    before = understand(tables, context("son-hong-2027"))
    again = annotated_workbook(tables, before.van_de)
    after = understand(read_tables(io.BytesIO(again), "lai.xlsx"), context("son-hong-2027"))
    for kind in ("chi_tieu", "nhiem_vu", "kinh_phi"):
        one, other = (
            [row.as_dict() | {"dong": 0} for row in getattr(result, kind)]
            for result in (before, after)
        )
        assert one == other
