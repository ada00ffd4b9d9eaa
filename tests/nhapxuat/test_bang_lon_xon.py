"""Annexes as people really type them: each habit alone, with what must come out."""

import io
from datetime import date, datetime

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.styles import Font

from nhapxuat.doc_tep import read_tables
from nhapxuat.hieu_bang import understand
from nhapxuat.van_de import MucDo
from tests.nhapxuat.mau_phu_luc import context

pytestmark = pytest.mark.pure

DAU_NHIEM_VU = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành"]
DAU_CHI_TIEU = ["TT", "Chỉ tiêu", "Năm 2026", "Cơ quan chủ trì"]
DAU_KINH_PHI = ["TT", "Nội dung", "ĐVT", "Số lượng", "Đơn giá", "Thành tiền"]


def read_rows(*rows, setup=None, ten="a.xlsx", ma="ky-lac-2026"):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if setup:
        setup(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return understand(read_tables(stream, ten), context(ma))


def read_words(*rows, setup=None):
    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    for line, words in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, words, strict=True):
            cell.text = text
    if setup:
        setup(document, table)
    stream = io.BytesIO()
    document.save(stream)
    return understand(read_tables(stream, "a.docx"), context("ky-lac-2026"))


def told(result, *kinds):
    return [one.thong_bao for one in result.van_de if one.muc_do in (kinds or tuple(MucDo))]


def task(number, han="Quý I/2026", ten="Việc A"):
    return [number, ten, "Phòng Kinh tế", "Công an xã", han]


def test_date_cells_mean_what_they_show():
    def show_month(sheet):
        sheet["E2"].number_format = "mm/yyyy"
        sheet["E3"].number_format = "dd/mm/yyyy"
        sheet["E4"].number_format = "yyyy"

    rows = [task(i, datetime(2026, 9, 1)) for i in (1, 2, 3)]
    result = read_rows(DAU_NHIEM_VU, *rows, setup=show_month)
    assert [(one.thoi_han.loai.value, one.thoi_han.den) for one in result.nhiem_vu] == [
        ("thang", date(2026, 9, 30)), ("ngay", date(2026, 9, 1)), ("nam", date(2026, 12, 31)),
    ]  # fmt: skip


def test_several_deadlines_in_one_cell_are_told():
    result = read_rows(DAU_NHIEM_VU, task(1, "15/3/2026\n30/9/2026"))
    assert result.nhiem_vu[0].thoi_han.den == date(2026, 9, 30)
    assert told(result) == ["Ô ghi nhiều thời hạn; hạn cuối cùng được dùng để tính quá hạn."]


def test_a_lost_zero_is_given_back_and_told():
    numbers = [11, 11.1, 11.2, 11.3, 11.4, 11.5, 11.6, 11.7, 11.8, 11.9, 11.1, 12]
    rows = [[n, f"Chỉ tiêu {i}", "80%", "Phòng Kinh tế"] for i, n in enumerate(numbers)]
    result = read_rows(DAU_CHI_TIEU, *rows)
    assert [one.ma for one in result.chi_tieu][-3:] == ["11.9", "11.10", "12"]
    assert told(result, MucDo.CANH_BAO) == [
        "Số thứ tự “11,1” lưu dạng số nên mất số 0; được hiểu là 11.10."
    ]


def test_a_code_turned_into_a_date_is_told():
    result = read_rows(
        DAU_CHI_TIEU, [15, "Cha", None, "Phòng Kinh tế"],
        [datetime(2026, 1, 15), "Con", "80%", "Phòng Kinh tế"],
    )  # fmt: skip
    assert result.chi_tieu[1].ma == "15.1"
    assert told(result, MucDo.CANH_BAO) != []


def test_numbering_that_restarts_takes_the_group_before_it():
    result = read_rows(
        DAU_NHIEM_VU, ["I", "Nhóm một"], task(1), task(2), ["II", "Nhóm hai"], task(1)
    )
    assert [one.ma for one in result.nhiem_vu] == ["I.1", "I.2", "II.1"]
    assert told(result, MucDo.LOI) == []


