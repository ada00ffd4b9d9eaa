"""What headers and titles add to the words of deadlines below them (hạn theo cột).

"Quý I" below "Thời gian (năm 2027)" is of 2027, and "15/12/2026" below "Hoàn thành trước" ends the
day before, as it does where the words stand in one cell.
"""

import re
from functools import lru_cache

from donvi.tieng_viet import fold
from nhapxuat.nam_dau_de import year_in_titles
from nhapxuat.nhan_bang import BangNhanRa
from nhapxuat.so_ghi import SoGhi
from nhapxuat.tu_vung_cot import LoaiCot, read_year
from nhapxuat.van_de import MucDo
from nhiemvu.loai_han import LoaiHan
from nhiemvu.thoi_han import THIEU_NAM, ThoiHan, parse_thoi_han

NAM_THEO_COT = "Thời hạn trong cột không ghi năm; được hiểu là năm {} theo đầu đề của cột."
NAM_THEO_BANG = "Thời hạn không ghi năm; được hiểu là năm {} theo đầu đề của bảng."
TRUOC_THEO_COT = "Đầu đề cột ghi “trước” nên ngày trong cột được hiểu là trước ngày đó."
_TRUOC = re.compile(r"\btruoc(?: ngay| thoi (?:han|gian|diem))?\b(?! (?:day|mat|tien|khi|ky))")
_MOT_MOC = {LoaiHan.NGAY, LoaiHan.THANG, LoaiHan.QUY}


def complete_words(ghi: SoGhi, words: str, first: int | None) -> str:
    """Write a deadline with what its column and table say of it; what was added is told."""
    plain = _read(words, first)
    if THIEU_NAM in plain.canh_bao:
        words = _with_year(ghi, words, first)
    header = _header(ghi.found)
    if not _TRUOC.search(fold(header)) or re.search(r"\btruoc\b", fold(words)):
        return words
    if plain.loai not in _MOT_MOC or plain.den is None or len(plain.cac_moc) != 1:
        return words
    ghi.note(MucDo.CANH_BAO, f"{ghi.bang.label}, cột “{header}”", "", TRUOC_THEO_COT)
    return f"trước {words}"


def _header(found: BangNhanRa) -> str:
    return next((cot.tieu_de for cot in found.columns(LoaiCot.THOI_HAN)), "")


@lru_cache(maxsize=1024)
def _read(words: str, first: int | None) -> ThoiHan:
    return parse_thoi_han(words, nam_mac_dinh=first)


def _with_year(ghi: SoGhi, words: str, first: int | None) -> str:
    """Add the year the header of the column names, else the one of the titles.

    The first year of the plan is understood where words name none.
    """
    header = _header(ghi.found)
    year, told = read_year(header), NAM_THEO_COT
    if year is None:
        year, told = year_in_titles(ghi.found.dau_de), NAM_THEO_BANG
    if year is None or year == (first, False) or year[1]:  # a span says nothing of one year
        return words
    for made in (f"{words} năm {year[0]}", f"{words}/{year[0]}"):
        han = _read(made, None)
        if _is_read(han):
            where = f"{ghi.bang.label}, cột “{header}”" if told is NAM_THEO_COT else ghi.bang.label
            ghi.note(MucDo.CANH_BAO, where, "", told.format(year[0]))
            return made
    return words


def _is_read(han: ThoiHan) -> bool:
    return han.loai is not LoaiHan.CAN_XEM and THIEU_NAM not in han.canh_bao
