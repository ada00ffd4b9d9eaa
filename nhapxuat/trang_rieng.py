"""Sheets of the portal's own (trang riêng) in workbooks people hand in: told by name and title.

The guide and the lists of an empty workbook, the list of problems of an annotated one and the tasks
of a plan's body hold nothing to import; reading passes over them without a word.
"""

from donvi.tieng_viet import fold
from nhapxuat.bang_tho import BangTho, NguonBang

HUONG_DAN = ("Hướng dẫn", "HƯỚNG DẪN ĐIỀN BẢNG MẪU PHỤ LỤC")
DANH_SACH = ("Danh sách", "DANH SÁCH ĐỂ CHỌN TRONG BẢNG MẪU")
VAN_DE = ("Vấn đề", "CÁC ĐIỂM CẦN XEM CỦA TỆP PHỤ LỤC")
THAN_VAN_BAN = ("Thân văn bản", "NHIỆM VỤ TRONG THÂN VĂN BẢN (ĐỂ THAM KHẢO, KHÔNG NHẬP)")
_TRANG = (HUONG_DAN, DANH_SACH, VAN_DE, THAN_VAN_BAN)
_RIENG = {(fold(ten), fold(dau_de)) for ten, dau_de in _TRANG}


def is_own_sheet(bang: BangTho) -> bool:
    """Tell whether the portal wrote this sheet for reading, not for importing."""
    if bang.nguon is not NguonBang.TRANG_TINH or not bang.cac_dong:
        return False
    first = next((cell for _, _, cell in bang.walk()), None)
    return first is not None and (fold(bang.ten), fold(first.mot_dong)) in _RIENG
