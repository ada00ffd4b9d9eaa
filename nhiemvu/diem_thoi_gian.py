"""One point in time (điểm thời gian) as plans write it: a day, month, quarter, half-year or year.

Pure. Works on words that `normalise` made: lower case, no marks. A year may be missing; whoever
reads the whole cell knows where to take it from.

>>> read_diem("quy iii/2026").span(2026)
(datetime.date(2026, 7, 1), datetime.date(2026, 9, 30))
>>> read_diem(normalise("Ngày 20 tháng 6 năm 2026")).dau
(6, 20)
"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from nhiemvu.loai_han import LoaiHan

_GACH = "\u2012\u2013\u2014\u2212\u2022\u25cf\u00b7"  # dashes and bullets NFKD leaves alone
_DOI_KY_TU = str.maketrans({"đ": "d", **dict.fromkeys(_GACH, "-")})


def normalise(chu: str) -> str:
    r"""Lower, drop marks (decomposed ones too) and đ, unify dashes and spaces; keep line breaks.

    >>> normalise("  QUÝ I –  Quý\tIII/2026 ")
    'quy i - quy iii/2026'
    """
    tach = unicodedata.normalize("NFKD", chu.lower()).lower()
    khong_dau = "".join(ky_tu for ky_tu in tach if not unicodedata.combining(ky_tu))
    cac_dong = (" ".join(dong.split()) for dong in khong_dau.translate(_DOI_KY_TU).splitlines())
    return "\n".join(dong for dong in cac_dong if dong)


@dataclass(frozen=True, slots=True)
class DiemThoiGian:
    """A stretch of days inside one year; `dau` and `cuoi` are (month, day), day 0 = month's end.

    `nam` is None when the words don't say the year.
    """

    loai: LoaiHan
    nam: int | None
    dau: tuple[int, int]
    cuoi: tuple[int, int]

    def span(self, nam: int) -> tuple[date, date]:
        """Give first and last day in year `nam`; raises ValueError for 31 February."""
        ngay_cuoi = self.cuoi[1] or monthrange(nam, self.cuoi[0])[1]
        return date(nam, *self.dau), date(nam, self.cuoi[0], ngay_cuoi)


_NAM = r"(?P<y>(?:19|20)[0-9]{2})"
_NAM_SAU = rf"(?:\s*[/.,\-]?\s*(?:cua\s+)?(?:nam\s*)?{_NAM})?"
_SO = r"(?:[0-9]{1,2}|x?i{1,3}|i?vi{0,3}|i?x)"
_LA_MA_THEO_SO = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_LA_MA = {so: i for i, so in enumerate(_LA_MA_THEO_SO, start=1)}
_CHU_SO = {None: 6, "sau": 6, "chin": 9}  # "nửa đầu năm" says no number
_CAC_MAU = [
    re.compile(mau)
    for mau in (
        r"(?:ngay\s*)?(?P<d>[0-9]{1,2})\s*/\s*(?P<m>[0-9]{1,2})"
        r"(?:\s*/\s*(?P<y>(?:19|20)?[0-9]{2}))?",
        rf"(?:ngay\s*)?(?P<d>[0-9]{{1,2}})(?P<s>[.-])(?P<m>[0-9]{{1,2}})(?P=s){_NAM}",
        rf"(?:ngay\s*)?(?P<d>[0-9]{{1,2}})\s*thang\s*(?P<m>[0-9]{{1,2}}){_NAM_SAU}",
        rf"{_NAM}-(?P<m>[0-9]{{2}})-(?P<d>[0-9]{{2}})(?:[t ]00:00(?::00)?)?",
        rf"(?:thang|t(?=\s*\.?[0-9]))\s*\.?(?P<m>{_SO}){_NAM_SAU}",  # "TX" is no month
        rf"(?P<m>[0-9]{{1,2}})\s*[/.\-]\s*{_NAM}",
        rf"(?:qu[yi]|q)\s*\.?\s*(?P<q>{_SO}){_NAM_SAU}",
        r"(?:(?P<n>[0-9]{1,2}|sau|chin)\s*thang|nua)\s*(?P<h>dau|cuoi)\s*(?:cua\s+)?nam"
        rf"(?:\s*{_NAM})?",
        rf"(?:nam\s*)?{_NAM}|nam",
    )
]
_SO_TRAN = re.compile(rf"(?P<so>{_SO}){_NAM_SAU}")


def read_diem(chu: str) -> DiemThoiGian | None:
    """Read one point in time that fills `chu` wholly, None when it isn't one."""
    khop = next((khop for mau in _CAC_MAU if (khop := mau.fullmatch(chu))), None)
    return _build(khop.groupdict()) if khop else None


def read_bare(chu: str, lan_can: DiemThoiGian) -> DiemThoiGian | None:
    """Read a bare number as a day, month or quarter, after the kind of its neighbour.

    >>> read_bare("iii/2026", read_diem("quy i")).dau
    (7, 1)
    """
    khop = _SO_TRAN.fullmatch(chu)
    if not khop:
        return None
    so, nam = _number(khop["so"]), _year(khop["y"])
    if lan_can.loai is LoaiHan.NGAY:
        ngay = (lan_can.dau[0], so)
        return None if nam else DiemThoiGian(LoaiHan.NGAY, lan_can.nam, ngay, ngay)
    return _unit(lan_can.loai, so, nam) if lan_can.loai in (LoaiHan.THANG, LoaiHan.QUY) else None


def _year(chu: str | None) -> int | None:
    """Read a year of two or four digits, None where there is none."""
    if chu is None:
        return None
    return int(chu) if len(chu) == 4 else 2000 + int(chu)


def _number(chu: str) -> int:
    """Read an Arabic or Roman number, 0 when it is neither."""
    return int(chu) if chu.isdecimal() else _LA_MA.get(chu, 0)


def _months(loai: LoaiHan, nam: int | None, dau: int, cuoi: int) -> DiemThoiGian | None:
    """Make the whole months `dau`..`cuoi`, None when they aren't months of one year."""
    return DiemThoiGian(loai, nam, (dau, 1), (cuoi, 0)) if 1 <= dau <= cuoi <= 12 else None


def _unit(loai: LoaiHan, so: int, nam: int | None) -> DiemThoiGian | None:
    """Make quarter or month number `so`."""
    if loai is LoaiHan.QUY:
        return _months(loai, nam, 3 * so - 2, 3 * so)
    return _months(loai, nam, so, so)


def _build(phan: dict[str, str | None]) -> DiemThoiGian | None:
    """Turn the named parts of a matched pattern into a point in time."""
    nam, d, m, q = _year(phan["y"]), phan.get("d"), phan.get("m"), phan.get("q")
    if d and m:
        ngay = (int(m), int(d))
        return DiemThoiGian(LoaiHan.NGAY, nam, ngay, ngay)
    if q:
        return _unit(LoaiHan.QUY, _number(q), nam)
    if m:
        return _unit(LoaiHan.THANG, _number(m), nam)
    if "h" in phan:
        n = phan["n"]
        so = _CHU_SO[n] if n in _CHU_SO else int(n or 0)
        dau, cuoi = (1, so) if phan["h"] == "dau" else (13 - so, 12)
        return _months(LoaiHan.KHOANG, nam, dau, cuoi)
    return _months(LoaiHan.NAM, nam, 1, 12)
