"""Problems of a file: their codes, their places, and what can't be accepted."""

import io

import pytest

from nhapxuat.doc_tep import read_tables
from nhapxuat.hieu_bang import understand_recognised
from nhapxuat.nhan_bang import LoaiBang, recognise
from nhapxuat.sua_bang import ChonBang, apply_choices, aside_key
from tests.nhapxuat.mau_phu_luc import context
from tests.nhapxuat.test_bang_lon_xon import DAU_CHI_TIEU, DAU_KINH_PHI, DAU_NHIEM_VU, read_rows
from tests.nhapxuat.viet_tep import write_document

pytestmark = pytest.mark.pure


def test_problems_carry_the_code_the_same_trouble_has_in_a_plan():
    tasks = read_rows(DAU_NHIEM_VU, ["1", "Việc A", "Ban lạ", None, "Quý I/2024"],
                      ["2", "Việc B", None, "Tổ lạ", None],
                      ["2", None, "Phòng Kinh tế", None, "bao giờ xong"])  # fmt: skip
    assert [(one.ma, one.doi_tuong, one.phai_sua) for one in tasks.van_de if one.ma] == [
        ("NV-02", "Nhiệm vụ 1", False), ("NV-07", "Nhiệm vụ 1", False),
        ("NV-01", "Nhiệm vụ 2", False), ("NV-05", "Nhiệm vụ 2", False),
        ("NV-06", "Nhiệm vụ 2", False), ("NV-03", "Nhiệm vụ 2", False),
    ]  # fmt: skip
    assert [one.thong_bao[:24] for one in tasks.van_de if one.phai_sua] == [
        "Mã “2” đã có ở dòng trên", "Dòng nhiệm vụ không có n",
    ]  # fmt: skip
    levels = read_rows(DAU_CHI_TIEU, ["1", "Tỷ lệ A", "trên 100%", "Phòng Kinh tế"],
                       ["2", "Tỷ lệ B", "80% hoặc 90%", "Phòng Kinh tế"])  # fmt: skip
    assert [(one.ma, one.doi_tuong) for one in levels.van_de] == [
        ("CT-04", "Chỉ tiêu 1, năm 2026"), ("CT-03", "Chỉ tiêu 2, năm 2026"),
    ]  # fmt: skip


def test_a_wrong_sum_is_told_at_the_amount_a_person_can_correct():
    rows = [["A", "Phần A", None, None, None, 900], [1, "Máy", "cái", 6, 15, 900]]
    result = read_rows(["ĐVT: đồng"], DAU_KINH_PHI, *rows)
    [place] = [one.vi_tri for one in result.van_de if one.ma == "KP-01"]
    assert (place.bang, place.so_dong, place.so_cot) == ("Trang tính “Sheet”", 4, 6)
    assert [one.doi_tuong for one in result.van_de if one.ma == "KP-01"] == ["A.1"]


def test_levels_that_go_back_are_told_at_the_later_one():
    header = ["TT", "Chỉ tiêu", "Năm 2026", "Năm 2030", "Năm 2035", "Chủ trì"]
    rows = [
        [1, "Tỷ lệ A", "90%", "80%", "95%", "Phòng Kinh tế"],
        [2, "Thời gian xử lý", "≤ 5 ngày", "≤ 3 ngày", "≤ 4 ngày", "Phòng Kinh tế"],
    ]
    result = read_rows(header, *rows, ma="vu-quang-2026")
    assert [(one.ma, one.doi_tuong, one.vi_tri.so_cot) for one in result.van_de
            if one.ma == "CT-06"] == [
        ("CT-06", "Chỉ tiêu 1, năm 2030", 4), ("CT-06", "Chỉ tiêu 2, năm 2035", 5),
    ]  # fmt: skip


def test_sources_that_do_not_make_the_total_are_told():
    header = ["TT", "Nội dung", "Thành tiền (đồng)", "NS tỉnh", "NS xã"]
    result = read_rows(header, [1, "Máy", 100_000, 60_000, 50_000])
    assert [one.thong_bao for one in result.van_de] == [
        "Tổng các cột nguồn là 110.000 đồng, khác kinh phí của dòng là 100.000 đồng; cần kiểm tra "
        "lại."
    ]
    assert result.kinh_phi[0].phan_nguon == (("NS tỉnh", 60_000), ("NS xã", 50_000))


def test_a_second_column_of_one_kind_is_told():
    header = ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn", "Ghi chú", "Lưu ý"]
    result = read_rows(header, [1, "Việc A", "Phòng Kinh tế", "Quý I/2026", "một", "hai"])
    assert [one.o_dau for one in result.van_de] == ["Trang tính “Sheet”, cột “Lưu ý”"]
    assert result.nhiem_vu[0].ghi_chu == "một"


def test_marks_below_sources_name_them():
    header = ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn", "NS tỉnh", "NS xã", "XHH"]
    result = read_rows(header, [1, "Việc A", "Phòng Kinh tế", "Quý I/2026", "x", None, "x"])
    assert (result.nhiem_vu[0].nguon_von, result.nhiem_vu[0].phan_nguon) == ("NS tỉnh; XHH", ())


def test_a_quantity_that_reads_two_ways_is_told():
    result = read_rows(["ĐVT: đồng"], DAU_KINH_PHI, [1, "Máy", "cái", "1,000", None, None])
    assert [one.thong_bao for one in result.van_de] == [
        "“1,000” có thể là 1 hoặc 1.000; cần ghi lại số lượng."
    ]


def test_targets_in_prose_are_indicators_when_a_person_says_so():
    content = write_document(
        "II. MỤC TIÊU", "- Tỷ lệ hồ sơ trực tuyến đạt tối thiểu 80%.",
        "- 100% cán bộ có chữ ký số.", "III. NHIỆM VỤ", "- Đạt 5 việc.",
    )  # fmt: skip
    found = recognise(read_tables(io.BytesIO(content), "a.docx"))
    choice = {aside_key(found.bo_qua[0][0]): ChonBang(LoaiBang.CHI_TIEU, {}, 1)}
    result = understand_recognised(apply_choices(found, {}, choice), context("ky-lac-2026"))
    assert [(one.ten, one.cac_muc[2026].nguyen_van) for one in result.chi_tieu] == [
        ("Tỷ lệ hồ sơ trực tuyến", "đạt tối thiểu 80%"),
        ("100% cán bộ có chữ ký số", "100% cán bộ có chữ ký số"),
    ]


def test_an_amount_merged_over_several_rows_counts_once_and_is_told():
    header = ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn", "Kinh phí (triệu đồng)"]
    rows = [[i, f"Việc {i}", "Phòng Kinh tế", "Quý I/2026", 90 if i == 1 else None]
            for i in (1, 2, 3)]  # fmt: skip
    result = read_rows(header, *rows, setup=lambda sheet: sheet.merge_cells("E2:E4"))
    assert [one.kinh_phi for one in result.nhiem_vu] == [90_000_000, None, None]
    assert [one.thong_bao[:37] for one in result.van_de] == [
        "Ô số tiền gộp chung cho nhiều dòng; s"
    ]
