"""From the units of two cells to obligations: who leads a task, who coordinates."""

from collections.abc import Collection, Sequence

from donvi.ghi_chep import delete_recorded, save_recorded
from donvi.goi_don_vi import DonViDuocGoi
from donvi.khuon_dong import KhuonDong
from donvi.models import NguoiDung
from nhiemvu.models import NhiemVu, PhanCong, VaiPhanCong

_KHUON = {role: KhuonDong(PhanCong, vai_phan_cong=role) for role in VaiPhanCong}


def build_obligations(
    task: NhiemVu, leads: Sequence[DonViDuocGoi], others: Sequence[DonViDuocGoi]
) -> list[PhanCong]:
    """Make an obligation (unsaved) per unit; one named in both cells leads."""
    taken = {called.don_vi.pk for called in leads}
    parts = [(called, VaiPhanCong.CHU_TRI) for called in leads]
    parts += [(c, VaiPhanCong.PHOI_HOP) for c in others if c.don_vi.pk not in taken]
    return [
        _KHUON[role].make(nhiem_vu=task, don_vi=called.don_vi, thuoc_nhom=called.nhom)
        for called, role in parts
    ]


def find_in_use(parts: Sequence[PhanCong]) -> set[int]:
    """Find the obligations that other rows stand on or that carry progress (a query per table)."""
    used = {part.pk for part in parts if part.ky_moi_nhat or part.han_gia_han}
    keys = [part.pk for part in parts]
    for link in PhanCong._meta.related_objects if keys else ():
        name = link.field.name
        rows = link.related_model._default_manager.filter(**{f"{name}__in": keys})
        used |= set(rows.values_list(f"{name}__pk", flat=True))
    return used


def settle_obligations(
    *,
    task: NhiemVu,
    leads: Sequence[DonViDuocGoi],
    others: Sequence[DonViDuocGoi],
    changed: Collection[VaiPhanCong],
    by: NguoiDung | None,
    reason: str = "",
) -> list[PhanCong]:
    """Add, change and drop obligations of one task as its corrected cells say; give those kept.

    ``changed`` are the cells whose words changed: who was given a part beside the words of a cell
    that stayed keeps it. A unit no longer named keeps its part once it has reported; these are
    the rows given back, for a leader to decide.
    """
    parts = task.cac_phan_cong.select_related("don_vi").order_by("pk")
    known = {part.don_vi_id: part for part in parts}
    wanted = {part.don_vi_id: part for part in build_obligations(task, leads, others)}
    for key, part in wanted.items():
        if key not in known:
            save_recorded(part, by=by, reason=reason)
        elif changed and known[key].vai_phan_cong != part.vai_phan_cong:
            known[key].vai_phan_cong, known[key].thuoc_nhom = part.vai_phan_cong, part.thuoc_nhom
            save_recorded(known[key], by=by, reason=reason)
    gone = [p for key, p in known.items() if key not in wanted and p.vai_phan_cong in changed]
    used = find_in_use(gone)
    for part in gone:
        if part.pk not in used:
            delete_recorded(part, by=by, reason=reason)
    return [part for part in gone if part.pk in used]
