"""The matrix (bảng theo dõi): units x periods, what each form's state is, and the rates.

Every unit that owes a form is a row, also those that wrote nothing; late and overdue come from
``PhieuBaoCao`` alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from baocao.mo_ky import units_owing
from baocao.models import KyKemTheo, PhieuBaoCao
from baocao.trang_thai import TrangThaiPhieu
from donvi.lua_chon import LuaChon
from donvi.models import DonVi
from kehoach.ky_bao_cao import KyBaoCao, LichBaoCao, LoaiKy, parse_ky
from kehoach.ky_chung import share_forms
from kehoach.lich import all_periods
from kehoach.models import KeHoach


class TrangThaiO(LuaChon):
    """State of one cell of the matrix."""

    CHUA_DEN_KY = "chua_den_ky", "chưa mở"
    KHONG_PHAI = "khong_co", "không phải báo cáo"
    CHUA_BAO_CAO = "chua_bao_cao", "chưa báo cáo"
    DANG_NHAP = "dang_nhap", "đang nhập"
    QUA_HAN = "qua_han", "quá hạn"
    DA_GUI = "da_gui", "đã gửi"
    GUI_MUON = "nop_cham", "đã gửi muộn"
    TRA_LAI = "tra_lai", "trả lại"
    DA_TIEP_NHAN = "da_tiep_nhan", "đã tiếp nhận"
    DA_DONG = "da_dong", "đã đóng"


_UNSENT = {
    TrangThaiPhieu.CHUA_BAO_CAO: TrangThaiO.CHUA_BAO_CAO,
    TrangThaiPhieu.DANG_NHAP: TrangThaiO.DANG_NHAP,
    TrangThaiPhieu.DA_DONG: TrangThaiO.DA_DONG,
}


@dataclass(frozen=True)
class OMaTran:
    """One cell; ``phu`` adds in words what the state alone hides."""

    trang_thai: TrangThaiO
    phieu: PhieuBaoCao | None = None
    phu: str = ""


@dataclass(frozen=True)
class TyLe:
    """How many of how many, and in percent; nothing of nothing has no percentage."""

    dat: int
    tong_so: int

    @property
    def phan_tram(self) -> int | None:
        """Give whole percent, rounded down so that only all of them is 100."""
        return self.dat * 100 // self.tong_so if self.tong_so else None

    @property
    def chu(self) -> str:
        """Write it as "7/9"."""
        return f"{self.dat}/{self.tong_so}"


@dataclass(frozen=True)
class DongMaTran:
    """One unit: its cells in the order of the columns, how complete and how punctual it is."""

    don_vi: DonVi
    cac_o: tuple[OMaTran, ...]
    day_du: TyLe
    dung_han: TyLe

    @property
    def is_late(self) -> bool:
        """Tell whether some form of the row is past its last day and not sent, or returned."""
        overdue = (TrangThaiO.QUA_HAN, TrangThaiO.TRA_LAI)
        return any(cell.trang_thai in overdue and cell.phu for cell in self.cac_o)


@dataclass(frozen=True)
class CotMaTran:
    """One period: its last day for units, and how many units reported of those that owe it.

    ``is_current``: the latest period that is open, which the table scrolls to.
    """

    ky: KyBaoCao
    han_nop: date
    da_gui: TyLe
    is_current: bool

    @property
    def ten(self) -> str:
        """Name the period without its year where the name can do without: "tháng 10"."""
        return short_name(self.ky)


@dataclass(frozen=True)
class MaTran:
    """The whole table, with the rates over all units."""

    cac_cot: tuple[CotMaTran, ...]
    cac_dong: tuple[DongMaTran, ...]
    day_du: TyLe
    dung_han: TyLe


def short_name(ky: KyBaoCao) -> str:
    """Name the period without its year where the name can do without: "tháng 10"."""
    return ky.label.removesuffix(f" năm {ky.nam}")


def cell_of(phieu: PhieuBaoCao, on: date) -> OMaTran:
    """Give the cell of a form as it stands on the day ``on``; no query."""
    state = TrangThaiPhieu(phieu.trang_thai)
    if state == TrangThaiPhieu.TRA_LAI:
        return OMaTran(TrangThaiO.TRA_LAI, phieu, "quá hạn" if phieu.is_overdue(on) else "")
    if phieu.is_overdue(on):
        return OMaTran(TrangThaiO.QUA_HAN, phieu, state.label)
    if state in _UNSENT:
        return OMaTran(_UNSENT[state], phieu)
    if state == TrangThaiPhieu.DA_TIEP_NHAN:
        return OMaTran(TrangThaiO.DA_TIEP_NHAN, phieu, "gửi muộn" if phieu.is_late() else "")
    return OMaTran(TrangThaiO.GUI_MUON if phieu.is_late() else TrangThaiO.DA_GUI, phieu)


def load_matrix(ke_hoach: KeHoach, *, nam: int, loai_ky: LoaiKy | None, on: date) -> MaTran:
    """Read the matrix of a year, of one kind of period or of all; five queries.

    Completeness: forms sent of those due (last day passed) or already sent. Punctuality: sent by
    their last day, of the same. Forms not yet due count in neither; a form
    that serves several periods counts once.
    """
    forms = list(
        ke_hoach.cac_phieu.select_related("don_vi")
        .prefetch_related("cac_ky_kem")
        .order_by("han_nop", "pk")
    )
    served = [
        (period, row)
        for row in forms
        for period in (row.period, *(longer.period for longer in row.cac_ky_kem.all()))
        if period.nam == nam and loai_ky in (None, period.loai)
    ]
    periods = _columns(ke_hoach, served, nam, loai_ky)
    units = _rows(ke_hoach, served, on)
    cells = _cells(served, on)
    lines = [_line(unit, periods, cells, on) for unit in units]
    shown = {row.pk: row for _, row in served}.values()
    return MaTran(
        cac_cot=tuple(_column(column, served, _current(periods, on)) for column in periods),
        cac_dong=tuple(lines),
        day_du=_complete(_due(shown, on)),
        dung_han=_punctual(_due(shown, on)),
    )


PhieuTheoKy = tuple[KyBaoCao, PhieuBaoCao]  # a period, and a form that bears or serves it


def _cells(served: Iterable[PhieuTheoKy], on: date) -> dict[tuple[int, str], OMaTran]:
    """Give each unit's cell of each period; a form of its own stands before a shared one."""
    cells: dict[tuple[int, str], OMaTran] = {}
    for period, row in served:
        key, cell = (row.don_vi_id, str(period)), cell_of(row, on)
        if row.ky_bao_cao == str(period):
            cells[key] = cell
        else:
            cells.setdefault(key, replace(cell, phu=_shared_note(cell, row)))
    return cells


