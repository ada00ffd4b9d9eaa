"""Links that wait for an officer: on a form, and on the home page."""

from django.db.models import Q

from baocao.models import LienKetNhap, PhieuBaoCao
from baocao.policies_lien_ket import CHO_XAC_NHAN, checks_links
from donvi.models import NguoiDung
from donvi.policies import scope_of
from donvi.vai_tro import VaiTro


def waiting_links(phieu: PhieuBaoCao, user: NguoiDung) -> list[LienKetNhap] | None:
    """List what waits for confirmation on one form (1 query); None for who doesn't confirm."""
    if not checks_links(user, phieu):
        return None
    return list(phieu.cac_lien_ket.filter(trang_thai=CHO_XAC_NHAN).order_by("sent_at", "pk"))


def links_to_confirm(user: NguoiDung) -> tuple[LienKetNhap, ...]:
    """List what waits for this person: of own units, and of plans of the focal unit (1 query)."""
    scope, form = scope_of(user), "phieu_bao_cao"
    found = LienKetNhap.objects.filter(
        Q(**{f"{form}__don_vi__in": scope.entering_units})
        | Q(**{f"{form}__ke_hoach__don_vi_dau_moi__in": scope.units_with(VaiTro.TONG_HOP)}),
        trang_thai=CHO_XAC_NHAN,
    )
    related = found.select_related(f"{form}__don_vi", f"{form}__ke_hoach__xa")
    return tuple(related.order_by("sent_at", "pk"))
