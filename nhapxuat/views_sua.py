"""Pages on which one row of a plan is corrected, with the reason, on the way back to a check."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chitieu.models import ChiTieu
from donvi.don_vi_tien import chosen_unit
from donvi.http import SignedInRequest
from donvi.policies import Decision, require
from kehoach.models import CanCu, DeMuc, KeHoach, MucTieu
from kehoach.policies import may_correct, visible_ke_hoach
from kehoach.the_trang import plan_trail
from nhapxuat import forms_sua
from nhapxuat.soat import check_plan
from nhapxuat.sua_chi_tieu import correct_indicator, values_of
from nhapxuat.sua_dong import (
    DongDaDuocSua,
    SuaDongError,
    correct_values,
    may_correct_total,
    remove_row,
)
from nhapxuat.sua_nhiem_vu import CAC_O as O_NHIEM_VU
from nhapxuat.sua_nhiem_vu import correct_task
from nhapxuat.van_de import LinhVuc, LoaiNoiSua, NoiSua, VanDe
from nhapxuat.ve_trang import way_back
from nhiemvu.models import NhiemVu

edits = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class TrangSua:
    """One page: the row, what its fields hold, the form, and how it is saved.

    ``save`` takes row, plan, values, digest, reason, person and moment; it gives the units whose
    part stays although the words no longer name them.
    """

    row: Model
    ke_hoach: KeHoach
    tieu_de: str
    hien_nay: dict[str, Any]
    form: type[forms_sua.SuaForm]
    save: Callable[..., Iterable[object]]
    noi_sua: NoiSua
    trang_xem: str
    quyen: Decision


@edits
def edit_task(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct the words of a task (obligations follow)."""
    rows = NhiemVu.objects.visible_to(request.user)
    task = get_object_or_404(_with_plan(rows), pk=pk)
    return _edit(
        request,
        TrangSua(
            row=task,
            ke_hoach=task.ke_hoach,
            tieu_de=f"Sửa nhiệm vụ {task.ma}",
            hien_nay={name: getattr(task, name) for name in O_NHIEM_VU},
            form=forms_sua.SuaNhiemVuForm,
            save=_save_task,
            noi_sua=NoiSua(LoaiNoiSua.NHIEM_VU, str(pk)),
            trang_xem=reverse("nhiemvu:detail", args=[pk]),
            quyen=may_correct(request.user, task.ke_hoach),
        ),
    )


def _save_task(row: NhiemVu, **facts: Any) -> Iterable[object]:
    return [part.don_vi for part in correct_task(task=row, **facts)]


