"""Who may enter, verify, compile, edit, approve and issue."""

from typing import TYPE_CHECKING

from baocao.models import BaoCao, PhieuBaoCao
from baocao.trang_thai import BAO_CAO_TRANSITIONS, PHIEU_TRANSITIONS, TrangThaiPhieu
from donvi.policies import ALLOWED, Decision, deny, scope_of
from donvi.vai_tro import VaiTro
from kehoach.models import KeHoach
from kehoach.policies import is_focal, is_leader, may_manage, oversees

UNSENT_FORM = frozenset(
    {TrangThaiPhieu.CHUA_BAO_CAO, TrangThaiPhieu.DANG_NHAP, TrangThaiPhieu.DA_DONG}
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung

    Someone = NguoiDung | AnonymousUser


def _in_state(phieu: PhieuBaoCao, hanh_dong: str) -> Decision:
    step = PHIEU_TRANSITIONS[hanh_dong]
    if phieu.trang_thai in step.tu:
        return ALLOWED
    return deny(
        f"Không thể {step.label}: phiếu đang ở trạng thái {phieu.get_trang_thai_display()}."
    )


def fills_for(user: "Someone", phieu: PhieuBaoCao) -> bool:
    """Tell whether this person fills in the form: own unit, or on behalf of an outside body.

    Reads ``phieu.don_vi`` and ``phieu.ke_hoach`` (queries if not loaded).
    """
    if phieu.don_vi_id in scope_of(user).entering_units:
        return True
    return phieu.don_vi.is_external and is_focal(user, phieu.ke_hoach)


def may_enter(user: "Someone", phieu: PhieuBaoCao) -> Decision:
    """Decide on saving a draft."""
    if not fills_for(user, phieu):
        return deny(f"Chỉ cán bộ của {phieu.don_vi} được nhập phiếu này.")
    return _in_state(phieu, "save")


def may_submit(user: "Someone", phieu: PhieuBaoCao) -> Decision:
    """Decide on sending the form to the focal unit."""
    if not fills_for(user, phieu):
        return deny(f"Chỉ cán bộ của {phieu.don_vi} được gửi phiếu này.")
    return _in_state(phieu, "submit")


def may_verify(user: "Someone", phieu: PhieuBaoCao) -> Decision:
    """Decide on accepting a sent form, or returning it with a reason."""
    if not is_focal(user, phieu.ke_hoach):
        return deny(
            f"Chỉ người làm tổng hợp của {phieu.ke_hoach.don_vi_dau_moi} được kiểm tra phiếu."
        )
    return _in_state(phieu, "accept")


def may_correct(user: "Someone", phieu: PhieuBaoCao) -> Decision:
    """Decide on correcting a slip in a sent form: the focal unit, until it is accepted."""
    if not is_focal(user, phieu.ke_hoach):
        return deny(
            f"Chỉ người làm tổng hợp của {phieu.ke_hoach.don_vi_dau_moi} được sửa phiếu đã gửi."
        )
    if phieu.trang_thai == TrangThaiPhieu.DA_GUI:
        return ALLOWED
    return deny(f"Không thể sửa: phiếu đang ở trạng thái {phieu.get_trang_thai_display()}.")


def may_reopen(user: "Someone", phieu: PhieuBaoCao) -> Decision:
    """Decide on reopening an accepted form; only a leader may, with a reason."""
    if not is_leader(user, phieu.ke_hoach):
        return deny("Chỉ lãnh đạo xã được mở lại phiếu đã tiếp nhận.")
    return _in_state(phieu, "reopen")


def may_see_matrix(user: "Someone", ke_hoach: KeHoach) -> Decision:
    """Decide on the matrix of units x periods: focal unit and leaders (and above)."""
    if oversees(user, ke_hoach):
        return ALLOWED
    return deny("Bảng theo dõi báo cáo dành cho đơn vị đầu mối và lãnh đạo xã.")


def reads_forms(user: "Someone", ke_hoach: KeHoach) -> bool:
    """Tell whether this person may open every unit's form; a province reads only the matrix."""
    scope = scope_of(user)
    return scope.is_admin or ke_hoach.xa_id in scope.reading_communes


def may_compile(user: "Someone", ke_hoach: KeHoach) -> Decision:
    """Decide on compiling a period's report."""
    return may_manage(user, ke_hoach)


def _report_in_state(bao_cao: BaoCao, hanh_dong: str) -> Decision:
    step = BAO_CAO_TRANSITIONS[hanh_dong]
    if bao_cao.trang_thai in step.tu:
        return ALLOWED
    return deny(
        f"Không thể {step.label}: báo cáo đang ở trạng thái {bao_cao.get_trang_thai_display()}."
    )


def may_recompile(user: "Someone", bao_cao: BaoCao) -> Decision:
    """Decide on compiling this report again from the forms accepted by now."""
    decision = may_manage(user, bao_cao.ke_hoach)
    return _report_in_state(bao_cao, "aggregate") if decision else decision


def may_edit(user: "Someone", bao_cao: BaoCao) -> Decision:
    """Decide on editing the narrative."""
    decision = may_manage(user, bao_cao.ke_hoach)
    return _report_in_state(bao_cao, "edit") if decision else decision


def may_submit_report(user: "Someone", bao_cao: BaoCao) -> Decision:
    """Decide on submitting (trình) the report to a leader."""
    decision = may_manage(user, bao_cao.ke_hoach)
    return _report_in_state(bao_cao, "submit") if decision else decision


def may_approve(user: "Someone", bao_cao: BaoCao) -> Decision:
    """Decide on approving a submitted report, or sending it back."""
    if not is_leader(user, bao_cao.ke_hoach):
        return deny("Chỉ lãnh đạo xã được duyệt hoặc trả lại báo cáo.")
    return _report_in_state(bao_cao, "approve")


def may_record_sending(user: "Someone", bao_cao: BaoCao) -> Decision:
    """Decide on recording the day an approved report was sent up: focal unit or văn thư."""
    is_clerk = bao_cao.ke_hoach.xa_id in scope_of(user).communes_with(VaiTro.VAN_THU)
    if not (is_clerk or is_focal(user, bao_cao.ke_hoach)):
        return deny("Chỉ đơn vị đầu mối hoặc văn thư của xã được ghi ngày gửi cấp trên.")
    if bao_cao.is_frozen:
        return ALLOWED
    return deny(
        f"Chưa ghi được ngày gửi: báo cáo đang ở trạng thái {bao_cao.get_trang_thai_display()}."
    )


def sees_draft(user: "Someone", phieu: PhieuBaoCao) -> bool:
    """Tell whether the words of an unsent form are shown: only to those who fill it in.

    The focal unit reads a form once it has been sent.
    """
    return phieu.trang_thai not in UNSENT_FORM or fills_for(user, phieu)
