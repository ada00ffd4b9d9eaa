"""Pages on which a budget row is corrected (what it does to the sums first), added, removed.

And where a task without such a row is split between its sources.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from donvi.http import SignedInRequest
from donvi.policies import require
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from kinhphi.chia_nhiem_vu import NguonDaDoi, digest_sources, split_sources
from kinhphi.forms_dong import ChiaNguonForm, SuaDongForm, ThemDongForm, as_typed
from kinhphi.forms_huy import XoaDongForm
from kinhphi.loi_kinh_phi import KinhPhiError
from kinhphi.models import DongKinhPhi
from kinhphi.policies import may_edit_money
from kinhphi.sua_dong import edit_line, preview_edit, sources_in_words
from kinhphi.them_dong import add_line, remove_line
from kinhphi.views import money_trail, shown_unit
from nhiemvu.models import NhiemVu


def _way_back(request: SignedInRequest, ke_hoach: KeHoach) -> str:
    """Give the page one came from, if it is ours; else the plan's money."""
    asked = request.POST.get("ve") or request.GET.get("ve") or ""
    own = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    if own and asked.startswith("/") and asked.isprintable():
        return asked
    return reverse("kinhphi:list", args=[ke_hoach.ma])


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a budget row to be corrected; show what would change; save it when told to."""
    rows = DongKinhPhi.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi"
    )
    dong = get_object_or_404(rows, pk=pk)
    ke_hoach = dong.ke_hoach
    require(may_edit_money(request.user, ke_hoach))
    form = SuaDongForm(
        request.POST if request.method == "POST" else None,
        dong=dong,
        tasks=list(NhiemVu.objects.filter(ke_hoach=ke_hoach).in_order()),
        initial=as_typed(dong),
    )
    shown = None
    if form.is_bound and form.is_valid():
        if request.POST.get("buoc") == "luu" and _save(request, dong, form):
            return redirect(_way_back(request, ke_hoach))
        shown = None if form.errors else preview_edit(dong, form.sua())
    context = {
        "ke_hoach": ke_hoach,
        "dong": dong,
        "form": form,
        "xem_truoc": shown,
        "ve": _way_back(request, ke_hoach),
        "don_vi": shown_unit(request, ke_hoach),
        "duong_dan": money_trail(ke_hoach, f"Sửa dòng {dong.ma}"),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "kinhphi/edit.html", context, status=status)


def _save(request: SignedInRequest, dong: DongKinhPhi, form: SuaDongForm) -> bool:
    try:
        edit_line(
            dong=dong,
            sua=form.sua(),
            ly_do=form.cleaned_data["ly_do"],
            by=request.user,
            at=timezone.now(),
        )
    except KinhPhiError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    messages.success(request, f"Đã lưu dòng kinh phí {dong.ma}.")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the form of a new budget row, or add it."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    require(may_edit_money(request.user, ke_hoach))
    form = ThemDongForm(
        request.POST if request.method == "POST" else None,
        rows=list(DongKinhPhi.objects.filter(ke_hoach=ke_hoach).in_order()),
        tasks=list(NhiemVu.objects.filter(ke_hoach=ke_hoach).in_order()),
    )
    if form.is_bound and form.is_valid():
        try:
            dong = add_line(
                ke_hoach=ke_hoach,
                cho=form.cho(),
                sua=form.sua(),
                ly_do=form.cleaned_data["ly_do"],
                by=request.user,
                at=timezone.now(),
            )
        except KinhPhiError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, f"Đã thêm dòng kinh phí {dong.ma}.")
            return redirect("kinhphi:list", ma=ke_hoach.ma)
    context = {
        "ke_hoach": ke_hoach,
        "form": form,
        "duong_dan": money_trail(ke_hoach, "Thêm dòng"),
    }
    return render(request, "kinhphi/add.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a budget row and ask why it is removed, or remove it."""
    rows = DongKinhPhi.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi"
    )
    dong = get_object_or_404(rows, pk=pk)
    require(may_edit_money(request.user, dong.ke_hoach))
    form = XoaDongForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        ly_do = form.cleaned_data["ly_do"]
        try:
            remove_line(dong=dong, ly_do=ly_do, by=request.user, at=timezone.now())
        except KinhPhiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã xóa dòng kinh phí.")
            return redirect("kinhphi:list", ma=dong.ke_hoach.ma)
    context = {
        "ke_hoach": dong.ke_hoach,
        "dong": dong,
        "form": form,
        "don_vi": shown_unit(request, dong.ke_hoach),
        "duong_dan": money_trail(dong.ke_hoach, f"Xóa dòng {dong.ma}"),
    }
    return render(request, "kinhphi/remove.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what each source pays of a task, in plans without a budget table; save it."""
    rows = NhiemVu.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi"
    )
    task = get_object_or_404(rows, pk=pk)
    ke_hoach = task.ke_hoach
    require(may_edit_money(request.user, ke_hoach))
    form = ChiaNguonForm(
        request.POST if request.method == "POST" else None,
        initial={
            "nguon": sources_in_words(task) or task.nguon_nguyen_van,
            "da_thay": digest_sources(task),
        },
    )
    if form.is_bound and form.is_valid() and _split(request, task, form):
        return redirect(_way_back(request, ke_hoach))
    context = {
        "ke_hoach": ke_hoach,
        "nhiem_vu": task,
        "form": form,
        "ve": _way_back(request, ke_hoach),
        "don_vi": shown_unit(request, ke_hoach),
        "duong_dan": money_trail(ke_hoach, f"Chia nguồn nhiệm vụ {task.ma}"),
    }
    return render(request, "kinhphi/split.html", context, status=422 if form.is_bound else 200)


def _split(request: SignedInRequest, task: NhiemVu, form: ChiaNguonForm) -> bool:
    try:
        split_sources(
            task=task,
            cac_phan=form.cleaned_data["nguon"],
            da_thay=form.cleaned_data["da_thay"],
            ly_do=form.cleaned_data["ly_do"],
            by=request.user,
            at=timezone.now(),
        )
    except NguonDaDoi as error:
        typed = request.POST.copy()
        typed["da_thay"] = digest_sources(task)
        form.data = typed
        form.add_error("nguon", str(error))
        return False
    except KinhPhiError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    messages.success(request, f"Đã lưu phần chia nguồn của nhiệm vụ {task.ma}.")
    return True
