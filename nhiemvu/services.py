"""Writing progress: the drafts of a period, their acceptance, and what an obligation repeats.

A draft (``accepted_at`` empty) counts nowhere. Acceptance by the focal unit makes it count and
copies percent, completion date and period to ``PhanCong``, in one transaction; reopening takes
both back. The caller (``baocao.phieu``) holds the lock on the unit's form.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from donvi.ghi_chep import save_typed, update_recorded
from donvi.ke_tiep import answered_by
from donvi.models import DonVi, NguoiDung
from kehoach.ky_phai_bao import KyPhaiBao
from kehoach.models import KeHoach
from nhiemvu.models import PhanCong, PhanCongQuerySet, TienDo, TienDoQuerySet


class TienDoError(Exception):
    """A refusal of this module; str() is a sentence for the user."""


class PhanCongNgoaiPhieu(TienDoError):
    """Somebody reports on an obligation that isn't this unit's in this plan."""

    def __init__(self, don_vi: DonVi) -> None:
        super().__init__(
            f"Có nhiệm vụ không được giao cho {don_vi} trong kế hoạch này; hãy tải lại trang."
        )


class TienDoDaTiepNhan(TienDoError):
    """Somebody writes over progress the focal unit has accepted."""

    def __init__(self, tien_do: TienDo) -> None:
        super().__init__(
            f"Tiến độ nhiệm vụ {tien_do.phan_cong.nhiem_vu.ma} của kỳ này đã được tiếp nhận; "
            "muốn sửa thì đề nghị lãnh đạo xã mở lại phiếu."
        )


@dataclass(frozen=True)
class NhapTienDo:
    """What a unit typed about one obligation; ``phan_tram`` is 0..100 or None."""

    phan_cong_id: int
    khong_phat_sinh: bool = False
    phan_tram: int | None = None
    noi_dung: str = ""
    kho_khan: str = ""
    nguyen_nhan: str = ""
    de_xuat: str = ""
    ngay_hoan_thanh: date | None = None
    san_pham: str = ""

    @property
    def values(self) -> dict[str, object]:
        """Give the fields of ``TienDo`` this row sets."""
        return {name: value for name, value in asdict(self).items() if name != "phan_cong_id"}

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed; 0 % is something.

        >>> NhapTienDo(1).is_empty, NhapTienDo(1, phan_tram=0).is_empty
        (True, False)
        """
        return self == NhapTienDo(self.phan_cong_id)


@dataclass
class TienDoMoiNhat:
    """What ``PhanCong`` repeats of the accepted progress."""

    phan_tram: int | None = None
    ngay_hoan_thanh: date | None = None
    ky_moi_nhat: str = ""

    def take(self, tien_do: TienDo) -> None:
        """Move on to a later report; "không phát sinh" leaves percent and date as they were."""
        self.ky_moi_nhat = tien_do.ky_bao_cao
        if tien_do.phan_tram is not None:
            self.phan_tram = tien_do.phan_tram
            self.ngay_hoan_thanh = tien_do.ngay_hoan_thanh

    def copy_to(self, phan_cong: PhanCong) -> bool:
        """Let an obligation repeat it (unsaved); tell whether that changes anything."""
        changed = False
        for name, value in asdict(self).items():
            changed |= getattr(phan_cong, name) != value
            setattr(phan_cong, name, value)
        return changed


def owed_obligations(ke_hoach: KeHoach, don_vi: DonVi, on: date) -> PhanCongQuerySet:
    """List what the unit reports on: its part in the tasks of the plan's annex.

    Parts of units merged into it before ``on`` (the period's cut-off) are its own.
    """
    annexed = PhanCong.objects.filter(
        answered_by("don_vi", don_vi, on),
        nhiem_vu__ke_hoach=ke_hoach,
        nhiem_vu__loai_nhiem_vu="phu_luc",
    )
    return annexed.select_related("nhiem_vu", "don_vi").in_order()


