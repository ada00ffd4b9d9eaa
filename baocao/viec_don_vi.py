"""What a unit owes today: its unsent forms, its late tasks, and what was accepted lately."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from baocao.dot_xuat_queries import request_title
from baocao.models import PhieuBaoCao, PhieuBaoCaoQuerySet
from baocao.trang_thai import TrangThaiPhieu
from donvi.ke_tiep import answered_by
from donvi.models import NguoiDung
from donvi.policies import scope_of
from kehoach.models import KeHoach
from nhiemvu.models import NhiemVu, PhanCong
from nhiemvu.trang_thai import TrangThai, days_late, sap_den_han

SO_PHIEU_VUA_XONG = 3  # forms shown as accepted a short while ago


@dataclass(frozen=True)
class PhieuNo:
    """A form still to be sent: days past its last day, or days left (0: today is the last)."""

    phieu: PhieuBaoCao
    so_ngay_tre: int
    so_ngay_con: int

    @property
    def is_returned(self) -> bool:
        """Tell whether the focal unit sent it back with a reason."""
        return self.phieu.trang_thai == TrangThaiPhieu.TRA_LAI


@dataclass(frozen=True)
class ViecDenHan:
    """A task my unit leads that is overdue or due within days."""

    phan_cong: PhanCong
    trang_thai: TrangThai
    so_ngay_tre: int


@dataclass(frozen=True)
class ViecDonVi:
    """For who fills in forms of a unit: what it owes, its late tasks, what was accepted."""

    phieu_no: tuple[PhieuNo, ...]
    nhiem_vu: tuple[ViecDenHan, ...]
    vua_tiep_nhan: tuple[PhieuBaoCao, ...]

    @property
    def is_of_several_plans(self) -> bool:
        """Tell whether rows must say which plan they belong to."""
        plans = {row.phieu.ke_hoach_id for row in self.phieu_no}
        plans |= {row.phan_cong.nhiem_vu.ke_hoach_id for row in self.nhiem_vu}
        return len(plans | {form.ke_hoach_id for form in self.vua_tiep_nhan}) > 1

    @property
    def so_phieu_tre(self) -> int:
        """Count the forms past their last day."""
        return sum(bool(row.so_ngay_tre) for row in self.phieu_no)


def with_names(forms: PhieuBaoCaoQuerySet) -> PhieuBaoCaoQuerySet:
    """Load what names a form; ``ten_yeu_cau`` is the title of the ad hoc request it answers."""
    forms = forms.annotate(ten_yeu_cau=request_title())
    named = forms.select_related("don_vi", "ke_hoach__xa", "ke_hoach__don_vi_dau_moi")
    return named.prefetch_related("cac_ky_kem")


def owed_forms(user: NguoiDung, on: date) -> list[PhieuNo]:
    """List the unsent forms this person fills in: late ones first, then by deadline (1 query)."""
    forms = PhieuBaoCao.objects.visible_to(user).filled_by(user).unsent()
    rows = [owed_form(form, on) for form in with_names(forms)]
    return sorted(rows, key=lambda row: (not row.so_ngay_tre, not row.is_returned))


def owed_form(form: PhieuBaoCao, on: date) -> PhieuNo:
    days = (on - form.han_nop).days
    return PhieuNo(form, days if form.is_overdue(on) else 0, max(-days, 0))


def unit_work(user: NguoiDung, owed: Iterable[PhieuNo], on: date) -> ViecDonVi:
    units = scope_of(user).entering_units
    accepted = PhieuBaoCao.objects.filter(
        don_vi__in=units, trang_thai=TrangThaiPhieu.DA_TIEP_NHAN
    ).order_by("-decided_at", "-pk")
    return ViecDonVi(
        phieu_no=tuple(row for row in owed if row.phieu.don_vi_id in units),
        nhiem_vu=tuple(_pressing_tasks(units, on)),
        vua_tiep_nhan=tuple(with_names(accepted)[:SO_PHIEU_VUA_XONG]),
    )


def _pressing_tasks(units: Collection[int], on: date) -> list[ViecDenHan]:
    """List the tasks the units lead that are overdue or due soon, earliest deadline first."""
    parts = PhanCong.objects.leading().filter(
        answered_by("don_vi", units, on),
        nhiem_vu__in=NhiemVu.objects.filter(ke_hoach__in=KeHoach.objects.reporting()).reported(),
    )
    loaded = parts.select_related("don_vi", "nhiem_vu__ke_hoach__xa")
    rows = [row for row in (_due_task(part, on) for part in loaded) if row is not None]
    return sorted(rows, key=lambda row: (row.phan_cong.last_day or on, row.phan_cong.pk))


def _due_task(part: PhanCong, on: date) -> ViecDenHan | None:
    state, last_day = part.state(on), part.last_day
    if not state.is_overdue and not sap_den_han(on, last_day, trang_thai=state):
        return None
    late = days_late(state, den=last_day, ngay_hoan_thanh=part.ngay_hoan_thanh, on=on)
    return ViecDenHan(part, state, late)
