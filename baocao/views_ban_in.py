"""Pages of files that take long to make: ask, watch, take away, make again."""

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baocao import ban_in as services
from baocao import tasks
from baocao.models import BanIn, BaoCao
from baocao.tep_van_ban import DangTep, document_of, kept_pdf
from baocao.trang_thai import TrangThaiBanIn
from baocao.views_van_ban import compiled_report, hand_out, no_document
from donvi.hang_doi import hand_over
from donvi.http import SignedInRequest
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_trail
from vanban.bang_bieu import LoiTaiLieu

DANG_TAO = frozenset({TrangThaiBanIn.DANG_CHO, TrangThaiBanIn.DANG_LAM})


@require_http_methods(["GET", "HEAD", "POST"])
def plan_file_new(request: SignedInRequest, ma: str) -> HttpResponse:
    """Offer to make the long file of a plan (GET), or ask a worker for it (POST)."""
    return _new(request, visible_ke_hoach(request.user, ma), None, _form(request))


@require_http_methods(["GET", "HEAD", "POST"])
def report_file_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Offer to make the long file of a report (GET), or ask a worker for it (POST)."""
    bao_cao = compiled_report(request, pk)
    return _new(request, bao_cao.ke_hoach, bao_cao, _form(request))


@require_safe
def file(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one file: how far it is, or its size, pages, digest and download."""
    row = _visible(request, pk)
    name = f"Tệp {row.ten_tep}"
    context = _progress(row) | {"duong_dan": _trail(row.ke_hoach, row.bao_cao, name)}
    return render(request, "baocao/ban_in.html", context)


@require_safe
def file_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how far the making is; once over, tell the page to load itself again."""
    row = _visible(request, pk)
    response = render(request, "baocao/_tien_trinh_tep.html", _progress(row))
    if row.trang_thai not in DANG_TAO:
        response["HX-Redirect"] = reverse("baocao:file", args=[row.pk])
    return response


@require_safe
def file_download(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out the bytes; what is not made, or was dropped, is told by the page of the file."""
    row = _visible(request, pk)
    if row.noi_dung is None:
        return redirect("baocao:file", pk=row.pk)
    return hand_out(bytes(row.noi_dung), row.ten_tep, DangTep(row.dang_tep))


@require_POST
def file_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the file again, of the plan or report as it stands now."""
    row = _visible(request, pk)
    return _ask(request, row.ke_hoach, row.bao_cao, DangTep(row.dang_tep))


def _new(
    request: SignedInRequest, ke_hoach: KeHoach, bao_cao: BaoCao | None, dang: DangTep
) -> HttpResponse:
    if request.method == "POST":
        return _ask(request, ke_hoach, bao_cao, dang)
    if _is_kept(ke_hoach, bao_cao, dang):
        return _kept(ke_hoach, bao_cao)
    try:
        pages = services.expected_pages(document_of(ke_hoach, bao_cao))
    except LoiTaiLieu as error:
        return no_document(request, error)
    context = {
        "ke_hoach": ke_hoach,
        "bao_cao": bao_cao,
        "dang": dang.upper(),
        "so_trang": pages,
        "duong_dan": _trail(ke_hoach, bao_cao, "Tạo tệp"),
    }
    return render(request, "baocao/ban_in_moi.html", context)


def _ask(
    request: SignedInRequest, ke_hoach: KeHoach, bao_cao: BaoCao | None, dang: DangTep
) -> HttpResponse:
    """Ask for the file and lead to its page, also when htmx asked; kept bytes are never remade."""
    if _is_kept(ke_hoach, bao_cao, dang):
        return _kept(ke_hoach, bao_cao)
    try:
        row = services.request_file(
            ke_hoach=ke_hoach, bao_cao=bao_cao, dang=dang, by=request.user, at=timezone.now()
        )
    except LoiTaiLieu as error:
        return no_document(request, error)
    if row.trang_thai == TrangThaiBanIn.DANG_CHO:
        transaction.on_commit(lambda: hand_over(tasks.make_file, ban_in_id=row.pk))
    return redirect("baocao:file", pk=row.pk)


def _is_kept(ke_hoach: KeHoach, bao_cao: BaoCao | None, dang: DangTep) -> bool:
    return dang is DangTep.PDF and kept_pdf(ke_hoach, bao_cao) is not None


def _kept(ke_hoach: KeHoach, bao_cao: BaoCao | None) -> HttpResponse:
    if bao_cao is not None:
        return redirect("baocao:report_pdf", pk=bao_cao.pk)
    return redirect("baocao:plan_pdf", ma=ke_hoach.ma)


def _form(request: SignedInRequest) -> DangTep:
    """Read the form of a file that may take long: ``?dang=pdf`` (default) or ``docx``.

    :raises Http404: there is no such form, or it is always made at once.
    """
    dang = request.GET.get("dang", DangTep.PDF)
    if dang in {DangTep.PDF, DangTep.DOCX}:
        return DangTep(dang)
    raise Http404("Chỉ tạo được tệp pdf hoặc docx.")


def _visible(request: SignedInRequest, pk: int) -> BanIn:
    rows = BanIn.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "bao_cao__ke_hoach__xa",
        "bao_cao__ke_hoach__don_vi_dau_moi", "created_by",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def _progress(row: BanIn) -> dict[str, object]:
    return {
        "ban_in": row,
        "dang_tao": row.trang_thai in DANG_TAO,
        "bi_lo": services.is_lost(row, timezone.now()),
        "da_don": row.trang_thai == TrangThaiBanIn.DA_XONG and row.noi_dung is None,
    }


def _trail(ke_hoach: KeHoach, bao_cao: BaoCao | None, here: str) -> list[tuple[str, str]]:
    trail = plan_trail(ke_hoach, here)
    if bao_cao is not None:
        trail.insert(-1, (str(bao_cao), reverse("baocao:report", args=[bao_cao.pk])))
    return trail
