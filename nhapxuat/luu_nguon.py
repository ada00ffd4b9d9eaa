"""Saving which sources pay a budget row or task, and how much of it each pays."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max

from donvi.khuon_dong import KhuonDong
from donvi.nhap_hang_loat import DongGhi
from donvi.tieng_viet import fold
from kinhphi.cong_nhom import add_known
from kinhphi.models import NguonVon, PhanNguon
from kinhphi.nhap_bang import NguonNhapBang, PhanNguonNhapBang
from kinhphi.so_tien import SoTienKhongDocDuoc, parse_so_tien
from nhapxuat.phien_luu import DongLuu, PhienLuu

_KHUON = KhuonDong(PhanNguon)
_CO_DON_VI = re.compile(r"[0-9]\s*(?:đồng|nghìn|triệu|tỷ|tỉ|đ|trđ)", re.IGNORECASE)
_NGAN_NGUON = re.compile(r"\s*[;\n+]\s*")


@dataclass(frozen=True, slots=True)
class NguonCuaDong:
    """What the file says of a row's sources: the words of its cell, and columns with amounts.

    ``noi`` names the field that joins a part to the row: "dong_kinh_phi" or "nhiem_vu".
    """

    dong: DongLuu
    noi: str
    nguyen_van: str
    phan_nguon: tuple[tuple[str, int], ...]

    def named(self, known: Iterable[str]) -> dict[str, tuple[str, int | None]]:
        """Give the sources by key: their words, and whole đồng where the file says how much."""
        found: dict[str, tuple[str, int | None]] = {}
        for words in split_sources(self.nguyen_van, frozenset(known)):
            name, amount = read_part(words)
            before = found.get(fold(name), (name, None))
            found[fold(name)] = (before[0], add_known(before[1], amount))
        return found | {fold(name): (name, amount) for name, amount in self.phan_nguon}


def read_part(words: str) -> tuple[str, int | None]:
    """Read "Ngân sách xã: 250.000.000 đồng"; an amount without its unit is none.

    >>> read_part("NS xã: 250 triệu đồng"), read_part("NS xã: 250"), read_part("NS xã")
    (('NS xã', 250000000), ('NS xã: 250', None), ('NS xã', None))
    """
    ten, _, amount = words.rpartition(":")
    if ten.strip() and _CO_DON_VI.search(amount):
        try:
            return ten.strip(), parse_so_tien(amount)
        except SoTienKhongDocDuoc:
            pass
    return words, None


def split_sources(words: str, known: frozenset[str] = frozenset()) -> list[str]:
    """Name the sources of a cell; words the plan knows as one source stay one.

    >>> split_sources("Ngân sách tỉnh; xã hội hóa")
    ['Ngân sách tỉnh', 'xã hội hóa']
    >>> split_sources("Tỉnh; xã", frozenset({"tinh; xa"}))
    ['Tỉnh; xã']
    """
    if not words or fold(words) in known:
        return [words] if words else []
    return [part for part in _NGAN_NGUON.split(words) if part]


def save_sources(phien: PhienLuu, said: Sequence[NguonCuaDong]) -> None:
    """Add the sources the plan lacks, then the parts of each row that are missing or differ."""
    if not said:
        return
    plan = NguonVon.objects.filter(ke_hoach=phien.ke_hoach).order_by("thu_tu", "pk")
    sources = {fold(source.ten): source for source in reversed(plan)}
    last = plan.aggregate(last=Max("thu_tu"))["last"] or 0
    made: list[DongGhi] = []
    ghi: list[DongGhi] = []
    for one in said:
        wanted = one.named(sources)
        for key, (name, _) in wanted.items():
            if key not in sources:
                last += 1
                sources[key] = NguonVon(ke_hoach=phien.ke_hoach)
                made.append(DongGhi(None, sources[key], {"ten": name, "thu_tu": last}))
        ghi += _parts(one, wanted, sources)
    phien.bring_in(NguonNhapBang, made)
    phien.bring_in(PhanNguonNhapBang, ghi)


def _parts(
    said: NguonCuaDong,
    wanted: dict[str, tuple[str, int | None]],
    sources: dict[str, NguonVon],
) -> list[DongGhi]:
    """Give the parts of a row to add, to change and to take away."""
    dong = said.dong
    known = {} if dong.la_moi else {fold(p.nguon_von.ten): p for p in dong.row.cac_phan_nguon.all()}
    ghi = [DongGhi(dong, part, xoa=True) for key, part in known.items() if key not in wanted]
    for key, (_, amount) in wanted.items():
        part = known.get(key) or _KHUON.make(**{said.noi: dong.row, "nguon_von": sources[key]})
        ghi.append(DongGhi(dong, part, {} if amount is None else {"so_tien": amount}))
    return ghi
