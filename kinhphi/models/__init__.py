"""With what money: sources, the budget tree, what was appraised, allocated, disbursed, settled."""

from kinhphi.models.chap_nhan import ChapNhanSaiLech
from kinhphi.models.du_toan import DongKinhPhi, NguonVon, PhanNguon
from kinhphi.models.thuc_hien import KhoanKinhPhi, LoaiKhoan, ThamDinh

__all__ = [
    "ChapNhanSaiLech",
    "DongKinhPhi",
    "KhoanKinhPhi",
    "LoaiKhoan",
    "NguonVon",
    "PhanNguon",
    "ThamDinh",
]
