"""The empty workbook: nothing in it imports; filled by hand it imports right, without a problem."""

import io
from typing import Any

import openpyxl
import pytest

from donvi.nhan_dien import read_cell
from kinhphi.so_tien import DonViTien
from nhapxuat.doc_tep import read_tables
from nhapxuat.hieu_bang import understand
from nhapxuat.ket_qua_nhap import BoiCanh
from nhapxuat.kinh_phi_xuat import KinhPhiXuat
from nhapxuat.mau_nhap import MauNhap, template_workbook
from nhapxuat.phu_luc_xuat import ChiTieuXuat, NhiemVuXuat
from tests.nhapxuat.doc_lai import DAU, budget_of, indicators_of, tasks_of, told
from tests.nhapxuat.mau_phu_luc import directory

pytestmark = pytest.mark.pure

DONG_DAU = 7  # the first prepared row of every annex
UNITS = ("Phòng Văn hóa - Xã hội", "Công an xã", "Phòng Kinh tế")
MAU = MauNhap(
    DAU, DAU, DAU, (2026, 2030), 2026, 2030, DonViTien.TRIEU, UNITS, ("lượt",), ("NS xã",)
)
CONTEXT = BoiCanh(
    lambda text: read_cell(text, directory(), ten_xa="Vũ Quang"), 2026, 2030, (2026, 2030),
    DonViTien.TRIEU,
)  # fmt: skip


def understood(book: Any) -> Any:
    output = io.BytesIO()
    book.save(output)
    output.seek(0)
    return understand(read_tables(output, "mau.xlsx"), CONTEXT)


def test_nothing_in_the_empty_workbook_is_imported():
    tables = read_tables(io.BytesIO(template_workbook(MAU)), "mau.xlsx")
    result = understand(tables, CONTEXT)
    assert (result.chi_tieu, result.nhiem_vu, result.kinh_phi) == ((), (), ())
    assert told(result, also_facts=True) == []
    assert [table.loai_bang.value for table in result.cac_bang] == [
        "chi_tieu", "nhiem_vu", "kinh_phi",
    ]  # fmt: skip


def test_filled_by_hand_it_imports_right_without_a_problem():
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(MAU)))
    fill(book["Chỉ tiêu"], [
        ("I", "Hạ tầng số"),
        ("1", "Tỷ lệ phủ sóng 5G", "%", "≥ 60%", "100%", UNITS[0]),
        ("1.10", "Lớp tập huấn", "lớp", "02 lớp", "05 lớp", f"{UNITS[0]}; {UNITS[1]}"),
    ])  # fmt: skip
    fill(book["Nhiệm vụ"], [
        ("I", "Nâng cao nhận thức"),
        ("1", "Mua máy tính", UNITS[2], UNITS[1], "Quý I/2026", "20 máy", 890, "Ngân sách xã"),
        ("2", "Tập huấn", UNITS[0], None, "Thường xuyên", "- Báo cáo", 1.5, "NS xã"),
    ])  # fmt: skip
    fill(book["Kinh phí"], [
        ("A", "Chuyển đổi số", None, None, None, 31.5),
        ("1", "Máy tính", "bộ", 2, 15, 30, "Ngân sách xã"),
        ("2", "Tập huấn", "lớp", 1.5, 1, 1.5, None, "Theo quý"),
        (None, "Tổng cộng", None, None, None, 31.5),
    ])  # fmt: skip
    result = understood(book)
    assert told(result) == []
    assert indicators_of(result) == [
        ChiTieuXuat("1", "Tỷ lệ phủ sóng 5G", "I. Hạ tầng số", "%",
                    {2026: "≥ 60%", 2030: "100%"}, UNITS[0]),
        ChiTieuXuat("1.10", "Lớp tập huấn", "I. Hạ tầng số", "lớp",
                    {2026: "02 lớp", 2030: "05 lớp"}, f"{UNITS[0]}; {UNITS[1]}"),
    ]  # fmt: skip
    assert tasks_of(result) == [
        NhiemVuXuat("1", "Mua máy tính", "I", "Nâng cao nhận thức", UNITS[2], UNITS[1],
                    "Quý I/2026", "20 máy", "890,0", 890_000_000, "Ngân sách xã"),
        NhiemVuXuat("2", "Tập huấn", "I", "Nâng cao nhận thức", UNITS[0], "", "Thường xuyên",
                    "- Báo cáo", "1,5", 1_500_000, "NS xã"),
    ]  # fmt: skip
    assert [(row.ma, row.don_gia, row.thanh_tien) for row in budget_of(result)] == [
        ("A", None, 31_500_000), ("A.1", 15_000_000, 30_000_000), ("A.2", 1_000_000, 1_500_000),
    ]  # fmt: skip
    assert isinstance(budget_of(result)[0], KinhPhiXuat)


def fill(sheet: Any, rows: list[tuple[Any, ...]]) -> None:
    """Type rows into the prepared ones, as a person does."""
    for number, values in enumerate(rows, DONG_DAU):
        for column, value in enumerate(values, 1):
            if value is not None:
                sheet.cell(number, column).value = value


def test_columns_have_notes_and_lists_to_choose_from():
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(MAU)))
    assert {sheet.title: sheet.sheet_state for sheet in book} == {
        "Hướng dẫn": "visible", "Chỉ tiêu": "visible", "Nhiệm vụ": "visible",
        "Kinh phí": "visible", "Danh sách": "hidden",
    }  # fmt: skip
    for name in ("Chỉ tiêu", "Nhiệm vụ", "Kinh phí"):
        sheet = book[name]
        heads = [
            cell for row in sheet.iter_rows(min_row=5, max_row=7) for cell in row
            if cell.value and cell.fill.fgColor.rgb == "FFD6DEE9"
        ]  # fmt: skip
        assert [cell.value for cell in heads if not cell.comment] in (["Mức phải đạt"], [])
    lists = {str(rule.sqref): rule.formula1
             for rule in book["Nhiệm vụ"].data_validations.dataValidation}  # fmt: skip
    assert lists["C7:C206"] == "'Danh sách'!$A$3:$A$5"
    units = [book["Danh sách"].cell(row, 1).value for row in range(3, 6)]
    assert units == list(UNITS)
    assert book["Chỉ tiêu"].protection.sheet is False
