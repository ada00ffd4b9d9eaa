"""Letting a mismatch in a plan's money, or another finding about a plan, stand with a reason."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from donvi.ghi_chep import delete_recorded, log_act, save_recorded
from donvi.models import NguoiDung
from kehoach.models import KeHoach
from kinhphi.loi_kinh_phi import LY_DO_TOI_DA, KhongDuocPhep, KinhPhiError, LyDoKhongHopLe
from kinhphi.models import ChapNhanSaiLech
from kinhphi.policies import may_accept
from kinhphi.sai_lech import GiaTri, stored_value

__all__ = [
    "LY_DO_TOI_DA",
    "KhongDuocPhep",
    "KinhPhiError",
    "LyDoKhongHopLe",
    "VanDeChapNhan",
    "accept_mismatch",
    "withdraw_acceptance",
]


@dataclass(frozen=True)
class VanDeChapNhan:
    """The finding a person accepts: stable code, object, sentence, and its present values."""

    ma: str
    doi_tuong: str
    thong_bao: str
    gia_tri_in: GiaTri
    gia_tri_tinh: GiaTri


@transaction.atomic
def accept_mismatch(
    *, ke_hoach: KeHoach, van_de: VanDeChapNhan, ly_do: str, by: NguoiDung, at: datetime
) -> ChapNhanSaiLech:
    """Let a finding stand as it is, with the reason; a later change of its values reopens it.

    Accepting again (for new values) replaces the former decision; both stay on record. The caller
    has looked the finding up, so that nothing is accepted that is not there.

    :raises KhongDuocPhep: not this person's to decide.
    :raises LyDoKhongHopLe: no reason, or a reason that is too long.
    """
    _require(by, ke_hoach, van_de.ma, ly_do)
    KeHoach.objects.select_for_update(of=("self",)).get(pk=ke_hoach.pk)
    key = {"ke_hoach": ke_hoach, "ma_van_de": van_de.ma, "doi_tuong": van_de.doi_tuong}
    row = ChapNhanSaiLech.objects.filter(**key).first() or ChapNhanSaiLech(**key)
    truoc = {"ly_do": row.ly_do} if row.pk else {}
    row.gia_tri_in = stored_value(van_de.gia_tri_in)
    row.gia_tri_tinh = stored_value(van_de.gia_tri_tinh)
    row.ly_do, row.created_at, row.created_by = ly_do.strip(), at, by
    save_recorded(row, by=by, reason=row.ly_do)
    log_act(
        by=by,
        at=at,
        xa=ke_hoach.xa,
        hanh_dong="Chấp nhận sai lệch",
        doi_tuong=row,
        mo_ta=f"Chấp nhận vấn đề {van_de.ma} của kế hoạch {ke_hoach.ma}: {van_de.thong_bao}",
        gia_tri_cu=truoc,
        gia_tri_moi={"in": row.gia_tri_in, "tinh": row.gia_tri_tinh},
        ly_do=row.ly_do,
    )
    return row


@transaction.atomic
def withdraw_acceptance(
    *, chap_nhan: ChapNhanSaiLech, thong_bao: str, ly_do: str, by: NguoiDung, at: datetime
) -> None:
    """Open a finding again that was let stand; the decision and its end stay on record.

    ``thong_bao`` is the finding's sentence. The caller has looked both up.

    :raises KhongDuocPhep: not this person's to decide.
    :raises LyDoKhongHopLe: no reason, or a reason that is too long.
    """
    ke_hoach, ma = chap_nhan.ke_hoach, chap_nhan.ma_van_de
    _require(by, ke_hoach, ma, ly_do)
    log_act(
        by=by,
        at=at,
        xa=ke_hoach.xa,
        hanh_dong="Rút chấp nhận sai lệch",
        doi_tuong=chap_nhan,
        mo_ta=f"Mở lại vấn đề {ma} của kế hoạch {ke_hoach.ma}: {thong_bao}",
        gia_tri_cu={"ly_do": chap_nhan.ly_do},
        ly_do=ly_do.strip(),
    )
    delete_recorded(chap_nhan, by=by, reason=ly_do.strip())


def _require(by: NguoiDung, ke_hoach: KeHoach, ma_van_de: str, ly_do: str) -> None:
    decision = may_accept(by, ke_hoach, ma_van_de)
    if not decision:
        raise KhongDuocPhep(decision.reason)
    if not 0 < len(ly_do.strip()) <= LY_DO_TOI_DA:
        raise LyDoKhongHopLe(ly_do.strip())
