"""What is compiled: a plan, a period, the days its figures cover, and the periods beside it."""

from dataclasses import dataclass
from datetime import date

from kehoach.ky_bao_cao import (
    KyBaoCao,
    KyBaoCaoError,
    LoaiKy,
    QuyTac,
    data_window,
    estimated_window,
    parse_ky,
)
from kehoach.models import KeHoach

SO_QUY_SAU_CHIN_THANG = 4  # after nine months comes the last quarter


@dataclass(frozen=True)
class CuaSo:
    """One period and the days its figures cover, both inclusive."""

    ky: KyBaoCao
    tu_ngay: date
    den_ngay: date

    def covers(self, ma_ky: str, ngay_chot: date) -> bool:
        """Tell whether a row of the period ``ma_ky``, cut off that day, was told within this one.

        A month counts in its quarter, a quarter never in one of its months.
        """
        is_within = self.tu_ngay <= ngay_chot <= self.den_ngay
        return is_within and self.ky.contains(parse_ky(ma_ky))


@dataclass(frozen=True)
class KyTongHop:
    """What is compiled; ``ky_truoc`` and ``cung_ky`` are what it is compared with, if anything."""

    ke_hoach: KeHoach
    ky: KyBaoCao
    tu_ngay: date
    den_ngay: date
    la_uoc: bool
    ky_truoc: CuaSo | None = None
    cung_ky: CuaSo | None = None

    @property
    def window(self) -> CuaSo:
        """Give the period with its days."""
        return CuaSo(self.ky, self.tu_ngay, self.den_ngay)

    def covers(self, ma_ky: str, ngay_chot: date) -> bool:
        """Tell whether a row was told within the period (``CuaSo.covers``)."""
        return self.window.covers(ma_ky, ngay_chot)


def plan_window(
    ke_hoach: KeHoach, ky: KyBaoCao, tu_ngay: date, den_ngay: date, rule: QuyTac | None
) -> KyTongHop:
    """Add to a report's own days whether they end early ("ước") and what it is compared with."""
    return KyTongHop(
        ke_hoach=ke_hoach,
        ky=ky,
        tu_ngay=tu_ngay,
        den_ngay=den_ngay,
        la_uoc=bool(rule and ky.has_calendar and estimated_window(ky, rule)),
        ky_truoc=_beside(ky, rule, years=0),
        cung_ky=_beside(ky, rule, years=1),
    )


def _beside(ky: KyBaoCao, rule: QuyTac | None, *, years: int) -> CuaSo | None:
    """Give the period before, or the same one last year; None where there is none of its own.

    The year before a year's report is both: it is told once, as the period before.
    """
    is_same_thing = years and ky.loai in (LoaiKy.NAM, LoaiKy.CHIN_THANG)
    if rule is None or not ky.has_calendar or is_same_thing:
        return None
    try:
        other = ky.same_period_last_year() if years else ky.previous()
        return CuaSo(other, *data_window(other, rule))
    except KyBaoCaoError:
        return None


def next_period(ky: KyBaoCao) -> KyBaoCao | None:
    """Give the period whose work is planned next; None for ad hoc reports.

    >>> [next_period(parse_ky(f"2026-{code}")).label for code in ("T12", "6T", "9T", "N")]
    ['tháng 1 năm 2027', '6 tháng cuối năm 2026', 'quý IV năm 2026', 'năm 2027']
    """
    if not ky.has_calendar:
        return None
    if ky.loai is LoaiKy.CHIN_THANG:
        return KyBaoCao(LoaiKy.QUY, ky.nam, SO_QUY_SAU_CHIN_THANG)
    try:
        return KyBaoCao(ky.loai, ky.nam, ky.so + 1)
    except KyBaoCaoError:
        return KyBaoCao(ky.loai, ky.nam + 1)
