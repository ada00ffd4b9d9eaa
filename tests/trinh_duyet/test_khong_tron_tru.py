"""When it doesn't run smoothly: no JavaScript, a slow line, a second click, an ended session."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from baocao.models import BaoCao, PhieuBaoCao
from nhiemvu.models import TienDo
from tests.trinh_duyet.cua_so import PHONE
from tests.trinh_duyet.nhap_phieu import KY, TASKS, THON, THON_NOI, row_of, send, tell

pytestmark = [pytest.mark.long_postgresql, pytest.mark.browser]
LAP = "/ke-hoach/vu-quang-2026/bao-cao/lap/"


def sent_to(window, path: str) -> list[str]:
    """Collect the posts to an address from now on."""
    posts: list[str] = []
    window.page.on(
        "request", lambda r: posts.append(r.url) if r.method == "POST" and path in r.url else None
    )
    return posts


def test_without_javascript_a_form_is_entered_sent_and_accepted(thang_muoi, open_window):
    thon = open_window("thon1", PHONE, java_script_enabled=False)
    thon.follow("Nhập báo cáo")
    thon.press("Kiểm tra và gửi")
    expect(thon.page.get_by_role("region", name="Còn thiếu trước khi gửi")).to_be_visible()
    thon.follow("Quay lại nhập tiếp")
    for work in THON:
        tell(thon, work)
    send(thon)
    van_hoa = open_window("vhxh", java_script_enabled=False)
    van_hoa.follow(f"Thôn 1, {KY}")
    expect(van_hoa.page.get_by_text(THON_NOI)).to_be_visible()
    van_hoa.press("Tiếp nhận")
    van_hoa.expect_message("Đã tiếp nhận phiếu của Thôn 1.")
    form = PhieuBaoCao.objects.get(don_vi__ma="THON1", ky_bao_cao="2026-T10")
    assert (str(form.trang_thai), thon.faults, van_hoa.faults) == ("da_tiep_nhan", [], [])


def test_without_javascript_a_form_is_returned_with_a_reason(thang_muoi, open_window):
    thon = open_window("thon1", java_script_enabled=False)
    thon.follow("Nhập báo cáo")
    thon.press("Không phát sinh")
    send(thon)
    van_hoa = open_window("vhxh", PHONE, java_script_enabled=False)
    van_hoa.follow(f"Thôn 1, {KY}")
    van_hoa.page.get_by_text("Trả lại…", exact=True).click()
    van_hoa.page.get_by_label("Lý do (bắt buộc)").fill("Ghi rõ số buổi tuyên truyền.")
    van_hoa.press("Trả lại phiếu")
    van_hoa.expect_message("Đã trả lại phiếu của Thôn 1.")
    thon.go_home()
    expect(thon.page.get_by_text("Ghi rõ số buổi tuyên truyền.")).to_be_visible()
    assert (thon.faults, van_hoa.faults) == ([], [])


def test_sending_while_the_autosave_is_under_way_is_no_clash(thang_muoi, open_window):
    thon = open_window("thon1", PHONE)
    thon.follow("Nhập báo cáo")
    held, is_held = [], lambda route: route.request.headers.get("hx-request") and not freed
    freed = []
    thon.page.route(
        "**/phieu/*/",
        lambda route: held.append(route) if is_held(route) else route.continue_(),
    )
    with thon.page.expect_request(lambda request: request.headers.get("hx-request") == "true"):
        row_of(thon, TASKS, "1").get_by_label("Việc đã làm trong kỳ").fill(THON_NOI)
        row_of(thon, TASKS, "2").get_by_label("Không phát sinh trong kỳ").check()
    row_of(thon, TASKS, "1").get_by_label("Tiến độ (%)").fill("60")
    thon.press("Kiểm tra và gửi")
    freed.append(True)  # what is saved from here on isn't held any more
    for route in held:
        route.continue_()
    expect(thon.page.get_by_text("Phiếu đã đủ các mục bắt buộc.")).to_be_visible()
    assert (TienDo.objects.get(phan_tram=60).noi_dung, thon.faults) == (THON_NOI, [])


def test_a_double_click_asks_for_one_report(thang_muoi, open_window):
    van_hoa = open_window("vhxh")
    van_hoa.follow("Mở danh sách báo cáo")
    posts = sent_to(van_hoa, LAP)
    van_hoa.page.get_by_role("button", name=f"Tổng hợp {KY}").dblclick()
    expect(van_hoa.page.get_by_role("heading", name="Số liệu đã chốt")).to_be_visible()
    assert (len(posts), BaoCao.objects.count(), van_hoa.faults) == (1, 1, [])


def test_after_a_session_ended_nothing_is_done_until_one_signs_in_again(thang_muoi, open_window):
    van_hoa = open_window("vhxh")
    van_hoa.follow("Mở danh sách báo cáo")
    Session.objects.all().delete()
    van_hoa.press(f"Tổng hợp {KY}")
    van_hoa.expect_heading("Đăng nhập")
    assert BaoCao.objects.count() == 0
    van_hoa.page.get_by_label("Tên đăng nhập").fill("vuquang.vhxh")
    van_hoa.page.get_by_label("Mật khẩu").fill("mat-khau-thu-123")
    van_hoa.press("Đăng nhập")
    van_hoa.expect_heading("Báo cáo định kỳ")
    assert (BaoCao.objects.count(), van_hoa.faults) == (0, [])
    van_hoa.press(f"Tổng hợp {KY}")
    expect(van_hoa.page.get_by_role("heading", name="Số liệu đã chốt")).to_be_visible()
    assert BaoCao.objects.count() == 1
