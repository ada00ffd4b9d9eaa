"""Services of amendments: draft, edit, submit, send back, approve, call off (điều chỉnh kế hoạch).

The plan itself is corrected in place, so that what units reported stays with its tasks; an
amendment says officially what changed since the version in force. Signing, number and date come
afterwards, as for every document (``vong_doi_van_ban``).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from baocao.ky_hieu import plan_reference
from baocao.loi_van_dieu_chinh import draft_subject
from baocao.models import DieuChinh, PhienBan, VanBan
from baocao.nguoi_nhan import SoNguoiNhan
from baocao.noi_dung_ke_hoach import NoiDung, plan_content
from baocao.phien_ban import keep_version
from baocao.so_sanh_phien_ban import SoSanhPhienBan, compare_contents
from baocao.trang_thai import CONG_VAN_TRANSITIONS, FROZEN_LETTER, TrangThaiVanBan
from baocao.van_ban_di import freeze_amendment
from donvi.ghi_chep import log_act, save_recorded
from donvi.models import NguoiDung
from donvi.services import notify
from kehoach.models import KeHoach

LY_DO_PHIEN_BAN_GOC = "Nội dung trước khi điều chỉnh"


class DieuChinhError(Exception):
    """A refusal of this module; str() is a sentence for the user."""


class KhongCoThayDoi(DieuChinhError):
    """The plan says what it said in the version in force."""

    def __init__(self) -> None:
        super().__init__(
            "Kế hoạch chưa có lời văn nào khác phiên bản đang có hiệu lực. Hãy sửa nội dung kế "
            "hoạch trước, rồi lập điều chỉnh."
        )


class SaiTrangThai(DieuChinhError):
    """The act is not allowed in the amendment's, or the plan's, present state."""


class DaCoNguoiSua(DieuChinhError):
    """Somebody else saved the amendment meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "Bản điều chỉnh vừa được người khác lưu. Lời văn của bạn còn nguyên bên dưới; hãy so "
            "với bản đã lưu rồi lưu lại."
        )


def version_in_force(ke_hoach: KeHoach) -> PhienBan | None:
    """Give the newest version that was approved as the plan or as an amendment (at most 2 queries).

    A version kept for an amendment that was recalled counts no more. The first version of a plan
    approved outside the portal counts without a document.
    """
    amended = DieuChinh.objects.filter(den_phien_ban=OuterRef("pk"), trang_thai__in=FROZEN_LETTER)
    documents = VanBan.objects.filter(phien_ban=OuterRef("pk")).exclude(
        trang_thai=TrangThaiVanBan.DA_THU_HOI
    )
    versions = PhienBan.objects.filter(ke_hoach=ke_hoach)
    approved = versions.filter(Exists(amended) | Exists(documents))
    return approved.order_by("-so_phien_ban").first() or versions.order_by("so_phien_ban").first()


def content_after(dieu_chinh: DieuChinh) -> NoiDung:
    """Give what an amendment leads to: the version kept at approval, before it the plan as it is.

    Costs 15 queries before approval, none after.
    """
    later = dieu_chinh.den_phien_ban
    return later.noi_dung if later else plan_content(dieu_chinh.ke_hoach)


def differences_of(dieu_chinh: DieuChinh) -> SoSanhPhienBan:
    """Compare the version an amendment starts from with what it leads to."""
    return compare_contents(dieu_chinh.tu_phien_ban.noi_dung, content_after(dieu_chinh))


@transaction.atomic
def draft_amendment(*, ke_hoach: KeHoach, ly_do: str, by: NguoiDung, at: datetime) -> DieuChinh:
    """Draft the amendment from the version in force to what the plan says now.

    One that is drafted or waits for a leader is given back instead, so that a second click makes
    no second one.

    :raises SaiTrangThai: the plan isn't approved, or was replaced.
    :raises KhongCoThayDoi: nothing the plan prints has changed.
    """
    plan = _locked_plan(ke_hoach)
    there = DieuChinh.objects.filter(ke_hoach=plan, trang_thai__in=_OPEN).first()
    if there is not None:
        return there
    _check_in_force(plan)
    base = version_in_force(plan) or keep_version(
        ke_hoach=plan, ly_do=LY_DO_PHIEN_BAN_GOC, by=by, at=at
    )
    if not compare_contents(base.noi_dung, plan_content(plan)).has_words:
        raise KhongCoThayDoi
    amendment = DieuChinh(
        ke_hoach=plan,
        tu_phien_ban=base,
        trich_yeu=draft_subject(plan_reference(plan)),
        ly_do=ly_do.strip(),
        created_at=at,
        created_by=by,
    )
    return _saved(amendment, by, at, "lập điều chỉnh", ly_do=amendment.ly_do)


