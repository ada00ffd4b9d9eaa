"""A large form on the screen: by keyboard alone, by taps on a phone, pasted, undone, with files."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Error, expect

from baocao.models import MinhChung, PhieuBaoCao
from chitieu.models import SoLieu
from nhiemvu.models import TienDo
from tests.baocao.tep_thu import PDF, png
from tests.factories import (
    make_chi_tieu,
    make_nhiem_vu,
    make_phan_cong,
    make_phieu,
    make_tien_do,
)
from tests.trinh_duyet.conftest import MAT_KHAU
from tests.trinh_duyet.cua_so import DESK, PATIENCE, PHONE, CuaSo

pytestmark = [pytest.mark.long_sqlite, pytest.mark.browser]
CU = "Họp 2 buổi tuyên truyền"
SAVED = "Đã lưu lúc"


@pytest.fixture
def phieu(transactional_db, vu_quang, can_bo):
    """Give a form of 30 obligations, the first three with words of September, and 15 indicators."""
    plan, thon = vu_quang.ke_hoach, vu_quang.thon
    for number in range(1, 31):
        part = make_phan_cong(make_nhiem_vu(plan, f"Nhiệm vụ số {number}", ma=str(number)), thon)
        if number <= 3:
            make_tien_do(part, "2026-T09", noi_dung=CU, phan_tram=20)
    for number in range(1, 16):
        words = {"loai_chi_tieu": "dinh_tinh", "don_vi_tinh": ""} if number == 15 else {}
        make_chi_tieu(plan, thon, ten=f"Chỉ tiêu số {number}", ma=str(number), **words)
    return make_phieu(plan, thon)


@pytest.fixture
def open_form(phieu, live_server, new_context, settings, tmp_path):
    """Open the form in a window of the village's officer."""
    settings.MEDIA_ROOT = tmp_path

    def open_one(size=DESK, **options):
        window = CuaSo(new_context(**size, **options).new_page(), live_server.url)
        window.page.set_default_timeout(PATIENCE)
        window.sign_in("truong_thon", MAT_KHAU)
        window.page.goto(f"{live_server.url}/phieu/{phieu.pk}/")
        return window

    return open_one


def box(window, name, place=0):
    """Find the box of this name in the so-manieth card that has one."""
    return window.page.locator(f'[data-box="{name}"] :is(input, textarea)').nth(place)


def focused(page):
    """Name the box or button the keyboard is at."""
    return page.evaluate(
        "(at => at.matches('button') ? at.innerText : at.name ?? '')(document.activeElement)"
    )


