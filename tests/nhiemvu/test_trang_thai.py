from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhiemvu.loai_han import LoaiHan
from nhiemvu.trang_thai import (
    MaTranTrangThai,
    TongHopTrangThai,
    TrangThai,
    aggregate,
    count_matrix,
    days_late,
    derive_state,
    sap_den_han,
)

pytestmark = pytest.mark.pure

TU, DEN = date(2026, 4, 1), date(2026, 6, 30)
NGAY = timedelta(days=1)
LAP_LAI = (LoaiHan.THUONG_XUYEN, LoaiHan.DINH_KY)
DUNG_HAN = TrangThai.HOAN_THANH_DUNG_HAN
XONG_MUON = TrangThai.HOAN_THANH_QUA_HAN
TRONG_HAN = TrangThai.DANG_THUC_HIEN_TRONG_HAN
QUA_HAN = TrangThai.DANG_THUC_HIEN_QUA_HAN
CHUA_LAM = TrangThai.CHUA_THUC_HIEN
CHUA_DEN = TrangThai.CHUA_DEN_HAN_BAT_DAU
THUONG_XUYEN = TrangThai.THUONG_XUYEN
KHONG_HAN = TrangThai.KHONG_CO_HAN
TAM_DUNG = TrangThai.TAM_DUNG


def state(on, **khac):
    """Derive the state of a second-quarter task that nobody has touched."""
    mac_dinh = {
        "loai_han": LoaiHan.QUY,
        "tu": TU,
        "den": DEN,
        "phan_tram": None,
        "ngay_hoan_thanh": None,
        "tam_dung": False,
    }
    return derive_state(**(mac_dinh | khac), on=on)


# --- One obligation -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "phan_tram", "trang_thai"),
    [
        (TU - NGAY, None, CHUA_DEN),
        (TU - NGAY, 0, CHUA_DEN),
        (TU - NGAY, 1, TRONG_HAN),
        (TU, None, CHUA_LAM),
        (TU + NGAY, 0, CHUA_LAM),
        (DEN - NGAY, 99, TRONG_HAN),
        (DEN, 0, CHUA_LAM),
        (DEN, 50, TRONG_HAN),
        (DEN, 100, TRONG_HAN),
        (DEN + NGAY, None, QUA_HAN),
        (DEN + NGAY, 0, QUA_HAN),
        (DEN + NGAY, 100, QUA_HAN),
    ],
)
def test_unfinished_work_by_day_and_percent(on, phan_tram, trang_thai):
    assert state(on, phan_tram=phan_tram) is trang_thai


@pytest.mark.parametrize(
    ("ngay_hoan_thanh", "on", "trang_thai"),
    [
        (DEN - NGAY, DEN + NGAY, DUNG_HAN),
        (DEN, DEN, DUNG_HAN),
        (DEN, DEN + NGAY, DUNG_HAN),
        (DEN + NGAY, DEN + NGAY, XONG_MUON),
        (DEN + NGAY, DEN + 400 * NGAY, XONG_MUON),
        (TU - NGAY, TU - NGAY, DUNG_HAN),
    ],
)
def test_finished_work_by_completion_date(ngay_hoan_thanh, on, trang_thai):
    assert state(on, phan_tram=100, ngay_hoan_thanh=ngay_hoan_thanh) is trang_thai


def test_completion_after_the_asked_day_has_not_happened_yet():
    ngay_hoan_thanh = DEN + 5 * NGAY

    assert [
        state(ngay_hoan_thanh + lech * NGAY, phan_tram=100, ngay_hoan_thanh=ngay_hoan_thanh)
        for lech in (-1, 0, 1)
    ] == [QUA_HAN, XONG_MUON, XONG_MUON]


@pytest.mark.parametrize("loai_han", LAP_LAI)
@pytest.mark.parametrize("den", [None, DEN])
@pytest.mark.parametrize("phan_tram", [None, 0, 50, 100])
def test_recurring_work_is_never_overdue(loai_han, den, phan_tram):
    chung = {"loai_han": loai_han, "tu": None, "den": den, "phan_tram": phan_tram}

    assert state(DEN + NGAY, **chung) is THUONG_XUYEN
    assert state(DEN + NGAY, **chung, ngay_hoan_thanh=DEN + NGAY) is DUNG_HAN


