"""Evidence (minh chứng) of a form: adding files, links and document numbers, and taking them off.

Files are kept under a random name and handed out by a view that asks who is reading. What is taken
off stays on record with its file; a sent form's evidence is read only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum

from baocao.loai_tep import check_file, mb, tidy_name
from baocao.models import MinhChung, PhieuBaoCao
from baocao.policies import may_enter
from donvi.ghi_chep import log_act, save_recorded
from donvi.models import NguoiDung


class MinhChungError(Exception):
    """A refusal of this module; str() is a sentence for the user."""


@dataclass(frozen=True)
class NoiGan:
    """Where evidence belongs: one task, one indicator, or (both None) the whole form."""

    phan_cong_id: int | None = None
    chi_tieu_id: int | None = None


@dataclass(frozen=True)
class LoiTa:
    """What the sender says about it."""

    mo_ta: str = ""
    duong_dan: str = ""
    so_van_ban: str = ""


@dataclass(frozen=True)
class TepGui:
    """One file as sent; ``read`` gives its bytes, asked only when the size is allowed."""

    ten: str
    so_byte: int
    read: Callable[[], bytes]


def add_file(
    *, phieu: PhieuBaoCao, noi: NoiGan, tep: TepGui, loi: LoiTa, by: NguoiDung, at: datetime
) -> MinhChung:
    """Keep a file as evidence, after checking its kind and size.

    :raises TepBiTuChoi: the bytes are of no kind that is taken.
    :raises MinhChungError: too large, there already, or the form is closed to this person.
    :raises ValidationError: a word beside the file breaks a rule of the model.
    """
    _check_one(tep)
    data = tep.read()
    kind = check_file(tep.ten, data)
    row = MinhChung(
        ten_tep=tidy_name(tep.ten, kind),
        loai_tep=kind.loai_noi_dung,
        so_byte=len(data),
        ma_bam=sha256(data).hexdigest(),
    )
    name = default_storage.save(f"minh-chung/{at:%Y/%m}/{uuid4().hex}", ContentFile(data))
    row.tep_dinh_kem.name = name
    try:
        return _add(row, phieu, noi, loi, by=by, at=at)
    except BaseException:
        default_storage.delete(name)
        raise


def add_link(
    *, phieu: PhieuBaoCao, noi: NoiGan, loi: LoiTa, by: NguoiDung, at: datetime
) -> MinhChung:
    """Note a link or the number of a document as evidence.

    :raises MinhChungError: the form is closed to this person.
    :raises ValidationError: neither link nor number, or a link no browser can follow.
    """
    return _add(MinhChung(), phieu, noi, loi, by=by, at=at)


@transaction.atomic
def remove(*, minh_chung: MinhChung, by: NguoiDung, at: datetime) -> MinhChung:
    """Take evidence off its form; the row and its file stay on record. Twice is once.

    :raises MinhChungError: the form is closed to this person.
    """
    phieu = _open_form(minh_chung.phieu_bao_cao_id, by)
    row = MinhChung.objects.select_for_update(of=("self",)).get(pk=minh_chung.pk)
    if row.removed_at is not None:
        return row
    row.removed_at = at
    save_recorded(row, by=by, reason="Gỡ minh chứng")
    _log("gỡ minh chứng", row, phieu, by=by, at=at)
    return row


def _check_one(tep: TepGui) -> None:
    limit = settings.MINH_CHUNG_TEP_TOI_DA
    if tep.so_byte > limit:
        raise MinhChungError(
            f"Tệp “{tep.ten}” chưa được nhận: nặng {mb(tep.so_byte)} MB, mỗi tệp được tối đa "
            f"{mb(limit)} MB."
        )


@transaction.atomic
def _add(
    row: MinhChung, phieu: PhieuBaoCao, noi: NoiGan, loi: LoiTa, *, by: NguoiDung, at: datetime
) -> MinhChung:
    locked = _open_form(phieu.pk, by)
    if row.ma_bam:
        _check_room(locked, noi, row)
    row.phieu_bao_cao = locked
    row.phan_cong_id, row.chi_tieu_id = noi.phan_cong_id, noi.chi_tieu_id
    row.mo_ta, row.duong_dan, row.so_van_ban = loi.mo_ta, loi.duong_dan, loi.so_van_ban
    row.created_at, row.created_by = at, by
    save_recorded(row, by=by)
    _log("thêm minh chứng", row, locked, by=by, at=at)
    return row


def _open_form(pk: int, by: NguoiDung) -> PhieuBaoCao:
    """Lock the form and ask whether this person may still write on it."""
    rows = PhieuBaoCao.objects.select_for_update(of=("self",))
    phieu = rows.select_related("ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "don_vi").get(pk=pk)
    decision = may_enter(by, phieu)
    if not decision:
        raise MinhChungError(decision.reason)
    return phieu


def _check_room(phieu: PhieuBaoCao, noi: NoiGan, row: MinhChung) -> None:
    """Refuse the same file twice in one place, and more than a form may carry."""
    kept = MinhChung.objects.filter(phieu_bao_cao=phieu, removed_at=None)
    place = {"phan_cong": noi.phan_cong_id, "chi_tieu": noi.chi_tieu_id}
    if kept.filter(ma_bam=row.ma_bam, **place).exists():
        raise MinhChungError(f"Tệp “{row.ten_tep}” đã có ở mục này nên không tải lên lần nữa.")
    used = kept.aggregate(tong=Sum("so_byte"))["tong"] or 0
    limit = settings.MINH_CHUNG_PHIEU_TOI_DA
    if used + row.so_byte > limit:
        raise MinhChungError(
            f"Tệp “{row.ten_tep}” chưa được nhận: các tệp của phiếu đã nặng {mb(used)} MB, thêm "
            f"tệp này thì quá {mb(limit)} MB; hãy gỡ bớt hoặc ghi đường dẫn thay cho tệp."
        )


def _log(
    hanh_dong: str, row: MinhChung, phieu: PhieuBaoCao, *, by: NguoiDung, at: datetime
) -> None:
    log_act(
        by=by, at=at, xa=phieu.ke_hoach.xa, hanh_dong=hanh_dong, doi_tuong=phieu,
        mo_ta=f"{hanh_dong.capitalize()} “{row}” của phiếu {phieu.period.label}, {phieu.don_vi}.",
        gia_tri_moi={"minh_chung": row.pk, "ma_bam": row.ma_bam, "so_byte": row.so_byte},
    )  # fmt: skip
