"""The pages of an import: what they show, what they keep of what was typed, how much they ask."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from kombu.exceptions import OperationalError

from donvi.models import NhatKy
from nhapxuat import sua_bang, tasks
from nhapxuat.models import LanNhap, NhoCot, TrangThaiNhap
from nhapxuat.views_nhap import CHO_LAU, CHUA_GIAO_VIEC
from nhapxuat.xem_tep import group_acceptable, load_review
from nhiemvu.models import NhiemVu
from tests.factories import make_nhiem_vu
from tests.nhapxuat.mau_lan_nhap import AT, annex, make_lan_nhap, task_rows
from tests.nhapxuat.viet_tep import TrangViet, write_book

pytestmark = [pytest.mark.django_db, pytest.mark.long_sqlite]
LIST = "/ke-hoach/vu-quang-2026/nhap/"


@pytest.fixture
def dau_moi(client, vu_quang, tong_hop):
    """Give a client of the focal officer."""
    client.force_login(tong_hop)
    return client


@pytest.fixture
def lan_nhap(vu_quang, tong_hop):
    return make_lan_nhap(vu_quang.ke_hoach, tong_hop, annex(*task_rows(2)))


def text_of(response):
    return response.content.decode()


def problem_of(lan_nhap):
    return next(one for one in load_review(lan_nhap).van_de if one.vi_tri and one.vi_tri.so_cot)


def test_a_file_is_taken_in_and_shown_beside_what_was_understood(dau_moi):
    content = write_book(
        TrangViet([["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"],
                   [1, "<b>Tập huấn</b>", "Công an xã", "Quý I/2026"]])
    )  # fmt: skip
    file = SimpleUploadedFile("phụ lục\x07.xlsx", content)
    page = dau_moi.post(LIST, {"tep": file}, follow=True)
    assert "0 chỉ tiêu, 1 nhiệm vụ, 0 dòng kinh phí" in text_of(page)
    assert "&lt;b&gt;Tập huấn&lt;/b&gt;" in text_of(page)
    assert "<b>Tập huấn" not in text_of(page)
    assert LanNhap.objects.get().ten_tep == "phụ lục.xlsx"


def test_a_queue_that_is_away_loses_neither_the_file_nor_the_yes(dau_moi, lan_nhap, monkeypatch):
    def refuse(**_):
        raise OperationalError("Connection refused")

    xem = load_review(lan_nhap)
    with monkeypatch.context() as away:
        away.setattr(tasks.work_on_import, "apply_async", refuse)
        page = dau_moi.post(LIST, {"tep": SimpleUploadedFile("a.csv", b"x")}, follow=True)
        assert CHUA_GIAO_VIEC in text_of(page)
        page = dau_moi.post(
            f"/nhap/{lan_nhap.pk}/luu/", {"dau_vet": xem.dau_vet, "ly_do": "QĐ 12"}, follow=True
        )
        assert CHUA_GIAO_VIEC in text_of(page)
    waiting = LanNhap.objects.filter(trang_thai__in=("dang_cho", "cho_luu"))
    waiting.update(started_at=AT, created_at=AT)
    assert CHO_LAU in text_of(dau_moi.get(f"/nhap/{lan_nhap.pk}/"))
    assert tasks.take_up_lost.apply().get() == 2
    lan_nhap.refresh_from_db()
    assert (lan_nhap.trang_thai, lan_nhap.ly_do) == ("da_luu", "QĐ 12")
    assert not waiting.exists()


def test_htmx_is_led_to_the_page_of_the_file_as_a_whole(dau_moi):
    file = SimpleUploadedFile("a.csv", b"x")
    answer = dau_moi.post(LIST, {"tep": file}, headers={"HX-Request": "true"})
    row = LanNhap.objects.get()
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"/nhap/{row.pk}/")


def test_a_file_that_cannot_be_read_is_told_in_one_sentence_and_not_kept(dau_moi):
    file = SimpleUploadedFile("phu-luc.docx", b"PK\x03\x04 cut off")
    page = dau_moi.post(LIST, {"tep": file}, follow=True)
    row = LanNhap.objects.get()
    assert (row.trang_thai, row.noi_dung) == (TrangThaiNhap.BI_TU_CHOI, None)
    assert row.loi_doc in text_of(page)
    assert dau_moi.get(f"/nhap/{row.pk}/tep-goc/").status_code == 404


def test_a_file_above_the_limit_is_refused_before_it_is_stored(dau_moi, settings):
    settings.NHAP_TEP_TOI_DA_MB = 1
    page = dau_moi.post(LIST, {"tep": SimpleUploadedFile("a.docx", b"P" * (2**20 + 1))})
    assert page.status_code == 422
    assert "quá giới hạn 1 MB" in text_of(page)
    assert not LanNhap.objects.exists()


@pytest.mark.parametrize("phan", ["doi-chieu", "van-de", "bang", "thay-doi", "la"])
@pytest.mark.parametrize("so_dong", [1, 3])
def test_each_part_asks_the_same_however_long_the_file(
    phan, so_dong, dau_moi, vu_quang, tong_hop, django_assert_num_queries
):
    row = make_lan_nhap(vu_quang.ke_hoach, tong_hop, annex(*task_rows(so_dong)))
    for one in load_review(row).van_de[:so_dong]:
        dau_moi.post(f"/nhap/{row.pk}/chap-nhan/", {"dau_vet": one.dau_vet, "ly_do": "Đúng"})
    with django_assert_num_queries(9):
        assert dau_moi.get(f"/nhap/{row.pk}/", {"phan": phan}).status_code == 200


@pytest.mark.parametrize("so_tep", [1, 3])
def test_the_list_of_files_asks_the_same_however_many(
    so_tep, dau_moi, vu_quang, tong_hop, django_assert_num_queries
):
    for _ in range(so_tep):
        make_lan_nhap(vu_quang.ke_hoach, tong_hop, annex(*task_rows(2)))
    with django_assert_num_queries(11):
        page = dau_moi.get(LIST)
    assert text_of(page).count("Sẽ thêm 2, sửa 0, giữ nguyên 0 dòng") == so_tep


def test_what_was_typed_stays_when_a_reason_is_refused(dau_moi, lan_nhap):
    one = problem_of(lan_nhap)
    page = dau_moi.post(
        f"/nhap/{lan_nhap.pk}/chap-nhan/?phan=doi-chieu&page=1",
        {"dau_vet": one.dau_vet, "ly_do": "x" * 2001},
    )
    assert page.status_code == 422
    assert "x" * 2001 in text_of(page)
    assert one.thong_bao in text_of(page).replace("&quot;", '"')


def test_a_reason_for_a_kind_stays_when_one_of_the_kind_is_gone_meanwhile(dau_moi, lan_nhap):
    [first, second] = [one for one in load_review(lan_nhap).van_de if one.duoc_chap_nhan]
    [kind] = group_acceptable([first, second])
    url = f"/nhap/{lan_nhap.pk}/chap-nhan/?phan=van-de"
    assert kind.dau_vet in text_of(dau_moi.get(f"/nhap/{lan_nhap.pk}/?phan=van-de"))
    dau_moi.post(url, {"dau_vet": first.dau_vet, "ly_do": "Ngoài xã"})
    sent = {"dau_vet": kind.dau_vet, "loai": kind.khoa, "ly_do": "Đơn vị mới lập"}
    page = dau_moi.post(url, sent)
    assert page.status_code == 422
    [now] = group_acceptable([second])
    assert f'value="{now.dau_vet}"' in text_of(page)
    assert "Đơn vị mới lập" in text_of(page)
    page = dau_moi.post(url, sent | {"dau_vet": now.dau_vet}, follow=True)
    assert "Đã chấp nhận 1 vấn đề" in text_of(page)
    page = dau_moi.post(
        f"/nhap/{lan_nhap.pk}/rut-chap-nhan/", {"dau_vet": second.dau_vet}, follow=True
    )
    assert "Đã rút 1 chấp nhận" in text_of(page)


def test_a_correction_goes_back_to_the_place_it_was_made_at(dau_moi, lan_nhap):
    place = problem_of(lan_nhap).vi_tri
    answer = dau_moi.post(
        f"/nhap/{lan_nhap.pk}/sua-o/?phan=doi-chieu&page=1",
        {"bang": place.bang, "so_dong": place.so_dong, "so_cot": place.so_cot,
         "gia_tri": "Công an xã"},
    )  # fmt: skip
    assert answer["Location"] == f"/nhap/{lan_nhap.pk}/?phan=doi-chieu&page=1"
    assert lan_nhap.cac_sua_o.get().gia_tri_moi == "Công an xã"


def table_form(lan_nhap, **changed):
    table = load_review(lan_nhap).cac_bang[0]
    kinds = {f"cot-{cot.so_cot}": cot.loai_cot for cot in table.cac_cot}
    return {"khoa": table.khoa, "loai_bang": table.loai_bang} | kinds | changed


def test_columns_are_set_and_remembered(dau_moi, lan_nhap):
    sent = table_form(lan_nhap, **{"cot-5": "khong_nhap", "nho": "on"})
    dau_moi.post(f"/nhap/{lan_nhap.pk}/bang/", sent)
    lan_nhap.refresh_from_db()
    assert [cot.loai_cot for cot in load_review(lan_nhap).cac_bang[0].cac_cot][-1] == "khong_nhap"
    assert NhoCot.objects.get(tieu_de="Kinh phí (triệu đồng)").loai_cot == "khong_nhap"


def test_a_table_needs_a_column_of_names(dau_moi, lan_nhap):
    page = dau_moi.post(f"/nhap/{lan_nhap.pk}/bang/", table_form(lan_nhap, **{"cot-2": "ghi_chu"}))
    assert page.status_code == 422
    assert "phải có một cột là “nội dung”" in text_of(page)
    assert LanNhap.objects.get().cac_lua_chon == {}


def test_a_table_left_out_is_taken_back(dau_moi, lan_nhap):
    url = f"/nhap/{lan_nhap.pk}/bang/"
    dau_moi.post(url, table_form(lan_nhap, loai_bang="khong_nhap"))
    lan_nhap.refresh_from_db()
    [aside] = load_review(lan_nhap).bo_qua
    assert (aside.ly_do, load_review(lan_nhap).cac_bang) == (sua_bang.BO_QUA, ())
    dau_moi.post(url, {"khoa": aside.khoa, "loai_bang": "nhiem_vu"})
    lan_nhap.refresh_from_db()
    assert (load_review(lan_nhap).bo_qua, len(load_review(lan_nhap).cac_dong)) == ((), 2)


def test_a_table_the_portal_left_aside_is_taken_in_by_its_header(dau_moi, vu_quang, tong_hop):
    bang = annex(*task_rows(2))
    first, *rest = bang.cac_dong
    odd = {1: "A", 2: "B", 3: "C"}
    first = type(first)(1, {cot: type(first.cac_o[1])(odd[cot]) for cot in odd})
    row = make_lan_nhap(vu_quang.ke_hoach, tong_hop, type(bang)("PL", bang.nguon, (first, *rest)))
    [aside] = load_review(row).bo_qua
    url, sent = f"/nhap/{row.pk}/bang/", {"khoa": aside.khoa, "loai_bang": "nhiem_vu"}
    assert "Dòng tiêu đề: hãy ghi" in text_of(dau_moi.post(url, sent))
    dau_moi.post(url, sent | {"dong_tieu_de": "1"})
    row.refresh_from_db()
    [table] = load_review(row).cac_bang
    kinds = {"cot-1": "ma_so", "cot-2": "ten_goi", "cot-3": "chu_tri"}
    dau_moi.post(url, {"khoa": table.khoa, "loai_bang": "nhiem_vu"} | kinds)
    row.refresh_from_db()
    assert [one.ten for one in load_review(row).cac_dong] == ["Việc số 1", "Việc số 2"]


def test_what_was_seen_is_saved_and_told(dau_moi, lan_nhap):
    url = f"/nhap/{lan_nhap.pk}/luu/"
    seen = {"dau_vet": load_review(lan_nhap).dau_vet}
    page = dau_moi.post(url, seen)
    assert (page.status_code, NhiemVu.objects.count()) == (422, 0)
    page = dau_moi.post(url, seen | {"ly_do": "Theo Quyết định 12"}, follow=True)
    assert "Tệp đã thêm 2, sửa 0, giữ nguyên 0 dòng." in text_of(page)
    assert "Theo Quyết định 12" in text_of(page)
    made = NhiemVu.objects.order_by("pk").first()
    assert f'href="/nhiem-vu/{made.pk}/"' in text_of(page)
    assert lan_nhap.ten_tep in NhatKy.objects.order_by("-pk").first().mo_ta


def test_a_plan_that_changed_meanwhile_is_shown_again_with_the_reason_typed(dau_moi, lan_nhap):
    make_nhiem_vu(lan_nhap.ke_hoach, "Việc số 1", ma="1")
    sent = {"dau_vet": load_review(lan_nhap).dau_vet, "ly_do": "Theo Quyết định 12"}
    dau_moi.post(f"/nhap/{lan_nhap.pk}/luu/", sent)
    page = dau_moi.get(f"/nhap/{lan_nhap.pk}/", {"phan": "thay-doi"})
    assert "Kế hoạch đã thay đổi sau khi bạn xem" in text_of(page)
    assert "Theo Quyết định 12</textarea>" in text_of(page)
    assert "Lưu: thêm 1, sửa 1, giữ nguyên 0 dòng" in text_of(page)


def test_a_colleague_was_faster(dau_moi, lan_nhap):
    dau_moi.post(f"/nhap/{lan_nhap.pk}/huy/")
    one = problem_of(make_lan_nhap(lan_nhap.ke_hoach, lan_nhap.created_by))
    page = dau_moi.post(
        f"/nhap/{lan_nhap.pk}/chap-nhan/", {"dau_vet": one.dau_vet, "ly_do": "Đúng"}, follow=True
    )
    assert "đang ở trạng thái “đã hủy”" in text_of(page)


def test_a_row_that_must_be_mended_is_mended_on_the_page(dau_moi, vu_quang, tong_hop):
    [first, second] = task_rows(2, chu_tri="Công an xã")
    row = make_lan_nhap(vu_quang.ke_hoach, tong_hop, annex(first, ("1", *second[1:])))
    page = text_of(dau_moi.get(f"/nhap/{row.pk}/", {"phan": "van-de"}))
    assert "Phải sửa mới lưu được, không chấp nhận được." in page
    assert '<option value="1">TT: 1</option>' in page
    sent = {"bang": "Trang tính “PL”", "so_dong": "3", "so_cot": "1", "gia_tri": "2"}
    dau_moi.post(f"/nhap/{row.pk}/sua-o/", sent)
    row.refresh_from_db()
    assert [one.ma for one in load_review(row).cac_dong] == ["1", "2"]
