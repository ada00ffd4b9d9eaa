"""Pages of ad hoc requests: writing without a script, handing out, reading, taking away."""

import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from baocao.forms_dot_xuat import TAT_CA, BoCauHoi, unit_groups
from baocao.models import CauHoi, PhieuBaoCao, TraLoi, YeuCauBaoCao
from baocao.trang_thai import TrangThaiPhieu
from donvi.models import NhomDonVi
from tests.baocao.dot_xuat_mau import CAU_SO, LUC, form_of, make_request
from tests.factories import make_don_vi, make_phieu, saved
from tests.htmx import parse, words

pytestmark = [pytest.mark.django_db, pytest.mark.long_postgresql]
NEXT_YEAR = date(2099, 12, 31)


def at(row, name="detail"):
    return reverse(f"baocao:request_{name}", args=[row.pk])


def at_plan(plan, name):
    return reverse(f"baocao:request_{name}", args=[plan.ma])


@pytest.fixture
def trang(client, tong_hop):
    """Give the browser of the focal officer."""
    client.force_login(tong_hop)
    return client


@pytest.fixture
def yeu_cau(vu_quang, tong_hop):
    """Give a request that is out to the village and the police, with one question."""
    return make_request(
        vu_quang.ke_hoach, tong_hop, vu_quang.thon, vu_quang.cong_an, cac_cau_hoi=(CAU_SO,)
    )


def typed(**more):
    """Give what the form of a request sends: one question in words."""
    return {
        "tieu_de": "Rà soát trạm",
        "so_van_ban": "12/SKHCN",
        "noi_dung": "",
        "tu_ngay": "2026-10-01",
        "den_ngay": "2026-10-20",
        "han_nop": "21/10/2026",
        "lan_luu": "",
        "so_cau": "1",
        "cau0-cau_hoi_id": "",
        "cau0-noi_dung": "Còn thiếu gì?",
        "cau0-loai_tra_loi": "loi_van",
        "cau0-don_vi_tinh": "",
        "cau0-bat_buoc": "on",
    } | more


def answer(yeu_cau, unit, text, state=TrangThaiPhieu.DA_GUI):
    """Let a unit answer the first question and bring its form into a state."""
    form = form_of(yeu_cau, unit)
    question = yeu_cau.cac_cau_hoi.order_by("thu_tu").first()
    saved(TraLoi(phieu_bao_cao=form, cau_hoi=question, noi_dung=text))
    form.trang_thai, form.sent_at, form.decided_at = state, LUC, LUC
    form.ly_do_tra_lai = "Xem lại" if state == TrangThaiPhieu.TRA_LAI else ""
    return saved(form)


# --- writing --------------------------------------------------------------------------------------


def test_a_draft_is_saved_with_units_of_a_group_and_single_ones(trang, vu_quang):
    group = saved(NhomDonVi(xa=vu_quang.xa, ma="G", ten="Các thôn"))
    group.cac_don_vi.set([vu_quang.thon, make_don_vi(vu_quang.xa, "Thôn 2")])
    data = typed(nhom_don_vi=[f"nhom-{group.pk}"], cac_don_vi=[vu_quang.cong_an.pk])
    page = trang.post(at_plan(vu_quang.ke_hoach, "new"), data, follow=True)
    row = YeuCauBaoCao.objects.get()
    assert page.redirect_chain == [(at(row), 302)]
    assert sorted(unit.ten for unit in row.cac_don_vi.all()) == ["Công an xã", "Thôn 1", "Thôn 2"]
    question = CauHoi.objects.get()
    assert (question.noi_dung, question.loai_tra_loi, question.bat_buoc) == (
        "Còn thiếu gì?", "loi_van", True
    )  # fmt: skip
    assert (row.han_nop, row.trang_thai) == (date(2026, 10, 21), "soan")
    assert "Giao cho 3 đơn vị" in page.content.decode()


