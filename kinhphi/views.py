"""Pages of a plan's money: the table with what became of it, the book, how a sum comes about."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from donvi.don_vi_tien import chosen_unit
from donvi.http import SignedInRequest
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import import_url, plan_tabs, plan_trail
from kinhphi import queries, so_sach
from kinhphi.forms import HienTienForm
from kinhphi.forms_huy import LocSoForm
from kinhphi.models import NguonVon
from kinhphi.noi_tien import load_places
from kinhphi.policies import may_appraise, may_edit_money, may_record
from kinhphi.theo_quy import sum_by_quarter

SO_DONG_MOT_TRANG = 10
SO_DONG_TRANG_SO = 50


def shown_unit(request: SignedInRequest, ke_hoach: KeHoach) -> str:
    """Give the unit to show amounts in: the one this person chose, else that of the plan."""
    return chosen_unit(request) or ke_hoach.don_vi_tien


def money_trail(ke_hoach: KeHoach, ten: str) -> list[tuple[str, str]]:
    """Lead from a page under the plan's money back to it."""
    trail = plan_trail(ke_hoach, ten)
    trail.insert(-1, ("Kinh phí", reverse("kinhphi:list", args=[ke_hoach.ma])))
    return trail


def _rights(request: SignedInRequest, ke_hoach: KeHoach) -> dict[str, Any]:
    return {
        "duoc_ghi": may_record(request.user, ke_hoach),
        "duoc_tham_dinh": may_appraise(request.user, ke_hoach),
        "duoc_sua": may_edit_money(request.user, ke_hoach),
    }


@require_safe
def list_money(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show a plan's money: rows, totals, the newest of the book (20 queries, sign-in included)."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    form = HienTienForm(request.GET)
    bang = queries.money_page(ke_hoach)
    rows = so_sach.book(ke_hoach, [line.noi for line in bang.cac_dong], so_sach.LocSo())
    page = Paginator(rows, SO_DONG_MOT_TRANG).get_page(request.GET.get("page"))
    context = {
        "ke_hoach": ke_hoach,
        "form": form,
        "bang": bang,
        "cac_nguon": NguonVon.objects.filter(ke_hoach=ke_hoach).order_by("thu_tu", "pk"),
        "trang_so": page,
        "so_ghi": so_sach.book_rows(list(page)),
        "don_vi": shown_unit(request, ke_hoach),
        "cac_the": plan_tabs(ke_hoach, request.user, "kinhphi:list"),
        "nhap_url": import_url(ke_hoach, request.user),
        "duong_dan": plan_trail(ke_hoach, "Kinh phí"),
        **_rights(request, ke_hoach),
    }
    return render(request, "kinhphi/list.html", context, status=200 if form.is_valid() else 422)


@require_safe
def show_book(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show every movement and appraisal of a plan, narrowed down, with the sum of what is shown."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    places = load_places(ke_hoach)
    form = LocSoForm(request.GET, places=places, quarters=sum_by_quarter(ke_hoach))
    loc = so_sach.LocSo()
    if form.is_valid():
        data = form.cleaned_data
        loc = so_sach.LocSo(data["dong"], data["loai"], data["quy"])
    rows = so_sach.book(ke_hoach, places, loc)
    page = Paginator(rows, SO_DONG_TRANG_SO).get_page(request.GET.get("page"))
    narrow = bool(loc.loai or loc.quy)
    context = {
        "ke_hoach": ke_hoach,
        "form": form,
        "trang_so": page,
        "so_ghi": so_sach.book_rows(list(page)),
        "tong": so_sach.total_of(rows),
        "cac_tham_dinh": [] if narrow else list(so_sach.appraisals(ke_hoach, places, loc.ma)),
        "don_vi": shown_unit(request, ke_hoach),
        "duong_dan": money_trail(ke_hoach, "Sổ theo dõi"),
        **_rights(request, ke_hoach),
    }
    return render(request, "kinhphi/book.html", context, status=200 if form.is_valid() else 422)


@require_safe
def explain(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the rows a sum is made of, each with what it gives (``?theo=`` ``&ten=``)."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    asked = request.GET.get("theo", ""), request.GET.get("ten", "")
    made = so_sach.explain_sum(queries.money_page(ke_hoach), *asked)
    if made is None:
        raise Http404("Không có số cộng này; hãy mở lại từ trang kinh phí của kế hoạch.")
    context = {
        "ke_hoach": ke_hoach,
        "cach_cong": made,
        "don_vi": shown_unit(request, ke_hoach),
        "duong_dan": money_trail(ke_hoach, "Cách cộng"),
    }
    return render(request, "kinhphi/sum.html", context)
