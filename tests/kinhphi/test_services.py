"""Recording money and letting mismatches stand: limits, reasons, rights, the act log."""

from datetime import UTC, date, datetime

import pytest

from donvi.models import NguoiDung, NhatKy
from kehoach.models import KeHoach
from kinhphi.cong_nhom import ThucHien
from kinhphi.ghi_khoan import KhoanDaGhi, NhapKhoan, record_movement
from kinhphi.loi_kinh_phi import (
    SO_TIEN_MOT_LAN,
    KhongDuocPhep,
    KinhPhiError,
    LyDoKhongHopLe,
    NgayChungTuTuongLai,
    NoiGhiKhongHopLe,
    SoTienKhongHopLe,
    ThieuSoChungTu,
    VuotGioiHan,
)
from kinhphi.models import ChapNhanSaiLech, DongKinhPhi, KhoanKinhPhi, LoaiKhoan
from kinhphi.noi_tien import Noi, sum_at
from kinhphi.services import VanDeChapNhan, accept_mismatch
from tests.factories import make_dong_kinh_phi, make_ke_hoach, make_khoan, make_nhiem_vu, saved
from tests.personas import XaMau

pytestmark = pytest.mark.django_db

AT = datetime(2026, 10, 6, 2, 30, tzinfo=UTC)
ON = date(2026, 10, 6)
TRIEU = 1_000_000


@pytest.fixture
def dong(vu_quang: XaMau) -> DongKinhPhi:
    return make_dong_kinh_phi(vu_quang.ke_hoach, "1", thanh_tien_in=500 * TRIEU)


def record(
    noi: Noi, loai: LoaiKhoan, trieu: int, by: NguoiDung, *, vi_sao: str = "", **more: object
) -> KhoanKinhPhi:
    values = {"ngay_chung_tu": date(2026, 10, 5), "so_chung_tu": "15/QĐ-UBND"} | more
    nhap = NhapKhoan(noi, loai, trieu * TRIEU, ly_do_vuot=vi_sao, **values)
    return record_movement(ke_hoach=noi.ke_hoach, nhap=nhap, by=by, at=AT, on=ON)


