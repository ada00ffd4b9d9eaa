"""The page behind a one-time link: typed on a phone without an account, sent once, closed after."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from redis.exceptions import RedisError

from baocao import views_nhap_nhanh
from baocao.lien_ket import create_link, open_link, revoke_link
from baocao.models import LienKetNhap
from donvi.models import ThongBao
from nhiemvu.models import TienDo
from tests.baocao.test_phieu_trang import boxes
from tests.factories import make_chi_tieu, make_nhiem_vu, make_phan_cong, make_phieu, saved

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def viec(vu_quang):
    return make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, "Vận động cài VNeID"), vu_quang.thon)


@pytest.fixture
def phieu(vu_quang, viec):
    """Give the village's form, due in three days, with a task and an indicator."""
    make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon)
    today = timezone.localdate()
    days = {"tu_ngay": today - timedelta(days=30), "den_ngay": today}
    return make_phieu(
        vu_quang.ke_hoach, vu_quang.thon, **days, han_nop=today + timedelta(days=3)
    )  # fmt: skip


@pytest.fixture
def lien_ket(phieu, can_bo):
    """Give a link and its secret."""
    return create_link(
        phieu=phieu, nguoi_nhap="Bà Châu", so_ngay=3, by=can_bo, at=timezone.now()
    )  # fmt: skip


@pytest.fixture
def dia_chi(lien_ket):
    return reverse("baocao:quick_entry", args=[lien_ket[1]])


def fill(client, url, viec, headers=None, act="", **typed):
    """Open the page, type into the boxes of the task and send."""
    data = boxes(client.get(url).content.decode())
    data |= {f"nv{viec.pk}-{name}": value for name, value in typed.items()}
    return client.post(url, data | ({"hanh_dong": act} if act else {}), headers=headers)


def kept():
    return {prefix: row["o"] for prefix, row in LienKetNhap.objects.get().noi_dung.items()}


# --- typing and sending -----------------------------------------------------------------------


def test_from_opening_to_the_thank_you(client, dia_chi, viec):
    page = client.get(dia_chi)
    assert page.status_code == 200
    assert "Vận động cài VNeID" in page.content.decode()
    fill(client, dia_chi, viec, noi_dung="Đến 12 nhà", phan_tram="40")
    assert kept()[f"nv{viec.pk}"]["noi_dung"] == "Đến 12 nhà"

    asked = fill(client, dia_chi, viec, act="gui")  # the indicator is still empty
    assert (asked.status_code, LienKetNhap.objects.get().trang_thai) == (422, "cho_nhap")
    assert "Còn 1 mục chưa nhập" in asked.content.decode()
    sent = fill(client, dia_chi, viec, act="gui_luon")
    assert (sent.status_code, sent["Location"]) == (302, dia_chi)

    thanks = client.get(dia_chi)
    html = thanks.content.decode()
    assert "Đã gửi, xin cảm ơn!" in html
    assert "Đến 12 nhà" in html
    assert "<form" not in html
    assert client.post(dia_chi, {"hanh_dong": "gui"}).status_code == 200
    assert (TienDo.objects.count(), ThongBao.objects.count()) == (0, 1)


def test_one_tap_says_nothing_arose_where_nothing_is_typed(client, dia_chi, viec, vu_quang):
    other = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
    fill(client, dia_chi, viec, act="khong_phat_sinh", noi_dung="Đến 12 nhà")
    assert kept()[f"nv{viec.pk}"]["khong_phat_sinh"] is False
    assert kept()[f"nv{other.pk}"] == {"khong_phat_sinh": True}
    html = client.get(dia_chi).content.decode()
    assert re.search(rf'name="nv{other.pk}-khong_phat_sinh"[^>]* checked', html)


def test_saves_as_it_goes_and_faults_keep_the_rest(client, dia_chi, viec):
    page = fill(client, dia_chi, viec, HTMX, noi_dung="Đến 12 nhà")
    assert (page.status_code, "Đã lưu lúc" in page.content.decode()) == (200, True)
    assert 'name="lan_luu" value="1"' in page.content.decode()
    bad = fill(client, dia_chi, viec, HTMX, phan_tram="nhiều")
    assert bad.status_code == 422
    assert "cần một số nguyên từ 0 đến 100" in bad.content.decode()
    assert kept()[f"nv{viec.pk}"]["noi_dung"] == "Đến 12 nhà"
    shown = fill(client, dia_chi, viec, phan_tram="nhiều", act="gui")
    assert (shown.status_code, LienKetNhap.objects.get().trang_thai) == (422, "cho_nhap")
    assert 'value="nhiều"' in shown.content.decode()


def test_two_phones_see_both_texts(client, dia_chi, viec):
    late = boxes(client.get(dia_chi).content.decode())
    fill(client, dia_chi, viec, noi_dung="Máy một")
    page = client.post(dia_chi, late | {f"nv{viec.pk}-noi_dung": "Máy hai"})
    html = page.content.decode()
    assert (page.status_code, "Máy một" in html, "Máy hai" in html) == (422, True, True)
    assert kept()[f"nv{viec.pk}"]["noi_dung"] == "Máy một"


