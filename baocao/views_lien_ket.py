"""Pages of officers about one-time links: giving one out, and confirming what came through it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from baocao import lien_ket as services
from baocao.bo_nhap_nhanh import compare, refused_choices, told_rows, typed_form
from baocao.con_thieu import list_missing
from baocao.forms_lien_ket import TaoLienKetForm
from baocao.lien_ket import LienKetError
from baocao.models import LienKetNhap, PhieuBaoCao
from baocao.phieu import PhieuConThieu, PhieuDaThayDoi
from baocao.phieu_queries import load_rows
from baocao.policies import fills_for
from baocao.policies_lien_ket import (
    has_account,
    may_confirm,
    may_link,
    may_refuse,
    may_see_links,
)
from baocao.views_phieu import REFUSALS, visible_form
from donvi.http import SignedInRequest
from donvi.policies import require


@require_http_methods(["GET", "HEAD", "POST"])
def link_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the links of a form and give out a new one; its address is shown once, in the answer."""
    phieu = visible_form(request, pk)
    require(may_see_links(request.user, phieu))
    decision = may_link(request.user, phieu)
    if request.method != "POST":
        return _show_links(request, phieu, TaoLienKetForm() if decision else None, decision.reason)
    require(decision)
    form = TaoLienKetForm(request.POST)
    if form.is_valid():
        try:
            made, token = services.create_link(
                phieu=phieu, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except LienKetError as error:
            form.add_error(getattr(error, "field", "") or None, str(error))
        else:
            return _show_once(request, made, token)
    return _show_links(request, phieu, form)


def _show_links(
    request: SignedInRequest, phieu: PhieuBaoCao, form: TaoLienKetForm | None, reason: str = ""
) -> HttpResponse:
    links = phieu.cac_lien_ket.select_related("created_by", "decided_by")
    context = {
        "phieu": phieu,
        "form": form,
        "ly_do_khong": reason,
        "cac_lien_ket": links.order_by("-created_at", "-pk"),
        "luc": timezone.now(),
        "duong_dan": _trail(phieu, "Liên kết nhập nhanh"),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "baocao/lien_ket_list.html", context, status=status)


def _show_once(request: SignedInRequest, lien_ket: LienKetNhap, token: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("baocao:quick_entry", args=[token]))
    context = {
        "lien_ket": lien_ket,
        "dia_chi": address,
        "duong_dan": _trail(lien_ket.phieu_bao_cao, "Liên kết nhập nhanh"),
    }
    response = render(request, "baocao/lien_ket_moi.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def visible_link(request: SignedInRequest, pk: int) -> LienKetNhap:
    """Fetch a link to a form this person may see (1 query).

    :raises Http404: there is none, or its form is not to be seen.
    """
    links = LienKetNhap.objects.visible_to(request.user).select_related(
        "phieu_bao_cao__ke_hoach__xa", "phieu_bao_cao__ke_hoach__don_vi_dau_moi",
        "phieu_bao_cao__don_vi", "phieu_bao_cao__saved_by", "created_by", "decided_by",
    )  # fmt: skip
    return get_object_or_404(links, pk=pk)


@require_POST
def link_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a link nothing was sent through."""
    lien_ket = visible_link(request, pk)
    require(may_see_links(request.user, lien_ket.phieu_bao_cao))
    try:
        services.revoke_link(lien_ket=lien_ket, by=request.user, at=timezone.now())
    except LienKetError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã thu hồi liên kết của {lien_ket.nguoi_nhap}.")
    return redirect("baocao:link_new", lien_ket.phieu_bao_cao_id)


@require_http_methods(["GET", "HEAD", "POST"])
def link_confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what was typed beside the form's draft; POST writes the rows taken into the form."""
    lien_ket = visible_link(request, pk)
    require(may_see_links(request.user, lien_ket.phieu_bao_cao))
    if request.method != "POST":
        return _show_comparison(request, lien_ket)
    require(may_confirm(request.user, lien_ket))
    today = timezone.localdate()
    rows = load_rows(lien_ket.phieu_bao_cao, today)
    pairs = compare(lien_ket, rows, _chosen(request), on=today)
    if open_rows := refused_choices(pairs):
        text = "Hãy chọn nội dung cho từng mục hai bên khác nhau: " + "; ".join(open_rows)
        return _show_comparison(request, lien_ket, {"loi": text})
    taken = typed_form(lien_ket, rows, {p.prefix for p in pairs if p.chon == "lay"}, on=today)
    try:
        services.confirm_typed(
            lien_ket=lien_ket, noi_dung=_values(taken), lan_luu=_version(request),
            by=request.user, at=timezone.now(),
            gui=_sends(request, lien_ket.phieu_bao_cao),
            ly_do_thieu=request.POST.get("ly_do_thieu", ""),
        )  # fmt: skip
    except PhieuConThieu as error:
        missing = {"loi": str(error), "cac_thieu": error.cac_muc}
        return _show_comparison(request, lien_ket, missing)
    except (*REFUSALS, LienKetError, ValidationError) as error:
        return _show_comparison(request, visible_link(request, pk), {"loi": _sentence(error)})
    messages.success(request, f"Đã đưa nội dung {lien_ket.nguoi_nhap} nhập vào phiếu.")
    return redirect("baocao:form", lien_ket.phieu_bao_cao_id)


def _choices(request: SignedInRequest, phieu: PhieuBaoCao) -> list[str]:
    """List what a confirmation may do: "luu" into the draft, "gui" the form as well.

    The unit's own people choose. The focal unit sends for a unit without account, which nobody else
    could do, and leaves the sending to a unit that has one.
    """
    if fills_for(request.user, phieu):
        return ["luu", "gui"]
    return ["luu"] if has_account(phieu) else ["gui"]


def _sends(request: SignedInRequest, phieu: PhieuBaoCao) -> bool:
    choices = _choices(request, phieu)
    return choices == ["gui"] or ("gui" in choices and request.POST.get("hanh_dong") == "gui")


def _values(taken: Any) -> Any:
    if not taken.is_valid():  # refused before: rows that can't be read are never taken
        raise ValidationError("Có mục chưa đọc được; hãy chọn giữ nội dung đang có của mục đó.")
    return taken.noi_dung()


def _sentence(error: Exception) -> str:
    if isinstance(error, PhieuDaThayDoi):
        return (
            "Chưa xác nhận: phiếu vừa được người khác sửa. Hãy xem lại hai nội dung dưới đây rồi "
            "xác nhận."
        )
    return " ".join(getattr(error, "messages", None) or [str(error)])


@require_POST
def link_refuse(request: SignedInRequest, pk: int) -> HttpResponse:
    """Refuse what was typed through a link, with a reason."""
    lien_ket = visible_link(request, pk)
    require(may_refuse(request.user, lien_ket))
    ly_do = request.POST.get("ly_do", "")
    try:
        services.refuse_typed(
            lien_ket=lien_ket, ly_do=ly_do, by=request.user, at=timezone.now()
        )  # fmt: skip
    except LienKetError as error:
        return _show_comparison(request, lien_ket, {"loi": str(error), "ly_do": ly_do})
    messages.success(request, "Đã ghi lý do không nhận; nội dung vẫn được giữ để xem lại.")
    return redirect("baocao:link_new", lien_ket.phieu_bao_cao_id)


def _show_comparison(
    request: SignedInRequest, lien_ket: LienKetNhap, more: dict[str, Any] | None = None
) -> HttpResponse:
    phieu, today = lien_ket.phieu_bao_cao, timezone.localdate()
    rows, waiting = load_rows(phieu, today), may_refuse(request.user, lien_ket)
    pairs = compare(lien_ket, rows, _chosen(request), on=today) if waiting else []
    context = {
        "lien_ket": lien_ket,
        "phieu": phieu,
        "cac_dong": pairs,
        "da_nhap": told_rows(lien_ket, rows, on=today),
        "may_confirm": may_confirm(request.user, lien_ket),
        "may_refuse": waiting,
        "cac_nut": _choices(request, phieu),
        "cac_thieu": list_missing(rows) if not pairs and waiting else [],
        "ly_do_thieu": request.POST.get("ly_do_thieu", ""),
        "ly_do": "",
        "loi": "",
        "duong_dan": _trail(phieu, "Nội dung chờ xác nhận"),
    }
    status = 422 if more else 200
    return render(request, "baocao/lien_ket_doi_chieu.html", context | (more or {}), status=status)


def _chosen(request: SignedInRequest) -> dict[str, str]:
    """Read which text was picked for each row: "lay" or "giu"."""
    return {
        name.removeprefix("chon-"): value
        for name, value in request.POST.items()
        if name.startswith("chon-") and value in ("lay", "giu")
    }  # fmt: skip


def _version(request: SignedInRequest) -> int:
    text = request.POST.get("lan_luu", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _trail(phieu: PhieuBaoCao, here: str) -> list[tuple[str, str]]:
    form = reverse("baocao:form", args=[phieu.pk])
    return [("Trang chủ", "/"), (f"Phiếu {phieu.don_vi}", form), (here, "")]
