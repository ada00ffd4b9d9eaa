"""The documents of a plan, and its own road to one: submit, send back, approve, make."""

from collections.abc import Callable
from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from baocao import duyet_ke_hoach as services
from baocao import duyet_ke_hoach_policies as policies
from baocao.forms_bao_cao import LyDoTraLaiForm
from baocao.noi_dung_ke_hoach import digest_of, plan_content
from baocao.trang_thai import TrangThaiVanBan
from baocao.van_ban_di import current_document
from baocao.van_ban_ke_hoach import plan_document
from baocao.van_ban_queries import documents_of_plan
from donvi.http import SignedInRequest
from donvi.policies import require
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_tabs, plan_trail
from vanban.bang_bieu import LoiTaiLieu
from vanban.pdf import render_pdf
from vanban.phong_chu import LoiTaoPdf


@require_safe
def document_list(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show where the plan stands and its documents this person may read, by state if asked."""
    return _show(request, visible_ke_hoach(request.user, ma))


@require_POST
def plan_submit(request: SignedInRequest, ma: str) -> HttpResponse:
    """Submit a drafted plan to the leaders."""
    plan = visible_ke_hoach(request.user, ma)
    require(policies.may_submit_plan(request.user, plan))
    return _act(
        request,
        plan,
        lambda: services.submit_plan(ke_hoach=plan, by=request.user, at=timezone.now()),
        "Đã trình lãnh đạo xã duyệt kế hoạch.",
    )


@require_POST
def plan_send_back(request: SignedInRequest, ma: str) -> HttpResponse:
    """Send a submitted plan back with a reason; a bad reason stays on the list's page."""
    plan = visible_ke_hoach(request.user, ma)
    require(policies.may_decide_plan(request.user, plan))
    form = LyDoTraLaiForm(request.POST)
    if not form.is_valid():
        return _show(request, plan, tra_lai=form, status=422)
    return _act(
        request,
        plan,
        lambda: services.send_back_plan(
            ke_hoach=plan, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        "Đã trả lại kế hoạch kèm lý do.",
    )


@require_POST
def plan_approve(request: SignedInRequest, ma: str) -> HttpResponse:
    """Approve a submitted plan; its PDF is made now and kept as it is."""
    plan = visible_ke_hoach(request.user, ma)
    require(policies.may_decide_plan(request.user, plan))
    return _freeze(
        request,
        plan,
        lambda ma_bam, pdf: services.approve_plan(
            ke_hoach=plan, ma_bam=ma_bam, tep_pdf=pdf, by=request.user, at=timezone.now()
        ),
        "Đã duyệt kế hoạch. Văn bản chờ ký đã có trong danh sách.",
    )


@require_POST
def plan_make_document(request: SignedInRequest, ma: str) -> HttpResponse:
    """Make the document to sign of a plan approved before there was one."""
    plan = visible_ke_hoach(request.user, ma)
    require(policies.may_make_document(request.user, plan))
    return _freeze(
        request,
        plan,
        lambda ma_bam, pdf: services.make_document(
            ke_hoach=plan, ma_bam=ma_bam, tep_pdf=pdf, by=request.user, at=timezone.now()
        ),
        "Đã lập văn bản để ký.",
    )


def pdf_to_sign(ke_hoach: KeHoach) -> bytes:
    """Make the plan's PDF with signature fields; number and day stay blank until issue.

    :raises LoiTaoPdf: when the machine can't make PDF files.
    :raises LoiTaiLieu: there is nothing to print.
    """
    unnumbered = copy(ke_hoach)
    unnumbered.so_hieu, unnumbered.ngay_ban_hanh = "", None
    return render_pdf(plan_document(unnumbered), cho_ky=True)


def _freeze(
    request: SignedInRequest, plan: KeHoach, act: Callable[[str, bytes], object], done: str
) -> HttpResponse:
    ma_bam = digest_of(plan_content(plan))  # before the file: what changes meanwhile is noticed
    try:
        pdf = pdf_to_sign(plan)
    except (LoiTaoPdf, LoiTaiLieu) as error:
        messages.error(request, f"Chưa lập được văn bản của kế hoạch. {error}")
        return redirect("baocao:document_list", ma=plan.ma)
    return _act(request, plan, lambda: act(ma_bam, pdf), done)


def _act(
    request: SignedInRequest, plan: KeHoach, act: Callable[[], object], done: str
) -> HttpResponse:
    """Run one service and say in a message how it went."""
    try:
        act()
    except services.DuyetKeHoachError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("baocao:document_list", ma=plan.ma)


def _show(
    request: SignedInRequest,
    plan: KeHoach,
    *,
    tra_lai: LyDoTraLaiForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    asked = request.GET.get("trang_thai", "")
    state = asked if asked in dict(TrangThaiVanBan.choices()) else ""
    document = current_document(plan)
    context = {
        "ke_hoach": plan,
        "van_ban": document,
        "ly_do_tra_lai": services.reason_sent_back(plan),
        "quyen": {
            "trinh": policies.may_submit_plan(user, plan),
            "duyet": policies.may_decide_plan(user, plan),
            "lap": document is None and policies.may_make_document(user, plan).allowed,
        },
        "tra_lai": tra_lai or LyDoTraLaiForm(),
        "cac_van_ban": documents_of_plan(plan, user, state),
        "cac_trang_thai": TrangThaiVanBan.choices(),
        "trang_thai": state,
        "dang_loc": int(bool(state)),
        "cac_the": plan_tabs(plan, user, "baocao:document_list"),
        "duong_dan": plan_trail(plan, "Văn bản đi"),
    }
    return render(request, "baocao/document_list.html", context, status=status)
