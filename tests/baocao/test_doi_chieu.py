"""Every figure of dashboard, list, matrix and report beside the same figure counted anew.

The counts here are made from the bare rows by the words of the rules, without the code under test.
"""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from baocao.bang_dieu_khien import load_figures
from baocao.ky_tong_hop import KyTongHop
from baocao.ma_tran import load_matrix
from baocao.models import PhieuBaoCao
from baocao.noi_dung import build_snapshot
from chitieu.models import ChiTieu, MucChiTieu, SoLieu
from chitieu.queries import indicator_rows
from kehoach.ky_bao_cao import LoaiKy, parse_ky
from kehoach.models import KeHoach
from nhiemvu.models import NhiemVu, PhanCong, TienDo
from nhiemvu.queries import reported_tasks, task_rows, with_assignments
from tests.baocao.nam_ngau_nhien import TODAY, XaNgauNhien, live, make_world

pytestmark = pytest.mark.long_sqlite

# --- counted anew ---------------------------------------------------------------------------------


def told_so_far(plan: KeHoach, on: date | None) -> dict[int, tuple[int | None, date | None]]:
    """Say of each obligation what was last accepted: percent and day of completion."""
    latest: dict[int, tuple[int | None, date | None]] = {}
    rows = TienDo.objects.filter(phan_cong__nhiem_vu__ke_hoach=plan, accepted_at__isnull=False)
    for row in sorted(rows, key=lambda r: (r.ngay_chot, r.pk)):
        if row.phan_tram is not None and (on is None or row.ngay_chot <= on):
            latest[row.phan_cong_id] = (row.phan_tram, row.ngay_hoan_thanh)
    return latest


def state_of(task: NhiemVu, told: tuple[int | None, date | None], on: date) -> str:  # noqa: PLR0911 - one rule, one line
    percent, done = told
    last = task.han_hoan_thanh
    recurring = task.loai_han in ("thuong_xuyen", "dinh_ky")
    if done is not None and done <= on:
        in_time = recurring or last is None or done <= last
        return "hoan_thanh_dung_han" if in_time else "hoan_thanh_qua_han"
    if task.tam_dung:
        return "tam_dung"
    if recurring:
        return "thuong_xuyen"
    if last is not None and last < on:
        return "dang_thuc_hien_qua_han"
    if last is None and task.tu_ngay is None:
        return "khong_co_han"
    if percent:
        return "dang_thuc_hien_trong_han"
    if task.tu_ngay is not None and on < task.tu_ngay:
        return "chua_den_han_bat_dau"
    return "chua_thuc_hien"


def count_tasks(plan: KeHoach, on: date, cut_off: date | None) -> dict[str, Any]:
    """Count the four cells and the late units, from obligations as accepted by ``cut_off``."""
    told = told_so_far(plan, cut_off)
    cells: Counter[str] = Counter()
    late: Counter[int | None] = Counter()
    states: dict[int, str] = {}
    for task in NhiemVu.objects.filter(ke_hoach=plan, loai_nhiem_vu="phu_luc"):
        leads = [
            (p.don_vi_id, state_of(task, told.get(p.pk, (None, None)), on), told.get(p.pk))
            for p in PhanCong.objects.filter(nhiem_vu=task, vai_phan_cong="chu_tri")
        ]
        parts = [state for _, state, _ in leads] or [state_of(task, (None, None), on)]
        done = [state for state in parts if state.startswith("hoan_thanh")]
        if len(done) == len(parts):
            cell = "hoan_thanh_qua_han" if "hoan_thanh_qua_han" in parts else "hoan_thanh_dung_han"
        elif "dang_thuc_hien_qua_han" in parts:
            cell = "chua_hoan_thanh_qua_han"
            unit_ids: list[int | None] = [
                u for u, state, _ in leads if state == "dang_thuc_hien_qua_han"
            ]
            late.update(unit_ids or [None])
        else:
            cell = "chua_hoan_thanh_trong_han"
        cells[cell] += 1
        states[task.pk] = cell
    return {"cells": cells, "late": late, "tasks": states}


def value_of(row: ChiTieu, on: date) -> Decimal | None:
    return combine(row, _answers_by_period(row, on), on)


def combine(row: ChiTieu, figures: list[SoLieu], on: date) -> Decimal | None:
    """Put the answers of several periods together by the indicator's own rule."""
    newest = [f.gia_tri for f in figures if f.gia_tri is not None]
    if row.cach_cong_don == "cuoi_ky":
        return newest[-1] if newest else None
    of_year = [f for f in figures if f.ky_bao_cao.startswith(str(on.year))]
    if row.cach_cong_don == "ty_le":
        of_year = [f for f in of_year if f.gia_tri is None or f.mau_so is not None]
    used = _once(of_year)
    if row.cach_cong_don == "ty_le":
        pairs = [(f.tu_so, f.mau_so) for f in used if f.tu_so is not None and f.mau_so is not None]
        if not pairs:
            return newest[-1] if newest else None
        whole = sum((pair[1] for pair in pairs), Decimal(0))
        return 100 * sum((pair[0] for pair in pairs), Decimal(0)) / whole
    # A quarter's mean weighs as much as three months.
    numbers = [f.gia_tri for f in used if f.gia_tri is not None for _ in _months(f.ky_bao_cao)]
    if row.cach_cong_don == "cong_don":
        numbers = [f.gia_tri for f in used if f.gia_tri is not None]
    nothing = any(f.tinh_trang == "khong_phat_sinh" for f in used)
    if row.cach_cong_don == "cong_don":
        return sum(numbers, Decimal(0)) if numbers or nothing else None
    return sum(numbers, Decimal(0)) / len(numbers) if numbers else None


