"""The pages of a unit's form: entering, bad input, two people at once, sending, checking."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from baocao.models import PhieuBaoCao
from chitieu.models import SoLieu
from nhiemvu.models import PhanCong, TienDo
from tests.factories import make_chi_tieu, make_nhiem_vu, make_phan_cong, make_phieu, saved

pytestmark = [pytest.mark.django_db, pytest.mark.long_postgresql]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def viec(vu_quang):
    """Give the village a task to lead."""
    return make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, ma="7"), vu_quang.thon)


@pytest.fixture
def chi_tieu(vu_quang):
    """Give the village an indicator in percent."""
    return make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon, ma="9")


@pytest.fixture
def phieu(vu_quang, viec, chi_tieu):
    """Give the village's form of October 2026."""
    return make_phieu(vu_quang.ke_hoach, vu_quang.thon)


@pytest.fixture
def trang(client, phieu, can_bo):
    """Give the village officer's browser on the form."""
    client.force_login(can_bo)
    return client


def url(phieu, name="form"):
    """Address a page of the form."""
    return reverse(f"baocao:{name}", args=[phieu.pk])


def boxes(html):
    """Read all boxes of the page as a browser would send them."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, kind = re.search(r'name="([^"]*)"', tag), re.search(r'type="(\w+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and (kind[1] not in {"checkbox", "radio"} or " checked" in tag):
            found[name[1]] = value[1] if value else ""
    texts = re.findall(r'<textarea name="([^"]*)"[^>]*>\n?([^<]*)</textarea>', html)
    found |= dict(texts)
    return {name: found[name] for name in found if name not in {"o_loi", "csrfmiddlewaretoken"}}


def fill(client, phieu, headers=None, **typed):
    """Open the form, type into its boxes ("nv_..." of the task, "ct_..." of the indicator), send.

    ``sent`` of the answer is what was sent.
    """
    data = boxes(client.get(url(phieu)).content.decode()) | names(phieu, typed)
    response = client.post(url(phieu), data, headers=headers)
    response.sent = data
    return response


def names(phieu, typed):
    """Put the row's number into the names of boxes; None stands for an unticked box."""
    task = PhanCong.objects.filter(don_vi=phieu.don_vi).order_by("pk").first()
    indicator = phieu.don_vi.cac_chi_tieu_chu_tri.order_by("pk").first()
    prefixes = {"nv": f"nv{task.pk}-", "ct": f"ct{indicator.pk}-" if indicator else ""}
    return {
        prefixes[name[:2]] + name[3:] if name[:2] in prefixes else name: value
        for name, value in typed.items()
    }


# --- entering -------------------------------------------------------------------------------------


def test_form_shows_task_indicator_and_what_is_missing(trang, phieu):
    html = trang.get(url(phieu)).content.decode()
    assert "7. Tuyên truyền" in html
    assert "9. Tỷ lệ hồ sơ trực tuyến" in html
    assert "≥ 75%" in html
    assert "Còn 2 mục cần nhập." in html


def test_every_box_has_a_label_of_its_own(trang, phieu):
    html = trang.get(url(phieu)).content.decode()
    ids = re.findall(r'<(?:input|textarea|select)[^>]*\sid="(id_[^"]*)"', html)
    assert ids
    assert [box for box in ids if f'for="{box}"' not in html] == []
    assert len(set(re.findall(r'\sid="([^"]*)"', html))) == len(re.findall(r'\sid="', html))


def test_post_saves_a_draft_and_comes_back(trang, phieu):
    response = fill(
        trang, phieu, nv_noi_dung="Đã phát 12 bài\r\nvà 3 buổi", nv_phan_tram="40 %",
        ct_gia_tri="71,5", **{"chung-ket_qua_chung": "Tốt"},
    )  # fmt: skip
    assert (response.status_code, response["Location"]) == (302, url(phieu))
    draft, figure = TienDo.objects.get(), SoLieu.objects.get()
    assert (draft.noi_dung, draft.phan_tram) == ("Đã phát 12 bài\nvà 3 buổi", 40)
    assert (figure.tinh_trang, figure.gia_tri) == ("co_so_lieu", Decimal("71.5"))
    assert PhieuBaoCao.objects.get().ket_qua_chung == "Tốt"
    assert "Đã lưu nháp. Phiếu chưa được gửi." in trang.get(url(phieu)).content.decode()


def test_what_was_saved_is_shown_again_and_saving_it_again_changes_nothing(trang, phieu):
    fill(trang, phieu, nv_noi_dung="Hai\r\ndòng", nv_phan_tram="0", ct_tu_so="279", ct_mau_so="395")
    fill(trang, phieu)
    assert PhieuBaoCao.objects.get().lan_luu == 1
    assert "70,63%</output>" in trang.get(url(phieu)).content.decode()


