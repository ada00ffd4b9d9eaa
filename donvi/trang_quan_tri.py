"""The admin site itself: who enters, and one place each for signing in, out and the password."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator

from donvi.policies import may_administer, require

View = Callable[..., HttpResponseBase]


class TrangQuanTri(AdminSite):
    """Django's admin site, entered by role and without a second sign-in page of its own."""

    site_header = site_title = "Quản trị dữ liệu"
    index_title = "Sửa dữ liệu có ghi nhận"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        return may_administer(request.user).allowed

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # noqa: FBT001, FBT002 - Django's signature
        """Tell a signed-in person without the role why, instead of asking to sign in again."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated:
                require(may_administer(request.user))
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, inner)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send strangers to the portal's sign-in page, and others in (or tell them why not)."""
        home = reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next", home))
        require(may_administer(request.user))
        return redirect(home)

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
        return LogoutView.as_view()(request)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("donvi:doi_mat_khau")

    def password_change_done(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("donvi:doi_mat_khau_xong")
