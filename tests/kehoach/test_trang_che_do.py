"""The page of the reporting regime, and the page of the commune's own days off."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from donvi.models import NhatKy, ThongBao
from donvi.vai_tro import VaiTro
from kehoach.ky_bao_cao import LoaiKy
from kehoach.models import NgayNghiRieng, QuyDinhBaoCao
from tests.factories import make_nguoi, make_quy_dinh, saved

pytestmark = [pytest.mark.django_db, pytest.mark.long_postgresql]


@pytest.fixture
def trang(client, vu_quang, tong_hop) -> Client:
    """Give the focal officer's browser, the plan having quarter and half-year reports."""
    make_quy_dinh(vu_quang.ke_hoach, LoaiKy.QUY, ngay_han_don_vi=10)
    make_quy_dinh(vu_quang.ke_hoach, LoaiKy.SAU_THANG, ngay_han_don_vi=10)
    client.force_login(tong_hop)
    return client


def url(name: str = "kehoach:rules") -> str:
    return reverse(name, args=["vu-quang-2026"])


def typed(page: Any, **changes: str) -> dict[str, str]:
    """Give what a browser would send back from the page, with some boxes changed."""
    box = page.context["bo"]
    data = {}
    for form in (box.chung, *box.cac_loai):
        for field in form:
            value = field.value()
            if value is True:
                data[field.html_name] = "on"
            elif value is not None and value is not False:
                data[field.html_name] = str(value)
    return data | changes


def test_page_shows_the_year_with_what_shares_a_form(trang):
    page = trang.get(url())
    assert page.status_code == 200
    assert [(str(row.lich.ky), row.is_shared) for row in page.context["lich"]] == [
        ("2026-Q1", False), ("2026-Q2", False), ("2026-6T", True), ("2026-Q3", False),
        ("2026-Q4", False),
    ]  # fmt: skip
    assert page.context["lich"][2].ghi_chu == (
        "Đơn vị không nhập phiếu riêng: dùng chung phiếu quý II năm 2026.",
        "Hạn của đơn vị đến trước ngày chốt 14/06/2026: số liệu từ 10/06/2026 đến 30/06/2026 là "
        "ước thực hiện.",
    )


def test_saving_changes_rules_and_says_so(trang, vu_quang):
    data = typed(trang.get(url()), **{"Q-ngay_han_don_vi": "12", "ly_do": "Theo công văn 15"})
    answer = trang.post(url(), data, follow=True)
    assert [str(m) for m in answer.context["messages"]] == [
        "Đã lưu chế độ báo cáo. Không phiếu đang mở nào đổi hạn."
    ]
    rule = QuyDinhBaoCao.objects.get(loai_ky="Q")
    assert (rule.ngay_han_don_vi, rule.history.first().history_change_reason) == (
        12, "Theo công văn 15",
    )  # fmt: skip
    act = NhatKy.objects.get(hanh_dong="sửa chế độ báo cáo")
    assert (act.gia_tri_cu["quý"], act.gia_tri_moi["quý"]) == (
        "Ngày 14 của tháng cuối kỳ; Trước ngày 10 của tháng cuối kỳ",
        "Ngày 14 của tháng cuối kỳ; Trước ngày 12 của tháng cuối kỳ",
    )


def test_kinds_are_turned_on_and_off(trang):
    data = typed(trang.get(url()), **{"T-bat": "on", "ly_do": "Giảm báo cáo"})
    del data["6T-bat"]
    trang.post(url(), data)
    assert set(QuyDinhBaoCao.objects.values_list("loai_ky", flat=True)) == {"T", "Q"}
    assert QuyDinhBaoCao.objects.get(loai_ky="T").ap_dung_tu_ngay is not None


def test_defaults_of_the_decree_are_filled_in_and_not_saved(trang):
    data = typed(trang.get(url()), mac_dinh="1", ly_do="Theo Nghị định")
    page = trang.post(url(), data)
    rule = page.context["bo"].form_of(LoaiKy.QUY)
    assert [rule[name].value() for name in ("ngay_han_don_vi", "nghiem_ngat", "bat")] == [
        18, "", True,
    ]  # fmt: skip
    assert page.context["bo"].chung["ly_do"].value() == "Theo Nghị định"
    assert not page.context["bo"].form_of(LoaiKy.THANG).is_on
    assert page.context["lich"][0].lich.han_don_vi == date(2026, 3, 18)
    assert QuyDinhBaoCao.objects.get(loai_ky="Q").ngay_han_don_vi == 10


