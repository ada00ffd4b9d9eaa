"""The way back to the page a person came from, only ever a page of the portal."""

from django.utils.http import url_has_allowed_host_and_scheme

from donvi.http import SignedInRequest


def way_back(request: SignedInRequest, default: str) -> str:
    """Give the address asked for as ``ve``, or the default where that is none of the portal's."""
    wanted = request.POST.get("ve") or request.GET.get("ve") or ""
    own = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if own and wanted.startswith("/") and wanted.isprintable() else default
