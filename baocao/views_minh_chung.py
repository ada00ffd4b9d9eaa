"""Pages of evidence: adding, taking off, reading a file, packages of a form and of a period."""

from io import BytesIO
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baocao import minh_chung as services
from baocao.forms_minh_chung import CA_PHIEU, MinhChungForm
from baocao.goi_minh_chung import write_package
from baocao.loai_tep import TepBiTuChoi, mb
from baocao.minh_chung import MinhChungError, TepGui
from baocao.minh_chung_queries import evidence_by_period, evidence_for_package, forms_of_period
from baocao.models import MinhChung, PhieuBaoCao
from baocao.phieu_queries import load_rows
from baocao.policies import may_enter, sees_draft
from baocao.views_phieu import visible_form
from donvi.http import SignedInRequest
from donvi.policies import require
from kehoach.ky_bao_cao import KyBaoCaoError, parse_ky
from kehoach.policies import visible_ke_hoach
from kehoach.the_trang import plan_tabs, plan_trail

# A file is shown as what it is and runs nothing, whatever a browser makes of it. Chromium shows
# no PDF inside a sandbox; there the portal's own policy stands.
ZIP = "application/zip"
LOCKED_UP = "default-src 'none'; sandbox"


def readable_form(request: SignedInRequest, pk: int) -> PhieuBaoCao:
    """Fetch a form whose words this person may read.

    :raises Http404: there is none, or it is a draft of another unit.
    """
    phieu = visible_form(request, pk)
    if not sees_draft(request.user, phieu):
        raise Http404("Phiếu chưa được gửi.")
    return phieu


def readable_evidence(request: SignedInRequest, pk: int) -> MinhChung:
    """Fetch evidence of such a form, also what was taken off.

    :raises Http404: as above.
    """
    rows = MinhChung.objects.visible_to(request.user).select_related(
        "phieu_bao_cao__ke_hoach__don_vi_dau_moi", "phieu_bao_cao__don_vi"
    )
    row = get_object_or_404(rows, pk=pk)
    if not sees_draft(request.user, row.phieu_bao_cao):
        raise Http404("Phiếu chưa được gửi.")
    return row


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the evidence of a form; POST adds files, or a link or document number."""
    phieu = readable_form(request, pk)
    rows = load_rows(phieu, timezone.localdate())
    if request.method != "POST":
        form = MinhChungForm(initial={"noi_gan": request.GET.get("noi", CA_PHIEU)}, rows=rows)
        return _show(request, phieu, form)
    require(may_enter(request.user, phieu))
    form = MinhChungForm(request.POST, request.FILES, rows=rows)
    if form.is_valid():
        added = _add_all(request, phieu, form)
        if added:
            messages.success(request, f"Đã thêm {added} minh chứng.")
        if not form.errors:
            return redirect(f"{reverse('baocao:evidence', args=[pk])}?noi={form['noi_gan'].data}")
    return _show(request, phieu, form, status=422)


def _add_all(request: SignedInRequest, phieu: PhieuBaoCao, form: MinhChungForm) -> int:
    """Add each file by itself: one that is refused keeps none of the others out."""
    given: dict[str, Any] = {
        "phieu": phieu, "noi": form.noi, "loi": form.loi, "by": request.user, "at": timezone.now(),
    }  # fmt: skip
    added = 0
    files: list[TepGui | None] = [*form.cac_tep]
    for tep in files or [None]:
        try:
            if tep is None:
                services.add_link(**given)
            else:
                services.add_file(tep=tep, **given)
        except (TepBiTuChoi, MinhChungError, ValidationError) as error:
            form.add_error("tep", " ".join(getattr(error, "messages", None) or [str(error)]))
        else:
            added += 1
    return added


def _show(
    request: SignedInRequest, phieu: PhieuBaoCao, form: MinhChungForm, status: int = 200
) -> HttpResponse:
    every = MinhChung.objects.filter(phieu_bao_cao=phieu).order_by("pk")
    rows = list(every.select_related("phan_cong__nhiem_vu", "chi_tieu", "created_by"))
    context = {
        "phieu": phieu,
        "form": form,
        "may_enter": may_enter(request.user, phieu),
        "cac_minh_chung": [row for row in rows if row.removed_at is None],
        "da_go": [row for row in rows if row.removed_at is not None],
        "co_tep": any(row.tep_dinh_kem for row in rows if row.removed_at is None),
        "noi": form["noi_gan"].value() if form["noi_gan"].value() in form.places else "",
        "mb_tep": mb(settings.MINH_CHUNG_TEP_TOI_DA),
        "mb_phieu": mb(settings.MINH_CHUNG_PHIEU_TOI_DA),
        "duong_dan": [
            ("Trang chủ", "/"),
            (f"Phiếu {phieu.period.label}", reverse("baocao:form", args=[phieu.pk])),
            ("Minh chứng", ""),
        ],
    }
    return render(request, "baocao/minh_chung.html", context, status=status)


@require_POST
def evidence_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take evidence off its form; the record stays."""
    row = readable_evidence(request, pk)
    require(may_enter(request.user, row.phieu_bao_cao))
    try:
        services.remove(minh_chung=row, by=request.user, at=timezone.now())
    except MinhChungError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã gỡ “{row}”. Bản ghi vẫn được lưu để tra cứu.")
    return redirect("baocao:evidence", row.phieu_bao_cao_id)


