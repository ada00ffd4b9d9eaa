"""Daily jobs: each done once for each day, whoever starts it, and again if it died half-way.

What a job does and its row in ``ViecHangNgay`` are one transaction: the row is written first, so a
second beat waits for the first and then finds the row there, and a run that dies leaves neither.
Work that talks to a mail server can't be undone; such a job (``trong_giao_dich=False``) guards
itself piece by piece, and its row is written once nothing is left to do.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import get_current_timezone

from donvi.models import ViecHangNgay

logger = logging.getLogger(__name__)
SO_NGAY_BU = 31  # days looked back on after an outage, today included

# What a job tells: facts for the record, or None when something of the day is left to try again.
KetQua = dict[str, Any] | None


@dataclass(frozen=True)
class ViecTheoNgay:
    """One daily job: from which time of the day (Vietnam), and what runs for a day at a moment.

    ``gop_ngay_lo`` says that today's run covers the days missed (a reminder, a letter), so that
    nobody gets a burst after an outage; otherwise each missed day is run for its own date.
    """

    ten: str
    tu_gio: time
    run: Callable[[date, datetime], KetQua]
    gop_ngay_lo: bool = False
    trong_giao_dich: bool = True


@dataclass(frozen=True)
class LanChay:
    """What became of one job on one day; ``loi`` is empty unless it failed."""

    ten: str
    ngay_chay: date
    ket_qua: KetQua = None
    loi: str = ""

    def __str__(self) -> str:
        """Say it in one line for a log: "mo_ky 2026-10-20: {'so_phieu': 3}"."""
        return f"{self.ten} {self.ngay_chay}: {self.loi or self.ket_qua or 'gộp vào ngày sau'}"


def run_daily_jobs(cac_viec: Iterable[ViecTheoNgay], *, at: datetime) -> list[LanChay]:
    """Do what is due at the moment ``at`` and not yet done; list what was done, in order.

    A job that fails is rolled back, told in the log and tried again at the next call; its later
    days wait for it, other jobs don't. Calling again at once does nothing. One query per job when
    nothing is due.
    """
    return [lan for viec in cac_viec for lan in _run_job(viec, at)]


def due_days(viec: ViecTheoNgay, at: datetime) -> list[date]:
    """List the days the job still owes at ``at``, oldest first: at most ``SO_NGAY_BU``.

    A job that never ran owes the day of ``at`` only; before its hour it owes no today.
    """
    local = at.astimezone(get_current_timezone())
    today = local.date()
    first = today - timedelta(days=SO_NGAY_BU - 1)
    rows = ViecHangNgay.objects.filter(ten=viec.ten, ngay_chay__lte=today).order_by("-ngay_chay")
    done = set(rows.values_list("ngay_chay", flat=True)[: SO_NGAY_BU + 1])
    begin = max(first, min(done)) if done else today
    days = [begin + timedelta(days=n) for n in range((today - begin).days + 1)]
    if local.time() < viec.tu_gio:
        days.remove(today)
    owed = [day for day in days if day not in done]
    return owed if not viec.gop_ngay_lo or today in owed else []


def _run_job(viec: ViecTheoNgay, at: datetime) -> list[LanChay]:
    owed = due_days(viec, at)
    made: list[LanChay] = []
    if viec.gop_ngay_lo and owed:
        made, owed = [LanChay(viec.ten, day) for day in owed[:-1]], owed[-1:]
        _cover([lan.ngay_chay for lan in made], viec, owed[0], at)
    for day in owed:
        try:
            result = _run_day(viec, day, at)
        except Exception as error:
            logger.exception("daily job %s of %s failed", viec.ten, day)
            made.append(LanChay(viec.ten, day, loi=f"{type(error).__name__}: {error}"))
            break
        if result is not None:
            made.append(result)
    return made


def _cover(days: Iterable[date], viec: ViecTheoNgay, today: date, at: datetime) -> None:
    """Write down that today's run stands for the days missed."""
    for day in days:
        ViecHangNgay.objects.get_or_create(
            ten=viec.ten,
            ngay_chay=day,
            defaults={"done_at": at, "ket_qua": {"gop_vao": today.isoformat()}},
        )


def _run_day(viec: ViecTheoNgay, day: date, at: datetime) -> LanChay | None:
    """Run one day; None when somebody else has done it, or it isn't finished yet."""
    if viec.trong_giao_dich:
        return _run_claimed(viec, day, at)
    result = viec.run(day, at)
    if result is None:
        return None
    ViecHangNgay.objects.get_or_create(
        ten=viec.ten, ngay_chay=day, defaults={"done_at": at, "ket_qua": result}
    )
    return LanChay(viec.ten, day, result)


@transaction.atomic
def _run_claimed(viec: ViecTheoNgay, day: date, at: datetime) -> LanChay | None:
    row, is_ours = ViecHangNgay.objects.get_or_create(
        ten=viec.ten, ngay_chay=day, defaults={"done_at": at}
    )
    if not is_ours:
        return None
    row.ket_qua = viec.run(day, at) or {}
    row.save(update_fields=["ket_qua"])
    return LanChay(viec.ten, day, row.ket_qua)
