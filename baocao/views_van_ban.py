"""Documents to take away: PDF, Word and Excel, of a plan and a report."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from baocao.ban_in import is_long, ready_file
from baocao.bang_tinh import report_workbook
from baocao.models import BaoCao
from baocao.tep_van_ban import DangTep, document_file, document_of, file_name, kept_pdf
from baocao.views_bao_cao import visible_report
from donvi.http import SignedInRequest
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from nhapxuat.so_phu_luc import build_workbook
from vanban.bang_bieu import LoiTaiLieu
from vanban.phong_chu import LoiTaoPdf


@require_safe
def plan_pdf(request: SignedInRequest, ma: str) -> HttpResponse:
    """Hand out the plan as PDF."""
    return _plan(request, ma, DangTep.PDF)


@require_safe
def plan_docx(request: SignedInRequest, ma: str) -> HttpResponse:
    """Hand out the plan as a Word file."""
    return _plan(request, ma, DangTep.DOCX)


@require_safe
def plan_xlsx(request: SignedInRequest, ma: str) -> HttpResponse:
    """Hand out the plan's annexes, and the tasks of its body, as a workbook."""
    return _plan(request, ma, DangTep.XLSX)


@require_safe
def report_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out the report as PDF: the kept bytes once approved, else a marked draft."""
    return _report(request, pk, DangTep.PDF)


@require_safe
def report_docx(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out the report as a Word file, marked as a draft until it is approved."""
    return _report(request, pk, DangTep.DOCX)


@require_safe
def report_xlsx(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out the figures of the report as a workbook."""
    return _report(request, pk, DangTep.XLSX)


def compiled_report(request: SignedInRequest, pk: int) -> BaoCao:
    """Fetch a report this person may see and that has figures.

    :raises Http404: there is none, it is another commune's, or it is not compiled yet.
    """
    bao_cao = visible_report(request, pk)
    if bao_cao.compiled_at is None:
        raise Http404("Báo cáo chưa được tổng hợp.")
    return bao_cao


def no_document(request: SignedInRequest, error: Exception) -> HttpResponse:
    """Say why there is no document: the machine lacks something, or there is nothing to print."""
    status = 503 if isinstance(error, LoiTaoPdf) else 409
    return render(request, "baocao/khong_tao_duoc.html", {"loi": str(error)}, status=status)


def hand_out(content: bytes, name: str, dang: DangTep) -> HttpResponse:
    """Send a file: a PDF opens in the browser, the others are saved."""
    place = "inline" if dang is DangTep.PDF else "attachment"
    return HttpResponse(
        content,
        content_type=dang.loai_noi_dung,
        headers={"Content-Disposition": f'{place}; filename="{name}"'},
    )


def hand_out_made(
    request: SignedInRequest, make: Callable[[], bytes], name: str, dang: DangTep
) -> HttpResponse:
    """Make a short file and send it; when it can't be made, the reason is shown instead."""
    try:
        return hand_out(make(), name, dang)
    except (LoiTaoPdf, LoiTaiLieu) as error:
        return no_document(request, error)


def _plan(request: SignedInRequest, ma: str, dang: DangTep) -> HttpResponse:
    ke_hoach = visible_ke_hoach(request.user, ma)
    if dang is DangTep.XLSX:
        return hand_out(build_workbook(ke_hoach), file_name(ke_hoach, None, dang), dang)
    return _document(request, ke_hoach, None, dang)


def _report(request: SignedInRequest, pk: int, dang: DangTep) -> HttpResponse:
    bao_cao = compiled_report(request, pk)
    ke_hoach = bao_cao.ke_hoach
    if dang is DangTep.XLSX:
        return hand_out(report_workbook(bao_cao), file_name(ke_hoach, bao_cao, dang), dang)
    return _document(request, ke_hoach, bao_cao, dang)


def _document(
    request: SignedInRequest, ke_hoach: KeHoach, bao_cao: BaoCao | None, dang: DangTep
) -> HttpResponse:
    """Send kept bytes and short documents at once; a long one that is not made yet is asked for.

    Without type faces on the machine, or without content to print, the reason is shown instead.
    """
    name = file_name(ke_hoach, bao_cao, dang)
    kept = kept_pdf(ke_hoach, bao_cao) if dang is DangTep.PDF else None
    if kept is not None:
        return hand_out(kept, name, dang)
    try:
        document = document_of(ke_hoach, bao_cao)
        if not is_long(document, dang):
            return hand_out(document_file(document, dang), name, dang)
    except (LoiTaoPdf, LoiTaiLieu) as error:
        return no_document(request, error)
    made = ready_file(ke_hoach, bao_cao, dang, document)
    if made is not None:
        return hand_out(bytes(made.noi_dung or b""), name, dang)
    if bao_cao is not None:
        asked = reverse("baocao:report_file_new", args=[bao_cao.pk])
    else:
        asked = reverse("baocao:plan_file_new", args=[ke_hoach.ma])
    return redirect(f"{asked}?dang={dang}")