@pytest.mark.parametrize(
    "loai_han", [LoaiHan.KHONG_CO, LoaiHan.SU_KIEN, LoaiHan.TUONG_DOI, LoaiHan.CAN_XEM]
)
@pytest.mark.parametrize("phan_tram", [None, 0, 50, 100])
def test_undated_work_is_never_overdue(loai_han, phan_tram):
    chung = {"loai_han": loai_han, "tu": None, "den": None, "phan_tram": phan_tram}

    assert state(date(2045, 12, 31), **chung) is KHONG_HAN
    assert state(DEN, **chung, ngay_hoan_thanh=DEN) is DUNG_HAN


def test_event_that_got_a_date_is_judged_by_it():
    assert state(DEN + NGAY, loai_han=LoaiHan.SU_KIEN, tu=None) is QUA_HAN


@pytest.mark.parametrize(
    ("on", "phan_tram", "trang_thai"),
    [
        (date(2025, 12, 31), None, CHUA_DEN),
        (date(2026, 1, 1), None, CHUA_LAM),
        (date(2026, 1, 1), 10, TRONG_HAN),
        (date(2045, 12, 31), 10, TRONG_HAN),
    ],
)
def test_open_range_begins_but_never_runs_out(on, phan_tram, trang_thai):
    mo_cuoi = {"loai_han": LoaiHan.KHOANG, "tu": date(2026, 1, 1), "den": None}

    assert state(on, **mo_cuoi, phan_tram=phan_tram) is trang_thai


def test_paused_work_is_neither_overdue_nor_recurring_but_may_be_finished():
    assert state(DEN + NGAY, tam_dung=True) is TAM_DUNG
    assert state(DEN, loai_han=LoaiHan.THUONG_XUYEN, tam_dung=True) is TAM_DUNG
    assert state(DEN, ngay_hoan_thanh=DEN, tam_dung=True) is DUNG_HAN


BAT_KY_NGAY = st.none() | st.dates()


@given(
    loai_han=st.sampled_from(LoaiHan),
    tu=BAT_KY_NGAY,
    den=BAT_KY_NGAY,
    phan_tram=st.none() | st.integers(),
    ngay_hoan_thanh=BAT_KY_NGAY,
    tam_dung=st.booleans(),
    on=st.dates(),
)
def test_state_is_total_and_overdue_needs_a_passed_date(on, **dau_vao):
    trang_thai = derive_state(**dau_vao, on=on)
    den, xong = dau_vao["den"], dau_vao["ngay_hoan_thanh"]
    da_xong = xong is not None and xong <= on
    co_han = den is not None and dau_vao["loai_han"] not in LAP_LAI

    assert trang_thai.is_done == da_xong
    assert trang_thai.is_overdue == (
        not da_xong and not dau_vao["tam_dung"] and co_han and den < on
    )
    assert (trang_thai is XONG_MUON) == (da_xong and co_han and den < xong)


# --- Groups -------------------------------------------------------------------------------------


def test_groups_part_the_states():
    assert TrangThai.da_hoan_thanh() == {DUNG_HAN, XONG_MUON}
    assert TrangThai.chua_hoan_thanh() == {
        *(TRONG_HAN, QUA_HAN, CHUA_LAM, CHUA_DEN, THUONG_XUYEN, KHONG_HAN, TAM_DUNG)
    }
    assert TrangThai.qua_han() == {QUA_HAN}


def test_values_are_labels_without_marks():
    assert TrangThai.choices()[:2] == [
        ("hoan_thanh_dung_han", "hoàn thành đúng hạn"),
        ("hoan_thanh_qua_han", "hoàn thành quá hạn"),
    ]
    assert [trang_thai.name.lower() for trang_thai in TrangThai] == [
        trang_thai.value for trang_thai in TrangThai
    ]


# --- Near and past the deadline -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("con_lai", "sap_den"), [(-1, False), (0, True), (1, True), (7, True), (8, False)]
)
def test_due_soon_by_days_left(con_lai, sap_den):
    assert sap_den_han(DEN - con_lai * NGAY, DEN) is sap_den


@pytest.mark.parametrize(("days", "sap_den"), [(2, False), (3, True), (4, True)])
def test_due_soon_takes_the_number_of_days(days, sap_den):
    assert sap_den_han(DEN - 3 * NGAY, DEN, days=days) is sap_den