def test_preview_shows_the_calendar_as_typed_and_saves_nothing(trang):
    data = typed(trang.get(url()), xem_truoc="1", **{"6T-ngay_han_don_vi": "20"})
    page = trang.post(url(), data)
    assert page.status_code == 200
    assert [str(row.lich.ky) for row in page.context["lich"] if row.is_shared] == []
    assert QuyDinhBaoCao.objects.get(loai_ky="6T").ngay_han_don_vi == 10


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"Q-ngay_han_don_vi": "32"}, "Ngày hạn của đơn vị: hãy nhập một số từ 1 đến 31."),
        ({"ly_do": ""}, "Hãy ghi lý do thay đổi để các đơn vị biết vì sao hạn báo cáo đổi."),
        (
            {"Q-ngay_han_dau_moi": "5"},
            "Hạn của đầu mối (05/03/2026) sớm hơn hạn của đơn vị (09/03/2026) ở kỳ quý I năm 2026; "
            "đầu mối cần thời gian tổng hợp sau khi đơn vị gửi.",
        ),
        ({"nhac_truoc_ngay": "bảy"}, "Nhắc trước ngày viết như 7, 3, 1"),
    ],
)
def test_a_mistake_is_said_in_one_sentence_and_nothing_is_lost(trang, changes, sentence):
    data = typed(trang.get(url()), **({"ly_do": "Đổi", "Q-nguyen_van": "Lời mới"} | changes))
    page = trang.post(url(), data)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert page.context["bo"].form_of(LoaiKy.QUY)["nguyen_van"].value() == "Lời mới"
    assert QuyDinhBaoCao.objects.get(loai_ky="Q").nguyen_van == ""


def test_a_cut_off_after_the_deadline_is_no_mistake(trang):
    data = typed(trang.get(url()), **{"Q-ngay_chot": "31", "ly_do": "Chốt cuối tháng"})
    assert trang.post(url(), data).status_code == 302


def test_somebody_else_saved_meanwhile(trang, vu_quang):
    data = typed(trang.get(url()), **{"Q-ngay_han_don_vi": "12", "ly_do": "Đổi"})
    rule = QuyDinhBaoCao.objects.get(loai_ky="6T")
    rule.ngay_han_don_vi = 15
    saved(rule)
    page = trang.post(url(), data)
    assert page.status_code == 409
    assert page.context["bo"].form_of(LoaiKy.QUY)["ngay_han_don_vi"].value() == "12"
    again = typed(page)
    assert trang.post(url(), again).status_code == 302
    assert QuyDinhBaoCao.objects.get(loai_ky="Q").ngay_han_don_vi == 12


def test_others_of_the_commune_read_it(client, trang, can_bo):
    client.force_login(can_bo)
    page = client.get(url())
    assert "Lưu chế độ báo cáo" not in page.content.decode()
    assert len(page.context["lich"]) == 5


def test_days_are_listed_added_and_removed(trang, vu_quang):
    days = url("kehoach:days_off")
    data = {"ngay_nghi": "2026-10-19", "loai_ngay": "nghi", "mo_ta": "Lễ hội của xã"}
    assert trang.post(days, data).status_code == 302
    day = NgayNghiRieng.objects.get()
    assert str(day) == "19/10/2026: Lễ hội của xã"
    gone = trang.post(reverse("kehoach:day_off_remove", args=[day.pk]), {"ke_hoach": "a\x00"})
    assert (gone.status_code, gone["Location"]) == (302, days)
    assert NgayNghiRieng.objects.count() == 0
    kept = NgayNghiRieng.history.values_list("history_type", "history_change_reason")
    assert list(kept.order_by("history_id")) == [
        ("+", "Thêm ngày nghỉ 19/10/2026: Lễ hội của xã"),
        ("-", "Gỡ ngày nghỉ 19/10/2026: Lễ hội của xã"),
    ]


def test_a_whole_tet_is_added_at_once_without_what_is_off_anyway(trang, vu_quang):
    saved(NgayNghiRieng(xa=vu_quang.xa, ngay_nghi=date(2026, 10, 21), mo_ta="Lễ hội"))
    days = url("kehoach:days_off")
    data = {
        "ngay_nghi": "2026-10-16",
        "den_ngay": "2026-10-22",
        "loai_ngay": "nghi",
        "mo_ta": "Bão",
    }
    page = trang.post(days, data, follow=True)
    assert [str(m) for m in page.context["messages"]] == [
        "Đã ghi 4 ngày; 3 ngày vốn đã đúng như vậy nên không ghi. Không phiếu đang mở nào đổi hạn."
    ]
    added = NgayNghiRieng.objects.filter(mo_ta="Bão").order_by("ngay_nghi")
    assert [day.ngay_nghi.day for day in added] == [16, 19, 20, 22]  # 17, 18: a weekend


@pytest.mark.parametrize(
    ("den_ngay", "sentence"),
    [
        ("2026-10-16", "Đến ngày 16/10/2026 phải từ ngày đầu, 17/10/2026, trở đi."),
        ("2026-10-18", "Mọi ngày trong khoảng này đã có trong danh sách"),
        ("2026-11-17", "Khoảng ngày dài 32 ngày; mỗi lần ghi tối đa 31 ngày."),
    ],
)
def test_a_range_that_ends_too_early_or_late_or_changes_nothing_is_refused(
    trang, den_ngay, sentence
):
    data = {"ngay_nghi": "2026-10-17", "den_ngay": den_ngay, "loai_ngay": "nghi", "mo_ta": "Bão"}
    page = trang.post(url("kehoach:days_off"), data)
    assert (page.status_code, sentence in page.content.decode()) == (422, True)
    assert NgayNghiRieng.objects.count() == 0


