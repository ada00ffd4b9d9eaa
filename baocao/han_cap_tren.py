"""The commune's own due dates: by when each report goes to the level above, and if it did."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from baocao.models import BaoCao
from kehoach.ky_bao_cao import KyBaoCao
from kehoach.ky_chung import share_forms
from kehoach.lich import all_periods, is_asked, load_calendars
from kehoach.models import KeHoach

CON_HOI = timedelta(days=31)  # how long a plan that is over is still asked for what was not sent


@dataclass(frozen=True)
class GuiCapTren:
    """The last day for sending up, when it was sent, and how many days late, or left."""

    han: date
    ngay_gui: date | None
    so_ngay_tre: int
    so_ngay_con: int


@dataclass(frozen=True)
class HanCapTren:
    """A report of a plan that still has to be sent up; ``bao_cao`` if it was compiled."""

    ke_hoach: KeHoach
    ky: KyBaoCao
    bao_cao: BaoCao | None
    gui: GuiCapTren


def sending_of(han: date, ngay_gui: date | None, on: date) -> GuiCapTren:
    """Compare the day of sending, or the day ``on`` if it wasn't sent, with the last day; pure.

    >>> sending_of(date(2026, 10, 25), None, date(2026, 10, 26)).so_ngay_tre
    1
    >>> sending_of(date(2026, 10, 25), date(2026, 10, 25), date(2026, 12, 1)).so_ngay_tre
    0
    """
    late = ((ngay_gui or on) - han).days
    left = 0 if ngay_gui else (han - on).days
    return GuiCapTren(han, ngay_gui, max(late, 0), max(left, 0))


def due_upward(plans: Collection[KeHoach], on: date) -> tuple[HanCapTren, ...]:
    """List the reports still to be sent up whose forms are open on ``on``.

    What is due next comes first, then what is overdue, the latest first. Of a plan whose last
    deadline is more than ``CON_HOI`` past only reports that were compiled are left. Three queries
    for any number of plans (two if no deadline of theirs moves off days off).
    """
    by_id = {plan.pk: plan for plan in plans}
    rows = BaoCao.objects.filter(ke_hoach__in=by_id).defer("so_lieu")
    reports = {(row.ke_hoach_id, row.ky_bao_cao): row for row in rows}
    due = []
    for pk, calendar in load_calendars(plans, on.year + 1).items():
        is_over = all(lich.han_dau_moi + CON_HOI < on for lich in calendar)
        opened = (form for form in share_forms(calendar) if form.ngay_mo <= on)
        for lich in (lich for form in opened for lich in form.cac_lich if is_asked(lich)):
            report = reports.get((pk, str(lich.ky)))
            is_open = not is_over if report is None else report.ngay_gui_cap_tren is None
            if is_open:
                gui = sending_of(lich.han_dau_moi, None, on)
                due.append(HanCapTren(by_id[pk], lich.ky, report, gui))
    return tuple(sorted(due, key=lambda row: (*_nearest(row.gui.han, on), row.ky)))


def _nearest(han: date, on: date) -> tuple[bool, int]:
    return han < on, abs((han - on).days)


def report_sending(bao_cao: BaoCao, on: date) -> GuiCapTren | None:
    """Say by when a report goes up and whether it did; None where no rule says (2 queries)."""
    period = bao_cao.period
    if not period.has_calendar:
        return None
    for lich in all_periods(bao_cao.ke_hoach, period.nam):
        if lich.ky == period:
            return sending_of(lich.han_dau_moi, bao_cao.ngay_gui_cap_tren, on)
    return None
