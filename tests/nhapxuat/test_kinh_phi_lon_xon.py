"""Budget annexes as people really type them: each habit alone, with what must come out."""

import pytest
from openpyxl.styles import Font

from nhapxuat.tu_vung_dong import TONG
from nhapxuat.van_de import MucDo
from tests.nhapxuat.test_bang_lon_xon import DAU_KINH_PHI, read_rows, told

pytestmark = pytest.mark.pure

DONG = ["ĐVT: đồng"]


def amounts(result):
    return [(one.ma, one.thanh_tien) for one in result.kinh_phi]


def columns(result):
    return [cot.loai_cot.value for cot in result.cac_bang[0].cac_cot]


@pytest.mark.parametrize("name", ["Diễn giải", "Dịch vụ", "Hàng hóa", "Phần việc"])
def test_names_stand_right_of_the_codes_whatever_they_are_called(name):
    result = read_rows(DONG, ["TT", name, "SL", "Thành tiền"], [1, "Mua máy in", 2, 60_000])
    assert [(one.noi_dung, one.thanh_tien) for one in result.kinh_phi] == [("Mua máy in", 60_000)]


def test_an_explanation_is_no_name_beside_a_plain_one():
    header = ["TT", "Nội dung", "Diễn giải", "Thành tiền"]
    result = read_rows(DONG, header, [1, "Mua máy", "Máy trạm cho bộ phận một cửa", 60_000])
    assert columns(result) == ["ma_so", "ten_goi", "khong_nhap", "thanh_tien"]
    assert any("“Diễn giải”" in one.o_dau for one in result.van_de)


def test_a_total_beside_its_sources_needs_no_word_of_money():
    result = read_rows(
        ["ĐVT: triệu đồng"], ["TT", "Nội dung", "Tổng mức", "NSTW", "NSĐP", "Xã hội hóa"],
        [1, "Số hóa", 900, 400, 450, 50],
    )  # fmt: skip
    [one] = result.kinh_phi
    assert one.thanh_tien == 900_000_000
    assert [amount for _, amount in one.phan_nguon] == [400_000_000, 450_000_000, 50_000_000]


def test_quarters_are_parts_of_the_total():
    def merge(sheet):
        sheet.merge_cells("C2:E2")

    result = read_rows(
        ["Dự toán (đơn vị: 1.000 đồng)"],
        ["TT", "Nội dung", "Phân bổ theo quý", None, None, "Cả năm", "Đơn vị thực hiện"],
        [None, None, "Quý I", "Quý II", "Quý III"],
        [1, "Thuê đường truyền", 9, 9, None, 18, "Văn phòng HĐND và UBND xã"],
        [2, "Mua máy", 5, None, 10, 16, "Văn phòng HĐND và UBND xã"], setup=merge,
    )  # fmt: skip
    assert amounts(result) == [("1", 18_000), ("2", 16_000)]
    assert any("Tổng các cột quý" in one for one in told(result, MucDo.CANH_BAO))


def test_a_price_that_shows_comes_before_a_hidden_one():
    def hide(sheet):
        sheet.column_dimensions["C"].hidden = True

    header = ["TT", "Nội dung", "Giá tham khảo", "SL", "Đơn giá", "Thành tiền"]
    result = read_rows(DONG, header, [1, "Mua máy", 9, 2, 30, 60], setup=hide)
    assert result.kinh_phi[0].don_gia == 30


def test_of_amounts_with_and_without_tax_the_one_with_it_counts_and_is_told():
    header = ["TT", "Nội dung", "SL", "Thành tiền trước thuế", "Thành tiền sau thuế"]
    result = read_rows(DONG, header, [1, "Mua máy", 2, 50, 55])
    assert result.kinh_phi[0].thanh_tien == 55
    assert any("Thành tiền sau thuế" in one.o_dau for one in result.van_de)


def test_a_row_of_column_numbers_may_hold_a_formula():
    numbers = ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)=(4)x(5)"]
    header = ["TT", "Nội dung", "Đơn vị", "SL", "Đơn giá", "Thành tiền"]
    lines = [[1, "Trang trí", "hội trường", 1, 20, 20], [2, "In", "bộ", 1, 20, 20]]
    result = read_rows(DONG, header, numbers, *lines)
    assert [one.don_vi_tinh for one in result.kinh_phi] == ["hội trường", "bộ"]


