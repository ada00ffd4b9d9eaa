"""Sheets to write (trang xuất), as plain values: cells, header, lines above and below, choices.

``ve_so`` draws them. Rows and columns count from 0 here; ``dong_dau`` and ``address`` speak the
workbook's own language, for formulas.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from nhapxuat.bang_tho import column_letters

GiaTriXuat = str | int | Decimal | None


class CanhO(StrEnum):
    """Where the words of a cell stand."""

    TRAI = "left"
    GIUA = "center"
    PHAI = "right"


class NenO(StrEnum):
    """The fill of a cell: how serious what is said about it is."""

    KHONG = ""
    LOI = "F8B4B4"
    CANH_BAO = "FDE68A"
    THONG_TIN = "DBEAFE"


class KieuXuat(StrEnum):
    """What a row is."""

    THUONG = "thuong"
    NHOM = "nhom"
    TONG = "tong"
    DAU_COT = "dau_cot"
    TRAN = "tran"  # bare: neither box nor fill


@dataclass(frozen=True, slots=True)
class OXuat:
    """A cell. A formula (without "=") has ``gia_tri`` as its result, so that reading sees it.

    ``doc`` and ``ngang``: how many rows and columns it covers. ``lien_ket`` leads to a cell of
    this workbook ("'Tên trang'!B7").
    """

    gia_tri: GiaTriXuat = None
    canh: CanhO = CanhO.TRAI
    dinh_dang: str = ""
    cong_thuc: str = ""
    ghi_chu: str = ""
    doc: int = 1
    ngang: int = 1
    nen: NenO = NenO.KHONG
    dam: bool = False
    lien_ket: str = ""


@dataclass(frozen=True, slots=True)
class DongXuat:
    """A row: its cells by column."""

    cac_o: Mapping[int, OXuat]
    kieu: KieuXuat = KieuXuat.THUONG


@dataclass(frozen=True, slots=True)
class DongChu:
    """A line above or below the table, across all its columns."""

    chu: str
    canh: CanhO = CanhO.GIUA
    co_chu: int = 12
    dam: bool = False
    nghieng: bool = False


@dataclass(frozen=True, slots=True)
class DanhSachChon:
    """What may be chosen in a column: the words of a range; others may be typed too."""

    so_cot: int
    vung: str
    loi_nhac: str = ""


@dataclass(frozen=True)
class TrangXuat:
    """A sheet. ``dong_trong`` boxed rows for filling in follow the rows that are given."""

    ten: str
    do_rong: tuple[int, ...]
    dau_de: tuple[DongChu, ...] = ()
    dau_cot: tuple[DongXuat, ...] = ()
    cac_dong: tuple[DongXuat, ...] = ()
    chu_cuoi: tuple[DongChu, ...] = ()
    canh_cot: Mapping[int, tuple[CanhO, str]] = field(default_factory=dict)
    danh_sach: tuple[DanhSachChon, ...] = ()
    dong_trong: int = 0
    bi_an: bool = False
    dong_co_dinh: int | None = None
    cot_co_dinh: int = 0

    @property
    def so_cot(self) -> int:
        """Give the number of columns."""
        return len(self.do_rong)

    @property
    def dong_dau(self) -> int:
        """Give the row of the first data, as a workbook counts (from 1)."""
        return len(self.dau_de) + len(self.dau_cot) + 1


def address(so_dong: int, so_cot: int) -> str:
    """Name a cell: row as the workbook counts, column from 0.

    >>> address(7, 5)
    'F7'
    """
    return f"{column_letters(so_cot + 1)}{so_dong}"
