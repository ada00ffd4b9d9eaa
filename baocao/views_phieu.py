"""Pages of a unit's form: entering, sending, and the focal unit's reading and deciding."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from baocao import phieu as services
from baocao.bo_phieu import BoPhieu
from baocao.con_thieu import list_missing
from baocao.dien_san import HOAN_TAC, KHONG_PHAT_SINH, KY_TRUOC, DienSan, fill_in
from baocao.lien_ket_queries import waiting_links
from baocao.models import PhieuBaoCao
from baocao.phieu import PhieuDaThayDoi, PhieuError
from baocao.phieu_doc import load_reading
from baocao.phieu_queries import attach_evidence, load_rows
from baocao.policies import may_enter, may_reopen, may_submit, may_verify
from baocao.tra_loi import TraLoiError
from chitieu.services import SoLieuError
from donvi.http import SignedInRequest
from donvi.policies import require
from nhiemvu.services import TienDoError

JUST_FILLED = "phieu_vua_dien"  # of the session: form, boxes, number of rows
REFUSALS = (PhieuError, TienDoError, SoLieuError, TraLoiError)


def visible_form(request: SignedInRequest, pk: int) -> PhieuBaoCao:
    """Fetch a form this person may see, with plan, commune, unit and people: one query.

    :raises Http404: there is none, or it is another commune's or unit's.
    """
    forms = PhieuBaoCao.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "don_vi", "saved_by", "sent_by", "decided_by"
    )
    return get_object_or_404(forms, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a form (to its unit for entering, to others for reading); POST saves the draft."""
    phieu = visible_form(request, pk)
    decision = may_enter(request.user, phieu)
    if request.method == "POST":
        if request.htmx and not decision:
            return _show_refusal(request, phieu, decision.reason)
        require(decision)
        return _save(request, phieu)
    if not decision:
        return _show_reading(request, phieu)
    today = timezone.localdate()
    rows = attach_evidence(load_rows(phieu, today), phieu)
    bo_phieu = BoPhieu(phieu, rows, data=None, on=today)
    more = {"cac_thieu": list_missing(rows), "kiem_tra": "kiem_tra" in request.GET}
    return _show_entry(request, phieu, bo_phieu, more | _take_just_filled(request, phieu))


