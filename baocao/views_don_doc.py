"""Pages of reminder letters: late units and letters, one letter, its way to the signature."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from baocao import don_doc
from baocao import don_doc_policies as policies
from baocao.forms_bao_cao import LyDoTraLaiForm
from baocao.forms_don_doc import SoanCongVanForm, SuaCongVanForm
from baocao.ky_hieu import letter_symbol
from baocao.models import CongVanDonDoc
from baocao.policies import may_see_matrix
from baocao.su_viec_don_doc import late_units
from baocao.tep_van_ban import DangTep
from baocao.van_ban_di import current_document
from baocao.van_ban_don_doc import letter_document, letter_docx_bytes, letter_pdf_bytes
from baocao.views_van_ban import hand_out_made
from donvi.http import SignedInRequest
from donvi.models import DonVi, NhatKy
from donvi.policies import require
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_tabs, plan_trail
from vanban.bang_bieu import LoiTaiLieu
from vanban.pdf import render_pdf
from vanban.phong_chu import LoiTaoPdf


@require_safe
def letter_list(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the late units of a plan, and the letters this person may read."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    today = timezone.localdate()
    watching = may_see_matrix(request.user, ke_hoach)
    letters = CongVanDonDoc.objects.visible_to(request.user).filter(ke_hoach=ke_hoach)
    context = {
        "ke_hoach": ke_hoach,
        "watching": watching,
        "don_vi_tre": late_units(ke_hoach, today) if watching else [],
        "cac_cong_van": letters.select_related("don_vi", "ke_hoach__xa"),
        "may_draft": policies.may_draft_letter(request.user, ke_hoach),
        "ky_hieu": letter_symbol(ke_hoach),
        "today": today,
        "cac_the": plan_tabs(ke_hoach, request.user, "baocao:matrix"),
        "duong_dan": plan_trail(ke_hoach, "Công văn đôn đốc"),
    }
    return render(request, "baocao/letter_list.html", context)


@require_POST
def letter_draft(request: SignedInRequest, ma: str) -> HttpResponse:
    """Draft a letter to one unit, or go to the one under way."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    require(policies.may_draft_letter(request.user, ke_hoach))
    form = SoanCongVanForm(request.POST)
    back = redirect("baocao:letter_list", ma=ke_hoach.ma)
    if not form.is_valid():
        messages.error(request, f"Đơn vị: {form.errors['don_vi'][0]}")
        return back
    unit = DonVi.objects.filter(xa=ke_hoach.xa, pk=form.cleaned_data["don_vi"]).first()
    if unit is None:
        messages.error(request, "Đơn vị: xã không có đơn vị này. Hãy chọn trong danh sách.")
        return back
    try:
        letter = don_doc.draft_letter(
            ke_hoach=ke_hoach, don_vi=unit, by=request.user, on=timezone.localdate(),
            at=timezone.now(),
        )  # fmt: skip
    except don_doc.CongVanError as refusal:
        messages.error(request, str(refusal))
        return back
    return redirect("baocao:letter", pk=letter.pk)


@require_safe
def letter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one letter: words, facts, acts."""
    return _show(request, _visible(request, pk))


@require_POST
def letter_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save the words; what was typed stays on screen when it can't be saved."""
    cong_van = _visible(request, pk)
    require(policies.may_edit_letter(request.user, cong_van))
    form = SuaCongVanForm(request.POST, tu_ngay=cong_van.ngay_so_lieu)
    if not form.is_valid():
        return _show(request, cong_van, sua=form, status=422)
    try:
        don_doc.edit_letter(
            cong_van=cong_van, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except don_doc.DaCoNguoiSua as conflict:
        form.add_error("noi_dung", str(conflict))
        cong_van.refresh_from_db()  # the other person's words stand above, mine stay in the box
        typed = request.POST.copy()
        typed["lan_luu"] = str(cong_van.lan_luu)
        form.data = typed
        return _show(request, cong_van, sua=form, status=409)
    except don_doc.CongVanError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, cong_van, sua=form, status=422)
    messages.success(request, "Đã lưu lời văn công văn.")
    return redirect("baocao:letter", pk=cong_van.pk)


