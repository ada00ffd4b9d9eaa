"""Writing money: allocations, disbursements and settlements, and mismatches that may stand.

Money follows the budget cycle: what is disbursed was allocated, what is settled was disbursed. To
pass a limit needs a reason, which stays in the act log.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from donvi.ghi_chep import log_act, save_recorded
from donvi.models import NguoiDung
from donvi.tieng_viet import format_dong, format_ngay
from kehoach.models import KeHoach
from kinhphi.loi_kinh_phi import KinhPhiError
from kinhphi.models import ChapNhanSaiLech, DongKinhPhi, KhoanKinhPhi, LoaiKhoan
from kinhphi.noi_tien import Noi, ThucHien, sum_at
from kinhphi.policies import may_accept, may_record
from kinhphi.sai_lech import GiaTri, stored_value
from nhiemvu.models import NhiemVu

SO_TIEN_MOT_LAN = 10**15  # đồng; sums of thousands of movements stay within a database integer
LY_DO_TOI_DA = 2000  # characters of a reason
# What each kind may not pass in sum without a reason.
GIOI_HAN = {LoaiKhoan.GIAI_NGAN: LoaiKhoan.PHAN_BO, LoaiKhoan.QUYET_TOAN: LoaiKhoan.GIAI_NGAN}


class KhongDuocPhep(KinhPhiError):
    """The person or the state of the plan doesn't allow the act; the reason says which."""


class NoiGhiKhongHopLe(KinhPhiError):
    """Money is recorded on a row of another plan, or on one that has rows under it."""

    field = "noi"

    def __init__(self) -> None:
        super().__init__(
            "Nơi ghi tiền phải là một dòng chi tiết hoặc nhiệm vụ của kế hoạch này; "
            "hãy chọn lại trong danh sách."
        )


class SoTienKhongHopLe(KinhPhiError):
    """An amount of nothing, or more than one document can hold."""

    field = "so_tien"

    def __init__(self) -> None:
        toi_da = format_dong(SO_TIEN_MOT_LAN)
        super().__init__(f"Số tiền phải lớn hơn 0 đồng và không quá {toi_da}.")


class ThieuSoChungTu(KinhPhiError):
    """Money without the number of its document."""

    field = "so_chung_tu"

    def __init__(self) -> None:
        super().__init__("Hãy ghi số chứng từ hoặc số quyết định, ví dụ 15/QĐ-UBND.")


class NgayChungTuTuongLai(KinhPhiError):
    """A document dated after today."""

    field = "ngay_chung_tu"

    def __init__(self, ngay: date, on: date) -> None:
        super().__init__(
            f"Ngày chứng từ {format_ngay(ngay)} ở sau hôm nay; hãy nhập ngày đến hết "
            f"{format_ngay(on)}."
        )


class KhoanDaGhi(KinhPhiError):
    """The very same movement is in the book already: a second click, or a second person."""

    field = "dien_giai"

    def __init__(self, nhap: "NhapKhoan") -> None:
        super().__init__(
            f"Khoản {nhap.loai_khoan.label} {format_dong(nhap.so_tien)} theo chứng từ "
            f"{nhap.so_chung_tu} ngày {format_ngay(nhap.ngay_chung_tu)} đã được ghi cho dòng này. "
            "Nếu đây là khoản khác, hãy ghi rõ ở ô diễn giải."
        )


class VuotGioiHan(KinhPhiError):
    """More is disbursed than allocated, or settled than disbursed, and nobody said why."""

    field = "ly_do_vuot"

    def __init__(self, loai: LoaiKhoan, tong: int, gioi_han: int) -> None:
        truoc = GIOI_HAN[loai].label
        super().__init__(
            f"Tổng {loai.label} sẽ là {format_dong(tong)}, vượt {format_dong(tong - gioi_han)} so "
            f"với số đã {truoc} {format_dong(gioi_han)}. Hãy sửa số tiền, hoặc ghi lý do vượt."
        )


class LyDoKhongHopLe(KinhPhiError):
    """A decision needs a reason and got none, or one that is too long."""

    field = "ly_do"

    def __init__(self, ly_do: str) -> None:
        if ly_do:
            text = f"Lý do dài quá {LY_DO_TOI_DA} ký tự; hãy viết gọn lại."
        else:
            text = "Hãy ghi lý do chấp nhận, để người xem sau biết vì sao không sửa."
        super().__init__(text)


@dataclass(frozen=True)
class NhapKhoan:
    """What a person typed about one movement; ``so_tien`` is whole đồng."""

    noi: Noi
    loai_khoan: LoaiKhoan
    so_tien: int
    ngay_chung_tu: date
    so_chung_tu: str
    dien_giai: str = ""
    ly_do_vuot: str = ""


