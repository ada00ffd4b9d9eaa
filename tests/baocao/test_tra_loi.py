"""Answers on a unit's form: kinds, original words, two people at once, autosave, closed forms."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from baocao import dot_xuat
from baocao.forms_dot_xuat import BoCauHoi
from baocao.models import CauHoi, TraLoi
from baocao.phieu import NoiDungNhap, save_form
from baocao.phieu_queries import load_rows
from baocao.tra_loi import CauHoiNgoaiPhieu, NhapTraLoi, read_answer, show_answer
from tests.baocao.dot_xuat_mau import (
    BON_CAU,
    CAU_CO,
    CAU_LOI,
    CAU_SO,
    CON_LAU,
    HOM_NAY,
    LUC,
    form_of,
    make_request,
)
from tests.factories import make_chi_tieu, make_nguoi, make_nhiem_vu, make_phan_cong
from tests.htmx import parse

HTMX = {"HX-Request": "true"}
db = pytest.mark.django_db


def url(form):
    return reverse("baocao:form", args=[form.pk])


def boxes(page):
    """Read what a browser would send of the page."""
    tree = parse(page.content)
    found = {
        box.get("name"): box.get("value", "")
        for box in tree.xpath("//main//input[@name]")
        if box.get("type") not in ("radio", "checkbox") or box.get("checked") is not None
    }
    texts = tree.xpath("//main//textarea[@name]")
    found |= {box.get("name"): (box.text or "").removeprefix("\n") for box in texts}
    return {name: value for name, value in found.items() if name != "o_loi"}


@pytest.fixture
def phieu(vu_quang, tong_hop):
    """Give the village's form of a request with a question of every kind."""
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, han_nop=CON_LAU)
    return form_of(row, vu_quang.thon)


@pytest.fixture
def cac_o(phieu):
    """Give the names of the boxes: number, words, yes or no, day."""
    questions = CauHoi.objects.filter(yeu_cau__ky_bao_cao=phieu.ky_bao_cao).order_by("thu_tu")
    return [f"ch{question.pk}-tra_loi" for question in questions]


# --- meaning --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("loai", "text", "value", "shown"),
    [
        ("so", "1.640", Decimal(1640), "1.640"),
        ("so", "85,5 %", Decimal("85.5"), "85,5 %"),
        ("so", "nhiều", "nhiều", "nhiều"),
        ("co_khong", "co", True, "Có"),
        ("co_khong", "khong", False, "Không"),
        ("co_khong", "lạ", "lạ", "lạ"),
        ("ngay", "2026-10-05", date(2026, 10, 5), "05/10/2026"),
        ("ngay", "hôm qua", "hôm qua", "hôm qua"),
        ("loi_van", "co", "co", "co"),
    ],
)
def test_answers_mean_what_their_question_asks(loai, text, value, shown):
    question = CauHoi(loai_tra_loi=loai)
    assert read_answer(question, text) == value
    assert show_answer(question, text) == shown


@settings(max_examples=25)
@given(
    st.lists(st.text("abc", min_size=1, max_size=2), min_size=1, max_size=5),
    st.lists(st.tuples(st.sampled_from(["len", "xuong", "bo", "them"]), st.integers(0, 6))),
)
def test_rearranging_loses_and_doubles_no_question(words, acts):
    rows = BoCauHoi(rows=[{"noi_dung": word, "loai_tra_loi": "so"} for word in words])
    expected = sorted(words)
    for name, place in acts:
        before = [form["noi_dung"].value() or "" for form in rows.forms]
        if name == "bo" and place < len(before):
            expected.remove(before[place])
            expected = expected or [""]  # an empty row stays to write the first question in
        if name == "them":
            expected.append("")
        data = {"so_cau": str(len(before))} | {
            f"cau{i}-noi_dung": word for i, word in enumerate(before)
        }
        rows = BoCauHoi(data).rearranged(name if name == "them" else f"{name}-{place}")
        assert sorted(form["noi_dung"].value() or "" for form in rows.forms) == sorted(expected)


# --- entering -------------------------------------------------------------------------------------


@db
def test_every_kind_is_kept_in_the_words_typed(client, phieu, can_bo, cac_o):
    client.force_login(can_bo)
    number, words, yes, day = cac_o
    typed = {number: " 1.640 ", words: "Hai\r\ndòng", yes: "khong", day: "05/11/2030"}
    page = client.post(url(phieu), boxes(client.get(url(phieu))) | typed)
    assert page.status_code == 302
    assert [row.noi_dung for row in TraLoi.objects.order_by("cau_hoi__thu_tu")] == [
        "1.640", "Hai\ndòng", "khong", "2030-11-05"
    ]  # fmt: skip
    again = boxes(client.get(url(phieu)))
    assert [again[name] for name in cac_o] == ["1.640", "Hai\ndòng", "khong", "2030-11-05"]
    client.post(url(phieu), again)
    phieu.refresh_from_db()
    assert phieu.lan_luu == 1


@db
def test_emptying_a_box_takes_the_answer_away_with_a_record(client, phieu, can_bo, cac_o):
    client.force_login(can_bo)
    client.post(url(phieu), boxes(client.get(url(phieu))) | {cac_o[0]: "3", cac_o[2]: "co"})
    client.post(url(phieu), boxes(client.get(url(phieu))) | {cac_o[0]: "", cac_o[2]: ""})
    assert TraLoi.objects.count() == 0
    assert sorted(TraLoi.history.values_list("history_type", flat=True)) == ["+", "+", "-", "-"]


