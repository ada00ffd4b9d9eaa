"""Which row of a file is which row of the plan (khớp dòng), and in what order all of them stand.

Pure. A row is known by its code and its wording. Paired are, in this order: rows of one code and
one wording; rows of one wording that stands once on either side (the row was renumbered); rows
whose words are alike, those of one code first; at last rows of one code whatever they say. So an
inserted row renumbers those after it and takes nobody's place, and what was reported on a row
stays with it. No two rows of a file are ever one row of the plan.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from donvi.lua_chon import LuaChon
from donvi.tieng_viet import fold

GIONG_CUNG_MA = 0.4  # least share of common words for two rows of one code to be alike
GIONG_KHAC_MA = 0.7  # the same for rows of different codes
_UNG_VIEN = 40  # rows looked at for likeness, per row and per word
_CUOI_CUNG = 30_000  # the highest place a row may come to before all are numbered anew


class CachKhop(LuaChon):
    """How a row of a file was found in the plan."""

    Y_NGUYEN = "y_nguyen", "cùng mã, cùng lời"
    DOI_MA = "doi_ma", "đổi mã"
    DOI_LOI = "doi_loi", "đổi lời"
    DOI_CA_HAI = "doi_ca_hai", "đổi cả mã và lời"
    KHAC_HAN = "khac_han", "cùng mã, lời khác hẳn"
    THEM_MOI = "them_moi", "thêm mới"


@dataclass(frozen=True, slots=True)
class DongCo:
    """What a row is known by."""

    ma: str
    ten: str


@dataclass(frozen=True, slots=True)
class KhopDong:
    """For each row of the file the place of its row in the plan (None: new), and how it was found.

    ``vang_mat`` are the places of the plan's rows the file does not have, in order.
    """

    cac_cho: tuple[int | None, ...]
    cac_cach: tuple[CachKhop, ...]
    vang_mat: tuple[int, ...]


def match_rows(tep: Sequence[DongCo], da_co: Sequence[DongCo]) -> KhopDong:
    """Match the rows of a file with those of the plan.

    >>> plan = [DongCo("1", "Phủ sóng"), DongCo("2", "Tập huấn")]
    >>> found = match_rows([DongCo("1", "Mua máy"), DongCo("2", "Phủ sóng")], plan)
    >>> found.cac_cho, [how.value for how in found.cac_cach], found.vang_mat
    ((None, 0), ['them_moi', 'doi_ma'], (1,))
    >>> match_rows([DongCo("2", "Mua máy")], plan).cac_cach[0].label
    'cùng mã, lời khác hẳn'
    """
    pairing = _GhepDoi(tep, da_co)
    pairing.pair_unique(lambda row: (row.ma, row.ten), CachKhop.Y_NGUYEN)
    if pairing.is_open:
        keys = _FoldedRows()
        pairing.pair_unique(lambda row: (row.ma, keys.of(row)), CachKhop.Y_NGUYEN)
        pairing.pair_unique(keys.of, CachKhop.DOI_MA)
        pairing.pair_alike(keys)
        pairing.pair_unique(lambda row: row.ma, CachKhop.KHAC_HAN)
    taken = set(pairing.da_ghep.values())
    return KhopDong(
        tuple(pairing.da_ghep.get(i) for i in range(len(tep))),
        tuple(pairing.cach.get(i, CachKhop.THEM_MOI) for i in range(len(tep))),
        tuple(j for j in range(len(da_co)) if j not in taken),
    )


class _FoldedRows:
    """Wordings without marks, each folded once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, row: DongCo) -> str:
        if row.ten not in self._known:
            self._known[row.ten] = fold(row.ten)
        return self._known[row.ten]


class _GhepDoi:
    """The pairs found so far, from places in the file to places in the plan."""

    def __init__(self, tep: Sequence[DongCo], da_co: Sequence[DongCo]) -> None:
        self.tep = tep
        self.da_co = da_co
        self.da_ghep: dict[int, int] = {}
        self.cach: dict[int, CachKhop] = {}
        self._con_tep = dict.fromkeys(range(len(tep)))
        self._con_co = dict.fromkeys(range(len(da_co)))

    @property
    def is_open(self) -> bool:
        """Tell whether rows are left on both sides."""
        return bool(self._con_tep and self._con_co)

    def pair_unique(self, key: Callable[[DongCo], Hashable], cach: CachKhop) -> None:
        """Pair the rows whose key says something and stands once on either side."""
        mine = _once(self._con_tep, self.tep, key)
        theirs = _once(self._con_co, self.da_co, key)
        for name, i in mine.items():
            j = theirs.get(name)
            if i is not None and j is not None:
                self._pair(i, j, cach)

    def pair_alike(self, keys: _FoldedRows) -> None:
        """Pair rows by likeness of words: one code before another, the most alike first."""
        if not self.is_open:
            return
        lefts = {i: Counter(keys.of(self.tep[i]).split()) for i in self._con_tep}
        rights = {j: Counter(keys.of(self.da_co[j]).split()) for j in self._con_co}
        found = []
        for i, j in self._candidates(lefts, rights):
            same = bool(self.tep[i].ma) and self.tep[i].ma == self.da_co[j].ma
            share = likeness(lefts[i], rights[j])
            if share >= (GIONG_CUNG_MA if same else GIONG_KHAC_MA):
                found.append((not same, -share, abs(i - j), i, j))
        for other_code, *_, i, j in sorted(found):
            if i in self._con_tep and j in self._con_co:
                self._pair(i, j, CachKhop.DOI_CA_HAI if other_code else CachKhop.DOI_LOI)

    def _candidates(
        self, lefts: dict[int, Counter[str]], rights: dict[int, Counter[str]]
    ) -> Iterator[tuple[int, int]]:
        """Give pairs worth comparing: of one code, or with a rare word in common."""
        by_code = defaultdict(list)
        by_word = defaultdict(list)
        for j, words in rights.items():
            by_code[self.da_co[j].ma].append(j)
            for word in words:
                by_word[word].append(j)
        for i, words in lefts.items():
            near = dict.fromkeys(by_code.get(self.tep[i].ma, ())[:_UNG_VIEN])
            rare = sorted((len(by_word[word]), word) for word in words if word in by_word)
            for _, word in rare:
                near |= dict.fromkeys(by_word[word][:_UNG_VIEN])
                if len(near) >= _UNG_VIEN:
                    break
            yield from ((i, j) for j in near)

    def _pair(self, i: int, j: int, cach: CachKhop) -> None:
        self.da_ghep[i] = j
        self.cach[i] = cach
        del self._con_tep[i], self._con_co[j]


