"""Saying what each source pays of a task, in plans whose tasks bear the money."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from donvi.ghi_chep import log_act
from donvi.models import NguoiDung
from kinhphi.chia_nguon import PhanTien
from kinhphi.loi_kinh_phi import LY_DO_TOI_DA, KhongDuocPhep, KinhPhiError
from kinhphi.phan_nguon import replace_sources
from kinhphi.policies import may_edit_money
from kinhphi.sua_dong import ThieuLyDoSua, sources_in_words
from nhiemvu.models import NhiemVu


class NguonDaDoi(KinhPhiError):
    """Someone else split the sources of the task while this person was typing."""

    field = "nguon"

    def __init__(self, hien_nay: str) -> None:
        told = "; ".join(hien_nay.splitlines()) or "chưa chia"
        super().__init__(
            f"Trong lúc bạn nhập, người khác đã chia lại nguồn của nhiệm vụ (đang lưu: {told}). "
            "Nội dung bạn nhập vẫn còn ở dưới; hãy đối chiếu rồi lưu lại."
        )


def digest_sources(task: NhiemVu) -> str:
    """Name the sources of a task as they are now (1 query)."""
    return sha256(sources_in_words(task).encode()).hexdigest()[:20]


@transaction.atomic
def split_sources(
    *,
    task: NhiemVu,
    cac_phan: Sequence[PhanTien],
    da_thay: str,
    ly_do: str,
    by: NguoiDung,
    at: datetime,
) -> int:
    """Give a task exactly these sources, with the reason; say how many parts changed.

    The words of the plan's own column stay as they are. ``da_thay`` is the digest a person saw.

    :raises KhongDuocPhep: not this person's to do, or the plan is replaced.
    :raises LyDoKhongHopLe: no reason, or one that is too long.
    :raises NguonDaDoi: someone else changed the sources since this person read them.
    :raises NguonDaGhiTien: a source is left out on which money was recorded.
    """
    decision = may_edit_money(by, task.ke_hoach)
    if not decision:
        raise KhongDuocPhep(decision.reason)
    if not 0 < len(ly_do.strip()) <= LY_DO_TOI_DA:
        raise ThieuLyDoSua(ly_do.strip())
    rows = NhiemVu.objects.select_for_update(of=("self",)).select_related("ke_hoach__xa")
    locked = rows.get(pk=task.pk)
    before = sources_in_words(locked)
    if digest_sources(locked) != da_thay:
        raise NguonDaDoi(before)
    changed = replace_sources(
        ke_hoach=locked.ke_hoach, cac_phan={locked: cac_phan}, by=by, reason=ly_do.strip()
    )
    if changed:
        log_act(
            by=by,
            at=at,
            xa=locked.ke_hoach.xa,
            hanh_dong="Chia nguồn kinh phí",
            doi_tuong=locked,
            mo_ta=f"Chia nguồn kinh phí của nhiệm vụ “{locked}”, kế hoạch {locked.ke_hoach.ma}.",
            gia_tri_cu={"nguon": before},
            gia_tri_moi={"nguon": sources_in_words(locked)},
            ly_do=ly_do.strip(),
        )
    return changed
