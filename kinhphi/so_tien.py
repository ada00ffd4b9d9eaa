"""Amounts of money: read from plans, written for people, in figures and in words.

Inside, an amount is a whole number of đồng (int); never a float, never another unit. Reading is
strict: an amount that can be read two ways is refused with a sentence for the user.
"""

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from donvi.lua_chon import LuaChon
from donvi.tieng_viet import SoKhongDocDuoc, fold, format_dong, format_so, normalise, parse_so

__all__ = [
    "SO_TIEN_LON_NHAT",
    "DonViTien",
    "SoTienKhongDocDuoc",
    "amount_in_words",
    "format_dong",
    "format_trieu",
    "number_in_words",
    "parse_amount_in_words",
    "parse_don_vi_tien",
    "parse_so_tien",
    "to_dong",
    "to_trieu",
]

# Above it "tỷ" would have to be said twice ("tỷ tỷ"), and a database integer ends.
SO_TIEN_LON_NHAT = 10**18 - 1


class DonViTien(LuaChon):
    """The unit an amount is printed in; ``he_so`` is how many đồng it is worth."""

    DONG = "dong", "đồng"
    NGHIN = "nghin", "nghìn đồng"
    TRIEU = "trieu", "triệu đồng"
    TY = "ty", "tỷ đồng"

    @property
    def he_so(self) -> int:
        """Give the number of đồng in one of this unit."""
        return _HE_SO[self]


_HE_SO = {
    DonViTien.DONG: 1,
    DonViTien.NGHIN: 1000,
    DonViTien.TRIEU: 1_000_000,
    DonViTien.TY: 1_000_000_000,
}

# Spellings of units on folded text without dots and spaces.
_CACH_VIET = {
    "dong": DonViTien.DONG,
    "d": DonViTien.DONG,
    "vnd": DonViTien.DONG,
    "nghin": DonViTien.NGHIN,
    "ngan": DonViTien.NGHIN,
    "ng": DonViTien.NGHIN,
    "1000": DonViTien.NGHIN,
    "trieu": DonViTien.TRIEU,
    "tr": DonViTien.TRIEU,
    "ty": DonViTien.TY,
    "ti": DonViTien.TY,
}
_DON_VI_TIEN = re.compile(r"(1000|nghin|ngan|ng|trieu|tr|ty|ti)?(dong|vnd|d)?")
_SO_VA_DON_VI = re.compile(r"([0-9][0-9., ]*) ?([^0-9]*)")
# "17568.000": dots only between the later groups; đồng have no decimals, so it is read.
_NHOM_NGHIN = re.compile(r"[1-9][0-9]*(?:\.[0-9]{3})+")
# "500,000 đồng", "1,640 triệu": decimals nobody writes, so perhaps thousands of a foreign kind.
_LE_DANG_NGO = {
    "dong": re.compile(r"[^,]*,[0-9]{3}"),
    "nghin": re.compile(r"[^,]*,[0-9]{2}0"),
    "trieu": re.compile(r"[^,]*,[0-9]{2}0"),
}

_CHU_SO = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_HANG_NGHIN = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))

# Small words of amounts that people also write another way.
_CHU_KHAC = {
    "lẻ": "linh", "ngàn": "nghìn", "tỉ": "tỷ", "bẩy": "bảy", "nhăm": "lăm", "mốt": "một",
    "tư": "bốn",
}  # fmt: skip
_TU_MOT = "|".join(_CHU_SO[1:])
_TU_HAI = "|".join(_CHU_SO[2:])
_BA_CHU_SO = re.compile(
    rf"(?:(?P<tram>{'|'.join(_CHU_SO)}) trăm ?)?"
    rf"(?:linh (?P<linh>{_TU_MOT})"
    rf"|(?:(?P<muoi>{_TU_HAI}) mươi|(?P<muoi_mot>mười))(?: (?P<don_vi>{_TU_MOT}|lăm))?)?"
)
_DUOI_TY = re.compile(r"(?:(.+?) triệu ?)?(?:(.+?) nghìn ?)?(.+)?")


class SoTienKhongDocDuoc(ValueError):
    """Say in Vietnamese what is wrong with an amount, and what is expected."""


