"""Django's own permission questions, answered by role and not by rows of the database."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import BaseBackend

from donvi.policies import may_administer

if TYPE_CHECKING:
    from donvi.models import NguoiDung


class QuanTriBackend(BaseBackend):
    """Give whoever administers the portal every permission of the admin site; nobody else any."""

    def has_perm(self, user_obj: "NguoiDung", perm: str, obj: Any = None) -> bool:  # type: ignore[override]
        return may_administer(user_obj).allowed

    def has_module_perms(self, user_obj: "NguoiDung", app_label: str) -> bool:
        return may_administer(user_obj).allowed
