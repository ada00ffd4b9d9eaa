"""A session that ended: nothing is done, what was typed stays, and one comes back to the page."""

import pytest

LAP = "/ke-hoach/vu-quang-2026/bao-cao/lap/"
TOLD = "Phiên làm việc đã hết nên thao tác vừa rồi chưa được thực hiện. Hãy đăng nhập rồi làm lại."
pytestmark = pytest.mark.django_db


def test_a_page_is_asked_for_again_after_signing_in(client):
    response = client.get("/ke-hoach/?trang=2")
    assert (response.status_code, response["Location"]) == (
        302,
        "/dang-nhap/?next=/ke-hoach/%3Ftrang%3D2",
    )


@pytest.mark.parametrize(
    ("came_from", "next_page"),
    [
        ("http://testserver/ke-hoach/?nam=2026", "/ke-hoach/%3Fnam%3D2026"),
        ("http://testserver/phieu/1/", "/phieu/1/"),
        ("http://noi-khac.invalid/phieu/1/", "/"),
        ("", "/"),
    ],
)  # fmt: skip
def test_an_act_is_not_done_and_leads_back_to_its_page(client, came_from, next_page):
    response = client.post(LAP, {"ky_bao_cao": "2026-T10"}, headers={"Referer": came_from})
    assert (response.status_code, response["Location"]) == (302, f"/dang-nhap/?next={next_page}")
    assert TOLD in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_htmx_is_answered_so_that_the_page_stays(client, method):
    response = getattr(client, method)("/phieu/1/", headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (401, b"")
