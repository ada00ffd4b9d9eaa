from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.ky_bao_cao import (
    DEFAULT_RULES,
    KyBaoCao,
    KyBaoCaoError,
    LoaiKy,
    QuyTac,
    data_window,
    estimated_window,
    parse_ky,
    schedule,
    unit_deadline,
    uoc,
)
from tests.kehoach.ky_mau import CO_LICH, VU_QUANG, all_periods, cac_ky

pytestmark = pytest.mark.pure

NGAY = timedelta(days=1)
NOI_LIEN = [loai for loai in CO_LICH if loai is not LoaiKy.CHIN_THANG]


# --- Codes and names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ma", "ky", "ten"),
    [
        ("2026-T10", KyBaoCao(LoaiKy.THANG, 2026, 10), "tháng 10 năm 2026"),
        ("2026-T01", KyBaoCao(LoaiKy.THANG, 2026, 1), "tháng 1 năm 2026"),
        ("2026-Q4", KyBaoCao(LoaiKy.QUY, 2026, 4), "quý IV năm 2026"),
        ("2026-Q1", KyBaoCao(LoaiKy.QUY, 2026, 1), "quý I năm 2026"),
        ("2026-6T", KyBaoCao(LoaiKy.SAU_THANG, 2026), "6 tháng đầu năm 2026"),
        ("2026-6TC", KyBaoCao(LoaiKy.SAU_THANG, 2026, 2), "6 tháng cuối năm 2026"),
        ("2026-9T", KyBaoCao(LoaiKy.CHIN_THANG, 2026), "9 tháng đầu năm 2026"),
        ("2026-N", KyBaoCao(LoaiKy.NAM, 2026), "năm 2026"),
        ("2026-DX1", KyBaoCao(LoaiKy.DOT_XUAT, 2026, 1), "đột xuất lần 1 năm 2026"),
        ("2026-DX12", KyBaoCao(LoaiKy.DOT_XUAT, 2026, 12), "đột xuất lần 12 năm 2026"),
    ],
)
def test_code_and_name(ma, ky, ten):
    assert (parse_ky(ma), str(ky), ky.label) == (ky, ma, ten)


def test_code_may_lack_the_zero_and_carry_spaces():
    assert str(parse_ky(" 2026-T9 ")) == "2026-T09"


@pytest.mark.parametrize(
    "ma",
    [
        *(
            "",
            "2026",
            "2026-T",
            "2026-T0",
            "2026-T13",
            "2026-Q0",
            "2026-Q5",
            "2026-6TD",
            "2026-12T",
        ),
        *("2026-N1", "2026-DX", "2026-DX0", "2026T10", "26-T10", "2026-t10", "2026-Q\u0661", "xyz"),
    ],
)
def test_wrong_code_is_refused_with_a_sentence(ma):
    with pytest.raises(KyBaoCaoError) as loi:
        parse_ky(ma)
    assert str(loi.value) == (
        f"Mã kỳ báo cáo “{ma}” không đúng; cần viết như 2026-T10 (tháng), 2026-Q4 (quý), 2026-6T "
        "(6 tháng đầu năm), 2026-6TC (6 tháng cuối năm), 2026-9T, 2026-N (năm) hoặc 2026-DX1."
    )


@pytest.mark.parametrize(
    ("loai", "nam", "so", "so_lon_nhat"),
    [
        (LoaiKy.THANG, 2026, 13, 12),
        (LoaiKy.THANG, 2026, 0, 12),
        (LoaiKy.SAU_THANG, 2026, 3, 2),
        (LoaiKy.NAM, 2026, 2, 1),
        (LoaiKy.NAM, 1999, 1, 1),
        (LoaiKy.QUY, 2100, 1, 4),
        (LoaiKy.DOT_XUAT, 2026, 10000, 9999),
    ],
)
def test_impossible_period_is_refused_with_a_sentence(loai, nam, so, so_lon_nhat):
    with pytest.raises(KyBaoCaoError) as loi:
        KyBaoCao(loai, nam, so)
    assert str(loi.value) == (
        f"Không có kỳ báo cáo {loai.label} số {so} năm {nam}; "
        f"số của kỳ phải từ 1 đến {so_lon_nhat}, năm từ 2000 đến 2099."
    )


