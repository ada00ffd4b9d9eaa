"""The pages of a plan: which plans a person finds, and one plan as it was issued."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from donvi.models import NguoiDung
from kehoach.ky_bao_cao import LoaiKy
from kehoach.models import CanCu, DeMuc, KeHoach, MucTieu, NoiNhan, QuyDinhBaoCao
from kehoach.queries import body_tree, flatten
from tests.factories import make_don_vi, make_ke_hoach, make_nguoi, make_quy_dinh, make_xa, saved
from tests.htmx import first_column, parse, words
from tests.personas import XaMau

pytestmark = pytest.mark.django_db
LIST = reverse("kehoach:list")


def detail(plan: KeHoach) -> str:
    return reverse("kehoach:detail", args=[plan.ma])


def tabs(client: Client, address: str) -> list[str]:
    page = parse(client.get(address).content)
    return [words(link) for link in page.xpath("//nav[@class='c-tabs']//a")]


# --- the list -------------------------------------------------------------------------------------


def test_list_shows_the_plans_of_the_commune_newest_years_first(
    client: Client, vu_quang: XaMau, can_bo: NguoiDung, nguoi_ngoai: NguoiDung
) -> None:
    make_ke_hoach(vu_quang.xa, vu_quang.vhxh, "cu", trich_yeu="Cũ", nam_bat_dau=2025)
    stranger_unit = nguoi_ngoai.cac_vai_tro.first().don_vi
    make_ke_hoach(stranger_unit.xa, stranger_unit, "ky-lac", trich_yeu="Của xã khác")
    client.force_login(can_bo)
    assert first_column(client.get(LIST).content) == ["Chuyển đổi số xã Vũ Quang năm 2026", "Cũ"]
    client.force_login(nguoi_ngoai)
    assert first_column(client.get(LIST).content) == ["Của xã khác"]


def test_province_finds_the_plans_of_its_communes(
    client: Client, vu_quang: XaMau, cap_tinh: NguoiDung
) -> None:
    far = make_xa("25000", "Xa", ma_tinh="51")
    make_ke_hoach(far, make_don_vi(far), "xa", trich_yeu="Tỉnh khác")
    client.force_login(cap_tinh)
    assert first_column(client.get(LIST).content) == ["Chuyển đổi số xã Vũ Quang năm 2026"]


def test_person_without_a_role_is_told_whom_to_ask(client: Client, vu_quang: XaMau) -> None:
    client.force_login(make_nguoi("moi"))
    page = client.get(LIST).content.decode()
    assert "Hãy liên hệ quản trị của xã để được phân vai trò." in page


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_three_plans(
    rows: int, client: Client, vu_quang: XaMau, can_bo: NguoiDung, django_assert_num_queries: Any
) -> None:
    for number in range(1, rows):
        make_ke_hoach(vu_quang.xa, vu_quang.vhxh, f"ke-hoach-{number}")
    client.force_login(can_bo)
    client.get(LIST)
    with django_assert_num_queries(6):
        assert len(first_column(client.get(LIST).content)) == rows


# --- one plan -------------------------------------------------------------------------------------


def fill(plan: KeHoach, rows: int = 1) -> None:
    """Give the plan rows of everything its page shows."""
    kinds = iter((LoaiKy.THANG, LoaiKy.QUY, LoaiKy.NAM))
    for place in range(1, rows + 1):
        saved(CanCu(ke_hoach=plan, noi_dung=f"Luật số {place}", thu_tu=place))
        saved(MucTieu(ke_hoach=plan, noi_dung=f"Mục tiêu {place}", thu_tu=place))
        saved(NoiNhan(ke_hoach=plan, ten=f"Nơi {place}", thu_tu=place))
        part = heading(plan, f"{place}", place * 10, loai_de_muc="muc")
        heading(plan, f"{place}.1", place * 10 + 1, de_muc_cha=part, loai_de_muc="khoan")
        make_quy_dinh(plan, next(kinds))


def heading(plan: KeHoach, ma: str, thu_tu: int, **more: Any) -> DeMuc:
    values = {"so_in": ma, "tieu_de": f"Đề mục {ma}", "noi_dung": f"Đoạn {ma}"} | more
    return saved(DeMuc(ke_hoach=plan, ma=ma, thu_tu=thu_tu, **values))


def test_page_shows_the_plan_as_issued(client: Client, vu_quang: XaMau, can_bo: NguoiDung) -> None:
    plan = vu_quang.ke_hoach
    plan.nguoi_ky, plan.so_hieu, plan.ngay_ban_hanh = "Trần Văn Trà", "15", date(2026, 1, 5)
    saved(plan)
    fill(plan)
    client.force_login(can_bo)

    page = parse(client.get(detail(plan)).content)
    text = words(page.get_element_by_id("noi-dung"))

    assert "15/KH-UBND, ngày 05/01/2026" in text
    assert "Căn cứ Luật số 1" in text
    assert "Mục tiêu 1" in text
    assert "Nơi 1" in text
    assert "TM. ỦY BAN NHÂN DÂN Trần Văn Trà" in text
    assert [(h.tag, words(h)) for h in page.xpath("//section[@aria-labelledby='than-van-ban']/*")][
        1:
    ] == [("h3", "1. Đề mục 1"), ("p", "Đoạn 1"), ("h4", "1.1. Đề mục 1.1"), ("p", "Đoạn 1.1")]
    assert page.xpath("//div[@class='c-page__actions']/a/@href") == [
        "/ke-hoach/vu-quang-2026/xem/",
        "/ke-hoach/vu-quang-2026/van-ban.pdf",
    ]


def test_number_not_yet_given_is_left_blank_and_said_so(
    client: Client, vu_quang: XaMau, can_bo: NguoiDung
) -> None:
    client.force_login(can_bo)
    text = client.get(detail(vu_quang.ke_hoach)).content.decode()
    assert "/KH-UBND (văn thư chưa cấp số)" in text
    assert "Kế hoạch chưa có đề mục nào." in text
    assert "Kế hoạch không quy định chế độ báo cáo." in text


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_whatever_the_plan_holds(
    rows: int, client: Client, vu_quang: XaMau, can_bo: NguoiDung, django_assert_num_queries: Any
) -> None:
    fill(vu_quang.ke_hoach, rows)
    client.force_login(can_bo)
    client.get(LIST)
    with django_assert_num_queries(11):
        client.get(detail(vu_quang.ke_hoach))


def test_plan_of_another_commune_is_not_there(
    client: Client, vu_quang: XaMau, nguoi_ngoai: NguoiDung
) -> None:
    client.force_login(nguoi_ngoai)
    foreign, unknown = (
        client.get(address) for address in (detail(vu_quang.ke_hoach), "/ke-hoach/khong-co/")
    )
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert words(parse(foreign.content)) == words(parse(unknown.content))


def test_stranger_signs_in_first(client: Client, vu_quang: XaMau) -> None:
    response = client.get(detail(vu_quang.ke_hoach))
    assert response["Location"] == "/dang-nhap/?next=/ke-hoach/vu-quang-2026/"


def test_pages_are_read_only(client: Client, vu_quang: XaMau, can_bo: NguoiDung) -> None:
    client.force_login(can_bo)
    assert client.post(LIST).status_code == 405
    assert client.post(detail(vu_quang.ke_hoach)).status_code == 405


EVERYBODY = [
    "Tổng quan",
    "Nội dung",
    "Chỉ tiêu",
    "Nhiệm vụ",
    "Kinh phí",
    "Báo cáo",
    "Văn bản đi",
    "Yêu cầu đột xuất",
]
OVERSEERS = [*EVERYBODY[:5], "Theo dõi báo cáo", *EVERYBODY[5:], "Soát kế hoạch"]


@pytest.mark.parametrize(
    ("persona", "shown"),
    [
        ("can_bo", EVERYBODY),
        ("van_thu", EVERYBODY),
        ("tong_hop", [*OVERSEERS, "Nhập phụ lục"]),
        ("lanh_dao", OVERSEERS),
        ("cap_tinh", OVERSEERS),
        ("quan_tri", OVERSEERS),
    ],
)
def test_tabs_are_those_of_the_role(
    persona: str, shown: list[str], client: Client, vu_quang: XaMau, request: Any
) -> None:
    client.force_login(request.getfixturevalue(persona))
    address = detail(vu_quang.ke_hoach)
    assert tabs(client, address) == shown
    page = parse(client.get(address).content)
    assert [words(a) for a in page.xpath("//nav[@class='c-tabs']//a[@aria-current]")] == [
        "Nội dung"
    ]


# --- body and rules -------------------------------------------------------------------------------


def test_body_is_a_tree_in_printed_order(vu_quang: XaMau, django_assert_num_queries: Any) -> None:
    plan = vu_quang.ke_hoach
    second = heading(plan, "II", 20, loai_de_muc="muc")
    first = heading(plan, "I", 10, loai_de_muc="muc")
    child = heading(plan, "I.1", 11, loai_de_muc="khoan", de_muc_cha=first)
    heading(plan, "I.1.a", 12, loai_de_muc="diem", de_muc_cha=child)
    heading(plan, "II.1", 21, loai_de_muc="khoan", de_muc_cha=second)
    with django_assert_num_queries(1):
        tree = body_tree(plan)
    assert [node.de_muc.ma for node in tree] == ["I", "II"]
    assert [(node.de_muc.ma, node.cap_do) for node in flatten(tree)] == [
        ("I", 0), ("I.1", 1), ("I.1.a", 2), ("II", 0), ("II.1", 1),
    ]  # fmt: skip


@pytest.mark.pure
@pytest.mark.parametrize(
    ("rule", "cut_off", "deadline"),
    [
        ({}, "Ngày 14 của tháng cuối kỳ", "Đến hết ngày 18 của tháng cuối kỳ"),
        (
            {"nghiem_ngat": True, "ngay_han_don_vi": 30, "lech_thang_don_vi": -1},
            "Ngày 14 của tháng cuối kỳ",
            "Trước ngày 30 của tháng liền trước tháng cuối kỳ",
        ),
        (
            {"ngay_chot": 31, "ngay_han_don_vi": 5, "lech_thang_don_vi": 1},
            "Ngày cuối tháng cuối kỳ",
            "Đến hết ngày 5 của tháng liền sau tháng cuối kỳ",
        ),
        (
            {"lech_thang_don_vi": 2},
            "Ngày 14 của tháng cuối kỳ",
            "Đến hết ngày 18 của tháng thứ 2 sau tháng cuối kỳ",
        ),
        ({"loai_ky": "DX"}, "Theo văn bản yêu cầu", "Theo văn bản yêu cầu"),
    ],
)
def test_rule_is_said_in_words(rule: dict[str, Any], cut_off: str, deadline: str) -> None:
    row = QuyDinhBaoCao(**{"loai_ky": "T"} | rule)
    assert (row.cach_chot_so_lieu, row.cach_tinh_han) == (cut_off, deadline)
