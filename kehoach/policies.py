"""Who may see and manage a plan."""

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from donvi.models import Xa
from donvi.policies import ALLOWED, Decision, deny, scope_of
from donvi.vai_tro import VaiTro
from kehoach.models import KeHoach

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung


def visible_ke_hoach(user: "NguoiDung | AnonymousUser", ma: str) -> KeHoach:
    """Fetch a plan with commune and focal unit (one query, plus the memberships once).

    :raises Http404: there is none, or this person may not see it; the two are told apart by nobody.
    """
    plans = KeHoach.objects.visible_to(user).select_related("xa", "don_vi_dau_moi")
    return get_object_or_404(plans, ma=ma)


def is_focal(user: "NguoiDung | AnonymousUser", ke_hoach: KeHoach) -> bool:
    """Tell whether this person compiles for the focal unit (đầu mối) of this very plan."""
    return ke_hoach.don_vi_dau_moi_id in scope_of(user).units_with(VaiTro.TONG_HOP)


def is_leader(user: "NguoiDung | AnonymousUser", ke_hoach: KeHoach) -> bool:
    """Tell whether this person is a leader of the plan's commune."""
    return ke_hoach.xa_id in scope_of(user).communes_with(VaiTro.LANH_DAO)


def oversees(user: "NguoiDung | AnonymousUser", ke_hoach: KeHoach) -> bool:
    """Tell whether this person watches over all units: compiles, leads, or reads from above."""
    scope = scope_of(user)
    return (
        scope.is_admin
        or ke_hoach.xa_id in scope.reading_communes
        or ke_hoach.xa.ma_tinh in scope.cac_ma_tinh
    )


def may_manage(user: "NguoiDung | AnonymousUser", ke_hoach: KeHoach) -> Decision:
    """Decide on managing the plan: rules, checks, compiling."""
    if is_focal(user, ke_hoach):
        return ALLOWED
    return deny(f"Chỉ người làm tổng hợp của {ke_hoach.don_vi_dau_moi} được làm việc này.")


def may_change_focal(user: "NguoiDung | AnonymousUser", ke_hoach: KeHoach) -> Decision:
    """Decide on letting another unit compile: the one that does now, or a leader."""
    if is_focal(user, ke_hoach) or is_leader(user, ke_hoach):
        return ALLOWED
    return deny(
        f"Chỉ người làm tổng hợp của {ke_hoach.don_vi_dau_moi} hoặc lãnh đạo xã được đổi đơn vị "
        "tổng hợp."
    )


def may_keep_days(user: "NguoiDung | AnonymousUser", xa: Xa) -> Decision:
    """Decide on keeping the commune's own days off: who compiles in one of its units."""
    if xa.pk in scope_of(user).communes_with(VaiTro.TONG_HOP):
        return ALLOWED
    return deny(f"Chỉ người làm tổng hợp của {xa} được ghi ngày nghỉ, ngày làm bù của xã.")


def may_correct(user: "NguoiDung | AnonymousUser", ke_hoach: KeHoach) -> Decision:
    """Decide on correcting the words of a plan in place: the focal unit, unless it is replaced."""
    if not is_focal(user, ke_hoach):
        return deny(f"Chỉ người làm tổng hợp của {ke_hoach.don_vi_dau_moi} được sửa kế hoạch.")
    if ke_hoach.trang_thai == KeHoach.TrangThai.DA_THAY_THE:
        return deny(
            "Kế hoạch đã được thay thế nên không sửa nữa; hãy sửa kế hoạch đang có hiệu lực."
        )
    return ALLOWED
