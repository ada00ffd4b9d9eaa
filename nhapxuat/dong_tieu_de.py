"""Header rows (dòng tiêu đề): where the head of a table begins, how far it goes, its repeats."""

import re
from collections.abc import Iterable, Sequence

from donvi.tieng_viet import fold
from nhapxuat.bang_tho import BangTho, DongTho, OTho
from nhapxuat.tu_vung_cot import LoaiCot, read_header

_NUMBER_ROW = re.compile(r"\(?(?:\d{1,2}|[a-e]|\d{1,2}\s*\)?\s*=.*)\)?", re.IGNORECASE)
_DATA_CODE = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?")  # a row with its number is no header
_LONG_CODE = re.compile(r"(?!(?:19|20)\d\d\.?$)[1-9]\d{3,4}\.?")
_MA_DAI = 20  # characters a code has at most
_MAX_HEADER = 120
_HAI_COT = ({LoaiCot.TEN_GOI, LoaiCot.KINH_PHI}, {LoaiCot.TEN_GOI, LoaiCot.THANH_TIEN})
_MAX_SUB = 40
_TIM_TIEU_DE = 60  # characters a header cell has at most when rows are searched for headers


def find_headers(bang: BangTho) -> list[list[int]]:
    """Find the header blocks; one that repeats the block before it is no new table."""
    blocks: list[list[int]] = []
    done = 0
    for row in bang.cac_dong:
        if row.so_dong <= done or not _is_header(row):
            continue
        block = _extend(bang, row.so_dong)
        if blocks and _same_words(bang, blocks[-1], block):
            done = block[-1]
            continue
        blocks.append(block)
        done = block[-1]
    return blocks


def _is_header(row: DongTho) -> bool:
    kinds: set[LoaiCot] = set()
    if _has_code(row) or any(len(cell.noi_dung) > _MAX_HEADER for cell in row.cac_o.values()):
        return False
    for cell in row.cac_o.values():
        found = read_header(cell.mot_dong) if len(cell.noi_dung) <= _TIM_TIEU_DE else None
        if found and found[1] >= 75 and not cell.danh_so:
            kinds.add(found[0])
    has_text = LoaiCot.TEN_GOI in kinds or (LoaiCot.MA_SO in kinds and len(kinds) > 1)
    whole = kinds in _HAI_COT and len(row.cac_o) == len(kinds)
    return has_text and (len(kinds) >= 3 or whole or (len(kinds) == 2 and LoaiCot.MA_SO in kinds))


def _has_code(row: DongTho) -> bool:
    """Tell whether a cell is the code of a row; four digits are one only where codes stand."""
    texts = [cell.noi_dung for cell in row.cac_o.values() if len(cell.noi_dung) <= _MA_DAI]
    if any(_DATA_CODE.fullmatch(text) for text in texts):
        return True
    first = row.cac_o[min(row.cac_o)].noi_dung if row.cac_o else ""
    return bool(_LONG_CODE.fullmatch(first)) and len(row.cac_o) > 1


def _extend(bang: BangTho, start: int) -> list[int]:
    """Add the rows below the first header row that belong to the header."""
    block = [start]
    numbers = [row.so_dong for row in bang.cac_dong if row.so_dong > start]
    covered = max((v.dong_cuoi for v in bang.vung_gop if v.dong_dau == start), default=start)
    for number in numbers:
        row = bang.row(number)
        if is_number_row(row):
            return [*block, number]
        marked = number <= covered or (row.la_tieu_de and _names_columns(row))
        sub = marked or _is_bracketed(row) or _is_sub_header(bang, row, block)
        if _has_code(row) or not sub:
            break
        block.append(number)
    return block


def _is_bracketed(row: DongTho) -> bool:
    """Tell whether a row only explains the headers above it: "(quý/năm)"."""
    texts = [cell.mot_dong for cell in row.cac_o.values() if not cell.la_trong]
    return bool(texts) and all(text[0] == "(" and text[-1] == ")" for text in texts if text)


