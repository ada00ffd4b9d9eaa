"""The daily jobs as they are started: by beat's task, by the command of a machine without beat."""

from datetime import date

import pytest
from celery import current_app
from django.conf import settings

from baocao.tasks import run_daily_jobs
from baocao.viec_hang_ngay import CAC_VIEC
from donvi.models import ViecHangNgay
from tests.factories import make_chi_tieu, make_phieu, make_quy_dinh
from tests.test_lenh import execute, run


def test_every_periodic_task_is_one_the_worker_knows():
    current_app.loader.import_default_modules()
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert names - set(current_app.tasks) == set()
    assert "baocao.run_daily_jobs" in names


def test_the_hours_of_the_jobs():
    assert [(viec.ten, viec.tu_gio.isoformat("minutes")) for viec in CAC_VIEC] == [
        ("mo_ky", "00:10"),
        ("nhac", "06:30"),
        ("thu", "07:00"),
        ("don_ban_in", "22:00"),
    ]


def test_the_task_run_twice_does_each_job_once(db):
    run_daily_jobs.delay().get()
    before = set(ViecHangNgay.objects.values_list("ten", "ngay_chay"))
    run_daily_jobs.delay().get()
    rows = ViecHangNgay.objects.filter(ten__in=[name for name, _ in before])
    assert len(before) == len(set(rows.values_list("ten", "ngay_chay")) & before)


def test_the_command_says_what_it_did_and_then_that_nothing_is_left(capsys, vu_quang, can_bo):
    make_quy_dinh(vu_quang.ke_hoach)
    make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon)
    execute("chay_viec_hang_ngay", "--ngay", "2026-10-12")
    assert capsys.readouterr().out.splitlines() == [
        "Ngày 12/10/2026, mở phiếu báo cáo: 10 phiếu.",
        "Ngày 12/10/2026, nhắc việc: 10 thông báo.",
        "Ngày 12/10/2026, gửi thư buổi sáng: 0 thư.",
        "Ngày 12/10/2026, dọn tệp cũ: 0 tệp.",
    ]
    execute("chay_viec_hang_ngay", "--ngay", "2026-10-12")
    assert capsys.readouterr().out == "Không có việc nào đến giờ mà chưa làm.\n"


def test_the_command_makes_up_for_missed_days(capsys, vu_quang, can_bo):
    make_phieu(vu_quang.ke_hoach, vu_quang.thon)
    execute("chay_viec_hang_ngay", "--ngay", "2026-10-12")
    capsys.readouterr()
    execute("chay_viec_hang_ngay", "--ngay", "2026-10-14")
    assert capsys.readouterr().out.splitlines() == [
        "Ngày 13/10/2026, mở phiếu báo cáo: 0 phiếu.",
        "Ngày 14/10/2026, mở phiếu báo cáo: 0 phiếu.",
        "Ngày 13/10/2026, nhắc việc: gộp vào ngày chạy sau.",
        "Ngày 14/10/2026, nhắc việc: 0 thông báo.",
        "Ngày 13/10/2026, gửi thư buổi sáng: gộp vào ngày chạy sau.",
        "Ngày 14/10/2026, gửi thư buổi sáng: 0 thư.",
        "Ngày 13/10/2026, dọn tệp cũ: gộp vào ngày chạy sau.",
        "Ngày 14/10/2026, dọn tệp cũ: 0 tệp.",
    ]
    days = ViecHangNgay.objects.filter(ten="mo_ky").order_by("ngay_chay")
    assert list(days.values_list("ngay_chay", flat=True)) == [
        date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 14),
    ]  # fmt: skip


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2019-12-31", "2026-02-31"])
def test_the_command_refuses_days_without_work(capsys, db, day):
    status, said = run(capsys, "chay_viec_hang_ngay", "--ngay", day)
    assert (status, said.startswith("Tham số --ngay: ")) == (2, True)
