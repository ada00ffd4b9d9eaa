"""The money of a report: estimate, and what moved in the period, this year, and since the start."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from baocao.ky_tong_hop import CuaSo, KyTongHop
from kehoach.models import KeHoach
from kinhphi.models import KhoanKinhPhi, LoaiKhoan
from kinhphi.tong_tien import load_totals

Snapshot = dict[str, Any]


def load_money(ke_hoach: KeHoach, on: date) -> list[KhoanKinhPhi]:
    """Load the movements of the plan dated up to ``on``, oldest first (1 query)."""
    rows = KhoanKinhPhi.objects.standing().filter(ke_hoach=ke_hoach, ngay_chung_tu__lte=on)
    return list(rows.order_by("ngay_chung_tu", "pk"))


def money_figures(dang_lap: KyTongHop, moved: Iterable[KhoanKinhPhi]) -> Snapshot:
    """Sum allocation, disbursement and settlement up to the cut-off, in đồng (3 queries).

    The estimate is the one the page of the plan's money shows; None when the plan names no amount.
    """
    rows = list(moved)
    new_year = date(dang_lap.den_ngay.year, 1, 1)
    in_period = [row for row in rows if row.ngay_chung_tu >= dang_lap.tu_ngay]
    return {
        "du_toan": load_totals([dang_lap.ke_hoach])[dang_lap.ke_hoach.pk].du_toan,
        **_sums(rows),
        "trong_ky": _sums(in_period),
        "tu_dau_nam": _sums(row for row in rows if row.ngay_chung_tu >= new_year),
        "nguon": [_source(row) for row in rows],
    }


def compared_money(moved: Iterable[KhoanKinhPhi], window: CuaSo) -> Snapshot | None:
    """Sum what moved in another period; None when nothing did."""
    rows = [row for row in moved if window.tu_ngay <= row.ngay_chung_tu <= window.den_ngay]
    return _sums(rows) if rows else None


def _sums(rows: Iterable[KhoanKinhPhi]) -> Snapshot:
    totals = {str(kind): 0 for kind in LoaiKhoan}
    for row in rows:
        totals[str(row.loai_khoan)] += row.so_tien
    return totals


def _source(row: KhoanKinhPhi) -> Snapshot:
    return {
        "id": row.pk,
        "loai": str(row.loai_khoan),
        "so_tien": row.so_tien,
        "ngay": row.ngay_chung_tu.isoformat(),
        "so_chung_tu": row.so_chung_tu,
    }
