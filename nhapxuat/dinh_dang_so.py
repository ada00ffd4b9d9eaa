"""Number formats (định dạng số) of workbooks: from a stored number to what it means on paper.

The exact value is shown, the Vietnamese way; where the format hides part of it, a sentence says so.
A date whose format shows only month and year means the whole month, and is written that way.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from donvi.tieng_viet import format_so

MAC_DINH = "General"
DINH_DANG_SAN = {
    0: MAC_DINH, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "0.0E+0", 49: "@",
}  # fmt: skip

_SECTION = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])*')
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
_DIGITS = re.compile(r"[0#?][0#?,.]*")
_NGAY_CUOI = 2_958_465  # 31/12/9999


@dataclass(frozen=True, slots=True)
class SoHien:
    """A number as shown: its words, the typed value, sentences about it, and what is wrong."""

    noi_dung: str
    gia_tri: Decimal | date | datetime | None
    canh_bao: tuple[str, ...] = ()
    cac_loi: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _DinhDang:
    """A format taken apart; ``cac_phan_ngay`` is a set of letters out of d, m, y, h."""

    truoc: str = ""
    sau: str = ""
    cac_phan_ngay: frozenset[str] = frozenset()
    la_phan_tram: bool = False
    chia_nghin: int = 0
    so_le: int | None = None
    so_nguyen: int = 0
    co_nhom: bool = False


def read_number(text: str) -> Decimal | None:
    """Read a number as the file stores it, to the 15 digits workbooks keep.

    >>> read_number("0.30000000000000004"), read_number("1640"), read_number("x")
    (Decimal('0.3'), Decimal('1640'), None)
    """
    try:
        value = Decimal(format(float(text), ".15g"))
    except (ValueError, InvalidOperation):
        return None
    if not value.is_finite():
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral() and abs(value) < 10**15 \
        else value  # fmt: skip


def show_number(so: Decimal, dinh_dang: str, *, tu_1904: bool = False) -> SoHien:
    """Show a stored number by its format; ``tu_1904``: days count from 1904, not 1900.

    >>> show_number(Decimal("1640"), "#,##0").noi_dung, show_number(Decimal("0.6"), "0%").noi_dung
    ('1.640', '60%')
    >>> show_number(Decimal(46266), "mm/yyyy").noi_dung
    'tháng 9/2026'
    >>> show_number(Decimal("0.605"), "0%").canh_bao
    ('Ô hiển thị 61% nhưng giá trị trong tệp là 60,5%.',)
    """
    if dinh_dang == MAC_DINH:
        return SoHien(format(so, "f").replace(".", ","), so)
    parts = _take_apart(_section_for(so, dinh_dang))
    if parts.cac_phan_ngay:
        return _show_date(so, parts.cac_phan_ngay, tu_1904=tu_1904)
    value = so * 100 if parts.la_phan_tram else so
    value = value.scaleb(-3 * parts.chia_nghin) if parts.chia_nghin else value
    shown = _write(value, parts, rounded=True)
    exact = shown
    if parts.so_le is not None and _round(value, parts.so_le) != value:
        exact = _write(value, parts, rounded=False)
    warnings: tuple[str, ...] = ()
    if exact != shown:
        warnings = (f"Ô hiển thị {shown} nhưng giá trị trong tệp là {exact}.",)
    if parts.chia_nghin:
        warnings += (f"Ô hiển thị {shown} nhưng giá trị trong tệp là {format_so(so)}.",)
    return SoHien(exact, value if parts.la_phan_tram or parts.chia_nghin else so, warnings)


def _section_for(so: Decimal, dinh_dang: str) -> str:
    sections = [found for found in _SECTION.findall(dinh_dang) if found]
    if so < 0 and len(sections) > 1:
        return str(sections[1]) if "-" in sections[1] else f"-{sections[1]}"
    return str(sections[0]) if sections else MAC_DINH


@lru_cache(maxsize=512)
def _take_apart(section: str) -> _DinhDang:
    literals: list[tuple[int, str]] = []

    def keep(match: re.Match[str]) -> str:
        literals.append((match.start(), match[1] or match[2] or match[3] or ""))
        return ""

    duration = re.search(r"\[(h+|m+|s+)\]", section, re.IGNORECASE)
    bare = _LITERAL.sub(keep, section)
    if bare.strip().lower() in {"", "general", "@", "standard"}:
        first = section.lower().find("general")
        before = "".join(text for place, text in literals if place <= max(first, 0))
        after = "".join(text for place, text in literals if place > max(first, 0))
        return _DinhDang(before, after)
    parts = _date_parts(bare, is_duration=bool(duration))
    if parts:
        return _DinhDang(cac_phan_ngay=parts)
    digits = _DIGITS.search(bare)
    start = section.find(digits.group()[0]) if digits else 0
    before = "".join(text for place, text in literals if place < start)
    after = "".join(text for place, text in literals if place >= start)
    return _number_format(bare, digits.group() if digits else "", before, after)


def _number_format(bare: str, digits: str, before: str, after: str) -> _DinhDang:
    core = digits.rstrip(",")
    whole, dot, decimals = core.partition(".")
    if "e" in bare.lower() or "/" in bare:
        return _DinhDang(before, after)
    return _DinhDang(
        truoc=("-" if bare.startswith("-") else "") + before,
        sau=("%" if "%" in bare else "") + after,
        la_phan_tram="%" in bare,
        chia_nghin=len(digits) - len(core),
        so_le=len(re.sub("[^0#?]", "", decimals)) if dot else 0 if digits else None,
        so_nguyen=whole.count("0"),
        co_nhom="," in whole,
    )


def _date_parts(bare: str, *, is_duration: bool) -> frozenset[str]:
    letters = set(re.sub(r"am/pm|a/p|general", "h", bare.lower())) & set("dmyhs")
    if is_duration:
        return frozenset("h")
    if letters & {"h", "s"}:
        return frozenset("dmy" if letters & {"d", "y"} else "h")
    return frozenset(letters)


def _round(value: Decimal, so_le: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-so_le), ROUND_HALF_UP)


def _write(value: Decimal, parts: _DinhDang, *, rounded: bool) -> str:
    minus = "-" if value < 0 and not parts.truoc.startswith("-") else ""
    value = abs(value)
    text = format_so(value, parts.so_le if rounded else None)
    if not parts.co_nhom:
        text = text.replace(".", "")
    whole, comma, decimals = text.partition(",")
    return f"{minus}{parts.truoc}{whole.zfill(parts.so_nguyen)}{comma}{decimals}{parts.sau}"


def _show_date(so: Decimal, parts: frozenset[str], *, tu_1904: bool) -> SoHien:
    if parts == {"h"}:
        phut = int(so % 1 * 1440)
        clock = f"{phut // 60:02d}:{phut % 60:02d}"
        return SoHien(clock, None, ("Ô chứa giờ, không phải ngày.",))
    if not (1 <= so <= _NGAY_CUOI or (tu_1904 and so >= 0)) or so > _NGAY_CUOI - 1462:
        loi = f"Ô định dạng ngày nhưng giá trị {format_so(so)} không phải là ngày."
        return SoHien(format_so(so), None, cac_loi=(loi,))
    start = date(1904, 1, 1) if tu_1904 else date(1899, 12, 31 if so < 60 else 30)
    ngay = start + timedelta(days=int(so))
    day, month = f"{ngay.day:02d}", f"{ngay.month:02d}"
    full = f"{day}/{month}/{ngay.year}"
    if parts >= {"d", "m", "y"}:
        return SoHien(full, ngay)
    if parts == {"m", "y"}:
        return SoHien(f"tháng {ngay.month}/{ngay.year}", ngay)
    if parts == {"y"}:
        return SoHien(str(ngay.year), ngay)
    return SoHien(full, ngay, (f"Ô không hiển thị đủ ngày, tháng, năm; trong tệp là {full}.",))


def show_moment(text: str) -> SoHien:
    """Show a date the file keeps in words (ISO 8601)."""
    try:
        moment = datetime.fromisoformat(text.rstrip("Z"))
    except ValueError:
        return SoHien(text, None, cac_loi=(f"Không đọc được ngày “{text}” trong tệp.",))
    ngay = moment.date()
    return SoHien(f"{ngay.day:02d}/{ngay.month:02d}/{ngay.year}", ngay)
