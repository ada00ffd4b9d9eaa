"""A village merged into another: from the next day on the successor reports on its work."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse

from baocao import phieu as forms
from baocao.bang_dieu_khien import load_figures
from baocao.ky_tong_hop import KyTongHop
from baocao.mo_ky import open_periods, units_owing
from baocao.models import PhieuBaoCao
from baocao.noi_dung import build_snapshot
from baocao.phieu_queries import load_rows
from baocao.viec_can_lam import load_home
from chitieu.services import NhapSoLieu
from donvi.ke_tiep import heir_of
from kehoach.ky_bao_cao import parse_ky
from nhiemvu.services import NhapTienDo
from tests.factories import (
    make_chi_tieu,
    make_don_vi,
    make_nhiem_vu,
    make_phan_cong,
    make_quy_dinh,
    saved,
)

LAST_DAY, NEXT_DAY = date(2026, 6, 30), date(2026, 7, 1)
AT = datetime(2026, 7, 15, 3, tzinfo=UTC)


@pytest.fixture
def thon_cu(vu_quang: Any) -> Any:
    """Give the village that was merged into Thôn 1 at the end of June, with a task and a figure."""
    unit = make_don_vi(vu_quang.xa, "Thôn 2", "thon", ma="THON2", thu_tu=50)
    task = make_nhiem_vu(vu_quang.ke_hoach, han_hoan_thanh=date(2026, 7, 20))
    make_phan_cong(task, unit)
    make_chi_tieu(vu_quang.ke_hoach, unit)
    make_quy_dinh(vu_quang.ke_hoach)
    unit.ngay_ket_thuc, unit.don_vi_ke_tiep = LAST_DAY, vu_quang.thon
    return saved(unit)


def form_of(vu_quang: Any, period: str) -> PhieuBaoCao:
    forms_ = PhieuBaoCao.objects.select_related("ke_hoach__xa", "don_vi")
    return forms_.get(don_vi=vu_quang.thon, ky_bao_cao=period)


@pytest.mark.parametrize(("on", "who"), [(LAST_DAY, "THON2"), (NEXT_DAY, "THON1")])
def test_the_successor_answers_from_the_next_day_on(vu_quang, thon_cu, on, who):
    assert heir_of(thon_cu, on).ma == who
    assert [unit.ma for unit in units_owing(vu_quang.ke_hoach, on)] == [who]


def test_a_chain_of_mergers_is_followed(vu_quang, thon_cu):
    thon = vu_quang.thon
    thon.ngay_ket_thuc, thon.don_vi_ke_tiep = date(2026, 8, 31), vu_quang.cong_an
    saved(thon)
    assert heir_of(thon_cu, date(2026, 9, 1)) == vu_quang.cong_an
    assert list(units_owing(vu_quang.ke_hoach, date(2026, 9, 1))) == [vu_quang.cong_an]


def test_the_form_holds_what_was_taken_over_and_the_report_names_the_successor(
    vu_quang, thon_cu, can_bo, tong_hop
):
    plan = vu_quang.ke_hoach
    open_periods(on=date(2026, 7, 10), ke_hoach=[plan])
    form = form_of(vu_quang, "2026-T07")
    rows = load_rows(form, date(2026, 7, 15))
    [task], [indicator] = rows.chu_tri, rows.chi_tieu
    assert indicator.is_required
    words = forms.NoiDungNhap(
        (NhapTienDo(task.phan_cong.pk, noi_dung="Họp dân hai thôn", phan_tram=40),),
        (NhapSoLieu(indicator.chi_tieu.pk, "co_so_lieu", gia_tri=80),),
    )
    form = forms.save_form(phieu=form, noi_dung=words, lan_luu=0, by=can_bo, at=AT)
    form = forms.submit(phieu=form, lan_luu=form.lan_luu, by=can_bo, at=AT)
    forms.accept(phieu=form, lan_luu=form.lan_luu, by=tong_hop, at=AT)
    task.phan_cong.refresh_from_db()
    period = KyTongHop(plan, parse_ky("2026-T07"), form.tu_ngay, form.den_ngay, la_uoc=False)
    [line] = build_snapshot(period)["nhiem_vu"]["cac_dong"]
    assert task.phan_cong.phan_tram == 40
    assert [said["don_vi"] for said in line["ket_qua"]] == ["Thôn 1"]


def test_what_is_overdue_waits_for_the_successor(vu_quang, thon_cu, can_bo, client):
    on = date(2026, 7, 21)
    [figures] = load_figures([vu_quang.ke_hoach], on)
    home = load_home(can_bo, on).don_vi
    assert [(row.don_vi, row.so_nhiem_vu) for row in figures.don_vi_tre] == [(vu_quang.thon, 1)]
    assert [row.so_ngay_tre for row in home.nhiem_vu] == [1]
    client.force_login(can_bo)
    address = reverse("nhiemvu:list", args=["vu-quang-2026"])
    found = client.get(f"{address}?don_vi={vu_quang.thon.pk}&han=qua_han")
    assert len(found.context["cac_dong"]) == 1
