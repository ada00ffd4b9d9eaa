"""Take the words of one cell apart: numbers, units, comparisons, scope (phạm vi).

Works on tidied text only and knows no levels; ``muc_chi_tieu`` puts the parts together.
"""

import re
import unicodedata
from decimal import Decimal

from chitieu import tu_vung_muc as tu_vung
from donvi.tieng_viet import format_so

_SIDES = {">=": 1, ">": 1, "<=": -1, "<": -1}
_LOOKALIKES = str.maketrans("\u00d0\u00f0\u0189", "ĐđĐ")
_MAX_WHOLE_DIGITS = 14
_MAX_DECIMALS = 6


class ChuaDocDuoc(ValueError):
    """The cell cannot be read with certainty; the text is the warning the user sees."""


_CHI_SO_TREN = re.compile("(?<=[0-9%)])[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+")


def drop_note_marks(text: str) -> str:
    """Drop raised digits behind a figure: they point to a note, "80¹" is no 801.

    >>> drop_note_marks("80%¹"), drop_note_marks("50 m²")
    ('80%', '50 m²')
    """
    return _CHI_SO_TREN.sub("", text)


def tidy(text: str) -> str:
    """Compose letters, use one spelling of digits, spaces and symbols, drop bullets and stops."""
    kept = (
        " " if char.isspace() else char
        for char in text
        if char.isspace() or not unicodedata.category(char).startswith("C")
    )
    text = unicodedata.normalize("NFKC", "".join(kept)).translate(_LOOKALIKES)
    text = "".join(str(unicodedata.decimal(char, char)) for char in text)
    text = " ".join(text.split())
    for pattern, symbol in tu_vung.SYMBOL_SPELLINGS:
        text = pattern.sub(symbol, text)
    text = tu_vung.SHARE_SIGN.sub(r"\g<word>", text)
    return " ".join(re.sub(r"^(?:[-+*•·▪◦]\s+)+", "", text).rstrip(" .,;:").split())


def respell_counts(text: str) -> str:
    """Write counts in digits where words stand for a level: "ít nhất một", "gấp đôi"."""
    text = tu_vung.SPELT_TWICE.sub(_check_spelt, text)
    text = tu_vung.TWOFOLD.sub("gấp 2 lần", text)
    return tu_vung.SPELT_COUNT.sub(
        lambda found: f"{found['lead']} {tu_vung.COUNT_WORDS[found['count'].lower()]}", text
    )


def _check_spelt(found: re.Match[str]) -> str:
    """Give the figure of "02 (hai)", which says its number twice."""
    if int(found["number"]) != int(tu_vung.COUNT_WORDS[found["count"].lower()]):
        raise ChuaDocDuoc(f"“{found[0]}”: số và chữ khác nhau; đề nghị ghi lại con số.")
    return found["number"]


def spread_scales(text: str) -> str:
    """Write "10 nghìn lượt" as "10000 lượt"; amounts of money keep their unit.

    >>> spread_scales("đạt 1,2 triệu lượt"), spread_scales("2 nghìn tỷ đồng, 5 nghìn đồng")
    ('đạt 1200000 lượt', '2000 tỷ đồng, 5 nghìn đồng')

    :raises ChuaDocDuoc: a scale that may belong to two numbers ("1 - 2 nghìn").
    """
    for number in reversed(_unnamed_numbers(text)):
        found = tu_vung.SCALED.match(text, number.end())
        if found is None:
            continue
        value, warnings = read_decimal(number[0])
        if warnings or re.search(r"[0-9]\s*(?:-|đến|tới)\s*$", text[: number.start()]):
            said = f"{number[0]}{found[0]}"
            raise ChuaDocDuoc(f"“{said}” có thể đọc nhiều cách; đề nghị ghi đủ chữ số.")
        value *= tu_vung.SCALES[found["scale"].lower()]
        digits = format_so(value).replace(".", "")
        return spread_scales(text[: number.start()] + digits + text[found.end() :])
    return text


def find_numbers(text: str) -> list[re.Match[str]]:
    """List the numbers that can be a level: no dates, documents, codes such as 6G.

    Numbers of a scope (an age, a speed) count only where there is no other.
    """
    numbers = _unnamed_numbers(text)
    return _outside_scopes(text, numbers) or numbers