@transaction.atomic
def record_movement(
    *, ke_hoach: KeHoach, nhap: NhapKhoan, by: NguoiDung, at: datetime, on: date
) -> KhoanKinhPhi:
    """Record an allocation, a disbursement or a settlement on a budget row or task.

    The row is locked, so that two people can't pass the limit together. ``on`` is today.

    :raises KhongDuocPhep: not this person's to record, or the plan is not in force.
    :raises NoiGhiKhongHopLe: the place is of another plan, or has rows under it.
    :raises SoTienKhongHopLe: the amount is 0 or too large.
    :raises ThieuSoChungTu: the number of the document is missing.
    :raises NgayChungTuTuongLai: the document is dated after today.
    :raises KhoanDaGhi: the same movement, word for word, is recorded already.
    :raises VuotGioiHan: more than was allocated or disbursed, without a reason.
    """
    decision = may_record(by, ke_hoach)
    if not decision:
        raise KhongDuocPhep(decision.reason)
    _check_typed(nhap, on)
    noi = _locked(ke_hoach, nhap.noi)
    values = {
        "ke_hoach": ke_hoach,
        "dong_kinh_phi": noi if isinstance(noi, DongKinhPhi) else None,
        "nhiem_vu": noi if isinstance(noi, NhiemVu) else None,
        "loai_khoan": nhap.loai_khoan,
        "so_tien": nhap.so_tien,
        "ngay_chung_tu": nhap.ngay_chung_tu,
        "so_chung_tu": nhap.so_chung_tu,
        "dien_giai": nhap.dien_giai,
    }
    if KhoanKinhPhi.objects.filter(**values).exists():
        raise KhoanDaGhi(nhap)
    before = sum_at(noi)
    _check_limit(nhap, before)
    khoan = KhoanKinhPhi(**values)
    save_recorded(khoan, by=by, reason=nhap.ly_do_vuot)
    _log_movement(khoan, noi, nhap, before, by=by, at=at)
    return khoan


def _check_typed(nhap: NhapKhoan, on: date) -> None:
    if not 0 < nhap.so_tien <= SO_TIEN_MOT_LAN:
        raise SoTienKhongHopLe
    if not nhap.so_chung_tu.strip():
        raise ThieuSoChungTu
    if nhap.ngay_chung_tu > on:
        raise NgayChungTuTuongLai(nhap.ngay_chung_tu, on)


def _locked(ke_hoach: KeHoach, noi: Noi) -> Noi:
    """Lock the place and look at it again."""
    rows = type(noi)._default_manager.select_for_update(of=("self",))
    locked: Noi | None = rows.filter(pk=noi.pk, ke_hoach=ke_hoach).order_by("pk").first()
    if locked is None:
        raise NoiGhiKhongHopLe
    if isinstance(locked, DongKinhPhi) and locked.cac_dong_con.exists():
        raise NoiGhiKhongHopLe
    return locked


def _check_limit(nhap: NhapKhoan, before: ThucHien) -> None:
    limit_kind = GIOI_HAN.get(nhap.loai_khoan)
    if limit_kind is None or nhap.ly_do_vuot.strip():
        return
    total, limit = before.of(nhap.loai_khoan) + nhap.so_tien, before.of(limit_kind)
    if total > limit:
        raise VuotGioiHan(nhap.loai_khoan, total, limit)


def _log_movement(
    khoan: KhoanKinhPhi,
    noi: Noi,
    nhap: NhapKhoan,
    before: ThucHien,
    *,
    by: NguoiDung,
    at: datetime,
) -> None:
    da_co = before.of(nhap.loai_khoan)
    log_act(
        by=by,
        at=at,
        xa=khoan.ke_hoach.xa,
        hanh_dong=f"Ghi {nhap.loai_khoan.label}",
        doi_tuong=khoan,
        mo_ta=(
            f"Ghi {nhap.loai_khoan.label} {format_dong(nhap.so_tien)} cho “{noi}”, chứng từ "
            f"{nhap.so_chung_tu} ngày {format_ngay(nhap.ngay_chung_tu)}."
        ),
        gia_tri_cu={"luy_ke": da_co},
        gia_tri_moi={"luy_ke": da_co + nhap.so_tien},
        ly_do=nhap.ly_do_vuot,
        so_van_ban=nhap.so_chung_tu,
    )


@dataclass(frozen=True)
class VanDeChapNhan:
    """The finding a person accepts: stable code, object, sentence, and its present values."""

    ma: str
    doi_tuong: str
    thong_bao: str
    gia_tri_in: GiaTri
    gia_tri_tinh: GiaTri


@transaction.atomic
def accept_mismatch(
    *, ke_hoach: KeHoach, van_de: VanDeChapNhan, ly_do: str, by: NguoiDung, at: datetime
) -> ChapNhanSaiLech:
    """Let a finding stand as it is, with the reason; a later change of its values reopens it.

    Accepting again (for new values) replaces the former decision; both stay on record. The caller
    has looked the finding up, so that nothing is accepted that is not there.

    :raises KhongDuocPhep: not this person's to decide.
    :raises LyDoKhongHopLe: no reason, or a reason that is too long.
    """
    decision = may_accept(by, ke_hoach, van_de.ma)
    if not decision:
        raise KhongDuocPhep(decision.reason)
    if not 0 < len(ly_do.strip()) <= LY_DO_TOI_DA:
        raise LyDoKhongHopLe(ly_do.strip())
    KeHoach.objects.select_for_update(of=("self",)).get(pk=ke_hoach.pk)
    key = {"ke_hoach": ke_hoach, "ma_van_de": van_de.ma, "doi_tuong": van_de.doi_tuong}
    row = ChapNhanSaiLech.objects.filter(**key).first() or ChapNhanSaiLech(**key)
    truoc = {"ly_do": row.ly_do} if row.pk else {}
    row.gia_tri_in = stored_value(van_de.gia_tri_in)
    row.gia_tri_tinh = stored_value(van_de.gia_tri_tinh)
    row.ly_do, row.created_at, row.created_by = ly_do.strip(), at, by
    save_recorded(row, by=by, reason=row.ly_do)
    log_act(
        by=by,
        at=at,
        xa=ke_hoach.xa,
        hanh_dong="Chấp nhận sai lệch",
        doi_tuong=row,
        mo_ta=f"Chấp nhận vấn đề {van_de.ma} của kế hoạch {ke_hoach.ma}: {van_de.thong_bao}",
        gia_tri_cu=truoc,
        gia_tri_moi={"in": row.gia_tri_in, "tinh": row.gia_tri_tinh},
        ly_do=row.ly_do,
    )
    return row
