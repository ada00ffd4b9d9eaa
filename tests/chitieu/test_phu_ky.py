"""Which reported periods make up a year: every month at most once, nothing told left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chitieu.phu_ky import count_months, cover
from kehoach.ky_bao_cao import KyBaoCao, parse_ky

pytestmark = pytest.mark.pure
CODES = [f"T{n:02}" for n in range(1, 13)] + ["Q1", "Q2", "Q3", "Q4", "6T", "6TC", "9T", "N", "DX1"]


def months(periods: list[KyBaoCao]) -> list[int]:
    return [n for ky in periods for n in range(ky.first_month, ky.last_month + 1)]


@given(st.sets(st.sampled_from(CODES)))
def test_no_month_is_counted_twice_and_none_told_alone_is_lost(codes: set[str]) -> None:
    told = [parse_ky(f"2026-{code}") for code in sorted(codes)]
    chosen = cover(told)
    counted = months(chosen)
    assert len(counted) == len(set(counted))
    assert {ky.nam for ky in chosen} <= {2026}
    for ky in told:
        if ky.has_calendar and count_months(ky) == 1:
            assert ky.last_month in counted


def test_what_all_months_said_stands_whatever_the_quarter_says() -> None:
    told = [parse_ky(f"2026-{code}") for code in ("T01", "T02", "T03", "Q1", "Q2", "6T", "N")]
    assert [str(ky) for ky in cover(told[:-1])] == ["2026-T01", "2026-T02", "2026-T03", "2026-Q2"]
    assert [str(ky) for ky in cover(told)] == ["2026-N"]
