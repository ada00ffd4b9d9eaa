"""What units are made to have told: pure choices, the same on every machine and every run.

Every choice is drawn from the names it is about (plan, unit, period), never from what was drawn
before, so that a later loading adds newly closed periods and changes nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zlib import crc32

from donvi.lua_chon import LuaChon
from kehoach.ky_bao_cao import KyBaoCao, LichBaoCao, LoaiKy

MOI_DONG_TRONG_NGAY = 10  # a period closed so many days ago or less still has open ends
_HUNDRED = Decimal(100)


class KetCuc(LuaChon):
    """How the story of one form ends."""

    IM_LANG = "im_lang", "không báo cáo"
    DUNG_HAN = "dung_han", "gửi đúng hạn, đã tiếp nhận"
    MUON = "muon", "gửi muộn, đã tiếp nhận"
    SUA_LAI = "sua_lai", "bị trả lại, sửa và được tiếp nhận"
    CHO_KIEM_TRA = "cho_kiem_tra", "đã gửi, chờ kiểm tra"
    BI_TRA_LAI = "bi_tra_lai", "đang bị trả lại"


DA_TIEP_NHAN = frozenset({KetCuc.DUNG_HAN, KetCuc.MUON, KetCuc.SUA_LAI})
_THUONG = {KetCuc.DUNG_HAN: 76, KetCuc.MUON: 11, KetCuc.SUA_LAI: 7, KetCuc.IM_LANG: 6}
_HAY_QUEN = {KetCuc.DUNG_HAN: 44, KetCuc.MUON: 24, KetCuc.SUA_LAI: 8, KetCuc.IM_LANG: 24}
_MOI_DONG = {
    KetCuc.DUNG_HAN: 52, KetCuc.MUON: 7, KetCuc.CHO_KIEM_TRA: 19, KetCuc.BI_TRA_LAI: 9,
    KetCuc.IM_LANG: 13,
}  # fmt: skip


@dataclass(frozen=True)
class DienBien:
    """The story of one form: its end, and the moments of its acts (None where there was none)."""

    ket_cuc: KetCuc
    tra_lai_luc: datetime | None = None
    gui_luc: datetime | None = None
    quyet_dinh_luc: datetime | None = None


def dice(*names: object) -> Random:
    """Make the generator of the thing named."""
    return Random("/".join(map(str, names)))  # noqa: S311 - sample data, not a secret


def choose_end(ma: str, ma_don_vi: str, lich: LichBaoCao, on: date, *, is_focal: bool) -> KetCuc:
    """Choose how the form of a unit ends; the focal unit reports to itself in time.

    One unit in five is forgetful. Outside bodies answer by quarter rather than by month.
    """
    if is_focal:
        return KetCuc.DUNG_HAN
    draw = dice(ma, ma_don_vi, lich.ky)
    weights = _HAY_QUEN if crc32(f"{ma}/{ma_don_vi}".encode()) % 5 == 0 else _THUONG
    if ma_don_vi.startswith("EXT_"):
        is_month = lich.ky.loai is LoaiKy.THANG
        weights = {KetCuc.IM_LANG: 70 if is_month else 10, KetCuc.DUNG_HAN: 30}
    elif (on - lich.han_don_vi).days <= MOI_DONG_TRONG_NGAY:
        weights = _MOI_DONG
    return draw.choices(list(weights), list(weights.values()))[0]


def tell_story(ket_cuc: KetCuc, lich: LichBaoCao, draw: Random, on: date) -> DienBien:
    """Give the moments of the acts: office hours of weekdays, none on or after the day ``on``.

    A form in time is sent on a weekday before its deadline, a late one after it.
    """
    if ket_cuc is KetCuc.IM_LANG:
        return DienBien(ket_cuc)
    last = on - timedelta(days=1)
    early = to_weekday(lich.han_don_vi - timedelta(days=draw.randint(0, 4)), -1)
    late = to_weekday(lich.han_don_vi + timedelta(days=draw.randint(1, 4)), 1)
    sent = min(late if ket_cuc is KetCuc.MUON else early, last)
    decided = min(to_weekday(sent + timedelta(days=draw.randint(0, 2)), 1), last)
    if ket_cuc is KetCuc.CHO_KIEM_TRA:
        return DienBien(ket_cuc, gui_luc=_at(sent, 8, draw))
    if ket_cuc is KetCuc.BI_TRA_LAI:
        return DienBien(ket_cuc, _at(decided, 14, draw), _at(sent, 8, draw), _at(decided, 14, draw))
    if ket_cuc is KetCuc.SUA_LAI:
        again = min(to_weekday(decided + timedelta(days=1), 1), last)
        return DienBien(ket_cuc, _at(decided, 11, draw), _at(again, 13, draw), _at(again, 15, draw))
    return DienBien(ket_cuc, None, _at(sent, 8, draw), _at(decided, 14, draw))


def to_weekday(day: date, step: int) -> date:
    """Move a Saturday or Sunday on, in steps of ``step`` days, to a weekday."""
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def _at(day: date, hour: int, draw: Random) -> datetime:
    return datetime.combine(day, time(hour, draw.randint(0, 59)))


# --- Words ---------------------------------------------------------------------------------------


def list_for(texts: Mapping[str, Any], loai_don_vi: str, thang: int = 0) -> Sequence[Any]:
    """Pick the sentences for a kind of unit, those of the month where there are some.

    >>> list_for({"khac": ["a"], "thon": ["b"], "thon@10": ["c"]}, "thon", 10)
    ['c']
    >>> list_for({"khac": ["a"], "thon": ["b"]}, "phong", 10)
    ['a']
    """
    key = loai_don_vi if loai_don_vi in texts else "khac"
    found: Sequence[Any] = (
        texts.get(f"{key}@{thang}") or texts.get(key) or next(iter(texts.values()))
    )
    return found


def write(
    texts: Sequence[str], place: int, count: int, draw: Random, ranges: Mapping[str, Sequence[int]]
) -> str:
    """Write ``count`` sentences in turn from ``place`` on, with numbers drawn for the blanks."""
    chosen = [texts[(place + step) % len(texts)] for step in range(min(count, len(texts)))]
    return " ".join(
        text.format(**{name: draw.randint(low, high) for name, (low, high) in ranges.items()})
        for text in chosen
    )


def turn(ky: KyBaoCao, *names: str) -> int:
    """Give a place in a list of sentences that moves on by one from month to month."""
    return crc32("/".join(names).encode()) % 97 + ky.nam * 12 + ky.last_month


def pace(ma: str, ma_don_vi: str, ma_nhiem_vu: str, ky: KyBaoCao) -> int:
    """Give the percent of a year's recurring work done at the end of a period: 5 to 95.

    It follows the calendar, a little faster or slower by unit and task, and starts again each year.
    """
    speed = dice(ma, ma_don_vi, ma_nhiem_vu).randint(78, 104)
    return max(5, min(95, 5 * round(ky.last_month * speed / 60)))


def milestone_at(rows: Sequence[Mapping[str, Any]], ngay_chot: date) -> Mapping[str, Any]:
    """Pick the state of a task at the cut-off day: the first row that still holds then."""
    return next(row for row in rows if ngay_chot <= date.fromisoformat(row["den"]))


# --- Figures -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ConSo:
    """A figure: a share with its two counts, or a plain value."""

    gia_tri: Decimal | None = None
    tu_so: int | None = None
    mau_so: int | None = None


def figure_at(
    spec: Mapping[str, Any], ma: str, ma_chi_tieu: str, ky: KyBaoCao, nam_goc: int
) -> ConSo:
    """Give the figure of a period on the way from ``dau`` (January of ``nam_goc``) to ``cuoi``.

    Files handled add up over the months of the period; people and machines are counted at its end.
    """
    if "mau_theo_thang" in spec:
        parts = [
            _month_share(
                spec, dice(ma, ma_chi_tieu, ky.nam, month), _way(spec, ky.nam, month, nam_goc)
            )
            for month in range(ky.first_month, ky.last_month + 1)
        ]
        return ConSo(tu_so=sum(part[0] for part in parts), mau_so=sum(part[1] for part in parts))
    value = _way(spec, ky.nam, ky.last_month, nam_goc)
    if "mau_co_dinh" in spec:
        total = int(spec["mau_co_dinh"])
        return ConSo(tu_so=int((total * value / _HUNDRED).to_integral_value()), mau_so=total)
    return ConSo(gia_tri=value.quantize(Decimal("0.1")))


def _way(spec: Mapping[str, Any], nam: int, thang: int, nam_goc: int) -> Decimal:
    months = max(0, min(12, (nam - nam_goc) * 12 + thang))
    start, end = Decimal(spec["dau"]), Decimal(spec["cuoi"])
    return start + (end - start) * months / 12


def _month_share(spec: Mapping[str, Any], draw: Random, value: Decimal) -> tuple[int, int]:
    total = draw.randint(*spec["mau_theo_thang"])
    drift = Decimal(draw.randint(-12, 12)) / 10 if 0 < value < 95 and value > 5 else Decimal(0)
    part = int((total * (value + drift) / _HUNDRED).to_integral_value())
    return max(0, min(total, part)), total
