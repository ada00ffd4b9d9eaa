"""Sample reports: of each closed period of the active plans, compiled by the services as people do.

Where the day of sending up has passed the report was approved, issued and sent up in time; else it
is the draft the focal unit works on. The kept file of an issued one is a page that says it stands
for a signed document, but for the newest of each plan that is given in full.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import make_aware

from baocao import tong_hop
from baocao.gui_cap_tren import record_sending
from baocao.mo_ky import periods_until
from baocao.models import BaoCao
from baocao.nap_mau.kich_ban import to_weekday
from baocao.nap_mau.tep_mau import read_fixture
from baocao.van_ban_bao_cao import report_document
from baocao.van_ban_di import documents_of
from baocao.vong_doi_van_ban import promulgate, sign_paper
from donvi.models import NguoiDung, ThanhVien
from donvi.vai_tro import VaiTro
from kehoach.ky_bao_cao import LichBaoCao, LoaiKy
from kehoach.models import KeHoach
from vanban.pdf import render_pdf
from vanban.phong_chu import LoiTaoPdf
from vanban.tai_lieu import DoanVan

LOI_MINH_HOA = (
    "Dữ liệu minh họa: trang này thay cho bản ký của một báo cáo trong dữ liệu mẫu. Số liệu và lời "
    "văn của báo cáo xem trên trang báo cáo của kế hoạch."
)


@dataclass(frozen=True)
class NguoiKy:
    """Who compiles, approves and issues in a commune of the sample."""

    tong_hop: NguoiDung
    lanh_dao: NguoiDung
    van_thu: NguoiDung


def load_reports(*, on: date) -> int:
    """Compile what closed before ``on`` and has no report yet; give the number of reports.

    Nothing without the demo accounts, who act in it. A report that is there is left alone.
    """
    plans = KeHoach.objects.filter(ma__in=read_fixture("hoat_dong_mau")["ke_hoach"])
    return sum(
        _load_plan(plan, on) for plan in plans.select_related("xa", "don_vi_dau_moi").order_by("pk")
    )


@transaction.atomic
def _load_plan(plan: KeHoach, on: date) -> int:
    people = _people_of(plan)
    there = set(plan.cac_bao_cao.values_list("ky_bao_cao", flat=True))
    new = [
        lich
        for lich in periods_until(plan, on)
        if lich.han_don_vi < on and str(lich.ky) not in there
    ]
    if people is None or not new:
        return 0
    new.sort(key=lambda lich: (lich.han_dau_moi, lich.ky))
    sent_up = [lich for lich in new if lich.han_dau_moi < on]
    reports = [_compiled(plan, lich, people, on) for lich in new]
    pages = _pages(reports[: len(sent_up)])
    for lich, report, page in zip(sent_up, reports, pages, strict=False):
        _issue(report, lich, page, people, is_signed=lich is not sent_up[-1])
    return len(reports)


def _people_of(plan: KeHoach) -> NguoiKy | None:
    """Find the people of the commune by their roles (1 query); None when one is missing."""
    held = ThanhVien.objects.filter(don_vi__xa=plan.xa).select_related("nguoi_dung")
    first: dict[str, NguoiDung] = {}
    for row in held.order_by("-pk"):
        if row.vai_tro != VaiTro.TONG_HOP or row.don_vi_id == plan.don_vi_dau_moi_id:
            first[row.vai_tro] = row.nguoi_dung
    roles = (VaiTro.TONG_HOP, VaiTro.LANH_DAO, VaiTro.VAN_THU)
    if any(role not in first for role in roles):
        return None
    return NguoiKy(*(first[role] for role in roles))


def _compiled(plan: KeHoach, lich: LichBaoCao, people: NguoiKy, on: date) -> BaoCao:
    day = min(lich.han_dau_moi, on) - timedelta(days=1)
    at = _moment(max(to_weekday(day, -1), lich.ngay_mo), 9)
    asked = tong_hop.request_report(ke_hoach=plan, ma_ky=str(lich.ky), by=people.tong_hop, at=at)
    return tong_hop.compile_report(bao_cao_id=asked.pk, at=at)


def _pages(reports: Sequence[BaoCao]) -> list[bytes | None]:
    """Make the files that are kept; None where the machine can't make them."""
    if not reports:
        return []
    try:
        full = report_document(reports[-1], for_signing=True)
        note = replace(
            full, trich_yeu="trang minh họa", noi_dung=(DoanVan(LOI_MINH_HOA),), phu_luc=()
        )
        page = render_pdf(note, cho_ky=True) if len(reports) > 1 else None
        return [*[page] * (len(reports) - 1), render_pdf(full, cho_ky=True)]
    except LoiTaoPdf:
        return [None] * len(reports)


def _issue(
    report: BaoCao, lich: LichBaoCao, page: bytes | None, people: NguoiKy, *, is_signed: bool
) -> None:
    """Submit; with a file also approve, sign on paper, issue and send up, on the day of compiling.

    The newest is left unsigned, so that a signed file can be tried on it.
    """
    day = to_weekday(lich.han_dau_moi - timedelta(days=1), -1)
    tong_hop.submit(bao_cao=report, by=people.tong_hop, at=_moment(day, 10))
    if page is None:
        return
    approved = tong_hop.approve(
        bao_cao=report, tep_pdf=page, by=people.lanh_dao, at=_moment(day, 11)
    )
    [document, *_] = documents_of(approved)
    if is_signed:
        document = sign_paper(van_ban=document, by=people.van_thu, at=_moment(day, 13))
    promulgate(
        van_ban=document, so_hieu=_number(lich), ngay_ban_hanh=day, by=people.van_thu,
        at=_moment(day, 14),
    )  # fmt: skip
    approved.refresh_from_db()
    record_sending(bao_cao=approved, ngay_gui=day, by=people.van_thu, at=_moment(day, 15))


def _number(lich: LichBaoCao) -> str:
    """Give a number of its own to every period of a year, in the order of their months."""
    return str(10 * lich.ky.last_month + list(LoaiKy).index(lich.ky.loai))


def _moment(day: date, hour: int) -> datetime:
    return make_aware(datetime.combine(day, time(hour)))
