"""Reports that are out of date, because a form they stand on was accepted or reopened since.

A frozen report is never touched. A submitted one is only marked: the leader who reads it decides
whether it goes back. A draft is compiled again by a worker; edited words stay (``tong_hop``).
"""

from datetime import datetime

from django.db import transaction

from baocao import tasks_bao_cao
from baocao.models import BaoCao, BaoCaoQuerySet, PhieuBaoCao
from baocao.trang_thai import TrangThaiBaoCao
from donvi.ghi_chep import save_recorded
from donvi.hang_doi import hand_over

UNFROZEN = (TrangThaiBaoCao.DU_THAO, TrangThaiBaoCao.CHO_DUYET)


def depending_on(phieu: PhieuBaoCao) -> BaoCaoQuerySet:
    """List the compiled, unfrozen reports whose figures go up to the form's cut-off or later."""
    return BaoCao.objects.filter(
        ke_hoach=phieu.ke_hoach,
        den_ngay__gte=phieu.den_ngay,
        compiled_at__isnull=False,
        trang_thai__in=[str(state) for state in UNFROZEN],
    ).order_by("den_ngay", "pk")


@transaction.atomic
def mark_stale(*, phieu: PhieuBaoCao, at: datetime, reason: str) -> int:
    """Mark what depends on the form as out of date and ask a worker for it; say how many.

    Runs in the transaction of the act on the form; the worker is asked once that is committed.
    """
    reports = list(depending_on(phieu).select_for_update(of=("self",)))
    for report in reports:
        report.stale_at = at
        save_recorded(report, by=None, reason=reason)
    if reports:
        plan_id = phieu.ke_hoach_id
        transaction.on_commit(
            lambda: hand_over(tasks_bao_cao.recompile_stale, ke_hoach_id=plan_id), robust=True
        )  # without a queue the act on the form stands; the mark stays until beat asks again
    return len(reports)
