"""What a unit's form shows, as finished rows: tasks it leads, tasks it helps with, indicators.

One function, a fixed number of queries (see ``load_rows``), no query afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from django.db.models import Model, OuterRef, Prefetch, Q, QuerySet, Subquery

from baocao.models import MinhChung, PhieuBaoCao, YeuCauBaoCao
from baocao.so_sanh import DoanVan, compare_words
from baocao.tra_loi import DongCauHoi, load_questions, request_of
from chitieu.models import ChiTieu, ChuTriChiTieu, MucChiTieu, SoLieu
from chitieu.services import owed_indicators
from donvi.ke_tiep import answered_by, heir_of
from kehoach.ky_bao_cao import parse_ky
from nhiemvu.loai_han import LoaiHan
from nhiemvu.models import NhiemVu, PhanCong, TienDo
from nhiemvu.services import owed_obligations
from nhiemvu.trang_thai import TrangThai, sap_den_han

Nhap = TypeVar("Nhap", TienDo, SoLieu)
RECURRING = (LoaiHan.THUONG_XUYEN, LoaiHan.DINH_KY)


@dataclass(frozen=True)
class DongNhiemVu:
    """One obligation on the form: the task, what is typed now, what was accepted last."""

    phan_cong: PhanCong
    trang_thai: TrangThai
    is_due_soon: bool
    nhap: TienDo | None
    truoc: TienDo | None
    minh_chung: tuple[MinhChung, ...] = ()

    @property
    def prefix(self) -> str:
        """Name the row's fields and anchor: "nv12"."""
        return f"nv{self.phan_cong.pk}"

    @property
    def nhiem_vu(self) -> NhiemVu:
        """Give the task."""
        return self.phan_cong.nhiem_vu

    @property
    def is_recurring(self) -> bool:
        """Tell whether the task never ends, so that no completion date is asked for."""
        return self.nhiem_vu.loai_han in RECURRING

    @property
    def is_finished(self) -> bool:
        """Tell whether an earlier period completed it and nothing new is typed."""
        return self.phan_cong.ngay_hoan_thanh is not None and self.nhap is None

    @property
    def is_required(self) -> bool:
        """Tell whether the unit must speak: it leads, and the task is neither done nor paused."""
        return self.phan_cong.is_lead and not (self.is_finished or self.nhiem_vu.tam_dung)

    @property
    def ky_truoc(self) -> str:
        """Name the period of the last accepted progress, "" without one."""
        return parse_ky(self.truoc.ky_bao_cao).label if self.truoc else ""

    @property
    def chu_truoc(self) -> str:
        """Give the words of the last accepted progress, "" without any."""
        return self.truoc.noi_dung if self.truoc else ""

    @property
    def chu_nay(self) -> str:
        """Give the words typed now, "" without any."""
        return self.nhap.noi_dung if self.nhap else ""

    @property
    def is_repeated(self) -> bool:
        """Tell whether the words are those of the last period, not a sign changed."""
        return bool(self.chu_nay) and self.chu_nay == self.chu_truoc

    @property
    def is_reworded(self) -> bool:
        """Tell whether there are words of both periods and they differ."""
        return bool(self.chu_nay and self.chu_truoc) and self.chu_nay != self.chu_truoc

    @property
    def khac_truoc(self) -> tuple[DoanVan, ...]:
        """Show what was added to the last words and what was left out of them."""
        return compare_words(self.chu_truoc, self.chu_nay) if self.is_reworded else ()

    @property
    def canh_bao(self) -> str:
        """Point out a percentage below the last accepted one."""
        now = self.nhap.phan_tram if self.nhap else None
        last = self.truoc.phan_tram if self.truoc else None
        if now is None or last is None or now >= last:
            return ""
        return f"Tiến độ {now}% thấp hơn kỳ trước ({last}%)."


