"""Taking money back on record: cancelled movements count nowhere, limits hold afterwards."""

from datetime import UTC, date, datetime

import pytest

from donvi.models import NguoiDung, NhatKy
from kinhphi.cong_nhom import ThucHien
from kinhphi.ghi_khoan import NhapKhoan, cancel_movement, correct_movement, record_movement
from kinhphi.loi_kinh_phi import (
    ChonNguon,
    DaHuyRoi,
    KhongDuocPhep,
    NguonKhongHopLe,
    ThieuLyDoHuy,
    VuotGioiHan,
)
from kinhphi.models import DongKinhPhi, KhoanKinhPhi, LoaiKhoan, NguonVon, PhanNguon
from kinhphi.noi_tien import sum_at
from kinhphi.queries import money_page
from kinhphi.tong_tien import load_totals
from tests.factories import make_dong_kinh_phi, make_khoan, make_tham_dinh, saved
from tests.personas import XaMau

pytestmark = pytest.mark.django_db

AT = datetime(2026, 10, 6, 2, 30, tzinfo=UTC)
ON = date(2026, 10, 6)
TRIEU = 1_000_000


@pytest.fixture
def dong(vu_quang: XaMau) -> DongKinhPhi:
    return make_dong_kinh_phi(vu_quang.ke_hoach, "1", thanh_tien_in=500 * TRIEU)


def typed(noi: DongKinhPhi, loai: LoaiKhoan, trieu: int, **more: object) -> NhapKhoan:
    values = {"ngay_chung_tu": date(2026, 10, 5), "so_chung_tu": "16/QĐ-UBND"} | more
    return NhapKhoan(noi, loai, trieu * TRIEU, **values)


def record(by: NguoiDung, nhap: NhapKhoan) -> KhoanKinhPhi:
    return record_movement(ke_hoach=nhap.noi.ke_hoach, nhap=nhap, by=by, at=AT, on=ON)


def cancel(khoan: KhoanKinhPhi, by: NguoiDung, ly_do: str = "Ghi nhầm", **more: str) -> None:
    cancel_movement(khoan=khoan, ly_do=ly_do, by=by, at=AT, **more)


