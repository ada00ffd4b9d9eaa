"""Ad hoc requests (báo cáo đột xuất): drafting, handing out, adding units, more time, calling off.

A draft may be rewritten by the focal unit and is seen by nobody else but the commune's leaders.
Handing it out opens a form for every unit at once; from then on its questions stand. Every act
locks plan and request, asks the policy again and appends one line to the act log.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from baocao.models import CauHoi, PhieuBaoCao, PhieuBaoCaoQuerySet, YeuCauBaoCao
from baocao.phieu import LY_DO_TOI_DA, clean_reason
from baocao.policies_dot_xuat import may_request
from baocao.thong_bao_dot_xuat import tell_units
from baocao.trang_thai import PHIEU_TRANSITIONS, TrangThaiPhieu
from donvi.ghi_chep import create_recorded, delete_recorded, log_act, save_recorded, update_recorded
from donvi.models import DonVi, NguoiDung
from donvi.tieng_viet import format_ngay
from kehoach.ky_bao_cao import KyBaoCao, LoaiKy, parse_ky
from kehoach.models import KeHoach

SO_CAU_TOI_DA = 30  # questions of one request
TRANG_THAI = YeuCauBaoCao.TrangThai


class YeuCauError(Exception):
    """A refusal of this module; str() is a sentence for the user; ``field`` is what it is about."""

    field = ""

    def __init__(self, text: str, *, field: str = "") -> None:
        self.field = field
        super().__init__(text)


class YeuCauKhongDuocPhep(YeuCauError):
    """The person may not do this."""


class YeuCauDaThayDoi(YeuCauError):
    """Somebody saved or handed out the request since this person opened it."""

    def __init__(self) -> None:
        super().__init__(
            "Yêu cầu đã được người khác lưu hoặc giao sau khi bạn mở trang này. Nội dung bạn nhập "
            "vẫn còn bên dưới; hãy xem bản mới rồi lưu lại."
        )


@dataclass(frozen=True)
class NhapCauHoi:
    """One question as typed; ``cau_hoi_id`` names the stored one it rewrites."""

    noi_dung: str
    loai_tra_loi: str
    don_vi_tinh: str = ""
    bat_buoc: bool = True
    cau_hoi_id: int | None = None


@dataclass(frozen=True)
class NhapYeuCau:
    """A whole request as typed; days inclusive."""

    tieu_de: str
    tu_ngay: date
    den_ngay: date
    han_nop: date
    noi_dung: str = ""
    so_van_ban: str = ""
    kem_nhiem_vu: bool = False
    cac_don_vi: tuple[int, ...] = ()
    cac_cau_hoi: tuple[NhapCauHoi, ...] = ()


@transaction.atomic
def create_request(
    *, ke_hoach: KeHoach, nhap: NhapYeuCau, by: NguoiDung, at: datetime
) -> YeuCauBaoCao:
    """Write down a draft; it gets the plan's next free number of the year its figures end in.

    :raises YeuCauError: the plan isn't of that year, or a unit isn't of this commune.
    """
    plan = _locked_plan(ke_hoach, by)
    yeu_cau = YeuCauBaoCao(ke_hoach=plan, created_at=at, created_by=by)
    _fill(yeu_cau, nhap, by)
    _log(yeu_cau, by, at, "soạn yêu cầu báo cáo")
    return yeu_cau


@transaction.atomic
def update_request(
    *, yeu_cau: YeuCauBaoCao, nhap: NhapYeuCau, lan_luu: int, by: NguoiDung, at: datetime
) -> YeuCauBaoCao:
    """Rewrite a draft whole: its words, units and questions.

    :raises YeuCauDaThayDoi: somebody saved since version ``lan_luu``, or handed it out.
    """
    locked = _locked(yeu_cau, by)
    if not locked.is_draft or locked.lan_luu != lan_luu:
        raise YeuCauDaThayDoi
    _fill(locked, nhap, by)
    _log(locked, by, at, "sửa yêu cầu báo cáo")
    return locked


@transaction.atomic
def assign(
    *, yeu_cau: YeuCauBaoCao, lan_luu: int, by: NguoiDung, at: datetime, on: date
) -> YeuCauBaoCao:
    """Hand the request out: open a form for each of its units and tell their people.

    :raises YeuCauDaThayDoi: somebody saved since version ``lan_luu``.
    :raises YeuCauError: no unit, nothing asked, or the last day has passed on ``on``.
    """
    locked = _locked(yeu_cau, by)
    if locked.lan_luu != lan_luu:
        raise YeuCauDaThayDoi
    if not locked.is_draft:
        raise YeuCauError(f"Yêu cầu này {locked.get_trang_thai_display()}, không giao lại được.")
    if not (locked.kem_nhiem_vu or locked.cac_cau_hoi.exists()):
        raise YeuCauError(
            "Yêu cầu chưa hỏi gì: hãy thêm ít nhất một câu hỏi, hoặc chọn kèm nhiệm vụ và chỉ tiêu."
        )
    _require_future(locked.han_nop, on)
    units = list(locked.cac_don_vi.active(on).order_by("thu_tu", "khoa_sap_xep", "pk"))
    if not units:
        raise YeuCauError("Yêu cầu chưa có đơn vị nào: hãy chọn ít nhất một đơn vị để giao.")
    locked.trang_thai, locked.assigned_at = TRANG_THAI.DA_GIAO, at
    _save(locked, by, "Giao yêu cầu")
    forms = _open_forms(locked, units, by)
    _log(locked, by, at, "giao yêu cầu báo cáo", cac_don_vi=[unit.ma for unit in units])
    tell_units(locked, forms, viec="giao", at=at)
    return locked


@transaction.atomic
def add_units(
    *, yeu_cau: YeuCauBaoCao, cac_don_vi: Iterable[int], by: NguoiDung, at: datetime, on: date
) -> list[DonVi]:
    """Hand a running request to more units; those that have it already are left as they are.

    :raises YeuCauError: it isn't running, no new unit is named, or the last day has passed.
    """
    locked = _running(yeu_cau, by, "thêm đơn vị")
    _require_future(locked.han_nop, on)
    there = set(locked.cac_don_vi.values_list("pk", flat=True))
    new = [unit for unit in _units(locked.ke_hoach, cac_don_vi) if unit.pk not in there]
    if not new:
        raise YeuCauError("Hãy chọn ít nhất một đơn vị chưa được giao.", field="cac_don_vi")
    locked.cac_don_vi.add(*new)
    _save(locked, by, "Thêm đơn vị")
    forms = _open_forms(locked, new, by)
    _log(locked, by, at, "thêm đơn vị vào yêu cầu", cac_don_vi=[unit.ma for unit in new])
    tell_units(locked, forms, viec="giao", at=at)
    return new


@transaction.atomic
def extend(
    *, yeu_cau: YeuCauBaoCao, han_nop: date, ly_do: str, by: NguoiDung, at: datetime, on: date
) -> YeuCauBaoCao:
    """Give more time: a later last day for all forms not accepted yet; their people are told.

    :raises YeuCauError: it isn't running, the day isn't later, has passed, or no reason is given.
    """
    locked = _running(yeu_cau, by, "lùi hạn")
    if han_nop <= locked.han_nop:
        raise YeuCauError(
            f"Hạn mới phải sau hạn đang có ({format_ngay(locked.han_nop)}).", field="han_nop"
        )
    _require_future(han_nop, on)
    reason = _reason("lùi hạn", ly_do)
    before, locked.han_nop = locked.han_nop, han_nop
    _save(locked, by, reason)
    forms = list(_forms(locked).exclude(trang_thai=TrangThaiPhieu.DA_TIEP_NHAN))
    for form in forms:
        form.han_nop = han_nop
    update_recorded(forms, ["han_nop"], by=by, reason=reason)
    _log(
        locked, by, at, "lùi hạn yêu cầu báo cáo", ly_do=reason,
        han_cu=before.isoformat(), han_moi=han_nop.isoformat(),
    )  # fmt: skip
    tell_units(locked, [f for f in forms if not f.is_sent], viec="lùi hạn", at=at, ly_do=reason)
    return locked


@transaction.atomic
def cancel(*, yeu_cau: YeuCauBaoCao, ly_do: str, by: NguoiDung, at: datetime) -> YeuCauBaoCao:
    """Call the request off with a reason: forms not sent are closed with what is typed in them.

    What was sent or accepted stays as it is.

    :raises YeuCauError: it was called off before, or no reason is given.
    """
    locked = _locked(yeu_cau, by)
    if locked.trang_thai == TRANG_THAI.DA_HUY:
        raise YeuCauError("Yêu cầu này đã hủy.")
    reason = _reason("hủy yêu cầu", ly_do)
    locked.trang_thai, locked.ly_do_huy = TRANG_THAI.DA_HUY, reason
    _save(locked, by, reason)
    step = PHIEU_TRANSITIONS["close"]
    forms = [form for form in _forms(locked) if form.trang_thai in step.tu]
    for form in forms:
        form.trang_thai, form.lan_luu = step.den.value, form.lan_luu + 1
    update_recorded(forms, ["trang_thai", "lan_luu"], by=by, reason=reason)
    for form in forms:
        log_act(
            by=by, at=at, xa=locked.ke_hoach.xa, hanh_dong=f"{step.label} phiếu", doi_tuong=form,
            mo_ta=f"Đóng phiếu {form.period.label} của {form.don_vi}: yêu cầu đã hủy.",
            ly_do=reason,
        )  # fmt: skip
    _log(locked, by, at, "hủy yêu cầu báo cáo", ly_do=reason, so_phieu_dong=len(forms))
    tell_units(locked, forms, viec="hủy", at=at, ly_do=reason)
    return locked


# --- steps shared by the services ---------------------------------------------------------------


def _locked_plan(ke_hoach: KeHoach, by: NguoiDung) -> KeHoach:
    """Lock the plan, so that numbers are given one at a time, and ask the policy again."""
    rows = KeHoach.objects.select_for_update(of=("self",)).select_related("xa", "don_vi_dau_moi")
    plan = rows.get(pk=ke_hoach.pk)
    decision = may_request(by, plan)
    if not decision:
        raise YeuCauKhongDuocPhep(decision.reason)
    return plan


def _locked(yeu_cau: YeuCauBaoCao, by: NguoiDung) -> YeuCauBaoCao:
    plan = _locked_plan(yeu_cau.ke_hoach, by)
    locked = YeuCauBaoCao.objects.select_for_update().get(pk=yeu_cau.pk)
    locked.ke_hoach = plan
    return locked


def _running(yeu_cau: YeuCauBaoCao, by: NguoiDung, viec: str) -> YeuCauBaoCao:
    locked = _locked(yeu_cau, by)
    if not locked.is_running:
        raise YeuCauError(
            f"Không {viec} được: yêu cầu này {locked.get_trang_thai_display()}; chỉ làm được với "
            "yêu cầu đã giao."
        )
    return locked


def _fill(yeu_cau: YeuCauBaoCao, nhap: NhapYeuCau, by: NguoiDung) -> None:
    """Write what was typed into a draft, questions and units included."""
    for name in ("tieu_de", "noi_dung", "so_van_ban", "tu_ngay", "den_ngay", "han_nop"):
        setattr(yeu_cau, name, getattr(nhap, name))
    yeu_cau.kem_nhiem_vu = nhap.kem_nhiem_vu
    yeu_cau.ky_bao_cao = str(_number(yeu_cau))
    units = _units(yeu_cau.ke_hoach, nhap.cac_don_vi)
    _save(yeu_cau, by, "Soạn yêu cầu")
    yeu_cau.cac_don_vi.set(units)
    _write_questions(yeu_cau, nhap.cac_cau_hoi, by)


def _save(yeu_cau: YeuCauBaoCao, by: NguoiDung, reason: str) -> None:
    yeu_cau.lan_luu += yeu_cau.pk is not None
    save_recorded(yeu_cau, by=by, reason=reason)


def _number(yeu_cau: YeuCauBaoCao) -> KyBaoCao:
    """Keep the request's number while its year stays; else give the next free one of the year.

    Numbers of forms and reports count too, so that none is given twice.
    """
    plan, nam = yeu_cau.ke_hoach, yeu_cau.den_ngay.year
    if not plan.nam_bat_dau <= nam <= plan.nam_ket_thuc:
        raise YeuCauError(
            f"Ngày cuối lấy số liệu phải từ năm {plan.nam_bat_dau} đến năm "
            f"{plan.nam_ket_thuc}, là thời gian của kế hoạch.",
            field="den_ngay",
        )
    if yeu_cau.ky_bao_cao and parse_ky(yeu_cau.ky_bao_cao).nam == nam:
        return parse_ky(yeu_cau.ky_bao_cao)
    prefix = f"{nam}-{LoaiKy.DOT_XUAT}"
    codes = [
        code
        for rows in (plan.cac_yeu_cau, plan.cac_phieu, plan.cac_bao_cao)
        for code in rows.filter(ky_bao_cao__startswith=prefix).values_list("ky_bao_cao", flat=True)
    ]
    last = max((parse_ky(code).so for code in codes), default=0)
    return KyBaoCao(LoaiKy.DOT_XUAT, nam, last + 1)


def _units(plan: KeHoach, ids: Iterable[int]) -> list[DonVi]:
    """Find the units, all of the plan's commune."""
    wanted = set(ids)
    units = list(DonVi.objects.filter(xa=plan.xa, pk__in=wanted).order_by("thu_tu", "pk"))
    if len(units) != len(wanted):
        raise YeuCauError(
            "Có đơn vị không thuộc xã này; hãy chọn lại trong danh sách.", field="cac_don_vi"
        )
    return units


