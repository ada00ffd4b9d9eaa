"""The home page: each role sees what waits for it, in one place, and nothing of other communes."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from baocao.ma_tran import TyLe
from baocao.viec_can_lam import load_home
from donvi.models import NguoiDung, ThanhVien
from donvi.vai_tro import VaiTro
from kinhphi.cong_nhom import ThucHien
from tests.factories import (
    make_bao_cao,
    make_chi_tieu,
    make_dieu_chinh,
    make_don_vi,
    make_ke_hoach,
    make_khoan,
    make_nguoi,
    make_nhiem_vu,
    make_phan_cong,
    make_phieu,
    make_van_ban,
    make_xa,
    saved,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long_postgresql]

ON = date(2026, 10, 25)
SENT = datetime(2026, 10, 18, 2, 0, tzinfo=UTC)
DA_GUI = {"trang_thai": "da_gui", "sent_at": SENT}
DA_TIEP_NHAN = DA_GUI | {"trang_thai": "da_tiep_nhan", "decided_at": SENT}
TRA_LAI = DA_GUI | {"trang_thai": "tra_lai", "ly_do_tra_lai": "Chưa nêu đã làm gì."}
HOME = "/"


@pytest.fixture
def ke_hoach(vu_quang):
    """Give the plan of the commune."""
    return vu_quang.ke_hoach


@pytest.fixture
def ky_lac(nguoi_ngoai):
    """Give another commune of the province a plan with one of everything; its unit and plan."""
    unit = nguoi_ngoai.cac_vai_tro.first().don_vi
    plan = make_ke_hoach(unit.xa, unit, "ky-lac-2026", trich_yeu="Chuyển đổi số xã Kỳ Lạc")
    make_phan_cong(make_nhiem_vu(plan, "Việc của Kỳ Lạc", han_hoan_thanh=date(2026, 2, 1)), unit)
    make_phieu(plan, unit)
    make_phieu(plan, unit, ky_bao_cao="2026-T09", **DA_GUI)
    report(plan, "cho_duyet")
    report(plan, "da_duyet", ky_bao_cao="2026-T08")
    make_khoan(make_nhiem_vu(plan, so_tien=7_000_000), "phan_bo", 7_000_000)
    return plan


def month(number, **more):
    """Name a month of 2026 as a period whose last day is the 19th."""
    return {"ky_bao_cao": f"2026-T{number:02}", "han_nop": date(2026, number, 19)} | more


def report(ke_hoach, state, **more):
    """Make a report in the state named."""
    approved = {"approved_at": SENT} if state in {"da_duyet", "da_ban_hanh"} else {}
    return make_bao_cao(ke_hoach, trang_thai=state, **approved | more)


def page(client, person):
    """Open the home page as this person; give its HTML."""
    client.force_login(person)
    return client.get(HOME).content.decode()


def headings(html):
    """List the headings of the sections."""
    return [" ".join(words.split()) for words in re.findall(r"<h2[^>]*>(.*?)</h2>", html, re.S)]


# --- an officer of a unit -------------------------------------------------------------------------


def test_owed_forms_stand_late_first_then_returned_then_by_deadline(vu_quang, ke_hoach, can_bo):
    make_phieu(ke_hoach, vu_quang.thon, **month(12))
    make_phieu(ke_hoach, vu_quang.thon, **month(11))
    make_phieu(ke_hoach, vu_quang.thon, **month(1, ky_bao_cao="2026-N"), **TRA_LAI)
    make_phieu(
        ke_hoach, vu_quang.thon, ky_bao_cao="2026-DX1", han_nop=date(2026, 12, 31), **TRA_LAI
    )
    make_phieu(ke_hoach, vu_quang.thon, **month(9))
    make_phieu(ke_hoach, vu_quang.thon, **month(10), **DA_GUI)
    rows = load_home(can_bo, ON).don_vi.phieu_no
    assert [(row.phieu.ky_bao_cao, row.so_ngay_tre, row.so_ngay_con) for row in rows] == [
        ("2026-N", 279, 0),
        ("2026-T09", 36, 0),
        ("2026-DX1", 0, 67),
        ("2026-T11", 0, 25),
        ("2026-T12", 0, 55),
    ]


def test_form_is_late_only_after_its_last_day(vu_quang, ke_hoach, can_bo):
    make_phieu(ke_hoach, vu_quang.thon, han_nop=ON)
    [row] = load_home(can_bo, ON).don_vi.phieu_no
    assert (row.so_ngay_tre, row.so_ngay_con) == (0, 0)
    [row] = load_home(can_bo, ON + timedelta(days=1)).don_vi.phieu_no
    assert (row.so_ngay_tre, row.so_ngay_con) == (1, 0)


def test_returned_form_shows_its_reason_and_the_way_in(client, vu_quang, ke_hoach, can_bo):
    form = make_phieu(ke_hoach, vu_quang.thon, **TRA_LAI)
    html = page(client, can_bo)
    assert "<strong>Lý do trả lại:</strong> Chưa nêu đã làm gì." in html
    assert f'<a class="btn btn-primary" href="{reverse("baocao:form", args=[form.pk])}">' in html


def test_officer_sees_forms_of_own_unit_only(vu_quang, ke_hoach, can_bo, ky_lac):
    own = make_phieu(ke_hoach, vu_quang.thon)
    make_phieu(ke_hoach, vu_quang.cong_an)
    assert [row.phieu for row in load_home(can_bo, ON).don_vi.phieu_no] == [own]


def test_pressing_tasks_are_late_or_due_within_a_week(vu_quang, ke_hoach, can_bo):
    done = make_phan_cong(make_nhiem_vu(ke_hoach, han_hoan_thanh=date(2026, 3, 1)), vu_quang.thon)
    done.phan_tram, done.ngay_hoan_thanh = 100, date(2026, 2, 20)
    saved(done)
    soon = make_phan_cong(make_nhiem_vu(ke_hoach, han_hoan_thanh=date(2026, 11, 1)), vu_quang.thon)
    late = make_phan_cong(make_nhiem_vu(ke_hoach, han_hoan_thanh=date(2026, 10, 24)), vu_quang.thon)
    helped = make_nhiem_vu(ke_hoach, han_hoan_thanh=date(2026, 3, 1))
    make_phan_cong(helped, vu_quang.thon, "phoi_hop")
    make_phan_cong(make_nhiem_vu(ke_hoach, han_hoan_thanh=date(2026, 11, 2)), vu_quang.thon)
    prose = make_nhiem_vu(ke_hoach, loai_nhiem_vu="van_xuoi", han_hoan_thanh=date(2026, 3, 1))
    make_phan_cong(prose, vu_quang.thon)
    rows = load_home(can_bo, ON).don_vi.nhiem_vu
    assert [(row.phan_cong, row.so_ngay_tre) for row in rows] == [(late, 1), (soon, 0)]


def test_three_newest_accepted_forms_are_shown(vu_quang, ke_hoach, can_bo):
    for number in range(1, 6):
        accepted = DA_TIEP_NHAN | {"decided_at": datetime(2026, number, 20, tzinfo=UTC)}
        make_phieu(ke_hoach, vu_quang.thon, **month(number), **accepted)
    rows = load_home(can_bo, ON).don_vi.vua_tiep_nhan
    assert [row.ky_bao_cao for row in rows] == ["2026-T05", "2026-T04", "2026-T03"]


def test_plan_is_named_only_where_there_are_several(client, vu_quang, ke_hoach, can_bo):
    make_phieu(ke_hoach, vu_quang.thon)
    assert load_home(can_bo, ON).don_vi.is_of_several_plans is False
    other = make_ke_hoach(vu_quang.xa, vu_quang.vhxh, "vu-quang-2027", nhan_thoi_gian="năm 2027")
    make_phieu(other, vu_quang.thon)
    assert load_home(can_bo, ON).don_vi.is_of_several_plans is True
    assert page(client, can_bo).count("Kế hoạch năm 2027") == 1


# --- the focal unit -------------------------------------------------------------------------------


def test_forms_to_check_stand_in_the_order_they_came(vu_quang, ke_hoach, tong_hop, ky_lac):
    second = make_phieu(ke_hoach, vu_quang.thon, **DA_GUI)
    first = make_phieu(
        ke_hoach, vu_quang.cong_an, trang_thai="da_gui", sent_at=SENT - timedelta(days=1)
    )
    make_phieu(ke_hoach, vu_quang.cong_an, **month(9), **DA_TIEP_NHAN)
    assert load_home(tong_hop, ON).dau_moi.cho_kiem_tra == (first, second)


def test_late_units_are_grouped_without_own_and_outside_forms(vu_quang, ke_hoach, tong_hop, ky_lac):
    for number in (8, 9):
        make_phieu(ke_hoach, vu_quang.thon, **month(number))
    make_phieu(ke_hoach, vu_quang.cong_an, **month(7))
    make_phieu(ke_hoach, vu_quang.cong_an, **month(11))
    make_phieu(ke_hoach, vu_quang.vhxh, **month(9))
    make_phieu(ke_hoach, vu_quang.ngan_hang, **month(9))
    home = load_home(tong_hop, ON)
    late = home.dau_moi.don_vi_tre
    assert [(unit.don_vi, [no.phieu.ky_bao_cao for no in unit.cac_phieu]) for unit in late] == [
        (vu_quang.thon, ["2026-T08", "2026-T09"]),
        (vu_quang.cong_an, ["2026-T07"]),
    ]
    assert [row.phieu.don_vi for row in home.don_vi.phieu_no] == [vu_quang.vhxh]
    assert [row.phieu.don_vi for row in home.dau_moi.nhap_thay] == [vu_quang.ngan_hang]


def test_period_can_be_compiled_when_all_came_or_the_deadline_passed(vu_quang, ke_hoach, tong_hop):
    make_phieu(ke_hoach, vu_quang.thon, **month(9))
    make_phieu(ke_hoach, vu_quang.cong_an, **month(9), **DA_TIEP_NHAN)
    make_phieu(ke_hoach, vu_quang.thon, **month(11))
    make_phieu(ke_hoach, vu_quang.thon, **month(12), **DA_TIEP_NHAN)
    make_phieu(ke_hoach, vu_quang.thon, **month(8), **DA_TIEP_NHAN)
    report(ke_hoach, "du_thao", ky_bao_cao="2026-T08")
    rows = load_home(tong_hop, ON).dau_moi.cac_ky
    assert [(str(row.ky), row.da_tiep_nhan) for row in rows] == [
        ("2026-T12", TyLe(1, 1)),
        ("2026-T09", TyLe(1, 2)),
    ]


def test_focal_unit_of_another_plan_is_no_focal_unit(vu_quang, ke_hoach):
    person = make_nguoi("hop_hai", vu_quang.cong_an, VaiTro.TONG_HOP)
    make_phieu(ke_hoach, vu_quang.thon, **DA_GUI)
    home = load_home(person, ON)
    assert (home.dau_moi, home.don_vi.phieu_no) == (None, ())


# --- leaders, money, clerk, province, administrator -----------------------------------------------

STATES = ["dang_lap", "loi", "du_thao", "cho_duyet", "da_duyet"]


@pytest.fixture
def cac_bao_cao(ke_hoach, lanh_dao):
    """Give the plan one report in each state, the issued one included, and a document."""
    for number, state in enumerate(STATES, 1):
        report(ke_hoach, state, ky_bao_cao=f"2026-T{number:02}")
    report(ke_hoach, "da_ban_hanh", ky_bao_cao="2026-T07", so_hieu="12", ngay_ban_hanh=ON)
    make_van_ban(ke_hoach, lanh_dao, ky_bao_cao="2026-T08")
    return ke_hoach


def states(reports):
    """List the states of the reports."""
    return [report.trang_thai for report in reports]


def test_each_report_waits_for_one_role(cac_bao_cao, ky_lac, tong_hop, lanh_dao, van_thu):
    assert states(load_home(tong_hop, ON).dau_moi.du_thao) == ["dang_lap", "loi", "du_thao"]
    assert states(load_home(lanh_dao, ON).lanh_dao.cho_duyet) == ["cho_duyet"]
    assert states(load_home(lanh_dao, ON).lanh_dao.cho_ky) == ["cho_ky"]
    assert states(load_home(van_thu, ON).cho_so) == ["cho_ky"]
    assert load_home(tong_hop, ON).cho_so is None


def test_roles_count_in_the_commune_they_are_held_in(cac_bao_cao, ky_lac, van_thu, lanh_dao):
    for person in (van_thu, lanh_dao):
        role = {"vai_tro": VaiTro.CAN_BO, "don_vi": ky_lac.don_vi_dau_moi}
        saved(ThanhVien(nguoi_dung=person, **role))
    assert [row.ke_hoach for row in load_home(van_thu, ON).cho_so] == [cac_bao_cao]
    home = load_home(lanh_dao, ON).lanh_dao
    assert [row.ke_hoach for row in home.cac_ke_hoach] == [cac_bao_cao]
    assert [row.ke_hoach for row in home.cho_duyet] == [cac_bao_cao]
    assert [row.ke_hoach for row in home.cho_ky] == [cac_bao_cao]


def test_leader_sees_own_commune_only(ke_hoach, ky_lac, lanh_dao):
    rows = load_home(lanh_dao, ON).lanh_dao.cac_ke_hoach
    assert [row.ke_hoach for row in rows] == [ke_hoach]


def test_leader_sees_plans_that_are_over_only_when_there_is_no_other(vu_quang, ke_hoach, lanh_dao):
    later = date(2027, 1, 1)
    assert [row.ke_hoach for row in load_home(lanh_dao, later).lanh_dao.cac_ke_hoach] == [ke_hoach]
    new = make_ke_hoach(
        vu_quang.xa, vu_quang.vhxh, "vu-quang-2027", nam_bat_dau=2027, nam_ket_thuc=2027
    )
    assert [row.ke_hoach for row in load_home(lanh_dao, later).lanh_dao.cac_ke_hoach] == [new]


def test_draft_plan_waits_for_nobody(vu_quang, ke_hoach, lanh_dao, tong_hop):
    ke_hoach.trang_thai = "du_thao"
    saved(ke_hoach)
    assert load_home(lanh_dao, ON).lanh_dao.cac_ke_hoach == ()
    assert load_home(tong_hop, ON).dau_moi is None


def test_money_is_that_of_own_commune(ke_hoach, ky_lac, tai_chinh):
    make_khoan(make_nhiem_vu(ke_hoach, so_tien=4_000_000), "phan_bo", 1_000_000)
    [row] = load_home(tai_chinh, ON).tai_chinh
    assert row.ke_hoach == ke_hoach
    assert (row.tien.du_toan, row.tien.thuc_hien) == (4_000_000, ThucHien(phan_bo=1_000_000))


def test_province_sees_its_communes_by_name(ke_hoach, ky_lac, cap_tinh):
    quang_ngai = make_xa("21319", "Tịnh Khê", ma_tinh="51", ten_tinh="Quảng Ngãi")
    make_ke_hoach(quang_ngai, make_don_vi(quang_ngai), "tinh-khe-2026")
    rows = load_home(cap_tinh, ON).cac_xa
    assert [row.ke_hoach for row in rows] == [ky_lac, ke_hoach]


SECTIONS = {
    "can_bo": ["Báo cáo của đơn vị", "Nhiệm vụ quá hạn, sắp đến hạn"],
    "tong_hop": [
        "Báo cáo của đơn vị", "Nhiệm vụ quá hạn, sắp đến hạn", "Đầu mối tổng hợp",
        "Phiếu chờ kiểm tra", "Đơn vị quá hạn gửi phiếu", "Báo cáo cần lập",
    ],
    "lanh_dao": ["Báo cáo chờ duyệt", "Kế hoạch năm 2026, xã Vũ Quang"],
    "tai_chinh": [
        "Báo cáo của đơn vị", "Nhiệm vụ quá hạn, sắp đến hạn", "Kinh phí", "Kế hoạch năm 2026",
    ],
    "van_thu": ["Văn bản chờ ghi số hoặc chờ bản đã ký"],
    "cap_tinh": ["Các xã có kế hoạch"],
    "quan_tri": ["Quản trị hệ thống"],
}  # fmt: skip


@pytest.mark.parametrize("role", SECTIONS)
def test_empty_home_has_the_sections_of_the_role(client, request, ke_hoach, role):
    ke_hoach.nhan_thoi_gian = "năm 2026"
    saved(ke_hoach)
    assert headings(page(client, request.getfixturevalue(role))) == SECTIONS[role]


@pytest.mark.parametrize("role", [role for role in SECTIONS if role != "cap_tinh"])
def test_home_names_nothing_of_another_commune(client, request, ke_hoach, ky_lac, role):
    html = page(client, request.getfixturevalue(role))
    assert [word for word in ("Kỳ Lạc", ky_lac.ma) if word in html] == []


def test_person_without_a_role_is_told_whom_to_ask(client, vu_quang):
    html = page(client, make_nguoi("moi_den"))
    assert headings(html) == []
    assert "Hãy liên hệ quản trị của xã để được phân vai trò." in html


def test_stranger_is_sent_to_sign_in(client, vu_quang):
    assert client.get(HOME)["Location"] == "/dang-nhap/?next=/"


def test_several_roles_give_the_union_without_duplicates(client, vu_quang, cac_bao_cao):
    roles = (VaiTro.TONG_HOP, VaiTro.LANH_DAO, VaiTro.VAN_THU, VaiTro.TAI_CHINH)
    person = make_nguoi("kiem_nhiem", vu_quang.vhxh, *roles)
    own = make_phieu(cac_bao_cao, vu_quang.vhxh)
    make_khoan(make_nhiem_vu(cac_bao_cao, so_tien=4_000_000), "phan_bo", 1_000_000)
    html = page(client, person)
    unapproved = cac_bao_cao.cac_bao_cao.exclude(trang_thai__in=["da_duyet", "da_ban_hanh"])
    [document] = cac_bao_cao.cac_van_ban.all()
    rows = [("report", row) for row in unapproved] + [("document", document)]
    for name, row in rows:
        assert html.count(f'href="{reverse(f"baocao:{name}", args=[row.pk])}"') == 1
    assert html.count(f'href="{reverse("baocao:form", args=[own.pk])}"') == 1
    assert html.count("Đã giải ngân") == 1


# --- queries --------------------------------------------------------------------------------------


def fill(vu_quang, number):
    """Add one more of everything a home page lists."""
    plan = vu_quang.ke_hoach
    unit = make_don_vi(vu_quang.xa, f"Thôn {number + 1}")
    task = make_nhiem_vu(plan, han_hoan_thanh=date(2026, 2, 1), so_tien=1_000_000)
    for one in (vu_quang.thon, vu_quang.vhxh, unit):
        make_phan_cong(task, one)
        make_phieu(plan, one, **month(number))
        make_phieu(plan, one, **month(number, ky_bao_cao=f"2026-DX{number}"), **DA_TIEP_NHAN)
    make_phieu(plan, unit, **month(12), **DA_GUI)
    make_phieu(plan, vu_quang.ngan_hang, **month(number))
    make_chi_tieu(plan, unit)
    make_khoan(task, "phan_bo", 500_000)
    for place, state in enumerate(STATES):
        report(plan, state, ky_bao_cao=f"2026-DX{10 * number + place}")
    make_van_ban(plan, None, ky_bao_cao=f"2026-T{number:02}")
    make_dieu_chinh(
        make_ke_hoach(vu_quang.xa, vu_quang.vhxh, f"dc-{number}", trang_thai="du_thao"),
        NguoiDung.objects.earliest("pk"), "cho_duyet",
    )  # fmt: skip
    other = make_ke_hoach(vu_quang.xa, vu_quang.vhxh, f"ke-hoach-{number}")
    make_phieu(other, vu_quang.thon, **month(number))


QUERIES = {
    "can_bo": 12, "tong_hop": 23, "lanh_dao": 22, "tai_chinh": 13, "van_thu": 7, "cap_tinh": 16,
    "quan_tri": 5,
}  # fmt: skip


@pytest.mark.parametrize("role", QUERIES)
def test_query_count_does_not_grow_with_rows(
    client, request, vu_quang, role, django_assert_num_queries
):
    person = request.getfixturevalue(role)
    fill(vu_quang, 1)
    page(client, person)
    with django_assert_num_queries(QUERIES[role]):
        client.get(HOME)
    fill(vu_quang, 2)
    fill(vu_quang, 3)
    with django_assert_num_queries(QUERIES[role]):
        client.get(HOME)
