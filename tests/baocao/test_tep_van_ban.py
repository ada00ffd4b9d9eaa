"""The files of a plan and a report: by command and by page, in the three forms."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from baocao import tong_hop as services
from baocao.models import BaoCao
from baocao.nap_mau.don_vi import load_communes, load_units
from baocao.nap_mau.ke_hoach import load_plan
from baocao.nap_mau.tep_mau import CAC_KE_HOACH_MAU
from baocao.tep_van_ban import DangTep, report_file
from baocao.van_ban_bao_cao import report_document
from baocao.van_ban_ke_hoach import plan_document
from donvi.models import NguoiDung
from kehoach.ky_bao_cao import LoaiKy
from kehoach.models import KeHoach
from tests.baocao.test_tong_hop import AT
from tests.factories import make_bao_cao, make_nhiem_vu, make_phan_cong, make_quy_dinh, saved
from tests.personas import XaMau
from tests.vanban.doc_word import first_difference

pytestmark = pytest.mark.long_sqlite

OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
}


def words_of(content: bytes) -> str:
    """Read a file of any of the three forms as one text."""
    source = io.BytesIO(content)
    if content.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in PdfReader(source).pages)
    if b"word/document.xml" in content:
        document = Document(source)
        texts = [paragraph.text for paragraph in document.paragraphs]
        texts += [cell.text for bang in document.tables for row in bang.rows for cell in row.cells]
        return " ".join(texts)
    rows = [row for page in load_workbook(source) for row in page.iter_rows(values_only=True)]
    return " ".join(str(value) for row in rows for value in row if value is not None)


@pytest.fixture
def bao_cao(vu_quang: XaMau, tong_hop: NguoiDung) -> BaoCao:
    """Compile October of a plan with one task."""
    make_quy_dinh(vu_quang.ke_hoach, LoaiKy.THANG)
    make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, "Cài đặt VNeID"), vu_quang.thon)
    vu_quang.ke_hoach.loi_dan = "Xã ban hành Kế hoạch như sau:"
    saved(vu_quang.ke_hoach)
    asked = services.request_report(
        ke_hoach=vu_quang.ke_hoach, ma_ky="2026-T10", by=tong_hop, at=AT
    )
    return services.compile_report(bao_cao_id=asked.pk, at=AT)


@pytest.mark.parametrize("dang", ["pdf", "docx", "xlsx"])
@pytest.mark.parametrize("loai", ["ke-hoach", "bao-cao"])
def test_command_writes_every_form_of_a_plan_and_a_report(
    bao_cao: BaoCao, tmp_path: Path, loai: str, dang: str
) -> None:
    target = tmp_path / f"van-ban.{dang}"
    said = io.StringIO()
    ma = bao_cao.ke_hoach.ma if loai == "ke-hoach" else str(bao_cao.pk)
    call_command("xuat_van_ban", loai, ma, dang=dang, ra=str(target), stdout=said)
    content = target.read_bytes()
    assert said.getvalue() == f"Đã ghi {target} ({len(content)} byte).\n"
    assert "năm 2026" in words_of(content)


@pytest.mark.parametrize("dang", ["pdf", "docx", "xlsx"])
def test_pages_hand_out_every_form_under_a_telling_name(
    bao_cao: BaoCao, can_bo: NguoiDung, client: Client, dang: str
) -> None:
    client.force_login(can_bo)
    plan = client.get(reverse(f"baocao:plan_{dang}", args=[bao_cao.ke_hoach.ma]))
    report = client.get(reverse(f"baocao:report_{dang}", args=[bao_cao.pk]))
    place = "inline" if dang == "pdf" else "attachment"
    assert [(answer.status_code, answer["Content-Type"]) for answer in (plan, report)] == [
        (200, TYPES[dang])
    ] * 2
    assert [answer["Content-Disposition"] for answer in (plan, report)] == [
        f'{place}; filename="vu-quang-2026.{dang}"',
        f'{place}; filename="bao-cao-vu-quang-2026-2026-T10.{dang}"',
    ]


def test_plan_and_report_pages_offer_word_and_excel_beside_the_pdf(
    bao_cao: BaoCao, can_bo: NguoiDung, client: Client
) -> None:
    client.force_login(can_bo)
    pages = {
        "plan": client.get(reverse("kehoach:detail", args=[bao_cao.ke_hoach.ma])),
        "report": client.get(reverse("baocao:report", args=[bao_cao.pk])),
    }
    for kind, page in pages.items():
        key = bao_cao.ke_hoach.ma if kind == "plan" else bao_cao.pk
        for dang in DangTep:
            assert f'href="{reverse(f"baocao:{kind}_{dang}", args=[key])}"' in page.content.decode()


def test_report_is_a_marked_draft_until_it_is_approved(bao_cao: BaoCao) -> None:
    def marks() -> list[str]:
        report = BaoCao.objects.select_related("ke_hoach__xa").get(pk=bao_cao.pk)
        document = Document(io.BytesIO(report_file(report, DangTep.DOCX)))
        return [section.first_page_header.paragraphs[0].text for section in document.sections]

    assert marks() == ["DỰ THẢO"] * 3
    bao_cao.trang_thai, bao_cao.approved_at = "da_duyet", AT
    saved(bao_cao)
    assert marks() == [""] * 3


def test_approved_report_gives_the_kept_pdf_and_words_like_it(
    bao_cao: BaoCao, tong_hop: NguoiDung, lanh_dao: NguoiDung
) -> None:
    kept = b"%PDF-1.7 kept"
    services.submit(bao_cao=bao_cao, by=tong_hop, at=AT)
    services.approve(bao_cao=bao_cao, tep_pdf=kept, by=lanh_dao, at=AT)
    report = BaoCao.objects.select_related("ke_hoach__xa").get(pk=bao_cao.pk)
    assert report_file(report, DangTep.PDF) == kept
    assert first_difference(report_document(report)) == ""


@pytest.mark.parametrize("page", ["report_preview", "report_pdf", "report_docx", "report_xlsx"])
def test_report_that_is_not_compiled_has_no_file(
    vu_quang: XaMau, tong_hop: NguoiDung, client: Client, page: str
) -> None:
    client.force_login(tong_hop)
    report = make_bao_cao(vu_quang.ke_hoach)
    assert client.get(reverse(f"baocao:{page}", args=[report.pk])).status_code == 404


def test_plan_without_any_text_says_what_is_missing(
    vu_quang: XaMau, tong_hop: NguoiDung, client: Client
) -> None:
    client.force_login(tong_hop)
    for dang in ("pdf", "docx"):
        answer = client.get(reverse(f"baocao:plan_{dang}", args=[vu_quang.ke_hoach.ma]))
        assert answer.status_code == 409
        assert "chưa có nội dung; cần ít nhất một đoạn văn." in answer.content.decode()


def test_word_files_of_the_five_plans_say_what_their_pdfs_say(db: None) -> None:
    load_communes()
    load_units()
    for ma in CAC_KE_HOACH_MAU:
        load_plan(ma)
    plans = KeHoach.objects.select_related("xa", "don_vi_dau_moi").order_by("ma")
    differences = {plan.ma: first_difference(plan_document(plan)) for plan in plans}
    assert differences == dict.fromkeys(CAC_KE_HOACH_MAU, "")
