"""Pages of files handed in for a plan: drop one, watch, review, see what was made of it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from donvi.hang_doi import hand_over
from donvi.http import SignedInRequest
from donvi.policies import require
from donvi.templatetags.hien_thi import ngay_gio
from kehoach.models import KeHoach
from kehoach.policies import may_manage, visible_ke_hoach
from kehoach.the_trang import plan_tabs, plan_trail
from nhapxuat import nhap_tep
from nhapxuat.forms_nhap import TaiLenForm
from nhapxuat.loi_nhap import NhapError
from nhapxuat.loi_tep import TepKhongDoc
from nhapxuat.models import LanNhap, TrangThaiNhap
from nhapxuat.policies import may_import
from nhapxuat.tasks import work_on_import
from nhapxuat.tien_do_luu import load_progress
from nhapxuat.trang_ket_qua import result_context
from nhapxuat.trang_nhap import BiTuChoi, Phan, TrangNhap, say_changes

MOI_TRANG = 20
HEAVY = ("noi_dung", "bang_doc", "xem_truoc", "ket_qua", "cac_dong")  # read where shown
NO_REFUSAL = BiTuChoi()
CHUA_GIAO_VIEC = (
    "Tệp và những gì đã ghi vẫn được giữ, nhưng bộ phận xử lý của cổng đang không trả lời; cổng tự "
    "làm tiếp khi bộ phận này chạy lại, không cần tải lên hay bấm lưu lần nữa."
)
DA_LUU_TRUOC = (
    "Chính tệp này đã được lưu vào kế hoạch lúc {luc}. Cách hiểu các cột và {so_o} ô đã sửa khi đó "
    "được dùng lại; có thể sửa khác đi."
)
CHO_LAU = (
    "Tệp vẫn đang chờ bộ phận xử lý của cổng. Không có gì bị mất, không cần tải lên lại; nếu chờ "
    "quá nửa giờ, hãy báo người quản trị."
)


@dataclass(frozen=True)
class DongLanNhap:
    """One file in the list, with a line about what became of it."""

    lan_nhap: LanNhap
    tom_tat: str


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: SignedInRequest, ma: str) -> HttpResponse:
    """Offer the place to drop a file, above the files handed in before; POST takes one in."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    require(may_manage(request.user, ke_hoach))
    form = TaiLenForm()
    if request.method == "POST":
        require(may_import(request.user, ke_hoach))
        form = TaiLenForm(request.POST, request.FILES)
        lan_nhap = _take_in(request, ke_hoach, form)
        if lan_nhap is not None:
            return _go(request, reverse("nhapxuat:import", args=[lan_nhap.pk]))
    return _list(request, ke_hoach, form, status=422 if form.errors else 200)


@require_safe
def import_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one file: how far it is, what to look at, or what became of it."""
    return show_import(request, visible_import(request, pk))


@require_safe
def import_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how far the work on a file is; once over, tell the page to load itself again."""
    lan_nhap = visible_import(request, pk)
    response = render(request, "nhapxuat/_nhap_tien_trinh.html", _progress(lan_nhap))
    if lan_nhap.trang_thai not in nhap_tep.DANG_LAM:
        response["HX-Redirect"] = reverse("nhapxuat:import", args=[lan_nhap.pk])
    return response