SPANS = {"Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "6T": (1, 6), "9T": (1, 9),
         "N": (1, 12)}  # fmt: skip


def _months(period: str) -> list[int]:
    code = period[5:]
    first, last = SPANS.get(code) or (int(code[1:]), int(code[1:]))
    return list(range(first, last + 1))


def _once(figures: list[SoLieu]) -> list[SoLieu]:
    """Count each month once: what its months say, where none of them is left out."""
    kept: list[SoLieu] = []
    for figure in sorted(figures, key=lambda f: len(_months(f.ky_bao_cao))):
        own = set(_months(figure.ky_bao_cao))
        inside = [f for f in kept if set(_months(f.ky_bao_cao)) <= own]
        if {n for f in inside for n in _months(f.ky_bao_cao)} != own:
            kept = [f for f in kept if f not in inside] + [figure]
    return sorted(kept, key=lambda f: (f.ngay_chot, f.pk))


def _answers_by_period(row: ChiTieu, on: date) -> list[SoLieu]:
    """Take one answer of each period, that of the lead named first, oldest first."""
    order = list(row.cac_chu_tri.order_by("thu_tu", "pk").values_list("don_vi_id", flat=True))
    found: dict[str, SoLieu] = {}
    for figure in SoLieu.objects.filter(chi_tieu=row, accepted_at__isnull=False):
        is_answer = figure.gia_tri is not None or figure.tinh_trang == "khong_phat_sinh"
        if not is_answer or figure.ngay_chot > on:
            continue
        other = found.get(figure.ky_bao_cao)
        if other is None or order.index(figure.don_vi_id) < order.index(other.don_vi_id):
            found[figure.ky_bao_cao] = figure
    return sorted(found.values(), key=lambda f: (f.ngay_chot, f.pk))


def reached(row: ChiTieu, level: MucChiTieu, value: Decimal) -> bool:
    goal = level.gia_tri
    assert goal is not None
    rules = {
        ">=": value >= goal, "<=": value <= goal, ">": value > goal, "<": value < goal,
    }  # fmt: skip
    same_way = value <= goal if row.chieu_huong == "giam" else value >= goal
    return rules.get(level.so_sanh, same_way)


def count_indicators(plan: KeHoach, on: date) -> dict[str, int]:
    """Count those reached or surpassed, those without figure, those for words."""
    found: Counter[str] = Counter()
    for row in ChiTieu.objects.filter(ke_hoach=plan):
        levels = list(MucChiTieu.objects.filter(chi_tieu=row).order_by("nam"))
        ahead = [level for level in levels if level.nam >= on.year] or levels[-1:]
        value = value_of(row, on)
        if ahead[0].gia_tri is None:
            found["words"] += 1
        elif value is None:
            found["nothing"] += 1
        else:
            found["reached" if reached(row, ahead[0], value) else "short"] += 1
    return found


# --- comparisons ----------------------------------------------------------------------------------


def _by_result(counts: dict[Any, int]) -> dict[str, int]:
    def get(*names: str) -> int:
        return sum(number for result, number in counts.items() if str(result) in names)

    found = {
        "reached": get("vuot", "dat"),
        "short": get("trong_lo_trinh", "chua_dat", "khong_dat"),
        "nothing": get("chua_co_so_lieu"),
        "words": get("can_nhan_xet"),
    }
    return {name: number for name, number in found.items() if number}


def _cells(matrix: Any) -> dict[str, int]:
    names = ("hoan_thanh_dung_han", "hoan_thanh_qua_han",
             "chua_hoan_thanh_trong_han", "chua_hoan_thanh_qua_han")  # fmt: skip
    found = {n: matrix[n] if isinstance(matrix, dict) else getattr(matrix, n) for n in names}
    return {name: number for name, number in found.items() if number}


def compare_dashboard(world: XaNgauNhien, on: date) -> None:
    [figures] = load_figures([world.ke_hoach], on)
    expected = count_tasks(world.ke_hoach, on, None)
    late = {row.don_vi.pk if row.don_vi else None: row.so_nhiem_vu for row in figures.don_vi_tre}
    assert _cells(figures.nhiem_vu) == dict(expected["cells"]), on
    assert late == dict(expected["late"]), on
    assert _by_result(figures.chi_tieu) == dict(count_indicators(world.ke_hoach, on)), on
    for row in indicator_rows(ChiTieu.objects.filter(ke_hoach=world.ke_hoach).in_order(), on):
        assert row.gia_tri == value_of(row.chi_tieu, on), (on, row.chi_tieu.cach_cong_don)


