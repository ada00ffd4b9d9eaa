"""Columns that belong together (nhóm cột): money by source and by year, marks below quarters.

A header alone seldom tells them: "NS tỉnh" is money only where figures stand below it, "Quý I" a
deadline only where marks do. Looked at before single columns are settled (``doan_cot``).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from donvi.tieng_viet import SoKhongDocDuoc, fold, parse_so
from nhapxuat.bang_tho import BangTho
from nhapxuat.tu_vung_cot import LoaiCot, read_header, read_year

_TIEN = re.compile(
    r"kinh phi|du toan|\bnguon\b|so tien|von\b|nhu cau|chia ra|thanh tien|^kp\b|muc chi|co cau"
    r"|^phan (?:bo|ky)(?! (?:chi|muc) tieu)"
)
_NGUON = re.compile(
    r"\bngan sach\b|^ns\b|\bns(?:tw|nn|dp|t|x|h)\b|xa hoi hoa|\bxhh\b|huy dong|tai tro|dong gop"
    r"|doanh nghiep|trung uong|\bcap (?:tinh|xa|huyen)\b|^(?:tinh|xa|tw|dan|khac)$|\bkhac$"
    r"|muc tieu quoc gia|\bmtqg\b|su nghiep|dau tu cong|hop phap|chuyen nguon|du phong|long ghep"
)
_NGUON_CHUNG = re.compile(r"^nguon(?: (?:kinh phi|von|ngan sach|thuc hien|chi|tien))*$")
_TONG = re.compile(r"^(?:tong|cong)\b")
_CHI_TIEU = re.compile(r"chi tieu|muc tieu|chi so|phan dau")
_COT_TONG = re.compile(
    r"tong(?: (?:muc|so|cong|hop|von|nhu cau|gia tri|chi phi|cac nguon))*|cong"
    r"|(?:ca|toan) (?:nam|giai doan)"
)
_QUY = re.compile(r"(?:quy|q)\.? ?(?:i{1,3}|iv|[1-4])(?: ?/? ?(?:nam )?(?:19|20)\d\d)?")
_NAM = re.compile(r"(?:nam |den nam )?(?:19|20)\d\d")
_SO = re.compile(r"[-–0-9][0-9., ]*(?: ?(?:ty|trieu|tr|nghin|dong|trd|d)){0,2}")
_KHONG_CO = {"", "-", "–", "—", "x", "X", "/"}
_DAU = {"x", "v", "*", "•", "+", "✓", "√", "■", "●", "◆", "▪", "ü", "þ", "xx", "xxx"}
_MOC = re.compile(
    r"(?:quy|q)\.? ?(?:i{1,3}|iv|[1-4])(?: ?[/-] ?(?:19|20)\d\d| nam (?:19|20)\d\d)?"
    r"|(?:thang|t)\.? ?(?:1[0-2]|0?[1-9])(?: ?[/-] ?(?:19|20)\d\d)?|(?:nam )?(?:19|20)\d\d"
)
_SO_TRAN = re.compile(r"i{1,3}|iv|v|vi{1,3}|ix|x|xi{1,2}|0?[1-9]|1[0-2]")
_DUOI_LICH = re.compile(r"\b(?:quy|thang)\b")
_IT_NHAT = 2  # columns that make a calendar


@dataclass(frozen=True, slots=True)
class CotNhom:
    """What a column of a group is: its kind, the name of its own, and the year it is about."""

    loai_cot: LoaiCot
    ten_rieng: str
    nam: int | None = None


def find_groups(
    bang: BangTho,
    rows: Sequence[int],
    headers: Mapping[int, Sequence[str]],
    titles: Sequence[str] = (),
) -> dict[int, CotNhom]:
    """Find the columns of groups by the words above them and what stands in them.

    ``titles`` are the words above the table.
    """
    values = {so_cot: _values(bang, rows, so_cot) for so_cot in headers}
    found = _find_calendar(headers, values)
    rest = {c: words for c, words in headers.items() if c not in found}
    found |= _find_money(rest, values)
    if not found and _is_about_money(titles, headers):
        found = _find_bare_years(bang, rows, headers, values)
    return found


def _is_about_money(titles: Sequence[str], headers: Mapping[int, Sequence[str]]) -> bool:
    words = [_bare(text) for texts in headers.values() for text in texts]
    if any(_CHI_TIEU.search(text) for text in words):
        return False
    has_source = any(_NGUON_CHUNG.match(text) for text in words)
    return has_source or any(_TIEN.search(fold(text)) for text in titles)


def _find_bare_years(
    bang: BangTho,
    rows: Sequence[int],
    headers: Mapping[int, Sequence[str]],
    values: Mapping[int, Sequence[str]],
) -> dict[int, CotNhom]:
    """Find "2026", "2027" and their total in a table that is about money by its other words."""
    years = {
        so_cot: CotNhom(LoaiCot.KINH_PHI_NAM, words[-1], _year(_bare(words[-1])))
        for so_cot, words in headers.items()
        if _NAM.fullmatch(_bare(words[-1])) and _is_money(values[so_cot]) and values[so_cot]
    }
    total = _find_total(headers, values, years)
    printed = [*total, *(c for c in headers if c not in total and _names_amounts(headers[c]))]
    added = any(_adds_up(bang, rows, tuple(years), so_cot) for so_cot in printed[:1])
    return years | total if added and len(years) >= _IT_NHAT else {}


def _names_amounts(words: Sequence[str]) -> bool:
    found = read_header(" ".join(words))
    return found is not None and found[0] in {LoaiCot.KINH_PHI, LoaiCot.THANH_TIEN}


def _adds_up(bang: BangTho, rows: Sequence[int], parts: Sequence[int], total: int) -> bool:
    """Tell whether the total is the sum of its parts in most rows."""
    same = [
        sum(_figure(bang, row, so_cot) for so_cot in parts) == printed
        for row in rows
        if (printed := _figure(bang, row, total))
    ]
    return 2 * sum(same) > len(same)


def _figure(bang: BangTho, so_dong: int, so_cot: int) -> Decimal:
    cell = bang.own_cell(so_dong, so_cot)
    if isinstance(cell.gia_tri, Decimal):
        return cell.gia_tri
    try:
        return parse_so(cell.mot_dong)
    except SoKhongDocDuoc:
        return Decimal(0)


def _values(bang: BangTho, rows: Sequence[int], so_cot: int) -> list[str]:
    texts = (bang.own_cell(number, so_cot).mot_dong for number in rows[:400])
    return [text for text in texts if text]


# -- money ---------------------------------------------------------------------------------------


def _find_money(
    headers: Mapping[int, Sequence[str]], values: Mapping[int, Sequence[str]]
) -> dict[int, CotNhom]:
    found: dict[int, CotNhom] = {}
    for so_cot, words in headers.items():
        lowest, above = _bare(words[-1]), [_bare(text) for text in words[:-1]]
        below_money = any(_TIEN.search(text) for text in above)
        if not _is_money(values[so_cot]) or not (below_money or _NGUON.search(lowest)):
            continue
        if below_money and _NAM.fullmatch(lowest):
            found[so_cot] = CotNhom(LoaiCot.KINH_PHI_NAM, words[-1], _year(lowest))
        elif below_money and _TONG.match(lowest) and any(_NAM.fullmatch(a) for a in above):
            year = next(_year(text) for text in reversed(above) if _NAM.fullmatch(text))
            found[so_cot] = CotNhom(LoaiCot.KINH_PHI_NAM, words[-1], year)
        elif _NGUON.search(lowest) and not _NGUON_CHUNG.match(lowest) and not _TONG.match(lowest):
            found[so_cot] = CotNhom(LoaiCot.PHAN_NGUON, _own_name(words[-1]))
    found |= _find_years(headers, values, found)
    found |= _find_quarters(headers, values, found)
    return found | _find_total(headers, values, found)


def _find_quarters(
    headers: Mapping[int, Sequence[str]],
    values: Mapping[int, Sequence[str]],
    found: Mapping[int, CotNhom],
) -> dict[int, CotNhom]:
    """Find money by quarter, in tables that speak of money; beside years it is not counted."""
    if not any(_TIEN.search(_bare(text)) for words in headers.values() for text in words):
        return {}
    years = any(one.loai_cot is LoaiCot.KINH_PHI_NAM for one in found.values())
    kind = LoaiCot.KHONG_NHAP if years else LoaiCot.KINH_PHI_NAM
    quarters = {
        so_cot: CotNhom(kind, words[-1])
        for so_cot, words in headers.items()
        if so_cot not in found and _QUY.fullmatch(_bare(words[-1])) and _is_money(values[so_cot])
    }
    return quarters if len(quarters) >= _IT_NHAT else {}


def _find_total(
    headers: Mapping[int, Sequence[str]],
    values: Mapping[int, Sequence[str]],
    found: Mapping[int, CotNhom],
) -> dict[int, CotNhom]:
    """Find the total beside its parts where its header says no more than "Tổng mức"."""
    if len(found) < _IT_NHAT:
        return {}
    return {
        so_cot: CotNhom(LoaiCot.KINH_PHI, words[-1])
        for so_cot, words in headers.items()
        if so_cot not in found
        and all(_COT_TONG.fullmatch(_bare(text)) for text in words)
        and _is_money(values[so_cot])
    }


def _find_years(
    headers: Mapping[int, Sequence[str]],
    values: Mapping[int, Sequence[str]],
    found: Mapping[int, CotNhom],
) -> dict[int, CotNhom]:
    """Find "Kinh phí năm 2026" beside "Kinh phí năm 2027": one alone is the total."""
    years: dict[int, CotNhom] = {}
    for so_cot, words in headers.items():
        lowest = _bare(words[-1])
        year = _year(lowest)
        money = year and so_cot not in found and _TIEN.search(lowest) and _is_money(values[so_cot])
        if money and not _TONG.match(lowest):
            years[so_cot] = CotNhom(LoaiCot.KINH_PHI_NAM, words[-1], year)
    return years if len({one.nam for one in years.values()}) > 1 else {}


def _is_money(values: Sequence[str]) -> bool:
    """Tell whether figures stand in a column; now and then words may: "Lồng ghép"."""
    other = [text for text in values if not (text in _KHONG_CO or _SO.fullmatch(fold(text)))]
    in_words = all(not any(map(str.isdecimal, text)) and len(text) > 3 for text in other)
    return not other or (in_words and 3 * len(other) <= len(values))


def _bare(text: str) -> str:
    without = re.sub(r"\([^)]*\)", " ", fold(text))
    return " ".join(without.strip(" .:-").split()) or fold(text)


def _own_name(text: str) -> str:
    """Give the name of a source without a unit of money in brackets."""
    return re.sub(r"\s*\([^)]*(?:đồng|đ|tr|tỷ|nghìn)[^)]*\)", "", text).strip() or text


def _year(text: str) -> int | None:
    year = read_year(text)
    return year[0] if year else None


# -- calendars -----------------------------------------------------------------------------------


def _find_calendar(
    headers: Mapping[int, Sequence[str]], values: Mapping[int, Sequence[str]]
) -> dict[int, CotNhom]:
    """Find quarters, months or years with nothing but marks below them."""
    found = {}
    marks = 0
    for so_cot, words in headers.items():
        label = _moment(words)
        if label and all(_is_mark(text) for text in values[so_cot]):
            year = next((y for text in reversed(words) if (y := _year(text))), None)
            found[so_cot] = CotNhom(LoaiCot.DANH_DAU, label, year)
            marks += len(values[so_cot])
    return found if len(found) >= _IT_NHAT and marks else {}


def _is_mark(text: str) -> bool:
    return text.lower() in _DAU


def _moment(words: Sequence[str]) -> str:
    """Give the words of a quarter, month or year a column is about, "" where it is none."""
    lowest = _bare(words[-1])
    if _MOC.fullmatch(lowest):
        return words[-1]
    above = [_bare(text) for text in words[:-1]]
    kind = next((m[0] for text in reversed(above) if (m := _DUOI_LICH.search(text))), "")
    if kind and _SO_TRAN.fullmatch(lowest):
        return f"{'Quý' if kind == 'quy' else 'Tháng'} {words[-1]}"
    return ""
