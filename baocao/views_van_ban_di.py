"""Pages of one document after approval: files, signatures, number, replacement, correction."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from baocao import van_ban_policies as policies
from baocao import vong_doi_van_ban as services
from baocao.forms_van_ban_di import BanHanhForm, DinhChinhForm, LyDoForm, TepDaKyForm
from baocao.goi_van_ban import package_name, write_document_package
from baocao.models import TepVanBan, VanBan
from baocao.van_ban_queries import (
    WITH_CONTENT,
    files_of,
    next_step,
    other_files,
)
from donvi.ghi_chep import log_act
from donvi.http import SignedInRequest
from donvi.models import NhatKy
from donvi.policies import Decision, require
from kehoach.the_trang import plan_trail
from vanban.chung_thu import load_trust
from vanban.kiem_chu_ky import check_signed
from vanban.loi_chu_ky import LoiChuKy

PDF = "application/pdf"
Act = Callable[[VanBan], object]


@require_safe
def document(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one document: state, files, signatures, number, acts."""
    return _show(request, _readable(request, pk))


@require_safe
def document_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out a kept file, the issued or a signed one, as it is."""
    files = TepVanBan.objects.filter(van_ban__in=VanBan.objects.visible_to(request.user))
    file = get_object_or_404(
        files.select_related("van_ban__ke_hoach__xa", "van_ban__cong_van"), pk=pk
    )
    require(policies.may_read_document(request.user, file.van_ban))
    kind = "da-ky" if file.loai_tep == TepVanBan.LoaiTep.DA_KY else "cho-ky"
    name = f"{file.van_ban.loai_van_ban.replace('_', '-')}-{file.van_ban_id}-{kind}-{file.pk}.pdf"
    return HttpResponse(
        bytes(file.noi_dung),
        content_type=PDF,
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@require_safe
def document_package(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out PDF and metadata as one ZIP for the document system."""
    van_ban = _allowed(request, pk, policies.may_package)
    place = f'attachment; filename="{package_name(van_ban)}"'
    return HttpResponse(
        write_document_package(van_ban),
        content_type="application/zip",
        headers={"Content-Disposition": place},
    )


@require_POST
def document_take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Check the signed file in a process of its own, and keep it when it is good."""
    van_ban = _allowed(request, pk, policies.may_take_back)
    form = TepDaKyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, van_ban, nop=form, status=422)
    data = form.cleaned_data["tep"].read()
    at = timezone.now()
    issued = van_ban.cac_tep.get(loai_tep=TepVanBan.LoaiTep.BAN_GOC)
    try:
        found = check_signed(
            data, issued=bytes(issued.noi_dung), chung_thu=load_trust(settings.CHUNG_THU_GOC),
            at=at, toi_da=settings.VAN_BAN_DA_KY_TOI_DA, ban_khac=other_files(van_ban),
        )  # fmt: skip
        services.take_back(van_ban=van_ban, tep_pdf=data, ket_qua=found, by=request.user, at=at)
    except (LoiChuKy, services.VanBanError) as refusal:
        _log_refusal(request, van_ban, str(refusal))
        form.add_error("tep", str(refusal))
        return _show(request, van_ban, nop=form, status=422)
    messages.success(request, "Đã nhận bản đã ký: đúng văn bản đã duyệt, các chữ ký nguyên vẹn.")
    return redirect("baocao:document", pk=pk)


@require_POST
def document_paper(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that the document was signed on paper."""
    van_ban = _allowed(request, pk, policies.may_sign_paper)
    return _act(
        request,
        van_ban,
        lambda row: services.sign_paper(van_ban=row, by=request.user, at=timezone.now()),
        "Đã ghi nhận văn bản ký trên giấy.",
    )


