"""Pages of tasks: the list of a plan with its filters, and one task with its history."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from donvi.http import SignedInRequest
from kehoach.policies import may_correct, visible_ke_hoach
from kehoach.the_trang import import_url, plan_tabs, plan_trail
from nhiemvu import queries
from nhiemvu.forms import LocNhiemVuForm
from nhiemvu.models import NhiemVu, TienDo
from nhiemvu.policies import may_ask_extension


@require_safe
@vary_on_headers("HX-Request")
def list_tasks(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the tasks of a plan, filtered (7 queries for any number of tasks)."""
    ke_hoach, on = visible_ke_hoach(request.user, ma), timezone.localdate()
    form = LocNhiemVuForm(request.GET or {}, ke_hoach=ke_hoach)
    tasks = NhiemVu.objects.filter(ke_hoach=ke_hoach).in_order()
    rows = []
    if form.is_valid():
        found = form.apply(tasks, queries.reported_tasks(ke_hoach), on)
        rows = form.keep(queries.task_rows(queries.with_assignments(found), on), on)
    context = {
        "ke_hoach": ke_hoach,
        "form": form,
        "cac_dong": rows,
        "cac_the": plan_tabs(ke_hoach, request.user, "nhiemvu:list"),
        "nhap_url": import_url(ke_hoach, request.user),
        "duong_dan": plan_trail(ke_hoach, "Nhiệm vụ"),
    }
    template = "nhiemvu/list.html#rows" if request.htmx else "nhiemvu/list.html"
    return render(request, template, context, status=200 if form.is_valid() else 422)


@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one task: words of the plan, each unit's part, history (7 queries)."""
    visible = NhiemVu.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi"
    )
    task = get_object_or_404(queries.with_assignments(visible), pk=pk)
    progress = (
        TienDo.objects.visible_to(request.user)
        .filter(phan_cong__nhiem_vu=task)
        .select_related("phan_cong__don_vi")
    )
    trail = plan_trail(task.ke_hoach, f"Nhiệm vụ {task.ma}")
    trail.insert(-1, ("Nhiệm vụ", reverse("nhiemvu:list", args=[task.ke_hoach.ma])))
    on = timezone.localdate()
    row = queries.task_row(task, on)
    context = {
        "dong": row,
        "cac_phan_xin": [p for p in row.chu_tri if may_ask_extension(request.user, p, on)],
        "nhiem_vu": task,
        "duoc_sua": may_correct(request.user, task.ke_hoach).allowed,
        "lich_su": queries.task_history(task, progress),
        "cac_lan_sua": queries.corrections(task),
        "cac_chi_tieu": task.cac_chi_tieu.order_by("thu_tu", "pk"),
        "duong_dan": trail,
    }
    return render(request, "nhiemvu/detail.html", context)
