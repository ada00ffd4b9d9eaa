"""Around a form: sending with gaps, the focal unit's check, reopening, and who sees what."""

import re

import pytest
from django.urls import reverse

from baocao.models import PhieuBaoCao
from chitieu.models import SoLieu
from nhiemvu.models import TienDo
from tests.factories import make_chi_tieu, make_nhiem_vu, make_phan_cong, make_phieu, saved

pytestmark = [pytest.mark.django_db, pytest.mark.long_postgresql]
LUC = "2026-10-16T08:00+07:00"


@pytest.fixture
def viec(vu_quang):
    """Give the village a task to lead."""
    return make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, ma="7"), vu_quang.thon)


@pytest.fixture
def phieu(vu_quang, viec):
    """Give the village's unsent form with a draft in it."""
    phieu = make_phieu(vu_quang.ke_hoach, vu_quang.thon, trang_thai="dang_nhap", lan_luu=1)
    saved(
        TienDo(
            phan_cong=viec, ky_bao_cao="2026-T10", ngay_chot="2026-10-14", noi_dung="Lời nháp",
            phan_tram=40,
        )
    )  # fmt: skip
    return phieu


@pytest.fixture
def da_gui(phieu):
    """Give the form as sent."""
    phieu.trang_thai, phieu.sent_at = "da_gui", LUC
    return saved(phieu)


def url(phieu, name="form"):
    """Address a page of the form."""
    return reverse(f"baocao:{name}", args=[phieu.pk])


def page(client, person, phieu, name="form"):
    """Open a page as this person."""
    client.force_login(person)
    return client.get(url(phieu, name)).content.decode()


def act(client, person, phieu, name, **data):
    """Press a button as this person, at the version the form has now."""
    phieu.refresh_from_db()
    client.force_login(person)
    return client.post(url(phieu, name), {"lan_luu": phieu.lan_luu} | data)


def state(phieu):
    """Read the state from the database."""
    return PhieuBaoCao.objects.get(pk=phieu.pk).trang_thai


# --- sending --------------------------------------------------------------------------------------


def test_submit_page_leads_to_each_gap(client, vu_quang, phieu, can_bo):
    chi_tieu = make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon)
    html = page(client, can_bo, phieu, "form_submit")
    target = f"id_ct{chi_tieu.pk}-gia_tri"
    assert re.findall(r'class="c-list__item"><a href="([^"]*)"', html) == [f"{url(phieu)}#{target}"]
    assert f'id="{target}"' in page(client, can_bo, phieu)


def test_submit_of_a_full_form_sends(client, phieu, can_bo):
    assert "Phiếu đã đủ các mục bắt buộc." in page(client, can_bo, phieu, "form_submit")
    response = act(client, can_bo, phieu, "form_submit")
    assert (response.status_code, response["Location"], state(phieu)) == (302, url(phieu), "da_gui")


def test_submit_with_gaps_needs_a_reason(client, vu_quang, phieu, can_bo):
    make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon)
    response = act(client, can_bo, phieu, "form_submit", ly_do_thieu="  ")
    assert response.status_code == 422
    assert "Phiếu còn thiếu 1 mục." in response.content.decode()
    assert state(phieu) == "dang_nhap"
    act(client, can_bo, phieu, "form_submit", ly_do_thieu="Chờ số liệu")
    assert state(phieu) == "da_gui"


def test_submit_of_a_stale_page_is_refused_and_keeps_the_reason(client, phieu, can_bo):
    response = act(client, can_bo, phieu, "form_submit", lan_luu="0", ly_do_thieu="Chờ số liệu")
    assert response.status_code == 422
    assert "Phiếu đã thay đổi sau khi bạn mở trang này." in response.content.decode()
    assert state(phieu) == "dang_nhap"


def test_save_and_check_leads_to_the_submit_page(client, phieu, can_bo):
    response = act(client, can_bo, phieu, "form", hanh_dong="gui")
    assert (response.status_code, response["Location"]) == (302, url(phieu, "form_submit"))


def test_submit_page_of_a_sent_form_leads_back(client, da_gui, can_bo):
    client.force_login(can_bo)
    assert client.get(url(da_gui, "form_submit"))["Location"] == url(da_gui)


# --- checking -------------------------------------------------------------------------------------


def test_focal_unit_does_not_read_a_draft(client, phieu, tong_hop, lanh_dao):
    for person in (tong_hop, lanh_dao):
        html = page(client, person, phieu)
        assert "Đơn vị chưa gửi phiếu này" in html
        assert "Lời nháp" not in html


def test_focal_unit_reads_and_accepts(client, da_gui, viec, tong_hop):
    html = page(client, tong_hop, da_gui)
    assert "Lời nháp" in html
    response = act(client, tong_hop, da_gui, "form_accept")
    assert (response.status_code, state(da_gui)) == (302, "da_tiep_nhan")
    viec.refresh_from_db()
    assert (viec.phan_tram, viec.ky_moi_nhat) == (40, "2026-T10")


def test_reading_page_leads_to_the_next_waiting_form(client, vu_quang, da_gui, tong_hop):
    other = make_phieu(vu_quang.ke_hoach, vu_quang.cong_an, trang_thai="da_gui", sent_at=LUC)
    assert f'href="{url(other)}"' in page(client, tong_hop, da_gui)


