"""One form for reports due on one day: opened, shown, counted and compiled as one."""

from datetime import UTC, date, datetime

import pytest

from baocao import tong_hop
from baocao.ma_tran import TrangThaiO, load_matrix
from baocao.mo_ky import open_periods
from baocao.models import KyKemTheo, PhieuBaoCao
from kehoach.ky_bao_cao import LoaiKy
from tests.factories import (
    make_nhiem_vu,
    make_phan_cong,
    make_phieu,
    make_quy_dinh,
    make_tien_do,
    saved,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 9, 2, tzinfo=UTC)
QUY_II = {
    "ky_bao_cao": "2026-Q2",
    "tu_ngay": date(2026, 3, 15),
    "den_ngay": date(2026, 6, 14),
    "han_nop": date(2026, 6, 9),
}
SAU_THANG = QUY_II | {"ky_bao_cao": "2026-6T", "tu_ngay": date(2025, 12, 15)}
DA_TIEP_NHAN = {"trang_thai": "da_tiep_nhan", "sent_at": AT, "decided_at": AT}


@pytest.fixture
def ke_hoach(vu_quang):
    """Give two units a task, and the plan quarter and half-year reports due before the 10th."""
    plan = vu_quang.ke_hoach
    plan.bao_cao_tu_ngay = date(2026, 4, 1)
    saved(plan)
    task = make_nhiem_vu(plan)
    make_phan_cong(task, vu_quang.thon)
    make_phan_cong(task, vu_quang.cong_an)
    make_quy_dinh(plan, LoaiKy.QUY, ngay_han_don_vi=10)
    make_quy_dinh(plan, LoaiKy.SAU_THANG, ngay_han_don_vi=10)
    return plan


def forms(plan):
    """List the forms as (unit, period, the longer ones it serves)."""
    rows = plan.cac_phieu.prefetch_related("cac_ky_kem").order_by("don_vi__thu_tu", "han_nop", "pk")
    return [
        (row.don_vi.ma, row.ky_bao_cao, [kem.ky_bao_cao for kem in row.cac_ky_kem.all()])
        for row in rows
    ]


def test_a_unit_gets_one_form_for_both_reports(ke_hoach):
    assert open_periods(on=date(2026, 5, 30)) == 2
    assert forms(ke_hoach) == [("CA", "2026-Q2", ["2026-6T"]), ("THON1", "2026-Q2", ["2026-6T"])]
    assert open_periods(on=date(2026, 6, 9)) == 0
    assert KyKemTheo.objects.count() == 2


def test_the_form_names_both_reports(ke_hoach):
    open_periods(on=date(2026, 5, 30))
    assert PhieuBaoCao.objects.first().ten_ky == (
        "quý II năm 2026, dùng chung cho báo cáo 6 tháng đầu năm 2026"
    )


def test_forms_opened_apart_before_stay_apart(ke_hoach, vu_quang):
    make_phieu(ke_hoach, vu_quang.thon, **QUY_II)
    make_phieu(ke_hoach, vu_quang.thon, **SAU_THANG)
    open_periods(on=date(2026, 6, 1))
    assert forms(ke_hoach) == [
        ("CA", "2026-Q2", ["2026-6T"]), ("THON1", "2026-Q2", []), ("THON1", "2026-6T", []),
    ]  # fmt: skip
    matrix = load_matrix(ke_hoach, nam=2026, loai_ky=LoaiKy.SAU_THANG, on=date(2026, 6, 1))
    cells = {row.don_vi.ma: row.cac_o[0] for row in matrix.cac_dong}
    assert {ma: cell.phieu.ky_bao_cao for ma, cell in cells.items()} == {
        "CA": "2026-Q2", "THON1": "2026-6T",
    }  # fmt: skip
    counts = {row["ky_bao_cao"]: row["phai_nop"] for row in ke_hoach.cac_phieu.count_by_period()}
    assert counts == {"2026-Q2": 2, "2026-6T": 2}


def test_a_report_added_later_uses_the_open_form(ke_hoach, vu_quang):
    longer = ke_hoach.cac_quy_dinh_bao_cao.get(loai_ky="6T")
    longer.delete()
    open_periods(on=date(2026, 6, 1))
    make_quy_dinh(ke_hoach, LoaiKy.SAU_THANG, ngay_han_don_vi=10)
    assert open_periods(on=date(2026, 6, 2)) == 0
    assert forms(ke_hoach) == [("CA", "2026-Q2", ["2026-6T"]), ("THON1", "2026-Q2", ["2026-6T"])]


def test_the_cell_of_the_longer_report_leads_to_the_same_form(ke_hoach):
    open_periods(on=date(2026, 5, 30))
    matrix = load_matrix(ke_hoach, nam=2026, loai_ky=None, on=date(2026, 6, 10))
    columns = [str(column.ky) for column in matrix.cac_cot]
    [line] = [row for row in matrix.cac_dong if row.don_vi.ma == "THON1"]
    quarter, half = (line.cac_o[columns.index(code)] for code in ("2026-Q2", "2026-6T"))
    assert quarter.phieu == half.phieu
    assert (quarter.trang_thai, quarter.phu) == (TrangThaiO.QUA_HAN, "chưa báo cáo")
    assert (half.trang_thai, half.phu) == (
        TrangThaiO.QUA_HAN, "chưa báo cáo, chung phiếu quý II",
    )  # fmt: skip
    assert (line.day_du.chu, matrix.day_du.chu) == ("0/1", "0/2")


def test_the_longer_report_counts_and_reads_the_shared_forms(ke_hoach, vu_quang):
    open_periods(on=date(2026, 5, 30))
    PhieuBaoCao.objects.filter(don_vi=vu_quang.thon).update(**DA_TIEP_NHAN)
    part = vu_quang.thon.cac_phan_cong.get()
    make_tien_do(part, "2026-Q2", phan_tram=40, noi_dung="Cài đặt cho 40 hộ")
    assert [
        (row["ky_bao_cao"], row["phai_nop"], row["da_tiep_nhan"])
        for row in ke_hoach.cac_phieu.count_by_period()
    ] == [("2026-6T", 2, 1), ("2026-Q2", 2, 1)]
    report = tong_hop.request_report(ke_hoach=ke_hoach, ma_ky="2026-6T", by=None, at=AT)
    figures = tong_hop.compile_report(bao_cao_id=report.pk, at=AT).so_lieu
    assert [unit["ma"] for unit in figures["don_vi"]["thieu"]] == ["CA"]
    assert [unit["ma"] for unit in figures["don_vi"]["da_tiep_nhan"]] == ["THON1"]
    [task] = figures["nhiem_vu"]["cac_dong"]
    assert [said["loi"] for said in task["ket_qua"]] == ["Cài đặt cho 40 hộ"]


def test_a_rule_changed_after_opening_leaves_the_days_of_the_figures(ke_hoach, vu_quang):
    open_periods(on=date(2026, 5, 30))
    for rule in ke_hoach.cac_quy_dinh_bao_cao.all():
        rule.ngay_chot = 5
        saved(rule)
    report = tong_hop.request_report(ke_hoach=ke_hoach, ma_ky="2026-Q2", by=None, at=AT)
    assert (report.tu_ngay, report.den_ngay) == (date(2026, 3, 15), date(2026, 6, 14))
    half = tong_hop.request_report(ke_hoach=ke_hoach, ma_ky="2026-6T", by=None, at=AT)
    assert half.den_ngay == date(2026, 6, 14)
