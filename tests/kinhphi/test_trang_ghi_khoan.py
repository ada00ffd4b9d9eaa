"""Recording a movement of money: amounts, days, limits, and every fault at its field."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from donvi.models import DonVi, NguoiDung
from kinhphi.models import KhoanKinhPhi
from tests.factories import (
    make_dong_kinh_phi,
    make_ke_hoach,
    make_nhiem_vu,
)
from tests.personas import XaMau

pytestmark = pytest.mark.django_db

TRIEU = 1_000_000


def get(client: Client, person: NguoiDung, name: str = "kinhphi:list", **query: str):
    client.force_login(person)
    return client.get(reverse(name, args=["vu-quang-2026"]), query)


def post(client: Client, person: NguoiDung, noi: str, **typed: str):
    client.force_login(person)
    values = {
        "noi": noi,
        "loai_khoan": "phan_bo",
        "so_tien": "1.640",
        "don_vi_tien": "trieu",
        "ngay_chung_tu": "2026-01-05",
        "so_chung_tu": "15/QĐ-UBND",
    }
    return client.post(reverse("kinhphi:record", args=["vu-quang-2026"]), values | typed)


def test_recorded_amount_is_whole_dong(
    client: Client, vu_quang: XaMau, tai_chinh: NguoiDung
) -> None:
    row = make_dong_kinh_phi(vu_quang.ke_hoach, "1")
    answer = post(client, tai_chinh, f"dong-{row.pk}")
    assert (answer.status_code, answer["Location"]) == (302, "/ke-hoach/vu-quang-2026/kinh-phi/")
    khoan = KhoanKinhPhi.objects.get()
    assert (khoan.dong_kinh_phi, khoan.loai_khoan, khoan.so_tien, khoan.ngay_chung_tu) == (
        row, "phan_bo", 1640 * TRIEU, date(2026, 1, 5),
    )  # fmt: skip
    html = get(client, tai_chinh).content.decode()
    assert ["Đã ghi phân bổ." in html, "1.640.000.000" in html, "Lê Thị Ngân" in html] == [True] * 3


def test_day_may_be_typed_the_vietnamese_way(
    client: Client, vu_quang: XaMau, tai_chinh: NguoiDung
) -> None:
    task = make_nhiem_vu(vu_quang.ke_hoach, so_tien=1640 * TRIEU)
    post(client, tai_chinh, f"nhiem_vu-{task.pk}", ngay_chung_tu="05/01/2026", so_tien="1,64 tỷ")
    khoan = KhoanKinhPhi.objects.get()
    assert (khoan.nhiem_vu, khoan.so_tien, khoan.ngay_chung_tu) == (
        task, 1640 * TRIEU, date(2026, 1, 5),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"noi": ""}, "noi", "Hãy chọn dòng kinh phí hoặc nhiệm vụ."),
        ({"noi": "dong-0"}, "noi",
         "Không có dòng này trong kế hoạch; hãy chọn lại trong danh sách."),
        ({"loai_khoan": ""}, "loai_khoan", "Hãy chọn phân bổ, giải ngân hoặc quyết toán."),
        ({"so_tien": ""}, "so_tien", "Hãy nhập số tiền, ví dụ 150.000.000."),
        ({"so_tien": "0"}, "so_tien",
         "Số tiền phải lớn hơn 0 đồng và không quá 1.000.000.000.000.000 đồng."),
        ({"so_tien": "-5"}, "so_tien",
         "Không đọc được số tiền “-5”: cần ghi số theo lối Việt Nam, dấu chấm ngăn từng nhóm ba "
         "chữ số, kèm đơn vị nếu có; ví dụ 3.711.000.000 đồng, 1.640 triệu đồng hoặc 1,64 tỷ."),
        ({"don_vi_tien": "usd"}, "don_vi_tien",
         "Đơn vị tiền này không dùng được: chọn đồng hoặc triệu đồng."),
        ({"ngay_chung_tu": "31/02/2026"}, "ngay_chung_tu",
         "Ngày chứng từ không đọc được: cần ngày/tháng/năm, ví dụ 05/10/2026."),
        ({"so_chung_tu": " "}, "so_chung_tu",
         "Hãy ghi số chứng từ hoặc số quyết định, ví dụ 15/QĐ-UBND."),
        ({"loai_khoan": "giai_ngan"}, "ly_do_vuot",
         "Tổng giải ngân sẽ là 1.640.000.000 đồng, vượt 1.640.000.000 đồng so với số đã phân bổ "
         "0 đồng. Hãy sửa số tiền, hoặc ghi lý do vượt."),
    ],
)  # fmt: skip
def test_bad_input_gets_one_sentence_at_its_field(
    client: Client,
    vu_quang: XaMau,
    tai_chinh: NguoiDung,
    typed: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    row = make_dong_kinh_phi(vu_quang.ke_hoach, "1")
    answer = post(client, tai_chinh, **{"noi": f"dong-{row.pk}"} | typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [sentence]}
    assert KhoanKinhPhi.objects.count() == 0


def test_reason_for_passing_the_limit_is_shown_in_the_book(
    client: Client, vu_quang: XaMau, tai_chinh: NguoiDung
) -> None:
    row = make_dong_kinh_phi(vu_quang.ke_hoach, "1")
    post(client, tai_chinh, f"dong-{row.pk}", loai_khoan="giai_ngan", ly_do_vuot="Tạm ứng")
    assert "Lý do vượt: Tạm ứng" in get(client, tai_chinh).content.decode()


def test_form_offers_only_rows_without_rows_under_them(
    client: Client, vu_quang: XaMau, tai_chinh: NguoiDung
) -> None:
    part = make_dong_kinh_phi(vu_quang.ke_hoach, "A", cap_dong="phan")
    row = make_dong_kinh_phi(vu_quang.ke_hoach, "A.1", part)
    form = get(client, tai_chinh, "kinhphi:record", noi=f"dong-{row.pk}").context["form"]
    assert form.fields["noi"].choices == [("", "Chọn dòng"), (f"dong-{row.pk}", "A.1. Khoản A.1")]
    assert form["noi"].value() == f"dong-{row.pk}"


def test_units_of_the_other_commune_are_nowhere(
    client: Client, vu_quang: XaMau, tai_chinh: NguoiDung, nguoi_ngoai: NguoiDung
) -> None:
    other = DonVi.objects.get(xa__ten="Kỳ Lạc")
    row = make_dong_kinh_phi(make_ke_hoach(other.xa, other, "ky-lac-2026"), "1")
    assert post(client, tai_chinh, f"dong-{row.pk}").status_code == 422
    assert KhoanKinhPhi.objects.count() == 0
