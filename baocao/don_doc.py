"""Services of reminder letters: draft, edit, submit, send back, approve, call off."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from baocao.loi_van_don_doc import draft_letter as write_letter
from baocao.loi_van_don_doc import draft_subject
from baocao.models import CongVanDonDoc
from baocao.nguoi_nhan import SoNguoiNhan
from baocao.su_viec_don_doc import load_facts, open_letters_of
from baocao.trang_thai import CONG_VAN_TRANSITIONS
from baocao.van_ban_di import freeze_letter
from donvi.ghi_chep import log_act, save_recorded
from donvi.models import DonVi, NguoiDung
from donvi.services import notify
from donvi.tieng_viet import format_ngay
from kehoach.models import KeHoach


class CongVanError(Exception):
    """A refusal of this module; str() is a sentence for the user."""


class KhongCoViecTre(CongVanError):
    """The unit is late with nothing, so there is nothing to write about."""


class SaiTrangThai(CongVanError):
    """The act is not allowed in the letter's present state."""


class DaCoNguoiSua(CongVanError):
    """Somebody else saved the letter meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "Công văn vừa được người khác lưu. Lời văn của bạn còn nguyên bên dưới; hãy so với bản "
            "đã lưu rồi lưu lại."
        )


@transaction.atomic
def draft_letter(
    *, ke_hoach: KeHoach, don_vi: DonVi, by: NguoiDung, on: date, at: datetime
) -> CongVanDonDoc:
    """Draft a letter to the unit from the facts of the day ``on``.

    A letter of the unit that is still drafted or waits for a leader is given back instead, so that
    a second click makes no second letter.

    :raises KhongCoViecTre: no form or task of the unit is overdue.
    """
    KeHoach.objects.select_for_update().get(pk=ke_hoach.pk)  # one draft at a time per plan
    there = next((row for row in open_letters_of(ke_hoach) if row.don_vi_id == don_vi.pk), None)
    if there is not None:
        return there
    facts = load_facts(ke_hoach, don_vi, on)
    if not facts.cac_phieu and not facts.cac_nhiem_vu:
        raise KhongCoViecTre(
            f"{don_vi} không có báo cáo hay nhiệm vụ nào quá hạn đến ngày {format_ngay(on)}, nên "
            "chưa cần công văn đôn đốc."
        )
    letter = CongVanDonDoc(
        ke_hoach=ke_hoach,
        don_vi=don_vi,
        trich_yeu=draft_subject(facts),
        noi_dung=write_letter(facts),
        su_viec=facts.as_json(),
        ngay_so_lieu=on,
        han_tra_loi=facts.han_tra_loi,
        created_at=at,
        created_by=by,
    )
    return _saved(letter, by, at, "soạn công văn đôn đốc")


@transaction.atomic
def edit_letter(
    *,
    cong_van: CongVanDonDoc,
    trich_yeu: str,
    noi_dung: str,
    han_tra_loi: date | None,
    lan_luu: int,
    by: NguoiDung,
    at: datetime,
) -> CongVanDonDoc:
    """Save the words; a new last day also replaces the old one where the text names it.

    :raises SaiTrangThai: the letter is no longer a draft.
    :raises DaCoNguoiSua: somebody saved it after the page was opened; nothing is overwritten.
    """
    locked = _locked(cong_van.pk)
    _check(locked, "edit")
    changed = (locked.trich_yeu, locked.noi_dung, locked.han_tra_loi) != (
        trich_yeu, noi_dung, han_tra_loi,
    )  # fmt: skip
    if not changed:
        return locked
    if locked.lan_luu != lan_luu:
        raise DaCoNguoiSua
    if locked.han_tra_loi and han_tra_loi and locked.han_tra_loi != han_tra_loi:
        noi_dung = noi_dung.replace(format_ngay(locked.han_tra_loi), format_ngay(han_tra_loi))
    locked.trich_yeu, locked.noi_dung, locked.han_tra_loi = trich_yeu, noi_dung, han_tra_loi
    locked.lan_luu += 1
    return _saved(locked, by, at, "sửa lời văn")


@transaction.atomic
def submit_letter(*, cong_van: CongVanDonDoc, by: NguoiDung, at: datetime) -> CongVanDonDoc:
    """Submit (trình) the draft to a leader, who is told."""
    letter = _moved(cong_van, "submit")
    letter.ly_do_tra_lai = ""
    _saved(letter, by, at, "trình duyệt")
    people = SoNguoiNhan({letter.ke_hoach.xa_id})
    _tell(letter, people, people.leaders(letter.ke_hoach.xa_id), "Công văn đôn đốc chờ duyệt", at)
    return letter


@transaction.atomic
def send_back_letter(
    *, cong_van: CongVanDonDoc, ly_do: str, by: NguoiDung, at: datetime
) -> CongVanDonDoc:
    """Send a submitted letter back to the focal unit with a reason, which it is told.

    :raises CongVanError: no reason given.
    """
    if not ly_do.strip():
        raise CongVanError("Hãy ghi lý do trả lại để đơn vị đầu mối biết phải sửa gì.")
    letter = _moved(cong_van, "send_back")
    letter.ly_do_tra_lai = ly_do.strip()
    _saved(letter, by, at, "trả lại", ly_do=ly_do.strip())
    people = SoNguoiNhan({letter.ke_hoach.xa_id})
    focal = people.compilers(letter.ke_hoach.don_vi_dau_moi_id)
    _tell(letter, people, focal, "Công văn đôn đốc bị trả lại", at)
    return letter


@transaction.atomic
def approve_letter(
    *, cong_van: CongVanDonDoc, tep_pdf: bytes, by: NguoiDung, at: datetime
) -> CongVanDonDoc:
    """Approve a submitted letter, keep its bytes, and tell the unit; nothing in it changes after.

    An outside body has nobody in the portal: its letter goes by post, the focal unit is told.
    """
    letter = _moved(cong_van, "approve")
    letter.approved_at, letter.approved_by = at, by
    _saved(letter, by, at, "duyệt")
    freeze_letter(cong_van=letter, tep_pdf=tep_pdf, by=by, at=at)
    plan, unit = letter.ke_hoach, letter.don_vi_id
    people = SoNguoiNhan({plan.xa_id})
    told = people.officers(unit) | people.heads(unit) or people.compilers(plan.don_vi_dau_moi_id)
    _tell(letter, people, told, f"Công văn đôn đốc {letter.don_vi}", at)
    return letter


@transaction.atomic
def cancel_letter(*, cong_van: CongVanDonDoc, by: NguoiDung, at: datetime) -> CongVanDonDoc:
    """Call off a letter that isn't approved; it stays on record."""
    return _saved(_moved(cong_van, "cancel"), by, at, "hủy công văn đôn đốc")


