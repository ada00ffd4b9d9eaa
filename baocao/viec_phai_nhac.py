"""What is reminded of on a day: forms, tasks, reports to be sent up, what waits for somebody.

Each thing is a ``ViecNhac``: its name, its last day, the ladder of its plan and who hears which
level. What was done, sent, accepted or decided is not listed. A fixed number of queries.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from baocao.bac_nhac import ThangNhac, latest_step
from baocao.han_cap_tren import HanCapTren, due_upward
from baocao.loi_nhac import cut
from baocao.models import KyKemTheo, LienKetNhap, PhieuBaoCao, YeuCauBaoCao
from baocao.nguoi_nhan import SoNguoiNhan
from baocao.trang_thai import TrangThaiBaoCao, TrangThaiPhieu
from baocao.viec_cho_duyet import plans_to_approve, waiting_documents
from baocao.viec_nhac import NhomViec, ViecNhac
from donvi.ke_tiep import heir_of
from kehoach.ky_bao_cao import parse_ky
from kehoach.models import KeHoach
from nhiemvu.models import GiaHan, NhiemVu, PhanCong
from nhiemvu.trang_thai import TrangThai

NHAC_THEM = timedelta(days=90)  # what a plan's last year left undone is reminded of for so long
KHONG_NHAC = TrangThai.da_hoan_thanh() | {
    TrangThai.TAM_DUNG, TrangThai.THUONG_XUYEN, TrangThai.KHONG_CO_HAN,
}  # fmt: skip


def load_reminders(on: date) -> tuple[list[ViecNhac], SoNguoiNhan]:
    """Gather the things that have reached a step on the day ``on``, and who hears them."""
    plans = {plan.pk: plan for plan in _plans(on)}
    drafts = plans_to_approve()
    people = SoNguoiNhan({plan.xa_id for plan in (*plans.values(), *drafts)})
    upward = due_upward(list(plans.values()), on)
    found = [
        *_forms(plans, people),
        *_tasks(plans, people, on),
        *(_report(due, people) for due in upward),
        *_links(plans, people),
        *_extensions(plans, people, on),
        *waiting_documents(plans, drafts, people, told_else=_pressing(upward, on)),
    ]
    return [thing for thing in found if thing.step(on)], people


def _plans(on: date) -> Iterable[KeHoach]:
    """List the plans in force whose years are not over for longer than ``NHAC_THEM``."""
    plans = KeHoach.objects.reporting().filter(nam_ket_thuc__gte=on.year - 1)
    running = plans.select_related("xa", "don_vi_dau_moi").order_by("pk")
    return [plan for plan in running if on <= date(plan.nam_ket_thuc, 12, 31) + NHAC_THEM]


def ladder_of(plan: KeHoach) -> ThangNhac:
    """Read the plan's ladder."""
    return ThangNhac.read(plan.nhac_truoc_ngay, plan.nhac_lai_sau_ngay)


def _waiting_ladder(plan: KeHoach) -> ThangNhac:
    return ThangNhac((), plan.nhac_lai_sau_ngay)


def _pressing(upward: Iterable[HanCapTren], on: date) -> set[int]:
    """Name the reports (ids) whose own deadline is reminded of: nobody hears of them twice."""
    ladders = ((due, ladder_of(due.ke_hoach)) for due in upward)
    return {
        due.bao_cao.pk
        for due, ladder in ladders
        if due.bao_cao and latest_step(due.gui.han, on, ladder)
    }


def _all_units(plan: KeHoach, don_vi_id: int) -> NhomViec | None:
    """Name what the plan's focal unit is told of together: the work of all units but its own."""
    if don_vi_id == plan.don_vi_dau_moi_id:
        return None
    return NhomViec(f"gop.{plan.pk}", reverse("baocao:matrix", args=[plan.ma]))


def _of_unit(
    people: SoNguoiNhan, plan: KeHoach, don_vi_id: int
) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """Give the levels of a unit's work: officers, its head, the focal unit."""
    focal = people.compilers(plan.don_vi_dau_moi_id)
    return people.officers(don_vi_id), people.heads(don_vi_id), focal


