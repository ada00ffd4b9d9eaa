"""Pages of an amendment: draft, read, edit, its way to the signature, its files."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from baocao import dieu_chinh as services
from baocao import dieu_chinh_policies as policies
from baocao.forms_bao_cao import LyDoTraLaiForm
from baocao.forms_dieu_chinh import LapDieuChinhForm, SuaDieuChinhForm
from baocao.models import DieuChinh
from baocao.tep_van_ban import DangTep
from baocao.trang_phien_ban import group_differences
from baocao.van_ban_di import current_document, kept_file
from baocao.van_ban_dieu_chinh import (
    amendment_document,
    amendment_docx_bytes,
    amendment_pdf_bytes,
)
from baocao.views_phien_ban import amendment_trail, show_comparison
from baocao.views_van_ban import hand_out_made
from donvi.http import SignedInRequest
from donvi.models import NhatKy
from donvi.policies import require
from kehoach.policies import visible_ke_hoach
from vanban.bang_bieu import LoiTaiLieu
from vanban.pdf import render_pdf
from vanban.phong_chu import LoiTaoPdf


@require_POST
def amendment_draft(request: SignedInRequest, ma: str) -> HttpResponse:
    """Draft the amendment from the version in force to the plan as it is, or go to the open one."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    require(policies.may_draft_amendment(request.user, ke_hoach))
    form = LapDieuChinhForm(request.POST)
    if not form.is_valid():
        return show_comparison(request, ke_hoach, lap=form, status=422)
    try:
        dieu_chinh = services.draft_amendment(
            ke_hoach=ke_hoach, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except services.DieuChinhError as refusal:
        form.add_error(None, str(refusal))
        return show_comparison(request, ke_hoach, lap=form, status=422)
    return redirect("baocao:amendment", pk=dieu_chinh.pk)


@require_safe
def amendment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one amendment: words, differences, acts."""
    return _show(request, _visible(request, pk))


@require_POST
def amendment_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save subject and reason; what was typed stays on screen when it can't be saved."""
    dieu_chinh = _visible(request, pk)
    require(policies.may_edit_amendment(request.user, dieu_chinh))
    form = SuaDieuChinhForm(request.POST)
    if not form.is_valid():
        return _show(request, dieu_chinh, sua=form, status=422)
    try:
        services.edit_amendment(
            dieu_chinh=dieu_chinh, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except services.DaCoNguoiSua as conflict:
        form.add_error("ly_do", str(conflict))
        dieu_chinh.refresh_from_db()  # the other person's words stand above, mine stay in the box
        typed = request.POST.copy()
        typed["lan_luu"] = str(dieu_chinh.lan_luu)
        form.data = typed
        return _show(request, dieu_chinh, sua=form, status=409)
    except services.DieuChinhError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, dieu_chinh, sua=form, status=422)
    messages.success(request, "Đã lưu trích yếu và lý do điều chỉnh.")
    return redirect("baocao:amendment", pk=dieu_chinh.pk)


@require_POST
def amendment_submit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Submit the draft to the leaders."""
    dieu_chinh = _visible(request, pk)
    require(policies.may_submit_amendment(request.user, dieu_chinh))
    return _act(
        request,
        dieu_chinh,
        lambda: services.submit_amendment(
            dieu_chinh=dieu_chinh, by=request.user, at=timezone.now()
        ),
        "Đã trình lãnh đạo xã duyệt điều chỉnh kế hoạch.",
    )


@require_POST
def amendment_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Call off an amendment that isn't approved; the plan stays as it is."""
    dieu_chinh = _visible(request, pk)
    require(policies.may_cancel_amendment(request.user, dieu_chinh))
    return _act(
        request,
        dieu_chinh,
        lambda: services.cancel_amendment(
            dieu_chinh=dieu_chinh, by=request.user, at=timezone.now()
        ),
        "Đã hủy bản điều chỉnh. Nội dung kế hoạch không thay đổi.",
    )


@require_POST
def amendment_send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send a submitted amendment back with a reason."""
    dieu_chinh = _visible(request, pk)
    require(policies.may_decide_amendment(request.user, dieu_chinh))
    form = LyDoTraLaiForm(request.POST)
    if not form.is_valid():
        return _show(request, dieu_chinh, tra_lai=form, status=422)
    return _act(
        request,
        dieu_chinh,
        lambda: services.send_back_amendment(
            dieu_chinh=dieu_chinh, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        "Đã trả lại bản điều chỉnh kèm lý do.",
    )


@require_POST
def amendment_approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Approve a submitted amendment; its PDF is made now and kept as it is."""
    dieu_chinh = _visible(request, pk)
    require(policies.may_decide_amendment(request.user, dieu_chinh))
    try:
        made = amendment_document(dieu_chinh, for_signing=True)
        pdf = render_pdf(made.tai_lieu, cho_ky=True)
    except (LoiTaoPdf, LoiTaiLieu) as error:
        messages.error(request, f"Chưa duyệt được bản điều chỉnh. {error}")
        return redirect("baocao:amendment", pk=dieu_chinh.pk)
    return _act(
        request,
        dieu_chinh,
        lambda: services.approve_amendment(
            dieu_chinh=dieu_chinh, ma_bam=made.ma_bam, tep_pdf=pdf, by=request.user,
            at=timezone.now(),
        ),
        "Đã duyệt điều chỉnh kế hoạch. Văn bản chờ ký và lấy số.",
    )  # fmt: skip


@require_safe
def amendment_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out the amendment as PDF: the kept bytes once approved, else a marked draft."""
    dieu_chinh = _visible(request, pk)
    name = f"dieu-chinh-{dieu_chinh.ke_hoach.ma}-{dieu_chinh.pk}.pdf"
    return hand_out_made(request, lambda: amendment_pdf_bytes(dieu_chinh), name, DangTep.PDF)


@require_safe
def amendment_docx(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out the amendment as a Word file."""
    dieu_chinh = _visible(request, pk)
    name = f"dieu-chinh-{dieu_chinh.ke_hoach.ma}-{dieu_chinh.pk}.docx"
    return hand_out_made(request, lambda: amendment_docx_bytes(dieu_chinh), name, DangTep.DOCX)


def _visible(request: SignedInRequest, pk: int) -> DieuChinh:
    rows = DieuChinh.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "tu_phien_ban", "den_phien_ban", "created_by",
        "approved_by",
    )  # fmt: skip
    return get_object_or_404(rows, pk=pk)


