"""The ladder of reminders (bậc nhắc): which step a deadline has reached on a day, and who hears it.

Pure. Days before the deadline, the day after it, then every so many days. A step that was missed is
told late, once: only the latest one counts. Steps escalate: before the deadline the officers of
the unit hear of it, the day after also its head, from the first repetition also the focal unit.

>>> thang = ThangNhac.read("7, 3, 1", 5)
>>> han = date(2026, 10, 19)
>>> [str(latest_step(han, date(2026, 10, n), thang)) for n in (12, 14, 16, 19, 20, 24, 25, 30)]
['truoc7', 'truoc7', 'truoc3', 'truoc1', 'sau1', 'sau1', 'sau6', 'sau11']
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum


class Cap(IntEnum):
    """Who hears a step; a higher level hears it together with those below."""

    CAN_BO = 0
    TRUONG_DON_VI = 1
    DAU_MOI = 2


@dataclass(frozen=True)
class ThangNhac:
    """A plan's ladder: days before the deadline (largest first), days between repetitions.

    ``sau_ngay`` 0 tells nothing again after the day that follows the deadline.
    """

    truoc_ngay: tuple[int, ...] = (7, 3, 1)
    sau_ngay: int = 5

    @classmethod
    def read(cls, truoc_ngay: str, sau_ngay: int) -> "ThangNhac":
        """Read the ladder as a plan writes it.

        >>> ThangNhac.read(" 1,7, 3,7", 5).truoc_ngay, ThangNhac.read("", 0).truoc_ngay
        ((7, 3, 1), ())
        """
        days = {int(word) for word in truoc_ngay.split(",") if word.strip()}
        return cls(tuple(sorted(days, reverse=True)), sau_ngay)


@dataclass(frozen=True)
class BacNhac:
    """One step: ``so_ngay`` days after the deadline, or, when not positive, before it."""

    so_ngay: int

    def __str__(self) -> str:
        """Name the step in keys: "truoc7", "truoc0", "sau1"."""
        return f"sau{self.so_ngay}" if self.so_ngay > 0 else f"truoc{-self.so_ngay}"

    @property
    def is_repetition(self) -> bool:
        """Tell whether the deadline's passing has been told before this step."""
        return self.so_ngay > 1

    @property
    def cap(self) -> Cap:
        """Give the highest level that hears the step."""
        if self.so_ngay <= 0:
            return Cap.CAN_BO
        return Cap.DAU_MOI if self.is_repetition else Cap.TRUONG_DON_VI


def latest_step(han: date, on: date, thang: ThangNhac) -> BacNhac | None:
    """Give the step reached on the day ``on``; None before the first. ``han`` is the last day.

    >>> str(latest_step(date(2026, 10, 19), date(2026, 12, 1), ThangNhac((), 0)))
    'sau1'
    >>> latest_step(date(2026, 10, 19), date(2026, 10, 19), ThangNhac(()))
    """
    past = (on - han).days
    if past <= 0:
        reached = [-days for days in thang.truoc_ngay if -days <= past]
        return BacNhac(max(reached)) if reached else None
    repeated = (past - 1) // thang.sau_ngay * thang.sau_ngay if thang.sau_ngay else 0
    return BacNhac(1 + repeated)


def is_within_gap(bac: BacNhac, lan_truoc: date | None, on: date, thang: ThangNhac) -> bool:
    """Tell whether a repetition would come too soon after the last time the delay was told.

    ``lan_truoc`` is that day. A step told late after an outage pushes the next one back.

    >>> thang, on = ThangNhac(), date(2026, 10, 25)
    >>> [is_within_gap(BacNhac(6), date(2026, 10, n), on, thang) for n in (20, 21, 25)]
    [False, True, True]
    """
    if lan_truoc is None or not bac.is_repetition:
        return False
    return on < lan_truoc + timedelta(days=thang.sau_ngay)
