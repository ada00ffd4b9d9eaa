"""A correction of accepted progress reaches every list: the obligation repeats it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import tablib

from nhiemvu.models import PhanCong, TienDo
from nhiemvu.resources import TienDoResource
from tests.factories import make_nhiem_vu, make_phan_cong, saved
from tests.quan_tri import address, form_data

AT = datetime(2026, 10, 20, 3, tzinfo=UTC)


@pytest.fixture
def tien_do(vu_quang: Any) -> TienDo:
    """Give accepted progress of 60 %, repeated by its obligation."""
    part = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
    part.phan_tram, part.ky_moi_nhat = 60, "2026-T10"
    saved(part)
    told = {"ky_bao_cao": "2026-T10", "ngay_chot": date(2026, 10, 14), "noi_dung": "Đã họp"}
    return saved(TienDo(phan_cong=part, phan_tram=60, accepted_at=AT, **told))


def repeated() -> tuple[Any, ...]:
    part = PhanCong.objects.get()
    return part.phan_tram, part.ngay_hoan_thanh, part.ky_moi_nhat


def test_a_corrected_percentage_is_repeated(client, quan_tri, tien_do):
    client.force_login(quan_tri)
    data = form_data(client, tien_do, phan_tram="100", ngay_hoan_thanh="05/10/2026")
    moment = {"accepted_at_0": "20/10/2026", "accepted_at_1": "10:00:00"}
    told = data | moment | {"ly_do_sua": "Công văn 12"}
    answer = client.post(address(TienDo, "change", tien_do), told)
    assert (answer.status_code, repeated()) == (302, (100, date(2026, 10, 5), "2026-T10"))


def test_a_percentage_corrected_by_a_sheet_is_repeated(quan_tri, tien_do):
    sheet = tablib.Dataset(
        ("vu-quang-2026", tien_do.phan_cong.nhiem_vu.ma, "THON1", "2026-T10", "40"),
        headers=("Mã kế hoạch", "Mã nhiệm vụ", "Mã đơn vị", "Kỳ báo cáo", "Phần trăm"),
    )
    result = TienDoResource().import_data(
        sheet, dry_run=False, user=quan_tri, at=AT, ly_do_sua="Công văn 12"
    )
    assert (result.has_errors(), repeated()) == (False, (40, None, "2026-T10"))


def test_what_an_obligation_repeats_is_not_typed_beside_it(client, quan_tri, tien_do):
    client.force_login(quan_tri)
    page = client.get(address(PhanCong, "change", tien_do.phan_cong))
    fields = set(page.context["adminform"].form.fields)
    assert fields & {"phan_tram", "ngay_hoan_thanh", "ky_moi_nhat"} == set()