def test_groups_are_all_units_inside_the_communes_own_and_other_kinds(vu_quang):
    second = make_don_vi(vu_quang.xa, "Thôn 2")
    units = [vu_quang.ubnd, vu_quang.vhxh, vu_quang.thon, second, vu_quang.ngan_hang]
    groups = unit_groups(units, vu_quang.xa)
    inside = sorted(unit.pk for unit in units[:4])
    villages = tuple(sorted([vu_quang.thon.pk, second.pk]))
    assert groups == {
        TAT_CA: ("Tất cả đơn vị trong xã", tuple(inside)),
        "loai-thon": ("Tất cả thôn", villages),
    }
    own = saved(NhomDonVi(xa=vu_quang.xa, ma="G", ten="Các thôn"))
    own.cac_don_vi.set([vu_quang.thon, second])
    assert unit_groups(units, vu_quang.xa) == {
        TAT_CA: groups[TAT_CA],
        f"nhom-{own.pk}": ("Các thôn", villages),
    }


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("them", ["A", "B", "C", ""]),
        ("bo-1", ["A", "C"]),
        ("len-2", ["A", "C", "B"]),
        ("xuong-0", ["B", "A", "C"]),
        ("len-0", ["A", "B", "C"]),
        ("xuong-2", ["A", "B", "C"]),
        ("bo-9", ["A", "B", "C"]),
        ("khong-co", ["A", "B", "C"]),
    ],
)
def test_buttons_rearrange_the_questions_and_save_nothing(trang, vu_quang, act, expected):
    data = typed(so_cau="3", cac_don_vi=[vu_quang.thon.pk], hanh_dong=act, tieu_de="")
    for place, words_ in enumerate("ABC"):
        data |= {f"cau{place}-noi_dung": words_, f"cau{place}-loai_tra_loi": "so",
                 f"cau{place}-don_vi_tinh": f"cái {words_}"}  # fmt: skip
    page = trang.post(at_plan(vu_quang.ke_hoach, "new"), data)
    rows = page.context["bo_cau_hoi"].forms
    assert page.status_code == 200
    assert [row["noi_dung"].value() or "" for row in rows] == expected
    units = [row["don_vi_tinh"].value() or "" for row in rows]
    assert units == [f"cái {name}" if name else "" for name in expected]
    assert page.context["form"]["so_van_ban"].value() == "12/SKHCN"
    assert page.context["form"]["cac_don_vi"].value() == [str(vu_quang.thon.pk)]
    assert YeuCauBaoCao.objects.count() == 0


def test_no_more_questions_than_allowed_can_be_added():
    data = {"so_cau": "30"} | {f"cau{i}-noi_dung": "?" for i in range(30)}
    rows = BoCauHoi(data)
    assert rows.is_full
    assert rows.rearranged("them").so_cau == 30
    assert BoCauHoi({"so_cau": "999"}).so_cau == 30


def test_blank_rows_are_left_out_and_a_unit_without_a_number_refused(trang, vu_quang):
    url = at_plan(vu_quang.ke_hoach, "new")
    blank = {"so_cau": "2", "cau1-noi_dung": " ", "cau1-loai_tra_loi": "so"}
    trang.post(url, typed(**blank))
    assert [q.noi_dung for q in CauHoi.objects.all()] == ["Còn thiếu gì?"]
    page = trang.post(url, typed(**{"cau0-don_vi_tinh": "điểm"}))
    assert page.status_code == 422
    assert "Đơn vị tính chỉ dùng khi trả lời bằng số." in page.content.decode()
    assert YeuCauBaoCao.objects.count() == 1


def test_a_refused_request_keeps_what_was_typed(trang, vu_quang):
    data = typed(den_ngay="2026-09-01", nhom_don_vi=[TAT_CA])
    page = trang.post(at_plan(vu_quang.ke_hoach, "new"), data)
    html = page.content.decode()
    assert page.status_code == 422
    assert "Số liệu đến ngày phải bằng hoặc sau ngày đầu lấy số liệu." in html
    assert "Còn thiếu gì?" in html
    assert page.context["form"]["nhom_don_vi"].value() == [TAT_CA]


def test_two_officers_on_one_draft_keep_both_texts(trang, vu_quang, tong_hop):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, giao=False)
    trang.post(at(row, "edit"), typed(lan_luu="0", tieu_de="Thứ nhất"))
    page = trang.post(at(row, "edit"), typed(lan_luu="0", tieu_de="Thứ hai"))
    row.refresh_from_db()
    assert (page.status_code, row.tieu_de) == (422, "Thứ nhất")
    assert page.context["form"]["tieu_de"].value() == "Thứ hai"
    page = trang.post(at(row, "edit"), typed(lan_luu=page.context["form"]["lan_luu"].value()))
    assert page.status_code == 302


