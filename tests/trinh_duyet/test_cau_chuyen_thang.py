"""A month of Vũ Quang in the browser: two units report, one is returned, a report is issued.

The real plan, a real worker, four people. It holds on any day from 14/10/2026 on, when the period's
figures count.
"""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from baocao.models import BaoCao, PhieuBaoCao, TepVanBan
from tests.trinh_duyet.cua_so import PHONE, CuaSo
from tests.trinh_duyet.nhap_phieu import (
    CONG_AN,
    KY,
    LOI_VAN,
    LY_DO,
    TASKS,
    THON,
    THON_NOI,
    enter_share,
    row_of,
    send,
    tell,
)

pytestmark = [pytest.mark.long_postgresql, pytest.mark.browser, pytest.mark.worker]


def text_of(pdf: bytes) -> str:
    """Give the words of a PDF in one line."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def form_state(ma: str) -> str:
    """Give the state of a unit's form as it is stored."""
    return str(PhieuBaoCao.objects.get(don_vi__ma=ma, ky_bao_cao="2026-T10").trang_thai)


def village_reports(thon: CuaSo) -> None:
    thon.check()
    thon.follow("Nhập báo cáo")
    thon.expect_heading(f"Phiếu báo cáo {KY}")
    for work in THON:
        tell(thon, work)
    expect(thon.page.locator("#trang-thai-luu")).to_contain_text("Đã đủ các mục bắt buộc.")
    thon.check()
    thon.press("Lưu nháp")
    thon.expect_message("Đã lưu nháp. Phiếu chưa được gửi.")
    assert form_state("THON1") == "dang_nhap"
    expect(row_of(thon, TASKS, "1").get_by_label("Việc đã làm trong kỳ")).to_have_value(THON_NOI)
    send(thon)
    thon.check()
    assert form_state("THON1") == "da_gui"


def police_report(cong_an: CuaSo) -> None:
    cong_an.follow("Nhập báo cáo")
    for work in CONG_AN:
        tell(cong_an, work)
    enter_share(cong_an, "19", "742", "9.275")
    cong_an.check()
    send(cong_an)


def focal_unit_checks(van_hoa: CuaSo) -> None:
    waiting = van_hoa.page.get_by_role("region", name="Phiếu chờ kiểm tra")
    expect(waiting.get_by_role("link")).to_have_text([f"Thôn 1, {KY}", f"Công an xã, {KY}"])
    van_hoa.check()
    van_hoa.follow(f"Công an xã, {KY}")
    expect(van_hoa.page.get_by_role("main")).to_contain_text("(742/9.275)")
    van_hoa.check()
    van_hoa.page.get_by_text("Trả lại…", exact=True).click()
    dialog = van_hoa.page.get_by_role("dialog")
    dialog.get_by_label("Lý do (bắt buộc)").fill(LY_DO)
    van_hoa.check()
    dialog.get_by_role("button", name="Trả lại phiếu").click()
    van_hoa.expect_message("Đã trả lại phiếu của Công an xã.")
    assert form_state("CAX") == "tra_lai"
    van_hoa.go_home()
    van_hoa.follow(f"Thôn 1, {KY}")
    expect(van_hoa.page.get_by_text(THON_NOI)).to_be_visible()
    van_hoa.press("Tiếp nhận")
    van_hoa.expect_message("Đã tiếp nhận phiếu của Thôn 1.")


def police_correct(cong_an: CuaSo) -> None:
    cong_an.go_home()
    expect(cong_an.page.get_by_text(LY_DO)).to_be_visible()
    cong_an.follow("Nhập báo cáo")
    expect(cong_an.page.get_by_text(LY_DO)).to_be_visible()
    cong_an.check()
    enter_share(cong_an, "19", "7.420", "9.275")
    send(cong_an)


def focal_unit_accepts(van_hoa: CuaSo) -> None:
    van_hoa.go_home()
    van_hoa.follow(f"Công an xã, {KY}")
    expect(van_hoa.page.get_by_role("main")).to_contain_text("(7.420/9.275)")
    van_hoa.press("Tiếp nhận")
    van_hoa.expect_message("Đã tiếp nhận phiếu của Công an xã.")
    assert [form_state(ma) for ma in ("THON1", "CAX", "VHXH")] == [
        "da_tiep_nhan",
        "da_tiep_nhan",
        "chua_bao_cao",
    ]


def report_is_compiled(van_hoa: CuaSo, worker) -> None:
    page = van_hoa.page
    van_hoa.go_home()
    van_hoa.follow("Mở danh sách báo cáo")
    van_hoa.check()
    with worker.paused():
        van_hoa.press(f"Tổng hợp {KY}")
        expect(page.locator("#tien-trinh")).to_contain_text("Đang chờ tổng hợp")
        van_hoa.check()
    expect(page.get_by_role("heading", name="Số liệu đã chốt")).to_be_visible()
    expect(page.get_by_role("article", name="I. Công tác lãnh đạo")).to_contain_text(
        "Trong kỳ có 2/26 đơn vị gửi báo cáo"
    )
    van_hoa.check()


