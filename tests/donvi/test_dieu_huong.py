"""What stands around every page: navigation by role, the commune's name, unread notices."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from donvi import services
from donvi.dieu_huong import dieu_huong
from donvi.models import NguoiDung, NhatKy, ThongBao
from donvi.vai_tro import VaiTro
from tests.factories import make_don_vi, make_nguoi, make_xa, saved
from tests.personas import XaMau

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)


def around(rf: Any, person: NguoiDung, address: str = "/") -> dict[str, Any]:
    request = rf.get(address)
    request.user = person
    return dieu_huong(request)


def active(rf: Any, person: NguoiDung, address: str) -> list[str]:
    return [label for label, _, on, _ in around(rf, person, address)["dieu_huong"] if on]


def test_only_an_administrator_is_led_to_the_admin_site(
    rf: Any, lanh_dao: NguoiDung, quan_tri: NguoiDung
) -> None:
    usual = ["Trang chủ", "Kế hoạch", "Thông báo"]
    assert [item[0] for item in around(rf, lanh_dao)["dieu_huong"]] == usual
    assert [item[0] for item in around(rf, quan_tri)["dieu_huong"]] == [*usual, "Quản trị"]


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/", ["Trang chủ"]),
        ("/ke-hoach/", ["Kế hoạch"]),
        ("/ke-hoach/vu-quang-2026/nhiem-vu/", ["Kế hoạch"]),
        ("/nhiem-vu/5/", ["Kế hoạch"]),
        ("/chi-tieu/5/", ["Kế hoạch"]),
        ("/bao-cao/5/", ["Kế hoạch"]),
        ("/thong-bao/", ["Thông báo"]),
        ("/doi-mat-khau/", []),
    ],
)
def test_item_of_the_open_page_is_marked(
    address: str, label: list[str], rf: Any, can_bo: NguoiDung
) -> None:
    assert active(rf, can_bo, address) == label


def test_a_page_that_draws_nothing_asks_for_the_roles_only(
    rf: Any, can_bo: NguoiDung, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        around(rf, can_bo)


def test_name_of_the_commune_names_all_of_them(
    rf: Any, vu_quang: XaMau, can_bo: NguoiDung, cap_tinh: NguoiDung
) -> None:
    person = make_nguoi("ba_xa", vu_quang.thon, VaiTro.CAN_BO)
    for ma in ("18563", "18564"):
        unit = make_don_vi(make_xa(ma, ma))
        saved(person.cac_vai_tro.model(nguoi_dung=person, vai_tro=VaiTro.CAN_BO, don_vi=unit))
    assert str(around(rf, can_bo)["ten_xa"]) == "xã Vũ Quang"
    assert str(around(rf, person)["ten_xa"]) == "xã Vũ Quang và 2 xã, phường khác"
    assert str(around(rf, cap_tinh)["ten_xa"]) == ""


def test_unread_notices_are_counted_and_read_on_their_page(
    client: Client, rf: Any, can_bo: NguoiDung
) -> None:
    for key in "ab":
        services.notify(
            nguoi_nhan=[can_bo], tieu_de=f"Việc {key}", duong_dan="/", khoa_trung=key, at=AT
        )
    assert around(rf, can_bo)["so_thong_bao"] == 2

    client.force_login(can_bo)
    page = client.get(reverse("donvi:thong_bao")).content.decode()
    assert page.index("Việc b") < page.index("Việc a")
    response = client.post(reverse("donvi:doc_thong_bao"))

    assert response["Location"] == reverse("donvi:thong_bao")
    assert around(rf, can_bo)["so_thong_bao"] == 0
    assert ThongBao.objects.filter(read_at=None).count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_notices_cost_the_same_for_one_and_three(
    rows: int, client: Client, can_bo: NguoiDung, django_assert_num_queries: Any
) -> None:
    for key in range(rows):
        services.notify(
            nguoi_nhan=[can_bo], tieu_de="Việc", duong_dan="/", khoa_trung=str(key), at=AT
        )
    client.force_login(can_bo)
    client.get(reverse("donvi:thong_bao"))
    with django_assert_num_queries(6):
        client.get(reverse("donvi:thong_bao"))


def test_who_wants_no_morning_mail_says_so_on_record_and_back(
    client: Client, can_bo: NguoiDung
) -> None:
    can_bo.email = "an@vuquang.vn"
    can_bo.save()
    client.force_login(can_bo)
    for value, words in (("0", "Nhận thư buổi sáng"), ("1", "Không nhận thư buổi sáng")):
        answer = client.post(reverse("donvi:chon_nhan_thu"), {"nhan_thu": value}, follow=True)
        assert f"{words}</button>" in answer.content.decode()
    acts = NhatKy.objects.about(can_bo).values_list("hanh_dong", "created_by", "gia_tri_moi")
    assert list(acts) == [
        ("nhận thư buổi sáng", can_bo.pk, {"nhan_thu": True}),
        ("không nhận thư buổi sáng", can_bo.pk, {"nhan_thu": False}),
    ]


def test_stranger_is_sent_to_sign_in(client: Client) -> None:
    response = client.get(reverse("donvi:thong_bao"))
    assert response["Location"] == "/dang-nhap/?next=/thong-bao/"
