"""The page on which the focal unit corrects a slip in a sent form."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from baocao.bo_nhap_nhanh import is_said, name_of
from baocao.bo_phieu import BoPhieu
from baocao.models import PhieuBaoCao
from baocao.phieu import PhieuDaThayDoi
from baocao.phieu_queries import load_rows
from baocao.policies import may_correct
from baocao.sua_phieu import correct
from baocao.views_phieu import REFUSALS, visible_form
from donvi.http import SignedInRequest
from donvi.policies import require


@require_http_methods(["GET", "HEAD", "POST"])
def form_correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a sent form's values in boxes; POST writes what differs, with a reason."""
    phieu = visible_form(request, pk)
    require(may_correct(request.user, phieu))
    if request.method == "POST":
        return _save(request, phieu)
    return _show(request, phieu, _boxes(request, phieu))


def _boxes(request: SignedInRequest, phieu: PhieuBaoCao) -> BoPhieu:
    today = timezone.localdate()
    data = request.POST if request.method == "POST" else None
    return BoPhieu(phieu, load_rows(phieu, today), data=data, on=today)


def _save(request: SignedInRequest, phieu: PhieuBaoCao, *, again: bool = True) -> HttpResponse:
    """Write the correction; when another person corrected meanwhile, compare with that."""
    boxes, ly_do = _boxes(request, phieu), request.POST.get("ly_do", "")
    if not boxes.is_valid():
        return _show(request, phieu, boxes, ly_do=ly_do)
    try:
        correct(
            phieu=phieu, noi_dung=boxes.noi_dung(), ly_do=ly_do, lan_luu=phieu.lan_luu,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except (*REFUSALS, ValidationError) as error:
        if again and isinstance(error, PhieuDaThayDoi):
            return _save(request, visible_form(request, phieu.pk), again=False)
        text = " ".join(getattr(error, "messages", None) or [str(error)])
        return _show(request, phieu, boxes, loi=text, ly_do=ly_do)
    messages.success(request, f"Đã sửa phiếu của {phieu.don_vi}. Đơn vị đã được báo.")
    return redirect("baocao:form", phieu.pk)


def _show(
    request: SignedInRequest, phieu: PhieuBaoCao, boxes: BoPhieu, *, loi: str = "", ly_do: str = ""
) -> HttpResponse:
    form = reverse("baocao:form", args=[phieu.pk])
    context = {
        "phieu": phieu,
        "bo_phieu": boxes,
        "da_noi": [(name_of(row), row) for row in boxes.tat_ca if is_said(row)],
        "chua_noi": [(name_of(row), row) for row in boxes.tat_ca if not is_said(row)],
        "loi": loi,
        "ly_do": ly_do,
        "duong_dan": [("Trang chủ", "/"), (f"Phiếu {phieu.don_vi}", form), ("Sửa lỗi nhỏ", "")],
    }
    status = 422 if boxes.data is not None else 200
    return render(request, "baocao/form_correct.html", context, status=status)
