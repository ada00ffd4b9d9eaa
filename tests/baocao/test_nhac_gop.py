"""What a focal unit hears of all units at once, and documents that wait for somebody."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import make_aware

from baocao import tong_hop as tong_hop_services
from baocao.don_doc import submit_letter
from baocao.nhac import load_mail, remind
from baocao.van_ban_di import documents_of
from donvi.models import ThongBao
from tests.factories import (
    make_bao_cao,
    make_cong_van,
    make_nhiem_vu,
    make_phan_cong,
    make_phieu,
    saved,
)

HAN = date(2026, 10, 19)  # the last day of the form of make_phieu


def luc(day: date, gio: int = 6, phut: int = 30) -> datetime:
    return make_aware(datetime.combine(day, time(gio, phut)))


def ngay(lech: int) -> date:
    return HAN + timedelta(lech)


def run(*cac_ngay: int) -> None:
    for lech in cac_ngay:
        remind(on=ngay(lech), at=luc(ngay(lech)))


@pytest.fixture
def phieu(vu_quang, can_bo, tong_hop):
    return make_phieu(vu_quang.ke_hoach, vu_quang.thon)


def test_the_focal_unit_hears_of_all_units_in_one_notice_a_day(phieu, cong_an, tong_hop, vu_quang):
    late = make_phieu(phieu.ke_hoach, vu_quang.cong_an)
    task = make_nhiem_vu(phieu.ke_hoach, han_hoan_thanh=ngay(5))
    make_phan_cong(task, vu_quang.cong_an)
    run(6, 7, 11)
    shown = tong_hop.cac_thong_bao.shown()
    table = reverse("baocao:matrix", args=[phieu.ke_hoach.ma])
    newest, older = shown.values_list("tieu_de", "noi_dung", "duong_dan", "read_at")
    assert newest == (
        "2 đơn vị có 3 việc quá hạn", "Công an xã: 2 việc; Thôn 1: 1 việc.", table, None,
    )  # fmt: skip
    assert older == (
        "2 đơn vị có 2 việc quá hạn", "Công an xã: 1 việc; Thôn 1: 1 việc.", table, luc(ngay(11)),
    )  # fmt: skip
    each = tong_hop.cac_thong_bao.filter(trang_thai="gop_lai", read_at__isnull=False)
    assert each.count() == 5
    owed = load_mail(on=ngay(11), at=luc(ngay(11), 7))[tong_hop.pk]
    assert [(line.loi, line.so_viec) for line in owed.qua_han] == [
        ("2 đơn vị có 3 việc quá hạn", 3)
    ]
    for form in (phieu, late):
        form.trang_thai, form.sent_at = "da_gui", luc(ngay(12))
        saved(form)
    (single,) = load_mail(on=ngay(13), at=luc(ngay(13), 7))[tong_hop.pk].qua_han
    assert single.loi.startswith("Quá hạn 8 ngày (hạn 24/10/2026): Công an xã chủ trì")


def test_outside_bodies_are_told_together_the_focal_units_own_form_apart(vu_quang, tong_hop):
    plan = vu_quang.ke_hoach
    make_phieu(plan, vu_quang.ngan_hang)
    make_phieu(plan, vu_quang.thon)  # nobody has an account there
    make_phieu(plan, vu_quang.vhxh)
    run(-7)
    titles = tong_hop.cac_thong_bao.shown().values_list("tieu_de", flat=True)
    assert sorted(titles) == [
        "2 đơn vị có 2 việc sắp đến hạn",
        "Còn 7 ngày (hạn 19/10/2026): phiếu báo cáo tháng 10 năm 2026 của Phòng Văn hóa - Xã hội",
    ]


def test_what_waits_for_a_leader_or_for_a_number_is_told_to_who_holds_it(
    vu_quang, tong_hop, lanh_dao, van_thu
):
    plan = vu_quang.ke_hoach
    report = make_bao_cao(plan, trang_thai="du_thao")
    tong_hop_services.submit(bao_cao=report, by=tong_hop, at=luc(HAN, 15))
    letter = make_cong_van(plan, vu_quang.thon, tong_hop)
    submit_letter(cong_van=letter, by=tong_hop, at=luc(HAN, 16))
    ThongBao.objects.all().delete()  # the letter's own news
    run(1, 2)
    tong_hop_services.approve(bao_cao=report, tep_pdf=b"%PDF", by=lanh_dao, at=luc(ngay(2), 9))
    [document] = documents_of(report)
    run(3, 4)
    told_of = ThongBao.objects.order_by("created_at", "khoa_trung", "nguoi_nhan")
    assert [(n.nguoi_nhan.username, n.tieu_de, n.duong_dan) for n in told_of] == [
        ("lanh_dao", "Chờ 1 ngày (từ 19/10/2026): duyệt báo cáo tháng 10 năm 2026",
         reverse("baocao:report", args=[report.pk])),
        ("lanh_dao", "Chờ 1 ngày (từ 19/10/2026): duyệt công văn đôn đốc Thôn 1",
         reverse("baocao:letter", args=[letter.pk])),
        *((who, "Chờ 1 ngày (từ 21/10/2026): ký, ghi số và phát hành báo cáo: "
           "Báo cáo tháng 10 năm 2026", reverse("baocao:document", args=[document.pk]))
          for who in ("lanh_dao", "van_thu")),
    ]  # fmt: skip
    assert [line.loi for line in load_mail(on=ngay(4), at=luc(ngay(4), 7))[van_thu.pk].cho] == [
        "Chờ 2 ngày (từ 21/10/2026): ký, ghi số và phát hành báo cáo: Báo cáo tháng 10 năm 2026"
    ]
