"""A letter from the leader's yes to the document system: approved, signed, handed in, numbered."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from zipfile import ZipFile

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils.timezone import localdate
from playwright.sync_api import expect

from baocao.models import CongVanDonDoc, TepVanBan, VanBan
from donvi.models import DonVi, NguoiDung
from tests.factories import make_cong_van
from tests.trinh_duyet.cua_so import PHONE
from tests.vanban.ky_thu import CoQuanCapThu, sign_both

pytestmark = [pytest.mark.browser, pytest.mark.long_postgresql]

XA = "Ủy ban nhân dân xã Vũ Quang"


@pytest.fixture
def cong_van(thang_muoi) -> CongVanDonDoc:
    """Give a letter to Thôn 1 that waits for a leader."""
    officer = NguoiDung.objects.get(username="vuquang.vhxh")
    unit = DonVi.objects.get(ma="THON1", xa=thang_muoi.xa)
    return make_cong_van(thang_muoi, unit, officer, "cho_duyet")


@pytest.fixture
def noi_cap(settings, tmp_path) -> CoQuanCapThu:
    """Give an authority whose root the portal trusts."""
    authority = CoQuanCapThu()
    (tmp_path / "goc.crt").write_bytes(authority.goc.public_bytes(Encoding.DER))
    settings.CHUNG_THU_GOC = tmp_path
    return authority


def signed_elsewhere(pdf: bytes, noi_cap: CoQuanCapThu) -> bytes:
    """Sign in a thread of its own: the browser's driver keeps an event loop in this one."""
    with ThreadPoolExecutor(1) as other:
        people = noi_cap.issue("Đoàn Minh Đức", XA), noi_cap.issue(XA, XA)
        return other.submit(sign_both, pdf, *people).result()


def test_a_letter_is_approved_signed_handed_in_numbered_and_packed(cong_van, noi_cap, open_window):
    lanh_dao = open_window("lanhdao", PHONE)
    lanh_dao.page.goto(f"{lanh_dao.address}/cong-van/{cong_van.pk}/")
    lanh_dao.press("Duyệt công văn")
    lanh_dao.expect_message("Đã duyệt công văn.")
    lanh_dao.follow("Mở trang văn bản")
    expect(lanh_dao.page.get_by_role("main")).to_contain_text("Người ký và văn thư:")
    lanh_dao.check()
    issued = lanh_dao.fetch("Tải PDF")
    signed = signed_elsewhere(issued, noi_cap)

    van_thu = open_window("vanphong")
    with van_thu.page.expect_navigation():
        van_thu.page.get_by_role("region", name="Văn bản chờ ghi số").get_by_role("link").click()
    van_thu.page.get_by_label("Tệp PDF đã ký số").set_input_files(
        {"name": "da-ky.pdf", "mimeType": "application/pdf", "buffer": signed}
    )
    van_thu.press("Nộp bản đã ký")
    van_thu.expect_message("Đã nhận bản đã ký: đúng văn bản đã duyệt, các chữ ký nguyên vẹn.")
    expect(van_thu.page.get_by_text("Chứng thư tin cậy")).to_have_count(2)
    van_thu.check()
    van_thu.page.get_by_label("Số văn bản").fill("05")
    van_thu.page.get_by_label("Ngày ban hành").fill(localdate().isoformat())
    van_thu.press("Ghi số, ngày")
    van_thu.expect_message("Đã ghi số và ngày ban hành.")
    van_thu.check()

    document = VanBan.objects.get()
    assert (document.trang_thai, document.hinh_thuc_ky) == ("da_ban_hanh", "ky_so")
    assert bytes(TepVanBan.objects.get(loai_tep="da_ky").noi_dung) == signed
    link = van_thu.page.get_by_role("link", name="Gói gửi hệ thống văn bản").get_attribute("href")
    package = ZipFile(BytesIO(van_thu.page.request.get(f"{van_thu.address}{link}").body()))
    assert package.read("van-ban-da-ky.pdf") == signed
    assert "<CodeNumber>05</CodeNumber>" in package.read("sieu-du-lieu.xml").decode()
