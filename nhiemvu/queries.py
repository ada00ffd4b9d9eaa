"""Finished rows of tasks for lists, the page of one task, dashboards and reports."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.timezone import get_current_timezone

from donvi.ke_tiep import heir_of
from donvi.models import DonVi, NhatKy
from kehoach.models import KeHoach
from nhiemvu.loai_han import LoaiHan
from nhiemvu.models import GiaHan, NhiemVu, NhiemVuQuerySet, PhanCong, TienDo
from nhiemvu.trang_thai import TrangThai, aggregate, days_late, derive_state, sap_den_han

HanDaCho = Mapping[int, Sequence[tuple[date, date]]]  # obligation -> (day granted, last day)


@dataclass(frozen=True)
class DongNhiemVu:
    """A task on one day: its state through its lead units, "đã làm" count, days late.

    ``don_vi_tre`` are the lead obligations that are overdue on that day, ``cac_don_vi_tre`` the
    units these wait for: for a unit merged by then its successor, each unit once.
    """

    nhiem_vu: NhiemVu
    chu_tri: tuple[PhanCong, ...]
    phoi_hop: tuple[PhanCong, ...]
    trang_thai: TrangThai
    so_hoan_thanh: int
    tong_so: int
    so_ngay_tre: int
    sap_den_han: bool
    don_vi_tre: tuple[PhanCong, ...]
    cac_don_vi_tre: tuple[DonVi, ...]

    @property
    def is_overdue(self) -> bool:
        """Tell whether some lead unit is late on that day."""
        return self.trang_thai.is_overdue

    @property
    def gia_han(self) -> tuple[PhanCong, ...]:
        """List the lead obligations that were granted a later last day than the plan's."""
        return tuple(part for part in self.chu_tri if part.is_extended)

    @property
    def last_day(self) -> date | None:
        """Give the last day in force: the plan's, or the latest one granted to a lead unit."""
        granted = [part.last_day for part in self.chu_tri if part.last_day]
        return max(granted, default=self.nhiem_vu.han_hoan_thanh)

    @property
    def is_recurring(self) -> bool:
        """Tell whether the task never ends (thường xuyên, định kỳ), so that nobody finishes it."""
        return self.nhiem_vu.loai_han in (LoaiHan.THUONG_XUYEN, LoaiHan.DINH_KY)

    @property
    def so_da_lam(self) -> int:
        """Count the lead units that did their part: finished, or at work where it never ends."""
        if not self.is_recurring:
            return self.so_hoan_thanh
        return sum(bool(part.phan_tram or part.ngay_hoan_thanh) for part in self.chu_tri)

    @property
    def phan_tram(self) -> int | None:
        """Average the lead units' percent, rounded down; None when nobody reported one."""
        known = [p.phan_tram for p in self.chu_tri if p.phan_tram is not None]
        return sum(known) // len(self.chu_tri) if known else None


def with_assignments(tasks: NhiemVuQuerySet) -> NhiemVuQuerySet:
    """Load groups, obligations and their units: 2 queries for any number of tasks."""
    assignments = PhanCong.objects.select_related("don_vi__don_vi_ke_tiep", "thuoc_nhom").order_by(
        "don_vi__thu_tu", "don_vi__khoa_sap_xep", "pk"
    )
    return tasks.select_related("nhom_nhiem_vu").prefetch_related(
        Prefetch("cac_phan_cong", assignments)
    )


def task_rows(tasks: Iterable[NhiemVu], on: date) -> list[DongNhiemVu]:
    """Derive the row of each task on the day ``on``; no query after ``with_assignments``."""
    return [task_row(task, on) for task in tasks]


def task_row(task: NhiemVu, on: date) -> DongNhiemVu:
    """Derive one task's row; a task without a lead unit is judged by its own deadline."""
    assignments = tuple(task.cac_phan_cong.all())
    leading = tuple(p for p in assignments if p.is_lead)
    for assignment in leading:
        assignment.nhiem_vu = task
    states = [p.state(on) for p in leading]
    total = aggregate(states)
    state = total.trang_thai if leading else _own_state(task, on)
    late = tuple(p for p, its in zip(leading, states, strict=True) if its.is_overdue)
    waited_for = [heir_of(p.don_vi, on) for p in late]
    judged = [(its, p.last_day, p.ngay_hoan_thanh) for p, its in zip(leading, states, strict=True)]
    judged = judged or [(state, task.han_hoan_thanh, None)]
    return DongNhiemVu(
        nhiem_vu=task,
        chu_tri=leading,
        phoi_hop=tuple(p for p in assignments if not p.is_lead),
        trang_thai=state,
        so_hoan_thanh=total.so_hoan_thanh,
        tong_so=total.tong_so,
        so_ngay_tre=max(
            (
                days_late(its, den=den, ngay_hoan_thanh=done, on=on)
                for its, den, done in judged
                if its is state
            ),
            default=0,
        ),
        sap_den_han=any(sap_den_han(on, den, trang_thai=its) for its, den, _ in judged),
        don_vi_tre=late,
        cac_don_vi_tre=tuple({unit.pk: unit for unit in waited_for}.values()),
    )


def _own_state(task: NhiemVu, on: date) -> TrangThai:
    return derive_state(
        loai_han=LoaiHan(task.loai_han),
        tu=task.tu_ngay,
        den=task.han_hoan_thanh,
        phan_tram=None,
        ngay_hoan_thanh=None,
        tam_dung=task.tam_dung,
        on=on,
    )


def granted_days(ke_hoach: KeHoach) -> HanDaCho:
    """List the extensions granted in a plan: by obligation the day granted and the new last day.

    One query.
    """
    granted = GiaHan.objects.filter(
        phan_cong__nhiem_vu__ke_hoach=ke_hoach, trang_thai=GiaHan.TrangThaiGiaHan.DONG_Y
    )
    zone, found = get_current_timezone(), defaultdict(list)
    for part, at, day in granted.values_list("phan_cong_id", "decided_at", "han_moi"):
        if at is not None:  # a decision has its moment (constraint)
            found[part].append((at.astimezone(zone).date(), day))
    return found


def granted_until(granted: Iterable[tuple[date, date]], on: date) -> date | None:
    """Give the latest last day granted up to the day ``on``; what is granted later counts later.

    >>> granted = [(date(2026, 10, 10), date(2026, 11, 30))]
    >>> [granted_until(granted, date(2026, 10, day)) for day in (9, 10)]
    [None, datetime.date(2026, 11, 30)]
    """
    return max((day for at, day in granted if at <= on), default=None)


def reported_tasks(ke_hoach: KeHoach) -> NhiemVuQuerySet:
    """Select the tasks units report on: those of the annex, or all of a plan without one."""
    return NhiemVu.objects.filter(ke_hoach=ke_hoach).reported().in_order()


def task_history(task: NhiemVu, progress: Iterable[TienDo]) -> list[TienDo]:
    """List the progress a person may see on one task, newest period first, units in order."""
    rows = [p for p in progress if p.phan_cong.nhiem_vu_id == task.pk]
    return sorted(rows, key=lambda p: (p.ngay_chot, -p.phan_cong.don_vi.thu_tu), reverse=True)


def corrections(task: NhiemVu) -> list[NhatKy]:
    """List the acts on record about one task, newest first (1 query)."""
    return list(NhatKy.objects.about(task).select_related("created_by")[:50])
