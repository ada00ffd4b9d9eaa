import itertools
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donvi.tieng_viet import (
    _CO_THE_LA,
    _NHIN_THAY,
    SoKhongDocDuoc,
    code_sort_key,
    fold,
    format_dong,
    format_ngay,
    format_ngay_van_ban,
    format_so,
    normalise,
    parse_so,
    sort_key,
)

pytestmark = pytest.mark.pure

BANG_CHU_CAI = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TU = st.text(st.sampled_from(" ,.-0123456789" + BANG_CHU_CAI + "áàảãạấằễộứýỳỵÁẤĐƯ"), max_size=40)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Phòng Văn hoá - Xã hội", "Phòng Văn hóa - Xã hội"),
        ("Uỷ ban MTTQ; UỶ BAN; uỷ", "Ủy ban MTTQ; ỦY BAN; ủy"),
        ("khoẻ, loè, thuỷ, luỹ kế, hoà", "khỏe, lòe, thủy, lũy kế, hòa"),
        ("quý, quỹ, quỳ, Quý II", "quý, quỹ, quỳ, Quý II"),
        ("hoàn, xoáy, khoẻn, huỳnh, huýt", "hoàn, xoáy, khoẻn, huỳnh, huýt"),
        ("toàn, ngoài, khuỷu, oà", "toàn, ngoài, khuỷu, òa"),
        (unicodedata.normalize("NFD", "Đảng uỷ xã"), "Đảng ủy xã"),
        ("a\u00a0b\u2009c\u3000d\r\n\te", "a b c d e"),
        ("Kinh\u200b t\ufeffế\u00ad\x00", "Kinh tế"),
        ("2026 \u2010 \u2011 \u2012 \u2013 \u2014 \u2015 \u2212 30", "2026 - - - - - - - 30"),
        ("\u00d0ảng, \u00f0ơn vị", "Đảng, đơn vị"),
        ("", ""),
    ],
)
def test_normalise_unifies_habits(raw: str, expected: str) -> None:
    assert normalise(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Văn phòng HĐND\u2013UBND xã", "van phong hdnd-ubnd xa"),
        ("ĐỘC LẬP \u2014 Tự do", "doc lap - tu do"),
        ("Đường ướt ở Huế, quỹ", "duong uot o hue, quy"),
        ("a \u0301 b", "a b"),
    ],
)
def test_fold_takes_marks_off(raw: str, expected: str) -> None:
    assert fold(raw) == expected


@given(st.text())
def test_normalise_and_fold_are_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(st.sampled_from("oauyeáàạýỷẻqhnQOU \u0301\u0323\u0309\u200b\u0302"), max_size=12))
def test_normalise_and_fold_are_idempotent_with_loose_marks(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert fold(fold(text)) == fold(text)


@given(TU)
def test_fold_is_the_same_for_composed_decomposed_and_upper(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(text.upper()) == fold(text)


def test_sort_key_orders_the_alphabet() -> None:
    letters = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
    assert sorted(set(letters), key=sort_key) == list(letters)


def test_sort_key_orders_tones() -> None:
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == [
        "ma", "mà", "mả", "mã", "má", "mạ",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "expected",
    [
        ["an", "áo", "ăn", "âm", "ẩm", "Ấp", "da", "Đà", "đi", "Em"],
        ["Kỳ Anh", "Kỳ Hoa", "Kỳ Khang", "Kỳ Lạc", "Kỳ Thượng", "Kỳ Văn", "Kỳ Xuân"],
        ["Sơn", "Sơn Giang", "Sơn Hồng", "Sơn Kim 1", "Sơn Kim 2", "Sơn Kim 10", "Sơn Tây"],
        ["15", "15.1", "15.2", "15.10", "16", "thôn 1"],
        ["ba chìm", "bá chủ", "bà con", "bạ lúa"],
        ["Ðá", "Đạ", "đâu"],
        ["1", "2", "12345678901234567890", "a"],
    ],
)
def test_sort_key_orders_names(expected: list[str]) -> None:
    assert sorted(set(expected), key=sort_key) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "HÒA"),
        ("Văn hóa - Xã hội", "văn hoá Xã hội"),
        ("05", "5"),
        ("", "..."),
        ("Ł 中", ""),
    ],
)
def test_sort_key_ignores_case_place_of_tone_and_punctuation(one: str, other: str) -> None:
    assert sort_key(one) == sort_key(other)


def test_sort_key_of_foreign_marks_uses_the_bare_letter() -> None:
    assert sort_key("café") == sort_key("cafe") + "4"
    assert sort_key("über") == sort_key("uber")


@given(st.text())
def test_sort_key_is_plain_ascii(text: str) -> None:
    key = sort_key(text)
    assert set(key) <= set("0123456789abcdefghijklmnopqrstuvwxyz")


@given(TU)
def test_sort_key_length_is_bounded(text: str) -> None:
    assert len(sort_key(text)) <= 4 * len(text) + 1


