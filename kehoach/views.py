"""Pages of a plan: the list of plans, and one plan as issued."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from donvi.http import SignedInRequest
from kehoach import queries
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_tabs, plan_trail


@require_safe
def list_plans(request: SignedInRequest) -> HttpResponse:
    """Show the plans this person may see, newest years first (1 query)."""
    plans = KeHoach.objects.visible_to(request.user).select_related("xa", "don_vi_dau_moi")
    return render(request, "kehoach/list.html", {"cac_ke_hoach": plans})


@require_safe
def detail(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show one plan: heading, legal bases, objectives, body, recipients (5 queries)."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    context = {
        "ke_hoach": ke_hoach,
        "cac_the": plan_tabs(ke_hoach, request.user, "kehoach:detail"),
        "duong_dan": plan_trail(ke_hoach, "Nội dung"),
        "than_van_ban": queries.flatten(queries.body_tree(ke_hoach)),
        "cac_can_cu": ke_hoach.cac_can_cu.order_by("thu_tu", "pk"),
        "cac_muc_tieu": ke_hoach.cac_muc_tieu.order_by("thu_tu", "pk"),
        "cac_noi_nhan": ke_hoach.cac_noi_nhan.order_by("thu_tu", "pk"),
        "cac_quy_dinh": ke_hoach.cac_quy_dinh_bao_cao.order_by("pk"),
    }
    return render(request, "kehoach/detail.html", context)
