"""Pages of extensions: the requests of a plan, asking, and one request with its decision."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from donvi.http import SignedInRequest
from donvi.policies import require
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_trail
from nhiemvu import xin_gia_han as services
from nhiemvu.forms_gia_han import QuyetDinhForm, XinGiaHanForm, YKienForm
from nhiemvu.models import GiaHan, PhanCong
from nhiemvu.policies import (
    may_advise_extension,
    may_ask_extension,
    may_decide_extension,
    may_withdraw_extension,
)

SO_DONG_MOT_TRANG = 20
DECISIONS = {"dong_y": True, "khong_dong_y": False}


@require_safe
def extension_list(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the plan's requests this person may see, those waiting first (8 queries)."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    found = GiaHan.objects.visible_to(request.user).filter(
        phan_cong__nhiem_vu__ke_hoach=ke_hoach
    )  # "chờ quyết định" comes before all others in the alphabet of the codes
    rows = found.with_names().order_by("trang_thai", "-created_at", "-pk")
    context = {
        "ke_hoach": ke_hoach,
        "trang_so": Paginator(rows, SO_DONG_MOT_TRANG).get_page(request.GET.get("page")),
        "duong_dan": _trail(ke_hoach, "Gia hạn"),
    }
    return render(request, "nhiemvu/gia_han_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def extension_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the form of a request for one unit's part, or send it."""
    parts = PhanCong.objects.visible_to(request.user).select_related(
        "nhiem_vu__ke_hoach__xa",
        "nhiem_vu__ke_hoach__don_vi_dau_moi",
        "don_vi__don_vi_ke_tiep",
    )
    part, on = get_object_or_404(parts, pk=pk), timezone.localdate()
    require(may_ask_extension(request.user, part, on))
    form = XinGiaHanForm(request.POST if request.method == "POST" else None, on=on)
    if form.is_bound and form.is_valid():
        try:
            made = services.ask_extension(
                phan_cong=part, **form.cleaned_data, by=request.user, at=timezone.now(), on=on
            )
        except services.GiaHanError as error:
            _blame(form, error)
        else:
            messages.success(request, "Đã gửi đề nghị gia hạn; đầu mối và lãnh đạo xã đã được báo.")
            return redirect("nhiemvu:extension_decide", made.pk)
    context = {
        "phan_cong": part,
        "form": form,
        "duong_dan": _trail(part.nhiem_vu.ke_hoach, "Đề nghị gia hạn"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "nhiemvu/gia_han_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def extension_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one request; POST gives the focal unit's opinion or the leader's decision."""
    found = GiaHan.objects.visible_to(request.user).with_names()
    gia_han = get_object_or_404(found, pk=pk)
    if request.method != "POST":
        return _show(request, gia_han)
    act = request.POST.get("hanh_dong", "")
    may_advise = may_advise_extension(request.user, gia_han)
    if act == "cho_y_kien" or (may_advise and act not in DECISIONS):
        require(may_advise)
        return _advise(request, gia_han)
    require(may_decide_extension(request.user, gia_han))
    return _decide(request, gia_han, act)


@require_POST
def extension_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back a request of one's own unit that nobody has decided yet."""
    gia_han = get_object_or_404(GiaHan.objects.visible_to(request.user).with_names(), pk=pk)
    on = timezone.localdate()
    require(may_withdraw_extension(request.user, gia_han, on))
    try:
        services.withdraw_extension(gia_han=gia_han, by=request.user, at=timezone.now(), on=on)
    except services.GiaHanError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Đã rút đề nghị gia hạn; đầu mối và lãnh đạo xã đã được báo.")
    return redirect("nhiemvu:extension_decide", pk)


def _advise(request: SignedInRequest, gia_han: GiaHan) -> HttpResponse:
    form = YKienForm(request.POST)
    if form.is_valid():
        try:
            services.advise_extension(
                gia_han=gia_han, y_kien=form.cleaned_data["y_kien"],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except services.GiaHanError as error:
            _blame(form, error)
        else:
            messages.success(request, "Đã ghi ý kiến của đầu mối; lãnh đạo xã đã được báo.")
            return redirect("nhiemvu:extension_decide", gia_han.pk)
    return _show(request, gia_han, y_kien=form)


def _decide(request: SignedInRequest, gia_han: GiaHan, act: str) -> HttpResponse:
    form = QuyetDinhForm(request.POST)
    if act not in DECISIONS:
        form.add_error(None, "Hãy bấm “Đồng ý gia hạn” hoặc “Không đồng ý”.")
    if form.is_valid():
        try:
            services.decide_extension(
                gia_han=gia_han, dong_y=DECISIONS[act], y_kien=form.cleaned_data["y_kien"],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except services.GiaHanError as error:
            _blame(form, error)
        else:
            messages.success(request, "Đã ghi quyết định; đơn vị đã được báo.")
            return redirect("nhiemvu:extension_decide", gia_han.pk)
    return _show(request, gia_han, quyet_dinh=form)


def _show(
    request: SignedInRequest,
    gia_han: GiaHan,
    *,
    y_kien: Form | None = None,
    quyet_dinh: Form | None = None,
) -> HttpResponse:
    advises = may_advise_extension(request.user, gia_han)
    decides = may_decide_extension(request.user, gia_han)
    before = {"y_kien": gia_han.y_kien_dau_moi}
    context = {
        "gia_han": gia_han,
        "form_y_kien": (y_kien or YKienForm(initial=before)) if advises else None,
        "may_withdraw": may_withdraw_extension(request.user, gia_han, timezone.localdate()),
        "form_quyet_dinh": (quyet_dinh or QuyetDinhForm()) if decides else None,
        "duong_dan": _trail(gia_han.phan_cong.nhiem_vu.ke_hoach, "Đề nghị gia hạn"),
    }
    status = 422 if y_kien or quyet_dinh else 200
    return render(request, "nhiemvu/gia_han.html", context, status=status)


def _blame(form: Form, error: services.GiaHanError) -> None:
    form.add_error(error.field if error.field in form.fields else None, str(error))


def _trail(ke_hoach: KeHoach, here: str) -> list[tuple[str, str]]:
    trail = plan_trail(ke_hoach, here)
    trail.insert(-1, ("Nhiệm vụ", reverse("nhiemvu:list", args=[ke_hoach.ma])))
    return trail