def test_the_next_number_goes_on_after_a_dotted_one_without_parent():
    rows = [["1.1", 5], ["1.2", 8], ["2.3", 40], ["3", 2]]
    lines = [[ma, f"Việc {ma}", None, None, None, tien] for ma, tien in rows]
    result = read_rows(DONG, DAU_KINH_PHI, *lines)
    assert [(one.ma, one.ma_cha) for one in result.kinh_phi] == [
        ("1.1", None), ("1.2", None), ("2.3", None), ("3", None),
    ]  # fmt: skip
    assert [one[:17] for one in told(result, MucDo.CANH_BAO)] == ["Không có dòng số "] * 2


def test_dotted_codes_below_a_roman_one_have_their_parent():
    lines = [["II", "Phần hai", None, None, None, 5], ["2.1", "Mua", None, None, None, 5]]
    result = read_rows(DONG, DAU_KINH_PHI, *lines)
    assert [(one.ma, one.ma_cha) for one in result.kinh_phi] == [("II", None), ("II.2.1", "II")]
    assert told(result, MucDo.CANH_BAO) == []


@pytest.mark.parametrize("words", ["02 máy x 3 năm", "1e400", "2x3", "5 - 7"])
def test_a_quantity_of_several_figures_is_not_guessed(words):
    result = read_rows(DONG, DAU_KINH_PHI, [1, "Thuê", "máy", words, 10, 60])
    assert result.kinh_phi[0].so_luong is None
    assert any(one.gia_tri == words for one in result.van_de if one.muc_do is MucDo.CANH_BAO)


def formats(**codes):
    def setup(sheet):
        for address, code in codes.items():
            sheet[address].number_format = code

    return setup


def test_a_number_counts_in_the_unit_it_shows():
    setup = formats(E3='#,##0" triệu"', F3='#,##0.0 "tr.đ"')
    result = read_rows(DONG, DAU_KINH_PHI, [1, "Máy", "bộ", 2, 15, 30], setup=setup)
    assert (result.kinh_phi[0].don_gia, result.kinh_phi[0].thanh_tien) == (15_000_000, 30_000_000)


@pytest.mark.parametrize("code", ['"$"#,##0', "[$€-407]#,##0", "0%"])
def test_what_shows_no_money_of_this_country_is_not_read(code):
    line = [1, "Máy", "bộ", None, None, 30]
    result = read_rows(DONG, DAU_KINH_PHI, line, setup=formats(F3=code))
    assert result.kinh_phi[0].thanh_tien is None
    assert any("không phải là số tiền" in one for one in told(result, MucDo.CANH_BAO))


def test_a_share_is_no_quantity():
    line = [1, "Dự phòng", "%", 0.1, 500, 50]
    result = read_rows(DONG, DAU_KINH_PHI, line, setup=formats(D3="0%"))
    assert result.kinh_phi[0].so_luong is None
    assert any("tỷ lệ “10%”" in one for one in told(result, MucDo.CANH_BAO))


def test_numbers_of_dong_below_a_unit_of_millions_are_told():
    line = [1, "Máy", "bộ", 2, 15_000_000, 30_000_000]
    words = told(read_rows(["ĐVT: triệu đồng"], DAU_KINH_PHI, line), MucDo.CANH_BAO)
    assert [one for one in words if "lớn như số đồng" in one or "lớn khác thường" in one] == words
    assert len(words) == 3


@pytest.mark.parametrize("words", ["Làm tròn", "Tổng kinh phí làm tròn", "Tổng số làm tròn:"])
def test_a_rounded_total_is_no_line(words):
    result = read_rows(
        DONG, DAU_KINH_PHI, [1, "Máy", "bộ", 2, 15, 30], [None, words, *[None] * 3, 30]
    )
    assert amounts(result) == [("1", 30)]


def test_the_only_sum_of_a_table_is_its_total():
    lines = [[1, "Máy", "bộ", 2, 15, 30], [None, "Cộng", None, None, None, 40]]
    assert told(read_rows(DONG, DAU_KINH_PHI, *lines), MucDo.CANH_BAO)[0][:5] == "KP-03"


