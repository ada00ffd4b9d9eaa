"""Workbooks of annexes: read back they are the same values; sums are formulas with results."""

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinhphi.so_tien import DonViTien
from nhapxuat.kinh_phi_xuat import KinhPhiXuat, TongXuat, budget_sheet
from nhapxuat.phu_luc_xuat import (
    BO_COT_NHIEM_VU,
    ChiTieuXuat,
    NhiemVuXuat,
    indicator_sheet,
    task_sheet,
    ungrouped_first,
)
from nhapxuat.so_xuat import number_of
from tests.nhapxuat.doc_lai import (
    DAU,
    budget_of,
    indicators_of,
    plan_rows,
    plan_sheets,
    read,
    tasks_of,
    told,
    without_words,
    write,
)
from tests.nhapxuat.mau_phu_luc import CAC_KE_HOACH, context

pytestmark = pytest.mark.pure

DONG, TRIEU = DonViTien.DONG, DonViTien.TRIEU


def opened(content: bytes, *, results: bool = False) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=results)


@pytest.mark.parametrize("ma", CAC_KE_HOACH)
def test_annexes_of_real_plans_read_back_the_same(ma):
    content = write(*plan_sheets(ma))
    result = read(content, context(ma))
    indicators, tasks, lines = plan_rows(ma)
    assert indicators_of(result) == indicators
    assert tasks_of(result) == tasks
    assert budget_of(result) == without_words(lines)
    assert write(*plan_sheets(ma)) == content  # equal plans, equal bytes


# -- generated plans -----------------------------------------------------------------------------

_CHU = "aăâbcđeêghiklmnoôơpqrstuưvxyáàảãạấềỉốụỹ ABCĐXYZ0123456789-=+@%,.;()/\"'"
_LOI = st.text(_CHU, min_size=1, max_size=40).map(
    lambda words: f"Việc {' '.join(words.split())}".strip()
)
_O = st.one_of(st.just(""), _LOI, st.builds(lambda sign, words: f"{sign}{words}",
               st.sampled_from(["=", "+", "- ", "@", "'"]), _LOI))  # fmt: skip
_MUC = st.one_of(
    st.just(""),
    st.sampled_from(["≥ 60%", "60%", "1.640", "01", "12,50", "0,5%", "ứng dụng", "đạt 2% GRDP",
                     "40 - 50", "100", "0", "3.711.000.000", "1.64", "-5", "=1+1"]),
    st.integers(0, 10**9).map(str),
)  # fmt: skip
_DON_VI = st.sampled_from(["", "Phòng Văn hóa - Xã hội", "Các phòng, ban, ngành, các thôn",
                           "Văn phòng HĐND-UBND; TT HCC xã", "Bưu điện tỉnh"])  # fmt: skip
_THOI_HAN = st.sampled_from(["", "Thường xuyên", "Quý I- III/2026", "Năm 2026", "30/6/2026"])
_NAM = [2026, 2030]
_NHOM = ["", "a) Chính quyền số", "Hạ tầng số", "2.1. Kinh tế số", "Khác", "=1+1"]
_TIEN = [("", None), ("1.640", 1_640_000_000), ("1,5", 1_500_000), ("2 tỷ", 2 * 10**9)]


@st.composite
def indicators(draw: Any) -> list[ChiTieuXuat]:
    rows = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        group = draw(
            st.sampled_from(
                ["", "a) Chính quyền số", "Hạ tầng số", "2.1. Kinh tế số", "Khác", "=1+1"]
            )
        )
        levels = {nam: words for nam in _NAM if (words := draw(_MUC))}
        unit = draw(st.sampled_from(["", "%", "lớp"]))
        code = draw(st.sampled_from([f"{number}", f"15.{number}0", f"CT-{number}", f"0{number}"]))
        rows.append(ChiTieuXuat(code, draw(_LOI), group, unit, levels, draw(_DON_VI)))
    return ungrouped_first(rows, lambda row: row.nhom)


@given(indicators())
@settings(max_examples=40, deadline=None)
def test_generated_indicators_read_back_the_same(rows):
    result = read(write(indicator_sheet(DAU, rows, _NAM)))
    assert indicators_of(result) == rows


