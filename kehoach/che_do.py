"""Services of the reporting regime: the rules of a plan, its reminders, the commune's days off.

What hangs on the calendar but stands in an app above (the open forms) follows in the same
transaction: such an app names its follower once, with ``follow_calendar``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import get_current_timezone

from donvi.ghi_chep import delete_recorded, log_act, save_recorded
from donvi.models import NguoiDung, Xa
from donvi.tieng_viet import format_ngay
from kehoach.ky_bao_cao import LoaiKy
from kehoach.models import KeHoach, NgayNghiRieng, QuyDinhBaoCao
from kehoach.ngay_nghi import is_working_day
from kehoach.policies import may_keep_days, may_manage
from kehoach.quy_dinh import digest_of
from kehoach.soat_quy_dinh import find_fault

LY_DO_TOI_DA = 2000  # characters of a reason
SO_NGAY_MOT_LAN = 31  # days added at once


class CheDoError(Exception):
    """A refusal of this module; str() is a sentence for the user, ``field`` the box it is about."""

    field = ""


class CheDoKhongDuocPhep(CheDoError):
    """The person may not manage the plan; the reason says who may."""


class ThieuLyDo(CheDoError):
    """A change of the regime needs a reason."""

    field = "ly_do"

    def __init__(self) -> None:
        super().__init__("Hãy ghi lý do thay đổi để các đơn vị biết vì sao hạn báo cáo đổi.")


class CheDoDaThayDoi(CheDoError):
    """Somebody else saved the rules since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Quy định báo cáo vừa được người khác lưu. Nội dung bạn nhập còn nguyên bên dưới; hãy "
            "so với lịch đang áp dụng rồi bấm lưu lần nữa."
        )


class QuyDinhSai(CheDoError):
    """The rules contradict themselves; ``loai`` says in which kind of report."""

    def __init__(self, loai: LoaiKy, sentence: str) -> None:
        self.loai = loai
        super().__init__(sentence)


class NgayNghiKhongHopLe(CheDoError):
    """The day is what it would be anyway, stands in the list already, or ends before it begins."""

    def __init__(self, sentence: str, field: str = "ngay_nghi") -> None:
        self.field = field
        super().__init__(sentence)


@dataclass(frozen=True)
class DaThem:
    """Days added, those left out because nothing would change, and open forms moved."""

    so_ngay: int
    bo_qua: int
    so_phieu: int


@dataclass(frozen=True)
class ThayDoiLich:
    """A change of the calendar of plans, for those who follow it."""

    cac_ke_hoach: Sequence[KeHoach]
    ly_do: str
    by: NguoiDung
    at: datetime


@dataclass(frozen=True)
class CheDoNhap:
    """What a person typed: the rules wanted (fields by kind; a kind left out is off), reminders."""

    quy_dinh: Mapping[LoaiKy, Mapping[str, Any]]
    nhac_truoc_ngay: str
    nhac_lai_sau_ngay: int
    ly_do: str
    phien_ban: str


NguoiTheo = Callable[[ThayDoiLich], int]
_cac_nguoi_theo: list[NguoiTheo] = []


def follow_calendar(follower: NguoiTheo) -> None:
    """Register what follows a changed calendar; it says how many rows it moved."""
    if follower not in _cac_nguoi_theo:
        _cac_nguoi_theo.append(follower)


@transaction.atomic
def save_regime(*, ke_hoach: KeHoach, nhap: CheDoNhap, by: NguoiDung, at: datetime) -> int:
    """Save the rules and reminders of a plan as typed; say how many open forms got a new last day.

    Kinds left out are turned off; periods opened already keep their forms. Nothing is written when
    nothing changes. A kind turned on asks for no form whose last day has passed.

    :raises CheDoKhongDuocPhep: not the focal officer of the plan.
    :raises ThieuLyDo: something changes and no reason is given.
    :raises CheDoDaThayDoi: the rules are no longer those of ``phien_ban``.
    :raises QuyDinhSai: a rule contradicts itself.
    :raises ValidationError: a value breaks a rule of the model.
    """
    locked = _locked(ke_hoach, by)
    rules = {LoaiKy(row.loai_ky): row for row in locked.cac_quy_dinh_bao_cao.order_by("pk")}
    if digest_of(locked, rules.values()) != nhap.phien_ban:
        raise CheDoDaThayDoi
    before = _words(locked, rules.values())
    today = at.astimezone(get_current_timezone()).date()
    changed, gone = _settle(locked, rules, nhap, today)
    reminders = _set(
        locked,
        {"nhac_truoc_ngay": nhap.nhac_truoc_ngay, "nhac_lai_sau_ngay": nhap.nhac_lai_sau_ngay},
    )
    if not (changed or gone or reminders):
        return 0
    ly_do = _reason(nhap.ly_do)
    for row in changed:
        save_recorded(row, by=by, reason=ly_do)
    for row in gone:
        delete_recorded(row, by=by, reason=ly_do)
    if reminders:
        save_recorded(locked, by=by, reason=ly_do)
    after = _words(locked, locked.cac_quy_dinh_bao_cao.order_by("pk"))
    log_act(
        by=by, at=at, xa=locked.xa, hanh_dong="sửa chế độ báo cáo", doi_tuong=locked,
        mo_ta=f"Sửa chế độ báo cáo của kế hoạch {locked.ma}.",
        gia_tri_cu=before, gia_tri_moi=after, ly_do=ly_do,
    )  # fmt: skip
    return _tell_followers(ThayDoiLich([locked], ly_do, by, at))


