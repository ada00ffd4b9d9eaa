"""Pages of officers about one-time links: shown once, compared, confirmed, refused."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from baocao.dong_form import _digest
from baocao.lien_ket import digest_of
from baocao.models import LienKetNhap
from baocao.phieu import NoiDungNhap, save_form
from nhiemvu.models import TienDo
from nhiemvu.services import NhapTienDo
from tests.factories import make_don_vi, make_lien_ket, make_nhiem_vu, make_phan_cong, make_phieu

pytestmark = [pytest.mark.django_db, pytest.mark.long_postgresql]
CHO = {"trang_thai": "cho_xac_nhan"}


@pytest.fixture
def viec(vu_quang):
    return make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, "Vận động"), vu_quang.thon)


@pytest.fixture
def phieu(vu_quang, viec):
    """Give the village's form, with days to go."""
    return make_phieu(vu_quang.ke_hoach, vu_quang.thon, han_nop=timezone.localdate())


@pytest.fixture
def trang(client, can_bo):
    client.force_login(can_bo)
    return client


def url(name, row):
    return reverse(f"baocao:{name}", args=[row.pk])


def typed(phieu, by, goc="", **boxes):
    """Make a link through which the first task was typed and sent."""
    task = phieu.don_vi.cac_phan_cong.order_by("pk").first()
    rows = {f"nv{task.pk}": {"goc": goc or unchanged(), "o": boxes}}
    return make_lien_ket(phieu, by, **CHO, noi_dung=rows)


def unchanged():
    """Give the version of a row nothing was ever typed into."""
    return _digest(["", "", "", "", "", "", "", ""])


def test_the_link_is_shown_once(trang, phieu):
    made = trang.post(url("link_new", phieu), {"nguoi_nhap": "Bà Châu", "so_ngay": "3"})
    html = made.content.decode()
    [address] = set(re.findall(r"http://testserver(/nhap-nhanh/[\w-]{43}/)", html))
    assert (made.status_code, made["Cache-Control"]) == (200, "no-store, private")
    assert LienKetNhap.objects.get().ma_bam == digest_of(address.split("/")[2])
    assert "Mời nhập phiếu báo cáo" in html
    again = trang.get(url("link_new", phieu)).content.decode()
    assert ("Bà Châu" in again, "/nhap-nhanh/" in again) == (True, False)


def test_typed_beside_the_draft_then_confirmed(trang, phieu, viec, can_bo):
    lien_ket = typed(phieu, can_bo, noi_dung="Đến 12 nhà", phan_tram="40")
    page = trang.get(url("link_confirm", lien_ket))
    assert page.status_code == 200
    assert "Đến 12 nhà" in page.content.decode()
    body = {"lan_luu": "0", "hanh_dong": "luu", f"chon-nv{viec.pk}": "lay"}
    done = trang.post(url("link_confirm", lien_ket), body)
    assert (done.status_code, done["Location"]) == (302, url("form", phieu))
    assert TienDo.objects.get().noi_dung == "Đến 12 nhà"
    after = trang.get(url("link_confirm", lien_ket)).content.decode()
    assert ("Đến 12 nhà" in after, "Xác nhận, đưa vào phiếu" in after) == (True, False)


def test_a_clash_must_be_chosen_and_the_draft_can_be_kept(trang, phieu, viec, can_bo):
    lien_ket = typed(phieu, can_bo, noi_dung="Bà Châu nói", phan_tram="40")
    content = NoiDungNhap(tien_do=(NhapTienDo(viec.pk, noi_dung="Cán bộ nói", phan_tram=10),))
    save_form(phieu=phieu, noi_dung=content, lan_luu=0, by=can_bo, at=timezone.now())
    html = trang.get(url("link_confirm", lien_ket)).content.decode()
    assert ("Bà Châu nói" in html, "Cán bộ nói" in html, " checked" in html) == (True, True, False)
    stale = trang.post(url("link_confirm", lien_ket), {"lan_luu": "1"})
    assert (stale.status_code, "Hãy chọn nội dung" in stale.content.decode()) == (422, True)
    kept = {"lan_luu": "1", f"chon-nv{viec.pk}": "giu"}
    assert trang.post(url("link_confirm", lien_ket), kept).status_code == 302
    assert TienDo.objects.get().noi_dung == "Cán bộ nói"


