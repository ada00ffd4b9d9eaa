"""Deadlines (thời hạn) as plans write them, read into dates; their words are kept for ever.

Pure: no Django, no clock. The end of a deadline is its last allowed day: "đến ngày 20/6" ends on
20 June, "trước ngày 20/6" on 19 June. What can't be read comes back as `LoaiHan.CAN_XEM`.

>>> for chu in ("Quý I - III/ 2026", "trước ngày 20/6/2026", "Năm 2026 và những năm tiếp theo"):
...     han = parse_thoi_han(chu)
...     print(han.loai, han.tu, han.den)
khoang 2026-01-01 2026-09-30
ngay None 2026-06-19
khoang 2026-01-01 None
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from nhiemvu.diem_thoi_gian import DiemThoiGian, normalise
from nhiemvu.loai_han import LoaiHan
from nhiemvu.loi_van_han import MocTho, candidates, is_blank, is_estimate, read_cell

__all__ = ["LoaiHan", "MocThoiHan", "ThoiHan", "parse_thoi_han"]

KHONG_DOC_DUOC = (
    "Chưa đọc được thời hạn; cần ghi ngày (30/9/2026), tháng (tháng 9/2026), quý (quý III/2026), "
    "năm (năm 2026), khoảng (quý I - quý III/2026), “Thường xuyên” hoặc để trống."
)
NHIEU_MOC = "Ô ghi nhiều thời hạn; hạn cuối cùng được dùng để tính quá hạn."
MOC_LAN_LON = "Ô ghi cả thời hạn có ngày và thời hạn không có ngày; phần ghi trước được dùng."
THIEU_NAM = "Thời hạn không ghi năm; được hiểu là năm đầu của kế hoạch."
VAT_NAM = "Khoảng thời gian vắt sang năm khác mà chỉ ghi một năm; cần xem lại hai đầu."
DU_KIEN = "Thời hạn ghi là dự kiến."
THIEU_GOC = "Chưa xác định được ngày bắt đầu tính hạn; cần ghi ngày cụ thể."
NGOAI_KE_HOACH = "Thời hạn nằm ngoài các năm của kế hoạch."


@dataclass(frozen=True, slots=True)
class MocThoiHan:
    """One deadline (mốc) of a cell; `tu`..`den` inclusive, `canh_bao` what to look at in it."""

    loai: LoaiHan
    tu: date | None = None
    den: date | None = None
    canh_bao: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThoiHan:
    """A deadline cell: its original words and what they were read as.

    `tu`..`den` is inclusive; `den` None means it can never be overdue. `mo_ho` says that the
    words allow another reading or none; `canh_bao` tells the user, in sentences, what to look
    at. `cac_moc` lists every deadline found in the cell, in order.
    """

    nguyen_van: str
    loai: LoaiHan
    tu: date | None = None
    den: date | None = None
    mo_ho: bool = False
    canh_bao: tuple[str, ...] = ()
    cac_moc: tuple[MocThoiHan, ...] = ()

    def as_dict(self) -> dict[str, str | None]:
        """Give the HAN object of the command-line interface: words, kind, ISO dates or None.

        >>> parse_thoi_han("Quý II/2026").as_dict()
        {'nguyen_van': 'Quý II/2026', 'loai': 'quy', 'tu': '2026-04-01', 'den': '2026-06-30'}
        """
        return {
            "nguyen_van": self.nguyen_van,
            "loai": self.loai.value,
            "tu": self.tu.isoformat() if self.tu else None,
            "den": self.den.isoformat() if self.den else None,
        }


def parse_thoi_han(
    nguyen_van: str,
    *,
    nam_mac_dinh: int | None = None,
    nam_ket_thuc: int | None = None,
    ngay_ban_hanh: date | None = None,
) -> ThoiHan:
    """Read a deadline cell; never raises.

    `nam_mac_dinh` (first year of the plan) stands in for a missing year; with `nam_ket_thuc` (its
    last year) years outside the plan are flagged, and in a plan of one year a missing year is
    not in doubt. "N ngày kể từ ngày ban hành" gets its dates when `ngay_ban_hanh` is given.

    >>> parse_thoi_han("hoàn thành trong quý II", nam_mac_dinh=2026).den
    datetime.date(2026, 6, 30)
    >>> parse_thoi_han("100 ngày kể từ ngày ban hành", ngay_ban_hanh=date(2026, 1, 5)).den
    datetime.date(2026, 4, 15)
    """
    chu = normalise(nguyen_van)
    if is_blank(chu):
        return ThoiHan(nguyen_van, LoaiHan.KHONG_CO)
    for cach_doc in candidates(chu):
        cac_moc = _resolve(read_cell(cach_doc), nam_mac_dinh, ngay_ban_hanh)
        if cac_moc:
            khong_ngo = {THIEU_NAM} if nam_mac_dinh == nam_ket_thuc else set()
            du_kien = (DU_KIEN,) if is_estimate(chu) else ()
            han = _assemble(nguyen_van, cac_moc, du_kien, khong_ngo)
            return _flag_years(han, nam_mac_dinh, nam_ket_thuc)
    return ThoiHan(nguyen_van, LoaiHan.CAN_XEM, mo_ho=True, canh_bao=(KHONG_DOC_DUOC,))


# --- Raw deadlines -> dates ----------------------------------------------------------------------


def _resolve(
    cac_tho: list[MocTho], nam_mac_dinh: int | None, ngay_ban_hanh: date | None
) -> tuple[MocThoiHan, ...]:
    """Give every raw deadline its dates; empty when one has no year or no place in the calendar."""
    cac_nam = _fill_years([diem.nam for tho in cac_tho for diem in tho.cac_diem], nam_mac_dinh)
    cac_moc: list[MocThoiHan] = []
    for tho in cac_tho:
        cua_no, cac_nam = cac_nam[: len(tho.cac_diem)], cac_nam[len(tho.cac_diem) :]
        try:
            moc = _count(tho, ngay_ban_hanh) if not cua_no else _date(tho, cua_no)
        except (ValueError, OverflowError):  # 31/2, or a year no calendar has
            return ()
        cac_moc.append(moc)
    return tuple(cac_moc)


def _fill_years(cac_nam: list[int | None], mac_dinh: int | None) -> list[tuple[int | None, bool]]:
    """Give a missing year that of the next point, else of the one before, else the default.

    Pairs of (year, whether the words say a year somewhere near).
    """
    ket_qua: list[int | None] = list(cac_nam)
    for i in range(len(ket_qua) - 2, -1, -1):
        ket_qua[i] = ket_qua[i] or ket_qua[i + 1]
    for i in range(1, len(ket_qua)):
        ket_qua[i] = ket_qua[i] or ket_qua[i - 1]
    return [(nam or mac_dinh, nam is not None) for nam in ket_qua]


def _count(tho: MocTho, ngay_ban_hanh: date | None) -> MocThoiHan:
    """Give dates to a deadline counted from the day of issue; others stay without dates.

    The first day isn't counted, and a month without that day ends on its last day (Civil Code
    2015, articles 147 and 148).
    """
    if tho.loai is not LoaiHan.TUONG_DOI:
        return MocThoiHan(tho.loai, canh_bao=tho.canh_bao)
    if not tho.so_ngay or not ngay_ban_hanh:
        return MocThoiHan(tho.loai, canh_bao=(*tho.canh_bao, THIEU_GOC))
    so, don_vi_dem = tho.so_ngay
    if don_vi_dem in _SO_NGAY:
        den = ngay_ban_hanh + timedelta(days=so * _SO_NGAY[don_vi_dem])
    else:
        den = _add_months(ngay_ban_hanh, so * _SO_THANG[don_vi_dem])
    return MocThoiHan(tho.loai, ngay_ban_hanh, den, tho.canh_bao)


_SO_NGAY = {"ngay": 1, "tuan": 7}
_SO_THANG = {"thang": 1, "nam": 12}


def _add_months(ngay: date, so_thang: int) -> date:
    """Go `so_thang` months on, to the same day or the last of the month."""
    nam, thang = divmod(ngay.year * 12 + ngay.month - 1 + so_thang, 12)
    return date(nam, thang + 1, min(ngay.day, monthrange(nam, thang + 1)[1]))


def _date(tho: MocTho, cac_nam: list[tuple[int | None, bool]]) -> MocThoiHan:
    """Give dates to a deadline made of points; raises ValueError when no dates are right."""
    canh_bao = tho.canh_bao
    if not cac_nam[-1][1]:
        canh_bao = (*canh_bao, THIEU_NAM)
    dau, cuoi = tho.cac_diem[0], tho.cac_diem[-1]
    nam_dau, nam_cuoi = cac_nam[0][0], cac_nam[-1][0]
    if nam_dau is None or nam_cuoi is None:
        raise ValueError(THIEU_NAM)
    tu, den = _limits(tho.kieu, dau.span(nam_dau), cuoi.span(nam_cuoi))
    if tu and den and den < tu:
        canh_bao = (*canh_bao, VAT_NAM)
        tu, den = _limits(tho.kieu, *_straddle(dau, nam_dau, cuoi, nam_cuoi))
        if tu and den and den < tu:
            raise ValueError(VAT_NAM)
    bat_dau = None if tho.kieu == "trong" and tho.loai is LoaiHan.NGAY else tu
    return MocThoiHan(tho.loai, bat_dau, den, canh_bao)


def _straddle(
    dau: DiemThoiGian, nam_dau: int, cuoi: DiemThoiGian, nam_cuoi: int
) -> tuple[tuple[date, date], tuple[date, date]]:
    """Move the end whose year isn't written ("tháng 11 - tháng 2/2027") to the year beside."""
    if cuoi.nam is None:
        return dau.span(nam_dau), cuoi.span(nam_cuoi + 1)
    return dau.span(nam_dau - (dau.nam is None)), cuoi.span(nam_cuoi)


