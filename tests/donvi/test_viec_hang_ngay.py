"""Daily jobs: once a day whoever starts them, made up for after an outage, again if they died."""

import threading
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connections
from django.utils.timezone import make_aware

from donvi.models import NhatKy, ViecHangNgay
from donvi.viec_hang_ngay import SO_NGAY_BU, ViecTheoNgay, run_daily_jobs

HOM_NAY = date(2026, 10, 20)


def luc(day: date, gio: int = 12, phut: int = 0) -> datetime:
    return make_aware(datetime.combine(day, time(gio, phut)))


class SoGhi:
    """A job that writes down the days it was run for."""

    def __init__(self, **more):
        self.days: list[date] = []
        self.fail_on: date | None = None
        self.viec = ViecTheoNgay("thu_viec", time(6, 30), self.run, **more)

    def run(self, on, at):
        self.days.append(on)
        NhatKy.objects.create(
            created_at=at, hanh_dong="thử", loai_doi_tuong="x", ma_doi_tuong="1", mo_ta=str(on)
        )
        if on == self.fail_on:
            raise RuntimeError("mất điện")
        return {"so_dong": 1}

    def start(self, at):
        return [(lan.ngay_chay, lan.ket_qua, lan.loi) for lan in run_daily_jobs([self.viec], at=at)]


@pytest.fixture
def so_ghi(db):
    return SoGhi()


def done_days():
    return list(ViecHangNgay.objects.order_by("ngay_chay").values_list("ngay_chay", flat=True))


def written():
    return list(NhatKy.objects.order_by("pk").values_list("mo_ta", flat=True))


def test_a_job_runs_once_a_day(so_ghi):
    assert so_ghi.start(luc(HOM_NAY)) == [(HOM_NAY, {"so_dong": 1}, "")]
    assert so_ghi.start(luc(HOM_NAY, 23, 59)) == []
    assert so_ghi.days == [HOM_NAY]
    row = ViecHangNgay.objects.get()
    assert (row.ten, row.done_at, row.ket_qua) == ("thu_viec", luc(HOM_NAY), {"so_dong": 1})


@pytest.mark.parametrize(("gio", "phut", "days"), [(0, 0, 0), (6, 29, 0), (6, 30, 1), (23, 59, 1)])
def test_a_job_waits_for_its_hour_in_vietnam(so_ghi, gio, phut, days):
    so_ghi.start(luc(HOM_NAY, gio, phut))
    assert so_ghi.days == [HOM_NAY][:days]


def test_missed_days_are_run_for_their_own_date_oldest_first(so_ghi):
    so_ghi.start(luc(HOM_NAY))
    later = HOM_NAY + timedelta(4)
    so_ghi.start(luc(later, 5))
    assert so_ghi.days == [HOM_NAY + timedelta(n) for n in range(4)]
    so_ghi.start(luc(later, 7))
    assert so_ghi.days == [HOM_NAY + timedelta(n) for n in range(5)] == done_days()


def test_making_up_is_bounded(so_ghi):
    so_ghi.start(luc(HOM_NAY))
    later = HOM_NAY + timedelta(100)
    so_ghi.start(luc(later))
    assert so_ghi.days[1:] == [later - timedelta(n) for n in reversed(range(SO_NGAY_BU))]


def test_a_gap_is_filled(so_ghi):
    for n in (0, 2):
        ViecHangNgay.objects.create(
            ten="thu_viec", ngay_chay=HOM_NAY - timedelta(n), done_at=luc(HOM_NAY)
        )
    so_ghi.start(luc(HOM_NAY))
    assert so_ghi.days == [HOM_NAY - timedelta(1)]


def test_a_job_whose_latest_day_covers_the_others_runs_once_after_an_outage(db):
    so_ghi = SoGhi(gop_ngay_lo=True)
    so_ghi.start(luc(HOM_NAY))
    later = HOM_NAY + timedelta(3)
    assert so_ghi.start(luc(later, 2)) == []
    assert so_ghi.start(luc(later)) == [
        (HOM_NAY + timedelta(1), None, ""),
        (HOM_NAY + timedelta(2), None, ""),
        (later, {"so_dong": 1}, ""),
    ]
    assert so_ghi.days == [HOM_NAY, later]
    assert ViecHangNgay.objects.get(ngay_chay=HOM_NAY + timedelta(1)).ket_qua == {
        "gop_vao": later.isoformat()
    }
    assert so_ghi.start(luc(later)) == []


def test_a_job_that_died_half_way_leaves_nothing_and_is_run_again(so_ghi):
    so_ghi.start(luc(HOM_NAY - timedelta(2)))
    so_ghi.fail_on = HOM_NAY - timedelta(1)
    failed = (so_ghi.fail_on, None, "RuntimeError: mất điện")
    assert so_ghi.start(luc(HOM_NAY)) == [failed]
    assert written() == [str(HOM_NAY - timedelta(2))]
    so_ghi.fail_on = None
    so_ghi.start(luc(HOM_NAY, 12, 10))
    assert written() == [str(HOM_NAY - timedelta(n)) for n in (2, 1, 0)]
    assert done_days() == [HOM_NAY - timedelta(n) for n in (2, 1, 0)]


def test_another_job_goes_on_when_one_fails(so_ghi):
    so_ghi.fail_on = HOM_NAY
    other: list[date] = []
    viec = ViecTheoNgay("viec_khac", time(0, 0), lambda on, at: other.append(on) or {})
    run_daily_jobs([so_ghi.viec, viec], at=luc(HOM_NAY))
    assert (other, written()) == ([HOM_NAY], [])


def test_a_job_that_is_not_finished_is_tried_again(db):
    answers = [None, None, {"so_thu": 2}]
    viec = ViecTheoNgay(
        "thu", time(7, 0), lambda on, at: answers.pop(0), gop_ngay_lo=True, trong_giao_dich=False
    )
    runs = [run_daily_jobs([viec], at=luc(HOM_NAY, 7, phut)) for phut in (0, 10, 20, 30)]
    assert [len(run) for run in runs] == [0, 0, 1, 0]
    assert answers == []


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_run_a_job_once():
    so_ghi, failures = SoGhi(), []
    together = threading.Barrier(4)

    def beat():
        try:
            together.wait(timeout=20)
            so_ghi.start(luc(HOM_NAY))
        except Exception as error:  # told by the assertion below
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=beat) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert so_ghi.days == [HOM_NAY]
    assert written() == [str(HOM_NAY)]


def test_nothing_due_costs_one_query_per_job(so_ghi, django_assert_num_queries):
    so_ghi.start(luc(HOM_NAY))
    with django_assert_num_queries(1):
        so_ghi.start(luc(HOM_NAY))
