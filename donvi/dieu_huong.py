"""The navigation a signed-in person sees, by role (a template context processor)."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from donvi.models import ThongBao, Xa
from donvi.policies import PhamVi, scope_of


def dieu_huong(request: HttpRequest) -> dict[str, Any]:
    """Offer the navigation lazily: pages that draw none pay no query."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {"dieu_huong": [], "ten_xa": "", "so_thong_bao": 0}
    scope = scope_of(request.user)
    return {
        "dieu_huong": _items(request, scope),
        "ten_xa": SimpleLazyObject(lambda: _commune_name(scope)),
        "so_thong_bao": SimpleLazyObject(lambda: _unread(request)),
    }


# Pages of one row of a plan have addresses of their own, and belong to the plans all the same.
OF_PLANS = ("/ke-hoach/", "/chi-tieu/", "/nhiem-vu/", "/bao-cao/")


def _items(request: HttpRequest, scope: PhamVi) -> list[tuple[str, str, bool, str]]:
    home, plans = reverse("baocao:home"), reverse("kehoach:list")
    notices = reverse("donvi:thong_bao")
    items = [
        ("Trang chủ", home, request.path == home, "home"),
        ("Kế hoạch", plans, request.path.startswith(OF_PLANS), "clipboard-document-list"),
        ("Thông báo", notices, request.path.startswith(notices), "bell"),
    ]
    if scope.is_admin:
        items.append(("Quản trị", reverse("admin:index"), False, "cog-6-tooth"))
    return items


def _commune_name(scope: PhamVi) -> str:
    """Name the communes of the person's units: both of two, the first of more (1 query)."""
    names = [str(xa) for xa in Xa.objects.filter(pk__in=scope.xa_ids).order_by("pk")]
    if len(names) > 2:
        return f"{names[0]} và {len(names) - 1} xã, phường khác"
    return ", ".join(names)


def _unread(request: HttpRequest) -> int:
    return ThongBao.objects.filter(nguoi_nhan_id=request.user.pk, read_at__isnull=True).count()
