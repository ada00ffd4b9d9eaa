"""What a form lacks before it can be sent, sentence by sentence; and reading single boxes."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from baocao.doc_o_nhap import read_number, read_past_day, read_percent
from baocao.phieu import missing_to_submit
from chitieu.models import SoLieu
from donvi.tieng_viet import format_so
from nhiemvu.models import TienDo
from tests.factories import make_chi_tieu, make_nhiem_vu, make_phan_cong, make_phieu, saved

HOM_NAY = date(2026, 10, 15)


def gaps(phieu):
    """List the sentences of what is missing."""
    return [gap.cau for gap in missing_to_submit(phieu)]


def write(phan_cong, **values):
    """Save a draft of October."""
    return saved(
        TienDo(phan_cong=phan_cong, ky_bao_cao="2026-T10", ngay_chot=date(2026, 10, 14), **values)
    )


@pytest.fixture
def phieu(vu_quang):
    """Give the village's form of October 2026."""
    return make_phieu(vu_quang.ke_hoach, vu_quang.thon)


def test_a_lead_unit_must_answer(vu_quang, phieu):
    make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, ma="7"), vu_quang.thon)
    assert gaps(phieu) == [
        "Nhiệm vụ 7 (Tuyên truyền): chưa báo cáo. Hãy nhập việc đã làm và tiến độ, hoặc chọn "
        "“Không phát sinh trong kỳ”."
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"khong_phat_sinh": True}, []),
        ({"noi_dung": "Đã họp", "phan_tram": 0}, []),
        ({"noi_dung": "Đã họp"}, ["Nhiệm vụ 7 (Tuyên truyền): chưa ghi tiến độ, từ 0 đến 100%."]),
        ({"phan_tram": 40}, ["Nhiệm vụ 7 (Tuyên truyền): chưa ghi việc đã làm."]),
        (
            {"noi_dung": "Đã xong", "phan_tram": 100},
            ["Nhiệm vụ 7 (Tuyên truyền): tiến độ 100% thì cần ghi ngày hoàn thành."],
        ),
        (
            {"noi_dung": "Đã xong", "phan_tram": 100, "ngay_hoan_thanh": date(2026, 10, 1)},
            [],
        ),
    ],
)
def test_what_a_lead_unit_must_say(vu_quang, phieu, values, expected):
    write(make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, ma="7"), vu_quang.thon), **values)
    assert gaps(phieu) == expected


def test_completion_needs_the_product_the_plan_names(vu_quang, phieu):
    task = make_nhiem_vu(vu_quang.ke_hoach, ma="7", san_pham="Báo cáo tổng kết")
    done = {"noi_dung": "Xong", "phan_tram": 100, "ngay_hoan_thanh": date(2026, 10, 1)}
    row = write(make_phan_cong(task, vu_quang.thon), **done)
    assert gaps(phieu) == [
        "Nhiệm vụ 7 (Tuyên truyền): đã hoàn thành thì cần ghi sản phẩm đã có "
        "(kế hoạch yêu cầu: Báo cáo tổng kết)."
    ]
    row.san_pham = "Báo cáo 15/BC-THON"
    saved(row)
    assert gaps(phieu) == []


def test_recurring_work_at_100_percent_needs_no_completion(vu_quang, phieu):
    task = make_nhiem_vu(
        vu_quang.ke_hoach, loai_han="thuong_xuyen", tu_ngay=None, han_hoan_thanh=None
    )
    write(make_phan_cong(task, vu_quang.thon), noi_dung="Đã phát", phan_tram=100)
    assert gaps(phieu) == []


def test_finished_and_suspended_tasks_ask_for_nothing(vu_quang, phieu):
    open_task = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
    write(open_task, khong_phat_sinh=True)
    done = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
    done.phan_tram, done.ngay_hoan_thanh = 100, date(2026, 9, 1)
    saved(done)
    paused = make_nhiem_vu(vu_quang.ke_hoach, tam_dung=True, ly_do_tam_dung="Chờ vốn")
    make_phan_cong(paused, vu_quang.thon)
    assert gaps(phieu) == []


def test_a_form_that_says_nothing_is_never_complete(vu_quang, phieu):
    make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon, "phoi_hop")
    assert gaps(phieu) == [
        "Phiếu chưa có nội dung nào. Hãy nhập ít nhất một mục, hoặc bấm “Không phát sinh” nếu "
        "trong kỳ đơn vị không có việc gì mới."
    ]


