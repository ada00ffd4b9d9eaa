"""Earlier wordings of one section of a report: who wrote what when, and bringing one back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from baocao import policies, tong_hop
from baocao.forms_bao_cao import KhoiPhucForm
from baocao.models import BaoCao, PhanBaoCao
from baocao.phan_bao_cao import earlier_wordings
from baocao.views_bao_cao import visible_report
from donvi.http import SignedInRequest
from donvi.policies import require
from kehoach.the_trang import plan_trail


def _visible_section(request: SignedInRequest, pk: int) -> tuple[PhanBaoCao, BaoCao]:
    """Fetch a section of a report this person may see (2 queries)."""
    section = get_object_or_404(PhanBaoCao, pk=pk)
    return section, visible_report(request, section.bao_cao_id)


@require_safe
def section_history(request: SignedInRequest, pk: int) -> HttpResponse:
    """List the wordings a section has had (3 queries beside the person's)."""
    section, bao_cao = _visible_section(request, pk)
    trail = plan_trail(bao_cao.ke_hoach, f"Phần {section.printed_number}")
    trail.insert(-1, (str(bao_cao), reverse("baocao:report", args=[bao_cao.pk])))
    context = {
        "bao_cao": bao_cao,
        "phan": section,
        "cac_phien_ban": earlier_wordings(section),
        "quyen_sua": policies.may_edit(request.user, bao_cao),
        "duong_dan": trail,
    }
    return render(request, "baocao/section_history.html", context)


@require_POST
def section_restore(request: SignedInRequest, pk: int) -> HttpResponse:
    """Bring an earlier wording back; the words of now stay among the earlier ones."""
    section, bao_cao = _visible_section(request, pk)
    require(policies.may_edit(request.user, bao_cao))
    form = KhoiPhucForm(request.POST)
    back = redirect("baocao:section_history", pk=section.pk)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, str(errors[0]))
        return back
    try:
        tong_hop.restore_section(
            bao_cao=bao_cao, ma=section.ma, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except tong_hop.DaCoNguoiSua:
        messages.error(
            request,
            "Phần này vừa được người khác lưu hoặc được tổng hợp lại; hãy xem bản mới nhất ở dưới "
            "rồi khôi phục nếu vẫn cần.",
        )
        return back
    except tong_hop.BaoCaoError as refusal:
        messages.error(request, str(refusal))
        return back
    messages.success(request, f"Đã khôi phục lời văn phần {section.printed_number}.")
    return redirect(f"{reverse('baocao:report', args=[bao_cao.pk])}#phan-{section.pk}")