def test_a_code_twice_is_an_error():
    assert told(read_rows(DAU_NHIEM_VU, task(1), task(1)), MucDo.LOI) == [
        "Mã “1” đã có ở dòng trên; mỗi dòng cần một mã riêng."
    ]


def test_a_formula_without_result_and_an_excel_error_are_errors():
    rows = [[1, "A", "=0.8", "Phòng Kinh tế"], [2, "B", "=1/0", "Phòng Kinh tế"]]
    result = read_rows(DAU_CHI_TIEU, *rows)
    assert [one.o_dau for one in result.van_de if one.muc_do is MucDo.LOI] == [
        "Trang tính “Sheet”, ô C2", "Trang tính “Sheet”, ô C3",
    ]  # fmt: skip


def test_struck_out_words_and_rows_are_left_out_and_told():
    def strike(sheet):
        for cell in sheet[2]:
            cell.font = Font(strike=True)
        sheet["D3"].font = Font(strike=True)

    result = read_rows(DAU_NHIEM_VU, task(1), task(2), setup=strike)
    assert [(one.ma, one.phoi_hop) for one in result.nhiem_vu] == [("2", ())]
    assert told(result, MucDo.CANH_BAO) == [
        "Dòng bị gạch ngang nên không được nhập.",
        "Chữ bị gạch ngang “Công an xã” không được nhập.",
    ]


def test_hidden_sheets_are_left_out_and_hidden_rows_told():
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True
        other = sheet.parent.create_sheet("Nháp")
        other.append(DAU_NHIEM_VU)
        other.append(task(9))
        other.sheet_state = "hidden"

    result = read_rows(DAU_NHIEM_VU, task(1), task(2), setup=hide)
    assert [one.ma for one in result.nhiem_vu] == ["1", "2"]
    assert len(told(result, MucDo.CANH_BAO)) == 2


def test_old_fonts_are_named():
    result = read_rows(DAU_NHIEM_VU, task(1, ten="TriÓn khai chuyÓn ®æi sè cña x·"),
                       task(2, ten="Trieån khai chuyeån ñoåi soá"))  # fmt: skip
    assert [one[:55] for one in told(result, MucDo.LOI)] == [
        "Chữ trong ô dùng phông cũ theo bảng mã TCVN3 (ABC); cần",
        "Chữ trong ô dùng phông cũ theo bảng mã VNI; cần chuyển ",
    ]


@pytest.mark.parametrize(
    ("words", "dong"),
    [("Đơn vị tính: triệu đồng", 1_640_000_000), ("ĐVT: nghìn đồng", 1_640_000),
     ("Đơn vị: đồng", 1640)],
)  # fmt: skip
def test_the_unit_of_money_comes_from_a_note_above(words, dong):
    line = [1, "Mua máy", "cái", 1, "1.640", 1640]
    result = read_rows([None, words], DAU_KINH_PHI, line)
    assert [(one.don_gia, one.thanh_tien) for one in result.kinh_phi] == [(dong, dong)]
    assert told(result) == []


def test_a_budget_without_unit_of_money_is_told():
    result = read_rows(DAU_KINH_PHI, [1, "Mua máy", "cái", 2, 15, 30])
    assert result.kinh_phi[0].thanh_tien == 30
    assert "Bảng không ghi đơn vị tiền" in told(result, MucDo.CANH_BAO)[0]