def test_one_tap_says_nothing_new_for_the_tasks_left_empty(trang, vu_quang, phieu, viec):
    other = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
    fill(trang, phieu, nv_noi_dung="Đã họp", nv_phan_tram="10", hanh_dong="khong_phat_sinh")
    assert dict(TienDo.objects.values_list("phan_cong", "khong_phat_sinh")) == {
        viec.pk: False, other.pk: True,
    }  # fmt: skip
    assert SoLieu.objects.count() == 0


def test_a_note_alone_says_there_is_no_figure_yet(trang, phieu):
    fill(trang, phieu, ct_ghi_chu="Chờ ngân hàng")
    figure = SoLieu.objects.get()
    assert (figure.tinh_trang, figure.ghi_chu) == ("chua_co", "Chờ ngân hàng")


def test_last_accepted_words_stand_beside_the_boxes(trang, phieu, viec):
    saved(
        TienDo(
            phan_cong=viec, ky_bao_cao="2026-T09", ngay_chot="2026-09-14", phan_tram=30,
            noi_dung="Đã mua loa", accepted_at="2026-09-16T08:00+07:00",
        )
    )  # fmt: skip
    html = trang.get(url(phieu)).content.decode()
    assert "Đã báo cáo tháng 9 năm 2026: 30" in html
    assert "Đã mua loa" in html


def test_form_query_count_does_not_grow_with_rows(
    trang, vu_quang, phieu, django_assert_num_queries
):
    trang.get(url(phieu))
    with django_assert_num_queries(15):
        trang.get(url(phieu))
    for more in ("A", "B"):
        make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, ma=more), vu_quang.thon)
        make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon, ma=more)
    with django_assert_num_queries(15):
        trang.get(url(phieu))


# --- bad input ------------------------------------------------------------------------------------

BAD = [
    (
        {"nv_phan_tram": "nhiều"},
        "Tiến độ “nhiều” không hợp lệ: cần một số nguyên từ 0 đến 100, ví dụ 40.",
    ),
    (
        {"nv_phan_tram": "101 %"},
        "Tiến độ “101 %” không hợp lệ: cần một số nguyên từ 0 đến 100, ví dụ 40.",
    ),
    (
        {"nv_phan_tram": "-1"},
        "Tiến độ “-1” không hợp lệ: cần một số nguyên từ 0 đến 100, ví dụ 40.",
    ),
    (
        {"nv_ngay_hoan_thanh": "32/13/2026", "nv_phan_tram": "100"},
        "Ngày hoàn thành “32/13/2026” không đọc được: cần ngày/tháng/năm, ví dụ 05/10/2026.",
    ),
    (
        {"nv_ngay_hoan_thanh": "2026-10-01", "nv_phan_tram": "90"},
        "Tiến độ: đã ghi ngày hoàn thành thì tiến độ phải là 100.",
    ),
    (
        {"nv_khong_phat_sinh": "on", "nv_noi_dung": "Đã họp"},
        "Không phát sinh: đã chọn mục này thì bỏ trống việc đã làm, tiến độ, ngày hoàn thành và "
        "sản phẩm; nếu có việc mới thì bỏ chọn.",
    ),
    (
        {"nv_noi_dung": "x" * 5001},
        "Việc đã làm trong kỳ dài quá 5.000 ký tự; hãy viết gọn lại.",
    ),
    (
        {"ct_gia_tri": "85.5"},
        "Giá trị “85.5” không đọc được: cần một số viết theo lối Việt Nam, ví dụ 85,5 hoặc 1.640.",
    ),
    (
        {"ct_gia_tri": "999999999999999"},
        "Giá trị “999999999999999” không ghi được: cần một số có tối đa 14 chữ số phần nguyên và "
        "6 chữ số sau dấu phẩy.",
    ),
    (
        {"ct_tu_so": "5", "ct_mau_so": "0"},
        "Mẫu số phải lớn hơn 0: cần tổng số để chia.",
    ),
    (
        {"ct_tu_so": "-5", "ct_mau_so": "10"},
        "Tử số không được âm: cần một số từ 0 trở lên.",
    ),
    (
        {"ct_tu_so": "5"},
        "Mẫu số còn trống: nhập tỷ lệ thì cần cả tử số và mẫu số.",
    ),
    (
        {"ct_mau_so": "5"},
        "Tử số còn trống: nhập tỷ lệ thì cần cả tử số và mẫu số.",
    ),
    (
        {"ct_tu_so": "279", "ct_mau_so": "395", "ct_gia_tri": "90"},
        "Giá trị 90 không khớp tử số chia mẫu số (70,63%); hãy bỏ trống ô này để hệ thống tự tính.",
    ),
    (
        {"ct_tu_so": "999999999999", "ct_mau_so": "0,0001"},
        "Mẫu số quá nhỏ so với tử số: hãy kiểm tra lại hai số.",
    ),
    (
        {"ct_tinh_trang": "khong_phat_sinh", "ct_gia_tri": "0"},
        "Tình trạng: đã nhập kết quả thì chọn “Có số liệu”; nếu không có số liệu thì bỏ trống các "
        "ô kết quả.",
    ),
    (
        {"ct_tinh_trang": "bịa"},
        "Tình trạng: hãy chọn một trong ba mục có sẵn.",
    ),
    (
        {"ct_gia_tri": "9" * 61},
        "Giá trị dài quá 60 ký tự; hãy chỉ ghi một giá trị.",
    ),
]


