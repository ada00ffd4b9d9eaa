"""Who: communes, units, groups, spellings, people, memberships, the act log and notices."""

from donvi.models.con_nguoi import NguoiDung, ThanhVien
from donvi.models.ghi_nhan import NhatKy, NhatKyQuerySet, ThongBao, ThuHangNgay, ViecHangNgay
from donvi.models.the_thuc import TheThucVanBan
from donvi.models.to_chuc import DonVi, DonViQuerySet, LoaiDonVi, NhomDonVi, TenKhac, Xa, XaQuerySet

__all__ = [
    "DonVi",
    "DonViQuerySet",
    "LoaiDonVi",
    "NguoiDung",
    "NhatKy",
    "NhatKyQuerySet",
    "NhomDonVi",
    "TenKhac",
    "ThanhVien",
    "TheThucVanBan",
    "ThongBao",
    "ThuHangNgay",
    "ViecHangNgay",
    "Xa",
    "XaQuerySet",
]