def test_a_table_of_names_and_amounts_is_a_budget():
    result = read_rows(DONG, ["Nội dung", "Kinh phí"], ["Mua máy", 20], ["Tổng", 20])
    assert amounts(result) == [("g1", 20)]


def test_years_of_a_budget_are_no_levels_of_indicators():
    header = ["TT", "Nội dung", "2026", "2027", "Tổng cộng", "Nguồn"]
    lines = [[1, "Máy", 10, 20, 30, "NSX"], [2, "Lớp", 1, 2, 3, "NST"]]
    result = read_rows(DONG, header, *lines)
    assert (amounts(result), result.chi_tieu) == ([("1", 30), ("2", 3)], ())


def test_years_of_indicators_stay_levels_beside_a_total():
    header = ["TT", "Chỉ tiêu", "2026", "2027", "Tổng cộng"]
    result = read_rows(["Kinh phí và chỉ tiêu"], header, [1, "Số lớp tập huấn", 10, 20, 30])
    assert (len(result.chi_tieu), result.kinh_phi) == (1, ())


def test_amounts_of_years_alone_make_a_budget():
    header = ["TT", "Nội dung", "Kinh phí năm 2026 (triệu đồng)", "Kinh phí năm 2027 (triệu đồng)"]
    result = read_rows(header, [1, "Máy", 10, 20], [2, "Lớp", 1, None])
    assert amounts(result) == [("1", 30_000_000), ("2", 1_000_000)]


def test_words_now_and_then_leave_a_source_a_source():
    header = ["TT", "Nội dung", "Tổng kinh phí", "NSX", "XHH"]
    lines = [[1, "Máy", 15, 10, 5], [2, "Thi", 20, 20, None], [3, "Thăm", None, "Lồng ghép", None]]
    result = read_rows(DONG, header, *lines)
    assert result.kinh_phi[0].phan_nguon == (("NSX", 10), ("XHH", 5))


def test_small_roman_codes_stand_side_by_side():
    lines = [["I", 30], ["i", 10], ["ii", 20], ["iii", 0], ["II", 50], ["i)", 50]]
    rows = [[ma, f"Việc {ma}", None, None, None, tien] for ma, tien in lines]
    result = read_rows(DONG, DAU_KINH_PHI, *rows)
    assert [(one.ma, one.ma_cha) for one in result.kinh_phi] == [
        ("I", None), ("I.i", "I"), ("I.ii", "I"), ("I.iii", "I"), ("II", None), ("II.i", "II"),
    ]  # fmt: skip


def test_codes_of_one_s_own_make_a_tree():
    lines = [["KP-1", 30], ["KP-1.1", 10], ["KP-1.2", 20], ["KP-2", 5], ["KP-3.1", 5]]
    rows = [[ma, f"Việc {ma}", None, None, None, tien] for ma, tien in lines]
    result = read_rows(DONG, DAU_KINH_PHI, *rows)
    assert [(one.ma, one.ma_cha) for one in result.kinh_phi] == [
        ("KP-1", None), ("KP-1.1", "KP-1"), ("KP-1.2", "KP-1"), ("KP-2", None), ("KP-3.1", None),
    ]  # fmt: skip


def test_a_code_typed_before_the_name_counts():
    lines = [["I", "Phần một", None, None, None, 30], [None, "1. Máy", "bộ", 1, 10, 10],
             [None, "2) In", "bộ", 1, 20, 20]]  # fmt: skip
    result = read_rows(DONG, DAU_KINH_PHI, *lines)
    assert [(one.ma, one.noi_dung) for one in result.kinh_phi] == [
        ("I", "Phần một"), ("I.1", "Máy"), ("I.2", "In"),
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["Cộng trang 1", "Mang sang", "Cộng lũy kế", "Chuyển trang sau"])
def test_sums_of_printed_pages_are_no_lines(words):
    lines = [[1, "Máy", "bộ", 2, 15, 30], [None, words.removesuffix(" sau"), None, None, None, 30]]
    result = read_rows(DONG, DAU_KINH_PHI, *lines, [2, "In", "bộ", 1, 5, 5])
    assert amounts(result) == [("1", 30), ("2", 5)]


