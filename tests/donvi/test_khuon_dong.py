"""New rows from one mould are the rows a model makes itself."""

import pytest

from donvi.khuon_dong import KhuonDong
from donvi.models import DonVi, NhatKy, Xa
from kehoach.models import KeHoach
from nhiemvu.models import NhiemVu, PhanCong

pytestmark = pytest.mark.pure
XA = Xa(pk=7, ma="00007", ten="Kỳ Lạc")
PLAN = KeHoach(pk=3, xa=XA)


def test_a_row_from_a_mould_equals_one_the_model_makes() -> None:
    task, unit = NhiemVu(pk=5, ke_hoach=PLAN), DonVi(pk=9, xa=XA)
    made = KhuonDong(PhanCong, vai_phan_cong="chu_tri").make(
        nhiem_vu=task, don_vi=unit, thuoc_nhom=None
    )
    plain = PhanCong(vai_phan_cong="chu_tri", nhiem_vu=task, don_vi=unit, thuoc_nhom=None)

    fields = [field.attname for field in PhanCong._meta.concrete_fields]
    assert [getattr(made, name) for name in fields] == [getattr(plain, name) for name in fields]
    assert made.nhiem_vu is task
    assert made.don_vi is unit
    assert made.thuoc_nhom is None
    assert made._state.adding
    assert set(vars(made)) == set(vars(plain))


def test_rows_share_what_stands_in_each_and_nothing_else() -> None:
    mould = KhuonDong(NhiemVu, ke_hoach=PLAN)
    first, second = mould.make(), mould.make()
    first.ten, first.nhom_nhiem_vu_id = "Việc một", 4
    assert (second.ten, second.nhom_nhiem_vu_id) == ("", None)
    assert first.ke_hoach is second.ke_hoach is PLAN
    first.ke_hoach = KeHoach(pk=8, xa=XA)
    assert (second.ke_hoach_id, mould.make().ke_hoach_id) == (3, 3)


def test_a_row_may_stand_on_one_that_is_not_stored_yet() -> None:
    task = NhiemVu(ke_hoach=PLAN)
    part = KhuonDong(PhanCong).make(nhiem_vu=task)
    assert part.nhiem_vu is task
    assert part.nhiem_vu_id is None


def test_a_relation_the_model_lacks_is_an_error() -> None:
    with pytest.raises(KeyError):
        KhuonDong(PhanCong).make(nhiem_vụ=None)


def test_a_default_that_differs_by_row_cant_be_shared() -> None:
    with pytest.raises(TypeError, match=r"NhatKy: .*gia_tri_cu"):
        KhuonDong(NhatKy)
