"""The unit amounts are shown in: chosen on any page, kept in its address and for the session."""

from django.http import HttpRequest

DON_VI_HIEN = {"dong": "đồng", "trieu": "triệu đồng"}
_KHOA = "don_vi_tien"


def chosen_unit(request: HttpRequest) -> str:
    """Give the unit this person chose ("dong", "trieu"), now or earlier; "" for none.

    A unit in the address (``?tien=``) is remembered; words that are no unit change nothing.
    """
    asked = request.GET.get("tien", "")
    session = getattr(request, "session", None)
    if session is None:
        return asked if asked in DON_VI_HIEN else ""
    if asked in DON_VI_HIEN and session.get(_KHOA) != asked:
        session[_KHOA] = asked
    stored = session.get(_KHOA, "")
    return stored if stored in DON_VI_HIEN else ""


def money_unit(request: HttpRequest) -> dict[str, str]:
    """Hand the chosen unit to every page (context processor)."""
    return {"don_vi_tien": chosen_unit(request)}
