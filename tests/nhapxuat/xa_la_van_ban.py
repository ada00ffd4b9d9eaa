"""Word documents in styles of other communes: torn tables, nested ones, tracked changes, prose."""

import copy
import unicodedata
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.nhapxuat.viet_tep import BangViet, write_document
from tests.nhapxuat.xa_la import TepLa, han, style

DAU = ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian", "Sản phẩm"]


@style
def bang_dut_trang() -> TepLa:
    """A table cut by pages into three, header repeated once, a row torn in two, groups merged."""
    first = [
        DAU,
        ["I. THỂ CHẾ SỐ"] + [""] * 5,
        [
            "1",
            "Ban hành quy chế vận hành",
            "Văn phòng HĐND và UBND xã",
            "Các phòng, trung tâm",
            "Quý I/2026",
            "Quy chế",
        ],
        ["2", "Rà soát, cập nhật danh mục", "Trung tâm Phục vụ", "", "Tháng 3/2026", "Danh"],
    ]
    second = [
        ["", "dữ liệu dùng chung", "hành chính công xã", "", "", "mục"],
        ["II. HẠ TẦNG SỐ"] + [""] * 5,
        [
            "3",
            "Nâng cấp đường truyền",
            "Phòng Văn hóa - Xã hội",
            "Công an xã",
            "Trong năm 2026",
            "Biên bản",
        ],
    ]
    third = [DAU, ["4", "Bảo đảm an toàn thông tin", "Công an xã", "Các thôn", "Thường xuyên",
                   "Nhật ký"]]  # fmt: skip
    facts = {
        "1": {"nhom": "I", "chu_tri": ["VP"], "phoi_hop": ["G_PHONG_TT"], "san_pham": "Quy chế"},
        "2": {"ten": "Rà soát, cập nhật danh mục dữ liệu dùng chung", "chu_tri": ["TTPVHCC"],
              "san_pham": "Danh mục", "nhom": "I"},
        "3": {"nhom": "II", "chu_tri": ["VHXH"], "đọc hạn": han("nam", "2026-01-01", "2026-12-31")},
        "4": {"nhom": "II", "chu_tri": ["CAX"], "phoi_hop": ["THON"],
              "đọc hạn": han("thuong_xuyen", None, None)},
    }  # fmt: skip
    content = write_document(
        "PHỤ LỤC I", "DANH MỤC NHIỆM VỤ",
        BangViet(first, [(1, 0, 1, 5)], dam=[0, 1]), BangViet(second, [(1, 0, 1, 5)], dam=[1]),
        BangViet(third, dam=[0]), "Nơi nhận: - Như trên;",
    )  # fmt: skip
    return TepLa("dut-trang.docx", content, {"nhiem_vu": facts}, canh_bao=2)


@style
def viec_con_va_gop_doc() -> TepLa:
    """Sub-tasks a), b); dashes; leads merged downwards; decomposed letters and hoà for hòa."""
    rows: list[list[Any]] = [
        ["STT", "NHIỆM VỤ CỤ THỂ", "ĐƠN VỊ CHỦ TRÌ", "THỜI GIAN HOÀN THÀNH"],
        ["A", "CHUYỂN ĐỔI SỐ", "", ""],
        ["1", "Phát triển dữ liệu", "", ""],
        ["a)", "Số hóa hồ sơ đất đai", "Phòng Kinh tế", "30/6/2026"],
        ["b)", "Số hóa hộ tịch", "", "Quý III năm 2026"],
        ["2", "Phổ cập kỹ năng số", "Phòng Văn hoá - Xã hội", "Hàng tháng"],
        ["B", "ĐỔI MỚI SÁNG TẠO", "", ""],
        ["1", "Thi sáng kiến", unicodedata.normalize("NFD", "Phòng Văn hóa - Xã hội"), "Quý IV"],
    ]
    facts = {
        "A.1": {"ten": "Phát triển dữ liệu", "chu_tri": "?"},
        "A.1.a": {"ten": "Số hóa hồ sơ đất đai", "chu_tri": ["KT"],
                  "đọc hạn": han("ngay", None, "2026-06-30")},
        "A.1.b": {"ten": "Số hóa hộ tịch", "chu_tri": ["KT"],
                  "đọc hạn": han("quy", "2026-07-01", "2026-09-30")},
        "A.2": {"chu_tri": ["VHXH"], "đọc hạn": han("dinh_ky", None, None)},
        "B.1": {"chu_tri": ["VHXH"], "nhom": "B",
                "đọc hạn": han("quy", "2026-10-01", "2026-12-31")},
    }  # fmt: skip
    table = BangViet(rows, [(3, 2, 4, 2)], dam=[0, 1, 6])
    return TepLa("viec-con.docx", write_document("PHỤ LỤC", table), {"nhiem_vu": facts},
                 canh_bao=2)  # fmt: skip