def _compact(text: str) -> str:
    return re.sub(r"[ .]", "", fold(text))


def _find_unit(compact: str) -> DonViTien | None:
    match = _DON_VI_TIEN.fullmatch(compact)
    return _CACH_VIET[match[1] or match[2]] if match and compact else None


def _find_trailing_unit(part: str) -> DonViTien | None:
    """Find "triệu đồng" at the end of longer words; "Hội đồng" and "công ty" are no units."""
    match = re.search(r"(?:1[.]?000|nghin|ngan|trieu|tr|ty) ?(?:dong|d)$", fold(part))
    return _find_unit(_compact(match.group())) if match else None


def parse_don_vi_tien(text: str) -> DonViTien | None:
    """Find the unit of money a column header or a note names; None if it names none.

    >>> parse_don_vi_tien("Kinh phí (trđ)"), parse_don_vi_tien("ĐVT: nghìn đồng")
    (<DonViTien.TRIEU: 'trieu'>, <DonViTien.NGHIN: 'nghin'>)
    >>> parse_don_vi_tien("Thành tiền") is None
    True
    """
    parts = re.split(r"[()\[\]:;,]", text)
    units = (_find_unit(_compact(part)) or _find_trailing_unit(part) for part in parts)
    return next((unit for unit in units if unit is not None), None)


def to_dong(so: Decimal | int, don_vi_tinh: DonViTien) -> int:
    """Turn a number of the given unit into whole đồng, exactly.

    >>> to_dong(Decimal("1.64"), DonViTien.TY)
    1640000000

    :raises SoTienKhongDocDuoc: negative, too large, or not a whole number of đồng.
    """
    if not Decimal(so).is_finite() or so < 0:
        raise SoTienKhongDocDuoc("Số tiền không dùng được: cần một số không âm.")
    dong = Fraction(min(so, SO_TIEN_LON_NHAT + 1)) * don_vi_tinh.he_so
    if dong > SO_TIEN_LON_NHAT:
        toi_da = format_dong(SO_TIEN_LON_NHAT)
        raise SoTienKhongDocDuoc(f"Số tiền quá lớn: cần không quá {toi_da}.")
    if dong.denominator != 1:
        viet = f"{format_so(so)} {don_vi_tinh.label}"
        raise SoTienKhongDocDuoc(f"Số tiền {viet} lẻ hơn một đồng: cần số nguyên đồng.")
    return int(dong)


def parse_so_tien(text: str, don_vi_tinh: DonViTien | str = DonViTien.DONG) -> int:
    """Read an amount as whole đồng; a unit in the text comes before that of the header.

    ``don_vi_tinh`` is the unit or the header that names it. Dots stand between thousands, a comma
    before decimals: "1.640" under "(trđ)" is 1 640 000 000 đồng, never 1,64.

    >>> parse_so_tien("1.640", "Kinh phí (trđ)"), parse_so_tien("1,64 tỷ")
    (1640000000, 1640000000)
    >>> parse_so_tien("17568.000 đồng"), parse_so_tien("2 tỷ 25 triệu đồng")
    (17568000, 2025000000)

    :raises SoTienKhongDocDuoc: empty, unreadable, not whole đồng, or the header names no unit.
    """
    unit = don_vi_tinh if isinstance(don_vi_tinh, DonViTien) else parse_don_vi_tien(don_vi_tinh)
    if unit is None:
        cac_don_vi = ", ".join(loai.label for loai in DonViTien)
        msg = f"Không rõ đơn vị tiền trong “{don_vi_tinh}”: cần một trong các đơn vị {cac_don_vi}."
        raise SoTienKhongDocDuoc(msg)
    plain = normalise(text).rstrip(" ./")
    if not plain:
        msg = "Số tiền để trống: cần ghi số tiền, ví dụ 3.711.000.000 đồng hoặc 1,64 tỷ đồng."
        raise SoTienKhongDocDuoc(msg)
    pairs = _SO_VA_DON_VI.findall(plain)
    if "".join(map("".join, pairs)).replace(" ", "") != plain.replace(" ", ""):
        raise _refuse(text)
    amounts = [(_read_unit(dv, unit, pairs, text), so.strip()) for so, dv in pairs]
    he_so = [loai.he_so for loai, _ in amounts]
    if any(one <= other for one, other in pairwise(he_so)):
        raise _refuse(text)
    dong = sum(to_dong(_read_number(so, loai, text), loai) for loai, so in amounts)
    return to_dong(dong, DonViTien.DONG)