def test_money_is_allocated_disbursed_settled_in_turn(
    dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    record(dong, LoaiKhoan.PHAN_BO, 300, tai_chinh)
    record(dong, LoaiKhoan.GIAI_NGAN, 200, tai_chinh)
    record(dong, LoaiKhoan.GIAI_NGAN, 100, tai_chinh)
    record(dong, LoaiKhoan.QUYET_TOAN, 300, tai_chinh)
    assert sum_at(dong) == ThucHien(300 * TRIEU, 300 * TRIEU, 300 * TRIEU)


def test_act_says_who_what_when_and_how_much_altogether(
    dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    record(dong, LoaiKhoan.PHAN_BO, 300, tai_chinh)
    khoan = record(dong, LoaiKhoan.PHAN_BO, 50, tai_chinh, so_chung_tu="20/QĐ-UBND")
    act = NhatKy.objects.about(khoan).get()
    assert (act.created_by, act.created_at, act.xa) == (tai_chinh, AT, dong.ke_hoach.xa)
    assert (act.hanh_dong, act.so_van_ban, act.ly_do) == ("Ghi phân bổ", "20/QĐ-UBND", "")
    assert act.mo_ta == (
        "Ghi phân bổ 50.000.000 đồng cho “1. Khoản 1”, chứng từ 20/QĐ-UBND ngày 05/10/2026."
    )
    assert act.gia_tri_cu == {"luy_ke": 300 * TRIEU}
    assert act.gia_tri_moi == {"luy_ke": 350 * TRIEU}


def test_disbursing_more_than_allocated_needs_a_reason(
    dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    make_khoan(dong, "phan_bo", 300 * TRIEU)
    make_khoan(dong, "giai_ngan", 200 * TRIEU)
    with pytest.raises(VuotGioiHan) as refusal:
        record(dong, LoaiKhoan.GIAI_NGAN, 101, tai_chinh, vi_sao="  ")
    assert str(refusal.value) == (
        "Tổng giải ngân sẽ là 301.000.000 đồng, vượt 1.000.000 đồng so với số đã phân bổ "
        "300.000.000 đồng. Hãy sửa số tiền, hoặc ghi lý do vượt."
    )
    assert (KhoanKinhPhi.objects.count(), NhatKy.objects.count()) == (2, 0)


def test_reason_lets_the_limit_pass_and_stays_on_record(
    dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    khoan = record(dong, LoaiKhoan.GIAI_NGAN, 1, tai_chinh, vi_sao="Tạm ứng theo Công văn 5")
    assert NhatKy.objects.about(khoan).get().ly_do == "Tạm ứng theo Công văn 5"
    [old] = khoan.history.all()
    assert (old.history_user, old.history_change_reason) == (tai_chinh, "Tạm ứng theo Công văn 5")


def test_settling_more_than_disbursed_needs_a_reason(
    dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    make_khoan(dong, "phan_bo", 300 * TRIEU)
    make_khoan(dong, "giai_ngan", 10 * TRIEU)
    record(dong, LoaiKhoan.QUYET_TOAN, 10, tai_chinh)
    with pytest.raises(VuotGioiHan):
        record(dong, LoaiKhoan.QUYET_TOAN, 1, tai_chinh)
    record(dong, LoaiKhoan.QUYET_TOAN, 1, tai_chinh, vi_sao="Bổ sung chứng từ")
    assert sum_at(dong).quyet_toan == 11 * TRIEU


def test_the_same_movement_twice_is_recorded_once(dong: DongKinhPhi, tai_chinh: NguoiDung) -> None:
    record(dong, LoaiKhoan.PHAN_BO, 200, tai_chinh)
    with pytest.raises(KhoanDaGhi) as refusal:
        record(dong, LoaiKhoan.PHAN_BO, 200, tai_chinh)
    record(dong, LoaiKhoan.PHAN_BO, 200, tai_chinh, dien_giai="Đợt 2")
    assert str(refusal.value) == (
        "Khoản phân bổ 200.000.000 đồng theo chứng từ 15/QĐ-UBND ngày 05/10/2026 đã được ghi cho "
        "dòng này. Nếu đây là khoản khác, hãy ghi rõ ở ô diễn giải."
    )
    assert KhoanKinhPhi.objects.count() == 2


def test_limit_of_one_row_is_not_that_of_another(dong: DongKinhPhi, tai_chinh: NguoiDung) -> None:
    other = make_dong_kinh_phi(dong.ke_hoach, "2")
    make_khoan(other, "phan_bo", 300 * TRIEU)
    with pytest.raises(VuotGioiHan):
        record(dong, LoaiKhoan.GIAI_NGAN, 1, tai_chinh)


def test_money_of_a_plan_without_budget_rows_is_recorded_on_tasks(
    vu_quang: XaMau, tai_chinh: NguoiDung
) -> None:
    task = make_nhiem_vu(vu_quang.ke_hoach, so_tien=890 * TRIEU)
    khoan = record(task, LoaiKhoan.PHAN_BO, 890, tai_chinh)
    assert (khoan.nhiem_vu, khoan.dong_kinh_phi) == (task, None)
    assert sum_at(task) == ThucHien(890 * TRIEU)


@pytest.mark.parametrize("so_tien", [0, -1, SO_TIEN_MOT_LAN + 1])
def test_amount_is_more_than_nothing_and_fits(
    dong: DongKinhPhi, tai_chinh: NguoiDung, so_tien: int
) -> None:
    nhap = NhapKhoan(dong, LoaiKhoan.PHAN_BO, so_tien, ON, "1")
    with pytest.raises(SoTienKhongHopLe):
        record_movement(ke_hoach=dong.ke_hoach, nhap=nhap, by=tai_chinh, at=AT, on=ON)


def test_document_has_a_number_and_is_not_of_tomorrow(
    dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    with pytest.raises(ThieuSoChungTu):
        record(dong, LoaiKhoan.PHAN_BO, 1, tai_chinh, so_chung_tu=" ")
    with pytest.raises(NgayChungTuTuongLai) as refusal:
        record(dong, LoaiKhoan.PHAN_BO, 1, tai_chinh, ngay_chung_tu=date(2026, 10, 7))
    assert str(refusal.value) == (
        "Ngày chứng từ 07/10/2026 ở sau hôm nay; hãy nhập ngày đến hết 06/10/2026."
    )
    record(dong, LoaiKhoan.PHAN_BO, 1, tai_chinh, ngay_chung_tu=ON)


def test_row_with_rows_under_it_or_of_another_plan_takes_no_money(
    dong: DongKinhPhi, vu_quang: XaMau, tai_chinh: NguoiDung
) -> None:
    make_dong_kinh_phi(dong.ke_hoach, "1.1", dong)
    with pytest.raises(NoiGhiKhongHopLe):
        record(dong, LoaiKhoan.PHAN_BO, 1, tai_chinh)
    other = make_dong_kinh_phi(make_ke_hoach(vu_quang.xa, vu_quang.vhxh, "khac"), "1")
    nhap = NhapKhoan(other, LoaiKhoan.PHAN_BO, 1, ON, "1")
    with pytest.raises(NoiGhiKhongHopLe):
        record_movement(ke_hoach=dong.ke_hoach, nhap=nhap, by=tai_chinh, at=AT, on=ON)


def test_only_who_keeps_the_money_records_it(
    dong: DongKinhPhi, tong_hop: NguoiDung, nguoi_ngoai: NguoiDung
) -> None:
    for person in (tong_hop, nguoi_ngoai):
        with pytest.raises(KhongDuocPhep) as refusal:
            record(dong, LoaiKhoan.PHAN_BO, 1, person)
        assert str(refusal.value) == (
            "Chỉ người làm tài chính của xã Vũ Quang được ghi phân bổ, giải ngân."
        )


@pytest.mark.parametrize(
    "trang_thai",
    [KeHoach.TrangThai.DU_THAO, KeHoach.TrangThai.CHO_DUYET, KeHoach.TrangThai.DA_THAY_THE],
)
def test_money_moves_only_while_the_plan_is_in_force(
    dong: DongKinhPhi, tai_chinh: NguoiDung, trang_thai: str
) -> None:
    dong.ke_hoach.trang_thai = trang_thai
    saved(dong.ke_hoach)
    with pytest.raises(KhongDuocPhep):
        record(dong, LoaiKhoan.PHAN_BO, 1, tai_chinh)


def accept(
    ke_hoach: KeHoach, by: NguoiDung, ly_do: str = "Đã đối chiếu", *, ma: str = "KP-01", **more: int
) -> ChapNhanSaiLech:
    values = {"gia_tri_in": 900, "gia_tri_tinh": 90} | more
    van_de = VanDeChapNhan(ma, "A.1", "Dòng A.1 không khớp.", **values)
    return accept_mismatch(ke_hoach=ke_hoach, van_de=van_de, ly_do=ly_do, by=by, at=AT)


def test_acceptance_keeps_values_reason_person_and_time(
    vu_quang: XaMau, tai_chinh: NguoiDung
) -> None:
    row = accept(vu_quang.ke_hoach, tai_chinh, " Số in đúng ")
    assert (row.ma_van_de, row.doi_tuong, row.gia_tri_in, row.gia_tri_tinh) == (
        "KP-01", "A.1", "900", "90",
    )  # fmt: skip
    assert (row.ly_do, row.created_by, row.created_at) == ("Số in đúng", tai_chinh, AT)
    act = NhatKy.objects.about(row).get()
    assert (act.hanh_dong, act.ly_do) == ("Chấp nhận sai lệch", "Số in đúng")
    assert act.mo_ta == "Chấp nhận vấn đề KP-01 của kế hoạch vu-quang-2026: Dòng A.1 không khớp."


def test_accepting_again_replaces_the_decision_and_keeps_both_on_record(
    vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    accept(vu_quang.ke_hoach, tong_hop, "Lần một")
    row = accept(vu_quang.ke_hoach, tong_hop, "Lần hai", gia_tri_tinh=91)
    assert [r.ly_do for r in ChapNhanSaiLech.objects.all()] == ["Lần hai"]
    assert [r.ly_do for r in row.history.order_by("history_id")] == ["Lần một", "Lần hai"]
    assert NhatKy.objects.about(row).first().gia_tri_cu == {"ly_do": "Lần một"}


@pytest.mark.parametrize("ly_do", ["", "  ", "x" * 2001])
def test_acceptance_needs_a_reason_of_decent_length(
    vu_quang: XaMau, tong_hop: NguoiDung, ly_do: str
) -> None:
    with pytest.raises(LyDoKhongHopLe):
        accept(vu_quang.ke_hoach, tong_hop, ly_do)
    assert ChapNhanSaiLech.objects.count() == 0


# Who may accept: findings about money, findings about the rest.
@pytest.mark.parametrize(
    ("who", "money", "rest"),
    [
        ("tong_hop", True, True),
        ("tai_chinh", True, False),
        ("can_bo", False, False),
        ("lanh_dao", False, False),
        ("van_thu", False, False),
        ("cap_tinh", False, False),
        ("quan_tri", False, False),
        ("nguoi_ngoai", False, False),
    ],
)
def test_who_may_accept(
    request: pytest.FixtureRequest, vu_quang: XaMau, who: str, money: bool, rest: bool
) -> None:
    person = request.getfixturevalue(who)
    assert [_accepts(vu_quang, person, "KP-01"), _accepts(vu_quang, person, "NV-05")] == [
        money, rest,
    ]  # fmt: skip


def _accepts(vu_quang: XaMau, person: NguoiDung, ma: str) -> bool:
    try:
        accept(vu_quang.ke_hoach, person, ma=ma)
    except KinhPhiError:
        return False
    return True
