"""The reporting calendar: periods (kỳ báo cáo), cut-offs and deadlines, as data per plan.

Pure. Three things are kept apart: the calendar months a period names, the window of days its
figures cover (cut-off to cut-off, Decree 09/2019 article 12), and the last day a report may be
handed in. All windows are inclusive at both ends; a deadline is the last allowed day.

>>> thang = parse_ky("2026-T10")
>>> thang.label, str(thang.previous())
('tháng 10 năm 2026', '2026-T09')
>>> data_window(thang, DEFAULT_RULES[LoaiKy.THANG])
(datetime.date(2026, 9, 15), datetime.date(2026, 10, 14))
"""

import re
from calendar import monthrange
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import total_ordering
from types import MappingProxyType

from donvi.lua_chon import LuaChon

NAM_DAU, NAM_CUOI = 2000, 2099  # years a period may be in
MOT_NGAY = timedelta(days=1)


class LoaiKy(LuaChon):
    """Kinds of reporting period; the value is what period codes are written with."""

    THANG = "T", "tháng"
    QUY = "Q", "quý"
    SAU_THANG = "6T", "6 tháng"
    CHIN_THANG = "9T", "9 tháng"
    NAM = "N", "năm"
    DOT_XUAT = "DX", "đột xuất"


class DoiNgayNghi(LuaChon):
    """What becomes of a deadline that falls on a day off."""

    KHONG = "khong", "giữ nguyên ngày"
    TRUOC = "truoc", "lùi về ngày làm việc trước"
    SAU = "sau", "chuyển sang ngày làm việc sau"


class KyBaoCaoError(ValueError):
    """A period that can't be; str() is a sentence for the user."""


_SO_KY = {  # how many periods of a kind a year has, and how many months each has
    LoaiKy.THANG: (12, 1),
    LoaiKy.QUY: (4, 3),
    LoaiKy.SAU_THANG: (2, 6),
    LoaiKy.CHIN_THANG: (1, 9),
    LoaiKy.NAM: (1, 12),
}
_TEN_KY = {
    LoaiKy.THANG: "tháng {so} năm {nam}",
    LoaiKy.QUY: "quý {so} năm {nam}",
    LoaiKy.SAU_THANG: "6 tháng {nua} năm {nam}",
    LoaiKy.CHIN_THANG: "9 tháng đầu năm {nam}",
    LoaiKy.NAM: "năm {nam}",
    LoaiKy.DOT_XUAT: "đột xuất lần {so} năm {nam}",
}
_LA_MA = ("I", "II", "III", "IV")
_NUA_NAM = {1: "đầu", 2: "cuối"}
_MA_KY = re.compile(r"([0-9]{4})-(?:(T)(0?[1-9]|1[0-2])|(Q)([1-4])|(DX)([1-9][0-9]{0,3})|(\w+))")
_MA_CO_SO = {"T": LoaiKy.THANG, "Q": LoaiKy.QUY, "DX": LoaiKy.DOT_XUAT}
_MA_KHONG_SO = {
    "6T": (LoaiKy.SAU_THANG, 1),
    "6TC": (LoaiKy.SAU_THANG, 2),
    "9T": (LoaiKy.CHIN_THANG, 1),
    "N": (LoaiKy.NAM, 1),
}