@require_safe
def import_source(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out the file as it came, to be kept, never to be shown by the browser.

    :raises Http404: none is kept, for it was refused or left.
    """
    lan_nhap = visible_import(request, pk)
    if lan_nhap.noi_dung is None:
        raise Http404("Tệp này không còn được giữ.")
    return HttpResponse(
        bytes(lan_nhap.noi_dung),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": content_disposition_header(
                as_attachment=True, filename=lan_nhap.ten_tep
            )
        },
    )


# -- shared with the acts --------------------------------------------------------------------------


def visible_import(request: SignedInRequest, pk: int) -> LanNhap:
    """Fetch a file of a plan this person compiles (1 query).

    :raises Http404: there is none, or this person may not see its plan.
    :raises PermissionDenied: the plan is compiled by others.
    """
    rows = LanNhap.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "created_by", "saved_by"
    )
    lan_nhap = get_object_or_404(rows.defer(*HEAVY), pk=pk)
    require(may_manage(request.user, lan_nhap.ke_hoach))
    return lan_nhap


def show_import(
    request: SignedInRequest,
    lan_nhap: LanNhap,
    refused: BiTuChoi = NO_REFUSAL,
    phan: Phan | None = None,
) -> HttpResponse:
    """Show the page of a file in its state; a refused form stands open (422)."""
    state = TrangThaiNhap(lan_nhap.trang_thai)
    context = {
        "lan_nhap": lan_nhap,
        "duong_dan": _trail(lan_nhap.ke_hoach, lan_nhap.ten_tep),
        "co_tep_goc": state not in {TrangThaiNhap.BI_TU_CHOI, TrangThaiNhap.DA_HUY},
    }
    if state is TrangThaiNhap.CHO_XEM:
        page = TrangNhap(lan_nhap, request.GET)
        context |= page.context(refused, phan)
        context["may_import"] = may_import(request.user, lan_nhap.ke_hoach)
        status = 422 if refused != NO_REFUSAL else 200
        return render(request, "nhapxuat/import_review.html", context, status=status)
    if state in nhap_tep.DANG_LAM:
        return render(request, "nhapxuat/import_wait.html", context | _progress(lan_nhap))
    if state is TrangThaiNhap.DA_LUU:
        context |= result_context(lan_nhap, request.GET)
        return render(request, "nhapxuat/import_result.html", context)
    return render(request, "nhapxuat/import_over.html", context)


def send_to_worker(request: SignedInRequest, lan_nhap: LanNhap) -> None:
    """Have the worker do what the file waits for, if it waits; say so when it can't be told."""
    waits = lan_nhap.trang_thai in nhap_tep.DANG_CHO
    if waits and not hand_over(work_on_import, lan_nhap_id=lan_nhap.pk):
        messages.warning(request, CHUA_GIAO_VIEC)


# -- parts -----------------------------------------------------------------------------------------


def _take_in(request: SignedInRequest, ke_hoach: KeHoach, form: TaiLenForm) -> LanNhap | None:
    if not form.is_valid():
        return None
    try:
        lan_nhap = nhap_tep.upload_file(
            ke_hoach=ke_hoach, ten_tep=form.ten_tep, noi_dung=form.cleaned_data["tep"].read(),
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except (NhapError, TepKhongDoc) as refusal:
        form.add_error("tep", str(refusal))
        return None
    earlier = nhap_tep.saved_before(lan_nhap)
    if earlier is not None:
        luc = ngay_gio(earlier.saved_at)
        messages.info(request, DA_LUU_TRUOC.format(luc=luc, so_o=lan_nhap.cac_sua_o.count()))
    send_to_worker(request, lan_nhap)
    return lan_nhap


def _go(request: SignedInRequest, url: str) -> HttpResponse:
    """Lead to a page; htmx loads it as a whole."""
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)


def _list(
    request: SignedInRequest, ke_hoach: KeHoach, form: TaiLenForm, *, status: int
) -> HttpResponse:
    rows = (
        LanNhap.objects.visible_to(request.user)
        .filter(ke_hoach=ke_hoach)
        .select_related("created_by")
        .annotate(dem_xem=F("xem_truoc__dem"), dem_luu=F("ket_qua__dem"))
        .defer(*HEAVY, "cac_lua_chon")
    )
    page: Page[Any] = Paginator(rows, MOI_TRANG).get_page(request.GET.get("page"))
    page.object_list = [DongLanNhap(row, _summary(row)) for row in page.object_list]
    context = {
        "ke_hoach": ke_hoach,
        "form": form,
        "may_import": may_import(request.user, ke_hoach),
        "page_obj": page,
        "cac_tep_mau": _samples(ke_hoach),
        "cac_the": plan_tabs(ke_hoach, request.user, "nhapxuat:import_list"),
        "duong_dan": plan_trail(ke_hoach, "Nhập phụ lục"),
    }
    return render(request, "nhapxuat/import_list.html", context, status=status)


def _samples(ke_hoach: KeHoach) -> list[tuple[str, str]]:
    """List the workbooks to start from: an empty one, and the annexes as they stand."""
    return [
        ("Bảng mẫu Excel để điền", reverse("nhapxuat:template", args=[ke_hoach.ma])),
        ("Phụ lục hiện có (Excel)", reverse("nhapxuat:workbook", args=[ke_hoach.ma])),
    ]


def _summary(row: LanNhap) -> str:
    """Say in a line what a file did or would do."""
    if row.trang_thai == TrangThaiNhap.DA_LUU and row.dem_luu:  # type: ignore[attr-defined]
        return f"đã {say_changes(row.dem_luu)}"  # type: ignore[attr-defined]
    if row.trang_thai == TrangThaiNhap.CHO_XEM and row.dem_xem:  # type: ignore[attr-defined]
        return f"sẽ {say_changes(row.dem_xem)}"  # type: ignore[attr-defined]
    return row.loi_doc


def _progress(lan_nhap: LanNhap) -> dict[str, object]:
    percent, step = load_progress(lan_nhap)
    return {
        "lan_nhap": lan_nhap,
        "dang_lam": lan_nhap.trang_thai in nhap_tep.DANG_LAM,
        "phan_tram": percent,
        "buoc_lam": step,
        "cho_lau": CHO_LAU if nhap_tep.waits_long(lan_nhap, at=timezone.now()) else "",
    }


def _trail(ke_hoach: KeHoach, here: str) -> list[tuple[str, str]]:
    trail = plan_trail(ke_hoach, here)
    trail.insert(-1, ("Nhập phụ lục", reverse("nhapxuat:import_list", args=[ke_hoach.ma])))
    return trail
