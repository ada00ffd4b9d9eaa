"""From the units of two cells to obligations: who leads a task, who coordinates."""

from collections.abc import Sequence

from donvi.goi_don_vi import DonViDuocGoi
from nhiemvu.models import NhiemVu, PhanCong, VaiPhanCong


def build_obligations(
    task: NhiemVu, leads: Sequence[DonViDuocGoi], others: Sequence[DonViDuocGoi]
) -> list[PhanCong]:
    """Make an obligation (unsaved) per unit; one named in both cells leads."""
    taken = {called.don_vi.pk for called in leads}
    parts = [(called, VaiPhanCong.CHU_TRI) for called in leads]
    parts += [(c, VaiPhanCong.PHOI_HOP) for c in others if c.don_vi.pk not in taken]
    return [
        PhanCong(nhiem_vu=task, don_vi=called.don_vi, vai_phan_cong=role, thuoc_nhom=called.nhom)
        for called, role in parts
    ]