def _shared_note(cell: OMaTran, row: PhieuBaoCao) -> str:
    note = f"chung phiếu {short_name(row.period)}"
    return f"{cell.phu}, {note}" if cell.phu else note


Cot = tuple[KyBaoCao, date, date | None]  # period, last day of the unit, day it opens


def _columns(
    ke_hoach: KeHoach, served: Iterable[PhieuTheoKy], nam: int, loai_ky: LoaiKy | None
) -> list[Cot]:
    """List the periods of the calendar, and those that have forms although no rule names them."""
    wanted: list[LichBaoCao] = [
        lich
        for lich in all_periods(ke_hoach, nam)
        if lich.ky.nam == nam and loai_ky in (None, lich.ky.loai)
    ]
    opened = {str(lich.ky): form.ngay_mo for form in share_forms(wanted) for lich in form.cac_lich}
    columns: dict[str, Cot] = {
        str(lich.ky): (lich.ky, lich.han_don_vi, opened[str(lich.ky)]) for lich in wanted
    }
    for period, row in served:
        columns.setdefault(str(period), (period, row.han_nop, None))
    return sorted(columns.values(), key=lambda column: (column[1], column[0]))


def _rows(ke_hoach: KeHoach, served: Iterable[PhieuTheoKy], on: date) -> list[DonVi]:
    """List the units that owe forms now, and those that had one."""
    units = {unit.pk: unit for unit in units_owing(ke_hoach, on)}
    units |= {row.don_vi_id: row.don_vi for _, row in served if row.don_vi_id not in units}
    return sorted(units.values(), key=lambda unit: (unit.thu_tu, unit.khoa_sap_xep, unit.pk))


def _line(
    unit: DonVi, periods: Sequence[Cot], cells: dict[tuple[int, str], OMaTran], on: date
) -> DongMaTran:
    row = tuple(
        cells.get((unit.pk, str(ky))) or _without_form(opens, on) for ky, _, opens in periods
    )
    due = _due({cell.phieu.pk: cell.phieu for cell in row if cell.phieu}.values(), on)
    return DongMaTran(unit, row, _complete(due), _punctual(due))


def _without_form(opens: date | None, on: date) -> OMaTran:
    waiting = opens is not None and opens > on
    return OMaTran(TrangThaiO.CHUA_DEN_KY if waiting else TrangThaiO.KHONG_PHAI)


def _current(periods: Iterable[Cot], on: date) -> KyBaoCao | None:
    return max((ky for ky, _, opens in periods if opens and opens <= on), default=None)


def _column(column: Cot, served: Iterable[PhieuTheoKy], current: KyBaoCao | None) -> CotMaTran:
    ky, han_nop, _ = column
    own = [row for period, row in served if period == ky and not row.is_closed]
    return CotMaTran(ky, han_nop, _complete(own), is_current=ky == current)


def _due(forms: Iterable[PhieuBaoCao], on: date) -> list[PhieuBaoCao]:
    return [row for row in forms if row.is_sent or row.is_overdue(on)]


def _complete(forms: Sequence[PhieuBaoCao]) -> TyLe:
    return TyLe(sum(row.is_sent for row in forms), len(forms))


def _punctual(forms: Sequence[PhieuBaoCao]) -> TyLe:
    return TyLe(sum(row.is_sent and not row.is_late() for row in forms), len(forms))


def kinds_of(ke_hoach: KeHoach) -> list[LoaiKy]:
    """List the kinds of period the plan asks for or has forms of, in their usual order."""
    ruled = set(ke_hoach.cac_quy_dinh_bao_cao.values_list("loai_ky", flat=True))
    codes = ke_hoach.cac_phieu.values_list("ky_bao_cao", flat=True).distinct()
    longer = KyKemTheo.objects.filter(phieu_bao_cao__ke_hoach=ke_hoach)
    codes = codes.order_by().union(longer.values_list("ky_bao_cao", flat=True).order_by())
    used = {parse_ky(code).loai for code in codes}
    return [kind for kind in LoaiKy if kind in ruled or kind in used]
