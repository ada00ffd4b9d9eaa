"""Correcting tables from a sheet: preview, confirm, refuse whole, and out and in without change."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from chitieu.models import MucChiTieu, SoLieu
from donvi.models import DonVi, NhatKy, TenKhac
from donvi.o_bang import ChuWidget, CoKhongWidget, LoiO, NgayWidget, SoNguyenWidget, SoWidget
from donvi.quan_tri_bang import ImportGhiNhanAdmin
from kinhphi.models import DongKinhPhi
from nhiemvu.models import NhiemVu, TienDo
from tests.factories import (
    make_chi_tieu,
    make_don_vi,
    make_dong_kinh_phi,
    make_nhiem_vu,
    make_phan_cong,
    make_quy_dinh,
    saved,
)
from tests.quan_tri import address

pytestmark = pytest.mark.long_postgresql

REASON = "Sửa theo công văn số 12/UBND"
CSV, XLSX = "1", "0"


@pytest.fixture
def quan_ly(client, quan_tri):
    """Give a client signed in as the administrator."""
    client.force_login(quan_tri)
    return client


def sheet(*rows) -> SimpleUploadedFile:
    """Write rows (the first holds the column names) as a .csv file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return SimpleUploadedFile("bang.csv", text.getvalue().encode())


def upload(client, model, file, kind=CSV, reason=REASON):
    """Upload a sheet and give the preview."""
    data = {"import_file": file, "format": kind, "resource": "0", "ly_do_sua": reason}
    return client.post(address(model, "import"), data)


def confirm(client, model, preview):
    """Press "Lưu các thay đổi" on a preview."""
    data = preview.context["confirm_form"].initial
    return client.post(address(model, "process_import"), data, follow=True)


def faults(page) -> list[str]:
    """Give the sentences a refused sheet is answered with; nothing may be offered to confirm."""
    assert "confirm_form" not in page.context
    return page.context["result"].cac_loi


# -- cells ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("widget", "value", "written"),
    [
        (SoWidget(), Decimal("70.630000"), "70,63"),
        (SoWidget(), Decimal("1640"), "1640"),
        (SoNguyenWidget(), 1_640_000_000, "1640000000"),
        (NgayWidget(), date(2026, 12, 31), "31/12/2026"),
        (CoKhongWidget(), False, "Không"),
        (ChuWidget(), "= 100%", "'= 100%"),
        (ChuWidget(), "- Rà soát\n- Công bố", "'- Rà soát\n- Công bố"),
        (ChuWidget(), "'trích'", "''trích'"),
        (ChuWidget(), "", ""),
    ],
)
def test_a_cell_is_read_back_as_it_was_written(widget, value, written):
    assert widget.render(value) == written
    assert widget.clean(written) == value


@pytest.mark.parametrize(
    ("widget", "cell", "value"),
    [
        (SoWidget(), "1.640,5", Decimal("1640.5")),
        (SoWidget(), 85.5, Decimal("85.5")),
        (SoWidget(), None, None),
        (SoNguyenWidget(), 12.0, 12),
        (NgayWidget(), "2026-12-31", date(2026, 12, 31)),
        (CoKhongWidget(), "CÓ", True),
        (ChuWidget(), 5.0, "5"),
    ],
)
def test_cells_typed_by_officers_are_read(widget, cell, value):
    assert widget.clean(cell) == value


@pytest.mark.parametrize(
    ("widget", "cell", "expected"),
    [
        (SoWidget(), "7o", "Hãy nhập số, ví dụ 85,5"),
        (SoWidget(), float("inf"), "Hãy nhập số, ví dụ 85,5"),
        (SoNguyenWidget(), "2,5", "Hãy nhập số nguyên"),
        (SoNguyenWidget(), "99999999999999999999", "Hãy nhập số nguyên"),
        (NgayWidget(), "31/02/2026", "Hãy nhập ngày/tháng/năm, ví dụ 31/12/2026"),
        (CoKhongWidget(), "có lẽ", "Hãy nhập Có hoặc Không"),
        (CoKhongWidget(), None, "Hãy nhập Có hoặc Không"),
    ],
)
def test_a_cell_that_cannot_be_read_says_what_is_expected(widget, cell, expected):
    with pytest.raises(LoiO) as refused:
        widget.clean(cell)
    assert expected in str(refused.value)


# -- out and in -------------------------------------------------------------------------------


