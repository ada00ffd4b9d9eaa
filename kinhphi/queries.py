"""The money of a plan as finished rows: printed beside computed, and what became of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from donvi.models import NhatKy
from kehoach.models import KeHoach
from kinhphi.cong_don import TongCong, compute_thanh_tien, sum_rows
from kinhphi.models import KhoanKinhPhi
from kinhphi.noi_tien import NoiTien, ThucHien, load_places, sum_kinds
from kinhphi.sai_lech import SaiLech, as_rows, find_mismatches, load_acceptances
from kinhphi.so_tien import SO_TIEN_LON_NHAT, amount_in_words

KHONG_GHI_NGUON = "Kế hoạch không ghi nguồn"
KHONG_RO_CHU_TRI = "Chưa gắn với đơn vị chủ trì"


@dataclass(frozen=True)
class DongBang:
    """A row of the page: the place, its level (0 at the top), its computed amount, what moved.

    A row with rows under it repeats the sum of what moved on them.
    """

    noi: NoiTien
    cap_do: int
    is_leaf: bool
    thanh_tien_tinh: int | None
    cac_sai_lech: tuple[SaiLech, ...]
    thuc_hien: ThucHien

    @property
    def is_same(self) -> bool:
        """Tell whether the computed amount says nothing the printed one doesn't."""
        return self.thanh_tien_tinh == self.noi.thanh_tien_in

    @property
    def is_open(self) -> bool:
        """Tell whether the row has a mismatch nobody has accepted."""
        return any(one.chap_nhan is None for one in self.cac_sai_lech)


@dataclass(frozen=True)
class DongTong:
    """A total by part, source or lead unit: as printed, as computed, and what moved."""

    ten: str
    so_in: int | None
    so_tinh: int | None
    thuc_hien: ThucHien


@dataclass(frozen=True)
class BangKinhPhi:
    """What the page of a plan's money shows.

    ``so_in`` is the total in the plan's text, else the sum of its top rows; ``cac_sai_lech`` are
    those that belong to no row.
    """

    cac_dong: tuple[DongBang, ...]
    so_in: int | None
    tong_chu_in: str
    tong: TongCong
    cac_sai_lech: tuple[SaiLech, ...]
    thuc_hien: ThucHien
    theo_phan: tuple[DongTong, ...]
    theo_nguon: tuple[DongTong, ...]
    theo_chu_tri: tuple[DongTong, ...]

    @property
    def bang_chu(self) -> str:
        """Write the total in words, as the plan does or, where it does not, as it should."""
        if self.tong_chu_in or self.so_in is None or self.so_in > SO_TIEN_LON_NHAT:
            return self.tong_chu_in
        return amount_in_words(self.so_in)

    @property
    def so_sai_lech_mo(self) -> int:
        """Count the mismatches nobody has accepted."""
        found = [*self.cac_sai_lech, *(one for row in self.cac_dong for one in row.cac_sai_lech)]
        return sum(one.chap_nhan is None for one in found)


def money_page(ke_hoach: KeHoach) -> BangKinhPhi:
    """Build the page of a plan's money (6 queries for any number of rows)."""
    places = load_places(ke_hoach)
    rows, _ = as_rows(places)
    moved = _sum_by_place(ke_hoach, places)
    found = _mismatches_by_object(ke_hoach, places)
    parents = {row.ma: row.ma_cha for row in rows}
    lines = _build_rows(places, parents, compute_thanh_tien(rows), moved, found)
    leaves = [line for line in lines if line.is_leaf]
    tong = sum_rows(rows)
    printed = ke_hoach.tong_kinh_phi_in
    return BangKinhPhi(
        cac_dong=tuple(lines),
        so_in=tong.theo_cac_muc if printed is None else printed,
        tong_chu_in=ke_hoach.tong_bang_chu,
        tong=tong,
        cac_sai_lech=tuple(one for of_one in found.values() for one in of_one),
        thuc_hien=sum(moved.values(), ThucHien()),
        theo_phan=tuple(_part(line) for line in lines if not (line.cap_do or line.is_leaf)),
        theo_nguon=_group(leaves, lambda line: line.noi.nguon, KHONG_GHI_NGUON),
        theo_chu_tri=_group(leaves, lambda line: line.noi.chu_tri, KHONG_RO_CHU_TRI),
    )


