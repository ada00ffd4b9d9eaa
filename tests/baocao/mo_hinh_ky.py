"""Periods as the model of reports knows them: their months, names, days and neighbours.

Pure, and nothing of the portal's own calendar.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Dong = dict[str, Any]
SPANS = {"Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "6T": (1, 6), "6TC": (7, 12),
         "9T": (1, 9), "N": (1, 12)}  # fmt: skip
NAMES = {"Q1": "quý I", "Q2": "quý II", "Q3": "quý III", "Q4": "quý IV", "6T": "6 tháng đầu",
         "6TC": "6 tháng cuối", "9T": "9 tháng đầu", "N": ""}  # fmt: skip


def months(ky: str) -> tuple[int, ...]:
    """List the months of a period; none of an ad hoc one."""
    code = ky[5:]
    if code.startswith("DX"):
        return ()
    first, last = SPANS.get(code) or (int(code[1:]), int(code[1:]))
    return tuple(range(first, last + 1))


def is_within(ky: str, longer: str) -> bool:
    """Tell whether a period lies in another, or is it."""
    if ky == longer:
        return True
    inside = bool(months(ky)) and set(months(ky)) <= set(months(longer))
    return inside and ky[:4] == longer[:4]


def label(ky: str) -> str:
    """Name a period as a report does."""
    year, code = ky.split("-")
    if code.startswith("DX"):
        return f"đột xuất lần {code[2:]} năm {year}"
    name = NAMES[code] if code in NAMES else f"tháng {int(code[1:])}"
    return f"{name} năm {year}".strip()


def cut_off_window(ky: str, chot: int = 14) -> "CuaSo":
    """Give the days of a period of the calendar, from the day after a cut-off to the next."""
    year, first, last = int(ky[:4]), months(ky)[0], months(ky)[-1]
    tu = date(year - (first == 1), first - 1 or 12, chot) + timedelta(days=1)
    return CuaSo(ky, tu, date(year, last, chot))


def periods_beside(ky: str) -> dict[str, str]:
    """Name the period before and the same one last year; what is both stands once."""
    year, code = int(ky[:4]), ky[5:]
    last_year = f"{year - 1}-{code}"
    if code in ("N", "9T"):
        return {"ky_truoc": last_year}
    if code == "6T":
        return {"ky_truoc": f"{year - 1}-6TC", "cung_ky": last_year}
    number = int(code[1:]) - 1
    before = f"{year}-T{number:02d}" if code[0] == "T" else f"{year}-Q{number}"
    if not number:
        before = f"{year - 1}-{'T12' if code[0] == 'T' else 'Q4'}"
    return {"ky_truoc": before, "cung_ky": last_year}


def next_period(ky: str) -> tuple[str, str]:
    """Give the name and the last day of the period that follows; ("", "") of an ad hoc one."""
    if not months(ky):
        return "", ""
    year, code = int(ky[:4]), ky[5:]
    if code == "6T":
        return f"6 tháng cuối năm {year}", f"{year}-12-31"
    if code == "9T":
        return f"quý IV năm {year}", f"{year}-12-31"
    if code == "N":
        return f"năm {year + 1}", f"{year + 1}-12-31"
    number, count = int(code[1:]), 12 if code[0] == "T" else 4
    after = f"{year}-{code[0]}{number + 1:02d}" if code[0] == "T" else f"{year}-Q{number + 1}"
    if number == count:
        after = f"{year + 1}-{'T01' if code[0] == 'T' else 'Q1'}"
    month, of_year = months(after)[-1], int(after[:4])
    last = date(of_year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return label(after), last.isoformat()


@dataclass(frozen=True)
class CuaSo:
    """A period and its days."""

    ky: str
    tu: date
    den: date

    def covers(self, row: Dong) -> bool:
        return self.tu <= row["chot"] <= self.den and is_within(row["ky"], self.ky)
