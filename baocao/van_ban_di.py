"""Services of documents whose bytes are fixed for signing: freeze, and hand the bytes out."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from baocao.ky_hieu import letter_symbol, report_symbol
from baocao.models import BaoCao, CongVanDonDoc, TepVanBan, VanBan
from baocao.trang_thai import LoaiVanBan
from donvi.ghi_chep import save_recorded
from donvi.models import NguoiDung


@transaction.atomic
def freeze_report(*, bao_cao: BaoCao, tep_pdf: bytes, by: NguoiDung, at: datetime) -> VanBan:
    """Keep the bytes of a report that is approved now; it waits for signatures."""
    plan = bao_cao.ke_hoach
    document = VanBan(
        ke_hoach=plan, loai_van_ban=LoaiVanBan.BAO_CAO, bao_cao=bao_cao,
        trich_yeu=str(bao_cao), ky_hieu=report_symbol(plan),
    )  # fmt: skip
    return _frozen(document, tep_pdf, by, at)


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
    return _frozen(document, tep_pdf, by, at)


def kept_file(content: BaoCao | CongVanDonDoc) -> TepVanBan | None:
    """Give the newest file the portal issued of a report or a letter, None before approval."""
    files = TepVanBan.objects.filter(loai_tep=TepVanBan.LoaiTep.BAN_GOC)
    place = "bao_cao" if isinstance(content, BaoCao) else "cong_van"
    return files.filter(**{f"van_ban__{place}": content}).order_by("-pk").first()


def _frozen(document: VanBan, tep_pdf: bytes, by: NguoiDung, at: datetime) -> VanBan:
    document.created_at, document.created_by = at, by
    save_recorded(document, by=by, reason="duyệt")
    file = TepVanBan(
        van_ban=document, noi_dung=tep_pdf, ma_bam=sha256(tep_pdf).hexdigest(),
        so_byte=len(tep_pdf), created_at=at, created_by=by,
    )  # fmt: skip
    file.full_clean()
    file.save()
    return document
