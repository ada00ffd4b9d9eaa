"""Documents to take away: preview in the browser, PDF, Word and Excel, of a plan and a report."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from baocao.models import BaoCao
from baocao.tep_van_ban import DangTep, plan_file, report_file
from baocao.van_ban_bao_cao import report_document
from baocao.views_bao_cao import visible_report
from donvi.http import SignedInRequest
from kehoach.policies import visible_ke_hoach
from vanban.bang_bieu import LoiTaiLieu
from vanban.pdf import render_html
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
    """Hand out the plan's indicators, tasks and money as a workbook."""
    return _plan(request, ma, DangTep.XLSX)


@require_safe
def report_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the report as it will be printed."""
    return HttpResponse(render_html(report_document(_compiled_report(request, pk))))


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


def _compiled_report(request: SignedInRequest, pk: int) -> BaoCao:
    """Fetch a report this person may see and that has figures.

    :raises Http404: there is none, it is another commune's, or it is not compiled yet.
    """
    bao_cao = visible_report(request, pk)
    if bao_cao.compiled_at is None:
        raise Http404("Báo cáo chưa được tổng hợp.")
    return bao_cao


def _plan(request: SignedInRequest, ma: str, dang: DangTep) -> HttpResponse:
    ke_hoach = visible_ke_hoach(request.user, ma)
    return _hand_out(request, lambda: plan_file(ke_hoach, dang), ke_hoach.ma, dang)


def _report(request: SignedInRequest, pk: int, dang: DangTep) -> HttpResponse:
    bao_cao = _compiled_report(request, pk)
    name = f"bao-cao-{bao_cao.ke_hoach.ma}-{bao_cao.ky_bao_cao}"
    return _hand_out(request, lambda: report_file(bao_cao, dang), name, dang)


def _hand_out(
    request: SignedInRequest, make: Callable[[], bytes], name: str, dang: DangTep
) -> HttpResponse:
    """Send the file: a PDF opens in the browser, the others are saved.

    Without type faces on the machine, or without content to print, the reason is shown instead.
    """
    try:
        content = make()
    except (LoiTaoPdf, LoiTaiLieu) as error:
        status = 503 if isinstance(error, LoiTaoPdf) else 409
        return render(request, "baocao/khong_tao_duoc.html", {"loi": str(error)}, status=status)
    place = "inline" if dang is DangTep.PDF else "attachment"
    return HttpResponse(
        content,
        content_type=dang.loai_noi_dung,
        headers={"Content-Disposition": f'{place}; filename="{name}.{dang}"'},
    )
