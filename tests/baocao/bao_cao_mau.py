"""Reports of October 2026 in every state, made by the services as people would."""

from datetime import UTC, date, datetime

from baocao import tong_hop
from baocao.models import BaoCao
from baocao.trang_thai import TrangThaiBaoCao
from baocao.van_ban_di import documents_of
from baocao.vong_doi_van_ban import promulgate
from donvi.models import NguoiDung
from tests.factories import make_bao_cao
from tests.personas import XaMau

AT = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
PDF = b"%PDF-1.7 kept"


def issue(report: BaoCao, by: NguoiDung, so_hieu: str = "05", day: int = 21) -> BaoCao:
    """Issue an approved report under a number, on a day of October 2026."""
    [document, *_] = documents_of(report)
    promulgate(van_ban=document, so_hieu=so_hieu, ngay_ban_hanh=date(2026, 10, day), by=by, at=AT)
    report.refresh_from_db()
    return report


def report_in(
    state: TrangThaiBaoCao, xa: XaMau, tong_hop_: NguoiDung, lanh_dao: NguoiDung
) -> BaoCao:
    """Make the report of October and bring it to the state."""
    report = make_bao_cao(xa.ke_hoach)
    if state == TrangThaiBaoCao.DANG_LAP:
        return report
    if state == TrangThaiBaoCao.LOI:
        tong_hop.fail_report(bao_cao_id=report.pk, cause="Máy chủ bận.", at=AT)
        report.refresh_from_db()
        return report
    report = tong_hop.compile_report(bao_cao_id=report.pk, at=AT)
    steps = (
        lambda: tong_hop.submit(bao_cao=report, by=tong_hop_, at=AT),
        lambda: tong_hop.approve(bao_cao=report, tep_pdf=PDF, by=lanh_dao, at=AT),
        lambda: issue(report, lanh_dao),
    )
    order = (
        TrangThaiBaoCao.DU_THAO,
        TrangThaiBaoCao.CHO_DUYET,
        TrangThaiBaoCao.DA_DUYET,
        TrangThaiBaoCao.DA_BAN_HANH,
    )
    for step in steps[: order.index(state)]:
        report = step()
    return report