@pytest.mark.parametrize(("typed", "sentence"), BAD)
def test_bad_input_is_answered_in_one_sentence_and_saves_nothing(trang, phieu, typed, sentence):
    good = {"chung-ket_qua_chung": "Việc này đúng"}
    response = fill(trang, phieu, **typed, **good)
    html = response.content.decode()
    assert response.status_code == 422
    assert html.count(sentence) == 2  # in the summary and beside the box
    summary = re.findall(r'<li><a href="#([^"]*)">[^<]*</a>: ([^<]*)</li>', html)
    assert [text for _, text in summary] == [sentence]
    assert f'id="{summary[0][0]}"' in html
    assert (TienDo.objects.count(), SoLieu.objects.count()) == (0, 0)
    assert PhieuBaoCao.objects.get().lan_luu == 0
    typed_again = boxes(html)
    for name, value in names(phieu, typed | good).items():
        if value not in {"on", "bịa"}:
            assert typed_again[name] == value


def test_two_faults_are_both_listed(trang, phieu):
    html = fill(trang, phieu, nv_phan_tram="x", ct_gia_tri="y").content.decode()
    assert re.findall(r'<li><a href="#[^"]*">([^<]*)</a>', html) == ["Nhiệm vụ 7", "Chỉ tiêu 9"]


def test_a_completion_day_to_come_is_refused(trang, phieu):
    html = fill(trang, phieu, nv_ngay_hoan_thanh="2099-01-01", nv_phan_tram="100").content.decode()
    assert "Ngày hoàn thành 01/01/2099 ở sau hôm nay" in html


def test_a_null_sign_is_refused_in_the_box_and_in_reasons(trang, phieu):
    assert fill(trang, phieu, nv_noi_dung="a\x00b").status_code == 422
    response = trang.post(url(phieu, "form_submit"), {"lan_luu": "0", "ly_do_thieu": "\x00"})
    assert response.status_code == 422


@pytest.mark.parametrize("lan_luu", ["", "abc", "-1", "9" * 30, "²"])
def test_a_damaged_version_saves_untouched_rows_never(trang, phieu, lan_luu):
    response = fill(trang, phieu, lan_luu=lan_luu)
    assert response.status_code in {200, 302}
    assert PhieuBaoCao.objects.get().lan_luu == 0


def test_autosave_answers_with_the_state_line_and_the_versions_saved(trang, phieu):
    response = fill(trang, phieu, HTMX, nv_noi_dung="Đã họp", nv_phan_tram="10")
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<form") == 0
    assert "Đã lưu lúc" in html
    assert "Còn 1 mục cần nhập." in html
    page = boxes(trang.get(url(phieu)).content.decode())
    versions = {name: value for name, value in page.items() if name.endswith("-goc")}
    assert boxes(html) == {"lan_luu": "1"} | versions


def test_a_row_i_saved_before_is_no_clash_after_a_colleague_saved_another(trang, phieu):
    mine, theirs = opened(trang, phieu), opened(trang, phieu)
    words, opinion = next(n for n in mine if n.endswith("-noi_dung")), "chung-ket_qua_chung"
    first = trang.post(url(phieu), mine | {words: "Họp"}, headers=HTMX)
    mine |= boxes(first.content.decode())
    trang.post(url(phieu), theirs | {opinion: "Tốt"})
    answer = trang.post(url(phieu), mine | {words: "Họp 3 buổi"}, headers=HTMX)
    assert (answer.status_code, TienDo.objects.get().noi_dung) == (200, "Họp 3 buổi")
    assert PhieuBaoCao.objects.get().ket_qua_chung == "Tốt"


