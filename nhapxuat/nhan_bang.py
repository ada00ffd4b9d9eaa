"""Recognising (nhận bảng) the annexes in neutral tables: where a table begins and what it is.

Gives the header rows, each column's kind with a confidence in percent, whether the table holds
indicators, tasks or a budget, and the rows below the header. What rows mean is for ``dong_bang``.
A person may change any of it: ``CotNhanRa`` rows can be made by hand as well.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from donvi.lua_chon import LuaChon
from donvi.tieng_viet import fold
from kinhphi.so_tien import DonViTien, parse_don_vi_tien
from nhapxuat.bang_canh_nhau import split_side_by_side
from nhapxuat.bang_tho import BangTho, NguonBang, OTho
from nhapxuat.chu_tho import BangMaCu
from nhapxuat.cot_nhan_ra import CotNhanRa, read_columns
from nhapxuat.dong_tieu_de import find_headers, lines_of
from nhapxuat.muc_tieu_loi_van import say_left_aside
from nhapxuat.trang_rieng import is_own_sheet
from nhapxuat.tu_vung_cot import LoaiCot

__all__ = [
    "BangNhanRa", "CotNhanRa", "KetQuaNhan", "LoaiBang", "for_kind", "header_words", "make_table",
    "recognise",
]  # fmt: skip


class LoaiBang(LuaChon):
    """What a table holds."""

    CHI_TIEU = "chi_tieu", "chỉ tiêu"
    NHIEM_VU = "nhiem_vu", "nhiệm vụ"
    KINH_PHI = "kinh_phi", "kinh phí"


@dataclass(frozen=True, slots=True)
class BangNhanRa:
    """A recognised annex: the table it lies in, its columns, and the numbers of its rows.

    ``dau_de`` are the words above it. ``noi_tiep``: it has no header of its own and goes on with
    the columns of the table before (a table cut by a page break).
    """

    bang: BangTho
    loai_bang: LoaiBang
    do_tin_cay: int
    cac_cot: tuple[CotNhanRa, ...]
    dong_tieu_de: tuple[int, ...]
    cac_dong: tuple[int, ...]
    dau_de: tuple[str, ...] = ()
    noi_tiep: bool = False

    def columns(self, *kinds: LoaiCot) -> tuple[CotNhanRa, ...]:
        """Give the columns of these kinds, from left to right."""
        return tuple(cot for cot in self.cac_cot if cot.loai_cot in kinds)

    @property
    def don_vi_tien(self) -> DonViTien | None:
        """Give the unit of money the words above the table name, None where they name none."""
        units = (_unit_in_title(line) for line in reversed(self.dau_de))
        return next((unit for unit in units if unit is not None), None)

    @property
    def don_vi_tien_ben_duoi(self) -> DonViTien | None:
        """Give the unit of money a note below the table names, None where none does."""
        rows = (self.bang.row(n).cac_o for n in self.cac_dong)
        alone = (next(iter(cells.values())).mot_dong for cells in rows if len(cells) == 1)
        units = (_unit_in_note(line) for line in (*alone, *self.bang.chu_sau))
        return next((unit for unit in units if unit is not None), None)


@dataclass(frozen=True, slots=True)
class KetQuaNhan:
    """Recognised tables, and those left aside with the reason."""

    cac_bang: tuple[BangNhanRa, ...]
    bo_qua: tuple[tuple[BangTho, str], ...] = ()


_HO_TEN = re.compile(r"^ho(?: va| ,)? ?ten\b|^ho,? ten\b")
_CUA_PHU_LUC = {LoaiCot.THOI_HAN, LoaiCot.MUC_DAT, LoaiCot.DANH_DAU, LoaiCot.THANH_TIEN}
_NOI_DON_VI = re.compile(r"\bdon vi\b|\bdvt\b|\btinh (?:theo|bang)\b")
_CHI_DON_VI = re.compile(r"(?:1\.?000|nghin|ngan|ng|trieu|tr|ty|ti)?[. ]*(?:dong|d|vnd|vn d)?")
_GHI_CHU_TIEN = re.compile(r"(?:đơn vị(?: tính| tiền)?|đvt)\s*(?:là|:)\s*", re.IGNORECASE)
_LETTERHEAD = re.compile(
    r"cong hoa xa hoi|doc lap.*tu do|noi nhan|tm\.? |kt\.? |uy ban nhan dan\b.{0,40}$|chu tich"
)
_TITLE = re.compile(r"phu luc|bang |danh muc|du toan|bieu |\(?kem theo|\(?don vi(?: tinh)?:|\(?dvt")


def _unit_in_note(line: str) -> DonViTien | None:
    found = _GHI_CHU_TIEN.search(line)
    return parse_don_vi_tien(line[found.end() :]) if found else None


def _unit_in_title(line: str) -> DonViTien | None:
    """Find "ĐVT: triệu đồng" above a table; other words there speak of money in passing.

    >>> _unit_in_title("(ĐVT: 1.000.000 đồng)"), _unit_in_title("Tổng: 35 triệu đồng (Ba mươi...)")
    (<DonViTien.TRIEU: 'trieu'>, None)
    """
    line = re.sub(r"1[.,]000[.,]000(?= ?[đĐvV])", "triệu", line).replace("1,000", "1.000")
    for part in re.split(r"[()\[\]:;,]", line):
        words = re.sub(r"(?i)\s*(?:việt nam|/.*)$", "", part.strip(" ./-"))
        is_unit = _CHI_DON_VI.fullmatch(fold(words)) or _NOI_DON_VI.search(fold(words))
        unit = parse_don_vi_tien(words) if is_unit else None
        if unit is not None:
            return unit
    return None


def recognise(tables: Iterable[BangTho]) -> KetQuaNhan:
    """Recognise the annexes in the tables of one file, in their order."""
    found: list[BangNhanRa] = []
    aside: list[tuple[BangTho, str]] = []
    for bang in tables:
        if is_own_sheet(bang):
            continue
        if bang.bi_an:
            aside.append((bang, "trang tính bị ẩn nên không được nhập; cần bỏ ẩn nếu muốn nhập"))
            continue
        if bang.nguon is NguonBang.LOI_VAN:
            aside.append((bang, say_left_aside([bang])))
            continue
        pieces: list[BangNhanRa] = []
        for part in split_side_by_side(bang):
            pieces += _recognise_table(part, [*found, *pieces][-1] if found or pieces else None)
        found += pieces
        if not pieces and any(True for _ in bang.walk()) and not _is_letterhead(bang):
            aside.append((bang, _why_not(bang)))
    return KetQuaNhan(tuple(found), tuple(aside))


def _why_not(bang: BangTho) -> str:
    """Say why a table was not recognised: most often nothing can be said but that."""
    for _, _, cell in bang.walk():
        for bang_ma in BangMaCu:
            if any(bang_ma.label in sentence for sentence in cell.cac_loi):
                return (
                    f"chữ dùng phông cũ theo bảng mã {bang_ma.label} nên không đọc được; cần "
                    "chuyển cả tệp sang Unicode (Times New Roman) rồi tải lên lại"
                )
    return "chưa nhận ra là bảng chỉ tiêu, nhiệm vụ hay kinh phí"


def _is_letterhead(bang: BangTho) -> bool:
    """Tell whether a table only lays out the head or foot of a document."""
    cells = [cell.mot_dong for _, _, cell in bang.walk()]
    return len(cells) <= 8 and any(_LETTERHEAD.search(fold(text)) for text in cells)


def _recognise_table(bang: BangTho, before: BangNhanRa | None) -> Iterator[BangNhanRa]:
    headers = find_headers(bang)
    if not headers:
        if before and _continues(bang, before):
            all_rows = tuple(row.so_dong for row in bang.cac_dong)
            yield replace(before, bang=bang, dong_tieu_de=(), cac_dong=all_rows, noi_tiep=True)
        return
    numbers = [row.so_dong for row in bang.cac_dong]
    starts = [block[0] for block in headers] + [numbers[-1] + 1]
    above = [n for n in numbers if n < starts[0]]
    for block, start_of_next in zip(headers, starts[1:], strict=True):
        rows = [n for n in numbers if block[-1] < n < start_of_next]
        titles = (*bang.chu_truoc, *lines_of(bang, above))
        made = _make(bang, block, rows, titles)
        tail = _title_rows(bang, rows) if start_of_next <= numbers[-1] else []
        above = tail
        if made is not None:
            kept = tuple(n for n in rows if n not in tail)
            goes_on = before is not None and block is headers[0] and _repeats(made, before)
            yield replace(made, cac_dong=kept, noi_tiep=goes_on)


def _continues(bang: BangTho, before: BangNhanRa) -> bool:
    return (
        not bang.chu_truoc
        and bang.nguon is before.bang.nguon
        and bang.so_cot == before.bang.so_cot
        and not before.bang.chu_sau
    )


def _repeats(made: BangNhanRa, before: BangNhanRa) -> bool:
    """Tell whether a table stands right below one with the very same header."""
    same = [fold(cot.tieu_de) for cot in made.cac_cot] == [
        fold(cot.tieu_de) for cot in before.cac_cot
    ]
    return (
        same
        and not (made.bang.chu_truoc or before.bang.chu_sau)
        and (made.bang is not before.bang and made.bang.nguon is NguonBang.BANG_WORD)
    )


def _title_rows(bang: BangTho, rows: Sequence[int]) -> list[int]:
    """Give the rows right above the next header that hold one cell each: its title."""
    tail: list[int] = []
    for number in reversed(rows):
        cells = [cell for cell in bang.row(number).cac_o.values() if not cell.la_trong]
        if len(cells) != 1 or len(tail) >= 6 or not _is_title(bang, number, cells[0]):
            break
        tail.insert(0, number)
    return tail


def _is_title(bang: BangTho, number: int, cell: OTho) -> bool:
    """Tell a title from the rest of a torn row: bold, in capitals, across columns, or its words."""
    wide = any(v.dong_dau == number and v.cot_cuoi > v.cot_dau + 1 for v in bang.vung_gop)
    text = cell.mot_dong
    return cell.chu_dam or wide or text.isupper() or bool(_TITLE.match(fold(text)))


def header_words(found: BangNhanRa) -> frozenset[str]:
    """Give the words of the header, cell by cell and column by column, in small letters."""
    cells = (text.casefold() for text in lines_of(found.bang, found.dong_tieu_de))
    return frozenset((*cells, *(cot.tieu_de.casefold() for cot in found.cac_cot)))


# -- columns and kind ----------------------------------------------------------------------------


_CUA_TIEN = {LoaiCot.KINH_PHI, LoaiCot.THANH_TIEN, LoaiCot.NGUON_VON, LoaiCot.SO_LUONG}
_MUC_THOI = 60  # points of a table that has levels, and no word of indicators


def _make(
    bang: BangTho, block: Sequence[int], rows: Sequence[int], titles: tuple[str, ...]
) -> BangNhanRa | None:
    columns = read_columns(bang, block, rows)
    kinds = {cot.loai_cot for cot in columns}
    if not kinds & _CUA_PHU_LUC and any(_HO_TEN.search(fold(cot.tieu_de)) for cot in columns):
        return None  # a list of people
    scores = _score(kinds, columns, titles)
    best = max(scores, key=lambda kind: scores[kind])
    has_name = any(cot.loai_cot is LoaiCot.TEN_GOI for cot in columns)
    if scores[best] < 40 or not has_name:
        return None
    second = max(score for kind, score in scores.items() if kind is not best)
    sure = max(30, min(99, 50 + scores[best] // 2 - second // 2))
    if best is LoaiBang.CHI_TIEU and kinds & _CUA_TIEN and scores[best] <= _MUC_THOI:
        sure = min(sure, 60)  # years of a budget look like levels
    columns = [for_kind(cot, best, columns) for cot in columns]
    return BangNhanRa(bang, best, sure, tuple(columns), tuple(block), tuple(rows), titles)


def make_table(bang: BangTho, loai_bang: LoaiBang, dong_tieu_de: int) -> BangNhanRa:
    """Take a table for what a person says it is, with the header in the row they name."""
    numbers = [row.so_dong for row in bang.cac_dong]
    above = lines_of(bang, [n for n in numbers if n < dong_tieu_de])
    rows = tuple(n for n in numbers if n > dong_tieu_de)
    columns = read_columns(bang, (dong_tieu_de,), rows)
    kept = tuple(for_kind(cot, loai_bang, columns) for cot in columns)
    titles = (*bang.chu_truoc, *above)
    return BangNhanRa(bang, loai_bang, 100, kept, (dong_tieu_de,), rows, titles)


def _score(
    kinds: set[LoaiCot], columns: Sequence[CotNhanRa], titles: Sequence[str]
) -> Mapping[LoaiBang, int]:
    about = fold(" ".join(titles[-6:]))
    named = fold(" ".join(cot.tieu_de for cot in columns if cot.loai_cot is LoaiCot.TEN_GOI))
    works = {LoaiCot.PHOI_HOP, LoaiCot.THOI_HAN, LoaiCot.CHU_TRI_PHOI_HOP}
    has_lead = LoaiCot.CHU_TRI in kinds  # a budget may say who spends, if it names no tasks
    of_works = bool(kinds & works) or (has_lead and "nhiem vu" in named)
    many_sources = sum(cot.loai_cot is LoaiCot.PHAN_NGUON for cot in columns) > 1
    weights = {
        LoaiBang.CHI_TIEU: {LoaiCot.MUC_DAT: 50, LoaiCot.DON_VI_TINH: 10, LoaiCot.DON_GIA: -40},
        LoaiBang.NHIEM_VU: {
            LoaiCot.THOI_HAN: 35, LoaiCot.PHOI_HOP: 30, LoaiCot.CHU_TRI: 20, LoaiCot.SAN_PHAM: 15,
            LoaiCot.CHU_TRI_PHOI_HOP: 35, LoaiCot.BAT_DAU: 10, LoaiCot.DANH_DAU: 35,
        },
        LoaiBang.KINH_PHI: {
            LoaiCot.DON_GIA: 40, LoaiCot.THANH_TIEN: 40, LoaiCot.SO_LUONG: 20,
            LoaiCot.KINH_PHI: 0 if of_works else 30 if has_lead else 45,
            LoaiCot.PHAN_NGUON: 0 if of_works else 40 if many_sources else 20,
            LoaiCot.KINH_PHI_NAM: 0 if of_works else 40,
        },
    }  # fmt: skip
    scores = {
        kind: sum(points for column, points in table.items() if column in kinds)
        for kind, table in weights.items()
    }
    scores[LoaiBang.CHI_TIEU] += 35 * ("chi tieu" in named or "chi so" in named) + 10 * (
        "chi tieu" in about
    )
    scores[LoaiBang.NHIEM_VU] += 25 * ("nhiem vu" in named) + 10 * ("nhiem vu" in about)
    scores[LoaiBang.KINH_PHI] += 15 * bool(
        re.search("du toan|kinh phi|noi dung chi", about + named)
    )
    return scores


def for_kind(cot: CotNhanRa, kind: LoaiBang, columns: Sequence[CotNhanRa]) -> CotNhanRa:
    """Read columns as the kind of table uses them: the amounts of a budget are its totals."""
    has_total = any(other.loai_cot is LoaiCot.THANH_TIEN for other in columns)
    if kind is LoaiBang.KINH_PHI and cot.loai_cot is LoaiCot.KINH_PHI and not has_total:
        return replace(cot, loai_cot=LoaiCot.THANH_TIEN)
    if kind is LoaiBang.NHIEM_VU and cot.loai_cot is LoaiCot.THANH_TIEN:
        return replace(cot, loai_cot=LoaiCot.KINH_PHI)
    return cot
