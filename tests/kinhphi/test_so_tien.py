import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinhphi.so_tien import (
    SO_TIEN_LON_NHAT,
    DonViTien,
    SoTienKhongDocDuoc,
    amount_in_words,
    format_dong,
    format_trieu,
    number_in_words,
    parse_amount_in_words,
    parse_don_vi_tien,
    parse_so_tien,
    to_dong,
    to_trieu,
)

pytestmark = pytest.mark.pure

SO_TIEN = st.integers(0, 10**15) | st.integers(0, SO_TIEN_LON_NHAT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đồng", DonViTien.DONG),
        ("Thành tiền (đồng)", DonViTien.DONG),
        ("Đơn giá (VNĐ)", DonViTien.DONG),
        ("nghìn đồng", DonViTien.NGHIN),
        ("ĐVT: nghìn đồng", DonViTien.NGHIN),
        ("Đơn vị tính: 1.000 đồng", DonViTien.NGHIN),
        ("(1000đ)", DonViTien.NGHIN),
        ("ngàn đồng", DonViTien.NGHIN),
        ("Kinh phí (trđ)", DonViTien.TRIEU),
        ("(tr.đ)", DonViTien.TRIEU),
        ("(Tr. đồng)", DonViTien.TRIEU),
        ("Triệu đồng", DonViTien.TRIEU),
        ("Số tiền triệu đồng", DonViTien.TRIEU),
        (unicodedata.normalize("NFD", "TRIỆU ĐỒNG"), DonViTien.TRIEU),
        ("tỷ đồng", DonViTien.TY),
        ("(tỉ đồng)", DonViTien.TY),
        ("Thành tiền", None),
        ("Hội đồng", None),
        ("Công ty", None),
        ("Đơn vị tính", None),
        ("", None),
        ("()", None),
    ],
)
def test_header_names_the_unit(text: str, expected: DonViTien | None) -> None:
    assert parse_don_vi_tien(text) == expected


@pytest.mark.parametrize(
    ("text", "don_vi_tinh", "expected"),
    [
        ("1.640", "trđ", 1_640_000_000),
        ("1.640", "Kinh phí (trđ)", 1_640_000_000),
        ("890", DonViTien.TRIEU, 890_000_000),
        ("1.640,5", "Triệu đồng", 1_640_500_000),
        ("30", "ĐVT: nghìn đồng", 30_000),
        ("3.711.000.000", DonViTien.DONG, 3_711_000_000),
        ("3.711.000.000 đồng", "trđ", 3_711_000_000),
        ("(3.711.000.000)", "đồng", None),
        ("17568.000 đồng", "đồng", 17_568_000),
        ("17568.000", "đồng", 17_568_000),
        ("17568.000", "trđ", None),
        ("17568000", "đồng", 17_568_000),
        ("1,64 tỷ", "đồng", 1_640_000_000),
        ("1,64 tỉ đồng.", "đồng", 1_640_000_000),
        ("500 tr.đ", "đồng", 500_000_000),
        ("500.000đ./.", "đồng", 500_000),
        ("2 tỷ 25 triệu đồng", "đồng", 2_025_000_000),
        ("3.711\u00a0triệu\u00a0đồng", "đồng", 3_711_000_000),
        ("01", "đồng", 1),
        ("0", "đồng", 0),
        ("2 tỷ 500", "đồng", None),
        ("25 triệu 2 tỷ", "đồng", None),
        ("2 tỷ 3 tỷ", "đồng", None),
        ("1.64", "trđ", None),
        ("3,711,000,000", "đồng", None),
        ("khoảng 5 tỷ", "đồng", None),
        ("-5", "đồng", None),
        ("100 - 200", "trđ", None),
        ("10%", "đồng", None),
        ("5 máy", "đồng", None),
        ("năm tỷ", "đồng", None),
    ],
)
def test_amount_is_read_as_whole_dong(
    text: str, don_vi_tinh: DonViTien | str, expected: int | None
) -> None:
    if expected is not None:
        assert parse_so_tien(text, don_vi_tinh) == expected
        return
    with pytest.raises(SoTienKhongDocDuoc) as caught:
        parse_so_tien(text, don_vi_tinh)
    assert str(caught.value) == (
        f"Không đọc được số tiền “{text}”: cần ghi số theo lối Việt Nam, dấu chấm ngăn từng nhóm "
        "ba chữ số, kèm đơn vị nếu có; ví dụ 3.711.000.000 đồng, 1.640 triệu đồng hoặc 1,64 tỷ."
    )