# --- steps shared by the services ---------------------------------------------------------------


def _locked(pk: int) -> CongVanDonDoc:
    letters = CongVanDonDoc.objects.select_for_update(of=("self",))
    return letters.select_related("ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "don_vi").get(pk=pk)


def _check(letter: CongVanDonDoc, hanh_dong: str) -> None:
    step = CONG_VAN_TRANSITIONS[hanh_dong]
    if letter.trang_thai not in step.tu:
        raise SaiTrangThai(
            f"Không thể {step.label}: công văn đang ở trạng thái {letter.get_trang_thai_display()}."
        )


def _moved(cong_van: CongVanDonDoc, hanh_dong: str) -> CongVanDonDoc:
    letter = _locked(cong_van.pk)
    _check(letter, hanh_dong)
    letter.trang_thai = CONG_VAN_TRANSITIONS[hanh_dong].den
    return letter


def _saved(
    letter: CongVanDonDoc,
    by: NguoiDung,
    at: datetime,
    hanh_dong: str,
    *,
    ly_do: str = "",
) -> CongVanDonDoc:
    save_recorded(letter, by=by, reason=ly_do or hanh_dong)
    log_act(
        by=by, at=at, xa=letter.ke_hoach.xa, hanh_dong=hanh_dong, doi_tuong=letter,
        mo_ta=f"Công văn đôn đốc {letter.don_vi}: {hanh_dong}",
        gia_tri_moi={"trang_thai": str(letter.trang_thai)}, ly_do=ly_do,
    )  # fmt: skip
    return letter


def _tell(
    letter: CongVanDonDoc, people: SoNguoiNhan, to: frozenset[int], title: str, at: datetime
) -> None:
    due = letter.han_tra_loi
    words = [f"V/v {letter.trich_yeu}."]
    words += [f"Lý do trả lại: {letter.ly_do_tra_lai}"] if letter.ly_do_tra_lai else []
    words += [f"Thời hạn khắc phục: {format_ngay(due)}."] if due else []
    notify(
        nguoi_nhan=[people.cac_nguoi[person] for person in sorted(to)],
        tieu_de=title,
        noi_dung="\n".join(words),
        duong_dan=reverse("baocao:letter", args=[letter.pk]),
        khoa_trung=f"cong-van-{letter.pk}-{letter.trang_thai}-{at:%Y%m%d%H%M%S}",
        at=at,
    )
