"""The figures of one period's report: a snapshot of plain values, frozen with the report.

Built from accepted forms only. States and evaluations are those of the cut-off day, so compiling
the same forms again on another day gives the same snapshot. Every row names the rows it came
from (``nguon``), so that a number in the report leads back to who said it and when.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from baocao.models import PhieuBaoCao
from baocao.trang_thai import TrangThaiPhieu
from chitieu.models import ChiTieu
from chitieu.queries import DongChiTieu, count_results, indicator_rows
from donvi.ke_tiep import heir_of
from donvi.tieng_viet import format_gon
from kehoach.ky_bao_cao import KyBaoCao
from kehoach.models import KeHoach
from kinhphi.models import KhoanKinhPhi, LoaiKhoan
from kinhphi.tong_tien import load_totals
from nhiemvu.models import TienDo
from nhiemvu.queries import DongNhiemVu, reported_tasks, task_row, with_assignments
from nhiemvu.services import TienDoMoiNhat
from nhiemvu.trang_thai import count_matrix

SNAPSHOT_VERSION = 1
Snapshot = dict[str, Any]


@dataclass(frozen=True)
class KyTongHop:
    """What is compiled: one plan, one period, the data window (both days inclusive)."""

    ke_hoach: KeHoach
    ky: KyBaoCao
    tu_ngay: date
    den_ngay: date
    la_uoc: bool


def build_snapshot(dang_lap: KyTongHop) -> Snapshot:
    """Gather the whole snapshot (13 queries, whatever the number of units and tasks)."""
    progress = _progress_until(dang_lap)
    return {
        "phien_ban": SNAPSHOT_VERSION,
        "ky": str(dang_lap.ky),
        "nhan_ky": dang_lap.ky.label,
        "tu_ngay": dang_lap.tu_ngay.isoformat(),
        "den_ngay": dang_lap.den_ngay.isoformat(),
        "la_uoc": dang_lap.la_uoc,
        "don_vi": unit_figures(dang_lap),
        "chi_tieu": indicator_figures(dang_lap),
        "nhiem_vu": task_figures(dang_lap, progress),
        "kinh_phi": money_figures(dang_lap.ke_hoach, dang_lap.den_ngay),
        "y_kien": opinions(dang_lap, progress),
    }


# --- units --------------------------------------------------------------------------------------


def unit_figures(dang_lap: KyTongHop) -> Snapshot:
    """Say which units reported, which late, and which are missing, by name (1 query)."""
    forms = list(_forms(dang_lap))
    accepted = [f for f in forms if f.trang_thai == TrangThaiPhieu.DA_TIEP_NHAN]
    missing = [f for f in forms if f.trang_thai != TrangThaiPhieu.DA_TIEP_NHAN]
    return {
        "phai_bao_cao": len(forms),
        "da_tiep_nhan": [_unit(f) for f in accepted],
        "gui_muon": [_unit(f) for f in accepted if f.is_late()],
        "thieu": [
            {**_unit(f), "trang_thai": str(f.trang_thai), "nhan": f.get_trang_thai_display()}
            for f in missing
        ],
    }


def _forms(dang_lap: KyTongHop) -> Iterable[PhieuBaoCao]:
    return (
        PhieuBaoCao.objects.filter(ke_hoach=dang_lap.ke_hoach, ky_bao_cao=str(dang_lap.ky))
        .owed()
        .select_related("don_vi")
        .order_by("don_vi__thu_tu", "don_vi__khoa_sap_xep", "pk")
    )


def _unit(form: PhieuBaoCao) -> Snapshot:
    return {"ma": form.don_vi.ma, "ten": form.don_vi.ten, "phieu": form.pk}


# --- indicators ---------------------------------------------------------------------------------


def indicator_figures(dang_lap: KyTongHop) -> Snapshot:
    """Evaluate every indicator on the cut-off day (4 queries)."""
    indicators = ChiTieu.objects.filter(ke_hoach=dang_lap.ke_hoach).in_order()
    rows = indicator_rows(indicators, dang_lap.den_ngay)
    measured = [row for row in rows if not row.is_heading]
    return {
        "tong_so": len(measured),
        "theo_ket_qua": {str(result): n for result, n in count_results(measured).items()},
        "chua_bao_cao": sum(row.so_lieu is None for row in measured),
        "cac_dong": [_indicator(row) for row in rows],
    }


def _indicator(row: DongChiTieu) -> Snapshot:
    indicator, figure = row.chi_tieu, row.so_lieu
    return {
        "id": indicator.pk,
        "ma": indicator.ma,
        "ten": indicator.ten,
        "nhom": indicator.nhom_chi_tieu,
        "la_tieu_de": row.is_heading,
        "don_vi_tinh": indicator.don_vi_tinh,
        "muc": row.muc.nguyen_van if row.muc else "",
        "nam_muc": row.muc.nam if row.muc else None,
        "gia_tri": _number(row.gia_tri),
        "ky_so_lieu": figure.ky_bao_cao if figure else "",
        "nhan_xet": figure.nhan_xet if figure else "",
        "ghi_chu": figure.ghi_chu if figure else "",
        "ty_le": _number(row.danh_gia.ty_le) if row.danh_gia else "",
        "ket_qua": str(row.danh_gia.ket_qua) if row.danh_gia else "",
        "nhan_ket_qua": row.danh_gia.ket_qua.label if row.danh_gia else "",
        "chu_tri": "; ".join(c.don_vi.ten for c in indicator.cac_chu_tri.all())
        or indicator.chu_tri_nguyen_van,
        "nguon": [s.pk for s in row.cac_so_lieu] or ([figure.pk] if figure else []),
    }


def _number(value: Decimal | None) -> str:
    return "" if value is None else format_gon(value)


# --- tasks --------------------------------------------------------------------------------------


def _progress_until(dang_lap: KyTongHop) -> list[TienDo]:
    """Load the accepted progress up to the cut-off day, oldest first (1 query)."""
    return list(
        TienDo.objects.accepted()
        .filter(phan_cong__nhiem_vu__ke_hoach=dang_lap.ke_hoach, ngay_chot__lte=dang_lap.den_ngay)
        .select_related("phan_cong__don_vi__don_vi_ke_tiep", "phan_cong__nhiem_vu")
        .order_by("ngay_chot", "pk")
    )


def task_figures(dang_lap: KyTongHop, progress: Sequence[TienDo]) -> Snapshot:
    """State of every task on the cut-off day, with what was done in the period (4 queries)."""
    latest: dict[int, TienDoMoiNhat] = defaultdict(TienDoMoiNhat)
    for row in progress:
        latest[row.phan_cong_id].take(row)
    in_period = {row.phan_cong_id: row for row in _said_in(dang_lap, progress)}
    rows: list[DongNhiemVu] = []
    for task in with_assignments(reported_tasks(dang_lap.ke_hoach)):
        for assignment in task.cac_phan_cong.all():
            latest[assignment.pk].copy_to(assignment)
        rows.append(task_row(task, dang_lap.den_ngay))
    lines = [_task(row, in_period) for row in rows]
    return {
        "tong_so": len(lines),
        "ma_tran": _matrix(rows),
        "theo_trang_thai": _count(line["nhan_trang_thai"] for line in lines),
        "qua_han_theo_don_vi": _overdue_units(rows),
        "cac_dong": lines,
    }


def _said_in(dang_lap: KyTongHop, progress: Iterable[TienDo]) -> list[TienDo]:
    """Keep what units told on the forms of this very period, not of a month or quarter within."""
    return [row for row in progress if row.ky_bao_cao == str(dang_lap.ky)]


def _task(row: DongNhiemVu, in_period: dict[int, TienDo]) -> Snapshot:
    task = row.nhiem_vu
    said = [in_period[p.pk] for p in (*row.chu_tri, *row.phoi_hop) if p.pk in in_period]
    return {
        "id": task.pk,
        "ma": task.ma,
        "ten": task.ten,
        "nhom": str(task.nhom_nhiem_vu) if task.nhom_nhiem_vu else "",
        "chu_tri": task.chu_tri_nguyen_van,
        "phoi_hop": task.phoi_hop_nguyen_van,
        "thoi_han": task.thoi_han_nguyen_van,
        "trang_thai": str(row.trang_thai),
        "nhan_trang_thai": row.trang_thai.label,
        "phan_tram": row.phan_tram,
        "da_lam": row.so_da_lam,
        "tong_so": row.tong_so,
        "so_ngay_tre": row.so_ngay_tre,
        "ket_qua": [_said(p, p.noi_dung) for p in said if p.noi_dung],
        "kho_khan": [_said(p, p.kho_khan) for p in said if p.kho_khan],
        "nguon": [p.pk for p in said],
    }


def _said(progress: TienDo, words: str) -> Snapshot:
    unit = heir_of(progress.phan_cong.don_vi, progress.ngay_chot)
    return {"ma": unit.ma, "don_vi": unit.ten, "loi": words, "nguon": progress.pk}


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


# --- money --------------------------------------------------------------------------------------


def money_figures(ke_hoach: KeHoach, on: date) -> Snapshot:
    """Sum estimate, allocation, disbursement and settlement up to ``on``, in đồng (4 queries).

    The estimate is the one the page of the plan's money shows; None when the plan names no amount.
    """
    moved = dict(
        KhoanKinhPhi.objects.filter(ke_hoach=ke_hoach, ngay_chung_tu__lte=on)
        .values_list("loai_khoan")
        .annotate(tong=Sum("so_tien"))
        .order_by("loai_khoan")
    )
    return {
        "du_toan": load_totals([ke_hoach])[ke_hoach.pk].du_toan,
        **{str(kind): int(moved.get(str(kind), 0)) for kind in LoaiKhoan},
    }


# --- words --------------------------------------------------------------------------------------


def opinions(dang_lap: KyTongHop, progress: Sequence[TienDo]) -> Snapshot:
    """Collect what units said of difficulties, causes and proposals in the period (1 query)."""
    in_period = _said_in(dang_lap, progress)
    forms = [f for f in _forms(dang_lap) if f.trang_thai == TrangThaiPhieu.DA_TIEP_NHAN]
    return {
        "chi_dao": [_of_form(f, f.ket_qua_chung) for f in forms if f.ket_qua_chung],
        "kho_khan": [_of_form(f, f.kho_khan_chung) for f in forms if f.kho_khan_chung]
        + [_said(p, p.kho_khan) for p in in_period if p.kho_khan],
        "nguyen_nhan": [_said(p, p.nguyen_nhan) for p in in_period if p.nguyen_nhan],
        "de_xuat": [_of_form(f, f.de_xuat_chung) for f in forms if f.de_xuat_chung]
        + [_said(p, p.de_xuat) for p in in_period if p.de_xuat],
    }


def _of_form(form: PhieuBaoCao, words: str) -> Snapshot:
    return {"ma": form.don_vi.ma, "don_vi": form.don_vi.ten, "loi": words, "phieu": form.pk}
