"""The matrix units x periods: every state of a cell, the rates, and who sees it."""

from datetime import date, datetime

import pytest
from django.urls import reverse
from django.utils.timezone import make_aware

from baocao.ma_tran import TrangThaiO, TyLe, cell_of, kinds_of, load_matrix
from baocao.phieu import open_periods
from kehoach.ky_bao_cao import LoaiKy
from tests.factories import (
    make_chi_tieu,
    make_don_vi,
    make_nhiem_vu,
    make_phan_cong,
    make_phieu,
    make_quy_dinh,
    saved,
)

pytestmark = pytest.mark.django_db
HAN = date(2026, 10, 19)
IN_TIME = make_aware(datetime(2026, 10, 19, 23, 59))
TOO_LATE = make_aware(datetime(2026, 10, 20, 0, 0))


@pytest.fixture
def ke_hoach(vu_quang):
    """Give the plan monthly reports and two units that owe them."""
    make_quy_dinh(vu_quang.ke_hoach)
    task = make_nhiem_vu(vu_quang.ke_hoach)
    make_phan_cong(task, vu_quang.thon)
    make_phan_cong(task, vu_quang.cong_an)
    return vu_quang.ke_hoach


def cells(ke_hoach, on, nam=2026, loai_ky=LoaiKy.THANG):
    """List the cells as {unit: "state state ..."}."""
    matrix = load_matrix(ke_hoach, nam=nam, loai_ky=loai_ky, on=on)
    return {
        row.don_vi.ma: " ".join(cell.trang_thai.value for cell in row.cac_o)
        for row in matrix.cac_dong
    }


@pytest.mark.parametrize(
    ("values", "on", "expected", "beside"),
    [
        ({}, HAN, TrangThaiO.CHUA_BAO_CAO, ""),
        ({}, date(2026, 10, 20), TrangThaiO.QUA_HAN, "chưa báo cáo"),
        ({"trang_thai": "dang_nhap"}, HAN, TrangThaiO.DANG_NHAP, ""),
        ({"trang_thai": "dang_nhap"}, date(2026, 10, 20), TrangThaiO.QUA_HAN, "đang nhập"),
        ({"trang_thai": "da_gui", "sent_at": IN_TIME}, date(2027, 1, 1), TrangThaiO.DA_GUI, ""),
        ({"trang_thai": "da_gui", "sent_at": TOO_LATE}, HAN, TrangThaiO.GUI_MUON, ""),
        ({"trang_thai": "tra_lai", "ly_do_tra_lai": "x"}, HAN, TrangThaiO.TRA_LAI, ""),
        (
            {"trang_thai": "tra_lai", "ly_do_tra_lai": "x"},
            date(2026, 10, 20),
            TrangThaiO.TRA_LAI,
            "quá hạn",
        ),
        (
            {"trang_thai": "da_tiep_nhan", "sent_at": IN_TIME, "decided_at": TOO_LATE},
            date(2027, 1, 1),
            TrangThaiO.DA_TIEP_NHAN,
            "",
        ),
        (
            {"trang_thai": "da_tiep_nhan", "sent_at": TOO_LATE, "decided_at": TOO_LATE},
            date(2027, 1, 1),
            TrangThaiO.DA_TIEP_NHAN,
            "gửi muộn",
        ),
    ],
)
def test_cell_shows_the_state_of_the_form(vu_quang, values, on, expected, beside):
    cell = cell_of(make_phieu(vu_quang.ke_hoach, vu_quang.thon, **values), on)
    assert (cell.trang_thai, cell.phu) == (expected, beside)


def test_units_that_wrote_nothing_are_rows_all_the_same(ke_hoach):
    open_periods(on=date(2026, 2, 9))
    waiting = " ".join(["chua_den_ky"] * 10)
    assert cells(ke_hoach, date(2026, 2, 10)) == {
        "CA": f"qua_han chua_bao_cao {waiting}",
        "THON1": f"qua_han chua_bao_cao {waiting}",
    }


def test_a_unit_without_a_form_in_an_open_period_did_not_have_to_report(vu_quang, ke_hoach):
    open_periods(on=date(2026, 2, 9))
    make_chi_tieu(ke_hoach, vu_quang.ngan_hang)
    open_periods(on=date(2026, 2, 10))
    assert cells(ke_hoach, date(2026, 2, 10))["NHNN"].split()[:2] == ["khong_co", "chua_bao_cao"]


def test_a_closed_unit_keeps_its_row_while_it_has_forms(vu_quang, ke_hoach):
    open_periods(on=date(2026, 2, 9))
    vu_quang.thon.ngay_ket_thuc = date(2026, 2, 28)
    saved(vu_quang.thon)
    assert list(cells(ke_hoach, date(2026, 3, 10))) == ["CA", "THON1"]


