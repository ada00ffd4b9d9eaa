"""Asking for a later deadline, taking that back, advising on it, granting or refusing it.

The plan's own deadline never changes: a granted day stands beside it on the obligation
(``PhanCong.han_gia_han``), where everything that says "late" reads it.
"""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from donvi.ghi_chep import log_act, save_recorded
from donvi.ke_tiep import heir_of
from donvi.models import DonVi, NguoiDung
from donvi.policies import Decision
from donvi.services import notify
from donvi.tieng_viet import format_ngay
from donvi.vai_tro import ENTERING, VaiTro
from kehoach.models import KeHoach
from nhiemvu.models import GiaHan, PhanCong
from nhiemvu.policies import (
    may_advise_extension,
    may_ask_extension,
    may_decide_extension,
    may_withdraw_extension,
)

DAI_NHAT = 2000  # characters of a reason or an opinion
TrangThaiGiaHan = GiaHan.TrangThaiGiaHan


class GiaHanError(Exception):
    """A refusal of this module; str() is a sentence for the user, ``field`` the box it is about."""

    field = ""


class GiaHanKhongDuocPhep(GiaHanError):
    """The person or the state of things doesn't allow the act; the reason says which."""


class HanMoiKhongHopLe(GiaHanError):
    """The new day is not later than the one in force, has passed, or is too far ahead."""

    field = "han_moi"


class LoiKhongHopLe(GiaHanError):
    """A text that is needed is missing, or one is too long."""

    def __init__(self, field: str, ten: str, text: str) -> None:
        self.field = field
        super().__init__(
            f"{ten} dài quá {DAI_NHAT:,} ký tự; hãy viết gọn lại.".replace(",", ".")
            if text
            else f"Hãy ghi {ten[:1].lower()}{ten[1:]}."
        )


@transaction.atomic
def ask_extension(
    *, phan_cong: PhanCong, han_moi: date, ly_do: str, by: NguoiDung, at: datetime, on: date
) -> GiaHan:
    """Ask for a later last day of one unit's part, and tell the focal unit and the leaders.

    The day must be after the one in force and not before ``on``, at latest the end of the year
    after the plan's last one. Five queries and those of the notices.

    :raises GiaHanKhongDuocPhep: not this person's part, no deadline, done, or asked already.
    :raises HanMoiKhongHopLe: the day can't be asked for.
    :raises LoiKhongHopLe: no reason, or one too long.
    """
    locked = _lock_part(phan_cong.pk)
    _require(may_ask_extension(by, locked, on))
    if locked.cac_gia_han.filter(trang_thai=TrangThaiGiaHan.CHO_QUYET_DINH).exists():
        raise GiaHanKhongDuocPhep("Đơn vị đã có một đề nghị gia hạn chờ quyết định.")
    _check_day(locked, han_moi, on)
    gia_han = GiaHan(
        phan_cong=locked, han_cu=locked.last_day, han_moi=han_moi,
        ly_do=_text("ly_do", "Lý do xin gia hạn", ly_do), created_at=at, created_by=by,
    )  # fmt: skip
    save_recorded(gia_han, by=by)
    _log(gia_han, "đề nghị gia hạn", by, at, {"han_moi": format_ngay(han_moi)}, gia_han.ly_do)
    ke_hoach = locked.nhiem_vu.ke_hoach
    _tell(gia_han, [*_focal(ke_hoach), *_leaders(ke_hoach)], "xin", at)
    return gia_han


@transaction.atomic
def advise_extension(*, gia_han: GiaHan, y_kien: str, by: NguoiDung, at: datetime) -> GiaHan:
    """Put the focal unit's opinion beside a request (again, until it is decided); tell leaders.

    :raises GiaHanKhongDuocPhep: not the focal unit, or decided already.
    :raises LoiKhongHopLe: nothing was written, or too much.
    """
    locked = _lock(gia_han)
    _require(may_advise_extension(by, locked))
    locked.y_kien_dau_moi = _text("y_kien", "Ý kiến của đầu mối", y_kien)
    locked.advised_at, locked.advised_by = at, by
    save_recorded(locked, by=by)
    words = {"y_kien": locked.y_kien_dau_moi}
    _log(locked, "cho ý kiến gia hạn", by, at, words)
    _tell(locked, _leaders(locked.phan_cong.nhiem_vu.ke_hoach), f"y-kien-{at:%y%m%d%H%M}", at)
    return locked


