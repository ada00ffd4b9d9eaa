"""The money of a plan as finished rows: printed beside computed, and what became of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Sum

from kehoach.models import KeHoach
from kinhphi.chia_nguon import CHUA_CHIA, share_row
from kinhphi.cong_don import TongCong, compute_thanh_tien, printed_amounts, sum_rows
from kinhphi.cong_nhom import (
    DongTong,
    PhanDong,
    SoTienDong,
    ThucHien,
    counted_amounts,
    sum_groups,
)
from kinhphi.models import KhoanKinhPhi
from kinhphi.noi_tien import NoiTien, load_places
from kinhphi.sai_lech import SaiLech, as_rows, find_mismatches, load_acceptances
from kinhphi.so_tien import SO_TIEN_LON_NHAT, amount_in_words
from kinhphi.theo_quy import TongQuy, sum_by_quarter

KHONG_RO_CHU_TRI = "Chưa gắn với đơn vị chủ trì"
NGOAI_CAC_DONG = "Ngoài các dòng kinh phí"

# What moved, by key of the place ("" belongs to no row) and name of the source ("" without one).
DaChuyen = Mapping[str, Mapping[str, ThucHien]]


@dataclass(frozen=True)
class DongBang:
    """A row of the page: the place, its level (0 at the top), its computed amount, what moved.

    A row with rows under it repeats the sum of what was appraised and what moved on them.
    """

    noi: NoiTien
    cap_do: int
    is_leaf: bool
    thanh_tien_tinh: int | None
    cac_sai_lech: tuple[SaiLech, ...]
    tham_dinh: int | None
    thuc_hien: ThucHien

    @property
    def is_same(self) -> bool:
        """Tell whether the computed amount says nothing the printed one doesn't."""
        return self.thanh_tien_tinh == self.noi.thanh_tien_in

    @property
    def is_open(self) -> bool:
        """Tell whether the row has a mismatch nobody has accepted."""
        return any(one.chap_nhan is None for one in self.cac_sai_lech)

    @property
    def tien(self) -> SoTienDong:
        """Give the amounts of the row side by side."""
        printed = self.noi.thanh_tien_in
        return SoTienDong(printed, self.thanh_tien_tinh, self.tham_dinh, self.thuc_hien)

    @property
    def han_muc(self) -> int | None:
        """Give what may be allocated without a reason: the appraised amount, else the plan's."""
        return self.noi.as_row().so_tien if self.tham_dinh is None else self.tham_dinh

    @property
    def chenh_tham_dinh(self) -> int | None:
        """Give appraised less printed (else computed) when the row was appraised."""
        if self.noi.tham_dinh is None or self.noi.tham_dinh.so_tien_in is None:
            return None
        return self.noi.tham_dinh.so_tien - self.noi.tham_dinh.so_tien_in

    @property
    def vuot_han_muc(self) -> int:
        """Give what is allocated beyond the appraised amount, else beyond the plan's (đồng)."""
        if not self.is_leaf or self.han_muc is None:
            return 0
        return max(0, self.thuc_hien.phan_bo - self.han_muc)


@dataclass(frozen=True)
class NhomTien:
    """The sums of one grouping under their heading; ``theo`` is its name in addresses.

    ``so_in`` is the total the plan prints, which parts and lines may each add up to or not.
    """

    theo: str
    ten: str
    cot: str
    cac_tong: tuple[DongTong, ...]
    so_in: int | None = None

    @property
    def tong(self) -> SoTienDong:
        """Add all groups up."""
        return sum((one.tien for one in self.cac_tong), SoTienDong())

    @property
    def chenh_tong(self) -> int | None:
        """Give what the printed amounts here add up to less the total the plan prints."""
        return SoTienDong(self.so_in, self.tong.so_in).chenh