def _write_questions(yeu_cau: YeuCauBaoCao, rows: Sequence[NhapCauHoi], by: NguoiDung) -> None:
    """Write the questions in their order, rewriting stored ones; those left out are removed."""
    if len(rows) > SO_CAU_TOI_DA:
        raise YeuCauError(f"Một yêu cầu có tối đa {SO_CAU_TOI_DA} câu hỏi.")
    stored = {row.pk: row for row in yeu_cau.cac_cau_hoi.all()}
    for place, typed in enumerate(rows, start=1):
        question = stored.pop(typed.cau_hoi_id or 0, None) or CauHoi(yeu_cau=yeu_cau)
        question.noi_dung, question.loai_tra_loi = typed.noi_dung, typed.loai_tra_loi
        question.don_vi_tinh, question.bat_buoc = typed.don_vi_tinh, typed.bat_buoc
        question.thu_tu = place
        save_recorded(question, by=by)
    for left in stored.values():
        delete_recorded(left, by=by, reason="Bỏ câu hỏi khi soạn yêu cầu")


def _open_forms(yeu_cau: YeuCauBaoCao, units: Sequence[DonVi], by: NguoiDung) -> list[PhieuBaoCao]:
    forms = [
        PhieuBaoCao(
            ke_hoach=yeu_cau.ke_hoach,
            don_vi=unit,
            ky_bao_cao=yeu_cau.ky_bao_cao,
            tu_ngay=yeu_cau.tu_ngay,
            den_ngay=yeu_cau.den_ngay,
            han_nop=yeu_cau.han_nop,
        )
        for unit in units
    ]
    create_recorded(forms, by=by, reason="Giao yêu cầu báo cáo đột xuất")
    return list(_forms(yeu_cau).filter(don_vi__in=units))


