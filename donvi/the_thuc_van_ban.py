"""The layout a commune chose for its documents: which one counts, and the change of it."""

from datetime import datetime

from django.db import transaction

from donvi.ghi_chep import log_act, save_recorded
from donvi.models import NguoiDung, TheThucVanBan, Xa
from vanban.the_thuc import ThamSo

CAC_SO_DO = (
    "co_chu", "co_chu_bang", "quoc_hieu_lon", "thut_dong", "gian_dong",
    "le_tren", "le_duoi", "le_trai", "le_phai",
)  # fmt: skip


def layout_of(xa: Xa, *, as_of: datetime | None = None) -> ThamSo:
    """Give the layout of a commune's documents (1 query); the defaults when it chose none.

    ``as_of`` asks for the layout as it stood at that moment, inclusive: a document that was
    approved keeps the layout it was approved in, whatever is chosen later.
    """
    if as_of is None:
        row = TheThucVanBan.objects.filter(xa=xa).first()
        return row.tham_so if row else ThamSo()
    past = TheThucVanBan.history.filter(xa=xa, history_date__lte=as_of)
    last = past.order_by("-history_date", "-history_id").first()
    return last.instance.tham_so if last and last.history_type != "-" else ThamSo()


@transaction.atomic
def save_layout(*, xa: Xa, tham_so: ThamSo, by: NguoiDung, at: datetime) -> TheThucVanBan:
    """Choose the layout of the commune's documents from now on; old and new go on record.

    Choosing what already counts writes nothing. Two people choosing at once: the later one wins,
    both choices are on record.
    """
    Xa.objects.select_for_update().get(pk=xa.pk)
    row = TheThucVanBan.objects.filter(xa=xa).first() or TheThucVanBan(xa=xa)
    before = row.tham_so
    if row.pk and before == tham_so:
        return row
    for name in CAC_SO_DO:
        setattr(row, name, getattr(tham_so, name))
    save_recorded(row, by=by, reason="Chọn thể thức văn bản", at=at)
    log_act(
        by=by, at=at, xa=xa, hanh_dong="chọn thể thức văn bản", doi_tuong=row,
        mo_ta=f"Chọn thể thức văn bản của {xa}", gia_tri_cu=_shown(before),
        gia_tri_moi=_shown(tham_so),
    )  # fmt: skip
    return row


def _shown(tham_so: ThamSo) -> dict[str, str]:
    return {name: str(getattr(tham_so, name)) for name in CAC_SO_DO}
