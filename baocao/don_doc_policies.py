"""Who drafts, reads and decides a reminder letter."""

from typing import TYPE_CHECKING

from baocao.models import CongVanDonDoc
from baocao.trang_thai import CONG_VAN_TRANSITIONS, FROZEN_LETTER
from baocao.van_ban_policies import numbers_for
from donvi.policies import ALLOWED, Decision, deny, scope_of
from kehoach.models import KeHoach
from kehoach.policies import is_leader, may_manage, oversees

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung

    Someone = NguoiDung | AnonymousUser


def may_draft_letter(user: "Someone", ke_hoach: KeHoach) -> Decision:
    """Decide on drafting a letter from the plan's facts."""
    return may_manage(user, ke_hoach)


def may_read_letter(user: "Someone", cong_van: CongVanDonDoc) -> Decision:
    """Decide on reading: who watches over all units; once approved the unit and văn thư too."""
    plan = cong_van.ke_hoach
    if oversees(user, plan):
        return ALLOWED
    concerned = cong_van.don_vi_id in scope_of(user).own_units or numbers_for(user, plan)
    if concerned and cong_van.trang_thai in FROZEN_LETTER:
        return ALLOWED
    return deny("Công văn đôn đốc chưa duyệt chỉ đơn vị đầu mối và lãnh đạo xã được xem.")


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