def _forms(plans: dict[int, KeHoach], people: SoNguoiNhan) -> Iterable[ViecNhac]:
    titles = _request_titles(plans)
    forms = PhieuBaoCao.objects.unsent().filter(ke_hoach__in=plans).select_related("don_vi")
    along = Prefetch("cac_ky_kem", KyKemTheo.objects.order_by("pk"))
    for form in forms.prefetch_related(along).order_by("han_nop", "pk"):
        title = titles.get((form.ke_hoach_id, form.ky_bao_cao), "")
        if title is None:
            continue
        plan = plans[form.ke_hoach_id]
        levels = _of_unit(people, plan, form.don_vi_id)
        if form.don_vi.is_external:
            levels = (levels[2], people.heads(plan.don_vi_dau_moi_id), levels[2])
        yield ViecNhac(
            ma=f"phieu:{form.pk}",
            ten=_form_name(form, title),
            duong_dan=reverse("baocao:form", args=[form.pk]),
            han=form.han_nop,
            thang=ladder_of(plan),
            nguoi_nghe=levels,
            ghi_chu=_form_note(form),
            don_vi=str(form.don_vi),
            nhom=_all_units(plan, form.don_vi_id),
        )


def _request_titles(plans: Iterable[int]) -> dict[tuple[int, str], str | None]:
    """Name the ad hoc requests by plan and period; None for one that was cancelled (1 query)."""
    rows = YeuCauBaoCao.objects.filter(ke_hoach__in=plans)
    cancelled = YeuCauBaoCao.TrangThai.DA_HUY
    return {
        (row.ke_hoach_id, row.ky_bao_cao): None if row.trang_thai == cancelled else row.tieu_de
        for row in rows
    }


def _form_name(form: PhieuBaoCao, tieu_de: str) -> str:
    if tieu_de:
        return f"phiếu báo cáo đột xuất của {form.don_vi}: {cut(tieu_de, 80)}"
    also = [parse_ky(row.ky_bao_cao).label for row in form.cac_ky_kem.all()]
    periods = " và ".join([form.period.label, *also])
    return f"phiếu báo cáo {periods} của {form.don_vi}"


def _form_note(form: PhieuBaoCao) -> str:
    if form.trang_thai == TrangThaiPhieu.TRA_LAI:
        return f"Phiếu đã bị trả lại, cần sửa và gửi lại. Lý do: {form.ly_do_tra_lai}"
    return "Đề nghị nhập đủ các mục bắt buộc rồi gửi cho đơn vị đầu mối."


def _tasks(plans: dict[int, KeHoach], people: SoNguoiNhan, on: date) -> Iterable[ViecNhac]:
    reported = NhiemVu.objects.filter(ke_hoach__in=plans).reported()
    parts = PhanCong.objects.leading().filter(nhiem_vu__in=reported)
    loaded = parts.select_related("nhiem_vu", "don_vi__don_vi_ke_tiep")
    for part in loaded.order_by("nhiem_vu__ke_hoach", "nhiem_vu__thu_tu", "pk"):
        task, unit = part.nhiem_vu, heir_of(part.don_vi, on)
        if part.state(on) in KHONG_NHAC or part.last_day is None:
            continue
        plan = plans[task.ke_hoach_id]
        levels = _of_unit(people, plan, unit.pk)
        if unit.is_external:
            levels = (levels[2], people.heads(plan.don_vi_dau_moi_id), levels[2])
        yield ViecNhac(
            ma=f"nhiem_vu:{part.pk}",
            ten=f"{unit} chủ trì nhiệm vụ {task.ma}. {task.ten}",
            duong_dan=reverse("nhiemvu:detail", args=[task.pk]),
            han=part.last_day,
            thang=ladder_of(plan),
            nguoi_nghe=levels,
            ghi_chu=f"Tiến độ đã tiếp nhận: {part.phan_tram or 0}%.",
            don_vi=str(unit),
            nhom=_all_units(plan, unit.pk),
        )


