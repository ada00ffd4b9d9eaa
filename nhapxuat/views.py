"""The page of findings of a plan; accepting one of them, and opening it again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from donvi.don_vi_tien import chosen_unit
from donvi.http import SignedInRequest
from donvi.policies import require
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_tabs, plan_trail
from kinhphi.policies import may_accept
from kinhphi.services import KinhPhiError
from nhapxuat import services
from nhapxuat.forms import ChapNhanForm, LocSoatForm, MoLaiForm
from nhapxuat.so_soat import check_workbook
from nhapxuat.soat import KetQuaSoat, check_plan
from nhapxuat.trang_soat import DongSoat, build_rows, count_open, group_rows
from nhapxuat.ve_trang import way_back
from nhapxuat.views_xuat import hand_out

MOI_TRANG = 100


@require_safe
@vary_on_headers("HX-Request")
def check(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show what is wrong or unclear in the plan (26 queries, sign-in included)."""
    return _page(request, visible_ke_hoach(request.user, ma))


@require_safe
def check_xlsx(request: SignedInRequest, ma: str) -> HttpResponse:
    """Send the findings the filters keep as a workbook (as many queries as the page)."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    loc = LocSoatForm(request.GET)
    if not loc.is_valid():
        return _page(request, ke_hoach)
    found = loc.arrange(check_plan(ke_hoach))
    content = check_workbook(ke_hoach, found, timezone.localdate())
    return hand_out(content, f"soat-{ke_hoach.ma}.xlsx")


@require_POST
def accept(request: SignedInRequest, ma: str) -> HttpResponse:
    """Let one finding stand; a refusal shows the page again with the words that were typed."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    require(may_accept(request.user, ke_hoach, "KP-"))  # who may accept nothing at all stops here
    form = ChapNhanForm(request.POST)
    return _decide(
        request, ke_hoach, form, services.accept_finding, "Đã chấp nhận vấn đề và lưu lý do."
    )


@require_POST
def reopen(request: SignedInRequest, ma: str) -> HttpResponse:
    """Open an accepted finding again; a refusal shows the page with the words that were typed."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    require(may_accept(request.user, ke_hoach, "KP-"))  # who may accept nothing at all stops here
    form = MoLaiForm(request.POST)
    return _decide(
        request, ke_hoach, form, services.reopen_finding, "Đã mở lại vấn đề và lưu lý do."
    )


def _decide(
    request: SignedInRequest,
    ke_hoach: KeHoach,
    form: ChapNhanForm,
    decide: Callable[..., object],
    done: str,
) -> HttpResponse:
    if form.is_valid():
        try:
            decide(ke_hoach=ke_hoach, **form.cleaned_data, by=request.user, at=timezone.now())
        except KinhPhiError as error:
            form.add_error("ly_do" if error.field == "ly_do" else None, str(error))
        else:
            messages.success(request, done)
            return redirect(way_back(request, reverse("nhapxuat:check", args=[ke_hoach.ma])))
    return _page(request, ke_hoach, form)


def _page(
    request: SignedInRequest, ke_hoach: KeHoach, refused: ChapNhanForm | None = None
) -> HttpResponse:
    found = check_plan(ke_hoach)
    own = reverse("nhapxuat:check", args=[ke_hoach.ma])
    here = own if refused else request.get_full_path()
    loc = LocSoatForm({} if refused else request.GET)
    valid = loc.is_valid()
    shown = loc.arrange(found) if valid else []
    page: Page[Any] = Paginator(shown, MOI_TRANG).get_page(
        _page_of(refused, shown) if refused else request.GET.get("page")
    )
    rows = build_rows(
        list(page.object_list), ke_hoach, request.user, here,
        lambda result: _form_of(result, refused),
    )  # fmt: skip
    context = {
        "ke_hoach": ke_hoach,
        "don_vi": chosen_unit(request) or ke_hoach.don_vi_tien,
        "form": refused,
        "ly_do_da_go": _homeless_reason(refused, rows),
        "loc": loc,
        "page_obj": page,
        "cac_nhom": group_rows([row for row in rows if row.ket_qua.chap_nhan is None]),
        "da_chap_nhan": [row for row in rows if row.ket_qua.chap_nhan is not None],
        "dem_mo": count_open(found),
        "dem_chap_nhan": sum(result.chap_nhan is not None for result in found),
        "noi_loc": own,
        "truy_van": request.META.get("QUERY_STRING", "") if valid and not refused else "",
        "cac_the": plan_tabs(ke_hoach, request.user, "nhapxuat:check"),
        "duong_dan": plan_trail(ke_hoach, "Soát kế hoạch"),
    }
    template = "nhapxuat/check.html#rows" if request.htmx else "nhapxuat/check.html"
    return render(request, template, context, status=200 if valid and not refused else 422)


def _page_of(refused: ChapNhanForm, shown: list[KetQuaSoat]) -> int:
    """Give the page with the finding a refused form is about, the first where it is gone."""
    mark = refused.data.get("dau_vet")
    place = next((n for n, result in enumerate(shown) if result.dau_vet == mark), 0)
    return place // MOI_TRANG + 1


def _homeless_reason(refused: ChapNhanForm | None, rows: list[DongSoat]) -> str:
    """Give the reason a person typed about a finding that is not on the page any more."""
    if refused is None or any(row.form is refused for row in rows):
        return ""
    return refused.data.get("ly_do", "").strip()


def _form_of(result: KetQuaSoat, refused: ChapNhanForm | None) -> ChapNhanForm:
    shown = result.dau_vet
    kind = ChapNhanForm if result.chap_nhan is None else MoLaiForm
    same = type(refused) is kind and refused.data.get("dau_vet") == shown
    form = refused if refused and same else kind(initial={"dau_vet": shown})
    form.auto_id = f"{shown}-%s"
    return form