def progress_of(ky: KyPhaiBao) -> TienDoQuerySet:
    """List the unit's progress rows of one period, drafts and accepted, locked for writing."""
    return (
        TienDo.objects.select_for_update(of=("self",))
        .filter(phan_cong__in=owed_obligations(ky.ke_hoach, ky.don_vi, ky.ngay_chot).order_by())
        .filter(ky_bao_cao=ky.ky_bao_cao)
        .select_related("phan_cong__nhiem_vu", "phan_cong__don_vi")
        .order_by("pk")
    )


@transaction.atomic
def write_progress(
    *, ky: KyPhaiBao, rows: Sequence[NhapTienDo], by: NguoiDung, reason: str = ""
) -> int:
    """Save the drafts of one unit and period; say how many changed.

    A row with nothing typed removes its draft. Three queries, then those of each changed row.

    :raises PhanCongNgoaiPhieu: a row names an obligation of another unit or plan.
    :raises TienDoDaTiepNhan: a row was accepted already.
    :raises ValidationError: a field or constraint is violated; nothing is written.
    """
    owed = {row.pk: row for row in owed_obligations(ky.ke_hoach, ky.don_vi, ky.ngay_chot)}
    written = {row.phan_cong_id: row for row in progress_of(ky)}
    changed = 0
    for row in rows:
        if row.phan_cong_id not in owed:
            raise PhanCongNgoaiPhieu(ky.don_vi)
        draft = written.get(row.phan_cong_id) or TienDo(
            phan_cong=owed[row.phan_cong_id], ky_bao_cao=ky.ky_bao_cao,
            ngay_chot=ky.ngay_chot, la_minh_hoa=ky.la_minh_hoa,
        )  # fmt: skip
        changed += _write_one(draft, row, by, reason)
    return changed


def _write_one(draft: TienDo, row: NhapTienDo, by: NguoiDung, reason: str) -> bool:
    refusal = TienDoDaTiepNhan(draft) if draft.accepted_at is not None else None
    return save_typed(
        draft, row.values, is_empty=row.is_empty, refusal=refusal, by=by, reason=reason
    )  # fmt: skip


@transaction.atomic
def accept_progress(*, ky: KyPhaiBao, by: NguoiDung, at: datetime) -> int:
    """Make the drafts of one unit and period count; say how many there were."""
    return _set_accepted(progress_of(ky).filter(accepted_at__isnull=True), by=by, at=at)


@transaction.atomic
def withdraw_progress(*, ky: KyPhaiBao, by: NguoiDung, reason: str) -> int:
    """Make accepted progress of one unit and period a draft again; say how many rows."""
    return _set_accepted(progress_of(ky).filter(accepted_at__isnull=False), by=by, reason=reason)


def _set_accepted(
    rows: Iterable[TienDo], *, by: NguoiDung, at: datetime | None = None, reason: str = ""
) -> int:
    touched = list(rows)
    for row in touched:
        row.accepted_at = at
    update_recorded(touched, ["accepted_at"], by=by, reason=reason)
    refresh_obligations([row.phan_cong_id for row in touched], by=by, reason=reason)
    return len(touched)


@transaction.atomic
def refresh_obligations(
    phan_cong_ids: Sequence[int], *, by: NguoiDung | None, reason: str = ""
) -> None:
    """Copy the latest accepted progress to the obligations: two queries, and two of writing.

    Latest by cut-off day, so accepting an earlier period afterwards changes nothing.
    """
    latest = {pk: TienDoMoiNhat() for pk in phan_cong_ids}
    accepted = TienDo.objects.accepted().filter(phan_cong__in=phan_cong_ids)
    for tien_do in accepted.order_by("ngay_chot", "pk"):
        latest[tien_do.phan_cong_id].take(tien_do)
    obligations = PhanCong.objects.select_for_update().filter(pk__in=phan_cong_ids).order_by("pk")
    changed = [row for row in obligations if latest[row.pk].copy_to(row)]
    update_recorded(changed, ["phan_tram", "ngay_hoan_thanh", "ky_moi_nhat"], by=by, reason=reason)