def _report(due: HanCapTren, people: SoNguoiNhan) -> ViecNhac:
    """Describe one report to be sent up: who holds it now hears first, then focal unit, leaders."""
    plan, report = due.ke_hoach, due.bao_cao
    focal = people.compilers(plan.don_vi_dau_moi_id)
    leaders = people.leaders(plan.xa_id)
    clerks = people.clerks(plan.xa_id)
    holders = {
        TrangThaiBaoCao.CHO_DUYET: (leaders, "Báo cáo đang chờ lãnh đạo duyệt."),
        TrangThaiBaoCao.DA_DUYET: (clerks, "Báo cáo đã duyệt, chờ ghi số và gửi."),
        TrangThaiBaoCao.DA_BAN_HANH: (clerks, "Báo cáo đã ban hành, chờ ghi ngày gửi."),
    }
    state = TrangThaiBaoCao(report.trang_thai) if report else None
    holder, note = holders.get(state, (focal, "Báo cáo chưa trình lãnh đạo duyệt."))  # type: ignore[arg-type]
    address = (
        reverse("baocao:report", args=[report.pk])
        if report
        else reverse("baocao:report_list", args=[plan.ma])
    )
    return ViecNhac(
        ma=f"bao_cao:{plan.pk}.{due.ky}",
        ten=f"gửi báo cáo {due.ky.label} của {plan.xa} lên cấp trên",
        duong_dan=address,
        han=due.gui.han,
        thang=ladder_of(plan),
        nguoi_nghe=(holder, focal | people.heads(plan.don_vi_dau_moi_id), leaders),
        ghi_chu=note,
    )


def _links(plans: dict[int, KeHoach], people: SoNguoiNhan) -> Iterable[ViecNhac]:
    """List what came by a one-time link and waits for an officer to confirm it."""
    waiting = LienKetNhap.objects.filter(
        trang_thai=LienKetNhap.TrangThai.CHO_XAC_NHAN, phieu_bao_cao__ke_hoach__in=plans
    )
    for link in waiting.select_related("phieu_bao_cao__don_vi").order_by("sent_at", "pk"):
        form = link.phieu_bao_cao
        plan = plans[form.ke_hoach_id]
        if link.sent_at is None:
            continue
        yield ViecNhac(
            ma=f"lien_ket:{link.pk}",
            ten=f"xác nhận nội dung {cut(link.nguoi_nhap, 60)} nhập cho {_form_name(form, '')}",
            duong_dan=reverse("baocao:form", args=[form.pk]),
            han=link.sent_at.astimezone(get_current_timezone()).date(),
            thang=_waiting_ladder(plan),
            nguoi_nghe=_of_unit(people, plan, form.don_vi_id),
            ghi_chu="Nội dung chỉ được tính sau khi cán bộ xác nhận.",
            dang_cho=True,
        )


def _extensions(plans: dict[int, KeHoach], people: SoNguoiNhan, on: date) -> Iterable[ViecNhac]:
    """List the requests for a later deadline: leaders decide, the focal unit hears of a delay."""
    waiting = GiaHan.objects.filter(
        trang_thai=GiaHan.TrangThaiGiaHan.CHO_QUYET_DINH,
        phan_cong__nhiem_vu__ke_hoach__in=plans,
    )
    loaded = waiting.select_related("phan_cong__nhiem_vu", "phan_cong__don_vi__don_vi_ke_tiep")
    for request in loaded.order_by("created_at", "pk"):
        task = request.phan_cong.nhiem_vu
        plan = plans[task.ke_hoach_id]
        leaders = people.leaders(plan.xa_id)
        focal = people.compilers(plan.don_vi_dau_moi_id)
        yield ViecNhac(
            ma=f"gia_han:{request.pk}",
            ten=f"{heir_of(request.phan_cong.don_vi, on)} xin gia hạn nhiệm vụ {task.ma}. "
            f"{task.ten}",
            duong_dan=reverse("nhiemvu:extension_decide", args=[request.pk]),
            han=request.created_at.astimezone(get_current_timezone()).date(),
            thang=_waiting_ladder(plan),
            nguoi_nghe=(leaders, leaders, focal),
            ghi_chu="Lãnh đạo xã quyết định đồng ý hoặc không đồng ý gia hạn.",
            dang_cho=True,
        )
