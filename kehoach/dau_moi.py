"""Who compiles a plan's reports (đơn vị đầu mối): changed by that unit or a leader, on record."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from donvi.ghi_chep import log_act, save_recorded
from donvi.models import DonVi, NguoiDung
from donvi.services import notify
from donvi.vai_tro import VaiTro
from kehoach.che_do import LY_DO_TOI_DA, CheDoError, CheDoKhongDuocPhep
from kehoach.models import KeHoach
from kehoach.policies import may_change_focal


class DauMoiKhongHopLe(CheDoError):
    """The unit can't compile, compiles already, or somebody else changed it meanwhile."""

    field = "don_vi"


class ThieuLyDoDoi(CheDoError):
    """Handing the compiling over needs a reason."""

    field = "ly_do"

    def __init__(self) -> None:
        super().__init__("Lý do đổi đơn vị tổng hợp: hãy ghi, ví dụ số văn bản phân công.")


def units_that_compile(ke_hoach: KeHoach, on: date) -> QuerySet[DonVi]:
    """List the units of the commune in which somebody may compile, in their usual order."""
    units = DonVi.objects.filter(
        xa=ke_hoach.xa_id,
        cac_thanh_vien__vai_tro=VaiTro.TONG_HOP,
        cac_thanh_vien__nguoi_dung__is_active=True,
    )
    return units.active(on).distinct().order_by("thu_tu", "khoa_sap_xep", "pk")


@transaction.atomic
def change_focal(
    *, ke_hoach: KeHoach, tu_don_vi: int, don_vi: int, ly_do: str, by: NguoiDung, at: datetime
) -> KeHoach:
    """Let another unit compile from now on; who compiles in the old and the new one is told.

    ``tu_don_vi`` is the unit (id) the page showed, ``don_vi`` the one wanted. Reports that are
    frozen keep the names they bear.

    :raises CheDoKhongDuocPhep: neither of the focal unit nor a leader.
    :raises DauMoiKhongHopLe: see there.
    :raises ThieuLyDoDoi: no reason, or one too long.
    """
    plans = KeHoach.objects.select_for_update(of=("self",)).select_related("xa", "don_vi_dau_moi")
    plan = plans.get(pk=ke_hoach.pk)
    decision = may_change_focal(by, plan)
    if not decision:
        raise CheDoKhongDuocPhep(decision.reason)
    old = plan.don_vi_dau_moi
    if old.pk != tu_don_vi:
        raise DauMoiKhongHopLe(
            f"Đơn vị tổng hợp vừa được đổi thành {old}; hãy xem lại rồi chọn lần nữa nếu cần."
        )
    on = at.astimezone(get_current_timezone()).date()
    new = units_that_compile(plan, on).filter(pk=don_vi).first()
    if new is None:
        raise DauMoiKhongHopLe(
            "Đơn vị tổng hợp: hãy chọn một đơn vị của xã đã có người giữ vai trò tổng hợp."
        )
    if new == old:
        raise DauMoiKhongHopLe(f"Đơn vị tổng hợp: {old} đang tổng hợp; hãy chọn đơn vị khác.")
    words = ly_do.replace("\x00", "").strip()
    if not words or len(words) > LY_DO_TOI_DA:
        raise ThieuLyDoDoi
    plan.don_vi_dau_moi = new
    save_recorded(plan, by=by, reason=words)
    _tell(plan, old, new, words, by, at)
    return plan


def _tell(
    plan: KeHoach, old: DonVi, new: DonVi, ly_do: str, by: NguoiDung, at: datetime
) -> None:  # fmt: skip
    sentence = f"Đơn vị tổng hợp báo cáo đổi từ {old} sang {new}."
    log_act(
        by=by, at=at, xa=plan.xa, hanh_dong="đổi đơn vị tổng hợp", doi_tuong=plan,
        mo_ta=f"{plan.ma}: {sentence}", gia_tri_cu={"don_vi_dau_moi": str(old)},
        gia_tri_moi={"don_vi_dau_moi": str(new)}, ly_do=ly_do,
    )  # fmt: skip
    held = {"cac_vai_tro__don_vi__in": [old, new], "cac_vai_tro__vai_tro": VaiTro.TONG_HOP}
    notify(
        nguoi_nhan=NguoiDung.objects.filter(is_active=True, **held).distinct().order_by("pk"),
        tieu_de=sentence,
        noi_dung=f"Lý do: {ly_do}",
        duong_dan=reverse("kehoach:rules", args=[plan.ma]),
        khoa_trung=f"dau-moi-{plan.pk}-{at:%Y%m%d%H%M%S%f}",
        at=at,
    )