def tab_to(page, pattern):
    """Press Tab until the box or button whose name matches."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if re.search(pattern, focused(page)):
            return
    raise AssertionError(f"Tab never comes to {pattern}; it is at {focused(page)}")


def state(window, name, place=0):
    """Find the line that says where saving of a box stands."""
    return window.page.locator(f'[data-box="{name}"] .c-field__state').nth(place)


def hold_autosave(window):
    """Keep the next autosave from being answered until the function given back is called."""
    held = []

    def keep(route):
        held.append(route)

    window.page.route("**/phieu/*/", keep, times=1)
    return lambda: [route.continue_() for route in held]


def expect_saved(window):
    expect(window.page.locator("#trang-thai-luu")).to_contain_text(SAVED)


def test_thirty_tasks_and_fifteen_indicators_by_keyboard_alone(open_form, phieu):
    window = open_form()
    page, keys = window.page, window.page.keyboard
    page.locator("h1").evaluate("title => { title.tabIndex = -1; title.focus(); }")
    for number in range(30):
        tab_to(page, r"^nv\d+-khong_phat_sinh$")
        if number % 2:
            keys.press("Space")
            continue
        tab_to(page, "-noi_dung$")
        keys.insert_text(f"Đã làm việc {number}")
        keys.press("Tab")
        keys.insert_text(str(number))
        if number == 2:  # Up and Down pass over the card between, which has nothing to tell
            keys.press("ArrowUp")
            expect(box(window, "phan_tram", 0)).to_be_focused()
            keys.press("ArrowDown")
    keys.press("ArrowUp")
    expect(box(window, "khong_phat_sinh", 28)).to_be_focused()
    keys.press("ArrowDown")
    tab_to(page, r"^ct\d+-tu_so$")
    for number in range(14):
        keys.insert_text(str(number))
        keys.press("Enter")
    keys.press("Tab")
    for _ in range(14):
        keys.insert_text("200")
        keys.press("ArrowUp")
    for _ in range(14):
        keys.press("ArrowDown")
    expect(page.locator("[data-share]").nth(13)).to_have_text("6,5%")
    tab_to(page, "-nhan_xet$")
    keys.insert_text("Đạt yêu cầu")
    tab_to(page, "Kiểm tra và gửi")
    keys.press("Enter")
    expect(page.get_by_text("Phiếu đã đủ các mục bắt buộc.")).to_be_visible()
    tab_to(page, "^Gửi phiếu")
    keys.press("Enter")
    window.expect_message("Đã gửi phiếu")
    told = TienDo.objects.filter(accepted_at=None)
    assert (told.count(), told.filter(khong_phat_sinh=True).count()) == (30, 15)
    assert SoLieu.objects.filter(mau_so=200).count() == 14
    # On a slow machine an autosave meets numerators whose denominators are still to be typed.
    faults = [fault for fault in window.faults if "422" not in fault]
    assert (PhieuBaoCao.objects.get().trang_thai, faults) == ("da_gui", [])


def test_the_same_form_by_taps_on_a_phone_with_a_photograph(open_form, phieu):
    window = open_form(PHONE)
    page = window.page
    page.get_by_role("button", name="Không phát sinh", exact=True).tap()
    window.expect_message("Đã ghi không phát sinh cho 30 nhiệm vụ.")
    box(window, "khong_phat_sinh").tap()
    box(window, "noi_dung").fill("Họp dân ngày 05/10")
    box(window, "phan_tram").fill("40")
    for radio in page.get_by_label("Không phát sinh", exact=True).all():
        radio.tap()
    page.get_by_role("button", name=re.compile("^Thêm minh chứng ?, nhiệm vụ 1$")).tap()
    page.get_by_label("Tệp", exact=True).set_input_files(
        [{"name": "IMG_1.png", "mimeType": "image/png", "buffer": png()},
         {"name": "virus.exe", "mimeType": "image/png", "buffer": b"MZ"}]
    )  # fmt: skip
    page.get_by_label("Mô tả").fill("Ảnh họp dân")
    page.get_by_role("button", name="Thêm minh chứng").tap()
    expect(page.get_by_text("đây là chương trình hoặc tập lệnh").first).to_be_visible()
    expect(page.get_by_label("Mô tả")).to_have_value("Ảnh họp dân")
    window.faults[:] = [fault for fault in window.faults if "422" not in fault]
    window.check()
    page.get_by_role("link", name="Quay lại phiếu").tap()
    expect(box(window, "noi_dung")).to_have_value("Họp dân ngày 05/10")
    expect(page.locator(".c-evidence img")).to_have_js_property("naturalWidth", 1)
    window.check()
    page.get_by_role("button", name="Kiểm tra và gửi").tap()
    page.get_by_role("button", name="Gửi phiếu").tap()
    window.expect_message("Đã gửi phiếu")
    assert MinhChung.objects.get().ten_tep == "IMG_1.png"
    assert TienDo.objects.get(phan_tram=40).noi_dung == "Họp dân ngày 05/10"


def test_a_column_copied_from_a_workbook_fills_downwards_and_can_be_taken_back(open_form):
    window = open_form()
    first = box(window, "tu_so", 11)
    first.fill("9")
    first.evaluate(
        """(box, text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          const options = {clipboardData, bubbles: true, cancelable: true};
          box.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        "1.279\t2.000\r\n35,5\t100\r\n3\t4\r\n5\t6\r\n",
    )
    note = window.page.locator(".c-pasted")
    expect(note).to_contain_text("Đã dán vào 6 ô. Còn 2 giá trị thừa không có ô để dán.")
    expect(window.page.locator("[data-share]").nth(11)).to_have_text("63,95%")
    expect_saved(window)
    figures = sorted(SoLieu.objects.values_list("gia_tri", flat=True))
    assert figures == [Decimal("35.5"), Decimal("63.95"), Decimal(75)]
    note.get_by_role("button", name="Bỏ dán").click()
    expect(first).to_have_value("9")
    expect(box(window, "mau_so", 13)).to_have_value("")
    assert window.faults == []


def test_each_box_says_where_its_saving_stands_and_one_fault_holds_up_no_other(open_form):
    window = open_form(PHONE)
    answer = hold_autosave(window)
    card = window.page.locator("section.c-entry").nth(4)
    height = card.bounding_box()["height"]
    box(window, "noi_dung", 4).fill("Đã họp")
    expect(state(window, "noi_dung", 4)).to_have_text("Chưa lưu")
    box(window, "noi_dung", 5).fill("Đã làm")
    box(window, "phan_tram", 5).fill("150")
    box(window, "phan_tram", 5).blur()
    expect(state(window, "noi_dung", 4)).to_have_text("Đang lưu")
    answer()
    expect(state(window, "noi_dung", 4)).to_have_text("Đã lưu")
    expect(state(window, "phan_tram", 4)).to_have_text("")
    assert card.bounding_box()["height"] == height
    expect(state(window, "noi_dung", 5)).to_have_text("Chưa lưu, mục còn ô sai")
    expect(state(window, "phan_tram", 5)).to_have_text("Chưa lưu, cần sửa")
    expect(box(window, "phan_tram", 5)).to_have_accessible_description(
        re.compile(r"^Chưa lưu, cần sửa Lỗi: Tiến độ.*100")
    )
    expect(state(window, "noi_dung", 6)).to_have_text("")
    expect(window.page.locator("#trang-thai-luu")).to_contain_text("Đã lưu các mục khác")
    assert TienDo.objects.get(accepted_at=None).noi_dung == "Đã họp"
    window.faults[:] = [fault for fault in window.faults if "422" not in fault]
    window.check()
    box(window, "phan_tram", 5).fill("50")
    box(window, "phan_tram", 5).blur()
    expect(state(window, "phan_tram", 5)).to_have_text("Đã lưu")
    expect(state(window, "noi_dung", 5)).to_have_text("Đã lưu")
    assert TienDo.objects.filter(accepted_at=None).count() == 2


