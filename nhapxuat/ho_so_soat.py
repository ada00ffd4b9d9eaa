"""Everything a plan says, loaded once, for the checks that compare its parts (hồ sơ soát)."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from django.db.models import Prefetch
from django.urls import reverse

from chitieu.models import ChiTieu
from chitieu.queries import with_levels
from donvi.tieng_viet import fold
from kehoach.models import CanCu, DeMuc, KeHoach, MucTieu
from kinhphi.models import DongKinhPhi
from nhapxuat.danh_ba import DanhBa, load_danh_ba
from nhapxuat.van_de import LoaiNoiSua, NoiSua
from nhiemvu.models import NhiemVu, PhanCong


@dataclass(frozen=True)
class DoanVan:
    """Words of the plan: where they stand, and where they are corrected and seen."""

    noi: str
    van_ban: str
    noi_sua: NoiSua
    duong_dan: str


Row = TypeVar("Row")


class CumTu(Generic[Row]):
    """Rows by the phrases of three words in them, so that thousands can be compared."""

    def __init__(self, rows: Iterable[Row], words: Callable[[Row], str]) -> None:
        self._rows: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            for phrase in dict.fromkeys(_phrases(words(row))):
                self._rows[phrase].append(row)

    def find(self, text: str) -> list[Row]:
        """Give the rows that share phrases with a text, those that share most first."""
        shared: Counter[int] = Counter()
        rows: dict[int, Row] = {}
        for phrase in dict.fromkeys(_phrases(text)):
            for row in self._rows.get(phrase, ()):
                shared[id(row)] += 1
                rows[id(row)] = row
        return [rows[key] for key, _ in shared.most_common()]


def _phrases(text: str) -> Iterator[str]:
    words = re.findall(r"[^\W_]+", fold(text))
    for place in range(len(words) - 2):
        yield " ".join(words[place : place + 3])


@dataclass(frozen=True)
class HoSoSoat:
    """One plan with its rows in printed order."""

    ke_hoach: KeHoach
    danh_ba: DanhBa
    nhiem_vu: list[NhiemVu]
    chi_tieu: list[ChiTieu]
    dong_kinh_phi: list[DongKinhPhi]
    de_muc: list[DeMuc]
    muc_tieu: list[MucTieu]
    can_cu: list[CanCu]

    @cached_property
    def phu_luc(self) -> list[NhiemVu]:
        """Give the tasks of the annex, on which units report."""
        return [t for t in self.nhiem_vu if t.loai_nhiem_vu == NhiemVu.LoaiNhiemVu.PHU_LUC]

    @cached_property
    def cum_nhiem_vu(self) -> "CumTu[NhiemVu]":
        """Give the tasks of the annex by their phrases."""
        return CumTu(self.phu_luc, lambda task: task.ten)

    @cached_property
    def cum_kinh_phi(self) -> "CumTu[DongKinhPhi]":
        """Give the budget rows by their phrases."""
        return CumTu(self.dong_kinh_phi, lambda row: row.noi_dung)

    @cached_property
    def dong_la(self) -> list[DongKinhPhi]:
        """Give the budget rows with no row under them."""
        parents = {row.dong_cha_id for row in self.dong_kinh_phi}
        return [row for row in self.dong_kinh_phi if row.pk not in parents]

    @cached_property
    def _dong_theo_nhiem_vu(self) -> Mapping[int, list[DongKinhPhi]]:
        of_task: dict[int, list[DongKinhPhi]] = defaultdict(list)
        for row in self.dong_la:
            of_task[row.nhiem_vu_id or 0].append(row)
        return of_task

    def dong_cua(self, task: NhiemVu) -> list[DongKinhPhi]:
        """Give the budget rows that pay for a task, those with no row under them."""
        return self._dong_theo_nhiem_vu.get(task.pk, [])

    @cached_property
    def is_money_with_tasks(self) -> bool:
        """Tell whether tasks bear the money: no budget annex, or its rows are the tasks'."""
        codes = {task.pk: task.ma for task in self.nhiem_vu}
        return all(codes.get(row.nhiem_vu_id or 0) == row.ma for row in self.dong_kinh_phi)

    def body(self) -> Iterator[DoanVan]:
        """Give the words of the body, without the legal bases and the annexes."""
        plan = self.ke_hoach
        page = reverse("kehoach:detail", args=[plan.ma])
        here = NoiSua(LoaiNoiSua.KE_HOACH, plan.ma)
        yield DoanVan("Lời dẫn", plan.loi_dan, here, page)
        names = _names(self.de_muc)
        for heading in self.de_muc:
            where = NoiSua(LoaiNoiSua.DE_MUC, str(heading.pk))
            words = f"{heading.tieu_de}\n{heading.noi_dung}"
            yield DoanVan(names[heading.pk], words, where, page)
        for number, row in enumerate(self.muc_tieu, start=1):
            where = NoiSua(LoaiNoiSua.MUC_TIEU, str(row.pk))
            yield DoanVan(f"Mục tiêu chung {number}", row.noi_dung, where, page)
        yield DoanVan("Lời kết", plan.loi_ket, here, page)

    def legal_bases(self) -> Iterator[tuple[CanCu, DoanVan]]:
        """Give the legal bases with their words."""
        page = reverse("kehoach:detail", args=[self.ke_hoach.ma])
        for number, row in enumerate(self.can_cu, start=1):
            where = NoiSua(LoaiNoiSua.CAN_CU, str(row.pk))
            yield row, DoanVan(f"Căn cứ {number}", row.noi_dung, where, page)

    def annexes(self) -> Iterator[DoanVan]:
        """Give the words of tasks, indicators and budget rows."""
        for task in self.nhiem_vu:
            page = reverse("nhiemvu:detail", args=[task.pk])
            where = NoiSua(LoaiNoiSua.NHIEM_VU, str(task.pk))
            yield DoanVan(f"Nhiệm vụ {task.ma}", f"{task.ten}\n{task.san_pham}", where, page)
        for row in self.chi_tieu:
            page = reverse("chitieu:detail", args=[row.pk])
            where = NoiSua(LoaiNoiSua.CHI_TIEU, str(row.pk))
            words = row.nguyen_van or row.ten
            yield DoanVan(f"Chỉ tiêu {row.ma}", f"{words}\n{row.giai_thich}", where, page)
        for line in self.dong_kinh_phi:
            page = reverse("kinhphi:list", args=[self.ke_hoach.ma])
            where = NoiSua(LoaiNoiSua.DONG_KINH_PHI, str(line.pk))
            words = f"{line.noi_dung}\n{line.ghi_chu}"
            yield DoanVan(f"Dòng kinh phí {line.ma}", words, where, page)