@transaction.atomic
def edit_amendment(
    *, dieu_chinh: DieuChinh, trich_yeu: str, ly_do: str, lan_luu: int, by: NguoiDung, at: datetime
) -> DieuChinh:
    """Save subject and reason of a draft.

    :raises SaiTrangThai: it is no longer a draft.
    :raises DaCoNguoiSua: somebody saved it after the page was opened; nothing is overwritten.
    """
    locked = _locked(dieu_chinh.pk)
    _check(locked, "edit")
    if (locked.trich_yeu, locked.ly_do) == (trich_yeu, ly_do):
        return locked
    if locked.lan_luu != lan_luu:
        raise DaCoNguoiSua
    locked.trich_yeu, locked.ly_do = trich_yeu, ly_do
    locked.lan_luu += 1
    return _saved(locked, by, at, "sửa lời văn")


@transaction.atomic
def submit_amendment(*, dieu_chinh: DieuChinh, by: NguoiDung, at: datetime) -> DieuChinh:
    """Submit (trình) the draft to the leaders, who are told.

    :raises KhongCoThayDoi: the plan was put back meanwhile, nothing is left to amend.
    """
    amendment = _moved(dieu_chinh, "submit")
    if not differences_of(amendment).has_words:
        raise KhongCoThayDoi
    amendment.ly_do_tra_lai = ""
    _saved(amendment, by, at, "trình duyệt")
    people = SoNguoiNhan({amendment.ke_hoach.xa_id})
    leaders = people.leaders(amendment.ke_hoach.xa_id)
    _tell(amendment, people, leaders, "Điều chỉnh kế hoạch chờ duyệt", at)
    return amendment


@transaction.atomic
def send_back_amendment(
    *, dieu_chinh: DieuChinh, ly_do: str, by: NguoiDung, at: datetime
) -> DieuChinh:
    """Send a submitted amendment back to the focal unit with a reason, which it is told.

    :raises DieuChinhError: no reason given.
    """
    reason = ly_do.strip()
    if not reason:
        raise DieuChinhError("Hãy ghi lý do trả lại để đơn vị đầu mối biết phải sửa gì.")
    amendment = _moved(dieu_chinh, "send_back")
    amendment.ly_do_tra_lai = reason
    _saved(amendment, by, at, "trả lại", ly_do=reason)
    people = SoNguoiNhan({amendment.ke_hoach.xa_id})
    focal = people.compilers(amendment.ke_hoach.don_vi_dau_moi_id)
    _tell(amendment, people, focal, "Điều chỉnh kế hoạch bị trả lại", at)
    return amendment


@transaction.atomic
def approve_amendment(
    *, dieu_chinh: DieuChinh, ma_bam: str, tep_pdf: bytes, by: NguoiDung, at: datetime
) -> DieuChinh:
    """Approve a submitted amendment: keep the plan's words of now as a version, and the PDF.

    ``ma_bam`` is the digest of the content the PDF was made from. Nobody's progress is touched.

    :raises DieuChinhError: the plan was corrected while the PDF was made.
    :raises SaiTrangThai: it doesn't wait for a leader, or the plan is being replaced.
    :raises KhongCoThayDoi: nothing is left to amend.
    """
    plan = _locked_plan(dieu_chinh.ke_hoach)  # the plan first, as everywhere
    amendment = _moved(dieu_chinh, "approve")
    _check_in_force(plan)
    version = keep_version(ke_hoach=plan, ly_do=amendment.ly_do, by=by, at=at)
    if version.ma_bam != ma_bam:
        raise DieuChinhError(
            "Kế hoạch vừa được sửa trong lúc tạo văn bản. Hãy xem lại nội dung rồi duyệt."
        )
    amendment.den_phien_ban = version
    if not differences_of(amendment).has_words:
        raise KhongCoThayDoi
    amendment.approved_at, amendment.approved_by = at, by
    _saved(amendment, by, at, "duyệt", so_phien_ban=version.so_phien_ban)
    freeze_amendment(dieu_chinh=amendment, tep_pdf=tep_pdf, by=by, at=at)
    people = SoNguoiNhan({plan.xa_id})
    told = people.clerks(plan.xa_id) | people.compilers(plan.don_vi_dau_moi_id)
    _tell(amendment, people, told, "Điều chỉnh kế hoạch đã duyệt", at)
    return amendment


