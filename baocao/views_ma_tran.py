"""The page of the matrix units x periods."""

from typing import Any, cast

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from baocao.don_doc_policies import may_draft_letter
from baocao.ma_tran import TrangThaiO, kinds_of, load_matrix
from baocao.policies import may_see_matrix, reads_forms
from donvi.http import SignedInRequest
from donvi.policies import require
from kehoach.ky_bao_cao import LoaiKy
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_tabs, plan_trail


class LocMaTranForm(forms.Form):
    """Which year and kind of period the matrix shows."""

    nam = forms.TypedChoiceField(
        label="Năm",
        coerce=int,
        required=False,
        error_messages={"invalid_choice": "Năm: hãy chọn một năm của kế hoạch."},
    )
    loai_ky = forms.ChoiceField(
        label="Loại kỳ",
        required=False,
        error_messages={"invalid_choice": "Loại kỳ: hãy chọn một loại kỳ của kế hoạch."},
    )

    def __init__(self, data: Any, *, ke_hoach: KeHoach, this_year: int) -> None:
        years = range(ke_hoach.nam_bat_dau, ke_hoach.nam_ket_thuc + 1)
        kinds = kinds_of(ke_hoach)
        self.default_nam = min(max(this_year, years[0]), years[-1])
        self.default_loai = kinds[0].value if kinds else ""
        given = {"nam": data.get("nam") or self.default_nam}
        given["loai_ky"] = data.get("loai_ky") or self.default_loai
        super().__init__(given)
        self._choice("nam").choices = [(nam, str(nam)) for nam in years]
        usual = [(str(kind), kind.label.capitalize()) for kind in kinds]
        self._choice("loai_ky").choices = [*usual, ("tat_ca", "Tất cả các kỳ")]

    def _choice(self, name: str) -> forms.ChoiceField:
        return cast(forms.ChoiceField, self.fields[name])

    def chosen(self) -> tuple[int, LoaiKy | None]:
        """Give year and kind; a choice that doesn't exist counts as the usual one."""
        values = self.cleaned_data if self.is_valid() else {}
        kind = values.get("loai_ky") or self.default_loai
        return values.get("nam") or self.default_nam, LoaiKy(kind) if kind in set(LoaiKy) else None


@require_safe
def matrix(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show who reported when, unit by unit."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    require(may_see_matrix(request.user, ke_hoach))
    today = timezone.localdate()
    form = LocMaTranForm(request.GET, ke_hoach=ke_hoach, this_year=today.year)
    nam, loai_ky = form.chosen()
    context = {
        "ke_hoach": ke_hoach,
        "form": form,
        "ma_tran": load_matrix(ke_hoach, nam=nam, loai_ky=loai_ky, on=today),
        "today": today,
        "may_draft_letter": may_draft_letter(request.user, ke_hoach).allowed,
        "reads_forms": reads_forms(request.user, ke_hoach),
        "chu_giai": list(TrangThaiO),
        "cac_the": plan_tabs(ke_hoach, request.user, "baocao:matrix"),
        "duong_dan": plan_trail(ke_hoach, "Theo dõi báo cáo"),
    }
    template = "baocao/matrix.html" + ("#bang" if request.htmx else "")
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response
