"""Which of the reported periods make up a span: every month at most once, the finest word first.

Pure. Months, quarters, half-years may all have been reported for the same time. What months said
stands; a longer period's figure takes their place only where they leave a month of it out.
"""

from collections.abc import Iterable

from kehoach.ky_bao_cao import KyBaoCao, LoaiKy

FINEST_FIRST = (LoaiKy.THANG, LoaiKy.QUY, LoaiKy.SAU_THANG, LoaiKy.CHIN_THANG, LoaiKy.NAM)


def cover(periods: Iterable[KyBaoCao]) -> list[KyBaoCao]:
    """Select periods that don't overlap, as this module says, in order; ad hoc ones are left out.

    >>> from kehoach.ky_bao_cao import parse_ky
    >>> told = [parse_ky(f"2026-{code}") for code in ("T04", "T05", "T06", "T07", "Q2", "Q3")]
    >>> [str(ky) for ky in cover(told)]
    ['2026-T04', '2026-T05', '2026-T06', '2026-Q3']
    """
    told = sorted({ky for ky in periods if ky.has_calendar}, key=_finest_first)
    chosen: list[KyBaoCao] = []
    for ky in told:
        within = [one for one in chosen if ky.contains(one)]
        if sum(count_months(one) for one in within) == count_months(ky):
            continue
        others = [one for one in chosen if one not in within]
        if not any(_overlap(ky, one) for one in others):
            chosen = [*others, ky]
    return sorted(chosen)


def count_months(ky: KyBaoCao) -> int:
    """Count the calendar months of a period; raises KyBaoCaoError for ad hoc ones."""
    return ky.last_month - ky.first_month + 1


def _finest_first(ky: KyBaoCao) -> tuple[int, KyBaoCao]:
    return FINEST_FIRST.index(ky.loai), ky


def _overlap(one: KyBaoCao, other: KyBaoCao) -> bool:
    same_months = one.first_month <= other.last_month and other.first_month <= one.last_month
    return one.nam == other.nam and same_months
