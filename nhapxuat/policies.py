"""Who may hand in a file for a plan."""

from typing import TYPE_CHECKING

from donvi.policies import ALLOWED, Decision, deny
from kehoach.models import KeHoach
from kehoach.policies import may_manage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung

# What a leader looks at, or what another plan took the place of, is not changed below them.
DONG = {
    KeHoach.TrangThai.CHO_DUYET: "đang chờ lãnh đạo duyệt; hãy rút về hoặc chờ duyệt xong rồi nhập",
    KeHoach.TrangThai.DA_THAY_THE: "đã được thay thế; hãy nhập vào kế hoạch thay thế",
}


def may_import(user: "NguoiDung | AnonymousUser", ke_hoach: KeHoach) -> Decision:
    """Decide on handing in, reviewing and saving a file: the focal unit, while the plan is open."""
    decision = may_manage(user, ke_hoach)
    if not decision:
        return decision
    why = DONG.get(KeHoach.TrangThai(ke_hoach.trang_thai))
    return deny(f"Kế hoạch {why}.") if why else ALLOWED
