"""Services of a document after approval: signatures, issue, recall, replacement, correction.

Each act locks the document's commune first (numbers are unique in it), then the document, then
what it says; number, date and state of the content follow in the same transaction.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import get_current_timezone

from baocao.models import BaoCao, ChuKy, DieuChinh, TepVanBan, VanBan
from baocao.so_van_ban import number_taken
from baocao.trang_thai import (
    BAO_CAO_TRANSITIONS,
    CONG_VAN_TRANSITIONS,
    VAN_BAN_TRANSITIONS,
    HinhThucKy,
    TrangThaiVanBan,
)
from baocao.van_ban_di import Content, content_of
from donvi.ghi_chep import log_act, save_recorded
from donvi.models import NguoiDung, Xa
from donvi.tieng_viet import format_ngay
from kehoach.models import KeHoach
from vanban.chu_ky_so import ChuKySo, KetQuaKiem
from vanban.o_ky import O_NGUOI_KY


class VanBanError(Exception):
    """A refusal of this module; str() is a sentence for the user."""


class SaiTrangThai(VanBanError):
    """The act is not allowed in the document's present state."""


class SoDaDung(VanBanError):
    """Another document of the year bears the number already."""


@dataclass(frozen=True)
class LoiDinhChinh:
    """The letter that corrects a document's form: its number, its day, what it says."""

    so_cong_van: str
    ngay_cong_van: date
    noi_dung: str


@transaction.atomic
def promulgate(
    *, van_ban: VanBan, so_hieu: str, ngay_ban_hanh: date, by: NguoiDung, at: datetime
) -> VanBan:
    """Record the number and date văn thư took from the document system (Decree 30/2020 art. 15).

    What the document says is issued with it, and the document it replaces, if any, is replaced
    (article 18.3). ``ngay_ban_hanh`` is not before the day of approval.

    :raises SaiTrangThai: the document is issued already, or was recalled.
    :raises SoDaDung: the number is taken in that year, commune and symbol.
    :raises VanBanError: the date lies before the approval.
    """
    document = _moved(van_ban, "promulgate")
    approved_on = document.created_at.astimezone(get_current_timezone()).date()
    if ngay_ban_hanh < approved_on:
        raise VanBanError(f"Ngày ban hành phải từ ngày duyệt trở đi ({format_ngay(approved_on)}).")
    number = so_hieu.strip()
    other = number_taken(document, number, ngay_ban_hanh.year)
    if other:
        raise SoDaDung(
            f"Số {number}/{document.ky_hieu} năm {ngay_ban_hanh.year} đã cấp cho {other}. Hãy xem "
            "lại số trên hệ thống quản lý văn bản."
        )
    document.so_hieu, document.ngay_ban_hanh = number, ngay_ban_hanh
    document.issued_at, document.issued_by = at, by
    _replace_earlier(document, by, at)
    words = f"{number}/{document.ky_hieu}, {format_ngay(ngay_ban_hanh)}"
    _move_content(document, "promulgate", by, at, so_hieu=number, ngay=ngay_ban_hanh, words=words)
    return _saved(document, by, at, "phát hành", so_van_ban=words)


@transaction.atomic
def take_back(
    *, van_ban: VanBan, tep_pdf: bytes, ket_qua: KetQuaKiem, by: NguoiDung, at: datetime
) -> TepVanBan:
    """Keep a signed file that was found good, with each signature in it.

    The document is signed once the person's field is; one that is issued stays issued.

    :raises SaiTrangThai: the document was recalled or replaced.
    :raises VanBanError: this very file was taken back before.
    """
    document = _locked(van_ban)
    before = document.trang_thai
    _check(document, "take_back")
    if document.cac_tep.filter(ma_bam=ket_qua.ma_bam).exists():
        raise VanBanError("Tệp này đã được nhận trước đó; danh sách chữ ký bên dưới không đổi.")
    file = _keep_signed(document, tep_pdf, ket_qua, by, at)
    if O_NGUOI_KY.ten_o in {chu_ky.ten_o for chu_ky in ket_qua.cac_chu_ky}:
        if before == TrangThaiVanBan.CHO_KY:
            document.trang_thai = TrangThaiVanBan.DA_KY
        document.hinh_thuc_ky = HinhThucKy.KY_SO
        document.signed_at = document.signed_at or at
    signers = ", ".join(_named(chu_ky) for chu_ky in ket_qua.cac_chu_ky)
    _saved(document, by, at, "nhận bản đã ký", ma_bam=file.ma_bam, nguoi_ky=signers)
    return file