def load_ho_so(ke_hoach: KeHoach) -> HoSoSoat:
    """Load a plan for checking (13 queries for any number of rows)."""
    parts = PhanCong.objects.select_related("don_vi").order_by("pk")
    tasks = NhiemVu.objects.filter(ke_hoach=ke_hoach).in_order()
    indicators = ChiTieu.objects.filter(ke_hoach=ke_hoach).in_order()
    return HoSoSoat(
        ke_hoach=ke_hoach,
        danh_ba=load_danh_ba(ke_hoach.xa),
        nhiem_vu=list(tasks.prefetch_related(Prefetch("cac_phan_cong", parts))),
        chi_tieu=list(with_levels(indicators)),
        dong_kinh_phi=list(DongKinhPhi.objects.filter(ke_hoach=ke_hoach).in_order()),
        de_muc=list(ke_hoach.cac_de_muc.order_by("thu_tu", "pk")),
        muc_tieu=list(ke_hoach.cac_muc_tieu.order_by("thu_tu", "pk")),
        can_cu=list(ke_hoach.cac_can_cu.order_by("thu_tu", "pk")),
    )


def _names(headings: list[DeMuc]) -> Mapping[int, str]:
    """Name each heading by the numbers printed above it: "Phần II, mục III, khoản 2"."""
    by_pk = {heading.pk: heading for heading in headings}
    return {heading.pk: heading_name(heading, by_pk) for heading in headings}


def heading_name(heading: DeMuc, by_pk: Mapping[int, DeMuc]) -> str:
    """Name a heading by its number and those above it; ``by_pk`` are the headings of the plan."""
    steps: list[str] = []
    one: DeMuc | None = heading
    while one is not None and len(steps) < len(by_pk):
        number = one.so_in.strip().rstrip(".)")
        steps.append(number if " " in number else f"{one.get_loai_de_muc_display()} {number}")
        one = by_pk.get(one.de_muc_cha_id or 0)
    name = ", ".join(reversed(steps)).strip()
    return f"{name[0].upper()}{name[1:]}"