@style
def chu_trong_word() -> TepLa:
    """Tracked changes, content controls around cells, hyperlinks, footnotes, soft hyphens, tabs."""

    def dress(document: Any, table: Any) -> None:
        _link(document, table.cell(1, 1).paragraphs[0], " (theo hướng dẫn)")
        _note(table.cell(1, 2).paragraphs[0])
        table.cell(2, 1).paragraphs[0].add_run("\tvà phát sóng")
        table.cell(2, 2).paragraphs[0].add_run().add_break()
        table.cell(2, 2).paragraphs[0].add_run("Trạm Y tế xã")
        _hyphens(table.cell(3, 1).paragraphs[0], "Cập nh", "ật dữ liệu")
        _delete(table.cell(3, 3).paragraphs[0], "Quý I/2026", "Quý IV/2026")
        _box(table.cell(6, 1).paragraphs[0], "Chữ trong khung")
        fifth = table.rows[5]._tr.tc_lst[2]
        _wrap(table.rows[4]._tr)
        _wrap(fifth)

    rows = [
        ["TT", "Công việc", "Chủ trì thực hiện", "Thời hạn"],
        ["1", "Lập hồ sơ", "Công an xã", "Quý I/2026"],
        ["2", "Viết tin bài", "Phòng Kinh tế", "Quý II/2026"],
        ["3", "", "Phòng Kinh tế", ""],
        ["4", "Việc trong điều khiển nội dung", "Công an xã", "Quý II/2026"],
        ["5", "Việc có ô điều khiển", "Trạm Y tế xã", "Quý III/2026"],
        ["6", "Việc sáu", "Trạm Y tế xã", "Quý III/2026"],
    ]
    facts: dict[str, dict[str, Any]] = {
        "1": {"ten": "Lập hồ sơ (theo hướng dẫn)", "chu_tri": ["CAX"]},
        "2": {"ten": "Viết tin bài và phát sóng", "chu_tri": ["KT", "TYT"]},
        "3": {"ten": "Cập nhật dữ liệu", "đọc hạn": han("quy", "2026-10-01", "2026-12-31")},
        "4": {"ten": "Việc trong điều khiển nội dung", "chu_tri": ["CAX"]},
        "5": {"ten": "Việc có ô điều khiển", "chu_tri": ["TYT"]},
        "6": {"ten": "?"},
    }
    return TepLa(
        "chu-word.docx", write_document(BangViet(rows, them=dress)), {"nhiem_vu": facts},
        canh_bao=3,
    )  # fmt: skip


def _run(words: str, tag: str = "w:t") -> Any:
    run, text = OxmlElement("w:r"), OxmlElement(tag)
    text.text = words
    text.set(qn("xml:space"), "preserve")
    run.append(text)
    return run


def _link(document: Any, paragraph: Any, words: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), "_Muc1")
    link.append(_run(words))
    paragraph._p.append(link)


def _note(paragraph: Any) -> None:
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), "1")
    paragraph.add_run()._r.append(mark)


def _hyphens(paragraph: Any, before: str, after: str) -> None:
    run = paragraph.add_run(before)
    run._r.append(OxmlElement("w:softHyphen"))
    paragraph.add_run(after)


