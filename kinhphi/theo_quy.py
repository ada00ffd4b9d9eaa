"""What moved by quarter of the document date, added up by the database."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum

from kehoach.models import KeHoach
from kinhphi.cong_nhom import ThucHien
from kinhphi.models import KhoanKinhPhi

SO_LA_MA = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class TongQuy:
    """What moved in one quarter, in whole đồng."""

    nam: int
    quy: int
    thuc_hien: ThucHien

    @property
    def khoa(self) -> str:
        """Name the quarter in an address: "2026-3"."""
        return f"{self.nam}-{self.quy}"

    @property
    def ten(self) -> str:
        """Name the quarter as plans do.

        >>> TongQuy(2026, 3, ThucHien()).ten
        'Quý III/2026'
        """
        return f"Quý {SO_LA_MA[self.quy - 1]}/{self.nam}"


def sum_by_quarter(ke_hoach: KeHoach) -> tuple[TongQuy, ...]:
    """Sum what moved by quarter, the earliest first (1 query)."""
    kinds: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    quarter = ("ngay_chung_tu__year", "ngay_chung_tu__quarter")
    rows = KhoanKinhPhi.objects.standing().filter(ke_hoach=ke_hoach).order_by(*quarter)
    totals = rows.values_list(*quarter, "loai_khoan").annotate(tong=Sum("so_tien"))
    for nam, quy, kind, total in totals:
        kinds[nam, quy][kind] = int(total)
    return tuple(TongQuy(*when, ThucHien(**of_when)) for when, of_when in kinds.items())
