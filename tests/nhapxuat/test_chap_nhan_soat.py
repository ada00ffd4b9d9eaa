"""Accepting the present finding about an object, as the import does after saving a file."""

from datetime import UTC, datetime

import pytest

from donvi.models import NguoiDung
from kinhphi.models import ChapNhanSaiLech
from kinhphi.services import KinhPhiError
from nhapxuat.services import accept_by_object
from nhapxuat.soat import _number_repeats, check_plan
from nhapxuat.van_de import VanDe
from tests.factories import make_dong_kinh_phi
from tests.personas import XaMau

LUC = datetime(2026, 11, 2, 2, tzinfo=UTC)


def accept(xa: XaMau, by: NguoiDung, doi_tuong: str = "A", ly_do: str = "Đã đối chiếu"):
    return accept_by_object(
        ke_hoach=xa.ke_hoach, ma="KP-01", doi_tuong=doi_tuong, ly_do=ly_do, by=by, at=LUC
    )


@pytest.mark.django_db
def test_present_finding_is_accepted_once(vu_quang: XaMau, tong_hop: NguoiDung) -> None:
    make_dong_kinh_phi(vu_quang.ke_hoach, "A", so_luong=6, don_gia=15, thanh_tien_in=900)
    kept = accept(vu_quang, tong_hop)
    assert kept is not None
    assert (kept.gia_tri_in, kept.gia_tri_tinh, kept.ly_do) == ("900", "90", "Đã đối chiếu")
    assert accept(vu_quang, tong_hop, ly_do="Lần hai") == kept
    assert ChapNhanSaiLech.objects.get().ly_do == "Đã đối chiếu"
    [result] = [one for one in check_plan(vu_quang.ke_hoach) if one.van_de.ma == "KP-01"]
    assert result.chap_nhan == kept


@pytest.mark.django_db
def test_nothing_is_accepted_that_is_not_there(vu_quang: XaMau, tong_hop: NguoiDung) -> None:
    make_dong_kinh_phi(vu_quang.ke_hoach, "A", so_luong=6, don_gia=15, thanh_tien_in=900)
    assert accept(vu_quang, tong_hop, doi_tuong="B") is None
    assert ChapNhanSaiLech.objects.count() == 0


@pytest.mark.django_db
def test_rights_and_reason_are_asked_for(
    vu_quang: XaMau, can_bo: NguoiDung, tong_hop: NguoiDung
) -> None:
    make_dong_kinh_phi(vu_quang.ke_hoach, "A", so_luong=6, don_gia=15, thanh_tien_in=900)
    with pytest.raises(KinhPhiError, match="Chỉ người làm tổng hợp"):
        accept(vu_quang, can_bo)
    with pytest.raises(KinhPhiError, match="Hãy ghi lý do"):
        accept(vu_quang, tong_hop, ly_do=" ")
    assert ChapNhanSaiLech.objects.count() == 0


@pytest.mark.pure
def test_findings_about_one_object_are_numbered_and_short() -> None:
    found = [VanDe("VB-01", "x" * 70, "một"), VanDe("VB-01", "x" * 70, "hai")]
    names = [one.doi_tuong for one in _number_repeats(found)]
    assert names == ["x" * 60, "x" * 56 + " (2)"]
