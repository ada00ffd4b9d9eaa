"""What a report must say, counted anew from plain rows: the model a compiled report is held to.

It knows nothing of the portal: its own periods, its own states, its own sums. Rows are plain
dictionaries, so that a test may fill them from a script or from bare tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.baocao.mo_hinh_chi_tieu import combine, judge, level_of
from tests.baocao.mo_hinh_ky import CuaSo, Dong, label, months, next_period

DONE = ("hoan_thanh_dung_han", "hoan_thanh_qua_han")
LATE, AT_WORK, WAITING = "dang_thuc_hien_qua_han", "dang_thuc_hien_trong_han", "chua_thuc_hien"
NOT_BEGUN, RECURRING, PAUSED = "chua_den_han_bat_dau", "thuong_xuyen", "tam_dung"
WORST_FIRST = (LATE, AT_WORK, WAITING, NOT_BEGUN, RECURRING, "khong_co_han", PAUSED)


@dataclass
class SoSach:
    """The books of a commune. Rows of progress and figures are accepted ones, in order of
    their cut-off, then as they were first written.

    don_vi: ma, ten, thu_tu, in the usual order. nhiem_vu: ma, ten, chu_tri, phoi_hop, thoi_han,
    loai_han, tu, den, tam_dung, cac_phan [(unit, leads?)]. chi_tieu: ma, ten, loai, don_vi_tinh,
    cach, giam, chu_tri [unit], chu_tri_in, muc [(year, words, sign, value)]. phieu: don_vi, ky,
    kem, chot, nhan, muon, chung. tien: loai, so_tien, ngay.
    """

    don_vi: list[Dong]
    nhiem_vu: list[Dong]
    chi_tieu: list[Dong]
    phieu: list[Dong] = field(default_factory=list)
    tien_do: list[Dong] = field(default_factory=list)
    so_lieu: list[Dong] = field(default_factory=list)
    tien: list[Dong] = field(default_factory=list)
    du_toan: int | None = None

    def name(self, ma: str) -> str:
        return next(str(unit["ten"]) for unit in self.don_vi if unit["ma"] == ma)


# --- units ----------------------------------------------------------------------------------------


def units(books: SoSach, window: CuaSo) -> Dong:
    """Say who reported, who late, who is missing; the same of the periods within."""
    own = [f for f in books.phieu if window.ky in (f["ky"], *f["kem"])]
    shorter = [f for f in books.phieu if f not in own and window.covers(f)]
    accepted = [f for f in own if f["nhan"]]
    missing: dict[str, list[str]] = {}
    in_time = sorted(shorter, key=lambda f: (months(f["ky"])[-1], len(months(f["ky"]))))
    for form in in_time:
        if not form["nhan"]:
            missing.setdefault(label(form["ky"]), []).append(books.name(form["don_vi"]))
    return {
        "phai": len(own),
        "nhan": [books.name(f["don_vi"]) for f in accepted],
        "muon": [books.name(f["don_vi"]) for f in accepted if f["muon"]],
        "thieu": [books.name(f["don_vi"]) for f in own if not f["nhan"]],
        "ky_con": (sum(f["nhan"] for f in shorter), len(shorter)),
        "ky_con_thieu": missing,
        "chung": [
            {"don_vi": books.name(f["don_vi"]), "loi": f["chung"], "ky": f["ky"]}
            for f in books.phieu
            if f["nhan"] and f["chung"] and (f in own or window.covers(f))
        ],
    }


# --- tasks ----------------------------------------------------------------------------------------


def part_state(task: Dong, percent: int | None, done: date | None, on: date) -> str:
    recurring = task["loai_han"] in ("thuong_xuyen", "dinh_ky")
    last = None if recurring else task["den"]
    if done is not None and done <= on:
        return DONE[1] if last is not None and done > last else DONE[0]
    if task["tam_dung"] or recurring:
        return PAUSED if task["tam_dung"] else RECURRING
    if last is not None and on > last:
        return LATE
    if last is None and task["tu"] is None:
        return "khong_co_han"
    if percent:
        return AT_WORK
    return NOT_BEGUN if task["tu"] is not None and on < task["tu"] else WAITING


def whole_state(states: Sequence[str]) -> str:
    """Give the state of a task from those of its leads."""
    if set(states) <= set(DONE):
        return DONE[1] if DONE[1] in states else DONE[0]
    worst = next(state for state in WORST_FIRST if state in states)
    begun = set(states) & set(DONE)
    return AT_WORK if begun and worst in (WAITING, NOT_BEGUN) else worst


def tasks_on(books: SoSach, on: date) -> list[Dong]:
    """Derive every task on a day."""
    latest: dict[tuple[str, str], tuple[int | None, date | None]] = {}
    for row in books.tien_do:
        if row["chot"] <= on and row["phan_tram"] is not None:
            latest[row["nhiem_vu"], row["don_vi"]] = (row["phan_tram"], row["xong"])
    return [_task_on(task, latest, on) for task in books.nhiem_vu]


def _task_on(task: Dong, latest: dict[Any, Any], on: date) -> Dong:
    leads = [unit for unit, leading in task["cac_phan"] if leading]
    told = {unit: latest.get((task["ma"], unit), (None, None)) for unit in leads}
    states = {unit: part_state(task, *told[unit], on) for unit in leads}
    state = whole_state(list(states.values())) if leads else part_state(task, None, None, on)
    percents = [percent for percent, _ in told.values() if percent is not None]
    days = [0]
    for unit in leads:
        if states[unit] == state and task["den"] and state in (DONE[1], LATE):
            end = told[unit][1] if state == DONE[1] else on
            days.append((end - task["den"]).days)
    if not leads and state == LATE:
        days.append((on - task["den"]).days)
    recurring = task["loai_han"] in ("thuong_xuyen", "dinh_ky")
    acted = [u for u in leads if told[u][0] or told[u][1]]
    return task | {
        "trang_thai": state,
        "phan_tram": sum(percents) // len(leads) if percents else None,
        "da_lam": len(acted) if recurring else sum(s in DONE for s in states.values()),
        "tong_so": len(leads),
        "tre": max(days),
        "don_vi_tre": [unit for unit in leads if states[unit] == LATE],
    }


def cells(rows: Sequence[Dong]) -> Dong:
    """Count the four cells."""
    states = [row["trang_thai"] for row in rows]
    return {
        "dung_han": states.count(DONE[0]),
        "muon": states.count(DONE[1]),
        "trong_han": sum(s not in (*DONE, LATE) for s in states),
        "qua_han": states.count(LATE),
    }


def tasks(books: SoSach, window: CuaSo) -> Dong:
    """Say how every task stands, what was told of it in the period, who is late."""
    rows = tasks_on(books, window.den)
    before = tasks_on(books, window.tu - timedelta(days=1))
    was_done = {row["ma"] for row in before if row["trang_thai"] in DONE}
    told = [row for row in books.tien_do if window.covers(row)]
    rows = [row | _told_of(books, row, told) for row in rows]
    late: dict[str, list[str]] = {}
    for row in rows:
        for unit in row["don_vi_tre"]:
            late.setdefault(unit, []).append(row["ma"])
    place = {unit["ma"]: (unit["thu_tu"], unit["ma"]) for unit in books.don_vi}
    ordered = sorted(late, key=lambda unit: (-len(late[unit]), place[unit]))
    return {
        "cac_dong": rows,
        "o": cells(rows),
        "xong_them": [
            row["ma"] for row in rows if row["trang_thai"] in DONE and row["ma"] not in was_done
        ],
        "tre": [(books.name(unit), late[unit]) for unit in ordered],
    }


def _told_of(books: SoSach, task: Dong, told: Sequence[Dong]) -> Dong:
    results, troubles = [], []
    leads_first = sorted(task["cac_phan"], key=lambda part: not part[1])
    for unit, _ in leads_first:
        rows = [r for r in told if (r["nhiem_vu"], r["don_vi"]) == (task["ma"], unit)]
        spoken = [r for r in rows if r["noi_dung"]]
        results += [_quote(books, spoken[-1], "noi_dung")] if spoken else []
        troubles += [_quote(books, r, "kho_khan") for r in rows if r["kho_khan"]]
    return {"ket_qua": results, "kho_khan": troubles}


def _quote(books: SoSach, row: Dong, what: str) -> Dong:
    return {"don_vi": books.name(row["don_vi"]), "loi": row[what], "ky": row["ky"]}


# --- indicators -----------------------------------------------------------------------------------


def indicators(books: SoSach, window: CuaSo, beside: dict[str, CuaSo]) -> list[Dong]:
    """Say the figures of every indicator: so far, of the period, of the periods beside it."""
    found = []
    for row in books.chi_tieu:
        told = [s for s in books.so_lieu if s["chi_tieu"] == row["ma"] and s["chot"] <= window.den]
        value, used = combine(row, told, window.den.year)
        words = [s for s in told if s["nhan_xet"]]
        last = (used or words or [None])[-1]
        result, way = judge(row, value, window.den)
        level, ahead = level_of(row, window.den), [m for m in row["muc"] if m[0] > window.den.year]
        heading = row["loai"] == "tieu_de"
        found.append(row | {
            "gia_tri": value, "trong_ky": _of(row, told, window),
            **{name: _of(row, told, other) for name, other in beside.items()},
            "ket_qua": "" if heading else result, "ty_le": None if heading else way,
            "muc_nay": level, "muc_sau": ahead[0] if ahead else None,
            "nhan_xet": last["nhan_xet"] if last else "",
            "ghi_chu": last["ghi_chu"] if last else "", "la_tieu_de": heading,
        })  # fmt: skip
    return found


def _of(row: Dong, told: Sequence[Dong], window: CuaSo) -> Decimal | None:
    return combine(row, [s for s in told if window.covers(s)], window.den.year)[0]


def reached(books: SoSach, window: CuaSo) -> int | None:
    """Count what was reached by the cut-off of another period; None if nothing was told in it."""
    if not any(window.covers(row) for row in books.so_lieu):
        return None
    rows = indicators(books, window, {})
    return sum(row["ket_qua"] in ("dat", "vuot") for row in rows)


# --- the whole ------------------------------------------------------------------------------------


def report_of(books: SoSach, window: CuaSo, *, uoc: bool, beside: dict[str, CuaSo]) -> Dong:
    """Gather all a report must say. ``beside`` are the periods it is compared with."""
    told = [row for row in books.tien_do if window.covers(row)]
    said = {
        what: [_quote(books, row, what) for row in told if row[what]]
        for what in ("kho_khan", "nguyen_nhan", "de_xuat")
    }
    following, until = next_period(window.ky)
    return {
        "ky": window.ky, "nam": window.den.year, "uoc": uoc, "ky_sau": following,
        "den_het_ky_sau": until,
        "don_vi": units(books, window), "nhiem_vu": tasks(books, window), "noi": said,
        "chi_tieu": indicators(books, window, beside), "kinh_phi": money(books, window),
        "so_sanh": {name: _beside(books, other) for name, other in beside.items()},
    }  # fmt: skip


def _beside(books: SoSach, other: CuaSo) -> Dong:
    told = any(other.covers(row) for row in books.tien_do)
    moved = [row for row in books.tien if other.tu <= row["ngay"] <= other.den]
    spent = sum(row["so_tien"] for row in moved if row["loai"] == "giai_ngan")
    return {
        "nhan": label(other.ky),
        "chi_tieu": reached(books, other),
        "nhiem_vu": cells(tasks_on(books, other.den)) if told else None,
        "giai_ngan": spent if moved else None,
    }


def money(books: SoSach, window: CuaSo) -> Dong:
    """Sum the movements up to the cut-off, of the period, since the year began."""

    def total(kind: str, first: date) -> int:
        rows = [row for row in books.tien if first <= row["ngay"] <= window.den]
        return sum(row["so_tien"] for row in rows if row["loai"] == kind)

    ever = {kind: total(kind, date(2000, 1, 1)) for kind in ("phan_bo", "giai_ngan", "quyet_toan")}
    return ever | {
        "du_toan": books.du_toan,
        "trong_ky": total("giai_ngan", window.tu),
        "tu_dau_nam": total("giai_ngan", date(window.den.year, 1, 1)),
    }
