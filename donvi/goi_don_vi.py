"""Who is called upon by the words of a cell, unit by unit (gọi đơn vị)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from donvi.models import DonVi, NhomDonVi, Xa
from donvi.nhan_dien import DonViDocDuoc, LoaiTenGoi


@dataclass(frozen=True)
class DonViDuocGoi:
    """One unit a cell calls upon, and the group it was called by (None when by its own name)."""

    don_vi: DonVi
    nhom: NhomDonVi | None = None


@dataclass(frozen=True)
class SoDonVi:
    """Units and groups of one commune by code."""

    cac_don_vi: Mapping[str, DonVi]
    cac_nhom: Mapping[str, tuple[NhomDonVi, tuple[DonVi, ...]]]

    def units_of(self, read: Iterable[DonViDocDuoc]) -> list[DonViDuocGoi]:
        """Name the units of a cell once each, in the order of the cell.

        A group stands for its members. Words that name no unit of the commune, or more than one,
        call upon nobody: they stay words in the plan and are flagged there.
        """
        called: dict[str, DonViDuocGoi] = {}
        for part in read:
            if part.ma is None or part.loai == LoaiTenGoi.MO_HO:
                continue
            for meant in self._units_behind(part.ma):
                called.setdefault(meant.don_vi.ma, meant)
        return list(called.values())

    def _units_behind(self, ma: str) -> list[DonViDuocGoi]:
        """Give the unit of a code, or the members of its group, or nobody."""
        if ma in self.cac_don_vi:
            return [DonViDuocGoi(self.cac_don_vi[ma])]
        if ma not in self.cac_nhom:
            return []
        nhom, members = self.cac_nhom[ma]
        return [DonViDuocGoi(unit, nhom) for unit in members]


def load_so_don_vi(xa: Xa) -> SoDonVi:
    """Read the units and groups of a commune: three queries."""
    groups = xa.cac_nhom_don_vi.prefetch_related("cac_don_vi").order_by("pk")
    return SoDonVi(
        cac_don_vi={unit.ma: unit for unit in xa.cac_don_vi.order_by("thu_tu", "pk")},
        cac_nhom={
            group.ma: (group, tuple(sorted(group.cac_don_vi.all(), key=lambda u: (u.thu_tu, u.pk))))
            for group in groups
        },
    )
