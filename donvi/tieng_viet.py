"""Vietnamese text: comparing, searching and sorting it, and writing numbers and dates.

Everything here takes and gives plain values and knows no database. ``fold`` and ``sort_key``
make the columns that are stored beside a name, so that SQLite and PostgreSQL find and sort alike.
What a person wrote is never replaced by these forms: they stand beside the original words.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache

# Eth and African D look like Đ and come out of old fonts and scans.
_CHU_DE_NHAM = str.maketrans({"\u00d0": "\u0110", "\u00f0": "\u0111", "\u0189": "\u0110"})
_DAU_TRU = "\u2212"

# Sắc, huyền, hỏi, ngã, nặng as combining marks; the number is the rank in the dictionary
# (ngang 0, huyền 1, hỏi 2, ngã 3, sắc 4, nặng 5).
_THU_TU_THANH = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}

# Open syllables in -oa, -oe, -uy, where the tone is written on either vowel. "qu" is an initial
# of its own, hence quý is left alone. A letter or mark after the vowel closes the syllable.
_CUOI_AM_TIET = r"(?![^\W\d_]|[\u0300-\u036f])"
_THANH_KIEU_MOI = re.compile(
    rf"(?:(o)([àáảãạèéẻẽẹ])|(?<!q)(u)([ỳýỷỹỵ])){_CUOI_AM_TIET}", re.IGNORECASE
)

# The alphabet with f, j, w, z in their usual places: 33 letters, one character of the key each.
# 0, 1 and 2 are kept for "end", "next token" and "number".
_BANG_CHU_CAI = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_MA_CHU_CAI = dict(zip(_BANG_CHU_CAI, "3456789abcdefghijklmnopqrstuvwxyz", strict=True))
_TIENG_NHO = 8192  # words whose key is remembered: Vietnamese has some 7,000 syllables
_TU_HOAC_SO = re.compile(r"[0-9]{1,20}|(?:[^\W\d_][\u0300-\u036f]*)+")

_SO_LA_MA = re.compile(r"(?<![^\W_])(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})(?![^\W_])")
_GIA_TRI_LA_MA = {"I": 1, "V": 5, "X": 10}

_SO = re.compile(r"(?P<dau>[-+]?)(?P<nguyen>[0-9]+|[1-9][0-9]{0,2}(?:[. ][0-9]{3})+)"
                 r"(?:,(?P<le>[0-9]+))?")  # fmt: skip


class SoKhongDocDuoc(ValueError):
    """Say in Vietnamese why a text is not a number."""

    def __init__(self, nguyen_van: str) -> None:
        super().__init__(
            f"Không đọc được số “{nguyen_van}”: cần viết theo lối Việt Nam, dấu chấm ngăn từng "
            "nhóm ba chữ số và dấu phẩy trước phần thập phân, ví dụ 1.640 hoặc 70,63."
        )


class _BangKyTu(dict[int, str | None]):
    """A table for ``str.translate`` that fills itself: what becomes of a character (None: gone)."""

    def __init__(self, decide: Callable[[str], str | None]) -> None:
        super().__init__()
        self._decide = decide

    def __missing__(self, code: int) -> str | None:
        kept = self._decide(chr(code))
        if len(self) < _KY_TU_NHO:
            self[code] = kept
        return kept


def _visible(char: str) -> str | None:
    """Drop what nobody sees; one kind of Đ, one kind of dash."""
    category = unicodedata.category(char)
    if not char.isspace() and category in {"Cf", "Cc"}:
        return None
    unified = char.translate(_CHU_DE_NHAM)
    return "-" if char == _DAU_TRU or category == "Pd" else unified


def _bare(char: str) -> str | None:
    return None if unicodedata.category(char) == "Mn" else char


# Letters and signs of plans that stay as they are; a text with any other is looked at closely.
_CO_THE_LA = re.compile(
    "[^ -~\n\u00a0\u00c0-\u00cf\u00d1-\u00ef\u00f1-\u0188\u018a-\u024f\u0300-\u036f\u1e00-\u1eff]"
)
_KY_TU_NHO = 4096  # characters a table remembers; a text may hold any of a million
_NHIN_THAY = _BangKyTu(_visible)
_KHONG_DAU = _BangKyTu(_bare)


def _move_tone(match: re.Match[str]) -> str:
    """Put the tone of "oà", "oẻ", "uý" on the first of the two vowels."""
    first, second = (group for group in match.groups() if group)
    base, tone = list(unicodedata.normalize("NFD", second))
    return unicodedata.normalize("NFC", first + tone) + base


def normalise(text: str) -> str:
    """Bring spellings that differ only in keyboard habits to one form, case and tones kept.

    Composed letters (NFC), no invisible characters, one kind of dash, the tone of open -oa, -oe
    and -uy on the first vowel (hóa, khỏe, ủy, as decrees print them), single spaces (line ends
    are spaces). Applying it twice changes nothing more.

    >>> normalise(" Phòng\\u00a0Văn hoá \\u2013 Xã hội ")
    'Phòng Văn hóa - Xã hội'
    >>> normalise("Uỷ ban, Quý II, HOÀ, hoàn")
    'Ủy ban, Quý II, HÒA, hoàn'
    """
    if _CO_THE_LA.search(text):
        text = text.translate(_NHIN_THAY)
    unified = unicodedata.normalize("NFC", text)
    return " ".join(_THANH_KIEU_MOI.sub(_move_tone, unified).split())


def fold(text: str) -> str:
    """Reduce a text to small letters without marks, for search and for comparing keys.

    Everything ``normalise`` does, and đ is d. Applying it twice changes nothing more.

    >>> fold("  ĐẢNG UỶ xã\\nKỳ Lạc ")
    'dang uy xa ky lac'
    """
    decomposed = unicodedata.normalize("NFD", normalise(text).lower())
    bare = decomposed.translate(_KHONG_DAU)
    return " ".join(unicodedata.normalize("NFC", bare.replace("đ", "d")).split())


def _split_letter(letter: str) -> tuple[str, str]:
    """Split a small letter with its marks into key character ("" if foreign) and tone rank."""
    base, *marks = list(unicodedata.normalize("NFD", letter))
    tone = next((_THU_TU_THANH[mark] for mark in marks if mark in _THU_TU_THANH), "")
    quality = "".join(mark for mark in marks if mark not in _THU_TU_THANH)
    composed = unicodedata.normalize("NFC", base + quality)
    return _MA_CHU_CAI.get(composed, _MA_CHU_CAI.get(base, "")), tone


@lru_cache(maxsize=_TIENG_NHO)
def _encode_token(token: str) -> tuple[str, str]:
    """Give the two levels of one word or number: its letters, its tone."""
    if token[0].isdecimal():
        digits = token.lstrip("0") or "0"
        return f"2{chr(ord('a') + len(digits) - 1)}{digits}", "0"
    letters = [_split_letter(letter) for letter in re.findall(r"\w[\u0300-\u036f]*", token)]
    tones = "".join(tone for _, tone in letters)
    return "".join(code for code, _ in letters), tones[:1] or "0"


def sort_key(text: str) -> str:
    """Make a key that sorts names as a Vietnamese dictionary does; store it beside the name.

    a ă â b c d đ e ê ... decide first, letter by letter and word by word; then the tones, from
    the first syllable on (ngang, huyền, hỏi, ngã, sắc, nặng). Case, punctuation and the place
    of the tone count for nothing. Whole numbers sort by value, before letters: "15.2" comes
    before "15.10". The key has only 0-9 and a-z, so every collation sorts it bytewise; it is at
    most ``4 * len(text) + 1`` characters long when the text is in NFC.

    >>> sorted(["Ấp", "đi", "ăn", "da", "áo", "Đà", "an", "âm"], key=sort_key)
    ['an', 'áo', 'ăn', 'âm', 'Ấp', 'da', 'Đà', 'đi']
    >>> sorted(["Thôn 10", "Thôn 2", "thôn Đông"], key=sort_key)
    ['Thôn 2', 'Thôn 10', 'thôn Đông']
    """
    encoded = map(_encode_token, _TU_HOAC_SO.findall(normalise(text).lower()))
    tokens = [(letters, tone) for letters, tone in encoded if letters]
    tones = "".join(tone for _, tone in tokens).rstrip("0")
    return "1".join(letters for letters, _ in tokens) + "0" + tones


def _roman_to_arabic(match: re.Match[str]) -> str:
    values = [_GIA_TRI_LA_MA[digit] for digit in match.group()]
    following = [*values[1:], 0]
    return str(sum(-v if v < after else v for v, after in zip(values, following, strict=True)))


def code_sort_key(ma: str) -> str:
    """Make the sort key of a numbering such as "A.III.5", "IV." or "15.10".

    Capital I to XXXIX standing alone count as numbers; small letters and other capitals (A, B,
    C, D ...) stay letters. A parent comes before its children. "II" and "2" get the same key.

    >>> sorted(["B", "A.IX.1", "A.V", "A.IX", "C", "A", "A.V.10", "A.V.9"], key=code_sort_key)
    ['A', 'A.V', 'A.V.9', 'A.V.10', 'A.IX', 'A.IX.1', 'B', 'C']
    """
    return sort_key(_SO_LA_MA.sub(_roman_to_arabic, normalise(ma)))


def format_so(value: Decimal | int, so_le: int | None = None) -> str:
    """Write a number the Vietnamese way: dots between thousands, a comma before decimals.

    ``so_le`` decimals, rounded half up; without it all decimals but trailing zeros.

    >>> format_so(1640), format_so(Decimal("70.630")), format_so(Decimal("2.5"), 0)
    ('1.640', '70,63', '3')

    :raises ValueError: the value is infinite or not a number.
    """
    if so_le is None and type(value) is int:
        return f"{value:,}".replace(",", ".")
    exact = Decimal(value)
    if not exact.is_finite():
        msg = f"Không viết được số {value}: cần một số hữu hạn."
        raise ValueError(msg)
    with localcontext(rounding=ROUND_HALF_UP):
        plain = f"{exact.copy_abs():{'f' if so_le is None else f'.{so_le}f'}}"
    whole, _, fraction = plain.partition(".")
    if so_le is None:
        fraction = fraction.rstrip("0")
    minus = "-" if exact < 0 and plain.strip("0.") else ""
    return minus + f"{int(whole):,}".replace(",", ".") + (f",{fraction}" if fraction else "")


def format_gon(value: Decimal | int, so_le: int = 2) -> str:
    """Write a number with at most ``so_le`` decimals (rounded half up), trailing zeros dropped.

    >>> format_gon(Decimal("85.483871")), format_gon(Decimal("62.00")), format_gon(1640)
    ('85,48', '62', '1.640')
    """
    text = format_so(value, so_le)
    return text.rstrip("0").rstrip(",") if "," in text else text


def parse_so(text: str) -> Decimal:
    """Read a number written the Vietnamese way: "1.640" is 1640, "70,63" is 70.63.

    Dots (or single spaces) must stand between groups of exactly three digits, and only a comma
    starts the decimals; anything else is refused, not guessed.

    >>> parse_so("1.640"), parse_so("70,63"), parse_so("01"), parse_so("-1 250,5")
    (Decimal('1640'), Decimal('70.63'), Decimal('1'), Decimal('-1250.5'))

    :raises SoKhongDocDuoc: the text is not such a number; str() is a sentence for the user.
    """
    match = _SO.fullmatch(normalise(text))
    if match is None:
        raise SoKhongDocDuoc(text)
    whole = re.sub("[. ]", "", match["nguyen"])
    minus = "-" if match["dau"] == "-" else ""
    return Decimal(f"{minus}{whole}.{match['le']}" if match["le"] else f"{minus}{whole}")


def format_dong(so_tien: int) -> str:
    """Write an amount of whole đồng with its unit.

    >>> format_dong(3_711_000_000)
    '3.711.000.000 đồng'
    """
    return f"{format_so(so_tien)} đồng"


def format_ngay(ngay: date) -> str:
    """Write a date for tables and forms.

    >>> format_ngay(date(2026, 1, 5))
    '05/01/2026'
    """
    return f"{ngay.day:02d}/{ngay.month:02d}/{ngay.year:04d}"


def format_ngay_van_ban(ngay: date) -> str:
    """Write a date for the head of a document, as Decree 30/2020/NĐ-CP, Appendix I, II.4 asks.

    A zero stands before days below 10 and before months 1 and 2 only.

    >>> format_ngay_van_ban(date(2026, 1, 5)), format_ngay_van_ban(date(2026, 3, 15))
    ('ngày 05 tháng 01 năm 2026', 'ngày 15 tháng 3 năm 2026')
    """
    thang = f"{ngay.month:02d}" if ngay.month <= 2 else f"{ngay.month}"
    return f"ngày {ngay.day:02d} tháng {thang} năm {ngay.year}"
