"""Last days of every kind, by the clock of Viet Nam, strict and inclusive, also over Tết.

The units' day and the focal unit's for each kind of period, an ad hoc request's, the commune's own
day of sending up, a task's, and the reminders of each, after mornings on which nobody asked too.
"""

from datetime import date, datetime, time, timedelta
from itertools import product

import pytest
from django.utils.timezone import localdate, make_aware

from baocao import dot_xuat, gui_cap_tren
from baocao.dot_xuat import NhapCauHoi
from baocao.han_cap_tren import due_upward
from baocao.viec_hang_ngay import CAC_VIEC
from donvi.models import ThongBao
from donvi.viec_hang_ngay import run_daily_jobs
from kehoach.ky_bao_cao import (
    DoiNgayNghi,
    LoaiKy,
    QuyTac,
    focal_deadline,
    is_late,
    parse_ky,
    unit_deadline,
)
from kehoach.ngay_nghi import is_working_day
from nhiemvu.trang_thai import days_late, derive_state, sap_den_han
from tests.baocao.dot_xuat_mau import form_of, make_request
from tests.factories import make_bao_cao, make_nhiem_vu, make_phan_cong, make_quy_dinh, saved

MOT_NGAY = timedelta(days=1)
DAU_NGAY, CUOI_NGAY = time(0, 0), time(23, 59)
THEO_DONG_HO = list(product((-1, 0, 1), (DAU_NGAY, CUOI_NGAY)))  # -1 00:00 ... +1 23:59
# Every kind with its named day brought to 18 February 2026, in the middle of Tết.
GIUA_TET = {"2026-T02": 0, "2026-Q1": -1, "2026-6T": -4, "2025-6TC": 2, "2025-9T": 5, "2025-N": 2}
# Off from Saturday 14 to Sunday 22 February; where the last day goes.
LAST = {
    DoiNgayNghi.KHONG: {True: date(2026, 2, 17), False: date(2026, 2, 18)},
    DoiNgayNghi.TRUOC: dict.fromkeys((True, False), date(2026, 2, 13)),
    DoiNgayNghi.SAU: dict.fromkeys((True, False), date(2026, 2, 23)),
}


def luc(day: date, gio: time) -> datetime:
    return make_aware(datetime.combine(day, gio))


def by_the_clock(han: date) -> list[datetime]:
    """Give 00:00 and 23:59 of the day before the last day, of it, and of the day after."""
    return [luc(han + lech * MOT_NGAY, gio) for lech, gio in THEO_DONG_HO]


# --- pure -----------------------------------------------------------------------------------------


@pytest.mark.pure
def test_days_off_of_tet_are_those_of_the_kept_calendar():
    days = [date(2026, 2, 13) + n * MOT_NGAY for n in range(11)]
    assert [day.day for day in days if is_working_day(day)] == [13, 23]


@pytest.mark.pure
@pytest.mark.parametrize("strict", [True, False], ids=["trước ngày", "đến ngày"])
@pytest.mark.parametrize("doi", list(DoiNgayNghi), ids=str)
@pytest.mark.parametrize(("ma", "lech"), GIUA_TET.items())
def test_last_days_of_every_kind_within_tet(ma, lech, doi, strict):
    ky = parse_ky(ma)
    rule = QuyTac(
        ky.loai, ngay_han_don_vi=18, lech_thang_don_vi=lech, nghiem_ngat=strict,
        ngay_han_dau_moi=18, lech_thang_dau_moi=lech, nghiem_ngat_dau_moi=strict,
        doi_ngay_nghi=doi,
    )  # fmt: skip
    last = LAST[doi][strict]
    assert unit_deadline(ky, rule, is_working_day) == last
    assert focal_deadline(ky, rule, is_working_day) == last
    late = [is_late(ky, rule, localdate(at), is_working_day) for at in by_the_clock(last)]
    assert late == [False] * 4 + [True] * 2


@pytest.mark.pure
@pytest.mark.parametrize("den", [date(2026, 2, 18), date(2026, 6, 30), date(2026, 12, 31)])
def test_a_tasks_last_day_is_in_time_to_its_last_minute(den):
    told = []
    for at in by_the_clock(den):
        state = derive_state(
            loai_han="ngay", tu=None, den=den, phan_tram=40, ngay_hoan_thanh=None,
            tam_dung=False, on=localdate(at),
        )  # fmt: skip
        days = days_late(state, den=den, ngay_hoan_thanh=None, on=localdate(at))
        told.append((state.is_overdue, days, sap_den_han(localdate(at), den, trang_thai=state)))
    assert told == [(False, 0, True)] * 4 + [(True, 1, False)] * 2


# --- in the database ------------------------------------------------------------------------------


@pytest.fixture
def giao_viec(db, vu_quang):
    """Give the village the one task that makes it report; it reports from 2026 on."""
    make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, loai_han="thuong_xuyen"), vu_quang.thon)
    return vu_quang


