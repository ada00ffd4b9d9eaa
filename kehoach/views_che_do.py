"""Pages of the reporting regime: a plan's rules with their calendar, a commune's days off."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from donvi.http import SignedInRequest
from donvi.models import Xa
from donvi.policies import require
from kehoach import che_do
from kehoach.dau_moi import change_focal, units_that_compile
from kehoach.forms_che_do import BoCheDo, DauMoiForm, NgayNghiForm
from kehoach.ky_bao_cao import LoaiKy
from kehoach.lich_nam import year_rows
from kehoach.models import KeHoach, NgayNghiRieng, QuyDinhBaoCao
from kehoach.ngay_nghi import public_holidays
from kehoach.policies import (
    may_change_focal,
    may_keep_days,
    may_manage,
    visible_ke_hoach,
)
from kehoach.quy_dinh import rule_of
from kehoach.the_trang import plan_tabs, plan_trail

CAC_NAM_BEN = 2  # years offered on either side of the one shown


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the regime with the year's calendar; the focal unit changes it (5 queries)."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    stored = {LoaiKy(row.loai_ky): row for row in ke_hoach.cac_quy_dinh_bao_cao.order_by("pk")}
    if request.method != "POST":
        return _show(request, ke_hoach, stored, BoCheDo(ke_hoach, stored))
    require(may_manage(request.user, ke_hoach))
    box = BoCheDo(ke_hoach, stored, request.POST)
    if "mac_dinh" in request.POST:
        return _show(request, ke_hoach, stored, box.with_defaults(), is_draft=True)
    if "xem_truoc" in request.POST:
        status = 200 if all(form.is_valid() for form in box.cac_loai) else 422
        return _show(request, ke_hoach, stored, box, is_draft=True, status=status)
    if not box.is_valid():
        return _show(request, ke_hoach, stored, box, is_draft=True, status=422)
    return _save(request, ke_hoach, stored, box)


def _save(
    request: SignedInRequest,
    ke_hoach: KeHoach,
    stored: dict[LoaiKy, QuyDinhBaoCao],
    box: BoCheDo,
) -> HttpResponse:
    """Save the regime; a refusal goes to the box it is about, and what was typed stays."""
    status = 422
    try:
        moved = che_do.save_regime(
            ke_hoach=ke_hoach, nhap=box.nhap(), by=request.user, at=timezone.now()
        )
    except che_do.QuyDinhSai as fault:
        box.form_of(fault.loai).add_error(None, str(fault))
    except che_do.CheDoDaThayDoi as conflict:
        box.chung.data = request.POST.copy()
        box.chung.data["phien_ban"] = box.phien_ban
        box.chung.add_error(None, str(conflict))
        status = 409
    except che_do.CheDoError as refusal:
        box.chung.add_error(refusal.field or None, str(refusal))
    except ValidationError as refusal:
        box.chung.add_error(None, refusal.messages)
    else:
        messages.success(request, f"Đã lưu chế độ báo cáo. {_moved_words(moved)}")
        return redirect("kehoach:rules", ma=ke_hoach.ma)
    return _show(request, ke_hoach, stored, box, is_draft=True, status=status)


def _focal_form(request: SignedInRequest, ke_hoach: KeHoach, data: Any = None) -> Any:
    """Give the form that lets another unit compile, None for who may not (1 query)."""
    if not may_change_focal(request.user, ke_hoach):
        return None
    return DauMoiForm(ke_hoach, units_that_compile(ke_hoach, timezone.localdate()), data)


@require_POST
def focal_change(request: SignedInRequest, ma: str) -> HttpResponse:
    """Let another unit compile the plan's reports."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    require(may_change_focal(request.user, ke_hoach))
    form = _focal_form(request, ke_hoach, request.POST)
    if form.is_valid():
        try:
            plan = change_focal(
                ke_hoach=ke_hoach, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except che_do.CheDoError as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(
                request, f"Đã đổi đơn vị tổng hợp báo cáo thành {plan.don_vi_dau_moi}."
            )
            return redirect("kehoach:rules", ma=ke_hoach.ma)
    stored = {LoaiKy(row.loai_ky): row for row in ke_hoach.cac_quy_dinh_bao_cao.order_by("pk")}
    box = BoCheDo(ke_hoach, stored)
    return _show(request, ke_hoach, stored, box, dau_moi=form, status=422)


def _added_words(added: che_do.DaThem) -> str:
    left_out = f"; {added.bo_qua} ngày vốn đã đúng như vậy nên không ghi" if added.bo_qua else ""
    return f"Đã ghi {added.so_ngay} ngày{left_out}."


def _moved_words(moved: int) -> str:
    if not moved:
        return "Không phiếu đang mở nào đổi hạn."
    return f"{moved} phiếu đang mở đổi hạn nộp; đơn vị đã được thông báo."


def _show(
    request: SignedInRequest,
    ke_hoach: KeHoach,
    stored: dict[LoaiKy, QuyDinhBaoCao],
    box: BoCheDo,
    *,
    is_draft: bool = False,
    dau_moi: DauMoiForm | None = None,
    status: int = 200,
) -> HttpResponse:
    nam = _year(request, ke_hoach)
    shown = box.rules() if is_draft else [rule_of(row) for row in stored.values()]
    context = {
        "ke_hoach": ke_hoach,
        "bo": box,
        "cac_quy_dinh": stored.values(),
        "quyen": may_manage(request.user, ke_hoach),
        "dau_moi": dau_moi or _focal_form(request, ke_hoach),
        "lich": year_rows(ke_hoach, shown, nam),
        "nam": nam,
        "cac_nam": [
            (str(year), f"?nam={year}", year == nam, None)
            for year in range(ke_hoach.nam_bat_dau, ke_hoach.nam_ket_thuc + 1)
            if abs(year - nam) <= CAC_NAM_BEN
        ],
        "is_draft": is_draft,
        "cac_the": plan_tabs(ke_hoach, request.user, "kehoach:detail"),
        "duong_dan": plan_trail(ke_hoach, "Chế độ báo cáo"),
    }
    return render(request, "kehoach/rules.html", context, status=status)


def _year(request: SignedInRequest, ke_hoach: KeHoach) -> int:
    """Give the year asked for, else this one, kept within the plan's years."""
    asked = request.GET.get("nam", "")
    usable = asked.isascii() and asked.isdigit() and len(asked) == len("2026")
    year = int(asked) if usable else timezone.localdate().year
    return min(max(year, ke_hoach.nam_bat_dau), ke_hoach.nam_ket_thuc)


@require_http_methods(["GET", "HEAD", "POST"])
def days_off(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the commune's days off and make-up days, or add some."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    if request.method != "POST":
        return _show_days(request, ke_hoach, NgayNghiForm())
    require(may_keep_days(request.user, ke_hoach.xa))
    form = NgayNghiForm(request.POST)
    if not form.is_valid():
        return _show_days(request, ke_hoach, form, status=422)
    try:
        added = che_do.add_days(
            xa=ke_hoach.xa,
            tu_ngay=form.cleaned_data["ngay_nghi"],
            den_ngay=form.cleaned_data["den_ngay"],
            la_lam_bu=form.cleaned_data["loai_ngay"] == "lam_bu",
            mo_ta=form.cleaned_data["mo_ta"],
            by=request.user,
            at=timezone.now(),
        )
    except che_do.CheDoError as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return _show_days(request, ke_hoach, form, status=422)
    messages.success(request, f"{_added_words(added)} {_moved_words(added.so_phieu)}")
    return redirect("kehoach:days_off", ma=ke_hoach.ma)


@require_POST
def day_off_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a day out of the list of a commune; the record keeps it."""
    seen = Xa.objects.filter(pk__in=KeHoach.objects.visible_to(request.user).values("xa"))
    day = get_object_or_404(NgayNghiRieng.objects.filter(xa__in=seen).select_related("xa"), pk=pk)
    require(may_keep_days(request.user, day.xa))
    try:
        moved = che_do.remove_day(xa=day.xa, pk=pk, by=request.user, at=timezone.now())
    except che_do.CheDoError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã gỡ {day.loai_ngay} {day}. {_moved_words(moved)}")
    plans = list(KeHoach.objects.visible_to(request.user).filter(xa=day.xa))
    asked = request.POST.get("ke_hoach", "")
    back = next((plan for plan in plans if plan.ma == asked), plans[0])
    return redirect("kehoach:days_off", ma=back.ma)


def _show_days(
    request: SignedInRequest, ke_hoach: KeHoach, form: NgayNghiForm, status: int = 200
) -> HttpResponse:
    nam = _year(request, ke_hoach)
    context: dict[str, Any] = {
        "ke_hoach": ke_hoach,
        "form": form,
        "quyen": may_keep_days(request.user, ke_hoach.xa),
        "cac_ngay": NgayNghiRieng.objects.filter(xa=ke_hoach.xa).order_by("-ngay_nghi", "pk"),
        "ngay_le": sorted(public_holidays(nam)),
        "nam": nam,
        "cac_the": plan_tabs(ke_hoach, request.user, "kehoach:detail"),
        "duong_dan": plan_trail(ke_hoach, "Ngày nghỉ, ngày làm bù"),
    }
    return render(request, "kehoach/days_off.html", context, status=status)
