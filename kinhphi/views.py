"""Pages of a plan's money: the table with what became of it, and recording a movement."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from donvi.http import SignedInRequest
from donvi.policies import require
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_tabs, plan_trail
from kinhphi import queries, services
from kinhphi.forms import DON_VI_HIEN, GhiKhoanForm, HienTienForm
from kinhphi.models import KhoanKinhPhi, NguonVon
from kinhphi.noi_tien import load_places, recordable
from kinhphi.policies import may_record

SO_DONG_MOT_TRANG = 10


@require_safe
def list_money(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show a plan's money: rows, totals, the book of movements (18 queries, sign-in included)."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    form = HienTienForm(request.GET)
    movements = KhoanKinhPhi.objects.filter(ke_hoach=ke_hoach).select_related(
        "dong_kinh_phi", "nhiem_vu"
    )
    pages = Paginator(movements.order_by("-ngay_chung_tu", "-pk"), SO_DONG_MOT_TRANG)
    page = pages.get_page(request.GET.get("page"))
    unit = form.unit(ke_hoach)
    context = {
        "ke_hoach": ke_hoach,
        "form": form,
        "bang": queries.money_page(ke_hoach),
        "cac_nguon": NguonVon.objects.filter(ke_hoach=ke_hoach).order_by("thu_tu", "pk"),
        "trang_so": page,
        "so_ghi": queries.book_rows(list(page)),
        "don_vi": unit,
        "cac_don_vi": [(value, label, value == unit) for value, label in DON_VI_HIEN],
        "duoc_ghi": may_record(request.user, ke_hoach),
        "cac_the": plan_tabs(ke_hoach, request.user, "kinhphi:list"),
        "duong_dan": plan_trail(ke_hoach, "Kinh phí"),
    }
    return render(request, "kinhphi/list.html", context, status=200 if form.is_valid() else 422)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the form of a movement, or record what was typed."""
    ke_hoach, on = visible_ke_hoach(request.user, ma), timezone.localdate()
    require(may_record(request.user, ke_hoach))
    form = GhiKhoanForm(
        request.POST if request.method == "POST" else None,
        places=recordable(load_places(ke_hoach)),
        on=on,
        initial={
            "noi": request.GET.get("noi"),
            "don_vi_tien": ke_hoach.don_vi_tien,
            "ngay_chung_tu": on,
        },
    )
    if form.is_bound and form.is_valid() and _save(request, ke_hoach, form):
        return redirect("kinhphi:list", ma=ke_hoach.ma)
    trail = plan_trail(ke_hoach, "Ghi khoản tiền")
    trail.insert(-1, ("Kinh phí", reverse("kinhphi:list", args=[ke_hoach.ma])))
    context = {"ke_hoach": ke_hoach, "form": form, "duong_dan": trail}
    status = 422 if form.is_bound else 200
    return render(request, "kinhphi/record.html", context, status=status)


def _save(request: SignedInRequest, ke_hoach: KeHoach, form: GhiKhoanForm) -> bool:
    """Record the movement; a refusal goes to the field it is about."""
    try:
        khoan = services.record_movement(
            ke_hoach=ke_hoach,
            nhap=form.nhap(),
            by=request.user,
            at=timezone.now(),
            on=timezone.localdate(),
        )
    except services.KinhPhiError as error:
        form.add_error(error.field or None, str(error))
        return False
    messages.success(request, f"Đã ghi {khoan.get_loai_khoan_display()}.")
    return True
