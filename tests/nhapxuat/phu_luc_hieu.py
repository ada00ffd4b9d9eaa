"""Rows of annexes as they are understood, for tests that save them: no file is read."""

from decimal import Decimal
from typing import Any

from chitieu.muc_chi_tieu import parse_muc
from donvi.nhan_dien import DonViDocDuoc, LoaiTenGoi
from nhapxuat.ket_qua_nhap import ChiTieuNhap, KetQuaNhap, KinhPhiNhap, NhiemVuNhap
from nhiemvu.thoi_han import parse_thoi_han


def units(*codes: str) -> tuple[DonViDocDuoc, ...]:
    """Name units of the commune by their codes."""
    return tuple(DonViDocDuoc(ma, ma, LoaiTenGoi.DON_VI) for ma in codes)


def chi_tieu(ma: str, ten: str, *, chu_tri: str = "", nhom: str = "", **muc: str) -> ChiTieuNhap:
    """Make an indicator; levels as ``n2026="≥ 60%"``."""
    levels = {int(nam[1:]): parse_muc(words, ten=ten) for nam, words in muc.items()}
    return ChiTieuNhap(
        ma, ten, nhom, levels, units(*chu_tri.split()), 5, chu_tri_nguyen_van=chu_tri,
        bang="Bảng 1",
    )  # fmt: skip


def nhiem_vu(ma: str, ten: str, **more: Any) -> NhiemVuNhap:
    """Make a task of group I, led by the unit of ``chu_tri``."""
    lead, others = more.pop("chu_tri", "VHXH"), more.pop("phoi_hop", "")
    values: dict[str, Any] = {
        "nhom": "I", "ten_nhom": "Hạ tầng số", "san_pham": "", "kinh_phi": None, "nguon_von": "",
        "so_dong": 7, "bang": "Bảng 2",
    }  # fmt: skip
    han = parse_thoi_han(more.pop("thoi_han", "Quý II/2026"), nam_mac_dinh=2026, nam_ket_thuc=2026)
    return NhiemVuNhap(
        ma=ma, ten=ten, chu_tri=units(*lead.split()), phoi_hop=units(*others.split()),
        thoi_han=han, chu_tri_nguyen_van=lead, phoi_hop_nguyen_van=others, **values | more,
    )  # fmt: skip


def kinh_phi(ma: str, noi_dung: str, ma_cha: str | None = None, **more: Any) -> KinhPhiNhap:
    """Make a budget row."""
    values: dict[str, Any] = {
        "cap_dong": "dong" if ma_cha else "phan", "don_vi_tinh": "", "so_luong": Decimal(1),
        "don_gia": 5_000_000, "thanh_tien": 5_000_000, "thanh_tien_tinh": 5_000_000,
        "nguon_von": "", "ghi_chu": "", "so_dong": 9, "so_in": ma.rpartition(".")[2],
        "bang": "Bảng 3",
    }  # fmt: skip
    return KinhPhiNhap(ma=ma, ma_cha=ma_cha, noi_dung=noi_dung, **values | more)


def ket_qua(*rows: ChiTieuNhap | NhiemVuNhap | KinhPhiNhap) -> KetQuaNhap:
    """Put rows of all kinds into one file."""
    return KetQuaNhap(
        tuple(row for row in rows if isinstance(row, ChiTieuNhap)),
        tuple(row for row in rows if isinstance(row, NhiemVuNhap)),
        tuple(row for row in rows if isinstance(row, KinhPhiNhap)),
    )
