"""Who gives out a one-time link, and who confirms what was typed through it."""

from typing import TYPE_CHECKING

from baocao.models import LienKetNhap, PhieuBaoCao
from baocao.policies import fills_for
from donvi.models import NguoiDung
from donvi.policies import ALLOWED, Decision, deny
from donvi.vai_tro import ENTERING
from kehoach.policies import is_focal

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Someone = NguoiDung | AnonymousUser

CHO_NHAP = LienKetNhap.TrangThai.CHO_NHAP
CHO_XAC_NHAN = LienKetNhap.TrangThai.CHO_XAC_NHAN


def has_account(phieu: PhieuBaoCao) -> bool:
    """Tell whether somebody of the form's unit can sign in and fill it in (1 query)."""
    held = {"cac_vai_tro__don_vi": phieu.don_vi_id, "cac_vai_tro__vai_tro__in": list(ENTERING)}
    return NguoiDung.objects.filter(is_active=True, **held).exists()


def checks_links(user: "Someone", phieu: PhieuBaoCao) -> bool:
    """Tell whether this person answers for the form's links: of its unit, or of the focal unit."""
    return fills_for(user, phieu) or is_focal(user, phieu.ke_hoach)


def may_see_links(user: "Someone", phieu: PhieuBaoCao) -> Decision:
    """Decide on the page of a form's links, and on what was typed through them."""
    if checks_links(user, phieu):
        return ALLOWED
    return deny(f"Chỉ cán bộ của {phieu.don_vi} và đầu mối được xem liên kết nhập nhanh của phiếu.")


def may_link(user: "Someone", phieu: PhieuBaoCao) -> Decision:
    """Decide on giving somebody a link: who fills the form in, or the focal unit for those without.

    One query, and only for a person of the focal unit.
    """
    if not checks_links(user, phieu):
        return may_see_links(user, phieu)
    if not phieu.is_editable:
        state = phieu.get_trang_thai_display()
        return deny(f"Không thể tạo liên kết: phiếu đang ở trạng thái {state}.")
    if not fills_for(user, phieu) and has_account(phieu):
        return deny(
            f"{phieu.don_vi} đã có tài khoản; chỉ cán bộ của đơn vị được tạo liên kết cho phiếu."
        )
    return ALLOWED


def may_revoke(user: "Someone", lien_ket: LienKetNhap) -> Decision:
    """Decide on closing a link nothing was sent through yet."""
    return _in_state(user, lien_ket, CHO_NHAP, "thu hồi")


def may_refuse(user: "Someone", lien_ket: LienKetNhap) -> Decision:
    """Decide on refusing what was sent through a link."""
    return _in_state(user, lien_ket, CHO_XAC_NHAN, "từ chối")


def may_confirm(user: "Someone", lien_ket: LienKetNhap) -> Decision:
    """Decide on taking what was sent through a link into the form."""
    decision = _in_state(user, lien_ket, CHO_XAC_NHAN, "xác nhận")
    return may_take_over(user, lien_ket.phieu_bao_cao) if decision else decision


def may_take_over(user: "Someone", phieu: PhieuBaoCao) -> Decision:
    """Decide on writing a link's words into the form: it must still be open."""
    if not checks_links(user, phieu):
        return may_see_links(user, phieu)
    if phieu.is_editable:
        return ALLOWED
    state = phieu.get_trang_thai_display()
    return deny(
        f"Không thể đưa vào phiếu: phiếu đang ở trạng thái {state}. Hai nội dung ở dưới để đối "
        "chiếu; muốn dùng nội dung này thì phiếu phải được trả lại trước."
    )


def _in_state(user: "Someone", lien_ket: LienKetNhap, state: str, act: str) -> Decision:
    decision = may_see_links(user, lien_ket.phieu_bao_cao)
    if not decision or lien_ket.trang_thai == state:
        return decision
    return deny(f"Không thể {act}: liên kết {lien_ket.get_trang_thai_display()}.")
