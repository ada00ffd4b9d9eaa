"""Workbooks of stored plans: imported again they change nothing; who gets which, at what cost."""

import io

import openpyxl
import pytest
from django.urls import reverse

from baocao.nap_mau.don_vi import load_communes, load_units
from baocao.nap_mau.ke_hoach import load_plan
from baocao.van_ban_ke_hoach import plan_document
from chitieu.models import ChiTieu, MucChiTieu
from kehoach.models import KeHoach
from kinhphi.chia_nguon import PhanTien
from kinhphi.models import DongKinhPhi, NguonVon, PhanNguon
from kinhphi.phan_nguon import replace_sources
from nhapxuat.boi_canh import load_boi_canh
from nhapxuat.doc_tep import read_tables
from nhapxuat.hieu_bang import understand
from nhapxuat.luu_phu_luc import preview_changes, save_annexes
from nhapxuat.mau_ke_hoach import build_template
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.so_phu_luc import build_workbook
from nhapxuat.thay_doi import LoaiThayDoi
from nhiemvu.models import NhiemVu, NhomNhiemVu
from tests.factories import make_chi_tieu, make_dong_kinh_phi, make_nhiem_vu, saved
from tests.nhapxuat.mau_lan_nhap import AT, make_lan_nhap
from tests.nhapxuat.mau_phu_luc import CAC_KE_HOACH
from tests.quan_tri import address
from vanban.word import render_docx

pytestmark = pytest.mark.django_db


def understood(ke_hoach, content, ten="phu-luc.xlsx"):
    tables = read_tables(io.BytesIO(content), ten)
    return understand(tables, load_boi_canh(ke_hoach))


def changes(ke_hoach, result):
    """Give what saving would add, change or find missing."""
    found = preview_changes(ke_hoach, result)
    changed = [row for row in found.cac_dong if row.loai is not LoaiThayDoi.GIU]
    return changed, found.vang_mat


@pytest.mark.long_sqlite
def test_annexes_of_real_plans_imported_again_change_nothing():
    """As the workbook, and as the portal's own Word file of the plan."""
    load_communes()
    load_units()
    counts = []
    for ma in CAC_KE_HOACH:
        load_plan(ma)
        ke_hoach = KeHoach.objects.select_related("xa").get(ma=ma)
        result = understood(ke_hoach, build_workbook(ke_hoach))
        assert changes(ke_hoach, result) == ([], ())
        document = render_docx(plan_document(ke_hoach))
        assert changes(ke_hoach, understood(ke_hoach, document, "ke-hoach.docx")) == ([], ())
        counts.append((len(result.chi_tieu), len(result.nhiem_vu), len(result.kinh_phi)))
    assert counts == [(27, 19, 0), (15, 14, 10), (33, 7, 22), (18, 0, 0), (7, 0, 0)]


@pytest.fixture
def ke_hoach_day_du(vu_quang):
    """Give the plan an indicator under a heading, tasks in a group, a budget tree with a total."""
    plan = vu_quang.ke_hoach
    plan.tong_kinh_phi_in, plan.tong_bang_chu = 200_000_000, "Hai trăm triệu đồng"
    saved(plan)
    head = saved(ChiTieu(ke_hoach=plan, ma="15", thu_tu=1, ten="Chính quyền số",
                         loai_chi_tieu="tieu_de", nhom_chi_tieu="I. Nhóm"))  # fmt: skip
    child = make_chi_tieu(plan, ten="=1+1", ma="15.1", thu_tu=2, chi_tieu_cha=head,
                          nhom_chi_tieu="I. Nhóm", nguyen_van="Nguyên văn",
                          chu_tri_nguyen_van="Công an xã")  # fmt: skip
    saved(MucChiTieu(chi_tieu=child, nam=2030, nguyen_van="6G (50%)", loai_muc="dinh_tinh"))
    group = saved(NhomNhiemVu(ke_hoach=plan, ma="I", ten="Hạ tầng số", loai_nhom="phu_luc",
                              thu_tu=1))  # fmt: skip
    make_nhiem_vu(plan, "- Phủ sóng", ma="1", thu_tu=1, nhom_nhiem_vu=group, so_tien=1_640_000_000,
                  kinh_phi_nguyen_van="1.640", chu_tri_nguyen_van="Phòng VH-XH")  # fmt: skip
    make_nhiem_vu(plan, "Tuyên truyền", ma="TC.1", thu_tu=2, tu_ngay=None, han_hoan_thanh=None,
                  loai_han="thuong_xuyen", thoi_han_nguyen_van="Thường xuyên",
                  loai_nhiem_vu=NhiemVu.LoaiNhiemVu.TO_CHUC)  # fmt: skip
    top = make_dong_kinh_phi(plan, "A", cap_dong="phan", noi_dung="Chuyển đổi số",
                             thanh_tien_in=200_000_000)  # fmt: skip
    line = make_dong_kinh_phi(plan, "A.1", top, so_in="1", noi_dung="Máy quét", don_vi_tinh="Máy",
                              so_luong=3, so_luong_nguyen_van="03", don_gia=60_000_000,
                              thanh_tien_in=200_000_000, ghi_chu="Ghi chú")  # fmt: skip
    line.cac_nguon_von.add(saved(NguonVon(ke_hoach=plan, ten="Ngân sách xã", thu_tu=1)))
    return vu_quang


