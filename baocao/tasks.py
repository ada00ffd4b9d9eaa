"""Background work of reports: thin, idempotent, ids and primitives in."""

import logging
from datetime import date

from celery import shared_task
from django.utils import timezone

from baocao import mo_ky, tasks_ban_in, tasks_bao_cao, tong_hop, viec_hang_ngay

logger = logging.getLogger(__name__)
FAILED = (
    "Chưa tổng hợp được vì lỗi của hệ thống. Hãy bấm “Tổng hợp lại”; nếu vẫn lỗi, hãy báo người "
    "quản trị."
)


recompile_stale = tasks_bao_cao.recompile_stale
make_file, make_lost_files = tasks_ban_in.make_file, tasks_ban_in.make_lost_files


@shared_task(name="baocao.compile_report")
def compile_report(*, bao_cao_id: int) -> None:
    """Compile the requested report; a second delivery of the same request changes nothing."""
    try:
        tong_hop.compile_report(bao_cao_id=bao_cao_id, at=timezone.now())
    except tong_hop.SaiTrangThai as refusal:
        logger.info("report %s not compiled: %s", bao_cao_id, refusal)
    except Exception:
        tong_hop.fail_report(bao_cao_id=bao_cao_id, cause=FAILED, at=timezone.now())
        raise


@shared_task(name="baocao.open_periods")
def open_periods(*, on: str | None = None) -> int:
    """Open the forms due on the day ``on`` (ISO, default today); say how many."""
    day = date.fromisoformat(on) if on else timezone.localdate()
    return mo_ky.open_periods(on=day, at=timezone.now())


@shared_task(name="baocao.run_daily_jobs")
def run_daily_jobs() -> list[str]:
    """Do the daily jobs that are due; name what was done. Twice at once, each is done once."""
    return [str(lan) for lan in viec_hang_ngay.run_due(at=timezone.now())]
