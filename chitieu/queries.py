"""Finished rows of indicators: levels in the words of the plan, the current figure, evaluation."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from chitieu.danh_gia import (
    CachCongDon,
    ChieuHuong,
    DanhGia,
    GiaTriKy,
    KetQuaDanhGia,
    NhipCanDat,
    aggregate,
    evaluate,
    path_level,
    required_pace,
)
from chitieu.models import ChiTieu, ChiTieuQuerySet, ChuTriChiTieu, MucChiTieu, SoLieu
from chitieu.muc_chi_tieu import LoaiMuc, MucDocDuoc, SoSanh
from chitieu.phu_ky import count_months, cover
from kehoach.ky_bao_cao import KyBaoCao, parse_ky


@dataclass(frozen=True)
class DongChiTieu:
    """An indicator on one day; ``muc`` is the level of the milestone that counts on that day.

    ``cac_so_lieu`` are the figures that make ``gia_tri``, oldest first. ``so_lieu`` is the last of
    them, else the newest that says something in words. A heading has no ``danh_gia``.
    """

    chi_tieu: ChiTieu
    cac_muc: tuple[MucChiTieu, ...]
    muc: MucChiTieu | None
    cac_so_lieu: tuple[SoLieu, ...]
    so_lieu: SoLieu | None
    gia_tri: Decimal | None
    danh_gia: DanhGia | None
    nhip: NhipCanDat | None

    @property
    def is_heading(self) -> bool:
        """Tell whether the row only heads a group of indicators."""
        return self.chi_tieu.loai_chi_tieu == ChiTieu.LoaiChiTieu.TIEU_DE


def with_levels(indicators: ChiTieuQuerySet) -> ChiTieuQuerySet:
    """Load levels and lead units: 2 queries for any number of indicators."""
    return indicators.prefetch_related(
        Prefetch("cac_muc", MucChiTieu.objects.order_by("nam", "pk")),
        Prefetch(
            "cac_chu_tri",
            ChuTriChiTieu.objects.select_related("don_vi").order_by("thu_tu", "pk"),
        ),
    )


def accepted_figures(indicators: Iterable[ChiTieu], on: date) -> dict[int, list[SoLieu]]:
    """Load the accepted figures cut off by ``on``, oldest first, by indicator (1 query)."""
    found: dict[int, list[SoLieu]] = defaultdict(list)
    rows = (
        SoLieu.objects.accepted()
        .filter(chi_tieu__in=[i.pk for i in indicators], ngay_chot__lte=on)
        .order_by("ngay_chot", "pk")
    )
    for row in rows:
        found[row.chi_tieu_id].append(row)
    return found


def indicator_rows(indicators: ChiTieuQuerySet, on: date) -> list[DongChiTieu]:
    """Build the rows of indicators on the day ``on`` (4 queries for any number)."""
    loaded = list(with_levels(indicators))
    figures = accepted_figures(loaded, on)
    return [indicator_row(row, figures.get(row.pk, []), on) for row in loaded]


def indicator_row(chi_tieu: ChiTieu, figures: Sequence[SoLieu], on: date) -> DongChiTieu:
    """Evaluate one indicator on the day ``on``; no query once levels and leads are loaded.

    The level that counts is that of the first milestone not yet past, else of the last one.
    """
    levels = tuple(chi_tieu.cac_muc.all())
    level = next((m for m in levels if m.nam >= on.year), levels[-1] if levels else None)
    counted, cach = _counted(chi_tieu, figures, on)
    value = aggregate([_of_period(s) for s in counted], cach)
    in_words = next((s for s in reversed(figures) if s.nhan_xet), None)
    is_heading = chi_tieu.loai_chi_tieu == ChiTieu.LoaiChiTieu.TIEU_DE
    return DongChiTieu(
        chi_tieu=chi_tieu,
        cac_muc=levels,
        muc=level,
        cac_so_lieu=tuple(counted),
        so_lieu=counted[-1] if counted else in_words,
        gia_tri=value,
        danh_gia=None if is_heading else _judge(chi_tieu, levels, level, value, on),
        nhip=required_pace(
            value,
            on,
            {m.nam: read_level(m) for m in levels},
            chieu_huong=ChieuHuong(chi_tieu.chieu_huong),
        ),
    )


def current_value(chi_tieu: ChiTieu, figures: Sequence[SoLieu], on: date) -> Decimal | None:
    """Make one figure of the accepted ones by the indicator's own rule, within the year of ``on``.

    "Cuối kỳ" takes the newest figure of any year; a sum, mean or ratio counts only this year's
    periods, each month once (``phu_ky``). Where several leads gave a figure of the same period,
    that of the lead named first stands: the others are not added to it.
    """
    counted, cach = _counted(chi_tieu, figures, on)
    return aggregate([_of_period(s) for s in counted], cach)


def figures_within(figures: Iterable[SoLieu], ky: KyBaoCao, tu: date, den: date) -> list[SoLieu]:
    """Keep what was told for a period or a part of it, cut off from ``tu`` to ``den``, inclusive.

    With ``current_value`` these make the figure of that period alone.
    """
    return [s for s in figures if tu <= s.ngay_chot <= den and ky.contains(parse_ky(s.ky_bao_cao))]


def read_level(muc: MucChiTieu) -> MucDocDuoc:
    """Give the stored reading of a level; an officer's correction counts, not a new reading."""
    return MucDocDuoc(
        nguyen_van=muc.nguyen_van,
        loai=LoaiMuc(muc.loai_muc),
        so_sanh=SoSanh(muc.so_sanh) if muc.so_sanh else None,
        gia_tri=muc.gia_tri,
        gia_tri_den=muc.gia_tri_den,
        don_vi_tinh=muc.don_vi_tinh or None,
        pham_vi=muc.pham_vi,
    )


