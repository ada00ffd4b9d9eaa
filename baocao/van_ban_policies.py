"""Who reads a document, takes its signed file back, numbers, recalls, replaces and corrects it."""

from typing import TYPE_CHECKING

from baocao.models import VanBan
from baocao.trang_thai import VAN_BAN_TRANSITIONS, TrangThaiVanBan
from baocao.van_ban_di import content_of
from donvi.policies import ALLOWED, Decision, deny, scope_of
from donvi.vai_tro import VaiTro
from kehoach.models import KeHoach
from kehoach.policies import is_leader, oversees

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung

    Someone = NguoiDung | AnonymousUser


def numbers_for(user: "Someone", ke_hoach: KeHoach) -> bool:
    """Tell whether this person numbers the commune's documents."""
    return ke_hoach.xa_id in scope_of(user).communes_with(VaiTro.VAN_THU)


def may_read_document(user: "Someone", van_ban: VanBan) -> Decision:
    """Decide on reading: a letter is for its unit, văn thư and who watches over all units.

    Reads the letter of a document (a query if not loaded).
    """
    plan = van_ban.ke_hoach
    letter = van_ban.cong_van
    if letter is None or oversees(user, plan) or numbers_for(user, plan):
        return ALLOWED
    own = letter.don_vi_id in scope_of(user).own_units
    if own and van_ban.trang_thai != TrangThaiVanBan.DA_THU_HOI:
        return ALLOWED
    return deny("Công văn này chỉ đơn vị nhận, văn thư, đơn vị đầu mối và lãnh đạo xã được xem.")


def may_take_back(user: "Someone", van_ban: VanBan) -> Decision:
    """Decide on handing in the signed file: văn thư, or the leader who signed."""
    if not (numbers_for(user, van_ban.ke_hoach) or is_leader(user, van_ban.ke_hoach)):
        return deny("Chỉ văn thư hoặc lãnh đạo xã được nộp bản đã ký.")
    return _in_state(van_ban, "take_back")


def may_sign_paper(user: "Someone", van_ban: VanBan) -> Decision:
    """Decide on recording that the document was signed on paper (văn thư)."""
    if not numbers_for(user, van_ban.ke_hoach):
        return deny("Chỉ văn thư của xã được ghi nhận văn bản đã ký trên giấy.")
    decision = _in_state(van_ban, "sign_paper")
    if decision and van_ban.hinh_thuc_ky:
        return deny(f"Văn bản đã ghi nhận là {van_ban.get_hinh_thuc_ky_display()}.")
    return decision


def may_promulgate(user: "Someone", van_ban: VanBan) -> Decision:
    """Decide on recording number and date (văn thư)."""
    if not numbers_for(user, van_ban.ke_hoach):
        return deny("Chỉ văn thư của xã được ghi số và ngày ban hành.")
    return _in_state(van_ban, "promulgate")


def may_recall(user: "Someone", van_ban: VanBan) -> Decision:
    """Decide on taking the document back before it is signed (leader)."""
    if not is_leader(user, van_ban.ke_hoach):
        return deny("Chỉ lãnh đạo xã được thu hồi văn bản để sửa.")
    return _in_state(van_ban, "recall")


def may_reopen(user: "Someone", van_ban: VanBan) -> Decision:
    """Decide on opening an issued content again for a replacement (leader).

    Reads what the document says (a query if not loaded).
    """
    if not is_leader(user, van_ban.ke_hoach):
        return deny("Chỉ lãnh đạo xã được quyết định lập văn bản thay thế.")
    decision = _in_state(van_ban, "reopen")
    if decision and content_of(van_ban).trang_thai != "da_ban_hanh":
        return deny("Văn bản thay thế đang được soạn.")
    return decision


def may_correct(user: "Someone", van_ban: VanBan) -> Decision:
    """Decide on recording a correcting letter (văn thư)."""
    if not numbers_for(user, van_ban.ke_hoach):
        return deny("Chỉ văn thư của xã được ghi công văn đính chính.")
    return _in_state(van_ban, "correct")


def may_package(user: "Someone", van_ban: VanBan) -> Decision:
    """Decide on taking the package for the document system: who reads a document not recalled."""
    decision = may_read_document(user, van_ban)
    if decision and van_ban.trang_thai == TrangThaiVanBan.DA_THU_HOI:
        return deny("Văn bản đã thu hồi để sửa nên không có gói gửi hệ thống quản lý văn bản.")
    return decision


def _in_state(van_ban: VanBan, hanh_dong: str) -> Decision:
    step = VAN_BAN_TRANSITIONS[hanh_dong]
    if van_ban.trang_thai in step.tu:
        return ALLOWED
    return deny(
        f"Không thể {step.label}: văn bản đang ở trạng thái {van_ban.get_trang_thai_display()}."
    )
