"""The home page of each role, and the dashboard of a plan."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from baocao.bang_dieu_khien import SoLieuKeHoach, latest_report, load_figures
from baocao.policies import may_see_matrix
from baocao.viec_can_lam import load_home
from donvi.bieu_do import Segment, donut, stacked_bar
from donvi.http import SignedInRequest
from donvi.huy_hieu import look_of
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_tabs, plan_trail


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """Show what waits for this person today (queries depend on the roles held only)."""
    on = timezone.localdate()
    context = {"viec": load_home(request.user, on), "on": on}
    return render(request, "baocao/trang_chu.html", context)


@require_safe
def dashboard(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show how a plan stands today, every figure a link to its list (12 queries)."""
    ke_hoach, on = visible_ke_hoach(request.user, ma), timezone.localdate()
    [figures] = load_figures([ke_hoach], on)
    results = indicator_segments(figures)
    context = {
        "ke_hoach": ke_hoach,
        "on": on,
        "so_lieu": figures,
        "bieu_do_nhiem_vu": task_bar(figures),
        "bieu_do_chi_tieu": _drawn(donut(results, uid="chi-tieu", title="Chỉ tiêu theo đánh giá")),
        "phan_chi_tieu": results,
        "bao_cao": latest_report(ke_hoach),
        "xem_theo_doi": bool(may_see_matrix(request.user, ke_hoach)),
        "cac_the": plan_tabs(ke_hoach, request.user, "baocao:dashboard"),
        "duong_dan": plan_trail(ke_hoach, "Tổng quan"),
    }
    return render(request, "baocao/tong_quan.html", context)


def task_bar(figures: SoLieuKeHoach) -> SafeString:
    """Draw the four cells of the official matrix as parts of all tasks."""
    matrix = figures.nhiem_vu
    parts = [
        Segment("Chưa hoàn thành, quá hạn", matrix.chua_hoan_thanh_qua_han, "danger"),
        Segment("Chưa hoàn thành, trong hạn", matrix.chua_hoan_thanh_trong_han, "info"),
        Segment("Hoàn thành đúng hạn", matrix.hoan_thanh_dung_han, "success"),
        Segment("Hoàn thành quá hạn", matrix.hoan_thanh_qua_han, "warning"),
    ]
    return _drawn(stacked_bar(parts, uid="nhiem-vu", title="Nhiệm vụ theo trạng thái"))


def indicator_segments(figures: SoLieuKeHoach) -> list[Segment]:
    """Name each result that occurs, with its number and the address of its list."""
    address = reverse("chitieu:list", args=[figures.ke_hoach.ma])
    return [
        Segment(look_of(result).label, number, look_of(result).tone, f"{address}?ket_qua={result}")
        for result, number in figures.chi_tieu.items()
        if number
    ]


def _drawn(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308 - our own builder, which escapes every word
