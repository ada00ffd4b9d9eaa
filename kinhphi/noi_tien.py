"""Places of money (nơi ghi tiền): the rows of the budget table or, without one, the paid tasks.

Pages, checks and services see one kind of thing, whichever way a plan prints its money.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, Sum

from kehoach.models import KeHoach
from kinhphi.chia_nguon import PhanTien
from kinhphi.cong_don import DongCongDon
from kinhphi.cong_nhom import ThucHien
from kinhphi.models import DongKinhPhi, KhoanKinhPhi, NguonVon, PhanNguon, ThamDinh
from nhiemvu.models import NhiemVu, PhanCong

Noi = DongKinhPhi | NhiemVu


def sum_kinds(totals: Iterable[tuple[str, int]]) -> ThucHien:
    """Make one sum of (kind of movement, đồng) pairs, each kind at most once.

    >>> sum_kinds([("giai_ngan", 100)])
    ThucHien(phan_bo=0, giai_ngan=100, quyet_toan=0)
    """
    return ThucHien(**dict(totals))


@dataclass(frozen=True)
class NoiTien:
    """A place money stands on: a budget row or a task; amounts in whole đồng.

    ``cac_phan`` are its sources and what each pays; ``tham_dinh`` is the appraisal in force.
    """

    noi: Noi
    ma: str
    noi_dung: str
    ma_cha: str | None
    thanh_tien_in: int | None
    cac_phan: tuple[PhanTien, ...]
    nhiem_vu: NhiemVu | None
    tham_dinh: ThamDinh | None = None

    @property
    def khoa(self) -> str:
        """Name the place in a form: "dong-12", "nhiem_vu-5"."""
        return f"{'dong' if self.dong else 'nhiem_vu'}-{self.noi.pk}"

    @property
    def dong(self) -> DongKinhPhi | None:
        """Give the budget row, with its quantity, price and note; None for a task."""
        return self.noi if isinstance(self.noi, DongKinhPhi) else None

    @property
    def so_in(self) -> str:
        """Give the number printed in the first column."""
        return self.dong.so_in if self.dong else self.ma

    @property
    def nguon(self) -> str:
        """Name the sources in one line; "" without any."""
        return "; ".join(part.ten for part in self.cac_phan)

    @property
    def chu_tri(self) -> str:
        """Name the lead units of the task behind the money in one line; "" without any."""
        parts = self.nhiem_vu.cac_phan_cong.all() if self.nhiem_vu else ()
        return "; ".join(str(part.don_vi) for part in parts if part.is_lead)

    def as_row(self) -> DongCongDon:
        """Give what the adding up needs to know."""
        dong = self.dong
        return DongCongDon(
            self.ma,
            self.ma_cha,
            dong.so_luong if dong else None,
            dong.don_gia if dong else None,
            self.thanh_tien_in,
        )


def load_places(ke_hoach: KeHoach) -> list[NoiTien]:
    """Load the places of a plan's money in printed order.

    7 queries for budget rows, 6 for tasks; only tasks with an amount are places.
    """
    leads = PhanCong.objects.leading().select_related("don_vi").order_by("don_vi__thu_tu", "pk")
    with_money = _sources_and_appraisals()
    lines = list(
        DongKinhPhi.objects.filter(ke_hoach=ke_hoach)
        .in_order()
        .select_related("nhiem_vu")
        .prefetch_related(*with_money, Prefetch("nhiem_vu__cac_phan_cong", leads))
    )
    if lines:
        codes = {line.pk: line.ma for line in lines}
        return [_line_place(line, codes) for line in lines]
    paid = NhiemVu.objects.filter(ke_hoach=ke_hoach, so_tien__isnull=False).in_order()
    return [
        _task_place(task)
        for task in paid.prefetch_related(*with_money, Prefetch("cac_phan_cong", leads))
    ]


def _sources_and_appraisals() -> "tuple[Prefetch[str], Prefetch[str]]":
    """Ask for the sources in the plan's order, and the one appraisal in force."""
    parts = PhanNguon.objects.select_related("nguon_von").order_by("nguon_von__thu_tu", "pk")
    return (
        Prefetch("cac_phan_nguon", parts),
        Prefetch("cac_tham_dinh", ThamDinh.objects.standing(), to_attr="tham_dinh_du"),
    )


def _line_place(line: DongKinhPhi, codes: Mapping[int, str]) -> NoiTien:
    """Make a place of a row; a parent in another plan keeps a name no row has."""
    parent = line.dong_cha_id
    return NoiTien(
        noi=line,
        ma=line.ma,
        noi_dung=line.noi_dung,
        ma_cha=codes.get(parent, "của kế hoạch khác") if parent else None,
        thanh_tien_in=line.thanh_tien_in,
        cac_phan=_parts(line),
        nhiem_vu=line.nhiem_vu,
        tham_dinh=_appraisal(line),
    )


def _task_place(task: NhiemVu) -> NoiTien:
    words = (PhanTien(task.nguon_nguyen_van),) if task.nguon_nguyen_van else ()
    return NoiTien(
        noi=task,
        ma=task.ma,
        noi_dung=task.ten,
        ma_cha=None,
        thanh_tien_in=task.so_tien,
        cac_phan=_parts(task) or words,
        nhiem_vu=task,
        tham_dinh=_appraisal(task),
    )


def _parts(noi: Noi) -> tuple[PhanTien, ...]:
    return tuple(PhanTien(part.nguon_von.ten, part.so_tien) for part in noi.cac_phan_nguon.all())


def _appraisal(noi: Noi) -> ThamDinh | None:
    return next(iter(noi.tham_dinh_du), None)  # type: ignore[union-attr]


def recordable(places: Iterable[NoiTien]) -> list[NoiTien]:
    """Keep the places money may be recorded on: those with no row under them."""
    listed = list(places)
    parents = {place.ma_cha for place in listed}
    return [place for place in listed if place.ma not in parents]


def at_place(noi: Noi) -> dict[str, Noi]:
    """Name the place as a row that stands on it does."""
    return {"dong_kinh_phi" if isinstance(noi, DongKinhPhi) else "nhiem_vu": noi}


def sum_at(noi: Noi, nguon: NguonVon | None = None) -> ThucHien:
    """Add up what moved on one line or task, of one source if it is named (1 query)."""
    rows = KhoanKinhPhi.objects.standing().filter(**at_place(noi))
    if nguon is not None:
        rows = rows.filter(nguon_von=nguon)
    kinds = rows.order_by("loai_khoan").values_list("loai_khoan")
    return sum_kinds(kinds.annotate(tong=Sum("so_tien")))
