"""Reminding people: one notice per thing, person and step, and what each person owes today.

Everything is computed for a given day from what is stored; nothing is remembered but the notices.
``khoa_trung`` of a notice is "nhac:<thing>:<its last day>:<step>", so a step is told once, and the
day a notice was made tells when the delay of a thing was told last.

A focal officer hears of the other units' work in one notice a day. What it told of is on record
thing by thing all the same (``GOP_LAI``), so that nothing is told twice within the gap.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import get_current_timezone, make_aware

from baocao.bac_nhac import BacNhac, is_within_gap
from baocao.nguoi_nhan import SoNguoiNhan
from baocao.viec_nhac import NhomViec, ViecNhac, gather
from baocao.viec_phai_nhac import load_reminders
from donvi.loi_van_thu import TIEN_TO_NHAC, DongThu, ViecCuaNguoi
from donvi.models import ThongBao
from donvi.services import notify, withdraw_notices

NHO_LAI = timedelta(days=61)  # longer than the longest gap a plan may have (60 days)


@dataclass(frozen=True)
class DaNhac:
    """What was told lately: keys by person, and the last day a thing's delay was told to them."""

    cac_khoa: frozenset[tuple[int, str]]
    lan_cuoi: dict[tuple[int, str], date]


def key_of(viec: ViecNhac, bac: BacNhac) -> str:
    """Give the key under which a step of a thing is told once."""
    return f"{TIEN_TO_NHAC}{viec.ma}:{viec.han.isoformat()}:{bac}"


def thing_of(khoa_trung: str) -> str:
    """Read from a key which thing it is about.

    >>> thing_of("nhac:phieu:12:2026-10-19:sau1")
    'phieu:12'
    """
    return khoa_trung.removeprefix(TIEN_TO_NHAC).rsplit(":", 2)[0]


@transaction.atomic
def remind(*, on: date, at: datetime) -> int:
    """Tell everybody what has reached a new step on the day ``on``; say how many notices.

    Run again, it tells nothing again. After an outage the latest step is told, once. What is done
    since, and what a newer step repeats, is taken back from the unread notices.
    """
    things, people = load_reminders(on)
    told = _told_lately(on)
    made = 0
    gathered: set[tuple[int, NhomViec]] = set()
    for thing in things:
        step = thing.step(on)
        if step is None:
            continue
        new = [
            person
            for person in sorted(thing.listeners(on))
            if (person, key_of(thing, step)) not in told.cac_khoa
            and not is_within_gap(step, told.lan_cuoi.get((person, thing.ma)), on, thing.thang)
        ]
        together = [person for person in new if thing.is_gathered_for(person)]
        apart = [person for person in new if not thing.is_gathered_for(person)]
        for listeners, gop_lai in ((apart, False), (together, True)):
            if listeners:
                notify(
                    nguoi_nhan=[people.cac_nguoi[person] for person in listeners],
                    tieu_de=thing.title(on),
                    noi_dung=thing.ghi_chu,
                    duong_dan=thing.duong_dan,
                    khoa_trung=key_of(thing, step),
                    at=at,
                    gop_lai=gop_lai,
                )
        gathered |= {(person, thing.nhom) for person in together if thing.nhom}
        made += len(new)
    _tell_gathered(things, gathered, people, on, at)
    _take_back(things, on, at)
    return made


def _tell_gathered(
    things: Sequence[ViecNhac],
    news: Collection[tuple[int, NhomViec]],
    people: SoNguoiNhan,
    on: date,
    at: datetime,
) -> None:
    """Tell each focal officer with news how all units of the plan stand today, in one notice."""
    for (person, nhom), work in gather(things, on).items():
        if (person, nhom) not in news:
            continue
        notify(
            nguoi_nhan=[people.cac_nguoi[person]],
            tieu_de=work.title(on),
            noi_dung=work.ghi_chu,
            duong_dan=work.duong_dan,
            khoa_trung=f"{TIEN_TO_NHAC}{nhom.ma}:{on.isoformat()}:gop",
            at=at,
        )


def _told_lately(on: date) -> DaNhac:
    """Read the reminders made in the last ``NHO_LAI`` (1 query)."""
    since = make_aware(datetime.combine(on - NHO_LAI, datetime.min.time()))
    rows = ThongBao.objects.filter(khoa_trung__startswith=TIEN_TO_NHAC, created_at__gte=since)
    keys, last = set(), {}
    for person, key, made_at in rows.order_by("created_at", "pk").values_list(
        "nguoi_nhan_id", "khoa_trung", "created_at"
    ):
        keys.add((person, key))
        if key.rpartition(":")[2].startswith("sau"):
            last[person, thing_of(key)] = made_at.astimezone(get_current_timezone()).date()
    return DaNhac(frozenset(keys), last)


def _take_back(things: Sequence[ViecNhac], on: date, at: datetime) -> None:
    """Take back unread reminders of what nobody owes any more, or that were told again since."""
    owed = {(person, thing.ma) for thing in things for person in thing.listeners(on)}
    owed |= {(person, nhom.ma) for person, nhom in gather(things, on)}
    unread = ThongBao.objects.filter(khoa_trung__startswith=TIEN_TO_NHAC, read_at__isnull=True)
    seen: set[tuple[int, str]] = set()
    stale: list[int] = []
    newest_first = unread.order_by("-created_at", "-pk")
    for pk, person, key in newest_first.values_list("pk", "nguoi_nhan_id", "khoa_trung"):
        place = (person, thing_of(key))
        if place in seen or place not in owed:
            stale.append(pk)
        seen.add(place)
    withdraw_notices(stale, at=at)


@transaction.atomic
def load_mail(*, on: date, at: datetime) -> dict[int, ViecCuaNguoi]:
    """Say what each person (id) owes on the day, for the morning mail; take back what is done."""
    things, _ = load_reminders(on)
    _take_back(things, on, at)
    lists: dict[int, dict[str, list[DongThu]]] = defaultdict(lambda: defaultdict(list))
    for (person, _), work in gather(things, on).items():
        line = DongThu(work.title(on), work.duong_dan, work.ghi_chu, len(work.cac_viec))
        lists[person]["qua_han" if work.is_overdue(on) else "den_han"].append(line)
    for thing in sorted(things, key=lambda thing: (thing.han, thing.ma)):
        group = "cho" if thing.dang_cho else "qua_han" if thing.is_overdue(on) else "den_han"
        for person in thing.listeners(on):
            if not thing.is_gathered_for(person):
                line = DongThu(thing.title(on), thing.duong_dan, thing.ghi_chu)
                lists[person][group].append(line)
    return {
        person: ViecCuaNguoi(**{group: tuple(lines) for group, lines in groups.items()})
        for person, groups in lists.items()
    }