def _delete(paragraph: Any, old: str, new: str) -> None:
    for tag, inner, words in (("w:del", "w:delText", old), ("w:ins", "w:t", new)):
        change = OxmlElement(tag)
        change.set(qn("w:id"), "9")
        change.set(qn("w:author"), "B")
        change.append(_run(words, inner))
        paragraph._p.append(change)


def _wrap(element: Any) -> None:
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    control.append(OxmlElement("w:sdtPr"))
    control.append(content)
    element.addprevious(control)
    content.append(element)


def _box(paragraph: Any, words: str) -> None:
    box = parse_xml(
        f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'><w:pict><v:shape>"
        f"<v:textbox><w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r>"
    )
    paragraph._p.append(box)


@style
def bang_long_nhau() -> TepLa:
    """A table laid out inside the cell of another one, as some templates do."""

    def nest(document: Any, table: Any) -> None:
        inner = document.add_table(3, 4)
        for row, words in zip(
            inner.rows,
            (
                ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
                ["1", "Việc một", "Công an xã", "Quý I/2026"],
                ["2", "Việc hai", "Phòng Kinh tế", "Quý II/2026"],
            ),
            strict=True,
        ):
            for cell, text in zip(row.cells, words, strict=True):
                cell.text = text
        element = copy.deepcopy(inner._tbl)
        inner._tbl.getparent().remove(inner._tbl)
        table.cell(1, 0)._tc.insert(1, element)  # after tcPr

    facts = {
        "1": {"ten": "Việc một", "chu_tri": ["CAX"]},
        "2": {"ten": "Việc hai", "chu_tri": ["KT"]},
    }
    rows = [["PHỤ LỤC NHIỆM VỤ"], [""]]
    return TepLa(
        "long.docx", write_document(BangViet(rows, them=nest)), {"nhiem_vu": facts}, canh_bao=1
    )


@style
def don_vi_trong_hai_cot() -> TepLa:
    """Ambiguous "Đơn vị" columns: one of measure, one that leads; a row of column letters."""
    rows = [
        ["TT", "Chỉ tiêu chủ yếu", "Đơn vị", "Mục tiêu năm 2026", "Đơn vị"],
        ["A", "B", "1", "2", "3"],
        ["1", "Tỷ lệ thanh toán không dùng tiền mặt", "%", "≥ 60%.", "Phòng Kinh tế"],
        ["2", "Số tổ công nghệ số cộng đồng", "tổ", "11", "Phòng VH-XH"],
        ["3", "Xếp hạng chuyển đổi số", "Hạng", "≤ 10", "Phòng VH-XH"],
    ]
    facts = {
        "1": {"đọc 2026": (">=", "60"), "chu_tri": ["KT"]},
        "2": {"đọc 2026": ("=", "11"), "chu_tri": ["VHXH"]},
        "3": {"đọc 2026": ("<=", "10"), "chu_tri": ["VHXH"]},
    }
    return TepLa("don-vi.docx", write_document(BangViet(rows)), {"chi_tieu": facts}, canh_bao=0)


