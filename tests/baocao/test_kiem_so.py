"""Checks on typed numbers: what is right stays silent, what is wrong is named with what is."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from baocao.kiem_so import ConSo, check_numbers, frozen_figures
from baocao.loi_van import draft_sections
from chitieu.danh_gia import KetQuaDanhGia
from donvi.tieng_viet import format_so
from nhiemvu.trang_thai import TrangThai
from tests.baocao.so_lieu_mau import cac_chi_tieu, cac_don_vi, cac_nhiem_vu, chi_tieu, nhiem_vu
from tests.baocao.so_lieu_mau import so_lieu as make_so_lieu

pytestmark = pytest.mark.pure
COUNTS = st.integers(0, 99_999)
SHAPES = ("{a}/{b} hồ sơ ({p}%)", "{a}/{b} hồ sơ, đạt {p}%.", "{a}/{b} đạt tỷ lệ {p}%",
          "Có {a}/{b} hộ, chiếm {p}% số hộ")  # fmt: skip


def found(text: str, *figures: ConSo) -> list[str]:
    return [str(one) for one in check_numbers(text, figures)]


@given(COUNTS, st.integers(1, 99_999), st.sampled_from(SHAPES), st.integers(0, 2), st.booleans())
def test_right_shares_are_silent_rounded_or_cut(
    part: int, whole: int, shape: str, decimals: int, is_cut: bool
) -> None:
    exact = Decimal(part) * 100 / whole
    share = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN if is_cut else ROUND_HALF_UP)
    text = shape.format(a=format_so(part), b=format_so(whole), p=format_so(share, decimals))
    assert found(text) == []


@given(COUNTS, st.integers(1, 99_999), st.sampled_from(SHAPES), st.integers(0, 300))
def test_wrong_share_is_named_once_with_the_right_one(
    part: int, whole: int, shape: str, told: int
) -> None:
    exact = Decimal(part) * 100 / whole
    assume(abs(told - exact) >= 1)
    text = shape.format(a=part, b=whole, p=told)
    [warning] = found(text)
    assert warning.startswith(f"“{part}/{whole}") or f"{part}/{whole} là" in warning


@given(st.lists(st.integers(0, 500), min_size=2, max_size=6), st.integers(-3, 3))
def test_parts_are_added_up_and_compared_with_their_total(parts: list[int], off: int) -> None:
    total = sum(parts) + off
    assume(total >= 0)
    listed = ", ".join(f"{n} nhiệm vụ loại khác" for n in parts)
    text = f"Tổng số {total} nhiệm vụ, trong đó {listed}."
    assert len(found(text)) == (off != 0)
    text = f"Có {total} nhiệm vụ ({', '.join(f'phần này {n}' for n in parts)})."
    assert len(found(text)) == (off != 0)


@given(st.text(alphabet="0123456789/%,.() trong đógồmTổng sốđạt;\n", max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    check_numbers(text, [ConSo("tổng số {so} nhiệm vụ", 27)])


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 14/10 đạt 50% kế hoạch.", "Tháng 10/2026 đạt 70%.", "Kế hoạch số 05/2026 (30%).",
        "Báo cáo ngày 14/10/2026 (50%).", "Nghị quyết 57-NQ/TW gồm 7 nhóm.",
        "Thôn 1: 2 nhiệm vụ quá hạn (số 3, 7).", "Đã cài cho 120 người (Thôn 1, Thôn 2).",
        "Đã phát 2 loa (Thôn 3).", "Có 27 nhiệm vụ, trong đó 10 nhiệm vụ đã hoàn thành.",
        "VNeID ước đạt 70,63%, tăng 2 điểm phần trăm so với tháng 9 năm 2026.",
        "Tăng 3 nhiệm vụ (42,86%).", "Công an xã phối hợp 3 thôn (tháng 4 năm 2026).",
    ],
)  # fmt: skip
def test_dates_codes_and_names_are_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tiếp nhận 279/395 (70,7%).", "“279/395 (70,7%)”: 279/395 là 70,63%."),
        ("Có 5/0 hộ đạt 10%.", "“5/0 hộ đạt 10%”: mẫu số bằng 0 nên không có tỷ lệ."),
        (
            "Tổng số 27 nhiệm vụ, trong đó 10 hoàn thành, 12 đang làm.",
            "“Tổng số 27 nhiệm vụ, trong đó 10 hoàn thành, 12 đang làm”: các phần cộng lại là 22, "
            "tổng ghi 27.",
        ),
        (
            "Có 8 chỉ tiêu đạt (trong đó vượt 9).",
            "“8 chỉ tiêu đạt (trong đó vượt 9)”: phần (9) lớn hơn tổng, tổng ghi 8.",
        ),
    ],
)
def test_finding_says_what_was_found_and_what_is_expected(text: str, expected: str) -> None:
    assert found(text) == [expected]


def test_totals_are_compared_with_the_frozen_figures() -> None:
    figures = frozen_figures(
        make_so_lieu(
            nhiem_vu=cac_nhiem_vu(*(nhiem_vu(TrangThai.HOAN_THANH_DUNG_HAN, f"{n}") for n in "12")),
            don_vi=cac_don_vi(["CA"], thieu=["T1"]),
        )
    )
    text = "Trong kỳ có 2/2 đơn vị gửi báo cáo. Tổng số 3 nhiệm vụ. Chưa hoàn thành 0 nhiệm vụ."
    assert [str(one) for one in check_numbers(text, figures)] == [
        "“Tổng số 3 nhiệm vụ”: số liệu đã chốt là 2.",
        "“2/2 đơn vị gửi báo cáo”: số liệu đã chốt là 1.",
    ]


def test_what_the_portal_drafts_itself_gives_no_warning() -> None:
    snapshot = make_so_lieu(
        don_vi=cac_don_vi(["CA", "Thôn 1"], ["Thôn 1"], ["Thôn 2"]),
        chi_tieu=cac_chi_tieu(
            *(chi_tieu(result, f"Chỉ tiêu {n}") for n, result in enumerate(KetQuaDanhGia))
        ),
        nhiem_vu=cac_nhiem_vu(
            *(nhiem_vu(state, f"{n}") for n, state in enumerate(TrangThai)),
            tre={"Thôn 1": ["3", "4"]},
        ),
        kinh_phi={"du_toan": 900, "phan_bo": 395, "giai_ngan": 279, "quyet_toan": 0},
    )
    for drafted in draft_sections(snapshot):
        assert check_numbers(drafted.noi_dung, frozen_figures(snapshot)) == [], drafted.ma
