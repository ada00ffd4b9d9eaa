"""Tables of an official document (bảng biểu): columns, header of one or two rows, rows, totals.

A table is data without layout code: the PDF and the Word file read the same `header_rows`,
`laid_rows` and `percent_widths`. Standard library only.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from vanban.ngat_dong import width_em

_TU_DAI_NHAT = 900  # a longer word (an address) may break: hundredths of an em
_LE_TRONG_O = 250  # room beside the text of a cell: hundredths of a millimetre
_MM_MOI_DIEM = 3528  # a point in ten-thousandths of a millimetre
_DONG_CHU_TRON_VEN = 12  # a row of up to so many lines of text is not broken over two pages
_DAU_SO_SANH = re.compile(r"([≥≤<>=~])\s+")  # stays with its figure


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
    """One row: plain strings are cells of one column.

    `is_breakable` lets it go on over the end of a page; `fit_columns` sets it for tall rows, so
    that short ones stay whole.
    """

    cac_o: tuple[OBang | str, ...]
    kieu_dong: KieuDong = KieuDong.THUONG
    is_breakable: bool = False


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

        >>> cac_nam = (CotBang("2026", nhom="Năm"), CotBang("2030", nhom="Năm"))
        >>> bang = BangBieu((CotBang("TT"), *cac_nam))
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


def fit_columns(bang: BangBieu, *, be_rong: int, co_chu: int) -> BangBieu:
    """Give columns the width of their longest word, and share the rest as the table asks.

    `be_rong` is the width of the text in millimetres, `co_chu` the size of type in points. What a
    column of short or empty cells doesn't need goes to those whose text takes several lines. When
    the longest words don't fit together, the widths stay in the proportion of those words. Rows
    that come out tall may break over two pages.

    >>> bang = BangBieu((CotBang("TT", 1), CotBang("Nội dung", 99)))
    >>> fit_columns(bang, be_rong=165, co_chu=12).percent_widths
    ('4.95', '95.04')
    """
    need = [_narrowest(bang, thu_tu, co_chu) for thu_tu in range(len(bang.cac_cot))]
    room = be_rong * 100
    widths = need if sum(need) >= room else _shared_widths(bang, need, room, co_chu)
    cac_cot = tuple(
        replace(cot, do_rong=do_rong) for cot, do_rong in zip(bang.cac_cot, widths, strict=True)
    )
    cac_dong = tuple(
        replace(dong, is_breakable=dong.is_breakable or _is_tall(dong, widths, co_chu))
        for dong in bang.cac_dong
    )
    return replace(bang, cac_cot=cac_cot, cac_dong=cac_dong)


def _is_tall(dong: DongBang, widths: list[int], co_chu: int) -> bool:
    """Tell whether one of the cells needs more lines than a row is kept whole for."""
    thu_tu = 0
    for o_goc in dong.cac_o:
        o_bang = o_goc if isinstance(o_goc, OBang) else OBang(o_goc)
        room = sum(widths[thu_tu : thu_tu + o_bang.so_cot]) - _LE_TRONG_O
        thu_tu += o_bang.so_cot
        lengths = (width_em(line) * co_chu * _MM_MOI_DIEM for line in o_bang.noi_dung.splitlines())
        if sum(length // (10000 * max(room, 1)) + 1 for length in lengths) > _DONG_CHU_TRON_VEN:
            return True
    return False


def _shared_widths(bang: BangBieu, need: list[int], room: int, co_chu: int) -> list[int]:
    """Share `room` as the table asks, then take from columns that have more than they can use."""
    widths = _share(bang, need, room)
    enough = [max(need[i], _widest_line(bang, i, co_chu)) for i in range(len(need))]
    while True:
        rich = [i for i, width in enumerate(widths) if width > enough[i]]
        poor = [i for i, width in enumerate(widths) if width < enough[i]]
        if not rich or not poor:
            return widths
        spare = sum(widths[i] - enough[i] for i in rich)
        total = sum(bang.cac_cot[i].do_rong for i in poor)
        for i in rich:
            widths[i] = enough[i]
        for i in poor:
            widths[i] += bang.cac_cot[i].do_rong * spare // total


def _share(bang: BangBieu, need: list[int], room: int) -> list[int]:
    """Share `room` by the relative widths, raising columns that would get less than they need."""
    raised: set[int] = set()
    while True:
        left = room - sum(need[thu_tu] for thu_tu in raised)
        total = sum(cot.do_rong for i, cot in enumerate(bang.cac_cot) if i not in raised)
        widths = [
            need[i] if i in raised else cot.do_rong * left // total
            for i, cot in enumerate(bang.cac_cot)
        ]
        short = {i for i, width in enumerate(widths) if width < need[i]}
        if not short:
            return widths
        raised |= short


def _narrowest(bang: BangBieu, thu_tu: int, co_chu: int) -> int:
    """Measure the longest word of a column with its padding, in hundredths of a millimetre."""
    texts = [bang.cac_cot[thu_tu].ten, *_column_texts(bang, thu_tu)]
    words = (word for text in texts for word in _DAU_SO_SANH.sub(r"\1", text).split())
    widest = min(max((width_em(word) for word in words), default=0), _TU_DAI_NHAT)
    return widest * co_chu * _MM_MOI_DIEM // 10000 + _LE_TRONG_O


def _widest_line(bang: BangBieu, thu_tu: int, co_chu: int) -> int:
    """Measure the longest line of a column's cells with its padding, as `_narrowest` does."""
    lines = (line for text in _column_texts(bang, thu_tu) for line in text.splitlines())
    widest = max((width_em(line) for line in lines), default=0)
    return widest * co_chu * _MM_MOI_DIEM // 10000 + _LE_TRONG_O


def _column_texts(bang: BangBieu, thu_tu: int) -> list[str]:
    """List the texts of the cells that stand in this column alone."""
    texts: list[str] = []
    for dong in bang.cac_dong:
        cot_bat_dau = 0
        for o_goc in dong.cac_o:
            o_bang = o_goc if isinstance(o_goc, OBang) else OBang(o_goc)
            if cot_bat_dau == thu_tu and o_bang.so_cot == 1:
                texts.append(o_bang.noi_dung)
            cot_bat_dau += o_bang.so_cot
    return texts
