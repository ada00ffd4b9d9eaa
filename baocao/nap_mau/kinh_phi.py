"""Sources of money and the budget tree."""

from typing import Any

from baocao.nap_mau.tep_mau import LY_DO
from donvi.ghi_chep import create_recorded
from kehoach.models import KeHoach
from kinhphi.models import DongKinhPhi, NguonVon
from nhiemvu.models import NhiemVu


def add_nguon_von(ke_hoach: KeHoach, rows: list[dict[str, Any]]) -> dict[str, NguonVon]:
    """Add the sources of a plan; give them by the code they have in the file."""
    created = create_recorded(
        [
            NguonVon(ke_hoach=ke_hoach, ten=row["ten"], thu_tu=index)
            for index, row in enumerate(rows, start=1)
        ],
        by=None,
        reason=LY_DO,
    )
    return {row["ma"]: source for row, source in zip(rows, created, strict=True)}


def add_kinh_phi(
    ke_hoach: KeHoach,
    rows: list[dict[str, Any]],
    tasks: dict[str, NhiemVu],
    sources: dict[str, NguonVon],
) -> None:
    """Add the budget rows as printed, level by level; wrong sums stay as they are."""
    made: dict[str | None, DongKinhPhi | None] = {None: None}
    pending = list(enumerate(rows, start=1))
    while pending:
        batch = [
            _build(ke_hoach, row, index, made[row["ma_cha"]], tasks.get(row["ma_nhiem_vu"]))
            for index, row in pending
            if row["ma_cha"] in made
        ]
        made |= {row.ma: row for row in create_recorded(batch, by=None, reason=LY_DO)}
        pending = [(index, row) for index, row in pending if row["ma"] not in made]
    for row in rows:
        line = made[row["ma"]]
        if line is not None and row["ma_nguon_von"]:
            line.cac_nguon_von.add(sources[row["ma_nguon_von"]])


def _build(
    ke_hoach: KeHoach,
    row: dict[str, Any],
    index: int,
    parent: DongKinhPhi | None,
    task: NhiemVu | None,
) -> DongKinhPhi:
    return DongKinhPhi(
        ke_hoach=ke_hoach,
        dong_cha=parent,
        ma=row["ma"],
        cap_dong=row["cap"],
        so_in=row["so_in"],
        noi_dung=row["noi_dung"],
        don_vi_tinh=row["don_vi_tinh"],
        so_luong_nguyen_van=row["so_luong_nguyen_van"],
        so_luong=row["so_luong"],
        don_gia=row["don_gia"],
        thanh_tien_in=row["thanh_tien_in"],
        ghi_chu=row["ghi_chu"],
        nhiem_vu=task,
        thu_tu=index,
    )
