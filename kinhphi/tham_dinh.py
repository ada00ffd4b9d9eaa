"""Appraisal (thẩm định): what the finance office found a budget row or task to need.

The plan's printed amount stays; the appraised one stands beside it and becomes the limit of what is
allocated. A wrong appraisal is cancelled or replaced with a reason; every one stays on record.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from donvi.ghi_chep import log_act, save_recorded
from donvi.models import NguoiDung
from donvi.tieng_viet import format_dong, format_ngay
from kehoach.models import KeHoach
from kinhphi.ghi_khoan import lock_place
from kinhphi.gioi_han import planned_amount
from kinhphi.loi_kinh_phi import (
    LY_DO_TOI_DA,
    SO_TIEN_MOT_LAN,
    DaHuyRoi,
    KhongDuocPhep,
    KinhPhiError,
    LyDoKhongHopLe,
    NgayTuongLai,
    ThieuLyDoHuy,
)
from kinhphi.models import DongKinhPhi, ThamDinh
from kinhphi.noi_tien import Noi, at_place
from kinhphi.policies import may_appraise


class SoThamDinhKhongHopLe(KinhPhiError):
    """An appraised amount below nothing, or larger than anything a commune spends."""

    field = "so_tien"

    def __init__(self) -> None:
        toi_da = format_dong(SO_TIEN_MOT_LAN)
        super().__init__(f"Số thẩm định phải từ 0 đồng đến {toi_da}.")


class ThieuSoVanBan(KinhPhiError):
    """An appraisal without the number of its document."""

    field = "so_van_ban"

    def __init__(self) -> None:
        super().__init__("Hãy ghi số văn bản thẩm định, ví dụ 12/BC-KT.")


class NgayVanBanTuongLai(NgayTuongLai):
    """An appraisal dated after today."""

    field, ten = "ngay_van_ban", "Ngày văn bản"


class ThieuLyDoThay(LyDoKhongHopLe):
    """An appraisal is replaced by another one, and nobody said why."""

    field = "ly_do_thay"
    viec = "thay thẩm định đang có, để người xem sau biết vì sao"


@dataclass(frozen=True)
class NhapThamDinh:
    """What a person typed about one appraisal; ``so_tien`` is whole đồng, 0 is allowed."""

    noi: Noi
    so_tien: int
    ngay_van_ban: date
    so_van_ban: str
    ghi_chu: str = ""
    ly_do_thay: str = ""


@transaction.atomic
def appraise(
    *, ke_hoach: KeHoach, nhap: NhapThamDinh, by: NguoiDung, at: datetime, on: date
) -> ThamDinh:
    """Put the appraised amount of a budget row or task on record; an earlier one is cancelled.

    :raises KhongDuocPhep: not this person's to do, or the plan is replaced.
    :raises SoThamDinhKhongHopLe: the amount is below 0 or too large.
    :raises ThieuSoVanBan: the number of the document is missing.
    :raises NgayVanBanTuongLai: the document is dated after today (``on``).
    :raises NoiGhiKhongHopLe: the place is of another plan, or has rows under it.
    :raises ThieuLyDoThay: there is an appraisal already, and no reason to replace it.
    """
    decision = may_appraise(by, ke_hoach)
    if not decision:
        raise KhongDuocPhep(decision.reason)
    _check_typed(nhap, on)
    noi = lock_place(ke_hoach, nhap.noi)
    before = ThamDinh.objects.standing().filter(**at_place(noi)).order_by("pk").first()
    if before is not None:
        if not 0 < len(nhap.ly_do_thay.strip()) <= LY_DO_TOI_DA:
            raise ThieuLyDoThay(nhap.ly_do_thay.strip())
        _cancel(before, nhap.ly_do_thay, by=by, at=at)
    made = ThamDinh(
        ke_hoach=ke_hoach,
        dong_kinh_phi=noi if isinstance(noi, DongKinhPhi) else None,
        nhiem_vu=noi if not isinstance(noi, DongKinhPhi) else None,
        so_tien=nhap.so_tien,
        so_tien_in=planned_amount(noi),
        ngay_van_ban=nhap.ngay_van_ban,
        so_van_ban=nhap.so_van_ban.strip(),
        ghi_chu=nhap.ghi_chu,
        created_at=at,
        created_by=by,
    )
    save_recorded(made, by=by, reason=nhap.ly_do_thay)
    _log(made, noi, "Thẩm định", by=by, at=at, ly_do=nhap.ly_do_thay, truoc=before)
    return made


@transaction.atomic
def cancel_appraisal(*, tham_dinh: ThamDinh, ly_do: str, by: NguoiDung, at: datetime) -> ThamDinh:
    """Withdraw an appraisal; it stays on record with the reason and limits nothing any more.

    :raises KhongDuocPhep: not this person's to do, or the plan is replaced.
    :raises ThieuLyDoHuy: no reason, or one that is too long.
    :raises DaHuyRoi: it was withdrawn or replaced already.
    """
    decision = may_appraise(by, tham_dinh.ke_hoach)
    if not decision:
        raise KhongDuocPhep(decision.reason)
    if not 0 < len(ly_do.strip()) <= LY_DO_TOI_DA:
        raise ThieuLyDoHuy(ly_do.strip())
    noi = tham_dinh.dong_kinh_phi or tham_dinh.nhiem_vu
    locked = (
        ThamDinh.objects.select_for_update(of=("self",))
        .select_related("ke_hoach__xa")
        .get(pk=tham_dinh.pk)
    )
    if locked.is_cancelled:
        raise DaHuyRoi("Thẩm định")
    _cancel(locked, ly_do, by=by, at=at)
    _log(locked, noi, "Hủy thẩm định", by=by, at=at, ly_do=ly_do.strip())
    return locked


def _check_typed(nhap: NhapThamDinh, on: date) -> None:
    if not 0 <= nhap.so_tien <= SO_TIEN_MOT_LAN:
        raise SoThamDinhKhongHopLe
    if not nhap.so_van_ban.strip():
        raise ThieuSoVanBan
    if nhap.ngay_van_ban > on:
        raise NgayVanBanTuongLai(nhap.ngay_van_ban, on)


def _cancel(row: ThamDinh, ly_do: str, *, by: NguoiDung, at: datetime) -> None:
    row.cancelled_at, row.cancelled_by, row.ly_do_huy = at, by, ly_do.strip()
    save_recorded(row, by=by, reason=row.ly_do_huy)


def _log(
    row: ThamDinh,
    noi: Noi | None,
    hanh_dong: str,
    *,
    by: NguoiDung,
    at: datetime,
    ly_do: str,
    truoc: ThamDinh | None = None,
) -> None:
    log_act(
        by=by,
        at=at,
        xa=row.ke_hoach.xa,
        hanh_dong=hanh_dong,
        doi_tuong=row,
        mo_ta=(
            f"{hanh_dong} {format_dong(row.so_tien)} cho “{noi}”, văn bản {row.so_van_ban} "
            f"ngày {format_ngay(row.ngay_van_ban)}."
        ),
        gia_tri_cu={"so_tien": truoc.so_tien} if truoc else {},
        gia_tri_moi={} if row.is_cancelled else {"so_tien": row.so_tien},
        ly_do=ly_do,
        so_van_ban=row.so_van_ban,
    )
