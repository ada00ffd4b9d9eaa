import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinhphi.cong_don import (
    DOI_TUONG_TONG,
    CachTinh,
    CayKinhPhiSai,
    DongCongDon,
    PhatHien,
    TongCong,
    check_rows,
    compute_thanh_tien,
    sum_rows,
)
from kinhphi.so_tien import amount_in_words

pytestmark = pytest.mark.pure

TRIEU = 1_000_000
SON_HONG = json.loads(
    (Path(__file__).parents[1] / "du_lieu/kinh_phi_son_hong.json").read_text("utf-8")
)
TONG_IN, TONG_CHU = SON_HONG["tong_in"], SON_HONG["tong_chu"]


@pytest.fixture
def son_hong() -> list[DongCongDon]:
    return [
        DongCongDon(ma, ma_cha, None if so_luong is None else Decimal(so_luong), don_gia, so_in)
        for ma, ma_cha, so_luong, don_gia, so_in in SON_HONG["dong"]
    ]


def correct(rows: list[DongCongDon], **thanh_tien_in: int) -> list[DongCongDon]:
    """Print other amounts; A_III_5=... stands for the row A.III.5."""
    moi = {ma.replace("_", "."): so for ma, so in thanh_tien_in.items()}
    return [replace(row, thanh_tien_in=moi.get(row.ma, row.thanh_tien_in)) for row in rows]


def list_found(findings: tuple[PhatHien, ...]) -> list[tuple[str, str, int | None, int | None]]:
    return [(str(f.ma), f.doi_tuong, f.gia_tri_in, f.gia_tri_tinh) for f in findings]


def test_son_hong_has_22_rows(son_hong: list[DongCongDon]) -> None:
    assert len(son_hong) == 22


def test_son_hong_adds_up_three_ways(son_hong: list[DongCongDon]) -> None:
    assert sum_rows(son_hong) == TongCong(3711 * TRIEU, 4521 * TRIEU, 3922 * TRIEU)


def test_son_hong_with_one_line_corrected_adds_up_to_its_total(son_hong: list[DongCongDon]) -> None:
    assert sum_rows(correct(son_hong, A_III_5=90 * TRIEU)) == TongCong(
        3711 * TRIEU, 3711 * TRIEU, 3922 * TRIEU
    )


def test_son_hong_shows_its_mistakes_and_what_follows(son_hong: list[DongCongDon]) -> None:
    assert list_found(check_rows(son_hong, TONG_IN, TONG_CHU)) == [
        ("KP-02", "A.III", 530 * TRIEU, 1340 * TRIEU),
        ("KP-01", "A.III.5", 900 * TRIEU, 90 * TRIEU),
        ("KP-05", "C", 2025 * TRIEU, 2236 * TRIEU),
        ("KP-01", "C.1", 25 * TRIEU, 36 * TRIEU),
        ("KP-01", "C.2", 2000 * TRIEU, 2200 * TRIEU),
        ("KP-06", DOI_TUONG_TONG, 3711 * TRIEU, 4521 * TRIEU),
        ("KP-07", DOI_TUONG_TONG, 3711 * TRIEU, 3922 * TRIEU),
    ]


def test_son_hong_corrected_has_no_findings(son_hong: list[DongCongDon]) -> None:
    dung = correct(
        son_hong, A_III_5=90 * TRIEU, C_1=36 * TRIEU, C_2=2200 * TRIEU, C=2236 * TRIEU
    )  # fmt: skip
    assert check_rows(dung, 3922 * TRIEU, "Ba tỷ chín trăm hai mươi hai triệu đồng") == ()