@given(cac_ky())
def test_parse_is_the_inverse_of_str(ky):
    assert parse_ky(str(ky)) == ky


@given(st.text())
def test_parse_refuses_or_reads(ma):
    try:
        ky = parse_ky(ma)
    except KyBaoCaoError:
        return
    assert parse_ky(str(ky)) == ky


# --- Order and neighbours -----------------------------------------------------------------------


def test_periods_sort_by_last_month_then_by_length():
    theo_thu_tu = ["2025-N", "2025-DX1", "2026-T03", "2026-Q1", "2026-T06", "2026-Q2", "2026-6T"]
    theo_thu_tu += ["2026-T09", "2026-Q3", "2026-9T", "2026-T12", "2026-Q4", "2026-6TC", "2026-N"]
    theo_thu_tu += ["2026-DX1", "2026-DX2"]

    assert [str(ky) for ky in sorted(map(parse_ky, reversed(theo_thu_tu)))] == theo_thu_tu
    assert parse_ky("2026-N") >= parse_ky("2026-N")


@pytest.mark.parametrize(
    ("ma", "truoc", "cung_ky"),
    [
        ("2026-T01", "2025-T12", "2025-T01"),
        ("2026-T10", "2026-T09", "2025-T10"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026-6T", "2025-6TC", "2025-6T"),
        ("2026-6TC", "2026-6T", "2025-6TC"),
        ("2026-9T", "2025-9T", "2025-9T"),
        ("2026-N", "2025-N", "2025-N"),
    ],
)
def test_neighbours(ma, truoc, cung_ky):
    ky = parse_ky(ma)

    assert (str(ky.previous()), str(ky.same_period_last_year())) == (truoc, cung_ky)


@given(cac_ky(CO_LICH, 2001), cac_ky(CO_LICH, 2001))
def test_order_agrees_with_the_calendar(a, b):
    assert a.previous() < a
    assert (a < b) or (b < a) or a == b
    if a < b:
        assert a.calendar_window[1] <= b.calendar_window[1]


def test_nothing_before_the_first_year():
    with pytest.raises(KyBaoCaoError):
        parse_ky("2000-T01").previous()


@pytest.mark.parametrize(
    "hoi",
    [
        lambda ky: ky.previous(),
        lambda ky: ky.same_period_last_year(),
        lambda ky: ky.calendar_window,
        lambda ky: data_window(ky, VU_QUANG[LoaiKy.DOT_XUAT]),
        lambda ky: unit_deadline(ky, VU_QUANG[LoaiKy.DOT_XUAT]),
        lambda ky: schedule(ky, VU_QUANG[LoaiKy.DOT_XUAT]),
    ],
)
def test_ad_hoc_period_has_no_calendar(hoi):
    with pytest.raises(KyBaoCaoError) as loi:
        hoi(parse_ky("2026-DX1"))
    assert str(loi.value) == (
        "Kỳ đột xuất không có lịch cố định; thời gian lấy số liệu và hạn nộp theo văn bản yêu cầu."
    )


# --- Windows ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ma", "lich", "so_lieu"),
    [
        ("2026-T10", ("2026-10-01", "2026-10-31"), ("2026-09-15", "2026-10-14")),
        ("2026-T01", ("2026-01-01", "2026-01-31"), ("2025-12-15", "2026-01-14")),
        ("2028-T02", ("2028-02-01", "2028-02-29"), ("2028-01-15", "2028-02-14")),
        ("2026-Q1", ("2026-01-01", "2026-03-31"), ("2025-12-15", "2026-03-14")),
        ("2026-Q2", ("2026-04-01", "2026-06-30"), ("2026-03-15", "2026-06-14")),
        ("2026-Q3", ("2026-07-01", "2026-09-30"), ("2026-06-15", "2026-09-14")),
        ("2026-Q4", ("2026-10-01", "2026-12-31"), ("2026-09-15", "2026-12-14")),
        ("2026-6T", ("2026-01-01", "2026-06-30"), ("2025-12-15", "2026-06-14")),
        ("2026-6TC", ("2026-07-01", "2026-12-31"), ("2026-06-15", "2026-12-14")),
        ("2026-9T", ("2026-01-01", "2026-09-30"), ("2025-12-15", "2026-09-14")),
        ("2026-N", ("2026-01-01", "2026-12-31"), ("2025-12-15", "2026-12-14")),
    ],
)
def test_windows_of_decree_09(ma, lich, so_lieu):
    ky = parse_ky(ma)
    cua_so = data_window(ky, DEFAULT_RULES[ky.loai])

    assert tuple(map(str, ky.calendar_window)) == lich
    assert tuple(map(str, cua_so)) == so_lieu