@total_ordering
@dataclass(frozen=True, slots=True)
class KyBaoCao:
    """One reporting period: number `so` of its kind in year `nam`.

    `so` counts from 1: month 1..12, quarter 1..4, half-year 1..2 (2 = "6 tháng cuối năm"), always 1
    for nine months and year, any number for ad hoc reports. Periods sort by their last month, the
    shorter kind first; ad hoc ones stand at the end of their year.

    :raises KyBaoCaoError: when there is no such period.
    """

    loai: LoaiKy
    nam: int
    so: int = 1

    def __post_init__(self) -> None:
        """Refuse a number or year no such period has."""
        so_lon_nhat = _SO_KY[self.loai][0] if self.has_calendar else 9999
        if not (1 <= self.so <= so_lon_nhat and NAM_DAU <= self.nam <= NAM_CUOI):
            raise KyBaoCaoError(
                f"Không có kỳ báo cáo {self.loai.label} số {self.so} năm {self.nam}; "
                f"số của kỳ phải từ 1 đến {so_lon_nhat}, năm từ {NAM_DAU} đến {NAM_CUOI}."
            )

    def __str__(self) -> str:
        if self.loai is LoaiKy.THANG:
            return f"{self.nam}-T{self.so:02d}"
        if self.loai in (LoaiKy.QUY, LoaiKy.DOT_XUAT):
            return f"{self.nam}-{self.loai}{self.so}"
        return f"{self.nam}-{self.loai}{'C' if self.so == 2 else ''}"

    def __lt__(self, other: "KyBaoCao") -> bool:
        return self._sort_key() < other._sort_key()

    def _sort_key(self) -> tuple[int, int, int, int]:
        cuoi = self.last_month if self.has_calendar else 12
        return self.nam, cuoi, list(LoaiKy).index(self.loai), self.so

    @property
    def has_calendar(self) -> bool:
        """Tell whether the period has calendar months (an ad hoc one has only its request)."""
        return self.loai is not LoaiKy.DOT_XUAT

    @property
    def label(self) -> str:
        """Give the name as printed after "báo cáo": "tháng 10 năm 2026", "quý IV năm 2026"."""
        so = _LA_MA[self.so - 1] if self.loai is LoaiKy.QUY else self.so
        return _TEN_KY[self.loai].format(so=so, nua=_NUA_NAM.get(self.so), nam=self.nam)

    @property
    def last_month(self) -> int:
        """Give the period's last calendar month, 1..12; raises KyBaoCaoError for ad hoc ones."""
        self._require_calendar()
        return self.so * _SO_KY[self.loai][1]

    @property
    def first_month(self) -> int:
        """Give the period's first calendar month, 1..12; raises KyBaoCaoError for ad hoc ones."""
        return self.last_month - _SO_KY[self.loai][1] + 1

    @property
    def calendar_window(self) -> tuple[date, date]:
        """Give first and last calendar day, inclusive; raises KyBaoCaoError for ad hoc ones."""
        return date(self.nam, self.first_month, 1), _day(self.nam, self.last_month, 31)

    def previous(self) -> "KyBaoCao":
        """Give the period of the same kind before this one.

        :raises KyBaoCaoError: for ad hoc periods, and before the first year.
        """
        self._require_calendar()
        if self.so > 1:
            return replace(self, so=self.so - 1)
        return KyBaoCao(self.loai, self.nam - 1, _SO_KY[self.loai][0])

    def same_period_last_year(self) -> "KyBaoCao":
        """Give the same period one year earlier ("cùng kỳ").

        :raises KyBaoCaoError: for ad hoc periods, and before the first year.
        """
        self._require_calendar()
        return replace(self, nam=self.nam - 1)

    def contains(self, other: "KyBaoCao") -> bool:
        """Tell whether the other period lies within this one; an ad hoc one only within itself.

        >>> parse_ky("2026-Q2").contains(parse_ky("2026-T06"))
        True
        """
        if not (self.has_calendar and other.has_calendar):
            return self == other
        months = (self.first_month <= other.first_month, other.last_month <= self.last_month)
        return self.nam == other.nam and all(months)

    def _require_calendar(self) -> None:
        if not self.has_calendar:
            raise KyBaoCaoError(
                "Kỳ đột xuất không có lịch cố định; "
                "thời gian lấy số liệu và hạn nộp theo văn bản yêu cầu."
            )


def parse_ky(ma: str) -> KyBaoCao:
    """Read a period code; the inverse of str().

    :raises KyBaoCaoError: when it isn't one.

    >>> [parse_ky(ma).label for ma in ("2026-Q4", "2026-6TC", "2026-DX1")]
    ['quý IV năm 2026', '6 tháng cuối năm 2026', 'đột xuất lần 1 năm 2026']
    """
    khop = _MA_KY.fullmatch(ma.strip())
    phan = [p for p in khop.groups() if p is not None] if khop else []
    if len(phan) == 3:
        return KyBaoCao(_MA_CO_SO[phan[1]], int(phan[0]), int(phan[2]))
    if len(phan) == 2 and phan[1] in _MA_KHONG_SO:
        loai, so = _MA_KHONG_SO[phan[1]]
        return KyBaoCao(loai, int(phan[0]), so)
    raise KyBaoCaoError(
        f"Mã kỳ báo cáo “{ma}” không đúng; cần viết như 2026-T10 (tháng), 2026-Q4 (quý), 2026-6T "
        "(6 tháng đầu năm), 2026-6TC (6 tháng cuối năm), 2026-9T, 2026-N (năm) hoặc 2026-DX1."
    )


