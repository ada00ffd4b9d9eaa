"""Pages behind the sums: the book, how a sum comes about, taking back, appraising, correcting."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from donvi.models import NguoiDung
from kinhphi.models import DongKinhPhi, KhoanKinhPhi, ThamDinh
from tests.factories import make_dong_kinh_phi, make_khoan, make_tham_dinh
from tests.personas import XaMau

pytestmark = pytest.mark.django_db

TRIEU = 1_000_000
MA = ["vu-quang-2026"]


@pytest.fixture
def dong(vu_quang: XaMau) -> DongKinhPhi:
    return make_dong_kinh_phi(vu_quang.ke_hoach, "1", thanh_tien_in=500 * TRIEU)


def html(client: Client, name: str, args: list[Any], **query: str) -> str:
    page = client.get(reverse(name, args=args), query)
    assert page.status_code == 200
    return page.content.decode()


def add_rows(xa: XaMau, names: str) -> None:
    for ma in names:
        line = make_dong_kinh_phi(xa.ke_hoach, ma, thanh_tien_in=9 * TRIEU)
        make_tham_dinh(line, 8 * TRIEU)
        make_khoan(line, "phan_bo", TRIEU)


@pytest.mark.parametrize("names", ["A", "ABC"])
@pytest.mark.parametrize(("name", "count"), [("kinhphi:book", 18), ("kinhphi:sum", 15)])
def test_pages_cost_the_same_for_any_number_of_rows(
    client: Client, vu_quang: XaMau, tai_chinh: NguoiDung, name: str, count: int, names: str
) -> None:
    add_rows(vu_quang, names)
    client.force_login(tai_chinh)
    with CaptureQueriesContext(connection) as queries:
        html(client, name, MA)
    assert len(queries) == count


def test_the_book_shows_the_rows_of_a_sum_and_their_own_sum(
    client: Client, vu_quang: XaMau, tai_chinh: NguoiDung
) -> None:
    top = make_dong_kinh_phi(vu_quang.ke_hoach, "A", cap_dong="phan")
    below = make_dong_kinh_phi(vu_quang.ke_hoach, "A.1", top, thanh_tien_in=9 * TRIEU)
    other = make_dong_kinh_phi(vu_quang.ke_hoach, "B", thanh_tien_in=9 * TRIEU)
    make_khoan(below, "phan_bo", 3 * TRIEU, ngay_chung_tu="2026-03-31")
    make_khoan(below, "phan_bo", 2 * TRIEU, ngay_chung_tu="2026-04-01")
    make_khoan(other, "phan_bo", 4 * TRIEU, ngay_chung_tu="2026-04-01")
    client.force_login(tai_chinh)
    stat = '<p class="c-stat__value">{} <span class="c-stat__unit">đồng</span></p>'
    whole = html(client, "kinhphi:book", MA)
    of_part = html(client, "kinhphi:book", MA, dong="A")
    of_quarter = html(client, "kinhphi:book", MA, dong="A", quy="2026-2", loai="phan_bo")
    sums = [page.count(stat.format(so)) for page, so in (
        (whole, "9.000.000"), (of_part, "5.000.000"), (of_quarter, "2.000.000")
    )]  # fmt: skip
    assert sums == [1, 1, 1]


def test_a_sum_that_is_not_there_is_not_found(
    client: Client, dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    client.force_login(tai_chinh)
    url = reverse("kinhphi:sum", args=MA)
    asked = ({"theo": "dong", "ten": "Z"}, {"theo": "nguon", "ten": "NS xã"}, {"theo": "x"})
    assert [client.get(url, query).status_code for query in asked] == [404, 404, 404]


def test_the_chosen_unit_is_remembered_on_other_pages(
    client: Client, dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    client.force_login(tai_chinh)
    html(client, "kinhphi:list", MA, tien="trieu")
    later = html(client, "kinhphi:sum", MA)
    assert (later.count("500.000.000"), '<td data-label="Theo số in"' in later) == (0, True)
    assert html(client, "kinhphi:sum", MA, tien="dong").count("500.000.000") == 4


def test_a_movement_is_cancelled_on_its_page_and_stays_in_the_book(
    client: Client, dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    khoan = make_khoan(dong, "phan_bo", 300 * TRIEU)
    client.force_login(tai_chinh)
    page = client.post(
        reverse("kinhphi:cancel", args=[khoan.pk]), {"ly_do": "Ghi nhầm dòng"}, follow=True
    )
    book = page.content.decode()
    assert ("Ghi nhầm dòng" in book, 'class="c-row-off"' in book) == (True, True)
    assert KhoanKinhPhi.objects.standing().count() == 0


def test_an_appraisal_is_typed_in_the_unit_of_the_plan(
    client: Client, dong: DongKinhPhi, tai_chinh: NguoiDung
) -> None:
    client.force_login(tai_chinh)
    typed = {
        "noi": f"dong-{dong.pk}", "so_tien": "450,5", "don_vi_tien": "trieu",
        "ngay_van_ban": "2026-10-05", "so_van_ban": "12/BC-KT",
    }  # fmt: skip
    page = client.post(reverse("kinhphi:appraise", args=MA), typed, follow=True)
    assert ThamDinh.objects.get().so_tien == 450_500_000
    assert "lệch -49.500.000" in page.content.decode()


def test_a_row_is_shown_before_it_is_saved_and_leads_back(
    client: Client, dong: DongKinhPhi, tong_hop: NguoiDung
) -> None:
    client.force_login(tong_hop)
    url = reverse("kinhphi:edit", args=[dong.pk])
    back = reverse("nhapxuat:check", args=MA)
    typed = {
        "noi_dung": "Máy tính", "so_luong": "10", "don_gia": "40 triệu",
        "thanh_tien_in": "400.000.000", "nguon": "NS tỉnh: 300 triệu\nNS xã: 100 triệu",
        "ly_do": "Theo bản ký", "ban_ghi": str(dong.history.latest().history_id), "ve": back,
    }  # fmt: skip
    shown = client.post(url, typed | {"buoc": "xem"})
    dong.refresh_from_db()
    assert (shown.status_code, dong.thanh_tien_in) == (200, 500 * TRIEU)
    assert "Lưu dòng kinh phí" in shown.content.decode()
    saved = client.post(url, typed | {"buoc": "luu"})
    dong.refresh_from_db()
    assert (saved.url, dong.thanh_tien_in, dong.don_gia) == (back, 400 * TRIEU, 40 * TRIEU)
    assert [part.so_tien for part in dong.cac_phan_nguon.order_by("pk")] == [
        300 * TRIEU, 100 * TRIEU,
    ]  # fmt: skip
    assert client.post(url, typed | {"buoc": "luu", "ve": "//xa.vn/"}).status_code == 422
