"""The form (phiếu) a unit owes for a period: saving, sending, returning, accepting, reopening.

Every act locks the form, asks the policy again on the locked row, writes form, progress and
figures in one transaction and appends one line to the act log. ``lan_luu`` is the stale-edit
guard: it names the version the person was looking at.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from baocao.con_thieu import MucThieu, list_missing
from baocao.loi_thoi import mark_stale
from baocao.mo_ky import open_periods, units_owing
from baocao.models import PhieuBaoCao
from baocao.phieu_queries import load_rows
from baocao.policies import may_enter, may_reopen, may_submit, may_verify
from baocao.tra_loi import NhapTraLoi, write_answers
from baocao.trang_thai import PHIEU_TRANSITIONS
from chitieu import services as chitieu_services
from chitieu.services import NhapSoLieu
from donvi.ghi_chep import log_act, save_recorded
from donvi.models import NguoiDung
from donvi.policies import Decision, scope_of
from donvi.services import notify
from donvi.tieng_viet import format_ngay
from donvi.vai_tro import ENTERING, VaiTro
from kehoach.ky_phai_bao import KyPhaiBao
from nhiemvu import services as nhiemvu_services
from nhiemvu.services import NhapTienDo

__all__ = [
    "LyDoKhongHopLe",
    "NoiDungNhap",
    "PhieuConThieu",
    "PhieuDaThayDoi",
    "PhieuError",
    "PhieuKhongDuocPhep",
    "accept",
    "missing_to_submit",
    "open_periods",
    "people_of",
    "reopen",
    "save_form",
    "send_back",
    "submit",
    "units_owing",
]

LY_DO_TOI_DA = 2000  # characters of a reason
MaySave = Callable[[NguoiDung, PhieuBaoCao], Decision]


class PhieuError(Exception):
    """A refusal of this module; str() is a sentence for the user."""


class PhieuKhongDuocPhep(PhieuError):
    """The person or the state of the form doesn't allow the act; the reason says which."""


class PhieuDaThayDoi(PhieuError):
    """Somebody saved, sent or decided the form since this person opened it."""

    def __init__(self, phieu: PhieuBaoCao) -> None:
        self.phieu = phieu
        super().__init__(
            "Phiếu đã thay đổi sau khi bạn mở trang này. Hãy xem lại nội dung mới rồi làm lại."
        )


class PhieuConThieu(PhieuError):
    """The form has gaps and no reason for them; ``cac_muc`` lists them."""

    def __init__(self, cac_muc: Sequence[MucThieu]) -> None:
        self.cac_muc = list(cac_muc)
        super().__init__(
            f"Phiếu còn thiếu {len(self.cac_muc)} mục. "
            "Hãy nhập đủ, hoặc ghi lý do gửi khi còn thiếu."
        )


class LyDoKhongHopLe(PhieuError):
    """The act needs a reason and got none, or one that is too long."""

    def __init__(self, hanh_dong: str, ly_do: str) -> None:
        if ly_do:
            text = f"Lý do {hanh_dong} dài quá {LY_DO_TOI_DA} ký tự; hãy viết gọn lại."
        else:
            text = f"Hãy ghi lý do {hanh_dong} để người nhận biết cần làm gì."
        super().__init__(text)


@dataclass(frozen=True)
class NoiDungNhap:
    """Everything a person typed into one form."""

    tien_do: tuple[NhapTienDo, ...] = ()
    so_lieu: tuple[NhapSoLieu, ...] = ()
    chung: dict[str, str] = field(default_factory=dict)
    tra_loi: tuple[NhapTraLoi, ...] = ()


def period_of(phieu: PhieuBaoCao) -> KyPhaiBao:
    """Say which drafts belong to the form."""
    return KyPhaiBao(
        phieu.ke_hoach, phieu.don_vi, phieu.ky_bao_cao, phieu.den_ngay, phieu.la_minh_hoa
    )


def missing_to_submit(phieu: PhieuBaoCao) -> list[MucThieu]:
    """List what is saved too little for sending; six queries, the same list guards ``submit``."""
    return list_missing(load_rows(phieu, phieu.den_ngay))


