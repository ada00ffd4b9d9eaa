"""Correcting one row of a plan in place, with the reason, where a check found something wrong.

A plan in force is corrected in place (ADR 0016): old and new values, who, when and why are on
record, and the page of versions shows what no document says yet.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from django.db import models, transaction

from donvi.ghi_chep import delete_recorded, log_act, save_recorded
from donvi.gia_tri import changed_values
from donvi.models import NguoiDung
from donvi.policies import Decision
from kehoach.models import KeHoach
from kehoach.policies import may_correct
from kinhphi.policies import may_edit_money

LY_DO_TOI_DA = 2000  # characters of a reason
HANH_DONG = "Sửa kế hoạch"
Row = TypeVar("Row", bound=models.Model)


class SuaDongError(Exception):
    """A refusal of this module; str() is a sentence for the user."""

    field = ""  # the form field the sentence is about, "" for the whole form


class KhongDuocSua(SuaDongError):
    """The person or the state of the plan doesn't allow the correction; the reason says which."""


class LyDoSuaKhongHopLe(SuaDongError):
    """A plan in force is corrected without a reason, or the reason is too long."""

    field = "ly_do"

    def __init__(self, ly_do: str) -> None:
        if ly_do:
            text = f"Lý do dài quá {LY_DO_TOI_DA} ký tự; hãy viết gọn lại."
        else:
            text = "Kế hoạch đã có hiệu lực: hãy ghi lý do sửa, để người xem sau biết vì sao đổi."
        super().__init__(text)


class KhongCoGiDoi(SuaDongError):
    """Every value is what it was."""

    def __init__(self) -> None:
        super().__init__("Chưa có ô nào thay đổi. Hãy sửa ô sai rồi lưu, hoặc quay về trang trước.")


class DongDaDuocSua(SuaDongError):
    """Somebody corrected the row since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Nội dung này vừa được người khác sửa. Giá trị hiện nay ghi ở đầu trang, chữ bạn gõ "
            "còn nguyên trong các ô; hãy đối chiếu rồi lưu lại."
        )


def digest_values(values: Mapping[str, Any]) -> str:
    """Name the values a page showed, so that saving can tell whether they are still there."""
    return sha256(repr(sorted(values.items())).encode()).hexdigest()[:20]


def needs_reason(ke_hoach: KeHoach) -> bool:
    """Tell whether a correction needs a reason: the plan is approved or has been issued."""
    return ke_hoach.is_frozen or bool(ke_hoach.so_hieu)


def may_correct_total(user: NguoiDung, ke_hoach: KeHoach) -> Decision:
    """Decide on correcting the plan's total: as for the budget rows it sums."""
    return may_edit_money(user, ke_hoach)


def clean_reason(ke_hoach: KeHoach, ly_do: str) -> str:
    """Give the reason to keep.

    :raises LyDoSuaKhongHopLe: none for a plan in force, or too long.
    """
    reason = ly_do.strip()
    if len(reason) > LY_DO_TOI_DA or (not reason and needs_reason(ke_hoach)):
        raise LyDoSuaKhongHopLe(reason)
    return reason


def lock_row(row: Row, ke_hoach: KeHoach, decision: Decision) -> Row:
    """Lock plan and row, in this order; the plan serialises corrections of one plan.

    :raises KhongDuocSua: the decision says no.
    """
    if not decision:
        raise KhongDuocSua(decision.reason)
    KeHoach.objects.select_for_update(of=("self",), no_key=True).get(pk=ke_hoach.pk)
    locked: Row = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    return locked


@transaction.atomic
def correct_values(
    *,
    row: Row,
    ke_hoach: KeHoach,
    values: Mapping[str, Any],
    da_thay: str,
    ly_do: str,
    by: NguoiDung,
    at: datetime,
) -> Row:
    """Write corrected values into a row of the plan (or the plan), with old and new on record.

    ``da_thay`` is the digest of the same fields as the person saw them.

    :raises KhongDuocSua: not this person's, or the plan is replaced.
    :raises LyDoSuaKhongHopLe: no reason for a plan in force, or one too long.
    :raises DongDaDuocSua: somebody corrected the row since.
    :raises KhongCoGiDoi: every value is what it was.
    :raises ValidationError: a value breaks a rule of the model; nothing is written.
    """
    decide = may_correct_total if set(values) <= {"tong_kinh_phi_in", "tong_bang_chu"} else None
    locked = lock_row(row, ke_hoach, (decide or may_correct)(by, ke_hoach))
    reason = clean_reason(ke_hoach, ly_do)
    if digest_values(read_values(locked, values)) != da_thay:
        raise DongDaDuocSua
    for name, value in values.items():
        setattr(locked, name, value)
    before, after = changed_values(row_as_stored(locked), locked, {})
    if not before and not after:
        raise KhongCoGiDoi
    save_recorded(locked, by=by, reason=reason)
    log_correction(ke_hoach, locked, (before, after), by=by, at=at, ly_do=reason)
    return locked


def read_values(row: models.Model, names: Mapping[str, Any]) -> dict[str, Any]:
    """Give the present values of the named fields."""
    return {name: getattr(row, name) for name in names}


def row_as_stored(row: Row) -> Row:
    """Read the row again as the database has it (1 query)."""
    stored: Row = type(row)._default_manager.get(pk=row.pk)
    return stored


def log_correction(
    ke_hoach: KeHoach,
    row: models.Model,
    changes: tuple[Mapping[str, str], Mapping[str, str]],
    *,
    by: NguoiDung,
    at: datetime,
    ly_do: str,
) -> None:
    """Put the correction of a row on the act log; ``changes`` are old and new values."""
    before, after = changes
    name = str(row._meta.verbose_name)
    log_act(
        by=by,
        at=at,
        xa=ke_hoach.xa,
        hanh_dong=HANH_DONG,
        doi_tuong=row,
        mo_ta=f"Sửa {name} “{str(row)[:80]}” của kế hoạch {ke_hoach.ma}.",
        gia_tri_cu=dict(before),
        gia_tri_moi=dict(after),
        ly_do=ly_do,
    )


@transaction.atomic
def remove_row(
    *, row: models.Model, ke_hoach: KeHoach, ly_do: str, by: NguoiDung, at: datetime
) -> None:
    """Take a line that stands twice out of the plan (a legal basis), on record.

    :raises KhongDuocSua: not this person's, or the plan is replaced.
    :raises LyDoSuaKhongHopLe: no reason for a plan in force, or one too long.
    """
    locked = lock_row(row, ke_hoach, may_correct(by, ke_hoach))
    reason = clean_reason(ke_hoach, ly_do)
    before, _ = changed_values(locked, None, {})
    log_correction(ke_hoach, locked, (before, {}), by=by, at=at, ly_do=reason)
    delete_recorded(locked, by=by, reason=reason)