def test_a_form_saved_after_the_page_was_opened_is_not_overwritten(trang, phieu, viec, can_bo):
    lien_ket = typed(phieu, can_bo, noi_dung="Bà Châu nói", phan_tram="40")
    page = trang.post(url("link_confirm", lien_ket), {"lan_luu": "7", f"chon-nv{viec.pk}": "lay"})
    assert (page.status_code, TienDo.objects.count()) == (422, 0)
    assert "phiếu vừa được người khác sửa" in page.content.decode()


def test_a_sent_form_shows_both_and_offers_only_to_refuse(trang, phieu, viec, can_bo):
    lien_ket = typed(phieu, can_bo, noi_dung="Bà Châu nói")
    phieu.trang_thai, phieu.sent_at = "da_gui", timezone.now()
    phieu.save()
    html = trang.get(url("link_confirm", lien_ket)).content.decode()
    assert "Bà Châu nói" in html
    assert "phiếu phải được trả lại trước" in html
    assert 'value="gui"' not in html
    assert "Xác nhận, đưa vào phiếu" not in html
    done = trang.post(url("link_refuse", lien_ket), {"ly_do": "Phiếu đã gửi"})
    assert (done.status_code, LienKetNhap.objects.get().trang_thai) == (302, "tu_choi")


def test_focal_unit_confirms_and_sends_for_a_village_without_account(
    client, phieu, viec, tong_hop
):  # fmt: skip
    lien_ket = typed(phieu, tong_hop, noi_dung="Bà Châu nói", phan_tram="40")
    client.force_login(tong_hop)
    page = client.get(url("link_confirm", lien_ket)).content.decode()
    assert ("Xác nhận và gửi phiếu" in page, "Xác nhận, đưa vào phiếu" in page) == (True, False)
    client.post(url("link_confirm", lien_ket), {"lan_luu": "0", f"chon-nv{viec.pk}": "lay"})
    phieu.refresh_from_db()
    assert (phieu.trang_thai, TienDo.objects.get().noi_dung) == ("da_gui", "Bà Châu nói")


def test_focal_unit_leaves_the_sending_to_a_unit_that_has_an_account(
    client, phieu, viec, can_bo, tong_hop
):  # fmt: skip
    lien_ket = typed(phieu, can_bo, noi_dung="Bà Châu nói", phan_tram="40")
    client.force_login(tong_hop)
    page = client.get(url("link_confirm", lien_ket)).content.decode()
    assert ("Xác nhận và gửi phiếu" in page, "Xác nhận, đưa vào phiếu" in page) == (False, True)
    body = {"lan_luu": "0", f"chon-nv{viec.pk}": "lay", "hanh_dong": "gui"}
    client.post(url("link_confirm", lien_ket), body)
    phieu.refresh_from_db()
    assert (phieu.trang_thai, TienDo.objects.get().noi_dung) == ("dang_nhap", "Bà Châu nói")


def test_what_waits_is_on_the_form_and_on_the_home_page(client, phieu, can_bo, tong_hop, cong_an):
    lien_ket = typed(phieu, can_bo, noi_dung="Họp")
    address = url("link_confirm", lien_ket)
    seen = {}
    for person in (can_bo, tong_hop, cong_an):
        client.force_login(person)
        seen[person.username] = address in client.get("/").content.decode()
    assert seen == {"truong_thon": True, "tong_hop": True, "cong_an": False}
    client.force_login(can_bo)
    assert address in client.get(url("form", phieu)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_have_a_constant_number_of_queries(
    trang, phieu, vu_quang, can_bo, count, django_assert_num_queries
):
    for number in range(count):
        make_lien_ket(phieu, can_bo, f"ma-{number}")
        unit = make_don_vi(vu_quang.xa, f"Thôn {number + 2}")
        make_lien_ket(make_phieu(vu_quang.ke_hoach, unit), can_bo, f"khac-{number}", **CHO)
    trang.get(url("link_new", phieu))
    with django_assert_num_queries(8):
        trang.get(url("link_new", phieu))


@pytest.mark.parametrize("count", [1, 3])
def test_comparison_has_a_constant_number_of_queries(
    trang, phieu, vu_quang, can_bo, viec, count, django_assert_num_queries
):
    parts = [make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon) for _ in range(count)]
    rows = {f"nv{part.pk}": {"goc": unchanged(), "o": {"noi_dung": "Họp"}} for part in parts}
    lien_ket = make_lien_ket(phieu, can_bo, **CHO, noi_dung=rows)
    trang.get(url("link_confirm", lien_ket))
    with django_assert_num_queries(10):
        trang.get(url("link_confirm", lien_ket))
