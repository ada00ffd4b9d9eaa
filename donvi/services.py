"""Writing notices: rows of an outbox, delivered later by a worker."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from donvi.models import NguoiDung, ThongBao


@transaction.atomic
def notify(
    *,
    nguoi_nhan: Iterable[NguoiDung],
    tieu_de: str,
    duong_dan: str,
    khoa_trung: str,
    at: datetime,
    noi_dung: str = "",
) -> None:
    """Put one notice per person into the outbox; a repeated ``khoa_trung`` is left alone."""
    ThongBao.objects.bulk_create(
        [
            ThongBao(
                nguoi_nhan=person,
                tieu_de=tieu_de[:200],
                noi_dung=noi_dung,
                duong_dan=duong_dan,
                khoa_trung=khoa_trung,
                created_at=at,
            )
            for person in nguoi_nhan
        ],
        ignore_conflicts=True,
    )


def read_notices(*, nguoi_nhan: NguoiDung, at: datetime) -> None:
    """Mark the person's unread notices as read at the given moment."""
    nguoi_nhan.cac_thong_bao.filter(read_at__isnull=True).update(read_at=at)


def withdraw_notices(ids: Collection[int], *, at: datetime) -> None:
    """Take back unread notices of what is done by now: read, and left out of the morning mail."""
    rows = ThongBao.objects.filter(pk__in=ids, read_at__isnull=True)
    rows.filter(trang_thai=ThongBao.TrangThai.CHO_GUI).update(
        trang_thai=ThongBao.TrangThai.KHONG_GUI
    )
    rows.update(read_at=at)
