"""Who reads versions of a plan, and who drafts, decides and calls off its amendments."""

from typing import TYPE_CHECKING

from baocao.models import DieuChinh
from baocao.trang_thai import CONG_VAN_TRANSITIONS
from donvi.policies import ALLOWED, Decision, deny
from kehoach.models import KeHoach
from kehoach.policies import is_leader, may_manage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung

    Someone = NguoiDung | AnonymousUser


def may_draft_amendment(user: "Someone", ke_hoach: KeHoach) -> Decision:
    """Decide on drafting an amendment of the plan."""
    return may_manage(user, ke_hoach)


def may_edit_amendment(user: "Someone", dieu_chinh: DieuChinh) -> Decision:
    """Decide on editing subject and reason of a draft."""
    return _managed(user, dieu_chinh, "edit")


def may_submit_amendment(user: "Someone", dieu_chinh: DieuChinh) -> Decision:
    """Decide on submitting the draft to the leaders."""
    return _managed(user, dieu_chinh, "submit")


def may_cancel_amendment(user: "Someone", dieu_chinh: DieuChinh) -> Decision:
    """Decide on calling off an amendment that isn't approved."""
    return _managed(user, dieu_chinh, "cancel")


def may_decide_amendment(user: "Someone", dieu_chinh: DieuChinh) -> Decision:
    """Decide on approving a submitted amendment, or sending it back."""
    if not is_leader(user, dieu_chinh.ke_hoach):
        return deny("Chỉ lãnh đạo xã được duyệt hoặc trả lại điều chỉnh kế hoạch.")
    return _in_state(dieu_chinh, "approve")


def _managed(user: "Someone", dieu_chinh: DieuChinh, hanh_dong: str) -> Decision:
    decision = may_manage(user, dieu_chinh.ke_hoach)
    return _in_state(dieu_chinh, hanh_dong) if decision else decision


def _in_state(dieu_chinh: DieuChinh, hanh_dong: str) -> Decision:
    step = CONG_VAN_TRANSITIONS[hanh_dong]
    if dieu_chinh.trang_thai in step.tu:
        return ALLOWED
    return deny(
        f"Không thể {step.label}: bản điều chỉnh đang ở trạng thái "
        f"{dieu_chinh.get_trang_thai_display()}."
    )