def _once(
    places: dict[int, None], rows: Sequence[DongCo], key: Callable[[DongCo], Hashable]
) -> dict[Hashable, int | None]:
    """Map each key to its one place, None where it stands several times."""
    found: dict[Hashable, int | None] = {}
    for place in places:
        name = key(rows[place])
        if name not in ("", ("", "")):
            found[name] = None if name in found else place
    return found


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Give the share of common words, 0 to 1 (Dice), the same both ways."""
    total = one.total() + other.total()
    common = sum(min(times, other[word]) for word, times in one.items() if word in other)
    return 2 * common / total if total else 0.0


# -- order ---------------------------------------------------------------------------------------


def arrange(cac_cho: Sequence[int | None], so_dong_co: int) -> list[tuple[int | None, int | None]]:
    """Order rows as the file does; each row it lacks stays after the one it stood after.

    ``cac_cho`` are the places in the plan (in its order) of the file's rows. Gives pairs of place
    in the file and place in the plan, one of which may be None.

    >>> arrange([0, None, 2], 4)
    [(0, 0), (None, 1), (1, None), (2, 2), (None, 3)]
    """
    kept = {j for j in cac_cho if j is not None}
    after: dict[int | None, list[int]] = defaultdict(list)
    before: int | None = None
    for j in range(so_dong_co):
        if j in kept:
            before = j
        else:
            after[before].append(j)
    ordered: list[tuple[int | None, int | None]] = [(None, j) for j in after[None]]
    for i, place in enumerate(cac_cho):
        ordered.append((i, place))
        if place is not None:
            ordered += [(None, j) for j in after[place]]
    return ordered


def number(thu_tu: Sequence[int | None]) -> list[int]:
    """Number rows upwards, keeping the numbers they have where these go upwards already.

    >>> number([1, None, 2, 9]), number([3, 1, None])
    ([1, 2, 3, 9], [3, 4, 5])
    """
    numbers: list[int] = []
    last = 0
    for own in thu_tu:
        last = own if own is not None and own > last else last + 1
        numbers.append(last)
    return numbers if last <= _CUOI_CUNG else list(range(1, len(numbers) + 1))


def moved(cac_cho: Sequence[int | None]) -> frozenset[int]:
    """Find the rows of the file that changed place among those the plan has: as few as possible.

    >>> sorted(moved([3, 0, None, 1, 2]))
    [0]
    """
    places = [(i, j) for i, j in enumerate(cac_cho) if j is not None]
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for n, (_, j) in enumerate(places):
        at = bisect_left(tails, j)
        before[n] = ends[at - 1] if at else None
        if at == len(tails):
            tails.append(j)
            ends.append(n)
        else:
            tails[at], ends[at] = j, n
    stayed: set[int] = set()
    run = ends[-1] if ends else None
    while run is not None:
        stayed.add(places[run][0])
        run = before[run]
    return frozenset(i for i, _ in places if i not in stayed)


# -- codes ---------------------------------------------------------------------------------------


def settle_codes(
    tep: Sequence[str],
    cac_cho: Sequence[int | None],
    da_co: Sequence[str],
    ma_khac: Collection[str],
) -> tuple[list[str], dict[int, str]]:
    """Give every row of the file its code in the plan, and new codes to those in its way.

    ``da_co`` are the codes of the plan's rows, ``ma_khac`` codes that rows of other kinds hold. A
    row the file lacks keeps its code unless a row of the file needs it: then it steps aside.

    >>> settle_codes(["1"], [1], ["1", "2"], [])
    (['1'], {0: '1-cũ'})
    >>> settle_codes(["1"], [None], [], ["1"])
    (['PL.1'], {})
    """
    codes = [f"PL.{ma}" if ma in ma_khac else ma for ma in tep]
    taken = {*codes, *da_co, *ma_khac}
    kept = {j for j in cac_cho if j is not None}
    wanted = set(codes)
    aside: dict[int, str] = {}
    for j, ma in enumerate(da_co):
        if j not in kept and ma in wanted:
            free = (f"{ma[:20]}-cũ{n or ''}" for n in count())
            aside[j] = next(name for name in free if name not in taken)
            taken.add(aside[j])
    return codes, aside
