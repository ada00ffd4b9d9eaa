"""The page of a plan's money: printed beside computed, totals, what moved; recording a movement."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from donvi.models import NguoiDung
from kehoach.models import KeHoach
from kinhphi.cong_don import TongCong
from kinhphi.cong_nhom import ThucHien
from kinhphi.models import ChapNhanSaiLech, DongKinhPhi, NguonVon, PhanNguon
from kinhphi.queries import money_page
from tests.factories import (
    make_dong_kinh_phi,
    make_khoan,
    make_nhiem_vu,
    make_phan_cong,
    saved,
)
from tests.personas import XaMau

pytestmark = [pytest.mark.django_db, pytest.mark.long_postgresql]

TRIEU = 1_000_000
SON_HONG = json.loads((Path(__file__).parents[2] / "fixtures/son-hong-2027.json").read_text())


@pytest.fixture
def son_hong(vu_quang: XaMau) -> KeHoach:
    """Give the plan the budget table of Sơn Hồng, with its three wrong lines."""
    plan = vu_quang.ke_hoach
    plan.tong_kinh_phi_in = 3711 * TRIEU
    plan.tong_bang_chu = SON_HONG["ke_hoach"]["tong_bang_chu"]
    saved(plan)
    made: dict[str | None, DongKinhPhi | None] = {None: None}
    for row in SON_HONG["kinh_phi"]:
        made[row["ma"]] = make_dong_kinh_phi(
            plan,
            row["ma"],
            made[row["ma_cha"]],
            cap_dong=row["cap"],
            so_luong=None if row["so_luong"] is None else Decimal(row["so_luong"]),
            so_luong_nguyen_van=row["so_luong_nguyen_van"],
            don_gia=row["don_gia"],
            thanh_tien_in=row["thanh_tien_in"],
        )
    return plan


def line(plan: KeHoach, ma: str) -> DongKinhPhi:
    return DongKinhPhi.objects.get(ke_hoach=plan, ma=ma)


def get(client: Client, person: NguoiDung, name: str = "kinhphi:list", **query: str):
    client.force_login(person)
    return client.get(reverse(name, args=["vu-quang-2026"]), query)


def test_son_hong_stands_printed_beside_computed(son_hong: KeHoach) -> None:
    bang = money_page(son_hong)
    rows = {row.noi.ma: row for row in bang.cac_dong}
    assert len(rows) == 22
    assert bang.tong == TongCong(3711 * TRIEU, 4521 * TRIEU, 3922 * TRIEU)
    assert (bang.so_in, bang.bang_chu) == (3711 * TRIEU, "Ba tỷ bảy trăm mười một triệu đồng")
    assert {
        ma: (r.noi.thanh_tien_in, r.thanh_tien_tinh) for ma, r in rows.items() if r.is_open
    } == {
        "A.III": (530 * TRIEU, 530 * TRIEU),
        "A.III.5": (900 * TRIEU, 90 * TRIEU),
        "C": (2025 * TRIEU, 2236 * TRIEU),
        "C.1": (25 * TRIEU, 36 * TRIEU),
        "C.2": (2000 * TRIEU, 2200 * TRIEU),
    }
    assert [str(one.phat_hien.ma) for one in bang.cac_sai_lech] == ["KP-06", "KP-07"]
    assert bang.so_sai_lech_mo == 7
    assert [(t.ten, t.tien.so_in, t.tien.so_tinh) for t in bang.theo_phan] == [
        ("A. Khoản A", 1420 * TRIEU, 1420 * TRIEU),
        ("B. Khoản B", 266 * TRIEU, 266 * TRIEU),
        ("C. Khoản C", 2025 * TRIEU, 2236 * TRIEU),
    ]
    assert [(row.cap_do, row.is_leaf) for ma, row in rows.items() if ma in {"A", "A.I", "B.1"}] == [
        (0, False), (1, False), (1, True),
    ]  # fmt: skip


def test_what_moved_on_lines_adds_up_to_their_parts(son_hong: KeHoach) -> None:
    make_khoan(line(son_hong, "A.I.1"), "phan_bo", 700 * TRIEU)
    make_khoan(line(son_hong, "A.I.1"), "giai_ngan", 175 * TRIEU)
    make_khoan(line(son_hong, "A.II.1"), "phan_bo", 40 * TRIEU)
    bang = money_page(son_hong)
    moved = {row.noi.ma: row.thuc_hien for row in bang.cac_dong if row.thuc_hien != ThucHien()}
    assert moved == {
        "A": ThucHien(740 * TRIEU, 175 * TRIEU),
        "A.I": ThucHien(700 * TRIEU, 175 * TRIEU),
        "A.I.1": ThucHien(700 * TRIEU, 175 * TRIEU),
        "A.II": ThucHien(40 * TRIEU),
        "A.II.1": ThucHien(40 * TRIEU),
    }
    assert moved["A.I"].ty_le_giai_ngan == 25
    assert bang.thuc_hien == ThucHien(740 * TRIEU, 175 * TRIEU)
    assert [t.tien.thuc_hien for t in bang.theo_phan] == [
        ThucHien(740 * TRIEU, 175 * TRIEU), ThucHien(), ThucHien(),
    ]  # fmt: skip


def test_totals_by_source_and_lead_count_each_line_once(vu_quang: XaMau) -> None:
    plan = vu_quang.ke_hoach
    xa_src = saved(NguonVon(ke_hoach=plan, ten="Ngân sách xã", thu_tu=2))
    tinh = saved(NguonVon(ke_hoach=plan, ten="Ngân sách tỉnh", thu_tu=1))
    task = make_nhiem_vu(plan)
    make_phan_cong(task, vu_quang.vhxh)
    make_phan_cong(task, vu_quang.cong_an)
    make_phan_cong(task, vu_quang.thon, "phoi_hop")
    both = make_dong_kinh_phi(plan, "1", thanh_tien_in=30, nhiem_vu=task)
    both.cac_nguon_von.set([xa_src, tinh])
    one = make_dong_kinh_phi(plan, "2", thanh_tien_in=20, so_luong=2, don_gia=11, nhiem_vu=task)
    one.cac_nguon_von.set([xa_src])
    make_dong_kinh_phi(plan, "3")
    bang = money_page(plan)
    assert [(t.ten, t.tien.so_in, t.tien.so_tinh) for t in bang.theo_nguon] == [
        ("Ngân sách tỉnh; Ngân sách xã (chưa chia theo từng nguồn)", 30, 30),
        ("Ngân sách xã", 20, 22),
    ]
    assert [(t.ten, t.tien.so_in) for t in bang.theo_chu_tri] == [
        ("Phòng Văn hóa - Xã hội; Công an xã", 50),
    ]
    assert bang.theo_phan == ()


def test_groups_add_up_where_parents_print_nothing_and_sources_stand_on_them(
    vu_quang: XaMau,
) -> None:
    plan = vu_quang.ke_hoach
    part = make_dong_kinh_phi(plan, "A")
    row = make_dong_kinh_phi(plan, "A.1", part, thanh_tien_in=30)
    empty = make_dong_kinh_phi(plan, "A.2", part)
    source = saved(NguonVon(ke_hoach=plan, ten="Ngân sách xã", thu_tu=1))
    for place, paid in ((part, 30), (row, 30), (empty, 7)):
        saved(PhanNguon(dong_kinh_phi=place, nguon_von=source, so_tien=paid))
    make_khoan(empty, "phan_bo", 5)
    make_khoan(part, "phan_bo", 6)
    bang = money_page(plan)
    sums = {nhom.theo: (nhom.tong.so_in, nhom.tong.thuc_hien.phan_bo) for nhom in bang.cac_nhom}
    assert sums == {"dong": (30, 11), "nguon": (30, 11)}
    found = [one.phat_hien for row in bang.cac_dong for one in row.cac_sai_lech]
    assert [(one.ma, one.doi_tuong, one.gia_tri_tinh) for one in found] == [("KP-11", "A.2", 7)]


def test_totals_that_would_name_nothing_are_left_out(son_hong: KeHoach) -> None:
    bang = money_page(son_hong)
    assert (bang.theo_nguon, bang.theo_chu_tri) == ((), ())


def test_plan_without_budget_rows_shows_its_paid_tasks(vu_quang: XaMau) -> None:
    plan = vu_quang.ke_hoach
    paid = make_nhiem_vu(plan, "Mua máy tính", so_tien=890 * TRIEU, nguon_nguyen_van="NS xã")
    make_nhiem_vu(plan, "Tuyên truyền")
    make_khoan(paid, "phan_bo", 100 * TRIEU)
    bang = money_page(plan)
    assert [(r.noi.noi_dung, r.noi.thanh_tien_in, r.thuc_hien.phan_bo) for r in bang.cac_dong] == [
        ("Mua máy tính", 890 * TRIEU, 100 * TRIEU)
    ]
    assert [t.ten for t in bang.theo_nguon] == ["NS xã"]
    assert (bang.so_in, bang.bang_chu) == (890 * TRIEU, "Tám trăm chín mươi triệu đồng")


def test_task_whose_lines_cost_something_else_is_named(vu_quang: XaMau) -> None:
    task = make_nhiem_vu(vu_quang.ke_hoach, ma="7", so_tien=650)
    make_dong_kinh_phi(vu_quang.ke_hoach, "1", thanh_tien_in=600, nhiem_vu=task)
    make_dong_kinh_phi(vu_quang.ke_hoach, "2", thanh_tien_in=40, nhiem_vu=task)
    [found] = money_page(vu_quang.ke_hoach).cac_sai_lech
    assert (str(found.phat_hien.ma), found.phat_hien.thong_bao) == (
        "KP-10",
        "Nhiệm vụ 7: kinh phí ghi cùng nhiệm vụ là 650 đồng, nhưng các dòng kinh phí của nhiệm vụ "
        "cộng lại là 640 đồng.",
    )


def test_rows_in_a_circle_are_shown_side_by_side_and_named(vu_quang: XaMau) -> None:
    one = make_dong_kinh_phi(vu_quang.ke_hoach, "1", thanh_tien_in=5)
    two = make_dong_kinh_phi(vu_quang.ke_hoach, "2", one, thanh_tien_in=5)
    one.dong_cha = two
    saved(one)
    bang = money_page(vu_quang.ke_hoach)
    assert [(row.noi.ma, row.cap_do, row.is_leaf) for row in bang.cac_dong] == [
        ("1", 0, True), ("2", 0, True),
    ]  # fmt: skip
    assert [str(found.phat_hien.ma) for found in bang.cac_sai_lech] == ["KP-09"]


def test_acceptance_closes_a_mismatch_until_its_values_change(
    son_hong: KeHoach, tai_chinh: NguoiDung
) -> None:
    values = {"gia_tri_in": "900000000", "gia_tri_tinh": "90000000", "ly_do": "In nhầm"}
    who = {"created_at": "2026-10-06T02:30Z", "created_by": tai_chinh}
    saved(
        ChapNhanSaiLech(ke_hoach=son_hong, ma_van_de="KP-01", doi_tuong="A.III.5", **values, **who)
    )
    assert money_page(son_hong).so_sai_lech_mo == 6
    wrong = line(son_hong, "A.III.5")
    wrong.thanh_tien_in = 800 * TRIEU
    saved(wrong)
    assert money_page(son_hong).so_sai_lech_mo == 7


def test_page_prints_amounts_to_the_dong_or_in_trieu(
    client: Client, son_hong: KeHoach, can_bo: NguoiDung
) -> None:
    page = get(client, can_bo)
    assert page.status_code == 200
    assert page.content.decode().count("900.000.000") == 2  # the line, and its finding
    in_trieu = get(client, can_bo, tien="trieu").content.decode()
    big = '<p class="c-stat__value">3.711 <span class="c-stat__unit">triệu đồng</span></p>'
    assert (in_trieu.count(big), in_trieu.count("<span>3.922<br>")) == (1, 2)


def test_sentences_about_money_follow_the_unit_on_every_page(
    client: Client, son_hong: KeHoach, tai_chinh: NguoiDung, tong_hop: NguoiDung
) -> None:
    row = line(son_hong, "A.III.5").pk
    for person, page in (
        (tai_chinh, reverse("kinhphi:list", args=[son_hong.ma])),
        (tai_chinh, reverse("nhapxuat:check", args=[son_hong.ma])),
        (tong_hop, reverse("nhapxuat:edit_total", args=[son_hong.ma])),
    ):
        client.force_login(person)
        shown = {
            unit: client.get(page, {"tien": unit}).content.decode() for unit in ("dong", "trieu")
        }
        said = {
            unit: "4.521.000.000 đồng" in html.replace("\xa0", " ") for unit, html in shown.items()
        }
        assert (page, said) == (page, {"dong": True, "trieu": False})
        assert "4.521 triệu đồng" in shown["trieu"].replace("\xa0", " ")
        assert shown["trieu"].count('href="?tien=dong"') == 1
    client.force_login(tai_chinh)
    for name, pk in (("kinhphi:edit", row), ("kinhphi:remove", row)):
        html = client.get(reverse(name, args=[pk]), {"tien": "trieu"}).content.decode()
        assert ("900 triệu" in html.replace("\xa0", " "), 'href="?tien=dong"' in html) == (
            True,
            True,
        )


def test_unknown_unit_of_money_is_named(
    client: Client, son_hong: KeHoach, can_bo: NguoiDung
) -> None:
    page = get(client, can_bo, tien="usd")
    assert page.status_code == 422
    assert "Đơn vị tiền “usd” không dùng được: chọn đồng hoặc triệu đồng." in page.content.decode()


def test_plan_in_trieu_is_shown_in_trieu(
    client: Client, vu_quang: XaMau, can_bo: NguoiDung
) -> None:
    plan = vu_quang.ke_hoach
    plan.don_vi_tien = KeHoach.DonViTien.TRIEU
    saved(plan)
    make_nhiem_vu(plan, so_tien=1640 * TRIEU)
    html = get(client, can_bo).content.decode()
    assert (html.count("1.640 "), html.count("1.640.000.000")) == (1, 0)


def test_plan_without_money_names_its_sources(
    client: Client, vu_quang: XaMau, can_bo: NguoiDung
) -> None:
    saved(NguonVon(ke_hoach=vu_quang.ke_hoach, ten="Quỹ khoa học", thu_tu=1))
    html = get(client, can_bo).content.decode()
    assert ["Kế hoạch không ghi số tiền" in html, "<li>Quỹ khoa học</li>" in html] == [True, True]


def fill(vu_quang: XaMau, number: int) -> None:
    for _ in range(number):
        task = make_nhiem_vu(vu_quang.ke_hoach)
        make_phan_cong(task, vu_quang.vhxh)
        source = saved(NguonVon(ke_hoach=vu_quang.ke_hoach, ten=f"Nguồn {task.ma}", thu_tu=1))
        row = make_dong_kinh_phi(
            vu_quang.ke_hoach, f"D{task.ma}", thanh_tien_in=5, don_gia=2, so_luong=2, nhiem_vu=task
        )
        row.cac_nguon_von.set([source])
        make_khoan(row, "phan_bo", 5)


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_any_number_of_rows(
    client: Client, vu_quang: XaMau, tai_chinh: NguoiDung, number: int
) -> None:
    fill(vu_quang, number)
    client.force_login(tai_chinh)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("kinhphi:list", args=["vu-quang-2026"]))
    assert len(queries) == 20


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_paid_tasks_costs_the_same_for_any_number(
    client: Client, vu_quang: XaMau, tai_chinh: NguoiDung, number: int
) -> None:
    for _ in range(number):
        task = make_nhiem_vu(vu_quang.ke_hoach, so_tien=5)
        make_phan_cong(task, vu_quang.vhxh)
        make_khoan(task, "phan_bo", 5)
    client.force_login(tai_chinh)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("kinhphi:list", args=["vu-quang-2026"]))
    assert len(queries) == 21


# Person: status of the list, status of the form.
@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("tai_chinh", (200, 200)),
        ("can_bo", (200, 403)),
        ("tong_hop", (200, 403)),
        ("lanh_dao", (200, 403)),
        ("cap_tinh", (200, 403)),
        ("quan_tri", (200, 403)),
        ("nguoi_ngoai", (404, 404)),
    ],
)
def test_who_reads_and_who_records(
    request: pytest.FixtureRequest,
    client: Client,
    vu_quang: XaMau,
    who: str,
    expected: tuple[int, int],
) -> None:
    make_dong_kinh_phi(vu_quang.ke_hoach, "1")
    person = request.getfixturevalue(who)
    answers = get(client, person), get(client, person, "kinhphi:record")
    assert tuple(answer.status_code for answer in answers) == expected


def test_stranger_is_sent_to_sign_in(client: Client, vu_quang: XaMau) -> None:
    answer = client.get(reverse("kinhphi:list", args=["vu-quang-2026"]))
    assert answer.status_code == 302