@edits
def edit_indicator(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct the words and levels of an indicator."""
    row = get_object_or_404(_with_plan(ChiTieu.objects.visible_to(request.user)), pk=pk)
    stored = row.cac_muc.order_by("nam").values_list("nam", flat=True)
    is_heading = row.loai_chi_tieu == ChiTieu.LoaiChiTieu.TIEU_DE
    years = tuple(sorted({*stored, *(() if is_heading else row.ke_hoach.cac_moc)}))
    return _edit(
        request,
        TrangSua(
            row=row,
            ke_hoach=row.ke_hoach,
            tieu_de=f"Sửa chỉ tiêu {row.ma}",
            hien_nay=values_of(row, years),
            form=forms_sua.SuaChiTieuForm,
            save=correct_indicator,
            noi_sua=NoiSua(LoaiNoiSua.CHI_TIEU, str(pk)),
            trang_xem=reverse("chitieu:detail", args=[pk]),
            quyen=may_correct(request.user, row.ke_hoach),
        ),
    )


@edits
def edit_heading(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct a heading of the body: printed number, title, paragraphs."""
    row = _part_of_plan(request, DeMuc, pk)
    names = ("so_in", "tieu_de", "noi_dung")
    return _edit(request, _plain(request, row, names, f"Sửa đề mục {row.so_in}".strip()))


@edits
def edit_objective(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct an objective in words."""
    row = _part_of_plan(request, MucTieu, pk)
    return _edit(request, _plain(request, row, ("noi_dung",), "Sửa mục tiêu chung"))


@edits
def edit_basis(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct a legal basis, or take it out of the plan."""
    row = _part_of_plan(request, CanCu, pk)
    names = ("tu_dan", "noi_dung", "so_hieu", "ngay_van_ban", "co_quan_ban_hanh")
    return _edit(request, _plain(request, row, names, "Sửa căn cứ"))


@edits
def edit_plan(request: SignedInRequest, ma: str) -> HttpResponse:
    """Correct the opening and closing words of a plan and its printed time of signing."""
    plan = visible_ke_hoach(request.user, ma)
    names = ("thoi_gian_ky", "loi_dan", "loi_ket")
    return _edit(request, _plain(request, plan, names, "Sửa lời văn của kế hoạch"))


@edits
def edit_total(request: SignedInRequest, ma: str) -> HttpResponse:
    """Correct the plan's total, in figures and in words."""
    plan = visible_ke_hoach(request.user, ma)
    names = ("tong_kinh_phi_in", "tong_bang_chu")
    return _edit(request, _plain(request, plan, names, "Sửa tổng kinh phí của kế hoạch"))


_KIEU = {
    DeMuc: (LoaiNoiSua.DE_MUC, forms_sua.SuaDeMucForm),
    MucTieu: (LoaiNoiSua.MUC_TIEU, forms_sua.SuaMucTieuForm),
    CanCu: (LoaiNoiSua.CAN_CU, forms_sua.SuaCanCuForm),
}


def _plain(request: SignedInRequest, row: Any, names: Iterable[str], tieu_de: str) -> TrangSua:
    """Describe a page of plain values, saved as they are typed."""
    plan = row if isinstance(row, KeHoach) else row.ke_hoach
    of_total = "tong_bang_chu" in names
    if row is plan:
        kind = LoaiNoiSua.TONG_KINH_PHI if of_total else LoaiNoiSua.KE_HOACH
        forms = (forms_sua.SuaKeHoachForm, forms_sua.SuaTongKinhPhiForm)
        form: type[forms_sua.SuaForm] = forms[of_total]
        key = plan.ma
    else:
        (kind, form), key = _KIEU[type(row)], str(row.pk)
    decide = may_correct_total if of_total else may_correct
    return TrangSua(
        row=row,
        ke_hoach=plan,
        tieu_de=tieu_de,
        hien_nay={name: getattr(row, name) for name in names},
        form=form,
        save=_save_plain,
        noi_sua=NoiSua(kind, key),
        trang_xem=reverse("kinhphi:list" if of_total else "kehoach:detail", args=[plan.ma]),
        quyen=decide(request.user, plan),
    )


def _save_plain(**facts: Any) -> Iterable[object]:
    correct_values(**facts)
    return ()


def _with_plan(rows: Any) -> Any:
    return rows.select_related("ke_hoach__xa", "ke_hoach__don_vi_dau_moi")


def _part_of_plan(request: SignedInRequest, model: type[Any], pk: int) -> Any:
    plans = KeHoach.objects.visible_to(request.user).order_by()
    rows = _with_plan(model._default_manager.filter(ke_hoach__in=plans))
    return get_object_or_404(rows, pk=pk)


def _edit(request: SignedInRequest, trang: TrangSua) -> HttpResponse:
    require(trang.quyen)
    back = way_back(request, trang.trang_xem)
    data = request.POST if request.method == "POST" else None
    form = trang.form(trang.ke_hoach, trang.hien_nay, data)
    status = 200
    if data is not None:
        status = _save(request, trang, form) if form.is_valid() else 422
        if status == 302:
            return redirect(back)
    found = _findings(trang)
    context = {
        "form": form,
        "trang": trang,
        "don_vi": chosen_unit(request) or trang.ke_hoach.don_vi_tien,
        "co_tien": any(one.linh_vuc == LinhVuc.KINH_PHI for one in found),
        "ke_hoach": trang.ke_hoach,
        "ve": back,
        "dang_co": form.present if status == 409 else [],
        "cac_van_de": found,
        "duong_dan": _trail(trang),
    }
    return render(request, "nhapxuat/edit.html", context, status=status)


def _findings(trang: TrangSua) -> list[VanDe]:
    """Give the open findings that are corrected in this row, also those about many rows."""
    return [
        found.van_de
        for found in check_plan(trang.ke_hoach)
        if found.chap_nhan is None
        and trang.noi_sua in {found.van_de.noi_sua, *(noi for _, noi in found.van_de.cac_noi_sua)}
    ]


def _save(request: SignedInRequest, trang: TrangSua, form: forms_sua.SuaForm) -> int:
    """Save what was typed; give the status of the answer, 302 when it is done."""
    facts: dict[str, Any] = {
        "row": trang.row,
        "ke_hoach": trang.ke_hoach,
        "ly_do": form.cleaned_data["ly_do"],
        "by": request.user,
        "at": timezone.now(),
    }
    try:
        if form.cleaned_data.get("bo"):
            remove_row(**facts)
            messages.success(request, "Đã bỏ căn cứ khỏi kế hoạch và lưu lý do.")
            return 302
        kept = trang.save(**facts, values=form.values(), da_thay=form.cleaned_data["da_thay"])
    except DongDaDuocSua as conflict:
        form.data = {**form.data.dict(), "da_thay": form.initial["da_thay"]}  # type: ignore[attr-defined]
        form.add_error(None, str(conflict))
        return 409
    except SuaDongError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return 422
    except ValidationError as refusal:
        _blame(form, refusal)
        return 422
    messages.success(request, "Đã sửa và lưu lý do.")
    for unit in kept:
        messages.warning(
            request,
            f"{unit} không còn được nêu tên nhưng đã báo cáo nên phần việc vẫn được giữ; cần lãnh "
            "đạo quyết định riêng.",
        )
    return 302


def _blame(form: forms_sua.SuaForm, refusal: ValidationError) -> None:
    """Put the sentences of the model at their fields."""
    told = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
    for name, sentences in told.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def _trail(trang: TrangSua) -> list[tuple[str, str]]:
    trail = plan_trail(trang.ke_hoach, trang.tieu_de)
    trail.insert(-1, ("Soát kế hoạch", reverse("nhapxuat:check", args=[trang.ke_hoach.ma])))
    return trail
