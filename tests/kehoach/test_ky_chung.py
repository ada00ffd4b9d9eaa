"""Which reports share a form: grouping of periods, without a database."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.ky_bao_cao import DEFAULT_RULES, LoaiKy, QuyTac, periods_of_year, schedule
from kehoach.ky_chung import serves, share_forms
from tests.kehoach.ky_mau import CO_LICH, VU_QUANG

pytestmark = pytest.mark.pure


def year(rules, nam=2026):
    return [schedule(ky, rule) for rule in rules for ky in periods_of_year(rule, nam)]


def shared(rules):
    """List the forms that serve several periods, as codes."""
    forms = share_forms(year(rules))
    return [[str(lich.ky) for lich in form.cac_lich] for form in forms if form.kem]


def test_vu_quang_fills_one_form_for_quarter_two_and_six_months():
    assert shared(VU_QUANG.values()) == [["2026-Q2", "2026-6T"]]


def test_under_the_decree_the_month_stands_for_all_that_end_with_it():
    assert shared(DEFAULT_RULES.values()) == [
        ["2026-T03", "2026-Q1"],
        ["2026-T06", "2026-Q2", "2026-6T"],
        ["2026-T09", "2026-Q3", "2026-9T"],
        ["2026-T12", "2026-Q4", "2026-N"],
    ]


def test_a_month_told_early_stands_for_the_year_due_on_the_same_day():
    rules = [
        QuyTac(LoaiKy.THANG, ngay_han_don_vi=25),
        QuyTac(LoaiKy.NAM, ngay_han_don_vi=25, lech_thang_don_vi=-1),
    ]
    assert shared(rules) == [["2026-T11", "2026-N"]]


def test_periods_that_do_not_contain_one_another_have_forms_of_their_own():
    rules = [QuyTac(LoaiKy.THANG, ngay_han_don_vi=9, lech_thang_don_vi=1),
             QuyTac(LoaiKy.QUY, ngay_han_don_vi=9)]  # fmt: skip
    # May is due on the day quarter II is, and lies within it; December 2025 and quarter I do not.
    assert shared(rules) == [["2026-T02", "2026-Q1"], ["2026-T05", "2026-Q2"],
                             ["2026-T08", "2026-Q3"], ["2026-T11", "2026-Q4"]]  # fmt: skip
    before = [schedule(ky, rules[0]) for ky in periods_of_year(rules[0], 2025)][-1]
    january = QuyTac(LoaiKy.NAM, ngay_han_don_vi=9, lech_thang_don_vi=-11)
    assert not serves(before, schedule(periods_of_year(january, 2026)[0], january))


def test_a_longer_report_cut_off_before_the_form_has_a_form_of_its_own():
    rules = [QuyTac(LoaiKy.QUY, ngay_chot=14), QuyTac(LoaiKy.SAU_THANG, ngay_chot=10)]
    assert shared(rules) == []


def test_the_shared_form_opens_with_the_earliest_of_its_periods():
    rules = [QuyTac(LoaiKy.QUY, mo_truoc_ngay=5), QuyTac(LoaiKy.SAU_THANG, mo_truoc_ngay=12)]
    [form] = [form for form in share_forms(year(rules)) if form.kem]
    assert form.ngay_mo == date(2026, 6, 6)


@st.composite
def regimes(draw):
    kinds = draw(st.sets(st.sampled_from(CO_LICH), min_size=1))
    return [
        QuyTac(
            loai,
            ngay_chot=draw(st.sampled_from([10, 14, 31])),
            ngay_han_don_vi=draw(st.sampled_from([5, 10, 18, 31])),
            lech_thang_don_vi=draw(st.integers(-1, 1)),
            nghiem_ngat=draw(st.booleans()),
            ca_sau_thang_cuoi=draw(st.booleans()),
        )
        for loai in sorted(kinds)
    ]


@given(regimes())
def test_every_period_stands_in_exactly_one_form(rules):
    periods = year(rules)
    told = [lich for form in share_forms(periods) for lich in form.cac_lich]
    assert sorted(map(str, (lich.ky for lich in told))) == sorted(str(lich.ky) for lich in periods)


@given(regimes())
def test_a_form_serves_periods_of_its_own_last_day_that_contain_it(rules):
    for form in share_forms(year(rules)):
        assert {lich.han_don_vi for lich in form.cac_lich} == {form.chinh.han_don_vi}
        for shorter, longer in pairwise(form.cac_lich):
            months = [lich.ky.last_month - lich.ky.first_month for lich in (shorter, longer)]
            assert months[0] <= months[1]
        for lich in form.kem:
            assert form.chinh.so_lieu_den <= lich.so_lieu_den
            assert lich.ky.calendar_window[0] <= form.chinh.ky.calendar_window[0]
            assert form.chinh.ky.calendar_window[1] <= lich.ky.calendar_window[1]


@given(regimes(), st.randoms())
def test_the_order_of_the_rules_does_not_matter(rules, random):
    mixed = year(rules)
    random.shuffle(mixed)
    assert share_forms(mixed) == share_forms(year(rules))


@given(regimes())
def test_no_two_forms_could_have_been_one(rules):
    forms = share_forms(year(rules))
    bearers = [form.chinh for form in forms]
    assert [(a, b) for a in bearers for b in bearers if serves(a, b)] == []


def test_a_day_apart_is_a_form_apart():
    quy, nua_nam = QuyTac(LoaiKy.QUY), QuyTac(LoaiKy.SAU_THANG, ngay_han_don_vi=19)
    assert shared([quy, nua_nam]) == []
    assert schedule(periods_of_year(quy, 2026)[1], quy).han_don_vi + timedelta(days=1) == date(
        2026, 6, 19
    )
