"""The rows of a recognised table (dòng nhận ra), as ``dong_bang`` tells them apart."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from donvi.lua_chon import LuaChon
from nhapxuat.bang_tho import BangTho, OTho
from nhapxuat.ma_dong import MaDong


class LoaiDong(LuaChon):
    """What a row is."""

    DU_LIEU = "du_lieu", "dữ liệu"
    NHOM = "nhom", "nhóm"
    TONG = "tong", "tổng"
    GHI_CHU = "ghi_chu", "ghi chú"
    BO_QUA = "bo_qua", "không nhập"


@dataclass(slots=True)
class ODong:
    """A cell of a row as it counts there: where it stands, and whether it was carried down."""

    bang: BangTho
    so_dong: int
    so_cot: int
    o_tho: OTho
    gop_xuong: bool = False

    @property
    def text(self) -> str:
        """Give the words on one line."""
        return self.o_tho.mot_dong


@dataclass(slots=True)
class DongNhanRa:
    """A row: what it is, its code, its cells by column, and what to tell about it."""

    bang: BangTho
    so_dong: int
    loai_dong: LoaiDong
    ma: MaDong
    ten: str
    cac_o: dict[int, ODong] = field(default_factory=dict)
    canh_bao: list[str] = field(default_factory=list)
    thong_tin: list[str] = field(default_factory=list)
    in_dam: bool = False
    la_gach_dau_dong: bool = False  # a dash stands where a code would


def join_cells(first: ODong, second: ODong) -> ODong:
    """Put the words of the second cell below those of the first."""
    one, other = first.o_tho, second.o_tho
    if one.la_trong:
        return replace(first, o_tho=other, so_dong=second.so_dong, gop_xuong=False)
    words = f"{one.noi_dung}\n{other.noi_dung}"
    made = replace(
        one, noi_dung=words, gia_tri=None, canh_bao=(*one.canh_bao, *other.canh_bao),
        cac_loi=(*one.cac_loi, *other.cac_loi),
    )  # fmt: skip
    return replace(first, o_tho=made)


def walk_groups(
    rows: tuple[DongNhanRa, ...],
) -> Iterator[tuple[DongNhanRa, tuple[DongNhanRa, ...]]]:
    """Go through data rows with the groups they stand under, the outermost first."""
    groups: list[DongNhanRa] = []
    for row in rows:
        if row.loai_dong is LoaiDong.NHOM:
            shapes = [group.ma.dang for group in groups]
            if row.ma.dang in shapes:
                groups = groups[: shapes.index(row.ma.dang)]
            groups = [*groups, row]
        elif row.loai_dong is LoaiDong.DU_LIEU:
            yield row, tuple(groups)
