"""Indicators as the model of reports knows them: accumulation, judgement, the path between levels.

Pure, and nothing of the portal's own arithmetic. Rows as in ``mo_hinh_bao_cao.SoSach``.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from tests.baocao.mo_hinh_ky import Dong, is_within, months


def answers_of(indicator: Dong, told: Sequence[Dong]) -> list[Dong]:
    """Take one answer of each period: that of the lead named first."""
    order = {unit: place for place, unit in enumerate(indicator["chu_tri"])}
    found: dict[str, Dong] = {}
    for row in told:
        if row["gia_tri"] is None and row["tinh_trang"] != "khong_phat_sinh":
            continue
        other = found.get(row["ky"])
        if other is None or order.get(row["don_vi"], 99) < order.get(other["don_vi"], 99):
            found[row["ky"]] = row
    return [row for row in told if found.get(row["ky"]) is row]


def once(rows: Sequence[Dong]) -> list[Dong]:
    """Count each month once: months stand, unless one of a longer period's is left out."""
    kept: list[Dong] = []
    for row in sorted(rows, key=lambda r: len(months(r["ky"]))):
        inside = [r for r in kept if is_within(r["ky"], row["ky"])]
        if len({n for r in inside for n in months(r["ky"])}) < len(months(row["ky"])):
            kept = [r for r in kept if r not in inside] + [row]
    regular = [row for row in rows if row in kept]
    return regular or list(rows)


def combine(indicator: Dong, told: Sequence[Dong], year: int) -> tuple[Decimal | None, list[Dong]]:
    """Put what was told together by the indicator's rule; give the rows used too."""
    answers = answers_of(indicator, told)
    newest = [row for row in answers if row["gia_tri"] is not None][-1:]
    of_year = [row for row in answers if row["ky"].startswith(str(year))]
    rule = indicator["cach"]
    if rule == "ty_le":
        parts = once([r for r in of_year if r["gia_tri"] is None or r["mau_so"] is not None])
        parts = [r for r in parts if r["mau_so"] is not None]
        if parts:
            whole = sum((r["mau_so"] for r in parts), Decimal(0))
            return 100 * sum((r["tu_so"] for r in parts), Decimal(0)) / whole, parts
    if rule in ("ty_le", "cuoi_ky"):
        return (newest[0]["gia_tri"] if newest else None), newest
    used = once(of_year)
    known = [row for row in used if row["gia_tri"] is not None]
    if rule == "cong_don":
        return (sum((r["gia_tri"] for r in known), Decimal(0)) if used else None), used
    weights = [len(months(r["ky"])) or 1 for r in known]
    total = sum((w * r["gia_tri"] for w, r in zip(weights, known, strict=True)), Decimal(0))
    return (total / sum(weights) if known else None), used


def judge(indicator: Dong, value: Decimal | None, on: date) -> tuple[str, Decimal | None]:
    """Judge a value by the level that counts on the day: result, percent of the way."""
    level = level_of(indicator, on)
    if level is None or level[3] is None:
        return "can_nhan_xet", None
    if value is None:
        return "chua_co_so_lieu", None
    year, _, sign, goal = level
    falls = sign in ("<=", "<") or (sign not in (">=", ">") and indicator["giam"])
    gain = goal - value if falls else value - goal  # beyond the level, above 0
    if gain > 0 or (gain == 0 and sign not in ("<", ">")):
        return ("vuot" if gain > 0 and sign not in ("<", ">") else "dat"), Decimal(100)
    shares = (goal / value if value else Decimal(0)) if falls else value / goal if goal else 0
    percent = (100 * Decimal(shares)).quantize(Decimal("0.1"), ROUND_DOWN)
    way = min(max(percent, Decimal(0)), Decimal("99.9"))
    if on.year > year:
        return "khong_dat", way
    path = path_on(indicator, on)
    behind = path is not None and (value > path if falls else value < path)
    return ("chua_dat" if behind else "trong_lo_trinh"), way


def level_of(indicator: Dong, on: date) -> Any:
    ahead = [level for level in indicator["muc"] if level[0] >= on.year]
    return (ahead or indicator["muc"][-1:] or [None])[0]


def path_on(indicator: Dong, on: date) -> Decimal | None:
    """Give the level the straight line between two milestones asks for on the day."""
    marks = [
        (date(year, 12, 31), goal) for year, _, _, goal in indicator["muc"] if goal is not None
    ]
    past = [mark for mark in marks if mark[0] <= on]
    ahead = [mark for mark in marks if mark[0] > on]
    if not past or not ahead or past[-1][0] == on:
        return past[-1][1] if past else None
    (start, low), (end, high) = past[-1], ahead[0]
    return Decimal(low + (high - low) * (on - start).days / (end - start).days)
