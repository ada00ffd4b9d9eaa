"""Indicators with their levels and leads."""

from typing import Any

from baocao.nap_mau.phan_cong import DanhBa
from baocao.nap_mau.tep_mau import LY_DO
from chitieu.models import ChiTieu, ChuTriChiTieu, MucChiTieu
from chitieu.muc_chi_tieu import parse_muc
from donvi.ghi_chep import create_recorded
from kehoach.models import KeHoach


def add_chi_tieu(ke_hoach: KeHoach, rows: list[dict[str, Any]], danh_ba: DanhBa) -> None:
    """Add the indicators of a plan: original words kept, what was read from them beside."""
    made: dict[str, ChiTieu] = {}
    for parents in (True, False):
        batch = [
            _build(ke_hoach, row, index, made.get(row["ma_cha"]))
            for index, row in enumerate(rows, start=1)
            if (row["ma_cha"] is None) == parents
        ]
        made |= {row.ma: row for row in create_recorded(batch, by=None, reason=LY_DO)}
    levels = [level for row in rows for level in _levels(made[row["ma"]], row["muc"])]
    create_recorded(levels, by=None, reason=LY_DO)
    leads = [lead for row in rows for lead in _leads(made[row["ma"]], row, rows, danh_ba)]
    create_recorded(leads, by=None, reason=LY_DO)


def _build(ke_hoach: KeHoach, row: dict[str, Any], index: int, parent: ChiTieu | None) -> ChiTieu:
    return ChiTieu(
        ke_hoach=ke_hoach,
        ma=row["ma"],
        chi_tieu_cha=parent,
        nhom_chi_tieu=row["nhom"],
        loai_chi_tieu=row["loai"],
        ten=row["ten"],
        nguyen_van=row["nguyen_van"],
        don_vi_tinh=row["don_vi_tinh"],
        chieu_huong=row["chieu_huong"],
        cach_cong_don=row["cach_cong_don"],
        chu_tri_nguyen_van=row["chu_tri_nguyen_van"],
        thu_tu=index,
    )


def _levels(chi_tieu: ChiTieu, cells: list[dict[str, str]]) -> list[MucChiTieu]:
    levels = []
    for cell in cells:
        read = parse_muc(
            cell["nguyen_van"], don_vi_tinh=chi_tieu.don_vi_tinh or None, ten=chi_tieu.ten
        )
        levels.append(
            MucChiTieu(
                chi_tieu=chi_tieu,
                nam=int(cell["moc"]),
                nguyen_van=cell["nguyen_van"],
                loai_muc=read.loai,
                so_sanh=read.so_sanh or "",
                gia_tri=read.gia_tri,
                gia_tri_den=read.gia_tri_den,
                don_vi_tinh=read.don_vi_tinh or "",
                pham_vi=read.pham_vi,
            )
        )
    return levels


def _leads(
    chi_tieu: ChiTieu, row: dict[str, Any], rows: list[dict[str, Any]], danh_ba: DanhBa
) -> list[ChuTriChiTieu]:
    """Name the leads: of the cell, or of the parent when cells are merged; nobody in prose."""
    words = row["chu_tri_nguyen_van"]
    if row["ke_thua_chu_tri"]:
        words = next(r["chu_tri_nguyen_van"] for r in rows if r["ma"] == row["ma_cha"])
    return [
        ChuTriChiTieu(chi_tieu=chi_tieu, don_vi=called.don_vi, thu_tu=index)
        for index, called in enumerate(danh_ba.units_of(words), start=1)
    ]
