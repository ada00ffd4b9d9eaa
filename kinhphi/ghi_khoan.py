"""Recording allocations, disbursements and settlements, and cancelling the wrong ones.

Money follows the budget cycle (``kinhphi.gioi_han``); to pass a limit needs a reason, kept in
the act log. A movement is never edited: a wrong one is cancelled with a reason and stays in the
book, counted in no sum; the right one is recorded and names the one it stands for.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from donvi.ghi_chep import log_act, save_recorded
from donvi.models import NguoiDung
from donvi.tieng_viet import format_dong, format_ngay
from kehoach.models import KeHoach
from kinhphi.gioi_han import TRUOC, check_limits
from kinhphi.loi_kinh_phi import (
    LY_DO_TOI_DA,
    SO_TIEN_MOT_LAN,
    ChonNguon,
    DaHuyRoi,
    KhongDuocPhep,
    KinhPhiError,
    NgayChungTuTuongLai,
    NguonKhongHopLe,
    NoiGhiKhongHopLe,
    SoTienKhongHopLe,
    ThieuLyDoHuy,
    ThieuSoChungTu,
)
from kinhphi.models import DongKinhPhi, KhoanKinhPhi, LoaiKhoan, NguonVon, PhanNguon
from kinhphi.noi_tien import Noi, at_place, sum_at
from kinhphi.policies import may_record

SAU = {truoc: sau for sau, truoc in TRUOC.items()}


class KhoanDaGhi(KinhPhiError):
    """The very same movement is in the book already: a second click, or a second person."""

    field = "dien_giai"

    def __init__(self, nhap: "NhapKhoan") -> None:
        super().__init__(
            f"Khoản {nhap.loai_khoan.label} {format_dong(nhap.so_tien)} theo chứng từ "
            f"{nhap.so_chung_tu} ngày {format_ngay(nhap.ngay_chung_tu)} đã được ghi cho dòng này. "
            "Nếu đây là khoản khác, hãy ghi rõ ở ô diễn giải."
        )


@dataclass(frozen=True)
class NhapKhoan:
    """What a person typed about one movement; ``so_tien`` is whole đồng.

    ``nguon`` may stay empty where the place has one source or none.
    """

    noi: Noi
    loai_khoan: LoaiKhoan
    so_tien: int
    ngay_chung_tu: date
    so_chung_tu: str
    dien_giai: str = ""
    ly_do_vuot: str = ""
    nguon: NguonVon | None = None


@transaction.atomic
def record_movement(
    *, ke_hoach: KeHoach, nhap: NhapKhoan, by: NguoiDung, at: datetime, on: date
) -> KhoanKinhPhi:
    """Record an allocation, a disbursement or a settlement on a budget row or task.

    The row is locked, so that two people can't pass the limit together. ``on`` is today.

    :raises KhongDuocPhep: not this person's to record, or the plan is not in force.
    :raises NoiGhiKhongHopLe: the place is of another plan, or has rows under it.
    :raises SoTienKhongHopLe: the amount is 0 or too large.
    :raises ThieuSoChungTu: the number of the document is missing.
    :raises NgayChungTuTuongLai: the document is dated after today.
    :raises ChonNguon: the place has several sources, and none was chosen.
    :raises NguonKhongHopLe: the place doesn't have this source.
    :raises KhoanDaGhi: the same movement, word for word, is recorded already.
    :raises VuotGioiHan: more than was appraised, allocated or disbursed, without a reason.
    """
    _check_allowed(by, ke_hoach)
    return _record(ke_hoach, nhap, None, by=by, at=at, on=on)


def _record(
    ke_hoach: KeHoach,
    nhap: NhapKhoan,
    thay_cho: KhoanKinhPhi | None,
    *,
    by: NguoiDung,
    at: datetime,
    on: date,
) -> KhoanKinhPhi:
    _check_typed(nhap, on)
    noi = lock_place(ke_hoach, nhap.noi)
    nhap = replace(nhap, nguon=_source(noi, nhap.nguon))
    values = {
        "ke_hoach": ke_hoach,
        "dong_kinh_phi": noi if isinstance(noi, DongKinhPhi) else None,
        "nhiem_vu": noi if not isinstance(noi, DongKinhPhi) else None,
        "nguon_von": nhap.nguon,
        "loai_khoan": nhap.loai_khoan,
        "so_tien": nhap.so_tien,
        "ngay_chung_tu": nhap.ngay_chung_tu,
        "so_chung_tu": nhap.so_chung_tu,
        "dien_giai": nhap.dien_giai,
    }
    if KhoanKinhPhi.objects.standing().filter(**values).exists():
        raise KhoanDaGhi(nhap)
    before = sum_at(noi).of(nhap.loai_khoan)
    khoan = KhoanKinhPhi(**values, thay_cho=thay_cho)
    save_recorded(khoan, by=by, reason=nhap.ly_do_vuot)
    check_limits(noi, nhap.loai_khoan, nhap.nguon, nhap.ly_do_vuot)
    _log_movement(khoan, noi, nhap, before, by=by, at=at)
    return khoan


@transaction.atomic
def cancel_movement(
    *, khoan: KhoanKinhPhi, ly_do: str, ly_do_vuot: str = "", by: NguoiDung, at: datetime
) -> KhoanKinhPhi:
    """Cancel a wrong movement: it stays in the book with the reason and counts no more.

    :raises KhongDuocPhep: not this person's to do, or the plan is not in force.
    :raises ThieuLyDoHuy: no reason, or one that is too long.
    :raises DaHuyRoi: it was cancelled already.
    :raises VuotGioiHan: more would stay disbursed than allocated, or settled than disbursed,
        without ``ly_do_vuot``.
    """
    _check_allowed(by, khoan.ke_hoach)
    cancelled, noi = _cancel(khoan, ly_do, by=by, at=at)
    _check_after(cancelled, noi, ly_do_vuot)
    return cancelled


@transaction.atomic
def correct_movement(
    *,
    khoan: KhoanKinhPhi,
    nhap: NhapKhoan,
    ly_do: str,
    by: NguoiDung,
    at: datetime,
    on: date,
) -> KhoanKinhPhi:
    """Cancel a wrong movement and record the right one in its place, both or neither.

    Refuses what ``cancel_movement`` and ``record_movement`` do; limits are looked at once both are
    done. Gives the new movement.
    """
    _check_allowed(by, khoan.ke_hoach)
    cancelled, noi = _cancel(khoan, ly_do, by=by, at=at)
    made = _record(cancelled.ke_hoach, nhap, cancelled, by=by, at=at, on=on)
    _check_after(cancelled, noi, nhap.ly_do_vuot)
    return made


def _cancel(
    khoan: KhoanKinhPhi, ly_do: str, *, by: NguoiDung, at: datetime
) -> tuple[KhoanKinhPhi, Noi]:
    if not 0 < len(ly_do.strip()) <= LY_DO_TOI_DA:
        raise ThieuLyDoHuy(ly_do.strip())
    noi = khoan.dong_kinh_phi or khoan.nhiem_vu
    if noi is None:
        raise NoiGhiKhongHopLe
    type(noi)._default_manager.select_for_update(of=("self",)).get(pk=noi.pk)
    rows = KhoanKinhPhi.objects.select_for_update(of=("self",)).select_related(
        "ke_hoach__xa", "nguon_von"
    )
    locked = rows.get(pk=khoan.pk)
    if locked.is_cancelled:
        raise DaHuyRoi("Khoản tiền")
    before = sum_at(noi).of(locked.loai_khoan)
    locked.cancelled_at, locked.cancelled_by, locked.ly_do_huy = at, by, ly_do.strip()
    save_recorded(locked, by=by, reason=locked.ly_do_huy)
    loai = LoaiKhoan(locked.loai_khoan)
    log_act(
        by=by,
        at=at,
        xa=locked.ke_hoach.xa,
        hanh_dong=f"Hủy {loai.label}",
        doi_tuong=locked,
        mo_ta=(
            f"Hủy {loai.label} {format_dong(locked.so_tien)} của “{noi}”, chứng từ "
            f"{locked.so_chung_tu} ngày {format_ngay(locked.ngay_chung_tu)}."
        ),
        gia_tri_cu={"luy_ke": before},
        gia_tri_moi={"luy_ke": before - locked.so_tien},
        ly_do=locked.ly_do_huy,
        so_van_ban=locked.so_chung_tu,
    )
    return locked, noi


def _check_after(khoan: KhoanKinhPhi, noi: Noi, ly_do_vuot: str) -> None:
    """Look at what came out of the money that is gone now."""
    sau = SAU.get(LoaiKhoan(khoan.loai_khoan))
    if sau is not None:
        check_limits(noi, sau, khoan.nguon_von, ly_do_vuot)


def _check_allowed(by: NguoiDung, ke_hoach: KeHoach) -> None:
    decision = may_record(by, ke_hoach)
    if not decision:
        raise KhongDuocPhep(decision.reason)


def _check_typed(nhap: NhapKhoan, on: date) -> None:
    if not 0 < nhap.so_tien <= SO_TIEN_MOT_LAN:
        raise SoTienKhongHopLe
    if not nhap.so_chung_tu.strip():
        raise ThieuSoChungTu
    if nhap.ngay_chung_tu > on:
        raise NgayChungTuTuongLai(nhap.ngay_chung_tu, on)


def lock_place(ke_hoach: KeHoach, noi: Noi) -> Noi:
    """Lock a place and look at it again (2 queries).

    :raises NoiGhiKhongHopLe: it is of another plan, is gone, or has rows under it.
    """
    rows = type(noi)._default_manager.select_for_update(of=("self",))
    locked: Noi | None = rows.filter(pk=noi.pk, ke_hoach=ke_hoach).order_by("pk").first()
    if locked is None:
        raise NoiGhiKhongHopLe
    if isinstance(locked, DongKinhPhi) and locked.cac_dong_con.exists():
        raise NoiGhiKhongHopLe
    return locked


def _source(noi: Noi, nguon: NguonVon | None) -> NguonVon | None:
    """Give the source of the money: the one chosen, else the only one."""
    parts = PhanNguon.objects.filter(**at_place(noi)).select_related("nguon_von")
    sources = [part.nguon_von for part in parts.order_by("nguon_von__thu_tu", "pk")]
    if nguon is None:
        if len(sources) > 1:
            raise ChonNguon(", ".join(str(source) for source in sources))
        return sources[0] if sources else None
    if nguon not in sources:
        raise NguonKhongHopLe(str(nguon))
    return nguon


def _log_movement(
    khoan: KhoanKinhPhi, noi: Noi, nhap: NhapKhoan, da_co: int, *, by: NguoiDung, at: datetime
) -> None:
    log_act(
        by=by,
        at=at,
        xa=khoan.ke_hoach.xa,
        hanh_dong=f"Ghi {nhap.loai_khoan.label}",
        doi_tuong=khoan,
        mo_ta=(
            f"Ghi {nhap.loai_khoan.label} {format_dong(nhap.so_tien)} cho “{noi}”, chứng từ "
            f"{nhap.so_chung_tu} ngày {format_ngay(nhap.ngay_chung_tu)}."
        ),
        gia_tri_cu={"luy_ke": da_co},
        gia_tri_moi={"luy_ke": da_co + nhap.so_tien},
        ly_do=nhap.ly_do_vuot,
        so_van_ban=nhap.so_chung_tu,
    )
