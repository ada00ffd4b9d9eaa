"""Totals of many plans at once: the same estimate as the page of a plan's money, kept apart."""

from decimal import Decimal

import pytest

from kinhphi.cong_nhom import ThucHien
from kinhphi.queries import money_page
from kinhphi.tong_tien import TongTien, load_totals
from tests.factories import (
    make_dong_kinh_phi,
    make_ke_hoach,
    make_khoan,
    make_nhiem_vu,
    saved,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cac_ke_hoach(vu_quang):
    """Give plans with a printed total, with rows, with paid tasks, and without any amount."""
    printed, rows, tasks, none = (
        make_ke_hoach(vu_quang.xa, vu_quang.vhxh, ma) for ma in ("in", "dong", "viec", "khong")
    )
    printed.tong_kinh_phi_in = 900
    saved(printed)
    make_dong_kinh_phi(printed, "1", thanh_tien_in=800)
    top = make_dong_kinh_phi(rows, "A", cap_dong="phan")
    make_dong_kinh_phi(rows, "A.1", top, thanh_tien_in=300)
    make_dong_kinh_phi(rows, "A.2", top, so_luong=Decimal(2), don_gia=50)
    make_nhiem_vu(rows, so_tien=7)
    make_nhiem_vu(tasks, so_tien=20)
    make_nhiem_vu(tasks, so_tien=30)
    return [printed, rows, tasks, none]


def test_estimate_is_that_of_the_money_page(cac_ke_hoach):
    totals = load_totals(cac_ke_hoach)
    assert [totals[plan.pk].du_toan for plan in cac_ke_hoach] == [900, 400, 50, None]
    assert [money_page(plan).so_in for plan in cac_ke_hoach] == [900, 400, 50, None]


def test_movements_are_summed_by_plan_and_kind(cac_ke_hoach):
    printed, rows, *_ = cac_ke_hoach
    line = printed.cac_dong_kinh_phi.get()
    make_khoan(line, "phan_bo", 400)
    make_khoan(line, "phan_bo", 100)
    make_khoan(line, "giai_ngan", 50)
    make_khoan(rows.cac_dong_kinh_phi.get(ma="A.1"), "phan_bo", 300, la_minh_hoa=True)
    totals = load_totals(cac_ke_hoach)
    assert totals[printed.pk] == TongTien(900, ThucHien(500, 50), la_minh_hoa=False)
    assert totals[rows.pk] == TongTien(400, ThucHien(300), la_minh_hoa=True)


def test_plan_without_amounts_has_no_money_until_some_moves(cac_ke_hoach):
    none = cac_ke_hoach[-1]
    empty = load_totals([none])[none.pk]
    assert (empty.has_money, empty.ty_le_phan_bo) == (False, None)
    make_khoan(make_nhiem_vu(none), "phan_bo", 5)
    assert load_totals([none])[none.pk].has_money is True


def test_totals_take_three_queries_for_any_number_of_plans(cac_ke_hoach, django_assert_num_queries):
    for plans in (cac_ke_hoach[:1], cac_ke_hoach):
        with django_assert_num_queries(3):
            load_totals(plans)
