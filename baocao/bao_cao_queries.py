"""Finished rows for the pages of compiled reports."""

from dataclasses import dataclass
from datetime import date

from baocao.dot_xuat_queries import ad_hoc_schedules
from baocao.han_cap_tren import GuiCapTren, sending_of
from baocao.mo_ky import periods_until
from baocao.models import BaoCao, PhieuBaoCao
from kehoach.ky_bao_cao import LichBaoCao
from kehoach.models import KeHoach


@dataclass(frozen=True)
class DongKyBaoCao:
    """One period of a plan: how many units reported, and the report if there is one."""

    lich: LichBaoCao
    phai_nop: int
    da_gui: int
    da_tiep_nhan: int
    bao_cao: BaoCao | None
    gui: GuiCapTren

    @property
    def ma(self) -> str:
        """Give the period's code."""
        return str(self.lich.ky)


def period_rows(ke_hoach: KeHoach, on: date) -> list[DongKyBaoCao]:
    """List the periods open by ``on`` and the ad hoc requests, newest deadline first.

    Five queries.
    """
    forms = PhieuBaoCao.objects.filter(ke_hoach=ke_hoach)
    counts = {row["ky_bao_cao"]: row for row in forms.count_by_period()}
    reports = {b.ky_bao_cao: b for b in BaoCao.objects.filter(ke_hoach=ke_hoach).order_by("pk")}
    nothing = {"phai_nop": 0, "da_gui": 0, "da_tiep_nhan": 0}
    rows = []
    periods = [*periods_until(ke_hoach, on), *ad_hoc_schedules(ke_hoach, reports)]
    for lich in sorted(periods, key=lambda row: (row.han_don_vi, row.ky)):
        count = counts.get(str(lich.ky), nothing)
        report = reports.get(str(lich.ky))
        sent = report.ngay_gui_cap_tren if report else None
        rows.append(
            DongKyBaoCao(
                lich=lich,
                phai_nop=count["phai_nop"],
                da_gui=count["da_gui"],
                da_tiep_nhan=count["da_tiep_nhan"],
                bao_cao=report,
                gui=sending_of(lich.han_dau_moi, sent, on),
            )
        )
    return rows[::-1]
