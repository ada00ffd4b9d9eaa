"""The commune's own due dates: on the home page, in the list, and the day a report was sent up."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from baocao import gui_cap_tren
from baocao.bao_cao_queries import period_rows
from baocao.han_cap_tren import due_upward
from baocao.trang_thai import TrangThaiBaoCao
from donvi.models import NhatKy
from kehoach.ky_bao_cao import LoaiKy
from tests.factories import make_bao_cao, make_ke_hoach, make_quy_dinh, saved

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 26, 3, tzinfo=UTC)
DUYET = datetime(2026, 10, 22, 3, tzinfo=UTC)
T9 = {"ky_bao_cao": "2026-T09", "tu_ngay": date(2026, 8, 15), "den_ngay": date(2026, 9, 14)}


@pytest.fixture
def ke_hoach(vu_quang):
    """Give the plan monthly reports from September on: units by 19, the commune by 25."""
    plan = vu_quang.ke_hoach
    plan.bao_cao_tu_ngay = date(2026, 9, 1)
    saved(plan)
    make_quy_dinh(plan, ngay_han_dau_moi=25)
    return plan


def due(plan, on):
    """List what is to be sent up as (period, days left, days late)."""
    rows = due_upward([plan], on)
    return [(str(row.ky), row.gui.so_ngay_con, row.gui.so_ngay_tre) for row in rows]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 9, 8), []),
        (date(2026, 9, 9), [("2026-T09", 16, 0)]),
        (date(2026, 9, 24), [("2026-T09", 1, 0)]),
        (date(2026, 9, 25), [("2026-T09", 0, 0)]),
        (date(2026, 9, 26), [("2026-T09", 0, 1)]),
        (date(2026, 10, 9), [("2026-T10", 16, 0), ("2026-T09", 0, 14)]),
    ],
)
def test_what_is_due_next_stands_before_what_is_overdue(ke_hoach, on, expected):
    assert due(ke_hoach, on) == expected


def test_what_was_sent_up_is_no_longer_due(ke_hoach):
    make_bao_cao(ke_hoach, **T9, ngay_gui_cap_tren=date(2026, 9, 24))
    make_bao_cao(ke_hoach)
    assert due(ke_hoach, date(2026, 10, 26)) == [("2026-T10", 0, 1)]


def test_a_plan_that_is_over_owes_only_what_was_compiled(ke_hoach):
    make_bao_cao(ke_hoach)
    assert due(ke_hoach, date(2027, 2, 1)) == [("2026-T10", 0, 99)]


def test_a_shared_form_makes_two_reports_due(ke_hoach):
    make_quy_dinh(ke_hoach, LoaiKy.QUY, ngay_han_dau_moi=28)
    assert due(ke_hoach, date(2026, 9, 20)) == [("2026-T09", 5, 0), ("2026-Q3", 8, 0)]


def test_due_upward_costs_the_same_for_one_and_three_plans(
    vu_quang, ke_hoach, django_assert_num_queries
):
    with django_assert_num_queries(2):
        due_upward([ke_hoach], AT.date())
    plans = [ke_hoach]
    for number in (2, 3):
        plan = make_ke_hoach(vu_quang.xa, vu_quang.vhxh, f"ke-hoach-{number}")
        make_quy_dinh(plan)
        plans.append(plan)
    with django_assert_num_queries(2):
        due_upward(plans, AT.date())


def test_the_list_says_when_a_report_goes_up_and_whether_it_did(ke_hoach):
    make_bao_cao(ke_hoach, **T9, ngay_gui_cap_tren=date(2026, 9, 27))
    rows = {row.ma: row.gui for row in period_rows(ke_hoach, date(2026, 10, 20))}
    assert (rows["2026-T09"].ngay_gui, rows["2026-T09"].so_ngay_tre) == (date(2026, 9, 27), 2)
    assert (rows["2026-T10"].han, rows["2026-T10"].so_ngay_con) == (date(2026, 10, 25), 5)


@pytest.fixture
def bao_cao(ke_hoach):
    """Give an approved report of October."""
    return make_bao_cao(ke_hoach, trang_thai=TrangThaiBaoCao.DA_DUYET, approved_at=DUYET)


@pytest.mark.parametrize("who", ["tong_hop", "van_thu"])
def test_the_day_of_sending_is_recorded_and_can_be_put_right(bao_cao, request, who):
    person = request.getfixturevalue(who)
    for day in (date(2026, 10, 24), date(2026, 10, 25)):
        gui_cap_tren.record_sending(bao_cao=bao_cao, ngay_gui=day, by=person, at=AT)
    bao_cao.refresh_from_db()
    assert bao_cao.ngay_gui_cap_tren == date(2026, 10, 25)
    acts = NhatKy.objects.filter(hanh_dong="gửi cấp trên").order_by("pk")
    assert [(act.gia_tri_cu, act.gia_tri_moi) for act in acts] == [
        ({}, {"ngay_gui": "2026-10-24"}),
        ({"ngay_gui": "2026-10-24"}, {"ngay_gui": "2026-10-25"}),
    ]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 10, 21), "Ngày gửi phải từ ngày duyệt báo cáo (22/10/2026) trở đi."),
        (date(2026, 10, 27), "Ngày gửi không được sau ngày hôm nay."),
    ],
)
def test_a_day_that_cannot_be_is_refused(bao_cao, tong_hop, day, sentence):
    with pytest.raises(gui_cap_tren.NgayGuiKhongHopLe) as refused:
        gui_cap_tren.record_sending(bao_cao=bao_cao, ngay_gui=day, by=tong_hop, at=AT)
    assert str(refused.value) == sentence


def test_others_and_drafts_are_refused(ke_hoach, bao_cao, can_bo, tong_hop):
    draft = make_bao_cao(ke_hoach, **T9)
    for report, person, words in (
        (bao_cao, can_bo, "Chỉ đơn vị đầu mối hoặc văn thư của xã được ghi ngày gửi cấp trên."),
        (draft, tong_hop, "Chưa ghi được ngày gửi: báo cáo đang ở trạng thái đang tổng hợp."),
    ):
        with pytest.raises(gui_cap_tren.KhongDuocGhiNgayGui) as refused:
            gui_cap_tren.record_sending(
                bao_cao=report, ngay_gui=date(2026, 10, 25), by=person, at=AT
            )
        assert str(refused.value) == words


def test_the_page_of_the_report_takes_the_day(client, bao_cao, tong_hop):
    client.force_login(tong_hop)
    url = reverse("baocao:report_send_up", args=[bao_cao.pk])
    page = client.post(url, {"ngay_gui": "23/10/2026"}, follow=True)
    assert [str(m) for m in page.context["messages"]] == ["Đã ghi ngày gửi cấp trên: 23/10/2026."]
    assert "đã gửi 23/10/2026" in page.content.decode()