@pytest.fixture
def bang_day(vu_quang):
    """Give every table that goes out to a sheet some rows with difficult contents."""
    plan, unit = vu_quang.ke_hoach, vu_quang.thon
    indicator = make_chi_tieu(plan, unit, giai_thich="= tử số / mẫu số")
    saved(
        SoLieu(
            chi_tieu=indicator,
            don_vi=unit,
            ky_bao_cao="2026-T10",
            ngay_chot=date(2026, 10, 14),
            tinh_trang="co_so_lieu",
            gia_tri=Decimal("70.63"),
            ghi_chu="dòng một\ndòng hai, có “ngoặc” và ; phẩy",
        )
    )
    task = make_nhiem_vu(plan, "- Tuyên truyền", so_tien=1_640_000_000, loai_han="nam")
    part = make_phan_cong(task, unit)
    saved(
        TienDo(
            phan_cong=part,
            ky_bao_cao="2026-T10",
            ngay_chot=date(2026, 10, 14),
            phan_tram=100,
            ngay_hoan_thanh=date(2026, 10, 1),
            accepted_at=timezone.now(),
        )
    )
    total = make_dong_kinh_phi(plan, "A", cap_dong="muc")
    make_dong_kinh_phi(plan, "A.1", total, so_luong=Decimal("2.5"), don_gia=120_000, nhiem_vu=task)
    make_quy_dinh(plan)
    make_don_vi(vu_quang.xa, "Thôn cũ", ma="5", ngay_ket_thuc=date(2026, 6, 30))
    saved(TenKhac(xa=vu_quang.xa, ten="P. VHXH", don_vi=vu_quang.vhxh))
    return vu_quang


def tables():
    """List the tables that go out to a sheet."""
    pages = admin.site._registry.items()
    return [model for model, page in pages if isinstance(page, ImportGhiNhanAdmin)]


def test_the_tables_corrected_in_bulk():
    assert sorted(model.__name__ for model in tables()) == [
        "ChiTieu",
        "DonVi",
        "DongKinhPhi",
        "MucChiTieu",
        "NhiemVu",
        "QuyDinhBaoCao",
        "SoLieu",
        "TenKhac",
        "TienDo",
    ]


@pytest.mark.parametrize("kind", [CSV, XLSX])
@pytest.mark.parametrize("model", tables(), ids=lambda model: model.__name__)
def test_what_goes_out_comes_in_without_change(quan_ly, bang_day, model, kind):
    out = quan_ly.post(address(model, "export"), {"format": kind, "resource": "0"})
    assert out["Content-Disposition"].startswith("attachment")
    name = "bang.xlsx" if kind == XLSX else "bang.csv"
    before = list(model.objects.order_by("pk").values())
    preview = upload(quan_ly, model, SimpleUploadedFile(name, out.content), kind)
    result = preview.context["result"]
    assert result.cac_loi == []
    assert {row.import_type for row in result.rows} == {"skip"}
    assert len(result.rows) == len(before) > 0
    confirm(quan_ly, model, preview)
    assert list(model.objects.order_by("pk").values()) == before
    assert NhatKy.objects.count() == 0


# -- preview and confirm ----------------------------------------------------------------------


def test_a_sheet_is_shown_before_anything_is_saved_then_saved_with_the_reason(
    quan_ly, quan_tri, vu_quang
):
    task = make_nhiem_vu(vu_quang.ke_hoach, "Tuyên truyền", ma="I.1")
    rows = ["Mã kế hoạch", "Mã", "Hạn hoàn thành"], ["vu-quang-2026", "I.1", "30/06/2026"]
    preview = upload(quan_ly, NhiemVu, sheet(*rows))
    words = preview.content.decode()
    assert "31/12/2026 → 30/06/2026" in words
    task.refresh_from_db()
    assert (task.han_hoan_thanh, NhatKy.objects.count()) == (date(2026, 12, 31), 0)
    done = confirm(quan_ly, NhiemVu, preview)
    assert [str(message) for message in done.context["messages"]] == [
        "Đã nhập xong bảng nhiệm vụ: thêm 0 dòng, sửa 1 dòng, giữ nguyên 0 dòng."
    ]
    task.refresh_from_db()
    assert task.han_hoan_thanh == date(2026, 6, 30)
    version = task.history.first()
    assert (version.history_user, version.history_change_reason) == (quan_tri, REASON)
    act = NhatKy.objects.about(task).get()
    assert (act.created_by, act.xa, act.ly_do) == (quan_tri, vu_quang.xa, REASON)
    assert act.hanh_dong == "sửa bằng tệp nhập"
    assert act.gia_tri_cu == {"han_hoan_thanh": "31/12/2026"}
    assert act.gia_tri_moi == {"han_hoan_thanh": "30/06/2026"}