def test_sums_that_differ_are_told():
    rows = [["A", "Phần A", None, None, None, 900], [1, "Máy", "cái", 6, 15, 900]]
    result = read_rows(["ĐVT: đồng"], DAU_KINH_PHI, *rows, [None, "Tổng cộng", *[None] * 3, 800])
    assert [(one.ma, one.cap_dong, one.thanh_tien_tinh) for one in result.kinh_phi] == [
        ("A", "phan", None), ("A.1", "dong", 90),
    ]  # fmt: skip
    assert [one[:5] for one in told(result, MucDo.CANH_BAO)] == [
        "KP-05", "KP-01", "KP-03", "KP-07",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (("%", "lớp", "%"), "don_vi_tinh"),
        (("Phòng Kinh tế", "Công an xã", "Trạm Y tế xã"), "chu_tri"),
    ],
)
def test_a_column_named_unit_is_told_apart_by_what_stands_in_it(values, kind):
    rows = [[i, f"Chỉ tiêu {i}", "80", value] for i, value in enumerate(values, start=1)]
    result = read_rows(["TT", "Chỉ tiêu", "Năm 2026", "Đơn vị"], *rows)
    [table] = result.cac_bang
    assert table.cac_cot[3].loai_cot.value == kind


def test_years_as_group_rows():
    rows = [["Năm 2026"], [1, "Tỷ lệ A", "80%"], ["Năm 2030"], [1, "Tỷ lệ A", "90%"]]
    result = read_rows(["TT", "Chỉ tiêu", "Mức phấn đấu"], *rows, ma="vu-quang-2026")
    levels = {nam: muc.nguyen_van for nam, muc in result.chi_tieu[0].cac_muc.items()}
    assert levels == {2026: "80%", 2030: "90%"}


def test_a_level_column_without_year_is_an_error_in_a_plan_of_many_years():
    rows = [["TT", "Chỉ tiêu", "Mức phấn đấu"], [1, "Tỷ lệ A", "80%"]]
    assert len(told(read_rows(*rows, ma="vu-quang-2026"), MucDo.LOI)) == 1
    assert list(read_rows(*rows).chi_tieu[0].cac_muc) == [2026]


def test_lead_and_coordinating_units_in_one_cell():
    header = ["TT", "Nhiệm vụ", "Đơn vị thực hiện", "Thời gian"]
    words = "Chủ trì: Phòng Văn hóa - Xã hội; phối hợp: Công an xã, Phòng Kinh tế"
    result = read_rows(header, [1, "Việc A", words, "Quý I/2026"])
    [one] = result.nhiem_vu
    assert [unit.ma for unit in one.chu_tri] == ["VHXH"]
    assert [unit.ma for unit in one.phoi_hop] == ["CAX", "KT"]


def test_a_table_cut_by_a_page_break_goes_on():
    def cut(document, table):
        other = document.add_table(2, 5)
        for row, words in zip(other.rows, (task("2", ten="Việc B"), task("3")), strict=True):
            for cell, text in zip(row.cells, words, strict=True):
                cell.text = text

    result = read_words(DAU_NHIEM_VU, ["I", "Nhóm một", "", "", ""], task("1"), setup=cut)
    assert [(one.ma, one.nhom) for one in result.nhiem_vu] == [("1", "I"), ("2", "I"), ("3", "I")]


def test_a_lead_merged_from_the_group_row_down_counts_for_its_tasks():
    rows = [["I", "Nhóm một", "Phòng Kinh tế", None, None], [1, "Việc A", None, None, "Quý I/2026"],
            [2, "Việc B", None, None, "Quý II/2026"]]  # fmt: skip
    result = read_rows(DAU_NHIEM_VU, *rows, setup=lambda sheet: sheet.merge_cells("C2:C4"))
    found = [(one.ma, one.nhom, [unit.ma for unit in one.chu_tri]) for one in result.nhiem_vu]
    assert found == [("1", "I", ["KT"]), ("2", "I", ["KT"])]


def test_rows_marked_as_header_by_mistake_are_read():
    def mark(document, table):
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    result = read_words(DAU_NHIEM_VU, task("1"), task("2"), setup=mark)
    assert [one.ma for one in result.nhiem_vu] == ["1", "2"]


