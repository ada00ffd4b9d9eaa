"""Neutral tables (bảng thô): what an annex holds, whichever program wrote it.

Readers of .xlsx, .docx and .csv make them; recognition and understanding know nothing else. Rows
and columns count from 1. A cell knows the words a reader of the file sees, the typed value the
file keeps behind them, and everything a person should hear about how it was read.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from donvi.lua_chon import LuaChon


class NguonBang(LuaChon):
    """Where a table stands in its file; the label begins the place a user reads."""

    TRANG_TINH = "trang_tinh", "Trang tính"
    BANG_WORD = "bang_word", "Bảng"
    TEP_CSV = "tep_csv", "Tệp"
    LOI_VAN = "loi_van", "Lời văn"


@dataclass(frozen=True, slots=True)
class OTho:
    """One cell as it stands in the file.

    ``noi_dung`` is what is shown, in NFC, without invisible, struck-out or deleted characters;
    paragraphs are lines. ``gia_tri`` is the exact typed value, None for plain text. ``dinh_dang``
    is the number format's own code. ``da_gach`` holds the words that are struck out. ``canh_bao``
    are sentences about the reading; ``cac_loi`` those that make the cell unusable.
    """

    noi_dung: str = ""
    gia_tri: Decimal | date | datetime | bool | None = None
    dinh_dang: str = ""
    chu_dam: bool = False
    chu_nghieng: bool = False
    da_gach: str = ""
    danh_so: str = ""
    canh_bao: tuple[str, ...] = ()
    cac_loi: tuple[str, ...] = ()

    @property
    def mot_dong(self) -> str:
        """Give the words on one line.

        >>> OTho("Phòng Văn hóa -\\n Xã hội").mot_dong
        'Phòng Văn hóa - Xã hội'
        """
        text = self.noi_dung
        return text if text.isprintable() and "  " not in text else " ".join(text.split())

    @property
    def la_trong(self) -> bool:
        """Tell whether there is nothing to read and nothing to tell."""
        return not (self.noi_dung.strip() or self.cac_loi)


O_TRONG = OTho()


@dataclass(frozen=True, slots=True)
class VungGop:
    """A merged range, all four ends inclusive."""

    dong_dau: int
    cot_dau: int
    dong_cuoi: int
    cot_cuoi: int


@dataclass(frozen=True, slots=True)
class DongTho:
    """One row: its number in the file, its cells by column; ``canh_bao`` about the whole row."""

    so_dong: int
    cac_o: Mapping[int, OTho]
    bi_an: bool = False
    la_tieu_de: bool = False  # Word repeats it on every page
    canh_bao: tuple[str, ...] = ()


@dataclass(frozen=True)
class BangTho:
    """A table: a sheet of a workbook, or a table of a document with the words around it."""

    ten: str
    nguon: NguonBang
    cac_dong: tuple[DongTho, ...]
    vung_gop: tuple[VungGop, ...] = ()
    bi_an: bool = False
    cot_an: frozenset[int] = frozenset()
    chu_truoc: tuple[str, ...] = ()
    chu_sau: tuple[str, ...] = ()
    canh_bao: tuple[str, ...] = ()
    _goc: dict[tuple[int, int], tuple[int, int]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _theo_so: dict[int, DongTho] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        self._theo_so.update((row.so_dong, row) for row in self.cac_dong)
        numbers = sorted(self._theo_so)
        for vung in self.vung_gop:
            first = bisect_left(numbers, vung.dong_dau)
            for so_dong in numbers[first : bisect_right(numbers, vung.dong_cuoi)]:
                for cot in range(vung.cot_dau, vung.cot_cuoi + 1):
                    self._goc[so_dong, cot] = (vung.dong_dau, vung.cot_dau)

    @cached_property
    def so_cot(self) -> int:
        """Give the number of the last column that holds a cell."""
        return max((max(row.cac_o, default=0) for row in self.cac_dong), default=0)

    def row(self, so_dong: int) -> DongTho:
        """Give the row of this number; one the file leaves out is empty."""
        return self._theo_so.get(so_dong) or DongTho(so_dong, {})

    def own_cell(self, so_dong: int, so_cot: int) -> OTho:
        """Give the cell that stands at this very place, empty where a merged range covers it."""
        return self.row(so_dong).cac_o.get(so_cot, O_TRONG)

    def cell(self, so_dong: int, so_cot: int) -> OTho:
        """Give the cell a reader sees at a place: that of the merged range, if there is one."""
        return self.own_cell(*self._goc.get((so_dong, so_cot), (so_dong, so_cot)))

    def origin(self, so_dong: int, so_cot: int) -> tuple[int, int]:
        """Give row and column of the first cell of the merged range, or the place itself."""
        return self._goc.get((so_dong, so_cot), (so_dong, so_cot))

    def place(self, so_dong: int, so_cot: int = 0) -> str:
        """Say where a cell or row is, as a user finds it.

        >>> BangTho("Phụ lục I", NguonBang.TRANG_TINH, ()).place(7, 28)
        'Trang tính “Phụ lục I”, ô AB7'
        >>> BangTho("2", NguonBang.BANG_WORD, ()).place(3, 4)
        'Bảng 2, dòng 3, cột 4'
        """
        if self.nguon is NguonBang.TRANG_TINH:
            where = f"ô {column_letters(so_cot)}{so_dong}" if so_cot else f"dòng {so_dong}"
            return f"Trang tính “{self.ten}”, {where}"
        where = f"dòng {so_dong}" + (f", cột {so_cot}" if so_cot else "")
        return f"{self.label}, {where}"

    @property
    def label(self) -> str:
        """Name the table as a user finds it."""
        if self.nguon is NguonBang.TRANG_TINH:
            return f"Trang tính “{self.ten}”"
        return f"Bảng {self.ten}" if self.nguon is NguonBang.BANG_WORD else self.nguon.label

    def walk(self) -> Iterator[tuple[DongTho, int, OTho]]:
        """Go through all cells that are not empty, row by row."""
        for row in self.cac_dong:
            for cot, cell in row.cac_o.items():
                if not cell.la_trong:
                    yield row, cot, cell


def column_letters(so_cot: int) -> str:
    """Name a column as workbooks do.

    >>> column_letters(1), column_letters(26), column_letters(27), column_letters(16384)
    ('A', 'Z', 'AA', 'XFD')
    """
    letters = ""
    while so_cot > 0:
        so_cot, rest = divmod(so_cot - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Give the number of a column named in letters.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
