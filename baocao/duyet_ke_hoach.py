"""Services of a plan's own road: submit, send back, approve; the document that is signed.

An approved plan is kept as a version (``phien_ban``), and its bytes as a document.
"""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from baocao.models import VanBan
from baocao.nguoi_nhan import SoNguoiNhan
from baocao.phien_ban import keep_version
from baocao.trang_thai import CONG_VAN_TRANSITIONS
from baocao.van_ban_di import current_document, freeze_plan
from donvi.ghi_chep import log_act, save_recorded
from donvi.models import NguoiDung, NhatKy
from donvi.services import notify
from kehoach.models import KeHoach


class DuyetKeHoachError(Exception):
    """A refusal of this module; str() is a sentence for the user."""


class SaiTrangThai(DuyetKeHoachError):
    """The act is not allowed in the plan's present state."""


@transaction.atomic
def submit_plan(*, ke_hoach: KeHoach, by: NguoiDung, at: datetime) -> KeHoach:
    """Submit (trình) a drafted plan to the leaders, who are told."""
    plan = _moved(ke_hoach, "submit")
    _saved(plan, by, at, "trình duyệt")
    people = SoNguoiNhan({plan.xa_id})
    _tell(plan, people, people.leaders(plan.xa_id), "Kế hoạch chờ duyệt", "", at)
    return plan


@transaction.atomic
def send_back_plan(*, ke_hoach: KeHoach, ly_do: str, by: NguoiDung, at: datetime) -> KeHoach:
    """Send a submitted plan back to the focal unit with a reason, which it is told.

    :raises DuyetKeHoachError: no reason given.
    """
    reason = ly_do.strip()
    if not reason:
        raise DuyetKeHoachError("Hãy ghi lý do trả lại để đơn vị đầu mối biết phải sửa gì.")
    plan = _moved(ke_hoach, "send_back")
    _saved(plan, by, at, "trả lại", ly_do=reason)
    people = SoNguoiNhan({plan.xa_id})
    focal = people.compilers(plan.don_vi_dau_moi_id)
    _tell(plan, people, focal, "Kế hoạch bị trả lại", f"Lý do trả lại: {reason}.", at)
    return plan


@transaction.atomic
def approve_plan(
    *, ke_hoach: KeHoach, ma_bam: str, tep_pdf: bytes, by: NguoiDung, at: datetime
) -> VanBan:
    """Approve a submitted plan: its words are kept as a version, its bytes as a document.

    ``ma_bam`` is the digest of the content the PDF was made from.

    :raises DuyetKeHoachError: the plan was corrected while the PDF was made.
    """
    plan = _moved(ke_hoach, "approve")
    _saved(plan, by, at, "duyệt")
    return _frozen(plan, "Lãnh đạo duyệt kế hoạch", ma_bam, tep_pdf, by, at)


@transaction.atomic
def make_document(
    *, ke_hoach: KeHoach, ma_bam: str, tep_pdf: bytes, by: NguoiDung, at: datetime
) -> VanBan:
    """Make the document to sign of a plan that was approved before there was one.

    ``ma_bam`` is the digest of the content the PDF was made from.

    :raises SaiTrangThai: the plan isn't approved, or has its document.
    :raises DuyetKeHoachError: the plan was corrected while the PDF was made.
    """
    plan = _locked(ke_hoach)
    if plan.trang_thai != KeHoach.TrangThai.DA_DUYET:
        raise SaiTrangThai(
            f"Chưa lập được văn bản để ký: kế hoạch đang ở trạng thái "
            f"{plan.get_trang_thai_display()}."
        )
    if current_document(plan) is not None:
        raise SaiTrangThai("Kế hoạch đã có văn bản chờ ký; hãy mở văn bản đó trong danh sách.")
    return _frozen(plan, "Lập văn bản để ký", ma_bam, tep_pdf, by, at)


def reason_sent_back(ke_hoach: KeHoach) -> str:
    """Give why the plan was sent back last, "" unless it is a draft because of that (1 query)."""
    if ke_hoach.trang_thai != KeHoach.TrangThai.DU_THAO:
        return ""
    last = NhatKy.objects.about(ke_hoach).exclude(ly_do="").first()
    return last.ly_do if last else ""


# --- steps shared by the services ---------------------------------------------------------------


def _locked(ke_hoach: KeHoach) -> KeHoach:
    plans = KeHoach.objects.select_for_update(of=("self",))
    return plans.select_related("xa", "don_vi_dau_moi").get(pk=ke_hoach.pk)


def _moved(ke_hoach: KeHoach, hanh_dong: str) -> KeHoach:
    plan, step = _locked(ke_hoach), CONG_VAN_TRANSITIONS[hanh_dong]
    if plan.trang_thai not in step.tu:
        raise SaiTrangThai(
            f"Không thể {step.label}: kế hoạch đang ở trạng thái {plan.get_trang_thai_display()}."
        )
    plan.trang_thai = str(step.den)
    return plan


def _frozen(
    plan: KeHoach, why: str, ma_bam: str, tep_pdf: bytes, by: NguoiDung, at: datetime
) -> VanBan:
    version = keep_version(ke_hoach=plan, ly_do=why, by=by, at=at)
    if version.ma_bam != ma_bam:
        raise DuyetKeHoachError(
            "Kế hoạch vừa được sửa trong lúc lập văn bản để ký. Hãy xem lại nội dung rồi làm lại."
        )
    return freeze_plan(phien_ban=version, tep_pdf=tep_pdf, by=by, at=at)


def _saved(plan: KeHoach, by: NguoiDung, at: datetime, hanh_dong: str, *, ly_do: str = "") -> None:
    save_recorded(plan, by=by, reason=ly_do or hanh_dong)
    log_act(
        by=by, at=at, xa=plan.xa, hanh_dong=hanh_dong, doi_tuong=plan,
        mo_ta=f"Kế hoạch {plan.ma}: {hanh_dong}",
        gia_tri_moi={"trang_thai": str(plan.trang_thai)}, ly_do=ly_do,
    )  # fmt: skip


def _tell(
    plan: KeHoach, people: SoNguoiNhan, to: frozenset[int], title: str, words: str, at: datetime
) -> None:
    notify(
        nguoi_nhan=[people.cac_nguoi[person] for person in sorted(to)],
        tieu_de=title,
        noi_dung="\n".join(filter(None, (plan.trich_yeu, words))),
        duong_dan=reverse("baocao:document_list", args=[plan.ma]),
        khoa_trung=f"ke-hoach-{plan.pk}-{plan.trang_thai}-{at:%Y%m%d%H%M%S}",
        at=at,
    )
