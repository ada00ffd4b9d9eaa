"""What the people of the story type, and how a form is filled in on the screen."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.trinh_duyet.cua_so import CuaSo

THON_NOI = "Thôn 1 họp 3 buổi tuyên truyền Nghị quyết 57-NQ/TW, có 215 lượt người dự"
CONG_AN_NOI = "Công an xã đăng 6 bài về an toàn thông tin trên trang của xã"
LY_DO = "Chỉ tiêu 19: tử số 742 thấp hơn kỳ đối soát. Hãy kiểm tra lại số tài khoản đã kích hoạt."
LOI_VAN = "UBND xã giao ban chuyển đổi số ngày 05/10/2026, phân công 26 đơn vị báo cáo hằng tháng."


KY = "tháng 10 năm 2026"
TASKS, INDICATORS = "Nhiệm vụ đơn vị chủ trì", "Chỉ tiêu"  # parts of the form


@dataclass(frozen=True)
class ViecDaLam:
    """What a unit says of one task; without words: nothing arose."""

    ma: str
    noi_dung: str = ""
    phan_tram: str = ""


THON = (ViecDaLam("1", THON_NOI, "60"), ViecDaLam("2"))
CONG_AN = (
    ViecDaLam("1", CONG_AN_NOI, "55"),
    ViecDaLam("2"),
    ViecDaLam("3", "Đưa nội dung chuyển đổi số vào chương trình công tác quý IV", "80"),
    ViecDaLam("16", "Rà soát 12 hệ thống, kích hoạt tài khoản định danh tại 14 thôn", "45"),
    ViecDaLam("17"),
)


def row_of(window: CuaSo, part: str, ma: str) -> Locator:
    """Find the card of a task or an indicator by its number, in the part of the form named so."""
    section = window.page.get_by_role("region", name=re.compile(rf"^{part} \("))
    return section.get_by_role("region", name=re.compile(rf"^{ma}\. "))


def tell(window: CuaSo, work: ViecDaLam) -> None:
    """Fill in the card of one task."""
    card = row_of(window, TASKS, work.ma)
    if not work.noi_dung:
        card.get_by_label("Không phát sinh trong kỳ").check()
        return
    card.get_by_label("Việc đã làm trong kỳ").fill(work.noi_dung)
    card.get_by_label("Tiến độ (%)").fill(work.phan_tram)


def enter_share(window: CuaSo, ma: str, tu_so: str, mau_so: str) -> None:
    """Fill in numerator and denominator of an indicator."""
    card = row_of(window, INDICATORS, ma)
    card.get_by_label("Tử số").fill(tu_so)
    card.get_by_label("Mẫu số").fill(mau_so)


def send(window: CuaSo) -> None:
    """Go on to the page that lists what is missing, and send: nothing is."""
    window.press("Kiểm tra và gửi")
    expect(window.page.get_by_text("Phiếu đã đủ các mục bắt buộc.")).to_be_visible()
    window.check()
    window.press("Gửi phiếu")
    window.expect_message(f"Đã gửi phiếu {KY}")