def _settle(
    plan: KeHoach, rules: Mapping[LoaiKy, QuyDinhBaoCao], nhap: CheDoNhap, today: date
) -> tuple[list[QuyDinhBaoCao], list[QuyDinhBaoCao]]:
    """Put what was typed into the rows (unsaved): those that change, and those turned off."""
    changed = []
    for loai, values in nhap.quy_dinh.items():
        row = rules.get(loai) or QuyDinhBaoCao(ke_hoach=plan, loai_ky=loai.value)
        if _set(row, values) or row.pk is None:
            if row.pk is None and row.ap_dung_tu_ngay is None:
                row.ap_dung_tu_ngay = today
            fault = find_fault(row, plan)
            if fault:
                raise QuyDinhSai(loai, fault)
            changed.append(row)
    return changed, [row for loai, row in rules.items() if loai not in nhap.quy_dinh]


def _set(row: Any, values: Mapping[str, Any]) -> bool:
    changed = any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    return changed


def _words(plan: KeHoach, rules: Iterable[QuyDinhBaoCao]) -> dict[str, Any]:
    """Say the regime in a few words, for the act log."""
    said = {
        row.get_loai_ky_display(): f"{row.cach_chot_so_lieu}; {row.cach_tinh_han}" for row in rules
    }
    ladder = f"trước {plan.nhac_truoc_ngay or '–'} ngày; lại sau {plan.nhac_lai_sau_ngay} ngày"
    return {**said, "nhắc hạn": ladder}


@transaction.atomic
def add_days(
    *,
    xa: Xa,
    tu_ngay: date,
    den_ngay: date | None = None,
    la_lam_bu: bool,
    mo_ta: str,
    by: NguoiDung,
    at: datetime,
) -> DaThem:
    """Add days off, or make-up days, of a commune, the last one included (none: one day).

    Of several days those are left out that are off (or worked) anyway or in the list already. Open
    forms follow once, after the last day.

    :raises CheDoKhongDuocPhep: the person compiles nothing in the commune.
    :raises NgayNghiKhongHopLe: no day is left, or the one day is refused; the sentence says why.
    """
    _lock_commune(xa, by)
    wanted = _range(tu_ngay, den_ngay or tu_ngay)
    refused = {day: _refusal(xa, day, la_lam_bu=la_lam_bu) for day in wanted}
    days = [day for day, sentence in refused.items() if not sentence]
    if not days:
        raise NgayNghiKhongHopLe(
            refused[tu_ngay]
            if len(wanted) == 1
            else "Mọi ngày trong khoảng này đã có trong danh sách hoặc vốn đã đúng như vậy theo "
            "lịch chung; không cần ghi thêm."
        )
    for ngay in days:
        day = NgayNghiRieng(xa=xa, ngay_nghi=ngay, la_lam_bu=la_lam_bu, mo_ta=mo_ta)
        words = f"Thêm {day.loai_ngay} {format_ngay(ngay)}: {mo_ta}"
        save_recorded(day, by=by, reason=words)
        log_act(
            by=by, at=at, xa=xa, hanh_dong=f"thêm {day.loai_ngay}", doi_tuong=day,
            mo_ta=f"{words}.", gia_tri_moi={"ngay": ngay.isoformat()},
        )  # fmt: skip
    until = f" đến {format_ngay(days[-1])}" if len(days) > 1 else ""
    ly_do = f"Thêm {day.loai_ngay} {format_ngay(days[0])}{until}: {mo_ta}"
    moved = _days_changed(xa, ly_do, by, at)
    return DaThem(len(days), len(wanted) - len(days), moved)


