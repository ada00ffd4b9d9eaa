"""One-time links: giving one out, keeping what is typed through it, confirming or refusing it.

A link opens one form to one person who has no account. Only the SHA-256 of its secret (256 random
bits) is stored. What is typed stays on the link and counts nowhere until an officer confirms it;
then it is written by ``phieu.save_form`` like anything else.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import get_current_timezone, make_aware

from baocao import phieu as phieu_services
from baocao.models import LienKetNhap, PhieuBaoCao
from baocao.phieu import LY_DO_TOI_DA, NoiDungNhap, clean_reason, people_of
from baocao.policies_lien_ket import (
    CHO_NHAP,
    CHO_XAC_NHAN,
    may_confirm,
    may_link,
    may_refuse,
    may_revoke,
    may_take_over,
)
from donvi.ghi_chep import log_act, save_recorded
from donvi.models import NguoiDung
from donvi.policies import Decision
from donvi.services import notify
from donvi.tieng_viet import format_ngay
from donvi.vai_tro import VaiTro

SO_NGAY_MAC_DINH = 3  # days a link is open, the day it is made not counted
SO_NGAY_SAU_HAN = 5  # days after the form's last day on which no link opens any more
OPEN = (CHO_NHAP, CHO_XAC_NHAN)


class LienKetError(Exception):
    """A refusal of this module; str() is a sentence for the user, ``field`` the box it is about."""

    field = ""


class LienKetKhongDuocPhep(LienKetError):
    """The person or the state of the link or form doesn't allow the act; the reason says which."""


class LienKetKhongHopLe(LienKetError):
    """A name, a number of days or a reason can't be taken."""

    def __init__(self, field: str, cau: str) -> None:
        self.field = field
        super().__init__(cau)


class LienKetDaThayDoi(LienKetError):
    """Somebody typed through the same link on another device meanwhile."""

    def __init__(self) -> None:
        super().__init__("Nội dung đã được nhập ở một máy khác. Hãy xem lại rồi lưu.")


def digest_of(token: str) -> str:
    """Give what is stored of a secret.

    >>> len(digest_of("abc"))
    64
    """
    return sha256(token.encode()).hexdigest()


def last_day_of(phieu: PhieuBaoCao) -> date:
    """Give the last day on which a link to the form may be open."""
    return phieu.han_nop + timedelta(days=SO_NGAY_SAU_HAN)


def end_of(day: date) -> datetime:
    """Give the first moment after a day, Vietnam time."""
    return make_aware(datetime.combine(day + timedelta(days=1), time.min))


@transaction.atomic
def create_link(
    *, phieu: PhieuBaoCao, nguoi_nhap: str, so_ngay: int, by: NguoiDung, at: datetime
) -> tuple[LienKetNhap, str]:
    """Make a link and give its secret, which nobody can read again.

    It is open until the end of the day ``so_ngay`` days from ``at``, at most five days after the
    form's last day.

    :raises LienKetKhongDuocPhep: not this person's to give, or the form is sent.
    :raises LienKetKhongHopLe: no name, or no day is left.
    """
    locked = _lock_form(phieu)
    _require(may_link(by, locked))
    ten = clean_reason(nguoi_nhap)
    if not ten or len(ten) > 150:
        raise LienKetKhongHopLe("nguoi_nhap", "Hãy ghi họ tên người nhập, tối đa 150 ký tự.")
    today = at.astimezone(get_current_timezone()).date()
    day = min(today + timedelta(days=so_ngay), last_day_of(locked))
    if day < today or so_ngay < 1:
        raise LienKetKhongHopLe(
            "so_ngay",
            "Số ngày không dùng được: liên kết chỉ mở đến hết ngày "
            f"{format_ngay(last_day_of(locked))} ({SO_NGAY_SAU_HAN} ngày sau hạn nộp).",
        )
    token = secrets.token_urlsafe(32)
    lien_ket = LienKetNhap(
        phieu_bao_cao=locked, nguoi_nhap=ten, ma_bam=digest_of(token), het_han_luc=end_of(day),
        created_at=at, created_by=by,
    )  # fmt: skip
    save_recorded(lien_ket, by=by)
    until = f"đến hết ngày {format_ngay(day)}"
    _log(lien_ket, "tạo liên kết nhập nhanh", f"cho {ten}, dùng {until}", by=by, at=at)
    return lien_ket, token