@require_POST
def document_promulgate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record number and date of a document."""
    van_ban = _allowed(request, pk, policies.may_promulgate)
    form = BanHanhForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _show(request, van_ban, ban_hanh=form, status=422)
    return _act(
        request,
        van_ban,
        lambda row: services.promulgate(
            van_ban=row, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        "Đã ghi số và ngày ban hành.",
        ban_hanh=form,
    )


@require_POST
def document_recall(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a document back before it is signed; its content becomes a draft again."""
    van_ban = _allowed(request, pk, policies.may_recall)
    form = LyDoForm(request.POST)
    if not form.is_valid():
        return _show(request, van_ban, thu_hoi=form, status=422)
    return _act(
        request,
        van_ban,
        lambda row: services.recall(
            van_ban=row, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        "Đã thu hồi văn bản; nội dung trở lại dự thảo để sửa.",
        thu_hoi=form,
    )


@require_POST
def document_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open an issued content again, so that another document replaces this one."""
    van_ban = _allowed(request, pk, policies.may_reopen)
    form = LyDoForm(request.POST)
    if not form.is_valid():
        return _show(request, van_ban, thay_the=form, status=422)
    return _act(
        request,
        van_ban,
        lambda row: services.reopen(
            van_ban=row, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        "Đã mở lại nội dung. Văn bản này còn hiệu lực cho đến khi bản thay thế được phát hành.",
        thay_the=form,
    )


@require_POST
def document_correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record the letter that corrects the form of an issued document."""
    van_ban = _allowed(request, pk, policies.may_correct)
    form = DinhChinhForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _show(request, van_ban, dinh_chinh=form, status=422)
    return _act(
        request,
        van_ban,
        lambda row: services.correct(
            van_ban=row,
            loi=services.LoiDinhChinh(**form.cleaned_data),
            by=request.user,
            at=timezone.now(),
        ),
        "Đã ghi công văn đính chính.",
        dinh_chinh=form,
    )


def visible_document(request: SignedInRequest, pk: int) -> VanBan:
    """Fetch a document of a commune this person may see, with what it says: one query.

    :raises Http404: there is none, or it is another commune's.
    """
    rows = VanBan.objects.visible_to(request.user).select_related(*WITH_CONTENT)
    return get_object_or_404(rows, pk=pk)


def _readable(request: SignedInRequest, pk: int) -> VanBan:
    van_ban = visible_document(request, pk)
    require(policies.may_read_document(request.user, van_ban))
    return van_ban


def _allowed(request: SignedInRequest, pk: int, may: "Callable[..., Decision]") -> VanBan:
    van_ban = _readable(request, pk)
    require(may(request.user, van_ban))
    return van_ban


def _act(
    request: SignedInRequest, van_ban: VanBan, act: Act, done: str, **form: Form
) -> HttpResponse:
    """Run one service; when it refuses, what was typed stays on the page beside the reason."""
    try:
        act(van_ban)
    except (services.VanBanError, ValidationError) as refusal:
        words = " ".join(getattr(refusal, "messages", None) or [str(refusal)])
        for one in form.values():
            one.add_error(None, words)
            return _show(request, visible_document(request, van_ban.pk), status=422, **form)
        messages.error(request, words)
    else:
        messages.success(request, done)
    return redirect("baocao:document", pk=van_ban.pk)


def _log_refusal(request: SignedInRequest, van_ban: VanBan, why: str) -> None:
    log_act(
        by=request.user, at=timezone.now(), xa=van_ban.ke_hoach.xa, doi_tuong=van_ban,
        hanh_dong="từ chối bản đã ký", mo_ta=f"{van_ban}: từ chối bản đã ký",
        ly_do=services.printable(why),
    )  # fmt: skip


def _show(
    request: SignedInRequest, van_ban: VanBan, *, status: int = 200, **forms: Form
) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    trail = plan_trail(van_ban.ke_hoach, str(van_ban))
    address = reverse("baocao:document_list", args=[van_ban.ke_hoach.ma])
    trail.insert(-1, ("Văn bản đi", address))
    context = {
        "van_ban": van_ban,
        "ban_thay_the": getattr(van_ban, "ban_thay_the", None),
        "buoc_tiep": next_step(van_ban),
        "cac_tep": files_of(van_ban),
        "quyen": {
            "nop": policies.may_take_back(user, van_ban),
            "ky_giay": policies.may_sign_paper(user, van_ban),
            "ban_hanh": policies.may_promulgate(user, van_ban),
            "thu_hoi": policies.may_recall(user, van_ban),
            "thay_the": policies.may_reopen(user, van_ban),
            "dinh_chinh": policies.may_correct(user, van_ban),
            "goi": policies.may_package(user, van_ban),
        },
        "nop": TepDaKyForm(),
        "ban_hanh": BanHanhForm(today=today),
        "thu_hoi": LyDoForm(),
        "thay_the": LyDoForm(),
        "dinh_chinh": DinhChinhForm(today=today),
        "toi_da_mb": settings.VAN_BAN_DA_KY_TOI_DA >> 20,
        "cac_viec": NhatKy.objects.about(van_ban).select_related("created_by")[:50],
        "duong_dan": trail,
        **forms,
    }
    return render(request, "baocao/document.html", context, status=status)
