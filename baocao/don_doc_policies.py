"""Who drafts and decides a reminder letter; who reads one, its row filter says."""

from typing import TYPE_CHECKING

from baocao.models import CongVanDonDoc
from baocao.trang_thai import CONG_VAN_TRANSITIONS
from donvi.policies import ALLOWED, Decision, deny
from kehoach.models import KeHoach
from kehoach.policies import is_leader, may_manage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung

    Someone = NguoiDung | AnonymousUser


def may_draft_letter(user: "Someone", ke_hoach: KeHoach) -> Decision:
    """Decide on drafting a letter from the plan's facts."""
    return may_manage(user, ke_hoach)


def may_edit_letter(user: "Someone", cong_van: CongVanDonDoc) -> Decision:
    """Decide on editing the words of a draft."""
    return _managed(user, cong_van, "edit")


def may_submit_letter(user: "Someone", cong_van: CongVanDonDoc) -> Decision:
    """Decide on submitting the draft to a leader."""
    return _managed(user, cong_van, "submit")


def may_cancel_letter(user: "Someone", cong_van: CongVanDonDoc) -> Decision:
    """Decide on calling off a letter that isn't approved."""
    return _managed(user, cong_van, "cancel")


def may_decide_letter(user: "Someone", cong_van: CongVanDonDoc) -> Decision:
    """Decide on approving a submitted letter, or sending it back."""
    if not is_leader(user, cong_van.ke_hoach):
        return deny("Chỉ lãnh đạo xã được duyệt hoặc trả lại công văn đôn đốc.")
    return _in_state(cong_van, "approve")


def _managed(user: "Someone", cong_van: CongVanDonDoc, hanh_dong: str) -> Decision:
    decision = may_manage(user, cong_van.ke_hoach)
    return _in_state(cong_van, hanh_dong) if decision else decision


def _in_state(cong_van: CongVanDonDoc, hanh_dong: str) -> Decision:
    step = CONG_VAN_TRANSITIONS[hanh_dong]
    if cong_van.trang_thai in step.tu:
        return ALLOWED
    return deny(
        f"Không thể {step.label}: công văn đang ở trạng thái {cong_van.get_trang_thai_display()}."
    )
