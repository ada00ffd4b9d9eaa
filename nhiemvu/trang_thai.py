"""The state (trạng thái) of a task, or of one unit's obligation, on a given day.

Pure. This is the only place that says what is late: lists, dashboards, mails and reports ask here.
The two rows and two columns of the Government's task tracking are đã / chưa hoàn thành and
trong hạn / quá hạn; whether it is late is computed, never typed. The last day of a deadline counts
as in time.

>>> derive_state(loai_han=LoaiHan.QUY, tu=date(2026, 4, 1), den=date(2026, 6, 30), phan_tram=40,
...              ngay_hoan_thanh=None, tam_dung=False, on=date(2026, 7, 1)).label
'đang thực hiện quá hạn'
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from donvi.lua_chon import LuaChon
from nhiemvu.loai_han import LoaiHan

SO_NGAY_BAO_TRUOC = 7  # days before the deadline in which "sắp đến hạn" shows


class TrangThai(LuaChon):
    """States of a task; each belongs to exactly one of the groups đã and chưa hoàn thành."""

    HOAN_THANH_DUNG_HAN = "hoan_thanh_dung_han", "hoàn thành đúng hạn"
    HOAN_THANH_QUA_HAN = "hoan_thanh_qua_han", "hoàn thành quá hạn"
    DANG_THUC_HIEN_TRONG_HAN = "dang_thuc_hien_trong_han", "đang thực hiện trong hạn"
    DANG_THUC_HIEN_QUA_HAN = "dang_thuc_hien_qua_han", "đang thực hiện quá hạn"
    CHUA_THUC_HIEN = "chua_thuc_hien", "chưa thực hiện"
    CHUA_DEN_HAN_BAT_DAU = "chua_den_han_bat_dau", "chưa đến hạn bắt đầu"
    THUONG_XUYEN = "thuong_xuyen", "thường xuyên"
    KHONG_CO_HAN = "khong_co_han", "không có hạn"
    TAM_DUNG = "tam_dung", "tạm dừng"

    @classmethod
    def da_hoan_thanh(cls) -> frozenset["TrangThai"]:
        """List the states of finished work."""
        return frozenset({cls.HOAN_THANH_DUNG_HAN, cls.HOAN_THANH_QUA_HAN})

    @classmethod
    def chua_hoan_thanh(cls) -> frozenset["TrangThai"]:
        """List the states of unfinished work, paused and undated work included."""
        return frozenset(cls) - cls.da_hoan_thanh()

    @classmethod
    def qua_han(cls) -> frozenset["TrangThai"]:
        """List the states of work that is overdue now: unfinished after its last day."""
        return frozenset({cls.DANG_THUC_HIEN_QUA_HAN})

    @property
    def is_done(self) -> bool:
        """Tell whether the work is finished, in time or late."""
        return self in TrangThai.da_hoan_thanh()

    @property
    def is_overdue(self) -> bool:
        """Tell whether the work is overdue now (finished late is not)."""
        return self in TrangThai.qua_han()


def derive_state(
    *,
    loai_han: LoaiHan,
    tu: date | None,
    den: date | None,
    phan_tram: int | None,
    ngay_hoan_thanh: date | None,
    tam_dung: bool,
    on: date,
) -> TrangThai:
    """Give the state on day `on`; defined for every input, never raises.

    Finished means a completion date not after `on`: 100 percent without that date is still work in
    hand, and a past day can be asked about. Finished work without a deadline counts as in time.
    Recurring work and work without `den` can't be overdue. `den` is the last allowed day.

    >>> derive_state(loai_han=LoaiHan.THUONG_XUYEN, tu=None, den=None, phan_tram=None,
    ...              ngay_hoan_thanh=None, tam_dung=False, on=date(2026, 7, 1)).label
    'thường xuyên'
    """
    lap_lai = loai_han in (LoaiHan.THUONG_XUYEN, LoaiHan.DINH_KY)
    han_cuoi = None if lap_lai else den
    if ngay_hoan_thanh and ngay_hoan_thanh <= on:
        muon = han_cuoi is not None and ngay_hoan_thanh > han_cuoi
        return TrangThai.HOAN_THANH_QUA_HAN if muon else TrangThai.HOAN_THANH_DUNG_HAN
    if tam_dung:
        return TrangThai.TAM_DUNG
    if lap_lai:
        return TrangThai.THUONG_XUYEN
    return _derive_unfinished(tu=tu, den=han_cuoi, da_lam=bool(phan_tram), on=on)


def _derive_unfinished(*, tu: date | None, den: date | None, da_lam: bool, on: date) -> TrangThai:
    """Give the state of work neither finished, paused nor recurring; `da_lam`: it has begun."""
    if den and on > den:
        return TrangThai.DANG_THUC_HIEN_QUA_HAN
    if not den and not tu:
        return TrangThai.KHONG_CO_HAN
    if da_lam:
        return TrangThai.DANG_THUC_HIEN_TRONG_HAN
    if tu and on < tu:
        return TrangThai.CHUA_DEN_HAN_BAT_DAU
    return TrangThai.CHUA_THUC_HIEN


def sap_den_han(
    on: date,
    den: date | None,
    *,
    days: int = SO_NGAY_BAO_TRUOC,
    trang_thai: TrangThai | None = None,
) -> bool:
    """Tell whether the last day is `on` or at most `days` days ahead; never for finished work.

    Pass `trang_thai` wherever it is known: finished, paused and recurring work isn't "sắp đến hạn".

    >>> [sap_den_han(date(2026, 6, n), date(2026, 6, 30)) for n in (22, 23, 30)]
    [False, True, True]
    """
    if den is None or trang_thai in _KHONG_NHAC:
        return False
    return 0 <= (den - on).days <= days


_KHONG_NHAC = TrangThai.da_hoan_thanh() | {TrangThai.TAM_DUNG, TrangThai.THUONG_XUYEN}


def days_late(
    trang_thai: TrangThai, *, den: date | None, ngay_hoan_thanh: date | None, on: date
) -> int:
    """Count days past the last day, until completion if finished late, else until `on`; else 0."""
    if den is None:
        return 0
    if trang_thai is TrangThai.HOAN_THANH_QUA_HAN and ngay_hoan_thanh:
        return (ngay_hoan_thanh - den).days
    return (on - den).days if trang_thai.is_overdue else 0


@dataclass(frozen=True, slots=True)
class TongHopTrangThai:
    """A task seen through its units: how many are done, of how many, and the task's own state."""

    so_hoan_thanh: int
    tong_so: int
    trang_thai: TrangThai