@dataclass(frozen=True)
class DongChiTieu:
    """One indicator on the form: the level to reach, what is typed now, the last figure.

    ``is_required``: this unit answers for the figure, being the lead named first (or the focal
    unit, where the plan names no lead).
    """

    chi_tieu: ChiTieu
    muc: MucChiTieu | None
    nhap: SoLieu | None
    truoc: SoLieu | None
    is_required: bool
    minh_chung: tuple[MinhChung, ...] = ()

    @property
    def prefix(self) -> str:
        """Name the row's fields and anchor: "ct12"."""
        return f"ct{self.chi_tieu.pk}"

    @property
    def is_qualitative(self) -> bool:
        """Tell whether it is answered in words."""
        return self.chi_tieu.loai_chi_tieu != ChiTieu.LoaiChiTieu.DINH_LUONG

    @property
    def is_share(self) -> bool:
        """Tell whether numerator and denominator may be given."""
        return not self.is_qualitative and self.chi_tieu.don_vi_tinh.startswith("%")

    @property
    def ky_truoc(self) -> str:
        """Name the period of the last accepted figure, "" without one."""
        return parse_ky(self.truoc.ky_bao_cao).label if self.truoc else ""

    @property
    def canh_bao(self) -> str:
        """Point out a share above 100 %."""
        value = self.nhap.gia_tri if self.nhap else None
        if value is None or value <= 100 or self.chi_tieu.don_vi_tinh != "%":
            return ""
        return "Tỷ lệ trên 100%: cần xem lại tử số, mẫu số hoặc giá trị."


Dong = TypeVar("Dong", DongNhiemVu, DongChiTieu)


@dataclass(frozen=True)
class DongPhieu:
    """The whole form, in the order it is shown."""

    chu_tri: tuple[DongNhiemVu, ...]
    phoi_hop: tuple[DongNhiemVu, ...]
    da_xong: tuple[DongNhiemVu, ...]
    chi_tieu: tuple[DongChiTieu, ...]
    cau_hoi: tuple[DongCauHoi, ...] = ()
    yeu_cau: YeuCauBaoCao | None = None
    minh_chung: tuple[MinhChung, ...] = ()  # of the form as a whole

    @property
    def nhiem_vu(self) -> tuple[DongNhiemVu, ...]:
        """List all obligations, lead ones first."""
        return self.chu_tri + self.phoi_hop + self.da_xong


def load_rows(phieu: PhieuBaoCao, on: date) -> DongPhieu:
    """Read everything the form shows, with the states of the day ``on``.

    Six queries, whatever the number of rows; reads ``phieu.ke_hoach`` and ``phieu.don_vi``
    (loaded beforehand). An ad hoc form takes three more, or only these when its request asks for
    nothing but its own questions.
    """
    yeu_cau = request_of(phieu)
    cau_hoi = load_questions(phieu, yeu_cau)
    if yeu_cau is not None and not yeu_cau.kem_nhiem_vu:
        return DongPhieu((), (), (), (), cau_hoi, yeu_cau)
    tasks = _load_tasks(phieu, on)
    open_tasks = [row for row in tasks if not row.is_finished]
    return DongPhieu(
        chu_tri=tuple(row for row in open_tasks if row.phan_cong.is_lead),
        phoi_hop=tuple(row for row in open_tasks if not row.phan_cong.is_lead),
        da_xong=tuple(row for row in tasks if row.is_finished),
        chi_tieu=tuple(_load_indicators(phieu)),
        cau_hoi=cau_hoi,
        yeu_cau=yeu_cau,
    )


def attach_evidence(rows: DongPhieu, phieu: PhieuBaoCao) -> DongPhieu:
    """Put the form's evidence beside its rows: one query."""
    kept = MinhChung.objects.filter(phieu_bao_cao=phieu, removed_at=None).order_by("pk")
    places: dict[str, tuple[MinhChung, ...]] = {}
    for one in kept:
        places[one.place] = (*places.get(one.place, ()), one)

    def beside(part: tuple[Dong, ...]) -> tuple[Dong, ...]:
        return tuple(replace(row, minh_chung=places.get(row.prefix, ())) for row in part)

    return replace(
        rows,
        chu_tri=beside(rows.chu_tri),
        phoi_hop=beside(rows.phoi_hop),
        da_xong=beside(rows.da_xong),
        chi_tieu=beside(rows.chi_tieu),
        minh_chung=places.get("", ()),
    )