def words_are_edited(van_hoa: CuaSo) -> None:
    section = van_hoa.page.get_by_role("article", name="I. Công tác lãnh đạo")
    section.get_by_text("Sửa phần này").click()
    section.get_by_label("Lời văn").fill(LOI_VAN)
    section.get_by_role("button", name="Lưu phần I").click()
    van_hoa.expect_message("Đã lưu phần I. Công tác lãnh đạo, chỉ đạo, điều hành.")
    van_hoa.check()
    van_hoa.press("Trình lãnh đạo duyệt")
    van_hoa.expect_message("Đã trình lãnh đạo xã duyệt báo cáo.")


def figures_on(page) -> dict[str, str]:
    """Read the figures of the dashboard: label -> value."""
    cards = page.locator(".c-stat")
    labels = cards.locator(".c-stat__label").all_inner_texts()
    values = cards.locator(".c-stat__value").all_inner_texts()
    return dict(zip(labels, values, strict=True))


def leader_reads(lanh_dao: CuaSo) -> None:
    page = lanh_dao.page
    expect(page.get_by_role("region", name="Báo cáo chờ duyệt")).to_contain_text(f"Báo cáo {KY}")
    lanh_dao.check()
    lanh_dao.follow("Xem tổng quan")
    lanh_dao.check()
    assert figures_on(page) == {
        "Chưa hoàn thành, quá hạn": "0",
        "Chưa hoàn thành, trong hạn": "19",
        "Hoàn thành đúng hạn": "0",
        "Hoàn thành quá hạn": "0",
    }
    expect(page.get_by_role("main")).to_contain_text("2/26 đã gửi")
    # One indicator has a figure, one is judged by words; how the figure counts depends on the day.
    counts = page.locator(".c-chart__item strong a").all_inner_texts()
    assert sorted(text.split(":")[0].split()[0] for text in counts) == ["1", "1", "24"]


def leader_takes_the_plan(lanh_dao: CuaSo, worker) -> None:
    """The plan is long: it is asked for, watched, and taken away under a link that stays."""
    with worker.paused():
        lanh_dao.follow("Tải kế hoạch")
        expect(lanh_dao.page.locator("#tien-trinh")).to_contain_text("Đang chờ tạo")
        lanh_dao.check()
    expect(lanh_dao.page.get_by_role("link", name="Tải PDF")).to_be_visible()
    lanh_dao.check()
    plan = text_of(lanh_dao.fetch("Tải PDF"))
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "ỦY BAN NHÂN DÂN XÃ VŨ QUANG", "KẾ HOẠCH"):
        assert words in plan


def leader_approves(lanh_dao: CuaSo) -> None:
    lanh_dao.go_home()
    lanh_dao.follow("Xem và duyệt")
    lanh_dao.check()
    lanh_dao.follow("Xem văn bản")
    expect(lanh_dao.page.get_by_text("DỰ THẢO", exact=True)).to_be_visible()
    lanh_dao.check()
    lanh_dao.page.go_back()
    lanh_dao.press("Duyệt báo cáo")
    lanh_dao.expect_message("Đã duyệt báo cáo.")
    taken = lanh_dao.fetch("Tải PDF")
    assert taken == bytes(TepVanBan.objects.get().noi_dung)
    report = text_of(taken)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"BÁO CÁO Kết quả {KY} thực hiện Kế hoạch",
        "(số liệu từ ngày 15/09/2026 đến ngày 14/10/2026)",
        LOI_VAN,
        THON_NOI,
    ):
        assert words in report
    assert "DỰ THẢO" not in report


def test_a_month_of_vu_quang(thang_muoi, open_window, celery_worker):
    thon, cong_an = open_window("thon1", PHONE), open_window("congan")
    village_reports(thon)
    police_report(cong_an)
    van_hoa = open_window("vhxh")
    focal_unit_checks(van_hoa)
    police_correct(cong_an)
    focal_unit_accepts(van_hoa)
    report_is_compiled(van_hoa, celery_worker)
    words_are_edited(van_hoa)
    lanh_dao = open_window("lanhdao")
    leader_reads(lanh_dao)
    leader_takes_the_plan(lanh_dao, celery_worker)
    leader_approves(lanh_dao)
    assert [str(report.trang_thai) for report in BaoCao.objects.all()] == ["da_duyet"]
    assert [w.faults for w in (thon, cong_an, van_hoa, lanh_dao)] == [[], [], [], []]
