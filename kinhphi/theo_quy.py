"""What moved by quarter of the document date, added up by the database."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractQuarter, ExtractYear

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


def with_quarter(rows: "QuerySet[KhoanKinhPhi]") -> "QuerySet[KhoanKinhPhi]":
    """Say of each movement in which quarter its document is dated (``nam_ct``, ``quy_ct``)."""
    return rows.annotate(
        nam_ct=ExtractYear("ngay_chung_tu"), quy_ct=ExtractQuarter("ngay_chung_tu")
    )


def sum_by_quarter(ke_hoach: KeHoach) -> tuple[TongQuy, ...]:
    """Sum what moved by quarter, the earliest first (1 query)."""
    kinds: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    rows = with_quarter(KhoanKinhPhi.objects.standing().filter(ke_hoach=ke_hoach))
    totals = rows.order_by("nam_ct", "quy_ct").values_list("nam_ct", "quy_ct", "loai_khoan")
    for nam, quy, kind, total in totals.annotate(tong=Sum("so_tien")):
        kinds[nam, quy][kind] = int(total)
    return tuple(TongQuy(*when, ThucHien(**of_when)) for when, of_when in kinds.items())
