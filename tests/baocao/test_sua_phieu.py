"""The focal unit corrects a slip in a sent form: old and new on record, the unit told."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import make_aware

from baocao.models import PhieuBaoCao
from baocao.phieu import (
    LyDoKhongHopLe,
    NoiDungNhap,
    PhieuDaThayDoi,
    PhieuKhongDuocPhep,
    accept,
    save_form,
    submit,
)
from baocao.sua_phieu import KhongCoThayDoi, correct
from chitieu.services import NhapSoLieu
from donvi.models import NhatKy, ThongBao
from nhiemvu.models import PhanCong, TienDo
from nhiemvu.services import NhapTienDo
from tests.baocao.test_phieu_trang import boxes
from tests.factories import make_chi_tieu, make_nhiem_vu, make_phan_cong, make_phieu

pytestmark = pytest.mark.django_db
LUC = make_aware(datetime(2026, 10, 15, 9, 30))


@pytest.fixture
def viec(vu_quang):
    return make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, ma="7"), vu_quang.thon)


@pytest.fixture
def chi_tieu(vu_quang):
    return make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon, ma="9")


@pytest.fixture
def phieu(vu_quang, viec, chi_tieu, can_bo):
    """Give the village's form of October, sent with 4 % (meant: 40) and 279 of 395."""
    form = make_phieu(vu_quang.ke_hoach, vu_quang.thon)
    content = NoiDungNhap(
        tien_do=(NhapTienDo(viec.pk, noi_dung="Họp thôn", phan_tram=4),),
        so_lieu=(NhapSoLieu(chi_tieu.pk, "co_so_lieu", tu_so=Decimal(279), mau_so=Decimal(395)),),
    )
    saved = save_form(phieu=form, noi_dung=content, lan_luu=0, by=can_bo, at=LUC)
    return submit(phieu=saved, lan_luu=saved.lan_luu, by=can_bo, at=LUC)


def right(viec, **values):
    row = {"noi_dung": "Họp thôn", "phan_tram": 40} | values
    return NoiDungNhap(tien_do=(NhapTienDo(viec.pk, **row),))


def fix(phieu, viec, by, ly_do="Gõ thiếu số 0", lan_luu=None, **values):
    version = phieu.lan_luu if lan_luu is None else lan_luu
    return correct(
        phieu=phieu, noi_dung=right(viec, **values), ly_do=ly_do, lan_luu=version, by=by, at=LUC
    )


def test_old_and_new_are_on_record_and_the_unit_is_told(phieu, viec, can_bo, tong_hop):
    fixed = fix(phieu, viec, tong_hop)
    assert (TienDo.objects.get().phan_tram, fixed.trang_thai, fixed.sent_by) == (
        40, "da_gui", can_bo,
    )  # fmt: skip
    act = NhatKy.objects.about(phieu).get(hanh_dong="sửa phiếu")
    assert (act.gia_tri_cu, act.gia_tri_moi, act.ly_do, act.created_by) == (
        {"Nhiệm vụ 7, phần trăm": "4"},
        {"Nhiệm vụ 7, phần trăm": "40"},
        "Gõ thiếu số 0",
        tong_hop,
    )
    newest = TienDo.history.first()
    assert (newest.history_user, newest.history_change_reason) == (tong_hop, "Gõ thiếu số 0")
    notice = ThongBao.objects.get(nguoi_nhan=can_bo)
    assert notice.noi_dung == "Lý do: Gõ thiếu số 0\nNhiệm vụ 7, phần trăm: 4 → 40"


def test_the_corrected_value_counts_after_acceptance_only(phieu, viec, tong_hop):
    fixed = fix(phieu, viec, tong_hop)
    assert PhanCong.objects.get().phan_tram is None
    accept(phieu=fixed, lan_luu=fixed.lan_luu, by=tong_hop, at=LUC)
    assert PhanCong.objects.get().phan_tram == 40


