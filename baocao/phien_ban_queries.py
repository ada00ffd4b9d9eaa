"""Versions and amendments for pages; the contents themselves are read one by one only."""

from django.db.models import Prefetch

from baocao.models import DieuChinh, PhienBan, VanBan
from baocao.trang_thai import CONG_VAN_TRANSITIONS
from donvi.models import NguoiDung
from kehoach.models import KeHoach


def versions_of(ke_hoach: KeHoach, user: NguoiDung) -> list[PhienBan]:
    """List the versions of a plan without their contents, newest first (2 queries)."""
    documents = VanBan.objects.order_by("-pk")
    rows = PhienBan.objects.visible_to(user).filter(ke_hoach=ke_hoach)
    return list(
        rows.defer("noi_dung")
        .select_related("created_by")
        .prefetch_related(Prefetch("cac_van_ban", documents))
    )


def amendments_of(ke_hoach: KeHoach, user: NguoiDung) -> list[DieuChinh]:
    """List the amendments of a plan, newest first (1 query)."""
    rows = DieuChinh.objects.visible_to(user).filter(ke_hoach=ke_hoach)
    return list(
        rows.select_related("tu_phien_ban", "den_phien_ban", "created_by").defer(
            "tu_phien_ban__noi_dung", "den_phien_ban__noi_dung"
        )
    )


def open_amendment(ke_hoach: KeHoach) -> DieuChinh | None:
    """Give the amendment that is drafted or waits for a leader, if any (1 query)."""
    states = CONG_VAN_TRANSITIONS["cancel"].tu
    return DieuChinh.objects.filter(ke_hoach=ke_hoach, trang_thai__in=states).first()
