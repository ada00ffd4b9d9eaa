"""Writing figures: the drafts of a period and their acceptance.

A draft (``accepted_at`` empty) counts nowhere. The caller (``baocao.phieu``) holds the lock on the
unit's form.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Q

from chitieu.danh_gia import compute_ty_le
from chitieu.models import ChiTieu, ChiTieuQuerySet, SoLieu, SoLieuQuerySet
from donvi.ghi_chep import save_typed, update_recorded
from donvi.ke_tiep import answered_by
from donvi.models import DonVi, NguoiDung
from kehoach.ky_phai_bao import KyPhaiBao
from kehoach.models import KeHoach

_SIX_PLACES = Decimal("0.000001")


class SoLieuError(Exception):
    """A refusal of this module; str() is a sentence for the user."""


class ChiTieuNgoaiPhieu(SoLieuError):
    """Somebody reports on an indicator this unit doesn't lead in this plan."""

    def __init__(self, don_vi: DonVi) -> None:
        super().__init__(
            f"Có chỉ tiêu không do {don_vi} chủ trì trong kế hoạch này; hãy tải lại trang."
        )


class SoLieuDaTiepNhan(SoLieuError):
    """Somebody writes over a figure the focal unit has accepted."""

    def __init__(self, so_lieu: SoLieu) -> None:
        super().__init__(
            f"Số liệu chỉ tiêu {so_lieu.chi_tieu.ma} của kỳ này đã được tiếp nhận; "
            "muốn sửa thì đề nghị lãnh đạo xã mở lại phiếu."
        )


def compute_share(tu_so: Decimal | None, mau_so: Decimal | None) -> Decimal | None:
    """Compute the percentage to six places, as it is stored; None where there is none.

    >>> compute_share(Decimal(279), Decimal(395))
    Decimal('70.632911')
    """
    share = compute_ty_le(tu_so, mau_so)
    return None if share is None else share.quantize(_SIX_PLACES, ROUND_HALF_UP)


@dataclass(frozen=True)
class NhapSoLieu:
    """What a unit typed about one indicator; an empty ``tinh_trang`` means nothing was said.

    With ``tu_so`` and ``mau_so`` the value is computed, whatever ``gia_tri`` says.
    """

    chi_tieu_id: int
    tinh_trang: str = ""
    gia_tri: Decimal | None = None
    tu_so: Decimal | None = None
    mau_so: Decimal | None = None
    nhan_xet: str = ""
    ghi_chu: str = ""

    @property
    def values(self) -> dict[str, object]:
        """Give the fields of ``SoLieu`` this row sets."""
        values = {name: value for name, value in asdict(self).items() if name != "chi_tieu_id"}
        share = compute_share(self.tu_so, self.mau_so)
        return values if share is None else values | {"gia_tri": share}

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was said; the value 0 is something.

        >>> NhapSoLieu(1).is_empty, NhapSoLieu(1, "co_so_lieu", Decimal(0)).is_empty
        (True, False)
        """
        return self == NhapSoLieu(self.chi_tieu_id)


def owed_indicators(ke_hoach: KeHoach, don_vi: DonVi, on: date) -> ChiTieuQuerySet:
    """List the indicators a unit gives figures of: those it leads, measured ones only.

    An indicator without any lead is measured by the focal unit of the plan; one led by a unit that
    was merged into this one before ``on`` (the period's cut-off) by this one.
    """
    led = answered_by("cac_chu_tri__don_vi", don_vi, on)
    if don_vi.pk == ke_hoach.don_vi_dau_moi_id:
        led |= Q(cac_chu_tri__isnull=True)
    return ChiTieu.objects.measured().filter(led, ke_hoach=ke_hoach).distinct().in_order()


def figures_of(ky: KyPhaiBao) -> SoLieuQuerySet:
    """List the unit's figures of one period, drafts and accepted, locked for writing."""
    return (
        SoLieu.objects.select_for_update(of=("self",))
        .filter(chi_tieu__ke_hoach=ky.ke_hoach, don_vi=ky.don_vi, ky_bao_cao=ky.ky_bao_cao)
        .select_related("chi_tieu")
        .order_by("pk")
    )


@transaction.atomic
def write_figures(
    *, ky: KyPhaiBao, rows: Sequence[NhapSoLieu], by: NguoiDung, reason: str = ""
) -> int:
    """Save the drafts of one unit and period; say how many changed.

    A row in which nothing is said removes its draft. Two queries, then those of each changed row.

    :raises ChiTieuNgoaiPhieu: a row names an indicator of another unit or plan.
    :raises SoLieuDaTiepNhan: a row was accepted already.
    :raises ValidationError: a field or constraint is violated; nothing is written.
    """
    owed = {row.pk: row for row in owed_indicators(ky.ke_hoach, ky.don_vi, ky.ngay_chot)}
    written = {row.chi_tieu_id: row for row in figures_of(ky)}
    changed = 0
    for row in rows:
        if row.chi_tieu_id not in owed:
            raise ChiTieuNgoaiPhieu(ky.don_vi)
        draft = written.get(row.chi_tieu_id) or SoLieu(
            chi_tieu=owed[row.chi_tieu_id], don_vi=ky.don_vi, ky_bao_cao=ky.ky_bao_cao,
            ngay_chot=ky.ngay_chot, la_minh_hoa=ky.la_minh_hoa,
        )  # fmt: skip
        changed += _write_one(draft, row, by, reason)
    return changed


def _write_one(draft: SoLieu, row: NhapSoLieu, by: NguoiDung, reason: str) -> bool:
    refusal = SoLieuDaTiepNhan(draft) if draft.accepted_at is not None else None
    return save_typed(
        draft, row.values, is_empty=row.is_empty, refusal=refusal, by=by, reason=reason
    )  # fmt: skip


@transaction.atomic
def accept_figures(*, ky: KyPhaiBao, by: NguoiDung, at: datetime) -> int:
    """Make the drafts of one unit and period count; say how many there were."""
    return _set_accepted(figures_of(ky).filter(accepted_at__isnull=True), by=by, at=at)


@transaction.atomic
def withdraw_figures(*, ky: KyPhaiBao, by: NguoiDung, reason: str) -> int:
    """Make accepted figures of one unit and period drafts again; say how many rows."""
    return _set_accepted(figures_of(ky).filter(accepted_at__isnull=False), by=by, reason=reason)


def _set_accepted(
    rows: Iterable[SoLieu], *, by: NguoiDung, at: datetime | None = None, reason: str = ""
) -> int:
    touched = list(rows)
    for row in touched:
        row.accepted_at = at
    update_recorded(touched, ["accepted_at"], by=by, reason=reason)
    return len(touched)
