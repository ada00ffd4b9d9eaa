"""The page behind a one-time link: a form on a phone, without an account.

Every secret that opens nothing gets the same answer, whatever the reason. The secret is in the
address, so the answers forbid keeping, indexing and passing it on. No CSRF token is asked for:
whoever could forge a request would have to know the secret, and then needs no forgery; and the
policy "no-referrer" makes browsers send no origin to compare.
"""

import re
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from redis.exceptions import RedisError

from baocao import lien_ket as services
from baocao.bo_nhap_nhanh import BoNhapNhanh, told_rows
from baocao.lien_ket import LienKetDaThayDoi, LienKetError
from baocao.models import LienKetNhap
from baocao.phieu_queries import load_rows
from baocao.policies_lien_ket import CHO_XAC_NHAN

PRIVATE = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store, private",
}
SAI_TOI_DA_MOI_PHUT = 60  # secrets from one address that open nothing, before 429
_BOX = re.compile(r"(nv|ct|ch)\d{1,18}-[a-z_]{1,30}|chung-[a-z_]{1,30}")
_NOT_WORDS = ("goc", "tinh_trang", "khong_phat_sinh")


def _private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        for name, value in PRIVATE.items():
            response[name] = value
        return response

    return answer


@login_not_required
@csrf_exempt
@_private
@require_http_methods(["GET", "HEAD", "POST"])
def quick_entry(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form to who holds its secret, keep what is typed, send it once."""
    lien_ket = services.open_link(token, timezone.now())
    if lien_ket is None:
        return _closed(request, token)
    if lien_ket.trang_thai == CHO_XAC_NHAN:
        return _show_sent(request, lien_ket, token)
    if request.method == "POST":
        return _take(request, lien_ket, token)
    return _show_entry(request, lien_ket, token)


def _take(
    request: HttpRequest, lien_ket: LienKetNhap, token: str, *, again: bool = True
) -> HttpResponse:
    """Keep the rows that can be read; send when asked to and nothing stands against it."""
    today, act = timezone.localdate(), request.POST.get("hanh_dong", "")
    rows = load_rows(lien_ket.phieu_bao_cao, today)
    boxes = BoNhapNhanh(lien_ket, rows, data=request.POST, on=today)
    typed = boxes.rows_to_keep(khong_phat_sinh=act == "khong_phat_sinh")
    try:
        if typed:
            lien_ket = services.keep_typed(
                lien_ket=lien_ket, rows=typed, lan_luu=lien_ket.lan_luu, at=timezone.now()
            )
        if act.startswith("gui") and boxes.is_valid():
            return _send(request, lien_ket, token, is_sure=act == "gui_luon")
    except LienKetError as error:
        return _refused(request, lien_ket, token, error, again=again)
    if request.htmx:  # type: ignore[attr-defined]
        return _show_state(request, lien_ket, boxes, typed)
    if boxes.is_valid():
        return _show_entry(request, lien_ket, token, da_luu=bool(typed))
    return _show_entry(request, lien_ket, token, boxes=boxes)


def _refused(
    request: HttpRequest, lien_ket: LienKetNhap, token: str, error: LienKetError, *, again: bool
) -> HttpResponse:
    """Try once more with what another device saved; a link closed meanwhile is closed."""
    fresh = services.open_link(token, timezone.now())
    if fresh is None or fresh.trang_thai == CHO_XAC_NHAN:
        return _closed(request, token)
    if again and isinstance(error, LienKetDaThayDoi):
        return _take(request, fresh, token, again=False)
    return _show_entry(request, fresh, token, loi=str(error))


def _send(
    request: HttpRequest, lien_ket: LienKetNhap, token: str, *, is_sure: bool
) -> HttpResponse:
    today = timezone.localdate()
    now = BoNhapNhanh(
        lien_ket, load_rows(lien_ket.phieu_bao_cao, today), data=None, on=today
    )  # fmt: skip
    if now.con_trong and not is_sure and lien_ket.noi_dung:
        return _show_entry(request, lien_ket, token, con_trong=now.con_trong)
    services.send_typed(lien_ket=lien_ket, lan_luu=lien_ket.lan_luu, at=timezone.now())
    return redirect("baocao:quick_entry", token)


def _show_entry(
    request: HttpRequest,
    lien_ket: LienKetNhap,
    token: str,
    *,
    boxes: BoNhapNhanh | None = None,
    da_luu: bool = False,
    loi: str = "",
    con_trong: list[str] | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    if boxes is None:
        rows = load_rows(lien_ket.phieu_bao_cao, today)
        boxes = BoNhapNhanh(lien_ket, rows, data=None, on=today)
    context = {
        "lien_ket": lien_ket,
        "phieu": lien_ket.phieu_bao_cao,
        "bo_phieu": boxes,
        "chu": _owner(token),
        "da_luu": da_luu,
        "loi": loi,
        "con_trong": con_trong or [],
    }
    status = 422 if loi or con_trong or boxes.data is not None else 200
    return render(request, "baocao/nhap_nhanh.html", context, status=status)


def _show_state(
    request: HttpRequest, lien_ket: LienKetNhap, boxes: BoNhapNhanh, typed: dict[str, Any]
) -> HttpResponse:
    """Answer an autosave: the state line, new versions of the rows kept, faults beside boxes."""
    today = timezone.localdate()
    now = BoNhapNhanh(lien_ket, boxes.rows, data=None, on=today)
    faulty = {fault.anchor for fault in boxes.cac_loi}
    context = {
        "lien_ket": lien_ket,
        "bo_phieu": boxes,
        "lan_luu": boxes.lan_luu if boxes.is_stale else lien_ket.lan_luu,
        "cac_goc": {f.add_prefix("goc"): f.saved_digest for f in now.tat_ca if f.prefix in typed},
        "het_loi": [one for one in request.POST.getlist("o_loi") if one not in faulty],
        "luc": timezone.now(),
    }
    status = 200 if boxes.is_valid() else 422
    return render(request, "baocao/_nhap_nhanh_luu.html", context, status=status)


def _show_sent(request: HttpRequest, lien_ket: LienKetNhap, token: str) -> HttpResponse:
    today = timezone.localdate()
    rows = load_rows(lien_ket.phieu_bao_cao, today)
    context = {
        "lien_ket": lien_ket,
        "phieu": lien_ket.phieu_bao_cao,
        "cac_dong": told_rows(lien_ket, rows, on=today),
        "chu": _owner(token),
    }
    return render(request, "baocao/nhap_nhanh_xong.html", context)


def _closed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a secret that opens nothing; words that came with it are shown, to be copied."""
    if request.method == "POST" and request.htmx:  # type: ignore[attr-defined]
        return render(request, "baocao/_nhap_nhanh_dong.html", status=422)
    context = {"cac_chu": _words(request), "chu": _owner(token)}
    status = 429 if _misses_too_often(request) else 404
    return render(request, "baocao/nhap_nhanh_dong.html", context, status=status)


def _words(request: HttpRequest) -> list[str]:
    """Give the words of a form that came too late."""
    names = [name for name in request.POST if _BOX.fullmatch(name)]
    typed = [request.POST[name] for name in names if not name.endswith(_NOT_WORDS)]
    return [text.replace("\x00", "") for text in typed if text.strip()]


def _misses_too_often(request: HttpRequest) -> bool:
    """Count a secret that opened nothing, by address and minute; never shuts out a good one.

    While Redis is away nothing is counted: a secret can't be guessed, counting only saves work.
    """
    minute = int(timezone.now().timestamp()) // 60
    key = f"nhap-nhanh:{request.META.get('REMOTE_ADDR', '')}:{minute}"
    try:
        cache.add(key, 0, timeout=120)
        return int(cache.incr(key)) > SAI_TOI_DA_MOI_PHUT
    except RedisError:
        return False


def _owner(token: str) -> str:
    """Name the holder of a secret for drafts kept in the phone's browser, without telling it."""
    return f"lk{sha256(f'nhap:{token}'.encode()).hexdigest()[:16]}"