@pytest.mark.parametrize("trang_thai", TrangThai)
def test_due_soon_only_for_work_with_an_end(trang_thai):
    khong_nhac = trang_thai in (DUNG_HAN, XONG_MUON, TAM_DUNG, THUONG_XUYEN)

    assert sap_den_han(DEN, DEN, trang_thai=trang_thai) is not khong_nhac


def test_undated_work_is_never_due_soon():
    assert sap_den_han(DEN, None) is False


@pytest.mark.parametrize(
    ("trang_thai", "ngay_hoan_thanh", "so_ngay"),
    [
        (QUA_HAN, None, 10),
        (QUA_HAN, DEN + 30 * NGAY, 10),
        (XONG_MUON, DEN + 3 * NGAY, 3),
        (DUNG_HAN, DEN, 0),
        (TRONG_HAN, None, 0),
        (TAM_DUNG, None, 0),
        (THUONG_XUYEN, None, 0),
    ],
)
def test_days_late(trang_thai, ngay_hoan_thanh, so_ngay):
    on = DEN + 10 * NGAY

    assert days_late(trang_thai, den=DEN, ngay_hoan_thanh=ngay_hoan_thanh, on=on) == so_ngay
    assert days_late(trang_thai, den=None, ngay_hoan_thanh=ngay_hoan_thanh, on=on) == 0


# --- A task of many units -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cac_don_vi", "so_xong", "trang_thai"),
    [
        ([], 0, CHUA_LAM),
        ([DUNG_HAN], 1, DUNG_HAN),
        ([DUNG_HAN, DUNG_HAN], 2, DUNG_HAN),
        ([DUNG_HAN, XONG_MUON], 2, XONG_MUON),
        ([DUNG_HAN, QUA_HAN, TRONG_HAN], 1, QUA_HAN),
        ([XONG_MUON, CHUA_LAM], 1, TRONG_HAN),
        ([DUNG_HAN, CHUA_DEN], 1, TRONG_HAN),
        ([CHUA_LAM, CHUA_LAM], 0, CHUA_LAM),
        ([CHUA_DEN, CHUA_LAM], 0, CHUA_LAM),
        ([CHUA_LAM, TRONG_HAN], 0, TRONG_HAN),
        ([CHUA_DEN], 0, CHUA_DEN),
        ([DUNG_HAN, THUONG_XUYEN], 1, THUONG_XUYEN),
        ([DUNG_HAN, KHONG_HAN], 1, KHONG_HAN),
        ([DUNG_HAN, TAM_DUNG], 1, TAM_DUNG),
        ([CHUA_LAM, TAM_DUNG], 0, CHUA_LAM),
        ([QUA_HAN, TAM_DUNG], 0, QUA_HAN),
    ],
)
def test_aggregate(cac_don_vi, so_xong, trang_thai):
    tong_hop = TongHopTrangThai(so_xong, len(cac_don_vi), trang_thai)

    assert [aggregate(thu_tu) for thu_tu in set(permutations(cac_don_vi))] == [tong_hop] * len(
        set(permutations(cac_don_vi))
    )


CAC_TRANG_THAI = st.lists(st.sampled_from(TrangThai))


@given(CAC_TRANG_THAI.filter(bool))
def test_aggregate_is_done_when_all_are_and_overdue_when_one_is(cac_don_vi):
    tong_hop = aggregate(iter(cac_don_vi))

    assert tong_hop.tong_so == len(cac_don_vi)
    assert tong_hop.trang_thai.is_done == (tong_hop.so_hoan_thanh == tong_hop.tong_so)
    assert tong_hop.trang_thai.is_overdue == any(tt.is_overdue for tt in cac_don_vi)


# --- The official matrix ------------------------------------------------------------------------


def test_matrix_puts_every_state_into_one_cell():
    assert count_matrix(TrangThai) == MaTranTrangThai(
        hoan_thanh_dung_han=1,
        hoan_thanh_qua_han=1,
        chua_hoan_thanh_trong_han=6,
        chua_hoan_thanh_qua_han=1,
    )


@given(CAC_TRANG_THAI)
def test_matrix_adds_up(cac_trang_thai):
    ma_tran = count_matrix(iter(cac_trang_thai))

    assert ma_tran.tong_so == len(cac_trang_thai)
    assert ma_tran.da_hoan_thanh == sum(tt in TrangThai.da_hoan_thanh() for tt in cac_trang_thai)
    assert ma_tran.chua_hoan_thanh == sum(
        tt in TrangThai.chua_hoan_thanh() for tt in cac_trang_thai
    )
