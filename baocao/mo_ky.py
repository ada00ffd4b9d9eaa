"""Opening the forms of a period: which unit owes one, and from which day on."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import make_aware

from baocao.models import KyKemTheo, PhieuBaoCao
from chitieu.models import ChiTieu, ChuTriChiTieu
from donvi.ghi_chep import create_recorded, log_act
from donvi.ke_tiep import answered_by
from donvi.models import DonVi, DonViQuerySet
from kehoach.ky_bao_cao import LichBaoCao
from kehoach.ky_chung import PhieuChung, share_forms
from kehoach.lich import all_periods, is_asked
from kehoach.models import KeHoach
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

    A period served by the form of a shorter one is open with it. Queries: see ``all_periods``.
    """
    return sorted(
        (lich for form in forms_until(ke_hoach, on) for lich in form.cac_lich),
        key=lambda lich: (lich.han_don_vi, lich.ky),
    )


def forms_until(ke_hoach: KeHoach, on: date) -> list[PhieuChung]:
    """List the forms of the plan that are open on ``on``, with the periods each one serves."""
    calendar = all_periods(ke_hoach, on.year + 1)
    return [form for form in share_forms(calendar) if form.ngay_mo <= on]


def figure_window(ke_hoach: KeHoach, lich: LichBaoCao) -> tuple[date, date]:
    """Give the days a period's figures cover, inclusive: those its forms were opened with.

    A rule changed afterwards holds for periods not yet opened, so that all units, and the report,
    tell of the same days. A period served by shorter ones reads at least what they say (1 query).
    """
    forms = PhieuBaoCao.objects.filter(ke_hoach=ke_hoach).of_period(lich.ky)
    windows = list(forms.values_list("ky_bao_cao", "tu_ngay", "den_ngay").order_by("pk"))
    own = [(tu, den) for code, tu, den in windows if code == str(lich.ky)]
    if own:
        return min(tu for tu, _ in own), max(den for _, den in own)
    return lich.so_lieu_tu, max([lich.so_lieu_den, *(den for _, _, den in windows)])


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
    opened for others. ``at`` is the moment on record, by default the first of the day. Reports due
    on one day share a form (see ``ky_chung``). Seven queries per plan and act, three more per 500
    new forms.
    """
    moment = at or make_aware(datetime.combine(on, time.min))
    plans = _running_plans(on) if ke_hoach is None else ke_hoach
    return sum(_open_plan(plan, on, moment, la_minh_hoa=la_minh_hoa) for plan in plans)


def _running_plans(on: date) -> list[KeHoach]:
    plans = KeHoach.objects.reporting().filter(nam_bat_dau__lte=on.year + 1).order_by("pk")
    return [plan for plan in plans if is_running(plan, on)]


def is_running(plan: KeHoach, on: date) -> bool:
    """Tell whether some deadline of the plan is not past on ``on``."""
    periods = all_periods(plan, on.year + 1)
    return bool(periods) and periods[-1].han_don_vi >= on


def _open_plan(plan: KeHoach, on: date, at: datetime, *, la_minh_hoa: bool) -> int:
    locked = KeHoach.objects.select_for_update(of=("self",)).select_related("xa").get(pk=plan.pk)
    there = _Opened(locked)
    units = list(units_owing(locked, on))
    new: list[PhieuBaoCao] = []
    served: list[KyKemTheo] = []
    for form in forms_until(locked, on):
        asked = [lich for lich in form.cac_lich if there.is_wanted(lich, on)]
        for unit in units:
            missing = [lich for lich in asked if there.form_of(unit, lich) is None]
            if not missing:
                continue
            bearer = there.form_of(unit, form.chinh)
            if bearer is None:
                bearer = _new_form(locked, unit, missing[0], la_minh_hoa=la_minh_hoa)
                new.append(bearer)
            served += [
                KyKemTheo(phieu_bao_cao=bearer, ky_bao_cao=str(lich.ky))
                for lich in missing
                if str(lich.ky) != bearer.ky_bao_cao
            ]
    there.keep_windows(new)
    create_recorded(new, by=None, reason="Hệ thống mở kỳ báo cáo")
    _serve(served)
    _log(locked, new, served, at)
    return len(new)


def _serve(rows: Sequence[KyKemTheo]) -> None:
    """Store which longer periods forms serve; the act log tells, the rows have no history."""
    KyKemTheo.objects.bulk_create(rows, batch_size=500)


class _Opened:
    """What is opened of a plan already: the forms, and the longer periods they serve."""

    def __init__(self, plan: KeHoach) -> None:
        by_id = {form.pk: form for form in plan.cac_phieu.order_by("pk")}
        self.forms = {(form.don_vi_id, form.ky_bao_cao): form for form in by_id.values()}
        self.windows = {form.ky_bao_cao: form for form in by_id.values()}
        served = KyKemTheo.objects.filter(phieu_bao_cao__ke_hoach=plan)
        for form_id, ky in served.values_list("phieu_bao_cao_id", "ky_bao_cao"):
            self.forms.setdefault((by_id[form_id].don_vi_id, ky), by_id[form_id])
        self.periods = {ky for _, ky in self.forms}

    def form_of(self, unit: DonVi, lich: LichBaoCao) -> PhieuBaoCao | None:
        """Give the unit's form for the period, of its own or shared."""
        return self.forms.get((unit.pk, str(lich.ky)))

    def is_wanted(self, lich: LichBaoCao, on: date) -> bool:
        """Tell whether a unit without the form still gets one: not once others' day is past."""
        return is_asked(lich) and (str(lich.ky) not in self.periods or lich.han_don_vi >= on)

    def keep_windows(self, new: Iterable[PhieuBaoCao]) -> None:
        """Let all forms of a period cover the same days, though the rule changed meanwhile."""
        for form in new:
            first = self.windows.get(form.ky_bao_cao)
            if first is not None:
                form.tu_ngay, form.den_ngay = first.tu_ngay, first.den_ngay


def _log(
    plan: KeHoach, new: Sequence[PhieuBaoCao], served: Sequence[KyKemTheo], at: datetime
) -> None:
    if not new and not served:
        return
    periods = list(dict.fromkeys(row.ky_bao_cao for row in new))
    longer = list(dict.fromkeys(row.ky_bao_cao for row in served))
    also = f" Phiếu dùng chung cho {len(longer)} kỳ dài hơn cùng hạn." if longer else ""
    log_act(
        by=None, at=at, xa=plan.xa, hanh_dong="mở kỳ báo cáo", doi_tuong=plan,
        mo_ta=f"Mở {len(new)} phiếu báo cáo của {len(periods)} kỳ.{also}",
        gia_tri_moi={"cac_ky": periods, "so_phieu": len(new), "cac_ky_kem": longer},
    )  # fmt: skip


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
