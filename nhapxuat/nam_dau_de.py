"""The year and the unit of measure the words above a table name (năm, đơn vị tính ở đầu đề)."""

import re
from collections.abc import Iterable

from donvi.tieng_viet import fold
from nhapxuat.tu_vung_cot import read_year

_KEM_THEO = re.compile(r"\b(?:kem theo|ban hanh|quyet dinh so|ke hoach so|nghi quyet so)\b")
_DON_VI_TINH = re.compile(
    r"(?:đơn vị tính|đvt|đơn vị(?=\s*:\s*%))\s*:\s*(?P<unit>[^()\s][^():;]{0,19}?)\s*(?:[);.]|\Z)",
    re.IGNORECASE,
)
_NGAY_THANG = re.compile(r"ngày\s.{0,12}tháng\s.{0,6}năm\s+\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}",
                         re.IGNORECASE)  # fmt: skip


def year_in_titles(titles: Iterable[str]) -> tuple[int, bool] | None:
    """Find the year titles name, the lowest first; True where it ends a span.

    The day an annex was issued on is not what it is about.

    >>> year_in_titles(["NHIỆM VỤ NĂM 2027", "(Kèm theo Kế hoạch số 5/KH-UBND ngày 12/01/2026)"])
    (2027, False)
    >>> year_in_titles(["CHỈ TIÊU", "Lâm Thao, ngày 05 tháng 01 năm 2026"]) is None
    True
    """
    for line in reversed(list(titles)):
        year = None if _KEM_THEO.search(fold(line)) else read_year(_NGAY_THANG.sub(" ", line))
        if year is not None:
            return year
    return None


def unit_in_titles(titles: Iterable[str]) -> str:
    """Find the unit of measure titles name, "" where they name none.

    >>> unit_in_titles(["CHỈ TIÊU", "(Đơn vị tính: %)"]), unit_in_titles(["Đơn vị: Công an xã, VP"])
    ('%', '')
    """
    found = (_DON_VI_TINH.search(line) for line in reversed(list(titles)))
    return next((match["unit"] for match in found if match and "," not in match["unit"]), "")
