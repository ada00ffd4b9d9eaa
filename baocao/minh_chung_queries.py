"""Evidence for reading: of one form by row, of a plan by period, of a period for its package."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, Sum

from baocao.loai_tep import mb
from baocao.models import MinhChung, PhieuBaoCao
from baocao.trang_thai import REPORTED_FORM, TrangThaiPhieu
from kehoach.ky_bao_cao import KyBaoCao, parse_ky
from kehoach.models import KeHoach

if TYPE_CHECKING:
    from donvi.models import NguoiDung

SEEN = (*REPORTED_FORM, TrangThaiPhieu.TRA_LAI)  # forms whose words have left their unit


@dataclass(frozen=True)
class MinhChungKy:
    """How much evidence the forms of one period carry."""

    ky: KyBaoCao
    so_phieu: int
    so_tep: int
    so_khac: int
    so_byte: int

    @property
    def so_mb(self) -> str:
        """Write how much the files weigh together, in MB."""
        return mb(self.so_byte)


def evidence_for_package(phieu: Iterable[PhieuBaoCao]) -> list[MinhChung]:
    """List the evidence of forms with all an index names: one query, by unit and row."""
    rows = MinhChung.objects.filter(phieu_bao_cao__in=phieu, removed_at=None)
    return list(
        rows.select_related(
            "phieu_bao_cao__don_vi", "phan_cong__nhiem_vu", "chi_tieu", "created_by"
        ).order_by("phieu_bao_cao__don_vi__thu_tu", "phieu_bao_cao_id", "pk")
    )


def forms_of_period(ke_hoach: KeHoach, ky: str, user: "NguoiDung") -> list[PhieuBaoCao]:
    """List the forms of a period whose words this person reads: one query."""
    forms = PhieuBaoCao.objects.visible_to(user).filter(ke_hoach=ke_hoach)
    seen = forms.of_period(parse_ky(ky)).filter(trang_thai__in=SEEN)
    return list(seen.select_related("don_vi", "ke_hoach"))


def evidence_by_period(ke_hoach: KeHoach, user: "NguoiDung") -> list[MinhChungKy]:
    """Count the evidence of a plan's reported forms by period, the latest first: one query."""
    forms = PhieuBaoCao.objects.visible_to(user).filter(ke_hoach=ke_hoach, trang_thai__in=SEEN)
    is_kept = Q(cac_minh_chung__removed_at=None, cac_minh_chung__isnull=False)
    has_file = is_kept & ~Q(cac_minh_chung__tep_dinh_kem="")
    counts = (
        forms.order_by()
        .values("ky_bao_cao")
        .annotate(
            so_phieu=Count("pk", filter=is_kept, distinct=True),
            so_muc=Count("cac_minh_chung", filter=is_kept),
            so_tep=Count("cac_minh_chung", filter=has_file),
            tong=Sum("cac_minh_chung__so_byte", filter=is_kept),
        )
    )
    rows = [
        MinhChungKy(
            parse_ky(row["ky_bao_cao"]), row["so_phieu"], row["so_tep"],
            row["so_muc"] - row["so_tep"], row["tong"] or 0,
        )
        for row in counts if row["so_muc"]
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row.ky, reverse=True)