def _sum_by_place(ke_hoach: KeHoach, places: Sequence[NoiTien]) -> dict[str, ThucHien]:
    """Add up what moved, by key of the place; "" holds what belongs to no row (1 query).

    Money recorded on a task of a plan with budget rows counts on the first row of that task.
    """
    known = {place.khoa for place in places}
    of_task = {p.nhiem_vu.pk: p.khoa for p in reversed(places) if p.nhiem_vu}
    kinds: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = KhoanKinhPhi.objects.filter(ke_hoach=ke_hoach).order_by("loai_khoan")
    totals = rows.values_list("dong_kinh_phi_id", "nhiem_vu_id", "loai_khoan")
    for line, task, kind, total in totals.annotate(tong=Sum("so_tien")):
        khoa = f"dong-{line}" if line else of_task.get(task, "")
        kinds[khoa if khoa in known else ""][kind] += int(total)
    return {khoa: sum_kinds(of_place.items()) for khoa, of_place in kinds.items()}


def _mismatches_by_object(ke_hoach: KeHoach, places: Sequence[NoiTien]) -> dict[str, list[SaiLech]]:
    accepted = load_acceptances(ke_hoach)
    found: dict[str, list[SaiLech]] = defaultdict(list)
    for one in find_mismatches(ke_hoach, places):
        decision = accepted.find(one.ma, one.doi_tuong, one.gia_tri_in, one.gia_tri_tinh)
        found[one.doi_tuong].append(SaiLech(one, decision))
    return found


def _build_rows(
    places: Sequence[NoiTien],
    parents: Mapping[str, str | None],
    computed: Mapping[str, int | None],
    moved: Mapping[str, ThucHien],
    found: dict[str, list[SaiLech]],
) -> list[DongBang]:
    """Build the rows in printed order; mismatches of a row are taken out of ``found``."""
    above = {ma: _codes_above(ma, parents) for ma in parents}
    sums: dict[str, ThucHien] = defaultdict(ThucHien)
    for place in places:
        for ma in (place.ma, *above[place.ma]):
            sums[ma] += moved.get(place.khoa, ThucHien())
    with_rows_below = set(parents.values())
    return [
        DongBang(
            noi=place,
            cap_do=len(above[place.ma]),
            is_leaf=place.ma not in with_rows_below,
            thanh_tien_tinh=computed[place.ma],
            cac_sai_lech=tuple(found.pop(place.ma, ())),
            thuc_hien=sums[place.ma],
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


def _part(line: DongBang) -> DongTong:
    ten = f"{line.noi.so_in}. {line.noi.noi_dung}"
    return DongTong(ten, line.noi.thanh_tien_in, line.thanh_tien_tinh, line.thuc_hien)


def _group(
    leaves: Iterable[DongBang], name: Callable[[DongBang], str], khong_ro: str
) -> tuple[DongTong, ...]:
    """Add leaves up by name, in the order the names first appear; nothing when none has a name."""
    groups: dict[str, list[DongBang]] = defaultdict(list)
    for line in leaves:
        groups[name(line)].append(line)
    if not any(groups):
        return ()
    return tuple(
        DongTong(
            ten or khong_ro,
            _sum_known(line.noi.thanh_tien_in for line in lines),
            _sum_known(line.thanh_tien_tinh for line in lines),
            sum((line.thuc_hien for line in lines), ThucHien()),
        )
        for ten, lines in groups.items()
    )


def _sum_known(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


@dataclass(frozen=True)
class DongSo:
    """A movement in the book, with who recorded it and the reason where a limit was passed."""

    khoan: KhoanKinhPhi
    nguoi_ghi: str
    ly_do_vuot: str


def book_rows(movements: Sequence[KhoanKinhPhi]) -> list[DongSo]:
    """Put the act on record beside each movement (1 query)."""
    label = KhoanKinhPhi._meta.label_lower
    acts = NhatKy.objects.filter(
        loai_doi_tuong=label, ma_doi_tuong__in=[str(row.pk) for row in movements]
    ).select_related("created_by")
    by_row = {act.ma_doi_tuong: act for act in acts.order_by("-created_at", "-pk")}
    return [_book_row(row, by_row.get(str(row.pk))) for row in movements]


def _book_row(row: KhoanKinhPhi, act: NhatKy | None) -> DongSo:
    who = str(act.created_by) if act and act.created_by else ""
    return DongSo(row, who, act.ly_do if act else "")
