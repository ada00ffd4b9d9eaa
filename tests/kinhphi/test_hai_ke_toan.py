"""Two accountants at the same moment, each in a transaction of their own: one limit holds for both.

Each test empties the whole database afterwards, which takes long; so few of them say much.
"""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connections

from donvi.models import DonVi, NguoiDung
from donvi.vai_tro import VaiTro
from kinhphi.chia_nguon import PhanTien
from kinhphi.ghi_khoan import NhapKhoan, cancel_movement, correct_movement, record_movement
from kinhphi.loi_kinh_phi import KinhPhiError
from kinhphi.models import DongKinhPhi, KhoanKinhPhi, LoaiKhoan, NguonVon, PhanNguon, ThamDinh
from kinhphi.noi_tien import sum_at
from kinhphi.sua_dong import SuaDong
from kinhphi.tham_dinh import NhapThamDinh, appraise
from kinhphi.them_dong import ThemDong, add_line, remove_line
from tests.factories import make_dong_kinh_phi, make_khoan, make_nguoi, saved
from tests.personas import XaMau

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long_postgresql]

AT = datetime(2026, 10, 6, 2, 30, tzinfo=UTC)
ON = date(2026, 10, 6)
LY_DO = "Theo quyết định của xã"


HaiNguoi = tuple[NguoiDung, NguoiDung]


