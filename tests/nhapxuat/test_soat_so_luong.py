"""Quantities of a plan: one thing counted in a task and in the budget."""

from decimal import Decimal

import pytest

from nhapxuat.soat_phu_luc import check_annexes
from nhapxuat.van_de import LoaiNoiSua
from tests.nhapxuat.ho_so_mau import dossier, line, named, task, told

pytestmark = pytest.mark.pure


def test_quantity_of_a_product_and_of_the_budget() -> None:
    two = task("2", san_pham="50 máy tính được chuẩn hóa; 20 cài đặt phần mềm bảo mật")
    rows = [
        line("B.3", noi_dung="Cài đặt Office", so_luong=50, don_vi_tinh="Máy", nhiem_vu=two),
        line("B.4", noi_dung="Cài đặt phần mềm bảo mật, virus", so_luong=30, don_vi_tinh="Máy",
             nhiem_vu=two),
    ]  # fmt: skip
    assert told(check_annexes(dossier(nhiem_vu=[two], dong_kinh_phi=rows))) == [
        ("KP-30", "Nhiệm vụ 2",
         "Nhiệm vụ 2: ghi “20 cài đặt phần mềm bảo mật”, nhưng dòng kinh phí B.4 “Cài đặt phần mềm "
         "bảo mật, virus” tính 30 máy; cần ghi thống nhất số lượng."),
    ]  # fmt: skip
    [found] = check_annexes(dossier(nhiem_vu=[two], dong_kinh_phi=rows))
    places = [found.noi_sua, *(noi for _, noi in found.cac_noi_sua)]
    assert [(noi.loai, noi.khoa) for noi in places] == [
        (LoaiNoiSua.NHIEM_VU, str(two.pk)), (LoaiNoiSua.DONG_KINH_PHI, str(rows[1].pk)),
    ]  # fmt: skip
    rows[1].so_luong = Decimal(20)
    assert told(check_annexes(dossier(nhiem_vu=[two], dong_kinh_phi=rows))) == []


@pytest.mark.parametrize(
    ("san_pham", "noi_dung", "don_vi_tinh", "so_luong", "found"),
    [
        ("10 máy tính", "Trang bị máy tính cho bộ phận một cửa", "Máy", 12, True),
        ("10 máy tính", "Trang bị máy tính cho bộ phận một cửa", "Máy", 10, False),
        ("15 camera", "Lắp đặt camera an ninh tại các thôn", "Bộ", 20, True),
        ("2 lớp tập huấn", "Tập huấn kỹ năng số cho người dân", "Lớp", 3, True),
        ("Thiết bị cho 6 thôn", "Thiết bị điểm hỗ trợ số", "Thôn", 5, True),
        # Another thing is counted: places beside sets, a report beside a package.
        ("6 thôn có camera", "Lắp đặt camera an ninh tại các thôn", "Bộ", 20, False),
        ("1 báo cáo", "Khảo sát, lập báo cáo", "Lần", 3, False),
        ("50 máy tính được chuẩn hóa", "Cài đặt Office", "Máy", 30, False),
        ("5 tỉnh", "Máy tính cho toàn tỉnh", "Máy", 6, False),
    ],
)
def test_quantity_of_few_words_in_a_row_of_the_task(
    san_pham: str, noi_dung: str, don_vi_tinh: str, so_luong: int, *, found: bool
) -> None:
    one = task("1", san_pham=san_pham)
    row = line("A.1", noi_dung=noi_dung, don_vi_tinh=don_vi_tinh, so_luong=Decimal(so_luong))
    assert named(check_annexes(dossier(nhiem_vu=[one], dong_kinh_phi=[row]))) == [
        ("KP-22", "A.1"), ("KP-24", "Nhiệm vụ không có kinh phí")
    ]  # fmt: skip
    row.nhiem_vu = one
    expected = [("KP-30", "Nhiệm vụ 1")] if found else []
    assert named(check_annexes(dossier(nhiem_vu=[one], dong_kinh_phi=[row]))) == expected


def test_quantity_that_several_rows_of_the_task_pay_for() -> None:
    one = task("1", san_pham="10 máy tính")
    values = {"don_vi_tinh": "Máy", "so_luong": Decimal(5), "nhiem_vu": one}
    rows = [line(ma, noi_dung=f"Máy tính đợt {ma}", **values) for ma in ("A.1", "A.2")]
    assert told(check_annexes(dossier(nhiem_vu=[one], dong_kinh_phi=rows))) == []


def test_quantity_in_the_words_of_a_row() -> None:
    one = task("1")
    row = line("A.1", noi_dung="Thiết bị tại 6 thôn, 3 máy", so_luong=5, don_vi_tinh="Thôn",
               nhiem_vu=one)  # fmt: skip
    assert told(check_annexes(dossier(nhiem_vu=[one], dong_kinh_phi=[row]))) == [
        ("KP-30", "A.1",
         "Dòng A.1: nội dung ghi “6 thôn”, nhưng số lượng là 5 thôn; cần ghi thống nhất."),
    ]  # fmt: skip