def _refuse(text: str) -> SoTienKhongDocDuoc:
    return SoTienKhongDocDuoc(
        f"Không đọc được số tiền “{text}”: cần ghi số theo lối Việt Nam, dấu chấm ngăn từng nhóm "
        "ba chữ số, kèm đơn vị nếu có; ví dụ 3.711.000.000 đồng, 1.640 triệu đồng hoặc 1,64 tỷ."
    )


def _read_unit(
    don_vi_tinh: str, mac_dinh: DonViTien, pairs: list[tuple[str, str]], text: str
) -> DonViTien:
    """Read the unit after a figure; only a figure alone may leave it to the header."""
    if not don_vi_tinh.strip() and len(pairs) == 1:
        return mac_dinh
    unit = _find_unit(_compact(don_vi_tinh))
    if unit is None:
        raise _refuse(text)
    return unit


def _read_number(so: str, don_vi_tinh: DonViTien, text: str) -> Decimal:
    if don_vi_tinh == DonViTien.DONG and _NHOM_NGHIN.fullmatch(so):
        return Decimal(so.replace(".", ""))
    dang_ngo = _LE_DANG_NGO.get(don_vi_tinh.value)
    if dang_ngo is not None and dang_ngo.fullmatch(so):
        raise SoTienKhongDocDuoc(
            f"Số tiền “{text}” đọc được hai cách vì dấu phẩy đứng trước ba chữ số: cần dùng dấu "
            "chấm ngăn từng nhóm ba chữ số, ví dụ 1.640 triệu đồng, hoặc bớt số 0 ở cuối."
        )
    try:
        return parse_so(so)
    except SoKhongDocDuoc as error:
        raise _refuse(text) from error


def to_trieu(so_tien: int) -> Decimal:
    """Give an amount of đồng in triệu đồng, exactly.

    >>> to_trieu(1_640_500_000)
    Decimal('1640.500000')
    """
    return Decimal(so_tien).scaleb(-6)


def format_trieu(so_tien: int) -> str:
    """Write an amount of đồng in triệu đồng, with as many decimals as it needs.

    >>> format_trieu(1_640_000_000), format_trieu(17_568_000)
    ('1.640 triệu đồng', '17,568 triệu đồng')
    """
    return f"{format_so(to_trieu(so_tien))} triệu đồng"


def number_in_words(so: int) -> str:
    """Say a whole number in Vietnamese, as amounts are written out.

    mốt, tư, lăm after mươi; linh for a missing ten; "không trăm" kept after a higher group.

    >>> number_in_words(24), number_in_words(15), number_in_words(1005)
    ('hai mươi tư', 'mười lăm', 'một nghìn không trăm linh năm')

    :raises ValueError: below 0 or above SO_TIEN_LON_NHAT.
    """
    if not 0 <= so <= SO_TIEN_LON_NHAT:
        toi_da = format_so(SO_TIEN_LON_NHAT)
        msg = f"Không viết được số {so} bằng chữ: cần số từ 0 đến {toi_da}."
        raise ValueError(msg)
    ty, con_lai = divmod(so, 10**9)
    words = [f"{_say_below_ty(ty, is_first=True)} tỷ"] if ty else []
    if con_lai:
        words.append(_say_below_ty(con_lai, is_first=not ty))
    return " ".join(words) or _CHU_SO[0]


def _say_below_ty(so: int, *, is_first: bool) -> str:
    words: list[str] = []
    for hang, ten_hang in _HANG_NGHIN:
        nhom, so = divmod(so, hang)
        if nhom:
            words.append(f"{_say_group(nhom, is_first=is_first and not words)} {ten_hang}")
    return " ".join(words).strip()


