"""Pages of versions: the list of a plan, one as it was, two compared."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from baocao.dieu_chinh import version_in_force
from baocao.dieu_chinh_policies import may_draft_amendment
from baocao.forms_dieu_chinh import HIEN_HANH, LapDieuChinhForm, SoSanhForm
from baocao.models import DieuChinh, PhienBan
from baocao.noi_dung_ke_hoach import NoiDung, plan_content
from baocao.phien_ban_queries import (
    amendments_of,
    documents_by_version,
    open_amendment,
    versions_of,
)
from baocao.so_sanh_phien_ban import compare_contents
from baocao.trang_phien_ban import group_differences, read_content
from donvi.http import SignedInRequest
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_tabs, plan_trail


@require_safe
def version_list(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the versions of a plan and its amendments."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    context = {
        "ke_hoach": ke_hoach,
        "cac_phien_ban": versions_of(ke_hoach, request.user),
        "cac_dieu_chinh": amendments_of(ke_hoach, request.user),
        "cac_the": plan_tabs(ke_hoach, request.user, "kehoach:detail"),
        "duong_dan": plan_trail(ke_hoach, "Phiên bản và điều chỉnh"),
    }
    return render(request, "baocao/version_list.html", context)


@require_safe
def version(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one version as it was kept, never from the plan as it is now."""
    versions = PhienBan.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "created_by"
    )
    phien_ban = get_object_or_404(versions, pk=pk)
    trail = plan_trail(phien_ban.ke_hoach, str(phien_ban))
    trail.insert(-1, _step(phien_ban.ke_hoach))
    context = {
        "phien_ban": phien_ban,
        "ke_hoach": phien_ban.ke_hoach,
        "noi_dung": read_content(phien_ban.noi_dung),
        "cac_van_ban": documents_by_version(phien_ban.ke_hoach)[phien_ban.pk],
        "hien_hanh": HIEN_HANH,
        "duong_dan": trail,
    }
    return render(request, "baocao/version.html", context)


@require_safe
def version_compare(request: SignedInRequest, ma: str) -> HttpResponse:
    """Compare two versions, or a version with the plan as it is now."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    return show_comparison(request, ke_hoach)


def show_comparison(
    request: SignedInRequest,
    ke_hoach: KeHoach,
    *,
    lap: LapDieuChinhForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page of a comparison, also with a refused form to draft an amendment."""
    base = version_in_force(ke_hoach)
    versions = versions_of(ke_hoach, request.user)
    choices = [(HIEN_HANH, "Kế hoạch hiện hành")]
    choices += [
        (str(row.so_phien_ban), f"{row}, {timezone.localtime(row.created_at):%d/%m/%Y}")
        for row in (line.phien_ban for line in versions)
    ]
    default = {"trai": str(base.so_phien_ban) if base else HIEN_HANH, "phai": HIEN_HANH}
    asked = {name: request.GET.get(name) or value for name, value in default.items()}
    form = SoSanhForm(asked, lua_chon=choices)
    chosen = default | (form.cleaned_data if form.is_valid() else {})
    found = compare_contents(*(_content(ke_hoach, chosen[side]) for side in ("trai", "phai")))
    waiting = open_amendment(ke_hoach)
    from_force = chosen == default and base is not None
    context = {
        "ke_hoach": ke_hoach,
        "form": form,
        "ket_qua": found,
        "cac_nhom": group_differences(found),
        "cac_so": [(kind.label, number) for kind, number in found.count_kinds().items()],
        "ten_trai": dict(choices)[chosen["trai"]],
        "ten_phai": dict(choices)[chosen["phai"]],
        "may_draft": may_draft_amendment(request.user, ke_hoach),
        "co_the_lap": from_force and found.has_words and ke_hoach.is_frozen and waiting is None,
        "dang_lap": waiting,
        "lap": lap or LapDieuChinhForm(),
        "cac_the": plan_tabs(ke_hoach, request.user, "kehoach:detail"),
        "duong_dan": [*plan_trail(ke_hoach, "")[:-1], _step(ke_hoach), ("So sánh", "")],
    }
    return render(request, "baocao/version_compare.html", context, status=status)


def _content(ke_hoach: KeHoach, which: str) -> NoiDung:
    if which == HIEN_HANH:
        return plan_content(ke_hoach)
    version: PhienBan = PhienBan.objects.get(ke_hoach=ke_hoach, so_phien_ban=which)
    return version.noi_dung


def _step(ke_hoach: KeHoach) -> tuple[str, str]:
    return ("Phiên bản và điều chỉnh", reverse("baocao:version_list", args=[ke_hoach.ma]))


def amendment_trail(dieu_chinh: DieuChinh) -> list[tuple[str, str]]:
    """List the breadcrumb of an amendment's page."""
    trail = plan_trail(dieu_chinh.ke_hoach, "Điều chỉnh kế hoạch")
    trail.insert(-1, _step(dieu_chinh.ke_hoach))
    return trail
