"""Documents to take away: preview in the browser and PDF, of a plan and of a report."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from baocao.van_ban_bao_cao import report_document
from baocao.van_ban_ke_hoach import plan_document
from baocao.views_bao_cao import visible_report
from donvi.http import SignedInRequest
from kehoach.policies import visible_ke_hoach
from vanban.bang_bieu import LoiTaiLieu
from vanban.pdf import render_html, render_pdf
from vanban.phong_chu import LoiTaoPdf


@require_safe
def plan_pdf(request: SignedInRequest, ma: str) -> HttpResponse:
    """Hand out the plan as PDF."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    try:
        return _pdf(render_pdf(plan_document(ke_hoach)), ke_hoach.ma)
    except (LoiTaoPdf, LoiTaiLieu) as error:
        return _failed(request, error)


@require_safe
def report_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the report as it will be printed."""
    bao_cao = visible_report(request, pk)
    try:
        return HttpResponse(render_html(report_document(bao_cao)))
    except LoiTaiLieu as error:
        return _failed(request, error)


@require_safe
def report_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out the report as PDF: the kept bytes once approved, else a marked draft."""
    bao_cao = visible_report(request, pk)
    name = f"bao-cao-{bao_cao.ke_hoach.ma}-{bao_cao.ky_bao_cao}"
    kept = bao_cao.cac_tep.order_by("-pk").first() if bao_cao.is_frozen else None
    if kept is not None:
        return _pdf(bytes(kept.noi_dung), name)
    try:
        return _pdf(render_pdf(report_document(bao_cao)), name)
    except (LoiTaoPdf, LoiTaiLieu) as error:
        return _failed(request, error)


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )


def _failed(request: SignedInRequest, error: LoiTaoPdf | LoiTaiLieu) -> HttpResponse:
    """Say why there is no document: the machine can't make one, or there is nothing to print."""
    status = 503 if isinstance(error, LoiTaoPdf) else 422
    return render(request, "baocao/khong_tao_duoc.html", {"loi": str(error)}, status=status)