@pytest.mark.long_sqlite
def test_a_new_plan_made_of_the_workbook_gives_the_same_workbook(quan_tri):
    load_communes()
    load_units()
    load_plan("son-hong-2027")
    plans = KeHoach.objects.select_related("xa")
    stored = plans.get(ma="son-hong-2027")
    first = build_workbook(stored)
    other = plans.get(pk=stored.pk)
    other.pk, other.ma, other.trang_thai = None, "ban-moi", "du_thao"
    saved(other)
    save_annexes(
        ke_hoach=other, ket_qua=understood(other, first), dau_vet=None, ly_do="Nhập phụ lục",
        by=quan_tri, at=AT,
    )  # fmt: skip
    second = build_workbook(other)
    assert cells_of(second) == cells_of(first)


def test_what_each_source_pays_goes_out_and_comes_in_again(vu_quang, quan_tri):
    plan = vu_quang.ke_hoach
    one, two = (make_dong_kinh_phi(plan, ma, thanh_tien_in=1_000_000_000) for ma in "12")
    split = [
        PhanTien("Ngân sách tỉnh", 600_000_000),
        PhanTien("=Xã hội hóa", 300_000_001),
        PhanTien("Ngân sách xã"),
    ]
    replace_sources(
        ke_hoach=plan, by=None, cac_phan={one: split, two: [PhanTien("Tỉnh; xã", 1_000_000_000)]}
    )
    plan = KeHoach.objects.select_related("xa").get(pk=plan.pk)
    content = build_workbook(plan)
    assert changes(plan, understood(plan, content)) == ([], ())
    DongKinhPhi.objects.filter(pk=one.pk).delete()
    save_annexes(
        ke_hoach=plan, ket_qua=understood(plan, content), dau_vet=None, ly_do="Nhập lại",
        by=quan_tri, at=AT,
    )  # fmt: skip
    parts = PhanNguon.objects.filter(dong_kinh_phi__ma="1").order_by("nguon_von__thu_tu")
    assert [(part.nguon_von.ten, part.so_tien) for part in parts] == [
        (part.ten, part.so_tien) for part in split
    ]
    assert PhanNguon.objects.get(dong_kinh_phi=two).so_tien == 1_000_000_000