def test_a_budget_line_names_the_task_it_pays_for(quan_ly, vu_quang):
    line = make_dong_kinh_phi(vu_quang.ke_hoach, "A.1")
    task = make_nhiem_vu(vu_quang.ke_hoach, "Tuyên truyền", ma="I.1")
    for ma, expected in (("I.1", task), ("", None)):
        rows = ["Mã kế hoạch", "Mã", "Mã nhiệm vụ"], ["vu-quang-2026", "A.1", ma]
        confirm(quan_ly, DongKinhPhi, upload(quan_ly, DongKinhPhi, sheet(*rows)))
        line.refresh_from_db()
        assert line.nhiem_vu == expected


def test_a_new_row_may_name_choices_by_their_label(quan_ly, vu_quang):
    rows = ["Mã xã", "Mã", "Tên", "Loại đơn vị"], ["18313", "TH1", "Trường TH 1", "TRUONG HOC"]
    confirm(quan_ly, DonVi, upload(quan_ly, DonVi, sheet(*rows)))
    unit = DonVi.objects.get(ma="TH1")
    assert (unit.loai_don_vi, unit.khoa_tim_kiem) == ("truong_hoc", "truong th 1")
    assert NhatKy.objects.about(unit).get().hanh_dong == "thêm bằng tệp nhập"


@pytest.mark.parametrize("reason", ["", "sửa", "x" * 501])
def test_a_sheet_without_a_good_reason_is_not_read(quan_ly, vu_quang, reason):
    page = upload(quan_ly, DonVi, sheet(["Mã xã", "Mã"], ["18313", "CA"]), reason=reason)
    assert list(page.context["form"].errors) == ["ly_do_sua"]
    assert "result" not in page.context


def test_the_same_preview_cannot_be_confirmed_twice(quan_ly, vu_quang):
    preview = upload(quan_ly, DonVi, sheet(["Mã xã", "Mã", "Tên"], ["18313", "CA", "CA xã"]))
    confirm(quan_ly, DonVi, preview)
    page = confirm(quan_ly, DonVi, preview)
    assert "Tệp xem trước không còn trên máy chủ" in page.content.decode()
    assert NhatKy.objects.count() == 1


@pytest.mark.parametrize(
    "forged",
    [
        {"import_file_name": "passwd"},
        {"import_file_name": "../../etc/passwd:abc"},
        {"format": "7"},
        {"format": "abc"},
        {"ly_do_sua": ""},
        {"import_file_name": ""},
    ],
)
def test_a_forged_confirmation_is_refused(quan_ly, vu_quang, forged):
    preview = upload(quan_ly, DonVi, sheet(["Mã xã", "Mã", "Tên"], ["18313", "CA", "CA xã"]))
    data = preview.context["confirm_form"].initial | forged
    page = quan_ly.post(address(DonVi, "process_import"), data)
    assert page.status_code == 200
    assert list(page.context["confirm_form"].errors) == list(forged)
    assert DonVi.objects.filter(ten="CA xã").count() == 0


def test_when_a_row_went_wrong_after_the_preview_none_is_saved(quan_ly, vu_quang):
    rows = ["Mã xã", "Mã", "Tên"], ["18313", "CA", "CA xã"], ["18313", "THON1", "Thôn Một"]
    preview = upload(quan_ly, DonVi, sheet(*rows))
    DonVi.objects.filter(ma="THON1").delete()  # meanwhile: the row would now be new, without kind
    page = confirm(quan_ly, DonVi, preview)
    assert page.status_code == 422
    assert page.context["result"].cac_loi == [
        "Dòng 3, thiếu cột “loại đơn vị” trong tệp: Ô này không được để trống."
    ]
    assert DonVi.objects.filter(ten="CA xã").count() == 0
    assert NhatKy.objects.count() == 0


# -- what is wrong ----------------------------------------------------------------------------


