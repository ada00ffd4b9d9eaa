"""Tables side by side (bảng cạnh nhau) on one sheet, taken apart where the second one begins.

Two columns of codes in one header row, each followed by a column of names, are two tables. The
pieces keep the rows and columns of the sheet, so that every place still means the same cell.
"""

from collections.abc import Sequence
from dataclasses import replace

from nhapxuat.bang_tho import BangTho, DongTho, OTho
from nhapxuat.tu_vung_cot import LoaiCot, read_header

_DO_DAI = 60  # characters a header has at most
_MA_DAI = 14  # those of a header of codes
_SO_DONG = 200  # rows the header must stand in


def split_side_by_side(bang: BangTho) -> tuple[BangTho, ...]:
    """Give the tables that stand side by side, or the table itself."""
    starts = next((found for row in bang.cac_dong[:_SO_DONG] if len(found := _starts(row)) > 1), [])
    if not starts:
        return (bang,)
    ends = [*(start - 1 for start in starts[1:]), bang.so_cot]
    return tuple(_piece(bang, first, last)
                 for first, last in zip([1, *starts[1:]], ends, strict=True))  # fmt: skip


def _starts(row: DongTho) -> list[int]:
    """Give the columns at which a header row begins a table: codes, then names."""
    if sum(_is_code_header(cell) for cell in row.cac_o.values()) < 2:
        return []
    kinds = [(so_cot, _kind(cell)) for so_cot, cell in sorted(row.cac_o.items())]
    codes = [place for place, (_, kind) in enumerate(kinds) if kind is LoaiCot.MA_SO]
    return [kinds[place][0] for place in codes if _names_follow(kinds[place + 1 : place + 3])]


def _is_code_header(cell: OTho) -> bool:
    text = cell.noi_dung
    return len(text) <= _MA_DAI and text[:1].isalpha() and _kind(cell) is LoaiCot.MA_SO


def _names_follow(kinds: Sequence[tuple[int, LoaiCot | None]]) -> bool:
    return any(kind is LoaiCot.TEN_GOI for _, kind in kinds)


def _kind(cell: OTho) -> LoaiCot | None:
    found = read_header(cell.mot_dong) if len(cell.noi_dung) <= _DO_DAI else None
    return found[0] if found else None


def _piece(bang: BangTho, first: int, last: int) -> BangTho:
    rows = []
    for row in bang.cac_dong:
        cells = {so_cot: cell for so_cot, cell in row.cac_o.items() if first <= so_cot <= last}
        if cells:
            rows.append(replace(row, cac_o=cells))
    merged = tuple(v for v in bang.vung_gop if first <= v.cot_dau and v.cot_cuoi <= last)
    return replace(bang, cac_dong=tuple(rows), vung_gop=merged)