def cells_of(content):
    """Give values and number formats below the title, annex by annex."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {
        name: [[(c.value, c.number_format) for c in row] for row in book[name].iter_rows(min_row=5)]
        for name in ("Chỉ tiêu", "Nhiệm vụ", "Kinh phí")
    }


def test_everything_a_plan_says_stands_in_its_workbook(ke_hoach_day_du):
    plan = KeHoach.objects.select_related("xa").get(pk=ke_hoach_day_du.ke_hoach.pk)
    book = openpyxl.load_workbook(io.BytesIO(build_workbook(plan)))
    rows = {
        sheet.title: [row for row in sheet.iter_rows(min_row=6, values_only=True) if any(row)]
        for sheet in book
    }
    assert rows["Chỉ tiêu"][1:] == [
        (None, "I. Nhóm", None, None, None, None),
        ("15", "Chính quyền số", None, None, None, None),
        ("15.1", "=1+1", "%", "≥ 75%", "6G (50%)", "Công an xã"),
    ]
    assert rows["Nhiệm vụ"] == [
        ("TT", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành",
         "Kinh phí (đồng)"),
        ("I", "Hạ tầng số", None, None, None, None),
        ("1", "- Phủ sóng", "Phòng VH-XH", None, "Năm 2026", 1_640_000_000),
    ]  # fmt: skip
    assert rows["Kinh phí"] == [
        ("TT", "Nội dung", "Đơn vị tính", "Số lượng", "Đơn giá (đồng)", "Thành tiền (đồng)",
         "Nguồn kinh phí", "Ghi chú"),
        ("A", "Chuyển đổi số", None, None, None, "=SUM(F8)", None, None),
        ("1", "Máy quét", "Máy", 3, 60_000_000, 200_000_000, "Ngân sách xã", "Ghi chú"),
        (None, "Tổng cộng", None, None, None, "=SUM(F7)", None, None),
        ("(Bằng chữ: Hai trăm triệu đồng.)", *[None] * 7),
    ]  # fmt: skip
    body = book["Thân văn bản"]
    assert [cell.value for cell in body[4]][:3] == [
        "TC.1", "Tuyên truyền", "phân công tổ chức thực hiện",
    ]  # fmt: skip
    result = understood(plan, build_workbook(plan))
    assert [row.ma for row in result.nhiem_vu] == ["1"]  # the body is for reading only


def test_the_queries_do_not_grow_with_the_rows(vu_quang, django_assert_num_queries):
    plan = vu_quang.ke_hoach
    for number in range(1, 4):
        make_chi_tieu(plan, vu_quang.thon, ma=str(number))
        make_nhiem_vu(plan, f"Việc {number}")
        make_dong_kinh_phi(plan, str(number), cap_dong="muc")
        if number in {1, 3}:
            with django_assert_num_queries(10):
                content = build_workbook(KeHoach.objects.select_related("xa").get(pk=plan.pk))
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Chỉ tiêu", "Nhiệm vụ", "Kinh phí"]
    with django_assert_num_queries(5):
        template = build_template(plan)
    assert understood(plan, template).van_de == ()


def test_a_part_is_asked_for_by_name_and_an_empty_one_is_a_header(client, can_bo, vu_quang):
    client.force_login(can_bo)
    url = reverse("nhapxuat:workbook", args=[vu_quang.ke_hoach.ma])
    page = client.get(url, {"bang": LoaiBang.KINH_PHI.value})
    assert page["Content-Disposition"] == (
        'attachment; filename="phu-luc-kinh-phi-vu-quang-2026.xlsx"'
    )
    sheet = openpyxl.load_workbook(io.BytesIO(page.content)).active
    assert (sheet.title, sheet.max_row) == ("Kinh phí", 6)
    assert sheet["A4"].value == (
        "(Kèm theo Kế hoạch số ……/KH-UBND ngày …… tháng …… năm …… của UBND xã Vũ Quang)"
    )
    assert client.get(url, {"bang": "x"})["Content-Disposition"] == (
        'attachment; filename="phu-luc-vu-quang-2026.xlsx"'
    )


def test_the_admin_site_hands_out_the_annexes_of_one_plan(client, quan_tri, vu_quang):
    client.force_login(quan_tri)
    asked = {"action": "hand_out_annexes", "_selected_action": [vu_quang.ke_hoach.pk]}
    answer = client.post(address(KeHoach, "changelist"), asked)
    assert answer.url == reverse("nhapxuat:workbook", args=[vu_quang.ke_hoach.ma])


def test_a_file_is_handed_back_with_its_problems(client, tong_hop, vu_quang):
    client.force_login(tong_hop)
    lan_nhap = make_lan_nhap(vu_quang.ke_hoach, tong_hop)
    page = client.get(reverse("nhapxuat:import_annotated", args=[lan_nhap.pk]))
    assert page["Content-Disposition"] == 'attachment; filename="phu-luc-chu-giai.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(page.content))
    assert book.sheetnames == ["Vấn đề", "PL"]
    assert "Phòng Không Có" in book["PL"]["C2"].value
    assert book["PL"]["C2"].comment is not None
    lan_nhap.bang_doc = None
    lan_nhap.save()
    assert client.get(page.request["PATH_INFO"]).status_code == 404
