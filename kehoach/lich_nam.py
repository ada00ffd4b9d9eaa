"""The calendar of one year as a table: when forms open, figures are cut off, reports are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kehoach.ky_bao_cao import LichBaoCao, QuyTac
from kehoach.ky_chung import share_forms
from kehoach.lich import is_moving, plan_calendar
from kehoach.models import KeHoach
from kehoach.ngay_nghi import is_working_day, working_days_of
from kehoach.soat_quy_dinh import remarks_on


@dataclass(frozen=True)
class DongLich:
    """One period of the year: its days, whether it shares a form, what is worth knowing."""

    lich: LichBaoCao
    ngay_mo: date
    is_shared: bool
    ghi_chu: tuple[str, ...]


def year_rows(ke_hoach: KeHoach, rules: Sequence[QuyTac], nam: int) -> list[DongLich]:
    """List the periods of a year under these rules, by deadline; at most one query."""
    moves = any(map(is_moving, rules))
    works = working_days_of([ke_hoach.xa_id])[ke_hoach.xa_id] if moves else is_working_day
    periods = [row for row in plan_calendar(ke_hoach, rules, nam, works) if row.ky.nam == nam]
    return [
        DongLich(lich, form.ngay_mo, lich != form.chinh, tuple(remarks_on(form, lich, works)))
        for form in share_forms(periods)
        for lich in form.cac_lich
    ]
