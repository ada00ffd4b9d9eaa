"""Pages on which money is recorded, appraised, taken back and corrected."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from donvi.don_vi_tien import chosen_unit
from donvi.http import SignedInRequest
from donvi.policies import require
from donvi.tieng_viet import format_so
from kehoach.models import KeHoach
from kehoach.policies import visible_ke_hoach
from kinhphi import ghi_khoan, tham_dinh
from kinhphi.forms import GhiKhoanForm
from kinhphi.forms_huy import HuyForm, HuyKhoanForm, SuaKhoanForm, ThamDinhForm
from kinhphi.gioi_han import situation_of
from kinhphi.loi_kinh_phi import KinhPhiError
from kinhphi.models import KhoanKinhPhi, NguonVon, ThamDinh
from kinhphi.noi_tien import load_places, recordable
from kinhphi.policies import may_appraise, may_record
from kinhphi.views import money_trail, shown_unit

POST_OR_READ = ["GET", "HEAD", "POST"]


def _try(form: forms.Form, act: Callable[[], object]) -> bool:
    """Do what the form asks for; a refusal goes to the field it is about."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        act()
    except KinhPhiError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True


def _page(
    request: SignedInRequest, template: str, ke_hoach: KeHoach, form: forms.Form, **more: Any
) -> HttpResponse:
    context = {
        "ke_hoach": ke_hoach,
        "form": form,
        "don_vi": shown_unit(request, ke_hoach),
        **more,
    }
    return render(request, template, context, status=422 if form.is_bound else 200)


def _sources(ke_hoach: KeHoach) -> list[NguonVon]:
    return list(NguonVon.objects.filter(ke_hoach=ke_hoach).order_by("thu_tu", "pk"))


