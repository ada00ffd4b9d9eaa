"""Handing out workbooks of a plan's annexes: what it says, and empty ones to fill in."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from donvi.http import SignedInRequest
from kehoach.policies import visible_ke_hoach
from nhapxuat.mau_ke_hoach import build_template
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.so_chu_giai import annotated_workbook
from nhapxuat.so_phu_luc import TAT_CA, build_workbook
from nhapxuat.views_nhap import visible_import
from nhapxuat.xem_tep import load_review, read_tables_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def workbook(request: SignedInRequest, ma: str) -> HttpResponse:
    """Send the annexes as .xlsx; `?bang=` names one, an unknown name means all (12 queries)."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    asked = request.GET.get("bang", "")
    parts = {LoaiBang(asked)} if asked in set(LoaiBang) else TAT_CA
    name = f"phu-luc-{asked.replace('_', '-')}" if parts is not TAT_CA else "phu-luc"
    return hand_out(build_workbook(ke_hoach, parts), f"{name}-{ke_hoach.ma}.xlsx")


def hand_out(content: bytes, name: str) -> HttpResponse:
    """Send a workbook to be saved."""
    place = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": place or ""}
    return HttpResponse(content, content_type=XLSX, headers=headers)


@require_safe
def template(request: SignedInRequest, ma: str) -> HttpResponse:
    """Send the plan's empty workbook to fill in and hand in (7 queries)."""
    ke_hoach = visible_ke_hoach(request.user, ma)
    return hand_out(build_template(ke_hoach), f"mau-phu-luc-{ke_hoach.ma}.xlsx")


@require_safe
def import_annotated(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send the tables of a file handed in, with its problems at their cells (6 queries).

    :raises Http404: the file is not read, or what was read of it is not kept.
    """
    lan_nhap = visible_import(request, pk)
    if lan_nhap.bang_doc is None:
        raise Http404("Tệp này chưa đọc xong hoặc không còn được giữ.")
    content = annotated_workbook(read_tables_of(lan_nhap), load_review(lan_nhap).van_de)
    return hand_out(content, f"{lan_nhap.ten_tep.rpartition('.')[0] or 'phu-luc'}-chu-giai.xlsx")
