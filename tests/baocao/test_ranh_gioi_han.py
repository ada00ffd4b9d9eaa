"""Every deadline on the day before, the day itself and the day after, from 00:00 to 23:59.

Vietnam time throughout: strict ("trước ngày") and inclusive ("đến ngày") rules, around Tết with
each way of moving off days off, with a commune's own day off and make-up day, and with a day of
opening that was missed.
"""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils.timezone import make_aware

from baocao import phieu as services
from baocao.han_cap_tren import report_sending, sending_of
from baocao.ma_tran import TrangThaiO, cell_of
from baocao.mo_ky import open_periods, periods_until
from baocao.models import PhieuBaoCao
from kehoach.ky_bao_cao import LoaiKy
from kehoach.lich import all_periods
from kehoach.models import NgayNghiRieng
from tests.factories import make_bao_cao, make_nhiem_vu, make_phan_cong, make_quy_dinh, saved

pytestmark = pytest.mark.django_db
MOT_NGAY = timedelta(days=1)
DAU_NGAY, CUOI_NGAY = time(0, 0), time(23, 59)
# The rules of Vũ Quang, and those of Decree 09/2019: kind, days, what the last day of 2026 is.
VU_QUANG = [
    ("2026-T02", LoaiKy.THANG, {"ngay_han_don_vi": 20}, date(2026, 2, 20)),
    ("2026-T10", LoaiKy.THANG, {"ngay_han_don_vi": 20}, date(2026, 10, 20)),
    ("2026-Q2", LoaiKy.QUY, {"ngay_han_don_vi": 10}, date(2026, 6, 10)),
    ("2026-6T", LoaiKy.SAU_THANG, {"ngay_han_don_vi": 10}, date(2026, 6, 10)),
    ("2026-9T", LoaiKy.CHIN_THANG, {"ngay_han_don_vi": 18}, date(2026, 9, 18)),
    (
        "2026-N",
        LoaiKy.NAM,
        {"ngay_han_don_vi": 30, "lech_thang_don_vi": -1},
        date(2026, 11, 30),
    ),
    (
        "2026-T12",
        LoaiKy.THANG,
        {"ngay_han_don_vi": 5, "lech_thang_don_vi": 1, "lech_thang_dau_moi": 1},
        date(2027, 1, 5),
    ),
]


@pytest.fixture
def giao_viec(vu_quang):
    """Give the village the one task that makes it report."""
    make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
    return vu_quang


def form_of(vu_quang, ma, loai, **rule):
    """Open the form of one period under one rule."""
    make_quy_dinh(vu_quang.ke_hoach, loai, **rule)
    open_periods(on=date(2027, 1, 6), ke_hoach=[vu_quang.ke_hoach])
    return PhieuBaoCao.objects.select_related("don_vi", "ke_hoach").get(ky_bao_cao=ma)


@pytest.mark.parametrize("strict", [True, False], ids=["trước ngày", "đến ngày"])
@pytest.mark.parametrize(("ma", "loai", "rule", "named"), VU_QUANG, ids=lambda v: str(v)[:8])
def test_the_last_day_is_in_time_to_its_last_minute(giao_viec, ma, loai, rule, named, strict):
    form = form_of(giao_viec, ma, loai, nghiem_ngat=strict, **rule)
    last = named - MOT_NGAY if strict else named
    assert form.han_nop == last
    told = []
    for day in (last - MOT_NGAY, last, last + MOT_NGAY):
        for moment in (DAU_NGAY, CUOI_NGAY):
            form.trang_thai, form.sent_at = "chua_bao_cao", None
            waiting = form.is_overdue(day)
            form.trang_thai = "da_gui"
            form.sent_at = make_aware(datetime.combine(day, moment))
            told.append((waiting, form.is_late()))
    assert told == [(False, False)] * 4 + [(True, True)] * 2


@pytest.mark.parametrize("strict", [True, False], ids=["trước ngày", "đến ngày"])
@pytest.mark.parametrize(
    ("lech", "luc", "is_late"),
    [(0, DAU_NGAY, False), (0, CUOI_NGAY, False), (1, DAU_NGAY, True), (1, CUOI_NGAY, True)],
)
def test_sending_by_the_clock_of_viet_nam(giao_viec, can_bo, strict, lech, luc, is_late):
    form = form_of(giao_viec, "2026-T10", LoaiKy.THANG, nghiem_ngat=strict)
    day = form.han_nop + lech * MOT_NGAY
    sent = services.submit(
        phieu=form,
        lan_luu=form.lan_luu,
        by=can_bo,
        at=make_aware(datetime.combine(day, luc)),
        ly_do_thieu="Chưa có số liệu",
    )
    assert sent.is_late() == is_late
    cell = TrangThaiO.GUI_MUON if is_late else TrangThaiO.DA_GUI
    assert cell_of(sent, day).trang_thai == cell


