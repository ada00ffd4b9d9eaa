"""Constraints checked without the database say what the database says."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Q

from chitieu.models import ChiTieu, MucChiTieu
from donvi.rang_buoc import DieuKienLa, check_constraints, judge_of
from nhiemvu.models import NhiemVu


def holds(condition, row):
    return judge_of(condition, type(row))(row)


@pytest.mark.pure
def test_conditions_are_judged_as_sql_does():
    row = NhiemVu(tu_ngay=date(2026, 3, 1), so_tien=0)
    assert holds(Q(tu_ngay__gte=date(2026, 3, 1)), row) is True
    assert holds(Q(han_hoan_thanh__gte=date(2026, 3, 1)), row) is None
    assert holds(~Q(han_hoan_thanh__gte=date(2026, 3, 1)), row) is None
    assert holds(Q(han_hoan_thanh__isnull=True) | Q(so_tien__lt=0), row) is True
    assert holds(Q(han_hoan_thanh__gte=date(2026, 3, 1)) & Q(so_tien__lt=0), row) is False
    with pytest.raises(DieuKienLa):
        holds(Q(ten__startswith="A"), row)


@pytest.mark.django_db
@pytest.mark.parametrize("loai_muc", ["so", "dinh_tinh"])
@pytest.mark.parametrize("gia_tri", [None, Decimal(5)])
@pytest.mark.parametrize("gia_tri_den", [None, Decimal(7)])
def test_the_database_judges_the_same(loai_muc, gia_tri, gia_tri_den):
    row = MucChiTieu(
        chi_tieu=ChiTieu(pk=1), loai_muc=loai_muc, gia_tri=gia_tri, gia_tri_den=gia_tri_den
    )
    assert [judge(row) is not False for judge, _ in check_constraints(MucChiTieu)] == [
        is_valid(check, row)
        for check in MucChiTieu._meta.constraints
        if isinstance(check, CheckConstraint)
    ]


def is_valid(check, row):
    try:
        check.validate(MucChiTieu, row)
    except ValidationError:
        return False
    return True
