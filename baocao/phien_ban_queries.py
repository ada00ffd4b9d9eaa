"""Versions and amendments for pages; the contents themselves are read one by one only."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from baocao.models import DieuChinh, PhienBan, VanBan
from baocao.trang_thai import CONG_VAN_TRANSITIONS, TrangThaiCongVan
from donvi.models import NguoiDung
from kehoach.models import KeHoach


@dataclass(frozen=True)
class DongPhienBan:
    """A version, and the documents made of it: the plan's own, or those of an amendment."""

    phien_ban: PhienBan
    cac_van_ban: tuple[VanBan, ...]


def versions_of(ke_hoach: KeHoach, user: NguoiDung) -> list[DongPhienBan]:
    """List the versions of a plan without their contents, newest first (2 queries)."""
    rows = PhienBan.objects.visible_to(user).filter(ke_hoach=ke_hoach)
    made = documents_by_version(ke_hoach)
    return [
        DongPhienBan(row, tuple(made[row.pk]))
        for row in rows.defer("noi_dung").select_related("created_by")
    ]


def documents_by_version(ke_hoach: KeHoach) -> dict[int, list[VanBan]]:
    """Give the documents of a plan's versions by the version's id, newest first (1 query)."""
    made: dict[int, list[VanBan]] = defaultdict(list)
    rows = VanBan.objects.filter(ke_hoach=ke_hoach).filter(
        Q(phien_ban__isnull=False) | Q(dieu_chinh__den_phien_ban__isnull=False)
    )
    for row in rows.select_related("dieu_chinh").order_by("-pk"):
        version = row.dieu_chinh.den_phien_ban_id if row.dieu_chinh else row.phien_ban_id
        if version:
            made[version].append(row)
    return made


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


def waiting_amendments(cac_xa: Collection[int]) -> list[DieuChinh]:
    """List the amendments that wait for a leader of these communes, oldest first (1 query)."""
    rows = DieuChinh.objects.filter(ke_hoach__xa__in=cac_xa, trang_thai=TrangThaiCongVan.CHO_DUYET)
    return list(rows.select_related("ke_hoach__xa").order_by("created_at", "pk"))
