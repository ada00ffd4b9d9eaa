"""A village head without an account fills in one form on a phone, through a one-time link."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from baocao.lien_ket import create_link
from baocao.models import LienKetNhap, PhieuBaoCao
from donvi.ghi_chep import save_recorded
from donvi.models import NguoiDung
from nhiemvu.models import TienDo
from tests.trinh_duyet.cua_so import PATIENCE, PHONE, CuaSo
from tests.trinh_duyet.nhap_phieu import THON_NOI

pytestmark = [pytest.mark.long_postgresql, pytest.mark.browser]


@pytest.fixture
def lien_ket(thang_muoi):
    """Give a link to the form of Thôn 1 and its secret; the form is due in three days."""
    form = PhieuBaoCao.objects.get(don_vi__ma="THON1")
    form.han_nop = timezone.localdate() + timedelta(days=3)
    save_recorded(form, by=None)
    officer = NguoiDung.objects.get(username="vuquang.thon1")
    return create_link(
        phieu=form, nguoi_nhap="Bà Châu", so_ngay=3, by=officer, at=timezone.now()
    )  # fmt: skip


@pytest.fixture
def dien_thoai(lien_ket, live_server, new_context):
    """Open the link on a phone nobody is signed in on."""
    window = CuaSo(new_context(**PHONE).new_page(), live_server.url)
    window.page.set_default_timeout(PATIENCE)
    window.page.goto(f"{live_server.url}/nhap-nhanh/{lien_ket[1]}/")
    window.expect_heading("Báo cáo tháng 10 năm 2026")
    return window


def first_task(window):
    return window.page.locator("section.c-entry").first


def words_of(window):
    return first_task(window).get_by_label("Đã làm được những việc gì?")


def test_typed_on_a_phone_without_line_sent_and_confirmed(dien_thoai, open_window):
    dien_thoai.check()
    context = dien_thoai.page.context
    context.set_offline(True)
    words_of(dien_thoai).fill(THON_NOI)
    words_of(dien_thoai).blur()
    expect(dien_thoai.page.get_by_text("Mất mạng nên chưa lưu.")).to_be_visible()
    words_state = first_task(dien_thoai).locator('[data-box="noi_dung"] .c-field__state')
    expect(words_state).to_have_text("Chưa lưu, chờ mạng")
    context.set_offline(False)
    expect(dien_thoai.page.locator("#trang-thai-luu")).to_contain_text("Đã lưu lúc")
    expect(words_state).to_have_text("Đã lưu")
    first_task(dien_thoai).get_by_label("Đến nay làm được bao nhiêu phần trăm?").fill("60")
    dien_thoai.press("Không phát sinh ở mọi việc còn trống")
    expect(dien_thoai.page.get_by_text("Đã lưu. Xong thì bấm “Gửi”.")).to_be_visible()
    dien_thoai.press("Gửi")
    dien_thoai.expect_heading("Đã gửi, xin cảm ơn!")
    expect(dien_thoai.page.get_by_text(THON_NOI)).to_be_visible()
    expect(dien_thoai.page.locator("form")).to_have_count(0)
    assert dien_thoai.violations() == []
    assert TienDo.objects.count() == 0

    officer = open_window("thon1", PHONE)
    with officer.page.expect_navigation():
        officer.page.get_by_role("link", name="Thôn 1, tháng 10 năm 2026").first.click()
    officer.check()
    officer.press("Xác nhận, đưa vào phiếu")
    officer.expect_message("Đã đưa nội dung Bà Châu nhập vào phiếu.")
    assert TienDo.objects.get(phan_tram=60).noi_dung == THON_NOI


def test_words_of_a_link_that_ran_out_stay_on_the_phone(dien_thoai, lien_ket):
    words_of(dien_thoai).fill(THON_NOI)
    made = LienKetNhap.objects.get(pk=lien_ket[0].pk)
    made.het_han_luc = timezone.now()
    save_recorded(made, by=None)
    words_of(dien_thoai).blur()
    state = dien_thoai.page.locator("#trang-thai-luu")
    expect(state).to_contain_text("liên kết không dùng được nữa")
    own_state = first_task(dien_thoai).locator('[data-box="noi_dung"] .c-field__state')
    expect(own_state).to_have_text("Chưa lưu, xem lý do cuối trang")
    expect(words_of(dien_thoai)).to_have_value(THON_NOI)
    dien_thoai.page.once("dialog", lambda dialog: dialog.accept())  # leave, although not saved
    dien_thoai.page.reload()
    dien_thoai.expect_heading("Liên kết này không dùng được")
    expect(dien_thoai.page.locator(".c-message__kept")).to_contain_text(THON_NOI)
    assert LienKetNhap.objects.get(pk=made.pk).noi_dung == {}


def test_the_link_is_copied_by_the_officer(thang_muoi, open_window, lien_ket):
    officer = open_window("thon1", PHONE)
    officer.page.goto(f"{officer.address}/phieu/{lien_ket[0].phieu_bao_cao_id}/lien-ket/")
    officer.page.get_by_label("Người nhập").fill("Bà Châu")
    officer.press("Tạo liên kết")
    officer.expect_heading("Liên kết đã tạo")
    officer.check()
    officer.press("Chép tin nhắn")
    expect(officer.page.get_by_role("button", name="Đã chép tin nhắn")).to_be_visible()
