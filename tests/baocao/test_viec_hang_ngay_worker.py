"""The daily jobs in a real worker: asked for by two beats, with a child killed in between."""

import pytest
from django.utils.timezone import localdate

from baocao.tasks import run_daily_jobs
from donvi.models import ThongBao, ViecHangNgay
from donvi.vai_tro import VaiTro
from tests.factories import make_don_vi, make_ke_hoach, make_nguoi, make_phieu, make_xa

pytestmark = [pytest.mark.long_postgresql, pytest.mark.worker]


def rows() -> list[tuple[str, str]]:
    return list(ViecHangNgay.objects.order_by("pk").values_list("ten", "ngay_chay"))


def test_asked_for_again_and_again_each_job_is_done_once(celery_worker):
    xa = make_xa()
    unit = make_don_vi(xa)
    make_nguoi("truong_thon", unit, VaiTro.CAN_BO)
    year = localdate().year
    plan = make_ke_hoach(xa, unit, nam_bat_dau=year, nam_ket_thuc=year, cac_moc=[year])
    make_phieu(plan, unit, han_nop=localdate())
    with celery_worker.paused():
        asked = [run_daily_jobs.delay() for _ in range(4)]
        celery_worker.kill_child()
    for answer in asked:
        answer.get(timeout=60)
    assert len(rows()) == len(set(rows()))
    reminders = ThongBao.objects.filter(khoa_trung__startswith="nhac:phieu:").count()
    assert reminders == ("nhac" in {name for name, _ in rows()})