@pytest.mark.parametrize("loai", NOI_LIEN)
@pytest.mark.parametrize("ngay_chot", [1, 14, 15, 28, 29, 30, 31])
def test_windows_tile_2025_to_2045(loai, ngay_chot):
    quy_tac = QuyTac(loai, ngay_chot=ngay_chot)
    for cua_so in (lambda ky: ky.calendar_window, lambda ky: data_window(ky, quy_tac)):
        cac_cua_so = [cua_so(ky) for ky in all_periods(loai, 2025, 2045)]

        assert [tu for tu, _ in cac_cua_so[1:]] == [den + NGAY for _, den in cac_cua_so[:-1]]
        assert all(tu <= den for tu, den in cac_cua_so)


def test_windows_tile_number_of_periods():
    assert [len(all_periods(loai, 2025, 2045)) for loai in LoaiKy] == [252, 84, 42, 21, 21, 0]


@pytest.mark.parametrize("nam", range(2025, 2046))
@pytest.mark.parametrize("ngay_chot", [14, 31])
def test_long_periods_are_made_of_short_ones(nam, ngay_chot):
    """Nine months can't tile a year, but they are its first three quarters."""

    def window(ma):
        ky = parse_ky(f"{nam}-{ma}")
        return data_window(ky, QuyTac(ky.loai, ngay_chot=ngay_chot))

    assert window("Q1") == (window("T01")[0], window("T03")[1])
    assert window("6T") == (window("Q1")[0], window("Q2")[1])
    assert window("6TC") == (window("Q3")[0], window("Q4")[1])
    assert window("9T") == (window("Q1")[0], window("Q3")[1])
    assert window("N") == (window("6T")[0], window("6TC")[1])


def test_natural_months_need_no_estimate_and_end_with_the_month():
    quy_tac = QuyTac(LoaiKy.THANG, ngay_chot=31, ngay_han_don_vi=5, lech_thang_don_vi=1)
    ky = parse_ky("2028-T02")

    assert data_window(ky, quy_tac) == ky.calendar_window
    assert (uoc(ky, quy_tac), estimated_window(ky, quy_tac)) == (False, None)
    assert unit_deadline(ky, quy_tac) == date(2028, 3, 5)


@pytest.mark.parametrize(
    ("ma", "quy_tac", "tu", "den"),
    [
        ("2026-T10", DEFAULT_RULES[LoaiKy.THANG], date(2026, 10, 15), date(2026, 10, 31)),
        ("2026-Q1", VU_QUANG[LoaiKy.QUY], date(2026, 3, 10), date(2026, 3, 31)),
        ("2026-N", VU_QUANG[LoaiKy.NAM], date(2026, 11, 30), date(2026, 12, 31)),
    ],
)
def test_estimate_runs_from_cut_off_or_deadline_to_the_end(ma, quy_tac, tu, den):
    assert estimated_window(parse_ky(ma), quy_tac) == (tu, den)
    assert uoc(parse_ky(ma), quy_tac) is True
