"""One thing people are reminded of, and what a focal unit is told of all units together. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from baocao.bac_nhac import BacNhac, ThangNhac, latest_step
from baocao.loi_nhac import gathered_note, gathered_title, reminder_title, waiting_title


@dataclass(frozen=True)
class NhomViec:
    """The work of all units of a plan: its name in keys ("gop.5") and the page that shows it."""

    ma: str
    duong_dan: str


@dataclass(frozen=True)
class ViecNhac:
    """One thing to do: ``ma`` names it for ever ("phieu:12"), ``han`` is its last day.

    ``nguoi_nghe`` are the people (ids) of each level of ``Cap``. A thing that waits (``dang_cho``)
    has the day it began to wait as its ``han``. ``don_vi`` names the unit whose work it is,
    ``nhom`` what a focal unit is told of together.
    """

    ma: str
    ten: str
    duong_dan: str
    han: date
    thang: ThangNhac
    nguoi_nghe: tuple[frozenset[int], frozenset[int], frozenset[int]]
    ghi_chu: str = ""
    dang_cho: bool = False
    don_vi: str = ""
    nhom: NhomViec | None = None

    def step(self, on: date) -> BacNhac | None:
        """Give the step reached on the day."""
        return latest_step(self.han, on, self.thang)

    def listeners(self, on: date) -> frozenset[int]:
        """Give who hears of it on the day: the levels reached, or the next that has anybody."""
        step = self.step(on)
        if step is None:
            return frozenset()
        heard = frozenset().union(*self.nguoi_nghe[: step.cap + 1])
        return heard or next((level for level in self.nguoi_nghe[step.cap + 1 :] if level), heard)

    def is_gathered_for(self, nguoi: int) -> bool:
        """Tell whether a person (id) hears of it only as the focal unit, told of all at once.

        So it is of an outside body too, for whose work the focal unit is the first to hear.
        """
        first, head, focal = self.nguoi_nghe
        own = frozenset() if first == focal else first | head
        return self.nhom is not None and nguoi in focal - own

    def title(self, on: date) -> str:
        """Write its title for the day."""
        write = waiting_title if self.dang_cho else reminder_title
        return write(self.ten, self.han, on)

    def is_overdue(self, on: date) -> bool:
        """Tell whether its last day has passed."""
        return not self.dang_cho and on > self.han


@dataclass(frozen=True)
class ViecGop:
    """What one focal officer hears of a plan's units on a day: in one notice and one line."""

    nhom: NhomViec
    cac_viec: tuple[ViecNhac, ...]

    def title(self, on: date) -> str:
        """Write how many units are late with how much; a single thing keeps its own title."""
        if len(self.cac_viec) == 1:
            return self.cac_viec[0].title(on)
        late = [thing.is_overdue(on) for thing in self.cac_viec].count(True)
        units = len({thing.don_vi for thing in self.cac_viec})
        return gathered_title(units, late, len(self.cac_viec) - late)

    @property
    def duong_dan(self) -> str:
        """Give the page that shows it: all units, or the single thing."""
        return self.cac_viec[0].duong_dan if len(self.cac_viec) == 1 else self.nhom.duong_dan

    @property
    def ghi_chu(self) -> str:
        """Name the units with the number of their things; of a single thing its own note."""
        if len(self.cac_viec) == 1:
            return self.cac_viec[0].ghi_chu
        return gathered_note(Counter(thing.don_vi for thing in self.cac_viec))

    def is_overdue(self, on: date) -> bool:
        """Tell whether any of it is late."""
        return any(thing.is_overdue(on) for thing in self.cac_viec)


def gather(things: Sequence[ViecNhac], on: date) -> dict[tuple[int, NhomViec], ViecGop]:
    """Put together, by person (id) and plan, what is heard only as the focal unit."""
    found: dict[tuple[int, NhomViec], list[ViecNhac]] = {}
    for thing in things:
        for person in thing.listeners(on):
            if thing.nhom is not None and thing.is_gathered_for(person):
                found.setdefault((person, thing.nhom), []).append(thing)
    return {place: ViecGop(place[1], tuple(mine)) for place, mine in found.items()}