def test_an_autosave_of_a_form_sent_meanwhile_says_why(trang, phieu):
    phieu.trang_thai, phieu.sent_at = "da_gui", timezone.now()
    saved(phieu)
    answer = fill(trang, phieu, HTMX, nv_noi_dung="Đã họp")
    why = "Chưa lưu. Không thể lưu nháp: phiếu đang ở trạng thái đã gửi, chờ kiểm tra."
    assert (answer.status_code, why in answer.content.decode()) == (422, True)


def test_autosave_puts_the_fault_beside_its_box_and_takes_it_away_again(trang, phieu, viec):
    box = f"id_nv{viec.pk}-phan_tram"
    refused = fill(trang, phieu, HTMX, nv_phan_tram="x")
    html = refused.content.decode()
    assert refused.status_code == 422
    assert f'id="{box}_error" hx-swap-oob="true"' in html
    assert f'name="o_loi" value="{box}"' in html
    html = fill(trang, phieu, HTMX, nv_phan_tram="10", o_loi=box).content.decode()
    assert re.search(rf'id="{box}_error" hx-swap-oob="true"[^>]*></div>', html)


def test_autosave_saves_what_a_full_save_would(trang, phieu):
    fill(trang, phieu, HTMX, nv_noi_dung="Đã họp", nv_phan_tram="10", ct_gia_tri="5")
    before = trang.get(url(phieu)).content.decode()
    fill(trang, phieu)
    assert boxes(trang.get(url(phieu)).content.decode()) == boxes(before)


def opened(client, phieu):
    """Open the form and keep what its boxes hold."""
    return boxes(client.get(url(phieu)).content.decode())


def test_a_clash_shows_both_texts_and_overwrites_nothing(trang, phieu):
    page = opened(trang, phieu)
    fill(trang, phieu, nv_noi_dung="Bản của người kia", nv_phan_tram="10")
    typed = names(phieu, {"nv_noi_dung": "Bản của tôi", "nv_phan_tram": "10"})
    response = trang.post(url(phieu), page | typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Lê Thị Thôn đã sửa mục này lúc" in html
    assert "<dt>Việc đã làm trong kỳ</dt><dd>Bản của người kia</dd>" in html
    assert "<dt>Tiến độ" not in html
    assert ">\nBản của tôi</textarea>" in html
    assert TienDo.objects.get().noi_dung == "Bản của người kia"
    trang.post(url(phieu), boxes(html))
    assert TienDo.objects.get().noi_dung == "Bản của tôi"


def test_two_people_on_different_rows_both_keep_their_words(trang, phieu):
    page = opened(trang, phieu)
    fill(trang, phieu, nv_noi_dung="Bản của người kia", nv_phan_tram="10")
    response = trang.post(url(phieu), page | names(phieu, {"ct_gia_tri": "71,5"}))
    assert response.status_code == 302
    assert TienDo.objects.get().noi_dung == "Bản của người kia"
    assert SoLieu.objects.get().gia_tri == Decimal("71.5")


def test_an_autosave_beside_someone_elses_never_overwrites_what_was_not_seen(trang, phieu):
    page = opened(trang, phieu)
    fill(trang, phieu, nv_noi_dung="Bản của người kia", nv_phan_tram="10")
    mine = page | names(phieu, {"ct_gia_tri": "71,5"})
    answer = trang.post(url(phieu), mine, headers=HTMX)
    mine |= boxes(answer.content.decode()) | names(phieu, {"nv_noi_dung": "Bản của tôi"})
    clash = trang.post(url(phieu), mine, headers=HTMX)
    assert clash.status_code == 422
    assert "vừa sửa cùng mục với bạn" in clash.content.decode()
    assert TienDo.objects.get().noi_dung == "Bản của người kia"


def test_a_save_in_the_middle_of_another_is_compared_with_it(trang, phieu):
    typed = opened(trang, phieu) | names(phieu, {"nv_noi_dung": "Đã họp", "nv_phan_tram": "10"})
    meanwhile = [lambda: trang.post(url(phieu), typed, headers=HTMX)]

    def overlap(execute, sql, params, many, context):
        rows = execute(sql, params, many, context)
        if meanwhile and 'FROM "nhiemvu_tiendo"' in sql:
            meanwhile.pop()()
        return rows

    with connection.execute_wrapper(overlap):
        response = trang.post(url(phieu), typed)
    assert (meanwhile, response.status_code) == ([], 302)
    assert TienDo.objects.get().noi_dung == "Đã họp"


def test_rows_that_were_not_on_the_page_are_left_alone(trang, phieu):
    fill(trang, phieu, nv_noi_dung="Đã họp", nv_phan_tram="10")
    trang.post(url(phieu), {"lan_luu": "1", "chung-ket_qua_chung": "Tốt"})
    assert TienDo.objects.get().noi_dung == "Đã họp"
    assert PhieuBaoCao.objects.get().ket_qua_chung == "Tốt"
