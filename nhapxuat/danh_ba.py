"""The directory (danh bạ) of a commune as stored: which words of a cell mean which unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from donvi.models import DonVi, NhomDonVi, Xa
from donvi.nhan_dien import (
    BangTenGoi,
    DonViDocDuoc,
    LoaiTenGoi,
    TenGoi,
    build_bang,
    read_cell,
)


@dataclass(frozen=True)
class DanhBa:
    """Spellings of one commune, and the codes of the units behind each unit or group."""

    ten_xa: str
    bang: BangTenGoi
    cac_don_vi: Mapping[str, frozenset[str]]
    da_doc: dict[str, tuple[DonViDocDuoc, ...]] = field(default_factory=dict, compare=False)

    def read(self, cell_text: str) -> tuple[DonViDocDuoc, ...]:
        """Read a lead or coordinating cell; the same words are read once."""
        if cell_text not in self.da_doc:
            self.da_doc[cell_text] = read_cell(cell_text, self.bang, ten_xa=self.ten_xa)
        return self.da_doc[cell_text]


def load_danh_ba(xa: Xa) -> DanhBa:
    """Load units, groups with their members, and spellings (4 queries)."""
    units = list(xa.cac_don_vi.order_by("thu_tu", "pk"))
    groups = list(xa.cac_nhom_don_vi.prefetch_related("cac_don_vi").order_by("pk"))
    names = [TenGoi(unit.ten, unit.ma, LoaiTenGoi.DON_VI) for unit in units]
    names += [TenGoi(group.ten, group.ma, LoaiTenGoi.NHOM) for group in groups]
    spellings = xa.cac_ten_khac.select_related("don_vi", "nhom_don_vi").order_by("pk")
    names += [_spelling(row.ten, row.don_vi, row.nhom_don_vi) for row in spellings]
    members = {unit.ma: frozenset({unit.ma}) for unit in units}
    members |= {g.ma: frozenset(unit.ma for unit in g.cac_don_vi.all()) for g in groups}
    return DanhBa(xa.ten, build_bang(names), members)


def _spelling(ten: str, don_vi: DonVi | None, nhom: NhomDonVi | None) -> TenGoi:
    """Make a spelling of a stored row; one that means neither is known to be no unit."""
    if don_vi:
        return TenGoi(ten, don_vi.ma, LoaiTenGoi.DON_VI)
    if nhom:
        return TenGoi(ten, nhom.ma, LoaiTenGoi.NHOM)
    return TenGoi(ten, "", LoaiTenGoi.KHONG_PHAI_DON_VI)
