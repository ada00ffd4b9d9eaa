"""Background work of compiled reports that other modules ask for: thin and idempotent."""

import logging

from celery import shared_task
from django.utils import timezone

from baocao import tong_hop

logger = logging.getLogger(__name__)


@shared_task(name="baocao.recompile_stale")
def recompile_stale(*, ke_hoach_id: int | None = None) -> int:
    """Compile the drafts that are out of date again, of one plan or of all; say how many.

    Run twice, or after a run that died, it compiles what is still out of date and nothing else.
    """
    done = 0
    for pk in tong_hop.stale_drafts(ke_hoach_id):
        try:
            tong_hop.recompile(bao_cao_id=pk, at=timezone.now())
            done += 1
        except tong_hop.SaiTrangThai as refusal:
            logger.info("report %s not compiled again: %s", pk, refusal)
    return done