def test_a_figure_computed_of_two_numbers(phieu, chi_tieu, tong_hop):
    content = NoiDungNhap(
        so_lieu=(NhapSoLieu(chi_tieu.pk, "co_so_lieu", tu_so=Decimal(297), mau_so=Decimal(396)),)
    )  # fmt: skip
    correct(
        phieu=phieu, noi_dung=content, ly_do="Đảo số", lan_luu=phieu.lan_luu, by=tong_hop, at=LUC
    )
    act = NhatKy.objects.about(phieu).get(hanh_dong="sửa phiếu")
    assert (act.gia_tri_cu, act.gia_tri_moi) == (
        {"Chỉ tiêu 9, giá trị": "70,632911", "Chỉ tiêu 9, tử số": "279",
         "Chỉ tiêu 9, mẫu số": "395"},
        {"Chỉ tiêu 9, giá trị": "75", "Chỉ tiêu 9, tử số": "297", "Chỉ tiêu 9, mẫu số": "396"},
    )  # fmt: skip


@pytest.mark.parametrize("ly_do", ["", " \n", "x" * 2001])
def test_no_correction_without_a_reason(phieu, viec, tong_hop, ly_do):
    with pytest.raises(LyDoKhongHopLe):
        fix(phieu, viec, tong_hop, ly_do=ly_do)
    assert TienDo.objects.get().phan_tram == 4


def test_nothing_to_correct(phieu, viec, tong_hop):
    with pytest.raises(KhongCoThayDoi):
        fix(phieu, viec, tong_hop, phan_tram=4)
    assert not NhatKy.objects.about(phieu).filter(hanh_dong="sửa phiếu").exists()


def test_stale_page_corrects_nothing(phieu, viec, tong_hop):
    with pytest.raises(PhieuDaThayDoi):
        fix(phieu, viec, tong_hop, lan_luu=phieu.lan_luu - 1)


@pytest.mark.parametrize("role", ["can_bo", "cong_an", "lanh_dao", "quan_tri", "nguoi_ngoai"])
def test_only_the_focal_unit_corrects(phieu, viec, request, role):
    with pytest.raises(PhieuKhongDuocPhep, match="Chỉ người làm tổng hợp"):
        fix(phieu, viec, request.getfixturevalue(role))


def test_an_accepted_form_is_not_corrected(phieu, viec, tong_hop):
    done = accept(phieu=phieu, lan_luu=phieu.lan_luu, by=tong_hop, at=LUC)
    with pytest.raises(PhieuKhongDuocPhep, match="đã tiếp nhận"):
        fix(done, viec, tong_hop)


# --- the page ---------------------------------------------------------------------------------


@pytest.fixture
def trang(client, tong_hop):
    client.force_login(tong_hop)
    return client


def url(phieu, name="form_correct"):
    return reverse(f"baocao:{name}", args=[phieu.pk])


def test_from_the_form_to_the_correction_and_back(trang, phieu, viec, can_bo):
    assert url(phieu) in trang.get(url(phieu, "form")).content.decode()
    data = boxes(trang.get(url(phieu)).content.decode()) | {f"nv{viec.pk}-phan_tram": "40"}
    kept = trang.post(url(phieu), data)
    assert (kept.status_code, TienDo.objects.get().phan_tram) == (422, 4)
    assert "Hãy ghi lý do sửa phiếu" in kept.content.decode()
    assert 'value="40"' in kept.content.decode()
    done = trang.post(url(phieu), data | {"ly_do": "Gõ thiếu số 0"})
    assert (done.status_code, done["Location"]) == (302, url(phieu, "form"))
    for person in (None, can_bo):  # the focal unit, then the unit itself
        if person:
            trang.force_login(person)
        html = trang.get(url(phieu, "form")).content.decode()
        assert "Đầu mối đã sửa" in html
        assert '<td data-label="Đơn vị gửi">4</td>' in html
        assert '<td data-label="Đầu mối sửa"><strong>40</strong></td>' in html


def test_two_corrections_of_one_row_show_both_texts(trang, phieu, viec, tong_hop):
    late = boxes(trang.get(url(phieu)).content.decode())
    fix(phieu, viec, tong_hop)
    page = trang.post(url(phieu), late | {f"nv{viec.pk}-phan_tram": "45", "ly_do": "Sai"})
    assert (page.status_code, TienDo.objects.get().phan_tram) == (422, 40)
    assert "đã sửa mục này" in page.content.decode()


def test_bad_values_are_refused(trang, phieu, viec):
    data = boxes(trang.get(url(phieu)).content.decode())
    page = trang.post(url(phieu), data | {f"nv{viec.pk}-phan_tram": "140", "ly_do": "Sai"})
    assert page.status_code == 422
    assert PhieuBaoCao.objects.get().lan_luu == phieu.lan_luu
