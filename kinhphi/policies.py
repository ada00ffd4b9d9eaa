"""Who may record money, and who may let a mismatch in the money stand."""

from typing import TYPE_CHECKING

from donvi.policies import ALLOWED, Decision, deny, scope_of
from donvi.vai_tro import VaiTro
from kehoach.models import KeHoach
from kehoach.policies import is_focal

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung

    Someone = NguoiDung | AnonymousUser


def handles_money(user: "Someone", ke_hoach: KeHoach) -> bool:
    """Tell whether this person keeps the money (tài chính) of the plan's commune."""
    return ke_hoach.xa_id in scope_of(user).communes_with(VaiTro.TAI_CHINH)


def may_record(user: "Someone", ke_hoach: KeHoach) -> Decision:
    """Decide on recording an allocation, a disbursement or a settlement."""
    if not handles_money(user, ke_hoach):
        return deny(f"Chỉ người làm tài chính của {ke_hoach.xa} được ghi phân bổ, giải ngân.")
    if not ke_hoach.is_in_force:
        return deny(
            f"Kế hoạch đang ở trạng thái {ke_hoach.get_trang_thai_display()}; "
            "chỉ ghi phân bổ, giải ngân cho kế hoạch đã duyệt hoặc đã ban hành."
        )
    return ALLOWED


def may_appraise(user: "Someone", ke_hoach: KeHoach) -> Decision:
    """Decide on appraising budget rows: also of a draft, for that is when it is done."""
    if not handles_money(user, ke_hoach):
        return deny(f"Chỉ người làm tài chính của {ke_hoach.xa} được ghi kết quả thẩm định.")
    if ke_hoach.trang_thai == KeHoach.TrangThai.DA_THAY_THE:
        return deny("Kế hoạch đã được thay thế; hãy thẩm định kế hoạch mới.")
    return ALLOWED


def may_edit_money(user: "Someone", ke_hoach: KeHoach) -> Decision:
    """Decide on correcting budget rows and their sources: the focal unit, or who keeps money."""
    if not (is_focal(user, ke_hoach) or handles_money(user, ke_hoach)):
        return deny(
            f"Chỉ người làm tổng hợp của {ke_hoach.don_vi_dau_moi} hoặc người làm tài chính của "
            f"{ke_hoach.xa} được sửa dòng kinh phí."
        )
    if ke_hoach.trang_thai == KeHoach.TrangThai.DA_THAY_THE:
        return deny("Kế hoạch đã được thay thế; hãy sửa kế hoạch mới.")
    return ALLOWED


def may_accept(user: "Someone", ke_hoach: KeHoach, ma_van_de: str) -> Decision:
    """Decide on letting a finding stand: the focal unit, or for money (KP) who keeps it."""
    if is_focal(user, ke_hoach):
        return ALLOWED
    if not ma_van_de.startswith("KP-"):
        return deny(
            f"Chỉ người làm tổng hợp của {ke_hoach.don_vi_dau_moi} được chấp nhận vấn đề này."
        )
    if handles_money(user, ke_hoach):
        return ALLOWED
    return deny(
        f"Chỉ người làm tổng hợp của {ke_hoach.don_vi_dau_moi} hoặc người làm tài chính của "
        f"{ke_hoach.xa} được chấp nhận sai lệch về tiền."
    )
