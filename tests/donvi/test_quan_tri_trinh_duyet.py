"""The admin site in a real browser: nothing that the content security policy forbids."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from nhiemvu.models import NhiemVu
from tests.factories import make_nhiem_vu
from tests.quan_tri import address, form_data

pytestmark = [
    pytest.mark.long_postgresql,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def trang(live_server, page, client, quan_tri):
    """Give a page of the administrator, and what the browser complained of."""
    client.force_login(quan_tri)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.complaints = []
    page.on("console", lambda m: m.type in {"error", "warning"} and page.complaints.append(m.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("requestfailed", lambda request: page.complaints.append(request.url))
    page.on("response", lambda r: r.status > 399 and page.complaints.append(f"{r.status} {r.url}"))
    return page


def test_pages_of_the_admin_site_keep_to_the_policy(live_server, trang, client, vu_quang):
    task = make_nhiem_vu(vu_quang.ke_hoach, "Tuyên truyền", ma="I.1")
    edit = form_data(client, task, ten="Tập huấn", ly_do_sua="Sửa theo công văn")
    client.post(address(NhiemVu, "change", task), edit)
    pages = ["/quan-tri/", *(address(NhiemVu, name) for name in ("changelist", "add", "import"))]
    pages += [address(NhiemVu, "export"), "/quan-tri/donvi/nguoidung/add/"]
    pages += [address(NhiemVu, name, task) for name in ("change", "history")]
    for url in pages:
        trang.goto(live_server.url + url)
        lang = trang.evaluate("document.documentElement.lang")
        assert (url, lang) == (url, "vi")
        assert trang.locator("h1").count() == 1
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert (url, trang.evaluate(wide)) == (url, False)
    header = trang.locator("#header").evaluate("e => getComputedStyle(e).backgroundColor")
    assert header == "rgb(143, 26, 29)"  # the portal's red
    assert trang.complaints == []


def test_a_sheet_is_previewed_and_saved_in_the_browser(live_server, trang, vu_quang, tmp_path):
    task = make_nhiem_vu(vu_quang.ke_hoach, "Tuyên truyền", ma="I.1")
    file = tmp_path / "bang.csv"
    file.write_text("Mã kế hoạch,Mã,Tên\nvu-quang-2026,I.1,Tập huấn\n", "utf-8")
    trang.goto(live_server.url + address(NhiemVu, "changelist"))
    trang.get_by_role("link", name="Nhập từ tệp").click()
    trang.get_by_label("Tệp cần nhập").set_input_files(file)
    trang.get_by_label("Lý do sửa").fill("Sửa theo công văn số 12/UBND")
    trang.get_by_label("Dạng tệp").select_option("csv")
    trang.get_by_role("button", name="Xem trước").click()
    expect(trang.get_by_text("Tuyên truyền → Tập huấn")).to_have_count(1)
    trang.get_by_role("button", name="Lưu các thay đổi").click()
    expect(trang.get_by_text("sửa 1 dòng")).to_have_count(1)
    trang.get_by_role("link", name="Về cổng").click()
    expect(trang).to_have_url(f"{live_server.url}/")
    assert trang.complaints == []
    task.refresh_from_db()
    assert task.ten == "Tập huấn"
