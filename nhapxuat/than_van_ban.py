"""The tasks of a plan's body (thân văn bản) as a sheet for reading; importing passes over it."""

from collections.abc import Sequence
from dataclasses import dataclass

from nhapxuat.phu_luc_xuat import CotXuat, group_row, header_rows
from nhapxuat.trang_rieng import THAN_VAN_BAN
from nhapxuat.trang_xuat import CanhO, DongChu, DongXuat, OXuat, TrangXuat

_COT = (
    CotXuat("Mã", 12, CanhO.GIUA), CotXuat("Nội dung", 66), CotXuat("Loại", 18),
    CotXuat("Đơn vị chủ trì", 22), CotXuat("Đơn vị phối hợp", 22),
    CotXuat("Thời gian hoàn thành", 16, CanhO.GIUA),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ViecThanVanBan:
    """A task, solution or duty the plan states outside of its annexes."""

    ma: str
    loai: str
    nhom: str
    ten: str
    chu_tri: str = ""
    phoi_hop: str = ""
    thoi_han: str = ""


def body_sheet(trich_yeu: str, rows: Sequence[ViecThanVanBan]) -> TrangXuat:
    """Lay out the tasks of the body, by group."""
    made: list[DongXuat] = []
    group = ""
    for row in rows:
        if row.nhom and row.nhom != group:
            made.append(group_row(row.nhom, len(_COT)))
        group = row.nhom
        cells = (row.ma, row.ten, row.loai, row.chu_tri, row.phoi_hop, row.thoi_han)
        made.append(DongXuat({n: OXuat(words, _COT[n].canh) for n, words in enumerate(cells)}))
    title = (DongChu(THAN_VAN_BAN[1], co_chu=14, dam=True), DongChu(trich_yeu, dam=True))
    return TrangXuat(
        THAN_VAN_BAN[0],
        tuple(cot.do_rong for cot in _COT),
        title,
        header_rows(_COT),
        tuple(made),
        cot_co_dinh=2,
    )
