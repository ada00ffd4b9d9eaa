"""A task on one day, seen through its units: done by how many, late by how many days, who."""

from datetime import date
from typing import Any

import pytest

from donvi.models import DonVi
from nhiemvu.models import NhiemVu, PhanCong
from nhiemvu.queries import (
    DongNhiemVu,
    corrections,
    reported_tasks,
    task_history,
    task_row,
    task_rows,
    with_assignments,
)
from nhiemvu.trang_thai import TrangThai
from tests.factories import make_nhiem_vu, make_phan_cong, make_tien_do, saved
from tests.personas import XaMau

pytestmark = pytest.mark.django_db
DEADLINE = date(2026, 6, 30)
BEFORE, AFTER = date(2026, 6, 20), date(2026, 7, 10)


@pytest.fixture
def viec(vu_quang: XaMau) -> NhiemVu:
    """Give a task due on 30/6/2026."""
    return make_nhiem_vu(vu_quang.ke_hoach, loai_han="quy", han_hoan_thanh=DEADLINE)


def part(task: NhiemVu, unit: DonVi, vai: str = "chu_tri", **more: Any) -> PhanCong:
    """Give the unit its part, with what was accepted of it so far."""
    row = make_phan_cong(task, unit, vai)
    for name, value in more.items():
        setattr(row, name, value)
    return saved(row)


def row_of(task: NhiemVu, on: date) -> DongNhiemVu:
    return task_row(with_assignments(NhiemVu.objects.filter(pk=task.pk)).get(), on)


def test_recurring_task_counts_the_units_at_work(vu_quang: XaMau) -> None:
    undated = {"tu_ngay": None, "han_hoan_thanh": None}
    task = make_nhiem_vu(vu_quang.ke_hoach, loai_han="thuong_xuyen", **undated)
    part(task, vu_quang.thon, phan_tram=40)
    part(task, vu_quang.cong_an, phan_tram=0)
    part(task, vu_quang.vhxh)
    part(task, vu_quang.ubnd, "phoi_hop", phan_tram=40)

    row = row_of(task, BEFORE)

    assert (row.so_hoan_thanh, row.so_da_lam, row.tong_so) == (0, 1, 3)


def test_group_task_counts_the_units_that_are_done(vu_quang: XaMau, viec: NhiemVu) -> None:
    done = date(2026, 6, 1)
    part(viec, vu_quang.thon, phan_tram=100, ngay_hoan_thanh=done)
    part(viec, vu_quang.cong_an, phan_tram=50)
    part(viec, vu_quang.vhxh)
    part(viec, vu_quang.ubnd, "phoi_hop", phan_tram=100, ngay_hoan_thanh=done)

    row = row_of(viec, BEFORE)

    assert (row.so_hoan_thanh, row.tong_so, row.phan_tram) == (1, 3, 50)
    assert row.trang_thai == TrangThai.DANG_THUC_HIEN_TRONG_HAN
    assert [p.don_vi for p in row.chu_tri] == [vu_quang.vhxh, vu_quang.cong_an, vu_quang.thon]
    assert [p.don_vi for p in row.phoi_hop] == [vu_quang.ubnd]


def test_task_is_late_with_its_first_late_unit_and_names_only_the_late_ones(
    vu_quang: XaMau, viec: NhiemVu
) -> None:
    part(viec, vu_quang.thon, phan_tram=100, ngay_hoan_thanh=DEADLINE)
    part(viec, vu_quang.cong_an, phan_tram=90)

    assert row_of(viec, DEADLINE).don_vi_tre == ()  # the last day is in time
    row = row_of(viec, AFTER)

    assert (row.trang_thai, row.so_ngay_tre) == (TrangThai.DANG_THUC_HIEN_QUA_HAN, 10)
    assert [p.don_vi for p in row.don_vi_tre] == [vu_quang.cong_an]
    assert row.is_overdue


def test_unit_that_finished_after_the_day_asked_about_was_late_on_it(
    vu_quang: XaMau, viec: NhiemVu
) -> None:
    part(viec, vu_quang.thon, phan_tram=100, ngay_hoan_thanh=date(2026, 7, 12))
    assert [p.don_vi for p in row_of(viec, AFTER).don_vi_tre] == [vu_quang.thon]
    later = row_of(viec, date(2026, 7, 12))
    assert (later.trang_thai, later.so_ngay_tre) == (TrangThai.HOAN_THANH_QUA_HAN, 12)
    assert later.don_vi_tre == ()


def test_days_late_of_finished_work_end_with_its_last_unit(vu_quang: XaMau, viec: NhiemVu) -> None:
    part(viec, vu_quang.thon, phan_tram=100, ngay_hoan_thanh=date(2026, 7, 2))
    part(viec, vu_quang.cong_an, phan_tram=100, ngay_hoan_thanh=date(2026, 7, 5))
    assert row_of(viec, date(2026, 12, 31)).so_ngay_tre == 5