@require_POST
def letter_submit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Submit the draft to a leader."""
    cong_van = _visible(request, pk)
    require(policies.may_submit_letter(request.user, cong_van))
    return _act(
        request,
        cong_van,
        lambda: don_doc.submit_letter(cong_van=cong_van, by=request.user, at=timezone.now()),
        "Đã trình lãnh đạo xã duyệt công văn.",
    )


@require_POST
def letter_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Call off a letter that isn't approved."""
    cong_van = _visible(request, pk)
    require(policies.may_cancel_letter(request.user, cong_van))
    return _act(
        request,
        cong_van,
        lambda: don_doc.cancel_letter(cong_van=cong_van, by=request.user, at=timezone.now()),
        "Đã hủy dự thảo công văn.",
    )


@require_POST
def letter_send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send a submitted letter back with a reason."""
    cong_van = _visible(request, pk)
    require(policies.may_decide_letter(request.user, cong_van))
    form = LyDoTraLaiForm(request.POST)
    if not form.is_valid():
        return _show(request, cong_van, tra_lai=form, status=422)
    return _act(
        request,
        cong_van,
        lambda: don_doc.send_back_letter(
            cong_van=cong_van, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        "Đã trả lại công văn kèm lý do.",
    )


@require_POST
def letter_approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Approve a submitted letter; its PDF is made now and kept as it is."""
    cong_van = _visible(request, pk)
    require(policies.may_decide_letter(request.user, cong_van))
    try:
        pdf = render_pdf(letter_document(cong_van, for_signing=True), cho_ky=True)
    except (LoiTaoPdf, LoiTaiLieu) as error:
        messages.error(request, f"Chưa duyệt được công văn. {error}")
        return redirect("baocao:letter", pk=cong_van.pk)
    return _act(
        request,
        cong_van,
        lambda: don_doc.approve_letter(
            cong_van=cong_van, tep_pdf=pdf, by=request.user, at=timezone.now()
        ),
        "Đã duyệt công văn. Đơn vị đã được báo; văn thư có thể ghi số và gửi.",
    )


@require_safe
def letter_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out the letter as PDF: the kept bytes once approved, else a marked draft."""
    cong_van = _visible(request, pk)
    name = f"cong-van-don-doc-{cong_van.pk}.pdf"
    return hand_out_made(request, lambda: letter_pdf_bytes(cong_van), name, DangTep.PDF)


@require_safe
def letter_docx(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out the letter as a Word file."""
    cong_van = _visible(request, pk)
    name = f"cong-van-don-doc-{cong_van.pk}.docx"
    return hand_out_made(request, lambda: letter_docx_bytes(cong_van), name, DangTep.DOCX)


def _visible(request: SignedInRequest, pk: int) -> CongVanDonDoc:
    """Fetch a letter this person may read.

    :raises Http404: there is none, or it isn't for them (yet).
    """
    letters = CongVanDonDoc.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "don_vi", "created_by", "approved_by"
    )
    return get_object_or_404(letters, pk=pk)


def _act(
    request: SignedInRequest,
    cong_van: CongVanDonDoc,
    act: Callable[[], CongVanDonDoc],
    done: str,
) -> HttpResponse:
    """Run one service and say in a message how it went."""
    try:
        act()
    except don_doc.CongVanError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("baocao:letter", pk=cong_van.pk)


def _show(
    request: SignedInRequest,
    cong_van: CongVanDonDoc,
    *,
    sua: SuaCongVanForm | None = None,
    tra_lai: LyDoTraLaiForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user, plan = request.user, cong_van.ke_hoach
    words = {name: getattr(cong_van, name) for name in SuaCongVanForm.base_fields}
    trail = plan_trail(plan, f"Đôn đốc {cong_van.don_vi}")
    trail.insert(-1, ("Công văn đôn đốc", reverse("baocao:letter_list", args=[plan.ma])))
    context = {
        "cong_van": cong_van,
        "ky_hieu": letter_symbol(plan),
        "quyen": {
            "sua": policies.may_edit_letter(user, cong_van),
            "trinh": policies.may_submit_letter(user, cong_van),
            "huy": policies.may_cancel_letter(user, cong_van),
            "duyet": policies.may_decide_letter(user, cong_van),
        },
        "sua": sua or SuaCongVanForm(initial=words, tu_ngay=cong_van.ngay_so_lieu),
        "tra_lai": tra_lai or LyDoTraLaiForm(),
        "van_ban": current_document(cong_van),
        "cac_viec": NhatKy.objects.about(cong_van).select_related("created_by")[:30],
        "duong_dan": trail,
    }
    return render(request, "baocao/letter.html", context, status=status)