def open_link(token: str, at: datetime) -> LienKetNhap | None:
    """Find the link a secret opens at the moment: to type, or to read what was sent (1 query).

    None for every other secret: unknown, out of time, revoked, decided. Nobody is told which.
    """
    found = LienKetNhap.objects.filter(
        ma_bam=digest_of(token), trang_thai__in=OPEN, het_han_luc__gt=at
    )
    return found.select_related(
        "phieu_bao_cao__ke_hoach__xa", "phieu_bao_cao__ke_hoach__don_vi_dau_moi",
        "phieu_bao_cao__don_vi",
    ).first()  # fmt: skip


@transaction.atomic
def keep_typed(
    *, lien_ket: LienKetNhap, rows: Mapping[str, Any], lan_luu: int, at: datetime
) -> LienKetNhap:
    """Keep the rows typed through a link (prefix -> version it started from, boxes).

    :raises LienKetKhongDuocPhep: the link is closed, or was sent.
    :raises LienKetDaThayDoi: it was saved since version ``lan_luu``.
    """
    locked = _lock_open(lien_ket, at)
    if locked.lan_luu != lan_luu:
        raise LienKetDaThayDoi
    locked.noi_dung = locked.noi_dung | dict(rows)
    locked.lan_luu += 1
    locked.saved_at = at
    return save_recorded(locked, by=None, reason=f"{locked.nguoi_nhap} nhập qua liên kết")


@transaction.atomic
def send_typed(*, lien_ket: LienKetNhap, lan_luu: int, at: datetime) -> LienKetNhap:
    """Send what was typed, once; tell who may confirm it.

    :raises LienKetKhongDuocPhep: the link is closed, was sent, or nothing is typed.
    :raises LienKetDaThayDoi: it was saved since version ``lan_luu``.
    """
    locked = _lock_open(lien_ket, at)
    if locked.lan_luu != lan_luu:
        raise LienKetDaThayDoi
    if not locked.noi_dung:
        raise LienKetKhongDuocPhep(
            "Chưa có nội dung nào để gửi. Hãy nhập ít nhất một mục, hoặc bấm “Không phát sinh”."
        )
    locked.trang_thai, locked.sent_at = CHO_XAC_NHAN, at
    save_recorded(locked, by=None, reason=f"{locked.nguoi_nhap} gửi qua liên kết")
    _log(locked, "gửi qua liên kết nhập nhanh", f"bởi {locked.nguoi_nhap}", by=None, at=at)
    notify(
        nguoi_nhan=confirmers(locked.phieu_bao_cao),
        tieu_de=f"{locked.nguoi_nhap} đã nhập phiếu của {locked.phieu_bao_cao.don_vi}, "
        "chờ xác nhận",
        noi_dung="Nội dung chỉ được tính sau khi cán bộ xác nhận.",
        duong_dan=reverse("baocao:link_confirm", args=[locked.pk]),
        khoa_trung=f"lien-ket-{locked.pk}-gui",
        at=at,
    )
    return locked


@transaction.atomic
def confirm_typed(
    *,
    lien_ket: LienKetNhap,
    noi_dung: NoiDungNhap,
    lan_luu: int,
    by: NguoiDung,
    at: datetime,
    gui: bool = False,
    ly_do_thieu: str = "",
) -> PhieuBaoCao:
    """Write the rows the officer took into the form, and send it if ``gui``; all or nothing.

    ``lan_luu`` is the version of the form the officer saw beside the typed words.

    :raises LienKetKhongDuocPhep: not this person's, decided already, or form sent.
    :raises PhieuError: as ``phieu.save_form`` and ``phieu.submit``.
    :raises ValidationError: a value breaks a rule of the model.
    """
    locked = _lock(lien_ket)
    _require(may_confirm(by, locked))
    saved = phieu_services.save_form(
        phieu=locked.phieu_bao_cao, noi_dung=noi_dung, lan_luu=lan_luu, by=by, at=at,
        may=may_take_over,
    )  # fmt: skip
    locked.trang_thai = LienKetNhap.TrangThai.DA_XAC_NHAN
    _decide(locked, by, at, "xác nhận nội dung nhập qua liên kết")
    if gui:
        return phieu_services.submit(
            phieu=saved, lan_luu=saved.lan_luu, by=by, at=at, ly_do_thieu=ly_do_thieu,
            may=may_take_over,
        )  # fmt: skip
    return saved