# --- Rules ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuyTac:
    """The rule of one kind of report in one plan. Defaults: Decree 09/2019, articles 12 and 13.

    Deadlines are a day of the month that lies `lech_thang_...` months after the period's last month
    (0 = that month, -1 = the one before); a day the month lacks means its last day. `ngay_chot` is
    the last day of figures in the period's last month, 31 for the end of the month.
    `nghiem_ngat...`: "trước ngày", so the last allowed day is the day before; otherwise "đến ngày".
    `mo_truoc_ngay`: the form opens so many days before the unit's last day. `ca_sau_thang_cuoi`:
    a half-year rule also asks for the second half, which the year's report usually stands for.
    `ap_dung_tu`: forms due before that day are not asked for (None: all of the plan's).

    The decree wants at least one working day between cut-off and deadline (18 leaves 15, 16, 17)
    and a term of its own for each level (article 13); the provinces report by the 25th.
    """

    loai: LoaiKy
    ngay_chot: int = 14
    ngay_han_don_vi: int = 18
    lech_thang_don_vi: int = 0
    ngay_han_dau_moi: int = 22
    lech_thang_dau_moi: int = 0
    nghiem_ngat: bool = False
    nghiem_ngat_dau_moi: bool = False
    doi_ngay_nghi: DoiNgayNghi = DoiNgayNghi.KHONG
    mo_truoc_ngay: int = 10
    ca_sau_thang_cuoi: bool = False
    ap_dung_tu: date | None = None


DEFAULT_RULES: Mapping[LoaiKy, QuyTac] = MappingProxyType({loai: QuyTac(loai) for loai in _SO_KY})
WorkingDay = Callable[[date], bool]


def is_weekday(ngay: date) -> bool:
    """Tell whether the day is Monday to Friday."""
    return ngay.weekday() < 5


def working_days(ngay_nghi: Container[date], ngay_lam_bu: Container[date] = ()) -> WorkingDay:
    """Make the test "is this a working day" from days off (lễ, Tết) and swapped-in days (làm bù).

    >>> working_days({date(2026, 9, 2)})(date(2026, 9, 2))
    False
    """
    return lambda ngay: ngay in ngay_lam_bu or (is_weekday(ngay) and ngay not in ngay_nghi)


# --- Days of one period --------------------------------------------------------------------------


def data_window(ky: KyBaoCao, quy_tac: QuyTac) -> tuple[date, date]:
    """Give first and last day the figures cover, both inclusive: cut-off to cut-off.

    :raises KyBaoCaoError: for ad hoc periods.
    """
    nam, thang = _month(ky.nam, ky.first_month - 1)
    tu = _day(nam, thang, quy_tac.ngay_chot) + MOT_NGAY
    return tu, _day(ky.nam, ky.last_month, quy_tac.ngay_chot)


def unit_deadline(ky: KyBaoCao, quy_tac: QuyTac, is_working: WorkingDay = is_weekday) -> date:
    """Give the last day a unit may hand in; raises KyBaoCaoError for ad hoc periods.

    >>> truoc_ngay_20 = QuyTac(LoaiKy.THANG, ngay_han_don_vi=20, nghiem_ngat=True)
    >>> unit_deadline(parse_ky("2026-T10"), truoc_ngay_20)
    datetime.date(2026, 10, 19)
    """
    ngay = _named_day(ky, quy_tac.ngay_han_don_vi, quy_tac.lech_thang_don_vi)
    han = ngay - MOT_NGAY if quy_tac.nghiem_ngat else ngay
    return _shift(han, quy_tac.doi_ngay_nghi, is_working)


def focal_deadline(ky: KyBaoCao, quy_tac: QuyTac, is_working: WorkingDay = is_weekday) -> date:
    """Give the last day the focal unit may send up; raises KyBaoCaoError for ad hoc periods."""
    ngay = _named_day(ky, quy_tac.ngay_han_dau_moi, quy_tac.lech_thang_dau_moi)
    han = ngay - MOT_NGAY if quy_tac.nghiem_ngat_dau_moi else ngay
    return _shift(han, quy_tac.doi_ngay_nghi, is_working)


def opens_on(ky: KyBaoCao, quy_tac: QuyTac, is_working: WorkingDay = is_weekday) -> date:
    """Give the day the form opens: `mo_truoc_ngay` days before the unit's last day."""
    return unit_deadline(ky, quy_tac, is_working) - timedelta(days=quy_tac.mo_truoc_ngay)


def is_late(ky: KyBaoCao, quy_tac: QuyTac, on: date, is_working: WorkingDay = is_weekday) -> bool:
    """Tell whether a form handed in on that day is late; the last day itself is in time."""
    return on > unit_deadline(ky, quy_tac, is_working)


