"""What a person says about a file (sửa bảng), laid over what the portal read from it.

Corrected cells go into the neutral tables before anything is understood; chosen kinds of tables and
columns, and those the commune's people chose before, over what was recognised. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from donvi.tieng_viet import fold
from kinhphi.so_tien import DonViTien
from nhapxuat.bang_tho import BangTho, DongTho, OTho
from nhapxuat.ket_qua_nhap import ViTri
from nhapxuat.nhan_bang import BangNhanRa, CotNhanRa, KetQuaNhan, LoaiBang, for_kind, make_table
from nhapxuat.tu_vung_cot import LoaiCot

KHOA_DAI_NHAT = 300  # characters of a header that are remembered
_TRAI = 3  # columns a table may leave free on its left
KHONG_CHAC = 30  # percent; how sure a column is that only stands in
BO_QUA = "bạn chọn không nhập bảng này"


@dataclass(frozen=True, slots=True)
class ChonCot:
    """What a person says a column is; ``nam`` for levels, ``don_vi_tien`` for money."""

    loai_cot: LoaiCot
    nam: int | None = None
    don_vi_tien: DonViTien | None = None


@dataclass(frozen=True, slots=True)
class ChonBang:
    """What a person says a table is: None leaves it out; ``cac_cot`` by number of the column.

    ``dong_tieu_de`` is the row of the header, for a table the portal did not recognise.
    """

    loai_bang: LoaiBang | None
    cac_cot: Mapping[int, ChonCot] = field(default_factory=dict)
    dong_tieu_de: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Give the choice as it is stored."""
        return {
            "loai_bang": self.loai_bang and self.loai_bang.value,
            "dong_tieu_de": self.dong_tieu_de,
            "cac_cot": {
                str(number): [
                    cot.loai_cot.value,
                    cot.nam,
                    cot.don_vi_tien and cot.don_vi_tien.value,
                ]
                for number, cot in self.cac_cot.items()
            },
        }

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> "ChonBang":
        """Read what ``as_dict`` gave."""
        return cls(
            LoaiBang(told["loai_bang"]) if told["loai_bang"] else None,
            {
                int(number): ChonCot(LoaiCot(kind), nam, DonViTien(unit) if unit else None)
                for number, (kind, nam, unit) in told["cac_cot"].items()
            },
            told["dong_tieu_de"],
        )


# What a commune's people said before, by kind of table and folded header.
BoNho = Mapping[tuple[LoaiBang, str], ChonCot]


def header_key(tieu_de: str) -> str:
    """Give the key a header is remembered by.

    >>> header_key("Đơn vị  CHỦ TRÌ")
    'don vi chu tri'
    """
    return fold(tieu_de)[:KHOA_DAI_NHAT]


def table_key(table: BangNhanRa) -> str:
    """Name a recognised table within its file: the same each time the file is read."""
    first = (*table.dong_tieu_de, *table.cac_dong, 0)[0]
    left = min((cot.so_cot for cot in table.cac_cot), default=1)
    beside = f".{left}" if left > _TRAI else ""  # the right one of two tables side by side
    return f"{table.bang.label}|{first}{beside}"


def aside_key(bang: BangTho) -> str:
    """Name a table that was left aside."""
    return f"{bang.label}|0"


def place_choice(
    kept: Mapping[str, Mapping[str, Any]], khoa: str, chon: ChonBang
) -> tuple[str, ChonBang]:
    """Give the key a choice is kept under, and the choice as it is kept.

    What is said of a table named by hand goes where its header was named; what is said of a table
    that a person left out, and that the page lists among those aside, goes where they left it out.
    """
    label, _, first = khoa.rpartition("|")
    by_hand = kept.get(f"{label}|0")
    if by_hand is not None and str(by_hand["dong_tieu_de"]) == first:
        return f"{label}|0", replace(chon, dong_tieu_de=by_hand["dong_tieu_de"])
    left_out = [
        key
        for key, told in kept.items()
        if key.rpartition("|")[0] == label and not (told["loai_bang"] or key.endswith("|0"))
    ]
    return (left_out[0] if first == "0" and left_out else khoa), chon


# -- cells -----------------------------------------------------------------------------------------


def correct_cells(
    tables: Iterable[BangTho], corrections: Mapping[ViTri, str]
) -> tuple[BangTho, ...]:
    """Put corrected words in place of those of the file; a merged cell changes as a whole."""
    return tuple(_corrected(bang, corrections) for bang in tables)


