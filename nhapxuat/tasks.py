"""Background work on files handed in for plans: thin and idempotent."""

from celery import shared_task
from django.utils import timezone

from donvi.hang_doi import hand_over
from nhapxuat import nhap_tep


@shared_task(name="nhapxuat.work_on_import")
def work_on_import(*, lan_nhap_id: int) -> None:
    """Read or save the file, whichever it waits for; a second delivery changes nothing."""
    at = timezone.now()
    try:
        nhap_tep.read_file(lan_nhap_id=lan_nhap_id, at=at)
        nhap_tep.save_file(lan_nhap_id=lan_nhap_id, at=at)
    except Exception:
        nhap_tep.fail_import(lan_nhap_id=lan_nhap_id, at=at)
        raise


@shared_task(name="nhapxuat.take_up_lost")
def take_up_lost() -> int:
    """Work on what a dead worker or an absent queue left undone; say how many."""
    lost = nhap_tep.lost_imports(at=timezone.now())
    for pk in lost:
        hand_over(work_on_import, lan_nhap_id=pk)
    return len(lost)
