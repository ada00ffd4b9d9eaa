"""Figures, documents, dates and numbers in prose: what is told, and what is left to people."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donvi.tieng_viet import format_ngay, format_so
from kinhphi.so_tien import amount_in_words
from nhapxuat.so_trong_loi import (
    counts_same_thing,
    find_amounts,
    find_malformed,
    find_mismatches,
    find_quantities,
    find_wrong_shares,
    find_wrong_sums,
)
from nhapxuat.van_ban_trong_loi import check_numbering, find_dates, find_documents, read_mark

pytestmark = pytest.mark.pure

counts = st.integers(0, 99_999)


@given(st.lists(counts, min_size=2, max_size=6), st.integers(-3, 3))
def test_parts_named_after_gom_add_up_to_their_total(parts: list[int], off: int) -> None:
    total = sum(parts) + off
    words = ", ".join(
        f"nhóm {name}: {format_so(so)} hồ sơ" for name, so in zip("abcdef", parts, strict=False)
    )
    found = list(find_wrong_sums(f"Tổng số {format_so(max(total, 0))} hồ sơ, gồm {words}."))
    expected = (
        [] if max(total, 0) == sum(parts) else [(format_so(max(total, 0)), format_so(sum(parts)))]
    )
    assert [(one.so_in, one.so_tinh) for one in found] == expected


@given(st.integers(0, 9999), st.integers(1, 9999), st.integers(0, 2))
def test_share_rounded_half_up_is_right_and_another_is_not(tu: int, mau: int, so_le: int) -> None:
    step = Decimal(1).scaleb(-so_le)
    right = (Decimal(tu) / mau * 100).quantize(step, ROUND_HALF_UP)
    if right >= 1000 - step:
        return
    text = f"{tu}/{mau} hồ sơ, đạt tỷ lệ {{}}%"
    is_month = 1990 <= mau <= 2100
    assert list(find_wrong_shares(text.format(format_so(right, so_le)))) == []
    wrong = format_so(right + step, so_le)
    assert len(list(find_wrong_shares(text.format(wrong)))) == (0 if is_month else 1)


@given(st.integers(0, 10**15), st.integers(0, 10**15))
def test_amount_beside_its_words(so_tien: int, bang_chu: int) -> None:
    text = f"Tổng kinh phí là {format_so(so_tien)} đồng (Bằng chữ: {amount_in_words(bang_chu)})."
    [one] = find_amounts(text)
    assert (one.so_tien, one.so_bang_chu, one.la_tong) == (so_tien, bang_chu, True)


@given(st.integers(0, 10**12))
def test_number_written_by_the_rules_is_never_malformed(so: int) -> None:
    assert list(find_malformed(f"Tổng thu {format_so(so)} đồng, tăng {format_so(so)} lượt.")) == []


@given(st.text(alphabet="0123456789.,/%-:; ()đồngtrongđóTổngkinhphígồmIVX", max_size=200))
def test_any_text_is_read(text: str) -> None:
    list(find_mismatches(text)), list(find_malformed(text)), list(find_amounts(text))
    find_quantities(text), find_documents(text), find_dates(text), read_mark(text)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_date_is_found_as_figures_and_in_words(day: date) -> None:
    words = f"ngày {day.day} tháng {day.month} năm {day.year}"
    assert [one.ngay for one in find_dates(f"từ {format_ngay(day)} đến {words}.")] == [day, day]


LUOC_QUA = [
    # parts that may be some of many
    "Tiếp nhận 50 máy tính, trong đó 30 máy mới, 10 máy cũ.",
    "Thành lập 18 Tổ, trong đó có 2 tổ ở trường học.",
    # shares of something else, or about so many
    "Hộ có Internet 300/400, phấn đấu trên 80%",
    "Tháng 10/2026 đạt 85%",
    "Hệ thống hoạt động 24/7, đạt tỷ lệ hài lòng 95%",
    "Thành lập 18 tổ, gồm 90 thành viên, 18 tổ trưởng",
    "Đã giải quyết 51.780 hồ sơ, đang giải quyết gồm 2.800 hồ sơ, có 2.672 hồ sơ chưa đến hạn",
    "Đã giải quyết 643.272 hồ sơ; trong đó đúng và trước hạn 635.593 hồ sơ, chiếm tỷ lệ 98,81%; "
    "quá hạn 7.677 hồ sơ, chiếm tỷ lệ 1,19%",
    # codes, dates, networks, sections, telephones
    "Đến 15/10 đạt 80%; trước ngày 30/6 hoàn thành 50%",
    "Liên hệ 0912.345.678 hoặc 0239.3855.123",
    "Nghị quyết 57-NQ/TW ngày 22/12/2024, gồm 3 phần, 12 điểm",
    "Mục 2.1.3 và phiên bản 1.2.10, địa chỉ 10.1.2.3",
    "Phủ sóng 4G, 5G đạt 100% thôn, trong đó 6 thôn, 2 cụm",
]


@pytest.mark.parametrize("text", LUOC_QUA)
def test_what_is_not_certain_is_left_alone(text: str) -> None:
    assert [*find_mismatches(text), *find_malformed(text)] == []


def test_parts_above_the_total_are_always_wrong() -> None:
    [one] = find_wrong_sums("Tiếp nhận 50 máy, trong đó 30 máy mới, 25 máy cũ.")
    assert one.cau == "các phần cộng lại là 30 + 25 = 55, nhưng tổng ghi là 50; cần kiểm tra lại số"


def test_share_of_the_total_named_before() -> None:
    text = "Đã thanh toán: 758 hồ sơ. Trong đó, trực tuyến: 757 hồ sơ, đạt tỷ lệ 99,8%"
    [one] = find_wrong_shares(text)
    assert one.cau == "757/758 = 99,87%, nhưng tỷ lệ ghi là 99,8%; cần kiểm tra lại số"


@pytest.mark.parametrize(
    ("text", "in_ra", "dung"),
    [
        ("thu 17568.000 đồng", "17568.000", "17.568.000"),
        ("chi 1,640,000 đồng", "1,640,000", "1.640.000"),
        ("chi 3.711.00.000 đồng", "3.711.00.000", "371.100.000"),
        ("đạt 12345.678 lượt", "12345.678", "12.345.678"),
        ("chi 5.5 triệu đồng", "5.5", "5,5"),
    ],
)
def test_malformed_numbers(text: str, in_ra: str, dung: str) -> None:
    [one] = find_malformed(text)
    assert (one.so_in, one.so_tinh) == (in_ra, dung)


@pytest.mark.parametrize(
    "text",
    [
        "Tổng kinh phí đã giải ngân là 5.000.000 đồng",
        "Tổng kinh phí hỗ trợ từ tỉnh là 5.000.000 đồng",
        "Kinh phí là 5.000.000 đồng",
        "Tổng kinh phí dự án 1 là 5.000.000 đồng",
    ],
)
def test_amount_that_is_not_the_total_of_the_plan(text: str) -> None:
    assert [one.la_tong for one in find_amounts(text)] == [False]


def test_only_the_first_amount_after_the_word_is_the_total() -> None:
    text = "Tổng kinh phí năm 2027 là 5 triệu đồng, gồm ngân sách xã 3 triệu đồng."
    assert [(one.so_tien, one.la_tong) for one in find_amounts(text)] == [
        (5_000_000, True), (3_000_000, False),
    ]  # fmt: skip


def test_words_that_count_the_same_thing() -> None:
    name = "Cài đặt phần mềm bảo mật, diệt virus"
    assert counts_same_thing("cai dat phan mem bao mat", name, it_nhat=3)
    assert not counts_same_thing("cai dat phan mem bao mat moi", name, it_nhat=3)
    assert not counts_same_thing("cai dat", name, it_nhat=3)


def test_documents_with_dates() -> None:
    text = (
        "Kế hoạch số 04/KH -UBND ngày 5 tháng 7 năm 2025 của UBND xã về việc; "
        "Nghị định 73/2023/NĐ-CP"
    )
    assert [(str(one), one.ngay, one.co_quan, one.ky_hieu) for one in find_documents(text)] == [
        ("Kế hoạch số 04/KH-UBND", date(2025, 7, 5), "UBND xã", "kh-ubnd"),
        ("Nghị định số 73/2023/NĐ-CP", None, "", "nd-cp"),
    ]


@given(st.sampled_from(["la_ma", "so", "chu"]), st.integers(2, 12))
def test_numbers_in_order_are_right_and_a_gap_is_told(kieu: str, length: int) -> None:
    roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII"]
    rows = {"la_ma": roman, "so": [f"{n}." for n in range(1, 14)], "chu": list("abcdđeghiklmn")}
    marks = rows[kieu][:length]
    assert check_numbering(marks) == []
    assert (
        check_numbering([*marks, rows[kieu][length + (0 if length > 11 else 1)]]) != []
        or length > 11
    )
    assert check_numbering([*marks, marks[-1]]) == [f"“{marks[-1].rstrip('.')}” in 2 lần"]


def test_numbers_of_different_kinds_are_not_mixed() -> None:
    assert check_numbering(["Phần I", "1", "2", "Phần II", "Phụ lục", "a)"]) == []


def test_impossible_day_is_told_apart() -> None:
    assert [one.ngay for one in find_dates("30/02/2026")] == [None]
    assert find_dates("ngày 1/13") == []
    assert find_dates(format_ngay(date(2026, 1, 1) + timedelta(days=400)))[0].ngay == date(
        2027, 2, 5
    )
