"""Who submits, decides and has a plan made into a document to sign."""

from typing import TYPE_CHECKING

from baocao.trang_thai import CONG_VAN_TRANSITIONS
from donvi.policies import ALLOWED, Decision, deny
from kehoach.models import KeHoach
from kehoach.policies import is_leader, may_manage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung

    Someone = NguoiDung | AnonymousUser


def may_submit_plan(user: "Someone", ke_hoach: KeHoach) -> Decision:
    """Decide on submitting a drafted plan to the leaders (focal unit)."""
    decision = may_manage(user, ke_hoach)
    return _in_state(ke_hoach, "submit") if decision else decision


def may_decide_plan(user: "Someone", ke_hoach: KeHoach) -> Decision:
    """Decide on approving a submitted plan, or sending it back (leader)."""
    if not is_leader(user, ke_hoach):
        return deny("Chỉ lãnh đạo xã được duyệt hoặc trả lại kế hoạch.")
    return _in_state(ke_hoach, "approve")


def may_make_document(user: "Someone", ke_hoach: KeHoach) -> Decision:
    """Decide on making the document to sign of an approved plan (focal unit or leader)."""
    if not is_leader(user, ke_hoach) and not may_manage(user, ke_hoach):
        return deny(
            f"Chỉ người làm tổng hợp của {ke_hoach.don_vi_dau_moi} hoặc lãnh đạo xã được lập văn "
            "bản để ký."
        )
    if ke_hoach.trang_thai == KeHoach.TrangThai.DA_DUYET:
        return ALLOWED
    return deny(
        f"Chưa lập được văn bản để ký: kế hoạch đang ở trạng thái "
        f"{ke_hoach.get_trang_thai_display()}."
    )


def _in_state(ke_hoach: KeHoach, hanh_dong: str) -> Decision:
    step = CONG_VAN_TRANSITIONS[hanh_dong]
    if ke_hoach.trang_thai in step.tu:
        return ALLOWED
    return deny(
        f"Không thể {step.label}: kế hoạch đang ở trạng thái {ke_hoach.get_trang_thai_display()}."
    )
