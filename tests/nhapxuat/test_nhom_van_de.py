"""Problems of one kind: what tells them apart, and the mark that names exactly these."""

import pytest

from nhapxuat.ket_qua_nhap import VanDeNhap
from nhapxuat.nhom_van_de import group_alike
from nhapxuat.van_de import MucDo

pytestmark = pytest.mark.pure


def unknown(o_dau, ten):
    return VanDeNhap(MucDo.CANH_BAO, o_dau, ten, f"Chưa nhận ra đơn vị trong cụm từ “{ten}”.")


def money(o_dau, tien):
    return VanDeNhap(MucDo.CANH_BAO, o_dau, tien, f"6 × 15.000.000 đồng, nhưng in là {tien} đồng.")


def kept(o_dau, ten):
    return VanDeNhap(MucDo.CANH_BAO, o_dau, ten, f"{ten} không còn được giao.")


PROBLEMS = (
    unknown("Trang tính “A”, ô C5", "Ban lạ"), money("Trang tính “A”, ô F6", "900.000"),
    unknown("Trang tính “A”, ô C7", "Tổ lạ"), unknown("Bảng 2, dòng 3, cột 4", "Ban lạ"),
    money("Trang tính “A”, ô F8", "7"), kept("Bảng 2, dòng 9", "Trạm y tế"),
    kept("Bảng 2, dòng 10", "Công an xã"),
)  # fmt: skip


def test_problems_that_differ_in_values_alone_are_of_one_kind_within_a_table():
    found = group_alike(PROBLEMS)
    assert [(one.noi, [PROBLEMS.index(van_de) for van_de in one.cac_van_de]) for one in found] == [
        ("Trang tính “A”", [0, 2]), ("Trang tính “A”", [1, 4]), ("Bảng 2", [3]),
        ("Bảng 2", [5, 6]),
    ]  # fmt: skip
    assert len({one.khoa for one in found}) == len(found)


def test_a_further_key_parts_what_is_alike():
    assert len(group_alike(PROBLEMS, key=lambda one: one.gia_tri)) == len(PROBLEMS)


def test_the_mark_of_a_group_names_exactly_its_problems_in_whatever_order():
    [whole, *_] = group_alike(PROBLEMS)
    [turned, *_] = group_alike([PROBLEMS[2], PROBLEMS[0]])
    [less, *_] = group_alike(PROBLEMS[:2])
    assert (whole.khoa, whole.dau_vet) == (turned.khoa, turned.dau_vet)
    assert (whole.khoa, len(whole.dau_vet)) == (less.khoa, 20)
    assert whole.dau_vet != less.dau_vet
    assert whole.dau_vet.startswith("n")
