"""The money of many plans at once: one total each, for home pages and dashboards."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from kehoach.models import KeHoach
from kinhphi.cong_don import sum_rows
from kinhphi.cong_nhom import ThucHien
from kinhphi.models import DongKinhPhi, KhoanKinhPhi
from kinhphi.noi_tien import NoiTien, sum_kinds
from kinhphi.sai_lech import as_rows
from nhiemvu.models import NhiemVu


@dataclass(frozen=True)
class TongTien:
    """A plan's estimate and what became of it, in whole đồng; no estimate is None, not 0."""

    du_toan: int | None
    thuc_hien: ThucHien
    la_minh_hoa: bool

    @property
    def ty_le_phan_bo(self) -> Decimal | None:
        """Give the percentage of the estimate that is allocated; None without an estimate.

        >>> TongTien(400, ThucHien(phan_bo=100), la_minh_hoa=False).ty_le_phan_bo
        Decimal('25')
        """
        return Decimal(100 * self.thuc_hien.phan_bo) / self.du_toan if self.du_toan else None

    @property
    def has_money(self) -> bool:
        """Tell whether there is any amount to show."""
        return self.du_toan is not None or self.thuc_hien != ThucHien()


def load_totals(plans: Collection[KeHoach]) -> dict[int, TongTien]:
    """Total the money of each plan, by its id (3 queries for any number of plans).

    The estimate is the total in the plan's text, else the sum of its top rows, else of the
    amounts beside its tasks: the same as the page of the plan's money shows.
    """
    estimates = _sum_tasks(plans) | _sum_lines(plans)
    moved: defaultdict[int, ThucHien] = defaultdict(ThucHien)
    samples = set()
    standing = KhoanKinhPhi.objects.standing().filter(ke_hoach__in=plans)
    rows = standing.order_by("ke_hoach", "loai_khoan")
    sums = rows.values_list("ke_hoach_id", "loai_khoan").annotate(
        tong=Sum("so_tien"), minh_hoa=Count("pk", filter=Q(la_minh_hoa=True))
    )
    for plan_id, kind, total, sample in sums:
        moved[plan_id] += sum_kinds([(kind, int(total))])
        samples |= {plan_id} if sample else set()
    return {
        plan.pk: TongTien(
            du_toan=_first(plan.tong_kinh_phi_in, estimates.get(plan.pk)),
            thuc_hien=moved[plan.pk],
            la_minh_hoa=plan.pk in samples,
        )
        for plan in plans
    }


def _sum_lines(plans: Collection[KeHoach]) -> dict[int, int | None]:
    places: dict[int, list[NoiTien]] = defaultdict(list)
    lines = DongKinhPhi.objects.filter(ke_hoach__in=plans).select_related("dong_cha")
    for line in lines.in_order():
        parent = line.dong_cha.ma if line.dong_cha else None
        place = NoiTien(line, line.ma, line.noi_dung, parent, line.thanh_tien_in, (), None)
        places[line.ke_hoach_id].append(place)
    return {plan_id: sum_rows(as_rows(rows)[0]).theo_cac_muc for plan_id, rows in places.items()}


def _sum_tasks(plans: Collection[KeHoach]) -> dict[int, int | None]:
    paid = NhiemVu.objects.filter(ke_hoach__in=plans, so_tien__isnull=False)
    sums = paid.order_by("ke_hoach_id").values_list("ke_hoach_id").annotate(tong=Sum("so_tien"))
    return {plan_id: int(total) for plan_id, total in sums}


def _first(printed: int | None, computed: int | None) -> int | None:
    return computed if printed is None else printed