@pytest.mark.parametrize(
    ("text", "don_vi_tinh", "thong_bao"),
    [
        (
            " . ",
            "đồng",
            "Số tiền để trống: cần ghi số tiền, ví dụ 3.711.000.000 đồng hoặc 1,64 tỷ đồng.",
        ),
        (
            "5",
            "Ghi chú",
            "Không rõ đơn vị tiền trong “Ghi chú”: cần một trong các đơn vị "
            "đồng, nghìn đồng, triệu đồng, tỷ đồng.",
        ),
        (
            "1,640",
            "trđ",
            "Số tiền “1,640” đọc được hai cách vì dấu phẩy đứng trước ba chữ số: cần dùng dấu chấm "
            "ngăn từng nhóm ba chữ số, ví dụ 1.640 triệu đồng, hoặc bớt số 0 ở cuối.",
        ),
        (
            "500,000 đồng",
            "trđ",
            "Số tiền “500,000 đồng” đọc được hai cách vì dấu phẩy đứng trước ba chữ số: cần dùng "
            "dấu chấm ngăn từng nhóm ba chữ số, ví dụ 1.640 triệu đồng, hoặc bớt số 0 ở cuối.",
        ),
        ("1,5", "đồng", "Số tiền 1,5 đồng lẻ hơn một đồng: cần số nguyên đồng."),
        (
            "999.999.999 tỷ 1.000 triệu",
            "đồng",
            "Số tiền quá lớn: cần không quá 999.999.999.999.999.999 đồng.",
        ),
        (
            "1.000.000.000 tỷ",
            "đồng",
            "Số tiền quá lớn: cần không quá 999.999.999.999.999.999 đồng.",
        ),
    ],
)  # fmt: skip
def test_amount_that_is_no_amount_is_explained(text: str, don_vi_tinh: str, thong_bao: str) -> None:
    with pytest.raises(SoTienKhongDocDuoc) as caught:
        parse_so_tien(text, don_vi_tinh)
    assert str(caught.value) == thong_bao


@pytest.mark.parametrize("so", [-1, Decimal("-0.5"), Decimal("NaN"), Decimal("Infinity")])
def test_to_dong_refuses_what_is_no_amount(so: Decimal | int) -> None:
    with pytest.raises(SoTienKhongDocDuoc) as caught:
        to_dong(so, DonViTien.TRIEU)
    assert str(caught.value) == "Số tiền không dùng được: cần một số không âm."


def test_huge_figures_are_refused_quickly() -> None:
    with pytest.raises(SoTienKhongDocDuoc, match="quá lớn"):
        parse_so_tien("9" * 10_000)
    with pytest.raises(SoTienKhongDocDuoc, match="quá lớn"):
        parse_so_tien("9" * 5_000 + ".000")


@given(SO_TIEN, st.sampled_from(DonViTien))
def test_amounts_are_read_back(so_tien: int, don_vi_tinh: DonViTien) -> None:
    assert parse_so_tien(format_dong(so_tien), don_vi_tinh) == so_tien
    assert parse_so_tien(format_trieu(so_tien), don_vi_tinh) == so_tien
    assert to_dong(to_trieu(so_tien), DonViTien.TRIEU) == so_tien


@given(st.text())
def test_reading_never_fails_in_another_way(text: str) -> None:
    for parse in (parse_so_tien, parse_amount_in_words):
        try:
            assert 0 <= parse(text) <= SO_TIEN_LON_NHAT
        except SoTienKhongDocDuoc as error:
            assert str(error).endswith(".")  # noqa: PT017 - any text may be an amount


