from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.ky_bao_cao import (
    DEFAULT_RULES,
    DoiNgayNghi,
    LoaiKy,
    QuyTac,
    data_window,
    focal_deadline,
    is_late,
    is_weekday,
    opens_on,
    parse_ky,
    periods_due,
    periods_of_year,
    schedule,
    unit_deadline,
    working_days,
)
from tests.kehoach.ky_mau import CO_LICH, VU_QUANG, all_periods, cac_ky

pytestmark = pytest.mark.pure

NGAY = timedelta(days=1)


# --- Deadlines ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ma", "han_don_vi", "han_dau_moi"),
    [
        ("2026-T10", date(2026, 10, 19), date(2026, 10, 25)),
        ("2026-T02", date(2026, 2, 19), date(2026, 2, 25)),
        ("2026-Q1", date(2026, 3, 9), date(2026, 3, 15)),
        ("2026-Q2", date(2026, 6, 9), date(2026, 6, 15)),
        ("2026-Q3", date(2026, 9, 9), date(2026, 9, 15)),
        ("2026-Q4", date(2026, 12, 9), date(2026, 12, 15)),
        ("2026-6T", date(2026, 6, 9), date(2026, 6, 15)),
        ("2026-N", date(2026, 11, 29), date(2026, 12, 5)),
    ],
)
def test_deadlines_of_vu_quang(ma, han_don_vi, han_dau_moi):
    ky = parse_ky(ma)
    quy_tac = VU_QUANG[ky.loai]

    assert (unit_deadline(ky, quy_tac), focal_deadline(ky, quy_tac)) == (han_don_vi, han_dau_moi)
    assert [is_late(ky, quy_tac, han_don_vi + lech * NGAY) for lech in (-1, 0, 1)] == [
        False,
        False,
        True,
    ]


@given(cac_ky(CO_LICH), st.integers(1, 31), st.integers(-3, 3))
def test_strict_is_inclusive_minus_one_day(ky, ngay, lech):
    chung = {
        "ngay_han_don_vi": ngay,
        "lech_thang_don_vi": lech,
        "ngay_han_dau_moi": ngay,
        "lech_thang_dau_moi": lech,
    }
    den_ngay = QuyTac(ky.loai, **chung)
    truoc_ngay = QuyTac(ky.loai, **chung, nghiem_ngat=True, nghiem_ngat_dau_moi=True)

    assert unit_deadline(ky, truoc_ngay) == unit_deadline(ky, den_ngay) - NGAY
    assert focal_deadline(ky, truoc_ngay) == focal_deadline(ky, den_ngay) - NGAY


@pytest.mark.parametrize("loai", CO_LICH)
def test_default_leaves_a_working_day_after_the_cut_off_and_between_levels(loai):
    """Decree 09/2019, article 13: at least one working day between cut-off and deadline."""
    quy_tac = DEFAULT_RULES[loai]
    for ky in all_periods(loai, 2025, 2045):
        cac_moc = [data_window(ky, quy_tac)[1], unit_deadline(ky, quy_tac)]
        cac_moc.append(focal_deadline(ky, quy_tac))
        for truoc, sau in pairwise(cac_moc):
            o_giua = [truoc + i * NGAY for i in range(1, (sau - truoc).days)]
            assert any(map(is_weekday, o_giua))


@pytest.mark.parametrize(
    ("doi_ngay_nghi", "han"),
    [
        (DoiNgayNghi.KHONG, date(2026, 9, 2)),
        (DoiNgayNghi.TRUOC, date(2026, 8, 31)),
        (DoiNgayNghi.SAU, date(2026, 9, 3)),
    ],
)
def test_deadline_on_a_day_off_moves_as_the_plan_chose(doi_ngay_nghi, han):
    quoc_khanh = working_days({date(2026, 9, 1), date(2026, 9, 2)})
    quy_tac = QuyTac(
        LoaiKy.THANG, ngay_han_don_vi=2, ngay_han_dau_moi=2, doi_ngay_nghi=doi_ngay_nghi
    )

    assert unit_deadline(parse_ky("2026-T09"), quy_tac, quoc_khanh) == han
    assert focal_deadline(parse_ky("2026-T09"), quy_tac, quoc_khanh) == han


def test_weekend_is_off_by_default_and_swapped_in_days_count():
    quy_tac = QuyTac(LoaiKy.THANG, ngay_han_don_vi=17, doi_ngay_nghi=DoiNgayNghi.SAU)
    thu_bay = date(2026, 10, 17)

    assert unit_deadline(parse_ky("2026-T10"), quy_tac) == date(2026, 10, 19)
    assert unit_deadline(parse_ky("2026-T10"), quy_tac, working_days((), {thu_bay})) == thu_bay