def _save(request: SignedInRequest, phieu: PhieuBaoCao, *, again: bool = True) -> HttpResponse:
    """Save what was sent; when another request saved meanwhile, compare once more with that."""
    today = timezone.localdate()
    rows = load_rows(phieu, today)
    if not request.htmx:
        rows = attach_evidence(rows, phieu)
    bo_phieu = BoPhieu(phieu, rows, data=request.POST, on=today)
    act = request.POST.get("hanh_dong", "")
    # An autosave keeps every row that can be kept; a button saves the whole page or nothing of it.
    if not bo_phieu.is_valid() and (not request.htmx or bo_phieu.co_xung_dot):
        return _show_unsaved(request, phieu, bo_phieu, "")
    filled = fill_in(bo_phieu, act, request.POST.get("o_vua_dien", ""))
    try:
        saved = services.save_form(
            phieu=phieu, noi_dung=filled.noi_dung, lan_luu=phieu.lan_luu,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except (*REFUSALS, ValidationError) as error:
        if again and isinstance(error, PhieuDaThayDoi):
            return _save(request, visible_form(request, phieu.pk), again=False)
        refusal = " ".join(getattr(error, "messages", None) or [str(error)])
        return _show_unsaved(request, phieu, bo_phieu, refusal)
    if request.htmx:
        kept = {"da_luu": True} if bo_phieu.is_valid() else {"luu_mot_phan": True}
        return _show_save_state(request, saved, bo_phieu, kept)
    return _after_save(request, saved, act, filled)


def _show_unsaved(
    request: SignedInRequest, phieu: PhieuBaoCao, bo_phieu: BoPhieu, refusal: str
) -> HttpResponse:
    if request.htmx:
        return _show_save_state(request, phieu, bo_phieu, {"loi_chung": refusal})
    return _show_entry(request, phieu, bo_phieu, {"loi_chung": refusal}, status=422)


def _after_save(
    request: SignedInRequest, phieu: PhieuBaoCao, act: str, filled: DienSan
) -> HttpResponse:
    """Lead on from a saved page to where the pressed button goes."""
    name, _, place = act.partition("-")
    if name == "gui":
        return redirect("baocao:form_submit", phieu.pk)
    if name == "minh_chung":
        return redirect(f"{reverse('baocao:evidence', args=[phieu.pk])}?noi={place}")
    address = reverse("baocao:form", args=[phieu.pk])
    if name == "kiem_tra":
        return redirect(f"{address}?kiem_tra=1#con-thieu")
    messages.success(request, _what_was_done(name, filled))
    if filled.cac_o:
        request.session[JUST_FILLED] = [phieu.pk, " ".join(filled.cac_o), filled.so_muc]
    return redirect(f"{address}#{place}" if place else address)


def _what_was_done(act: str, filled: DienSan) -> str:
    if act == HOAN_TAC:
        return "Đã bỏ nội dung vừa điền sẵn. Phiếu chưa được gửi."
    if act == KY_TRUOC and filled.so_muc:
        return (
            f"Đã lấy nội dung kỳ trước vào {filled.so_muc} mục. Hãy sửa cho đúng với kỳ này; "
            "phiếu chưa được gửi."
        )
    if act == KY_TRUOC:
        return "Đã lưu nháp. Không có ô trống nào để lấy nội dung kỳ trước vào."
    if act == KHONG_PHAT_SINH:
        return f"Đã ghi không phát sinh cho {filled.so_muc} nhiệm vụ. Phiếu chưa được gửi."
    return "Đã lưu nháp. Phiếu chưa được gửi."


def _take_just_filled(request: SignedInRequest, phieu: PhieuBaoCao) -> dict[str, Any]:
    """Give, once, the boxes of this form the last page filled in, so that it can be undone."""
    pk, boxes, count = request.session.pop(JUST_FILLED, [0, "", 0])
    return {"o_vua_dien": boxes, "so_vua_dien": count} if pk == phieu.pk else {}


def _show_entry(
    request: SignedInRequest,
    phieu: PhieuBaoCao,
    bo_phieu: BoPhieu,
    more: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    context = {
        "phieu": phieu,
        "bo_phieu": bo_phieu,
        "duong_dan": _crumbs(phieu),
        "lien_ket_cho": waiting_links(phieu, request.user),
        "is_late": phieu.is_overdue(timezone.localdate()),
        "cac_thieu": None,
        "kiem_tra": False,
        "o_vua_dien": "",
        "so_vua_dien": 0,
        "loi_chung": "",
    }
    return render(request, "baocao/form.html", context | more, status=status)


def _show_refusal(request: SignedInRequest, phieu: PhieuBaoCao, reason: str) -> HttpResponse:
    """Answer an autosave that is not allowed (any more): the state line says why."""
    context = {
        "phieu": phieu, "lan_luu": phieu.lan_luu, "loi_chung": f"Chưa lưu. {reason}",
        "da_luu": False, "luc": None, "cac_thieu": None, "cac_loi": [], "co_xung_dot": False,
        "tu_dong": True, "luu_mot_phan": False, "o_xung_dot": [],
    }  # fmt: skip
    return render(request, "baocao/_trang_thai_luu.html", context, status=422)


def _show_save_state(
    request: SignedInRequest, phieu: PhieuBaoCao, bo_phieu: BoPhieu, more: dict[str, Any]
) -> HttpResponse:
    """Answer an autosave: the state line, and the faults beside their boxes."""
    faulty = {fault.anchor for fault in bo_phieu.cac_loi}
    shown_before = request.POST.getlist("o_loi")
    # Other people's rows stay unread on this page, so it keeps the version it was opened with.
    seen = bo_phieu.lan_luu if bo_phieu.is_stale else phieu.lan_luu
    rows = load_rows(phieu, timezone.localdate())
    is_kept = bool({"da_luu", "luu_mot_phan"} & set(more))
    context = {
        "phieu": phieu,
        "bo_phieu": bo_phieu,
        "lan_luu": seen,
        "cac_thieu": list_missing(rows),
        "cac_goc": bo_phieu.saved_versions(phieu, rows) if is_kept else {},
        "het_loi": [anchor for anchor in shown_before if anchor not in faulty],
        "luc": timezone.now(),
        "da_luu": False,
        "luu_mot_phan": False,
        "loi_chung": "",
    }
    status = 200 if more.get("da_luu") else 422
    return render(request, "baocao/_tra_loi_luu.html", context | more, status=status)


def _show_reading(
    request: SignedInRequest, phieu: PhieuBaoCao, more: dict[str, Any] | None = None
) -> HttpResponse:
    context = {
        "phieu": phieu,
        "doc": load_reading(phieu, request.user, timezone.localdate()),
        "duong_dan": _crumbs(phieu),
        "lien_ket_cho": waiting_links(phieu, request.user),
        "may_verify": may_verify(request.user, phieu),
        "may_reopen": may_reopen(request.user, phieu),
        "is_late": phieu.is_overdue(timezone.localdate()),
        "loi": "",
        "ly_do": "",
    }
    status = 422 if more else 200
    return render(request, "baocao/form_doc.html", context | (more or {}), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def form_submit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what is missing before sending; POST sends."""
    phieu = visible_form(request, pk)
    decision = may_submit(request.user, phieu)
    if request.method != "POST" and not decision:
        return redirect("baocao:form", pk)
    require(decision)
    if request.method != "POST":
        return _show_submit(request, phieu)
    ly_do = request.POST.get("ly_do_thieu", "")
    try:
        services.submit(
            phieu=phieu, lan_luu=_version(request), by=request.user, at=timezone.now(),
            ly_do_thieu=ly_do,
        )  # fmt: skip
    except PhieuDaThayDoi as error:
        phieu.refresh_from_db(fields=["lan_luu"])
        return _show_submit(request, phieu, {"loi": str(error), "ly_do": ly_do})
    except PhieuError as error:
        return _show_submit(request, phieu, {"loi": str(error), "ly_do": ly_do})
    messages.success(request, f"Đã gửi phiếu {phieu.period.label} cho đơn vị đầu mối.")
    return redirect("baocao:form", pk)


def _show_submit(
    request: SignedInRequest, phieu: PhieuBaoCao, more: dict[str, Any] | None = None
) -> HttpResponse:
    context = {
        "phieu": phieu,
        "cac_thieu": services.missing_to_submit(phieu),
        "is_late": phieu.is_overdue(timezone.localdate()),
        "duong_dan": [*_crumbs(phieu)[:-1], ("Gửi phiếu", "")],
        "loi": "",
        "ly_do": phieu.ly_do_thieu,
    }
    status = 422 if more else 200
    return render(request, "baocao/form_submit.html", context | (more or {}), status=status)


@require_POST
def form_accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Accept a sent form."""
    phieu = visible_form(request, pk)
    require(may_verify(request.user, phieu))
    try:
        services.accept(phieu=phieu, lan_luu=_version(request), by=request.user, at=timezone.now())
    except PhieuError as error:
        return _show_reading(request, visible_form(request, pk), {"loi": str(error)})
    messages.success(request, f"Đã tiếp nhận phiếu của {phieu.don_vi}.")
    return redirect("baocao:form", pk)


@require_POST
def form_send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Return a sent form with a reason."""
    phieu = visible_form(request, pk)
    require(may_verify(request.user, phieu))
    return _decide_with_reason(request, phieu, services.send_back, "Đã trả lại phiếu của")


@require_POST
def form_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Reopen an accepted form with a reason."""
    phieu = visible_form(request, pk)
    require(may_reopen(request.user, phieu))
    return _decide_with_reason(request, phieu, services.reopen, "Đã mở lại phiếu của")


def _decide_with_reason(
    request: SignedInRequest, phieu: PhieuBaoCao, act: Any, done: str
) -> HttpResponse:
    ly_do = request.POST.get("ly_do", "")
    try:
        act(
            phieu=phieu, ly_do=ly_do, lan_luu=_version(request),
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except PhieuError as error:
        fresh = visible_form(request, phieu.pk)
        return _show_reading(request, fresh, {"loi": str(error), "ly_do": ly_do})
    messages.success(request, f"{done} {phieu.don_vi}. Đơn vị đã được báo.")
    return redirect("baocao:form", phieu.pk)


def _version(request: SignedInRequest) -> int:
    text = request.POST.get("lan_luu", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _crumbs(phieu: PhieuBaoCao) -> list[tuple[str, str]]:
    plan = reverse("kehoach:detail", args=[phieu.ke_hoach.ma])
    return [
        ("Trang chủ", "/"),
        ("Kế hoạch", plan),
        (f"Phiếu {phieu.period.label}", ""),
    ]
