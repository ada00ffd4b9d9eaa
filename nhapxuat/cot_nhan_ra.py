"""The columns of a recognised table (cột nhận ra): their headers read, settled, kept apart.

What a header says comes first (``tu_vung_cot``), then what columns say together (``nhom_cot``),
then what stands below them (``doan_cot``).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from donvi.tieng_viet import fold
from kinhphi.so_tien import DonViTien, parse_don_vi_tien
from nhapxuat.bang_tho import BangTho, OTho
from nhapxuat.doan_cot import settle_columns
from nhapxuat.dong_tieu_de import is_number_row, lines_of
from nhapxuat.ma_dong import DangMa, read_code
from nhapxuat.nhom_cot import CotNhom, find_groups
from nhapxuat.tu_vung_cot import LoaiCot, read_header, read_year


@dataclass(frozen=True, slots=True)
class CotNhanRa:
    """One column: its place, its header, what it holds and how sure that is (percent).

    ``nam`` is the year a level column is about, ``la_giai_doan`` that it ends a span of years.
    ``ten_rieng`` is the lowest word of its header: the name of a source, "Quý I" above marks.
    ``don_vi_tien`` is the unit of money its own header names. ``cot_phu`` are further columns of
    the grid below the same header cell.
    """

    so_cot: int
    tieu_de: str
    loai_cot: LoaiCot
    do_tin_cay: int
    nam: int | None = None
    la_giai_doan: bool = False
    don_vi_tien: DonViTien | None = None
    cot_phu: tuple[int, ...] = ()
    ten_rieng: str = ""


def read_columns(bang: BangTho, block: Sequence[int], rows: Sequence[int]) -> list[CotNhanRa]:
    """Read all columns below the header rows ``block``, from left to right."""
    headers = _header_words(bang, block)
    columns = [
        replace(_column(so_cot, words), cot_phu=more)
        for so_cot, words, more in _join_columns(bang, block, headers)
    ]
    columns = _with_codes(bang, rows, columns)
    groups = find_groups(bang, rows, headers, _titles(bang, block))
    columns = [_in_group(cot, groups.get(cot.so_cot)) for cot in columns]
    kinds = settle_columns(bang, rows, {cot.so_cot: (cot.loai_cot, cot.do_tin_cay, cot.tieu_de)
                                        for cot in columns})  # fmt: skip
    settled = [
        replace(cot, loai_cot=kinds[cot.so_cot][0], do_tin_cay=kinds[cot.so_cot][1])
        for cot in columns
    ]
    return _one_level_a_year(_with_names(bang, rows, settled))


def _titles(bang: BangTho, block: Sequence[int]) -> tuple[str, ...]:
    """Give the words right above a table: rows of one or two cells, paragraphs of a document."""
    above = [row for row in bang.cac_dong if row.so_dong < block[0]][-6:]
    lines = lines_of(bang, [row.so_dong for row in above if len(row.cac_o) <= 2])
    return (*bang.chu_truoc[-6:], *lines)


def _with_names(bang: BangTho, rows: Sequence[int], columns: list[CotNhanRa]) -> list[CotNhanRa]:
    """Where no header says names, take the column of the longest words for them, in doubt.

    Names may be short in the column right of the codes.
    """
    if any(cot.loai_cot is LoaiCot.TEN_GOI for cot in columns):
        return columns
    free = {LoaiCot.MUC_DAT, LoaiCot.KHONG_NHAP, LoaiCot.SAN_PHAM}
    codes = next((cot.so_cot for cot in columns if cot.loai_cot is LoaiCot.MA_SO), 0)
    sizes = {}
    for cot in columns:
        texts = [text for n in rows[:200] if (text := bang.own_cell(n, cot.so_cot).mot_dong)]
        if cot.loai_cot in free and cot.nam is None and texts:
            sizes[cot.so_cot] = sum(map(len, texts)) // len(texts)
    best = max(sizes, key=lambda so_cot: sizes[so_cot], default=0)
    beside = codes and best == codes + 1
    if not best or sizes[best] < (_TEN_CANH_MA if beside else _TEN_NGAN):
        return columns
    return [
        replace(cot, loai_cot=LoaiCot.TEN_GOI, do_tin_cay=60) if cot.so_cot == best else cot
        for cot in columns
    ]


_TEN_NGAN = 15  # characters names have on the average
_TEN_CANH_MA = 6  # right of the codes


def _with_codes(bang: BangTho, rows: Sequence[int], columns: list[CotNhanRa]) -> list[CotNhanRa]:
    """Take the column left of the first header for codes where codes stand in it."""
    leftmost = min((cot.so_cot for cot in columns), default=0)
    if not leftmost or any(cot.loai_cot is LoaiCot.MA_SO for cot in columns):
        return columns
    if leftmost > 1 and _are_codes(bang, rows, leftmost - 1):
        return [CotNhanRa(leftmost - 1, "TT", LoaiCot.MA_SO, 80), *columns]
    head, *rest = columns
    headed = head.so_cot == leftmost and head.loai_cot in _CO_THE_LA_MA  # "Mục" reads like "Mức"
    if headed and _are_codes(bang, rows, leftmost, from_one=True):
        return [replace(head, loai_cot=LoaiCot.MA_SO, do_tin_cay=80, nam=None), *rest]
    return columns


def _are_codes(bang: BangTho, rows: Sequence[int], so_cot: int, *, from_one: bool = False) -> bool:
    filled = (n for n in rows if len(bang.row(n).cac_o) > 1)
    values = [text for n in filled if (text := bang.own_cell(n, so_cot).mot_dong)]
    codes = [read_code(OTho(text)) for text in values]
    if not codes or any(code.dang in _KHONG_LA_MA for code in codes):
        return False
    return not from_one or codes[0].ma.lstrip("0").lower() in {"1", "i", "a"}


_CO_THE_LA_MA = {LoaiCot.MUC_DAT, LoaiCot.KHONG_NHAP, LoaiCot.NHOM}
_KHONG_LA_MA = {DangMa.KHONG, DangMa.KHAC}
_MUC_CHINH = re.compile(r"toan xa|ca xa|ca nam|\btong|ke hoach|muc tieu|phan dau|chi tieu|\bkh\b")


def _one_level_a_year(columns: Sequence[CotNhanRa]) -> list[CotNhanRa]:
    """Keep one level column of each year: the one that speaks of the whole commune and year."""
    by_year: dict[int | None, list[CotNhanRa]] = {}
    for cot in columns:
        if cot.loai_cot is LoaiCot.MUC_DAT:
            by_year.setdefault(cot.nam, []).append(cot)
    kept = {year: max(same, key=_weight) for year, same in by_year.items()}
    doubtful = {
        year
        for year, same in by_year.items()
        if sum(_weight(cot) == _weight(kept[year]) for cot in same) > 1
    }
    made = []
    for cot in columns:
        if cot.loai_cot is not LoaiCot.MUC_DAT:
            made.append(cot)
        elif kept[cot.nam] is not cot:
            made.append(replace(cot, loai_cot=LoaiCot.KHONG_NHAP, do_tin_cay=40))
        else:
            made.append(replace(cot, do_tin_cay=50) if cot.nam in doubtful else cot)
    return made


def _weight(cot: CotNhanRa) -> tuple[bool, bool]:
    return not cot.la_giai_doan, bool(_MUC_CHINH.search(fold(cot.ten_rieng)))


def _in_group(cot: CotNhanRa, group: CotNhom | None) -> CotNhanRa:
    if group is None:
        return cot
    return replace(
        cot, loai_cot=group.loai_cot, do_tin_cay=90, nam=group.nam, ten_rieng=group.ten_rieng,
        la_giai_doan=False,
    )  # fmt: skip


def _header_words(bang: BangTho, block: Sequence[int]) -> dict[int, list[str]]:
    """Give the header cells above each column, from top to bottom, each merged cell once."""
    words: dict[int, list[str]] = {}
    for so_cot in range(1, bang.so_cot + 1):
        seen: list[tuple[int, int]] = []
        for number in block:
            place = bang.origin(number, so_cot)
            text = bang.own_cell(*place).mot_dong
            row = bang.row(number)
            if text and place not in seen and not is_number_row(row):
                seen.append(place)
                words.setdefault(so_cot, []).append(text)
    return words


def _join_columns(
    bang: BangTho, block: Sequence[int], headers: Mapping[int, list[str]]
) -> list[tuple[int, list[str], tuple[int, ...]]]:
    """Put the columns below one and the same header cell together: Word's grid is often finer."""
    joined: list[tuple[int, list[str], tuple[int, ...]]] = []
    last: tuple[int, int] | None = None
    for so_cot, words in headers.items():
        places = [bang.origin(n, so_cot) for n in block if not is_number_row(bang.row(n))]
        lowest = next((p for p in reversed(places) if bang.own_cell(*p).noi_dung), None)
        if joined and lowest is not None and lowest == last:
            first, told, more = joined[-1]
            joined[-1] = (first, told, (*more, so_cot))
        else:
            joined.append((so_cot, words, ()))
        last = lowest
    return joined


def _column(so_cot: int, words: Sequence[str]) -> CotNhanRa:
    """Read a column's header; the lowest words decide, those above them help."""
    together = " ".join(words)
    found = read_header(words[-1]) or read_header(together) or read_header(words[0])
    above = read_header(words[0])
    if len(words) > 1 and above and found and found[1] < above[1] and found[0] != above[0]:
        found = read_header(together) or found
    kind, sure = found or (LoaiCot.KHONG_NHAP, 0)
    if len(words) > 1 and kind is LoaiCot.MUC_DAT and above and above[0] in _KEEP_ABOVE:
        kind, sure = above
    year = next((y for text in reversed(words) if (y := read_year(text))), None)
    unit = next((u for text in reversed(words) if (u := parse_don_vi_tien(text))), None)
    nam, is_span = year if year and kind is LoaiCot.MUC_DAT else (None, False)
    return CotNhanRa(so_cot, together, kind, sure, nam, is_span, unit, ten_rieng=words[-1])


_KEEP_ABOVE = {LoaiCot.KINH_PHI, LoaiCot.KHONG_NHAP, LoaiCot.SO_LUONG, LoaiCot.THANH_TIEN}
