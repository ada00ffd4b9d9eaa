"""Services of the compiled report: request, compile, edit, submit, send back, approve.

Compiling is idempotent: one row per plan and period (a constraint), the figures and sections are
replaced in one transaction, and a run that dies half-way leaves the row "đang tổng hợp" for the
next run to finish. Words an officer edited are kept; only the draft beside them is renewed
(``phan_bao_cao``). A draft that went out of date is compiled again the same way.
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import get_current_timezone

from baocao.de_cuong_ke_hoach import outline_of
from baocao.dot_xuat_queries import schedule_of
from baocao.ky_tong_hop import KyTongHop, plan_window
from baocao.loi_van import draft_sections
from baocao.loi_van_dot_xuat import draft_request
from baocao.mo_ky import figure_window
from baocao.models import BaoCao, PhanBaoCao, PhieuBaoCao
from baocao.noi_dung import Snapshot, build_snapshot
from baocao.phan_bao_cao import wording, write_sections
from baocao.trang_thai import BAO_CAO_TRANSITIONS, TrangThaiBaoCao
from baocao.van_ban_di import freeze_report
from donvi.ghi_chep import log_act, save_recorded
from donvi.models import NguoiDung
from kehoach.ky_bao_cao import KyBaoCao, KyBaoCaoError, LichBaoCao, parse_ky
from kehoach.lich import all_periods
from kehoach.models import KeHoach
from kehoach.quy_dinh import rule_of


class BaoCaoError(Exception):
    """A refusal of this module; str() is a sentence for the user."""


class KyKhongThuocKeHoach(BaoCaoError):
    """The period is unreadable, or the plan has no such report."""


class KyChuaMo(BaoCaoError):
    """The period has not begun to be reported on."""


class SaiTrangThai(BaoCaoError):
    """The act is not allowed in the report's present state."""


class DaCoNguoiSua(BaoCaoError):
    """Somebody else saved the section meanwhile; ``noi_dung`` holds their words."""

    def __init__(self, noi_dung: str) -> None:
        self.noi_dung = noi_dung
        super().__init__(
            "Phần này vừa được người khác lưu hoặc được tổng hợp lại. Lời văn của bạn còn nguyên "
            "bên dưới; hãy so với bản đã lưu rồi lưu lại."
        )


def read_period(ke_hoach: KeHoach, ma: str) -> LichBaoCao:
    """Find a period of the plan by its code, with its window and deadlines (1 query).

    :raises KyKhongThuocKeHoach: unreadable code, or a period the plan does not report on.
    """
    try:
        period = parse_ky(ma)
    except KyBaoCaoError as error:
        raise KyKhongThuocKeHoach(str(error)) from error
    if not period.has_calendar:
        return _ad_hoc_period(ke_hoach, period)
    for lich in all_periods(ke_hoach, period.nam):
        if lich.ky == period:
            return lich
    raise KyKhongThuocKeHoach(
        f"Kế hoạch {ke_hoach.ma} không có báo cáo {period.label}. Hãy chọn một kỳ trong chế độ "
        f"báo cáo của kế hoạch ({ke_hoach.nhan_thoi_gian})."
    )


def _ad_hoc_period(ke_hoach: KeHoach, period: KyBaoCao) -> LichBaoCao:
    yeu_cau = ke_hoach.cac_yeu_cau.filter(ky_bao_cao=str(period)).first()
    if yeu_cau is not None and yeu_cau.is_running:
        return schedule_of(yeu_cau)
    state = f"{yeu_cau.get_trang_thai_display()}" if yeu_cau else "không có"
    raise KyKhongThuocKeHoach(
        f"Yêu cầu {period.label} của kế hoạch {ke_hoach.ma} {state}; chỉ lập được báo cáo của yêu "
        "cầu đã giao cho các đơn vị."
    )