def _forms(yeu_cau: YeuCauBaoCao) -> PhieuBaoCaoQuerySet:
    """Lock and list the forms of the request, with their units."""
    rows = PhieuBaoCao.objects.select_for_update(of=("self",)).select_related("don_vi", "ke_hoach")
    mine = Q(ke_hoach=yeu_cau.ke_hoach, ky_bao_cao=yeu_cau.ky_bao_cao)
    return rows.filter(mine).order_by("don_vi__thu_tu", "pk")


def _require_future(han_nop: date, on: date) -> None:
    if han_nop < on:
        raise YeuCauError(
            f"Hạn nộp {format_ngay(han_nop)} đã qua (hôm nay {format_ngay(on)}): hãy đặt hạn từ "
            "hôm nay trở đi.",
            field="han_nop",
        )


def _reason(viec: str, ly_do: str) -> str:
    text = clean_reason(ly_do)
    if not text:
        raise YeuCauError(f"Hãy ghi lý do {viec} để các đơn vị biết.", field="ly_do")
    if len(text) > LY_DO_TOI_DA:
        raise YeuCauError(
            f"Lý do {viec} dài quá {LY_DO_TOI_DA} ký tự; hãy viết gọn lại.", field="ly_do"
        )
    return text


def _log(
    yeu_cau: YeuCauBaoCao, by: NguoiDung, at: datetime, hanh_dong: str, *, ly_do: str = "",
    **values: object,
) -> None:  # fmt: skip
    facts: Mapping[str, object] = {"trang_thai": yeu_cau.trang_thai, **values}
    log_act(
        by=by, at=at, xa=yeu_cau.ke_hoach.xa, hanh_dong=hanh_dong, doi_tuong=yeu_cau,
        mo_ta=f"{hanh_dong.capitalize()}: {yeu_cau.tieu_de} ({yeu_cau.ky_bao_cao}).",
        gia_tri_moi=dict(facts), ly_do=ly_do, so_van_ban=yeu_cau.so_van_ban,
    )  # fmt: skip
