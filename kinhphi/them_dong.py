"""Adding a budget row where it belongs in the tree, and removing one nothing was recorded on."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from donvi.ghi_chep import delete_recorded, log_act, save_recorded, update_recorded
from donvi.models import NguoiDung
from kehoach.models import KeHoach
from kinhphi.loi_kinh_phi import LY_DO_TOI_DA, KhongDuocPhep, KinhPhiError
from kinhphi.models import DongKinhPhi
from kinhphi.phan_nguon import replace_sources
from kinhphi.policies import may_edit_money
from kinhphi.sua_dong import CAC_TRUONG, SuaDong, ThieuLyDoSua, lock_line


class MaDaCo(KinhPhiError):
    """The plan has a row of this code."""

    field = "ma"

    def __init__(self, ma: str) -> None:
        super().__init__(f"Kế hoạch đã có dòng kinh phí mang mã “{ma}”; hãy đặt mã khác.")


class DongCoTien(KinhPhiError):
    """Money was recorded or appraised on the row, so it stays what it is."""

    field = "dong_cha"

    def __init__(self, dong: DongKinhPhi, viec: str) -> None:
        super().__init__(
            f"Dòng “{dong}” đã có thẩm định hoặc khoản tiền (kể cả khoản đã hủy), nên không {viec}."
        )


class DongCoDongCon(KinhPhiError):
    """The row has rows under it."""

    def __init__(self, dong: DongKinhPhi) -> None:
        super().__init__(f"Dòng “{dong}” còn các dòng bên dưới; hãy xóa các dòng đó trước.")


@dataclass(frozen=True)
class ThemDong:
    """Where a new row stands: its code, the number printed, the row it stands under (or none)."""

    ma: str
    so_in: str
    dong_cha: DongKinhPhi | None


@transaction.atomic
def add_line(
    *,
    ke_hoach: KeHoach,
    cho: ThemDong,
    sua: SuaDong,
    ly_do: str,
    by: NguoiDung,
    at: datetime,
) -> DongKinhPhi:
    """Add a row as the last one under its parent; rows after it move down by one place.

    :raises KhongDuocPhep: not this person's to do, or the plan is replaced.
    :raises ThieuLyDoSua: no reason, or one that is too long.
    :raises MaDaCo: the code is taken.
    :raises DongCoTien: the parent has money of its own.
    :raises DongKhongCon: the parent was removed in the meantime.
    """
    _check(by, ke_hoach, ly_do)
    # Rows that name the plan are written by others meanwhile: the lock leaves its key free.
    plan = KeHoach.objects.select_for_update(of=("self",), no_key=True).get(pk=ke_hoach.pk)
    rows = DongKinhPhi.objects.filter(ke_hoach=plan)
    if rows.filter(ma=cho.ma).exists():
        raise MaDaCo(cho.ma)
    if cho.dong_cha is not None and _has_money(lock_line(cho.dong_cha)):
        raise DongCoTien(cho.dong_cha, "thêm được dòng bên dưới")
    place = _make_room(plan, cho.dong_cha, by, ly_do)
    dong = DongKinhPhi(
        ke_hoach=plan,
        ma=cho.ma,
        so_in=cho.so_in,
        dong_cha=cho.dong_cha,
        cap_dong=DongKinhPhi.CapDong.DONG,
        thu_tu=place,
    )
    for name in CAC_TRUONG:
        setattr(dong, name, getattr(sua, name))
    save_recorded(dong, by=by, reason=ly_do.strip())
    replace_sources(ke_hoach=plan, cac_phan={dong: sua.cac_phan}, by=by, reason=ly_do.strip())
    _log(dong, "Thêm dòng kinh phí", ly_do, by=by, at=at)
    return dong


def _make_room(ke_hoach: KeHoach, dong_cha: DongKinhPhi | None, by: NguoiDung, ly_do: str) -> int:
    """Give the place after the last row under the parent, and move the later rows down."""
    rows = DongKinhPhi.objects.filter(ke_hoach=ke_hoach)
    if dong_cha is None:
        return int(rows.aggregate(last=Max("thu_tu"))["last"] or 0) + 1
    below, last = {dong_cha.pk}, dong_cha.thu_tu
    listed = list(rows.in_order())
    for row in listed:
        if row.dong_cha_id in below:
            below.add(row.pk)
            last = max(last, row.thu_tu)
    later = [row for row in listed if row.thu_tu > last]
    for row in later:
        row.thu_tu += 1
    update_recorded(later, ["thu_tu"], by=by, reason=ly_do.strip())
    return last + 1


@transaction.atomic
def remove_line(*, dong: DongKinhPhi, ly_do: str, by: NguoiDung, at: datetime) -> None:
    """Remove a row nothing was recorded on; what it said stays in its history and in the act log.

    :raises KhongDuocPhep: not this person's to do, or the plan is replaced.
    :raises ThieuLyDoSua: no reason, or one that is too long.
    :raises DongCoDongCon: it has rows under it.
    :raises DongCoTien: money was recorded or appraised on it.
    :raises DongKhongCon: someone else removed it in the meantime.
    """
    _check(by, dong.ke_hoach, ly_do)
    locked = lock_line(dong)
    if locked.cac_dong_con.exists():
        raise DongCoDongCon(locked)
    if _has_money(locked):
        raise DongCoTien(locked, "xóa được")
    _log(locked, "Xóa dòng kinh phí", ly_do, by=by, at=at)
    for part in locked.cac_phan_nguon.order_by("pk"):
        delete_recorded(part, by=by, reason=ly_do.strip())
    delete_recorded(locked, by=by, reason=ly_do.strip())


def _check(by: NguoiDung, ke_hoach: KeHoach, ly_do: str) -> None:
    decision = may_edit_money(by, ke_hoach)
    if not decision:
        raise KhongDuocPhep(decision.reason)
    if not 0 < len(ly_do.strip()) <= LY_DO_TOI_DA:
        raise ThieuLyDoSua(ly_do.strip())


def _has_money(dong: DongKinhPhi) -> bool:
    return dong.cac_khoan.exists() or dong.cac_tham_dinh.exists()


def _log(dong: DongKinhPhi, hanh_dong: str, ly_do: str, *, by: NguoiDung, at: datetime) -> None:
    said = {"ma": dong.ma, "noi_dung": dong.noi_dung, "thanh_tien_in": dong.thanh_tien_in}
    is_new = hanh_dong.startswith("Thêm")
    log_act(
        by=by,
        at=at,
        xa=dong.ke_hoach.xa,
        hanh_dong=hanh_dong,
        doi_tuong=dong,
        mo_ta=f"{hanh_dong} “{dong}” của kế hoạch {dong.ke_hoach.ma}.",
        gia_tri_cu={} if is_new else said,
        gia_tri_moi=said if is_new else {},
        ly_do=ly_do.strip(),
    )
