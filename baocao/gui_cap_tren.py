"""The service that records when a report was sent up, to Sở Khoa học và Công nghệ for instance."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import get_current_timezone

from baocao.models import BaoCao
from baocao.policies import may_record_sending
from baocao.tong_hop import BaoCaoError
from donvi.ghi_chep import log_act, save_recorded
from donvi.models import NguoiDung
from donvi.tieng_viet import format_ngay


class NgayGuiKhongHopLe(BaoCaoError):
    """The day lies before the report was approved or issued, or in the future."""


class KhongDuocGhiNgayGui(BaoCaoError):
    """The person, or the state of the report, doesn't allow it; the reason says which."""


@transaction.atomic
def record_sending(*, bao_cao: BaoCao, ngay_gui: date, by: NguoiDung, at: datetime) -> BaoCao:
    """Record the day the report was sent up; a wrong day is recorded again, both stay on record.

    Figures and words of the report don't change.

    :raises KhongDuocGhiNgayGui: see ``policies.may_record_sending``.
    :raises NgayGuiKhongHopLe: before the day of approval or issue, or after the day of ``at``.
    """
    reports = BaoCao.objects.select_for_update(of=("self",))
    locked = reports.select_related("ke_hoach__xa", "ke_hoach__don_vi_dau_moi").get(pk=bao_cao.pk)
    decision = may_record_sending(by, locked)
    if not decision:
        raise KhongDuocGhiNgayGui(decision.reason)
    _check_day(locked, ngay_gui, at)
    before, locked.ngay_gui_cap_tren = locked.ngay_gui_cap_tren, ngay_gui
    if before == ngay_gui:
        return locked
    save_recorded(locked, by=by, reason="Ghi ngày gửi cấp trên")
    log_act(
        by=by, at=at, xa=locked.ke_hoach.xa, hanh_dong="gửi cấp trên", doi_tuong=locked,
        mo_ta=f"{locked}: gửi cấp trên ngày {format_ngay(ngay_gui)}.",
        gia_tri_cu={"ngay_gui": before.isoformat()} if before else {},
        gia_tri_moi={"ngay_gui": ngay_gui.isoformat()},
    )  # fmt: skip
    return locked


def _check_day(bao_cao: BaoCao, ngay_gui: date, at: datetime) -> None:
    zone = get_current_timezone()
    approved = bao_cao.approved_at.astimezone(zone).date() if bao_cao.approved_at else None
    earliest = bao_cao.ngay_ban_hanh or approved
    if earliest and ngay_gui < earliest:
        what = "ban hành" if bao_cao.ngay_ban_hanh else "duyệt"
        raise NgayGuiKhongHopLe(
            f"Ngày gửi phải từ ngày {what} báo cáo ({format_ngay(earliest)}) trở đi."
        )
    if ngay_gui > at.astimezone(zone).date():
        raise NgayGuiKhongHopLe("Ngày gửi không được sau ngày hôm nay.")