@pytest.mark.parametrize("strict", [True, False], ids=["trước ngày", "đến ngày"])
@pytest.mark.parametrize(
    ("ma", "loai", "lech"),
    [
        ("2026-T06", LoaiKy.THANG, 0),
        ("2026-Q2", LoaiKy.QUY, 0),
        ("2026-6T", LoaiKy.SAU_THANG, 0),
        ("2026-9T", LoaiKy.CHIN_THANG, -3),
        ("2026-N", LoaiKy.NAM, -6),
    ],
)
def test_the_communes_own_day_for_every_kind(giao_viec, ma, loai, lech, strict):
    make_quy_dinh(
        giao_viec.ke_hoach, loai, ngay_han_don_vi=10, lech_thang_don_vi=lech, ngay_han_dau_moi=22,
        lech_thang_dau_moi=lech, nghiem_ngat_dau_moi=strict,
    )  # fmt: skip
    last = date(2026, 6, 21 if strict else 22)
    told = []
    for at in by_the_clock(last):
        [gui] = [r.gui for r in due_upward([giao_viec.ke_hoach], localdate(at)) if str(r.ky) == ma]
        told.append((gui.han, gui.so_ngay_con, gui.so_ngay_tre))
    assert told == [(last, 1, 0)] * 2 + [(last, 0, 0)] * 2 + [(last, 0, 1)] * 2


@pytest.mark.parametrize(
    ("at", "accepted"),
    [
        (luc(date(2026, 10, 24), CUOI_NGAY), False),
        (luc(date(2026, 10, 25), DAU_NGAY), True),
        (luc(date(2026, 10, 25), CUOI_NGAY), True),
    ],
)
def test_the_day_of_sending_up_is_not_in_the_future(giao_viec, tong_hop, at, accepted):
    report = make_bao_cao(giao_viec.ke_hoach, trang_thai="da_duyet", approved_at=at - MOT_NGAY * 3)
    day = date(2026, 10, 25)
    if accepted:
        gui_cap_tren.record_sending(bao_cao=report, ngay_gui=day, by=tong_hop, at=at)
    else:
        with pytest.raises(gui_cap_tren.NgayGuiKhongHopLe):
            gui_cap_tren.record_sending(bao_cao=report, ngay_gui=day, by=tong_hop, at=at)
    report.refresh_from_db()
    assert report.ngay_gui_cap_tren == (day if accepted else None)


def test_an_ad_hoc_request_before_and_after_more_time_was_given(giao_viec, tong_hop):
    request = make_request(
        giao_viec.ke_hoach, tong_hop, giao_viec.thon, cac_cau_hoi=(NhapCauHoi("Số trạm?", "so"),)
    )
    first, later = date(2026, 10, 21), date(2026, 10, 30)
    for last in (first, later):
        form, told = form_of(request, giao_viec.thon), []
        assert form.han_nop == last
        for at in by_the_clock(last):
            form.trang_thai = "chua_bao_cao"
            waiting = form.is_overdue(localdate(at))
            form.trang_thai, form.sent_at = "da_gui", at
            told.append((waiting, form.is_late()))
        assert told == [(False, False)] * 4 + [(True, True)] * 2
        if last == first:
            request = dot_xuat.extend(
                yeu_cau=request, han_nop=later, ly_do="Mưa lũ", by=tong_hop,
                at=luc(first, CUOI_NGAY), on=first,
            )  # fmt: skip


# --- reminders over Tết ---------------------------------------------------------------------------

NHAC = [viec for viec in CAC_VIEC if viec.ten in ("mo_ky", "nhac")]
SANG = time(6, 30)
# When the jobs are asked for, and the step told then. The last day is Friday the 13th, moved there
# from within Tết; from the 15th to the 22nd the machine is off.
QUA_TET = [
    (date(2026, 2, 6), time(0, 9), []),
    (date(2026, 2, 6), SANG, ["truoc7"]),
    (date(2026, 2, 10), DAU_NGAY, []),
    (date(2026, 2, 10), CUOI_NGAY, ["truoc3"]),
    (date(2026, 2, 12), time(6, 29), []),
    (date(2026, 2, 12), SANG, ["truoc1"]),
    (date(2026, 2, 12), CUOI_NGAY, []),
    (date(2026, 2, 13), DAU_NGAY, []),
    (date(2026, 2, 13), CUOI_NGAY, []),
    (date(2026, 2, 14), DAU_NGAY, []),
    (date(2026, 2, 14), time(6, 29), []),
    (date(2026, 2, 14), CUOI_NGAY, ["sau1"]),
    (date(2026, 2, 23), DAU_NGAY, []),
    (date(2026, 2, 23), SANG, ["sau6"]),
    (date(2026, 2, 23), CUOI_NGAY, []),
    (date(2026, 2, 24), SANG, []),  # too soon after the one told late
    (date(2026, 2, 28), SANG, ["sau11"]),
]


def test_reminders_by_the_clock_over_tet_with_missed_days(giao_viec, can_bo):
    plan = giao_viec.ke_hoach
    plan.bao_cao_tu_ngay = date(2026, 2, 1)
    saved(plan)
    make_quy_dinh(plan, ngay_han_don_vi=18, nghiem_ngat=False, doi_ngay_nghi=DoiNgayNghi.TRUOC)
    for day, gio, expected in QUA_TET:
        at = luc(day, gio)
        run_daily_jobs(NHAC, at=at)
        made = ThongBao.objects.filter(created_at=at, nguoi_nhan=can_bo)
        told = made.filter(khoa_trung__startswith="nhac:phieu:")
        steps = [key.rpartition(":")[2] for key in told.values_list("khoa_trung", flat=True)]
        assert steps == expected, (day, gio)
    assert giao_viec.ke_hoach.cac_phieu.get(ky_bao_cao="2026-T02").han_nop == date(2026, 2, 13)
