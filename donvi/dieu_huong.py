"""The navigation a signed-in person sees, by role (a template context processor)."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from donvi.models import DonVi, ThongBao
from donvi.policies import PhamVi, scope_of


def dieu_huong(request: HttpRequest) -> dict[str, Any]:
    """Offer the navigation lazily: pages that draw none pay no query."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {"dieu_huong": [], "ten_xa": "", "ten_don_vi": "", "so_thong_bao": 0}
    scope = scope_of(request.user)
    units = SimpleLazyObject(lambda: _own_units(scope))
    return {
        "dieu_huong": _items(request, scope),
        "ten_xa": SimpleLazyObject(lambda: _first_of((str(u.xa) for u in units), "xã, phường")),
        "ten_don_vi": SimpleLazyObject(lambda: _first_of(map(str, units), "đơn vị")),
        "so_thong_bao": SimpleLazyObject(lambda: _unread(request)),
    }


# Pages of one row of a plan have addresses of their own, and belong to the plans all the same.
OF_PLANS = ("/ke-hoach/", "/chi-tieu/", "/nhiem-vu/", "/bao-cao/", "/cong-van/", "/van-ban/",
            "/phien-ban/", "/dieu-chinh/")  # fmt: skip


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


def _own_units(scope: PhamVi) -> list[DonVi]:
    """List the units in which this person holds a role, with their communes (1 query)."""
    held = {role.don_vi_id for role in scope.cac_vai_tro if role.don_vi_id is not None}
    return list(DonVi.objects.filter(pk__in=held).select_related("xa").order_by("pk"))


def _first_of(names: Iterable[str], kind: str) -> str:
    """Name the first and count the others: "xã Vũ Quang và 2 xã, phường khác"."""
    different = list(dict.fromkeys(names))
    if len(different) < 2:
        return "".join(different)
    return f"{different[0]} và {len(different) - 1} {kind} khác"


def _unread(request: HttpRequest) -> int:
    return ThongBao.objects.filter(nguoi_nhan_id=request.user.pk, read_at__isnull=True).count()
