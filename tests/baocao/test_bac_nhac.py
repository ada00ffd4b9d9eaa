"""The ladder of reminders, day by day, with injected dates."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baocao.bac_nhac import BacNhac, Cap, ThangNhac, is_within_gap, latest_step
from baocao.loi_nhac import cut, reminder_title

pytestmark = pytest.mark.pure

HAN = date(2026, 10, 19)
THANG = ThangNhac()
cac_thang = st.builds(
    ThangNhac.read,
    st.lists(st.integers(0, 99), max_size=5).map(lambda days: ", ".join(map(str, days))),
    st.integers(0, 60),
)
cac_ngay = st.integers(-120, 400).map(lambda days: HAN + timedelta(days))


@pytest.mark.parametrize(
    ("lech", "expected"),
    [
        (-8, None), (-7, "truoc7"), (-6, "truoc7"), (-4, "truoc7"), (-3, "truoc3"),
        (-2, "truoc3"), (-1, "truoc1"), (0, "truoc1"), (1, "sau1"), (2, "sau1"), (5, "sau1"),
        (6, "sau6"), (10, "sau6"), (11, "sau11"), (365, "sau361"),
    ],
)  # fmt: skip
def test_latest_step_of_the_usual_ladder(lech, expected):
    step = latest_step(HAN, HAN + timedelta(lech), THANG)
    assert (str(step) if step else None) == expected


@pytest.mark.parametrize(
    ("truoc", "sau", "lech", "expected"),
    [
        ("", 5, 0, None), ("", 5, 1, "sau1"), ("0", 5, 0, "truoc0"), ("0", 5, -1, None),
        ("7", 0, 300, "sau1"), ("7", 1, 3, "sau3"), ("10, 2", 30, 31, "sau31"),
        ("10, 2", 30, 30, "sau1"),
    ],
)  # fmt: skip
def test_latest_step_of_other_ladders(truoc, sau, lech, expected):
    step = latest_step(HAN, HAN + timedelta(lech), ThangNhac.read(truoc, sau))
    assert (str(step) if step else None) == expected


@pytest.mark.parametrize(
    ("so_ngay", "cap"),
    [(-7, Cap.CAN_BO), (0, Cap.CAN_BO), (1, Cap.TRUONG_DON_VI), (6, Cap.DAU_MOI)],
)
def test_steps_escalate(so_ngay, cap):
    assert BacNhac(so_ngay).cap is cap


@given(thang=cac_thang, on=cac_ngay)
def test_a_step_is_never_ahead_of_the_day_and_stays_until_the_next(thang, on):
    step, tomorrow = latest_step(HAN, on, thang), latest_step(HAN, on + timedelta(1), thang)
    past = (on - HAN).days
    if step is not None:
        assert step.so_ngay <= past
        assert tomorrow is not None
        assert tomorrow in (step, BacNhac(past + 1))


@given(thang=cac_thang, cac_lan_chay=st.sets(st.integers(-30, 120), min_size=1))
def test_with_any_days_missed_the_delay_is_never_told_twice_within_the_gap(thang, cac_lan_chay):
    told: list[tuple[date, BacNhac]] = []
    for lech in sorted(cac_lan_chay):
        on = HAN + timedelta(lech)
        step = latest_step(HAN, on, thang)
        late = [day for day, its in told if its.so_ngay > 0]
        if step is None or step in [its for _, its in told]:
            continue
        if not is_within_gap(step, late[-1] if late else None, on, thang):
            told.append((on, step))
    days = [day for day, step in told if step.so_ngay > 0]
    gaps = [(later - sooner).days for sooner, later in pairwise(days)]
    assert [gap for gap in gaps if gap < thang.sau_ngay] == []
    assert len({step for _, step in told}) == len(told)


@given(thang=cac_thang)
def test_run_every_day_every_step_is_told_on_its_own_day(thang):
    days = [HAN + timedelta(n) for n in range(-100, 130)]
    steps = {latest_step(HAN, day, thang): day for day in reversed(days)}
    steps.pop(None, None)
    assert [(day - HAN).days for day in steps.values()] == [step.so_ngay for step in steps]


@given(st.text(max_size=400))
def test_a_title_fits_a_notice_and_keeps_the_deadline(ten):
    title = reminder_title(ten, HAN, HAN)
    assert len(title) <= 200
    assert title.startswith("Hôm nay là hạn cuối (hạn 19/10/2026)")


def test_a_long_name_is_cut_between_words():
    assert cut("Tuyên truyền về chuyển đổi số", 20) == "Tuyên truyền về…"
