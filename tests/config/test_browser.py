"""The browser the tests drive: a page arrives whole, and all of it from here."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser


def test_sign_in_page_arrives_whole_and_is_accessible(live_server, page):
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("response", lambda r: complaints.append(f"{r.status} {r.url}") if r.status > 399 else 0)
    page.goto(f"{live_server.url}/dang-nhap/")
    assert complaints == []
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
    assert page.evaluate("document.documentElement.lang") == "vi"
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Asia/Saigon"
    assert Axe().run(page).response["violations"] == []