@transaction.atomic
def decide_extension(
    *, gia_han: GiaHan, dong_y: bool, y_kien: str, by: NguoiDung, at: datetime
) -> GiaHan:
    """Grant the new day, which holds from now on, or refuse it with a reason; tell the unit.

    :raises GiaHanKhongDuocPhep: not a leader, or decided already.
    :raises LoiKhongHopLe: a refusal without a reason, or a text too long.
    """
    locked = _lock(gia_han)
    _require(may_decide_extension(by, locked))
    name = "Lý do không đồng ý" if not dong_y else "Ý kiến"
    locked.y_kien = _text("y_kien", name, y_kien, needed=not dong_y)
    state = TrangThaiGiaHan.DONG_Y if dong_y else TrangThaiGiaHan.KHONG_DONG_Y
    locked.trang_thai, locked.decided_at, locked.decided_by = state, at, by
    save_recorded(locked, by=by, reason=locked.y_kien)
    if dong_y:
        refresh_deadline(locked.phan_cong_id, by=by, reason=f"Gia hạn: {locked.ly_do}")
    word = "đồng ý" if dong_y else "không đồng ý"
    days = {"han_moi": format_ngay(locked.han_moi)}
    _log(locked, f"{word} gia hạn", by, at, days, locked.y_kien)
    people = [*_people(heir_of(locked.phan_cong.don_vi, at.date()), ENTERING), locked.created_by]
    _tell(locked, [*people, *_focal(locked.phan_cong.nhiem_vu.ke_hoach)], "quyet-dinh", at)
    return locked


@transaction.atomic
def withdraw_extension(*, gia_han: GiaHan, by: NguoiDung, at: datetime, on: date) -> GiaHan:
    """Take back the unit's own request, which stays on record; tell the focal unit and leaders.

    :raises GiaHanKhongDuocPhep: not this person's unit, or decided already.
    """
    locked = _lock(gia_han)
    _require(may_withdraw_extension(by, locked, on))
    locked.trang_thai, locked.decided_at, locked.decided_by = TrangThaiGiaHan.DA_RUT, at, by
    save_recorded(locked, by=by, reason="rút đề nghị gia hạn")
    _log(locked, "rút đề nghị gia hạn", by, at, {"han_moi": format_ngay(locked.han_moi)})
    ke_hoach = locked.phan_cong.nhiem_vu.ke_hoach
    _tell(locked, [*_focal(ke_hoach), *_leaders(ke_hoach)], "rut", at)
    return locked


def refresh_deadline(phan_cong_id: int, *, by: NguoiDung | None, reason: str = "") -> None:
    """Let an obligation repeat the latest day granted to it: two queries, and one of writing."""
    part = PhanCong.objects.select_for_update().get(pk=phan_cong_id)
    granted = part.cac_gia_han.filter(trang_thai=TrangThaiGiaHan.DONG_Y)
    day = max(granted.values_list("han_moi", flat=True), default=None)
    if part.han_gia_han != day:
        part.han_gia_han = day
        save_recorded(part, by=by, reason=reason)


def _lock_part(pk: int) -> PhanCong:
    parts = PhanCong.objects.select_for_update(of=("self",)).select_related(
        "nhiem_vu__ke_hoach__xa", "nhiem_vu__ke_hoach__don_vi_dau_moi", "don_vi"
    )
    return parts.get(pk=pk)


def _lock(gia_han: GiaHan) -> GiaHan:
    locked = GiaHan.objects.select_for_update(of=("self",)).with_names()
    return locked.get(pk=gia_han.pk)


def _require(decision: Decision) -> None:
    if not decision:
        raise GiaHanKhongDuocPhep(decision.reason)


