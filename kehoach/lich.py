"""The reporting calendar of stored plans: every period with its days, as the rules stand now."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from kehoach.ky_bao_cao import (
    DoiNgayNghi,
    LichBaoCao,
    QuyTac,
    WorkingDay,
    periods_of_year,
    schedule,
)
from kehoach.models import KeHoach, QuyDinhBaoCao
from kehoach.ngay_nghi import is_working_day, working_days_of
from kehoach.quy_dinh import rule_of


def load_calendars(plans: Iterable[KeHoach], nam_den: int) -> dict[int, list[LichBaoCao]]:
    """List the periods of each plan (by id) up to the year ``nam_den``, inclusive.

    From the plan's first reporting day (a period that ends before it is not owed) to its last
    year, earliest deadline first. One query for the rules, one for the communes' own days off
    where a rule moves deadlines.
    """
    by_id = {plan.pk: plan for plan in plans}
    rules: dict[int, list[QuyTac]] = defaultdict(list)
    for row in QuyDinhBaoCao.objects.filter(ke_hoach__in=by_id).order_by("pk"):
        rules[row.ke_hoach_id].append(rule_of(row))
    moving = {by_id[pk].xa_id for pk, own in rules.items() if any(map(is_moving, own))}
    works = working_days_of(moving)
    return {
        pk: plan_calendar(plan, rules[pk], nam_den, works.get(plan.xa_id, is_working_day))
        for pk, plan in by_id.items()
    }


def all_periods(ke_hoach: KeHoach, nam_den: int) -> list[LichBaoCao]:
    """List the plan's periods up to the year ``nam_den``: see ``load_calendars``."""
    return load_calendars([ke_hoach], nam_den)[ke_hoach.pk]


def plan_calendar(
    ke_hoach: KeHoach, rules: Sequence[QuyTac], nam_den: int, works: WorkingDay
) -> list[LichBaoCao]:
    """Work out the plan's periods under these rules, earliest deadline first; no query."""
    start = ke_hoach.bao_cao_tu_ngay or date(ke_hoach.nam_bat_dau, 1, 1)
    years = range(start.year, min(nam_den, ke_hoach.nam_ket_thuc) + 1)
    due = (
        schedule(ky, rule, works)
        for rule in rules
        for nam in years
        for ky in periods_of_year(rule, nam)
        if ky.calendar_window[1] >= start
    )
    return sorted(due, key=lambda lich: (lich.han_don_vi, lich.ky))


def is_moving(rule: QuyTac) -> bool:
    """Tell whether deadlines of the rule move off days off, so that those days matter."""
    return rule.doi_ngay_nghi is not DoiNgayNghi.KHONG


def is_asked(lich: LichBaoCao) -> bool:
    """Tell whether units are asked for the period: not if its rule came only after its deadline."""
    since = lich.quy_tac.ap_dung_tu
    return since is None or lich.han_don_vi >= since
