"""Acts on a file that waits to be looked at: tables, cells, problems, saving, leaving it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from donvi.http import SignedInRequest
from donvi.policies import require
from donvi.tieng_viet import format_so
from nhapxuat import goi_ten, nhap_tep, sua_tep, xem_tep
from nhapxuat.form_bang import ChonBangForm
from nhapxuat.forms_nhap import ChapNhanNhapForm, GoiTenForm, LuuForm, RutChapNhanForm, SuaOForm
from nhapxuat.ket_qua_nhap import ViTri
from nhapxuat.loi_nhap import NhapError
from nhapxuat.models import LanNhap, TrangThaiNhap
from nhapxuat.policies import may_import
from nhapxuat.trang_nhap import BiTuChoi, Phan, form_of_aside
from nhapxuat.views_nhap import send_to_worker, show_import, visible_import

TU_CHOI = "tu-choi"  # boxes of a form that was refused, above the places of the others


@require_POST
def import_table(request: SignedInRequest, pk: int) -> HttpResponse:
    """Set what a table and its columns are."""
    lan_nhap = _open(request, pk)
    khoa = request.POST.get("khoa", "")
    xem = xem_tep.load_review(lan_nhap)
    table = next((one for one in xem.cac_bang if one.khoa == khoa), None)
    is_there = table is not None or khoa in {one.khoa for one in xem.bo_qua}
    form: ChonBangForm
    if table is not None:
        form = ChonBangForm(request.POST, nhan=TU_CHOI, cac_cot=table.cac_cot)
    else:
        form = form_of_aside(xem, request.POST, nhan=TU_CHOI)
    headers = {cot.so_cot: cot.tieu_de for cot in table.cac_cot} if table else {}
    return _act(
        request,
        lan_nhap,
        form,
        lambda: sua_tep.choose_columns(
            lan_nhap_id=pk, khoa_bang=khoa, chon=form.chon(),
            tieu_de=headers, ghi_nho=form.cleaned_data["nho"], by=request.user, at=timezone.now(),
        ),
        (BiTuChoi(bang=form) if is_there else BiTuChoi(khac=form), Phan.BANG),
        "Đã cập nhật cách hiểu và đọc lại tệp.",
    )  # fmt: skip


@require_POST
def import_names(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what unknown names of units mean."""
    lan_nhap = _open(request, pk)
    form = GoiTenForm(
        request.POST,
        cac_ten=xem_tep.load_review(lan_nhap).ten_la,
        cac_tra_loi=goi_ten.answers(lan_nhap.ke_hoach.xa),
    )
    return _act(
        request,
        lan_nhap,
        form,
        lambda: goi_ten.name_units(
            lan_nhap_id=pk, cac_ten=form.answered(), by=request.user, at=timezone.now()
        ),
        (BiTuChoi(ten=form), Phan.TEN),
        "Đã ghi tên gọi vào danh mục của xã và đọc lại tệp.",
    )


@require_POST
def import_correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct the words of one cell."""
    lan_nhap = _open(request, pk)
    form = SuaOForm(request.POST, nhan=TU_CHOI)
    return _act(
        request,
        lan_nhap,
        form,
        lambda: sua_tep.correct_cell(
            lan_nhap_id=pk, vi_tri=ViTri(*(form.cleaned_data[n] for n in form.CHO)),
            gia_tri=form.cleaned_data["gia_tri"], by=request.user, at=timezone.now(),
        ),
        (BiTuChoi(sua=form), Phan.VAN_DE),
        "Đã sửa ô và đọc lại tệp.",
    )  # fmt: skip


@require_POST
def import_accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let one problem stand, or all of a kind, with the reason."""
    lan_nhap = _open(request, pk)
    form = ChapNhanNhapForm(request.POST, nhan=TU_CHOI)
    return _act(
        request,
        lan_nhap,
        form,
        lambda: sua_tep.accept_problems(
            lan_nhap_id=pk, dau_vet=form.cleaned_data["dau_vet"],
            ly_do=form.cleaned_data["ly_do"], by=request.user, at=timezone.now(),
        ),
        (BiTuChoi(chap_nhan=form), Phan.VAN_DE),
        lambda done: f"Đã chấp nhận {format_so(len(done))} vấn đề và lưu lý do.",
    )  # fmt: skip


@require_POST
def import_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an acceptance back, or all of a group."""
    lan_nhap = _open(request, pk)
    form = RutChapNhanForm(request.POST)
    return _act(
        request,
        lan_nhap,
        form,
        lambda: sua_tep.withdraw_acceptances(
            lan_nhap_id=pk, dau_vet=form.cleaned_data["dau_vet"], by=request.user
        ),
        (BiTuChoi(khac=form), Phan.VAN_DE),
        lambda count: f"Đã rút {format_so(count)} chấp nhận.",
    )


@require_POST
def import_save(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for saving what was shown; the reason typed stays when it is refused."""
    lan_nhap = _open(request, pk)
    form = LuuForm(request.POST, can_ly_do=lan_nhap.ke_hoach.is_in_force)
    return _act(
        request,
        lan_nhap,
        form,
        lambda: nhap_tep.request_save(
            lan_nhap_id=pk, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
        (BiTuChoi(luu=form), Phan.THAY_DOI),
        "",
    )


@require_POST
def import_reread(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have a file read and compared with the plan anew."""
    lan_nhap = _open(request, pk)
    form = Form(request.POST)
    return _act(
        request,
        lan_nhap,
        form,
        lambda: sua_tep.read_again(lan_nhap_id=pk, by=request.user, at=timezone.now()),
        (BiTuChoi(khac=form), Phan.DOI_CHIEU),
        "",
    )


@require_POST
def import_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave a file unsaved."""
    lan_nhap = _open(request, pk)
    form = Form(request.POST)
    return _act(
        request,
        lan_nhap,
        form,
        lambda: sua_tep.cancel_import(lan_nhap_id=pk, by=request.user, at=timezone.now()),
        (BiTuChoi(khac=form), Phan.THAY_DOI),
        "Đã hủy lần nhập; kế hoạch không thay đổi.",
    )


def _open(request: SignedInRequest, pk: int) -> LanNhap:
    lan_nhap = visible_import(request, pk)
    require(may_import(request.user, lan_nhap.ke_hoach))
    return lan_nhap


def _act(
    request: SignedInRequest,
    lan_nhap: LanNhap,
    form: Form,
    act: Callable[[], Any],
    refused: tuple[BiTuChoi, Phan],
    done: str | Callable[[Any], str],
) -> HttpResponse:
    """Do one act and come back to the same place; a refusal shows the page with what was typed."""
    url = reverse("nhapxuat:import", args=[lan_nhap.pk])
    if form.is_valid():
        try:
            outcome = act()
        except NhapError as error:
            form.add_error(_field(error, form), str(error))
        else:
            if done:
                messages.success(request, done if isinstance(done, str) else done(outcome))
            changed = visible_import(request, lan_nhap.pk)
            send_to_worker(request, changed)
            return redirect(f"{url}?{request.GET.urlencode()}" if request.GET else url)
    now = visible_import(request, lan_nhap.pk)
    if now.trang_thai != TrangThaiNhap.CHO_XEM:
        sentences = (str(one) for errors in form.errors.values() for one in errors)
        messages.error(request, " ".join(sentences))
        return redirect(url)
    return show_import(request, now, *refused)


def _field(error: NhapError, form: Form) -> str | None:
    name = getattr(error, "field", "")
    return name if name in form.fields else None
