"""Pages of compiled reports: list, compile, watch, read, edit, submit, approve."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from baocao import policies, tasks, tong_hop
from baocao.bao_cao_queries import period_rows
from baocao.forms_bao_cao import LapBaoCaoForm, LyDoTraLaiForm, SuaPhanForm
from baocao.han_cap_tren import report_sending
from baocao.models import BaoCao, PhanBaoCao
from baocao.trang_bao_cao import shown_sections
from baocao.trang_thai import TrangThaiBaoCao
from baocao.van_ban_bao_cao import report_document
from baocao.van_ban_di import current_document
from donvi.hang_doi import hand_over
from donvi.http import SignedInRequest
from donvi.models import NhatKy
from donvi.policies import require
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_tabs, plan_trail
from vanban.bang_bieu import LoiTaiLieu
from vanban.pdf import render_pdf
from vanban.phong_chu import LoiTaoPdf

CHUA_GIAO_VIEC = (
    "Yêu cầu tổng hợp đã được ghi nhưng bộ phận xử lý của cổng đang không trả lời; hãy tổng hợp "
    "lại sau ít phút, nếu vẫn vậy hãy báo người quản trị."
)


def visible_report(request: SignedInRequest, pk: int) -> BaoCao:
    """Fetch a report this person may see, with plan, commune and people: one query.

    :raises Http404: there is none, or it is another commune's.
    """
    reports = BaoCao.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "requested_by", "approved_by"
    )
    return get_object_or_404(reports, pk=pk)


@require_safe
def report_list(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the periods of a plan with their reports (5 queries)."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    context = {
        "ke_hoach": ke_hoach,
        "cac_dong": period_rows(ke_hoach, timezone.localdate()),
        "quyen_lap": policies.may_compile(request.user, ke_hoach),
        "cac_the": plan_tabs(ke_hoach, request.user, "baocao:report_list"),
        "duong_dan": plan_trail(ke_hoach, "Báo cáo"),
    }
    return render(request, "baocao/report_list.html", context)


@require_POST
def compile_report(request: SignedInRequest, ma: str) -> HttpResponse:
    """Ask a worker for the report of a period, then show it being made."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    require(policies.may_compile(request.user, ke_hoach))
    form = LapBaoCaoForm(request.POST)
    back = redirect("baocao:report_list", ma=ke_hoach.ma)
    if not form.is_valid():
        messages.error(request, f"Kỳ báo cáo: {form.errors['ky_bao_cao'][0]}")
        return back
    try:
        report = tong_hop.request_report(
            ke_hoach=ke_hoach,
            ma_ky=form.cleaned_data["ky_bao_cao"],
            by=request.user,
            at=timezone.now(),
        )
    except tong_hop.BaoCaoError as refusal:
        messages.error(request, str(refusal))
        return back
    if not hand_over(tasks.compile_report, bao_cao_id=report.pk):
        messages.warning(request, CHUA_GIAO_VIEC)
    return redirect("baocao:report", pk=report.pk)


@require_safe
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one report: its making, figures, words, acts and document (6 queries)."""
    return _show(request, visible_report(request, pk))


@require_safe
def report_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how far the compiling is; once done, tell the page to load itself again."""
    bao_cao = visible_report(request, pk)
    response = render(request, "baocao/_tien_trinh.html", {"bao_cao": bao_cao})
    if bao_cao.trang_thai != TrangThaiBaoCao.DANG_LAP:
        response["HX-Redirect"] = reverse("baocao:report", args=[bao_cao.pk])
    return response


