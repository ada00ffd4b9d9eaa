"""Places of money (nơi ghi tiền): the rows of the budget table or, without one, the paid tasks.

Pages, checks and services see one kind of thing, whichever way a plan prints its money.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Sum

from kehoach.models import KeHoach
from kinhphi.cong_don import DongCongDon
from kinhphi.models import DongKinhPhi, KhoanKinhPhi, LoaiKhoan
from nhiemvu.models import NhiemVu, PhanCong

Noi = DongKinhPhi | NhiemVu


@dataclass(frozen=True)
class ThucHien:
    """What was allocated, disbursed and settled so far, in whole đồng."""

    phan_bo: int = 0
    giai_ngan: int = 0
    quyet_toan: int = 0

    def __add__(self, other: "ThucHien") -> "ThucHien":
        """Add two places up."""
        return ThucHien(
            self.phan_bo + other.phan_bo,
            self.giai_ngan + other.giai_ngan,
            self.quyet_toan + other.quyet_toan,
        )

    @property
    def ty_le_giai_ngan(self) -> Decimal | None:
        """Give the percentage of the allocation that is disbursed; None before any allocation.

        >>> ThucHien(400, 100).ty_le_giai_ngan, ThucHien().ty_le_giai_ngan
        (Decimal('25'), None)
        """
        return Decimal(100 * self.giai_ngan) / self.phan_bo if self.phan_bo else None

    def of(self, loai: LoaiKhoan) -> int:
        """Give the amount of one kind of movement.

        >>> ThucHien(400, 100).of(LoaiKhoan.GIAI_NGAN)
        100
        """
        return int(getattr(self, loai.value))


def sum_kinds(totals: Iterable[tuple[str, int]]) -> ThucHien:
    """Make one sum of (kind of movement, đồng) pairs, each kind at most once.

    >>> sum_kinds([("giai_ngan", 100)])
    ThucHien(phan_bo=0, giai_ngan=100, quyet_toan=0)
    """
    return ThucHien(**dict(totals))


@dataclass(frozen=True)
class NoiTien:
    """A place money stands on: a budget row or a task; amounts in whole đồng."""

    noi: Noi
    ma: str
    noi_dung: str
    ma_cha: str | None
    thanh_tien_in: int | None
    cac_nguon: tuple[str, ...]
    nhiem_vu: NhiemVu | None

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
        return "; ".join(self.cac_nguon)

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

    4 queries for budget rows, 3 for tasks; only tasks with an amount are places.
    """
    leads = PhanCong.objects.leading().select_related("don_vi").order_by("don_vi__thu_tu", "pk")
    lines = list(
        DongKinhPhi.objects.filter(ke_hoach=ke_hoach)
        .in_order()
        .select_related("nhiem_vu")
        .prefetch_related("cac_nguon_von", Prefetch("nhiem_vu__cac_phan_cong", leads))
    )
    if lines:
        codes = {line.pk: line.ma for line in lines}
        return [_line_place(line, codes) for line in lines]
    paid = NhiemVu.objects.filter(ke_hoach=ke_hoach, so_tien__isnull=False).in_order()
    with_leads = paid.prefetch_related(Prefetch("cac_phan_cong", leads))
    return [_task_place(task) for task in with_leads]


def _line_place(line: DongKinhPhi, codes: Mapping[int, str]) -> NoiTien:
    """Make a place of a row; a parent in another plan keeps a name no row has."""
    parent = line.dong_cha_id
    sources = sorted(line.cac_nguon_von.all(), key=lambda source: (source.thu_tu, source.pk))
    return NoiTien(
        noi=line,
        ma=line.ma,
        noi_dung=line.noi_dung,
        ma_cha=codes.get(parent, "của kế hoạch khác") if parent else None,
        thanh_tien_in=line.thanh_tien_in,
        cac_nguon=tuple(source.ten for source in sources),
        nhiem_vu=line.nhiem_vu,
    )


def _task_place(task: NhiemVu) -> NoiTien:
    return NoiTien(
        noi=task,
        ma=task.ma,
        noi_dung=task.ten,
        ma_cha=None,
        thanh_tien_in=task.so_tien,
        cac_nguon=(task.nguon_nguyen_van,) if task.nguon_nguyen_van else (),
        nhiem_vu=task,
    )


def recordable(places: Iterable[NoiTien]) -> list[NoiTien]:
    """Keep the places money may be recorded on: those with no row under them."""
    listed = list(places)
    parents = {place.ma_cha for place in listed}
    return [place for place in listed if place.ma not in parents]


def sum_at(noi: Noi) -> ThucHien:
    """Add up what moved on one line or task (1 query)."""
    place = {"dong_kinh_phi": noi} if isinstance(noi, DongKinhPhi) else {"nhiem_vu": noi}
    rows = KhoanKinhPhi.objects.filter(**place).order_by("loai_khoan").values_list("loai_khoan")
    return sum_kinds(rows.annotate(tong=Sum("so_tien")))