def _load_tasks(phieu: PhieuBaoCao, on: date) -> list[DongNhiemVu]:
    """Read the obligations and their progress: two queries."""
    earlier = TienDo.objects.accepted().filter(
        phan_cong=OuterRef("pk"), ngay_chot__lte=phieu.den_ngay
    )
    obligations = list(
        owed_obligations(phieu.ke_hoach, phieu.don_vi, phieu.den_ngay)
        .select_related("nhiem_vu__nhom_nhiem_vu", "thuoc_nhom")
        .annotate(truoc_id=_latest(earlier, phieu))
    )
    progress = TienDo.objects.filter(
        Q(phan_cong__in=obligations, ky_bao_cao=phieu.ky_bao_cao)
        | Q(pk__in=[row.truoc_id for row in obligations])
    )
    now, last = _split(progress.order_by("pk"), "phan_cong_id", phieu)
    return [_task_row(row, now.get(row.pk), last.get(row.pk), on) for row in obligations]


def _task_row(
    phan_cong: PhanCong, nhap: TienDo | None, truoc: TienDo | None, on: date
) -> DongNhiemVu:
    state = phan_cong.state(on)
    soon = sap_den_han(on, phan_cong.last_day, trang_thai=state)
    return DongNhiemVu(phan_cong, state, soon, nhap, truoc)


def _load_indicators(phieu: PhieuBaoCao) -> list[DongChiTieu]:
    """Read the indicators with levels, leads and figures: four queries."""
    earlier = SoLieu.objects.accepted().filter(
        answered_by("don_vi", phieu.don_vi, phieu.den_ngay),
        chi_tieu=OuterRef("pk"),
        ngay_chot__lte=phieu.den_ngay,
    )
    indicators = list(
        owed_indicators(phieu.ke_hoach, phieu.don_vi, phieu.den_ngay)
        .annotate(truoc_id=_latest(earlier, phieu))
        .prefetch_related(
            Prefetch("cac_muc", MucChiTieu.objects.order_by("nam")),
            Prefetch(
                "cac_chu_tri",
                ChuTriChiTieu.objects.select_related("don_vi__don_vi_ke_tiep").order_by(
                    "thu_tu", "pk"
                ),
            ),
        )
    )
    figures = SoLieu.objects.filter(
        Q(chi_tieu__in=indicators, don_vi=phieu.don_vi, ky_bao_cao=phieu.ky_bao_cao)
        | Q(pk__in=[row.truoc_id for row in indicators])
    )
    now, last = _split(figures.order_by("pk"), "chi_tieu_id", phieu)
    return [
        DongChiTieu(
            chi_tieu=row,
            muc=_level_for(row.cac_muc.all(), phieu.period.nam),
            nhap=now.get(row.pk),
            truoc=last.get(row.pk),
            is_required=_answers(row, phieu),
        )
        for row in indicators
    ]


def _latest(earlier: QuerySet[Model], phieu: PhieuBaoCao) -> Subquery:
    before = earlier.exclude(ky_bao_cao=phieu.ky_bao_cao).order_by("-ngay_chot", "-pk")
    return Subquery(before.values("pk")[:1])


def _split(
    rows: Iterable[Nhap], owner: str, phieu: PhieuBaoCao
) -> tuple[dict[int, Nhap], dict[int, Nhap]]:
    """Part the rows of this period from the earlier ones, each by the thing it belongs to."""
    now: dict[int, Nhap] = {}
    last: dict[int, Nhap] = {}
    for row in rows:
        kept = now if row.ky_bao_cao == phieu.ky_bao_cao else last
        kept[getattr(row, owner)] = row
    return now, last


def _level_for(cac_muc: Iterable[MucChiTieu], nam: int) -> MucChiTieu | None:
    """Pick the level of the year, else of the next milestone, else the last one given."""
    levels = list(cac_muc)
    ahead = [muc for muc in levels if muc.nam >= nam]
    return next(iter(ahead or levels[-1:]), None)


def _answers(chi_tieu: ChiTieu, phieu: PhieuBaoCao) -> bool:
    leads = list(chi_tieu.cac_chu_tri.all())
    return not leads or heir_of(leads[0].don_vi, phieu.den_ngay).pk == phieu.don_vi_id
