"""From accepted figures to one figure of an indicator, and to its evaluation on a day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chitieu.danh_gia import CachCongDon, KetQuaDanhGia
from chitieu.models import ChiTieu, MucChiTieu, SoLieu
from chitieu.queries import (
    DongChiTieu,
    accepted_figures,
    count_results,
    current_value,
    indicator_rows,
    with_levels,
)
from tests.factories import make_chi_tieu, make_so_lieu, saved
from tests.personas import XaMau

pytestmark = pytest.mark.django_db
IN_YEAR = date(2026, 11, 20)


def make(xa: XaMau, cach: CachCongDon, **more: Any) -> ChiTieu:
    return make_chi_tieu(xa.ke_hoach, xa.thon, cach_cong_don=cach, **more)


def value_of(indicator: ChiTieu, on: date = IN_YEAR) -> Decimal | None:
    loaded = with_levels(ChiTieu.objects.filter(pk=indicator.pk)).get()
    return current_value(loaded, accepted_figures([loaded], on)[loaded.pk], on)


def row_of(indicator: ChiTieu, on: date = IN_YEAR) -> DongChiTieu:
    [row] = indicator_rows(ChiTieu.objects.filter(pk=indicator.pk), on)
    return row


def report(xa: XaMau, indicator: ChiTieu, **by_period: Any) -> None:
    """Accept figures: ``T09=5`` a value, ``T09=(1, 4)`` a ratio, ``T09="chua_co"`` a word."""
    for period, said in by_period.items():
        if isinstance(said, str):
            make_so_lieu(indicator, xa.thon, f"2026-{period}", tinh_trang=said)
        elif isinstance(said, tuple):
            part, whole = said
            values = {"tu_so": part, "mau_so": whole, "gia_tri": Decimal(part) * 100 / whole}
            make_so_lieu(indicator, xa.thon, f"2026-{period}", **values)
        else:
            make_so_lieu(indicator, xa.thon, f"2026-{period}", gia_tri=said)


# --- one figure of many ---------------------------------------------------------------------------

RULES = [
    ("cuoi_ky", {"T08": 60, "T09": 70}, 70),
    ("cuoi_ky", {"T08": 60, "T09": "chua_co"}, 60),
    ("cuoi_ky", {"T08": 60, "T09": "khong_phat_sinh"}, 60),
    ("cuoi_ky", {}, None),
    ("cong_don", {"T07": 5, "T08": 6, "T09": 7}, 18),
    ("cong_don", {"T07": 5, "T08": 6, "T09": 7, "Q3": 20}, 18),  # never added twice
    ("cong_don", {"T07": 5, "T08": 6, "Q3": 20}, 20),  # a month left out: the quarter stands
    ("cong_don", {"Q2": 10, "Q3": 18, "6T": 15}, 33),
    ("cong_don", {"Q1": 5, "Q2": 10, "Q3": 18, "6T": 16}, 33),
    ("cong_don", {"T07": 5, "T08": 6, "T09": 7, "Q3": 18, "9T": 90}, 90),
    ("cong_don", {"T08": 6, "9T": 90, "6TC": 7}, 90),  # spans that overlap are not added
    ("cong_don", {"T09": "khong_phat_sinh"}, 0),
    ("cong_don", {"T09": 4, "T10": "khong_phat_sinh"}, 4),
    ("cong_don", {"T09": "chua_co"}, None),
    ("cong_don", {"Q3": 18, "T10": "chua_co"}, 18),  # a month without a figure hides no quarter
    ("trung_binh", {"T08": 60, "T09": 70, "T10": "khong_phat_sinh"}, 65),
    ("trung_binh", {"T08": 60, "T09": 70, "Q3": 90}, 90),
    ("trung_binh", {"Q2": 60, "T07": 80, "T08": 80, "T09": 80, "Q3": 1}, 70),  # months weigh alike
    ("ty_le", {"T08": (1, 1), "T09": (0, 3)}, 25),
    ("ty_le", {"T07": (1, 1), "T08": (0, 1), "T09": (0, 2), "Q3": (9, 9)}, 25),
    ("ty_le", {"T07": "khong_phat_sinh", "T08": (1, 1), "T09": (0, 3), "Q3": (9, 9)}, 25),
    ("ty_le", {"T08": (0, 3), "Q3": (9, 10)}, 90),
    ("ty_le", {"T08": 40, "T09": 55}, 55),  # typed without its parts: the newest stands
    ("ty_le", {"T08": (1, 4), "T09": 90}, 25),  # parts are known: only they count
    ("ty_le", {"T09": "khong_phat_sinh"}, None),
]


@pytest.mark.parametrize(("cach", "said", "expected"), RULES)
def test_value_follows_the_indicators_own_rule(
    cach: str, said: dict[str, Any], expected: int | None, vu_quang: XaMau
) -> None:
    indicator = make(vu_quang, CachCongDon(cach))
    report(vu_quang, indicator, **said)
    assert value_of(indicator) == expected


@pytest.mark.parametrize(
    ("cach", "in_january", "in_february"),
    [("cuoi_ky", 8, 5), ("cong_don", None, 5), ("trung_binh", None, 5), ("ty_le", 8, 5)],
)
def test_sum_and_mean_begin_anew_each_year_and_the_newest_does_not(
    cach: str, in_january: int | None, in_february: int, vu_quang: XaMau
) -> None:
    indicator = make(vu_quang, CachCongDon(cach))
    make_so_lieu(indicator, vu_quang.thon, "2026-T12", gia_tri=8)
    make_so_lieu(indicator, vu_quang.thon, "2027-T02", gia_tri=5)
    assert value_of(indicator, date(2027, 1, 20)) == in_january
    assert value_of(indicator, date(2027, 2, 20)) == in_february


def test_figures_that_are_drafts_or_lie_ahead_do_not_count(vu_quang: XaMau) -> None:
    indicator = make(vu_quang, CachCongDon.CUOI_KY)
    make_so_lieu(indicator, vu_quang.thon, "2026-T09", gia_tri=60)
    make_so_lieu(indicator, vu_quang.thon, "2026-T10", gia_tri=70, accepted_at=None)
    make_so_lieu(indicator, vu_quang.thon, "2026-T12", gia_tri=80)
    assert value_of(indicator) == 60
    assert value_of(indicator, date(2026, 12, 13)) == 60
    assert value_of(indicator, date(2026, 12, 14)) == 80  # the cut-off day itself counts


def test_correction_counts_from_then_on_and_withdrawal_brings_the_old_figure_back(
    vu_quang: XaMau,
) -> None:
    indicator = make(vu_quang, CachCongDon.CUOI_KY)
    make_so_lieu(indicator, vu_quang.thon, "2026-T09", gia_tri=60)
    figure = make_so_lieu(indicator, vu_quang.thon, "2026-T10", gia_tri=70)
    figure.gia_tri = Decimal(65)
    saved(figure)
    assert value_of(indicator) == 65
    figure.accepted_at = None
    saved(figure)
    assert value_of(indicator) == 60


@pytest.mark.parametrize("cach", list(CachCongDon))
def test_lead_named_first_answers_where_two_gave_a_figure(
    cach: CachCongDon, vu_quang: XaMau
) -> None:
    indicator = make_chi_tieu(
        vu_quang.ke_hoach, vu_quang.cong_an, vu_quang.thon, cach_cong_don=cach
    )
    make_so_lieu(indicator, vu_quang.cong_an, gia_tri=40, tu_so=4, mau_so=10)
    make_so_lieu(indicator, vu_quang.thon, gia_tri=90, tu_so=9, mau_so=10)
    assert value_of(indicator) == 40


def test_other_lead_stands_in_where_the_first_gave_nothing(vu_quang: XaMau) -> None:
    indicator = make_chi_tieu(vu_quang.ke_hoach, vu_quang.cong_an, vu_quang.thon)
    make_so_lieu(indicator, vu_quang.cong_an, tinh_trang=SoLieu.TinhTrang.CHUA_CO)
    make_so_lieu(indicator, vu_quang.thon, gia_tri=90)
    assert value_of(indicator) == 90


# --- the row --------------------------------------------------------------------------------------


def test_row_names_the_figures_its_value_is_made_of(vu_quang: XaMau) -> None:
    indicator = make(vu_quang, CachCongDon.CONG_DON)
    report(vu_quang, indicator, T07=4, T08=5, T09=6, Q3=11, T10="chua_co")
    row = row_of(indicator)
    assert [s.ky_bao_cao for s in row.cac_so_lieu] == ["2026-T07", "2026-T08", "2026-T09"]
    assert row.so_lieu == row.cac_so_lieu[-1]


def test_qualitative_indicator_shows_its_newest_words(vu_quang: XaMau) -> None:
    indicator = make(vu_quang, CachCongDon.CUOI_KY, loai_chi_tieu="dinh_tinh")
    words = make_so_lieu(indicator, vu_quang.thon, "2026-T09", nhan_xet="Đã triển khai")
    make_so_lieu(indicator, vu_quang.thon, "2026-T10", tinh_trang="chua_co", ghi_chu="Chờ")
    row = row_of(indicator)
    assert (row.so_lieu, row.gia_tri, row.cac_so_lieu) == (words, None, ())


MILESTONES = {2026: 60, 2030: 90, 2035: 100}


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2025, 6, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2030),
        (date(2031, 5, 5), 2035),
        (date(2036, 1, 1), 2035),  # all are past: the last one stays
    ],
)
def test_level_that_counts_is_that_of_the_next_milestone(
    on: date, year: int, vu_quang: XaMau
) -> None:
    indicator = make(vu_quang, CachCongDon.CUOI_KY)
    indicator.cac_muc.all().delete()
    for nam, level in reversed(MILESTONES.items()):
        saved(
            MucChiTieu(
                chi_tieu=indicator, nam=nam, nguyen_van=f"≥ {level}%", loai_muc="so",
                so_sanh=">=", gia_tri=level, don_vi_tinh="%",
            )
        )  # fmt: skip
    row = row_of(indicator, on)
    assert (row.muc and row.muc.nam) == year
    assert [muc.nam for muc in row.cac_muc] == [2026, 2030, 2035]


@pytest.mark.parametrize(
    ("gia_tri", "on", "ket_qua", "ty_le"),
    [
        (80, IN_YEAR, KetQuaDanhGia.VUOT, "100"),
        (75, IN_YEAR, KetQuaDanhGia.DAT, "100"),
        (60, IN_YEAR, KetQuaDanhGia.TRONG_LO_TRINH, "80.0"),
        (60, date(2026, 12, 31), KetQuaDanhGia.CHUA_DAT, "80.0"),
        (60, date(2027, 1, 1), KetQuaDanhGia.KHONG_DAT, "80.0"),
    ],
)
def test_value_is_judged_against_the_level_and_its_last_day(
    gia_tri: int, on: date, ket_qua: KetQuaDanhGia, ty_le: str, vu_quang: XaMau
) -> None:
    indicator = make(vu_quang, CachCongDon.CUOI_KY)
    make_so_lieu(indicator, vu_quang.thon, gia_tri=gia_tri)
    judged = row_of(indicator, on).danh_gia
    assert judged is not None
    assert (judged.ket_qua, judged.ty_le) == (ket_qua, Decimal(ty_le))


def test_direction_of_the_indicator_decides_for_a_bare_number(vu_quang: XaMau) -> None:
    indicator = make(vu_quang, CachCongDon.CUOI_KY, chieu_huong="giam")
    level = indicator.cac_muc.get()
    level.so_sanh = "="
    saved(level)
    make_so_lieu(indicator, vu_quang.thon, gia_tri=60)
    row = row_of(indicator)
    assert row.danh_gia is not None
    assert row.danh_gia.ket_qua == KetQuaDanhGia.VUOT


def test_figure_behind_the_straight_path_is_not_on_it(vu_quang: XaMau) -> None:
    indicator = make(vu_quang, CachCongDon.CUOI_KY)
    saved(
        MucChiTieu(
            chi_tieu=indicator, nam=2030, nguyen_van="≥ 95%", loai_muc="so", so_sanh=">=",
            gia_tri=95, don_vi_tinh="%",
        )
    )  # fmt: skip
    make_so_lieu(indicator, vu_quang.thon, gia_tri=80)
    half_way = date(2028, 12, 30)
    assert row_of(indicator, date(2027, 1, 1)).danh_gia.ket_qua == KetQuaDanhGia.TRONG_LO_TRINH
    assert row_of(indicator, half_way).danh_gia.ket_qua == KetQuaDanhGia.CHUA_DAT
    assert row_of(indicator, half_way).danh_gia.ty_le == Decimal("84.2")  # 80 of 95
    pace = row_of(indicator, half_way).nhip
    assert pace is not None
    assert (pace.nam, pace.con_thieu) == (2030, Decimal(15))


def test_every_measured_indicator_falls_into_one_result_and_a_heading_into_none(
    vu_quang: XaMau,
) -> None:
    reached = make(vu_quang, CachCongDon.CUOI_KY)
    make_so_lieu(reached, vu_quang.thon, gia_tri=75)
    make(vu_quang, CachCongDon.CUOI_KY)  # no figure
    unlevelled = make(vu_quang, CachCongDon.CUOI_KY, loai_chi_tieu="dinh_tinh")
    unlevelled.cac_muc.all().delete()
    heading = make(vu_quang, CachCongDon.CUOI_KY, loai_chi_tieu="tieu_de")
    heading.cac_muc.all().delete()

    rows = indicator_rows(ChiTieu.objects.in_order(), IN_YEAR)

    assert [row.is_heading for row in rows] == [False, False, False, True]
    assert rows[-1].danh_gia is None
    assert {str(result): n for result, n in count_results(rows).items() if n} == {
        "dat": 1,
        "chua_co_so_lieu": 1,
        "can_nhan_xet": 1,
    }
    assert set(count_results([])) == set(KetQuaDanhGia)


@pytest.mark.parametrize("rows", [1, 3])
def test_rows_cost_four_queries(rows: int, vu_quang: XaMau, django_assert_num_queries: Any) -> None:
    for _ in range(rows):
        report(vu_quang, make(vu_quang, CachCongDon.TY_LE), T08=(1, 2), T09=(2, 2))
    with django_assert_num_queries(4):
        found = indicator_rows(ChiTieu.objects.in_order(), IN_YEAR)
    assert [row.gia_tri for row in found] == [Decimal(75)] * rows
