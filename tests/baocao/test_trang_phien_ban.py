"""A kept content laid out for reading: every table of it, and nothing that isn't in it."""

import pytest

from baocao.so_sanh_phien_ban import compare_contents
from baocao.trang_phien_ban import DongDoc, group_differences, read_content

pytestmark = pytest.mark.pure

CONTENT = {
    "ke_hoach": {"trich_yeu": "Chuyển đổi số", "nam_bat_dau": 2026, "nam_ket_thuc": 2030},
    "can_cu": [{"tu_dan": "Căn cứ", "noi_dung": "Nghị quyết số 57-NQ/TW"}],
    "chi_tieu": [
        {"ma": "1", "ten": "Hồ sơ trực tuyến", "chu_tri_nguyen_van": "Công an xã",
         "muc": [{"nam": 2026, "nguyen_van": "≥ 75%"}, {"nam": 2030, "nguyen_van": "100%"}]},
        {"ma": "2", "ten": "Xếp hạng", "muc": [{"nam": 2030, "nguyen_van": "Nhóm khá"}]},
    ],
    "nhom_nhiem_vu": [{"ma": "I", "ten": "Hạ tầng số", "loai_nhom": "phu_luc"}],
    "nhiem_vu": [
        {"ma": "1", "ten": "Phủ sóng", "loai_nhiem_vu": "phu_luc", "nhom": "I",
         "thoi_han_nguyen_van": "Quý II"},
        {"ma": "VX.1", "ten": "Tuyên truyền", "loai_nhiem_vu": "van_xuoi", "nhom": ""},
    ],
    "kinh_phi": [{"ma": "A", "noi_dung": "Camera", "don_gia": 1_500_000, "thanh_tien_in": None}],
    "quy_dinh_bao_cao": [{"loai_ky": "T", "ngay_chot": 14, "ngay_han_don_vi": 20,
                          "nghiem_ngat": True, "ngay_han_dau_moi": 22}],
}  # fmt: skip


def test_tables_print_the_columns_that_say_something():
    tables = {table.tieu_de: table for table in read_content(CONTENT).cac_bang}
    assert {title: table.cac_cot for title, table in tables.items()} == {
        "Chỉ tiêu": ("Năm 2026", "Năm 2030", "Chủ trì"),
        "Nhiệm vụ: I. Hạ tầng số": ("Thời hạn",),
        "Nhiệm vụ trong thân văn bản": (),
        "Kinh phí": ("Đơn giá (đồng)",),
    }
    assert tables["Chỉ tiêu"].cac_dong[1] == DongDoc(
        "2", "Xếp hạng", (("Năm 2026", ""), ("Năm 2030", "Nhóm khá"), ("Chủ trì", ""))
    )
    assert tables["Nhiệm vụ trong thân văn bản"].cac_dong == (DongDoc("", "Tuyên truyền", ()),)
    assert tables["Kinh phí"].cac_dong == (
        DongDoc("A", "Camera", (("Đơn giá (đồng)", "1.500.000"),)),
    )


def test_lists_and_head_are_read_in_words():
    read = read_content(CONTENT)
    assert read.phan_dau == (
        ("Trích yếu", "Chuyển đổi số"), ("Các năm của kế hoạch", "2026 - 2030"),
    )  # fmt: skip
    assert [(one.tieu_de, one.cac_dong) for one in read.cac_danh_sach] == [
        ("Căn cứ", ("Căn cứ Nghị quyết số 57-NQ/TW",)),
        ("Chế độ báo cáo",
         ("Báo cáo tháng. Cách chốt số liệu: chốt ngày 14; Hạn của đơn vị: trước ngày 20 của tháng "
          "cuối kỳ; Hạn của đầu mối: đến hết ngày 22 của tháng cuối kỳ.",)),
    ]  # fmt: skip


def test_a_content_without_anything_is_an_empty_page():
    read = read_content({"a": 1})
    assert (read.phan_dau, read.cac_danh_sach, read.cac_de_muc, read.cac_bang) == ((), (), (), ())


def test_an_added_row_is_shown_with_its_words_and_a_reading_beside_them():
    new = {**CONTENT, "nhiem_vu": [*CONTENT["nhiem_vu"], {
        "ma": "2", "ten": "Lắp camera", "loai_nhiem_vu": "phu_luc", "nhom": "I",
        "thoi_han_nguyen_van": "Năm 2026", "loai_han": "nam", "han_hoan_thanh": "2026-12-31"}],
    }  # fmt: skip
    [group] = group_differences(compare_contents(CONTENT, new))
    [row] = group.cac_hang
    assert (group.tieu_de, row.tieu_de, [str(kind) for kind in row.cac_loai]) == (
        "Nhiệm vụ", "2. Lắp camera", ["bo_sung"],
    )  # fmt: skip
    assert [(cell.nhan, cell.cu, cell.moi) for cell in row.cac_o] == [("Thời hạn", "", "Năm 2026")]
