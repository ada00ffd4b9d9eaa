"""Open forms follow the calendar: new rules or days off move their last day, told to the unit.

What was accepted, and what a report has frozen, keeps its days. The days the figures cover stay as
they were for a period that is open: all its units report on the same ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from baocao.mo_ky import is_running, open_periods
from baocao.models import BaoCao, KyKemTheo, PhieuBaoCao
from baocao.phieu import people_of
from baocao.trang_thai import TrangThaiPhieu
from donvi.ghi_chep import log_act, update_recorded
from donvi.services import notify
from donvi.tieng_viet import format_ngay
from kehoach.che_do import ThayDoiLich
from kehoach.ky_bao_cao import LichBaoCao
from kehoach.ky_chung import serves
from kehoach.lich import load_calendars
from kehoach.models import KeHoach

Lich = Mapping[int, Mapping[str, LichBaoCao]]  # by plan, then by period


@transaction.atomic
def follow_new_calendar(change: ThayDoiLich) -> int:
    """Give open forms their new last day and open what is due; say how many forms were moved.

    A form that served a longer period no longer due on the same day serves it no more, and the
    longer one gets forms of its own. Queries: a few per call, four more per form moved.
    """
    on = change.at.astimezone(get_current_timezone()).date()
    plans = list(change.cac_ke_hoach)
    calendars = {
        pk: {str(lich.ky): lich for lich in periods}
        for pk, periods in load_calendars(plans, on.year + 1).items()
    }
    forms = _open_forms(plans)
    moved = _move(forms, calendars, change)
    _part(forms, calendars)
    running = KeHoach.objects.reporting().filter(pk__in=[plan.pk for plan in plans])
    due = [plan for plan in running.order_by("pk") if is_running(plan, on)]
    open_periods(on=on, at=change.at, ke_hoach=due)
    return moved


def _open_forms(plans: Sequence[KeHoach]) -> list[PhieuBaoCao]:
    """Lock the forms that are neither accepted nor closed."""
    settled = [TrangThaiPhieu.DA_TIEP_NHAN.value, TrangThaiPhieu.DA_DONG.value]
    forms = PhieuBaoCao.objects.filter(ke_hoach__in=plans).exclude(trang_thai__in=settled)
    return list(
        forms.select_for_update(of=("self",))
        .select_related("ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "don_vi")
        .order_by("han_nop", "pk")
    )


def _move(forms: Iterable[PhieuBaoCao], calendars: Lich, change: ThayDoiLich) -> int:
    moved: list[tuple[PhieuBaoCao, date]] = []
    for form in forms:
        lich = calendars[form.ke_hoach_id].get(form.ky_bao_cao)
        if lich is not None and lich.han_don_vi != form.han_nop:
            moved.append((form, form.han_nop))
            form.han_nop = lich.han_don_vi
    rows = [form for form, _ in moved]
    update_recorded(rows, ["han_nop"], by=change.by, reason=change.ly_do)
    for form, before in moved:
        _tell(form, before, change)
    return len(moved)


def _tell(form: PhieuBaoCao, before: date, change: ThayDoiLich) -> None:
    """Write the act down, and tell those who fill the form in."""
    old, new = format_ngay(before), format_ngay(form.han_nop)
    name = form.period.label
    log_act(
        by=change.by, at=change.at, xa=form.ke_hoach.xa, hanh_dong="đổi hạn phiếu", doi_tuong=form,
        mo_ta=f"Đổi hạn nộp phiếu {name} của {form.don_vi} từ {old} thành {new}.",
        gia_tri_cu={"han_nop": before.isoformat()},
        gia_tri_moi={"han_nop": form.han_nop.isoformat()},
        ly_do=change.ly_do,
    )  # fmt: skip
    notify(
        nguoi_nhan=people_of(form),
        tieu_de=f"Hạn nộp phiếu báo cáo {name} đổi thành {new}",
        noi_dung=f"Hạn cũ: {old}.\nLý do: {change.ly_do}",
        duong_dan=reverse("baocao:form", args=[form.pk]),
        khoa_trung=f"doi-han-{form.pk}-{change.at:%Y%m%d%H%M%S%f}",
        at=change.at,
    )


def _part(forms: Sequence[PhieuBaoCao], calendars: Lich) -> None:
    """Let forms no longer serve a longer period that is now due on another day (2 queries)."""
    by_id = {form.pk: form for form in forms}
    rows = KyKemTheo.objects.filter(phieu_bao_cao__in=by_id).order_by("pk")
    plans = {form.ke_hoach_id for form in forms}
    told = set(BaoCao.objects.filter(ke_hoach__in=plans).values_list("ke_hoach_id", "ky_bao_cao"))
    gone = []
    for row in rows:
        form = by_id[row.phieu_bao_cao_id]
        calendar = calendars[form.ke_hoach_id]
        own, longer = calendar.get(form.ky_bao_cao), calendar.get(row.ky_bao_cao)
        is_told = (form.ke_hoach_id, row.ky_bao_cao) in told
        if own is not None and not is_told and (longer is None or not serves(own, longer)):
            gone.append(row.pk)
    KyKemTheo.objects.filter(pk__in=gone).delete()
