"""Sample activity: for each closed period of three plans, what units told, marked as illustrative.

Rows are built and inserted in bulk with their history, as the services would have left them; acts
are appended to the log. A form a person has touched is never written over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import make_aware

from baocao.mo_ky import open_periods, periods_until
from baocao.models import PhieuBaoCao
from baocao.nap_mau.kich_ban import (
    DA_TIEP_NHAN,
    DienBien,
    KetCuc,
    choose_end,
    dice,
    tell_story,
)
from baocao.nap_mau.phieu_mau import (
    BoCucPlan,
    build_figures,
    build_progress,
    general_words,
    group_by_unit,
)
from baocao.nap_mau.tep_mau import read_fixture
from baocao.trang_thai import PHIEU_TRANSITIONS, TrangThaiPhieu
from chitieu.models import ChiTieu, SoLieu
from donvi.ghi_chep import create_recorded, log_act, update_recorded
from donvi.models import NguoiDung, ThanhVien
from donvi.vai_tro import ENTERING, VaiTro
from kehoach.ky_bao_cao import LichBaoCao
from kehoach.models import KeHoach
from kinhphi.models import DongKinhPhi, KhoanKinhPhi, NguonVon, ThamDinh
from nhiemvu.models import NhiemVu, PhanCong, TienDo
from nhiemvu.services import refresh_obligations

LY_DO = "Dữ liệu minh họa"
_FORM_FIELDS = [
    "trang_thai", "ket_qua_chung", "ly_do_tra_lai", "lan_luu", "nhap_thay", "saved_at", "saved_by",
    "sent_at", "sent_by", "decided_at", "decided_by", "la_minh_hoa",
]  # fmt: skip
_STATES = {
    KetCuc.IM_LANG: (TrangThaiPhieu.CHUA_BAO_CAO, 0),
    KetCuc.DUNG_HAN: (TrangThaiPhieu.DA_TIEP_NHAN, 3),
    KetCuc.MUON: (TrangThaiPhieu.DA_TIEP_NHAN, 3),
    KetCuc.SUA_LAI: (TrangThaiPhieu.DA_TIEP_NHAN, 6),
    KetCuc.CHO_KIEM_TRA: (TrangThaiPhieu.DA_GUI, 2),
    KetCuc.BI_TRA_LAI: (TrangThaiPhieu.TRA_LAI, 3),
}


@dataclass(frozen=True)
class NguoiLam:
    """Who acts in the sample: the person of each unit, and the one who compiles (None: nobody)."""

    theo_don_vi: Mapping[int, NguoiDung]
    tong_hop: NguoiDung | None


def load_activity(*, on: date, at: datetime) -> int:
    """Tell what units reported in every period closed before ``on``; give the number of forms.

    A second run adds the periods that closed since, and the money that moved since. ``at`` is the
    moment the forms are opened on record.
    """
    mau = read_fixture("hoat_dong_mau")
    return sum(
        _load_plan(plan, mau["ke_hoach"][plan.ma], mau, on, at)
        for plan in KeHoach.objects.filter(ma__in=mau["ke_hoach"])
        .select_related("xa", "don_vi_dau_moi")
        .order_by("pk")
    )


@transaction.atomic
def _load_plan(
    plan: KeHoach, noi_dung: Mapping[str, Any], mau: Mapping[str, Any], on: date, at: datetime
) -> int:
    _add_money(plan, noi_dung["khoan_kinh_phi"], on)
    _add_appraisals(plan, noi_dung.get("tham_dinh", []), on, at)
    sample = plan.cac_phieu.filter(la_minh_hoa=True)
    told = set(sample.values_list("ky_bao_cao", flat=True))
    told |= set(sample.values_list("cac_ky_kem__ky_bao_cao", flat=True))
    new = [
        lich
        for lich in periods_until(plan, on)
        if lich.han_don_vi < on and str(lich.ky) not in told
    ]
    if not new:
        return 0
    open_periods(on=on, at=at, ke_hoach=[plan])
    bo_cuc = _read_layout(plan, noi_dung, mau)
    return _fill(plan, new, bo_cuc, on)


def _read_layout(plan: KeHoach, noi_dung: Mapping[str, Any], mau: Mapping[str, Any]) -> BoCucPlan:
    """Read obligations and indicators of the plan by unit: four queries."""
    parts = PhanCong.objects.filter(
        nhiem_vu__ke_hoach=plan, nhiem_vu__loai_nhiem_vu=NhiemVu.LoaiNhiemVu.PHU_LUC
    )
    parts = parts.select_related("nhiem_vu", "don_vi").in_order()
    indicators: dict[int, list[ChiTieu]] = {}
    measured = ChiTieu.objects.measured().filter(ke_hoach=plan).in_order()
    for row in measured.prefetch_related("cac_chu_tri"):
        leads = sorted(row.cac_chu_tri.all(), key=lambda lead: (lead.thu_tu, lead.pk))
        unit_id = leads[0].don_vi_id if leads else plan.don_vi_dau_moi_id
        indicators.setdefault(unit_id, []).append(row)
    grouped = group_by_unit(parts)
    done = {row.pk for rows in grouped.values() for row in rows if row.ngay_hoan_thanh}
    return BoCucPlan(plan.ma, noi_dung, mau, grouped, indicators, done)


def _fill(plan: KeHoach, new: Sequence[LichBaoCao], bo_cuc: BoCucPlan, on: date) -> int:
    """Tell the forms of the new periods, the earliest cut-off first, and write all at once."""
    calendar = {str(lich.ky): lich for lich in new}
    forms = list(
        plan.cac_phieu.filter(
            ky_bao_cao__in=calendar, trang_thai=TrangThaiPhieu.CHUA_BAO_CAO, lan_luu=0
        )
        .select_related("don_vi")
        .order_by("den_ngay", "han_nop", "don_vi__thu_tu", "pk")
    )
    people = _people_of(plan)
    progress: list[TienDo] = []
    figures: list[SoLieu] = []
    for form in forms:
        form.ke_hoach = plan
        story = _tell(form, calendar[form.ky_bao_cao], bo_cuc, people, on)
        if story.ket_cuc is KetCuc.IM_LANG:
            continue
        accepted_at = form.decided_at if story.ket_cuc in DA_TIEP_NHAN else None
        progress += build_progress(bo_cuc, form, accepted_at)
        figures += build_figures(bo_cuc, form, accepted_at)
        _log(form, story, people)
    create_recorded(progress, by=None, reason=LY_DO)
    create_recorded(figures, by=None, reason=LY_DO)
    update_recorded(forms, _FORM_FIELDS, by=None, reason=LY_DO)
    counted = {row.phan_cong_id for row in progress if row.accepted_at}
    refresh_obligations(sorted(counted), by=None, reason=LY_DO)
    return len(forms)


def _tell(
    form: PhieuBaoCao, lich: LichBaoCao, bo_cuc: BoCucPlan, people: NguoiLam, on: date
) -> DienBien:
    """Choose the story of one form and put the form into the state it ends in."""
    unit = form.don_vi
    is_focal = unit.pk == form.ke_hoach.don_vi_dau_moi_id
    draw = dice(bo_cuc.ma, unit.ma, lich.ky, "dien_bien")
    end = choose_end(bo_cuc.ma, unit.ma, lich, on, is_focal=is_focal)
    story = tell_story(end, lich, draw, on)
    form.trang_thai, form.lan_luu = _STATES[end]
    form.la_minh_hoa = True
    if end is KetCuc.IM_LANG:
        return story
    form.nhap_thay = unit.is_external
    form.sent_at = form.saved_at = _aware(story.gui_luc)
    form.sent_by = form.saved_by = people.theo_don_vi.get(unit.pk)
    if unit.is_external:
        form.sent_by = form.saved_by = people.tong_hop
    form.decided_at = _aware(story.quyet_dinh_luc)
    form.decided_by = people.tong_hop if form.decided_at else None
    form.ket_qua_chung = general_words(bo_cuc, unit, draw)
    if end is KetCuc.BI_TRA_LAI:
        form.ly_do_tra_lai = _reason(form, bo_cuc)
    return story


def _reason(form: PhieuBaoCao, bo_cuc: BoCucPlan) -> str:
    draw = dice(bo_cuc.ma, form.don_vi.ma, form.ky_bao_cao, "ly_do")
    return str(draw.choice(bo_cuc.chung["ly_do_tra_lai"]))


def _aware(moment: datetime | None) -> datetime | None:
    return make_aware(moment) if moment else None


def _people_of(plan: KeHoach) -> NguoiLam:
    """Read who acts for each unit of the commune: one query."""
    held = ThanhVien.objects.filter(don_vi__xa=plan.xa, vai_tro__in=list(ENTERING))
    rows = list(held.select_related("nguoi_dung").order_by("-pk"))
    focal = [
        row.nguoi_dung
        for row in rows
        if row.don_vi_id == plan.don_vi_dau_moi_id and row.vai_tro == VaiTro.TONG_HOP
    ]
    by_unit = {row.don_vi_id: row.nguoi_dung for row in rows if row.don_vi_id is not None}
    return NguoiLam(by_unit, focal[-1] if focal else None)


def _log(form: PhieuBaoCao, story: DienBien, people: NguoiLam) -> None:
    """Append the acts of the story to the log, in the words the services use."""
    if story.ket_cuc is KetCuc.SUA_LAI:
        _log_one(form, "send_back", story.tra_lai_luc, people.tong_hop)
    _log_one(form, "submit", story.gui_luc, form.sent_by)
    if story.ket_cuc in DA_TIEP_NHAN:
        _log_one(form, "accept", story.quyet_dinh_luc, people.tong_hop)
    elif story.ket_cuc is KetCuc.BI_TRA_LAI:
        _log_one(form, "send_back", story.quyet_dinh_luc, people.tong_hop, form.ly_do_tra_lai)


def _log_one(
    form: PhieuBaoCao,
    hanh_dong: str,
    moment: datetime | None,
    by: NguoiDung | None,
    ly_do: str = "",
) -> None:
    if moment is None:
        return
    step = PHIEU_TRANSITIONS[hanh_dong]
    log_act(
        by=by,
        at=make_aware(moment),
        xa=form.ke_hoach.xa,
        hanh_dong=f"{step.label} phiếu",
        doi_tuong=form,
        mo_ta=(
            f"{step.label.capitalize()} phiếu {form.period.label} của {form.don_vi} "
            "(dữ liệu minh họa)."
        ),
        gia_tri_moi={"trang_thai": str(step.den)},
        ly_do=ly_do,
    )


def _add_money(plan: KeHoach, rows: Sequence[Mapping[str, Any]], on: date) -> None:
    """Add the movements dated up to ``on`` that are not there yet."""
    there = set(
        plan.cac_khoan_kinh_phi.filter(la_minh_hoa=True).values_list(
            "dong_kinh_phi__ma", "loai_khoan", "ngay_chung_tu"
        )
    )
    lines = _budget_lines(plan) if rows else {}
    new = []
    for row in rows:
        day = date.fromisoformat(row["ngay"])
        if day > on or (row["ma"], row["loai"], day) in there:
            continue
        new.append(
            KhoanKinhPhi(
                ke_hoach=plan,
                dong_kinh_phi=lines[row["ma"]],
                nguon_von=_only_source(lines[row["ma"]]),
                loai_khoan=row["loai"],
                so_tien=row["so_tien"],
                ngay_chung_tu=day,
                so_chung_tu=row["so_chung_tu"],
                dien_giai=row["dien_giai"],
                la_minh_hoa=True,
            )
        )
    create_recorded(new, by=None, reason=LY_DO)


def _add_appraisals(
    plan: KeHoach, rows: Sequence[Mapping[str, Any]], on: date, at: datetime
) -> None:
    """Add the appraisals dated up to ``on`` that are not there yet."""
    there = set(plan.cac_tham_dinh.values_list("dong_kinh_phi__ma", flat=True))
    lines = _budget_lines(plan) if rows else {}
    create_recorded(
        [
            ThamDinh(
                ke_hoach=plan,
                dong_kinh_phi=lines[row["ma"]],
                so_tien=row["so_tien"],
                so_tien_in=lines[row["ma"]].thanh_tien_in,
                ngay_van_ban=date.fromisoformat(row["ngay"]),
                so_van_ban=row["so_van_ban"],
                ghi_chu=row["ghi_chu"],
                la_minh_hoa=True,
                created_at=at,
            )
            for row in rows
            if date.fromisoformat(row["ngay"]) <= on and row["ma"] not in there
        ],
        by=None,
        reason=LY_DO,
    )


def _budget_lines(plan: KeHoach) -> dict[str, DongKinhPhi]:
    lines = plan.cac_dong_kinh_phi.prefetch_related("cac_nguon_von").order_by("thu_tu", "pk")
    return {line.ma: line for line in lines}


def _only_source(line: DongKinhPhi) -> NguonVon | None:
    sources = list(line.cac_nguon_von.all())
    return sources[0] if len(sources) == 1 else None