def count_results(rows: Iterable[DongChiTieu]) -> dict[KetQuaDanhGia, int]:
    """Count evaluated indicators by result, every result named even when 0."""
    counts = dict.fromkeys(KetQuaDanhGia, 0)
    for row in rows:
        if row.danh_gia:
            counts[row.danh_gia.ket_qua] += 1
    return counts


def _judge(
    chi_tieu: ChiTieu,
    levels: Sequence[MucChiTieu],
    level: MucChiTieu | None,
    value: Decimal | None,
    on: date,
) -> DanhGia:
    """Judge the value; an indicator without any level is one that needs words."""
    return evaluate(
        muc=read_level(level) if level else MucDocDuoc("", LoaiMuc.KHONG_CO),
        gia_tri=value,
        chieu_huong=ChieuHuong(chi_tieu.chieu_huong),
        moc_ket_thuc=date(level.nam if level else on.year, 12, 31),
        on=on,
        muc_lo_trinh=path_level({m.nam: read_level(m) for m in levels}, on),
    )


def _counted(
    chi_tieu: ChiTieu, figures: Sequence[SoLieu], on: date
) -> tuple[list[SoLieu], CachCongDon]:
    """Select the figures that make the value, oldest first, and the way they are put together."""
    cach = CachCongDon(chi_tieu.cach_cong_don)
    answers = _one_per_period(chi_tieu, [s for s in figures if _is_answer(s)])
    newest = [s for s in answers if s.gia_tri is not None][-1:]
    if cach is CachCongDon.CUOI_KY:
        return newest, cach
    of_year = [s for s in answers if parse_ky(s.ky_bao_cao).nam == on.year]
    if cach is not CachCongDon.TY_LE:
        return _without_overlap(of_year), cach
    # A percentage typed without its parts can't be added up; where all are, the newest one stands.
    in_parts = _without_overlap([s for s in of_year if s.gia_tri is None or s.mau_so is not None])
    pairs = [s for s in in_parts if s.mau_so is not None]
    return (pairs, cach) if pairs else (newest, CachCongDon.CUOI_KY)


def _one_per_period(chi_tieu: ChiTieu, figures: Sequence[SoLieu]) -> list[SoLieu]:
    """Keep one figure a period: that of the lead named first among those who gave one."""
    rank = {lead.don_vi_id: place for place, lead in enumerate(chi_tieu.cac_chu_tri.all())}
    kept: dict[str, SoLieu] = {}
    for figure in sorted(figures, key=lambda s: rank.get(s.don_vi_id, len(rank))):
        kept.setdefault(figure.ky_bao_cao, figure)
    return [s for s in figures if kept[s.ky_bao_cao] is s]


def _of_period(so_lieu: SoLieu) -> GiaTriKy:
    ky = parse_ky(so_lieu.ky_bao_cao)
    return GiaTriKy(
        so_thang=count_months(ky) if ky.has_calendar else 1,
        gia_tri=so_lieu.gia_tri,
        tu_so=so_lieu.tu_so,
        mau_so=so_lieu.mau_so,
        khong_phat_sinh=so_lieu.tinh_trang == SoLieu.TinhTrang.KHONG_PHAT_SINH,
    )


def _without_overlap(figures: Sequence[SoLieu]) -> list[SoLieu]:
    """Keep the figures of periods that don't overlap; ad hoc ones where nothing else was told."""
    chosen = {str(ky) for ky in cover(parse_ky(s.ky_bao_cao) for s in figures)}
    return [s for s in figures if s.ky_bao_cao in chosen] if chosen else list(figures)


def _is_answer(so_lieu: SoLieu) -> bool:
    """Tell whether the row counts: a figure, or the word that nothing arose (which adds 0)."""
    if so_lieu.tinh_trang == SoLieu.TinhTrang.KHONG_PHAT_SINH:
        return True
    return so_lieu.gia_tri is not None or so_lieu.mau_so is not None
