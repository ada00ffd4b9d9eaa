"""Correcting a slip in a sent form: a wrong number, a typo, without returning it to the unit.

The focal unit writes the right value with a reason; the old one stays on record, the form shows
both, the unit is told. The form stays sent; accepting it is an act of its own.
"""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.urls import reverse

from baocao.models import PhieuBaoCao, TraLoi
from baocao.phieu import (
    LY_DO_TOI_DA,
    LyDoKhongHopLe,
    NoiDungNhap,
    PhieuDaThayDoi,
    PhieuError,
    PhieuKhongDuocPhep,
    clean_reason,
    people_of,
    period_of,
)
from baocao.phieu_queries import load_rows
from baocao.policies import may_correct
from baocao.tra_loi import write_answers
from chitieu.models import SoLieu
from chitieu.services import write_figures
from donvi.ghi_chep import log_act, save_recorded
from donvi.gia_tri import show_value
from donvi.models import NguoiDung, NhatKy
from donvi.services import notify
from nhiemvu.models import TienDo
from nhiemvu.services import write_progress

CORRECT_ACT = "sửa phiếu"
_LEFT_OUT = {"id", "ky_bao_cao", "ngay_chot", "accepted_at", "la_minh_hoa"}


class KhongCoThayDoi(PhieuError):
    """Nothing differs from what the form says."""

    def __init__(self) -> None:
        super().__init__("Chưa có ô nào thay đổi. Hãy sửa ô sai rồi ghi lại, hoặc quay về phiếu.")


@transaction.atomic
def correct(
    *,
    phieu: PhieuBaoCao,
    noi_dung: NoiDungNhap,
    ly_do: str,
    lan_luu: int,
    by: NguoiDung,
    at: datetime,
) -> PhieuBaoCao:
    """Write corrected values into a sent form, with old and new on record; tell the unit.

    :raises PhieuKhongDuocPhep: not the focal unit, or the form is not waiting for its check.
    :raises PhieuDaThayDoi: somebody acted on the form since version ``lan_luu``.
    :raises LyDoKhongHopLe: no reason, or one too long.
    :raises KhongCoThayDoi: every value is what it was.
    :raises ValidationError: a value breaks a rule of the model; nothing is written.
    """
    locked = _locked(phieu, lan_luu, by)
    reason = clean_reason(ly_do)
    if not reason or len(reason) > LY_DO_TOI_DA:
        raise LyDoKhongHopLe("sửa phiếu", reason)
    before, ky = _values(locked), period_of(locked)
    write_progress(ky=ky, rows=noi_dung.tien_do, by=by, reason=reason)
    write_figures(ky=ky, rows=noi_dung.so_lieu, by=by, reason=reason)
    write_answers(phieu=locked, rows=noi_dung.tra_loi, by=by)
    for name, value in noi_dung.chung.items():
        setattr(locked, name, value)
    after = _values(locked)
    changed = [name for name in {**before, **after} if _differ(before, after, name)]
    if not changed:
        raise KhongCoThayDoi
    locked.lan_luu += 1
    save_recorded(locked, by=by, reason=reason)
    log_act(
        by=by, at=at, xa=locked.ke_hoach.xa, hanh_dong=CORRECT_ACT, doi_tuong=locked, ly_do=reason,
        mo_ta=f"Đầu mối đã sửa {len(changed)} ô trong phiếu {locked.ten_ky} của {locked.don_vi}.",
        gia_tri_cu={name: before.get(name, TRONG) for name in changed},
        gia_tri_moi={name: after.get(name, TRONG) for name in changed},
    )  # fmt: skip
    _tell(locked, changed, before, after, reason, at)
    return locked


TRONG = show_value(None, None)


def _locked(phieu: PhieuBaoCao, lan_luu: int, by: NguoiDung) -> PhieuBaoCao:
    rows = PhieuBaoCao.objects.select_for_update(of=("self",)).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "don_vi", "saved_by", "sent_by"
    )
    locked = rows.get(pk=phieu.pk)
    decision = may_correct(by, locked)
    if not decision:
        raise PhieuKhongDuocPhep(decision.reason)
    if locked.lan_luu != lan_luu:
        raise PhieuDaThayDoi(locked)
    return locked


def _values(phieu: PhieuBaoCao) -> dict[str, str]:
    """Give everything the form says, by the name of its box, as a person reads it."""
    rows = load_rows(phieu, phieu.den_ngay)
    said: dict[str, str] = {}
    for task in rows.nhiem_vu:
        said |= _shown(f"Nhiệm vụ {task.nhiem_vu.ma}", task.nhap, TienDo)
    for figure in rows.chi_tieu:
        said |= _shown(f"Chỉ tiêu {figure.chi_tieu.ma}", figure.nhap, SoLieu)
    for asked in rows.cau_hoi:
        said |= _shown(f"Câu hỏi {asked.so_thu_tu}", asked.nhap, TraLoi)
    for name in ("ket_qua_chung", "kho_khan_chung", "de_xuat_chung"):
        field: Any = PhieuBaoCao._meta.get_field(name)
        said[str(field.verbose_name).capitalize()] = show_value(field, getattr(phieu, name))
    return said


def _shown(name: str, row: models.Model | None, model: type[models.Model]) -> dict[str, str]:
    fields: list[Any] = [
        field
        for field in model._meta.concrete_fields
        if field.name not in _LEFT_OUT and not field.is_relation
    ]
    return {
        f"{name}, {field.verbose_name}": show_value(field, getattr(row, field.name))
        for field in fields
        if row is not None
    }


def _differ(before: dict[str, str], after: dict[str, str], name: str) -> bool:
    old, new = before.get(name, TRONG), after.get(name, TRONG)
    return old != new and {old, new} != {TRONG, "Không"}


def _tell(
    phieu: PhieuBaoCao, changed: list[str], before: dict[str, str], after: dict[str, str],
    ly_do: str, at: datetime,
) -> None:  # fmt: skip
    people = {person.pk: person for person in people_of(phieu)}
    if phieu.sent_by is not None:
        people[phieu.sent_by.pk] = phieu.sent_by
    lines = [f"{name}: {before.get(name, TRONG)} → {after.get(name, TRONG)}" for name in changed]
    notify(
        nguoi_nhan=list(people.values()),
        tieu_de=f"Đầu mối đã sửa phiếu báo cáo {phieu.ten_ky}",
        noi_dung="\n".join([f"Lý do: {ly_do}", *lines]),
        duong_dan=reverse("baocao:form", args=[phieu.pk]),
        khoa_trung=f"phieu-{phieu.pk}-sua-{phieu.lan_luu}",
        at=at,
    )


def old_and_new(act: NhatKy) -> list[tuple[str, str, str]]:
    """List what a correction on record changed: name of the box, old value, new value."""
    return [(name, old, act.gia_tri_moi.get(name, "")) for name, old in act.gia_tri_cu.items()]