def compare_list(world: XaNgauNhien, on: date) -> None:
    expected = count_tasks(world.ke_hoach, on, None)["tasks"]
    found = {}
    for row in task_rows(with_assignments(reported_tasks(world.ke_hoach)), on):
        late = "qua" if row.is_overdue else "trong"
        unfinished = f"chua_hoan_thanh_{late}_han"
        found[row.nhiem_vu.pk] = str(row.trang_thai) if row.trang_thai.is_done else unfinished
    assert found == expected


def compare_report(world: XaNgauNhien, ky: str) -> None:
    rows = list(PhieuBaoCao.objects.filter(ke_hoach=world.ke_hoach, ky_bao_cao=ky))
    tu_ngay, den_ngay = rows[0].tu_ngay, rows[0].den_ngay
    snapshot = build_snapshot(
        KyTongHop(world.ke_hoach, parse_ky(ky), tu_ngay, den_ngay, la_uoc=False)
    )
    tasks, indicators = snapshot["nhiem_vu"], snapshot["chi_tieu"]
    expected = count_tasks(world.ke_hoach, den_ngay, den_ngay)
    codes = {unit.pk: unit.ma for unit in world.cac_don_vi}
    late = {row["ma"]: row["so_nhiem_vu"] for row in tasks["qua_han_theo_don_vi"]}
    assert _cells(tasks["ma_tran"]) == dict(expected["cells"]), ky
    assert late == {codes[pk]: n for pk, n in expected["late"].items() if pk}, ky
    assert _by_result(indicators["theo_ket_qua"]) == dict(
        count_indicators(world.ke_hoach, den_ngay)
    ), ky
    accepted = [row for row in rows if row.trang_thai == "da_tiep_nhan"]
    units = snapshot["don_vi"]
    assert units["phai_bao_cao"] == len(rows)
    assert {u["phieu"] for u in units["da_tiep_nhan"]} == {row.pk for row in accepted}
    assert {u["phieu"] for u in units["thieu"]} == {r.pk for r in rows} - {r.pk for r in accepted}
    assert {u["phieu"] for u in units["gui_muon"]} == {
        r.pk for r in accepted if _sent(r) > r.han_nop
    }
    sources = {pk for line in tasks["cac_dong"] for pk in line["nguon"]}
    within = [ky, *(f"2026-T{n:02}" for n in _months(ky))]
    told = TienDo.objects.filter(
        phan_cong__nhiem_vu__ke_hoach=world.ke_hoach, ky_bao_cao__in=within,
        accepted_at__isnull=False,
    )  # fmt: skip
    assert sources == set(told.values_list("pk", flat=True)), ky


def _sent(row: PhieuBaoCao) -> date:
    assert row.sent_at is not None
    return (row.sent_at + timedelta(hours=7)).date()


def compare_matrix(world: XaNgauNhien, kind: LoaiKy | None, on: date) -> None:
    matrix = load_matrix(world.ke_hoach, nam=2026, loai_ky=kind, on=on)
    rows = [
        row for row in PhieuBaoCao.objects.filter(ke_hoach=world.ke_hoach)
        if kind is None or row.period.loai == kind
    ]  # fmt: skip
    sent = [row for row in rows if row.trang_thai in ("da_gui", "da_tiep_nhan")]
    due = {row.pk for row in rows if row.han_nop < on} | {row.pk for row in sent}
    in_time = [row for row in sent if _sent(row) <= row.han_nop]
    assert (matrix.day_du.dat, matrix.day_du.tong_so) == (len(sent), len(due))
    assert (matrix.dung_han.dat, matrix.dung_han.tong_so) == (len(in_time), len(due))
    assert sum(line.day_du.tong_so for line in matrix.cac_dong) == len(due)
    for column in matrix.cac_cot:
        own = [row for row in rows if row.ky_bao_cao == str(column.ky)]
        done = [row for row in own if row in sent]
        assert (column.da_gui.dat, column.da_gui.tong_so) == (len(done), len(own))


@pytest.mark.parametrize("seed", [1])
def test_every_figure_is_the_one_counted_anew(db: None, seed: int) -> None:
    world = make_world(seed)
    live(world)
    acts = ("save", "submit", "accept", "send_back", "reopen")
    assert min(world.da_lam[act] for act in acts) > 1
    for on in (date(2026, 7, 3), TODAY, date(2026, 12, 31), date(2027, 1, 1)):
        compare_dashboard(world, on)
    compare_list(world, TODAY)
    for kind in (LoaiKy.THANG, LoaiKy.QUY, None):
        compare_matrix(world, kind, TODAY)
    for ky in ("2026-T05", "2026-Q2", "2026-T06", "2026-Q3", "2026-T10"):
        compare_report(world, ky)