@transaction.atomic
def save_form(
    *,
    phieu: PhieuBaoCao,
    noi_dung: NoiDungNhap,
    lan_luu: int,
    by: NguoiDung,
    at: datetime,
    may: MaySave = may_enter,
) -> PhieuBaoCao:
    """Save a draft whole, or nothing of it; a draft that changes nothing leaves the form as it is.

    ``may`` decides who may: who enters, or who confirms what was typed through a link.

    :raises PhieuKhongDuocPhep: not this person's form, or it is sent.
    :raises PhieuDaThayDoi: somebody saved since version ``lan_luu``.
    :raises ValidationError: a value breaks a rule of the model.
    """
    locked = _locked(phieu, lan_luu=lan_luu, allowed=lambda row: may(by, row))
    ky = period_of(locked)
    changed = nhiemvu_services.write_progress(ky=ky, rows=noi_dung.tien_do, by=by)
    changed += chitieu_services.write_figures(ky=ky, rows=noi_dung.so_lieu, by=by)
    changed += write_answers(phieu=locked, rows=noi_dung.tra_loi, by=by)
    for name, value in noi_dung.chung.items():
        changed += getattr(locked, name) != value
        setattr(locked, name, value)
    if not changed:
        return locked
    locked.saved_at, locked.saved_by = at, by
    locked.nhap_thay = _is_on_behalf(locked, by)
    return _move(locked, "save", by=by, at=at, gia_tri_moi={"so_muc_thay_doi": changed})


@transaction.atomic
def submit(
    *,
    phieu: PhieuBaoCao,
    lan_luu: int,
    by: NguoiDung,
    at: datetime,
    ly_do_thieu: str = "",
    may: MaySave = may_submit,
) -> PhieuBaoCao:
    """Send the form to the focal unit; with gaps only when ``ly_do_thieu`` says why.

    ``sent_at`` is the latest sending: a form returned and sent again after its last day is late.

    :raises PhieuConThieu: gaps without a reason.
    """
    locked = _locked(phieu, lan_luu=lan_luu, allowed=lambda row: may(by, row))
    missing = missing_to_submit(locked)
    ly_do = clean_reason(ly_do_thieu)
    if missing and not ly_do:
        raise PhieuConThieu(missing)
    if len(ly_do) > LY_DO_TOI_DA:
        raise LyDoKhongHopLe("gửi khi còn thiếu", ly_do)
    locked.ly_do_thieu = ly_do if missing else ""
    locked.sent_at, locked.sent_by = at, by
    locked.nhap_thay = _is_on_behalf(locked, by)
    return _move(
        locked, "submit", by=by, at=at, ly_do=locked.ly_do_thieu,
        gia_tri_moi={"con_thieu": len(missing), "nhap_thay": locked.nhap_thay},
    )  # fmt: skip


@transaction.atomic
def send_back(
    *, phieu: PhieuBaoCao, ly_do: str, lan_luu: int, by: NguoiDung, at: datetime
) -> PhieuBaoCao:
    """Return a sent form to its unit with a reason, and tell the unit's people.

    :raises LyDoKhongHopLe: no reason is given.
    """
    locked = _locked(phieu, lan_luu=lan_luu, allowed=lambda row: may_verify(by, row))
    locked.ly_do_tra_lai = _reason("trả lại", ly_do)
    locked.decided_at, locked.decided_by = at, by
    _move(locked, "send_back", by=by, at=at, ly_do=locked.ly_do_tra_lai)
    _tell_unit(locked, "trả lại", at)
    return locked


@transaction.atomic
def accept(*, phieu: PhieuBaoCao, lan_luu: int, by: NguoiDung, at: datetime) -> PhieuBaoCao:
    """Accept a sent form: its progress and figures count from now on."""
    locked = _locked(phieu, lan_luu=lan_luu, allowed=lambda row: may_verify(by, row))
    ky = period_of(locked)
    so_tien_do = nhiemvu_services.accept_progress(ky=ky, by=by, at=at)
    so_so_lieu = chitieu_services.accept_figures(ky=ky, by=by, at=at)
    locked.ly_do_tra_lai = ""
    locked.decided_at, locked.decided_by = at, by
    mark_stale(phieu=locked, at=at, reason="Phiếu được tiếp nhận")
    counts = {"so_tien_do": so_tien_do, "so_so_lieu": so_so_lieu}
    return _move(locked, "accept", by=by, at=at, gia_tri_moi=counts)


