"""Tables of an official document (bảng biểu): columns, header of one or two rows, rows, totals.

A table is data without layout code: the PDF and the Word file read the same `header_rows`,
`laid_rows` and `percent_widths`. Standard library only.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby


class LoiTaiLieu(ValueError):
    """A document that can't be laid out; the text is a Vietnamese sentence for the user."""


class CanhLe(StrEnum):
    """How text stands in its line (canh lề)."""

    TRAI = "trai"
    GIUA = "giua"
    PHAI = "phai"
    DEU = "deu"


class KieuDong(StrEnum):
    """What a row of a table is (kiểu dòng): plain, heading of a group, or total."""

    THUONG = "thuong"
    NHOM = "nhom"
    TONG = "tong"


@dataclass(frozen=True)
class CotBang:
    """One column: its header, its width relative to the other columns, its alignment.

    Neighbouring columns of one `nhom` (nhóm) stand under a common header cell, which makes the
    header two rows high.
    """

    ten: str
    do_rong: int = 10
    canh_le: CanhLe = CanhLe.TRAI
    nhom: str = ""


@dataclass(frozen=True)
class OBang:
    """One cell over `so_cot` columns and `so_dong` rows; without `canh_le` as its column."""

    noi_dung: str
    so_cot: int = 1
    so_dong: int = 1
    canh_le: CanhLe | None = None


@dataclass(frozen=True)
class DongBang:
    """One row: plain strings are cells of one column."""

    cac_o: tuple[OBang | str, ...]
    kieu_dong: KieuDong = KieuDong.THUONG


@dataclass(frozen=True)
class BangBieu:
    """A table (bảng biểu) with a header that repeats on every page.

    `don_vi_tinh` is the line "Đơn vị tính: ..." above it; `khi_trong` is printed across an empty
    table, so that nobody wonders whether a page was lost.

    :raises LoiTaiLieu: when there is no column, or the cells of a row don't fill the columns.
    """

    cac_cot: tuple[CotBang, ...]
    cac_dong: tuple[DongBang, ...] = ()
    ten_bang: str = ""
    don_vi_tinh: str = ""
    khi_trong: str = "Không có dữ liệu."
    loai_khoi: str = "bang_bieu"

    def __post_init__(self) -> None:
        """Refuse a table whose rows and columns don't match."""
        if not self.cac_cot:
            raise LoiTaiLieu(f"Bảng “{self.ten_bang}” không có cột nào; cần ít nhất một cột.")
        for thu_tu, dong in enumerate(self.cac_dong, start=1):
            so_o = sum(o.so_cot if isinstance(o, OBang) else 1 for o in dong.cac_o)
            if so_o != len(self.cac_cot):
                raise LoiTaiLieu(
                    f"Bảng “{self.ten_bang}”, dòng {thu_tu}: có {so_o} ô, cần đủ "
                    f"{len(self.cac_cot)} ô như số cột."
                )

    @property
    def percent_widths(self) -> tuple[str, ...]:
        """Share the width among the columns, as percentages with two decimals ("12.50").

        >>> BangBieu((CotBang("TT", 1), CotBang("Nội dung", 7))).percent_widths
        ('12.50', '87.50')
        """
        total = sum(cot.do_rong for cot in self.cac_cot)
        return tuple(f"{cot.do_rong * 10000 // total / 100:.2f}" for cot in self.cac_cot)

    @property
    def header_rows(self) -> tuple[tuple[OBang, ...], ...]:
        """Lay the header out in one row, or in two when a column belongs to a group.

        >>> bang = BangBieu((CotBang("TT"), CotBang("2026", nhom="Năm"), CotBang("2030", nhom="Năm")))
        >>> [[(o.noi_dung, o.so_cot, o.so_dong) for o in dong] for dong in bang.header_rows]
        [[('TT', 1, 2), ('Năm', 2, 1)], [('2026', 1, 1), ('2030', 1, 1)]]
        """
        if not any(cot.nhom for cot in self.cac_cot):
            return (tuple(OBang(cot.ten) for cot in self.cac_cot),)
        upper: list[OBang] = []
        for nhom, cac_cot in groupby(self.cac_cot, key=lambda cot: cot.nhom):
            columns = list(cac_cot)
            if nhom:
                upper.append(OBang(nhom, so_cot=len(columns)))
            else:
                upper.extend(OBang(cot.ten, so_dong=2) for cot in columns)
        return tuple(upper), tuple(OBang(cot.ten) for cot in self.cac_cot if cot.nhom)

    @property
    def laid_rows(self) -> tuple[DongBang, ...]:
        """Give every row with cells that all know their alignment; one row when there is none."""
        if not self.cac_dong:
            o_trong = OBang(self.khi_trong, so_cot=len(self.cac_cot), canh_le=CanhLe.GIUA)
            return (DongBang((o_trong,)),)
        return tuple(replace(dong, cac_o=self._aligned_cells(dong)) for dong in self.cac_dong)

    def _aligned_cells(self, dong: DongBang) -> tuple[OBang, ...]:
        """Turn strings into cells and give each the alignment of its first column."""
        cells: list[OBang] = []
        thu_tu = 0
        for o_goc in dong.cac_o:
            o_bang = o_goc if isinstance(o_goc, OBang) else OBang(o_goc)
            cot_dau = self.cac_cot[thu_tu]
            cells.append(replace(o_bang, canh_le=o_bang.canh_le or cot_dau.canh_le))
            thu_tu += o_bang.so_cot
        return tuple(cells)