def test_coordinating_units_are_never_late(vu_quang: XaMau, viec: NhiemVu) -> None:
    part(viec, vu_quang.thon, phan_tram=100, ngay_hoan_thanh=DEADLINE)
    part(viec, vu_quang.cong_an, "phoi_hop")
    row = row_of(viec, AFTER)
    assert (row.trang_thai, row.don_vi_tre) == (TrangThai.HOAN_THANH_DUNG_HAN, ())
    assert (row.so_ngay_tre, row.tong_so) == (0, 1)


@pytest.mark.parametrize(
    ("more", "on", "state", "days"),
    [
        ({}, BEFORE, TrangThai.CHUA_THUC_HIEN, 0),
        ({}, date(2025, 12, 31), TrangThai.CHUA_DEN_HAN_BAT_DAU, 0),
        ({}, AFTER, TrangThai.DANG_THUC_HIEN_QUA_HAN, 10),
        ({"loai_han": "thuong_xuyen"}, AFTER, TrangThai.THUONG_XUYEN, 0),
        ({"han_hoan_thanh": None, "tu_ngay": None}, AFTER, TrangThai.KHONG_CO_HAN, 0),
        ({"tam_dung": True, "ly_do_tam_dung": "Chờ vốn"}, AFTER, TrangThai.TAM_DUNG, 0),
    ],
)
def test_task_without_lead_has_a_state_of_its_own(
    more: dict[str, Any], on: date, state: TrangThai, days: int, viec: NhiemVu, vu_quang: XaMau
) -> None:
    for name, value in more.items():
        setattr(viec, name, value)
    saved(viec)
    part(viec, vu_quang.thon, "phoi_hop", phan_tram=100, ngay_hoan_thanh=date(2026, 1, 5))
    row = row_of(viec, on)
    assert (row.trang_thai, row.so_ngay_tre, row.tong_so) == (state, days, 0)
    assert (row.phan_tram, row.don_vi_tre) == (None, ())


@pytest.mark.parametrize(
    ("on", "soon"),
    [
        (date(2026, 6, 22), False),
        (date(2026, 6, 23), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ],
)
def test_deadline_is_near_in_the_last_seven_days(
    on: date, *, soon: bool, viec: NhiemVu, vu_quang: XaMau
) -> None:
    part(viec, vu_quang.thon)
    assert row_of(viec, on).sap_den_han is soon


def test_percent_is_the_mean_of_all_leads_and_none_before_the_first_report(
    vu_quang: XaMau, viec: NhiemVu
) -> None:
    first = part(viec, vu_quang.thon)
    part(viec, vu_quang.cong_an)
    assert row_of(viec, BEFORE).phan_tram is None
    first.phan_tram = 25
    saved(first)
    assert row_of(viec, BEFORE).phan_tram == 12  # 12.5 rounded down


# --- selections -----------------------------------------------------------------------------------


def test_units_report_on_the_annex_or_on_all_of_a_plan_without_one(vu_quang: XaMau) -> None:
    prose = make_nhiem_vu(vu_quang.ke_hoach, loai_nhiem_vu="van_xuoi")
    solution = make_nhiem_vu(vu_quang.ke_hoach, loai_nhiem_vu="giai_phap")
    assert list(reported_tasks(vu_quang.ke_hoach)) == [prose, solution]
    annexed = make_nhiem_vu(vu_quang.ke_hoach)
    assert list(reported_tasks(vu_quang.ke_hoach)) == [annexed]


@pytest.mark.parametrize("rows", [1, 3])
def test_rows_cost_two_queries(rows: int, vu_quang: XaMau, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        task = make_nhiem_vu(vu_quang.ke_hoach, f"Việc {number}", han_hoan_thanh=DEADLINE)
        part(task, vu_quang.thon)
        part(task, vu_quang.cong_an)
    with django_assert_num_queries(2):
        found = task_rows(with_assignments(reported_tasks(vu_quang.ke_hoach)), AFTER)
        assert [len(row.don_vi_tre) for row in found] == [2] * rows


def test_history_is_newest_period_first_and_units_in_their_order(
    vu_quang: XaMau, viec: NhiemVu
) -> None:
    village, police = part(viec, vu_quang.thon), part(viec, vu_quang.cong_an)
    other = make_tien_do(part(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon))
    rows = [make_tien_do(p, ky) for ky in ("2026-T09", "2026-T10") for p in (village, police)]
    shown = [(p.ky_bao_cao, p.phan_cong.don_vi.ma) for p in task_history(viec, [other, *rows])]
    assert shown == [
        ("2026-T10", "CA"), ("2026-T10", "THON1"), ("2026-T09", "CA"), ("2026-T09", "THON1"),
    ]  # fmt: skip


def test_corrections_cost_one_query(viec: NhiemVu, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert corrections(viec) == []