@st.composite
def tasks(draw: Any) -> list[NhiemVuXuat]:
    rows, number = [], 0
    for group, name in draw(st.sampled_from([
        [("", "")], [("I", "Nhận thức"), ("II", "Hạ tầng")], [("Khác", "Khác")],
        [("", ""), ("A", "Chung"), ("A.I", "Thể chế"), ("A.II", "Dữ liệu"), ("B", "Riêng")],
    ])):  # fmt: skip
        for _ in range(draw(st.integers(1, 3))):
            number += 1
            words, amount = draw(st.sampled_from(_TIEN))
            code = draw(st.sampled_from([f"{number}", f"I.{number}", f"11.{number}0"]))
            rows.append(NhiemVuXuat(
                code, draw(_LOI), group, name, draw(_DON_VI), draw(_DON_VI), draw(_THOI_HAN),
                draw(_O), words, amount, draw(_O),
            ))  # fmt: skip
    return rows


@given(tasks(), st.sampled_from(sorted(BO_COT_NHIEM_VU)))
@settings(max_examples=40, deadline=None)
def test_generated_tasks_read_back_the_same(rows, bo_cot):
    result = read(write(task_sheet(DAU, rows, bo_cot, TRIEU)))
    assert tasks_of(result) == rows


@st.composite
def budgets(draw: Any) -> list[KinhPhiXuat]:
    rows: list[KinhPhiXuat] = []
    for top in ("A", "B")[: draw(st.integers(1, 2))]:
        rows.append(_line(draw, top, None, top))
        for middle in ("I", "II")[: draw(st.integers(0, 2))]:
            rows.append(_line(draw, f"{top}.{middle}", top, middle))
            parent = f"{top}.{middle}"
            rows += [_line(draw, f"{parent}.{n}", parent, str(n)) for n in (1, 2)]
    return rows


def _line(draw: Any, ma: str, cha: str | None, so_in: str) -> KinhPhiXuat:
    quantity = draw(st.sampled_from([None, Decimal(1), Decimal("2.5"), Decimal(30)]))
    price = draw(st.one_of(st.none(), st.integers(0, 10**10)))
    right = None if quantity is None or price is None else int(quantity * price + Decimal("0.5"))
    amount = draw(st.sampled_from([None, right, 0, 90_000_000, 1_234_567]))
    return KinhPhiXuat(
        ma, draw(_LOI), cha, draw(st.sampled_from([so_in, ""])) and so_in, "bộ" if quantity else "",
        "", quantity, price, amount, "", draw(_O),
    )  # fmt: skip


@given(budgets(), st.sampled_from([DONG, TRIEU]))
@settings(max_examples=40, deadline=None)
def test_generated_budgets_read_back_the_same(rows, unit):
    content = write(budget_sheet(DAU, rows, TongXuat(), unit))
    by_code = {row.ma: row for row in rows}
    for one in budget_of(read(content)):
        stored = by_code.pop(one.ma)
        assert (one.ma_cha, one.noi_dung, one.don_vi_tinh) == (
            stored.ma_cha, stored.noi_dung, stored.don_vi_tinh,
        )  # fmt: skip
        assert (one.so_luong, one.don_gia, one.thanh_tien, one.ghi_chu) == (
            stored.so_luong, stored.don_gia, stored.thanh_tien, stored.ghi_chu,
        )  # fmt: skip
    assert by_code == {}


@given(st.from_regex(r"[0-9.,%]{1,12}", fullmatch=True))
@settings(max_examples=150)
def test_a_number_shows_exactly_the_words_it_stands_for(words):
    found = number_of(words)
    if found is not None:
        sheet = indicator_sheet(DAU, [ChiTieuXuat("1", "Một", cac_muc={2026: words})], [2026])
        assert sheet.cac_dong[0].cac_o[2].gia_tri == found[0]


# -- formulas, looks -----------------------------------------------------------------------------


def budget() -> list[KinhPhiXuat]:
    return [
        KinhPhiXuat("A", "Chuyển đổi số", None, "A", thanh_tien=130),
        KinhPhiXuat("A.1", "Máy", "A", "1", "bộ", "02", Decimal(2), 15, 30),
        KinhPhiXuat("A.2", "Mạng", "A", "2", "gói", "1", Decimal(1), 36, 100),
        KinhPhiXuat("B", "Khác", None, "B", thanh_tien=99),
        KinhPhiXuat("B.1", "Tập huấn", "B", "1", thanh_tien=50),
    ]