@dataclass(frozen=True)
class BangKinhPhi:
    """What the page of a plan's money shows.

    ``so_in`` is the total in the plan's text, else the sum of its top rows; ``cac_sai_lech`` are
    those that belong to no row. Each grouping adds up to the totals of the rows that count.
    """

    cac_dong: tuple[DongBang, ...]
    so_in: int | None
    tong_chu_in: str
    tong: TongCong
    cac_sai_lech: tuple[SaiLech, ...]
    tham_dinh: int | None
    thuc_hien: ThucHien
    theo_phan: tuple[DongTong, ...]
    theo_nguon: tuple[DongTong, ...]
    theo_chu_tri: tuple[DongTong, ...]
    theo_quy: tuple[TongQuy, ...]

    @property
    def bang_chu(self) -> str:
        """Write the total in words, as the plan does or, where it does not, as it should."""
        if self.tong_chu_in or self.so_in is None or self.so_in > SO_TIEN_LON_NHAT:
            return self.tong_chu_in
        return amount_in_words(self.so_in)

    @property
    def takes_rows(self) -> bool:
        """Tell whether budget rows may be added: not where the money stands beside tasks."""
        return all(line.noi.dong for line in self.cac_dong)

    @property
    def chenh(self) -> int | None:
        """Give the total computed from quantities and prices less the printed one."""
        return SoTienDong(self.so_in, self.tong.theo_dong_tinh).chenh

    @property
    def so_sai_lech_mo(self) -> int:
        """Count the mismatches nobody has accepted."""
        found = [*self.cac_sai_lech, *(one for row in self.cac_dong for one in row.cac_sai_lech)]
        return sum(one.chap_nhan is None for one in found)

    @property
    def cac_nhom(self) -> tuple[NhomTien, ...]:
        """Give the groupings that have anything in them."""
        made = (
            NhomTien("dong", "Theo phần", "Phần", self.theo_phan, self.so_in),
            NhomTien("nguon", "Theo nguồn kinh phí", "Nguồn", self.theo_nguon, self.so_in),
            NhomTien("chu_tri", "Theo đơn vị chủ trì", "Đơn vị", self.theo_chu_tri, self.so_in),
        )
        return tuple(one for one in made if one.cac_tong)

    @property
    def chua_chia(self) -> tuple[DongTong, ...]:
        """Give the sums of money whose sources are named together, with nobody's part said."""
        return tuple(one for one in self.theo_nguon if one.ten.endswith(f"({CHUA_CHIA})"))


def money_page(ke_hoach: KeHoach) -> BangKinhPhi:
    """Build the page of a plan's money (8 queries for any number of rows)."""
    places = load_places(ke_hoach)
    rows, _ = as_rows(places)
    moved = sum_moved(ke_hoach, places)
    found = _mismatches_by_object(ke_hoach, places)
    parents = {row.ma: row.ma_cha for row in rows}
    lines = _build_rows(places, parents, compute_thanh_tien(rows), moved, found)
    tong = sum_rows(rows)
    printed = ke_hoach.tong_kinh_phi_in
    total = _total(lines, moved)
    return BangKinhPhi(
        cac_dong=tuple(lines),
        so_in=tong.theo_cac_muc if printed is None else printed,
        tong_chu_in=ke_hoach.tong_bang_chu,
        tong=tong,
        cac_sai_lech=tuple(one for of_one in found.values() for one in of_one),
        tham_dinh=total.tham_dinh,
        thuc_hien=total.thuc_hien,
        theo_phan=_by_part(lines, parents, printed_amounts(rows), moved),
        theo_nguon=_by_source(lines, counted_amounts(rows), moved),
        theo_chu_tri=_by_lead(lines, counted_amounts(rows), moved),
        theo_quy=sum_by_quarter(ke_hoach),
    )


def sum_moved(ke_hoach: KeHoach, places: Sequence[NoiTien]) -> DaChuyen:
    """Add up what moved by place and source (1 query).

    Money recorded on a task of a plan with budget rows counts on the first row of that task.
    """
    place_of = key_of_place(places)
    kinds: dict[str, dict[str, dict[str, int]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(int))
    )
    rows = KhoanKinhPhi.objects.standing().filter(ke_hoach=ke_hoach).order_by("loai_khoan")
    totals = rows.values_list("dong_kinh_phi_id", "nhiem_vu_id", "nguon_von__ten", "loai_khoan")
    for line, task, source, kind, total in totals.annotate(tong=Sum("so_tien")):
        khoa = place_of.get(f"dong-{line}" if line else f"nhiem_vu-{task}", "")
        kinds[khoa][source or ""][kind] += int(total)
    return {
        khoa: {source: ThucHien(**of_source) for source, of_source in sources.items()}
        for khoa, sources in kinds.items()
    }


def key_of_place(places: Sequence[NoiTien]) -> dict[str, str]:
    """Say on which place money counts that stands on a row or on a task."""
    of_task = {f"nhiem_vu-{p.nhiem_vu.pk}": p.khoa for p in reversed(places) if p.nhiem_vu}
    return of_task | {place.khoa: place.khoa for place in places}


def _mismatches_by_object(ke_hoach: KeHoach, places: Sequence[NoiTien]) -> dict[str, list[SaiLech]]:
    accepted = load_acceptances(ke_hoach)
    found: dict[str, list[SaiLech]] = defaultdict(list)
    for one in find_mismatches(ke_hoach, places):
        decision = accepted.find(one.ma, one.doi_tuong, one.gia_tri_in, one.gia_tri_tinh)
        found[one.doi_tuong].append(SaiLech(one, decision))
    return found


def _at(moved: DaChuyen, khoa: str) -> ThucHien:
    return sum(moved.get(khoa, {}).values(), ThucHien())