@require_POST
def report_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save the words of one section (named by ``ma``); what was typed stays on screen."""
    bao_cao = visible_report(request, pk)
    require(policies.may_edit(request.user, bao_cao))
    ma = request.POST.get("ma", "").replace("\x00", "")  # a sign PostgreSQL can't be asked about
    section = get_object_or_404(PhanBaoCao, bao_cao=bao_cao, ma=ma)
    form = SuaPhanForm(request.POST, prefix=f"p{section.pk}")
    if not form.is_valid():
        return _show(request, bao_cao, editing=(section, form), status=422)
    try:
        tong_hop.edit_section(
            bao_cao=bao_cao,
            ma=section.ma,
            noi_dung=form.cleaned_data["noi_dung"],
            lan_luu=form.cleaned_data["lan_luu"],
            by=request.user,
            at=timezone.now(),
        )
    except tong_hop.DaCoNguoiSua as conflict:
        form.add_error("noi_dung", str(conflict))
        section.refresh_from_db()  # the other person's words stand above, mine stay in the box
        typed = request.POST.copy()
        typed[form.add_prefix("lan_luu")] = str(section.lan_luu)
        form.data = typed
        return _show(request, bao_cao, editing=(section, form), status=409)
    except tong_hop.BaoCaoError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, bao_cao, editing=(section, form), status=422)
    messages.success(request, f"Đã lưu phần {section.printed_number}. {section.tieu_de}.")
    return redirect(f"{reverse('baocao:report', args=[bao_cao.pk])}#phan-{section.pk}")


@require_POST
def report_submit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Submit the draft to a leader."""
    bao_cao = visible_report(request, pk)
    require(policies.may_submit_report(request.user, bao_cao))
    return _act(
        request,
        bao_cao,
        lambda: tong_hop.submit(bao_cao=bao_cao, by=request.user, at=timezone.now()),
        "Đã trình lãnh đạo xã duyệt báo cáo.",
    )


@require_POST
def report_send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send a submitted report back with a reason."""
    bao_cao = visible_report(request, pk)
    require(policies.may_approve(request.user, bao_cao))
    form = LyDoTraLaiForm(request.POST)
    if not form.is_valid():
        return _show(request, bao_cao, tra_lai=form, status=422)
    if bao_cao.stale_at:  # a draft again: what changed while it was with the leader is taken in
        plan_id = bao_cao.ke_hoach_id
        transaction.on_commit(lambda: hand_over(tasks.recompile_stale, ke_hoach_id=plan_id))
    return _act(
        request,
        bao_cao,
        lambda: tong_hop.send_back(
            bao_cao=bao_cao,
            ly_do=form.cleaned_data["ly_do"],
            by=request.user,
            at=timezone.now(),
        ),
        "Đã trả lại báo cáo kèm lý do.",
    )


@require_POST
def report_approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Approve a submitted report; its PDF is made now and kept as it is."""
    bao_cao = visible_report(request, pk)
    require(policies.may_approve(request.user, bao_cao))
    try:
        pdf = render_pdf(report_document(bao_cao, for_signing=True), cho_ky=True)
    except (LoiTaoPdf, LoiTaiLieu) as error:
        messages.error(request, f"Chưa duyệt được báo cáo. {error}")
        return redirect("baocao:report", pk=bao_cao.pk)
    return _act(
        request,
        bao_cao,
        lambda: tong_hop.approve(bao_cao=bao_cao, tep_pdf=pdf, by=request.user, at=timezone.now()),
        "Đã duyệt báo cáo. Văn thư có thể lấy tệp PDF để trình ký.",
    )


def _act(
    request: SignedInRequest, bao_cao: BaoCao, act: Callable[[], BaoCao], done: str
) -> HttpResponse:
    """Run one service and say in a message how it went."""
    try:
        act()
    except tong_hop.BaoCaoError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("baocao:report", pk=bao_cao.pk)


def _show(
    request: SignedInRequest,
    bao_cao: BaoCao,
    *,
    editing: tuple[PhanBaoCao, SuaPhanForm] | None = None,
    tra_lai: LyDoTraLaiForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    trail = plan_trail(bao_cao.ke_hoach, str(bao_cao))
    trail.insert(-1, ("Báo cáo", reverse("baocao:report_list", args=[bao_cao.ke_hoach.ma])))
    context = {
        "bao_cao": bao_cao,
        "cac_phan": shown_sections(bao_cao, editing),
        "xem_phieu": policies.reads_forms(user, bao_cao.ke_hoach),
        "quyen": {
            "lap": policies.may_recompile(user, bao_cao),
            "sua": policies.may_edit(user, bao_cao),
            "trinh": policies.may_submit_report(user, bao_cao),
            "duyet": policies.may_approve(user, bao_cao),
            "gui_len": policies.may_record_sending(user, bao_cao),
        },
        "gui": report_sending(bao_cao, timezone.localdate()),
        "tra_lai": tra_lai or LyDoTraLaiForm(),
        "van_ban": current_document(bao_cao),
        "cac_viec": NhatKy.objects.about(bao_cao).select_related("created_by")[:30],
        "duong_dan": trail,
    }
    return render(request, "baocao/report.html", context, status=status)
