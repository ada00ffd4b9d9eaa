"""Writing notices, rows of an outbox a worker delivers later; who wants the morning mail."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from donvi.ghi_chep import log_act
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
    gop_lai: bool = False,
) -> None:
    """Put one notice per person into the outbox; a repeated ``khoa_trung`` is left alone.

    ``gop_lai``: only keep on record that it was told, within another notice that says it for many.
    """
    more = {"trang_thai": ThongBao.TrangThai.GOP_LAI, "read_at": at} if gop_lai else {}
    ThongBao.objects.bulk_create(
        [
            ThongBao(
                nguoi_nhan=person,
                tieu_de=tieu_de[:200],
                noi_dung=noi_dung,
                duong_dan=duong_dan,
                khoa_trung=khoa_trung,
                created_at=at,
                **more,
            )
            for person in nguoi_nhan
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def choose_mail(*, nguoi_dung: NguoiDung, nhan_thu: bool, at: datetime) -> None:
    """Write down whether the person wants the morning mail; nothing if they said so before."""
    locked = NguoiDung.objects.select_for_update().get(pk=nguoi_dung.pk)
    if locked.nhan_thu == nhan_thu:
        return
    locked.nhan_thu = nhan_thu
    locked.save(update_fields=["nhan_thu"])
    act = "nhận thư buổi sáng" if nhan_thu else "không nhận thư buổi sáng"
    log_act(
        by=locked, at=at, xa=None, hanh_dong=act, doi_tuong=locked, mo_ta=f"{locked}: {act}",
        gia_tri_cu={"nhan_thu": not nhan_thu}, gia_tri_moi={"nhan_thu": nhan_thu},
    )  # fmt: skip


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
