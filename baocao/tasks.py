"""Background work of reports: thin, idempotent, ids and primitives in."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from baocao import mo_ky


@shared_task(name="baocao.open_periods")
def open_periods(*, on: str | None = None) -> int:
    """Open the forms due on the day ``on`` (ISO, default today); say how many."""
    day = date.fromisoformat(on) if on else timezone.localdate()
    return mo_ky.open_periods(on=day, at=timezone.now())