def _appraised(place: NoiTien) -> int | None:
    return place.tham_dinh.so_tien if place.tham_dinh else None


def _build_rows(
    places: Sequence[NoiTien],
    parents: Mapping[str, str | None],
    computed: Mapping[str, int | None],
    moved: DaChuyen,
    found: dict[str, list[SaiLech]],
) -> list[DongBang]:
    """Build the rows in printed order; mismatches of a row are taken out of ``found``."""
    above = {ma: _codes_above(ma, parents) for ma in parents}
    sums: dict[str, SoTienDong] = defaultdict(SoTienDong)
    for place in places:
        own = SoTienDong(tham_dinh=_appraised(place), thuc_hien=_at(moved, place.khoa))
        for ma in (place.ma, *above[place.ma]):
            sums[ma] += own
    with_rows_below = set(parents.values())
    return [
        DongBang(
            noi=place,
            cap_do=len(above[place.ma]),
            is_leaf=place.ma not in with_rows_below,
            thanh_tien_tinh=computed[place.ma],
            cac_sai_lech=tuple(found.pop(place.ma, ())),
            tham_dinh=sums[place.ma].tham_dinh,
            thuc_hien=sums[place.ma].thuc_hien,
        )
        for place in places
    ]


def _codes_above(ma: str, parents: Mapping[str, str | None]) -> list[str]:
    codes = []
    parent = parents[ma]
    while parent is not None:
        codes.append(parent)
        parent = parents[parent]
    return codes


def _total(lines: Iterable[DongBang], moved: DaChuyen) -> SoTienDong:
    """Add up what was appraised and what moved, also what belongs to no row."""
    top = (
        SoTienDong(tham_dinh=line.tham_dinh, thuc_hien=line.thuc_hien)
        for line in lines
        if line.cap_do == 0
    )
    return sum(top, SoTienDong(thuc_hien=_at(moved, "")))


def _by_part(
    lines: Sequence[DongBang],
    parents: Mapping[str, str | None],
    printed: Mapping[str, int | None],
    moved: DaChuyen,
) -> tuple[DongTong, ...]:
    """Sum the parts of a plan that has any, each as the plan prints it, with its own rows.

    A part without an amount of its own counts what is printed below it, as the total does.
    """
    if not any(parents.values()):
        return ()
    amounts = {line.noi.ma: replace(line.tien, so_in=printed[line.noi.ma]) for line in lines}
    below: dict[str | None, list[PhanDong]] = defaultdict(list)
    for line in lines:
        parent = parents[line.noi.ma]
        below[parent].append(PhanDong(line.noi.ma, parent or "", amounts[line.noi.ma]))
    return (
        *(
            DongTong(_name(line), amounts[line.noi.ma], tuple(below[line.noi.ma]))
            for line in lines
            if line.cap_do == 0
        ),
        *(DongTong(part.ten_nhom, part.tien, ()) for part in _outside(moved)),
    )


def _name(line: DongBang) -> str:
    return f"{line.noi.so_in}. {line.noi.noi_dung}"


Counted = Mapping[str, tuple[int, int]]


def _own(line: DongBang, counted: Counted, moved: DaChuyen) -> SoTienDong:
    """Give what one row itself adds to the totals, whatever stands under it."""
    printed, computed = counted.get(line.noi.ma, (None, None))
    return SoTienDong(printed, computed, _appraised(line.noi), _at(moved, line.noi.khoa))


def _by_source(
    lines: Sequence[DongBang], counted: Counted, moved: DaChuyen
) -> tuple[DongTong, ...]:
    """Sum by source; nothing when no row names one."""
    if not any(line.noi.cac_phan for line in lines):
        return ()
    shares = [
        share
        for line in lines
        if (own := _own(line, counted, moved)) != SoTienDong()
        for share in share_row(line.noi.ma, own, line.noi.cac_phan, moved.get(line.noi.khoa, {}))
    ]
    return sum_groups([*shares, *_outside(moved)])


def _by_lead(lines: Sequence[DongBang], counted: Counted, moved: DaChuyen) -> tuple[DongTong, ...]:
    """Sum by lead unit; nothing when no row has one."""
    if not any(line.noi.chu_tri for line in lines):
        return ()
    parts = [
        PhanDong(line.noi.ma, line.noi.chu_tri or KHONG_RO_CHU_TRI, own)
        for line in lines
        if (own := _own(line, counted, moved)) != SoTienDong()
    ]
    return sum_groups([*parts, *_outside(moved)])


def _outside(moved: DaChuyen) -> list[PhanDong]:
    tien = SoTienDong(thuc_hien=_at(moved, ""))
    return [PhanDong("", NGOAI_CAC_DONG, tien)] if tien != SoTienDong() else []