def _range(tu_ngay: date, den_ngay: date) -> list[date]:
    count = (den_ngay - tu_ngay).days + 1
    if count < 1:
        raise NgayNghiKhongHopLe(
            f"Đến ngày {format_ngay(den_ngay)} phải từ ngày đầu, {format_ngay(tu_ngay)}, trở đi.",
            field="den_ngay",
        )
    if count > SO_NGAY_MOT_LAN:
        raise NgayNghiKhongHopLe(
            f"Khoảng ngày dài {count} ngày; mỗi lần ghi tối đa {SO_NGAY_MOT_LAN} ngày.",
            field="den_ngay",
        )
    return [tu_ngay + timedelta(days=n) for n in range(count)]


@transaction.atomic
def remove_day(*, xa: Xa, pk: int, by: NguoiDung, at: datetime) -> int:
    """Take a day out of the commune's list; say how many open forms it moves.

    :raises CheDoKhongDuocPhep: the person compiles nothing in the commune.
    :raises NgayNghiKhongHopLe: somebody took it out already.
    """
    _lock_commune(xa, by)
    day = NgayNghiRieng.objects.filter(xa=xa, pk=pk).first()
    if day is None:
        raise NgayNghiKhongHopLe("Ngày này không còn trong danh sách của xã; có thể đã được gỡ.")
    ly_do = f"Gỡ {day.loai_ngay} {day}"
    log_act(
        by=by, at=at, xa=xa, hanh_dong=f"gỡ {day.loai_ngay}", doi_tuong=day, mo_ta=f"{ly_do}.",
        gia_tri_cu={"ngay": day.ngay_nghi.isoformat()},
    )  # fmt: skip
    delete_recorded(day, by=by, reason=ly_do)
    return _days_changed(xa, ly_do, by, at)


def _lock_commune(xa: Xa, by: NguoiDung) -> None:
    Xa.objects.select_for_update().get(pk=xa.pk)
    decision = may_keep_days(by, xa)
    if not decision:
        raise CheDoKhongDuocPhep(decision.reason)


def _refusal(xa: Xa, ngay: date, *, la_lam_bu: bool) -> str:
    """Say why a day can't be added; "" if it can (1 query)."""
    day = format_ngay(ngay)
    if NgayNghiRieng.objects.filter(xa=xa, ngay_nghi=ngay).exists():
        return f"Ngày {day} đã có trong danh sách của xã; nếu ghi sai hãy gỡ rồi ghi lại."
    if la_lam_bu and is_working_day(ngay):
        return (
            f"Ngày {day} vốn là ngày làm việc; ngày làm bù phải là thứ Bảy, Chủ nhật hoặc ngày lễ."
        )
    if not la_lam_bu and not is_working_day(ngay):
        return f"Ngày {day} vốn là ngày nghỉ cuối tuần hoặc ngày lễ; không cần ghi thêm."
    return ""


def follow_corrections(
    *, cac_ke_hoach: Sequence[KeHoach], ly_do: str, by: NguoiDung, at: datetime
) -> int:
    """Let open forms follow rules or days that were written elsewhere (the admin site, a sheet).

    Says how many forms were moved; to be called in the transaction that wrote them.
    """
    return _tell_followers(ThayDoiLich(list(cac_ke_hoach), ly_do, by, at))


def _days_changed(xa: Xa, ly_do: str, by: NguoiDung, at: datetime) -> int:
    plans = KeHoach.objects.filter(xa=xa).select_related("xa", "don_vi_dau_moi").order_by("pk")
    return _tell_followers(ThayDoiLich(list(plans), ly_do, by, at))


def _locked(ke_hoach: KeHoach, by: NguoiDung) -> KeHoach:
    plans = KeHoach.objects.select_for_update(of=("self",)).select_related("xa", "don_vi_dau_moi")
    locked = plans.get(pk=ke_hoach.pk)
    decision = may_manage(by, locked)
    if not decision:
        raise CheDoKhongDuocPhep(decision.reason)
    return locked


def _reason(ly_do: str) -> str:
    text = ly_do.replace("\x00", "").strip()
    if not text or len(text) > LY_DO_TOI_DA:
        raise ThieuLyDo
    return text


def _tell_followers(change: ThayDoiLich) -> int:
    return sum(follower(change) for follower in _cac_nguoi_theo)
