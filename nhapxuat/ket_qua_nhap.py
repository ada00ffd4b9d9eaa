"""What was understood of an annex, as values: indicators, tasks, budget rows, and the problems.

``KetQuaNhap.as_dict`` is the object ``nhap_phu_luc --json`` prints; other tools rely on its shape.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

from chitieu.muc_chi_tieu import MucDocDuoc
from donvi.nhan_dien import DonViDocDuoc, LoaiTenGoi
from kinhphi.so_tien import DonViTien
from nhapxuat.nhan_bang import BangNhanRa
from nhapxuat.van_de import MucDo
from nhiemvu.thoi_han import ThoiHan

TEN_TONG = "Tổng kinh phí ghi trong bảng"


@dataclass(frozen=True, slots=True)
class BoiCanh:
    """What the plan says that its annexes leave out.

    ``read_units`` reads a lead or coordinating cell against the commune's directory. ``cac_moc``
    are the milestone years; ``don_vi_tien`` stands in where a table names no unit of money.
    """

    read_units: Callable[[str], Sequence[DonViDocDuoc]]
    nam_bat_dau: int | None = None
    nam_ket_thuc: int | None = None
    cac_moc: tuple[int, ...] = ()
    don_vi_tien: DonViTien | None = None


@dataclass(frozen=True, slots=True)
class ViTri:
    """A place in a file: the label of the table, row and column (0: the whole row) from 1."""

    bang: str
    so_dong: int
    so_cot: int = 0


@dataclass(frozen=True, slots=True)
class VanDeNhap:
    """A problem met while reading: how serious, where, the value found, and what is expected.

    ``vi_tri`` is the place a person can correct, None for what belongs to no single cell or row.
    ``ma`` and ``doi_tuong`` are those of the finding (``nhapxuat.van_de``) the same trouble will
    be in the plan once it is saved, "" where there is none. ``phai_sua``: saving is impossible as
    long as it stands, so it can't be accepted.
    """

    muc_do: MucDo
    o_dau: str
    gia_tri: str
    thong_bao: str
    vi_tri: ViTri | None = None
    ma: str = ""
    doi_tuong: str = ""
    phai_sua: bool = False

    @property
    def dau_vet(self) -> str:
        """Name the problem with its place and value, the same each time the file is read."""
        told = (self.ma, self.o_dau, self.gia_tri, self.thong_bao)
        return sha256(repr(told).encode()).hexdigest()[:20]

    @property
    def duoc_chap_nhan(self) -> bool:
        """Tell whether a person may let it stand, and has a cause to."""
        return not self.phai_sua and self.muc_do is not MucDo.THONG_TIN

    def as_dict(self) -> dict[str, str]:
        """Give the problem as other tools read it."""
        return {
            "muc_do": self.muc_do.value,
            "o": self.o_dau,
            "gia_tri": self.gia_tri,
            "thong_bao": self.thong_bao,
        }


@dataclass(frozen=True, slots=True)
class ChiTieuNhap:
    """An indicator as understood; levels by year, in the order of the columns."""

    ma: str
    ten: str
    nhom: str
    cac_muc: Mapping[int, MucDocDuoc]
    chu_tri: tuple[DonViDocDuoc, ...]
    so_dong: int
    don_vi_tinh: str = ""
    chu_tri_nguyen_van: str = ""
    ghi_chu: str = ""
    bang: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Give the indicator as other tools read it."""
        return {
            "ma": self.ma,
            "ten": self.ten,
            "nhom": self.nhom,
            "muc": {str(nam): _level(muc) for nam, muc in self.cac_muc.items()},
            "chu_tri": _units(self.chu_tri),
            "dong": self.so_dong,
        }