def test_rates_count_what_is_due_or_sent(vu_quang, ke_hoach):
    make_phieu(ke_hoach, vu_quang.thon, trang_thai="da_gui", sent_at=IN_TIME)
    make_phieu(ke_hoach, vu_quang.cong_an, trang_thai="da_gui", sent_at=TOO_LATE)
    for unit in (vu_quang.thon, vu_quang.cong_an):
        make_phieu(
            ke_hoach, unit, ky_bao_cao="2026-T09", han_nop="2026-09-19", den_ngay="2026-09-14",
            tu_ngay="2026-08-15",
        )  # fmt: skip
        make_phieu(
            ke_hoach, unit, ky_bao_cao="2026-T11", han_nop="2026-11-19", den_ngay="2026-11-14",
            tu_ngay="2026-10-15",
        )  # fmt: skip
    matrix = load_matrix(ke_hoach, nam=2026, loai_ky=LoaiKy.THANG, on=date(2026, 11, 10))
    assert (matrix.day_du, matrix.dung_han) == (TyLe(2, 4), TyLe(1, 4))
    assert [(row.day_du, row.dung_han) for row in matrix.cac_dong] == [
        (TyLe(1, 2), TyLe(0, 2)), (TyLe(1, 2), TyLe(1, 2)),
    ]  # fmt: skip
    by_period = {str(column.ky): column for column in matrix.cac_cot}
    assert by_period["2026-T10"].da_gui == TyLe(2, 2)
    assert by_period["2026-T11"].da_gui == TyLe(0, 2)
    assert [str(column.ky) for column in matrix.cac_cot if column.is_current] == ["2026-T11"]


@pytest.mark.parametrize(("dat", "tong_so", "expected"), [(0, 0, None), (2, 3, 66), (3, 3, 100)])
def test_rate_is_100_only_when_all_did(dat, tong_so, expected):
    assert TyLe(dat, tong_so).phan_tram == expected


def test_periods_are_chosen_by_year_and_kind(vu_quang, ke_hoach):
    make_quy_dinh(ke_hoach, LoaiKy.QUY, ngay_han_don_vi=10)
    make_phieu(ke_hoach, vu_quang.thon, ky_bao_cao="2026-DX1")
    assert kinds_of(ke_hoach) == [LoaiKy.THANG, LoaiKy.QUY, LoaiKy.DOT_XUAT]
    all_kinds = load_matrix(ke_hoach, nam=2026, loai_ky=None, on=HAN)
    assert len(all_kinds.cac_cot) == 17
    quarters = load_matrix(ke_hoach, nam=2026, loai_ky=LoaiKy.QUY, on=HAN)
    assert [column.ten for column in quarters.cac_cot] == ["quý I", "quý II", "quý III", "quý IV"]
    assert load_matrix(ke_hoach, nam=2027, loai_ky=None, on=HAN).cac_cot == ()


def test_matrix_query_count_does_not_grow_with_units(vu_quang, ke_hoach, django_assert_num_queries):
    open_periods(on=date(2026, 10, 9))
    with django_assert_num_queries(4):
        load_matrix(ke_hoach, nam=2026, loai_ky=None, on=HAN)
    for number in range(2):
        make_chi_tieu(ke_hoach, make_don_vi(vu_quang.xa, f"Thôn {number + 2}"))
    open_periods(on=date(2026, 10, 10))
    with django_assert_num_queries(4):
        load_matrix(ke_hoach, nam=2026, loai_ky=None, on=HAN)


# --- the page -------------------------------------------------------------------------------------


def url(ke_hoach, query=""):
    """Address the matrix."""
    return reverse("baocao:matrix", args=[ke_hoach.ma]) + query


@pytest.mark.parametrize(
    ("person", "expected"),
    [("can_bo", 403), ("cong_an", 403), ("tong_hop", 200), ("lanh_dao", 200), ("van_thu", 403),
     ("nguoi_ngoai", 404), ("cap_tinh", 200), ("quan_tri", 200)],
)  # fmt: skip
def test_who_sees_the_matrix(client, ke_hoach, request, person, expected):
    client.force_login(request.getfixturevalue(person))
    assert client.get(url(ke_hoach)).status_code == expected


def test_cells_lead_to_forms_for_those_who_may_read_them(
    client, vu_quang, ke_hoach, tong_hop, cap_tinh
):
    phieu = make_phieu(ke_hoach, vu_quang.thon, trang_thai="da_gui", sent_at=IN_TIME)
    link = reverse("baocao:form", args=[phieu.pk])
    for person, leads in ((tong_hop, True), (cap_tinh, False)):
        client.force_login(person)
        html = client.get(url(ke_hoach, "?nam=2026&loai_ky=T")).content.decode()
        assert "Đã gửi" in html
        assert (link in html) is leads


@pytest.mark.parametrize("query", ["?nam=abc", "?nam=1999", "?loai_ky=XX", "?nam=&loai_ky="])
def test_a_filter_that_does_not_exist_shows_the_usual_table(client, ke_hoach, tong_hop, query):
    client.force_login(tong_hop)
    html = client.get(url(ke_hoach, query)).content.decode()
    assert html.count('<th scope="col"') == 3 + 12


def test_swapped_table_is_the_one_of_the_full_page(client, ke_hoach, tong_hop):
    client.force_login(tong_hop)
    address = url(ke_hoach, "?nam=2026&loai_ky=T")
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.strip() in client.get(address).content.decode()


def test_a_plan_nobody_reports_on_says_so(client, vu_quang, tong_hop):
    client.force_login(tong_hop)
    html = client.get(url(vu_quang.ke_hoach)).content.decode()
    assert "Chưa có đơn vị nào phải báo cáo" in html