@require_http_methods(POST_OR_READ)
def record(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the form of a movement, or record what was typed."""
    ke_hoach, on = visible_ke_hoach(request.user, ma), timezone.localdate()
    require(may_record(request.user, ke_hoach))
    form = GhiKhoanForm(
        request.POST if request.method == "POST" else None,
        places=recordable(load_places(ke_hoach)),
        sources=_sources(ke_hoach),
        on=on,
        initial={
            "noi": request.GET.get("noi"),
            "don_vi_tien": chosen_unit(request) or ke_hoach.don_vi_tien,
            "ngay_chung_tu": on,
        },
    )
    if _try(form, lambda: _record(request, ke_hoach, form)):
        return redirect("kinhphi:list", ma=ke_hoach.ma)
    trail = money_trail(ke_hoach, "Ghi khoản tiền")
    chosen = form.places.get(form["noi"].value() or "")
    standing = situation_of(chosen) if chosen else None
    return _page(
        request, "kinhphi/record.html", ke_hoach, form, tinh_hinh=standing, duong_dan=trail
    )


def _record(request: SignedInRequest, ke_hoach: KeHoach, form: GhiKhoanForm) -> None:
    khoan = ghi_khoan.record_movement(
        ke_hoach=ke_hoach,
        nhap=form.nhap(),
        by=request.user,
        at=timezone.now(),
        on=timezone.localdate(),
    )
    messages.success(request, f"Đã ghi {khoan.get_loai_khoan_display()}.")


def _movement(request: SignedInRequest, pk: int) -> KhoanKinhPhi:
    rows = KhoanKinhPhi.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "dong_kinh_phi", "nhiem_vu", "cancelled_by"
    )
    khoan = get_object_or_404(rows, pk=pk)
    require(may_record(request.user, khoan.ke_hoach))
    return khoan


@require_http_methods(POST_OR_READ)
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a movement and ask why it is cancelled, or cancel it."""
    khoan = _movement(request, pk)
    form = HuyKhoanForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        ghi_khoan.cancel_movement(
            khoan=khoan,
            ly_do=form.cleaned_data["ly_do"],
            ly_do_vuot=form.cleaned_data["ly_do_vuot"],
            by=request.user,
            at=timezone.now(),
        )

    if _try(form, act):
        messages.success(request, "Đã hủy khoản tiền; khoản này vẫn ở trong sổ kèm lý do.")
        return redirect("kinhphi:book", ma=khoan.ke_hoach.ma)
    trail = money_trail(khoan.ke_hoach, "Hủy khoản tiền")
    return _page(request, "kinhphi/cancel.html", khoan.ke_hoach, form, khoan=khoan, duong_dan=trail)


@require_http_methods(POST_OR_READ)
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a movement to be corrected, or cancel it and record the right one."""
    khoan, on = _movement(request, pk), timezone.localdate()
    ke_hoach = khoan.ke_hoach
    form = SuaKhoanForm(
        request.POST if request.method == "POST" else None,
        places=recordable(load_places(ke_hoach)),
        sources=_sources(ke_hoach),
        on=on,
        initial=_as_typed(khoan),
    )

    def act() -> None:
        ghi_khoan.correct_movement(
            khoan=khoan,
            nhap=form.nhap(),
            ly_do=form.cleaned_data["ly_do"],
            by=request.user,
            at=timezone.now(),
            on=on,
        )

    if _try(form, act):
        messages.success(request, "Đã sửa: khoản cũ được hủy kèm lý do, khoản đúng đã ghi.")
        return redirect("kinhphi:book", ma=ke_hoach.ma)
    trail = money_trail(ke_hoach, "Sửa khoản tiền")
    return _page(request, "kinhphi/correct.html", ke_hoach, form, khoan=khoan, duong_dan=trail)


def _as_typed(khoan: KhoanKinhPhi) -> dict[str, Any]:
    line, task = khoan.dong_kinh_phi_id, khoan.nhiem_vu_id
    return {
        "noi": f"dong-{line}" if line else f"nhiem_vu-{task}",
        "loai_khoan": khoan.loai_khoan,
        "nguon_von": khoan.nguon_von_id or "",
        "so_tien": format_so(khoan.so_tien),
        "don_vi_tien": "dong",
        "ngay_chung_tu": khoan.ngay_chung_tu,
        "so_chung_tu": khoan.so_chung_tu,
        "dien_giai": khoan.dien_giai,
    }


@require_http_methods(POST_OR_READ)
def appraise(request: SignedInRequest, ma: str) -> HttpResponse:
    """Show the form of an appraisal, or put what was typed on record."""
    ke_hoach, on = visible_ke_hoach(request.user, ma), timezone.localdate()
    require(may_appraise(request.user, ke_hoach))
    places = recordable(load_places(ke_hoach))
    form = ThamDinhForm(
        request.POST if request.method == "POST" else None,
        places=places,
        on=on,
        initial={
            "noi": request.GET.get("noi"),
            "don_vi_tien": chosen_unit(request) or ke_hoach.don_vi_tien,
            "ngay_van_ban": on,
        },
    )

    def act() -> None:
        tham_dinh.appraise(
            ke_hoach=ke_hoach, nhap=form.nhap(), by=request.user, at=timezone.now(), on=on
        )

    if _try(form, act):
        messages.success(request, "Đã ghi kết quả thẩm định.")
        return redirect("kinhphi:list", ma=ke_hoach.ma)
    chosen = form["noi"].value()
    return _page(
        request,
        "kinhphi/appraise.html",
        ke_hoach,
        form,
        noi=next((place for place in places if place.khoa == chosen), None),
        duong_dan=money_trail(ke_hoach, "Thẩm định"),
    )


@require_http_methods(POST_OR_READ)
def cancel_appraisal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an appraisal and ask why it is withdrawn, or withdraw it."""
    rows = ThamDinh.objects.visible_to(request.user).select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "dong_kinh_phi", "nhiem_vu", "cancelled_by"
    )
    row = get_object_or_404(rows, pk=pk)
    require(may_appraise(request.user, row.ke_hoach))
    form = HuyForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        tham_dinh.cancel_appraisal(
            tham_dinh=row,
            ly_do=form.cleaned_data["ly_do"],
            by=request.user,
            at=timezone.now(),
        )

    if _try(form, act):
        messages.success(request, "Đã hủy thẩm định; bản đã hủy vẫn ở trong sổ kèm lý do.")
        return redirect("kinhphi:book", ma=row.ke_hoach.ma)
    trail = money_trail(row.ke_hoach, "Hủy thẩm định")
    return _page(request, "kinhphi/cancel.html", row.ke_hoach, form, tham_dinh=row, duong_dan=trail)