def test_a_request_that_is_out_is_not_rewritten(trang, yeu_cau):
    page = trang.get(at(yeu_cau, "edit"), follow=True)
    assert page.redirect_chain == [(at(yeu_cau), 302)]
    assert "không sửa được câu hỏi" in page.content.decode()


def test_every_box_of_the_form_has_a_label_and_an_id_of_its_own(trang, vu_quang, tong_hop):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, giao=False)
    tree = parse(trang.get(at(row, "edit")).content)
    ids = tree.xpath("//main//@id")
    boxes = tree.xpath("//main//*[self::input or self::select or self::textarea]"
                       "[not(@type='hidden')]/@id")  # fmt: skip
    labelled = set(tree.xpath("//main//label/@for"))
    assert len(ids) == len(set(ids))
    assert [box for box in boxes if box not in labelled] == []


# --- handing out, changing ------------------------------------------------------------------------


def test_handing_out_from_the_page(trang, vu_quang, tong_hop):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, giao=False, han_nop=NEXT_YEAR)
    page = trang.post(at(row, "assign"), {"lan_luu": "0"}, follow=True)
    assert "Đã giao yêu cầu." in page.content.decode()
    assert PhieuBaoCao.objects.get().don_vi == vu_quang.thon
    page = trang.post(at(row, "assign"), {"lan_luu": "0"})
    assert page.status_code == 422
    assert "Chưa thực hiện được." in page.content.decode()


def test_adding_units_more_time_and_calling_off_from_the_page(trang, vu_quang, tong_hop):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, han_nop=date(2099, 1, 1))
    page = trang.get(at(row, "units"))
    assert str(vu_quang.thon.pk) not in dict(page.context["form"].fields["cac_don_vi"].choices)
    page = trang.post(at(row, "units"), {})
    assert "hãy chọn ít nhất một đơn vị" in page.content.decode()
    trang.post(at(row, "units"), {"cac_don_vi": [vu_quang.cong_an.pk]})
    assert PhieuBaoCao.objects.count() == 2
    page = trang.post(at(row, "extend"), {"han_nop": "2098-01-01", "ly_do": "Mưa"})
    assert page.status_code == 422
    assert "Hạn mới phải sau hạn đang có (01/01/2099)." in page.content.decode()
    trang.post(at(row, "extend"), {"han_nop": "2099-02-01", "ly_do": "Mưa"})
    assert {form.han_nop for form in PhieuBaoCao.objects.all()} == {date(2099, 2, 1)}
    page = trang.post(at(row, "cancel"), {"ly_do": "Sở rút"}, follow=True)
    html = page.content.decode()
    assert "Yêu cầu đã hủy. Lý do:" in html
    assert {form.trang_thai for form in PhieuBaoCao.objects.all()} == {"da_dong"}


# --- reading --------------------------------------------------------------------------------------


def test_the_page_sums_what_was_sent_and_what_was_accepted(trang, vu_quang, tong_hop):
    third = make_don_vi(vu_quang.xa, "Thôn 2")
    row = make_request(
        vu_quang.ke_hoach, tong_hop, vu_quang.thon, vu_quang.cong_an, third,
        cac_cau_hoi=(CAU_SO,),
    )  # fmt: skip
    answer(row, vu_quang.thon, "1.640", TrangThaiPhieu.DA_TIEP_NHAN)
    answer(row, vu_quang.cong_an, "2,5")
    answer(row, third, "100", TrangThaiPhieu.TRA_LAI)
    text = words(parse(trang.get(at(row)).content).get_element_by_id("tra-loi-1"))
    assert "Tổng các phiếu đã tiếp nhận: 1.640 điểm ." in text
    assert "kể cả phiếu chờ kiểm tra: 1.642,5 điểm ." in text
    assert "Thôn 2" not in text


@pytest.mark.parametrize("units", [1, 3])
def test_the_page_costs_the_same_for_one_and_three_units(
    units, trang, vu_quang, tong_hop, django_assert_num_queries
):
    chosen = [vu_quang.thon, vu_quang.cong_an, vu_quang.vhxh][:units]
    row = make_request(vu_quang.ke_hoach, tong_hop, *chosen)
    for unit in chosen:
        answer(row, unit, "5")
    trang.get(at(row))
    with django_assert_num_queries(11):
        trang.get(at(row))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three_requests(
    rows, trang, vu_quang, tong_hop, django_assert_num_queries
):
    for _ in range(rows):
        make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon)
    trang.get(at_plan(vu_quang.ke_hoach, "list"))
    with django_assert_num_queries(8):
        page = trang.get(at_plan(vu_quang.ke_hoach, "list"))
    assert len(page.context["cac_dong"]) == rows