@transaction.atomic
def reopen(
    *, phieu: PhieuBaoCao, ly_do: str, lan_luu: int, by: NguoiDung, at: datetime
) -> PhieuBaoCao:
    """Take an acceptance back (a leader, with a reason): nothing of the form counts any more.

    :raises LyDoKhongHopLe: no reason is given.
    """
    locked = _locked(phieu, lan_luu=lan_luu, allowed=lambda row: may_reopen(by, row))
    locked.ly_do_tra_lai = _reason("mở lại", ly_do)
    ky = period_of(locked)
    nhiemvu_services.withdraw_progress(ky=ky, by=by, reason=locked.ly_do_tra_lai)
    chitieu_services.withdraw_figures(ky=ky, by=by, reason=locked.ly_do_tra_lai)
    locked.decided_at, locked.decided_by = at, by
    mark_stale(phieu=locked, at=at, reason="Phiếu được mở lại")
    _move(locked, "reopen", by=by, at=at, ly_do=locked.ly_do_tra_lai)
    _tell_unit(locked, "mở lại", at)
    return locked


def _locked(
    phieu: PhieuBaoCao, *, lan_luu: int, allowed: Callable[[PhieuBaoCao], Decision]
) -> PhieuBaoCao:
    """Lock the form and ask again, since another person may have acted meanwhile."""
    rows = PhieuBaoCao.objects.select_for_update(of=("self",))
    related = rows.select_related("ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "don_vi", "saved_by")
    locked = related.get(pk=phieu.pk)
    decision = allowed(locked)
    if not decision:
        raise PhieuKhongDuocPhep(decision.reason)
    if locked.lan_luu != lan_luu:
        raise PhieuDaThayDoi(locked)
    return locked


def _move(
    phieu: PhieuBaoCao,
    hanh_dong: str,
    *,
    by: NguoiDung,
    at: datetime,
    ly_do: str = "",
    gia_tri_moi: Mapping[str, object] | None = None,
) -> PhieuBaoCao:
    """Put the form into the state the act leads to, save it and write the log line."""
    step = PHIEU_TRANSITIONS[hanh_dong]
    before, phieu.trang_thai = phieu.trang_thai, step.den.value
    phieu.lan_luu += 1
    save_recorded(phieu, by=by, reason=ly_do)
    on_behalf = " (đầu mối nhập thay)" if phieu.nhap_thay and hanh_dong in _BY_AUTHOR else ""
    act = f"{step.label.capitalize()} phiếu {phieu.period.label} của {phieu.don_vi}{on_behalf}."
    log_act(
        by=by, at=at, xa=phieu.ke_hoach.xa, hanh_dong=f"{step.label} phiếu", doi_tuong=phieu,
        mo_ta=act, gia_tri_cu={"trang_thai": str(before)},
        gia_tri_moi={
            "trang_thai": phieu.trang_thai, "lan_luu": phieu.lan_luu, **(gia_tri_moi or {})
        },
        ly_do=ly_do,
    )  # fmt: skip
    return phieu


_BY_AUTHOR = frozenset({"save", "submit"})


def _is_on_behalf(phieu: PhieuBaoCao, by: NguoiDung) -> bool:
    """Tell whether the focal unit enters here for an outside body."""
    return phieu.don_vi.is_external and phieu.don_vi_id not in scope_of(by).entering_units


def clean_reason(text: str) -> str:
    """Take a reason as typed, without blanks around and the sign PostgreSQL can't keep."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def _reason(hanh_dong: str, ly_do: str) -> str:
    text = clean_reason(ly_do)
    if not text or len(text) > LY_DO_TOI_DA:
        raise LyDoKhongHopLe(hanh_dong, text)
    return text


def people_of(phieu: PhieuBaoCao) -> list[NguoiDung]:
    """List who fills the form in: the unit's people, else (outside body) the focal unit's."""
    if phieu.don_vi.is_external:
        held = {"don_vi": phieu.ke_hoach.don_vi_dau_moi, "vai_tro": VaiTro.TONG_HOP}
    else:
        held = {"don_vi": phieu.don_vi, "vai_tro__in": list(ENTERING)}
    people = NguoiDung.objects.filter(
        is_active=True, **{f"cac_vai_tro__{name}": value for name, value in held.items()}
    )
    return list(people.distinct().order_by("pk"))


def _tell_unit(phieu: PhieuBaoCao, viec: str, at: datetime) -> None:
    notify(
        nguoi_nhan=people_of(phieu),
        tieu_de=f"Phiếu báo cáo {phieu.period.label} được {viec}",
        noi_dung=f"Lý do: {phieu.ly_do_tra_lai}\nHạn nộp: {format_ngay(phieu.han_nop)}.",
        duong_dan=reverse("baocao:form", args=[phieu.pk]),
        khoa_trung=f"phieu-{phieu.pk}-{phieu.lan_luu}",
        at=at,
    )