def _corrected(bang: BangTho, corrections: Mapping[ViTri, str]) -> BangTho:
    mine = {
        bang.origin(place.so_dong, place.so_cot): text
        for place, text in corrections.items()
        if place.bang == bang.label and place.so_cot
    }
    if not mine:
        return bang
    rows = tuple(_corrected_row(row, mine) for row in bang.cac_dong)
    return replace(bang, cac_dong=rows)


def _corrected_row(row: DongTho, mine: Mapping[tuple[int, int], str]) -> DongTho:
    changed = {cot: OTho(text) for (so_dong, cot), text in mine.items() if so_dong == row.so_dong}
    if not changed:
        return row
    return replace(row, cac_o=dict(sorted({**row.cac_o, **changed}.items())))


# -- tables and columns ----------------------------------------------------------------------------


def apply_choices(found: KetQuaNhan, memory: BoNho, choices: Mapping[str, ChonBang]) -> KetQuaNhan:
    """Lay what is remembered, and then what was chosen for this file, over what was recognised."""
    tables: list[BangNhanRa] = []
    aside = list(found.bo_qua)
    chosen: ChonBang | None = None
    for table in found.cac_bang:
        if not table.noi_tiep:  # a piece after a page break is what the first piece is
            chosen = choices.get(table_key(table))
        if chosen is not None and chosen.loai_bang is None:
            aside.append((table.bang, BO_QUA))
        else:
            tables.append(_named(_chosen(table, memory, chosen), table))
    for bang, why in found.bo_qua:
        made = _by_hand(bang, choices.get(aside_key(bang)))
        if made is not None:
            tables.append(_named(_chosen(made, memory, choices[aside_key(bang)]), made))
            aside.remove((bang, why))
    return KetQuaNhan(tuple(tables), tuple(aside))


def _by_hand(bang: BangTho, chosen: ChonBang | None) -> BangNhanRa | None:
    if chosen is None or chosen.loai_bang is None or chosen.dong_tieu_de is None:
        return None
    made = make_table(bang, chosen.loai_bang, chosen.dong_tieu_de)
    if made.columns(LoaiCot.TEN_GOI):
        return made
    # Some column has to hold the words of the rows; the first that isn't numbers, until a person
    # says which.
    words = [cot for cot in made.cac_cot if cot.loai_cot is not LoaiCot.MA_SO]
    if not words:
        return None
    named = replace(words[0], loai_cot=LoaiCot.TEN_GOI, do_tin_cay=KHONG_CHAC)
    columns = tuple(named if cot is words[0] else cot for cot in made.cac_cot)
    return replace(made, cac_cot=columns)


def _named(made: BangNhanRa, before: BangNhanRa) -> BangNhanRa:
    """Leave the column of names what it was where a choice would leave a table without one."""
    if made.columns(LoaiCot.TEN_GOI):
        return made
    names = {cot.so_cot: cot for cot in before.columns(LoaiCot.TEN_GOI)}
    return replace(made, cac_cot=tuple(names.get(cot.so_cot, cot) for cot in made.cac_cot))


def _chosen(table: BangNhanRa, memory: BoNho, chosen: ChonBang | None) -> BangNhanRa:
    kind = chosen.loai_bang if chosen and chosen.loai_bang else table.loai_bang
    if kind is not table.loai_bang:
        columns: Sequence[CotNhanRa] = [for_kind(c, kind, table.cac_cot) for c in table.cac_cot]
        table = replace(table, loai_bang=kind, do_tin_cay=100, cac_cot=tuple(columns))
    known = {cot.so_cot: memory.get((kind, header_key(cot.tieu_de))) for cot in table.cac_cot}
    if chosen is not None:
        known |= chosen.cac_cot
    return replace(table, cac_cot=tuple(_set(cot, known.get(cot.so_cot)) for cot in table.cac_cot))


def _set(cot: CotNhanRa, known: ChonCot | None) -> CotNhanRa:
    if known is None:
        return cot
    of_year = known.loai_cot in {LoaiCot.MUC_DAT, LoaiCot.KINH_PHI_NAM, LoaiCot.DANH_DAU}
    nam = known.nam if of_year else None
    return replace(
        cot,
        loai_cot=known.loai_cot,
        do_tin_cay=100,
        nam=nam or (cot.nam if of_year else None),
        don_vi_tien=known.don_vi_tien or cot.don_vi_tien,
    )
