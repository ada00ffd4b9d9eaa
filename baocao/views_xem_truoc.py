"""Documents shown in the browser before they are taken away: plan, report, letter, amendment."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from baocao.models import CongVanDonDoc, DieuChinh
from baocao.van_ban_bao_cao import report_document
from baocao.van_ban_dieu_chinh import amendment_document
from baocao.van_ban_don_doc import letter_document
from baocao.van_ban_ke_hoach import plan_document
from baocao.views_van_ban import compiled_report, no_document
from donvi.http import SignedInRequest
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_trail
from vanban.bang_bieu import LoiTaiLieu
from vanban.pdf import render_sheet
from vanban.tai_lieu import TaiLieu


@dataclass(frozen=True)
class TrangXem:
    """What stands around the sheet: its name, the way back, the files of the same document."""

    ten: str
    duong_dan: list[tuple[str, str]]
    quay_lai: str
    tai_pdf: str
    tai_word: str


@require_safe
def plan_preview(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the plan as it will be printed."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    page = TrangXem(
        ten=f"Kế hoạch {ke_hoach.trich_yeu}",
        duong_dan=plan_trail(ke_hoach, "Xem văn bản"),
        quay_lai=reverse("kehoach:detail", args=[ke_hoach.ma]),
        tai_pdf=reverse("baocao:plan_pdf", args=[ke_hoach.ma]),
        tai_word=reverse("baocao:plan_docx", args=[ke_hoach.ma]),
    )
    return _show(request, ke_hoach, page, lambda: plan_document(ke_hoach))


@require_safe
def report_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the report as it will be printed."""
    bao_cao = compiled_report(request, pk)
    return _show(
        request, bao_cao.ke_hoach, _page("report", str(bao_cao), bao_cao.ke_hoach, pk),
        lambda: report_document(bao_cao),
    )  # fmt: skip


@require_safe
def letter_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the reminder letter as it will be printed."""
    letters = CongVanDonDoc.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "don_vi"
    )
    cong_van = get_object_or_404(letters, pk=pk)
    name = f"Công văn đôn đốc {cong_van.don_vi}"
    return _show(
        request, cong_van.ke_hoach, _page("letter", name, cong_van.ke_hoach, pk),
        lambda: letter_document(cong_van),
    )  # fmt: skip


@require_safe
def amendment_preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the amendment of a plan as it will be printed."""
    rows = DieuChinh.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "tu_phien_ban", "den_phien_ban"
    )
    dieu_chinh = get_object_or_404(rows, pk=pk)
    return _show(
        request, dieu_chinh.ke_hoach,
        _page("amendment", "Điều chỉnh kế hoạch", dieu_chinh.ke_hoach, pk),
        lambda: amendment_document(dieu_chinh).tai_lieu,
    )  # fmt: skip


def _page(kind: str, ten: str, ke_hoach: KeHoach, pk: int) -> TrangXem:
    """Name the pages around a document of a plan; ``kind`` begins the names of its addresses."""
    back = reverse(f"baocao:{kind}", args=[pk])
    trail = plan_trail(ke_hoach, "Xem văn bản")
    trail.insert(-1, (ten, back))
    return TrangXem(
        ten=ten,
        duong_dan=trail,
        quay_lai=back,
        tai_pdf=reverse(f"baocao:{kind}_pdf", args=[pk]),
        tai_word=reverse(f"baocao:{kind}_docx", args=[pk]),
    )


def _show(
    request: SignedInRequest, ke_hoach: KeHoach, page: TrangXem, make: Callable[[], TaiLieu]
) -> HttpResponse:
    try:
        document = make()
    except LoiTaiLieu as error:
        return no_document(request, error)
    context = {"ke_hoach": ke_hoach, "xem": page, "tai_lieu": document}
    return render(request, "baocao/xem_truoc.html", context | {"to": render_sheet(document)})
