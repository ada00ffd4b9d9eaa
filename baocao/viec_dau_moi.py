"""What waits in a focal unit today: forms to check, units to chase, periods to compile."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from baocao.dot_xuat_queries import called_off
from baocao.han_cap_tren import HanCapTren, due_upward
from baocao.ma_tran import TyLe
from baocao.models import BaoCao, PhieuBaoCao, PhieuBaoCaoQuerySet
from baocao.trang_thai import TrangThaiBaoCao, TrangThaiPhieu
from baocao.viec_don_vi import PhieuNo, owed_form, with_names
from donvi.models import DonVi
from kehoach.ky_bao_cao import KyBaoCao, parse_ky
from kehoach.models import KeHoach


@dataclass(frozen=True)
class DonViNoPhieu:
    """A unit that is late with forms of one plan, the oldest first."""

    don_vi: DonVi
    ke_hoach: KeHoach
    cac_phieu: tuple[PhieuNo, ...]


@dataclass(frozen=True)
class KyChoLap:
    """A period without a report: all forms are accepted, or the units' deadline has passed."""

    ke_hoach: KeHoach
    ky: KyBaoCao
    han_nop: date
    da_tiep_nhan: TyLe


@dataclass(frozen=True)
class ViecDauMoi:
    """For who compiles in a focal unit: what to check, who is late, what to compile."""

    cac_ke_hoach: tuple[KeHoach, ...]
    cho_kiem_tra: tuple[PhieuBaoCao, ...]
    nhap_thay: tuple[PhieuNo, ...]
    don_vi_tre: tuple[DonViNoPhieu, ...]
    cac_ky: tuple[KyChoLap, ...]
    du_thao: tuple[BaoCao, ...]
    gui_cap_tren: tuple[HanCapTren, ...] = ()

    @property
    def so_qua_han_gui(self) -> int:
        """Count the reports overdue to the level above."""
        return sum(bool(row.gui.so_ngay_tre) for row in self.gui_cap_tren)

    @property
    def is_of_several_plans(self) -> bool:
        """Tell whether rows must say which plan they belong to."""
        return len(self.cac_ke_hoach) > 1


def focal_work(
    plans: list[KeHoach], owed: Iterable[PhieuNo], reports: Iterable[BaoCao], on: date
) -> ViecDauMoi:
    own = {row.phieu.pk for row in owed}
    forms = PhieuBaoCao.objects.filter(ke_hoach__in=plans)
    waiting = forms.filter(trang_thai=TrangThaiPhieu.DA_GUI).order_by("sent_at", "pk")
    late = with_names(forms.overdue(on)).order_by("han_nop", "don_vi__thu_tu", "pk")
    drafts = {TrangThaiBaoCao.DANG_LAP, TrangThaiBaoCao.LOI, TrangThaiBaoCao.DU_THAO}
    return ViecDauMoi(
        cac_ke_hoach=tuple(plans),
        cho_kiem_tra=tuple(with_names(waiting)),
        nhap_thay=tuple(row for row in owed if row.phieu.don_vi.is_external),
        don_vi_tre=_late_units([owed_form(form, on) for form in late if form.pk not in own]),
        cac_ky=_periods_to_compile(plans, forms, on),
        du_thao=tuple(r for r in reports if r.trang_thai in drafts and r.ke_hoach in plans),
        gui_cap_tren=due_upward(plans, on),
    )


def _late_units(rows: Iterable[PhieuNo]) -> tuple[DonViNoPhieu, ...]:
    """Group late forms by unit and plan, those with most forms first."""
    groups: dict[tuple[int, int], list[PhieuNo]] = defaultdict(list)
    for row in rows:
        groups[row.phieu.don_vi_id, row.phieu.ke_hoach_id].append(row)
    found = [
        DonViNoPhieu(r[0].phieu.don_vi, r[0].phieu.ke_hoach, tuple(r)) for r in groups.values()
    ]
    return tuple(sorted(found, key=lambda unit: -len(unit.cac_phieu)))


def _periods_to_compile(
    plans: Collection[KeHoach], forms: PhieuBaoCaoQuerySet, on: date
) -> tuple[KyChoLap, ...]:
    """List the periods that can be compiled and have no report, newest first (2 queries)."""
    by_id = {plan.pk: plan for plan in plans}
    done = set(BaoCao.objects.filter(ke_hoach__in=plans).values_list("ke_hoach_id", "ky_bao_cao"))
    periods = [
        KyChoLap(
            ke_hoach=by_id[row["ke_hoach_id"]],
            ky=parse_ky(row["ky_bao_cao"]),
            han_nop=row["han_nop"],
            da_tiep_nhan=TyLe(row["da_tiep_nhan"], row["phai_nop"]),
        )
        for row in forms.exclude(called_off()).count_by_period()
        if (row["ke_hoach_id"], row["ky_bao_cao"]) not in done
        and (row["han_nop"] < on or row["da_tiep_nhan"] == row["phai_nop"])
    ]
    return tuple(sorted(periods, key=lambda row: (row.han_nop, row.ky), reverse=True))