@given(TU, TU)
def test_sort_key_order_of_first_words_decides(one: str, other: str) -> None:
    if sort_key(one) < sort_key(other):
        assert sort_key(f"b {one}") < sort_key(f"b {other}")


def test_code_sort_key_orders_a_budget_tree() -> None:
    parts = ["A", "A.I", "A.I.1", "A.I.2", "A.I.10", "A.II", "A.II.1", "A.III", "A.IV", "A.V"]
    expected = [*parts, "A.IX", "A.X", "A.XIV", "A.XXXIX", "B", "B.1", "C", "C.1", "D", "Đ"]
    for rotation in range(len(expected)):
        mixed = expected[rotation:] + expected[:rotation]
        assert sorted(mixed, key=code_sort_key) == expected


def test_code_sort_key_orders_lettered_groups_and_dots() -> None:
    letters = list("abcdđeghi")
    assert sorted(set(letters), key=code_sort_key) == letters
    assert code_sort_key("IV.") == code_sort_key("IV") == code_sort_key("4")
    assert code_sort_key("VI") == code_sort_key("6")
    # Not Roman numerals as numberings go: they stay letters.
    assert code_sort_key("CI") == sort_key("CI")
    assert code_sort_key("IIII") == sort_key("IIII")


@pytest.mark.parametrize(
    ("value", "so_le", "expected"),
    [
        (0, None, "0"),
        (1640, None, "1.640"),
        (3_711_000_000, None, "3.711.000.000"),
        (-1234, None, "-1.234"),
        (Decimal("70.63"), None, "70,63"),
        (Decimal("1.0"), None, "1"),
        (Decimal("1.0"), 1, "1,0"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("99.865"), 2, "99,87"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-0.001"), 2, "0,00"),
        (Decimal("-0.005"), 2, "-0,01"),
        (Decimal("0.05"), None, "0,05"),
        (
            Decimal("9999999999999999999999999999.995"),
            2,
            "10.000.000.000.000.000.000.000.000.000,00",
        ),
    ],
)
def test_format_so_writes_vietnamese_numbers(
    value: Decimal | int, so_le: int | None, expected: str
) -> None:
    assert format_so(value, so_le) == expected


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_format_so_refuses_what_is_not_a_number(value: str) -> None:
    with pytest.raises(ValueError, match="cần một số hữu hạn"):
        format_so(Decimal(value))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.640", "1640"),
        ("3.711.000.000", "3711000000"),
        ("70,63", "70.63"),
        ("1.234,5", "1234.5"),
        ("01", "1"),
        (" 1\u00a0250 ", "1250"),
        ("\u22125", "-5"),
        ("+5", "5"),
        ("0,05", "0.05"),
        ("17568", "17568"),
    ],
)
def test_parse_so_reads_vietnamese_numbers(text: str, expected: str) -> None:
    assert parse_so(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    ["", "1.64", "99.8", "0.640", "01.640", "17568.000", "3,711,000", "1,", ",5", "1..000", "năm",
     "1.640 đồng", "1 64", "1.6400", "٣"],
)  # fmt: skip
def test_parse_so_refuses_instead_of_guessing(text: str) -> None:
    with pytest.raises(SoKhongDocDuoc) as caught:
        parse_so(text)
    assert str(caught.value) == (
        f"Không đọc được số “{text}”: cần viết theo lối Việt Nam, dấu chấm ngăn từng "
        "nhóm ba chữ số và dấu phẩy trước phần thập phân, ví dụ 1.640 hoặc 70,63."
    )


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4) | st.integers())
def test_parse_so_reads_back_what_format_so_writes(value: Decimal | int) -> None:
    assert parse_so(format_so(value)) == value


def test_format_dong_names_the_unit() -> None:
    assert format_dong(1_640_000_000) == "1.640.000.000 đồng"


def test_dates_are_written_for_tables_and_for_documents() -> None:
    assert format_ngay(date(2026, 12, 31)) == "31/12/2026"
    assert format_ngay(date(2026, 7, 5)) == "05/07/2026"
    assert format_ngay_van_ban(date(2026, 2, 10)) == "ngày 10 tháng 02 năm 2026"
    assert format_ngay_van_ban(date(2026, 7, 9)) == "ngày 09 tháng 7 năm 2026"
    assert format_ngay_van_ban(date(2026, 12, 31)) == "ngày 31 tháng 12 năm 2026"


def test_every_date_of_twenty_years_has_its_own_words() -> None:
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(366 * 21)]
    assert len({format_ngay_van_ban(day) for day in days}) == len(days)
    assert all(format_ngay(one) != format_ngay(other) for one, other in itertools.pairwise(days))


def test_what_normalise_passes_over_needs_no_change():
    """The quick look at a text lets through only letters and signs that stay as they are."""
    passed = [char for char in map(chr, range(0x3000)) if not _CO_THE_LA.search(char)]
    assert len(passed) > 800
    assert [char for char in passed if char.translate(_NHIN_THAY) != char] == []
