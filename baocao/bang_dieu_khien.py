"""The figures of plans on one day, as dashboards and home pages show them.

One function serves one plan and many, so that a plan's dashboard, its leader's home page and the
table of a province cannot disagree. Only what the focal unit accepted counts.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from baocao.ma_tran import TyLe
from baocao.models import BaoCao, PhieuBaoCao
from baocao.trang_thai import TrangThaiBaoCao
from chitieu.danh_gia import KetQuaDanhGia
from chitieu.models import ChiTieu
from chitieu.queries import count_results, indicator_rows
from donvi.models import DonVi
from kehoach.ky_bao_cao import KyBaoCao, parse_ky
from kehoach.models import KeHoach
from kinhphi.tong_tien import TongTien, load_totals
from nhiemvu.models import NhiemVu
from nhiemvu.queries import DongNhiemVu, task_rows, with_assignments
from nhiemvu.trang_thai import MaTranTrangThai, count_matrix

Row = TypeVar("Row")


@dataclass(frozen=True)
class DonViTre:
    """A unit and how many overdue tasks wait for it; no unit: overdue tasks nobody leads."""

    don_vi: DonVi | None
    so_nhiem_vu: int


@dataclass(frozen=True)
class KyDangBao:
    """A reporting period that is open or has just closed: how many forms came of those owed."""

    ky: KyBaoCao
    han_nop: date
    da_gui: TyLe
    con_han: bool


@dataclass(frozen=True)
class SoLieuKeHoach:
    """One plan on one day."""

    ke_hoach: KeHoach
    nhiem_vu: MaTranTrangThai
    don_vi_tre: tuple[DonViTre, ...]
    chi_tieu: dict[KetQuaDanhGia, int]
    kinh_phi: TongTien
    cac_ky: tuple[KyDangBao, ...]
    la_minh_hoa: bool

    @property
    def hoan_thanh(self) -> TyLe:
        """Count the finished tasks, of all."""
        return TyLe(self.nhiem_vu.da_hoan_thanh, self.nhiem_vu.tong_so)

    @property
    def chi_tieu_dat(self) -> TyLe:
        """Count the indicators that reached or passed their level, of all that have one."""
        reached = self.chi_tieu[KetQuaDanhGia.DAT] + self.chi_tieu[KetQuaDanhGia.VUOT]
        return TyLe(reached, sum(self.chi_tieu.values()))

    @property
    def so_don_vi_tre(self) -> int:
        """Count the units overdue tasks wait for."""
        return sum(row.don_vi is not None for row in self.don_vi_tre)

    @property
    def ky_moi_nhat(self) -> KyDangBao | None:
        """Give the newest period that is open or has just closed."""
        return self.cac_ky[0] if self.cac_ky else None


def load_figures(plans: Collection[KeHoach], on: date) -> list[SoLieuKeHoach]:
    """Work out the figures of the plans on the day ``on``, in their order.

    Ten queries for any number of plans and rows: tasks 2, indicators 4, money 3, forms 1.
    """
    tasks = NhiemVu.objects.filter(ke_hoach__in=plans).reported().in_order()
    indicators = ChiTieu.objects.filter(ke_hoach__in=plans).in_order()
    by_task = _group(task_rows(with_assignments(tasks), on), lambda row: row.nhiem_vu.ke_hoach_id)
    by_indicator = _group(indicator_rows(indicators, on), lambda row: row.chi_tieu.ke_hoach_id)
    money = load_totals(plans)
    periods = PhieuBaoCao.objects.filter(ke_hoach__in=plans).count_by_period()
    by_period = _group(periods, lambda row: int(row["ke_hoach_id"]))
    return [
        SoLieuKeHoach(
            ke_hoach=plan,
            nhiem_vu=count_matrix(row.trang_thai for row in by_task[plan.pk]),
            don_vi_tre=count_late_units(by_task[plan.pk]),
            chi_tieu=count_results(by_indicator[plan.pk]),
            kinh_phi=money[plan.pk],
            cac_ky=current_periods(by_period[plan.pk], on),
            la_minh_hoa=money[plan.pk].la_minh_hoa or _has_samples(by_period[plan.pk]),
        )
        for plan in plans
    ]


def _group(rows: Iterable[Row], plan_of: Callable[[Row], int]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[plan_of(row)].append(row)
    return grouped


def _has_samples(periods: Iterable[dict[str, Any]]) -> bool:
    return any(row["minh_hoa"] for row in periods)


def count_late_units(rows: Iterable[DongNhiemVu]) -> tuple[DonViTre, ...]:
    """Count overdue tasks by the unit they wait for, most first; those without a unit last.

    A task with several late lead units counts once for each of them.
    """
    units: dict[int, DonVi] = {}
    counts: Counter[int | None] = Counter()
    for row in rows:
        late = row.cac_don_vi_tre
        units |= {unit.pk: unit for unit in late}
        counts.update(unit.pk for unit in late)
        if row.is_overdue and not late:
            counts[None] += 1
    found = [DonViTre(units[pk] if pk else None, number) for pk, number in counts.items()]
    return tuple(sorted(found, key=_most_first))


def _most_first(row: DonViTre) -> tuple[bool, int, int, str]:
    unit = row.don_vi
    place = (unit.thu_tu, unit.khoa_sap_xep) if unit else (0, "")
    return unit is None, -row.so_nhiem_vu, *place


def current_periods(counts: Sequence[dict[str, Any]], on: date) -> tuple[KyDangBao, ...]:
    """Pick the periods open on the day ``on`` and those whose deadline passed last, newest first.

    ``counts`` are the rows of ``count_by_period`` of one plan.
    """
    closed = [row["han_nop"] for row in counts if row["han_nop"] < on]
    since = max(closed, default=on)
    periods = [
        KyDangBao(
            ky=parse_ky(row["ky_bao_cao"]),
            han_nop=row["han_nop"],
            da_gui=TyLe(row["da_gui"], row["phai_nop"]),
            con_han=row["han_nop"] >= on,
        )
        for row in counts
        if row["han_nop"] >= since
    ]
    return tuple(sorted(periods, key=lambda row: (row.han_nop, row.ky), reverse=True))


def latest_report(ke_hoach: KeHoach) -> BaoCao | None:
    """Find the newest report that can be read (1 query)."""
    unreadable = (TrangThaiBaoCao.DANG_LAP, TrangThaiBaoCao.LOI)
    reports = BaoCao.objects.filter(ke_hoach=ke_hoach).exclude(trang_thai__in=unreadable)
    return reports.order_by("-den_ngay", "-pk").first()
