"""Pieces every drafted section is made of: quotes with their source, comparisons, lists.

Pure.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from donvi.tieng_viet import format_gon, parse_so
from kehoach.ky_bao_cao import parse_ky

Snapshot = dict[str, Any]
_LIST_MARK = re.compile(r"^[-+•*]\s+")


def one_line(text: str) -> str:
    """Join the lines of a text box into one, without list marks and end marks.

    >>> one_line("- Đã họp thôn;\\n- Đã phát 12 bài.\\n")
    'Đã họp thôn; Đã phát 12 bài'
    """
    lines = (_LIST_MARK.sub("", line.strip()).rstrip(".;,: ") for line in text.splitlines())
    return "; ".join(filter(None, lines))


def quotes(said: Sequence[Snapshot], ky: str = "") -> list[str]:
    """Quote units with their name, the same words once with all who said them.

    What was told for another period than ``ky`` (a month of the quarter) names that period too.

    >>> quotes([{"don_vi": "Thôn 1", "loi": "Mạng yếu", "ky": f"2026-T0{n}"} for n in (4, 5)],
    ...        "2026-Q2")
    ['- Mạng yếu (Thôn 1, tháng 4 và tháng 5).']
    """
    by_words: dict[str, dict[str, list[str]]] = {}
    for row in said:
        units = by_words.setdefault(one_line(row["loi"]), {})
        periods, told = units.setdefault(str(row["don_vi"]), []), _other_period(row, ky)
        if told and told not in periods:
            periods.append(told)
    return [f"- {words} ({_join(units)})." for words, units in by_words.items() if words]


def _other_period(row: Snapshot, ky: str) -> str:
    """Name the period a row was told for, where it isn't the report's own."""
    told = row.get("ky", "")
    if not ky or not told or told == ky:
        return ""
    label, period = parse_ky(told).label, parse_ky(ky)
    return label.removesuffix(f" năm {period.nam}")


def _join(units: Mapping[str, Sequence[str]]) -> str:
    """Join units, each with the periods it spoke of."""
    names = [", ".join([name, " và ".join(told)]) if told else name for name, told in units.items()]
    return ("; " if any(units.values()) else ", ").join(names)


def names_of(units: Sequence[Snapshot]) -> str:
    """Name units in a row."""
    return ", ".join(unit["ten"] for unit in units)


def compare(now: Decimal, before: Decimal, unit: str) -> str:
    """Say how a figure changed: by how much, and by what share where there is one.

    >>> compare(Decimal(10), Decimal(7), "nhiệm vụ"), compare(Decimal(3), Decimal(0), "lớp")
    ('tăng 3 nhiệm vụ (42,86%)', 'tăng 3 lớp')
    >>> compare(Decimal("65.2"), Decimal("70.63"), "%"), compare(Decimal(5), Decimal(5), "%")
    ('giảm 5,43 điểm phần trăm', 'không thay đổi')
    """
    change = now - before
    if not change:
        return "không thay đổi"
    word = "tăng" if change > 0 else "giảm"
    amount = format_gon(abs(change))
    if unit.startswith("%"):
        return f"{word} {amount} điểm phần trăm"
    share = f" ({format_gon(abs(change) * 100 / before)}%)" if before > 0 else ""
    return f"{word} {amount} {unit}".rstrip() + share


def compare_texts(now: str, before: str, unit: str) -> str:
    """Compare two figures as they are printed; empty when one of them is missing."""
    return compare(parse_so(now), parse_so(before), unit) if now and before else ""


def with_unit(figure: str, unit: str) -> str:
    """Write a figure with its unit: "70,63%", "3 lớp"."""
    return figure + (unit if unit == "%" else f" {unit}" if unit else "")


def listed(lines: Sequence[str]) -> list[str]:
    """Make lines of a list, each ended by a semicolon, the last by a full stop."""
    marked = [f"- {line}" for line in lines]
    return [*(f"{line};" for line in marked[:-1]), *(f"{line}." for line in marked[-1:])]


def share_of(part: int, whole: int) -> str:
    """Write a share of whole đồng in percent, at most two decimals, rounded half up.

    >>> share_of(279, 395), share_of(1, 3), share_of(2, 3), share_of(5, 5)
    ('70,63', '33,33', '66,67', '100')
    """
    return format_gon(Decimal((part * 20000 + whole) // (2 * whole)) / 100)
