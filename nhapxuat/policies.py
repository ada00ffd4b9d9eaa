"""Who may hand in a file for a plan."""

from typing import TYPE_CHECKING

from donvi.policies import ALLOWED, Decision, deny
from kehoach.models import KeHoach
from kehoach.policies import may_manage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung

# What a leader looks at, or what another plan took the place of, is not changed below them.
_KHONG_NHAN = {
    KeHoach.TrangThai.CHO_DUYET: "Kế hoạch đang chờ lãnh đạo duyệt nên chưa nhập được phụ lục; hãy "
    "đề nghị trả lại kế hoạch, hoặc chờ duyệt xong.",
    KeHoach.TrangThai.DA_THAY_THE: "Kế hoạch đã được thay thế nên không nhập phụ lục được nữa; hãy "
    "nhập vào kế hoạch đang có hiệu lực.",
}


def may_take_annexes(ke_hoach: KeHoach) -> Decision:
    """Decide whether a plan takes annexes in its present state, whoever hands them in."""
    why = _KHONG_NHAN.get(KeHoach.TrangThai(ke_hoach.trang_thai))
    return deny(why) if why else ALLOWED


def may_import(user: "NguoiDung | AnonymousUser", ke_hoach: KeHoach) -> Decision:
    """Decide on handing in, reviewing and saving a file: the focal unit, while the plan is open."""
    decision = may_manage(user, ke_hoach)
    return may_take_annexes(ke_hoach) if decision else decision