def test_a_cancelled_movement_stays_in_the_book_and_counts_in_no_sum(
    dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    khoan = make_khoan(dong, "phan_bo", 300 * TRIEU)
    make_khoan(dong, "phan_bo", 100 * TRIEU, so_chung_tu="17/QĐ-UBND")
    cancel(khoan, tai_chinh)
    left = ThucHien(phan_bo=100 * TRIEU)
    bang = money_page(dong.ke_hoach)
    assert sum_at(dong) == bang.thuc_hien == bang.theo_quy[0].thuc_hien == left
    assert load_totals([dong.ke_hoach])[dong.ke_hoach.pk].thuc_hien == left
    stored = KhoanKinhPhi.objects.get(pk=khoan.pk)
    assert (stored.cancelled_at, stored.cancelled_by, stored.ly_do_huy) == (
        AT, tai_chinh, "Ghi nhầm",
    )  # fmt: skip
    act = NhatKy.objects.about(khoan).get()
    assert (act.hanh_dong, act.ly_do, act.gia_tri_cu, act.gia_tri_moi) == (
        "Hủy phân bổ", "Ghi nhầm", {"luy_ke": 400 * TRIEU}, {"luy_ke": 100 * TRIEU},
    )  # fmt: skip


def test_the_limit_holds_after_a_cancellation(dong: DongKinhPhi, tai_chinh: NguoiDung) -> None:
    wrong = make_khoan(dong, "phan_bo", 200 * TRIEU)
    make_khoan(dong, "phan_bo", 100 * TRIEU, so_chung_tu="17/QĐ-UBND")
    cancel(wrong, tai_chinh)
    with pytest.raises(VuotGioiHan) as refusal:
        record(tai_chinh, typed(dong, LoaiKhoan.GIAI_NGAN, 101))
    assert str(refusal.value) == (
        "Tổng giải ngân sẽ là 101.000.000 đồng, vượt 1.000.000 đồng so với số đã phân bổ "
        "100.000.000 đồng. Hãy sửa số tiền, hoặc ghi lý do vượt."
    )
    record(tai_chinh, typed(dong, LoaiKhoan.GIAI_NGAN, 100))


def test_money_already_spent_keeps_its_allocation_unless_someone_says_why(
    dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    khoan = make_khoan(dong, "phan_bo", 300 * TRIEU)
    make_khoan(dong, "giai_ngan", 50 * TRIEU)
    with pytest.raises(VuotGioiHan):
        cancel(khoan, tai_chinh)
    assert sum_at(dong).phan_bo == 300 * TRIEU
    cancel(khoan, tai_chinh, ly_do_vuot="Chờ quyết định mới")
    assert sum_at(dong).phan_bo == 0


def test_a_correction_takes_the_place_of_what_was_wrong(
    dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    khoan = make_khoan(dong, "phan_bo", 300 * TRIEU)
    make_khoan(dong, "giai_ngan", 30 * TRIEU)
    nhap = typed(dong, LoaiKhoan.PHAN_BO, 30)
    who = {"by": tai_chinh, "at": AT, "on": ON}
    made = correct_movement(khoan=khoan, nhap=nhap, ly_do="Thừa một số 0", **who)
    assert (made.thay_cho, made.so_tien, sum_at(dong).phan_bo) == (khoan, 30 * TRIEU, 30 * TRIEU)
    low = typed(dong, LoaiKhoan.PHAN_BO, 29, so_chung_tu="18/QĐ-UBND")
    with pytest.raises(VuotGioiHan):
        correct_movement(khoan=made, nhap=low, ly_do="Sửa", **who)
    assert KhoanKinhPhi.objects.standing().get(loai_khoan="phan_bo") == made


def test_who_cancels_says_why_once_and_may(
    dong: DongKinhPhi, tai_chinh: NguoiDung, tong_hop: NguoiDung
) -> None:
    khoan = make_khoan(dong, "phan_bo", TRIEU)
    with pytest.raises(ThieuLyDoHuy, match="Hãy ghi lý do hủy hoặc sửa"):
        cancel(khoan, tai_chinh, " ")
    with pytest.raises(KhongDuocPhep):
        cancel(khoan, tong_hop)
    cancel(khoan, tai_chinh)
    with pytest.raises(DaHuyRoi):
        cancel(khoan, tai_chinh)


def test_allocation_beyond_the_plan_or_the_appraisal_needs_a_reason(
    dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    with pytest.raises(VuotGioiHan, match="so với số ghi trong kế hoạch 500"):
        record(tai_chinh, typed(dong, LoaiKhoan.PHAN_BO, 501))
    make_tham_dinh(dong, 400 * TRIEU)
    with pytest.raises(VuotGioiHan, match="so với số đã thẩm định 400"):
        record(tai_chinh, typed(dong, LoaiKhoan.PHAN_BO, 401))
    record(tai_chinh, typed(dong, LoaiKhoan.PHAN_BO, 401, ly_do_vuot="Theo Nghị quyết 5"))
    [line] = money_page(dong.ke_hoach).cac_dong
    assert (line.tham_dinh, line.vuot_han_muc) == (400 * TRIEU, TRIEU)


def test_each_of_several_sources_keeps_its_own_limit(
    dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    tinh, xa = (
        saved(NguonVon(ke_hoach=dong.ke_hoach, ten=ten, thu_tu=place))
        for place, ten in enumerate(("NS tỉnh", "NS xã"), start=1)
    )
    for source, trieu in ((tinh, 400), (xa, 100)):
        saved(PhanNguon(dong_kinh_phi=dong, nguon_von=source, so_tien=trieu * TRIEU))
    with pytest.raises(ChonNguon, match="NS tỉnh, NS xã"):
        record(tai_chinh, typed(dong, LoaiKhoan.PHAN_BO, 50))
    with pytest.raises(VuotGioiHan, match="số kế hoạch ghi cho nguồn “NS xã” 100"):
        record(tai_chinh, typed(dong, LoaiKhoan.PHAN_BO, 101, nguon=xa))
    record(tai_chinh, typed(dong, LoaiKhoan.PHAN_BO, 100, nguon=xa))
    record(tai_chinh, typed(dong, LoaiKhoan.PHAN_BO, 400, nguon=tinh))
    with pytest.raises(VuotGioiHan, match="số đã phân bổ từ nguồn “NS xã”"):
        record(tai_chinh, typed(dong, LoaiKhoan.GIAI_NGAN, 101, nguon=xa))
    other = saved(NguonVon(ke_hoach=dong.ke_hoach, ten="Xã hội hóa", thu_tu=3))
    with pytest.raises(NguonKhongHopLe):
        record(tai_chinh, typed(dong, LoaiKhoan.PHAN_BO, 1, nguon=other))
    assert [(t.ten, t.tien.so_in, t.tien.thuc_hien.phan_bo) for t in
            money_page(dong.ke_hoach).theo_nguon] == [
        ("NS tỉnh", 400 * TRIEU, 400 * TRIEU),
        ("NS xã", 100 * TRIEU, 100 * TRIEU),
    ]  # fmt: skip
