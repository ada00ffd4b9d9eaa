"""Runs of the worker on a file: what broke off, what was overtaken, what a fault stopped."""

from datetime import UTC, datetime, timedelta

import pytest

from kehoach.models import KeHoach
from nhapxuat import nhap_tep, sua_tep
from nhapxuat.ket_qua_nhap import ViTri
from nhapxuat.loi_nhap import OKhongCo
from nhapxuat.models import LanNhap, TrangThaiNhap
from nhapxuat.xem_tep import load_review, review
from nhapxuat.xem_truoc import XemTruoc
from tests.nhapxuat.mau_lan_nhap import make_lan_nhap
from tests.nhapxuat.viet_tep import TrangViet, write_book

pytestmark = pytest.mark.django_db
LUC = datetime(2026, 10, 20, 9, tzinfo=UTC)
SAU = LUC + timedelta(hours=1)
BANG = TrangViet(
    [
        ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"],
        [1, "Tuyên truyền", "Công an xã", "Quý I/2026"],
        [2, "Tập huấn kỹ năng số", "Công an xã", "Quý II/2026"],
    ]
)


@pytest.fixture
def ke_hoach(vu_quang):
    KeHoach.objects.update(trang_thai=KeHoach.TrangThai.DU_THAO, so_hieu="")
    vu_quang.ke_hoach.refresh_from_db()
    return vu_quang.ke_hoach


@pytest.fixture
def row(ke_hoach, tong_hop):
    return make_lan_nhap(ke_hoach, tong_hop)


def test_what_never_came_to_a_worker_or_broke_off_there_is_taken_up(row):
    rows = LanNhap.objects.filter(pk=row.pk)
    for state, waits in (("cho_luu", 3), ("dang_luu", 12), ("dang_cho", 3), ("dang_doc", 12)):
        rows.update(trang_thai=state, started_at=SAU)
        assert nhap_tep.lost_imports(at=SAU + timedelta(minutes=waits - 1)) == []
        assert nhap_tep.lost_imports(at=SAU + timedelta(minutes=waits, seconds=1)) == [row.pk]
    rows.update(trang_thai="cho_xem")
    assert nhap_tep.lost_imports(at=SAU + timedelta(days=1)) == []


def test_what_a_slower_run_tells_of_a_file_is_not_written(row):
    LanNhap.objects.filter(pk=row.pk).update(trang_thai="dang_doc", started_at=SAU)
    review(row)  # as it was claimed at LUC
    row.refresh_from_db()
    assert row.trang_thai == TrangThaiNhap.DANG_DOC
    assert nhap_tep.read_file(lan_nhap_id=row.pk, at=SAU).trang_thai == TrangThaiNhap.CHO_XEM


def test_a_fault_of_the_portal_is_told_and_what_was_read_stays(row, tong_hop):
    seen = load_review(row).dau_vet
    nhap_tep.request_save(lan_nhap_id=row.pk, dau_vet=seen, ly_do="", by=tong_hop, at=SAU)
    nhap_tep.fail_import(lan_nhap_id=row.pk, at=LUC)
    row.refresh_from_db()
    assert row.trang_thai == TrangThaiNhap.CHO_LUU
    nhap_tep.fail_import(lan_nhap_id=row.pk, at=SAU)
    row.refresh_from_db()
    assert (row.trang_thai, row.loi_doc) == (TrangThaiNhap.CHO_XEM, nhap_tep.LOI_HE_THONG)
    assert load_review(row).dau_vet == seen


def test_a_fault_at_the_first_reading_keeps_the_file_which_is_read_again(ke_hoach, tong_hop):
    row = nhap_tep.upload_file(
        ke_hoach=ke_hoach, ten_tep="a.xlsx", noi_dung=write_book(BANG), by=tong_hop, at=LUC
    )
    LanNhap.objects.filter(pk=row.pk).update(trang_thai="dang_doc", started_at=LUC)
    nhap_tep.fail_import(lan_nhap_id=row.pk, at=LUC)
    row.refresh_from_db()
    assert (row.trang_thai, row.loi_doc) == ("cho_xem", nhap_tep.LOI_HE_THONG)
    assert (bool(row.noi_dung), load_review(row)) == (True, XemTruoc())
    with pytest.raises(OKhongCo):
        sua_tep.correct_cell(
            lan_nhap_id=row.pk, vi_tri=ViTri("Bảng 1", 2, 3), gia_tri="x", by=tong_hop, at=LUC
        )
    sua_tep.read_again(lan_nhap_id=row.pk, by=tong_hop, at=SAU)
    assert len(load_review(nhap_tep.read_file(lan_nhap_id=row.pk, at=SAU)).cac_dong) == 2
