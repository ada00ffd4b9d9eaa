"""Take a picture of every page: `python -m tests.trinh_duyet.chup_man_hinh --ra DIR`.

The portal runs already (`--dia-chi`, default http://127.0.0.1:8000) with the sample accounts, whose
password is in DEMO_PASSWORD. Each page is taken as one person sees it, at 390 and at 1440 px;
`--chi tong-quan` takes only the pages whose name matches. What a page asks for in vain is printed.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from playwright.sync_api import Browser, Page, Response, sync_playwright

from tests.chromium import QUIET_CHROMIUM, find_chromium
from tests.trinh_duyet.cua_so import DESK, PHONE

WIDTHS = {390: PHONE, 1440: DESK}


@dataclass(frozen=True)
class Anh:
    """One picture: its name, whose account, which page.

    ``theo``: follow the first link there that matches, and go on to its address plus ``them``.
    """

    ten: str
    ai: str
    duong_dan: str
    theo: str = ""
    them: str = ""


def all_pictures(xa: str, ma: str) -> Iterator[Anh]:
    """List the pictures, grouped by person."""
    yield Anh("dang-nhap", "", "/dang-nhap/")
    plan, vhxh, leader = f"/ke-hoach/{ma}/", f"{xa}.vhxh", f"{xa}.lanhdao"
    unit = f"{xa}.thon1"
    yield Anh("trang-chu-thon", unit, "/")
    yield Anh("phieu-nhap", unit, "/", "a[href^='/phieu/']")
    yield Anh("phieu-gui", unit, "/", "a[href^='/phieu/']", "gui/")
    yield Anh("ke-hoach-thon", unit, plan)
    yield Anh("doi-mat-khau", unit, "/doi-mat-khau/")
    yield Anh("phieu-nhap-cong-an", f"{xa}.congan", "/", "a[href^='/phieu/']")
    yield Anh("trang-chu-dau-moi", vhxh, "/")
    yield Anh("phieu-doc", vhxh, "/", "#cho-kiem-tra a[href^='/phieu/']")
    for ten, duoi in (
        ("noi-dung", ""),
        ("chi-tieu", "chi-tieu/"),
        ("nhiem-vu", "nhiem-vu/"),
        ("kinh-phi", "kinh-phi/"),
        ("theo-doi", "theo-doi/"),
        ("theo-doi-ca-nam", "theo-doi/?loai_ky=tat_ca"),
        ("bao-cao", "bao-cao/"),
        ("soat", "soat/"),
        ("nhap-phu-luc", "nhap/"),
        ("xem-van-ban", "xem/"),
        ("the-thuc", "the-thuc/"),
    ):
        yield Anh(ten, vhxh, f"{plan}{duoi}")
    yield Anh("chi-tieu-mot", vhxh, f"{plan}chi-tieu/", "main a[href^='/chi-tieu/']")
    yield Anh("nhiem-vu-mot", vhxh, f"{plan}nhiem-vu/", "main a[href^='/nhiem-vu/']")
    yield Anh("bao-cao-mot", vhxh, f"{plan}bao-cao/", "main a[href^='/bao-cao/']")
    yield Anh("bao-cao-xem", vhxh, f"{plan}bao-cao/", "main a[href^='/bao-cao/']", "xem/")
    yield Anh("thong-bao", vhxh, "/thong-bao/")
    yield Anh("trang-chu-tai-chinh", f"{xa}.kinhte", "/")
    yield Anh("kinh-phi-son-hong", "sonhong.kinhte", "/ke-hoach/son-hong-2027/kinh-phi/")
    yield Anh("kinh-phi-ghi", "sonhong.kinhte", "/ke-hoach/son-hong-2027/kinh-phi/ghi/")
    yield Anh("soat-son-hong", "sonhong.vanphong", "/ke-hoach/son-hong-2027/soat/")
    yield Anh("trang-chu-van-thu", f"{xa}.vanphong", "/")
    yield Anh("trang-chu-lanh-dao", leader, "/")
    yield Anh("tong-quan", leader, f"{plan}tong-quan/")
    yield Anh("ke-hoach", leader, "/ke-hoach/")
    yield Anh("khong-co-trang", leader, "/khong-co/")
    yield Anh("trang-chu-tinh", "tinh.hatinh", "/")
    yield Anh("trang-chu-quan-tri", "quantri", "/")
    yield Anh("giao-dien", "quantri", "/giao-dien/")
    yield Anh("quan-tri", "quantri", "/quan-tri/")
    yield Anh("quan-tri-nhiem-vu", "quantri", "/quan-tri/nhiemvu/nhiemvu/")


def main() -> None:
    """Read the options and take the pictures."""
    parser = argparse.ArgumentParser(description="Chụp màn hình mọi trang ở 390 và 1440 px.")
    parser.add_argument("--ra", type=Path, required=True, help="thư mục ghi ảnh")
    parser.add_argument("--dia-chi", default="http://127.0.0.1:8000")
    parser.add_argument("--xa", default="vuquang", help="phần đầu tên tài khoản")
    parser.add_argument("--ma", default="vu-quang-2026", help="mã kế hoạch")
    parser.add_argument("--chi", default="", help="chỉ chụp trang có tên khớp biểu thức này")
    options = parser.parse_args()
    password = os.environ.get("DEMO_PASSWORD") or sys.exit("DEMO_PASSWORD is not set")
    options.ra.mkdir(parents=True, exist_ok=True)
    wanted = [a for a in all_pictures(options.xa, options.ma) if re.search(options.chi, a.ten)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=list(QUIET_CHROMIUM)
        )
        for width in WIDTHS:
            for who, pictures in groupby(wanted, lambda picture: picture.ai):
                page = signed_in(browser, width, options.dia_chi, who, str(password))
                for picture in pictures:
                    take(page, picture, options.dia_chi, options.ra / f"{picture.ten}-{width}.png")
                page.context.close()
        browser.close()


def signed_in(browser: Browser, width: int, address: str, who: str, password: str) -> Page:
    """Open a window of a person ("": of nobody)."""
    page = browser.new_context(**WIDTHS[width], locale="vi-VN").new_page()
    page.on("response", lambda response: complain(page, response))
    page.on("console", lambda message: print(f"{page.url}: {message.text}"))
    if who:
        page.goto(f"{address}/dang-nhap/")
        page.get_by_label("Tên đăng nhập").fill(who)
        page.get_by_label("Mật khẩu").fill(password)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(f"{address}/")
    return page


def complain(page: Page, response: Response) -> None:
    if response.status > 399:
        print(f"{page.url}: {response.status} {response.url}")


def take(page: Page, picture: Anh, address: str, file: Path) -> None:
    """Open the page and take all of it; say so where there is no link to follow."""
    page.goto(f"{address}{picture.duong_dan}")
    if picture.theo:
        links = page.locator(picture.theo)
        if not links.count():
            print(f"{file.stem}: {picture.ai} sees no link {picture.theo} on {picture.duong_dan}")
            return
        page.goto(f"{address}{links.first.get_attribute('href')}{picture.them}")
    page.wait_for_load_state("networkidle")
    size = page.viewport_size or {"width": 0, "height": 0}
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size["width"], "height": height})  # what sticks, at the foot
    page.screenshot(path=file)
    page.set_viewport_size(size)


if __name__ == "__main__":
    main()