def _limits(
    kieu: str, dau: tuple[date, date], cuoi: tuple[date, date]
) -> tuple[date | None, date | None]:
    """Give first and last allowed day, inclusive, for the way the words use the two points."""
    mot_ngay = timedelta(days=1)
    tu = {"trong": dau[0], "tu": dau[0], "khoang": dau[0], "khoang_truoc": dau[0]}.get(kieu)
    if kieu == "sau":
        return dau[1] + mot_ngay, None
    if kieu == "tu":
        return tu, None
    return tu, cuoi[0] - mot_ngay if kieu in ("truoc", "khoang_truoc") else cuoi[1]


# --- Deadlines of one cell -> the cell ------------------------------------------------------------


def _assemble(
    nguyen_van: str, cac_moc: tuple[MocThoiHan, ...], them: tuple[str, ...], khong_ngo: set[str]
) -> ThoiHan:
    """Make one deadline out of all in the cell: dated ones span a range, the first kind rules.

    `them` are doubts about the whole cell, `khong_ngo` those that don't count in this plan.
    """
    co_ngay = [moc for moc in cac_moc if moc.tu or moc.den]
    chinh = co_ngay if cac_moc[0] in co_ngay else [cac_moc[0]]
    cac_tu = [moc.tu for moc in chinh if moc.tu]
    cac_den = [moc.den for moc in chinh if moc.den]
    ngo_vuc = [tin for moc in cac_moc for tin in moc.canh_bao if tin not in khong_ngo]
    if len(chinh) > 1:
        ngo_vuc.append(NHIEU_MOC)
    if co_ngay and len(co_ngay) < len(cac_moc):
        ngo_vuc.append(MOC_LAN_LON)
    canh_bao = tuple(dict.fromkeys((*ngo_vuc, *them)))
    return ThoiHan(
        nguyen_van,
        chinh[0].loai if len(chinh) == 1 else LoaiHan.KHOANG,
        min(cac_tu) if len(cac_tu) == len(chinh) else None,
        max(cac_den) if len(cac_den) == len(chinh) else None,
        bool(canh_bao),
        canh_bao,
        cac_moc,
    )


def _flag_years(han: ThoiHan, nam_dau: int | None, nam_cuoi: int | None) -> ThoiHan:
    """Add a warning when a date lies outside the years of the plan (both must be known)."""
    cac_nam = [ngay.year for ngay in (han.tu, han.den) if ngay]
    if nam_dau is None or nam_cuoi is None or all(nam_dau <= n <= nam_cuoi for n in cac_nam):
        return han
    return replace(han, canh_bao=(*han.canh_bao, NGOAI_KE_HOACH))
