"""The page of findings of a plan, and accepting one of them."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from donvi.http import SignedInRequest
from donvi.policies import Decision, require
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_tabs, plan_trail
from kinhphi.policies import may_accept
from kinhphi.services import KinhPhiError
from nhapxuat import services
from nhapxuat.forms import ChapNhanForm
from nhapxuat.soat import KetQuaSoat, check_plan
from nhapxuat.van_de import MucDo


@dataclass(frozen=True)
class DongSoat:
    """A finding on the page: who may accept it, and the form to do so."""

    ket_qua: KetQuaSoat
    duoc_chap_nhan: Decision
    form: ChapNhanForm


@dataclass(frozen=True)
class NhomSoat:
    """The findings of one severity that nobody has accepted."""

    muc_do: MucDo
    cac_dong: list[DongSoat]


@require_safe
def check(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show what is wrong or unclear in the plan (26 queries, sign-in included)."""
    return _page(request, visible_ke_hoach(request.user, ma))


@require_POST
def accept(request: SignedInRequest, ma: str) -> HttpResponse:
    """Let one finding stand; a refusal shows the page again with the words that were typed."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    require(may_accept(request.user, ke_hoach, "KP-"))  # who may accept nothing at all stops here
    form = ChapNhanForm(request.POST)
    if not (form.is_valid() and _save(request, ke_hoach, form)):
        return _page(request, ke_hoach, form)
    messages.success(request, "Đã chấp nhận vấn đề và lưu lý do.")
    return redirect("nhapxuat:check", ma=ke_hoach.ma)


def _save(request: SignedInRequest, ke_hoach: KeHoach, form: ChapNhanForm) -> bool:
    try:
        services.accept_finding(
            ke_hoach=ke_hoach,
            dau_vet=form.cleaned_data["dau_vet"],
            ly_do=form.cleaned_data["ly_do"],
            by=request.user,
            at=timezone.now(),
        )
    except KinhPhiError as error:
        form.add_error("ly_do" if error.field == "ly_do" else None, str(error))
        return False
    return True


def _page(
    request: SignedInRequest, ke_hoach: KeHoach, refused: ChapNhanForm | None = None
) -> HttpResponse:
    found = check_plan(ke_hoach)
    rows = [_row(request, ke_hoach, result, refused) for result in found]
    still_open = [row for row in rows if row.ket_qua.chap_nhan is None]
    groups = [
        NhomSoat(kind, [row for row in still_open if row.ket_qua.van_de.muc_do == kind])
        for kind in MucDo
    ]
    context = {
        "ke_hoach": ke_hoach,
        "form": refused,
        "cac_nhom": [group for group in groups if group.cac_dong],
        "da_chap_nhan": [row for row in rows if row.ket_qua.chap_nhan is not None],
        "cac_the": plan_tabs(ke_hoach, request.user, "nhapxuat:check"),
        "duong_dan": plan_trail(ke_hoach, "Soát kế hoạch"),
    }
    return render(request, "nhapxuat/check.html", context, status=422 if refused else 200)


def _row(
    request: SignedInRequest, ke_hoach: KeHoach, result: KetQuaSoat, refused: ChapNhanForm | None
) -> DongSoat:
    shown = result.dau_vet
    same = refused is not None and refused.data.get("dau_vet") == shown
    form = refused if refused and same else ChapNhanForm(initial={"dau_vet": shown})
    form.auto_id = f"{shown}-%s"
    return DongSoat(result, may_accept(request.user, ke_hoach, result.van_de.ma), form)