@dataclass(frozen=True, slots=True)
class NhiemVuNhap:
    """A task as understood; ``kinh_phi`` in whole đồng. The words of each cell stand beside it.

    ``phan_nguon`` are the sources that have columns of their own: their names and whole đồng.
    """

    ma: str
    nhom: str
    ten: str
    chu_tri: tuple[DonViDocDuoc, ...]
    phoi_hop: tuple[DonViDocDuoc, ...]
    thoi_han: ThoiHan
    san_pham: str
    kinh_phi: int | None
    nguon_von: str
    so_dong: int
    ten_nhom: str = ""
    chu_tri_nguyen_van: str = ""
    phoi_hop_nguyen_van: str = ""
    kinh_phi_nguyen_van: str = ""
    ghi_chu: str = ""
    bang: str = ""
    phan_nguon: tuple[tuple[str, int], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Give the task as other tools read it."""
        return {
            "ma": self.ma,
            "nhom": self.nhom,
            "ten": self.ten,
            "chu_tri": _units(self.chu_tri),
            "phoi_hop": _units(self.phoi_hop),
            "thoi_han": self.thoi_han.as_dict(),
            "san_pham": self.san_pham,
            "kinh_phi": self.kinh_phi,
            "nguon": self.nguon_von,
            "dong": self.so_dong,
        }


@dataclass(frozen=True, slots=True)
class KinhPhiNhap:
    """A budget row as understood; amounts in whole đồng, ``thanh_tien_tinh`` quantity × price.

    ``phan_nguon`` are the sources that have columns of their own: their names and whole đồng.
    """

    ma: str
    ma_cha: str | None
    cap_dong: str
    noi_dung: str
    don_vi_tinh: str
    so_luong: Decimal | None
    don_gia: int | None
    thanh_tien: int | None
    thanh_tien_tinh: int | None
    nguon_von: str
    ghi_chu: str
    so_dong: int
    so_in: str = ""
    bang: str = ""
    phan_nguon: tuple[tuple[str, int], ...] = ()
    so_luong_nguyen_van: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Give the row as other tools read it."""
        return {
            "ma": self.ma,
            "cap": self.cap_dong,
            "noi_dung": self.noi_dung,
            "don_vi_tinh": self.don_vi_tinh,
            "so_luong": number_in_json(self.so_luong),
            "don_gia": self.don_gia,
            "thanh_tien": self.thanh_tien,
            "thanh_tien_tinh": self.thanh_tien_tinh,
            "nguon": self.nguon_von,
            "ghi_chu": self.ghi_chu,
            "dong": self.so_dong,
        }


@dataclass(frozen=True, slots=True)
class TongNhap:
    """The total a table of money prints, in đồng and in words; ``cong`` is what its rows make."""

    so_tien: int | None
    bang_chu: str
    cong: int | None
    bang: str
    so_dong: int
    ma: str = "Tổng"


@dataclass(frozen=True, slots=True)
class KetQuaNhap:
    """Everything understood of one file; ``cac_bang`` are the recognised tables."""

    chi_tieu: tuple[ChiTieuNhap, ...] = ()
    nhiem_vu: tuple[NhiemVuNhap, ...] = ()
    kinh_phi: tuple[KinhPhiNhap, ...] = ()
    van_de: tuple[VanDeNhap, ...] = ()
    cac_bang: tuple[BangNhanRa, ...] = field(default=(), repr=False)
    tong: TongNhap | None = None

    @property
    def co_loi(self) -> bool:
        """Tell whether something keeps the file from being saved."""
        return any(one.muc_do is MucDo.LOI for one in self.van_de)

    def as_dict(self, *, da_luu: bool = False) -> dict[str, Any]:
        """Give the whole result as other tools read it."""
        return {
            "chi_tieu": [row.as_dict() for row in self.chi_tieu],
            "nhiem_vu": [row.as_dict() for row in self.nhiem_vu],
            "kinh_phi": [row.as_dict() for row in self.kinh_phi],
            "van_de": [one.as_dict() for one in self.van_de],
            "da_luu": da_luu,
        }


def number_in_json(so: Decimal | None) -> int | float | None:
    """Give a number as JSON writes it: whole where it is whole.

    >>> number_in_json(Decimal("60")), number_in_json(Decimal("1.5")), number_in_json(None)
    (60, 1.5, None)
    """
    if so is None:
        return None
    return int(so) if so == so.to_integral() else float(so)


def _level(muc: MucDocDuoc) -> dict[str, Any]:
    return {
        "nguyen_van": muc.nguyen_van,
        "so_sanh": muc.so_sanh and muc.so_sanh.value,
        "gia_tri": number_in_json(muc.gia_tri),
        "gia_tri_den": number_in_json(muc.gia_tri_den),
        "don_vi_tinh": muc.don_vi_tinh,
        "pham_vi": muc.pham_vi,
    }


_RO_RANG = {LoaiTenGoi.DON_VI, LoaiTenGoi.NHOM}


def _units(cac_don_vi: Sequence[DonViDocDuoc]) -> list[dict[str, str | None]]:
    """Give units with their codes; one that is ambiguous has none."""
    return [
        {"nguyen_van": one.nguyen_van, "ma": one.ma if one.loai in _RO_RANG else None}
        for one in cac_don_vi
    ]
