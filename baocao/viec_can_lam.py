"""What waits for one person today: the sections of the home page, by the roles they hold.

A section is None for those it doesn't concern. Who concerns whom is asked of the policies; every
row stands in one section only, so a person of several roles sees the union without duplicates.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from baocao.bang_dieu_khien import SoLieuKeHoach, load_figures
from baocao.lien_ket_queries import links_to_confirm
from baocao.models import BaoCao, DieuChinh, LienKetNhap, VanBan
from baocao.phien_ban_queries import waiting_amendments
from baocao.trang_thai import TrangThaiBaoCao
from baocao.van_ban_queries import waiting_for_clerk, waiting_for_signer
from baocao.viec_dau_moi import ViecDauMoi, focal_work
from baocao.viec_don_vi import ViecDonVi, owed_forms, unit_work
from donvi.models import NguoiDung
from donvi.policies import scope_of
from donvi.vai_tro import VaiTro
from kehoach.models import KeHoach
from kehoach.policies import is_focal, is_leader
from kinhphi.policies import handles_money
from kinhphi.tong_tien import TongTien, load_totals
from nhiemvu.models import GiaHan


@dataclass(frozen=True)
class ViecLanhDao:
    """For a leader: plans, amendments, reports to approve, documents to sign, plans at a glance."""

    ke_hoach_cho_duyet: tuple[KeHoach, ...]
    dieu_chinh_cho_duyet: tuple[DieuChinh, ...]
    cho_duyet: tuple[BaoCao, ...]
    cho_ky: tuple[VanBan, ...]
    cac_ke_hoach: tuple[SoLieuKeHoach, ...]


@dataclass(frozen=True)
class TienKeHoach:
    """For who keeps the money: a plan's estimate and what became of it."""

    ke_hoach: KeHoach
    tien: TongTien


@dataclass(frozen=True)
class TrangChu:
    """The home page of one person; None where a section doesn't concern them."""

    don_vi: ViecDonVi | None
    dau_moi: ViecDauMoi | None
    lanh_dao: ViecLanhDao | None
    tai_chinh: tuple[TienKeHoach, ...] | None
    cho_so: tuple[VanBan, ...] | None
    cac_xa: tuple[SoLieuKeHoach, ...] | None
    is_admin: bool
    lien_ket: tuple[LienKetNhap, ...] = ()
    gia_han: tuple[GiaHan, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Tell whether the person holds no role at all."""
        sections = (self.don_vi, self.dau_moi, self.lanh_dao, self.tai_chinh, self.cho_so)
        return not self.is_admin and self.cac_xa is None and sections == (None,) * 5


def load_home(user: NguoiDung, on: date) -> TrangChu:
    """Gather what concerns this person on the day ``on``.

    The number of queries depends on the roles held, never on the number of rows.
    """
    scope = scope_of(user)
    plans = _plans_in_force(user)
    focal = [plan for plan in plans if is_focal(user, plan)]
    led = [plan for plan in plans if is_leader(user, plan)]
    above = _by_commune(p for p in plans if p.xa.ma_tinh in scope.cac_ma_tinh and p not in led)
    paid = [plan for plan in plans if handles_money(user, plan)]
    leads = bool(scope.communes_with(VaiTro.LANH_DAO))
    clerk = bool(scope.communes_with(VaiTro.VAN_THU))
    owed = owed_forms(user, on) if scope.entering_units else []
    reports = _open_reports(plans) if focal or led else []
    figures = {row.ke_hoach.pk: row for row in load_figures([*_current(led, on), *above], on)}
    work = _leader_work(user, led, reports, figures) if leads else None
    return TrangChu(
        don_vi=unit_work(user, owed, on) if scope.entering_units else None,
        dau_moi=focal_work(focal, owed, reports, on) if focal else None,
        lanh_dao=work,
        tai_chinh=_money(_current(paid, on)) if scope.communes_with(VaiTro.TAI_CHINH) else None,
        cho_so=_to_number(user, work.cho_ky if work else ()) if clerk else None,
        cac_xa=tuple(figures[plan.pk] for plan in above) if scope.cac_ma_tinh else None,
        is_admin=scope.is_admin,
        lien_ket=links_to_confirm(user) if scope.entering_units else (),
        gia_han=_extensions([*focal, *led]),
    )


def _extensions(plans: Collection[KeHoach]) -> tuple[GiaHan, ...]:
    """List the requests for a later deadline that wait for a decision (1 query)."""
    if not plans:
        return ()
    asked = GiaHan.objects.pending().filter(phan_cong__nhiem_vu__ke_hoach__in=plans)
    return tuple(asked.with_names().order_by("created_at", "pk"))


def _plans_in_force(user: NguoiDung) -> list[KeHoach]:
    plans = KeHoach.objects.visible_to(user).reporting()
    return list(plans.select_related("xa", "don_vi_dau_moi"))


def _by_commune(plans: Iterable[KeHoach]) -> list[KeHoach]:
    return sorted(plans, key=lambda plan: (plan.xa.khoa_sap_xep, plan.xa_id, -plan.nam_bat_dau))


def _current(plans: Collection[KeHoach], on: date) -> list[KeHoach]:
    """Keep the plans whose years are not over; all of them if every one is over."""
    return [plan for plan in plans if plan.nam_ket_thuc >= on.year] or list(plans)


def _open_reports(plans: Collection[KeHoach]) -> list[BaoCao]:
    """List the reports not yet issued, earliest period first (1 query)."""
    reports = BaoCao.objects.filter(ke_hoach__in=plans)
    unissued = reports.exclude(trang_thai=TrangThaiBaoCao.DA_BAN_HANH)
    return list(unissued.select_related("ke_hoach__xa").order_by("den_ngay", "pk"))


def _leader_work(
    user: NguoiDung,
    plans: Collection[KeHoach],
    reports: Iterable[BaoCao],
    figures: dict[int, SoLieuKeHoach],
) -> ViecLanhDao:
    communes = scope_of(user).communes_with(VaiTro.LANH_DAO)
    submitted = KeHoach.objects.filter(xa__in=communes, trang_thai=KeHoach.TrangThai.CHO_DUYET)
    waiting = (r for r in reports if r.trang_thai == TrangThaiBaoCao.CHO_DUYET)
    return ViecLanhDao(
        ke_hoach_cho_duyet=tuple(submitted.select_related("xa").order_by("khoa_sap_xep", "pk")),
        dieu_chinh_cho_duyet=tuple(waiting_amendments(communes)),
        cho_duyet=tuple(report for report in waiting if report.ke_hoach in plans),
        cho_ky=tuple(waiting_for_signer(communes)),
        cac_ke_hoach=tuple(figures[plan.pk] for plan in plans if plan.pk in figures),
    )


def _to_number(user: NguoiDung, shown: Collection[VanBan]) -> tuple[VanBan, ...]:
    waiting = waiting_for_clerk(scope_of(user).communes_with(VaiTro.VAN_THU))
    return tuple(row for row in waiting if row not in shown)


def _money(plans: Collection[KeHoach]) -> tuple[TienKeHoach, ...]:
    totals = load_totals(plans)
    return tuple(TienKeHoach(plan, totals[plan.pk]) for plan in plans)