def figure(phieu, chi_tieu, **values):
    """Save a figure of October."""
    return saved(
        SoLieu(
            chi_tieu=chi_tieu, don_vi=phieu.don_vi, ky_bao_cao="2026-T10",
            ngay_chot=date(2026, 10, 14), **values,
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"tinh_trang": "co_so_lieu", "gia_tri": 0}, []),
        ({"tinh_trang": "khong_phat_sinh"}, []),
        ({"tinh_trang": "chua_co", "ghi_chu": "Chờ ngân hàng"}, []),
        (
            {"tinh_trang": "chua_co"},
            ["Chỉ tiêu 9 (Tỷ lệ hồ sơ trực tuyến): chưa có số liệu thì cần ghi chú vì sao."],
        ),
        (
            {"tinh_trang": "co_so_lieu"},
            ["Chỉ tiêu 9 (Tỷ lệ hồ sơ trực tuyến): đã chọn có số liệu nhưng ô còn trống."],
        ),
    ],
)
def test_what_a_figure_must_say(vu_quang, phieu, values, expected):
    figure(phieu, make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon, ma="9"), **values)
    assert gaps(phieu) == expected


def test_a_qualitative_indicator_is_answered_in_words(vu_quang, phieu):
    chi_tieu = make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon, ma="9", loai_chi_tieu="dinh_tinh")
    assert gaps(phieu) == [
        "Chỉ tiêu 9 (Tỷ lệ hồ sơ trực tuyến): chưa có nhận xét. Hãy nhập, hoặc chọn “Không phát "
        "sinh” hay “Chưa có số liệu”."
    ]
    figure(phieu, chi_tieu, tinh_trang="co_so_lieu", nhan_xet="Đã dùng trợ lý ảo")
    assert gaps(phieu) == []


def test_only_the_lead_named_first_answers_for_a_figure(vu_quang, phieu):
    make_chi_tieu(vu_quang.ke_hoach, vu_quang.cong_an, vu_quang.thon, ma="9")
    make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, ma="7"), vu_quang.thon)
    assert [gap.split(" ")[0:2] for gap in gaps(phieu)] == [["Nhiệm", "vụ"]]


# --- single boxes ---------------------------------------------------------------------------------


@pytest.mark.pure
@pytest.mark.parametrize("text", ["abc", "101", "-1", "40,5", "1.000", "٤٠", "4 0", "1e2", "%"])
def test_read_percent_refuses(text):
    if text == "%":
        assert read_percent("Tiến độ", text) is None
        return
    with pytest.raises(ValidationError) as refusal:
        read_percent("Tiến độ", text)
    assert refusal.value.messages == [
        f"Tiến độ “{text}” không hợp lệ: cần một số nguyên từ 0 đến 100, ví dụ 40."
    ]


@pytest.mark.pure
@given(st.integers(0, 100))
def test_read_percent_reads_what_is_written(value):
    assert read_percent("Tiến độ", f" {value} % ") == value


@pytest.mark.pure
@given(st.decimals("-99999999999999", "99999999999999", places=6))
def test_read_number_reads_what_is_written(value):
    assert read_number("Giá trị", format_so(value), whole_digits=14, places=6) == value


@pytest.mark.pure
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "85.5",
            "Giá trị “85.5” không đọc được: cần một số viết theo lối Việt Nam, ví dụ 85,5 hoặc "
            "1.640.",
        ),
        (
            "1" * 15,
            f"Giá trị “{'1' * 15}” không ghi được: cần một số có tối đa 14 chữ số phần nguyên và 6 "
            "chữ số sau dấu phẩy.",
        ),
        (
            "0,1234567",
            "Giá trị “0,1234567” không ghi được: cần một số có tối đa 14 chữ số phần nguyên và 6 "
            "chữ số sau dấu phẩy.",
        ),
    ],
)
def test_read_number_refuses(text, sentence):
    with pytest.raises(ValidationError) as refusal:
        read_number("Giá trị", text, whole_digits=14, places=6)
    assert refusal.value.messages == [sentence]


@pytest.mark.pure
def test_read_number_takes_trailing_zeros():
    assert read_number("Giá trị", "70,6300000", whole_digits=14, places=6) == Decimal("70.63")


@pytest.mark.pure
@pytest.mark.parametrize("text", ["2026-10-15", "15/10/2026", "15/10/2026 "])
def test_read_past_day_takes_today(text):
    assert read_past_day("Ngày hoàn thành", text, on=HOM_NAY) == HOM_NAY


@pytest.mark.pure
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "2026-10-16",
            "Ngày hoàn thành 16/10/2026 ở sau hôm nay (15/10/2026): chỉ ghi ngày đã qua; nếu việc "
            "chưa xong thì bỏ trống.",
        ),
        (
            "31/02/2026",
            "Ngày hoàn thành “31/02/2026” không đọc được: cần ngày/tháng/năm, ví dụ 05/10/2026.",
        ),
    ],
)
def test_read_past_day_refuses(text, sentence):
    with pytest.raises(ValidationError) as refusal:
        read_past_day("Ngày hoàn thành", text, on=HOM_NAY)
    assert refusal.value.messages == [sentence]
