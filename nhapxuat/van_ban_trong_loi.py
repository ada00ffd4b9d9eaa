"""Documents, dates and printed numbers in prose (văn bản, ngày, số thứ tự trong lời văn)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from donvi.tieng_viet import fold, normalise

# Points of a decree-like text: no f, j, w, z (Decree 30/2020/NĐ-CP, Appendix I).
_CHU_DIEM = "abcdđeghiklmnopqrstuvxy"
_LA_MA = re.compile(r"(?=[ivxlIVXL])(?P<la_ma>[xX]{0,3}(?:[iI][xX]|[iI][vV]|[vV]?[iI]{0,3}))")
_GIA_TRI_LA_MA = {"I": 1, "V": 5, "X": 10}

_NGAY = (
    r"(?P<ngay>[0-9]{1,2})\s?(?:/|-|\.|\s+tháng\s+)\s?(?P<thang>[0-9]{1,2})\s?"
    r"(?:/|-|\.|\s+năm\s+)\s?(?P<nam>(?:19|20)[0-9]{2})(?![0-9])"
)
_NGAY_TRONG_LOI = re.compile(rf"(?<![\w/.,\-]){_NGAY}")
_KY_HIEU = r"(?P<ky_hieu>[A-ZĐ][A-Za-zĐđ]{0,8}(?:\s?[-/]\s?[A-ZĐ][A-Za-zĐđ&]{0,12}){1,3})"
_SO_VAN_BAN = re.compile(
    rf"(?<![\w/.,\-])(?P<so>[0-9]{{1,5}}(?:/(?:19|20)[0-9]{{2}})?)\s?[-/]\s?{_KY_HIEU}"
    rf"(?:\s*,?\s*(?:ký )?ngày\s+{_NGAY})?"
    r"(?:\s+của\s+(?P<co_quan>[^,;.()0-9]{3,80}))?"
)
_LOAI_VAN_BAN = re.compile(
    r"(Nghị quyết|Nghị định|Quyết định|Kế hoạch|Công văn|Chương trình hành động|Chương trình"
    r"|Chỉ thị|Thông tư|Luật|Kết luận|Quy định|Hướng dẫn|Thông báo)(?:\s+số)?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class VanBanTrongLoi:
    """A document a text names: kind, number with symbol, date if one stands right behind it."""

    loai: str
    so_hieu: str
    ngay: date | None
    co_quan: str

    @property
    def khoa(self) -> str:
        """Give the number folded without spaces, to compare."""
        return re.sub(r"\s", "", fold(self.so_hieu))

    @property
    def ky_hieu(self) -> str:
        """Give the symbol without the number, folded: "ctr/du".

        >>> VanBanTrongLoi("", "01-CTr/ĐU", None, "").ky_hieu
        'ctr/du'
        """
        return re.sub(r"^[0-9]+(?:/[0-9]{4})?[-/]", "", self.khoa)

    def __str__(self) -> str:
        return f"{self.loai} số {self.so_hieu}".strip() if self.loai else f"văn bản {self.so_hieu}"


def find_documents(text: str) -> list[VanBanTrongLoi]:
    """Find the documents a text names by number and symbol, in order.

    >>> [one] = find_documents("Kế hoạch số 231/KH-UBND ngày 10/5/2025 của UBND tỉnh")
    >>> str(one), one.ngay, one.co_quan
    ('Kế hoạch số 231/KH-UBND', datetime.date(2025, 5, 10), 'UBND tỉnh')
    """
    plain = normalise(text)
    return [_document(found, plain) for found in _SO_VAN_BAN.finditer(plain)]


def _document(found: re.Match[str], text: str) -> VanBanTrongLoi:
    kind = _LOAI_VAN_BAN.search(text[max(0, found.start() - 40) : found.start()])
    ngay = _make_date(found) if found["nam"] else None
    so_hieu = re.sub(r"\s", "", text[found.start("so") : found.end("ky_hieu")])
    issuer = re.split(r"\s(?:về|phê|ban hành|sửa|thực|triển|hướng|quy)\b", found["co_quan"] or "")[
        0
    ]
    return VanBanTrongLoi(kind[1] if kind else "", so_hieu, ngay, issuer.strip())


@dataclass(frozen=True, slots=True)
class NgayTrongLoi:
    """A whole date in a text; ``ngay`` is None for a day no calendar has."""

    nguyen_van: str
    ngay: date | None


def find_dates(text: str) -> list[NgayTrongLoi]:
    """Find whole dates, in figures or as "ngày .. tháng .. năm ..".

    >>> [(one.nguyen_van, one.ngay) for one in find_dates("31/02/2026, ngày 05 tháng 3 năm 2026")]
    [('31/02/2026', None), ('05 tháng 3 năm 2026', datetime.date(2026, 3, 5))]
    """
    return [
        NgayTrongLoi(found.group(), _make_date(found))
        for found in _NGAY_TRONG_LOI.finditer(normalise(text))
    ]


def _make_date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["nam"]), int(found["thang"]), int(found["ngay"]))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class SoThuTu:
    """A printed number as a place in a row: its kind, the words before it, its value from 1."""

    kieu: str
    truoc: str
    gia_tri: int


def read_mark(so_in: str) -> SoThuTu | None:
    """Read a printed number: "III", "Phần I", "2.1", "đ)"; None for what numbers nothing.

    >>> read_mark("Phần II"), read_mark("2.3"), read_mark("đ)")
    (SoThuTu(kieu='la_ma', truoc='phan', gia_tri=2), SoThuTu(kieu='so', truoc='2.', gia_tri=3), \
SoThuTu(kieu='chu', truoc='', gia_tri=5))
    """
    *before, last = normalise(so_in).split(" ") or [""]
    truoc, mark = fold(" ".join(before)), last.rstrip(".):/")
    head, dot, tail = mark.rpartition(".")
    truoc = f"{truoc} {head}{dot}".strip()
    if re.fullmatch("[0-9]{1,4}", tail):
        return SoThuTu("so", truoc, int(tail))
    roman = _LA_MA.fullmatch(tail)
    if tail and roman and tail == tail.upper():
        return SoThuTu("la_ma", truoc, _roman(tail))
    if len(tail) == 1 and tail.lower() in _CHU_DIEM:
        return SoThuTu("chu", truoc, _CHU_DIEM.index(tail.lower()) + 1)
    return None


def _roman(mark: str) -> int:
    values = [_GIA_TRI_LA_MA[one] for one in mark.upper()]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def check_numbering(marks: Sequence[str]) -> list[str]:
    """Say in Vietnamese what is wrong with the numbers of rows that stand side by side.

    Told apart by kind and words before them, so "Phần I" and "1" never count together; a row
    that begins elsewhere than at 1 may continue another one and is left alone.

    >>> check_numbering(["I", "IV", "IV"])
    ['“IV” in 2 lần', 'thiếu số giữa “I” và “IV”']
    >>> check_numbering(["I", "II", "III", "IV", "V", "III"])
    ['“III” in 2 lần']
    >>> check_numbering(["1", "3", "2"])
    ['“2” đứng sau “3”']
    >>> check_numbering(["1.", "2.", "3."]), check_numbering(["a)", "b)", "c)", "d)", "đ)"])
    ([], [])
    """
    rows: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for mark in marks:
        read = read_mark(mark)
        if read:
            rows.setdefault((read.kieu, read.truoc), []).append((mark.rstrip(".): "), read.gia_tri))
    return [sentence for row in rows.values() for sentence in _check_row(row)]


def _check_row(row: list[tuple[str, int]]) -> Iterator[str]:
    seen = Counter(value for _, value in row)
    names = {value: name for name, value in reversed(row)}
    for value, times in seen.items():
        if times > 1:
            yield f"“{names[value]}” in {times} lần"
    for (before, low), (after, high) in pairwise(row):
        if high > low + 1 and high - 1 not in seen:
            yield f"thiếu số giữa “{before}” và “{after}”"
        elif high < low and seen[high] == 1:
            yield f"“{after}” đứng sau “{before}”"
