"""Who is meant by a lead or coordinating cell of the sample, unit by unit."""

from collections.abc import Mapping
from dataclasses import dataclass

from baocao.nap_mau.don_vi import spellings_of
from donvi.goi_don_vi import DonViDuocGoi, SoDonVi, load_so_don_vi
from donvi.models import DonVi, Xa
from donvi.nhan_dien import BangTenGoi, build_bang, read_cell


@dataclass(frozen=True)
class DanhBa:
    """Units and groups of one commune by code, and the table of their spellings."""

    ten_xa: str
    bang: BangTenGoi
    so_don_vi: SoDonVi

    @property
    def cac_don_vi(self) -> Mapping[str, DonVi]:
        """Give the units by code."""
        return self.so_don_vi.cac_don_vi

    def units_of(self, cell_text: str) -> list[DonViDuocGoi]:
        """Name the units of a cell once each, in the order of the cell."""
        return self.so_don_vi.units_of(read_cell(cell_text, self.bang, ten_xa=self.ten_xa))


def read_danh_ba(xa: Xa) -> DanhBa:
    """Read the directory of a commune: five queries."""
    return DanhBa(xa.ten, build_bang(spellings_of(xa)), load_so_don_vi(xa))
