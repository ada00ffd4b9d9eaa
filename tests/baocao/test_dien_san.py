"""Filling many boxes at one touch: only empty ones; what was filled in can be taken out again."""

import pytest
from django.urls import reverse

from baocao.bo_phieu import BoPhieu
from baocao.phieu_queries import load_rows
from nhiemvu.models import TienDo
from tests.factories import (
    make_chi_tieu,
    make_nhiem_vu,
    make_phan_cong,
    make_phieu,
    make_so_lieu,
    make_tien_do,
)

pytestmark = pytest.mark.django_db
CU = "Họp 2 buổi"


@pytest.fixture
def viec(vu_quang):
    """Give three tasks to lead: two with words of September, the third with none."""
    parts = [
        make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, ma=str(number)), vu_quang.thon)
        for number in (1, 2, 3)
    ]
    for part in parts[:2]:
        make_tien_do(part, "2026-T09", noi_dung=CU, phan_tram=20, kho_khan="Thiếu máy")
    return parts


@pytest.fixture
def phieu(vu_quang, viec):
    return make_phieu(vu_quang.ke_hoach, vu_quang.thon)


@pytest.fixture
def bam(client, can_bo, phieu):
    """Press a button of the form after typing into boxes; give the page one comes to."""
    client.force_login(can_bo)

    def press(act, **typed):
        rows = BoPhieu(phieu, load_rows(phieu, phieu.den_ngay), data=None, on=phieu.den_ngay)
        phieu.refresh_from_db()
        data = {"lan_luu": str(phieu.lan_luu), "hanh_dong": act}
        for form in rows.tat_ca:
            data |= {form.add_prefix(n): form.saved(n) for n in form.boxes if form.saved(n)}
            data[form.add_prefix("goc")] = form.saved_digest
        data |= typed
        data = {name: value for name, value in data.items() if value is not None}
        response = client.post(reverse("baocao:form", args=[phieu.pk]), data)
        assert response.status_code == 302
        return client.get(response["Location"]).content.decode()

    return press


def drafts():
    rows = TienDo.objects.filter(accepted_at=None).order_by("phan_cong")
    return [(row.noi_dung, row.phan_tram, row.khong_phat_sinh) for row in rows]


def boxes_to_undo(html):
    """Read from the page what its button "Bỏ điền sẵn" names."""
    return html.partition('name="o_vua_dien" value="')[2].partition('"')[0]


def test_all_blank_tasks_take_over_last_period_s_words(bam, viec):
    html = bam("ky_truoc", **{f"nv{viec[0].pk}-noi_dung": "Đã gõ"})
    assert drafts() == [("Đã gõ", None, False), (CU, 20, False)]
    assert "Đã lấy nội dung kỳ trước vào 1 mục." in html
    assert "như kỳ trước, chưa sửa" in html.lower()


def test_one_task_takes_over_into_its_empty_boxes_only(bam, viec):
    bam(f"ky_truoc-nv{viec[0].pk}", **{f"nv{viec[0].pk}-phan_tram": "35"})
    assert drafts() == [(CU, 35, False)]
    assert TienDo.objects.get(accepted_at=None).kho_khan == "Thiếu máy"


def test_what_was_filled_in_is_taken_out_but_not_what_was_changed_since(bam, viec):
    html = bam("ky_truoc")
    changed = {f"nv{viec[0].pk}-noi_dung": "Họp 3 buổi", "o_vua_dien": boxes_to_undo(html)}
    bam("hoan_tac", **changed)
    assert drafts() == [("Họp 3 buổi", None, False)]


def test_nothing_new_is_said_for_the_blank_tasks_and_taken_back(bam, viec):
    html = bam("khong_phat_sinh", **{f"nv{viec[0].pk}-noi_dung": "Đã gõ"})
    assert drafts() == [("Đã gõ", None, False), ("", None, True), ("", None, True)]
    assert "Đã ghi không phát sinh cho 2 nhiệm vụ." in html
    bam("hoan_tac", o_vua_dien=boxes_to_undo(html))
    assert drafts() == [("Đã gõ", None, False)]


def test_taking_over_words_unticks_nothing_new_and_undoing_ticks_it_again(bam, viec):
    bam("", **{f"nv{viec[0].pk}-khong_phat_sinh": "on"})
    html = bam(f"ky_truoc-nv{viec[0].pk}")
    assert drafts() == [(CU, 20, False)]
    bam("hoan_tac", o_vua_dien=boxes_to_undo(html))
    assert drafts() == [("", None, True)]


def test_an_unticked_box_is_not_ticked_by_undoing(bam, viec):
    html = bam("khong_phat_sinh")
    bam("hoan_tac", o_vua_dien=boxes_to_undo(html), **{f"nv{viec[2].pk}-khong_phat_sinh": None})
    assert drafts() == []


def test_nothing_to_take_over_is_said(bam, viec):
    assert "Không có ô trống nào" in bam(f"ky_truoc-nv{viec[2].pk}")
    assert drafts() == []


def test_words_about_an_indicator_are_taken_over_too(bam, vu_quang, viec):
    row = make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon, loai_chi_tieu="dinh_tinh", don_vi_tinh="")
    make_so_lieu(row, vu_quang.thon, "2026-T09", nhan_xet="Đạt")
    html = bam(f"ky_truoc-ct{row.pk}")
    assert row.cac_so_lieu.get(accepted_at=None).nhan_xet == "Đạt"
    bam("hoan_tac", o_vua_dien=boxes_to_undo(html))
    assert row.cac_so_lieu.filter(accepted_at=None).count() == 0


def test_an_autosave_keeps_the_sound_rows_when_another_has_a_fault(client, can_bo, phieu, viec):
    client.force_login(can_bo)
    one, two = (f"nv{part.pk}" for part in viec[:2])
    data = {"lan_luu": "0", f"{one}-noi_dung": "Đã họp", f"{two}-phan_tram": "150"}
    address = reverse("baocao:form", args=[phieu.pk])
    answer = client.post(address, data, headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert drafts() == [("Đã họp", None, False)]
    assert "Đã lưu các mục khác; chưa lưu mục có ô cần sửa: 1 ô." in html
    assert (f'name="{one}-goc"' in html, f'name="{two}-goc"' in html) == (True, False)
    assert 'name="lan_luu" value="1"' in html
