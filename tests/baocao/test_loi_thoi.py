"""Reports that went out of date: marked at once, drafts compiled again, frozen ones never."""

from datetime import UTC, datetime
from typing import Any

import pytest

from baocao import phieu as forms
from baocao import tong_hop as reports
from baocao.models import BaoCao, PhieuBaoCao
from baocao.tasks import recompile_stale
from baocao.trang_thai import TrangThaiBaoCao
from donvi.models import NguoiDung
from kehoach.ky_bao_cao import LoaiKy
from nhiemvu.models import PhanCong
from nhiemvu.services import NhapTienDo
from tests.baocao.test_tong_hop import send_village
from tests.factories import make_nhiem_vu, make_phan_cong, make_quy_dinh
from tests.personas import XaMau

AT = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def thang_10(vu_quang: XaMau, can_bo: NguoiDung, tong_hop: NguoiDung) -> XaMau:
    """Give the commune October as told by the village and accepted."""
    for kind in (LoaiKy.THANG, LoaiKy.QUY):
        make_quy_dinh(vu_quang.ke_hoach, kind)
    make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, "Cài đặt VNeID"), vu_quang.thon)
    send_village(vu_quang, can_bo, tong_hop, accepted=True)
    return vu_quang


def compiled(xa: XaMau, ma_ky: str) -> BaoCao:
    late = datetime(2026, 12, 30, 2, tzinfo=UTC)
    asked = reports.request_report(ke_hoach=xa.ke_hoach, ma_ky=ma_ky, by=None, at=late)
    return reports.compile_report(bao_cao_id=asked.pk, at=AT)


def percent_in(report: BaoCao) -> int | None:
    report.refresh_from_db()
    value: int | None = report.so_lieu["nhiem_vu"]["cac_dong"][0]["phan_tram"]
    return value


def say_again(xa: XaMau, percent: int, people: tuple[NguoiDung, NguoiDung, NguoiDung]) -> None:
    """Reopen the village's form, type another percent, send and accept it."""
    can_bo, tong_hop, lanh_dao = people
    form = PhieuBaoCao.objects.get(don_vi=xa.thon)
    form = forms.reopen(phieu=form, ly_do="Nhầm", lan_luu=form.lan_luu, by=lanh_dao, at=AT)
    row = NhapTienDo(PhanCong.objects.get().pk, phan_tram=percent, noi_dung="Đã cài thêm")
    form = forms.save_form(
        phieu=form, lan_luu=form.lan_luu, noi_dung=forms.NoiDungNhap(tien_do=(row,)), by=can_bo,
        at=AT,
    )  # fmt: skip
    form = forms.submit(phieu=form, lan_luu=form.lan_luu, by=can_bo, at=AT)
    forms.accept(phieu=form, lan_luu=form.lan_luu, by=tong_hop, at=AT)


def test_later_drafts_are_compiled_again_and_frozen_ones_never(
    thang_10: XaMau,
    can_bo: NguoiDung,
    tong_hop: NguoiDung,
    lanh_dao: NguoiDung,
    django_capture_on_commit_callbacks: Any,
) -> None:
    month, quarter = compiled(thang_10, "2026-T10"), compiled(thang_10, "2026-Q4")
    later, earlier = compiled(thang_10, "2026-T12"), compiled(thang_10, "2026-T09")
    reports.submit(bao_cao=month, by=tong_hop, at=AT)
    reports.approve(bao_cao=month, tep_pdf=b"%PDF", by=lanh_dao, at=AT)
    reports.submit(bao_cao=later, by=tong_hop, at=AT)
    reports.edit_section(
        bao_cao=quarter, ma="III", noi_dung="Lời của tôi", lan_luu=0, by=tong_hop, at=AT
    )
    before = earlier.so_lieu

    with django_capture_on_commit_callbacks(execute=True):
        say_again(thang_10, 90, (can_bo, tong_hop, lanh_dao))

    assert (percent_in(month), percent_in(quarter), percent_in(later)) == (40, 90, 40)
    earlier.refresh_from_db()
    assert earlier.so_lieu == before
    assert [r.stale_at for r in (month, quarter, earlier)] == [None, None, None]
    assert (later.trang_thai, later.stale_at) == (TrangThaiBaoCao.CHO_DUYET, AT)
    assert quarter.cac_phan.get(ma="III").noi_dung == "Lời của tôi"


def test_marking_and_compiling_again_is_idempotent(
    thang_10: XaMau, can_bo: NguoiDung, tong_hop: NguoiDung, lanh_dao: NguoiDung
) -> None:
    report = compiled(thang_10, "2026-T10")
    say_again(thang_10, 70, (can_bo, tong_hop, lanh_dao))  # the worker never hears of it
    report.refresh_from_db()
    assert (report.stale_at, percent_in(report)) == (AT, 40)
    assert reports.stale_drafts() == [report.pk]
    assert [recompile_stale(), recompile_stale()] == [1, 0]
    assert (percent_in(report), report.stale_at) == (70, None)
    assert BaoCao.objects.count() == 1


def test_form_accepted_while_figures_are_read_leaves_the_mark(thang_10: XaMau) -> None:
    report = compiled(thang_10, "2026-T10")
    report.stale_at = AT
    report.save()
    again = datetime(2026, 10, 21, 2, tzinfo=UTC)
    snapshot = report.so_lieu
    BaoCao.objects.filter(pk=report.pk).update(stale_at=again)
    reports._store(report.pk, snapshot, AT, stale_at=AT, by_portal=True)
    report.refresh_from_db()
    assert report.stale_at == again


def test_page_says_that_a_report_is_out_of_date(
    thang_10: XaMau, client: Any, tong_hop: NguoiDung
) -> None:
    report = compiled(thang_10, "2026-T10")
    BaoCao.objects.filter(pk=report.pk).update(stale_at=AT)
    client.force_login(tong_hop)
    address = f"/bao-cao/{report.pk}/"
    assert "Báo cáo chưa có số liệu mới nhất" in client.get(address).content.decode()
    reports.submit(bao_cao=report, by=tong_hop, at=AT)
    assert "Số liệu đã thay đổi sau khi trình" in client.get(address).content.decode()