def test_a_total_may_have_a_number():
    lines = [[1, "Máy", "bộ", 2, 15, 30], [2, "Tổng cộng", None, None, None, 30]]
    assert amounts(read_rows(DONG, DAU_KINH_PHI, *lines)) == [("1", 30)]


@pytest.mark.parametrize(
    ("words", "times"),
    [
        ("Triệu đồng", 10**6), ("Đơn vị tính: Nghìn đồng./.", 1000), ("ĐVT: 1.000.000 đồng", 10**6),
        ("Đvt: 1,000 VNĐ", 1000), ("(Số liệu tính theo triệu đồng)", 10**6), ("ĐVT: tr", 10**6),
        ("Đơn vị tính: triệu đồng/năm", 10**6), ("Đơn vị tính: Đồng Việt Nam", 1),
        ("ĐVT: đồng. Tổng: 35 triệu đồng (Ba mươi lăm triệu đồng)", 1),
    ],
)  # fmt: skip
def test_units_of_money_above_a_table(words, times):
    result = read_rows([words], DAU_KINH_PHI, [1, "Máy", "bộ", 2, 15, 30])
    assert amounts(result) == [("1", 30 * times)]


def test_an_amount_told_in_the_title_is_no_unit_of_the_table():
    title = ["Tổng kinh phí: 35,5 triệu đồng (Ba mươi lăm triệu năm trăm nghìn đồng)"]
    result = read_rows(title, DAU_KINH_PHI, [1, "Máy", "bộ", 1, 35_500_000, 35_500_000])
    assert amounts(result) == [("1", 35_500_000)]


def test_quantities_by_year_are_told_when_left_out():
    header = ["TT", "Nội dung", "SL 2026", "SL 2027", "Đơn giá", "Thành tiền"]
    result = read_rows(DONG, header, [1, "Máy", 2, 3, 10, 50])
    where = [one.o_dau for one in result.van_de if one.muc_do is MucDo.CANH_BAO]
    assert [one[-12:] for one in where] == ["cột “SL 2026”"[-12:], "cột “SL 2027”"[-12:]]


def under_groups(*groups, setup=None):
    """Read two groups with amounts of their own, numbered anew below each; give code and parent."""
    lines = [groups[0], [1, "Máy", "bộ", 2, 15, 30], [2, "In", "bộ", 1, 5, 5], groups[1],
             [1, "Lớp", "lớp", 1, 7, 7]]  # fmt: skip
    result = read_rows(DONG, DAU_KINH_PHI, *lines, setup=setup)
    assert [one.thanh_tien for one in result.kinh_phi] == [35, 30, 5, 7, 7]
    assert [one.noi_dung for one in result.kinh_phi][::3] == ["Hạ tầng số", "Đào tạo"]
    return [(one.ma, one.ma_cha) for one in result.kinh_phi], told(result, MucDo.CANH_BAO)


@pytest.mark.parametrize("until", ["A", "B", "E"])
def test_code_and_name_of_a_group_may_share_the_column_of_codes(until):
    def merge(sheet):
        for row in (3, 6):
            sheet.merge_cells(f"A{row}:{until}{row}")

    groups = ["I. Hạ tầng số", *[None] * 4, 35], ["II. Đào tạo", *[None] * 4, 7]
    codes, warnings = under_groups(*groups, setup=merge)
    assert codes == [("I", None), ("I.1", "I"), ("I.2", "I"), ("II", None), ("II.1", "II")]
    assert warnings == []


@pytest.mark.parametrize("so_cot", [1, 2])
def test_bold_groups_without_codes_head_the_numbers_below_them(so_cot):
    def embolden(sheet):
        for row in (3, 6):
            sheet.cell(row, so_cot).font = Font(bold=True)

    front = [None] * (so_cot - 1)
    groups = [[*front, name, *[None] * (5 - so_cot), amount]
              for name, amount in (("Hạ tầng số", 35), ("Đào tạo", 7))]  # fmt: skip
    codes, warnings = under_groups(*groups, setup=embolden)
    assert codes == [("g1", None), ("g1.1", "g1"), ("g1.2", "g1"), ("g2", None), ("g2.1", "g2")]
    assert len(warnings) == 2


