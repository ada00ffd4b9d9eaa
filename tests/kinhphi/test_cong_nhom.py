"""Sums by anything add up to the same total, to the đồng; shares of an amount make the amount."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinhphi.chia_nguon import PhanTien, share_amount, share_row
from kinhphi.cong_don import (
    CachTinh,
    DongCongDon,
    compute_thanh_tien,
    printed_amounts,
    sum_rows,
)
from kinhphi.cong_nhom import (
    PhanDong,
    SoTienDong,
    ThucHien,
    counted_amounts,
    sum_groups,
)

pytestmark = pytest.mark.pure

TRIEU = 1_000_000
amounts = st.none() | st.integers(0, 10**12)
money = st.integers(0, 10**12)
names = st.sampled_from(["Ngân sách tỉnh", "Ngân sách xã", "Xã hội hóa", "Ngân sách tỉnh, xã"])
parts = st.lists(st.builds(PhanTien, names, amounts), max_size=4, unique_by=lambda one: one.ten)
moved = st.builds(ThucHien, money, money, money)
groups = st.sampled_from(["A", "B", "C"])


@st.composite
def trees(draw: st.DrawFn) -> list[DongCongDon]:
    """Draw a budget tree of any depth: each row hangs under one drawn before it, or at the top."""
    rows: list[DongCongDon] = []
    for number in range(draw(st.integers(1, 12))):
        above = draw(st.sampled_from([None, *(row.ma for row in rows)]))
        quantity = draw(st.none() | st.decimals(0, 999, places=2))
        price, printed = draw(amounts), draw(amounts)
        rows.append(DongCongDon(str(number), above, quantity, price, printed))
    return rows


def both(pairs: list[SoTienDong]) -> SoTienDong:
    return sum(pairs, SoTienDong())


@given(trees())
def test_rows_that_count_make_the_totals_of_any_tree(rows: list[DongCongDon]) -> None:
    counted = counted_amounts(rows).values()
    total = sum_rows(rows)
    assert sum(printed for printed, _ in counted) == (total.theo_dong_in or 0)
    assert sum(computed for _, computed in counted) == (total.theo_dong_tinh or 0)


@given(trees())
def test_top_rows_as_printed_make_the_total_of_the_parts(rows: list[DongCongDon]) -> None:
    printed = printed_amounts(rows)
    top = [amount for row in rows if row.ma_cha is None and (amount := printed[row.ma])]
    assert sum(top) == (sum_rows(rows).theo_cac_muc or 0)


@given(st.lists(st.tuples(groups, st.builds(SoTienDong, amounts, amounts, amounts, moved))))
def test_groups_add_up_to_the_total_whatever_they_are(
    entries: list[tuple[str, SoTienDong]],
) -> None:
    made = sum_groups(PhanDong(str(place), *one) for place, one in enumerate(entries))
    assert both([group.tien for group in made]) == both([tien for _, tien in entries])
    for group in made:
        assert both([part.tien for part in group.cac_phan]) == group.tien


@given(amounts, parts)
def test_shares_of_an_amount_make_the_amount(so_tien: int | None, cac_phan: list[PhanTien]) -> None:
    shares = share_amount(so_tien, cac_phan)
    assert sum(share.so_tien or 0 for share in shares) == (so_tien or 0)


@given(st.builds(SoTienDong, amounts, amounts, amounts), parts, st.lists(moved, max_size=4), moved)
def test_shares_of_a_row_make_the_row_by_every_measure(
    tien: SoTienDong, cac_phan: list[PhanTien], of_sources: list[ThucHien], loose: ThucHien
) -> None:
    by_name = {part.ten: one for part, one in zip(cac_phan, of_sources, strict=False)}
    shares = share_row("1", tien, cac_phan, by_name | {"": loose})
    total = both([share.tien for share in shares])
    assert total.so_in == tien.so_in
    assert total.so_tinh == tien.so_tinh
    assert total.tham_dinh == tien.tham_dinh
    assert total.thuc_hien == sum(by_name.values(), loose)


def test_money_of_sources_named_together_is_said_to_be_unsplit() -> None:
    [share] = share_amount(650 * TRIEU, [PhanTien("Ngân sách tỉnh, xã")])
    assert (share.ten, share.so_tien, share.is_split) == (
        "Ngân sách tỉnh, xã (chưa chia theo từng nguồn)",
        650 * TRIEU,
        False,
    )


def test_what_sources_pay_too_much_is_a_share_below_nothing() -> None:
    shares = share_amount(100, [PhanTien("NS tỉnh", 80), PhanTien("NS xã", 50)])
    assert [(one.ten, one.so_tien) for one in shares] == [
        ("NS tỉnh", 80),
        ("NS xã", 50),
        ("NS tỉnh; NS xã (chưa chia theo từng nguồn)", -30),
    ]


def test_a_tree_of_five_levels_adds_up_from_the_bottom() -> None:
    rows = [
        DongCongDon("A"),
        DongCongDon("A.I", "A"),
        DongCongDon("A.I.1", "A.I"),
        DongCongDon("A.I.1.a", "A.I.1"),
        DongCongDon("A.I.1.a.1", "A.I.1.a", Decimal("1.5"), 7, 10),
        DongCongDon("A.I.1.a.2", "A.I.1.a", Decimal(2), 5),
    ]
    assert set(compute_thanh_tien(rows).values()) == {21, 11, 10}
    assert compute_thanh_tien(rows)["A"] == 21
    assert compute_thanh_tien(rows, CachTinh.SO_IN)["A"] == 20
    assert counted_amounts(rows) == {"A.I.1.a.1": (10, 11), "A.I.1.a.2": (10, 10)}
