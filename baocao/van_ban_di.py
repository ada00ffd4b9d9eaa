"""The beginning of a document: bytes fixed at approval, and where a content's document is.

What becomes of it afterwards (signing, issue, replacement) stands in ``vong_doi_van_ban``.
"""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from baocao.ky_hieu import letter_symbol, report_symbol
from baocao.models import BaoCao, CongVanDonDoc, DieuChinh, PhienBan, TepVanBan, VanBan
from baocao.trang_thai import LoaiVanBan, TrangThaiVanBan
from donvi.ghi_chep import log_act, save_recorded
from donvi.models import NguoiDung
from kehoach.models import KeHoach

Content = BaoCao | CongVanDonDoc | KeHoach | DieuChinh


@transaction.atomic
def freeze_report(*, bao_cao: BaoCao, tep_pdf: bytes, by: NguoiDung, at: datetime) -> VanBan:
    """Keep the bytes of a report that is approved now; it waits for signatures."""
    plan = bao_cao.ke_hoach
    document = VanBan(
        ke_hoach=plan, loai_van_ban=LoaiVanBan.BAO_CAO, bao_cao=bao_cao,
        trich_yeu=str(bao_cao), ky_hieu=report_symbol(plan),
    )  # fmt: skip
    return _frozen(document, bao_cao, tep_pdf, by, at)


@transaction.atomic
def freeze_letter(
    *, cong_van: CongVanDonDoc, tep_pdf: bytes, by: NguoiDung, at: datetime
) -> VanBan:
    """Keep the bytes of a letter that is approved now; it waits for signatures."""
    plan = cong_van.ke_hoach
    document = VanBan(
        ke_hoach=plan, loai_van_ban=LoaiVanBan.CONG_VAN, cong_van=cong_van,
        trich_yeu=cong_van.trich_yeu, ky_hieu=letter_symbol(plan),
    )  # fmt: skip
    return _frozen(document, cong_van, tep_pdf, by, at)


@transaction.atomic
def freeze_plan(*, phien_ban: PhienBan, tep_pdf: bytes, by: NguoiDung, at: datetime) -> VanBan:
    """Keep the bytes of a plan whose version was approved; it waits for signatures."""
    plan = phien_ban.ke_hoach
    document = VanBan(
        ke_hoach=plan, loai_van_ban=LoaiVanBan.KE_HOACH, phien_ban=phien_ban,
        trich_yeu=plan.trich_yeu, ky_hieu=plan.ky_hieu,
    )  # fmt: skip
    return _frozen(document, plan, tep_pdf, by, at)


@transaction.atomic
def freeze_amendment(
    *, dieu_chinh: DieuChinh, tep_pdf: bytes, by: NguoiDung, at: datetime
) -> VanBan:
    """Keep the bytes of an amendment that is approved now; it waits for signatures."""
    plan = dieu_chinh.ke_hoach
    document = VanBan(
        ke_hoach=plan, loai_van_ban=LoaiVanBan.DIEU_CHINH, dieu_chinh=dieu_chinh,
        trich_yeu=dieu_chinh.trich_yeu, ky_hieu=plan.ky_hieu,
    )  # fmt: skip
    return _frozen(document, dieu_chinh, tep_pdf, by, at)


def content_of(document: VanBan) -> Content:
    """Give what a document says, the row that is drafted and approved (a query if not loaded)."""
    return document.bao_cao or document.cong_van or document.dieu_chinh or document.ke_hoach


def documents_of(content: Content) -> "list[VanBan]":
    """List the documents made of a content, newest first (1 query)."""
    if isinstance(content, KeHoach):
        found = VanBan.objects.filter(ke_hoach=content, loai_van_ban=LoaiVanBan.KE_HOACH)
    else:
        place = {BaoCao: "bao_cao", CongVanDonDoc: "cong_van", DieuChinh: "dieu_chinh"}
        found = VanBan.objects.filter(**{place[type(content)]: content})
    return list(found.select_related("thay_the_cho").order_by("-pk"))


def current_document(content: Content) -> VanBan | None:
    """Give the newest document of a content that was not recalled (1 query)."""
    recalled = TrangThaiVanBan.DA_THU_HOI
    return next((row for row in documents_of(content) if row.trang_thai != recalled), None)


def kept_file(content: Content) -> TepVanBan | None:
    """Give the newest file the portal issued of a content, None before approval (2 queries)."""
    found = documents_of(content)
    if not found:
        return None
    files = TepVanBan.objects.filter(van_ban=found[0], loai_tep=TepVanBan.LoaiTep.BAN_GOC)
    return files.first()


def _frozen(
    document: VanBan, content: Content, tep_pdf: bytes, by: NguoiDung, at: datetime
) -> VanBan:
    document.created_at, document.created_by = at, by
    document.thay_the_cho = _issued_before(content)
    save_recorded(document, by=by, reason="duyệt")
    file = TepVanBan(
        van_ban=document, noi_dung=tep_pdf, ma_bam=sha256(tep_pdf).hexdigest(),
        so_byte=len(tep_pdf), created_at=at, created_by=by,
    )  # fmt: skip
    file.full_clean()
    file.save()
    log_act(
        by=by, at=at, xa=document.ke_hoach.xa, hanh_dong="lập văn bản chờ ký", doi_tuong=document,
        mo_ta=f"{document}: lập văn bản chờ ký", gia_tri_moi={"ma_bam": file.ma_bam},
    )  # fmt: skip
    return document


def _issued_before(content: Content) -> VanBan | None:
    """Find the issued document that a new one of the same content replaces (article 18.3)."""
    issued = TrangThaiVanBan.DA_BAN_HANH
    return next((row for row in documents_of(content) if row.trang_thai == issued), None)