@transaction.atomic
def request_report(*, ke_hoach: KeHoach, ma_ky: str, by: NguoiDung | None, at: datetime) -> BaoCao:
    """Create or take up the one report of a period, ready to be compiled.

    :raises KyKhongThuocKeHoach: see ``read_period``.
    :raises KyChuaMo: its forms are not open yet on the day of ``at`` (Vietnam time).
    :raises SaiTrangThai: the report was submitted, approved or issued: its figures stand.
    """
    lich = read_period(ke_hoach, ma_ky)
    if lich.ngay_mo > at.astimezone(get_current_timezone()).date():
        raise KyChuaMo(
            f"Chưa đến kỳ báo cáo {lich.ky.label}: phiếu của kỳ này mở từ ngày "
            f"{lich.ngay_mo:%d/%m/%Y}."
        )
    KeHoach.objects.select_for_update().get(pk=ke_hoach.pk)  # one request at a time per plan
    bao_cao = BaoCao.objects.filter(ke_hoach=ke_hoach, ky_bao_cao=str(lich.ky)).first()
    if bao_cao is None:
        bao_cao = BaoCao(ke_hoach=ke_hoach, ky_bao_cao=str(lich.ky))
    else:
        _check(bao_cao, "aggregate")
    bao_cao.tu_ngay, bao_cao.den_ngay = figure_window(ke_hoach, lich)
    bao_cao.trang_thai = TrangThaiBaoCao.DANG_LAP
    bao_cao.phan_tram, bao_cao.buoc_dang_lam, bao_cao.loi_tong_hop = 0, "Đang chờ tổng hợp", ""
    bao_cao.requested_at, bao_cao.requested_by = at, by
    save_recorded(bao_cao, by=by, reason="Yêu cầu tổng hợp")
    _log(bao_cao, by, at, "yêu cầu tổng hợp")
    return bao_cao


def compile_report(*, bao_cao_id: int, at: datetime) -> BaoCao:
    """Compile the requested report; safe to run again after a crash, or twice at once.

    Steps are written as they begin, so that the page can show them. A report that was submitted
    or frozen meanwhile is left alone.

    :raises SaiTrangThai: there is nothing to compile in its present state.
    """
    bao_cao = BaoCao.objects.select_related("ke_hoach__xa").get(pk=bao_cao_id)
    _check(bao_cao, "aggregate")
    _step(bao_cao, 10, "Đang đọc phiếu đã tiếp nhận")
    snapshot = _read_figures(bao_cao)
    _step(bao_cao, 70, "Đang viết dự thảo lời văn")
    return _store(bao_cao_id, snapshot, at, stale_at=bao_cao.stale_at, by_portal=False)


@transaction.atomic
def _read_figures(bao_cao: BaoCao) -> Snapshot:
    """Read the figures while nobody accepts, returns or reopens a form they stand on."""
    forms = PhieuBaoCao.objects.filter(
        ke_hoach=bao_cao.ke_hoach, den_ngay__lte=bao_cao.den_ngay
    ).order_by("pk")
    list(forms.select_for_update().values_list("pk"))
    return build_snapshot(window_of(bao_cao))


def _step(bao_cao: BaoCao, phan_tram: int, buoc: str) -> None:
    """Show progress; outside any transaction, so that others see it while the work runs."""
    BaoCao.objects.filter(pk=bao_cao.pk, trang_thai=TrangThaiBaoCao.DANG_LAP).update(
        phan_tram=phan_tram, buoc_dang_lam=buoc
    )


def window_of(bao_cao: BaoCao) -> KyTongHop:
    """Say what a report compiles: its days, and the periods it is compared with (1 query)."""
    period = parse_ky(bao_cao.ky_bao_cao)
    rule = bao_cao.ke_hoach.cac_quy_dinh_bao_cao.filter(loai_ky=str(period.loai)).first()
    return plan_window(
        bao_cao.ke_hoach,
        period,
        bao_cao.tu_ngay,
        bao_cao.den_ngay,
        rule_of(rule) if rule else None,
    )


