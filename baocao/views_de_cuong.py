"""The page on which the focal unit keeps the outline of each kind of report."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from baocao import de_cuong_ke_hoach as services
from baocao import policies
from baocao.de_cuong import MucDeCuong
from baocao.forms_de_cuong import ChonMucForm, DeMucForm, LoaiBaoCaoForm
from donvi.http import SignedInRequest
from donvi.policies import require
from kehoach.ky_bao_cao import LoaiKy
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_trail


@dataclass(frozen=True)
class DongDeCuong:
    """One section of the outline on the page: its printed number, and the form to change it."""

    so_in: str
    muc: MucDeCuong
    form: DeMucForm


def _editable_plan(request: SignedInRequest, ma: str) -> KeHoach:
    ke_hoach = visible_ke_hoach(request.user, ma)
    require(policies.may_compile(request.user, ke_hoach))
    return ke_hoach


@require_safe
def outline(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the outline of one kind of report (``?loai=Q``, the month's by default)."""
    ke_hoach = _editable_plan(request, ma)
    asked = request.GET.get("loai", LoaiKy.THANG)
    return _show(request, ke_hoach, LoaiKy(asked) if asked in set(LoaiKy) else LoaiKy.THANG)


@require_POST
def outline_save(request: SignedInRequest, ma: str) -> HttpResponse:
    """Change one section, or add one; what was typed stays on screen when it is refused."""
    ke_hoach = _editable_plan(request, ma)
    kind = LoaiBaoCaoForm(request.POST)
    if not kind.is_valid():
        return _refused(request, ke_hoach, kind)
    form = DeMucForm(request.POST)
    if not form.is_valid():
        return _show(request, ke_hoach, kind.kind, editing=form)
    try:
        services.save_section(
            ke_hoach=ke_hoach, loai_ky=kind.kind, muc=form.section(), by=request.user,
            at=timezone.now(),
        )  # fmt: skip
    except services.DeCuongError as refusal:
        form.add_error(None, str(refusal))
        return _show(request, ke_hoach, kind.kind, editing=form)
    messages.success(request, f"Đã ghi đề mục “{form.cleaned_data['tieu_de']}”.")
    return _back(ke_hoach, kind.kind)


@require_POST
def outline_move(request: SignedInRequest, ma: str) -> HttpResponse:
    """Move a section up or down by one place."""

    def move(ke_hoach: KeHoach, form: ChonMucForm) -> str:
        services.move_section(
            ke_hoach=ke_hoach, loai_ky=form.kind, ma=form.cleaned_data["ma"],
            step=1 if form.cleaned_data["huong"] == "xuong" else -1,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        return "Đã chuyển chỗ đề mục."

    return _act(request, ma, move)


@require_POST
def outline_remove(request: SignedInRequest, ma: str) -> HttpResponse:
    """Leave a section out of later reports."""

    def remove(ke_hoach: KeHoach, form: ChonMucForm) -> str:
        services.remove_section(
            ke_hoach=ke_hoach, loai_ky=form.kind, ma=form.cleaned_data["ma"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        return "Đã bỏ đề mục khỏi đề cương. Lời văn đã sửa trong các báo cáo vẫn được giữ."

    return _act(request, ma, remove)


@require_POST
def outline_reset(request: SignedInRequest, ma: str) -> HttpResponse:
    """Go back to the default outline of the kind."""
    ke_hoach = _editable_plan(request, ma)
    kind = LoaiBaoCaoForm(request.POST)
    if not kind.is_valid():
        return _refused(request, ke_hoach, kind)
    services.reset_outline(ke_hoach=ke_hoach, loai_ky=kind.kind, by=request.user, at=timezone.now())
    messages.success(request, f"Đã khôi phục đề cương mặc định của báo cáo {kind.kind.label}.")
    return _back(ke_hoach, kind.kind)


def _act(
    request: SignedInRequest, ma: str, act: Callable[[KeHoach, ChonMucForm], str]
) -> HttpResponse:
    ke_hoach = _editable_plan(request, ma)
    form = ChonMucForm(request.POST)
    if not form.is_valid():
        return _refused(request, ke_hoach, form)
    try:
        messages.success(request, act(ke_hoach, form))
    except services.DeCuongError as refusal:
        messages.error(request, str(refusal))
    return _back(ke_hoach, form.kind)


def _refused(request: SignedInRequest, ke_hoach: KeHoach, form: LoaiBaoCaoForm) -> HttpResponse:
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return redirect("baocao:outline", ma=ke_hoach.ma)


def _back(ke_hoach: KeHoach, kind: LoaiKy) -> HttpResponse:
    return redirect(f"{reverse('baocao:outline', args=[ke_hoach.ma])}?loai={kind}")


def _show(
    request: SignedInRequest, ke_hoach: KeHoach, kind: LoaiKy, *, editing: DeMucForm | None = None
) -> HttpResponse:
    """Show the outline with a form per section and one to add (2 queries beside the plan)."""
    address = reverse("baocao:outline", args=[ke_hoach.ma])
    sections = services.outline_of(ke_hoach, kind)
    edited = editing.data.get("ma", "") if editing else None
    adding = editing if edited is not None and edited not in {m.ma for m in sections} else None
    trail = plan_trail(ke_hoach, "Đề cương")
    trail.insert(-1, ("Báo cáo", reverse("baocao:report_list", args=[ke_hoach.ma])))
    context = {
        "ke_hoach": ke_hoach,
        "loai": kind,
        "cac_dong": [
            DongDeCuong(so_in, muc, editing if editing and edited == muc.ma else _form(muc, kind))
            for so_in, muc in zip(services.printed_numbers(sections), sections, strict=True)
        ],
        "them": adding or DeMucForm(initial={"loai_ky": kind, "cap_do": "1"}, auto_id="them_%s"),
        "la_rieng": services.has_own_outline(ke_hoach, kind),
        "cac_loai": [
            (one.label.capitalize(), f"{address}?loai={one}", one is kind, None) for one in LoaiKy
        ],
        "duong_dan": trail,
    }
    status = 422 if editing else 200
    return render(request, "baocao/outline.html", context, status=status)


def _form(muc: MucDeCuong, kind: LoaiKy) -> DeMucForm:
    initial = {
        "loai_ky": kind,
        "ma": muc.ma,
        "tieu_de": muc.tieu_de,
        "cap_do": str(muc.cap_do),
        "nguon_viet": str(muc.nguon_viet or ""),
        "loi_mau": muc.loi_mau,
    }
    return DeMucForm(initial=initial, auto_id=f"muc_{muc.ma.replace('.', '_')}_%s")
