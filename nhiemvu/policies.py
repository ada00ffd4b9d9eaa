"""Who may ask for a later deadline, advise on it, and decide."""

from datetime import date
from typing import TYPE_CHECKING

from donvi.ke_tiep import heir_of
from donvi.policies import ALLOWED, Decision, deny, scope_of
from kehoach.policies import is_focal, is_leader
from nhiemvu.loai_han import LoaiHan
from nhiemvu.models import GiaHan, PhanCong

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung

    Someone = NguoiDung | AnonymousUser

ENDLESS = (LoaiHan.THUONG_XUYEN, LoaiHan.DINH_KY)


def acts_for(user: "Someone", phan_cong: PhanCong, on: date) -> bool:
    """Tell whether this person acts for the obligation's unit, or for the one it was merged into.

    The focal unit acts for an outside body, as it does on forms.
    """
    unit = heir_of(phan_cong.don_vi, on)
    if unit.pk in scope_of(user).entering_units:
        return True
    return unit.is_external and is_focal(user, phan_cong.nhiem_vu.ke_hoach)


def may_ask_extension(user: "Someone", phan_cong: PhanCong, on: date) -> Decision:
    """Decide on asking for a later deadline: a lead unit's people, for work that has an end."""
    if not acts_for(user, phan_cong, on):
        return deny(f"Chỉ cán bộ của {phan_cong.don_vi} được đề nghị gia hạn phần việc này.")
    if not phan_cong.is_lead:
        return deny("Chỉ đơn vị chủ trì được đề nghị gia hạn; đơn vị phối hợp không có hạn riêng.")
    task = phan_cong.nhiem_vu
    if task.han_hoan_thanh is None or task.loai_han in ENDLESS:
        return deny("Nhiệm vụ này không có ngày hạn nên không cần gia hạn.")
    if phan_cong.ngay_hoan_thanh is not None:
        return deny("Đơn vị đã hoàn thành nhiệm vụ này nên không cần gia hạn.")
    return ALLOWED


def _pending(gia_han: GiaHan) -> Decision:
    if gia_han.trang_thai == GiaHan.TrangThaiGiaHan.CHO_QUYET_DINH:
        return ALLOWED
    return deny(f"Đề nghị gia hạn này đã có quyết định: {gia_han.get_trang_thai_display()}.")


def may_advise_extension(user: "Someone", gia_han: GiaHan) -> Decision:
    """Decide on giving the focal unit's opinion on a request."""
    ke_hoach = gia_han.phan_cong.nhiem_vu.ke_hoach
    if not is_focal(user, ke_hoach):
        return deny(f"Chỉ người làm tổng hợp của {ke_hoach.don_vi_dau_moi} được cho ý kiến.")
    return _pending(gia_han)


def may_decide_extension(user: "Someone", gia_han: GiaHan) -> Decision:
    """Decide on granting or refusing a request; only a leader may."""
    if not is_leader(user, gia_han.phan_cong.nhiem_vu.ke_hoach):
        return deny("Chỉ lãnh đạo xã được quyết định gia hạn.")
    return _pending(gia_han)


def may_withdraw_extension(user: "Someone", gia_han: GiaHan, on: date) -> Decision:
    """Decide on taking back a request while it is undecided: only who may ask for the unit."""
    part = gia_han.phan_cong
    if not acts_for(user, part, on):
        return deny(f"Chỉ cán bộ của {part.don_vi} được rút đề nghị gia hạn của đơn vị.")
    return _pending(gia_han)
