from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chitieu.danh_gia import (
    CachCongDon,
    ChieuHuong,
    GiaTriKy,
    NhipCanDat,
    aggregate,
    compute_ty_le,
    explain_ty_le,
    path_level,
    required_pace,
)
from chitieu.muc_chi_tieu import parse_muc

pytestmark = pytest.mark.pure

SO_LIEU = st.decimals(-1000, 1000, places=3)


@pytest.mark.parametrize(
    ("tu_so", "mau_so", "ty_le", "reason"),
    [
        ("757", "758", "99.86807387862796833773087071", ""),
        ("0", "5", "0", ""),
        ("6", "5", "120", ""),
        ("0", "0", None, "Mẫu số bằng 0 nên không tính được tỷ lệ."),
        (None, "5", None, "Chưa có tử số nên không tính được tỷ lệ."),
        ("NaN", "5", None, "Chưa có tử số nên không tính được tỷ lệ."),
        ("5", None, None, "Chưa có mẫu số nên không tính được tỷ lệ."),
        ("-1", "5", None, "Tử số và mẫu số không được âm."),
        ("1", "-5", None, "Tử số và mẫu số không được âm."),
    ],
)
def test_ratio_or_the_reason_why_not(tu_so, mau_so, ty_le, reason):
    pair = [None if number is None else Decimal(number) for number in (tu_so, mau_so)]

    assert compute_ty_le(*pair) == (None if ty_le is None else Decimal(ty_le))
    assert explain_ty_le(*pair) == reason


D = Decimal
KHONG_PHAT_SINH = GiaTriKy(khong_phat_sinh=True)


@pytest.mark.parametrize(
    ("cach", "values", "expected"),
    [
        (CachCongDon.CUOI_KY, [D(5), D(7), None], D(7)),
        (CachCongDon.CUOI_KY, [D(5), KHONG_PHAT_SINH], D(5)),
        (CachCongDon.CONG_DON, [D(5), None, D(0), GiaTriKy(D(7))], D(12)),
        (CachCongDon.CONG_DON, [KHONG_PHAT_SINH], D(0)),
        (CachCongDon.CONG_DON, [None, D("NaN")], None),
        (CachCongDon.TRUNG_BINH, [D(5), None, D(8), KHONG_PHAT_SINH], D("6.5")),
        (CachCongDon.TRUNG_BINH, [KHONG_PHAT_SINH], None),
        (CachCongDon.TY_LE, [GiaTriKy(None, D(1), D(2)), GiaTriKy(None, D(2), D(2))], D(75)),
        (CachCongDon.TY_LE, [GiaTriKy(None, D(1), D(2)), GiaTriKy(None, D(9), None)], D(50)),
        (CachCongDon.TY_LE, [GiaTriKy(None, None, D(2)), D(80)], None),
        (CachCongDon.TY_LE, [GiaTriKy(None, D(0), D(0))], None),
        *((cach, [], None) for cach in CachCongDon),
    ],
)
def test_periods_make_one_figure(cach, values, expected):
    assert aggregate(values, cach) == expected


@given(st.lists(SO_LIEU, min_size=1), st.integers(0, 5))
def test_missing_periods_change_no_aggregate(values, missing):
    padded = [None] * missing + values
    for cach in CachCongDon:
        assert aggregate(padded, cach) == aggregate(values, cach)
    assert aggregate(values, CachCongDon.CONG_DON) == sum(values)
    assert min(values) <= aggregate(values, CachCongDon.TRUNG_BINH) <= max(values)


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(1, 100)), min_size=1))
def test_ratio_of_sums_lies_between_the_ratios(pairs):
    cac_ky = [GiaTriKy(tu_so=D(min(pair)), mau_so=D(pair[1])) for pair in pairs]
    ratios = [compute_ty_le(ky.tu_so, ky.mau_so) for ky in cac_ky]

    assert min(ratios) - D("1e-20") <= aggregate(cac_ky, CachCongDon.TY_LE)
    assert aggregate(cac_ky, CachCongDon.TY_LE) <= max(ratios) + D("1e-20")


def mucs(**years):
    """Read levels by year: ``mucs(n2026="≥ 60%")``."""
    return {int(key[1:]): parse_muc(raw) for key, raw in years.items()}


LO_TRINH = mucs(n2026="≥ 60%", n2030="100%", n2035="100")


@pytest.mark.parametrize(
    ("cac_muc", "on", "expected"),
    [
        (LO_TRINH, date(2026, 12, 30), None),
        (LO_TRINH, date(2026, 12, 31), D(60)),
        (LO_TRINH, date(2027, 1, 1), D(60) + D(40) / 1461),
        (LO_TRINH, date(2030, 12, 31), D(100)),
        (LO_TRINH, date(2033, 6, 1), D(100)),
        (LO_TRINH, date(2046, 1, 1), D(100)),
        ({}, date(2030, 1, 1), None),
        (mucs(n2026="ứng dụng", n2030="ứng dụng"), date(2028, 1, 1), None),
        (mucs(n2030="100%", n2035="6G (50%)"), date(2033, 1, 1), None),
        (mucs(n2030="100%", n2035="6G (50%)"), date(2030, 12, 31), D(100)),
        (mucs(n2030="5 lớp", n2035="9 cuộc"), date(2033, 1, 1), None),
        (mucs(n2026="10 ngày", n2027="5 ngày"), date(2027, 3, 14), D(9)),
    ],
)
def test_path_between_milestones(cac_muc, on, expected):
    assert path_level(cac_muc, on) == expected


@given(st.dates(date(2026, 12, 31), date(2046, 1, 1)), st.integers(0, 400))
def test_rising_path_never_falls(on, days):
    later = on + timedelta(days=days)

    assert path_level(LO_TRINH, on) <= path_level(LO_TRINH, later)


@pytest.mark.parametrize(
    ("current", "on", "expected"),
    [
        (D(50), date(2026, 1, 1), NhipCanDat(2026, D(60), D(10), D(10))),
        (D(50), date(2026, 12, 31), NhipCanDat(2026, D(60), D(10), D(3650))),
        (D(70), date(2026, 5, 5), NhipCanDat(2026, D(60), D(0), D(0))),
        (D(100), date(2027, 1, 1), NhipCanDat(2030, D(100), D(0), D(0))),
        (D(50), date(2036, 1, 1), None),
        (None, date(2026, 1, 1), None),
        (D("NaN"), date(2026, 1, 1), None),
    ],
)
def test_pace_to_the_next_milestone(current, on, expected):
    assert required_pace(current, on, LO_TRINH) == expected


def test_pace_of_a_falling_figure():
    on, falling = date(2027, 1, 1), NhipCanDat(2027, D(5), D(2), D(2))

    assert required_pace(D(7), on, mucs(n2027="không quá 5 ngày")) == falling
    assert required_pace(D(7), on, mucs(n2027="5 ngày"), chieu_huong=ChieuHuong.GIAM) == falling
