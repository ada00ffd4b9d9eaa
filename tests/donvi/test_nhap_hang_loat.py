"""Values let through without the machinery of validation are values it would let through."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chitieu.models import ChiTieu, MucChiTieu
from donvi.nhap_hang_loat import _plainly_valid
from kinhphi.models import DongKinhPhi, PhanNguon
from nhiemvu.models import NhiemVu, PhanCong

pytestmark = pytest.mark.pure
CAC_COT = [
    column
    for model in (ChiTieu, MucChiTieu, DongKinhPhi, PhanNguon, NhiemVu, PhanCong)
    for column in model._meta.concrete_fields
    if not (column.is_relation or column.primary_key)
]
GIA_TRI = (
    st.none()
    | st.text(max_size=400)
    | st.integers(-(10**19), 10**19)
    | st.decimals(allow_nan=True, allow_infinity=True)
    | st.decimals(-(10**12), 10**12, places=6)
    | st.sampled_from(["phu_luc", "chu_tri", "quy", True, date(2026, 1, 5), Decimal("1E+3")])
)


@given(place=st.integers(0, len(CAC_COT) - 1), value=GIA_TRI)
def test_what_is_plainly_valid_is_valid(place: int, value: Any) -> None:
    column = CAC_COT[place]
    is_text = column.get_internal_type() in {"CharField", "TextField"}
    if is_text and not isinstance(value, str | None):
        return  # the readers give words for words
    skipped = column.blank and value in column.empty_values  # as ``Model.clean_fields`` skips them
    if _plainly_valid(column)(value) and not skipped:
        assert column.clean(value, None) == value


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("12.5", True), ("1E+3", True), ("0", True), ("-99999999999999", True),
        ("1E+20", False), ("0.1234567", False), ("NaN", False), ("Infinity", False),
    ],
)  # fmt: skip
def test_decimals_fit_their_digits(value: str, fits: bool) -> None:
    check = _plainly_valid(MucChiTieu._meta.get_field("gia_tri"))
    assert check(Decimal(value)) is fits