@db
@pytest.mark.parametrize(
    ("place", "text", "sentence"),
    [
        (0, "vài cái", "Trả lời câu 1 (điểm) “vài cái” không đọc được"),
        (1, "x" * 5001, "Trả lời câu 2 dài quá 5.000 ký tự"),
        (2, "có lẽ", "Trả lời câu 3: hãy chọn “Có” hoặc “Không”."),
        (3, "31/02/2026", "Trả lời câu 4 “31/02/2026” không đọc được"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_and_kept(
    client, phieu, can_bo, cac_o, place, text, sentence
):
    client.force_login(can_bo)
    page = client.post(url(phieu), boxes(client.get(url(phieu))) | {cac_o[place]: text})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert TraLoi.objects.count() == 0
    if place != 2:
        assert text in page.content.decode()


@db
def test_two_people_on_one_question_see_both_answers(client, phieu, can_bo, vu_quang, cac_o):
    other = make_nguoi("thon_hai", vu_quang.thon, "can_bo", ho_ten="Người Hai")
    client.force_login(can_bo)
    first = boxes(client.get(url(phieu)))
    client.post(url(phieu), first | {cac_o[0]: "3"})
    client.force_login(other)
    page = client.post(url(phieu), first | {cac_o[0]: "5", cac_o[1]: "Thêm trạm"})
    html = page.content.decode()
    assert page.status_code == 422
    assert "đã sửa mục này" in html
    assert re.search(r"<dd>\s*3\s*</dd>", html)
    assert 'value="5"' in html
    assert "Thêm trạm" in html
    assert TraLoi.objects.get().noi_dung == "3"


@db
def test_two_people_on_two_questions_keep_both(client, phieu, can_bo, vu_quang, cac_o):
    other = make_nguoi("thon_hai", vu_quang.thon, "can_bo", ho_ten="Người Hai")
    client.force_login(can_bo)
    first = boxes(client.get(url(phieu)))
    client.post(url(phieu), first | {cac_o[0]: "3"})
    client.force_login(other)
    assert client.post(url(phieu), first | {cac_o[1]: "Thêm trạm"}).status_code == 302
    assert sorted(row.noi_dung for row in TraLoi.objects.all()) == ["3", "Thêm trạm"]


@db
def test_autosave_says_what_is_still_missing(client, phieu, can_bo, cac_o):
    client.force_login(can_bo)
    data = boxes(client.get(url(phieu))) | {cac_o[0]: "3"}
    page = client.post(url(phieu), data, headers=HTMX)
    assert page.status_code == 200
    assert "2 mục" in page.content.decode()
    page = client.post(url(phieu), data | {cac_o[0]: "ba"}, headers=HTMX)
    assert page.status_code == 422
    assert "không đọc được" in page.content.decode()


@db
@pytest.mark.parametrize("questions", [1, 3])
def test_the_form_costs_the_same_for_one_and_three_questions(
    questions, vu_quang, tong_hop, django_assert_num_queries
):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, cac_cau_hoi=BON_CAU[:questions])
    form = form_of(row, vu_quang.thon)
    assert (form.ke_hoach.ma, form.don_vi.ma) == ("vu-quang-2026", "THON1")  # loaded
    with django_assert_num_queries(3):
        assert len(load_rows(form, HOM_NAY).cau_hoi) == questions


@db
def test_a_question_of_another_request_is_refused(vu_quang, tong_hop, can_bo, phieu):
    other = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.cong_an, cac_cau_hoi=(CAU_SO,))
    typed = NoiDungNhap(tra_loi=(NhapTraLoi(other.cac_cau_hoi.get().pk, "3"),))
    with pytest.raises(CauHoiNgoaiPhieu):
        save_form(phieu=phieu, noi_dung=typed, lan_luu=0, by=can_bo, at=LUC)
    assert TraLoi.objects.count() == 0


@db
def test_a_form_of_a_request_with_tasks_asks_for_both(client, vu_quang, tong_hop, can_bo):
    plan = vu_quang.ke_hoach
    make_phan_cong(make_nhiem_vu(plan, "Phủ sóng"), vu_quang.thon)
    make_chi_tieu(plan, vu_quang.thon, ten="Tỷ lệ phủ sóng")
    row = make_request(
        plan, tong_hop, vu_quang.thon, kem_nhiem_vu=True, cac_cau_hoi=(CAU_CO, CAU_LOI)
    )
    client.force_login(can_bo)
    html = client.get(url(form_of(row, vu_quang.thon))).content.decode()
    for words in ("Đã có tổ công nghệ số", "Phủ sóng", "Tỷ lệ phủ sóng", "Ý kiến chung"):
        assert words in html


# --- called off -----------------------------------------------------------------------------------


@db
def test_a_closed_form_keeps_its_words_for_its_unit_alone(
    client, phieu, can_bo, tong_hop, lanh_dao, cac_o
):
    client.force_login(can_bo)
    data = boxes(client.get(url(phieu)))
    client.post(url(phieu), data | {cac_o[0]: "1.640"})
    row = phieu.ke_hoach.cac_yeu_cau.get()
    dot_xuat.cancel(yeu_cau=row, ly_do="Sở rút", by=tong_hop, at=LUC)
    late = client.post(url(phieu), data | {cac_o[0]: "9"}, headers=HTMX)
    assert "phiếu đang ở trạng thái đã đóng, không phải gửi" in late.content.decode()
    assert TraLoi.objects.get().noi_dung == "1.640"
    page = client.get(url(phieu)).content.decode()
    assert "Yêu cầu này đã hủy, đơn vị không phải gửi nữa." in page
    assert "1.640" in page
    client.force_login(lanh_dao)
    page = client.get(url(phieu)).content.decode()
    assert "1.640" not in page