@pytest.mark.parametrize(
    ("so_tien", "expected"),
    [
        (0, "Không đồng"),
        (1, "Một đồng"),
        (10, "Mười đồng"),
        (100, "Một trăm đồng"),
        (101, "Một trăm linh một đồng"),
        (115, "Một trăm mười lăm đồng"),
        (1_000, "Một nghìn đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (101_015, "Một trăm linh một nghìn không trăm mười lăm đồng"),
        (523_056, "Năm trăm hai mươi ba nghìn không trăm năm mươi sáu đồng"),
        (17_568_000, "Mười bảy triệu năm trăm sáu mươi tám nghìn đồng"),
        (21_000_000, "Hai mươi mốt triệu đồng"),
        (145_001_000, "Một trăm bốn mươi lăm triệu không trăm linh một nghìn đồng"),
        (2_025_000_000, "Hai tỷ không trăm hai mươi lăm triệu đồng"),
        (3_000_000_005, "Ba tỷ không trăm linh năm đồng"),
        (3_711_000_000, "Ba tỷ bảy trăm mười một triệu đồng"),
        (4_600_000_000, "Bốn tỷ sáu trăm triệu đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
        (1_005_000_000_000, "Một nghìn không trăm linh năm tỷ đồng"),
        (10**15, "Một triệu tỷ đồng"),
    ],
)
def test_amount_is_written_in_words(so_tien: int, expected: str) -> None:
    assert amount_in_words(so_tien) == expected
    assert parse_amount_in_words(expected) == so_tien


@pytest.mark.parametrize(
    ("so", "expected"),
    [
        (4, "bốn"), (5, "năm"), (11, "mười một"), (14, "mười bốn"), (15, "mười lăm"),
        (20, "hai mươi"), (21, "hai mươi mốt"), (24, "hai mươi tư"), (25, "hai mươi lăm"),
        (104, "một trăm linh bốn"), (105, "một trăm linh năm"), (110, "một trăm mười"),
        (999, "chín trăm chín mươi chín"),
    ],
)  # fmt: skip
def test_number_is_said(so: int, expected: str) -> None:
    assert number_in_words(so) == expected


@pytest.mark.parametrize("so", [-1, SO_TIEN_LON_NHAT + 1])
def test_number_out_of_range_is_refused(so: int) -> None:
    with pytest.raises(ValueError, match="cần số từ 0 đến 999"):
        number_in_words(so)


@given(SO_TIEN)
def test_words_are_read_back(so_tien: int) -> None:
    words = amount_in_words(so_tien)
    assert parse_amount_in_words(words) == so_tien
    assert parse_amount_in_words(words.upper()) == so_tien
    assert parse_amount_in_words(unicodedata.normalize("NFD", f"({words} chẵn./.)")) == so_tien
    southern = words.replace("linh", "lẻ").replace("nghìn", "ngàn").replace("tỷ", "tỉ")
    assert parse_amount_in_words(southern) == so_tien


@given(SO_TIEN, SO_TIEN)
def test_words_of_two_amounts_differ(one: int, other: int) -> None:
    assert (amount_in_words(one) == amount_in_words(other)) == (one == other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hai tỷ hai mươi lăm triệu", 2_025_000_000),
        ("Ba tỉ, bảy trăm mười một triệu đồng chẵn", 3_711_000_000),
        ("hai mươi bốn đồng", 24),
        ("hai mươi một nghìn", 21_000),
        ("ba mươi năm", 35),
        ("ba mươi nhăm ngàn", 35_000),
        ("một nghìn lẻ năm đồng", 1_005),
        ("Bẩy trăm đồng", 700),
        ("không", 0),
    ],
)
def test_other_ways_of_saying_are_read(text: str, expected: int) -> None:
    assert parse_amount_in_words(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "đồng", "tỷ đồng", "một tỷ hai", "hai triệu ba", "một nghìn năm đồng",
     "một trăm năm", "một mươi", "ba bảy", "hai triệu ba tỷ triệu",
     "hai nghìn ba triệu", "ba triệu hai triệu", "3 tỷ", "ba tỷ rưỡi", "hai tỷ ba tỷ",
     "triệu đồng", "nghìn năm", "nam tram"],
)  # fmt: skip
def test_words_that_are_no_amount_are_refused(text: str) -> None:
    with pytest.raises(SoTienKhongDocDuoc) as caught:
        parse_amount_in_words(text)
    assert str(caught.value) == (
        f"Không đọc được số tiền bằng chữ “{text}”: cần ghi đủ từng hàng, "
        "ví dụ Ba tỷ bảy trăm mười một triệu đồng."
    )
