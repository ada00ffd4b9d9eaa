"""Extensions: who asks, advises and decides; a granted day is the last day everywhere."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from baocao.ky_tong_hop import KyTongHop
from baocao.noi_dung_nhiem_vu import load_tasks
from baocao.viec_don_vi import unit_work
from donvi.models import NhatKy, ThongBao
from kehoach.ky_bao_cao import parse_ky
from nhiemvu import xin_gia_han as services
from nhiemvu.models import GiaHan, NhiemVu, PhanCong
from nhiemvu.queries import task_row, with_assignments
from nhiemvu.trang_thai import TrangThai
from nhiemvu.xin_gia_han import GiaHanKhongDuocPhep, HanMoiKhongHopLe, LoiKhongHopLe
from tests.factories import make_gia_han, make_nhiem_vu, make_phan_cong, saved

pytestmark = pytest.mark.django_db
LUC = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
HOM_NAY, GOC, MOI = date(2026, 9, 28), date(2026, 9, 30), date(2026, 11, 30)
QUA_HAN, CHUA_LAM = TrangThai.DANG_THUC_HIEN_QUA_HAN, TrangThai.CHUA_THUC_HIEN


@pytest.fixture
def viec(vu_quang):
    """Give the village a task due on 30/9/2026."""
    task = make_nhiem_vu(vu_quang.ke_hoach, "Lắp camera", ma="7", han_hoan_thanh=GOC)
    return make_phan_cong(task, vu_quang.thon)


def ask(viec, by, han_moi=MOI, ly_do="Chờ kinh phí", on=HOM_NAY):
    return services.ask_extension(
        phan_cong=viec, han_moi=han_moi, ly_do=ly_do, by=by, at=LUC, on=on
    )


def decide(gia_han, by, dong_y, y_kien=""):
    return services.decide_extension(gia_han=gia_han, dong_y=dong_y, y_kien=y_kien, by=by, at=LUC)


def row_of(viec, on):
    return task_row(with_assignments(NhiemVu.objects.filter(pk=viec.nhiem_vu_id)).get(), on)


def told():
    rows = ThongBao.objects.order_by("pk").values_list("nguoi_nhan__username", "tieu_de")
    return sorted(rows)


# --- asking, advising, deciding ---------------------------------------------------------------


def test_a_granted_day_holds_and_the_plans_own_stays(viec, can_bo, tong_hop, lanh_dao):
    asked = ask(viec, can_bo)
    assert told() == [
        ("lanh_dao", "Đề nghị gia hạn nhiệm vụ 7"),
        ("tong_hop", "Đề nghị gia hạn nhiệm vụ 7"),
    ]
    services.advise_extension(gia_han=asked, y_kien="Có cơ sở", by=tong_hop, at=LUC)
    assert row_of(viec, date(2026, 10, 1)).trang_thai == QUA_HAN  # asking alone changes nothing

    decide(asked, lanh_dao, dong_y=True)

    viec.refresh_from_db()
    assert (viec.last_day, viec.nhiem_vu.han_hoan_thanh, viec.is_extended) == (MOI, GOC, True)
    assert ("truong_thon", "Đồng ý gia hạn nhiệm vụ 7") in told()
    acts = NhatKy.objects.about(viec.nhiem_vu).order_by("pk")
    assert [(act.hanh_dong, act.created_by) for act in acts] == [
        ("đề nghị gia hạn", can_bo),
        ("cho ý kiến gia hạn", tong_hop),
        ("đồng ý gia hạn", lanh_dao),
    ]


def test_a_unit_takes_its_own_request_back_while_it_is_undecided(
    viec, can_bo, cong_an, lanh_dao, tong_hop
):
    asked = ask(viec, can_bo)
    with pytest.raises(GiaHanKhongDuocPhep, match="Chỉ cán bộ của Thôn 1"):
        services.withdraw_extension(gia_han=asked, by=cong_an, at=LUC, on=HOM_NAY)
    back = services.withdraw_extension(gia_han=asked, by=can_bo, at=LUC, on=HOM_NAY)
    assert (back.trang_thai, back.decided_by, back.decided_at) == ("da_rut", can_bo, LUC)
    assert [title for _, title in told()][:1] == ["Đã rút đề nghị gia hạn nhiệm vụ 7"]
    assert [who for who, title in told() if title.startswith("Đã rút")] == ["lanh_dao", "tong_hop"]
    with pytest.raises(GiaHanKhongDuocPhep, match="đã rút đề nghị"):
        decide(asked, lanh_dao, dong_y=True)
    ask(viec, can_bo)  # another one may follow
    viec.refresh_from_db()
    assert viec.last_day == GOC


def test_who_asked_sees_the_button_others_do_not(client, viec, can_bo, lanh_dao):
    asked = ask(viec, can_bo)
    page, act = (
        reverse(f"nhiemvu:extension_{name}", args=[asked.pk]) for name in ("decide", "withdraw")
    )
    client.force_login(lanh_dao)
    assert act not in client.get(page).content.decode()
    client.force_login(can_bo)
    assert act in client.get(page).content.decode()
    assert client.post(act)["Location"] == page
    assert act not in client.get(page).content.decode()


def test_a_refused_request_changes_no_day(viec, can_bo, lanh_dao):
    refused = decide(ask(viec, can_bo), lanh_dao, dong_y=False, y_kien="Hãy làm đúng hạn")
    viec.refresh_from_db()
    assert (refused.trang_thai, viec.last_day) == ("khong_dong_y", GOC)
    assert ask(viec, can_bo).pk != refused.pk  # and may ask again
    with pytest.raises(GiaHanKhongDuocPhep, match="đã có quyết định: không đồng ý"):
        decide(refused, lanh_dao, dong_y=True)


def test_a_refusal_needs_a_reason(viec, can_bo, lanh_dao):
    with pytest.raises(LoiKhongHopLe, match="Hãy ghi lý do không đồng ý"):
        decide(ask(viec, can_bo), lanh_dao, dong_y=False, y_kien=" ")


@pytest.mark.parametrize(
    ("han_moi", "on", "cau"),
    [
        (GOC, HOM_NAY, "phải sau hạn đang có, 30/09/2026"),
        (date(2026, 10, 1), date(2026, 10, 2), "đã qua"),
        (date(2028, 1, 1), HOM_NAY, "chậm nhất là ngày 31/12/2027"),
    ],
)
def test_days_that_can_not_be_asked_for(viec, can_bo, han_moi, on, cau):
    with pytest.raises(HanMoiKhongHopLe, match=cau):
        ask(viec, can_bo, han_moi=han_moi, on=on)


@pytest.mark.parametrize(
    ("han_moi", "on"),
    [(date(2026, 10, 1), HOM_NAY), (date(2026, 10, 1), date(2026, 10, 1)),
     (date(2027, 12, 31), HOM_NAY)],
)  # fmt: skip
def test_first_and_last_days_that_can_be_asked_for(viec, can_bo, han_moi, on):
    assert ask(viec, can_bo, han_moi=han_moi, on=on).han_moi == han_moi


def test_one_request_at_a_time(viec, can_bo):
    ask(viec, can_bo)
    with pytest.raises(GiaHanKhongDuocPhep, match="đã có một đề nghị"):
        ask(viec, can_bo)


def test_who_may_not_ask(vu_quang, viec, can_bo, cong_an, tong_hop):
    for person in (cong_an, tong_hop):
        with pytest.raises(GiaHanKhongDuocPhep, match="Chỉ cán bộ của Thôn 1"):
            ask(viec, person)
    helping = make_phan_cong(viec.nhiem_vu, vu_quang.cong_an, "phoi_hop")
    with pytest.raises(GiaHanKhongDuocPhep, match="Chỉ đơn vị chủ trì"):
        ask(helping, cong_an)
    viec.phan_tram, viec.ngay_hoan_thanh = 100, GOC
    saved(viec)
    with pytest.raises(GiaHanKhongDuocPhep, match="đã hoàn thành"):
        ask(viec, can_bo)


def test_work_without_an_end_is_not_extended(vu_quang, can_bo):
    undated = {"tu_ngay": None, "han_hoan_thanh": None, "loai_han": "thuong_xuyen"}
    part = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, **undated), vu_quang.thon)
    with pytest.raises(GiaHanKhongDuocPhep, match="không có ngày hạn"):
        ask(part, can_bo)


def test_the_focal_unit_asks_for_an_outside_body(vu_quang, viec, tong_hop):
    part = make_phan_cong(viec.nhiem_vu, vu_quang.ngan_hang)
    assert ask(part, tong_hop).created_by == tong_hop


def test_a_past_day_is_judged_by_what_was_granted_by_then(viec, can_bo, lanh_dao, vu_quang):
    asked = ask(viec, can_bo)
    services.decide_extension(
        gia_han=asked, dong_y=True, y_kien="", by=lanh_dao, at=datetime(2026, 10, 10, 2, tzinfo=UTC)
    )

    def states(*days):
        window = {"tu_ngay": date(2026, 9, 1), "la_uoc": False}
        period = parse_ky("2026-T10")
        found = [KyTongHop(vu_quang.ke_hoach, period, den_ngay=day, **window) for day in days]
        return [load_tasks(one).rows(one.den_ngay)[0].trang_thai for one in found]

    assert states(date(2026, 10, 9), date(2026, 10, 10)) == [QUA_HAN, CHUA_LAM]


# --- late is late by the day in force ---------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "before", "after"),
    [
        (date(2026, 9, 30), CHUA_LAM, CHUA_LAM),
        (date(2026, 10, 1), QUA_HAN, CHUA_LAM),
        (date(2026, 11, 30), QUA_HAN, CHUA_LAM),
        (date(2026, 12, 1), QUA_HAN, QUA_HAN),
    ],
)
def test_boundaries(viec, can_bo, lanh_dao, on, before, after):
    assert row_of(viec, on).trang_thai == before
    decide(ask(viec, can_bo), lanh_dao, dong_y=True)
    row = row_of(viec, on)
    assert (row.trang_thai, row.so_ngay_tre) == (after, 1 if on == date(2026, 12, 1) else 0)
    assert row.last_day == MOI


def test_days_late_are_those_of_the_unit_that_is_late(vu_quang, viec, can_bo, lanh_dao):
    other = make_phan_cong(viec.nhiem_vu, vu_quang.cong_an)
    decide(ask(viec, can_bo), lanh_dao, dong_y=True)
    row = row_of(viec, date(2026, 10, 5))
    assert ([p.pk for p in row.don_vi_tre], row.so_ngay_tre) == ([other.pk], 5)
    other.phan_tram, other.ngay_hoan_thanh = 100, date(2026, 10, 4)
    saved(other)
    row = row_of(viec, date(2026, 11, 25))
    assert (row.is_overdue, row.so_ngay_tre, row.sap_den_han) == (False, 0, True)


def test_home_reminds_of_the_day_in_force(viec, can_bo, lanh_dao):
    on = date(2026, 10, 5)
    assert [row.so_ngay_tre for row in unit_work(can_bo, [], on).nhiem_vu] == [5]
    decide(ask(viec, can_bo), lanh_dao, dong_y=True)
    assert unit_work(can_bo, [], on).nhiem_vu == ()
    [due] = unit_work(can_bo, [], date(2026, 11, 24)).nhiem_vu
    assert (due.phan_cong.last_day, due.so_ngay_tre) == (MOI, 0)


def test_taking_a_grant_back_in_the_admin_gives_the_plans_day_again(viec, can_bo, lanh_dao):
    granted = decide(ask(viec, can_bo), lanh_dao, dong_y=True)
    granted.trang_thai, granted.y_kien = "khong_dong_y", "Ghi nhầm"
    saved(granted)
    services.refresh_deadline(viec.pk, by=lanh_dao)
    assert PhanCong.objects.get(pk=viec.pk).last_day == GOC


# --- pages ------------------------------------------------------------------------------------


@pytest.fixture
def xa_toi(viec, vu_quang):
    """Give the village another part, due far ahead, that can be asked about on any day."""
    day = date(timezone.localdate().year + 1, 6, 30)
    vu_quang.ke_hoach.nam_ket_thuc = day.year
    saved(vu_quang.ke_hoach)
    return make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, han_hoan_thanh=day), vu_quang.thon)


def test_from_asking_to_the_decision_through_the_pages(
    client, xa_toi, can_bo, tong_hop, lanh_dao
):  # fmt: skip
    client.force_login(can_bo)
    page = client.get(reverse("nhiemvu:detail", args=[xa_toi.nhiem_vu_id]))
    ask_url = reverse("nhiemvu:extension_new", args=[xa_toi.pk])
    assert ask_url in page.content.decode()
    new = xa_toi.last_day.replace(month=9)
    sent = client.post(ask_url, {"han_moi": f"{new:%d/%m/%Y}", "ly_do": "Chờ kinh phí"})
    url = reverse("nhiemvu:extension_decide", args=[GiaHan.objects.get().pk])
    assert (sent.status_code, sent["Location"]) == (302, url)
    client.force_login(tong_hop)
    assert client.post(url, {"hanh_dong": "cho_y_kien", "y_kien": "Có cơ sở"})["Location"] == url
    client.force_login(lanh_dao)
    assert "Có cơ sở" in client.get(url).content.decode()
    refused = client.post(url, {"hanh_dong": "khong_dong_y", "y_kien": ""})
    assert (refused.status_code, GiaHan.objects.get().trang_thai) == (422, "cho_quyet_dinh")
    client.post(url, {"hanh_dong": "dong_y", "y_kien": ""})
    words = f"Gia hạn đến {new:%d/%m/%Y}, gốc {xa_toi.nhiem_vu.han_hoan_thanh:%d/%m/%Y}"
    for address in (
        reverse("nhiemvu:detail", args=[xa_toi.nhiem_vu_id]),
        reverse("nhiemvu:list", args=["vu-quang-2026"]),
    ):
        assert words in client.get(address).content.decode()


def test_a_refused_request_keeps_what_was_typed(client, xa_toi, can_bo):
    client.force_login(can_bo)
    url = reverse("nhiemvu:extension_new", args=[xa_toi.pk])
    page = client.post(url, {"han_moi": "01/01/2020", "ly_do": "Chờ kinh phí"})
    assert (page.status_code, GiaHan.objects.count()) == (422, 0)
    assert ">\nChờ kinh phí</textarea>" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_requests_has_a_constant_number_of_queries(client, vu_quang, viec, can_bo, count):
    for _ in range(count):
        task = make_nhiem_vu(vu_quang.ke_hoach, han_hoan_thanh=GOC)
        make_gia_han(make_phan_cong(task, vu_quang.thon), can_bo)
    client.force_login(can_bo)
    url = reverse("nhiemvu:extension_list", args=[vu_quang.ke_hoach.ma])
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(url)
    assert (len(page.context["trang_so"]), len(queries)) == (count, 8)


def test_other_units_do_not_see_the_requests(client, viec, can_bo, cong_an):
    asked = make_gia_han(viec, can_bo)
    client.force_login(cong_an)
    page = client.get(reverse("nhiemvu:extension_list", args=["vu-quang-2026"]))
    assert list(page.context["trang_so"]) == []
    assert client.get(reverse("nhiemvu:extension_decide", args=[asked.pk])).status_code == 404