HEAD = ["Mã kế hoạch", "Mã chỉ tiêu", "Năm", "Nguyên văn", "Loại mức", "So sánh", "Giá trị"]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Giá trị": "7o"}, "Dòng 3, cột “Giá trị”: “7o” không phải là số. Hãy nhập số, ví dụ 85,5 "
                            "hoặc 1.640."),
        ({"Loại mức": "chắc chắn"}, "Dòng 3, cột “Loại mức”: “chắc chắn” không có trong danh sách. "
                                    "Hãy nhập một trong: "),
        ({"Mã chỉ tiêu": "99"}, "Dòng 3, cột “Mã chỉ tiêu”: không có chỉ tiêu nào mang mã “99”. "
                                "Hãy ghi đúng mã đang dùng."),
        ({"Nguyên văn": ""}, "Dòng 3, cột “Nguyên văn”: Ô này không được để trống."),
        ({"Nguyên văn": "a\x00b"}, "Dòng 3, cột “Nguyên văn”: ô có ký tự không in được. "
                                   "Hãy gõ lại nội dung của ô."),
        ({"Giá trị": ""}, "Dòng 3: Mức bằng số phải có giá trị; mức bằng chữ thì không."),
        ({"Năm": "hai nghìn"}, "Dòng 3, cột “Năm”: “hai nghìn” không phải là số. Hãy nhập số, "
                               "ví dụ 85,5 hoặc 1.640."),
    ],
)  # fmt: skip
def test_a_wrong_row_is_one_sentence_with_row_and_column_and_none_is_saved(
    quan_ly, vu_quang, cells, sentence
):
    level = make_chi_tieu(vu_quang.ke_hoach, ma="1").cac_muc.get()
    good = ["vu-quang-2026", "1", "2026", "≥ 80%", "đọc được số", "không thấp hơn", "80"]
    good[4] = level.get_loai_muc_display()
    wrong = [
        cells.get(name, cell)
        for name, cell in zip(HEAD, [*good[:2], "2030", *good[3:]], strict=True)
    ]
    [said] = faults(upload(quan_ly, MucChiTieu, sheet(HEAD, good, wrong)))
    assert said.startswith(sentence)
    assert list(MucChiTieu.objects.values_list("nguyen_van", flat=True)) == ["≥ 75%"]
    assert NhatKy.objects.count() == 0


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        (["Mã", "Tên"], "Tệp thiếu cột “Mã xã”. Hãy xuất bảng ra và sửa trên tệp đó."),
        (["Mã xã", "Mã", "Tên", "Tên gọi"], "Tệp có cột lạ “Tên gọi”. Các cột được nhận: "),
    ],
)
def test_a_sheet_with_wrong_columns_is_refused_whole(quan_ly, vu_quang, head, sentence):
    [said] = faults(upload(quan_ly, DonVi, sheet(head, ["x"] * len(head))))
    assert said.startswith(sentence)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"\xff\xfe\x00rubbish", CSV), (b"not a workbook", XLSX), (b"a,b\n1,2,3\n", CSV)],
)
def test_a_file_that_cannot_be_read_is_answered_in_words(quan_ly, vu_quang, content, kind):
    page = upload(quan_ly, DonVi, SimpleUploadedFile("bang", content), kind)
    [said] = page.context["form"].errors["import_file"]
    assert said.startswith(("Không đọc được tệp. Hãy chọn đúng dạng tệp", "Tệp không có dòng"))


def test_an_empty_workbook_is_answered_in_words(quan_ly, vu_quang):
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    page = upload(quan_ly, DonVi, SimpleUploadedFile("b.xlsx", file.getvalue()), XLSX)
    assert list(page.context["form"].errors) == ["import_file"]


def test_a_unit_of_another_commune_is_not_found_by_its_code(quan_ly, nguoi_ngoai, vu_quang):
    make_chi_tieu(vu_quang.ke_hoach, ma="1")
    other = nguoi_ngoai.cac_vai_tro.first().don_vi
    other.ma = "KHAC"
    saved(other)
    head = ["Mã kế hoạch", "Mã chỉ tiêu", "Mã đơn vị", "Kỳ báo cáo", "Ngày chốt"]
    row = ["vu-quang-2026", "1", "KHAC", "2026-T10", "14/10/2026"]
    [said] = faults(upload(quan_ly, SoLieu, sheet(head, row)))
    assert said == (
        "Dòng 2, cột “Mã đơn vị”: không có đơn vị nào mang mã “KHAC”. Hãy ghi đúng mã đang dùng."
    )
