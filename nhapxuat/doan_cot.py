"""Settling what columns hold by what stands in them, where headers leave a doubt."""

import re
from collections.abc import Mapping, Sequence

from donvi.tieng_viet import fold
from nhapxuat.bang_tho import BangTho
from nhapxuat.tu_vung_cot import TEN_TAM, LoaiCot

CotTam = tuple[LoaiCot, int, str]  # kind, confidence, header

_DON_VI_THUC_HIEN = re.compile(
    r"phong|van phong|cong an|trung tam|ubnd|uy ban|ban |thon|truong|tram|hoi|doan|so |mttq|xa\b"
    r"|\bp\.|\bvh ?-? ?xh\b|\bvhxh\b|hdnd|\btt ?p?v?hcc\b|\bbch\b|\bvnpt\b|\bviettel\b"
)
_MOT_LAN = (
    LoaiCot.MA_SO, LoaiCot.CHU_TRI, LoaiCot.PHOI_HOP, LoaiCot.THOI_HAN, LoaiCot.SAN_PHAM,
    LoaiCot.NGUON_VON, LoaiCot.DON_VI_TINH, LoaiCot.SO_LUONG, LoaiCot.DON_GIA, LoaiCot.THANH_TIEN,
    LoaiCot.CHU_TRI_PHOI_HOP, LoaiCot.BAT_DAU,
)  # fmt: skip


_CUA_TIEN = {LoaiCot.SO_LUONG, LoaiCot.DON_GIA, LoaiCot.THANH_TIEN}


def settle_columns(
    bang: BangTho, rows: Sequence[int], columns: Mapping[int, CotTam]
) -> dict[int, tuple[LoaiCot, int]]:
    """Give every column its kind and confidence; no kind but levels stands twice."""
    kinds = {so_cot: (kind, sure) for so_cot, (kind, sure, _) in columns.items()}
    for so_cot, (kind, _) in tuple(kinds.items()):
        if kind is LoaiCot.DON_VI:
            kinds[so_cot] = _settle_unit(_values(bang, rows, so_cot), kinds)
    _settle_names(bang, rows, columns, kinds)
    _settle_money(columns, kinds)
    for kind in _MOT_LAN:
        same = [so_cot for so_cot, (other, _) in kinds.items() if other is kind]
        if len(same) > 1:
            _keep_one(bang, same, columns, kinds)
    return kinds


def _keep_one(
    bang: BangTho,
    same: Sequence[int],
    columns: Mapping[int, CotTam],
    kinds: dict[int, tuple[LoaiCot, int]],
) -> None:
    """Of columns of one kind keep the one that shows and is surest; amounts include the tax.

    Which of two amounts with equal words is meant, a person must confirm.
    """

    def rank(so_cot: int) -> tuple[bool, int, int, int]:
        return so_cot not in bang.cot_an, _taxed(columns[so_cot][2]), kinds[so_cot][1], -so_cot

    best = max(same, key=rank)
    kind, sure = kinds[best]
    shown = [so_cot for so_cot in same if so_cot not in bang.cot_an]
    if kind in _CUA_TIEN and sum(kinds[so_cot][1] == sure for so_cot in shown) > 1:
        kinds[best] = (kind, 60)
    for so_cot in same:
        if so_cot != best:
            kinds[so_cot] = (LoaiCot.KHONG_NHAP, 40)


def _taxed(tieu_de: str) -> int:
    """Tell an amount with the tax (1) from one without (-1), 0 where the header names none.

    >>> _taxed("Thành tiền sau thuế"), _taxed("Đơn giá chưa VAT"), _taxed("Thành tiền")
    (1, -1, 0)
    """
    words = fold(tieu_de)
    if not re.search(r"\b(?:thue|vat|gtgt)\b", words):
        return 0
    return -1 if re.search(r"\b(?:truoc|chua|khong)\b", words) else 1


def _values(bang: BangTho, rows: Sequence[int], so_cot: int) -> list[str]:
    texts = (bang.own_cell(number, so_cot).mot_dong for number in rows)
    return [text for text in texts if text][:200]


def _settle_unit(
    values: Sequence[str], kinds: Mapping[int, tuple[LoaiCot, int]]
) -> tuple[LoaiCot, int]:
    """Tell a unit of measure from a unit of the commune by the words of the column."""
    if not values:
        return LoaiCot.KHONG_NHAP, 30
    units = sum(1 for text in values if _DON_VI_THUC_HIEN.search(fold(text)) and len(text) > 4)
    share = 100 * units // len(values)
    taken = {kind for kind, _ in kinds.values()}
    if share >= 60:
        free = LoaiCot.CHU_TRI if LoaiCot.CHU_TRI not in taken else LoaiCot.PHOI_HOP
        return free, min(85, share)
    limit = 50 if taken & _CUA_TIEN else 20  # "hội trường" may be counted beside a quantity
    if share <= limit and all(len(text) <= 20 for text in values):
        return LoaiCot.DON_VI_TINH, min(85, 100 - share)
    return LoaiCot.KHONG_NHAP, 30


def _settle_names(
    bang: BangTho,
    rows: Sequence[int],
    columns: Mapping[int, CotTam],
    kinds: dict[int, tuple[LoaiCot, int]],
) -> None:
    """Of several name columns keep the fullest; figures make a level, few values a group."""
    names = [so_cot for so_cot, (kind, _) in kinds.items() if kind is LoaiCot.TEN_GOI]
    plain = [so_cot for so_cot in names if kinds[so_cot][1] > TEN_TAM]
    for so_cot in names if plain else ():
        if so_cot not in plain:
            kinds[so_cot] = (LoaiCot.KHONG_NHAP, 40)
    names = plain or names
    has_level = any(kind is LoaiCot.MUC_DAT for kind, _ in kinds.values())
    for so_cot in names if len(names) > 1 and not has_level else ():
        values = _values(bang, rows, so_cot)
        short = [text for text in values if len(text) <= 40 and re.search(r"\d", text)]
        if values and 10 * len(short) >= 6 * len(values) and "tieu" in fold(columns[so_cot][2]):
            kinds[so_cot] = (LoaiCot.MUC_DAT, 60)
    names = [so_cot for so_cot in names if kinds[so_cot][0] is LoaiCot.TEN_GOI]
    if len(names) < 2:
        return
    sizes = {so_cot: sum(map(len, _values(bang, rows, so_cot))) for so_cot in names}
    best = max(names, key=lambda so_cot: sizes[so_cot])
    for so_cot in names:
        if so_cot != best:
            few = 2 * len(_values(bang, rows, so_cot)) <= len(_values(bang, rows, best))
            is_group = few or re.search("nhom|linh vuc", fold(columns[so_cot][2]))
            kinds[so_cot] = (LoaiCot.NHOM, 60) if is_group else (LoaiCot.KHONG_NHAP, 40)


def _settle_money(columns: Mapping[int, CotTam], kinds: dict[int, tuple[LoaiCot, int]]) -> None:
    """Of several amounts keep the total; which one that is a person must confirm."""
    money = [so_cot for so_cot, (kind, _) in kinds.items() if kind is LoaiCot.KINH_PHI]
    if len(money) < 2:
        return
    total = [so_cot for so_cot in money if re.search(r"\btong", fold(columns[so_cot][2]))]
    keep = (total or money)[0]
    for so_cot in money:
        kinds[so_cot] = (LoaiCot.KINH_PHI, 60) if so_cot == keep else (LoaiCot.KHONG_NHAP, 40)