# Tết Bính Ngọ: 16 to 20 February 2026 (Monday to Friday) are off, with the weekends around them.
@pytest.mark.parametrize(
    ("doi", "nghi", "lam_bu", "han"),
    [
        ("khong", (), (), date(2026, 2, 18)),
        ("truoc", (), (), date(2026, 2, 13)),
        ("sau", (), (), date(2026, 2, 23)),
        ("truoc", (date(2026, 2, 13),), (), date(2026, 2, 12)),
        ("sau", (date(2026, 2, 23),), (), date(2026, 2, 24)),
        ("truoc", (), (date(2026, 2, 14),), date(2026, 2, 14)),
        ("sau", (), (date(2026, 2, 21),), date(2026, 2, 21)),
        ("sau", (), (date(2026, 2, 18),), date(2026, 2, 18)),
        ("khong", (date(2026, 2, 18),), (date(2026, 2, 21),), date(2026, 2, 18)),
    ],
)
def test_a_deadline_within_tet(giao_viec, doi, nghi, lam_bu, han):
    days = [(day, False) for day in nghi] + [(day, True) for day in lam_bu]
    for day, works in days:
        saved(NgayNghiRieng(xa=giao_viec.xa, ngay_nghi=day, la_lam_bu=works, mo_ta="Tết"))
    form = form_of(
        giao_viec, "2026-T02", LoaiKy.THANG,
        ngay_han_don_vi=18, nghiem_ngat=False, doi_ngay_nghi=doi,
    )  # fmt: skip
    assert form.han_nop == han
    assert [form.is_overdue(han + lech * MOT_NGAY) for lech in (-1, 0, 1)] == [False, False, True]
    february = next(row for row in all_periods(giao_viec.ke_hoach, 2026) if row.ky.so == 2)
    assert february.ngay_mo == han - 10 * MOT_NGAY


@pytest.mark.parametrize(
    ("doi", "han_dau_moi"),
    [("khong", date(2026, 2, 21)), ("truoc", date(2026, 2, 13)), ("sau", date(2026, 2, 23))],
)
def test_the_focal_units_own_deadline_within_tet(giao_viec, doi, han_dau_moi):
    make_quy_dinh(
        giao_viec.ke_hoach, ngay_han_don_vi=10, ngay_han_dau_moi=22,
        nghiem_ngat_dau_moi=True, doi_ngay_nghi=doi,
    )  # fmt: skip
    february = next(row for row in all_periods(giao_viec.ke_hoach, 2026) if row.ky.so == 2)
    assert february.han_dau_moi == han_dau_moi
    told = [sending_of(han_dau_moi, None, han_dau_moi + lech * MOT_NGAY) for lech in (-1, 0, 1)]
    assert [(row.so_ngay_con, row.so_ngay_tre) for row in told] == [(1, 0), (0, 0), (0, 1)]


def test_what_was_sent_up_is_compared_with_its_own_last_day(giao_viec):
    make_quy_dinh(giao_viec.ke_hoach, ngay_han_dau_moi=25)
    report = make_bao_cao(giao_viec.ke_hoach)
    for sent, late in ((None, 3), (date(2026, 10, 25), 0), (date(2026, 10, 26), 1)):
        report.ngay_gui_cap_tren = sent
        found = report_sending(report, date(2026, 10, 28))
        assert (found.han, found.so_ngay_tre, found.so_ngay_con) == (date(2026, 10, 25), late, 0)


@pytest.mark.parametrize(
    ("on", "opened"),
    [
        (date(2026, 10, 8), False),  # the day before the form opens
        (date(2026, 10, 9), True),
        (date(2026, 10, 10), True),  # the day of opening was missed
        (date(2026, 10, 19), True),
        (date(2026, 10, 20), True),  # all days up to the deadline were missed: open, and late
    ],
)
def test_a_form_opens_on_its_day_or_on_the_first_day_after_it(giao_viec, on, opened):
    giao_viec.ke_hoach.bao_cao_tu_ngay = date(2026, 10, 1)
    saved(giao_viec.ke_hoach)
    make_quy_dinh(giao_viec.ke_hoach)
    assert [str(row.ky) for row in periods_until(giao_viec.ke_hoach, on)] == (
        ["2026-T10"] if opened else []
    )
    open_periods(on=on)
    forms = list(PhieuBaoCao.objects.values_list("ky_bao_cao", "han_nop"))
    assert forms == ([("2026-T10", date(2026, 10, 19))] if opened else [])