@transaction.atomic
def cancel_amendment(*, dieu_chinh: DieuChinh, by: NguoiDung, at: datetime) -> DieuChinh:
    """Call off an amendment that isn't approved; it stays on record, the plan as it is."""
    return _saved(_moved(dieu_chinh, "cancel"), by, at, "hủy điều chỉnh")


# --- steps shared by the services ---------------------------------------------------------------

_OPEN = CONG_VAN_TRANSITIONS["cancel"].tu


def _locked_plan(ke_hoach: KeHoach) -> KeHoach:
    plans = KeHoach.objects.select_for_update(of=("self",))
    return plans.select_related("xa", "don_vi_dau_moi").get(pk=ke_hoach.pk)


def _check_in_force(plan: KeHoach) -> None:
    if not plan.is_frozen or plan.trang_thai == KeHoach.TrangThai.DA_THAY_THE:
        raise SaiTrangThai(
            f"Kế hoạch đang ở trạng thái {plan.get_trang_thai_display()}: chỉ kế hoạch đã duyệt, "
            "đang thực hiện mới được điều chỉnh."
        )


def _locked(pk: int) -> DieuChinh:
    rows = DieuChinh.objects.select_for_update(of=("self",))
    return rows.select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "tu_phien_ban", "den_phien_ban"
    ).get(pk=pk)


def _check(amendment: DieuChinh, hanh_dong: str) -> None:
    step = CONG_VAN_TRANSITIONS[hanh_dong]
    if amendment.trang_thai not in step.tu:
        raise SaiTrangThai(
            f"Không thể {step.label}: bản điều chỉnh đang ở trạng thái "
            f"{amendment.get_trang_thai_display()}."
        )


def _moved(dieu_chinh: DieuChinh, hanh_dong: str) -> DieuChinh:
    amendment = _locked(dieu_chinh.pk)
    _check(amendment, hanh_dong)
    amendment.trang_thai = CONG_VAN_TRANSITIONS[hanh_dong].den
    return amendment


def _saved(
    amendment: DieuChinh,
    by: NguoiDung,
    at: datetime,
    hanh_dong: str,
    *,
    ly_do: str = "",
    so_phien_ban: int | None = None,
) -> DieuChinh:
    save_recorded(amendment, by=by, reason=ly_do or hanh_dong)
    values: dict[str, object] = {"trang_thai": str(amendment.trang_thai)}
    values |= {"so_phien_ban": so_phien_ban} if so_phien_ban else {}
    log_act(
        by=by, at=at, xa=amendment.ke_hoach.xa, hanh_dong=hanh_dong, doi_tuong=amendment,
        mo_ta=f"Điều chỉnh kế hoạch {amendment.ke_hoach.ma}: {hanh_dong}",
        gia_tri_moi=values, ly_do=ly_do,
    )  # fmt: skip
    return amendment


def _tell(
    amendment: DieuChinh, people: SoNguoiNhan, to: frozenset[int], title: str, at: datetime
) -> None:
    words = [f"{amendment.trich_yeu}."]
    words += [f"Lý do trả lại: {amendment.ly_do_tra_lai}"] if amendment.ly_do_tra_lai else []
    notify(
        nguoi_nhan=[people.cac_nguoi[person] for person in sorted(to)],
        tieu_de=title,
        noi_dung="\n".join(words),
        duong_dan=reverse("baocao:amendment", args=[amendment.pk]),
        khoa_trung=f"dieu-chinh-{amendment.pk}-{amendment.trang_thai}-{at:%Y%m%d%H%M%S}",
        at=at,
    )
