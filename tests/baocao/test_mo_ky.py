"""Which unit owes a form, and from which day on it is open."""

from datetime import date

import pytest
from django.core.management import call_command

from baocao.models import PhieuBaoCao
from baocao.phieu import open_periods, units_owing
from baocao.tasks import open_periods as open_periods_task
from donvi.models import NhatKy
from kehoach.ky_bao_cao import LoaiKy
from kehoach.lich import all_periods
from tests.factories import (
    make_chi_tieu,
    make_don_vi,
    make_ke_hoach,
    make_nhiem_vu,
    make_phan_cong,
    make_quy_dinh,
    saved,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mot_viec(vu_quang):
    """Give the village one task, and the plan the rule "hằng tháng trước ngày 20"."""
    make_quy_dinh(vu_quang.ke_hoach)
    return make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)


def codes():
    """List the forms as (unit, period)."""
    rows = PhieuBaoCao.objects.order_by("han_nop", "don_vi__thu_tu", "pk")
    return list(rows.values_list("don_vi__ma", "ky_bao_cao"))


def test_units_owing_have_an_annex_task_or_lead_an_indicator(vu_quang):
    make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon, "phoi_hop")
    prose = make_nhiem_vu(vu_quang.ke_hoach, loai_nhiem_vu="van_xuoi")
    make_phan_cong(prose, vu_quang.ubnd)
    make_chi_tieu(vu_quang.ke_hoach, vu_quang.ngan_hang)
    assert list(units_owing(vu_quang.ke_hoach)) == [vu_quang.thon, vu_quang.ngan_hang]


def test_units_owing_counts_unled_indicators_to_the_focal_unit(vu_quang):
    make_chi_tieu(vu_quang.ke_hoach)
    make_chi_tieu(vu_quang.ke_hoach, loai_chi_tieu="tieu_de")
    assert list(units_owing(vu_quang.ke_hoach)) == [vu_quang.vhxh]


def test_units_owing_of_a_group_heading_is_nobody(vu_quang):
    make_chi_tieu(vu_quang.ke_hoach, vu_quang.cong_an, loai_chi_tieu="tieu_de")
    assert list(units_owing(vu_quang.ke_hoach)) == []


def test_units_owing_leaves_out_units_closed_before_the_day(vu_quang, mot_viec):
    vu_quang.thon.ngay_ket_thuc = date(2026, 6, 30)
    saved(vu_quang.thon)
    assert list(units_owing(vu_quang.ke_hoach, date(2026, 6, 30))) == [vu_quang.thon]
    assert list(units_owing(vu_quang.ke_hoach, date(2026, 7, 1))) == []


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 1, 8), []),
        (date(2026, 1, 9), [("THON1", "2026-T01")]),
        (date(2026, 2, 8), [("THON1", "2026-T01")]),
        (date(2026, 2, 9), [("THON1", "2026-T01"), ("THON1", "2026-T02")]),
    ],
)
def test_open_periods_opens_ten_days_before_the_last_day(mot_viec, on, expected):
    assert open_periods(on=on) == len(expected)
    assert codes() == expected


def test_open_periods_twice_opens_nothing_twice(mot_viec):
    assert open_periods(on=date(2026, 3, 31)) == 3
    assert open_periods(on=date(2026, 3, 31)) == 0
    assert PhieuBaoCao.objects.count() == 3
    assert list(NhatKy.objects.values_list("mo_ta", flat=True)) == ["Mở 3 phiếu báo cáo của 3 kỳ."]


def test_open_periods_sets_window_and_last_day(mot_viec):
    open_periods(on=date(2026, 1, 9))
    phieu = PhieuBaoCao.objects.get()
    assert (phieu.tu_ngay, phieu.den_ngay, phieu.han_nop, phieu.trang_thai) == (
        date(2025, 12, 15), date(2026, 1, 14), date(2026, 1, 19), "chua_bao_cao",
    )  # fmt: skip


