"""Pages of ad hoc requests: list, draft, hand out, who answered what, more time, call off."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baocao import dot_xuat as services
from baocao.bang_tinh_dot_xuat import answers_workbook
from baocao.dot_xuat_queries import load_request, request_rows
from baocao.forms_dot_xuat import (
    BoCauHoi,
    LuiHanForm,
    LyDoForm,
    ThemDonViForm,
    YeuCauForm,
    initial_of,
    questions_of,
    starting_days,
)
from baocao.models import BaoCao, YeuCauBaoCao
from baocao.policies_dot_xuat import may_read_answers, may_request
from baocao.tep_van_ban import DangTep
from donvi.http import SignedInRequest
from donvi.models import DonVi, NhatKy
from donvi.policies import require
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_tabs, plan_trail

GET_POST = require_http_methods(["GET", "HEAD", "POST"])


def visible_request(request: SignedInRequest, pk: int) -> YeuCauBaoCao:
    """Fetch a request this person may see, with plan and commune: one query.

    :raises Http404: there is none, it is another commune's, or it wasn't addressed to own units.
    """
    rows = YeuCauBaoCao.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "created_by"
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
def request_list(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the requests of a plan (2 queries)."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    context = {
        "ke_hoach": ke_hoach,
        "cac_dong": request_rows(request.user, ke_hoach, timezone.localdate()),
        "quyen": may_request(request.user, ke_hoach),
        "cac_the": plan_tabs(ke_hoach, request.user, "baocao:request_list"),
        "duong_dan": plan_trail(ke_hoach, "Yêu cầu đột xuất"),
    }
    return render(request, "baocao/request_list.html", context)


@GET_POST
def request_new(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the form of a new request; POST rearranges its questions or saves the draft."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    require(may_request(request.user, ke_hoach))
    initial = starting_days(timezone.localdate())
    return _write(request, ke_hoach, None, initial, [])


@GET_POST
def request_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the form of a draft; POST rearranges its questions or saves it."""
    yeu_cau = visible_request(request, pk)
    require(may_request(request.user, yeu_cau.ke_hoach))
    if not yeu_cau.is_draft:
        messages.warning(request, "Yêu cầu đã giao thì không sửa được câu hỏi và nội dung nữa.")
        return redirect("baocao:request_detail", pk)
    return _write(request, yeu_cau.ke_hoach, yeu_cau, initial_of(yeu_cau), questions_of(yeu_cau))


def _write(
    request: SignedInRequest,
    ke_hoach: KeHoach,
    yeu_cau: YeuCauBaoCao | None,
    initial: dict[str, Any],
    rows: list[dict[str, Any]],
) -> HttpResponse:
    if request.method != "POST":
        form, questions = YeuCauForm(initial=initial), BoCauHoi(rows=rows)
        return _show_form(request, ke_hoach, yeu_cau, form, questions)
    form, questions = YeuCauForm(request.POST), BoCauHoi(request.POST)
    act = request.POST.get("hanh_dong", "")
    if act:
        typed = {name: form[name].data for name in form.fields}
        form, questions = YeuCauForm(initial=typed), questions.rearranged(act)
        return _show_form(request, ke_hoach, yeu_cau, form, questions)
    form.offer(_units(ke_hoach), ke_hoach.xa)
    are_valid = (form.is_valid(), questions.is_valid())
    if all(are_valid):
        saved = _save(request, ke_hoach, yeu_cau, form, questions)
        if saved is not None:
            messages.success(request, "Đã lưu nháp yêu cầu. Chưa đơn vị nào được giao.")
            return redirect("baocao:request_detail", saved.pk)
    return _show_form(request, ke_hoach, yeu_cau, form, questions, status=422)


def _save(
    request: SignedInRequest,
    ke_hoach: KeHoach,
    yeu_cau: YeuCauBaoCao | None,
    form: YeuCauForm,
    questions: BoCauHoi,
) -> YeuCauBaoCao | None:
    """Save the draft; a refusal goes to the field it is about."""
    nhap, now = form.nhap(questions.value()), timezone.now()
    try:
        if yeu_cau is None:
            return services.create_request(ke_hoach=ke_hoach, nhap=nhap, by=request.user, at=now)
        return services.update_request(
            yeu_cau=yeu_cau, nhap=nhap, lan_luu=_version(request), by=request.user, at=now
        )
    except services.YeuCauDaThayDoi as refusal:
        yeu_cau = visible_request(request, yeu_cau.pk) if yeu_cau else None
        form.add_error(None, str(refusal))
        typed = request.POST.copy()  # saving once more takes the other's version as read
        typed["lan_luu"] = str(yeu_cau.lan_luu if yeu_cau else "")
        form.data = typed
    except services.YeuCauError as refusal:
        form.add_error(refusal.field or None, str(refusal))
    except ValidationError as refusal:
        form.add_error(None, " ".join(refusal.messages))
    return None


def _show_form(
    request: SignedInRequest,
    ke_hoach: KeHoach,
    yeu_cau: YeuCauBaoCao | None,
    form: YeuCauForm,
    questions: BoCauHoi,
    status: int = 200,
) -> HttpResponse:
    if not form.is_bound:
        form.offer(_units(ke_hoach), ke_hoach.xa)
    context = {
        "ke_hoach": ke_hoach,
        "yeu_cau": yeu_cau,
        "form": form,
        "bo_cau_hoi": questions,
        "co_loi": bool(form.errors) or any(row.errors for row in questions.forms),
        "duong_dan": _trail(ke_hoach, "Sửa yêu cầu" if yeu_cau else "Yêu cầu mới"),
    }
    return render(request, "baocao/request_form.html", context, status=status)