# An unfinished task is in the first of these states that one of its units is in.
_UU_TIEN = (
    TrangThai.DANG_THUC_HIEN_QUA_HAN,
    TrangThai.DANG_THUC_HIEN_TRONG_HAN,
    TrangThai.CHUA_THUC_HIEN,
    TrangThai.CHUA_DEN_HAN_BAT_DAU,
    TrangThai.THUONG_XUYEN,
    TrangThai.KHONG_CO_HAN,
    TrangThai.TAM_DUNG,
)
_CHUA_BAT_DAU = frozenset({TrangThai.CHUA_THUC_HIEN, TrangThai.CHUA_DEN_HAN_BAT_DAU})


def aggregate(cac_trang_thai: Iterable[TrangThai]) -> TongHopTrangThai:
    """Give the state of a task whose N units must all act ("đã làm 7/12").

    Done when every unit is done (late if one was late); overdue as soon as one unit is; under way
    once one unit has begun. A task without any unit comes back as 0/0, chưa thực hiện: derive its
    state from the task itself.

    >>> aggregate([TrangThai.HOAN_THANH_DUNG_HAN, TrangThai.CHUA_THUC_HIEN])
    ... # doctest: +ELLIPSIS
    TongHopTrangThai(so_hoan_thanh=1, tong_so=2, trang_thai=<TrangThai.DANG_THUC_HIEN_TRONG_HAN...
    """
    tat_ca = list(cac_trang_thai)
    so_xong = sum(trang_thai.is_done for trang_thai in tat_ca)
    return TongHopTrangThai(so_xong, len(tat_ca), _combine(frozenset(tat_ca)))


def _combine(khac_nhau: frozenset[TrangThai]) -> TrangThai:
    """Give the state of a task from the different states of its units."""
    if not khac_nhau:
        return TrangThai.CHUA_THUC_HIEN
    if khac_nhau <= TrangThai.da_hoan_thanh():
        muon = TrangThai.HOAN_THANH_QUA_HAN in khac_nhau
        return TrangThai.HOAN_THANH_QUA_HAN if muon else TrangThai.HOAN_THANH_DUNG_HAN
    dau_tien = next(trang_thai for trang_thai in _UU_TIEN if trang_thai in khac_nhau)
    if dau_tien in _CHUA_BAT_DAU and khac_nhau & TrangThai.da_hoan_thanh():
        return TrangThai.DANG_THUC_HIEN_TRONG_HAN
    return dau_tien


@dataclass(frozen=True, slots=True)
class MaTranTrangThai:
    """The 2 x 2 official matrix: numbers of tasks; undated and paused work counts as in time."""

    hoan_thanh_dung_han: int
    hoan_thanh_qua_han: int
    chua_hoan_thanh_trong_han: int
    chua_hoan_thanh_qua_han: int

    @property
    def da_hoan_thanh(self) -> int:
        """Count finished tasks."""
        return self.hoan_thanh_dung_han + self.hoan_thanh_qua_han

    @property
    def chua_hoan_thanh(self) -> int:
        """Count unfinished tasks."""
        return self.chua_hoan_thanh_trong_han + self.chua_hoan_thanh_qua_han

    @property
    def tong_so(self) -> int:
        """Count all tasks."""
        return self.da_hoan_thanh + self.chua_hoan_thanh


def count_matrix(cac_trang_thai: Iterable[TrangThai]) -> MaTranTrangThai:
    """Count states into the official matrix; every state falls into exactly one cell.

    >>> count_matrix([TrangThai.TAM_DUNG, TrangThai.HOAN_THANH_QUA_HAN]).chua_hoan_thanh_trong_han
    1
    """
    tat_ca = list(cac_trang_thai)
    so_xong = sum(trang_thai.is_done for trang_thai in tat_ca)
    so_qua_han = sum(trang_thai.is_overdue for trang_thai in tat_ca)
    xong_muon = tat_ca.count(TrangThai.HOAN_THANH_QUA_HAN)
    return MaTranTrangThai(
        hoan_thanh_dung_han=so_xong - xong_muon,
        hoan_thanh_qua_han=xong_muon,
        chua_hoan_thanh_trong_han=len(tat_ca) - so_xong - so_qua_han,
        chua_hoan_thanh_qua_han=so_qua_han,
    )