def test_open_periods_begins_with_the_period_of_the_first_reporting_day(vu_quang, mot_viec):
    vu_quang.ke_hoach.bao_cao_tu_ngay = date(2026, 3, 31)
    saved(vu_quang.ke_hoach)
    make_quy_dinh(vu_quang.ke_hoach, LoaiKy.QUY, ngay_han_don_vi=10)
    open_periods(on=date(2026, 4, 30))
    assert codes() == [("THON1", "2026-Q1"), ("THON1", "2026-T03"), ("THON1", "2026-T04")]


def test_open_periods_ends_with_the_last_year(mot_viec):
    open_periods(on=date(2026, 12, 19))
    assert codes()[-1] == ("THON1", "2026-T12")
    assert len(codes()) == 12


def test_open_periods_asks_nothing_of_a_plan_that_is_over(vu_quang, mot_viec):
    assert open_periods(on=date(2026, 12, 20)) == 0
    assert open_periods(on=date(2026, 12, 20), ke_hoach=[vu_quang.ke_hoach]) == 12


def test_open_periods_leaves_out_plans_that_are_not_in_force(vu_quang, mot_viec):
    other = make_ke_hoach(vu_quang.xa, vu_quang.vhxh, "du-thao", trang_thai="du_thao")
    make_quy_dinh(other)
    make_phan_cong(make_nhiem_vu(other), vu_quang.thon)
    open_periods(on=date(2026, 1, 31))
    assert set(PhieuBaoCao.objects.values_list("ke_hoach__ma", flat=True)) == {"vu-quang-2026"}


def test_open_periods_gives_a_late_joiner_no_form_of_a_past_period(vu_quang, mot_viec):
    open_periods(on=date(2026, 2, 9))
    make_phan_cong(mot_viec.nhiem_vu, vu_quang.cong_an)
    open_periods(on=date(2026, 2, 10))
    assert codes() == [("THON1", "2026-T01"), ("CA", "2026-T02"), ("THON1", "2026-T02")]


def test_open_periods_query_count_does_not_grow_with_units(
    vu_quang, mot_viec, django_assert_num_queries
):
    with django_assert_num_queries(12):
        assert open_periods(on=date(2026, 1, 31)) == 1
    for number in range(2):
        make_phan_cong(mot_viec.nhiem_vu, make_don_vi(vu_quang.xa, f"Thôn {number + 2}"))
    with django_assert_num_queries(12):
        assert open_periods(on=date(2026, 2, 18)) == 3


def test_command_opens_on_a_given_day(mot_viec, capsys):
    call_command("mo_ky_bao_cao", "--ngay", "2026-01-09")
    assert capsys.readouterr().out == "Ngày 09/01/2026: đã mở 1 phiếu báo cáo.\n"


def test_command_says_what_is_wrong_with_a_day(mot_viec):
    with pytest.raises(SystemExit) as refused:
        call_command("mo_ky_bao_cao", "--ngay", "9/1/2026")
    assert refused.value.code == 2
    assert PhieuBaoCao.objects.count() == 0


def test_task_opens_periods(mot_viec):
    assert open_periods_task.delay(on="2026-01-09").get() == 1


def test_deadline_on_a_public_holiday_moves_where_the_rule_says_so(vu_quang):
    # "đến ngày 02": September 2026 begins with the National Day holidays, 1 and 2 September.
    kept = make_quy_dinh(vu_quang.ke_hoach, ngay_han_don_vi=2, nghiem_ngat=False)
    periods = {str(lich.ky): lich.han_don_vi for lich in all_periods(vu_quang.ke_hoach, 2026)}
    assert periods["2026-T09"] == date(2026, 9, 2)

    kept.doi_ngay_nghi = "sau"
    saved(kept)

    periods = {str(lich.ky): lich.han_don_vi for lich in all_periods(vu_quang.ke_hoach, 2026)}
    assert periods["2026-T09"] == date(2026, 9, 3)
