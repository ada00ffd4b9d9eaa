"""Codes of rows (số thứ tự, mã): "1", "15.1", "IV", "A", "a)", "KP-3", and 11.10 kept as 11.1."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from donvi.lua_chon import LuaChon
from donvi.tieng_viet import normalise
from nhapxuat.bang_tho import OTho


class DangMa(LuaChon):
    """The shape of a code, which tells how deep a row stands."""

    KHONG = "khong", "không có"
    CHU_HOA = "chu_hoa", "chữ in hoa"
    LA_MA = "la_ma", "số La Mã"
    SO = "so", "số"
    SO_CHAM = "so_cham", "số có dấu chấm"
    CHU_THUONG = "chu_thuong", "chữ thường"
    KHAC = "khac", "mã riêng"


@dataclass(frozen=True, slots=True)
class MaDong:
    """A code as read: without the stop or bracket after it; ``nguyen_van`` as it stands."""

    ma: str = ""
    dang: DangMa = DangMa.KHONG
    nguyen_van: str = ""
    la_so_le: bool = False  # kept as a number with decimals: a last zero may be lost
    canh_bao: tuple[str, ...] = ()

    @property
    def is_dash(self) -> bool:
        """Tell whether a dash stands where a code would."""
        return not self.ma and self.nguyen_van in {"-", "+", "*", "•", "▪", "–"}

    @property
    def has_digit(self) -> bool:
        """Tell whether figures stand in the code, as in no word of a signature."""
        return any(map(str.isdecimal, self.ma))


_MOT_CHU = re.compile("[\u2160-\u217f\u2460-\u249b]")  # Roman III or 1. as one sign
_MA = re.compile(r"\(?\s*([^\s()]{1,20}?)\s*[.)/:\-]*\s*")
_KHOANG_TRONG = re.compile(r"^([A-ZĐ]{1,4}) (\d{1,3}(?:\.\d{1,3})*[.)/:]?)$")  # "NV 02"
_TACH = re.compile(
    r"([IVXL]{1,6}|[A-ZĐ]|[a-zđ]|[0-9]{1,3}(?:\.[0-9]{1,3})*)\s*[.)/:\-]+\s*(\S.*)|"
    r"([IVXL]{2,6})\s+(\S.*)",
    re.DOTALL,
)
_DANG = (
    (DangMa.SO, re.compile(r"[0-9]{1,4}")),
    (DangMa.SO_CHAM, re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})+")),
    (DangMa.LA_MA, re.compile(r"X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3}")),
    (DangMa.CHU_HOA, re.compile("[A-ZĐ]")),
    (DangMa.CHU_THUONG, re.compile("[a-zđ]|i{2,3}|iv|vi{1,3}|ix|xi{1,3}")),
)


def shape(ma: str) -> DangMa:
    """Tell the shape of a code; a single I, V or X counts as Roman.

    >>> [shape(ma).value for ma in ("A", "IV", "15.1", "a", "KP-3", "")]
    ['chu_hoa', 'la_ma', 'so_cham', 'chu_thuong', 'khac', 'khong']
    """
    if not ma:
        return DangMa.KHONG
    return next((dang for dang, pattern in _DANG if pattern.fullmatch(ma)), DangMa.KHAC)


def roman_value(ma: str) -> int:
    """Give the value of a Roman code below forty, 0 for another one.

    >>> roman_value("IV"), roman_value("XII"), roman_value("A")
    (4, 12, 0)
    """
    if not ma or not _DANG[2][1].fullmatch(ma):
        return 0
    values = [{"I": 1, "V": 5, "X": 10}[sign] for sign in ma]
    after = [*values[1:], 0]
    return sum(-one if one < two else one for one, two in zip(values, after, strict=True))


def read_code(cell: OTho) -> MaDong:
    """Read the code of a row from its cell.

    >>> read_code(OTho("15.1.")).ma, read_code(OTho("a)")).ma, read_code(OTho("KP-3")).ma
    ('15.1', 'a', 'KP-3')
    >>> read_code(OTho("\u2163")).ma, read_code(OTho("\u2460")).ma
    ('IV', '1')
    >>> read_code(OTho("11,1", Decimal("11.1"))).ma, read_code(OTho("1", Decimal(1))).ma
    ('11.1', '1')
    """
    value = cell.gia_tri
    if isinstance(value, Decimal):
        return _read_number(value, cell)
    if isinstance(value, date):
        ma = f"{value.day}.{value.month}"
        warning = f"Số thứ tự bị Excel đổi thành ngày {cell.mot_dong}; được hiểu là {ma}."
        return MaDong(ma, DangMa.SO_CHAM, cell.mot_dong, canh_bao=(warning,))
    text = normalise(_MOT_CHU.sub(lambda sign: unicodedata.normalize("NFKC", sign[0]),
                                  cell.noi_dung))  # fmt: skip
    if not text:
        return MaDong()
    match = _MA.fullmatch(text) or _MA.fullmatch(_KHOANG_TRONG.sub(r"\1\2", text))
    if match is None:
        warning = f"Không đọc được số thứ tự “{text[:40]}”."
        return MaDong("", DangMa.KHAC, text, canh_bao=(warning,))
    ma = match[1].rstrip(".,):/") or match[1]
    if re.fullmatch(r"[0-9]+,[0-9]+", ma):
        ma = ma.replace(",", ".")
    if not any(map(str.isalnum, ma)):
        return MaDong("", DangMa.KHONG, text)
    return MaDong(ma, shape(ma), text)


def _read_number(value: Decimal, cell: OTho) -> MaDong:
    if value == value.to_integral():
        return MaDong(str(int(value)), DangMa.SO, cell.mot_dong)
    shown = cell.mot_dong.replace(",", ".")
    ma = shown if re.fullmatch(r"[0-9]+\.[0-9]+", shown) else format(value, "f")
    return MaDong(ma, DangMa.SO_CHAM, cell.mot_dong, la_so_le=True)


def split_code(text: str) -> tuple[str, MaDong]:
    """Split "I. Nâng cao nhận thức" into words and code.

    >>> split_code("IV Đẩy mạnh")[0], split_code("IV Đẩy mạnh")[1].ma, split_code("Hạ tầng")[1].ma
    ('Đẩy mạnh', 'IV', '')
    """
    match = _TACH.fullmatch(text.strip())
    if match is None:
        return text.strip(), MaDong()
    ma, words = (match[1], match[2]) if match[1] else (match[3], match[4])
    return words, MaDong(ma, shape(ma), f"{ma}")


def restore_zero(code: MaDong, before: str) -> MaDong:
    """Give back the zero a workbook drops: after 11.9 a number 11.1 is 11.10.

    >>> restore_zero(MaDong("11.1", DangMa.SO_CHAM, "11,1", True), "11.9").ma
    '11.10'
    >>> restore_zero(MaDong("11.1", DangMa.SO_CHAM, "11,1", True), "11").ma
    '11.1'
    """
    if not code.la_so_le:
        return code
    whole, _, part = code.ma.partition(".")
    head, _, last = before.rpartition(".")
    if head != whole or not last.isdecimal() or int(part) > int(last):
        return code
    ma = f"{whole}.{int(last) + 1}"
    if ma.rstrip("0") != code.ma.rstrip("0"):
        return code
    warning = f"Số thứ tự “{code.nguyen_van}” lưu dạng số nên mất số 0; được hiểu là {ma}."
    return MaDong(ma, code.dang, code.nguyen_van, canh_bao=(warning,))