@transaction.atomic
def refuse_typed(*, lien_ket: LienKetNhap, ly_do: str, by: NguoiDung, at: datetime) -> LienKetNhap:
    """Refuse what was sent, with a reason; the words stay on the link and count nowhere.

    :raises LienKetKhongDuocPhep: not this person's to refuse, or decided already.
    :raises LienKetKhongHopLe: no reason, or one too long.
    """
    locked = _lock(lien_ket)
    _require(may_refuse(by, locked))
    locked.ly_do = clean_reason(ly_do)
    if not locked.ly_do or len(locked.ly_do) > LY_DO_TOI_DA:
        raise LienKetKhongHopLe(
            "ly_do", f"Hãy ghi lý do không nhận nội dung này, tối đa {LY_DO_TOI_DA} ký tự."
        )
    locked.trang_thai = LienKetNhap.TrangThai.TU_CHOI
    return _decide(locked, by, at, "không nhận nội dung nhập qua liên kết", locked.ly_do)


@transaction.atomic
def revoke_link(*, lien_ket: LienKetNhap, by: NguoiDung, at: datetime) -> LienKetNhap:
    """Close a link nothing was sent through; what was typed stays on it.

    :raises LienKetKhongDuocPhep: not this person's to close, or sent or closed already.
    """
    locked = _lock(lien_ket)
    _require(may_revoke(by, locked))
    locked.trang_thai = LienKetNhap.TrangThai.THU_HOI
    return _decide(locked, by, at, "thu hồi liên kết nhập nhanh")


def confirmers(phieu: PhieuBaoCao) -> list[NguoiDung]:
    """List who is told to confirm: the unit's people, or the focal unit's if there are none."""
    focal = NguoiDung.objects.filter(
        is_active=True,
        cac_vai_tro__don_vi=phieu.ke_hoach.don_vi_dau_moi_id,
        cac_vai_tro__vai_tro=VaiTro.TONG_HOP,
    )
    return people_of(phieu) or list(focal.distinct().order_by("pk"))


def _require(decision: Decision) -> None:
    if not decision:
        raise LienKetKhongDuocPhep(decision.reason)


def _lock_form(phieu: PhieuBaoCao) -> PhieuBaoCao:
    rows = PhieuBaoCao.objects.select_for_update(of=("self",))
    return rows.select_related("ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "don_vi").get(
        pk=phieu.pk
    )


def _lock(lien_ket: LienKetNhap) -> LienKetNhap:
    rows = LienKetNhap.objects.select_for_update(of=("self",)).select_related(
        "phieu_bao_cao__ke_hoach__xa", "phieu_bao_cao__ke_hoach__don_vi_dau_moi",
        "phieu_bao_cao__don_vi",
    )  # fmt: skip
    return rows.get(pk=lien_ket.pk)


def _lock_open(lien_ket: LienKetNhap, at: datetime) -> LienKetNhap:
    locked = _lock(lien_ket)
    if locked.trang_thai != CHO_NHAP or locked.het_han_luc <= at:
        raise LienKetKhongDuocPhep("Liên kết này không còn dùng để nhập được nữa.")
    return locked


def _decide(
    lien_ket: LienKetNhap, by: NguoiDung, at: datetime, act: str, ly_do: str = ""
) -> LienKetNhap:
    lien_ket.decided_at, lien_ket.decided_by = at, by
    save_recorded(lien_ket, by=by, reason=ly_do)
    _log(lien_ket, act, f"của {lien_ket.nguoi_nhap}", by=by, at=at, ly_do=ly_do)
    return lien_ket


def _log(
    lien_ket: LienKetNhap,
    act: str,
    words: str,
    *,
    by: NguoiDung | None,
    at: datetime,
    ly_do: str = "",
) -> None:
    form = lien_ket.phieu_bao_cao
    log_act(
        by=by, at=at, xa=form.ke_hoach.xa, hanh_dong=act, doi_tuong=form, ly_do=ly_do,
        mo_ta=f"{act[:1].upper()}{act[1:]} {words}.",
        gia_tri_moi={"nguoi_nhap": lien_ket.nguoi_nhap, "trang_thai": str(lien_ket.trang_thai)},
    )  # fmt: skip
