"""The files of a plan and of a report, in the three forms an office asks for (tệp văn bản)."""

from enum import StrEnum

from baocao.bang_tinh import report_workbook
from baocao.models import BaoCao
from baocao.van_ban_bao_cao import report_document
from baocao.van_ban_di import kept_file
from baocao.van_ban_ke_hoach import plan_document
from kehoach.models import KeHoach
from nhapxuat.so_phu_luc import build_workbook
from vanban.pdf import render_pdf
from vanban.tai_lieu import TaiLieu
from vanban.word import render_docx


class DangTep(StrEnum):
    """A form of file (dạng tệp), named by its ending."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"

    @property
    def loai_noi_dung(self) -> str:
        """Give the media type."""
        office = "application/vnd.openxmlformats-officedocument"
        return {
            DangTep.PDF: "application/pdf",
            DangTep.DOCX: f"{office}.wordprocessingml.document",
            DangTep.XLSX: f"{office}.spreadsheetml.sheet",
        }[self]


def file_name(ke_hoach: KeHoach, bao_cao: BaoCao | None, dang: DangTep) -> str:
    """Name the file of a plan, or of one of its reports: "bao-cao-vu-quang-2026-2026-T10.pdf"."""
    name = f"bao-cao-{ke_hoach.ma}-{bao_cao.ky_bao_cao}" if bao_cao else ke_hoach.ma
    return f"{name}.{dang}"


def kept_pdf(ke_hoach: KeHoach, bao_cao: BaoCao | None) -> bytes | None:
    """Give the kept bytes of an approved plan or report, None for what is not fixed."""
    content = bao_cao or ke_hoach
    kept = kept_file(content) if content.is_frozen else None
    return bytes(kept.noi_dung) if kept else None


def document_of(ke_hoach: KeHoach, bao_cao: BaoCao | None) -> TaiLieu:
    """Describe the plan, or one of its reports.

    :raises LoiTaiLieu: there is nothing to print.
    """
    return report_document(bao_cao) if bao_cao else plan_document(ke_hoach)


def plan_file(ke_hoach: KeHoach, dang: DangTep) -> bytes:
    """Make the plan's document, or its annexes as a workbook; the PDF approved is the kept bytes.

    :raises LoiTaoPdf: when the machine can't make PDF files.
    """
    if dang is DangTep.XLSX:
        return build_workbook(ke_hoach)
    kept = kept_pdf(ke_hoach, None) if dang is DangTep.PDF else None
    return kept or document_file(plan_document(ke_hoach), dang)


def report_file(bao_cao: BaoCao, dang: DangTep) -> bytes:
    """Make the file of a compiled report; the PDF of an approved one is the kept bytes.

    :raises LoiTaoPdf: when the machine can't make PDF files.
    """
    if dang is DangTep.XLSX:
        return report_workbook(bao_cao)
    kept = kept_pdf(bao_cao.ke_hoach, bao_cao) if dang is DangTep.PDF else None
    return kept or document_file(report_document(bao_cao), dang)


def document_file(tai_lieu: TaiLieu, dang: DangTep) -> bytes:
    """Make the PDF or the Word file of a document.

    :raises LoiTaoPdf: when the machine can't make PDF files.
    """
    return render_docx(tai_lieu) if dang is DangTep.DOCX else render_pdf(tai_lieu)