def test_findings_are_sentences(son_hong: list[DongCongDon]) -> None:
    assert [f.thong_bao for f in check_rows(son_hong, TONG_IN, "Ba tỷ đồng")] == [
        "Mục A.III: thành tiền in là 530.000.000 đồng, nhưng tổng thành tiền của các dòng con "
        "là 1.340.000.000 đồng.",
        "Dòng A.III.5: 6 × 15.000.000 đồng = 90.000.000 đồng, nhưng thành tiền in là "
        "900.000.000 đồng.",
        "Mục C: thành tiền in là 2.025.000.000 đồng, nhưng tính lại từ số lượng × đơn giá được "
        "2.236.000.000 đồng.",
        "Dòng C.1: 1 × 36.000.000 đồng = 36.000.000 đồng, nhưng thành tiền in là 25.000.000 đồng.",
        "Dòng C.2: 1 × 2.200.000.000 đồng = 2.200.000.000 đồng, nhưng thành tiền in là "
        "2.000.000.000 đồng.",
        "Tổng kinh phí ghi trong văn bản là 3.711.000.000 đồng, nhưng tổng thành tiền in của các "
        "dòng là 4.521.000.000 đồng.",
        "Tổng kinh phí ghi trong văn bản là 3.711.000.000 đồng, nhưng tính lại từ số lượng × đơn "
        "giá được 3.922.000.000 đồng.",
        "Tổng kinh phí bằng chữ “Ba tỷ đồng” là 3.000.000.000 đồng, nhưng bằng số là "
        "3.711.000.000 đồng (Ba tỷ bảy trăm mười một triệu đồng).",
    ]


def test_any_code_can_be_named() -> None:
    rows = [DongCongDon("{x}|%s", thanh_tien_in=1), DongCongDon("1", "{x}|%s", thanh_tien_in=2)]
    assert [f.thong_bao for f in check_rows(rows)] == [
        "Mục {x}|%s: thành tiền in là 1 đồng, nhưng tổng thành tiền của các dòng con là 2 đồng."
    ]


def test_amounts_of_son_hong_by_either_way(son_hong: list[DongCongDon]) -> None:
    tinh = compute_thanh_tien(son_hong)
    theo_in = compute_thanh_tien(son_hong, CachTinh.SO_IN)
    cac_ma = ("A", "A.III", "A.III.5", "B", "C", "C.1")
    assert [tinh[ma] for ma in cac_ma] == [so * TRIEU for so in (1420, 530, 90, 266, 2236, 36)]
    assert [theo_in[ma] for ma in cac_ma] == [so * TRIEU for so in (2230, 1340, 900, 266, 2025, 25)]
    assert list(tinh) == [row.ma for row in son_hong]


def test_wrong_total_is_named_once() -> None:
    rows = [DongCongDon("A", None, Decimal(2), 10, 20)]
    assert list_found(check_rows(rows, 30)) == [("KP-03", DOI_TUONG_TONG, 30, 20)]


def test_words_are_compared_with_the_sum_where_no_figure_stands() -> None:
    rows = [DongCongDon("A", thanh_tien_in=20)]
    assert check_rows(rows, None, " Hai mươi đồng ") == ()
    assert list_found(check_rows(rows, None, "Hai mốt đồng")) == [
        ("KP-08", DOI_TUONG_TONG, None, 20)
    ]
    assert list_found(check_rows(rows, None, "Mười đồng")) == [("KP-04", DOI_TUONG_TONG, 10, 20)]


def test_what_has_no_amount_is_not_compared() -> None:
    rows = [DongCongDon("A", thanh_tien_in=5), DongCongDon("A.1", "A"), DongCongDon("B")]
    assert check_rows(rows) == ()
    assert check_rows([], 5, "") == ()
    assert check_rows([], None, "Năm đồng") == ()
    assert sum_rows([]) == TongCong(None, None, None)
    assert compute_thanh_tien(rows) == {"A": 5, "A.1": None, "B": None}


def test_missing_amounts_are_taken_from_what_is_there() -> None:
    rows = [
        DongCongDon("A", thanh_tien_in=50),
        DongCongDon("A.I", "A"),
        DongCongDon("A.I.1", "A.I", Decimal("1.5"), 15),
        DongCongDon("A.I.2", "A.I", thanh_tien_in=27),
        DongCongDon("A.I.3", "A.I", Decimal(3)),
    ]
    # 1,5 × 15 = 22,5 is rounded half up.
    assert compute_thanh_tien(rows) == {"A": 50, "A.I": 50, "A.I.1": 23, "A.I.2": 27, "A.I.3": None}
    assert check_rows(rows, 50, "Năm mươi đồng") == ()
    assert list_found(check_rows([replace(rows[0], thanh_tien_in=49), *rows[1:]])) == [
        ("KP-02", "A", 49, 50)
    ]


