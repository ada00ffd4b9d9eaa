"""Matching rows of a file with those of a plan: no row lost, none taken twice, order kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhapxuat.khop_dong import (
    CachKhop,
    DongCo,
    arrange,
    match_rows,
    moved,
    number,
    settle_codes,
)

pytestmark = pytest.mark.pure

LOI = ("Phủ sóng 5G", "Phủ sóng 5G tại thôn", "Tập huấn kỹ năng số", "Số hóa hồ sơ lưu trữ", "Khác")
rows = st.lists(
    st.builds(DongCo, st.sampled_from(["1", "2", "3", "4", "I.1", ""]), st.sampled_from(LOI)),
    max_size=7,
)


def plan(*words):
    return [DongCo(str(n), ten) for n, ten in enumerate(words, start=1)]


@given(rows, rows)
def test_no_row_of_the_plan_is_taken_twice_and_none_is_lost(tep, da_co):
    found = match_rows(tep, da_co)
    taken = [j for j in found.cac_cho if j is not None]
    assert len(set(taken)) == len(taken)
    assert sorted([*taken, *found.vang_mat]) == list(range(len(da_co)))
    assert [how is CachKhop.THEM_MOI for how in found.cac_cach] == [
        j is None for j in found.cac_cho
    ]


@given(st.lists(st.builds(DongCo, st.text(max_size=3), st.text(max_size=20)),
                unique_by=lambda row: row.ma, max_size=8))  # fmt: skip
def test_the_same_file_again_is_the_same_rows(da_co):
    known = [row for row in da_co if row.ma]
    found = match_rows(known, known)
    assert found.cac_cho == tuple(range(len(known)))
    assert set(found.cac_cach) <= {CachKhop.Y_NGUYEN}


@given(rows, rows)
def test_every_row_has_its_place_and_the_file_keeps_its_order(tep, da_co):
    found = match_rows(tep, da_co)
    ordered = arrange(found.cac_cho, len(da_co))
    assert [i for i, _ in ordered if i is not None] == list(range(len(tep)))
    assert sorted(j for _, j in ordered if j is not None) == list(range(len(da_co)))
    numbers = number([None if j is None else 3 * j + 1 for _, j in ordered])
    assert numbers == sorted(set(numbers))


@given(st.lists(st.integers(1, 300), unique=True).map(sorted))
def test_rows_in_order_keep_their_numbers(thu_tu):
    assert number(thu_tu) == thu_tu


@given(rows, rows)
def test_codes_are_unique_where_the_file_s_are(tep, da_co):
    one_each = list({row.ma: row for row in tep}.values())
    stored = list({row.ma: row for row in da_co}.values())
    found = match_rows(one_each, stored)
    codes, aside = settle_codes(
        [row.ma for row in one_each], found.cac_cho, [row.ma for row in stored], {"x"}
    )
    left = [aside.get(j, stored[j].ma) for j in found.vang_mat]
    assert len({*codes, *left, "x"}) == len(codes) + len(left) + 1


def test_an_inserted_row_renumbers_those_after_it():
    found = match_rows(
        plan("Phủ sóng 5G", "Mua máy tính mới", "Tập huấn kỹ năng số", "Số hóa hồ sơ"),
        plan("Phủ sóng 5G", "Tập huấn kỹ năng số", "Số hóa hồ sơ"),
    )
    assert found.cac_cho == (0, None, 1, 2)
    assert [how.value for how in found.cac_cach] == ["y_nguyen", "them_moi", "doi_ma", "doi_ma"]


def test_a_row_alike_at_its_code_does_not_take_the_place_of_an_equal_one():
    found = match_rows(
        plan("Tập huấn cho học sinh", "Tập huấn cho cán bộ", "Tập huấn cho người dân"),
        plan("Tập huấn cho cán bộ", "Tập huấn cho người dân"),
    )
    assert found.cac_cho == (None, 0, 1)


def test_a_mended_and_renumbered_row_is_found_by_likeness():
    found = match_rows(
        plan("Mua máy", "Xây dựng bộ phận tiếp nhận hồ sơ số"),
        plan("Xây dựng bộ phậm tiếp nhận hồ sơ số"),
    )
    assert found.cac_cho == (None, 0)
    assert found.cac_cach[1] is CachKhop.DOI_CA_HAI


def test_one_code_with_other_words_is_one_row_and_told():
    found = match_rows(plan("Phủ sóng 5G"), plan("Số hóa hồ sơ lưu trữ"))
    assert found.cac_cach == (CachKhop.KHAC_HAN,)


def test_the_fewest_rows_are_said_to_have_moved():
    assert moved([1, 2, 3, 0]) == {3}
    assert moved([0, None, 1]) == frozenset()


def test_hundreds_of_rows_are_matched_at_once():
    da_co = [DongCo(str(n), f"Nhiệm vụ số {n} về chuyển đổi số") for n in range(600)]
    tep = [DongCo(str(n + 1), f"Nhiệm vụ thứ {n} về chuyển đổi số") for n in range(600)]
    found = match_rows(tep, da_co)
    assert len([j for j in found.cac_cho if j is not None]) == 600
