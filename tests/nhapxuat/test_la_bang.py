"""Tables as strangers lay them out: each habit alone, and what must come out or be told."""

import io
from datetime import date

import pytest

from chitieu.muc_chi_tieu import DAU_CHU_THICH, parse_muc
from nhapxuat.doc_tep import read_tables
from nhapxuat.dong_bang import GOP_MUC, TIEN_NHOM
from nhapxuat.han_theo_cot import NAM_THEO_COT, TRUOC_THEO_COT
from nhapxuat.hieu_bang import understand
from nhapxuat.hieu_chi_tieu import DON_VI_DAU_DE, KHONG_MUC_NAO
from nhapxuat.hieu_nhiem_vu import NHIEU_CHU_TRI
from tests.nhapxuat.mau_phu_luc import context
from tests.nhapxuat.viet_tep import BangViet, TrangViet, write_book, write_document

pytestmark = pytest.mark.pure

VIEC = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian"]
CHI_TIEU = ["TT", "Chỉ tiêu", "ĐVT", "Năm 2026", "Năm 2030", "Cơ quan chủ trì"]


def read_book(*rows, gop=(), ma="vu-quang-2026"):
    content = write_book(TrangViet(rows, gop=gop))
    return understand(read_tables(io.BytesIO(content), "a.xlsx"), context(ma))


def read_words(*rows, title="PHỤ LỤC", ma="vu-quang-2026"):
    content = write_document(title, BangViet(rows))
    return understand(read_tables(io.BytesIO(content), "a.docx"), context(ma))


def sentences(result):
    return [one.thong_bao for one in result.van_de]


def task(number, ten="Việc A", han="Quý I/2026"):
    return [number, ten, "Phòng Kinh tế", "Công an xã", han]


def test_numbers_before_names_are_codes_where_no_column_holds_them():
    rows = [task("", f"{n}. Việc {n}")[1:] for n in (3, 4)]
    result = read_words(VIEC[1:], *rows)
    assert [(one.ma, one.ten) for one in result.nhiem_vu] == [("3", "Việc 3"), ("4", "Việc 4")]
    assert not any("đánh mã 1, 2, 3" in text for text in sentences(result))


def test_figures_inside_names_are_no_codes():
    rows = [task("", name)[1:] for name in ("5G phủ sóng toàn xã", "Họp giao ban", "Tập huấn")]
    result = read_words(VIEC[1:], *rows)
    assert result.nhiem_vu[0].ten == "5G phủ sóng toàn xã"


def test_a_space_inside_a_code_is_no_obstacle():
    result = read_words(VIEC, task("NV 01"), task("NV 02", "Việc B"))
    assert [one.ma for one in result.nhiem_vu] == ["NV01", "NV02"]
    assert not any("số thứ tự" in text for text in sentences(result))


def test_dashes_in_the_column_of_codes_stand_below_the_number():
    level = ["%", "80%", "90%", "Phòng Kinh tế"]
    names = ["Phủ sóng", "sóng 4G", "Sóng 5G", "Số hộ"]
    rows = [[no, name, *level] for no, name in zip(("1", "-", "-", "2"), names, strict=True)]
    result = read_words(CHI_TIEU, *rows)
    assert [one.ma for one in result.chi_tieu] == ["1", "1.1", "1.2", "2"]


def test_a_level_merged_over_years_counts_for_each():
    result = read_book(CHI_TIEU, ["1", "Ký số", "%", "100%", "", "Phòng Kinh tế"], gop=["D2:E2"])
    assert {nam: one.gia_tri for nam, one in result.chi_tieu[0].cac_muc.items()} == {
        2026: 100, 2030: 100,
    }  # fmt: skip
    assert GOP_MUC in sentences(result)


def test_a_code_with_a_figure_is_never_a_signature():
    rows = [task("CV1"), ["CV2", "Việc B", "Chủ tịch", "", "Năm 2026"], task("CV3", "Việc C")]
    assert [one.ma for one in read_words(VIEC, *rows).nhiem_vu] == ["CV1", "CV2", "CV3"]


def test_the_typed_one_of_a_percent_is_asked_about():
    result = read_book(CHI_TIEU, [1, "Hồ sơ", "%", 0.8, 1, "Phòng Kinh tế"])
    assert [text for text in sentences(result) if "0-1" in text and "“1”" in text]