def test_a_parent_may_print_a_product_too() -> None:
    rows = [DongCongDon("A", None, Decimal(2), 10, 30), DongCongDon("A.1", "A", thanh_tien_in=30)]
    assert list_found(check_rows(rows)) == [("KP-01", "A", 30, 20)]


@pytest.mark.parametrize(
    ("rows", "thong_bao"),
    [
        (
            [DongCongDon("A"), DongCongDon("A")],
            "Mã dòng kinh phí “A” bị trùng: mỗi dòng cần một mã riêng.",
        ),
        (
            [DongCongDon("A.1", "A")],
            "Dòng kinh phí “A.1” thuộc mục “A” nhưng bảng không có mục này.",
        ),
        (
            [DongCongDon("A"), DongCongDon("B", "C"), DongCongDon("C", "B")],
            "Dòng kinh phí “B” thuộc về chính nó qua các mục cha: cần sửa lại mục cha.",
        ),
    ],
)
def test_rows_that_are_no_tree_are_refused(rows: list[DongCongDon], thong_bao: str) -> None:
    for function in (check_rows, compute_thanh_tien, sum_rows):
        with pytest.raises(CayKinhPhiSai) as caught:
            function(rows)
        assert str(caught.value) == thong_bao


@st.composite
def trees(draw: st.DrawFn) -> list[DongCongDon]:
    """Draw a tree whose lines are quantity × price and whose parents add up."""
    ma_cha = [draw(st.integers(-1, ma - 1)) for ma in range(draw(st.integers(1, 15)))]
    thanh_tien = [0] * len(ma_cha)
    rows: list[DongCongDon] = []
    for ma in reversed(range(len(ma_cha))):
        cha = str(ma_cha[ma]) if ma_cha[ma] >= 0 else None
        if ma in ma_cha:
            row = DongCongDon(str(ma), cha, None, None, thanh_tien[ma])
        else:
            so_luong = Decimal(draw(st.integers(0, 10**9)))
            don_gia = draw(st.integers(0, 10**6))
            thanh_tien[ma] = int(so_luong) * don_gia
            row = DongCongDon(str(ma), cha, so_luong, don_gia, thanh_tien[ma])
        if cha is not None:
            thanh_tien[ma_cha[ma]] += thanh_tien[ma]
        rows.append(row)
    return draw(st.permutations(rows))


@given(trees())
def test_a_tree_built_from_its_lines_has_no_findings(rows: list[DongCongDon]) -> None:
    tong = sum(row.thanh_tien_in or 0 for row in rows if row.ma_cha is None)
    assert check_rows(rows, tong, amount_in_words(tong)) == ()
    assert sum_rows(rows) == TongCong(tong, tong, tong)
    assert compute_thanh_tien(rows) == compute_thanh_tien(rows, CachTinh.SO_IN)


@given(trees(), st.data())
def test_one_changed_amount_is_always_found(rows: list[DongCongDon], data: st.DataObject) -> None:
    tong = sum(row.thanh_tien_in or 0 for row in rows if row.ma_cha is None)
    vi_tri = data.draw(st.integers(0, len(rows) - 1))
    sai = (rows[vi_tri].thanh_tien_in or 0) + data.draw(st.integers(1, 10**12))
    rows[vi_tri] = replace(rows[vi_tri], thanh_tien_in=sai)
    found = {(str(f.ma), f.doi_tuong) for f in check_rows(rows, tong)}
    is_leaf = rows[vi_tri].so_luong is not None
    assert ("KP-01" if is_leaf else "KP-02", rows[vi_tri].ma) in found
