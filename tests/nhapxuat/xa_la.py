"""Annexes in the styles of communes that are not among the sample plans, with hand-written facts.

Each function writes one file and says what must be read of it. The styles were put together from
how Vietnamese offices lay such annexes out, not from how the readers work.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from donvi.nhan_dien import read_cell
from kinhphi.so_tien import DonViTien
from nhapxuat.ket_qua_nhap import BoiCanh
from tests.nhapxuat.mau_phu_luc import directory

SuThat = Mapping[str, Mapping[str, Any]]


@dataclass
class TepLa:
    """A file and its facts: rows by kind and code, and how many warnings it may raise at most.

    ``canh_bao`` counts errors and warnings a person is asked to look at; ``phai_noi`` are pieces
    of sentences that must be among the problems.
    """

    ten: str
    noi_dung: bytes
    mong_doi: Mapping[str, SuThat]
    canh_bao: int = 0
    phai_noi: tuple[str, ...] = ()
    nam: tuple[int, int] = (2026, 2026)
    cac_moc: tuple[int, ...] = ()
    don_vi_tien: DonViTien | None = None
    ghi: dict[str, Any] = field(default_factory=dict)

    def context(self) -> BoiCanh:
        return BoiCanh(
            read_units=lambda text: read_cell(text, directory(), ten_xa="Sơn Hồng"),
            nam_bat_dau=self.nam[0],
            nam_ket_thuc=self.nam[1],
            cac_moc=self.cac_moc or (self.nam[1],),
            don_vi_tien=self.don_vi_tien,
        )


CAC_TEP: list[Callable[[], TepLa]] = []


def style(make: Callable[[], TepLa]) -> Callable[[], TepLa]:
    CAC_TEP.append(make)
    return make


def han(loai: str, tu: str | None, den: str | None) -> tuple[str, str | None, str | None]:
    return (loai, tu, den)
