"""Opening the forms of a period: which unit owes one, and from which day on."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import make_aware

from baocao.models import PhieuBaoCao
from chitieu.models import ChiTieu, ChuTriChiTieu
from donvi.ghi_chep import create_recorded, log_act
from donvi.ke_tiep import answered_by
from donvi.models import DonVi, DonViQuerySet
from kehoach.ky_bao_cao import LichBaoCao, periods_of_year, schedule
from kehoach.models import KeHoach
from kehoach.ngay_nghi import is_working_day
from kehoach.quy_dinh import rule_of
from nhiemvu.models import NhiemVu, PhanCong


def units_owing(ke_hoach: KeHoach, on: date | None = None) -> DonViQuerySet:
    """List the units that report on the plan, in their usual order; one query, lazy.

    A unit reports if it has a part in a task of the annex or leads an indicator; an indicator
    without any lead is the focal unit's. With ``on``, units closed before that day are left out and
    the units they were merged into report in their place.
    """
    itself = OuterRef("pk")
    own = Q(don_vi=itself) if on is None else answered_by("don_vi", itself, on)
    in_annex = PhanCong.objects.filter(
        own,
        nhiem_vu__ke_hoach=ke_hoach,
        nhiem_vu__loai_nhiem_vu=NhiemVu.LoaiNhiemVu.PHU_LUC,
    )
    measured = ChiTieu.objects.measured().filter(ke_hoach=ke_hoach)
    leads = ChuTriChiTieu.objects.filter(own, chi_tieu__in=measured)
    unled = measured.filter(cac_chu_tri__isnull=True)
    is_focal = Q(Exists(unled), pk=ke_hoach.don_vi_dau_moi_id)
    units = DonVi.objects.filter(Exists(in_annex) | Exists(leads) | is_focal)
    units = units if on is None else units.active(on)
    return units.order_by("thu_tu", "khoa_sap_xep", "pk")


def periods_until(ke_hoach: KeHoach, on: date) -> list[LichBaoCao]:
    """List the periods of the plan whose forms are open on ``on``, earliest deadline first.

    From the plan's first reporting day (a period that ends before it is not owed) to the last
    period of its last year. One query for the rules.
    """
    return [lich for lich in all_periods(ke_hoach, on.year + 1) if lich.ngay_mo <= on]


def all_periods(ke_hoach: KeHoach, nam_den: int) -> list[LichBaoCao]:
    """List the plan's periods up to the year ``nam_den`` (inclusive), earliest deadline first."""
    start = ke_hoach.bao_cao_tu_ngay or date(ke_hoach.nam_bat_dau, 1, 1)
    years = range(start.year, min(nam_den, ke_hoach.nam_ket_thuc) + 1)
    rules = [rule_of(row) for row in ke_hoach.cac_quy_dinh_bao_cao.order_by("pk")]
    due = (
        schedule(ky, rule, is_working_day)
        for rule in rules
        for nam in years
        for ky in periods_of_year(rule, nam)
        if ky.calendar_window[1] >= start
    )
    return sorted(due, key=lambda lich: (lich.han_don_vi, lich.ky))


@transaction.atomic
def open_periods(
    *,
    on: date,
    at: datetime | None = None,
    ke_hoach: Iterable[KeHoach] | None = None,
    la_minh_hoa: bool = False,
) -> int:
    """Open every form that is due to be open on ``on`` and isn't yet; say how many were opened.

    Without ``ke_hoach`` these are the plans in force whose last deadline is not past: nobody is
    asked afterwards for the reports of a plan that is over. Run twice, it opens nothing twice. A
    unit that joins a plan later gets no form of a period whose deadline has passed and that was
    opened for others. ``at`` is the moment on record, by default the first of the day. Six queries
    per plan and act, two more per 500 new forms.
    """
    moment = at or make_aware(datetime.combine(on, time.min))
    plans = _running_plans(on) if ke_hoach is None else ke_hoach
    return sum(_open_plan(plan, on, moment, la_minh_hoa=la_minh_hoa) for plan in plans)


def _running_plans(on: date) -> list[KeHoach]:
    plans = KeHoach.objects.reporting().filter(nam_bat_dau__lte=on.year + 1).order_by("pk")
    return [plan for plan in plans if _is_running(plan, on)]


def _is_running(plan: KeHoach, on: date) -> bool:
    periods = all_periods(plan, on.year + 1)
    return bool(periods) and periods[-1].han_don_vi >= on


def _open_plan(plan: KeHoach, on: date, at: datetime, *, la_minh_hoa: bool) -> int:
    locked = KeHoach.objects.select_for_update(of=("self",)).select_related("xa").get(pk=plan.pk)
    there = set(locked.cac_phieu.values_list("don_vi_id", "ky_bao_cao"))
    opened_before = {ky for _, ky in there}
    units = list(units_owing(locked, on))
    new = [
        _new_form(locked, unit, lich, la_minh_hoa=la_minh_hoa)
        for lich in periods_until(locked, on)
        if str(lich.ky) not in opened_before or lich.han_don_vi >= on
        for unit in units
        if (unit.pk, str(lich.ky)) not in there
    ]
    create_recorded(new, by=None, reason="Hệ thống mở kỳ báo cáo")
    if new:
        periods = list(dict.fromkeys(row.ky_bao_cao for row in new))
        log_act(
            by=None, at=at, xa=locked.xa, hanh_dong="mở kỳ báo cáo", doi_tuong=locked,
            mo_ta=f"Mở {len(new)} phiếu báo cáo của {len(periods)} kỳ.",
            gia_tri_moi={"cac_ky": periods, "so_phieu": len(new)},
        )  # fmt: skip
    return len(new)


def _new_form(plan: KeHoach, unit: DonVi, lich: LichBaoCao, *, la_minh_hoa: bool) -> PhieuBaoCao:
    return PhieuBaoCao(
        ke_hoach=plan,
        don_vi=unit,
        ky_bao_cao=str(lich.ky),
        tu_ngay=lich.so_lieu_tu,
        den_ngay=lich.so_lieu_den,
        han_nop=lich.han_don_vi,
        la_minh_hoa=la_minh_hoa,
    )