def _is_sub_header(bang: BangTho, row: DongTho, block: Sequence[int]) -> bool:
    """Tell whether a row only names years or parts of the columns above it."""
    if not row.cac_o or len(block) > 3:
        return False
    if _parts_wide_header(bang, row, block[-1]):
        return True
    first = min(row.cac_o)
    if bang.own_cell(block[0], first).noi_dung and first <= 2:
        return False
    return _below_open_header(bang, row, block) and _names_columns(row)


def _below_open_header(bang: BangTho, row: DongTho, block: Sequence[int]) -> bool:
    """Tell whether a cell stands where the header above is empty, or goes on from its left."""
    return any(
        not bang.own_cell(number, so_cot).noi_dung
        for number in block[:1]
        for so_cot in row.cac_o
    ) or any(v.dong_dau == block[0] and v.cot_dau < v.cot_cuoi and v.cot_dau in row.cac_o
             for v in bang.vung_gop)  # fmt: skip


def _parts_wide_header(bang: BangTho, row: DongTho, dong_tren: int) -> bool:
    """Tell whether a row names all columns below header cells that span them ("Trong đó").

    It holds nothing else: a group row with words below a wide "Nội dung" names one of two.
    """
    cells = {so_cot: cell for so_cot, cell in row.cac_o.items() if not cell.la_trong}
    below: set[int] = set()
    for span in bang.vung_gop:
        columns = set(range(span.cot_dau, span.cot_cuoi + 1))
        if span.dong_dau == dong_tren and len(columns) > 1 and columns <= cells.keys():
            below |= columns
    return bool(below) and below == cells.keys() and all(map(_is_name, cells.values()))


def _is_name(cell: OTho) -> bool:
    text = cell.mot_dong
    return cell.gia_tri is None and len(text) <= _MAX_SUB and not text[:1].isdecimal()


def _names_columns(row: DongTho) -> bool:
    """Tell whether all cells are years or short headers; some let Word repeat the whole table."""
    texts = [cell.mot_dong for cell in row.cac_o.values() if not cell.la_trong]
    return bool(texts) and all(
        re.fullmatch(r"(?:năm |đến năm |đến )?(?:19|20)\d\d", text.lower())
        or (read_header(text) and len(text) <= 40)
        for text in texts
    )


def is_number_row(row: DongTho) -> bool:
    """Tell whether a row numbers the columns: (1) (2) (3), or A B 1 2."""
    cells = [cell for cell in row.cac_o.values() if not cell.la_trong]
    texts = [cell.mot_dong for cell in cells]
    if len(texts) < 3 or not all(_NUMBER_ROW.fullmatch(text) for text in texts):
        return False
    numbers = [int(found[0]) for text in texts if (found := re.findall(r"\d+", text))]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False


def _same_words(bang: BangTho, block: Sequence[int], other: Sequence[int]) -> bool:
    first, second = ([fold(text) for text in lines_of(bang, rows[:1])] for rows in (block, other))
    return first == second


def repeats_header(words: frozenset[str], row: DongTho) -> bool:
    """Tell whether a row repeats words of the header, as at the top of each printed page."""
    texts = {cell.mot_dong.casefold() for cell in row.cac_o.values() if cell.noi_dung}
    if len(texts) > 1 and texts <= words:
        return True
    return is_number_row(row) and _is_header_number(row)


def _is_header_number(row: DongTho) -> bool:
    texts = [cell.mot_dong.strip("()") for cell in row.cac_o.values() if cell.noi_dung]
    return texts[0] in {"1", "A", "a"} and len(texts) >= 4


def lines_of(bang: BangTho, rows: Iterable[int]) -> tuple[str, ...]:
    cells = (cell for number in rows for cell in bang.row(number).cac_o.values())
    return tuple(cell.mot_dong for cell in cells if cell.noi_dung)
