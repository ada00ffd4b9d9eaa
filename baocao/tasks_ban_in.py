"""Background work of files that take long to make: thin and idempotent."""

import logging

from celery import shared_task
from django.utils import timezone

from baocao import ban_in
from donvi.hang_doi import hand_over
from vanban.bang_bieu import LoiTaiLieu
from vanban.phong_chu import LoiTaoPdf

logger = logging.getLogger(__name__)
FAILED = (
    "Chưa tạo được tệp vì lỗi của hệ thống. Hãy bấm “Tạo lại”; nếu vẫn lỗi, hãy báo người quản trị."
)


@shared_task(name="baocao.make_file")
def make_file(*, ban_in_id: int) -> None:
    """Make the file that was asked for; a second delivery of the same request changes nothing."""
    try:
        ban_in.make_file(ban_in_id=ban_in_id, at=timezone.now())
    except (LoiTaoPdf, LoiTaiLieu) as refusal:
        logger.info("file %s not made: %s", ban_in_id, refusal)
    except Exception:
        ban_in.fail_file(ban_in_id=ban_in_id, cause=FAILED, at=timezone.now())
        raise


@shared_task(name="baocao.make_lost_files")
def make_lost_files() -> int:
    """Make what a dead worker or an emptied queue left undone; say how many were taken up."""
    lost = ban_in.lost_files(at=timezone.now())
    for pk in lost:
        hand_over(make_file, ban_in_id=pk)
    return len(lost)
