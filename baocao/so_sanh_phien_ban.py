"""What changed between two contents of a plan: row by row, field by field, by kind of change.

Pure. Rows are paired by code and wording, then by wording (so that renumbering is no dropped and
added row), then by code where the words are alike, then by likeness of words alone. Swapping the
two contents swaps added and dropped and turns every change of words round.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from baocao.doc_truong import Dong
from baocao.truong_ke_hoach import (
    GiaTri,
    LoaiThayDoi,
    PhanKeHoach,
    Truong,
    code_of,
    fields_of,
    name_of,
    number_of,
)
from donvi.tieng_viet import fold

GIONG_CUNG_SO = 0.4  # least share of common words for two rows with one code to be one row
GIONG_KHAC_SO = 0.7  # the same for rows with different codes
Cap = tuple[int, int]  # places of a paired row in the old and the new content


@dataclass(frozen=True, slots=True)
class ThayDoi:
    """One field that differs."""

    loai: LoaiThayDoi
    truong: str
    nhan: str
    cu: GiaTri
    moi: GiaTri

    @property
    def is_reading(self) -> bool:
        """Tell whether only the portal's reading differs, not a word the plan prints."""
        return self.cu.chu == self.moi.chu


@dataclass(frozen=True, slots=True)
class DongKhac:
    """A row that differs; ``cu`` is None when it was added, ``moi`` when it was dropped."""

    phan: PhanKeHoach
    cu: Dong | None
    moi: Dong | None
    cac_thay_doi: tuple[ThayDoi, ...] = ()

    @property
    def dong(self) -> Dong:
        """Give the newer of the two rows."""
        return self.moi if self.moi is not None else self.cu or {}

    @property
    def so(self) -> str:
        """Give the number the plan prints before the row, the newer one; empty without one."""
        return number_of(self.phan, self.dong)

    @property
    def ten(self) -> str:
        """Give the row's wording, the older one where both are there: readers know it."""
        return name_of(self.phan, self.cu if self.cu is not None else self.dong)

    @property
    def cac_loai(self) -> tuple[LoaiThayDoi, ...]:
        """List the kinds of change of the row, each once, in the order of ``LoaiThayDoi``."""
        if self.cu is None:
            return (LoaiThayDoi.BO_SUNG,)
        if self.moi is None:
            return (LoaiThayDoi.BAI_BO,)
        found = {change.loai for change in self.cac_thay_doi}
        return tuple(kind for kind in LoaiThayDoi if kind in found)

    @property
    def is_reading(self) -> bool:
        """Tell whether the plan prints the same words: only readings of the portal differ."""
        both = self.cu is not None and self.moi is not None
        return both and all(change.is_reading for change in self.cac_thay_doi)