@transaction.atomic
def _store(
    bao_cao_id: int, snapshot: Snapshot, at: datetime, *, stale_at: datetime | None, by_portal: bool
) -> BaoCao:
    bao_cao = _locked(bao_cao_id)
    _check(bao_cao, "aggregate")
    by = None if by_portal else bao_cao.requested_by
    bao_cao.so_lieu, bao_cao.compiled_at = snapshot, at
    bao_cao.trang_thai = TrangThaiBaoCao.DU_THAO
    bao_cao.phan_tram, bao_cao.buoc_dang_lam, bao_cao.loi_tong_hop = 100, "Đã tổng hợp xong", ""
    if bao_cao.stale_at == stale_at:  # nothing happened to its forms while they were read
        bao_cao.stale_at = None
    save_recorded(bao_cao, by=by, reason="Tổng hợp")
    outline = outline_of(bao_cao.ke_hoach, parse_ky(bao_cao.ky_bao_cao).loai)
    draft = draft_request if "dot_xuat" in snapshot else draft_sections
    write_sections(bao_cao, draft(snapshot, outline), by=by)
    act = "tổng hợp lại do phiếu thay đổi" if by_portal else "tổng hợp"
    _log(bao_cao, by, at, act, thieu=[u["ma"] for u in snapshot["don_vi"]["thieu"]])
    return bao_cao


def stale_drafts(ke_hoach_id: int | None = None) -> list[int]:
    """List the drafts that are out of date, the earliest period first, of one plan or of all."""
    drafts = BaoCao.objects.filter(
        stale_at__isnull=False, trang_thai=TrangThaiBaoCao.DU_THAO
    ).order_by("den_ngay", "pk")
    if ke_hoach_id is not None:
        drafts = drafts.filter(ke_hoach_id=ke_hoach_id)
    return list(drafts.values_list("pk", flat=True))


def recompile(*, bao_cao_id: int, at: datetime) -> bool:
    """Compile a draft again whose forms changed; tell whether there was anything to do.

    :raises SaiTrangThai: it was submitted or frozen meanwhile.
    """
    bao_cao = BaoCao.objects.select_related("ke_hoach__xa").get(pk=bao_cao_id)
    if bao_cao.stale_at is None:
        return False
    _check(bao_cao, "aggregate")
    snapshot = _read_figures(bao_cao)
    _store(bao_cao_id, snapshot, at, stale_at=bao_cao.stale_at, by_portal=True)
    return True


@transaction.atomic
def fail_report(*, bao_cao_id: int, cause: str, at: datetime) -> None:
    """Record that compiling failed, so that the page says so and it can be tried again."""
    bao_cao = _locked(bao_cao_id)
    if bao_cao.trang_thai != TrangThaiBaoCao.DANG_LAP:
        return
    bao_cao.trang_thai, bao_cao.loi_tong_hop = TrangThaiBaoCao.LOI, cause
    bao_cao.buoc_dang_lam = "Chưa tổng hợp được"
    save_recorded(bao_cao, by=bao_cao.requested_by, reason="Tổng hợp bị lỗi")
    _log(bao_cao, bao_cao.requested_by, at, "tổng hợp bị lỗi")


@transaction.atomic
def restore_section(
    *, bao_cao: BaoCao, ma: str, ma_lich_su: int, lan_luu: int, by: NguoiDung, at: datetime
) -> PhanBaoCao:
    """Bring an earlier wording of a section back; the words of now stay in its history.

    :raises BaoCaoError: the section never had that wording; and as ``edit_section``.
    """
    section = PhanBaoCao.objects.get(bao_cao=bao_cao, ma=ma)
    if section.lan_luu != lan_luu:
        raise DaCoNguoiSua(section.noi_dung)
    words = wording(section, ma_lich_su)
    if words is None:
        raise BaoCaoError("Phần này không có phiên bản vừa chọn; hãy tải lại trang lịch sử.")
    return edit_section(
        bao_cao=bao_cao, ma=ma, noi_dung=words, lan_luu=lan_luu, by=by, at=at,
        reason="Khôi phục phiên bản trước",
    )  # fmt: skip


