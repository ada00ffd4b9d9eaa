"""Whether an indicator (chỉ tiêu) reached its level on a given day, and how figures add up.

Every answer is defined: a missing figure is never zero and never a percentage, nothing is
ever "not a number". Where a level has its own operator, the operator says which way is
better; the direction (chiều hướng) decides for "=", "~" and ranges.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from chitieu.muc_chi_tieu import LoaiMuc, MucDocDuoc, SoSanh, format_muc
from donvi.lua_chon import LuaChon
from donvi.tieng_viet import format_ngay, format_so


class ChieuHuong(LuaChon):
    """Which way a figure gets better."""

    TANG = "tang", "tăng là tốt"
    GIAM = "giam", "giảm là tốt"


class CachCongDon(LuaChon):
    """How the figures of several periods make one figure."""

    CUOI_KY = "cuoi_ky", "cuối kỳ (lấy số mới nhất)"
    CONG_DON = "cong_don", "cộng dồn"
    TRUNG_BINH = "trung_binh", "trung bình"
    TY_LE = "ty_le", "tỷ lệ tử số/mẫu số"


class KetQuaDanhGia(LuaChon):
    """What a figure says about its level; "chưa đạt" before the milestone, "không đạt" after."""

    VUOT = "vuot", "vượt"
    DAT = "dat", "đạt"
    TRONG_LO_TRINH = "trong_lo_trinh", "đang trong lộ trình"
    CHUA_DAT = "chua_dat", "chưa đạt"
    KHONG_DAT = "khong_dat", "không đạt"
    CHUA_CO_SO_LIEU = "chua_co_so_lieu", "chưa có số liệu"
    CAN_NHAN_XET = "can_nhan_xet", "cần nhận xét"


@dataclass(frozen=True)
class DanhGia:
    """One evaluation. ``ty_le``: percent of the way, 0 to 100, rounded down to one decimal;
    100 if and only if the level is met; None where there is nothing to measure.
    """

    ket_qua: KetQuaDanhGia
    ty_le: Decimal | None
    ly_do: str


@dataclass(frozen=True)
class GiaTriKy:
    """The figure of one period. ``khong_phat_sinh``: reported that nothing arose (not zero).

    ``so_thang``: how many months it stands for; a mean weighs it by them.
    """

    gia_tri: Decimal | None = None
    tu_so: Decimal | None = None
    mau_so: Decimal | None = None
    khong_phat_sinh: bool = False
    so_thang: int = 1


@dataclass(frozen=True)
class NhipCanDat:
    """The pace (nhịp) from today to the next milestone; ``nam`` ends on 31/12, inclusive.

    ``con_thieu`` is what is still missing, in the unit of the indicator, never below 0;
    ``moi_nam`` what must be gained each year of 365 days from today on.
    """

    nam: int
    muc: Decimal
    con_thieu: Decimal
    moi_nam: Decimal


_UP = frozenset({SoSanh.KHONG_THAP_HON, SoSanh.LON_HON})
_DOWN = frozenset({SoSanh.KHONG_LON_HON, SoSanh.NHO_HON})
_STRICT = frozenset({SoSanh.LON_HON, SoSanh.NHO_HON})
# (milestone still open, behind path or baseline) -> what an unmet level is called
_UNMET = {
    (True, False): KetQuaDanhGia.TRONG_LO_TRINH,
    (True, True): KetQuaDanhGia.CHUA_DAT,
    (False, False): KetQuaDanhGia.KHONG_DAT,
    (False, True): KetQuaDanhGia.KHONG_DAT,
}
_FULL = Decimal(100)
_ALMOST = Decimal("99.9")
_STEP = Decimal("0.1")


def infer_chieu_huong(muc: MucDocDuoc) -> ChieuHuong:
    """Guess the direction from one level: upper bounds and "0 sự cố" fall, the rest rises.

    >>> from chitieu.muc_chi_tieu import parse_muc
    >>> infer_chieu_huong(parse_muc("không quá 5 ngày")), infer_chieu_huong(parse_muc("65%"))
    (<ChieuHuong.GIAM: 'giam'>, <ChieuHuong.TANG: 'tang'>)
    """
    if muc.so_sanh in _DOWN:
        return ChieuHuong.GIAM
    if muc.so_sanh not in _UP and muc.gia_tri == 0 and muc.gia_tri_den is None:
        return ChieuHuong.GIAM
    return ChieuHuong.TANG


def evaluate(
    *,
    muc: MucDocDuoc,
    gia_tri: Decimal | None,
    chieu_huong: ChieuHuong,
    moc_ket_thuc: date,
    on: date,
    gia_tri_goc: Decimal | None = None,
    muc_lo_trinh: Decimal | None = None,
    dung_sai: Decimal = Decimal("0.05"),
) -> DanhGia:
    """Evaluate one figure against one level on a day; ``moc_ket_thuc`` is the last open day.

    Unmet while open: "đang trong lộ trình", or "chưa đạt" if behind ``muc_lo_trinh`` (the
    path's level today), else behind the baseline ``gia_tri_goc``. A strict operator is met
    or not, never surpassed. ``dung_sai``: the tolerance of "khoảng", a share of the level.

    >>> from chitieu.muc_chi_tieu import parse_muc
    >>> last_day = date(2026, 12, 31)
    >>> danh_gia = evaluate(muc=parse_muc("≥ 60%"), gia_tri=Decimal(45),
    ...     chieu_huong=ChieuHuong.TANG, moc_ket_thuc=last_day, on=date(2026, 10, 20))
    >>> danh_gia.ket_qua.label, danh_gia.ty_le, danh_gia.ly_do
    ('đang trong lộ trình', Decimal('75.0'), 'Số liệu 45%, mức ≥ 60%, hạn 31/12/2026.')
    """
    gia_tri, is_open = _finite(gia_tri), on <= moc_ket_thuc
    unmeasured = _explain_unmeasured(muc)
    if unmeasured:
        return DanhGia(KetQuaDanhGia.CAN_NHAN_XET, None, unmeasured)
    if gia_tri is None:
        ended = "" if is_open else f", mốc {format_ngay(moc_ket_thuc)} đã qua"
        return DanhGia(KetQuaDanhGia.CHUA_CO_SO_LIEU, None, f"Chưa có số liệu{ended}.")
    gia_tri_goc, muc_lo_trinh = _finite(gia_tri_goc), _finite(muc_lo_trinh)
    bar = _bar(muc, chieu_huong, dung_sai)
    ly_do = _explain(muc, gia_tri, moc_ket_thuc, muc_lo_trinh)
    if bar.is_met(gia_tri):
        surpassed = bar.is_surpassed(gia_tri)
        return DanhGia(KetQuaDanhGia.VUOT if surpassed else KetQuaDanhGia.DAT, _FULL, ly_do)
    behind = bar.is_behind(gia_tri, gia_tri_goc if muc_lo_trinh is None else muc_lo_trinh)
    return DanhGia(_UNMET[is_open, behind], bar.progress(gia_tri, gia_tri_goc), ly_do)


def _explain_unmeasured(muc: MucDocDuoc) -> str:
    """Say why no figure can be judged by this level; empty where one can."""
    if muc.loai is LoaiMuc.KHONG_CO:
        return "Kế hoạch không giao mức cho mốc này; cần người có trách nhiệm nhận xét."
    if muc.loai is LoaiMuc.DINH_TINH:
        return f"Chỉ tiêu định tính “{muc.nguyen_van}”; cần nhận xét kèm minh chứng."
    if muc.gia_tri is None:
        return f"Mức “{muc.nguyen_van}” chưa đọc được thành số; cần nhận xét."
    if muc.phi_ly:
        return f"Mức “{muc.nguyen_van}” không thể đạt được theo nghĩa đen; cần nhận xét."
    return ""


def _explain(
    muc: MucDocDuoc, gia_tri: Decimal, moc_ket_thuc: date, muc_lo_trinh: Decimal | None
) -> str:
    """State figure, level and milestone in one sentence."""
    unit = _unit(muc)
    path = "" if muc_lo_trinh is None else f", lộ trình đến nay {_rounded(muc_lo_trinh)}{unit}"
    return (
        f"Số liệu {_rounded(gia_tri)}{unit}, mức {format_muc(muc)}{path}, "
        f"hạn {format_ngay(moc_ket_thuc)}."
    )


def _rounded(value: Decimal) -> str:
    """Write a figure with at most four decimals."""
    return format_so(Decimal(format(value, ".4f")))


def _unit(muc: MucDocDuoc) -> str:
    """Write the unit as it follows a number."""
    unit = muc.don_vi_tinh or ""
    return unit if unit.startswith("%") else f" {unit}".rstrip()


@dataclass(frozen=True)
class _Bar:
    """The bar to clear: ``low`` with rising figures, mirrored (negated) with falling ones.

    Mirroring leaves one rule: a figure is good from ``met_from`` on, surpassed above ``top``.
    """

    sign: int
    met_from: Decimal
    top: Decimal | None
    strict: bool

    def is_met(self, gia_tri: Decimal) -> bool:
        """Tell whether the figure clears the bar."""
        figure = self.sign * gia_tri
        return figure > self.met_from if self.strict else figure >= self.met_from

    def is_surpassed(self, gia_tri: Decimal) -> bool:
        """Tell whether the figure lies beyond all that was asked."""
        return self.top is not None and self.sign * gia_tri > self.top

    def is_behind(self, gia_tri: Decimal, reference: Decimal | None) -> bool:
        """Tell whether an unmet figure lags behind the path, or behind the baseline."""
        return reference is not None and self.sign * gia_tri < self.sign * reference

    def progress(self, gia_tri: Decimal, gia_tri_goc: Decimal | None) -> Decimal:
        """Compute the percent of the way of an unmet figure: 0 to 99.9.

        From the baseline where it lies short of the bar, else from zero; a falling figure
        without baseline is measured as level / figure ("3 days allowed, 6 taken": 50).
        """
        figure, goal = self.sign * gia_tri, self.met_from
        start = None if gia_tri_goc is None else self.sign * gia_tri_goc
        if start is not None and start < goal:
            share = (figure - start) / (goal - start)
        elif goal > 0:
            share = figure / goal
        elif goal < 0 and self.sign < 0:
            share = goal / figure
        else:
            share = Decimal(0)
        percent = min(max(share, Decimal(0)), Decimal(1)) * 100
        return min(percent.quantize(_STEP, ROUND_DOWN), _ALMOST)


def _bar(muc: MucDocDuoc, chieu_huong: ChieuHuong, dung_sai: Decimal) -> _Bar:
    """Build the bar of a readable level (``gia_tri`` is not None)."""
    low = muc.gia_tri or Decimal(0)
    high = low if muc.gia_tri_den is None else muc.gia_tri_den
    if muc.so_sanh is SoSanh.XAP_XI:
        low, high = low - abs(low) * dung_sai, high + abs(high) * dung_sai
    falls = muc.so_sanh in _DOWN or (muc.so_sanh not in _UP and chieu_huong is ChieuHuong.GIAM)
    sign, met_from, top = (-1, -high, -low) if falls else (1, low, high)
    strict = muc.so_sanh in _STRICT
    return _Bar(sign, met_from, None if strict else top, strict)


def compute_ty_le(tu_so: Decimal | None, mau_so: Decimal | None) -> Decimal | None:
    """Compute numerator / denominator in percent, not rounded; None where ``explain_ty_le``
    gives a reason. May exceed 100 where the numerator is the larger.

    >>> compute_ty_le(Decimal(3), Decimal(4)), compute_ty_le(Decimal(3), Decimal(0))
    (Decimal('75'), None)
    """
    if tu_so is None or mau_so is None or explain_ty_le(tu_so, mau_so):
        return None
    return tu_so * 100 / mau_so


def explain_ty_le(tu_so: Decimal | None, mau_so: Decimal | None) -> str:
    """Say why a ratio cannot be computed; empty where it can.

    >>> explain_ty_le(Decimal(0), Decimal(0))
    'Mẫu số bằng 0 nên không tính được tỷ lệ.'
    """
    if _finite(tu_so) is None:
        return "Chưa có tử số nên không tính được tỷ lệ."
    if _finite(mau_so) is None:
        return "Chưa có mẫu số nên không tính được tỷ lệ."
    if mau_so == 0:
        return "Mẫu số bằng 0 nên không tính được tỷ lệ."
    if min(tu_so or 0, mau_so or 0) < 0:
        return "Tử số và mẫu số không được âm."
    return ""


def aggregate(values: Sequence[GiaTriKy | Decimal | None], cach: CachCongDon) -> Decimal | None:
    """Make one figure of the periods, oldest first; None where no period gives a figure.

    Missing figures are left out, never counted as zero. "Không phát sinh" adds 0 to a sum
    and is left out elsewhere. A ratio is the sum of numerators over the sum of denominators,
    in percent: percentages themselves are never added or averaged by ``TY_LE``.

    >>> aggregate([Decimal(2), None, Decimal(3)], CachCongDon.CONG_DON)
    Decimal('5')
    >>> cac_ky = [GiaTriKy(tu_so=Decimal(1), mau_so=Decimal(1)),
    ...           GiaTriKy(tu_so=Decimal(0), mau_so=Decimal(3))]
    >>> aggregate(cac_ky, CachCongDon.TY_LE)
    Decimal('25')
    """
    cac_ky = [ky if isinstance(ky, GiaTriKy) else GiaTriKy(ky) for ky in values]
    if cach is CachCongDon.TY_LE:
        return _aggregate_ratio(cac_ky)
    known = [(ky.so_thang, f) for ky in cac_ky if (f := _finite(ky.gia_tri)) is not None]
    if cach is CachCongDon.CONG_DON and any(ky.khong_phat_sinh for ky in cac_ky):
        known.append((1, Decimal(0)))
    if not known:
        return None
    if cach is CachCongDon.CUOI_KY:
        return known[-1][1]
    if cach is CachCongDon.CONG_DON:
        return sum((figure for _, figure in known), Decimal(0))
    return sum((n * figure for n, figure in known), Decimal(0)) / sum(n for n, _ in known)


def _aggregate_ratio(cac_ky: Sequence[GiaTriKy]) -> Decimal | None:
    """Divide the sums of the periods that have both numerator and denominator."""
    pairs = [
        (tu_so, mau_so)
        for ky in cac_ky
        if (tu_so := _finite(ky.tu_so)) is not None and (mau_so := _finite(ky.mau_so)) is not None
    ]
    if not pairs:
        return None
    return compute_ty_le(
        sum((tu_so for tu_so, _ in pairs), Decimal(0)),
        sum((mau_so for _, mau_so in pairs), Decimal(0)),
    )


def _finite(value: Decimal | None) -> Decimal | None:
    """Give the figure, or None where it is missing, infinite or not a number."""
    return value if value is not None and value.is_finite() else None


def path_level(mucs: Mapping[int, MucDocDuoc], on: date) -> Decimal | None:
    """Compute the level the path (lộ trình) asks for on a day.

    Each year's level holds on 31 December; between two milestones the path is a straight
    line, after the last it stays level. None before the first milestone, and between levels
    of different scope or unit (5G 100%, then 6G 50%), where a line would mean nothing. A
    baseline takes part as the level of its year.

    >>> from chitieu.muc_chi_tieu import parse_muc
    >>> mucs = {2026: parse_muc("≥ 60%"), 2030: parse_muc("100%")}
    >>> path_level(mucs, date(2028, 12, 31)), path_level(mucs, date(2026, 10, 20))
    (Decimal('80.01368925393566050650239562'), None)
    """
    milestones = _milestones(mucs)
    before = [(year, muc, level) for year, muc, level in milestones if on >= _last_day(year)]
    after = [(year, muc, level) for year, muc, level in milestones if on < _last_day(year)]
    if not before:
        return None
    start_year, start, low = before[-1]
    if not after or on == _last_day(start_year):
        return low
    end_year, end, high = after[0]
    if not _same_measure(start, end):
        return None
    gone = (on - _last_day(start_year)).days
    whole = (_last_day(end_year) - _last_day(start_year)).days
    return low + (high - low) * gone / whole


def required_pace(
    current: Decimal | None,
    on: date,
    mucs: Mapping[int, MucDocDuoc],
    *,
    chieu_huong: ChieuHuong | None = None,
) -> NhipCanDat | None:
    """Compute the pace to the next milestone; its last day and today count as working days.

    None without a figure or when every milestone has passed. Without ``chieu_huong`` the
    level says which way is better.

    >>> from chitieu.muc_chi_tieu import parse_muc
    >>> nhip = required_pace(Decimal(50), date(2027, 1, 1), {2027: parse_muc("≥ 60%")})
    >>> nhip.nam, nhip.con_thieu, nhip.moi_nam
    (2027, Decimal('10'), Decimal('10'))
    """
    ahead = [milestone for milestone in _milestones(mucs) if on <= _last_day(milestone[0])]
    current = _finite(current)
    if current is None or not ahead:
        return None
    year, muc, level = ahead[0]
    falls = (chieu_huong or infer_chieu_huong(muc)) is ChieuHuong.GIAM
    missing = max(current - level if falls else level - current, Decimal(0))
    days = (_last_day(year) - on).days + 1
    return NhipCanDat(year, level, missing, missing * 365 / days)


def _milestones(mucs: Mapping[int, MucDocDuoc]) -> list[tuple[int, MucDocDuoc, Decimal]]:
    """List the milestones that have a number, by year."""
    return [
        (year, muc, muc.gia_tri) for year, muc in sorted(mucs.items()) if muc.gia_tri is not None
    ]


def _last_day(year: int) -> date:
    """Give the last open day of a milestone year."""
    return date(year, 12, 31)


def _same_measure(start: MucDocDuoc, end: MucDocDuoc) -> bool:
    """Tell whether two levels speak of the same thing; a missing unit fits any."""
    units = {start.don_vi_tinh, end.don_vi_tinh} - {None}
    return start.pham_vi == end.pham_vi and len(units) <= 1