def test_words_typed_offline_come_back_after_the_page_was_closed(open_form, phieu):
    window = open_form()
    window.page.context.set_offline(True)
    box(window, "noi_dung", 4).fill("Gõ khi mất mạng")
    box(window, "noi_dung", 4).blur()
    expect(state(window, "noi_dung", 4)).to_have_text("Chưa lưu, chờ mạng")
    window.page.once("dialog", lambda dialog: dialog.accept())
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        window.page.reload()
    window.page.context.set_offline(False)
    window.page.goto(f"{window.address}/phieu/{phieu.pk}/")
    expect(window.page.locator(".c-message__kept")).to_contain_text("Gõ khi mất mạng")
    window.press("Đưa lại vào các ô")
    expect_saved(window)
    assert TienDo.objects.get(accepted_at=None).noi_dung == "Gõ khi mất mạng"


def test_last_period_s_words_are_taken_over_marked_and_taken_back(open_form):
    window = open_form()
    page = window.page
    window.press("Lấy nội dung kỳ trước")
    window.expect_message("Đã lấy nội dung kỳ trước vào 3 mục.")
    expect(box(window, "noi_dung", 2)).to_have_value(CU)
    same = page.get_by_text("như kỳ trước, chưa sửa")
    expect(same.nth(0)).to_be_visible()
    box(window, "noi_dung", 0).fill(CU.replace("2", "3"))
    expect(same.nth(0)).to_be_hidden()
    expect(page.get_by_text("đã sửa so với kỳ trước").nth(0)).to_be_visible()
    expect_saved(window)
    window.press("Bỏ điền sẵn (3 mục)")
    window.expect_message("Đã bỏ nội dung vừa điền sẵn.")
    assert TienDo.objects.get(accepted_at=None).noi_dung == CU.replace("2", "3")


def test_the_check_leads_to_what_is_missing_and_follows_the_typing(open_form):
    window = open_form()
    page = window.page
    window.press("Kiểm tra")
    missing = page.locator("#con-thieu")
    expect(missing).to_contain_text("Còn 45 mục cần nhập")
    missing.get_by_role("link", name=re.compile("^Nhiệm vụ 29 ")).click()
    expect(box(window, "noi_dung", 28)).to_be_focused()
    page.keyboard.insert_text("Đã làm")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("30")
    page.keyboard.press("Enter")
    expect(missing).to_contain_text("Còn 44 mục cần nhập")
    window.check()


def test_two_people_in_one_form_see_both_texts(open_form):
    one, other = open_form(), open_form()
    for window, words in ((one, "Họp 3 buổi"), (other, "Họp 4 buổi")):
        box(window, "noi_dung", 0).fill(words)
        box(window, "noi_dung", 0).blur()
        expect(window.page.locator("#trang-thai-luu")).to_contain_text(
            SAVED if window is one else "vừa sửa cùng mục với bạn"
        )
    expect(state(other, "noi_dung")).to_have_text("Chưa lưu, người khác vừa sửa")
    other.press("Xem cả hai nội dung")
    expect(state(other, "noi_dung")).to_have_text("Chưa lưu, người khác vừa sửa")
    expect(box(other, "noi_dung", 0)).to_have_value("Họp 4 buổi")
    expect(other.page.get_by_role("alert").filter(has_text="Họp 3 buổi")).to_be_visible()
    assert TienDo.objects.get(accepted_at=None).noi_dung == "Họp 3 buổi"


def test_the_bar_of_buttons_is_no_wider_than_the_cards(open_form):
    window = open_form()
    widths = {
        window.page.locator(place).first.bounding_box()["width"]
        for place in ("#noi-dung-phieu .c-entry", "#noi-dung-phieu .c-buttons--sticky")
    }
    assert len(widths) == 1


def test_without_the_script_of_drafts_nothing_breaks(open_form, new_context):
    window = open_form()
    window.page.route("**/ban_nhap*.js", lambda route: route.abort())
    window.page.reload()
    window.faults.clear()
    box(window, "noi_dung", 0).fill("Đã họp")
    box(window, "noi_dung", 0).blur()
    expect_saved(window)
    window.page.reload()
    expect(box(window, "noi_dung", 0)).to_have_value("Đã họp")
    assert [fault for fault in window.faults if "ERR_FAILED" not in fault] == []


def test_a_pdf_is_handed_out_from_the_form(open_form):
    window = open_form()
    window.page.get_by_role("button", name=re.compile("^Thêm minh chứng ?, nhiệm vụ 1$")).click()
    window.page.get_by_label("Tệp", exact=True).set_input_files(
        {"name": "bien ban.exe", "mimeType": "text/html", "buffer": PDF}
    )
    window.press("Thêm minh chứng")
    window.expect_message("Đã thêm 1 minh chứng.")
    assert window.fetch("bien ban.pdf") == PDF
    window.check()