def estimated_window(
    ky: KyBaoCao, quy_tac: QuyTac, is_working: WorkingDay = is_weekday
) -> tuple[date, date] | None:
    """Give the days whose figures can only be estimated ("ước"), inclusive, None if none.

    They run from the day after the cut-off, or after the unit's last day where that comes first,
    to the end of the calendar period.
    """
    biet_den = min(data_window(ky, quy_tac)[1], unit_deadline(ky, quy_tac, is_working))
    cuoi_ky = ky.calendar_window[1]
    return (biet_den + MOT_NGAY, cuoi_ky) if biet_den < cuoi_ky else None


def uoc(ky: KyBaoCao, quy_tac: QuyTac) -> bool:
    """Tell whether figures to the end of the period are estimates ("ước thực hiện")."""
    return estimated_window(ky, quy_tac) is not None


# --- Many periods --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LichBaoCao:
    """All days of one period under one rule; windows inclusive, deadlines the last allowed day."""

    ky: KyBaoCao
    quy_tac: QuyTac
    ngay_mo: date
    han_don_vi: date
    han_dau_moi: date
    so_lieu_tu: date
    so_lieu_den: date


def schedule(ky: KyBaoCao, quy_tac: QuyTac, is_working: WorkingDay = is_weekday) -> LichBaoCao:
    """Work out all days of a period; raises KyBaoCaoError for ad hoc ones."""
    tu, den = data_window(ky, quy_tac)
    return LichBaoCao(
        ky=ky,
        quy_tac=quy_tac,
        ngay_mo=opens_on(ky, quy_tac, is_working),
        han_don_vi=unit_deadline(ky, quy_tac, is_working),
        han_dau_moi=focal_deadline(ky, quy_tac, is_working),
        so_lieu_tu=tu,
        so_lieu_den=den,
    )


def periods_of_year(quy_tac: QuyTac, nam: int) -> list[KyBaoCao]:
    """List the periods of the rule's kind in a year, in order; none for ad hoc reports."""
    so_ky = _SO_KY.get(quy_tac.loai, (0, 0))[0]
    if quy_tac.loai is LoaiKy.SAU_THANG and not quy_tac.ca_sau_thang_cuoi:
        so_ky = 1
    return [KyBaoCao(quy_tac.loai, nam, so) for so in range(1, so_ky + 1)]


def periods_due(
    rules: Iterable[QuyTac], tu: date, den: date, is_working: WorkingDay = is_weekday
) -> list[LichBaoCao]:
    """List the periods whose unit deadline lies in `tu`..`den` (inclusive), the earliest first.

    >>> han = periods_due(DEFAULT_RULES.values(), date(2026, 6, 1), date(2026, 6, 30))
    >>> [str(lich.ky) for lich in han]
    ['2026-T06', '2026-Q2', '2026-6T']
    """
    trong_khoang = [
        lich for lich in _schedules(rules, tu, den, is_working) if tu <= lich.han_don_vi <= den
    ]
    return sorted(trong_khoang, key=lambda lich: (lich.han_don_vi, lich.ky))


def _schedules(
    rules: Iterable[QuyTac], tu: date, den: date, is_working: WorkingDay
) -> Iterator[LichBaoCao]:
    """Work out every period whose days can touch `tu`..`den`: two years more on either side."""
    cac_nam = range(max(NAM_DAU, tu.year - 2), min(NAM_CUOI, den.year + 2) + 1)
    for quy_tac in rules:
        for nam in cac_nam:
            for ky in periods_of_year(quy_tac, nam):
                yield schedule(ky, quy_tac, is_working)


def _month(nam: int, thang: int) -> tuple[int, int]:
    """Carry a month number outside 1..12 into the years beside."""
    them, du = divmod(thang - 1, 12)
    return nam + them, du + 1


def _day(nam: int, thang: int, ngay: int) -> date:
    """Make a date, on the month's last day where the month is shorter."""
    return date(nam, thang, min(ngay, monthrange(nam, thang)[1]))


def _named_day(ky: KyBaoCao, ngay: int, lech_thang: int) -> date:
    """Give the day a deadline names, `lech_thang` months after the period's last month."""
    return _day(*_month(ky.nam, ky.last_month + lech_thang), ngay)


def _shift(ngay: date, doi_ngay_nghi: DoiNgayNghi, is_working: WorkingDay) -> date:
    """Move a day off to the working day before or after, as the plan chose (at most 31 days)."""
    buoc = {DoiNgayNghi.TRUOC: -MOT_NGAY, DoiNgayNghi.SAU: MOT_NGAY}.get(doi_ngay_nghi)
    if buoc is None:
        return ngay
    cac_ngay = (ngay + i * buoc for i in range(32))
    return next((moi for moi in cac_ngay if is_working(moi)), ngay)
