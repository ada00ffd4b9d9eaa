"""The book of what was recorded, filtered, and how a sum comes about: every sum leads to rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from donvi.models import NhatKy
from kehoach.models import KeHoach
from kinhphi.cong_nhom import SoTienDong, ThucHien
from kinhphi.models import KhoanKinhPhi, ThamDinh
from kinhphi.noi_tien import NoiTien
from kinhphi.queries import BangKinhPhi, DongBang, key_of_place


@dataclass(frozen=True)
class DongSo:
    """A movement in the book, with who recorded it and the reason where a limit was passed."""

    khoan: KhoanKinhPhi
    nguoi_ghi: str
    ly_do_vuot: str


@dataclass(frozen=True)
class CachCong:
    """How a sum comes about: its rows with what each gives, and what they add up to.

    ``muc`` is the row that prints the sum itself, None for groups the plan doesn't print.
    """

    ten: str
    cac_dong: tuple[tuple[DongBang | None, SoTienDong], ...]
    tong: SoTienDong
    muc: DongBang | None = None

    @property
    def chenh_in(self) -> int | None:
        """Give what the rows print in sum less what the row above prints."""
        if self.muc is None:
            return None
        return SoTienDong(self.muc.noi.thanh_tien_in, self.tong.so_in).chenh


def explain_sum(bang: BangKinhPhi, theo: str, ten: str) -> CachCong | None:
    """Show how a sum comes about; None when there is no such sum (no query).

    ``theo`` "dong": the rows right under the row ``ten`` (its code); "nguon", "chu_tri": the rows
    of the group ``ten``; "" the rows at the top, which make the plan's total.
    """
    if theo == "dong":
        return _explain_row(bang, ten)
    if not theo:
        top = tuple((one, one.tien) for one in bang.cac_dong if one.cap_do == 0)
        return CachCong("Tổng kinh phí", top, sum((tien for _, tien in top), SoTienDong()))
    groups = {"nguon": bang.theo_nguon, "chu_tri": bang.theo_chu_tri}.get(theo, ())
    group = next((one for one in groups if one.ten == ten), None)
    if group is None:
        return None
    by_code = {line.noi.ma: line for line in bang.cac_dong}
    rows = tuple((by_code.get(part.ma), part.tien) for part in group.cac_phan)
    return CachCong(group.ten, rows, group.tien)


def _explain_row(bang: BangKinhPhi, ma: str) -> CachCong | None:
    line = next((one for one in bang.cac_dong if one.noi.ma == ma and not one.is_leaf), None)
    if line is None:
        return None
    below = [one for one in bang.cac_dong if one.noi.ma_cha == ma]
    total = sum((one.tien for one in below), SoTienDong())
    ten = f"{line.noi.so_in}. {line.noi.noi_dung}"
    return CachCong(ten, tuple((one, one.tien) for one in below), total, line)


@dataclass(frozen=True)
class LocSo:
    """What the book is narrowed to: a row with all under it (code), a kind, a quarter."""

    ma: str = ""
    loai: str = ""
    quy: str = ""


def book(ke_hoach: KeHoach, places: Sequence[NoiTien], loc: LocSo) -> "QuerySet[KhoanKinhPhi]":
    """Give the movements of a plan's book, newest first, the cancelled ones among them."""
    rows = KhoanKinhPhi.objects.filter(ke_hoach=ke_hoach)
    if loc.ma:
        rows = rows.filter(on_places(places, loc.ma))
    if loc.loai:
        rows = rows.filter(loai_khoan=loc.loai)
    if loc.quy:
        nam, _, quy = loc.quy.partition("-")
        rows = rows.filter(ngay_chung_tu__year=int(nam), ngay_chung_tu__quarter=int(quy))
    named = rows.select_related("dong_kinh_phi", "nhiem_vu", "nguon_von", "cancelled_by")
    return named.select_related("thay_cho").order_by("-ngay_chung_tu", "-pk")


def on_places(places: Sequence[NoiTien], ma: str) -> Q:
    """Say which movements count on a row or on any row under it."""
    keys = {place.khoa for place in places if ma in _with_codes_above(place, places)}
    counted = [khoa for khoa, at in key_of_place(places).items() if at in keys]
    return Q(dong_kinh_phi__in=_numbers(counted, "dong-")) | Q(
        nhiem_vu__in=_numbers(counted, "nhiem_vu-")
    )


def _with_codes_above(place: NoiTien, places: Sequence[NoiTien]) -> set[str]:
    above = {one.ma: one.ma_cha for one in places}
    codes: set[str] = set()
    ma: str | None = place.ma
    while ma is not None and ma not in codes:
        codes.add(ma)
        ma = above.get(ma)
    return codes


def _numbers(keys: Iterable[str], start: str) -> list[int]:
    return [int(khoa.removeprefix(start)) for khoa in keys if khoa.startswith(start)]


def total_of(rows: "QuerySet[KhoanKinhPhi]") -> ThucHien:
    """Add up the movements that count, by kind (1 query)."""
    standing = rows.filter(cancelled_at__isnull=True).order_by("loai_khoan")
    totals = standing.values_list("loai_khoan").annotate(tong=Sum("so_tien"))
    return ThucHien(**{kind: int(total) for kind, total in totals})


def appraisals(ke_hoach: KeHoach, places: Sequence[NoiTien], ma: str) -> "QuerySet[ThamDinh]":
    """Give the appraisals of a row and all under it, newest first, the cancelled ones too."""
    rows = ThamDinh.objects.filter(ke_hoach=ke_hoach)
    if ma:
        rows = rows.filter(on_places(places, ma))
    return rows.select_related("dong_kinh_phi", "nhiem_vu", "created_by", "cancelled_by").order_by(
        "-ngay_van_ban", "-pk"
    )


def book_rows(movements: Sequence[KhoanKinhPhi]) -> list[DongSo]:
    """Put the act on record beside each movement (1 query)."""
    label = KhoanKinhPhi._meta.label_lower
    acts = NhatKy.objects.filter(
        loai_doi_tuong=label,
        ma_doi_tuong__in=[str(row.pk) for row in movements],
        hanh_dong__startswith="Ghi ",
    ).select_related("created_by")
    by_row = {act.ma_doi_tuong: act for act in acts.order_by("-created_at", "-pk")}
    return [_book_row(row, by_row.get(str(row.pk))) for row in movements]


def _book_row(row: KhoanKinhPhi, act: NhatKy | None) -> DongSo:
    who = str(act.created_by) if act and act.created_by else ""
    return DongSo(row, who, act.ly_do if act else "")