@dataclass(frozen=True, slots=True)
class SoSanhPhienBan:
    """All rows that differ: of each part the changed ones, then added, then dropped ones."""

    cac_dong: tuple[DongKhac, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing changed."""
        return not self.cac_dong

    @property
    def has_words(self) -> bool:
        """Tell whether anything the plan prints changed, so that an amendment has a content."""
        return any(not row.is_reading for row in self.cac_dong)

    def of_part(self, phan: PhanKeHoach) -> tuple[DongKhac, ...]:
        """List the rows of one part."""
        return tuple(row for row in self.cac_dong if row.phan == phan)

    def count_kinds(self) -> dict[LoaiThayDoi, int]:
        """Count rows by kind of change, kinds that happened only."""
        found = Counter(kind for row in self.cac_dong for kind in row.cac_loai)
        return {kind: found[kind] for kind in LoaiThayDoi if found[kind]}


def compare_contents(cu: Dong, moi: Dong) -> SoSanhPhienBan:
    """Compare what a plan said with what it says in another version.

    >>> old = {"nhiem_vu": [{"ma": "1", "ten": "Phủ sóng"}]}
    >>> new = {"nhiem_vu": [{"ma": "2", "ten": "Phủ sóng", "thoi_han_nguyen_van": "Quý II"}]}
    >>> [row] = compare_contents(old, new).cac_dong
    >>> [(c.nhan, str(c.cu), str(c.moi)) for c in row.cac_thay_doi]
    [('Thời hạn', '', 'Quý II'), ('Số thứ tự', '1', '2')]
    """
    rows = {phan: (_rows(cu, phan), _rows(moi, phan)) for phan in PhanKeHoach}
    pairs = {phan: pair_rows(phan, *both) for phan, both in rows.items()}
    renamed = {phan: _new_codes(phan, pairs[phan], *both) for phan, both in rows.items()}
    found = [
        row
        for phan, (old, new) in rows.items()
        for row in _differences(phan, pairs[phan], old, new, renamed)
    ]
    return SoSanhPhienBan(tuple(found))


def pair_rows(phan: PhanKeHoach, cu: Sequence[Dong], moi: Sequence[Dong]) -> list[Cap]:
    """Pair the rows of a part that are one row in both contents, in the new order."""
    old = [(code_of(phan, row), fold(name_of(phan, row))) for row in cu]
    new = [(code_of(phan, row), fold(name_of(phan, row))) for row in moi]
    if phan is PhanKeHoach.KE_HOACH:
        return [(0, 0)] if old and new else []
    pairs: dict[int, int] = {}
    _pair_equal(pairs, old, new, lambda key: key)
    _pair_equal(pairs, old, new, lambda key: key[1])
    _pair_alike(pairs, old, new)
    return sorted(((i, j) for i, j in pairs.items()), key=lambda pair: pair[1])


Khoa = tuple[str, str]  # code and folded wording


def _rows(noi_dung: Dong, phan: PhanKeHoach) -> list[Dong]:
    rows = noi_dung.get(phan, ())
    return [rows] if isinstance(rows, Mapping) else list(rows)


def _pair_equal(
    pairs: dict[int, int],
    old: Sequence[Khoa],
    new: Sequence[Khoa],
    key: Callable[[Khoa], Hashable],
) -> None:
    """Pair rows whose key is equal and says something; equal ones among themselves in order."""
    taken = set(pairs.values())
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for j, row in enumerate(new):
        if j not in taken and row[1]:
            waiting[key(row)].append(j)
    for i, row in enumerate(old):
        if i not in pairs and row[1] and waiting[key(row)]:
            pairs[i] = waiting[key(row)].pop(0)


def _pair_alike(pairs: dict[int, int], old: Sequence[Khoa], new: Sequence[Khoa]) -> None:
    """Pair what is left by likeness, the most alike first; one code counts more than place.

    The order of candidates doesn't depend on which content is called old.
    """
    taken = set(pairs.values())
    lefts = [(i, code, Counter(words.split())) for i, (code, words) in enumerate(old)
             if i not in pairs]  # fmt: skip
    rights = [(j, code, Counter(words.split())) for j, (code, words) in enumerate(new)
              if j not in taken]  # fmt: skip
    candidates = []
    for i, old_code, old_words in lefts:
        for j, new_code, new_words in rights:
            same_code = bool(old_code) and old_code == new_code
            likeness = _likeness(old_words, new_words)
            if likeness >= (GIONG_CUNG_SO if same_code else GIONG_KHAC_SO):
                candidates.append((not same_code, -likeness, abs(i - j), i + j, i, j))
    for *_, i, j in sorted(candidates):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Give the share of common words, 0 to 1 (Dice), the same both ways."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _new_codes(
    phan: PhanKeHoach, pairs: Sequence[Cap], cu: Sequence[Dong], moi: Sequence[Dong]
) -> dict[str, str]:
    """Say which new code each old code of the part became, so that references follow."""
    return {code_of(phan, cu[i]): code_of(phan, moi[j]) for i, j in pairs}


def _differences(
    phan: PhanKeHoach,
    pairs: Sequence[Cap],
    cu: Sequence[Dong],
    moi: Sequence[Dong],
    renamed: Mapping[PhanKeHoach, Mapping[str, str]],
) -> Iterator[DongKhac]:
    moved = moved_pairs(pairs)
    for i, j in pairs:
        changes = tuple(_changes(phan, cu[i], moi[j], renamed, (i, j) if (i, j) in moved else None))
        if changes:
            yield DongKhac(phan, cu[i], moi[j], changes)
    old_kept, new_kept = {i for i, _ in pairs}, {j for _, j in pairs}
    yield from (DongKhac(phan, None, row) for j, row in enumerate(moi) if j not in new_kept)
    yield from (DongKhac(phan, row, None) for i, row in enumerate(cu) if i not in old_kept)


def _changes(
    phan: PhanKeHoach,
    cu: Dong,
    moi: Dong,
    renamed: Mapping[PhanKeHoach, Mapping[str, str]],
    place: Cap | None,
) -> Iterator[ThayDoi]:
    for field in fields_of(phan, (cu, moi)):
        old, new = field.value_of(cu), field.value_of(moi)
        if old != new and not (field.thuoc and _same_row(field, cu, moi, renamed[field.thuoc])):
            yield ThayDoi(field.loai, field.khoa, field.nhan, old, new)
    old_code, new_code = (GiaTri(number_of(phan, row), code_of(phan, row)) for row in (cu, moi))
    if old_code.doc != new_code.doc:
        yield ThayDoi(LoaiThayDoi.DOI_SO, "so", "Số thứ tự", old_code, new_code)
    if place is not None:
        old_place, new_place = (GiaTri(f"thứ {n + 1}") for n in place)
        yield ThayDoi(LoaiThayDoi.CHUYEN_CHO, "thu_tu", "Vị trí", old_place, new_place)


def _same_row(field: Truong, cu: Dong, moi: Dong, renamed: Mapping[str, str]) -> bool:
    """Tell whether a reference names the same row, only by its new code."""
    old, new = cu.get(field.khoa_tho[0]), moi.get(field.khoa_tho[0])
    if isinstance(old, str):
        return renamed.get(old) == new
    return [renamed.get(code) for code in old or ()] == list(new or ())


def moved_pairs(pairs: Sequence[Cap]) -> frozenset[Cap]:
    """Find the rows that changed place among the rows that stayed: as few as possible.

    >>> sorted(moved_pairs([(0, 0), (3, 1), (1, 2), (2, 3)]))
    [(3, 1)]
    """
    ordered = sorted(pairs, key=lambda pair: pair[1])
    runs: list[list[Cap]] = [[]]  # longest run of rows in the old order, ending at each row
    for pair in ordered:
        before = [run for run in runs if not run or run[-1][0] < pair[0]]
        runs.append([*_longest(before), pair])
    return frozenset(ordered) - frozenset(_longest(runs))


def _longest(runs: Sequence[list[Cap]]) -> list[Cap]:
    return max(runs, key=len)
