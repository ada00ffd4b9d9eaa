"""Checking a plan (soát kế hoạch): everything in it that does not add up or is not clear.

Nothing is corrected here. An authorised person corrects a row, or accepts a finding with a reason;
an acceptance stands as long as the values it was given for.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from django.urls import reverse

from kehoach.models import KeHoach
from kinhphi.models import ChapNhanSaiLech
from kinhphi.sai_lech import load_acceptances, money_findings
from nhapxuat.danh_ba import load_danh_ba
from nhapxuat.soat_chi_tieu import check_indicators
from nhapxuat.soat_nhiem_vu import check_tasks
from nhapxuat.van_de import MucDo, VanDe

DOI_TUONG_TOI_DA = 60  # characters an acceptance keeps of what a finding is about


@dataclass(frozen=True)
class KetQuaSoat:
    """A finding, and the decision to let it stand if there is one for its present values."""

    van_de: VanDe
    chap_nhan: ChapNhanSaiLech | None

    @property
    def dau_vet(self) -> str:
        """Name the finding with its present values, so that a page can say which one it showed."""
        one = self.van_de
        told = (one.ma, one.doi_tuong, one.gia_tri_in, one.gia_tri_tinh)
        return sha256(repr(told).encode()).hexdigest()[:20]


def check_plan(ke_hoach: KeHoach) -> list[KetQuaSoat]:
    """List what is wrong or unclear in a plan, worst first (14 queries for any number of rows).

    Within one severity money comes first, then tasks, then indicators, as printed.
    """
    danh_ba = load_danh_ba(ke_hoach.xa)
    found = [
        *_money(ke_hoach),
        *check_tasks(ke_hoach, danh_ba),
        *check_indicators(ke_hoach, danh_ba),
    ]
    accepted = load_acceptances(ke_hoach)
    order = list(MucDo)
    return [
        KetQuaSoat(one, accepted.find(one.ma, one.doi_tuong, one.gia_tri_in, one.gia_tri_tinh))
        for one in sorted(_number_repeats(found), key=lambda one: order.index(one.muc_do))
    ]


def _number_repeats(found: Iterable[VanDe]) -> Iterable[VanDe]:
    """Number findings of one code about one object, because an acceptance names the two."""
    seen: Counter[tuple[str, str]] = Counter()
    for one in found:
        seen[one.ma, one.doi_tuong] += 1
        number = seen[one.ma, one.doi_tuong]
        doi_tuong = one.doi_tuong[:DOI_TUONG_TOI_DA]
        if number > 1:
            mark = f" ({number})"
            doi_tuong = doi_tuong[: DOI_TUONG_TOI_DA - len(mark)] + mark
        yield replace(one, doi_tuong=doi_tuong)


def _money(ke_hoach: KeHoach) -> Iterable[VanDe]:
    page = reverse("kinhphi:list", args=[ke_hoach.ma])
    for found in money_findings(ke_hoach):
        yield VanDe(
            ma=found.ma.value,
            doi_tuong=found.doi_tuong,
            thong_bao=found.thong_bao,
            gia_tri_in=found.gia_tri_in,
            gia_tri_tinh=found.gia_tri_tinh,
            duong_dan=page,
        )
