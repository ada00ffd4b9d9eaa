"""Middleware of the portal as a whole."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

_KEY = "last_seen"
_STEP_SECONDS = 300


class IdleSessionMiddleware:
    """End a session after `SESSION_COOKIE_AGE` seconds without a request.

    The session is written at most once per five minutes of activity, not at every request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Renew the session's life when the last renewal is more than five minutes old."""
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            step = min(_STEP_SECONDS, settings.SESSION_COOKIE_AGE // 2)
            if now - request.session.get(_KEY, 0) > step:
                request.session[_KEY] = now
        return self.get_response(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Ask who isn't signed in to sign in, also when a session ended in the middle of an act.

    An act (POST) is not done: the person is told so and lands on the page they acted from. A
    request by htmx is answered 401, so that the page and what was typed into it stay.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponse]
    ) -> HttpResponse:
        """Answer a request that needs a person and has none."""
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=401)
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        messages.warning(
            request,
            "Phiên làm việc đã hết nên thao tác vừa rồi chưa được thực hiện. Hãy đăng nhập rồi "
            "làm lại.",
        )
        return redirect_to_login(_page_acted_from(request))


def _page_acted_from(request: HttpRequest) -> str:
    page = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not own:
        return settings.LOGIN_REDIRECT_URL
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


class RefusedMethodMiddleware:
    """Answer in words where a page is opened by a method it doesn't know (status 405).

    It happens to people who sign in again after pressing a button: they are led back to the
    address of the act, which only takes the press of the button.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put a page into the empty answer."""
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page