@require_safe
def request_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one request: who was asked, who answered, what they said."""
    return _show(request, visible_request(request, pk))


@require_POST
def request_assign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand a draft out to its units."""
    yeu_cau = visible_request(request, pk)
    require(may_request(request.user, yeu_cau.ke_hoach))
    try:
        services.assign(
            yeu_cau=yeu_cau, lan_luu=_version(request), by=request.user, at=timezone.now(),
            on=timezone.localdate(),
        )  # fmt: skip
    except services.YeuCauError as refusal:
        return _show(request, visible_request(request, pk), loi=str(refusal))
    messages.success(request, "Đã giao yêu cầu. Phiếu của các đơn vị đã mở và họ đã được báo.")
    return redirect("baocao:request_detail", pk)


@GET_POST
def request_units(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand a running request to more units."""
    yeu_cau = visible_request(request, pk)
    require(may_request(request.user, yeu_cau.ke_hoach))
    form = ThemDonViForm(request.POST if request.method == "POST" else None)
    there = set(yeu_cau.cac_don_vi.values_list("pk", flat=True))
    units = [unit for unit in _units(yeu_cau.ke_hoach) if unit.pk not in there]
    form.offer(units, yeu_cau.ke_hoach.xa)
    return _change(
        request, yeu_cau, form, "Thêm đơn vị",
        lambda: services.add_units(
            yeu_cau=yeu_cau, cac_don_vi=form.chosen_units(), by=request.user, at=timezone.now(),
            on=timezone.localdate(),
        ),
        "Đã giao yêu cầu cho các đơn vị thêm.",
    )  # fmt: skip


@GET_POST
def request_extend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the units of a running request more time."""
    yeu_cau = visible_request(request, pk)
    require(may_request(request.user, yeu_cau.ke_hoach))
    form = LuiHanForm(request.POST if request.method == "POST" else None)
    return _change(
        request, yeu_cau, form, "Lùi hạn nộp",
        lambda: services.extend(
            yeu_cau=yeu_cau, by=request.user, at=timezone.now(), on=timezone.localdate(),
            **form.cleaned_data,
        ),
        "Đã lùi hạn nộp và báo cho các đơn vị chưa gửi.",
    )  # fmt: skip


@GET_POST
def request_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Call a request off with a reason."""
    yeu_cau = visible_request(request, pk)
    require(may_request(request.user, yeu_cau.ke_hoach))
    form = LyDoForm(request.POST if request.method == "POST" else None)
    return _change(
        request, yeu_cau, form, "Hủy yêu cầu",
        lambda: services.cancel(
            yeu_cau=yeu_cau, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        "Đã hủy yêu cầu. Phiếu chưa gửi đã đóng; nội dung đã nhập vẫn được lưu.",
    )  # fmt: skip


def _change(
    request: SignedInRequest,
    yeu_cau: YeuCauBaoCao,
    form: forms.Form,
    viec: str,
    act: Callable[[], object],
    done: str,
) -> HttpResponse:
    """Show a small form about a request; POST runs the service, a refusal stays beside its box."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except services.YeuCauError as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("baocao:request_detail", yeu_cau.pk)
    trail = _trail(yeu_cau.ke_hoach, viec)
    trail.insert(-1, (yeu_cau.tieu_de, reverse("baocao:request_detail", args=[yeu_cau.pk])))
    context = {"yeu_cau": yeu_cau, "form": form, "viec": viec, "duong_dan": trail}
    status = 422 if form.is_bound else 200
    return render(request, "baocao/request_change.html", context, status=status)


@require_safe
def request_xlsx(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out every answer as a workbook."""
    yeu_cau = visible_request(request, pk)
    require(may_read_answers(request.user, yeu_cau))
    name = f"tra-loi-{yeu_cau.ke_hoach.ma}-{yeu_cau.ky_bao_cao}.{DangTep.XLSX}"
    return HttpResponse(
        answers_workbook(yeu_cau, on=timezone.localdate()),
        content_type=DangTep.XLSX.loai_noi_dung,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _show(request: SignedInRequest, yeu_cau: YeuCauBaoCao, *, loi: str = "") -> HttpResponse:
    plan, today = yeu_cau.ke_hoach, timezone.localdate()
    context = {
        "yeu_cau": yeu_cau,
        "ke_hoach": plan,
        "trang": load_request(yeu_cau, request.user, today),
        "cac_cau_hoi": yeu_cau.cac_cau_hoi.order_by("thu_tu", "pk"),
        "cac_don_vi": yeu_cau.cac_don_vi.order_by("thu_tu", "khoa_sap_xep", "pk"),
        "bao_cao": BaoCao.objects.filter(ke_hoach=plan, ky_bao_cao=yeu_cau.ky_bao_cao).first(),
        "quyen": may_request(request.user, plan),
        "quyen_doc": may_read_answers(request.user, yeu_cau),
        "cac_viec": NhatKy.objects.about(yeu_cau).select_related("created_by")[:30],
        "loi": loi,
        "duong_dan": _trail(plan, yeu_cau.tieu_de),
    }
    return render(request, "baocao/request_detail.html", context, status=422 if loi else 200)


def _units(ke_hoach: KeHoach) -> list[DonVi]:
    """List the units a request may be handed to today (1 query)."""
    units = DonVi.objects.filter(xa=ke_hoach.xa).active(timezone.localdate())
    return list(units.order_by("thu_tu", "khoa_sap_xep", "pk"))


def _version(request: SignedInRequest) -> int:
    text = request.POST.get("lan_luu", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _trail(ke_hoach: KeHoach, here: str) -> list[tuple[str, str]]:
    trail = plan_trail(ke_hoach, here)
    listed = reverse("baocao:request_list", args=[ke_hoach.ma])
    trail.insert(-1, ("Yêu cầu đột xuất", listed))
    return trail