def test_a_year_without_working_days_leaves_the_deadline():
    quy_tac = QuyTac(LoaiKy.THANG, doi_ngay_nghi=DoiNgayNghi.SAU)

    assert unit_deadline(parse_ky("2026-T10"), quy_tac, lambda _: False) == date(2026, 10, 18)


@given(cac_ky(CO_LICH), st.sampled_from(DoiNgayNghi), st.sets(st.integers(0, 20)))
def test_shift_goes_the_right_way_to_a_working_day(ky, doi_ngay_nghi, nghi):
    goc = unit_deadline(ky, QuyTac(ky.loai))
    is_working = working_days({goc + i * NGAY for i in nghi})
    han = unit_deadline(ky, QuyTac(ky.loai, doi_ngay_nghi=doi_ngay_nghi), is_working)

    huong = {DoiNgayNghi.KHONG: 0, DoiNgayNghi.TRUOC: -1, DoiNgayNghi.SAU: 1}[doi_ngay_nghi]
    assert (han - goc).days * huong >= 0
    assert is_working(han) or huong == 0
    assert huong != 0 or han == goc


# --- Opening ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ma", "mo_truoc_ngay", "ngay_mo"),
    [
        ("2026-T10", 10, date(2026, 10, 9)),
        ("2026-T10", 0, date(2026, 10, 19)),
        ("2026-N", 30, date(2026, 10, 30)),
    ],
)
def test_form_opens_days_before_the_deadline_and_never_closes(ma, mo_truoc_ngay, ngay_mo):
    ky = parse_ky(ma)
    quy_tac = QuyTac(
        ky.loai,
        ngay_han_don_vi=VU_QUANG[ky.loai].ngay_han_don_vi,
        lech_thang_don_vi=VU_QUANG[ky.loai].lech_thang_don_vi,
        nghiem_ngat=True,
        mo_truoc_ngay=mo_truoc_ngay,
    )

    assert opens_on(ky, quy_tac) == ngay_mo


# --- Many periods -------------------------------------------------------------------------------


def test_a_year_of_vu_quang():
    cac_lich = periods_due(VU_QUANG.values(), date(2026, 1, 1), date(2026, 12, 31))

    assert [str(lich.ky) for lich in cac_lich] == [
        *("2026-T01", "2026-T02", "2026-Q1", "2026-T03", "2026-T04", "2026-T05", "2026-Q2"),
        *("2026-6T", "2026-T06", "2026-T07", "2026-T08", "2026-Q3", "2026-T09", "2026-T10"),
        *("2026-T11", "2026-N", "2026-Q4", "2026-T12"),
    ]


def test_both_ends_of_due_are_inclusive():
    def due(tu, den):
        return [str(lich.ky) for lich in periods_due([VU_QUANG[LoaiKy.THANG]], tu, den)]

    han = date(2026, 10, 19)
    assert due(han, han) == ["2026-T10"]
    assert due(han + NGAY, han + 30 * NGAY) == []
    assert due(han - 29 * NGAY, han - NGAY) == []


def test_second_half_is_due_only_where_the_rule_asks_for_it():
    mot_nua = QuyTac(LoaiKy.SAU_THANG)
    ca_hai = QuyTac(LoaiKy.SAU_THANG, ca_sau_thang_cuoi=True)

    assert [
        [str(ky) for ky in periods_of_year(quy_tac, 2026)] for quy_tac in (mot_nua, ca_hai)
    ] == [["2026-6T"], ["2026-6T", "2026-6TC"]]


def test_due_at_the_ends_of_time():
    dau = periods_due([QuyTac(LoaiKy.NAM)], date(1990, 1, 1), date(2000, 12, 31))
    cuoi = periods_due([QuyTac(LoaiKy.NAM)], date(2099, 1, 1), date(2120, 12, 31))

    assert [str(lich.ky) for lich in dau + cuoi] == ["2000-N", "2099-N"]


def test_schedule_names_all_days_of_a_period():
    lich = schedule(parse_ky("2026-T10"), VU_QUANG[LoaiKy.THANG])

    assert (lich.ngay_mo, lich.han_don_vi, lich.han_dau_moi) == (
        date(2026, 10, 9),
        date(2026, 10, 19),
        date(2026, 10, 25),
    )
    assert (lich.so_lieu_tu, lich.so_lieu_den) == (date(2026, 9, 15), date(2026, 10, 14))


@given(st.dates(date(2024, 1, 1), date(2045, 12, 31)), st.integers(0, 800))
def test_every_period_is_due_exactly_once(tu, so_ngay):
    """Days asked one stretch after the other lose no period and name none twice."""
    giua, den = tu + so_ngay // 2 * NGAY, tu + so_ngay * NGAY
    quy_tac = VU_QUANG.values()

    assert periods_due(quy_tac, tu, den) == periods_due(quy_tac, tu, giua) + periods_due(
        quy_tac, giua + NGAY, den
    )