def _unnamed_numbers(text: str) -> list[re.Match[str]]:
    """List the numbers that are no part of a name or code."""
    names = [found.span() for found in tu_vung.NAMES.finditer(text)]
    return [
        number
        for number in tu_vung.NUMBER.finditer(text)
        if not _inside(number, names) and not _is_code(text, number)
    ]


def _outside_scopes(text: str, numbers: list[re.Match[str]]) -> list[re.Match[str]]:
    """Leave out the numbers that are an age or a speed."""
    scopes = [found.span() for found in tu_vung.SCOPES.finditer(text)]
    return [number for number in numbers if not _inside(number, scopes)]


def _inside(number: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    """Tell whether a number lies in one of the spans."""
    return any(start <= number.start() and number.end() <= end for start, end in spans)


def _is_code(text: str, number: re.Match[str]) -> bool:
    """Tell whether a number is glued to letters that are no unit: 6G, IPv6, 3D."""
    before, after = text[: number.start()][-1:], text[number.end() :][:1]
    if before.isalnum() or before == "_":
        return True
    return (after.isalnum() or after == "_") and not tu_vung.UNIT.match(text, number.end())


def read_decimal(literal: str) -> tuple[Decimal, tuple[str, ...]]:
    """Read "1.640" as 1640 and "1,5" as 1.5; warn where another reading is possible.

    >>> read_decimal("1.640")[0], read_decimal("98,5")[0], read_decimal("98.5")[0]
    (Decimal('1640'), Decimal('98.5'), Decimal('98.5'))

    :raises ChuaDocDuoc: not a number, or more digits than a figure may have.
    """
    warnings: tuple[str, ...] = ()
    if re.fullmatch(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?", literal):
        value = Decimal(literal.replace(".", "").replace(",", "."))
    elif re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?", literal):
        value = Decimal(literal.replace(",", "."))
        if tu_vung.TWO_WAYS.fullmatch(literal):
            warnings = (f"“{literal}” được đọc theo dấu phẩy thập phân: {format_so(value)}.",)
    elif re.fullmatch(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?", literal):
        value = Decimal(literal.replace(",", ""))
        warnings = (f"“{literal}” ghi theo kiểu nước ngoài, được đọc là {format_so(value)}.",)
    else:
        raise ChuaDocDuoc(f"“{literal}” không phải cách ghi số; đề nghị ghi như 1.640 hoặc 98,5.")
    if value.adjusted() >= _MAX_WHOLE_DIGITS or len(literal) > 2 * _MAX_WHOLE_DIGITS:
        raise ChuaDocDuoc(f"Con số dài quá {_MAX_WHOLE_DIGITS} chữ số; đề nghị kiểm tra lại.")
    if value != round(value, _MAX_DECIMALS):
        raise ChuaDocDuoc(f"Con số có quá {_MAX_DECIMALS} chữ số thập phân; đề nghị làm tròn.")
    return value, warnings


def take_unit(text: str, start: int) -> tuple[int, str | None]:
    """Read the unit at ``start``; return where it ends and its usual spelling."""
    found = tu_vung.UNIT.match(text, start)
    if found is None or tu_vung.NOT_UNIT_TAIL.match(text, found.end()):
        return start, None
    unit = found["unit"].lower()
    if unit.startswith(("%", "phần trăm", "°", "o")):
        base = (found["base"] or "").lower()
        unit = f"% {tu_vung.SPELLED_UNITS.get(base, base)}".rstrip()
    per = re.sub(r"\s?/\s?", "/", found["per"] or "").lower()
    return found.end(), tu_vung.SPELLED_UNITS.get(unit, unit) + per


def split_lead(before: str) -> tuple[str, str | None]:
    """Split the words before a number into scope and the comparison next to the number."""
    if before.endswith((".", ",")):
        raise ChuaDocDuoc(
            "Trước con số có dấu chấm hoặc dấu phẩy viết liền; đề nghị ghi lại con số."
        )
    written: str | None = None
    while True:
        before = tu_vung.FILLER_TAIL.sub("", before.rstrip(" :(")).rstrip(" :(")
        found = tu_vung.OPERATOR_TAIL.search(before)
        if not found:
            break
        outer = tu_vung.OPERATORS[found[0].lower()]
        if written in (None, "từ"):
            written = outer
        elif outer != "từ" and _SIDES.get(outer) != _SIDES.get(written or ""):
            raise ChuaDocDuoc("Trước con số có hai cách so sánh khác nhau; đề nghị giữ một.")
        before = before[: found.start()]
    if tu_vung.NEGATION.search(before):
        raise ChuaDocDuoc("Trước con số có từ phủ định; đề nghị ghi rõ mức phải đạt.")
    return before, written


def split_suffix(after: str) -> tuple[str, str | None]:
    """Split "trở lên", "trở xuống" off the words after a number and its unit."""
    found = tu_vung.SUFFIX_HEAD.match(after)
    if not found:
        return after, None
    return after[found.end() :], tu_vung.SUFFIXES[found[1].lower()]


def split_time_limit(before: str, unit: str | None) -> tuple[str, str | None]:
    """Split "trong" off the words before a length of time: "trong 3 ngày" is at most 3 days."""
    found = tu_vung.WITHIN.search(before)
    if not found or (unit or "").partition("/")[0] not in tu_vung.TIMES:
        return before, None
    return before[: found.start()], "<="


def compare_level(written: str | None, suffix: str | None, pham_vi: str) -> str:
    """Choose the comparison of one number; bare numbers are "=" (compared by direction)."""
    if written == "từ":
        if suffix is None and "trở xuống" in pham_vi.lower():
            raise ChuaDocDuoc("“Từ ... trở xuống” không liền con số; đề nghị ghi “không quá”.")
        return suffix or ">="
    if suffix is None:
        return written or "="
    if _SIDES.get(written or "", _SIDES[suffix]) != _SIDES[suffix]:
        raise ChuaDocDuoc("Trước và sau con số có hai cách so sánh trái nhau; đề nghị giữ một.")
    return suffix


def compare_range(written: str | None, suffix: str | None, width: Decimal) -> str:
    """Choose the comparison of a range: within it ("="), or about it ("~")."""
    if suffix or written not in (None, "từ", "=", "~"):
        raise ChuaDocDuoc("Ô vừa ghi khoảng giá trị vừa ghi cách so sánh; đề nghị giữ một.")
    if width <= 0:
        raise ChuaDocDuoc("Khoảng giá trị phải ghi từ số nhỏ đến số lớn.")
    return "~" if written == "~" else "="


def take_scope(before: str, after: str) -> str:
    """Join the words around a level into its scope (phạm vi); refuse what hides another level."""
    if tu_vung.STRAY.search(before) or tu_vung.STRAY.search(after):
        raise ChuaDocDuoc("Cạnh con số có ký hiệu lạ nên chưa đọc được mức; đề nghị ghi lại.")
    scope = _clean_scope(f"{before} {after}")
    if respell_counts(scope) != scope or _outside_scopes(scope, _unnamed_numbers(scope)):
        raise ChuaDocDuoc("Quanh con số còn một con số khác; đề nghị tách thành từng mức.")
    if scope.lower() in tu_vung.COUNT_WORDS:
        raise ChuaDocDuoc("Quanh con số còn một con số khác; đề nghị tách thành từng mức.")
    if tu_vung.ZERO.search(scope):
        raise ChuaDocDuoc("Ô vừa có con số vừa có “không để xảy ra”; đề nghị tách thành từng mức.")
    return scope


def _clean_scope(scope: str) -> str:
    """Drop empty, outer and unpaired parentheses and punctuation at the ends."""
    while True:
        cleaned = " ".join(re.sub(r"\(\s*\)", " ", scope).split()).strip(" .,;:-/")
        if not _is_balanced(cleaned):
            cleaned = re.sub(r"[()]", " ", cleaned)
        elif cleaned[:1] == "(" and cleaned[-1:] == ")" and _is_balanced(cleaned[1:-1]):
            cleaned = cleaned[1:-1]
        if not any(map(str.isalnum, cleaned)):
            cleaned = ""
        if cleaned == scope:
            return scope
        scope = cleaned


def _is_balanced(text: str) -> bool:
    """Tell whether each parenthesis has its pair."""
    depth = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return False
    return depth == 0