def _say_group(nhom: int, *, is_first: bool) -> str:
    """Say 1 to 999; a group after a higher one says its hundreds even when there are none."""
    tram, hai_so = divmod(nhom, 100)
    chuc, don_vi = divmod(hai_so, 10)
    words = [] if is_first and not tram else [f"{_CHU_SO[tram]} trăm"]
    if chuc:
        words.append("mười" if chuc == 1 else f"{_CHU_SO[chuc]} mươi")
    elif words and don_vi:
        words.append("linh")
    if don_vi:
        words.append(_say_unit(chuc, don_vi))
    return " ".join(words)


def _say_unit(chuc: int, don_vi: int) -> str:
    if don_vi == 5 and chuc:
        return "lăm"
    return {1: "mốt", 4: "tư"}.get(don_vi, _CHU_SO[don_vi]) if chuc > 1 else _CHU_SO[don_vi]


def amount_in_words(so_tien: int) -> str:
    """Write an amount of đồng out in words, with a capital, as documents print it.

    >>> amount_in_words(3_711_000_000)
    'Ba tỷ bảy trăm mười một triệu đồng'

    :raises ValueError: below 0 or above SO_TIEN_LON_NHAT.
    """
    words = number_in_words(so_tien)
    return f"{words[0].upper()}{words[1:]} đồng"


def parse_amount_in_words(text: str) -> int:
    """Read an amount written out in words, as whole đồng.

    Case, brackets, a final full stop, "đồng" and "chẵn" are free; linh or lẻ, nghìn or ngàn, tỷ or
    tỉ, tư or bốn, mốt or một are the same; "không trăm" may be left out, except before a lone
    digit: "một tỷ hai" (1 200 000 000 or 1 000 000 002?) is refused.

    >>> parse_amount_in_words("(Ba tỉ, bảy trăm mười một triệu đồng chẵn./.)")
    3711000000

    :raises SoTienKhongDocDuoc: the words are not an amount.
    """
    words = re.findall(r"[^\W\d_]+|[0-9]+", normalise(text).lower())
    while words and words[-1] in {"đồng", "chẵn"}:
        words.pop()
    plain = " ".join(_CHU_KHAC.get(word, word) for word in words)
    truoc, co_ty, sau = plain.rpartition("tỷ")
    if co_ty and sau.strip() in _CHU_SO:
        raise _refuse_words(text)
    ty = _read_below_ty(truoc.strip(), text) if co_ty else 0
    return ty * 10**9 + (_read_below_ty(sau.strip(), text) if sau or not co_ty else 0)


def is_amount_in_words(text: str) -> bool:
    """Tell a text that is an amount in words and nothing else.

    >>> is_amount_in_words("(Ba mươi triệu đồng chẵn./.)"), is_amount_in_words("Ba đồng chí")
    (True, False)
    """
    if "đồng" not in text.lower():
        return False
    try:
        parse_amount_in_words(text)
    except SoTienKhongDocDuoc:
        return False
    return True


def _read_below_ty(words: str, text: str) -> int:
    match = _DUOI_TY.fullmatch(words)
    groups = match.groups() if match else ()
    if not any(groups) or (any(groups[:2]) and groups[2] in _CHU_SO):
        raise _refuse_words(text)
    hang = (10**6, 10**3, 1)
    return sum(_read_group(nhom, text) * so for nhom, so in zip(groups, hang, strict=True) if nhom)


def _read_group(words: str, text: str) -> int:
    """Read 0 to 999; "một trăm năm" (105 or 150?) is refused."""
    if words in _CHU_SO:
        return _CHU_SO.index(words)
    match = _BA_CHU_SO.fullmatch(words)
    if match is None:
        raise _refuse_words(text)
    gia_tri = dict(zip(_CHU_SO, range(10), strict=True), lăm=5)
    tram, linh, muoi, don_vi = (
        gia_tri.get(match[ten], 0) for ten in ("tram", "linh", "muoi", "don_vi")
    )
    return tram * 100 + (10 if match["muoi_mot"] else muoi * 10) + linh + don_vi


def _refuse_words(text: str) -> SoTienKhongDocDuoc:
    return SoTienKhongDocDuoc(
        f"Không đọc được số tiền bằng chữ “{text}”: cần ghi đủ từng hàng, "
        "ví dụ Ba tỷ bảy trăm mười một triệu đồng."
    )