def _act(
    request: SignedInRequest, dieu_chinh: DieuChinh, act: Callable[[], DieuChinh], done: str
) -> HttpResponse:
    """Run one service and say in a message how it went."""
    try:
        act()
    except services.DieuChinhError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("baocao:amendment", pk=dieu_chinh.pk)


def _show(
    request: SignedInRequest,
    dieu_chinh: DieuChinh,
    *,
    sua: SuaDieuChinhForm | None = None,
    tra_lai: LyDoTraLaiForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    words = {name: getattr(dieu_chinh, name) for name in SuaDieuChinhForm.base_fields}
    found = services.differences_of(dieu_chinh)
    context = {
        "dieu_chinh": dieu_chinh,
        "ke_hoach": dieu_chinh.ke_hoach,
        "ket_qua": found,
        "cac_nhom": group_differences(found),
        "cac_so": [(kind.label, number) for kind, number in found.count_kinds().items()],
        "quyen": {
            "sua": policies.may_edit_amendment(user, dieu_chinh),
            "trinh": policies.may_submit_amendment(user, dieu_chinh),
            "huy": policies.may_cancel_amendment(user, dieu_chinh),
            "duyet": policies.may_decide_amendment(user, dieu_chinh),
        },
        "sua": sua or SuaDieuChinhForm(initial=words),
        "tra_lai": tra_lai or LyDoTraLaiForm(),
        "van_ban": current_document(dieu_chinh),
        "tep_goc": kept_file(dieu_chinh),
        "cac_viec": NhatKy.objects.about(dieu_chinh).select_related("created_by")[:30],
        "duong_dan": amendment_trail(dieu_chinh),
    }
    return render(request, "baocao/amendment.html", context, status=status)
