"""Deciding on a compiled report: submit, send back, approve, issue; and taking documents away."""

import io
from hashlib import sha256

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from baocao import tong_hop as services
from baocao.models import BaoCao, TepVanBan
from baocao.trang_thai import TrangThaiBaoCao as B
from donvi.models import NguoiDung
from tests.baocao.bao_cao_mau import AT, PDF, report_in
from tests.factories import make_bao_cao, saved
from tests.htmx import parse, words
from tests.personas import XaMau

pytestmark = [pytest.mark.django_db, pytest.mark.long_postgresql]


def at(report: BaoCao, name: str = "report") -> str:
    return reverse(f"baocao:{name}", args=[report.pk])


def marked(pdf: bytes) -> bool:
    """Tell whether every page of the file says that it is a draft."""
    return all("DỰ THẢO" in page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def message(client: Client, address: str) -> str:
    """Give what the page says above its content."""
    return words(parse(client.get(address).content).get_element_by_id("thong-bao"))


@pytest.fixture
def bao_cao(vu_quang: XaMau) -> BaoCao:
    """Give the drafted report of October."""
    return services.compile_report(bao_cao_id=make_bao_cao(vu_quang.ke_hoach).pk, at=AT)


@pytest.fixture
def trang(client: Client, tong_hop: NguoiDung) -> Client:
    """Give the browser of the officer who compiles."""
    client.force_login(tong_hop)
    return client


# --- submitting, deciding, issuing ----------------------------------------------------------------


def test_submitting_hands_the_report_to_a_leader(trang: Client, bao_cao: BaoCao) -> None:
    assert trang.post(at(bao_cao, "report_submit"))["Location"] == at(bao_cao)
    assert "Đã trình lãnh đạo xã duyệt báo cáo." in message(trang, at(bao_cao))
    bao_cao.refresh_from_db()
    assert bao_cao.trang_thai == B.CHO_DUYET


def test_sending_back_needs_a_reason_and_shows_it_to_the_authors(
    client: Client, vu_quang: XaMau, tong_hop: NguoiDung, lanh_dao: NguoiDung
) -> None:
    report = report_in(B.CHO_DUYET, vu_quang, tong_hop, lanh_dao)
    client.force_login(lanh_dao)
    for reason, sentence in (
        ("", "Hãy ghi lý do trả lại để đơn vị đầu mối biết phải sửa gì."),
        ("  \n", "Hãy ghi lý do trả lại để đơn vị đầu mối biết phải sửa gì."),
        ("x" * 2001, "Lý do trả lại dài tối đa 2.000 ký tự; hãy rút gọn."),
    ):
        refused = client.post(at(report, "report_send_back"), {"ly_do": reason})
        assert refused.status_code == 422
        assert sentence in words(parse(refused.content))
    report.refresh_from_db()
    assert report.trang_thai == B.CHO_DUYET

    client.post(at(report, "report_send_back"), {"ly_do": "Bổ sung mục V"})

    client.force_login(tong_hop)
    page = words(parse(client.get(at(report)).content))
    assert "Lãnh đạo xã trả lại Bổ sung mục V" in page
    assert "Trả lại Lý do: Bổ sung mục V Trần Văn Trà" in page


def test_approving_keeps_the_bytes_that_are_handed_out_ever_after(
    client: Client, vu_quang: XaMau, tong_hop: NguoiDung, lanh_dao: NguoiDung
) -> None:
    report = report_in(B.CHO_DUYET, vu_quang, tong_hop, lanh_dao)
    client.force_login(lanh_dao)

    client.post(at(report, "report_approve"))

    kept = TepVanBan.objects.get()
    report.refresh_from_db()
    assert (report.trang_thai, report.approved_by) == (B.DA_DUYET, lanh_dao)
    assert (kept.van_ban.bao_cao, kept.created_by) == (report, lanh_dao)
    assert not marked(bytes(kept.noi_dung))
    assert kept.ma_bam == sha256(kept.noi_dung).hexdigest()
    vu_quang.ke_hoach.trich_yeu = "Đổi tên sau khi duyệt"
    saved(vu_quang.ke_hoach)
    assert client.get(at(report, "report_pdf")).content == bytes(kept.noi_dung)


def test_issued_report_shows_number_and_date_and_only_waits_to_be_sent_up(
    client: Client, vu_quang: XaMau, tong_hop: NguoiDung, lanh_dao: NguoiDung
) -> None:
    report = report_in(B.DA_BAN_HANH, vu_quang, tong_hop, lanh_dao)
    client.force_login(tong_hop)
    page = parse(client.get(at(report)).content)
    assert "Số 05, ngày 21/10/2026." in words(page)
    assert page.xpath("//main//form/@action") == [at(report, "report_send_up")]
    assert "Số: 05/BC-UBND" in client.get(at(report, "report_preview")).content.decode()
    assert client.get(at(report, "report_pdf")).content == PDF


# --- taking away, and who may ---------------------------------------------------------------------


def test_draft_opens_as_page_and_as_marked_pdf(trang: Client, bao_cao: BaoCao) -> None:
    preview = trang.get(at(bao_cao, "report_preview"))
    pdf = trang.get(at(bao_cao, "report_pdf"))
    assert preview["Content-Type"] == "text/html; charset=utf-8"
    assert "Cộng hòa xã hội chủ nghĩa Việt Nam".upper() in preview.content.decode().upper()
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"] == ('inline; filename="bao-cao-vu-quang-2026-2026-T10.pdf"')
    assert marked(pdf.content)
    assert TepVanBan.objects.count() == 0


def test_report_of_another_commune_is_not_there(
    client: Client, bao_cao: BaoCao, nguoi_ngoai: NguoiDung
) -> None:
    client.force_login(nguoi_ngoai)
    names = ("report", "report_progress", "report_preview", "report_pdf")
    acts = ("edit", "submit", "send_back", "approve")
    assert {client.get(at(bao_cao, name)).status_code for name in names} == {404}
    assert {client.post(at(bao_cao, f"report_{act}")).status_code for act in acts} == {404}
    plan_pages = [
        reverse(f"baocao:{n}", args=["vu-quang-2026"]) for n in ("report_list", "plan_pdf")
    ]
    assert {client.get(address).status_code for address in plan_pages} == {404}
    assert client.post(reverse("baocao:compile", args=["vu-quang-2026"])).status_code == 404


def test_stranger_signs_in_first(client: Client, bao_cao: BaoCao) -> None:
    assert client.get(at(bao_cao))["Location"] == f"/dang-nhap/?next={at(bao_cao)}"
    assert client.post(at(bao_cao, "report_approve")).status_code == 302