def test_sums_that_hold_are_formulas_and_others_stay_printed_with_a_comment():
    content = write(budget_sheet(DAU, budget(), TongXuat(229), DONG))
    formulas, results = (opened(content, results=flag)["Kinh phí"] for flag in (False, True))
    cells = [f"F{row}" for row in range(7, 13)]
    assert [formulas[cell].value for cell in cells] == [
        "=SUM(F8:F9)", "=D8*E8", 100, 99, 50, "=SUM(F7,F10)",
    ]  # fmt: skip
    assert [results[cell].value for cell in cells] == [130, 30, 100, 99, 50, 229]
    notes = {cell: formulas[cell].comment.text for cell in cells if formulas[cell].comment}
    assert notes == {
        "F9": "Số lượng × đơn giá là 36 đồng, khác thành tiền in trong kế hoạch (100 đồng). "
        "Ô giữ con số của kế hoạch.",
        "F10": "Tổng các dòng con là 50 đồng, khác thành tiền in trong kế hoạch (99 đồng). "
        "Ô giữ con số của kế hoạch.",
    }
    assert formulas["D8"].value == 2
    assert formulas["D8"].number_format == "00"
    assert formulas["A13"].value == "(Bằng chữ: Hai trăm hai mươi chín đồng.)"
    assert len(told(read(content))) == 5  # the same differences, found on reading


def test_what_each_source_pays_stands_beside_their_names():
    row = KinhPhiXuat("1", "Máy", thanh_tien=650, nguon="NS tỉnh; NS xã", chia_nguon="NS tỉnh: 400")
    content = write(budget_sheet(DAU, [row], TongXuat(), DONG))
    cell = opened(content)["Kinh phí"]["D7"]
    assert (cell.value, cell.comment.text) == ("NS tỉnh; NS xã", "NS tỉnh: 400")


def test_a_sheet_is_ready_to_print_and_to_read_on_screen():
    sheet = opened(write(*plan_sheets("vu-quang-2026")))["Chỉ tiêu"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)  # one wide
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$5:$6"
    assert sheet.freeze_panes == "C7"
    assert sheet.oddFooter.center.text == "Trang &P/&N"
    assert [sheet.cell(row, 1).value for row in (1, 2)] == [DAU.co_quan, DAU.ten_phu_luc]
    assert sheet["A22"].value == "15.1"  # a code stays text
    assert [sheet.cell(6, column).value for column in range(4, 9)] == [
        "Năm 2026", "Năm 2030", "Năm 2035", "Năm 2040", "Năm 2045",
    ]  # fmt: skip


def test_an_amount_corrected_on_the_portal_is_written_with_its_old_words_beside():
    row = NhiemVuXuat("1", "Mua máy", kinh_phi="1.640", so_tien=900_000_000)
    content = write(task_sheet(DAU, [row], "ky_lac_8", TRIEU))
    cell = opened(content)["Nhiệm vụ"]["G7"]
    assert (cell.value, cell.comment.text) == (
        900,
        "Nguyên văn trong kế hoạch: “1.640”; số tiền đã được cán bộ sửa trên Cổng.",
    )
    assert [one.so_tien for one in tasks_of(read(content))] == [900_000_000]


HOSTILE = [
    '=HYPERLINK("http://a.vn","Mở")', "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1,1)",
    "=DDE(\"cmd\";\"/C calc\";\"1\")", "- Ngân sách xã", "'=1+1",
]  # fmt: skip


def test_words_like_formulas_stay_words():
    rows = [NhiemVuXuat(str(n), f"Việc {n}", san_pham=words, nguon=words)
            for n, words in enumerate(HOSTILE, start=1)]  # fmt: skip
    content = write(task_sheet(DAU, rows, "ky_lac_8", TRIEU))
    sheet = opened(content)["Nhiệm vụ"]
    cells = [sheet.cell(row, 3) for row in range(7, 7 + len(HOSTILE))]
    assert [(cell.value, cell.data_type) for cell in cells] == [(words, "s") for words in HOSTILE]
    assert [bool(cell.quotePrefix) for cell in cells] == [True] * 7 + [False]
    assert [one.san_pham for one in tasks_of(read(content))] == HOSTILE
    assert [one.nguon for one in tasks_of(read(content))] == HOSTILE
