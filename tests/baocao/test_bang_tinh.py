"""Workbook of a report, read back: codes, original words, whole đồng, set-up."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from baocao import phieu as forms
from baocao import tong_hop as services
from baocao.bang_tinh import report_workbook
from baocao.models import BaoCao
from baocao.trang_tinh import (
    CotTinh,
    DongTinh,
    KieuDongTinh,
    LoaiO,
    TrangTinh,
    write_workbook,
)
from donvi.models import NguoiDung
from kehoach.ky_bao_cao import LoaiKy
from nhiemvu.models import NhiemVu, PhanCong
from nhiemvu.services import NhapTienDo
from tests.factories import (
    make_chi_tieu,
    make_dong_kinh_phi,
    make_khoan,
    make_nhiem_vu,
    make_phan_cong,
    make_phieu,
    make_quy_dinh,
    make_so_lieu,
    saved,
)
from tests.personas import XaMau
from vanban.cao_dong import count_lines

AT = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
CONG_THUC = "=1+1"


def opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def rows_of(content: bytes, sheet: str) -> list[tuple[Any, ...]]:
    """Read the rows under the header."""
    return list(opened(content)[sheet].iter_rows(min_row=4, values_only=True))


def heads_of(content: bytes, sheet: str) -> list[str]:
    return [cell.value for cell in opened(content)[sheet][3]]


# --- a sheet --------------------------------------------------------------------------------------


def sheet(*rows: tuple[Any, ...], **more: Any) -> bytes:
    code, figure = CotTinh("Mã", 8, LoaiO.MA_SO), CotTinh("Số", 9, LoaiO.SO_DO)
    values = {
        "ten": "Trang",
        "tieu_de": "TIÊU ĐỀ",
        "chu_thich": "Chú thích",
        "cac_cot": (code, CotTinh("Nội dung", 20), figure),
        "cac_dong": tuple(DongTinh(row) for row in rows),
        "khi_trong": "Không có gì.",
    }
    return write_workbook([TrangTinh(**values | more)], tieu_de="Bảng thử", tac_gia="UBND xã")


@pytest.mark.pure
@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_words_that_look_like_a_formula_stay_words(text: str) -> None:
    cell = opened(sheet((text, text, text)))["Trang"]["B4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


@pytest.mark.pure
@pytest.mark.parametrize("text", ["15.1", "01", "#N/A", "TRUE", "1e5", "2026-10-05"])
def test_words_that_look_like_something_else_stay_words(text: str) -> None:
    cell = opened(sheet((text, "", "")))["Trang"]["A4"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", False)


@pytest.mark.pure
def test_control_characters_and_too_long_words_do_not_stop_the_file() -> None:
    ((_, text, _),) = rows_of(sheet(("1", "a\x00b\x0bc" + "d" * 40_000, None)), "Trang")
    assert text == "abc" + "d" * 32_763 + "…"


@pytest.mark.pure
def test_numbers_and_dates_are_numbers_and_dates_with_their_format() -> None:
    content = sheet(("1", "a", 1_640_000_000), ("2", "b", Decimal("85.48")), ("3", "c", AT.date()))
    cells = [opened(content)["Trang"][f"C{row}"] for row in (4, 5, 6)]
    assert [(cell.value, cell.number_format) for cell in cells] == [
        (1_640_000_000, "#,##0"),
        (85.48, "General"),
        (datetime(2026, 10, 20), "dd/mm/yyyy"),
    ]


@pytest.mark.pure
def test_sheet_keeps_header_in_sight_and_prints_a4_across() -> None:
    page = opened(sheet(("1", "a", 1)))["Trang"]
    assert (page.freeze_panes, page.print_title_rows, page.auto_filter.ref) == (
        "B4",
        "$3:$3",
        "A3:C4",
    )
    setup = page.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == (
        "landscape", 9, 1, 0,
    )  # fmt: skip
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert [str(merged) for merged in page.merged_cells.ranges] == ["A1:C1", "A2:C2"]
    assert [page.column_dimensions[letter].width for letter in "ABC"] == [8, 20, 9]


@pytest.mark.pure
def test_cells_wrap_and_groups_and_totals_are_bold() -> None:
    rows = [DongTinh(("1", "a", 1), kind) for kind in KieuDongTinh]
    page = opened(sheet(cac_dong=tuple(rows)))["Trang"]
    assert [page[f"B{row}"].font.b for row in (3, 4, 5, 6)] == [True, False, True, True]
    assert {page[f"A{row}"].alignment.wrap_text for row in (1, 2, 3, 4, 5, 6)} == {True}
    assert {page[f"B{row}"].font.name for row in (3, 4, 5, 6)} == {"Times New Roman"}


@pytest.mark.pure
def test_empty_sheet_says_so() -> None:
    page = opened(sheet())["Trang"]
    assert [row[0] for row in page.iter_rows(min_row=4, values_only=True)] == ["Không có gì."]
    assert page.auto_filter.ref is None


@pytest.mark.pure
def test_rows_are_as_high_as_their_longest_cell() -> None:
    page = opened(sheet(("1", "một hai ba bốn năm sáu bảy tám " * 3, 1), ("2", "a", 1)))["Trang"]
    assert [page.row_dimensions[row].height for row in (4, 5)] == [80, 20]
    assert count_lines("", 10, 12) == 1


@pytest.mark.pure
def test_equal_sheets_give_equal_bytes_with_title_author_and_language() -> None:
    content = sheet(("1", "a", 1))
    assert content == sheet(("1", "a", 1))
    properties = opened(content).properties
    assert (properties.title, properties.creator, properties.language) == (
        "Bảng thử",
        "UBND xã",
        "vi",
    )


# --- a report -------------------------------------------------------------------------------------


@pytest.fixture
def bao_cao_thang_10(vu_quang: XaMau, can_bo: NguoiDung, tong_hop: NguoiDung) -> BaoCao:
    """Compile October: the village reported, the police did not, one figure, money moved."""
    plan = vu_quang.ke_hoach
    make_quy_dinh(plan, LoaiKy.THANG)
    task = make_nhiem_vu(plan, "Cài đặt VNeID", ma="1", chu_tri_nguyen_van="Các thôn")
    make_phan_cong(task, vu_quang.thon)
    make_phan_cong(task, vu_quang.cong_an)
    indicator = make_chi_tieu(plan, vu_quang.cong_an, ten="Tỷ lệ dân số có VNeID", ma="2")
    make_so_lieu(indicator, vu_quang.cong_an, gia_tri=Decimal("85.5"))
    make_khoan(make_dong_kinh_phi(plan, "A", thanh_tien_in=300_000_000), "giai_ngan", 50_000_000)
    make_phieu(plan, vu_quang.cong_an)
    form = make_phieu(plan, vu_quang.thon)
    row = NhapTienDo(
        PhanCong.objects.get(don_vi=vu_quang.thon).pk,
        phan_tram=40, noi_dung=CONG_THUC, kho_khan="Thiếu máy",
    )  # fmt: skip
    form = forms.save_form(
        phieu=form, lan_luu=0, noi_dung=forms.NoiDungNhap(tien_do=[row]), by=can_bo, at=AT
    )
    form = forms.submit(phieu=form, lan_luu=form.lan_luu, by=can_bo, at=AT)
    forms.accept(phieu=form, lan_luu=form.lan_luu, by=tong_hop, at=AT)
    asked = services.request_report(ke_hoach=plan, ma_ky="2026-T10", by=tong_hop, at=AT)
    return services.compile_report(bao_cao_id=asked.pk, at=AT)


def test_report_summary_counts_what_the_snapshot_counts(bao_cao_thang_10: BaoCao) -> None:
    content = report_workbook(bao_cao_thang_10)
    assert opened(content).sheetnames == [
        "PL I Chỉ tiêu", "PL II Nhiệm vụ", "Tổng hợp", "Chỉ tiêu", "Nhiệm vụ",
        "Đơn vị chưa báo cáo",
    ]  # fmt: skip
    said = {(row[0], row[1]): row[2] for row in rows_of(content, "Tổng hợp")}
    assert said["Kỳ báo cáo", "Mã kỳ báo cáo"] == "2026-T10"
    assert said["Kỳ báo cáo", "Số liệu đến hết ngày"] == datetime(2026, 10, 14)
    assert said["Kỳ báo cáo", "Số, ngày ban hành"] == "chưa cấp số"
    assert said["Đơn vị", "Đã được tiếp nhận báo cáo"] == 1
    assert said["Đơn vị", "Chưa có báo cáo được tiếp nhận"] == 1
    assert said["Chỉ tiêu", "Vượt"] == 1
    assert said["Nhiệm vụ", "Chưa hoàn thành, trong hạn"] == 1
    assert said["Kinh phí", "Dự toán theo kế hoạch"] == 300_000_000
    assert said["Kinh phí", "Đã giải ngân"] == 50_000_000


def test_report_fills_the_provincial_form(bao_cao_thang_10: BaoCao) -> None:
    content = report_workbook(bao_cao_thang_10)
    heads = [[cell.value for cell in sheet[3]] for sheet in opened(content)]
    assert heads[0] == [
        "TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm", "Kết quả kỳ này", "Lũy kế/ước thực hiện",
        "% so kế hoạch", "Đánh giá", "Đơn vị chủ trì", "Ghi chú",
    ]  # fmt: skip
    assert heads[1] == [
        "TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Kết quả/tiến độ", "Trạng thái",
        "Khó khăn", "Ghi chú",
    ]  # fmt: skip
    (indicator,) = rows_of(content, "PL I Chỉ tiêu")
    assert indicator[:8] == (
        "2", "Tỷ lệ dân số có VNeID", "%", "≥ 75%", 85.5, 85.5, 100, "vượt",
    )  # fmt: skip
    (task,) = rows_of(content, "PL II Nhiệm vụ")
    assert task[:3] == ("1", "Cài đặt VNeID", "Các thôn")


def test_report_indicators_are_numbers_that_add_up(bao_cao_thang_10: BaoCao) -> None:
    (row,) = rows_of(report_workbook(bao_cao_thang_10), "Chỉ tiêu")
    assert row[:8] == (
        "2", "Tỷ lệ dân số có VNeID", "%", "≥ 75%", 2026, 85.5, 100, "vượt",
    )  # fmt: skip


def test_report_tasks_quote_every_unit_and_no_formula_runs(bao_cao_thang_10: BaoCao) -> None:
    content = report_workbook(bao_cao_thang_10)
    (row,) = rows_of(content, "Nhiệm vụ")
    assert (row[0], row[1], row[2]) == ("1", "Cài đặt VNeID", "Các thôn")
    assert row[-2:] == (f"Thôn 1: {CONG_THUC}", "Thôn 1: Thiếu máy")
    cells = [cell for page in opened(content) for line in page.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


def test_report_names_the_units_without_an_accepted_form(bao_cao_thang_10: BaoCao) -> None:
    (row,) = rows_of(report_workbook(bao_cao_thang_10), "Đơn vị chưa báo cáo")
    assert row[0] == "CA"


def test_report_workbook_is_the_snapshot_whatever_happens_later(
    bao_cao_thang_10: BaoCao, django_assert_num_queries: Callable[[int], Any]
) -> None:
    report = BaoCao.objects.select_related("ke_hoach__xa").get(pk=bao_cao_thang_10.pk)
    before = report_workbook(report)
    task = NhiemVu.objects.get(ten="Cài đặt VNeID")
    task.ten = "Đã đổi tên"
    saved(task)
    with django_assert_num_queries(0):
        assert report_workbook(report) == before


def test_issued_report_says_its_number(bao_cao_thang_10: BaoCao) -> None:
    bao_cao_thang_10.so_hieu, bao_cao_thang_10.ngay_ban_hanh = "12/BC-UBND", date(2026, 10, 21)
    rows = rows_of(report_workbook(bao_cao_thang_10), "Tổng hợp")
    assert ("Kỳ báo cáo", "Số, ngày ban hành", "12/BC-UBND, ngày 21/10/2026") in [
        row[:3] for row in rows
    ]
