"""The tasks of a report: the state of each on the cut-off day, and what was done in the period."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from baocao.ky_tong_hop import CuaSo, KyTongHop
from donvi.ke_tiep import heir_of
from nhiemvu.models import NhiemVu, TienDo
from nhiemvu.queries import (
    DongNhiemVu,
    HanDaCho,
    granted_days,
    granted_until,
    reported_tasks,
    task_row,
    with_assignments,
)
from nhiemvu.services import TienDoMoiNhat
from nhiemvu.trang_thai import count_matrix

Snapshot = dict[str, Any]
PhieuTheoKy = Mapping[tuple[int, str], int]  # (unit, period) -> form


@dataclass(frozen=True)
class NhiemVuDaDoc:
    """The reported tasks with their obligations; accepted progress, oldest first; extensions."""

    cac_nhiem_vu: Sequence[NhiemVu]
    tien_do: Sequence[TienDo] = field(default_factory=tuple)
    da_cho: HanDaCho = field(default_factory=dict)

    def rows(self, on: date) -> list[DongNhiemVu]:
        """Derive every task on a day, from what was cut off and granted by then; no query."""
        latest: dict[int, TienDoMoiNhat] = defaultdict(TienDoMoiNhat)
        for row in self.tien_do:
            if row.ngay_chot <= on:
                latest[row.phan_cong_id].take(row)
        for task in self.cac_nhiem_vu:
            for assignment in task.cac_phan_cong.all():
                latest[assignment.pk].copy_to(assignment)
                assignment.han_gia_han = granted_until(self.da_cho.get(assignment.pk, ()), on)
        return [task_row(task, on) for task in self.cac_nhiem_vu]

    def said_in(self, window: CuaSo) -> list[TienDo]:
        """Keep what units told within a period, on its own forms or those of its parts."""
        return [row for row in self.tien_do if window.covers(row.ky_bao_cao, row.ngay_chot)]


def load_tasks(dang_lap: KyTongHop) -> NhiemVuDaDoc:
    """Load tasks, obligations, extensions, the progress accepted by the cut-off (4 queries)."""
    progress = (
        TienDo.objects.accepted()
        .filter(phan_cong__nhiem_vu__ke_hoach=dang_lap.ke_hoach, ngay_chot__lte=dang_lap.den_ngay)
        .select_related("phan_cong__don_vi__don_vi_ke_tiep", "phan_cong__nhiem_vu")
        .order_by("ngay_chot", "pk")
    )
    tasks = with_assignments(reported_tasks(dang_lap.ke_hoach))
    return NhiemVuDaDoc(list(tasks), list(progress), granted_days(dang_lap.ke_hoach))


def task_figures(dang_lap: KyTongHop, read: NhiemVuDaDoc, forms: PhieuTheoKy) -> Snapshot:
    """State of every task on the cut-off day, with what was done in the period; no query."""
    before = {row.nhiem_vu.pk for row in _done(read.rows(dang_lap.tu_ngay - timedelta(days=1)))}
    rows = read.rows(dang_lap.den_ngay)
    said: dict[int, list[TienDo]] = defaultdict(list)
    for progress in read.said_in(dang_lap.window):
        said[progress.phan_cong_id].append(progress)
    lines = [_task(row, said, forms) for row in rows]
    return {
        "tong_so": len(lines),
        "ma_tran": _matrix(rows),
        "theo_trang_thai": _count(line["nhan_trang_thai"] for line in lines),
        "hoan_thanh_trong_ky": [
            row.nhiem_vu.ma for row in _done(rows) if row.nhiem_vu.pk not in before
        ],
        "qua_han_theo_don_vi": _overdue_units(rows),
        "cac_dong": lines,
    }


def compared_tasks(read: NhiemVuDaDoc, window: CuaSo) -> Snapshot | None:
    """Count the tasks as of another period's cut-off; None if nothing was told in that period."""
    if not read.said_in(window):
        return None
    rows = read.rows(window.den_ngay)
    return {
        **_matrix(rows),
        "da_hoan_thanh": [row.nhiem_vu.ma for row in _done(rows)],
        "dang_qua_han": [row.nhiem_vu.ma for row in rows if row.is_overdue],
    }


def _task(row: DongNhiemVu, in_period: Mapping[int, list[TienDo]], forms: PhieuTheoKy) -> Snapshot:
    task, last_day = row.nhiem_vu, row.last_day
    told = [in_period[p.pk] for p in (*row.chu_tri, *row.phoi_hop) if p.pk in in_period]
    newest = [_newest(rows) for rows in told]
    return {
        "id": task.pk,
        "ma": task.ma,
        "ten": task.ten,
        "nhom": str(task.nhom_nhiem_vu) if task.nhom_nhiem_vu else "",
        "chu_tri": task.chu_tri_nguyen_van,
        "phoi_hop": task.phoi_hop_nguyen_van,
        "thoi_han": task.thoi_han_nguyen_van,
        "han_hoan_thanh": last_day.isoformat() if last_day else "",
        "trang_thai": str(row.trang_thai),
        "nhan_trang_thai": row.trang_thai.label,
        "phan_tram": row.phan_tram,
        "da_lam": row.so_da_lam,
        "tong_so": row.tong_so,
        "so_ngay_tre": row.so_ngay_tre,
        "ket_qua": [said(p, p.noi_dung, forms) for p in newest if p.noi_dung],
        "kho_khan": [said(p, p.kho_khan, forms) for rows in told for p in rows if p.kho_khan],
        "nguon": [p.pk for rows in told for p in rows],
    }


def _newest(rows: Sequence[TienDo]) -> TienDo:
    """Pick the last word on an obligation; one that says something before one that doesn't."""
    return next((row for row in reversed(rows) if row.noi_dung), rows[-1])


def said(progress: TienDo, words: str, forms: PhieuTheoKy) -> Snapshot:
    """Quote one unit, with the rows its words came from."""
    unit = heir_of(progress.phan_cong.don_vi, progress.ngay_chot)
    return {
        "ma": unit.ma,
        "don_vi": unit.ten,
        "loi": words,
        "ky": progress.ky_bao_cao,
        "nguon": progress.pk,
        "nhiem_vu": progress.phan_cong.nhiem_vu_id,
        "phieu": forms.get((unit.pk, progress.ky_bao_cao)),
    }


def _done(rows: Iterable[DongNhiemVu]) -> list[DongNhiemVu]:
    return [row for row in rows if row.trang_thai.is_done]


def _matrix(rows: Iterable[DongNhiemVu]) -> Snapshot:
    matrix = count_matrix(row.trang_thai for row in rows)
    return {
        "hoan_thanh_dung_han": matrix.hoan_thanh_dung_han,
        "hoan_thanh_qua_han": matrix.hoan_thanh_qua_han,
        "chua_hoan_thanh_trong_han": matrix.chua_hoan_thanh_trong_han,
        "chua_hoan_thanh_qua_han": matrix.chua_hoan_thanh_qua_han,
    }


def _overdue_units(rows: Iterable[DongNhiemVu]) -> list[Snapshot]:
    """Count overdue tasks per lead unit that has not finished its part, most first."""
    counts: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for row in rows:
        for unit in row.cac_don_vi_tre:
            counts[unit.thu_tu, unit.ma, unit.ten].append(row.nhiem_vu.ma)
    ordered = sorted(counts.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        {"ma": ma, "ten": ten, "so_nhiem_vu": len(tasks), "cac_nhiem_vu": tasks}
        for (_, ma, ten), tasks in ordered
    ]


def _count(labels: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    return counts
