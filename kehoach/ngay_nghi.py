"""Working days of Viet Nam: weekends and public holidays, from a kept library."""

from datetime import date
from functools import lru_cache

import holidays


@lru_cache(maxsize=64)
def public_holidays(nam: int) -> frozenset[date]:
    """List the public holidays of a year, days in lieu included."""
    return frozenset(holidays.country_holidays("VN", years=nam))


def is_working_day(ngay: date) -> bool:
    """Tell whether offices work on the day: not a weekend, not a public holiday.

    >>> [is_working_day(date(2026, 9, day)) for day in (1, 2, 4, 5)]
    [False, False, True, False]
    """
    return ngay.weekday() < 5 and ngay not in public_holidays(ngay.year)