def test_letters_below_a_number_and_groups_with_a_star():
    rows = [task(1), task("a)"), task("b)"), [None, "* Nhóm hai"], task(2), task("a)"),
            [None, "* Số liệu có thể thay đổi"]]  # fmt: skip
    result = read_rows(DAU_NHIEM_VU, *rows)
    assert [(one.ma, one.nhom) for one in result.nhiem_vu] == [
        ("1", ""), ("1.a", ""), ("1.b", ""), ("2", "* Nhóm hai"), ("2.a", "* Nhóm hai"),
    ]  # fmt: skip


def test_ditto_marks_mean_the_row_above_and_are_told():
    rows = [task(1), [2, "Việc B", "-nt-", '"', "Như trên"]]
    result = read_rows(DAU_NHIEM_VU, *rows)
    assert [unit.ma for unit in result.nhiem_vu[1].chu_tri] == ["KT"]
    assert [unit.ma for unit in result.nhiem_vu[1].phoi_hop] == ["CAX"]
    assert result.nhiem_vu[1].thoi_han.nguyen_van == "Quý I/2026"
    assert len(told(result, MucDo.CANH_BAO)) == 3


def test_a_grid_finer_than_its_header():
    def widen(sheet):
        sheet.merge_cells("C1:D1")
        sheet.merge_cells("C2:D2")

    header = ["TT", "Nhiệm vụ", "Đơn vị chủ trì", None, "Thời gian"]
    rows = [[1, "Việc A", "Phòng Kinh tế", None, "Quý I/2026"],
            [2, "Việc B", None, "Công an xã", "Quý II/2026"]]  # fmt: skip
    result = read_rows(header, *rows, setup=widen)
    assert [[unit.ma for unit in one.chu_tri] for one in result.nhiem_vu] == [["KT"], ["CAX"]]
    assert told(result) == []


def test_words_below_no_header_and_cells_across_columns_are_told():
    row = [1, "Việc A", "Phòng Kinh tế", None, "Quý I/2026", "ghi thêm"]
    result = read_rows(DAU_NHIEM_VU, row, setup=lambda sheet: sheet.merge_cells("C2:D2"))
    assert [one.o_dau for one in result.van_de if one.muc_do is MucDo.CANH_BAO] == [
        "Trang tính “Sheet”, ô F2", "Trang tính “Sheet”, dòng 2",
    ]  # fmt: skip


def test_groups_without_code_or_bold_letters_are_told():
    rows = [[None, "Hạ tầng số"], task(1), [None, "Nhân lực số"], task(2)]
    result = read_rows(DAU_NHIEM_VU, *rows)
    assert [(one.ma, one.nhom) for one in result.nhiem_vu] == [
        ("1", "Hạ tầng số"), ("2", "Nhân lực số"),
    ]  # fmt: skip
    assert len(told(result, MucDo.CANH_BAO)) == 2


def test_dotted_codes_and_dashes_make_a_tree():
    rows = [["I", "Hạ tầng", None, None, None, 300], ["1", "Máy", None, None, None, 300],
            ["1.1", "Máy trạm", "bộ", 10, 15, 150], ["1.2", "Máy chủ", "bộ", 1, 150, 150],
            ["II", "Đào tạo", None, None, None, 20], [None, "- Lớp AI", "lớp", 2, 10, 20],
            [None, "Tổng cộng (I+II)", None, None, None, 320],
            ["Bằng chữ: Ba trăm hai mươi nghìn đồng"]]  # fmt: skip
    result = read_rows(["ĐVT: 1.000 đồng"], DAU_KINH_PHI, *rows)
    assert [(one.ma, one.cap_dong, one.thanh_tien) for one in result.kinh_phi] == [
        ("I", "phan", 300_000), ("I.1", "muc", 300_000), ("I.1.1", "dong", 150_000),
        ("I.1.2", "dong", 150_000), ("II", "phan", 20_000), ("II.g1", "dong", 20_000),
    ]  # fmt: skip
    assert told(result, MucDo.CANH_BAO) == ["Dòng không có số thứ tự; tạm mang mã “II.g1”."]


