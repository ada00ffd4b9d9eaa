"""Accepting the present finding about an object, as the import does after saving a file."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from donvi.models import NguoiDung, NhatKy
from kinhphi.models import ChapNhanSaiLech
from kinhphi.services import KinhPhiError
from nhapxuat import views
from nhapxuat.services import accept_by_object
from nhapxuat.soat import KetQuaSoat, _number_repeats, check_plan
from nhapxuat.van_de import VanDe
from tests.factories import make_dong_kinh_phi
from tests.personas import XaMau

PAGE = "/ke-hoach/vu-quang-2026/soat/"
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


def wrong_lines(xa: XaMau) -> list[KetQuaSoat]:
    return [one for one in check_plan(xa.ke_hoach) if one.van_de.ma == "KP-01"]


@pytest.mark.django_db
def test_accepted_finding_is_opened_again_with_a_reason_on_record(
    client: Client, vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    make_dong_kinh_phi(vu_quang.ke_hoach, "A", so_luong=6, don_gia=15, thanh_tien_in=900)
    accept(vu_quang, tong_hop)
    client.force_login(tong_hop)
    [sai] = wrong_lines(vu_quang)

    def reopen(ly_do: str):
        url = reverse("nhapxuat:reopen", args=["vu-quang-2026"])
        return client.post(url, {"dau_vet": sai.dau_vet, "ly_do": ly_do})

    assert "Mở lại…" in client.get(PAGE).content.decode()
    refused = reopen(" ")
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["ly_do"])
    assert reopen("Chấp nhận nhầm dòng").status_code == 302
    assert [one.chap_nhan for one in wrong_lines(vu_quang)] == [None]
    gone = ChapNhanSaiLech.history.get(history_type="-")
    assert (gone.ly_do, gone.history_change_reason) == ("Đã đối chiếu", "Chấp nhận nhầm dòng")
    act = NhatKy.objects.get(hanh_dong="Rút chấp nhận sai lệch")
    assert (act.ly_do, act.gia_tri_cu) == ("Chấp nhận nhầm dòng", {"ly_do": "Đã đối chiếu"})
    late = reopen("Chấp nhận nhầm dòng")
    assert late.status_code == 422
    assert "Lý do bạn đã ghi: Chấp nhận nhầm dòng" in late.content.decode()


@pytest.mark.django_db
def test_many_findings_are_shown_by_the_page_and_a_refused_one_on_its_own(
    client: Client, vu_quang: XaMau, tong_hop: NguoiDung, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOI_TRANG", 1)
    for ma in ("1", "2"):
        make_dong_kinh_phi(vu_quang.ke_hoach, ma, so_luong=6, don_gia=15, thanh_tien_in=900)
    found = check_plan(vu_quang.ke_hoach)
    client.force_login(tong_hop)

    def shown(html: str) -> list[int]:
        return [n for n, one in enumerate(found) if f'id="vd-{one.dau_vet}"' in html]

    assert shown(client.get(PAGE).content.decode()) == [0]
    assert shown(client.get(PAGE, {"page": "2"}).content.decode()) == [1]
    sent = {"dau_vet": found[1].dau_vet, "ly_do": " "}
    url = reverse("nhapxuat:accept", args=["vu-quang-2026"])
    refused = client.post(url, sent).content.decode()
    assert (shown(refused), "?page=" in refused) == ([1], False)
