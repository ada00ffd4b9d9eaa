"""Saving the total an annex of money prints, in figures and in words, as the plan's own."""

from donvi.ghi_chep import save_recorded
from donvi.khac_biet import KhacBiet
from donvi.tieng_viet import fold, format_dong
from kehoach.models import KeHoach
from kinhphi.so_tien import SoTienKhongDocDuoc, parse_amount_in_words
from nhapxuat.ket_qua_nhap import TEN_TONG, TongNhap
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.phien_luu import DongLuu, PhienLuu


def save_total(phien: PhienLuu) -> None:
    """Keep the total the file prints where it says more than its rows, or other than the plan.

    A total that is the sum of the rows, in a plan that prints none, says nothing new: so an annex
    that went out with its total comes in again unchanged.
    """
    read, plan = phien.ket_qua.tong, phien.ke_hoach
    if read is None:
        return
    so_tien = _amount(plan, read)
    bang_chu = _words(plan, read, so_tien)
    changes = []
    if so_tien != plan.tong_kinh_phi_in:
        changes.append(KhacBiet("bằng số", _told(plan.tong_kinh_phi_in), _told(so_tien)))
    if bang_chu != plan.tong_bang_chu:
        changes.append(KhacBiet("bằng chữ", plan.tong_bang_chu, bang_chu))
    if not changes:
        return
    row = DongLuu(
        LoaiBang.KINH_PHI, read.ma, TEN_TONG, plan, la_moi=False,
        ten_bang=read.bang, so_dong=read.so_dong, cac_khac=changes,
    )  # fmt: skip
    phien.cac_dong.append(row)
    if phien.ghi:
        plan.tong_kinh_phi_in, plan.tong_bang_chu = so_tien, bang_chu
        save_recorded(plan, by=phien.ghi.by, reason=phien.ghi.ly_do, at=phien.ghi.at)


def _amount(plan: KeHoach, read: TongNhap) -> int | None:
    stored = plan.tong_kinh_phi_in
    says_nothing = read.so_tien is None or (stored is None and read.so_tien == read.cong)
    return stored if says_nothing else read.so_tien


def _words(plan: KeHoach, read: TongNhap, so_tien: int | None) -> str:
    """Give the words to keep: those of the plan unless the file says another amount."""
    stored = plan.tong_bang_chu
    said = read.bang_chu.strip()
    longest = KeHoach._meta.get_field("tong_bang_chu").max_length or 0
    if not said or len(said) > longest:
        return stored
    if not stored:
        total = read.cong if so_tien is None else so_tien
        return "" if _read(said) == total else said
    if fold(stored).strip(" .()") == fold(said).strip(" .()"):
        return stored
    amount = _read(said)
    return stored if amount is not None and amount == _read(stored) else said


def _read(words: str) -> int | None:
    try:
        return parse_amount_in_words(words)
    except SoTienKhongDocDuoc:
        return None


def _told(so_tien: int | None) -> str:
    return "" if so_tien is None else format_dong(so_tien)
