"""Recording when a report was sent up."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from baocao import gui_cap_tren
from baocao.policies import may_record_sending
from baocao.tong_hop import BaoCaoError
from baocao.views_bao_cao import visible_report
from donvi.http import SignedInRequest
from donvi.policies import require


class NgayGuiForm(forms.Form):
    """The day the report left for the level above."""

    ngay_gui = forms.DateField(
        label="Ngày gửi cấp trên",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        error_messages={
            "required": "Hãy nhập ngày gửi cấp trên, ví dụ 25/10/2026.",
            "invalid": "Ngày gửi cấp trên không đọc được. Hãy nhập như 25/10/2026.",
        },
    )


@require_POST
def report_send_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record the day; a day that can't be is answered in a message on the report's page."""
    bao_cao = visible_report(request, pk)
    require(may_record_sending(request.user, bao_cao))
    form = NgayGuiForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["ngay_gui"][0]))
        return redirect("baocao:report", pk=bao_cao.pk)
    day: date = form.cleaned_data["ngay_gui"]
    try:
        gui_cap_tren.record_sending(
            bao_cao=bao_cao, ngay_gui=day, by=request.user, at=timezone.now()
        )
    except BaoCaoError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã ghi ngày gửi cấp trên: {day:%d/%m/%Y}.")
    return redirect("baocao:report", pk=bao_cao.pk)
