"""A reminder letter as an official document: công văn, in the layout of Decree 30, form 1.5."""

import re

from baocao.ky_hieu import letter_symbol
from baocao.models import CongVanDonDoc
from baocao.trang_thai import FROZEN_LETTER
from baocao.van_ban_di import kept_file
from baocao.van_ban_ke_hoach import plan_head, signature
from donvi.the_thuc_van_ban import layout_of
from vanban.pdf import render_pdf
from vanban.tai_lieu import (
    CapDieuKhoan,
    DieuKhoan,
    DoanVan,
    GachDauDong,
    Khoi,
    NgayThang,
    NoiNhan,
    TaiLieu,
)
from vanban.word import render_docx

_HEADING = re.compile(r"(\d{1,2})\. (.+)")


def letter_document(cong_van: CongVanDonDoc, *, for_signing: bool = False) -> TaiLieu:
    """Describe the letter; number and day stay blank until văn thư gives them (1 query).

    A draft is marked as one; ``for_signing`` leaves the mark off, as does approval.

    :raises LoiTaiLieu: the letter has no words.
    """
    plan = cong_van.ke_hoach
    day = cong_van.ngay_ban_hanh
    is_frozen = cong_van.trang_thai in FROZEN_LETTER
    dated = (
        NgayThang(day.year, day.month, day.day)
        if day
        else NgayThang(nam=cong_van.ngay_so_lieu.year)
    )
    return TaiLieu(
        khoi_dau=plan_head(
            plan, ky_hieu=letter_symbol(plan), ngay_thang=dated, so_hieu=cong_van.so_hieu
        ),
        ten_loai="Công văn",
        la_cong_van=True,
        trich_yeu=cong_van.trich_yeu,
        kinh_gui=(str(cong_van.don_vi),),
        noi_dung=tuple(_blocks(cong_van.noi_dung)),
        khoi_ky=signature(plan),
        noi_nhan=NoiNhan(
            (
                "Như trên",
                "Chủ tịch, các Phó Chủ tịch UBND (để báo cáo)",
                f"{plan.don_vi_dau_moi} (để theo dõi)",
                f"Lưu: VT, {plan.don_vi_dau_moi.ma}",
            )
        ),
        tham_so=layout_of(plan.xa, as_of=cong_van.approved_at if is_frozen else None),
        du_thao=not (for_signing or is_frozen),
    )


def letter_pdf_bytes(cong_van: CongVanDonDoc) -> bytes:
    """Give the PDF: the kept bytes once approved, else a marked draft.

    :raises LoiTaoPdf: when the machine can't make PDF files.
    """
    kept = kept_file(cong_van) if cong_van.trang_thai in FROZEN_LETTER else None
    if kept is not None:
        return bytes(kept.noi_dung)
    return render_pdf(letter_document(cong_van))


def letter_docx_bytes(cong_van: CongVanDonDoc) -> bytes:
    """Give the Word file."""
    return render_docx(letter_document(cong_van))


def _blocks(text: str) -> list[Khoi]:
    """Read the words line by line: "1. ..." a heading, "- ..." a list, else a paragraph."""
    return [_block(line.strip()) for line in text.splitlines() if line.strip()]


def _block(line: str) -> Khoi:
    if found := _HEADING.fullmatch(line):
        return DieuKhoan(CapDieuKhoan.KHOAN, found[1], found[2])
    if line.startswith("- "):
        return GachDauDong(line[2:])
    return DoanVan(line)
