"""Automatic numbering (đánh số tự động) of Word: the "1.", "a)", "IV." nobody typed.

The TT column of many annexes is numbered by Word, so its cells hold no characters at all.
"""

import re
import zipfile
from dataclasses import dataclass, field

from nhapxuat.goi_ooxml import read_events

_KY_SO_LA_MA = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_TRAM = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
         (40, "XL"))  # fmt: skip
_PART = re.compile("%([1-9])")


@dataclass(frozen=True, slots=True)
class CapDanhSo:
    """One level of a list: kind of number, its pattern ("%1.%2."), its first number."""

    kieu_so: str = "decimal"
    mau_chu: str = "%1."
    bat_dau: int = 1


@dataclass(slots=True)
class BoDanhSo:
    """Numbers paragraphs in the order of the document."""

    cac_cap: dict[str, dict[int, CapDanhSo]] = field(default_factory=dict)
    ke_thua: dict[str, str] = field(default_factory=dict)
    theo_kieu: dict[str, tuple[str, int]] = field(default_factory=dict)
    ghi_de: dict[str, dict[int, int]] = field(default_factory=dict)
    dang_dem: dict[str, list[int | None]] = field(default_factory=dict)
    da_gap: set[str] = field(default_factory=set)

    def number(self, num_id: str, cap: int, kieu: str) -> str:
        """Give the next label of a list, "" where the paragraph belongs to none."""
        if not num_id and kieu in self.theo_kieu:
            num_id, cap = self.theo_kieu[kieu]
        abstract = self.ke_thua.get(num_id)
        if abstract is None or not 0 <= cap <= 8:
            return ""
        levels = self.cac_cap.get(abstract, {})
        counts = self.dang_dem.setdefault(abstract, [None] * 9)
        if num_id not in self.da_gap:
            self.da_gap.add(num_id)
            for place, start in self.ghi_de.get(num_id, {}).items():
                counts[place] = start - 1
        level = levels.get(cap, CapDanhSo())
        current = counts[cap]
        counts[cap] = level.bat_dau if current is None else current + 1
        counts[cap + 1 :] = [None] * (8 - cap)
        return _label(levels, counts, cap)


def _label(levels: dict[int, CapDanhSo], counts: list[int | None], cap: int) -> str:
    level = levels.get(cap, CapDanhSo())
    if level.kieu_so == "bullet":
        return "-"
    if level.kieu_so == "none":
        return ""

    def one(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        other = levels.get(place, CapDanhSo())
        return write_number(counts[place] or other.bat_dau, other.kieu_so)

    return _PART.sub(one, level.mau_chu).strip()


def write_number(so: int, kieu_so: str) -> str:
    """Write a number as a list of Word shows it.

    >>> write_number(4, "upperRoman"), write_number(28, "lowerLetter"), write_number(3, "decimal")
    ('IV', 'bb', '3')
    """
    if kieu_so.endswith("Roman") and so < 4000:
        text = ""
        for value, sign in (*_TRAM, *_KY_SO_LA_MA):
            text += sign * (so // value)
            so %= value
        return text if kieu_so == "upperRoman" else text.lower()
    if kieu_so.endswith("Letter") and 0 < so < 800:
        text = chr(ord("a") + (so - 1) % 26) * ((so - 1) // 26 + 1)
        return text.upper() if kieu_so == "upperLetter" else text
    return f"{so:02d}" if kieu_so == "decimalZero" else str(so)


def read_numbering(goi: zipfile.ZipFile, numbering: str, styles: str) -> BoDanhSo:
    """Read the lists of a document, and which paragraph styles are numbered."""
    bo = BoDanhSo()
    abstract = num = ""
    cap = 0
    found: dict[str, str] = {}
    for kind, tag, attributes in read_events(goi, numbering):
        if (kind, tag) == ("mo", "abstractNum"):
            abstract, num = attributes.get("abstractNumId", ""), ""
        elif (kind, tag) == ("mo", "num"):
            num = attributes.get("numId", "")
        elif kind == "mo" and tag in {"lvl", "lvlOverride"}:
            cap, found = _int(attributes.get("ilvl", "")), {}
        elif kind == "mo":
            found[tag] = attributes.get("val", "")
            _read_list(bo, num, cap, tag, found[tag])
        elif (kind, tag) == ("dong", "lvl") and not num:
            bo.cac_cap.setdefault(abstract, {})[cap] = _level(found)
    _read_numbered_styles(goi, styles, bo)
    return bo


def _read_list(bo: BoDanhSo, num: str, cap: int, tag: str, value: str) -> None:
    if num and tag == "abstractNumId":
        bo.ke_thua[num] = value
    elif num and tag == "startOverride":
        bo.ghi_de.setdefault(num, {})[cap] = _int(value, 1)


def _level(found: dict[str, str]) -> CapDanhSo:
    return CapDanhSo(
        found.get("numFmt", "decimal"), found.get("lvlText", ""), _int(found.get("start", ""), 1)
    )


def _read_numbered_styles(goi: zipfile.ZipFile, styles: str, bo: BoDanhSo) -> None:
    style = ""
    cap = 0
    for kind, tag, attributes in read_events(goi, styles):
        if kind != "mo":
            continue
        if tag == "style":
            style, cap = attributes.get("styleId", ""), 0
        elif tag == "ilvl":
            cap = _int(attributes.get("val", ""))
        elif tag == "numId" and style:
            bo.theo_kieu[style] = (attributes.get("val", ""), cap)


def _int(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else otherwise