@pytest.mark.parametrize(
    ("ngay", "loai", "sentence"),
    [
        ("2026-10-17", "nghi", "Ngày 17/10/2026 vốn là ngày nghỉ cuối tuần hoặc ngày lễ"),
        ("2026-10-19", "lam_bu", "Ngày 19/10/2026 vốn là ngày làm việc"),
        ("2026-10-20", "nghi", "Ngày 20/10/2026 đã có trong danh sách của xã"),
        ("1890-10-20", "nghi", "Ngày: hãy nhập năm từ 2000 đến 2099."),
    ],
)
def test_a_day_that_changes_nothing_is_refused(trang, vu_quang, ngay, loai, sentence):
    saved(NgayNghiRieng(xa=vu_quang.xa, ngay_nghi=date(2026, 10, 20), mo_ta="Lễ hội"))
    data = {"ngay_nghi": ngay, "loai_ngay": loai, "mo_ta": "Lễ hội của xã"}
    page = trang.post(url("kehoach:days_off"), data)
    assert (page.status_code, sentence in page.content.decode()) == (422, True)
    assert NgayNghiRieng.objects.count() == 1


# --- who compiles ---------------------------------------------------------------------------------


def handed_to(unit: Any, plan: Any, ly_do: str = "Thông báo số 15/TB-UBND") -> dict[str, str]:
    return {
        "dau-moi-tu_don_vi": str(plan.don_vi_dau_moi_id),
        "dau-moi-don_vi": str(unit.pk),
        "dau-moi-ly_do": ly_do,
    }


def test_the_focal_unit_hands_the_compiling_over_on_record(trang, vu_quang, tong_hop):
    plan = vu_quang.ke_hoach
    next_one = make_nguoi("ca_tong_hop", vu_quang.cong_an, VaiTro.TONG_HOP)
    page = trang.get(url())
    offered = page.context["dau_moi"].fields["don_vi"].choices
    assert [label for _, label in offered] == ["Chọn đơn vị", "Công an xã"]
    data = handed_to(vu_quang.cong_an, plan)
    assert trang.post(url("kehoach:focal_change"), data)["Location"] == url()
    plan.refresh_from_db()
    assert plan.don_vi_dau_moi == vu_quang.cong_an
    act = NhatKy.objects.about(plan).first()
    assert (act.hanh_dong, act.created_by, act.gia_tri_moi, act.ly_do) == (
        "đổi đơn vị tổng hợp", tong_hop, {"don_vi_dau_moi": "Công an xã"},
        "Thông báo số 15/TB-UBND",
    )  # fmt: skip
    assert plan.history.first().history_change_reason == "Thông báo số 15/TB-UBND"
    told = ThongBao.objects.values_list("nguoi_nhan__username", flat=True)
    assert set(told) == {"tong_hop", next_one.username}
    assert trang.post(url("kehoach:focal_change"), data).status_code == 403  # no longer theirs


def test_a_leader_may_hand_it_over_nobody_to_a_unit_without_a_compiler(
    client, trang, vu_quang, lanh_dao
):
    plan = vu_quang.ke_hoach
    make_nguoi("ca_tong_hop", vu_quang.cong_an, VaiTro.TONG_HOP)
    client.force_login(lanh_dao)
    for data, sentence in (
        (handed_to(vu_quang.thon, plan), "hãy chọn một đơn vị trong danh sách"),
        (handed_to(vu_quang.cong_an, plan, "  "), "Lý do đổi: hãy ghi"),
        (handed_to(vu_quang.cong_an, plan) | {"dau-moi-tu_don_vi": "999999"}, "vừa được đổi thành"),
    ):
        page = client.post(url("kehoach:focal_change"), data)
        assert (page.status_code, sentence in page.content.decode()) == (422, True), sentence
    assert (
        client.post(url("kehoach:focal_change"), handed_to(vu_quang.cong_an, plan)).status_code
        == 302
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_one_and_three_rows(
    trang, vu_quang, rows, django_assert_num_queries
):
    for day in range(19, 19 + rows):
        saved(NgayNghiRieng(xa=vu_quang.xa, ngay_nghi=date(2026, 10, day), mo_ta="Lễ hội"))
    rules = QuyDinhBaoCao.objects.all()
    rules.update(doi_ngay_nghi="sau")
    if rows == 1:
        rules.filter(loai_ky="6T").delete()
    with django_assert_num_queries(12):
        trang.get(url())
    with django_assert_num_queries(7):
        trang.get(url("kehoach:days_off"))
