"""Tasks with their groups, deadlines and the obligation of each unit."""

from typing import Any

from baocao.nap_mau.phan_cong import DanhBa
from baocao.nap_mau.tep_mau import LY_DO
from donvi.ghi_chep import create_recorded
from kehoach.models import DeMuc, KeHoach
from nhiemvu.giao_viec import build_obligations
from nhiemvu.models import NhiemVu, NhomNhiemVu
from nhiemvu.thoi_han import parse_thoi_han


def add_nhiem_vu(
    ke_hoach: KeHoach,
    groups: list[dict[str, Any]],
    rows: list[dict[str, Any]],
    danh_ba: DanhBa,
    headings: dict[str, DeMuc],
) -> dict[str, NhiemVu]:
    """Add the tasks of a plan and one obligation per unit; give the tasks by code."""
    made_groups = _add_groups(ke_hoach, groups)
    tasks = create_recorded(
        [
            _build(ke_hoach, row, index, made_groups.get(row["ma_nhom"]), headings.get(row["ma"]))
            for index, row in enumerate(rows, start=1)
        ],
        by=None,
        reason=LY_DO,
    )
    obligations = [
        part
        for task in tasks
        for part in build_obligations(
            task,
            danh_ba.units_of(task.chu_tri_nguyen_van),
            danh_ba.units_of(task.phoi_hop_nguyen_van),
        )
    ]
    create_recorded(obligations, by=None, reason=LY_DO)
    return {task.ma: task for task in tasks}


def _add_groups(ke_hoach: KeHoach, rows: list[dict[str, Any]]) -> dict[str, NhomNhiemVu]:
    groups = [
        NhomNhiemVu(
            ke_hoach=ke_hoach, ma=row["ma"], ten=row["ten"], loai_nhom=row["loai"], thu_tu=index
        )
        for index, row in enumerate(rows, start=1)
    ]
    return {group.ma: group for group in create_recorded(groups, by=None, reason=LY_DO)}


def _build(
    ke_hoach: KeHoach,
    row: dict[str, Any],
    index: int,
    group: NhomNhiemVu | None,
    heading: DeMuc | None,
) -> NhiemVu:
    deadline = parse_thoi_han(
        row["thoi_han_nguyen_van"],
        nam_mac_dinh=ke_hoach.nam_bat_dau,
        nam_ket_thuc=ke_hoach.nam_ket_thuc,
    )
    return NhiemVu(
        ke_hoach=ke_hoach,
        nhom_nhiem_vu=group,
        de_muc=heading,
        loai_nhiem_vu=row["loai"],
        ma=row["ma"],
        ten=row["ten"],
        chu_tri_nguyen_van=row["chu_tri_nguyen_van"],
        phoi_hop_nguyen_van=row["phoi_hop_nguyen_van"],
        thoi_han_nguyen_van=row["thoi_han_nguyen_van"],
        loai_han=deadline.loai,
        tu_ngay=deadline.tu,
        han_hoan_thanh=deadline.den,
        san_pham=row["san_pham"],
        kinh_phi_nguyen_van=row["kinh_phi_nguyen_van"],
        so_tien=row["so_tien"],
        nguon_nguyen_van=row["nguon_nguyen_van"],
        thu_tu=index,
    )