def test_the_mark_of_a_note_behind_a_level_is_no_digit():
    muc = parse_muc("80¹", don_vi_tinh="%")
    assert (muc.gia_tri, muc.canh_bao) == (80, (DAU_CHU_THICH,))
    assert parse_muc("100 m²").canh_bao == ()


def test_the_header_says_the_year_and_before():
    header = [*VIEC[:4], "Hoàn thành trước (năm 2027)"]
    result = read_words(header, task("1", han="15/6"), task("2", "Việc B", "Quý III"))
    assert [one.thoi_han.den for one in result.nhiem_vu] == [date(2027, 6, 14), date(2027, 6, 30)]
    told = sentences(result)
    assert NAM_THEO_COT.format(2027) in told
    assert TRUOC_THEO_COT in told


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("NHIỆM VỤ NĂM 2027", 2027),
        ("(Kèm theo Kế hoạch số 5/KH-UBND ngày 30/12/2027)", 2026),
    ],
)
def test_the_title_says_the_year_but_not_the_day_of_issue(title, year):
    result = read_words(VIEC, task("1", han="Quý I"), title=title)
    assert result.nhiem_vu[0].thoi_han.den.year == year


def test_several_units_below_a_plain_header_are_told_to_lead():
    header = ["TT", "Nhiệm vụ", "Đơn vị thực hiện", "Thời gian"]
    row = ["1", "Việc A", "Phòng Kinh tế, Công an xã", "Năm 2026"]
    assert NHIEU_CHU_TRI.format("Đơn vị thực hiện") in sentences(read_words(header, row))


def test_a_list_of_people_is_no_annex():
    header = ["TT", "Họ và tên", "Chức vụ", "Đơn vị", "Nhiệm vụ"]
    result = read_words(header, ["1", "Nguyễn A", "Chủ tịch", "UBND xã", "Trưởng ban"])
    assert result.nhiem_vu == ()


def test_results_of_the_year_before_are_told_to_be_no_targets():
    header = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm 2025", "Thực hiện năm 2025"]
    result = read_words(header, ["1", "Hồ sơ", "%", "80", "85"])
    assert KHONG_MUC_NAO in sentences(result)


def test_pillars_in_a_column_are_groups():
    header = ["TT", "Trụ cột", *VIEC[1:]]
    result = read_words(header, ["1", "Kinh tế số", *task("1")[1:]])
    assert [one.ten_nhom for one in result.nhiem_vu] == ["Kinh tế số"]


def test_a_column_named_by_the_day_it_ends_on_holds_levels():
    header = [*CHI_TIEU[:3], "Đến 31/12/2026 (%)", "Đơn vị"]
    result = read_words(header, ["1", "Hồ sơ", "%", "80", "TTPVHCC"])
    assert result.chi_tieu[0].cac_muc[2026].gia_tri == 80
    assert [one.ma for one in result.chi_tieu[0].chu_tri] == ["TTPVHCC"]


def test_a_column_of_results_so_far_is_asked_about():
    result = read_words([*VIEC, "Kết quả thực hiện"], [*task("1"), "Đang làm"])
    assert any("“sản phẩm, kết quả” (độ tin cậy 70%)" in text for text in sentences(result))


def test_the_number_of_a_page_is_no_group():
    result = read_words(VIEC, task("1"), ["Trang 2", "", "", "", ""], task("2", "Việc B"))
    assert [(one.ma, one.nhom) for one in result.nhiem_vu] == [("1", ""), ("2", "")]


def test_a_letter_below_another_is_a_row_with_empty_cells():
    rows = [task("1"), task("a)", "Việc con"), ["b)", "Việc con nữa", "", "", ""], task("2")]
    result = read_words(VIEC, *rows)
    assert [(one.ma, one.nhom) for one in result.nhiem_vu] == [
        ("1", ""), ("1.a", ""), ("1.b", ""), ("2", ""),
    ]  # fmt: skip
    assert "Ô đơn vị chủ trì để trống; cần ghi một đơn vị chủ trì." in sentences(result)