def test_return_needs_a_reason_and_pins_it_above_the_form(client, da_gui, tong_hop, can_bo):
    response = act(client, tong_hop, da_gui, "form_send_back", ly_do=" ")
    assert response.status_code == 422
    assert "Hãy ghi lý do trả lại" in response.content.decode()
    act(client, tong_hop, da_gui, "form_send_back", ly_do="Ghi rõ <b>số buổi</b>.")
    html = page(client, can_bo, da_gui)
    assert "Phiếu được trả lại để sửa" in html
    assert "Ghi rõ &lt;b&gt;số buổi&lt;/b&gt;." in html
    assert ">\nLời nháp</textarea>" in html


def test_leader_reopens_with_a_reason(client, da_gui, viec, tong_hop, lanh_dao):
    act(client, tong_hop, da_gui, "form_accept")
    assert "Mở lại…" in page(client, lanh_dao, da_gui)
    response = act(client, lanh_dao, da_gui, "form_reopen", ly_do="Nhập nhầm thôn.")
    assert (response.status_code, state(da_gui)) == (302, "tra_lai")
    viec.refresh_from_db()
    assert (viec.phan_tram, viec.ky_moi_nhat) == (None, "")


def test_decision_on_a_stale_page_is_refused(client, da_gui, tong_hop):
    response = act(client, tong_hop, da_gui, "form_accept", lan_luu="0")
    assert response.status_code == 422
    assert state(da_gui) == "da_gui"


def test_reading_page_flags_what_looks_wrong(client, vu_quang, da_gui, viec, tong_hop):
    saved(
        TienDo(
            phan_cong=viec, ky_bao_cao="2026-T09", ngay_chot="2026-09-14", phan_tram=60,
            noi_dung="Đã họp", accepted_at=LUC,
        )
    )  # fmt: skip
    chi_tieu = make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon)
    saved(
        SoLieu(
            chi_tieu=chi_tieu, don_vi=vu_quang.thon, ky_bao_cao="2026-T10",
            ngay_chot="2026-10-14", tinh_trang="co_so_lieu", gia_tri=120,
        )
    )  # fmt: skip
    html = page(client, tong_hop, da_gui)
    assert "Tiến độ 40% thấp hơn kỳ trước (60%)." in html
    assert "Tỷ lệ trên 100%: cần xem lại tử số, mẫu số hoặc giá trị." in html


def test_focal_unit_enters_for_an_outside_body(client, vu_quang, tong_hop):
    chi_tieu = make_chi_tieu(vu_quang.ke_hoach, vu_quang.ngan_hang)
    phieu = make_phieu(vu_quang.ke_hoach, vu_quang.ngan_hang)
    data = {f"ct{chi_tieu.pk}-gia_tri": "60", f"ct{chi_tieu.pk}-tinh_trang": "co_so_lieu"}
    assert act(client, tong_hop, phieu, "form", **data).status_code == 302
    assert PhieuBaoCao.objects.get(pk=phieu.pk).nhap_thay is True
    assert "Đầu mối nhập thay" in page(client, tong_hop, phieu)


def test_reading_query_count_does_not_grow_with_rows(
    client, vu_quang, da_gui, tong_hop, django_assert_num_queries
):
    make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon)
    page(client, tong_hop, da_gui)
    with django_assert_num_queries(17):
        client.get(url(da_gui))
    for _ in range(2):
        make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
        make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon)
    with django_assert_num_queries(17):
        client.get(url(da_gui))


# --- rights ---------------------------------------------------------------------------------------

PAGES = ("form", "form_submit", "form_accept", "form_send_back", "form_reopen")
# person -> answers to POST of: save, submit, accept, send back, reopen (a sent form)
EXPECTED = {
    "can_bo": (403, 403, 403, 403, 403),
    "cong_an": (404, 404, 404, 404, 404),
    "tong_hop": (403, 403, 302, 302, 403),
    "lanh_dao": (403, 403, 403, 403, 403),
    "van_thu": (404, 404, 404, 404, 404),
    "nguoi_ngoai": (404, 404, 404, 404, 404),
    "cap_tinh": (404, 404, 404, 404, 404),
    "quan_tri": (403, 403, 403, 403, 403),
}


@pytest.mark.parametrize(("person", "expected"), EXPECTED.items())
def test_who_may_post_what_on_a_sent_form(client, da_gui, request, person, expected):
    by = request.getfixturevalue(person)
    answers = []
    for name in PAGES:
        PhieuBaoCao.objects.filter(pk=da_gui.pk).update(trang_thai="da_gui", sent_at=LUC)
        answers.append(act(client, by, da_gui, name, ly_do="Ghi rõ.").status_code)
    assert tuple(answers) == expected


@pytest.mark.parametrize(
    ("person", "expected"),
    [("can_bo", 200), ("cong_an", 404), ("tong_hop", 200), ("lanh_dao", 200), ("van_thu", 404),
     ("nguoi_ngoai", 404), ("cap_tinh", 404), ("quan_tri", 200)],
)  # fmt: skip
def test_who_sees_a_form(client, phieu, request, person, expected):
    client.force_login(request.getfixturevalue(person))
    assert client.get(url(phieu)).status_code == expected


def test_nobody_decides_by_following_a_link(client, da_gui, tong_hop):
    client.force_login(tong_hop)
    for name in ("form_accept", "form_send_back", "form_reopen"):
        assert client.get(url(da_gui, name)).status_code == 405


def test_a_form_needs_signing_in(client, phieu):
    assert client.get(url(phieu))["Location"] == f"/dang-nhap/?next={url(phieu)}"
