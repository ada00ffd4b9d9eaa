"""Who may write, hand out and read the whole of an ad hoc request."""

from typing import TYPE_CHECKING

from baocao.models import YeuCauBaoCao
from donvi.policies import ALLOWED, Decision, deny, scope_of
from kehoach.models import KeHoach
from kehoach.policies import may_manage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung


def may_request(user: "NguoiDung | AnonymousUser", ke_hoach: KeHoach) -> Decision:
    """Decide on writing, handing out, changing and calling off requests of the plan."""
    decision = may_manage(user, ke_hoach)
    if not decision:
        return decision
    if ke_hoach.is_in_force:
        return ALLOWED
    return deny(
        f"Kế hoạch {ke_hoach.get_trang_thai_display()} nên chưa giao báo cáo đột xuất được; chỉ "
        "kế hoạch đang có hiệu lực mới giao được."
    )


def reads_answers(user: "NguoiDung | AnonymousUser", ke_hoach: KeHoach) -> bool:
    """Tell whether this person reads every unit's answers: focal unit, leaders, administrator."""
    scope = scope_of(user)
    return scope.is_admin or ke_hoach.xa_id in scope.reading_communes


def may_read_answers(user: "NguoiDung | AnonymousUser", yeu_cau: YeuCauBaoCao) -> Decision:
    """Decide on taking all answers away as a file."""
    if reads_answers(user, yeu_cau.ke_hoach):
        return ALLOWED
    return deny("Tổng hợp trả lời của các đơn vị dành cho đơn vị đầu mối và lãnh đạo xã.")