def test_the_rest_of_a_torn_row_is_no_group_where_rows_have_no_codes():
    rows = [task("", "Mở lớp cho người dân và")[1:], ["cán bộ thôn", "", "", ""],
            task("", "Việc B")[1:]]  # fmt: skip
    result = read_words(VIEC[1:], *rows)
    assert [(one.ten, one.nhom) for one in result.nhiem_vu] == [
        ("Mở lớp cho người dân và cán bộ thôn", ""), ("Việc B", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["Hạng 5/69", "Nhóm 1", "cấp 3"])
def test_a_rank_is_no_level_of_its_number(words):
    assert parse_muc(words).gia_tri is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Không thấp hơn mức tỉnh giao (80%)", "Từ “Không thấp hơn” không liền con số"),
        ("Cao hơn bình quân tỉnh 5%", "Từ “Cao hơn” không liền con số"),
        ("nhóm 5 xã dẫn đầu", "có thể là thứ hạng"),
    ],
)
def test_a_level_beside_another_one_is_asked_about(words, told):
    assert told in " ".join(parse_muc(words).canh_bao)


def test_the_title_names_the_unit_of_measure_where_no_column_does():
    header = [CHI_TIEU[0], CHI_TIEU[1], *CHI_TIEU[3:]]
    rows = [header, ["1", "Hồ sơ", "80", "95", "Phòng Kinh tế"]]
    result = read_words(*rows, title="CHỈ TIÊU (ĐVT: %)")
    assert result.chi_tieu[0].cac_muc[2026].don_vi_tinh == "%"
    assert DON_VI_DAU_DE.format("%") in sentences(result)
    other = read_words(*rows, title="Đơn vị: UBND xã")
    assert other.chi_tieu[0].cac_muc[2026].don_vi_tinh is None


def test_the_heading_of_the_next_page_is_no_group():
    group, heading = ["I", "Hạ tầng", "", "", ""], ["", "PHỤ LỤC II (tiếp theo)", "", "", ""]
    result = read_words(VIEC, group, task("1"), heading, VIEC, task("2", "Việc B"))
    assert [one.ten_nhom for one in result.nhiem_vu] == ["Hạ tầng", "Hạ tầng"]


def test_the_money_of_a_group_makes_it_no_task():
    header = [*VIEC, "Kinh phí (triệu đồng)"]
    result = read_words(header, ["I", "Hạ tầng", "", "", "", "300"], [*task("1"), "300"])
    assert [(one.ma, one.nhom, one.kinh_phi) for one in result.nhiem_vu] == [
        ("1", "I", 300_000_000)
    ]
    assert TIEN_NHOM in sentences(result)


def test_a_level_as_above_is_told():
    rows = [["1", "Hồ sơ", "%", "80", "95", "Phòng Kinh tế"], ["2", "Ký số", *["nt"] * 4]]
    result = read_words(CHI_TIEU, *rows)
    assert result.chi_tieu[1].cac_muc[2026].gia_tri == 80
    assert "Ô ghi “nt”; được hiểu là như dòng trên." in sentences(result)


def test_a_level_of_half_a_year_is_none_of_the_year():
    header = [*CHI_TIEU[:3], "Đến 30/6/2026", "Đến 31/12/2026", "Tháng 6/2027", "Cơ quan chủ trì"]
    result = read_words(header, ["1", "Hồ sơ", "%", "40", "80", "85", "Phòng Kinh tế"])
    assert {nam: one.gia_tri for nam, one in result.chi_tieu[0].cac_muc.items()} == {2026: 80}
    assert [one.o_dau for one in result.van_de if "không được nhập" in one.thong_bao] == [
        "Bảng 1, cột “Đến 30/6/2026”", "Bảng 1, cột “Tháng 6/2027”",
    ]  # fmt: skip


def test_work_handed_out_is_the_name_and_who_does_it_the_lead():
    header = ["Stt", "Việc được giao", "Ngành thực hiện", "Kỳ hạn", "Yêu cầu sản phẩm"]
    result = read_words(header, ["1", "Rà soát", "Phòng Kinh tế", "Tháng 4/2026", "Bảng kê"])
    [made] = result.nhiem_vu
    assert (made.ten, made.chu_tri[0].ma, made.san_pham) == ("Rà soát", "KT", "Bảng kê")


@pytest.mark.parametrize(
    "words",
    [
        "Phòng Kinh tế (CT), Công an xã (PH)",
        "Phòng Kinh tế là cơ quan chủ trì; Công an xã là cơ quan phối hợp",
    ],
)
def test_lead_and_helper_are_told_apart_in_one_cell(words):
    header = ["TT", "Nhiệm vụ", "Chủ trì/phối hợp", "Thời gian"]
    [made] = read_words(header, ["1", "Việc A", words, "Năm 2026"]).nhiem_vu
    assert [one.ma for one in (*made.chu_tri, *made.phoi_hop)] == ["KT", "CAX"]
    assert len(made.chu_tri) == 1