def test_words_of_headers_in_a_data_row_make_no_header():
    row = ["2", "Nhiệm vụ trọng tâm", "Phòng Kinh tế chủ trì", "Xã phối hợp", "Hoàn thành quý I"]
    assert [one.ma for one in read_words(DAU_NHIEM_VU, task("1"), row).nhiem_vu] == ["1", "2"]


def test_a_deleted_row_is_left_out_and_told():
    def delete(document, table):
        properties = table.rows[1]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:del"))

    result = read_words(DAU_NHIEM_VU, task("1"), task("2"), setup=delete)
    assert [one.ma for one in result.nhiem_vu] == ["2"]
    assert len(told(result, MucDo.CANH_BAO)) == 1


def test_signs_of_the_symbol_font():
    def insert(document, table):
        sign = OxmlElement("w:sym")
        sign.set(qn("w:font"), "Symbol")
        sign.set(qn("w:char"), "F0B3")
        paragraph = table.cell(1, 2).paragraphs[0]
        paragraph.add_run()._r.append(sign)
        paragraph.add_run(" 90%")

    result = read_words(DAU_CHI_TIEU, ["1", "Tỷ lệ A", "", "Phòng Kinh tế"], setup=insert)
    [muc] = result.chi_tieu[0].cac_muc.values()
    assert (muc.nguyen_van, muc.so_sanh.value) == ("≥ 90%", ">=")


def test_a_placeholder_of_a_content_control_is_no_text():
    def put(document, table):
        control = OxmlElement("w:sdt")
        properties = OxmlElement("w:sdtPr")
        properties.append(OxmlElement("w:showingPlcHdr"))
        content = OxmlElement("w:sdtContent")
        control.append(properties)
        control.append(content)
        paragraph = table.cell(1, 3).paragraphs[0]
        run = paragraph.add_run("Bấm vào đây để nhập")
        paragraph._p.append(control)
        content.append(run._r)

    rows = ["1", "Việc A", "Phòng Kinh tế", "", "Quý I/2026"]
    assert read_words(DAU_NHIEM_VU, rows, setup=put).nhiem_vu[0].phoi_hop_nguyen_van == ""


def test_csv_in_any_usual_way():
    text = "TT;Nhiệm vụ;Đơn vị chủ trì;Thời gian\r\nKP-3;Việc A, B;Phòng Kinh tế;Quý I/2026\r\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        stream = io.BytesIO(text.encode(encoding))
        [one] = understand(read_tables(stream, "a.csv"), context("ky-lac-2026")).nhiem_vu
        assert (one.ma, one.ten) == ("KP-3", "Việc A, B")


def test_a_file_without_annex_says_so():
    result = read_rows(["Kính gửi"], ["Nội dung thư"])
    assert result.co_loi
    assert "Tệp không có bảng nào" in told(result, MucDo.LOI)[0]


def test_the_printed_object_has_the_agreed_shape():
    result = read_rows(DAU_NHIEM_VU, task(1, "Quý I - III/ 2026"))
    printed = result.as_dict()
    assert list(printed) == ["chi_tieu", "nhiem_vu", "kinh_phi", "van_de", "da_luu"]
    assert printed["nhiem_vu"] == [
        {
            "ma": "1", "nhom": "", "ten": "Việc A",
            "chu_tri": [{"nguyen_van": "Phòng Kinh tế", "ma": "KT"}],
            "phoi_hop": [{"nguyen_van": "Công an xã", "ma": "CAX"}],
            "thoi_han": {"nguyen_van": "Quý I - III/ 2026", "loai": "khoang", "tu": "2026-01-01",
                         "den": "2026-09-30"},
            "san_pham": "", "kinh_phi": None, "nguon": "", "dong": 2,
        }
    ]  # fmt: skip
