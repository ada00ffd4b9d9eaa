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
from kinhphi.cong_don import DOI_TUONG_TONG, MaPhatHien
from kinhphi.models import ChapNhanSaiLech
from kinhphi.sai_lech import load_acceptances, money_findings
from nhapxuat.ho_so_soat import HoSoSoat, load_ho_so
from nhapxuat.soat_chi_tieu import check_indicators
from nhapxuat.soat_loi_van import check_text
from nhapxuat.soat_ma import check_codes
from nhapxuat.soat_nhiem_vu import check_tasks
from nhapxuat.soat_phu_luc import check_annexes
from nhapxuat.van_de import LinhVuc, LoaiNoiSua, MucDo, NoiSua, VanDe

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
    """List what is wrong or unclear in a plan, worst first (21 queries for any number of rows).

    Within one severity money comes first, then tasks, indicators, the text.
    """
    ho_so = load_ho_so(ke_hoach)
    found = [
        *_money(ho_so),
        *check_annexes(ho_so),
        *check_tasks(ho_so),
        *check_indicators(ho_so),
        *check_codes(ho_so),
        *check_text(ho_so),
    ]
    accepted = load_acceptances(ke_hoach)
    worst, subject = list(MucDo), list(LinhVuc)
    numbered = sorted(
        _number_repeats(found),
        key=lambda one: (worst.index(one.muc_do), subject.index(one.linh_vuc)),
    )
    return [
        KetQuaSoat(one, accepted.find(one.ma, one.doi_tuong, one.gia_tri_in, one.gia_tri_tinh))
        for one in numbered
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


def _money(ho_so: HoSoSoat) -> Iterable[VanDe]:
    page = reverse("kinhphi:list", args=[ho_so.ke_hoach.ma])
    places = _money_places(ho_so)
    for found in money_findings(ho_so.ke_hoach):
        yield VanDe(
            ma=found.ma.value,
            doi_tuong=found.doi_tuong,
            thong_bao=found.thong_bao,
            gia_tri_in=found.gia_tri_in,
            gia_tri_tinh=found.gia_tri_tinh,
            duong_dan=page,
            noi_sua=_place(places.get(found.doi_tuong), found.ma),
        )


def _place(where: NoiSua | None, ma: str) -> NoiSua | None:
    """Lead to the sources of a task where they don't make its amount."""
    if where and where.loai == LoaiNoiSua.NHIEM_VU and ma == MaPhatHien.NGUON_KHAC_DONG:
        return NoiSua(LoaiNoiSua.NGUON_NHIEM_VU, where.khoa)
    return where


def _money_places(ho_so: HoSoSoat) -> dict[str, NoiSua]:
    """Say by the object of a finding about money which row is corrected.

    The rows are those of the budget or, in a plan without one, the tasks that bear the money.
    """
    tasks = {t.ma: NoiSua(LoaiNoiSua.NHIEM_VU, str(t.pk)) for t in ho_so.nhiem_vu}
    lines = {d.ma: NoiSua(LoaiNoiSua.DONG_KINH_PHI, str(d.pk)) for d in ho_so.dong_kinh_phi}
    named = {f"Nhiệm vụ {ma}": place for ma, place in tasks.items()}
    total = {DOI_TUONG_TONG: NoiSua(LoaiNoiSua.TONG_KINH_PHI, ho_so.ke_hoach.ma)}
    return total | named | (lines or tasks)
