"""What is typed is never lost: the session ends, the line breaks, a colleague is faster."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from baocao.models import PhieuBaoCao
from nhiemvu.models import TienDo
from tests.trinh_duyet.conftest import MAT_KHAU
from tests.trinh_duyet.nhap_phieu import TASKS, THON_NOI, row_of

pytestmark = [pytest.mark.long_sqlite, pytest.mark.browser]
OFFER = "chưa được lưu và còn giữ trên máy này"


def words_of(window):
    """Find the box for what was done for the first task."""
    return row_of(window, TASKS, "1").get_by_label("Việc đã làm trong kỳ")


def sign_in_again(window):
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    window.page.get_by_label("Tên đăng nhập").fill("vuquang.thon1")
    window.page.get_by_label("Mật khẩu").fill(MAT_KHAU)
    window.press("Đăng nhập")
    expect(window.page.get_by_role("heading", level=1)).to_contain_text("Phiếu báo cáo")


def expect_saved(window):
    expect(window.page.locator("#trang-thai-luu")).to_contain_text("Đã lưu lúc")
    assert TienDo.objects.get().noi_dung == THON_NOI


@pytest.fixture
def thon(thang_muoi, open_window):
    window = open_window("thon1")
    window.follow("Nhập báo cáo")
    return window


def test_words_come_back_after_the_session_ended_before_an_autosave(thon):
    words_of(thon).fill(THON_NOI)
    Session.objects.all().delete()
    words_of(thon).blur()
    own_state = row_of(thon, TASKS, "1").locator('[data-box="noi_dung"] .c-field__state')
    expect(own_state).to_have_text("Chưa lưu, hết phiên")
    thon.page.get_by_role("link", name="Đăng nhập lại").click()
    sign_in_again(thon)
    expect(thon.page.get_by_text(OFFER)).to_be_visible()
    expect(thon.page.locator(".c-message__kept")).to_contain_text(THON_NOI)
    thon.press("Đưa lại vào các ô")
    expect_saved(thon)
    thon.page.reload()
    expect(words_of(thon)).to_have_value(THON_NOI)
    expect(thon.page.get_by_text(OFFER)).to_have_count(0)
    assert [fault for fault in thon.faults if "401" not in fault] == []


def test_words_come_back_after_the_session_ended_before_the_button_was_pressed(thon):
    thon.page.route(
        "**/phieu/*/",
        lambda route: route.abort() if "hx-request" in route.request.headers else route.continue_(),
    )
    words_of(thon).fill(THON_NOI)
    Session.objects.all().delete()
    thon.page.get_by_role("button", name="Lưu nháp").last.click()
    sign_in_again(thon)
    thon.press("Đưa lại vào các ô")
    expect(words_of(thon)).to_have_value(THON_NOI)
    thon.page.get_by_role("button", name="Lưu nháp").last.click()
    thon.expect_message("Đã lưu nháp. Phiếu chưa được gửi.")
    assert TienDo.objects.get().noi_dung == THON_NOI
    thon.page.reload()
    expect(thon.page.get_by_text(OFFER)).to_have_count(0)


def test_what_the_line_did_not_carry_is_saved_when_it_is_back(thon):
    thon.page.context.set_offline(True)
    words_of(thon).fill(THON_NOI)
    words_of(thon).blur()
    expect(thon.page.get_by_text("Chưa lưu vì mất kết nối với máy chủ.")).to_be_visible()
    assert TienDo.objects.count() == 0
    thon.page.context.set_offline(False)
    expect_saved(thon)
    expect(thon.page.get_by_text("Chưa lưu vì mất kết nối với máy chủ.")).to_be_hidden()


def test_words_typed_while_a_colleague_sent_the_form_are_shown_to_copy(thon):
    words_of(thon).fill(THON_NOI)
    form = PhieuBaoCao.objects.get(don_vi__ma="THON1")
    PhieuBaoCao.objects.filter(pk=form.pk).update(trang_thai="da_gui", sent_at=timezone.now())
    words_of(thon).blur()
    state = thon.page.locator("#trang-thai-luu")
    expect(state).to_contain_text("phiếu đang ở trạng thái đã gửi, chờ kiểm tra")
    thon.page.once("dialog", lambda dialog: dialog.accept())  # leave, although not saved
    thon.page.reload()
    expect(thon.page.locator(".c-message__kept")).to_contain_text(THON_NOI)
    thon.press("Bỏ nội dung này")
    thon.page.reload()
    expect(thon.page.get_by_text(OFFER)).to_have_count(0)
