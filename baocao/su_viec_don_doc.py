"""The facts of a reminder letter, read for one unit on one day; and which units are late."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.timezone import get_current_timezone

from baocao.ky_hieu import letter_symbol
from baocao.loi_van_don_doc import NhiemVuTre, PhieuTre, SuViec
from baocao.models import CongVanDonDoc, PhieuBaoCao
from baocao.nhac import thing_of
from baocao.trang_thai import TrangThaiCongVan, TrangThaiPhieu
from baocao.van_ban_ke_hoach import issuer_name
from donvi.ke_tiep import answered_by, heir_of
from donvi.loi_van_thu import TIEN_TO_NHAC
from donvi.models import DonVi, ThongBao
from donvi.tieng_viet import format_ngay
from kehoach.models import KeHoach
from kehoach.ngay_nghi import working_days_of
from nhiemvu.models import NhiemVu, PhanCong
from nhiemvu.trang_thai import days_late

NGAY_TRA_LOI = timedelta(days=5)  # after the letter is drafted; then the next working day


@dataclass(frozen=True)
class DonViTre:
    """A unit that is late in a plan: how many forms and tasks, and its letter under way."""

    don_vi: DonVi
    so_phieu: int
    so_nhiem_vu: int
    tre_nhat: int
    cong_van: CongVanDonDoc | None


def late_forms(plan: KeHoach, on: date) -> list[PhieuBaoCao]:
    """List the plan's forms that are overdue on the day, the oldest first (1 query)."""
    forms = PhieuBaoCao.objects.overdue(on).filter(ke_hoach=plan).select_related("don_vi")
    return list(forms.order_by("han_nop", "pk"))


def late_tasks(plan: KeHoach, on: date, don_vi: DonVi | None = None) -> list[PhanCong]:
    """List the lead obligations overdue on the day, of all units or of one (1 query)."""
    reported = NhiemVu.objects.filter(ke_hoach=plan).reported()
    parts = PhanCong.objects.leading().filter(nhiem_vu__in=reported)
    if don_vi is not None:
        parts = parts.filter(answered_by("don_vi", don_vi, on))
    loaded = parts.select_related("nhiem_vu", "don_vi__don_vi_ke_tiep").in_order()
    return [part for part in loaded if part.state(on).is_overdue]


def late_units(plan: KeHoach, on: date) -> list[DonViTre]:
    """List the units that are late, those with most to do first (3 queries)."""
    units: dict[int, DonVi] = {}
    forms: dict[int, list[int]] = defaultdict(list)
    tasks: dict[int, list[int]] = defaultdict(list)
    for form in late_forms(plan, on):
        units[form.don_vi_id] = form.don_vi
        forms[form.don_vi_id].append((on - form.han_nop).days)
    for part in late_tasks(plan, on):
        unit = heir_of(part.don_vi, on)
        units[unit.pk] = unit
        tasks[unit.pk].append(_days_late(part, on))
    open_letters = {row.don_vi_id: row for row in open_letters_of(plan)}
    rows = [
        DonViTre(
            unit, len(forms[pk]), len(tasks[pk]), max(forms[pk] + tasks[pk]), open_letters.get(pk)
        )
        for pk, unit in units.items()
    ]
    return sorted(rows, key=lambda row: (-row.so_phieu - row.so_nhiem_vu, row.don_vi.thu_tu))


def open_letters_of(plan: KeHoach) -> Iterable[CongVanDonDoc]:
    """Select the letters that are drafted or wait for a leader (lazy)."""
    states = [TrangThaiCongVan.DU_THAO, TrangThaiCongVan.CHO_DUYET]
    rows = CongVanDonDoc.objects.filter(ke_hoach=plan, trang_thai__in=states)
    return rows.order_by("pk")


