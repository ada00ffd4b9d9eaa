"""Middleware of the portal as a whole."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

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
