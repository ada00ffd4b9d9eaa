"""The indicators of a report: figure of the period and since the year began, evaluation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from baocao.ky_tong_hop import CuaSo, KyTongHop
from chitieu.danh_gia import KetQuaDanhGia
from chitieu.models import ChiTieu, MucChiTieu, SoLieu
from chitieu.queries import (
    DongChiTieu,
    accepted_figures,
    count_results,
    current_value,
    figures_within,
    indicator_row,
    with_levels,
)
from donvi.tieng_viet import format_gon
from kehoach.ky_bao_cao import LoaiKy

Snapshot = dict[str, Any]
PhieuTheoKy = Mapping[tuple[int, str], int]  # (unit, period) -> form


@dataclass(frozen=True)
class ChiTieuDaDoc:
    """Indicators in order with their levels, and the accepted figures of each, oldest first."""

    cac_chi_tieu: Sequence[ChiTieu]
    so_lieu: Mapping[int, Sequence[SoLieu]] = field(default_factory=dict)

    def rows(self, on: date) -> list[DongChiTieu]:
        """Evaluate every indicator on a day, from what was cut off by then; no query."""
        return [
            indicator_row(row, [s for s in self.so_lieu.get(row.pk, ()) if s.ngay_chot <= on], on)
            for row in self.cac_chi_tieu
        ]


def load_indicators(dang_lap: KyTongHop) -> ChiTieuDaDoc:
    """Load the indicators of the plan and what was accepted of them by the cut-off (4 queries)."""
    indicators = list(with_levels(ChiTieu.objects.filter(ke_hoach=dang_lap.ke_hoach).in_order()))
    return ChiTieuDaDoc(indicators, accepted_figures(indicators, dang_lap.den_ngay))


def indicator_figures(dang_lap: KyTongHop, read: ChiTieuDaDoc, forms: PhieuTheoKy) -> Snapshot:
    """Evaluate every indicator on the cut-off day; no query."""
    rows = read.rows(dang_lap.den_ngay)
    measured = [row for row in rows if not row.is_heading]
    return {
        "tong_so": len(measured),
        "theo_ket_qua": {str(result): n for result, n in count_results(measured).items()},
        "chua_bao_cao": sum(row.so_lieu is None for row in measured),
        "cac_dong": [_indicator(row, dang_lap, read, forms) for row in rows],
    }


def _indicator(
    row: DongChiTieu, dang_lap: KyTongHop, read: ChiTieuDaDoc, forms: PhieuTheoKy
) -> Snapshot:
    indicator, figure = row.chi_tieu, row.so_lieu
    told = read.so_lieu.get(indicator.pk, ())
    sources = list(row.cac_so_lieu) or ([figure] if figure else [])
    return {
        "id": indicator.pk,
        "ma": indicator.ma,
        "ten": indicator.ten,
        "nhom": indicator.nhom_chi_tieu,
        "la_tieu_de": row.is_heading,
        "don_vi_tinh": indicator.don_vi_tinh,
        "cach_cong_don": str(indicator.cach_cong_don),
        "muc": row.muc.nguyen_van if row.muc else "",
        "nam_muc": row.muc.nam if row.muc else None,
        **_next_level(row, dang_lap),
        "gia_tri": _number(row.gia_tri),
        "ket_qua_ky": _number(_within(indicator, told, dang_lap.window)),
        "ky_truoc": _number(_compared(indicator, told, dang_lap.ky_truoc)),
        "cung_ky": _number(_compared(indicator, told, dang_lap.cung_ky)),
        "ky_so_lieu": figure.ky_bao_cao if figure else "",
        "nhan_xet": figure.nhan_xet if figure else "",
        "ghi_chu": figure.ghi_chu if figure else "",
        "ty_le": _number(row.danh_gia.ty_le) if row.danh_gia else "",
        "ket_qua": str(row.danh_gia.ket_qua) if row.danh_gia else "",
        "nhan_ket_qua": row.danh_gia.ket_qua.label if row.danh_gia else "",
        "chu_tri": "; ".join(c.don_vi.ten for c in indicator.cac_chu_tri.all())
        or indicator.chu_tri_nguyen_van,
        "nguon": [s.pk for s in sources],
        "nguon_phieu": [
            {"ky": s.ky_bao_cao, "phieu": forms.get((s.don_vi_id, s.ky_bao_cao))} for s in sources
        ],
    }


def _next_level(row: DongChiTieu, dang_lap: KyTongHop) -> Snapshot:
    """Give the level a year's report prepares: that of the first milestone after its year."""
    if dang_lap.ky.loai is not LoaiKy.NAM:
        return {}
    ahead = [m for m in row.cac_muc if m.nam > dang_lap.ky.nam]
    level: MucChiTieu | None = ahead[0] if ahead else None
    return {
        "muc_nam_sau": level.nguyen_van if level else "",
        "nam_sau": level.nam if level else None,
    }


def _within(indicator: ChiTieu, told: Iterable[SoLieu], window: CuaSo) -> Decimal | None:
    """Make the figure of a period alone, by the indicator's own rule."""
    figures = figures_within(told, window.ky, window.tu_ngay, window.den_ngay)
    return current_value(indicator, figures, window.den_ngay)


def _compared(indicator: ChiTieu, told: Iterable[SoLieu], window: CuaSo | None) -> Decimal | None:
    return _within(indicator, told, window) if window else None


def compared_results(read: ChiTieuDaDoc, window: CuaSo) -> Snapshot | None:
    """Count the indicators that were reached by another period's cut-off; None if none was told."""
    told = [
        figure
        for figures in read.so_lieu.values()
        for figure in figures_within(figures, window.ky, window.tu_ngay, window.den_ngay)
    ]
    if not told:
        return None
    counts = count_results(row for row in read.rows(window.den_ngay) if not row.is_heading)
    return {"dat_va_vuot": counts[KetQuaDanhGia.DAT] + counts[KetQuaDanhGia.VUOT]}


def _number(value: Decimal | None) -> str:
    return "" if value is None else format_gon(value)
