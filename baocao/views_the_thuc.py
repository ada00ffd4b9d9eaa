"""The page where a commune chooses the layout of its documents, with a live sample."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from baocao.forms_the_thuc import TheThucForm
from baocao.van_ban_mau import sample_document
from donvi.http import SignedInRequest
from donvi.policies import may_set_layout, require
from donvi.the_thuc_van_ban import layout_of, save_layout
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_tabs, plan_trail
from vanban.pdf import render_sheet
from vanban.the_thuc import ThamSo


@require_http_methods(["GET", "HEAD", "POST"])
def layout(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the layout with a sample; choose it, or with ``xem_truoc`` only look at a choice."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    now = layout_of(ke_hoach.xa)
    if request.method != "POST":
        return _show(request, ke_hoach, TheThucForm.of(now), now)
    require(may_set_layout(request.user, ke_hoach.xa))
    form = TheThucForm(request.POST)
    if not form.is_valid():
        return _show(request, ke_hoach, form, now, status=422)
    if "xem_truoc" in request.POST:
        return _show(request, ke_hoach, form, form.tham_so())
    save_layout(xa=ke_hoach.xa, tham_so=form.tham_so(), by=request.user, at=timezone.now())
    messages.success(request, "Đã lưu thể thức. Văn bản tạo từ nay theo thể thức mới.")
    return redirect("baocao:layout", ma=ke_hoach.ma)


def _show(
    request: SignedInRequest, ke_hoach: KeHoach, form: TheThucForm, shown: ThamSo, status: int = 200
) -> HttpResponse:
    context = {
        "ke_hoach": ke_hoach,
        "form": form,
        "quyen": may_set_layout(request.user, ke_hoach.xa),
        "tham_so": shown,
        "to": render_sheet(sample_document(ke_hoach, shown)),
        "cac_the": plan_tabs(ke_hoach, request.user, "kehoach:detail"),
        "duong_dan": plan_trail(ke_hoach, "Thể thức văn bản"),
    }
    return render(request, "baocao/layout.html", context, status=status)
