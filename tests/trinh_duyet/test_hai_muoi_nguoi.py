"""Twenty browsers filling in their forms at the same moment, two of them the same form."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from baocao.models import PhieuBaoCao
from donvi.models import NguoiDung
from donvi.vai_tro import VaiTro
from nhiemvu.models import TienDo
from tests.factories import make_nguoi
from tests.trinh_duyet.cua_so import PATIENCE, PHONE, CuaSo

pytestmark = [pytest.mark.long_postgresql, pytest.mark.browser]
SO_NGUOI = 20
# All press at one moment of the machine's clock, a little later than the last page has been told.
PRESS = """moment => setTimeout(
  () => document.querySelector('#noi-dung-phieu .btn[type=submit]:not([name])').click(),
  moment - Date.now())"""

ANSWERED = re.compile("Đã lưu nháp|đã sửa mục này lúc")
UNFOLD = "document.querySelectorAll('details').forEach(part => { part.open = true; })"


def first_box(window: CuaSo) -> Any:
    return window.page.get_by_label("Việc đã làm trong kỳ").first


@pytest.fixture
def cac_cua_so(thang_muoi: Any, live_server: Any, new_context: Any) -> list[CuaSo]:
    """Open twenty forms in twenty browsers; the first two people are of one unit."""
    forms = list(PhieuBaoCao.objects.filter(ke_hoach=thang_muoi).order_by("don_vi__thu_tu", "pk"))
    inside = [form for form in forms if not form.don_vi.is_external]
    owed = [inside[-1], *inside[-1:-SO_NGUOI:-1]]
    return [
        _open(
            live_server.url, new_context, form, make_nguoi(f"nguoi{n}", form.don_vi, VaiTro.CAN_BO)
        )
        for n, form in enumerate(owed)
    ]


def _open(address: str, new_context: Any, form: PhieuBaoCao, person: NguoiDung) -> CuaSo:
    client = Client()
    client.force_login(person)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = new_context(**PHONE)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": address}])
    window = CuaSo(context.new_page(), address)
    window.page.set_default_timeout(PATIENCE)
    window.page.goto(f"{address}{reverse('baocao:form', args=[form.pk])}")
    window.page.evaluate(UNFOLD)
    return window


def test_nothing_is_lost_when_twenty_people_save_at_once(cac_cua_so):
    words = [f"Người thứ {n} ghi việc của đơn vị mình" for n in range(SO_NGUOI)]
    assert len({window.page.url for window in cac_cua_so}) == SO_NGUOI - 1
    for window in cac_cua_so:  # what is typed is saved by the button alone
        window.page.route("**/phieu/*/", _leave_the_button)
    for window, text in zip(cac_cua_so, words, strict=True):
        first_box(window).fill(text)
    start = cac_cua_so[0].page.evaluate("Date.now() + 1500")
    for window in cac_cua_so:
        window.page.evaluate(PRESS, start)
    for window in cac_cua_so[2:]:
        window.expect_message("Đã lưu nháp")
    for window in cac_cua_so[:2]:
        expect(window.page.get_by_text(ANSWERED).first).to_be_visible()
    saved = set(TienDo.objects.values_list("noi_dung", flat=True))
    assert saved >= set(words[2:])
    [kept] = saved - set(words[2:])
    assert kept in words[:2]
    late = cac_cua_so[1 - words.index(kept)]
    expect(late.page.get_by_text("đã sửa mục này lúc")).to_be_visible()
    expect(late.page.locator(".c-facts")).to_contain_text(kept)
    expect(first_box(late)).to_have_value(words[1 - words.index(kept)])


def _leave_the_button(route: Any) -> None:
    if route.request.headers.get("hx-request"):
        route.abort()
    else:
        route.continue_()