@require_safe
def evidence_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out one file: pictures and PDF open in the browser, the others are saved."""
    row = readable_evidence(request, pk)
    kind, file = row.kind, row.tep_dinh_kem
    if kind is None or not file.storage.exists(str(file.name)):
        raise Http404("Tệp không còn trên máy chủ.")
    with file.open("rb") as opened:
        content = opened.read()
    place = content_disposition_header(not kind.hien_trong_trang, row.ten_tep)
    response = HttpResponse(content, content_type=kind.loai_noi_dung)
    response["Content-Disposition"] = place or "attachment"
    response["Cache-Control"] = "private, no-cache"
    if not kind.hien_trong_trang or kind.la_anh:
        response["Content-Security-Policy"] = LOCKED_UP
    return response


@require_safe
def evidence_package(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand out all evidence of a form as one archive with an index."""
    phieu = readable_form(request, pk)
    target = BytesIO()  # no more than a form may carry
    title = f"Phiếu báo cáo {phieu.period.label}, {phieu.don_vi}"
    write_package(target, evidence_for_package([phieu]), tieu_de=title)
    name = f"minh-chung-phieu-{phieu.pk}-{phieu.ky_bao_cao}.zip"
    return HttpResponse(
        target.getvalue(),
        content_type=ZIP,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
def evidence_periods(request: SignedInRequest, ma: str) -> HttpResponse:
    """List how much evidence the reported forms of each period carry."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    context = {
        "ke_hoach": ke_hoach,
        "cac_ky": evidence_by_period(ke_hoach, request.user),
        "cac_the": plan_tabs(ke_hoach, request.user, "baocao:matrix"),
        "duong_dan": plan_trail(ke_hoach, "Minh chứng"),
    }
    return render(request, "baocao/minh_chung_ky.html", context)


@require_safe
def evidence_period_package(request: SignedInRequest, ma: str) -> FileResponse:
    """Hand out the evidence of a period's reported forms (``?ky=2026-T10``) as one archive."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    forms = forms_of_period(ke_hoach, _asked_period(request), request.user)
    rows = evidence_for_package(forms) if forms else []
    if not rows:
        raise Http404("Kỳ này không có minh chứng nào.")
    target = TemporaryFile()  # noqa: SIM115 - the response closes it
    write_package(target, rows, tieu_de=f"{ke_hoach.trich_yeu}, {forms[0].period.label}")
    target.seek(0)
    name = f"minh-chung-{ke_hoach.ma}-{forms[0].ky_bao_cao}.zip"
    return FileResponse(target, as_attachment=True, filename=name, content_type=ZIP)


def _asked_period(request: SignedInRequest) -> str:
    try:
        return str(parse_ky(request.GET.get("ky", "")))
    except KyBaoCaoError as error:
        raise Http404(str(error)) from error
