"""What the description of a document decides once for every file made of it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vanban.van_ban_mau import BANG_CHI_TIEU, BAO_CAO, KE_HOACH, KE_HOACH_BAN_CHI_DAO
from vanban.bang_bieu import BangBieu, CotBang, DongBang, LoiTaiLieu, OBang, fit_columns
from vanban.ngat_dong import balanced_lines, width_em
from vanban.tai_lieu import (
    CapDieuKhoan,
    DieuKhoan,
    DoanVan,
    KhoiDau,
    NgayThang,
    NoiNhan,
    PhuLuc,
    end_marked,
    punctuate_list,
)
from vanban.the_thuc import CHU_CAI_DIEM, LoiThamSo, ThamSo, diem_letter, roman

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("so_van_ban", "expected"),
    [
        ("", "Số:        /KH-UBND"),
        ("5", "Số: 05/KH-UBND"),
        ("12", "Số: 12/KH-UBND"),
        ("05a", "Số: 05a/KH-UBND"),
    ],
)
def test_number_line_is_blank_or_padded(so_van_ban: str, expected: str) -> None:
    khoi_dau = replace(KE_HOACH.khoi_dau, so_van_ban=so_van_ban)
    assert khoi_dau.number_line == expected


@pytest.mark.parametrize(
    ("ngay_thang", "expected"),
    [
        (NgayThang(2026, 1, 5), "Vũ Quang, ngày 05 tháng 01 năm 2026"),
        (NgayThang(2026, 2, 10), "Vũ Quang, ngày 10 tháng 02 năm 2026"),
        (NgayThang(2026, 7, 9), "Vũ Quang, ngày 09 tháng 7 năm 2026"),
        (NgayThang(2026, 12, 31), "Vũ Quang, ngày 31 tháng 12 năm 2026"),
        (NgayThang(), "Vũ Quang, ngày        tháng        năm       "),
    ],
)
def test_place_line_pads_days_and_only_the_first_two_months(
    ngay_thang: NgayThang, expected: str
) -> None:
    assert replace(KE_HOACH.khoi_dau, ngay_thang=ngay_thang).place_line == expected


def test_long_issuer_is_broken_into_lines_of_its_column() -> None:
    khoi_dau = KE_HOACH_BAN_CHI_DAO.khoi_dau
    assert khoi_dau.upper_chu_quan == ("ỦY BAN NHÂN DÂN XÃ TỊNH KHÊ",)
    assert khoi_dau.upper_ban_hanh == (
        "BAN CHỈ ĐẠO PHÁT TRIỂN",
        "KHOA HỌC, CÔNG NGHỆ,",
        "ĐỔI MỚI SÁNG TẠO,",
        "CHUYỂN ĐỔI SỐ VÀ ĐỀ ÁN 06",
    )


def test_recipients_and_bases_end_in_the_marks_of_the_decree() -> None:
    assert NoiNhan(("Sở KH&CN (b/c)", "Các thôn.", "Lưu: VT, VHXH;")).lines == (
        "- Sở KH&CN (b/c);",
        "- Các thôn;",
        "- Lưu: VT, VHXH.",
    )
    assert KE_HOACH.can_cu_lines == (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Căn cứ Kế hoạch số 231/KH-UBND ngày 10 tháng 5 năm 2025 của Ủy ban nhân dân tỉnh.",
    )
    assert punctuate_list(()) == ()


def test_one_addressee_stands_bare_and_several_as_a_list() -> None:
    assert replace(BAO_CAO, kinh_gui=("Ủy ban nhân dân tỉnh",)).kinh_gui_lines == (
        "Ủy ban nhân dân tỉnh",
    )
    assert BAO_CAO.kinh_gui_lines == ("- Sở Khoa học và Công nghệ;", "- Thường trực Đảng ủy xã.")


def test_last_sentence_is_marked_once_and_a_table_is_left_alone() -> None:
    assert end_marked(DoanVan("Xong.")) == DoanVan("Xong./.")
    assert end_marked(DoanVan("Xong./.")) == DoanVan("Xong./.")
    assert end_marked(BANG_CHI_TIEU) == BANG_CHI_TIEU
    heading = DieuKhoan(CapDieuKhoan.KHOAN, "1", "Tên")
    assert end_marked(heading) == heading


def test_one_appendix_has_no_number_and_several_have_roman_ones() -> None:
    assert [muc.nhan for muc in KE_HOACH_BAN_CHI_DAO.numbered_phu_luc] == ["Phụ lục"]
    assert [muc.nhan for muc in KE_HOACH.numbered_phu_luc] == ["Phụ lục I", "Phụ lục II"]
    assert [muc.ma for muc in KE_HOACH.numbered_phu_luc] == ["phu-luc-1", "phu-luc-2"]


def test_reference_line_has_the_blanks_of_the_head() -> None:
    assert KE_HOACH.reference_line == (
        "(Kèm theo Kế hoạch số        /KH-UBND ngày        tháng 01 năm 2026 "
        "của Ủy ban nhân dân xã Vũ Quang)"
    )
    assert KE_HOACH_BAN_CHI_DAO.reference_line == (
        "(Kèm theo Kế hoạch số 02/KH-BCĐ ngày 07 tháng 8 năm 2025 của Ban Chỉ đạo xã Tịnh Khê)"
    )


def test_title_of_the_file_is_one_line() -> None:
    two_lines = replace(KE_HOACH, trich_yeu="Chuyển đổi số\nnăm 2026")
    assert two_lines.tieu_de == "Kế hoạch Chuyển đổi số năm 2026"
    assert two_lines.trich_yeu_lines == ("Chuyển đổi số", "năm 2026")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"trich_yeu": " "}, "Văn bản chưa có tên loại hoặc trích yếu; cần nhập đủ cả hai."),
        (
            {"noi_dung": (), "trich_yeu": "A"},
            "Kế hoạch A: chưa có nội dung; cần ít nhất một đoạn văn.",
        ),
    ],
)
def test_document_without_its_parts_is_refused(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(LoiTaiLieu) as error:
        replace(KE_HOACH, **change)
    assert str(error.value) == sentence


def test_row_that_does_not_fill_the_columns_is_refused() -> None:
    cac_cot = (CotBang("TT"), CotBang("Tên"))
    BangBieu(cac_cot, (DongBang((OBang("cả dòng", so_cot=2),)),))
    with pytest.raises(LoiTaiLieu) as error:
        BangBieu(cac_cot, (DongBang(("1", "a")), DongBang(("2",))), ten_bang="Nhiệm vụ")
    assert str(error.value) == "Bảng “Nhiệm vụ”, dòng 2: có 1 ô, cần đủ 2 ô như số cột."


def test_header_of_grouped_columns_has_two_rows() -> None:
    upper, lower = BANG_CHI_TIEU.header_rows
    assert [(o.noi_dung, o.so_cot, o.so_dong) for o in upper] == [
        ("TT", 1, 2),
        ("Chỉ tiêu", 1, 2),
        ("Phấn đấu theo từng giai đoạn", 5, 1),
        ("Cơ quan chủ trì theo dõi, đánh giá", 1, 2),
    ]
    assert [o.noi_dung for o in lower] == [f"Năm {nam}" for nam in (2026, 2030, 2035, 2040, 2045)]


def test_empty_table_says_so_across_all_columns() -> None:
    (dong,) = BangBieu((CotBang("TT"), CotBang("Tên"))).laid_rows
    (o_bang,) = dong.cac_o
    assert (o_bang.noi_dung, o_bang.so_cot) == ("Không có dữ liệu.", 2)


def test_only_tall_rows_may_break() -> None:
    rows = (DongBang(("1", "ngắn")), DongBang(("2", "dòng\n" * 13)))
    bang = fit_columns(BangBieu((CotBang("TT"), CotBang("Tên")), rows), be_rong=165, co_chu=12)
    assert [dong.is_breakable for dong in bang.cac_dong] == [False, True]


@given(
    st.lists(st.text("aậ %0M", min_size=1, max_size=12), min_size=1, max_size=9),
    st.lists(st.integers(1, 60), min_size=9, max_size=9),
    st.sampled_from([155, 165, 242]),
)
def test_fitted_columns_never_take_more_than_the_width(
    texts: list[str], weights: list[int], be_rong: int
) -> None:
    columns = tuple(CotBang(text, weight) for text, weight in zip(texts, weights, strict=False))
    widths = fit_columns(BangBieu(columns), be_rong=be_rong, co_chu=12).percent_widths
    assert sum(Decimal(width) for width in widths) <= 100
    assert all(Decimal(width) > 0 for width in widths)


@given(st.text("aậmĐ W", max_size=120), st.integers(300, 4000))
def test_balanced_lines_keep_every_word_in_order_and_the_limit(text: str, max_em: int) -> None:
    lines = balanced_lines(text, max_em)
    assert " ".join(lines).split() == text.split()
    assert all(width_em(line) <= max_em or " " not in line for line in lines)


def test_points_follow_the_vietnamese_alphabet() -> None:
    letters = [diem_letter(n) for n in range(1, len(CHU_CAI_DIEM) + 1)]
    assert letters[:5] == ["a", "b", "c", "d", "đ"]
    assert not set(letters) & set("fjwz")
    with pytest.raises(LoiThamSo):
        diem_letter(len(CHU_CAI_DIEM) + 1)
    with pytest.raises(LoiThamSo):
        roman(0)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"co_chu": 12}, "Cỡ chữ nội dung: giá trị 12 không hợp lệ; cần một trong: 13, 14."),
        (
            {"thut_dong": Decimal("15")},
            "Khoảng lùi đầu dòng: giá trị 15 không hợp lệ; cần một trong: 10, 12,7.",
        ),
        ({"le_phai": 14}, "Lề phải: giá trị 14 không hợp lệ; cần từ 15 đến 20 mm."),
        ({"le_tren": 26}, "Lề trên: giá trị 26 không hợp lệ; cần từ 20 đến 25 mm."),
    ],
)
def test_layout_outside_the_decree_is_refused(change: dict[str, int], sentence: str) -> None:
    with pytest.raises(LoiThamSo) as error:
        ThamSo(**change)
    assert str(error.value) == sentence


def test_margins_at_both_ends_of_the_range_are_allowed() -> None:
    assert ThamSo(le_tren=20, le_duoi=25, le_trai=35, le_phai=20).text_width == 155
    assert ThamSo(le_trai=30, le_phai=15).landscape_text_width == 252


def test_appendix_without_blocks_has_a_sentence_instead() -> None:
    assert PhuLuc("Danh mục").khi_trong == "(Phụ lục này chưa có nội dung.)"


def test_head_of_an_office_without_a_superior_has_no_line_for_it() -> None:
    assert KhoiDau(("Ủy ban nhân dân",), "UBND", "KH-UBND", "Vũ Quang").upper_chu_quan == ()