def load_facts(plan: KeHoach, don_vi: DonVi, on: date) -> SuViec:
    """Read what a letter to the unit says on the day (5 queries)."""
    forms = [form for form in late_forms(plan, on) if form.don_vi_id == don_vi.pk]
    parts = late_tasks(plan, on, don_vi)
    things = {f"phieu:{form.pk}" for form in forms} | {f"nhiem_vu:{part.pk}" for part in parts}
    return SuViec(
        don_vi=str(don_vi),
        co_quan=issuer_name(plan),
        dau_moi=str(plan.don_vi_dau_moi),
        ke_hoach=plan_in_words(plan),
        nam=years_in_words(plan),
        ngay=on,
        han_tra_loi=_answer_day(plan, on),
        cac_phieu=tuple(
            PhieuTre(
                ky=form.period.label,
                han=form.han_nop,
                so_ngay=(on - form.han_nop).days,
                bi_tra_lai=form.trang_thai == TrangThaiPhieu.TRA_LAI,
            )
            for form in forms
        ),
        cac_nhiem_vu=tuple(
            NhiemVuTre(
                ma=part.nhiem_vu.ma,
                ten=part.nhiem_vu.ten,
                han=part.last_day or on,
                so_ngay=_days_late(part, on),
                phan_tram=part.phan_tram,
            )
            for part in parts
        ),
        lan_nhac=_reminded_on(don_vi, things, on),
        cong_van_truoc=_earlier_letters(plan, don_vi),
        la_ngoai_xa=don_vi.is_external,
    )


def plan_in_words(plan: KeHoach) -> str:
    """Name the plan as a letter does: number and day if it has them, then its subject."""
    number = f" số {plan.so_hieu}/{plan.ky_hieu}" if plan.so_hieu else ""
    day = f" ngày {format_ngay(plan.ngay_ban_hanh)}" if plan.ngay_ban_hanh else ""
    subject = " ".join(plan.trich_yeu.split())
    return f"Kế hoạch{number}{day} của {issuer_name(plan)} về {subject[:1].lower()}{subject[1:]}"


def years_in_words(plan: KeHoach) -> str:
    """Name the plan's years: "năm 2026", "giai đoạn 2026 - 2030"."""
    if plan.nam_bat_dau == plan.nam_ket_thuc:
        return f"năm {plan.nam_bat_dau}"
    return f"giai đoạn {plan.nam_bat_dau} - {plan.nam_ket_thuc}"


def _days_late(part: PhanCong, on: date) -> int:
    return days_late(part.state(on), den=part.last_day, ngay_hoan_thanh=part.ngay_hoan_thanh, on=on)


def _answer_day(plan: KeHoach, on: date) -> date:
    """Give the unit five days, to the end of a working day of the commune."""
    works = working_days_of([plan.xa_id])[plan.xa_id]
    day = on + NGAY_TRA_LOI
    while not works(day):
        day += timedelta(days=1)
    return day


def _reminded_on(don_vi: DonVi, things: set[str], on: date) -> tuple[date, ...]:
    """List the days on which the unit's people were reminded of one of the things (1 query)."""
    rows = ThongBao.objects.filter(
        nguoi_nhan__cac_vai_tro__don_vi=don_vi, khoa_trung__startswith=TIEN_TO_NHAC
    )
    zone = get_current_timezone()
    days = {
        made_at.astimezone(zone).date()
        for key, made_at in rows.values_list("khoa_trung", "created_at")
        if thing_of(key) in things
    }
    return tuple(sorted(day for day in days if day <= on))


def _earlier_letters(plan: KeHoach, don_vi: DonVi) -> tuple[str, ...]:
    """Name the letters issued to the unit before (1 query)."""
    issued = CongVanDonDoc.objects.filter(ke_hoach=plan, don_vi=don_vi).exclude(Q(so_hieu=""))
    return tuple(
        f"{row.so_hieu}/{letter_symbol(plan)} ngày {format_ngay(row.ngay_ban_hanh)}"
        for row in issued.order_by("ngay_ban_hanh", "pk")
        if row.ngay_ban_hanh
    )
