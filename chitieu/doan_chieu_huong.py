"""Which way an indicator gets better, as far as its levels and its name tell (chiều hướng)."""

import re
from collections.abc import Iterable

from chitieu.danh_gia import ChieuHuong, infer_chieu_huong
from chitieu.muc_chi_tieu import MucDocDuoc, SoSanh
from donvi.tieng_viet import fold

_LEN = frozenset({SoSanh.KHONG_THAP_HON, SoSanh.LON_HON})
_XUONG = frozenset({SoSanh.KHONG_LON_HON, SoSanh.NHO_HON})
# Names of what a plan wants less of, and words by which such a name counts something good.
_CANG_IT_CANG_TOT = re.compile(
    r"\b(?:ho (?:can )?ngheo|qua han|tre han|cham muon|su co|mat an toan|mat an ninh|vi pham"
    r"|khieu nai|ton dong|that thoat|tai nan|toi pham|lay nhiem|lo lot)\b"
)
_DIEU_TOT = re.compile(
    r"\b(?:duoc|co|khong|tiep can|su dung|ho tro|khac phuc|xu ly|giai quyet|phat hien|thoat|giam"
    r"|dien tap|phong ngua|ung pho)\b"
)


def infer_direction(ten: str, levels: Iterable[MucDocDuoc]) -> ChieuHuong:
    """Guess the direction of an indicator from its levels and, where they don't say, its name.

    >>> from chitieu.muc_chi_tieu import parse_muc
    >>> infer_direction("Tỷ lệ hộ nghèo", [parse_muc("5%"), parse_muc("3%")]).value
    'giam'
    >>> infer_direction("Tỷ lệ hộ nghèo có điện thoại thông minh", [parse_muc("50%")]).value
    'tang'
    """
    read = [muc for muc in levels if muc.gia_tri is not None]
    down = [infer_chieu_huong(muc) is ChieuHuong.GIAM for muc in read]
    if any(muc.so_sanh in _XUONG for muc in read) or (down and all(down)):
        return ChieuHuong.GIAM
    name = fold(ten)
    falls = _CANG_IT_CANG_TOT.search(name) and not _DIEU_TOT.search(name)
    says_more = any(muc.so_sanh in _LEN for muc in read)
    return ChieuHuong.GIAM if falls and not says_more else ChieuHuong.TANG