@transaction.atomic
def sign_paper(*, van_ban: VanBan, by: NguoiDung, at: datetime) -> VanBan:
    """Record that the document was signed on paper; nothing is taken back then.

    :raises SaiTrangThai: the document is signed already, was recalled or replaced.
    """
    document = _locked(van_ban)
    _check(document, "sign_paper")
    if document.hinh_thuc_ky:
        raise SaiTrangThai(
            f"Văn bản đã ghi nhận là {document.get_hinh_thuc_ky_display()}, không ghi lại."
        )
    if document.trang_thai == TrangThaiVanBan.CHO_KY:
        document.trang_thai = TrangThaiVanBan.DA_KY
    document.hinh_thuc_ky, document.signed_at = HinhThucKy.KY_GIAY, at
    return _saved(document, by, at, "ghi nhận đã ký trên giấy")


@transaction.atomic
def recall(*, van_ban: VanBan, ly_do: str, by: NguoiDung, at: datetime) -> VanBan:
    """Take a document back before it is signed; what it says becomes a draft again.

    :raises SaiTrangThai: it is signed or issued already.
    :raises VanBanError: no reason given.
    """
    reason = _reason(ly_do, "Hãy ghi lý do thu hồi để đơn vị soạn thảo biết phải sửa gì.")
    document = _moved(van_ban, "recall")
    document.ly_do_thu_hoi = reason
    document.thay_the_cho = None  # its place is taken by the next document of the content
    _move_content(document, "recall", by, at, ly_do=reason)
    return _saved(document, by, at, "thu hồi để sửa", ly_do=reason)


@transaction.atomic
def reopen(*, van_ban: VanBan, ly_do: str, by: NguoiDung, at: datetime) -> VanBan:
    """Open an issued content again so that another document replaces this one (article 18.3).

    This one stays issued and readable until the other is issued. A plan keeps its number, and so
    stays in force meanwhile.

    :raises SaiTrangThai: it isn't issued, or its replacement is under way.
    :raises VanBanError: no reason given.
    """
    reason = _reason(ly_do, "Hãy ghi lý do thay thế: nội dung nào sai, sửa theo văn bản nào.")
    document = _moved(van_ban, "reopen")
    _move_content(document, "reopen", by, at, ly_do=reason)
    return _saved(document, by, at, "mở lại nội dung để thay thế", ly_do=reason)


@transaction.atomic
def correct(*, van_ban: VanBan, loi: LoiDinhChinh, by: NguoiDung, at: datetime) -> VanBan:
    """Record the letter that corrects the form of an issued document (đính chính, article 18.3).

    :raises SaiTrangThai: the document isn't issued.
    :raises VanBanError: the letter is dated before the document.
    """
    document = _moved(van_ban, "correct")
    issued_on = document.ngay_ban_hanh
    if issued_on and loi.ngay_cong_van < issued_on:
        raise VanBanError(
            f"Ngày công văn đính chính phải từ ngày ban hành trở đi ({format_ngay(issued_on)})."
        )
    old = [document.so_dinh_chinh, document.noi_dung_dinh_chinh]
    document.so_dinh_chinh = loi.so_cong_van.strip()
    document.ngay_dinh_chinh = loi.ngay_cong_van
    document.noi_dung_dinh_chinh = loi.noi_dung.strip()
    words = f"{document.so_dinh_chinh}, {format_ngay(loi.ngay_cong_van)}"
    return _saved(
        document, by, at, "đính chính", so_van_ban=words, ban_cu=" ".join(filter(None, old)),
        noi_dung=document.noi_dung_dinh_chinh,
    )  # fmt: skip


# --- steps shared by the services ---------------------------------------------------------------


def _locked(van_ban: VanBan) -> VanBan:
    commune = VanBan.objects.values_list("ke_hoach__xa_id", flat=True).get(pk=van_ban.pk)
    Xa.objects.select_for_update().get(pk=commune)
    documents = VanBan.objects.select_for_update(of=("self",)).select_related(
        "ke_hoach__xa", "bao_cao", "cong_van", "dieu_chinh", "phien_ban"
    )
    return documents.get(pk=van_ban.pk)


def _check(document: VanBan, hanh_dong: str) -> None:
    step = VAN_BAN_TRANSITIONS[hanh_dong]
    if document.trang_thai in step.tu:
        return
    number = f" số {document.so_hieu}" if document.so_hieu else ""
    raise SaiTrangThai(
        f"Không thể {step.label}: văn bản{number} đang ở trạng thái "
        f"{document.get_trang_thai_display()}."
    )


def _moved(van_ban: VanBan, hanh_dong: str) -> VanBan:
    document = _locked(van_ban)
    _check(document, hanh_dong)
    document.trang_thai = VAN_BAN_TRANSITIONS[hanh_dong].den
    return document