def test_two_phones_keep_both_rows(client, dia_chi, viec, vu_quang):
    other = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
    late = boxes(client.get(dia_chi).content.decode())
    fill(client, dia_chi, viec, noi_dung="Máy một")
    client.post(dia_chi, late | {f"nv{other.pk}-noi_dung": "Máy hai"})
    texts = {prefix: row["noi_dung"] for prefix, row in kept().items()}
    assert texts == {f"nv{viec.pk}": "Máy một", f"nv{other.pk}": "Máy hai"}


def test_boxes_of_other_units_are_left_alone(client, dia_chi, viec, vu_quang):
    foreign = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.cong_an)
    fill(client, dia_chi, viec, **{f"x-nv{foreign.pk}-noi_dung": "Lạ"})
    client.post(dia_chi, {f"nv{foreign.pk}-noi_dung": "Lạ", f"nv{foreign.pk}-goc": "x"})
    assert kept() == {}
    html = client.get(dia_chi).content.decode()
    assert f"nv{foreign.pk}-" not in html


# --- closed -----------------------------------------------------------------------------------


def expire(made, token):
    made.het_han_luc = timezone.now()
    saved(made)
    return token


def test_every_closed_link_gets_the_same_page(client, phieu, can_bo, lien_ket):
    made, token = lien_ket
    revoked, revoked_token = create_link(
        phieu=phieu, nguoi_nhap="Ông Ba", so_ngay=3, by=can_bo, at=timezone.now()
    )
    revoke_link(lien_ket=revoked, by=can_bo, at=timezone.now())
    used, used_token = create_link(
        phieu=phieu, nguoi_nhap="Ông Tư", so_ngay=3, by=can_bo, at=timezone.now()
    )
    used.trang_thai, used.sent_at, used.decided_at = "da_xac_nhan", timezone.now(), timezone.now()
    saved(used)
    tokens = [expire(made, token), revoked_token, used_token, "doan-mo", made.ma_bam]
    answers = set()
    for one in tokens:
        page = client.get(reverse("baocao:quick_entry", args=[one]))
        html = re.sub(r'data-user="\w+"|/nhap-nhanh/[\w-]+/', "", page.content.decode())
        answers.add((page.status_code, html))
    [(status, html)] = answers
    assert (status, "Liên kết này không dùng được" in html) == (404, True)
    assert "Thôn 1" not in html


def test_words_sent_too_late_are_shown_to_copy(client, dia_chi, viec, lien_ket):
    data = boxes(client.get(dia_chi).content.decode()) | {f"nv{viec.pk}-noi_dung": "Đến 12 nhà"}
    expire(*lien_ket)
    page = client.post(dia_chi, data)
    assert (page.status_code, "<li>Đến 12 nhà</li>" in page.content.decode()) == (404, True)
    autosave = client.post(dia_chi, data, headers=HTMX)
    assert (autosave.status_code, "Chưa lưu" in autosave.content.decode()) == (422, True)
    assert kept() == {}


@pytest.mark.parametrize("opens", [True, False])
def test_the_address_is_not_kept_indexed_or_passed_on(client, dia_chi, opens):
    page = client.get(dia_chi if opens else "/nhap-nhanh/doan-mo/")
    assert {name: page[name] for name in views_nhap_nhanh.PRIVATE} == {
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "no-store, private",
    }
    assert page.cookies == {}


def test_works_without_cookies_and_with_csrf_checks_on(dia_chi, viec):
    strict = Client(enforce_csrf_checks=True)
    page = fill(strict, dia_chi, viec, noi_dung="Đến 12 nhà")
    assert (page.status_code, len(kept())) == (200, 1)


def test_guessing_is_slowed_down_and_shuts_nobody_out(client, dia_chi, monkeypatch):
    monkeypatch.setattr(views_nhap_nhanh, "SAI_TOI_DA_MOI_PHUT", -1)
    there = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get("/nhap-nhanh/doan-mo/", **there).status_code == 429
    assert client.get(dia_chi, **there).status_code == 200


def test_a_wrong_secret_is_answered_while_redis_is_away(client, monkeypatch):
    def away(*_: object, **__: object) -> None:
        raise RedisError

    monkeypatch.setattr(views_nhap_nhanh.cache, "add", away, raising=False)
    assert client.get("/nhap-nhanh/doan-mo/").status_code == 404


def test_query_count_does_not_grow_with_rows(client, dia_chi, vu_quang, django_assert_num_queries):
    for number in (1, 2):
        with django_assert_num_queries(9):
            client.get(dia_chi)
        for _ in range(number):
            make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
            make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon)


def test_a_secret_opens_one_form_only(lien_ket, phieu, vu_quang):
    make_phieu(vu_quang.ke_hoach, vu_quang.cong_an)
    assert open_link(lien_ket[1], timezone.now()).phieu_bao_cao == phieu