@transaction.atomic
def edit_section(
    *,
    bao_cao: BaoCao,
    ma: str,
    noi_dung: str,
    lan_luu: int,
    by: NguoiDung,
    at: datetime,
    reason: str = "Sửa lời văn",
) -> PhanBaoCao:
    """Save the words of one section; ``lan_luu`` is the number the editor's page carried.

    :raises SaiTrangThai: the report is no longer a draft.
    :raises DaCoNguoiSua: somebody saved the section meanwhile; nothing is overwritten.
    """
    locked = _locked(bao_cao.pk)
    _check(locked, "edit")
    section = PhanBaoCao.objects.get(bao_cao=locked, ma=ma)
    if section.lan_luu != lan_luu and section.noi_dung != noi_dung:
        raise DaCoNguoiSua(section.noi_dung)
    old, section.noi_dung = section.noi_dung, noi_dung
    section.lan_luu += 1
    section.edited_at, section.edited_by = at, by
    save_recorded(section, by=by, reason=reason)
    act = reason[:1].lower() + reason[1:]
    log_act(
        by=by, at=at, xa=locked.ke_hoach.xa, hanh_dong=act, doi_tuong=locked,
        mo_ta=f"{locked}: {act}, phần {section.printed_number}. {section.tieu_de}",
        gia_tri_cu={"noi_dung": old}, gia_tri_moi={"noi_dung": noi_dung},
    )  # fmt: skip
    return section


@transaction.atomic
def submit(*, bao_cao: BaoCao, by: NguoiDung, at: datetime) -> BaoCao:
    """Submit (trình) the draft to a leader."""
    locked = _move(bao_cao, "submit")
    locked.ly_do_tra_lai = ""
    return _saved(locked, by, at, "trình duyệt")


@transaction.atomic
def send_back(*, bao_cao: BaoCao, ly_do: str, by: NguoiDung, at: datetime) -> BaoCao:
    """Send a submitted report back to its authors with a reason.

    :raises BaoCaoError: no reason given.
    """
    if not ly_do.strip():
        raise BaoCaoError("Hãy ghi lý do trả lại để đơn vị đầu mối biết phải sửa gì.")
    locked = _move(bao_cao, "send_back")
    locked.ly_do_tra_lai = ly_do.strip()
    return _saved(locked, by, at, "trả lại", ly_do=ly_do.strip())


@transaction.atomic
def approve(*, bao_cao: BaoCao, tep_pdf: bytes, by: NguoiDung, at: datetime) -> BaoCao:
    """Approve a submitted report and keep its bytes; from here on nothing in it changes."""
    locked = _move(bao_cao, "approve")
    locked.approved_at, locked.approved_by = at, by
    _saved(locked, by, at, "duyệt")
    freeze_report(bao_cao=locked, tep_pdf=tep_pdf, by=by, at=at)
    return locked


# --- steps shared by the services ---------------------------------------------------------------


def _locked(pk: int) -> BaoCao:
    return (
        BaoCao.objects.select_for_update(of=("self",))
        .select_related("ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "requested_by")
        .get(pk=pk)
    )


def _check(bao_cao: BaoCao, hanh_dong: str) -> None:
    step = BAO_CAO_TRANSITIONS[hanh_dong]
    if bao_cao.trang_thai not in step.tu:
        raise SaiTrangThai(
            f"Không thể {step.label}: {str(bao_cao).lower()} đang ở trạng thái "
            f"{bao_cao.get_trang_thai_display()}."
        )


def _move(bao_cao: BaoCao, hanh_dong: str) -> BaoCao:
    locked = _locked(bao_cao.pk)
    _check(locked, hanh_dong)
    locked.trang_thai = BAO_CAO_TRANSITIONS[hanh_dong].den
    return locked


def _saved(
    bao_cao: BaoCao,
    by: NguoiDung,
    at: datetime,
    hanh_dong: str,
    *,
    ly_do: str = "",
) -> BaoCao:
    save_recorded(bao_cao, by=by, reason=ly_do or hanh_dong)
    log_act(
        by=by, at=at, xa=bao_cao.ke_hoach.xa, hanh_dong=hanh_dong, doi_tuong=bao_cao,
        mo_ta=f"{bao_cao}: {hanh_dong}", gia_tri_moi={"trang_thai": str(bao_cao.trang_thai)},
        ly_do=ly_do,
    )  # fmt: skip
    return bao_cao


def _log(
    bao_cao: BaoCao, by: NguoiDung | None, at: datetime, hanh_dong: str, **values: object
) -> None:
    log_act(
        by=by, at=at, xa=bao_cao.ke_hoach.xa, hanh_dong=hanh_dong, doi_tuong=bao_cao,
        mo_ta=f"{bao_cao}: {hanh_dong}", gia_tri_moi=dict(values),
    )  # fmt: skip