@pytest.fixture
def hai_nguoi(tai_chinh: NguoiDung) -> HaiNguoi:
    """Give the two officers of Phòng Kinh tế who keep the money."""
    unit = DonVi.objects.get(ma="KT")
    return tai_chinh, make_nguoi("ke_toan_hai", unit, VaiTro.TAI_CHINH)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do each act in a thread of its own; give the kinds of what was refused, "" when done."""
    start = threading.Barrier(len(acts))
    answers: list[str] = []

    def do(act: Callable[[], object]) -> None:
        try:
            start.wait(30)
            act()
        except KinhPhiError as refusal:
            answers.append(type(refusal).__name__)
        except Exception as fault:
            answers.append(f"fault: {fault!r}")
        else:
            answers.append("")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(answers)


def recording(
    dong: DongKinhPhi, by: NguoiDung, loai: LoaiKhoan, so_tien: int, **more: object
) -> Callable[[], object]:
    values = {"ngay_chung_tu": ON, "so_chung_tu": f"{by.pk}/QĐ-UBND"} | more
    nhap = NhapKhoan(dong, loai, so_tien, **values)
    return lambda: record_movement(ke_hoach=dong.ke_hoach, nhap=nhap, by=by, at=AT, on=ON)


def test_limits_hold_for_two_at_once(vu_quang: XaMau, hai_nguoi: HaiNguoi) -> None:
    plan = vu_quang.ke_hoach
    for place, loai in enumerate(LoaiKhoan):
        dong = make_dong_kinh_phi(plan, loai, thanh_tien_in=500)
        for before in list(LoaiKhoan)[:place]:
            make_khoan(dong, before, 500)
        answers = at_once(*(recording(dong, by, loai, 300) for by in hai_nguoi))
        assert (loai, answers) == (loai, ["", "VuotGioiHan"])
        assert sum_at(dong).of(loai) == 300

    dong = make_dong_kinh_phi(plan, "co-ly-do", thanh_tien_in=500)
    acts = (recording(dong, by, LoaiKhoan.PHAN_BO, 300, ly_do_vuot=LY_DO) for by in hai_nguoi)
    assert at_once(*acts) == ["", ""]
    assert sum_at(dong).phan_bo == 600

    dong = make_dong_kinh_phi(plan, "hai-nguon", thanh_tien_in=500)
    xa, tinh = (
        saved(NguonVon(ke_hoach=plan, ten=ten, thu_tu=n))
        for n, ten in enumerate(("Ngân sách xã", "Ngân sách tỉnh"), start=1)
    )
    for nguon, so_tien in ((xa, 200), (tinh, 300)):
        saved(PhanNguon(dong_kinh_phi=dong, nguon_von=nguon, so_tien=so_tien))
    acts = (recording(dong, by, LoaiKhoan.PHAN_BO, 150, nguon=xa) for by in hai_nguoi)
    assert at_once(*acts) == ["", "VuotGioiHan"]
    assert sum_at(dong, xa).phan_bo == 150

    dong = make_dong_kinh_phi(plan, "huy", thanh_tien_in=500)
    given = make_khoan(dong, "phan_bo", 300)
    one, other = hai_nguoi
    answers = at_once(
        lambda: cancel_movement(khoan=given, ly_do=LY_DO, by=one, at=AT),
        recording(dong, other, LoaiKhoan.GIAI_NGAN, 300),
    )
    assert answers == ["", "VuotGioiHan"]
    assert sum_at(dong).giai_ngan <= sum_at(dong).phan_bo


def test_one_act_is_done_once(vu_quang: XaMau, hai_nguoi: HaiNguoi) -> None:
    plan = vu_quang.ke_hoach
    dong = make_dong_kinh_phi(plan, "1", thanh_tien_in=500)
    acts = (recording(dong, by, LoaiKhoan.PHAN_BO, 100, so_chung_tu="9/QĐ") for by in hai_nguoi)
    assert at_once(*acts) == ["", "KhoanDaGhi"]

    wrong = KhoanKinhPhi.objects.get()

    def correcting(by: NguoiDung, so_tien: int) -> Callable[[], object]:
        nhap = NhapKhoan(dong, LoaiKhoan.PHAN_BO, so_tien, ON, "15/QĐ-UBND")
        return lambda: correct_movement(khoan=wrong, nhap=nhap, ly_do=LY_DO, by=by, at=AT, on=ON)

    answers = at_once(*(correcting(by, n) for n, by in enumerate(hai_nguoi, start=100)))
    assert answers == ["", "DaHuyRoi"]
    assert KhoanKinhPhi.objects.standing().count() == 1

    def appraising(by: NguoiDung) -> Callable[[], object]:
        nhap = NhapThamDinh(dong, 400, ON, f"{by.pk}/BC-KT")
        return lambda: appraise(ke_hoach=plan, nhap=nhap, by=by, at=AT, on=ON)

    assert at_once(*(appraising(by) for by in hai_nguoi)) == ["", "ThieuLyDoThay"]
    assert ThamDinh.objects.standing().count() == 1


def adding_below(dong: DongKinhPhi, by: NguoiDung) -> Callable[[], object]:
    parts = (PhanTien("Ngân sách xã"),)
    sua = SuaDong("Khoản con", "", "", None, None, 100, "", None, parts, ban_ghi=0)
    cho = ThemDong(f"{dong.ma}.1", "1", dong)
    return lambda: add_line(ke_hoach=dong.ke_hoach, cho=cho, sua=sua, ly_do=LY_DO, by=by, at=AT)


def removing(dong: DongKinhPhi, by: NguoiDung) -> Callable[[], object]:
    row = DongKinhPhi.objects.select_related("ke_hoach__xa").get(pk=dong.pk)
    return lambda: remove_line(dong=row, ly_do=LY_DO, by=by, at=AT)


def test_row_gets_money_or_rows_below_or_goes(vu_quang: XaMau, hai_nguoi: HaiNguoi) -> None:
    plan, (one, other) = vu_quang.ke_hoach, hai_nguoi
    dong = make_dong_kinh_phi(plan, "1", thanh_tien_in=500)
    answers = at_once(recording(dong, one, LoaiKhoan.PHAN_BO, 100), adding_below(dong, other))
    assert answers in (["", "DongCoTien"], ["", "NoiGhiKhongHopLe"])

    dong = make_dong_kinh_phi(plan, "2", thanh_tien_in=500)
    assert at_once(removing(dong, one), removing(dong, other)) == ["", "DongKhongCon"]

    dong = make_dong_kinh_phi(plan, "3", thanh_tien_in=500)
    answers = at_once(removing(dong, one), recording(dong, other, LoaiKhoan.PHAN_BO, 100))
    assert answers in (["", "DongCoTien"], ["", "NoiGhiKhongHopLe"])

    dong = make_dong_kinh_phi(plan, "4", thanh_tien_in=500)
    answers = at_once(removing(dong, one), adding_below(dong, other))
    assert answers in (["", "DongCoDongCon"], ["", "DongKhongCon"])