@style
def nghi_quyet_57() -> TepLa:
    """Columns named after the work (Căn cứ, Sản phẩm, Hình thức), amounts in the unit of a note."""
    rows = [
        ["TT", "Nhiệm vụ", "Căn cứ", "Chủ trì", "Phối hợp", "Thời gian hoàn thành",
         "Sản phẩm, kết quả", "Kinh phí", "Nguồn"],
        ["1.", "Triển khai Kế hoạch 57", "Nghị quyết số 57-NQ/TW ngày 22/12/2024",
         "Thường trực Đảng ủy xã", "Thường trực HĐND xã", "Quý I/2026, Quý III/2026", "Kế hoạch",
         "120", "Ngân sách xã"],
        ["2.", "Hỗ trợ hộ kinh doanh", "Luật Chuyển đổi số", "UBND xã", "Các thôn",
         "15/3/2026 - 15/11/2026", "Báo cáo", "1.050,5", "Xã hội hóa"],
        ["3.", "Sơ kết", "", "Phòng VH-XH", "Các cơ quan, đơn vị", "Tháng 6 và tháng 12", "", "",
         ""],
    ]  # fmt: skip
    facts: dict[str, dict[str, Any]] = {
        "1": {"chu_tri": ["DANGUY"], "phoi_hop": ["HDND"], "kinh_phi": 120_000_000,
              "đọc hạn": han("khoang", "2026-01-01", "2026-09-30"), "nguon": "Ngân sách xã"},
        "2": {"chu_tri": ["UBND_XA"], "phoi_hop": ["THON"], "kinh_phi": 1_050_500_000,
              "đọc hạn": han("khoang", "2026-03-15", "2026-11-15")},
        "3": {"chu_tri": ["VHXH"], "đọc hạn": han("khoang", "2026-06-01", "2026-12-31")},
    }  # fmt: skip
    content = write_document("PHỤ LỤC NHIỆM VỤ NĂM 2026", "(Đơn vị tính: triệu đồng)",
                             BangViet(rows))  # fmt: skip
    return TepLa("nq57.docx", content, {"nhiem_vu": facts})


@style
def du_toan_word() -> TepLa:
    """A budget in Word: Roman and Arabic levels, merged sum column, words below the table."""
    rows = [
        ["STT", "Nội dung", "ĐVT", "Số lượng", "Đơn giá", "Thành tiền", "Nguồn kinh phí"],
        ["I", "Hạ tầng", "", "", "", "65.000.000", ""],
        ["1", "Máy tính để bàn", "Bộ", "02", "15.000.000", "30.000.000", "NS xã"],
        ["2", "Máy in", "Cái", "5", "7.000.000", "35.000.000", "NS xã"],
        ["II", "Đào tạo", "", "", "", "12.000.000", ""],
        ["1", "Tập huấn", "Lớp", "2", "6.000.000", "12.000.000", "XHH"],
        ["Tổng cộng (I + II)", "", "", "", "", "77.000.000", ""],
    ]
    facts = {
        "I": {"noi_dung": "Hạ tầng", "thanh_tien": 65_000_000},
        "I.1": {"so_luong": 2, "don_gia": 15_000_000, "thanh_tien": 30_000_000, "nguon": "NS xã"},
        "I.2": {"so_luong": 5, "thanh_tien": 35_000_000, "don_vi_tinh": "Cái"},
        "II": {"thanh_tien": 12_000_000},
        "II.1": {"thanh_tien": 12_000_000, "nguon": "XHH"},
    }
    content = write_document(
        "DỰ TOÁN KINH PHÍ (ĐVT: đồng)", BangViet(rows, [(6, 0, 6, 4)]),
        "Bằng chữ: Bảy mươi bảy triệu đồng chẵn./.",
    )  # fmt: skip
    return TepLa("du-toan.docx", content, {"kinh_phi": facts})


@style
def chi_tieu_trong_loi_van() -> TepLa:
    """Targets as paragraphs of a plan without tables: the number of them is said."""
    content = write_document(
        "KẾ HOẠCH CHUYỂN ĐỔI SỐ NĂM 2026", "II. MỤC TIÊU", "1. Chính quyền số",
        "- Tỷ lệ hồ sơ trực tuyến toàn trình đạt tối thiểu 80%.",
        "- 100% cán bộ, công chức được cấp chữ ký số cá nhân.",
        "- Phấn đấu trên 70% dân số trưởng thành có tài khoản thanh toán.",
        "III. NHIỆM VỤ", "- Tổ chức tuyên truyền trên hệ thống truyền thanh.",
        BangViet([["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
                  ["1", "Tuyên truyền", "Phòng VH-XH", "Quý I/2026"]]),
    )  # fmt: skip
    return TepLa(
        "loi-van.docx", content, {"nhiem_vu": {"1": {"chu_tri": ["VHXH"]}}, "chi_tieu": {}},
        phai_noi=("3 đoạn văn",),
    )  # fmt: skip
