"""The dashboard of a plan: its figures on one day, and that every figure leads to its own list."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.urls import reverse

from baocao.bang_dieu_khien import DonViTre, KyDangBao, current_periods, load_figures
from baocao.ma_tran import TyLe
from chitieu.danh_gia import KetQuaDanhGia
from kehoach.ky_bao_cao import parse_ky
from kinhphi.cong_nhom import ThucHien
from nhiemvu.trang_thai import MaTranTrangThai
from tests.factories import (
    make_bao_cao,
    make_chi_tieu,
    make_dong_kinh_phi,
    make_ke_hoach,
    make_khoan,
    make_nhiem_vu,
    make_phan_cong,
    make_phieu,
    make_so_lieu,
    saved,
)

ON = date(2026, 10, 25)
SENT = {"trang_thai": "da_gui", "sent_at": datetime(2026, 10, 18, 2, 0, tzinfo=UTC)}
LONG_AGO, FAR = date(2020, 12, 31), date(2099, 12, 31)


def give(ke_hoach, unit, last_day=LONG_AGO, done=None, **more):
    """Give the unit a task, finished on the day ``done``."""
    task = make_nhiem_vu(ke_hoach, tu_ngay=None, han_hoan_thanh=last_day, **more)
    part = make_phan_cong(task, unit)
    if done:
        part.phan_tram, part.ngay_hoan_thanh = 100, done
        saved(part)
    return task


@pytest.fixture
def day_du(vu_quang):
    """Give the plan tasks in every cell of the matrix, whatever the day the page is opened."""
    plan = vu_quang.ke_hoach
    late = give(plan, vu_quang.thon)
    make_phan_cong(late, vu_quang.cong_an)
    make_phan_cong(late, vu_quang.vhxh, "phoi_hop")
    make_phan_cong(give(plan, vu_quang.thon), vu_quang.cong_an, "phoi_hop")
    make_nhiem_vu(plan, tu_ngay=None, han_hoan_thanh=LONG_AGO)
    for _ in range(2):
        give(plan, vu_quang.thon, FAR)
    give(plan, vu_quang.thon, None, loai_han="thuong_xuyen")
    for _ in range(2):
        give(plan, vu_quang.cong_an, done=date(2020, 6, 1))
    give(plan, vu_quang.cong_an, done=date(2021, 1, 1))
    give(plan, vu_quang.thon, loai_nhiem_vu="van_xuoi")
    make_chi_tieu(plan, vu_quang.cong_an)
    for value in (80, 75, 70):
        row = make_chi_tieu(plan, vu_quang.cong_an)
        make_so_lieu(row, vu_quang.cong_an, ky_bao_cao="2020-T10", gia_tri=value)
    return plan


def figures(plan):
    """Work out the figures of one plan."""
    [found] = load_figures([plan], ON)
    return found


# --- figures --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_matrix_counts_each_task_of_the_annex_once(day_du):
    assert figures(day_du).nhiem_vu == MaTranTrangThai(
        hoan_thanh_dung_han=2,
        hoan_thanh_qua_han=1,
        chua_hoan_thanh_trong_han=3,
        chua_hoan_thanh_qua_han=3,
    )


@pytest.mark.django_db
def test_plan_without_annex_counts_all_its_tasks(vu_quang):
    give(vu_quang.ke_hoach, vu_quang.thon, FAR, loai_nhiem_vu="van_xuoi")
    give(vu_quang.ke_hoach, vu_quang.thon, FAR, loai_nhiem_vu="to_chuc")
    assert figures(vu_quang.ke_hoach).nhiem_vu.tong_so == 2


@pytest.mark.django_db
def test_late_units_are_those_overdue_tasks_wait_for(vu_quang, day_du):
    found = figures(day_du)
    assert found.don_vi_tre == (
        DonViTre(vu_quang.thon, 2),
        DonViTre(vu_quang.cong_an, 1),
        DonViTre(None, 1),
    )
    assert found.so_don_vi_tre == 2


@pytest.mark.django_db
def test_unit_that_did_its_part_is_not_late(vu_quang):
    task = give(vu_quang.ke_hoach, vu_quang.thon, done=date(2020, 6, 1))
    make_phan_cong(task, vu_quang.cong_an)
    assert figures(vu_quang.ke_hoach).don_vi_tre == (DonViTre(vu_quang.cong_an, 1),)


@pytest.mark.django_db
def test_indicators_are_counted_by_result(day_du):
    found = figures(day_du)
    expected = dict.fromkeys(KetQuaDanhGia, 0) | {
        KetQuaDanhGia.VUOT: 1,
        KetQuaDanhGia.DAT: 1,
        KetQuaDanhGia.TRONG_LO_TRINH: 1,
        KetQuaDanhGia.CHUA_CO_SO_LIEU: 1,
    }
    assert (found.chi_tieu, found.chi_tieu_dat) == (expected, TyLe(2, 4))


@pytest.mark.django_db
def test_drafts_count_nowhere(vu_quang, day_du):
    before = figures(day_du)
    row = make_chi_tieu(day_du, vu_quang.cong_an)
    make_so_lieu(row, vu_quang.cong_an, gia_tri=99, accepted_at=None)
    after = figures(day_du)
    assert after.chi_tieu[KetQuaDanhGia.VUOT] == before.chi_tieu[KetQuaDanhGia.VUOT]


@pytest.mark.django_db
def test_figures_of_several_plans_are_kept_apart(vu_quang, day_du):
    other = make_ke_hoach(vu_quang.xa, vu_quang.vhxh, "vu-quang-2027")
    make_phieu(other, vu_quang.thon)
    empty, full = load_figures([other, day_du], ON)
    assert (empty.ke_hoach, empty.nhiem_vu.tong_so, empty.so_don_vi_tre) == (other, 0, 0)
    assert (full.ke_hoach, full.nhiem_vu.tong_so, full.cac_ky) == (day_du, 9, ())


@pytest.mark.django_db
def test_sample_data_is_noticed_in_forms_and_in_money(vu_quang):
    plan = vu_quang.ke_hoach
    form = make_phieu(plan, vu_quang.thon)
    assert figures(plan).la_minh_hoa is False
    form.la_minh_hoa = True
    saved(form)
    assert figures(plan).la_minh_hoa is True
    form.delete()
    make_khoan(make_dong_kinh_phi(plan, "1"), "phan_bo", 1_000_000, la_minh_hoa=True)
    assert figures(plan).la_minh_hoa is True


# --- periods --------------------------------------------------------------------------------------


def counted(ma, han, sent, owed):
    """Make a row of ``count_by_period``."""
    return {"ky_bao_cao": ma, "han_nop": han, "da_gui": sent, "phai_nop": owed}


T08 = counted("2026-T08", date(2026, 8, 19), 20, 20)
Q3 = counted("2026-Q3", date(2026, 9, 19), 18, 20)
T09 = counted("2026-T09", date(2026, 9, 19), 19, 20)
T10 = counted("2026-T10", date(2026, 10, 19), 3, 20)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 10, 19), ["2026-T10", "2026-Q3", "2026-T09"]),
        (date(2026, 10, 20), ["2026-T10"]),
        (date(2026, 9, 19), ["2026-T10", "2026-Q3", "2026-T09", "2026-T08"]),
        (date(2026, 8, 1), ["2026-T10", "2026-Q3", "2026-T09", "2026-T08"]),
    ],
)
def test_current_periods_are_open_or_just_closed(on, expected):
    assert [str(row.ky) for row in current_periods([Q3, T08, T09, T10], on)] == expected


@pytest.mark.pure
def test_current_period_says_how_many_came_and_whether_it_is_open():
    last_day = date(2026, 10, 19)
    [open_now] = current_periods([T10], last_day)
    assert open_now == KyDangBao(parse_ky("2026-T10"), last_day, TyLe(3, 20), con_han=True)
    [closed] = current_periods([T10], date(2026, 10, 20))
    assert closed.con_han is False


# --- the page -------------------------------------------------------------------------------------


def page(client, person, plan):
    """Open the dashboard as this person; give its HTML."""
    client.force_login(person)
    return client.get(reverse("baocao:dashboard", args=[plan.ma])).content.decode()


def linked_figures(html):
    """Give (figure, address) of every link of the page that says a number."""
    stats = re.findall(
        r'c-stat__value">(\d+).*?<a class="c-stat__link" href="([^"]+)"', html, re.DOTALL
    )
    words = re.findall(r'href="([^"]+)">(\d+)(?: nhiệm vụ| đã hoàn| chưa hoàn|<span)', html)
    return [(int(number), unescape(to)) for number, to in stats] + [
        (int(number), unescape(to)) for to, number in words
    ]


@pytest.mark.django_db
def test_every_figure_leads_to_a_list_of_that_many_rows(client, day_du, lanh_dao):
    links = linked_figures(page(client, lanh_dao, day_du))
    listed = [(client.get(to).content.decode().count('<th scope="row"'), to) for _, to in links]
    assert listed == links
    assert [number for number, _ in links] == [3, 3, 2, 1, 9, 3, 6, 2, 1, 1, 1, 1, 1, 1]


@pytest.mark.django_db
def test_figures_of_the_home_page_lead_to_as_many_rows(client, day_du, lanh_dao):
    client.force_login(lanh_dao)
    found = re.findall(
        r'c-stat__value">(\d+)[^"]*?(?:<p class="c-stat__note">[^<]*</p>)?\s*'
        r'<a class="c-stat__link" href="([^"]+)"',
        client.get("/").content.decode(),
    )
    rows = [client.get(to).content.decode().count('<th scope="row"') for _, to in found]
    assert [int(number) for number, _ in found] == rows == [3, 3, 2]


@pytest.mark.django_db
def test_charts_say_their_figures_in_words(client, day_du, lanh_dao):
    html = page(client, lanh_dao, day_du)
    assert re.findall(
        r"<title id=\"[\w-]+\">([^<]+)</title><desc id=\"[\w-]+\">([^<]+)<", html
    ) == [
        (
            "Nhiệm vụ theo trạng thái",
            "Chưa hoàn thành, quá hạn: 3; Chưa hoàn thành, trong hạn: 3; "
            "Hoàn thành đúng hạn: 2; Hoàn thành quá hạn: 1",
        ),
        (
            "Chỉ tiêu theo đánh giá",
            "Vượt: 1; Đạt: 1; Đang trong lộ trình: 1; Chưa có số liệu: 1",
        ),
    ]


@pytest.mark.django_db
def test_money_is_shown_with_shares(client, vu_quang, lanh_dao):
    line = make_dong_kinh_phi(vu_quang.ke_hoach, "1", thanh_tien_in=4_000_000)
    make_khoan(line, "phan_bo", 2_000_000)
    make_khoan(line, "giai_ngan", 500_000)
    html = unescape(page(client, lanh_dao, vu_quang.ke_hoach)).replace("\xa0", " ")
    shown = re.findall(r"(?:[\d.,]+ triệu đồng|[\d,]+% [^<]+)(?=<)", html)
    assert shown == [
        "4 triệu đồng", "2 triệu đồng", "50% dự toán", "0,5 triệu đồng", "25% số đã phân bổ",
    ]  # fmt: skip
    assert figures(vu_quang.ke_hoach).kinh_phi.thuc_hien == ThucHien(2_000_000, 500_000)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["lanh_dao", "can_bo", "tai_chinh", "van_thu", "cap_tinh"])
def test_empty_plan_says_what_is_missing(client, request, vu_quang, role):
    html = page(client, request.getfixturevalue(role), vu_quang.ke_hoach)
    sentences = [
        "Kế hoạch chưa có nhiệm vụ nào",
        "Không có nhiệm vụ nào quá hạn.",
        "Chưa có kỳ báo cáo nào mở.",
        "Kế hoạch chưa có chỉ tiêu nào ghi mức cần đạt.",
        "Kế hoạch không ghi số tiền.",
        "Chưa có báo cáo nào được tổng hợp.",
    ]
    assert [sentence for sentence in sentences if sentence not in html] == []


@pytest.mark.django_db
def test_periods_lead_overseers_to_the_matrix(client, vu_quang, lanh_dao, can_bo):
    make_phieu(vu_quang.ke_hoach, vu_quang.thon, han_nop=FAR)
    make_phieu(vu_quang.ke_hoach, vu_quang.cong_an, han_nop=FAR, **SENT)
    matrix = reverse("baocao:matrix", args=[vu_quang.ke_hoach.ma])
    link = f'<a class="c-number" href="{matrix}?nam=2026&amp;loai_ky=T">1/2 đã gửi</a>'
    assert page(client, lanh_dao, vu_quang.ke_hoach).count(link) == 1
    html = page(client, can_bo, vu_quang.ke_hoach)
    assert (html.count(matrix), html.count('<span class="c-number">1/2 đã gửi</span>')) == (0, 1)


@pytest.mark.django_db
def test_newest_readable_report_is_at_hand(client, vu_quang, lanh_dao):
    plan = vu_quang.ke_hoach
    ready = make_bao_cao(plan, ky_bao_cao="2026-T09", trang_thai="du_thao")
    later = {"tu_ngay": date(2026, 10, 15), "den_ngay": date(2026, 11, 14)}
    make_bao_cao(plan, ky_bao_cao="2026-T11", trang_thai="dang_lap", **later)
    html = page(client, lanh_dao, plan)
    assert re.findall(r'href="(/bao-cao/[^"]+)"', html) == [
        reverse("baocao:report_pdf", args=[ready.pk]),
        reverse("baocao:report", args=[ready.pk]),
    ]


@pytest.mark.django_db
def test_sample_data_is_named_as_such(client, vu_quang, lanh_dao):
    assert "dữ liệu minh họa" not in page(client, lanh_dao, vu_quang.ke_hoach)
    make_phieu(vu_quang.ke_hoach, vu_quang.thon, la_minh_hoa=True)
    assert page(client, lanh_dao, vu_quang.ke_hoach).count("Có dữ liệu minh họa") == 1


@pytest.mark.django_db
def test_other_communes_get_the_answer_of_a_plan_that_does_not_exist(client, vu_quang, nguoi_ngoai):
    client.force_login(nguoi_ngoai)
    addresses = [reverse("baocao:dashboard", args=[ma]) for ma in (vu_quang.ke_hoach.ma, "la-hoac")]
    assert [client.get(address).status_code for address in addresses] == [404, 404]


@pytest.mark.django_db
def test_query_count_does_not_grow_with_rows(
    client, vu_quang, day_du, lanh_dao, django_assert_num_queries
):
    def add(number):
        task = give(day_du, vu_quang.thon, so_tien=1_000_000)
        make_khoan(task, "phan_bo", 500_000)
        make_phieu(day_du, vu_quang.thon, ky_bao_cao=f"2026-T{number:02}")
        row = make_chi_tieu(day_du, vu_quang.cong_an)
        make_so_lieu(row, vu_quang.cong_an, gia_tri=80)

    add(1)
    page(client, lanh_dao, day_du)
    with django_assert_num_queries(18):
        client.get(reverse("baocao:dashboard", args=[day_du.ma]))
    add(2)
    add(3)
    with django_assert_num_queries(18):
        client.get(reverse("baocao:dashboard", args=[day_du.ma]))
