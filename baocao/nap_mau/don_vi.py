"""Communes, units, groups and spellings of the sample."""

from typing import Any

from django.db import transaction

from baocao.nap_mau.tep_mau import LY_DO, read_fixture
from donvi.ghi_chep import create_recorded
from donvi.models import DonVi, NhomDonVi, TenKhac, Xa
from donvi.nhan_dien import LoaiTenGoi, TenGoi, load_ten_goi

_BAC_THU_TU = 10


def load_communes() -> int:
    """Add the communes whose code is not there yet; give the number added."""
    known = set(Xa.objects.values_list("ma", flat=True))
    missing = [row for row in read_fixture("xa_ha_tinh")["xa"] if row["ma"] not in known]
    for row in missing:
        xa = Xa(**row)
        xa.full_clean()
        xa.save()
    return len(missing)


@transaction.atomic
def load_units() -> None:
    """Add units, groups and spellings of the four sample communes, each by its code.

    The members of a group are set when the group is made, and never again.
    """
    for data in read_fixture("don_vi_mau")["xa"]:
        xa = Xa.objects.get(ma=data["ma_xa"])
        _add_units(xa, data["don_vi"])
        _add_groups(xa, data["nhom"])
        _add_spellings(xa)


def _add_units(xa: Xa, rows: list[dict[str, Any]]) -> None:
    known = set(xa.cac_don_vi.values_list("ma", flat=True))
    create_recorded(
        [
            DonVi(
                xa=xa,
                ma=row["ma"],
                ten=row["ten"],
                loai_don_vi=row["loai"],
                thu_tu=index * _BAC_THU_TU,
                la_minh_hoa=row["la_minh_hoa"],
            )
            for index, row in enumerate(rows, start=1)
            if row["ma"] not in known
        ],
        by=None,
        reason=LY_DO,
    )


def _add_groups(xa: Xa, rows: list[dict[str, Any]]) -> None:
    known = set(xa.cac_nhom_don_vi.values_list("ma", flat=True))
    missing = [row for row in rows if row["ma"] not in known]
    created = create_recorded(
        [NhomDonVi(xa=xa, ma=row["ma"], ten=row["ten"]) for row in missing],
        by=None,
        reason=LY_DO,
    )
    units = {unit.ma: unit for unit in xa.cac_don_vi.all()}
    for group, row in zip(created, missing, strict=True):
        group.cac_don_vi.set([units[code] for code in row["don_vi"]])


def spellings_of(xa: Xa) -> tuple[TenGoi, ...]:
    """Give the spellings that mean something in this commune (two queries).

    Those of all communes, and those only its own plan uses. A spelling of a unit the commune has
    not got is left out; words that are known to be no unit stay, so that they are not taken for
    one.
    """
    codes = set(xa.cac_don_vi.values_list("ma", flat=True))
    codes |= set(xa.cac_nhom_don_vi.values_list("ma", flat=True))
    own = (
        TenGoi(ten, group["ma"], LoaiTenGoi.NHOM)
        for data in read_fixture("don_vi_mau")["xa"]
        if data["ma_xa"] == xa.ma
        for group in data["nhom"]
        for ten in group.get("ten_khac", ())
    )
    return tuple(
        row
        for row in (*load_ten_goi(read_fixture("ten_don_vi")), *own)
        if row.ma in codes or row.loai not in {LoaiTenGoi.DON_VI, LoaiTenGoi.NHOM}
    )


def _add_spellings(xa: Xa) -> None:
    """Store the spellings whose meaning is known; ambiguous words stay unknown to the commune."""
    units = {unit.ma: unit for unit in xa.cac_don_vi.all()}
    groups = {group.ma: group for group in xa.cac_nhom_don_vi.all()}
    known = set(xa.cac_ten_khac.values_list("khoa_tim_kiem", flat=True))
    rows = []
    for spelling in spellings_of(xa):
        if spelling.loai == LoaiTenGoi.MO_HO:
            continue
        row = TenKhac(
            xa=xa,
            ten=spelling.ten,
            don_vi=units.get(spelling.ma),
            nhom_don_vi=groups.get(spelling.ma),
        )
        row.clean()
        if row.khoa_tim_kiem in known:
            continue
        known.add(row.khoa_tim_kiem)
        rows.append(row)
    create_recorded(rows, by=None, reason=LY_DO)
