"""A year of one commune: what each unit does about each form, and what must come of it.

The script is drawn beforehand from a seed. The model beside it is small and knows nothing of the
portal: it has its own calendar (the dates printed in Vũ Quang's plan), its own states, its own
ladder of reminders.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

MOT_NGAY = timedelta(days=1)
# Periods of 2026 as the plan prints them: "trước ngày 20", "trước ngày 10 của tháng cuối quý",
# "trước ngày 10/6", "trước ngày 30/11"; the longer period that one form serves as well.
HAN = {f"2026-T{month:02d}": date(2026, month, 19) for month in range(1, 13)}
HAN |= {f"2026-Q{quarter}": date(2026, 3 * quarter, 9) for quarter in range(1, 5)}
HAN["2026-N"] = date(2026, 11, 29)
KY_KEM = {"2026-Q2": ("2026-6T",)}
HAN_DAU_MOI = {f"2026-T{month:02d}": date(2026, month, 25) for month in range(1, 13)}
HAN_DAU_MOI |= {f"2026-Q{quarter}": date(2026, 3 * quarter, 22) for quarter in range(1, 5)}
HAN_DAU_MOI |= {"2026-6T": date(2026, 6, 22), "2026-N": date(2026, 12, 22)}
MO_TRUOC = timedelta(days=10)
NHAC_TRUOC, NHAC_LAI = (7, 3, 1), 5


@dataclass(frozen=True)
class ViecCuaPhieu:
    """What happens to one form: sent, returned, sent again, accepted; None is never."""

    don_vi: str
    ky: str
    gui: date | None = None
    tra: date | None = None
    gui_lai: date | None = None
    nhan: date | None = None

    @property
    def han(self) -> date:
        return HAN[self.ky]

    @property
    def ngay_mo(self) -> date:
        return self.han - MO_TRUOC

    def state(self, on: date) -> str:
        """Say how the form stands at the end of the day."""
        if self.nhan and self.nhan <= on:
            return "da_tiep_nhan"
        if self.gui_lai and self.gui_lai <= on:
            return "da_gui"
        if self.tra and self.tra <= on:
            return "tra_lai"
        return "da_gui" if self.gui and self.gui <= on else "chua_bao_cao"

    def is_sent(self, on: date) -> bool:
        return self.state(on) in ("da_gui", "da_tiep_nhan")

    def sent_on(self, on: date) -> date | None:
        """Give the day of the latest sending up to ``on``; a return takes none back."""
        days = [day for day in (self.gui, self.gui_lai) if day and day <= on]
        return days[-1] if days else None

    def is_late(self, on: date) -> bool:
        day = self.sent_on(on)
        return self.is_sent(on) and day is not None and day > self.han


def draw_script(seed: int, units: list[str]) -> list[ViecCuaPhieu]:
    """Draw what every unit does about every form: some late, some returned, some silent."""
    draw = Random(seed)
    return [_draw_form(draw, unit, ky) for ky in sorted(HAN) for unit in units]


def _draw_form(draw: Random, unit: str, ky: str) -> ViecCuaPhieu:
    if draw.random() < 0.1:
        return ViecCuaPhieu(unit, ky)
    delay = draw.randint(1, 12) if draw.random() < 0.2 else -draw.randint(0, 8)
    sent = HAN[ky] + delay * MOT_NGAY
    if draw.random() >= 0.15:
        kept = draw.random() < 0.92
        accepted = sent + draw.randint(0, 3) * MOT_NGAY if kept else None
        return ViecCuaPhieu(unit, ky, sent, nhan=accepted)
    returned = sent + draw.randint(0, 2) * MOT_NGAY
    if draw.random() < 0.2:
        return ViecCuaPhieu(unit, ky, sent, returned)
    again = returned + draw.randint(1, 9) * MOT_NGAY
    return ViecCuaPhieu(unit, ky, sent, returned, again, again + MOT_NGAY)


@dataclass
class MoHinh:
    """What must be seen on each day, counted from the script alone."""

    kich_ban: list[ViecCuaPhieu]
    nguoi_nghe: dict[str, tuple[set[str], set[str], set[str]]]  # by unit: officers, head, focal
    da_nhac: dict[tuple[str, str, str], tuple[int, date]] = field(default_factory=dict)

    def states(self, on: date) -> Counter[tuple[str, str]]:
        """Count the open forms by period and state."""
        return Counter((v.ky, v.state(on)) for v in self.kich_ban if v.ngay_mo <= on)

    def rates(self, on: date) -> dict[str, tuple[int, int, int]]:
        """Give per unit: sent, sent in time, and of how many (past their day, or sent)."""
        found: dict[str, tuple[int, int, int]] = {}
        for unit in {v.don_vi for v in self.kich_ban}:
            mine = [v for v in self.kich_ban if v.don_vi == unit and v.ngay_mo <= on]
            sent = [v for v in mine if v.is_sent(on)]
            due = [v for v in mine if v.is_sent(on) or v.han < on]
            in_time = [v for v in sent if not v.is_late(on)]
            found[unit] = (len(sent), len(in_time), len(due))
        return found

    def overdue(self, on: date) -> set[tuple[str, str]]:
        """Name the forms (unit, period) that are late on the day."""
        return {(v.don_vi, v.ky) for v in self.kich_ban if v.han < on and not v.is_sent(on)}

    def remind(self, on: date) -> set[tuple[str, str, str]]:
        """Say who is reminded this morning, of which unit's form of which period.

        Called once for each morning on which the portal runs, before the day's acts.
        """
        waiting = [v for v in self.kich_ban if v.ngay_mo <= on and not v.is_sent(on - MOT_NGAY)]
        return {
            (person, v.don_vi, v.ky)
            for v in waiting
            for level, people in enumerate(self.nguoi_nghe[v.don_vi])
            for person in people
            if self._hears(person, level, v, on)
        }

    def _hears(self, person: str, level: int, v: ViecCuaPhieu, on: date) -> bool:
        past = (on - v.han).days
        reached = [-days for days in NHAC_TRUOC if -days <= past] if past <= 0 else [1]
        reached += range(1 + NHAC_LAI, past + 1, NHAC_LAI)
        step = reached[-1] if reached else None
        if step is None or level > (0 if step < 1 else 1 if step == 1 else 2):
            return False
        told, when = self.da_nhac.get((person, v.don_vi, v.ky), (-99, date.min))
        too_soon = step > 1 <= told and (on - when).days < NHAC_LAI
        if step <= told or too_soon:
            return False
        self.da_nhac[person, v.don_vi, v.ky] = (step, on)
        return True

    def report(self, ky: str, on: date) -> dict[str, set[str]]:
        """Name the units accepted, late and missing in the report compiled on the day."""
        bearer = next((short for short, longer in KY_KEM.items() if ky in longer), ky)
        mine = [v for v in self.kich_ban if v.ky == bearer]
        accepted = [v for v in mine if v.state(on) == "da_tiep_nhan"]
        return {
            "da_tiep_nhan": {v.don_vi for v in accepted},
            "gui_muon": {v.don_vi for v in accepted if v.is_late(on)},
            "thieu": {v.don_vi for v in mine} - {v.don_vi for v in accepted},
        }
