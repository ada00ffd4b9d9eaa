"""The request of a signed-in person, so that views need no cast."""

from django.http import HttpRequest

from donvi.models import NguoiDung


class SignedInRequest(HttpRequest):
    """A request that passed ``LoginRequiredMiddleware``."""

    user: NguoiDung
    htmx: bool