def _check_day(phan_cong: PhanCong, han_moi: date, on: date) -> None:
    now, last_year = phan_cong.last_day, phan_cong.nhiem_vu.ke_hoach.nam_ket_thuc + 1
    if now is not None and han_moi <= now:
        raise HanMoiKhongHopLe(
            f"Hạn mới {format_ngay(han_moi)} phải sau hạn đang có, {format_ngay(now)}."
        )
    if han_moi < on:
        raise HanMoiKhongHopLe(
            f"Hạn mới {format_ngay(han_moi)} đã qua: cần từ hôm nay, {format_ngay(on)}, trở đi."
        )
    if han_moi.year > last_year:
        raise HanMoiKhongHopLe(
            f"Hạn mới {format_ngay(han_moi)} xa quá: chậm nhất là ngày 31/12/{last_year}."
        )


def _text(field: str, ten: str, text: str, *, needed: bool = True) -> str:
    tidy = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(tidy) > DAI_NHAT or (needed and not tidy):
        raise LoiKhongHopLe(field, ten, tidy)
    return tidy


def _people(don_vi: DonVi, cac_vai_tro: frozenset[VaiTro]) -> list[NguoiDung]:
    held = {"cac_vai_tro__don_vi": don_vi, "cac_vai_tro__vai_tro__in": list(cac_vai_tro)}
    return list(NguoiDung.objects.filter(is_active=True, **held).distinct().order_by("pk"))


def _focal(ke_hoach: KeHoach) -> list[NguoiDung]:
    return _people(ke_hoach.don_vi_dau_moi, frozenset({VaiTro.TONG_HOP}))


def _leaders(ke_hoach: KeHoach) -> list[NguoiDung]:
    held = {"cac_vai_tro__don_vi__xa": ke_hoach.xa, "cac_vai_tro__vai_tro": VaiTro.LANH_DAO}
    return list(NguoiDung.objects.filter(is_active=True, **held).distinct().order_by("pk"))


def _log(
    gia_han: GiaHan, hanh_dong: str, by: NguoiDung, at: datetime, moi: dict[str, str],
    ly_do: str = "",
) -> None:  # fmt: skip
    part = gia_han.phan_cong
    old = format_ngay(gia_han.han_cu) if gia_han.han_cu else ""
    log_act(
        by=by, at=at, xa=part.nhiem_vu.ke_hoach.xa, hanh_dong=hanh_dong,
        doi_tuong=part.nhiem_vu, ly_do=ly_do, gia_tri_cu={"han": old}, gia_tri_moi=moi,
        mo_ta=f"{hanh_dong.capitalize()} nhiệm vụ {part.nhiem_vu.ma} của {part.don_vi} "
        f"từ {old} đến {format_ngay(gia_han.han_moi)}.",
    )  # fmt: skip


def _tell(gia_han: GiaHan, people: list[NguoiDung], key: str, at: datetime) -> None:
    part = gia_han.phan_cong
    state = TrangThaiGiaHan(gia_han.trang_thai)
    title = "Đề nghị gia hạn" if state == TrangThaiGiaHan.CHO_QUYET_DINH else (
        f"{str(state.label).capitalize()} gia hạn"
    )  # fmt: skip
    lines = [
        f"{part.don_vi} xin đến {format_ngay(gia_han.han_moi)}. Lý do: {gia_han.ly_do}",
        f"Ý kiến của đầu mối: {gia_han.y_kien_dau_moi}" if gia_han.y_kien_dau_moi else "",
        f"Ý kiến của lãnh đạo: {gia_han.y_kien}" if gia_han.y_kien else "",
    ]
    notify(
        nguoi_nhan=list({person.pk: person for person in people}.values()),
        tieu_de=f"{title} nhiệm vụ {part.nhiem_vu.ma}",
        noi_dung="\n".join(line for line in lines if line),
        duong_dan=reverse("nhiemvu:extension_decide", args=[gia_han.pk]),
        khoa_trung=f"gia-han-{gia_han.pk}-{key}",
        at=at,
    )