def test_a_unit_reads_its_own_form_only(client, vu_quang, yeu_cau, can_bo):
    answer(yeu_cau, vu_quang.cong_an, "77")
    client.force_login(can_bo)
    html = client.get(at(yeu_cau)).content.decode()
    assert "Thôn 1" in html
    assert "Công an xã" not in html
    assert "77 điểm" not in html
    assert client.get(at(yeu_cau, "xlsx")).status_code == 403
    page = client.get(at_plan(vu_quang.ke_hoach, "list"))
    assert [form.don_vi for form in page.context["cac_dong"][0].cua_toi] == [vu_quang.thon]


def test_others_do_not_see_it_nor_guess_it(client, vu_quang, tong_hop, can_bo, nguoi_ngoai):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.cong_an)
    for person in (can_bo, nguoi_ngoai):
        client.force_login(person)
        for name in ("detail", "edit", "units", "extend", "cancel", "xlsx"):
            assert client.get(at(row, name)).status_code == 404
        assert client.post(at(row, "assign")).status_code == 404
    client.force_login(can_bo)
    assert client.get(at_plan(vu_quang.ke_hoach, "list")).context["cac_dong"] == []


def test_the_province_sees_who_answered_and_not_what(client, yeu_cau, vu_quang, cap_tinh):
    answer(yeu_cau, vu_quang.thon, "77")
    client.force_login(cap_tinh)
    tree = parse(client.get(at(yeu_cau)).content)
    assert "77" not in words(tree.xpath("//main")[0])
    assert tree.xpath("//a[starts-with(@href, '/phieu/')]") == []
    assert "Thôn 1" in words(tree.xpath("//main")[0])


# --- taking away ----------------------------------------------------------------------------------


def cells(content):
    sheet = load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)], sheet


def test_the_workbook_holds_every_answer_sent_as_what_it_is(trang, vu_quang, tong_hop):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, vu_quang.cong_an, vu_quang.vhxh)
    questions = list(row.cac_cau_hoi.order_by("thu_tu"))
    form = answer(row, vu_quang.thon, "1.640", TrangThaiPhieu.DA_TIEP_NHAN)
    for question, text in zip(questions[1:], ("=1+1", "co", "2026-10-19"), strict=True):
        saved(TraLoi(phieu_bao_cao=form, cau_hoi=question, noi_dung=text))
    answer(row, vu_quang.cong_an, "60")
    answer(row, vu_quang.vhxh, "5", TrangThaiPhieu.DANG_NHAP)
    (head, *rows), sheet = cells(trang.get(at(row, "xlsx")).content)
    assert head[3] == "1. Số điểm lõm sóng? (điểm)"
    assert [r[1] for r in rows] == [
        "Phòng Văn hóa - Xã hội", "Công an xã", "Thôn 1", "Tổng đã gửi", "Trong đó đã tiếp nhận"
    ]  # fmt: skip
    assert [r[3] for r in rows] == [None, 60, 1640, 1700, 1640]
    assert rows[2][4:6] == ["=1+1", "Có"]
    assert rows[2][6].date() == date(2026, 10, 19)
    formula = sheet.cell(6, 5)
    assert (formula.value, formula.data_type, formula.quotePrefix) == ("=1+1", "s", True)


def test_today_is_only_the_day_of_the_page(trang, vu_quang):
    page = trang.get(at_plan(vu_quang.ke_hoach, "new"))
    today = timezone.localdate()
    assert page.context["form"]["den_ngay"].value() == today


def test_the_home_page_names_the_request_a_form_answers(client, vu_quang, tong_hop, can_bo):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, han_nop=NEXT_YEAR)
    make_phieu(vu_quang.ke_hoach, vu_quang.thon)
    client.force_login(can_bo)
    text = words(parse(client.get("/").content).xpath("//main")[0])
    assert "Phiếu đột xuất lần 1 năm 2026: Rà soát điểm lõm sóng" in text
    assert "Phiếu tháng 10 năm 2026 " in text
    answer(row, vu_quang.thon, "3")
    client.force_login(tong_hop)
    text = words(parse(client.get("/").content).xpath("//main")[0])
    assert "Thôn 1, đột xuất lần 1 năm 2026: Rà soát điểm lõm sóng" in text
