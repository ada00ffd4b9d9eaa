"""Pages of indicators: the list of a plan, and one indicator with its path and figures."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from chitieu import queries
from chitieu.forms import LocChiTieuForm
from chitieu.models import ChiTieu, SoLieu
from donvi.http import SignedInRequest
from kehoach.policies import may_correct, visible_ke_hoach
from kehoach.the_trang import import_url, plan_tabs, plan_trail


@require_safe
@vary_on_headers("HX-Request")
def list_indicators(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the indicators of a plan with every level and today's evaluation (6 queries)."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    form = LocChiTieuForm(request.GET or {}, ke_hoach=ke_hoach)
    rows = []
    if form.is_valid():
        found = form.apply(ChiTieu.objects.filter(ke_hoach=ke_hoach).in_order())
        rows = form.keep(queries.indicator_rows(found, timezone.localdate()))
    context = {
        "ke_hoach": ke_hoach,
        "form": form,
        "cac_dong": rows,
        "cac_the": plan_tabs(ke_hoach, request.user, "chitieu:list"),
        "nhap_url": import_url(ke_hoach, request.user),
        "duong_dan": plan_trail(ke_hoach, "Chỉ tiêu"),
    }
    template = "chitieu/list.html#rows" if request.htmx else "chitieu/list.html"
    return render(request, template, context, status=200 if form.is_valid() else 422)


@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one indicator: words of the plan, levels, path, every figure (6 queries)."""
    visible = ChiTieu.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "chi_tieu_cha"
    )
    chi_tieu = get_object_or_404(queries.with_levels(visible), pk=pk)
    on = timezone.localdate()
    figures = queries.accepted_figures([chi_tieu], on).get(chi_tieu.pk, [])
    seen = (
        SoLieu.objects.visible_to(request.user)
        .filter(chi_tieu=chi_tieu)
        .select_related("don_vi")
        .order_by("-ngay_chot", "don_vi__thu_tu", "pk")
    )
    trail = plan_trail(chi_tieu.ke_hoach, f"Chỉ tiêu {chi_tieu.ma}")
    trail.insert(-1, ("Chỉ tiêu", reverse("chitieu:list", args=[chi_tieu.ke_hoach.ma])))
    context = {
        "chi_tieu": chi_tieu,
        "duoc_sua": may_correct(request.user, chi_tieu.ke_hoach).allowed,
        "dong": queries.indicator_row(chi_tieu, figures, on),
        "cac_so_lieu": seen,
        "duong_dan": trail,
    }
    return render(request, "chitieu/detail.html", context)