def test_years_added_up_for_want_of_a_total_are_told():
    header = ["TT", "Nội dung", "Dự toán năm 2026", "Dự toán năm 2027", "So sánh"]
    result = read_rows(DONG, header, [1, "Máy", 20, 30, "150%"])
    assert amounts(result) == [("1", 50)]
    assert any("chỉ để so sánh" in one for one in told(result, MucDo.CANH_BAO))


def test_a_total_with_a_word_of_money_has_its_years_beside_it():
    header = ["TT", "Dự án", "Tổng mức đầu tư", "Năm 2026", "Năm 2027", "Nguồn vốn"]
    lines = [[1, "Camera an ninh", 3, 1, 2, "NST"], [2, "Truyền thanh thông minh", 5, 5, 0, "NSX"]]
    result = read_rows(["Phân kỳ vốn đầu tư"], ["ĐVT: tỷ đồng"], header, *lines)
    assert amounts(result) == [("1", 3 * 10**9), ("2", 5 * 10**9)]


def test_levels_in_a_table_that_speaks_of_money_are_in_doubt():
    header = ["TT", "Nội dung", "Năm 2026", "Năm 2027", "Nguồn vốn"]
    result = read_rows(header, [1, "Camera an ninh", 1, 2, "NST"])
    assert any("độ tin cậy 60%" in one for one in told(result, MucDo.CANH_BAO))


def test_rare_words_of_headers():
    lines = [["I", "Hạ tầng", None, None, 30, None], ["i", "Wifi", 2, 15, 30, "NSX"]]
    kinds = ["ma_so", "ten_goi", "so_luong", "don_gia", "thanh_tien", "nguon_von"]
    for header in (
        ["Mục", "Khoản chi", "Số lg", "Mức giá", "Chi phí", "Vốn"],
        ["Mã KP", "Khoản mục chi", "S.lượng", "Đ.giá", "T.tiền", "Nguồn"],
        ["#", "Tên sản phẩm, dịch vụ", "SL", "Mức chi", "Kinh phí", "Nguồn KP"],
    ):
        result = read_rows(DONG, header, *lines)
        assert (columns(result), amounts(result)) == (kinds, [("I", 30), ("I.i", 30)])


@pytest.mark.parametrize(
    "words",
    ["TỔNG A+B", "Cộng tổng", "Tổng số tiền", "Tổng chi phí", "Cộng I+II, III", "Tổng = A + B"],
)
def test_totals_in_any_signs(words):
    lines = [["A", "Máy", None, None, None, 30], [None, words, *[None] * 3, 30]]
    assert amounts(read_rows(DONG, DAU_KINH_PHI, *lines)) == [("A", 30)]


def test_words_that_only_begin_like_a_total_take_no_time():
    assert TONG.fullmatch("tong" + " i" * 90 + " ?") is None


def test_groups_head_rows_in_a_table_without_codes():
    def merge(sheet):
        sheet.merge_cells("A3:D3")

    header = ["Nội dung", "SL", "Đơn giá", "Thành tiền"]
    result = read_rows(DONG, header, ["CHI MUA SẮM"], ["Máy", 2, 15, 30], setup=merge)
    assert [(one.ma, one.ma_cha) for one in result.kinh_phi] == [("g1", None), ("g1.g1", "g1")]


def test_codes_of_a_whole_plan_keep_their_words_below_groups():
    lines = [["I", "Phần một", None, None, None, 30], ["KP-01", "Máy", "bộ", 2, 15, 30]]
    result = read_rows(DONG, ["Mã KP", *DAU_KINH_PHI[1:]], *lines)
    assert [(one.ma, one.ma_cha) for one in result.kinh_phi] == [("I", None), ("KP-01", "I")]


@pytest.mark.parametrize("words", ["Ba trăm nghìn đồng./.", "(Bằng chữ: Ba trăm nghìn đồng)"])
def test_the_total_in_words_is_no_row_also_without_saying_so(words):
    rows = [[1, "Mua máy in", 300_000], ["", "Tổng số tiền", 300_000], ["", words]]
    result = read_rows(DONG, ["TT", "Nội dung", "Thành tiền"], *rows)
    assert amounts(result) == [("1", 300_000)]
    assert result.tong is not None
    assert result.tong.bang_chu.startswith("Ba trăm nghìn đồng")
