"""Pages of the person: signing in and out, password, notices and the morning mail."""

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from donvi import services
from donvi.forms import DangNhapForm, DoiMatKhauForm, NhanThuForm
from donvi.http import SignedInRequest

dang_nhap = auth_views.LoginView.as_view(
    template_name="donvi/dang_nhap.html",
    authentication_form=DangNhapForm,
    redirect_authenticated_user=True,
)
dang_xuat = auth_views.LogoutView.as_view()
doi_mat_khau = auth_views.PasswordChangeView.as_view(
    template_name="donvi/doi_mat_khau.html",
    form_class=DoiMatKhauForm,
    success_url=reverse_lazy("donvi:doi_mat_khau_xong"),
)


@require_safe
def doi_mat_khau_xong(request: HttpRequest) -> HttpResponse:
    """Confirm that the password was changed."""
    return render(request, "donvi/doi_mat_khau_xong.html")


@require_safe
def thong_bao(request: SignedInRequest) -> HttpResponse:
    """Show the person's notices, newest first (2 queries with the unread count)."""
    return _show_notices(request, NhanThuForm())


def _show_notices(request: SignedInRequest, form: NhanThuForm) -> HttpResponse:
    notices = request.user.cac_thong_bao.shown()[:100]
    context = {"cac_thong_bao": notices, "form": form}
    return render(request, "donvi/thong_bao.html", context, status=422 if form.errors else 200)


@require_POST
def doc_thong_bao(request: SignedInRequest) -> HttpResponse:
    """Mark all of the person's notices as read."""
    services.read_notices(nguoi_nhan=request.user, at=timezone.now())
    return redirect("donvi:thong_bao")


@require_POST
def chon_nhan_thu(request: SignedInRequest) -> HttpResponse:
    """Choose whether to be sent the morning mail; notices in the portal stay."""
    form = NhanThuForm(request.POST)
    if not form.is_valid():
        return _show_notices(request, form)
    wanted = form.cleaned_data["nhan_thu"]
    services.choose_mail(nguoi_dung=request.user, nhan_thu=wanted, at=timezone.now())
    words = (
        "Đã ghi: nhận thư buổi sáng khi có việc mới."
        if wanted
        else "Đã ghi: không nhận thư buổi sáng. Thông báo vẫn hiện trên cổng."
    )
    messages.success(request, words)
    return redirect("donvi:thong_bao")