def _reason(ly_do: str, missing: str) -> str:
    if not ly_do.strip():
        raise VanBanError(missing)
    return ly_do.strip()


def _replace_earlier(document: VanBan, by: NguoiDung, at: datetime) -> None:
    earlier = document.thay_the_cho
    if earlier is None or earlier.trang_thai != TrangThaiVanBan.DA_BAN_HANH:
        return
    earlier.trang_thai = VAN_BAN_TRANSITIONS["replace"].den
    _saved(earlier, by, at, "bị thay thế")


def _keep_signed(
    document: VanBan, tep_pdf: bytes, ket_qua: KetQuaKiem, by: NguoiDung, at: datetime
) -> TepVanBan:
    file = TepVanBan(
        van_ban=document, loai_tep=TepVanBan.LoaiTep.DA_KY, noi_dung=tep_pdf,
        ma_bam=ket_qua.ma_bam, so_byte=len(tep_pdf), created_at=at, created_by=by,
    )  # fmt: skip
    file.full_clean()
    file.save()
    for chu_ky in ket_qua.cac_chu_ky:
        row = _signature_row(file, chu_ky)
        row.full_clean()
        row.save()
    return file


def _signature_row(file: TepVanBan, chu_ky: ChuKySo) -> ChuKy:
    return ChuKy(
        tep_van_ban=file,
        truong_ky=printable(chu_ky.ten_o)[:60],
        nguoi_ky=_named(chu_ky),
        co_quan=printable(chu_ky.co_quan)[:300],
        signed_at=chu_ky.thoi_diem_ky,
        duoc_tin_cay=chu_ky.truy_duoc_goc,
        ghi_chu="\n".join(filter(None, map(printable, (chu_ky.nhan_xet_goc, chu_ky.nhan_xet_phu)))),
    )


def _named(chu_ky: ChuKySo) -> str:
    """Name who signed; a certificate may name nobody."""
    name = printable(chu_ky.nguoi_ky) or printable(chu_ky.co_quan)
    return name[:300] or "không rõ tên trong chứng thư"


def printable(text: str) -> str:
    """Drop what a certificate may hold and a database or a page may not."""
    return "".join(sign for sign in text if sign.isprintable()).strip()


def _lock_content(document: VanBan) -> Content:
    content = content_of(document)
    rows: Any = type(content).objects  # a union of four managers
    locked: Content = rows.select_for_update(of=("self",)).get(pk=content.pk)
    return locked


def _move_content(
    document: VanBan,
    hanh_dong: str,
    by: NguoiDung,
    at: datetime,
    *,
    so_hieu: str = "",
    ngay: date | None = None,
    words: str = "",
    ly_do: str = "",
) -> None:
    """Bring what the document says along: its state, and at issue its number and date."""
    content = _lock_content(document)
    steps = BAO_CAO_TRANSITIONS if isinstance(content, BaoCao) else CONG_VAN_TRANSITIONS
    step = steps[hanh_dong]
    if content.trang_thai not in step.tu:
        raise SaiTrangThai(
            f"Không thể {step.label}: {document.get_loai_van_ban_display()} đang ở trạng thái "
            f"{content.get_trang_thai_display()}."
        )
    content.trang_thai = step.den
    if ngay is not None or not isinstance(content, KeHoach):
        content.so_hieu, content.ngay_ban_hanh = so_hieu, ngay
    if ngay is None:
        _unapprove(content)
    save_recorded(content, by=by, reason=ly_do or step.label)
    log_act(
        by=by, at=at, xa=document.ke_hoach.xa, hanh_dong=step.label, doi_tuong=content,
        mo_ta=f"{content}: {step.label}", gia_tri_moi={"trang_thai": str(content.trang_thai)},
        ly_do=ly_do, so_van_ban=words,
    )  # fmt: skip


def _unapprove(content: Content) -> None:
    if isinstance(content, KeHoach):
        return
    content.approved_at = content.approved_by = None
    if isinstance(content, DieuChinh):
        content.den_phien_ban = None


def _saved(
    document: VanBan,
    by: NguoiDung,
    at: datetime,
    hanh_dong: str,
    *,
    ly_do: str = "",
    so_van_ban: str = "",
    **values: str,
) -> VanBan:
    save_recorded(document, by=by, reason=ly_do or hanh_dong)
    log_act(
        by=by, at=at, xa=document.ke_hoach.xa, hanh_dong=hanh_dong, doi_tuong=document,
        mo_ta=f"{document}: {hanh_dong}",
        gia_tri_moi={"trang_thai": str(document.trang_thai), **values},
        ly_do=ly_do, so_van_ban=so_van_ban,
    )  # fmt: skip
    return document
