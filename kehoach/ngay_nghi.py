"""Working days: weekends, public holidays of Viet Nam from a kept library, a commune's own days."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays

from kehoach.ky_bao_cao import WorkingDay
from kehoach.models import NgayNghiRieng


@lru_cache(maxsize=64)
def public_holidays(nam: int) -> frozenset[date]:
    """List the public holidays of a year, days in lieu included."""
    return frozenset(holidays.country_holidays("VN", years=nam))


def is_working_day(ngay: date) -> bool:
    """Tell whether offices of the country work on the day: no weekend, no public holiday.

    >>> [is_working_day(date(2026, 9, day)) for day in (1, 2, 4, 5)]
    [False, False, True, False]
    """
    return ngay.weekday() < 5 and ngay not in public_holidays(ngay.year)


def working_days_of(cac_xa: Iterable[int]) -> dict[int, WorkingDay]:
    """Give each commune (by id) its test "do we work on that day"; one query, none for nobody.

    A commune's own day off or make-up day (làm bù) stands before the country's calendar.
    """
    wanted = set(cac_xa)
    own: dict[int, dict[date, bool]] = defaultdict(dict)
    if wanted:
        rows = NgayNghiRieng.objects.filter(xa__in=wanted)
        for xa_id, ngay, works in rows.values_list("xa_id", "ngay_nghi", "la_lam_bu"):
            own[xa_id][ngay] = works
    return {xa_id: _calendar_of(own[xa_id]) for xa_id in wanted}


def _calendar_of(own: dict[date, bool]) -> WorkingDay:
    return lambda ngay: own[ngay] if ngay in own else is_working_day(ngay)
