"""How far the saving of a file is (tiến độ lưu): told while its transaction is still open.

Kept beside the database, which shows nothing of an open transaction, and only for being looked at:
where it can't be kept or read (Redis is away), saving goes on.
"""

from contextlib import suppress

from django.core.cache import cache
from redis.exceptions import RedisError

from nhapxuat.models import LanNhap

GIU = 600  # seconds


def keep_progress(pk: int, phan_tram: int, buoc: str) -> None:
    """Tell percent and step of a file that is being saved."""
    with suppress(RedisError):
        cache.set(_key(pk), (phan_tram, buoc), GIU)


def forget_progress(pk: int) -> None:
    """Tell no more of a file, for its row says all."""
    with suppress(RedisError):
        cache.delete(_key(pk))


def load_progress(lan_nhap: LanNhap) -> tuple[int, str]:
    """Say how far the work on a file is: percent and step."""
    told: tuple[int, str] | None = None
    with suppress(RedisError):
        told = cache.get(_key(lan_nhap.pk))
    return told or (lan_nhap.phan_tram, lan_nhap.buoc_dang_lam)


def _key(pk: int) -> str:
    return f"nhap-{pk}"
