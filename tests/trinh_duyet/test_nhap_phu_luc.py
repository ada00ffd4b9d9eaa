"""An annex from the file on the officer's machine to rows of the plan, in the browser."""

import base64
import io
from typing import Any

import docx
import pytest
from playwright.sync_api import Locator, expect

from donvi.models import NhatKy
from kinhphi.models import DongKinhPhi
from nhapxuat.models import LanNhap
from nhiemvu.models import NhiemVu
from tests.factories import MAT_KHAU
from tests.trinh_duyet.cua_so import DESK, PATIENCE, PHONE, CuaSo

pytestmark = [pytest.mark.browser, pytest.mark.long_postgresql]

NHIEM_VU = (
    ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"),
    ("1", "Cài đặt định danh điện tử", "Công an xã", "Quý III/2026"),
    ("2", "Tập huấn kỹ năng số", "Phòng Số Hóa", "Quý IV/2026"),
)
KINH_PHI = (
    ("TT", "Nội dung", "ĐVT", "Số lượng", "Đơn giá (đồng)", "Thành tiền (đồng)"),
    ("1", "Loa thông minh", "bộ", "6", "15.000.000", "900.000.000"),
)
LY_DO = "Đã đối chiếu với bản ký: thành tiền in là số đúng"
# A file dropped from the desktop: the event carries it as the machine's file manager gives it.
DROP = """([place, name, content]) => {
  const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer });
    document.querySelector(place).dispatchEvent(event);
  }
}"""


@pytest.fixture
def cua_so(live_server: Any, new_context: Any, vu_quang: Any, tong_hop: Any) -> CuaSo:
    """Open a window of the focal officer, signed in."""
    window = CuaSo(new_context(**DESK).new_page(), live_server.url)
    window.page.set_default_timeout(PATIENCE)
    window.sign_in(tong_hop.username, MAT_KHAU)
    return window


def write_annex() -> bytes:
    """Write a Word file with two mistakes: a lead nobody knows, and an amount ten times too big."""
    document = docx.Document()
    for rows in (NHIEM_VU, KINH_PHI):
        document.add_paragraph("PHỤ LỤC")
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def step(window: CuaSo, name: str) -> None:
    """Go to one part of the page of the import, and check it."""
    tabs = window.page.get_by_role("navigation", name="Các bước nhập")
    with window.page.expect_navigation():
        tabs.get_by_role("link", name=name).click()
    expect(tabs.locator("[aria-current]")).to_contain_text(name)
    window.check()


def problem(window: CuaSo, words: str) -> Locator:
    return window.page.locator(".c-import__problem", has_text=words)


def drop_annex(window: CuaSo) -> None:
    """Drop the file on the page of imports; it is read and shown."""
    window.page.goto(f"{window.address}/ke-hoach/vu-quang-2026/nhap/")
    window.check()
    content = base64.b64encode(write_annex()).decode()
    with window.page.expect_navigation():
        window.page.evaluate(DROP, ["[data-drop]", "phụ lục.docx", content])
    window.expect_heading("Nhập phụ lục: phụ lục.docx")
    understood = "0 chỉ tiêu, 2 nhiệm vụ, 1 dòng kinh phí"
    expect(window.page.get_by_role("main")).to_contain_text(understood)
    window.check()


def mend_the_lead(window: CuaSo) -> None:
    """Correct the cell nobody understood, at the problem itself."""
    problem(window, "Phòng Số Hóa").first.get_by_text("Sửa ô…").click()
    window.page.get_by_role("textbox", name="Nội dung đúng của ô").fill("Phòng Văn hóa - Xã hội")
    window.press("Sửa ô")
    window.expect_message("Đã sửa ô và đọc lại tệp.")
    expect(problem(window, "Phòng Số Hóa")).to_have_count(0)


def accept_the_amount(window: CuaSo) -> None:
    """Let the amount stand: not without a reason, and then with one."""
    page = window.page
    problem(window, "6 × 15.000.000").first.get_by_text("Chấp nhận…").click()
    page.get_by_role("textbox", name="Lý do chấp nhận").fill("   ")
    window.press("Chấp nhận")
    expect(page.get_by_role("main")).to_contain_text("Hãy ghi lý do chấp nhận")
    assert len(window.faults) == sum("422" in fault for fault in window.faults) > 0
    window.faults.clear()
    page.get_by_role("textbox", name="Lý do chấp nhận").first.fill(LY_DO)
    page.get_by_role("button", name="Chấp nhận", exact=True).first.click()
    window.expect_message("Đã chấp nhận 1 vấn đề và lưu lý do.")


def test_a_word_file_with_two_mistakes_is_dropped_mended_and_saved(cua_so):
    page, main = cua_so.page, cua_so.page.get_by_role("main")
    drop_annex(cua_so)
    step(cua_so, "Vấn đề")
    mend_the_lead(cua_so)
    accept_the_amount(cua_so)
    step(cua_so, "Bảng và cột")
    step(cua_so, "Thay đổi và lưu")
    page.get_by_label("Lý do").fill("Bổ sung phụ lục theo Quyết định 12/QĐ-UBND")
    cua_so.press("Lưu: thêm 3, sửa 0, giữ nguyên 0 dòng")
    expect(main).to_contain_text("Đã lưu vào kế hoạch.")
    expect(main).to_contain_text(LY_DO)
    expect(page.get_by_role("region", name="Các ô đã sửa")).to_contain_text("Phòng Số Hóa")
    page.set_viewport_size(PHONE["viewport"])
    cua_so.check()

    file = LanNhap.objects.get()
    assert (file.trang_thai, file.cac_sua_o.count(), file.cac_chap_nhan.count()) == ("da_luu", 1, 1)
    assert NhiemVu.objects.get(ma="2").cac_phan_cong.get().don_vi.ma == "VHXH"
    assert DongKinhPhi.objects.get().thanh_tien_in == 900_000_000
    saved, accepted = NhatKy.objects.order_by("pk").values_list("mo_ta", flat=True)
    assert "phụ lục.docx" in saved
    assert "KP-01" in accepted
    with page.expect_navigation():
        main.get_by_role("link", name="Soát kế hoạch").last.click()
    expect(main).to_contain_text(LY_DO)
