"""Single cells as other communes write them: deadlines, levels, units, codes; and odd layouts."""

import io
import unicodedata
from datetime import datetime
from typing import Any

import xlsxwriter

from kinhphi.so_tien import DonViTien
from tests.nhapxuat.viet_tep import BangViet, OViet, TrangViet, write_book, write_document
from tests.nhapxuat.xa_la import TepLa, han, style


@style
def han_du_kieu() -> TepLa:
    """Deadlines; "?" stands where a reader can't be sure and must say so."""
    cells: tuple[tuple[str, Any], ...] = (
        ("Quý I,II/2026", han("khoang", "2026-01-01", "2026-06-30")),
        ("Q3-Q4/2026", han("khoang", "2026-07-01", "2026-12-31")),
        ("Tháng 01/2026-12/2026", han("khoang", "2026-01-01", "2026-12-31")),
        ("30.6.2026", han("ngay", None, "2026-06-30")),
        ("Ngày 15 hằng tháng", han("dinh_ky", None, None)),
        ("Trước tháng 6/2026", han("thang", None, "2026-05-31")),
        ("Cuối năm", han("nam", None, "2026-12-31")),
        ("Giai đoạn 2026 - 2030", han("khoang", "2026-01-01", "2030-12-31")),
        ("Hoàn thành trong tháng 9", han("thang", "2026-09-01", "2026-09-30")),
        ("Theo kế hoạch của tỉnh", han("su_kien", None, None)),
        ("Xong trước 15/7/2026", han("ngay", None, "2026-07-14")),
        ("31/06/2026", "?"),
        ("Quý 5/2026", "?"),
        ("2/2026", han("thang", "2026-02-01", "2026-02-28")),
        ("Đến hết năm 2026", han("nam", None, "2026-12-31")),
        ("6/2026 - 9/2026", han("khoang", "2026-06-01", "2026-09-30")),
        ("Tháng 6, 7, 8 năm 2026", han("khoang", "2026-06-01", "2026-08-31")),
        ("Liên tục", han("thuong_xuyen", None, None)),
        ("Quí II/2026", han("quy", "2026-04-01", "2026-06-30")),
        ("Tuần 2 tháng 3", "?"),
        ("Sớm nhất có thể", "?"),
        ("TX", "?"),
        ("HN", "?"),
        ("15/3/26", han("ngay", None, "2026-03-15")),
        ("Ngày 02 tháng 9 năm 2026", han("ngay", None, "2026-09-02")),
        ("từ 01/4 đến 30/9/2026", han("khoang", "2026-04-01", "2026-09-30")),
        ("Tháng 11/2026 - tháng 2/2027", han("khoang", "2026-11-01", "2027-02-28")),
        ("nửa đầu năm 2026", han("khoang", "2026-01-01", "2026-06-30")),
        ("9 tháng đầu năm 2026", han("khoang", "2026-01-01", "2026-09-30")),
        ("Quý\u00a0III/2026\u200b", han("quy", "2026-07-01", "2026-09-30")),
    )
    rows: list[list[Any]] = [["TT", "Nội dung", "Đơn vị chủ trì", "Thời gian hoàn thành"]]
    rows += [[i, f"Việc {i}", "Công an xã", words] for i, (words, _) in enumerate(cells, start=1)]
    facts = {str(i): {"đọc hạn": time} for i, (_, time) in enumerate(cells, start=1)}
    return TepLa("han.xlsx", write_book(TrangViet(rows)), {"nhiem_vu": facts}, canh_bao=8)


@style
def muc_du_kieu() -> TepLa:
    """Levels of one year; "?" as above."""
    cells: tuple[tuple[Any, str, Any], ...] = (
        ("≥80%", "", (">=", "80")), ("trên 90 %", "%", (">", "90")), ("90,5 %", "%", ("=", "90.5")),
        ("80-85", "%", ("=", "80")), ("100% (15/15 thôn)", "%", "?"),
        ("1.200 lượt", "lượt", ("=", "1200")),
        ("01 mô hình/năm", "mô hình", ("=", "1")), ("0,8", "%", "?"), (0.8, "%", "?"),
        (OViet(0.805, "0.0%"), "%", ("=", "80.5")), ("Hoàn thành", "", (None, None)),
        ("Từ 60 đến 70%", "%", ("=", "60")), (1640, "người", ("=", "1640")),
        (OViet(1640, "#,##0"), "người", ("=", "1640")), ("1,640", "người", "?"),
        ("50% trở lên", "%", (">=", "50")), ("không quá 3", "vụ", ("<=", "3")),
        ("Tối thiểu 02", "lớp", (">=", "2")), ("> 95%", "%", (">", "95")),
        ("~ 40%", "%", ("~", "40")),
        ("80%; 85%", "%", "?"), ("9O%", "%", "?"), ("2026", "", "?"), ("120", "%", "?"),
        ("5/11", "thôn", ("=", "5")), (OViet(datetime(2026, 11, 5), "d/m"), "thôn", "?"),
    )  # fmt: skip
    rows: list[list[Any]] = [["STT", "Chỉ tiêu", "Đơn vị tính", "Chỉ tiêu năm 2026"]]
    rows += [[i, f"Chỉ tiêu số {i}", unit, words] for i, (words, unit, _) in enumerate(cells, 1)]
    facts = {str(i): {"đọc 2026": read} for i, (_, _, read) in enumerate(cells, start=1)}
    return TepLa("muc.xlsx", write_book(TrangViet(rows)), {"chi_tieu": facts}, canh_bao=10)


@style
def don_vi_du_kieu() -> TepLa:
    """Leads as they are abbreviated; a person or a unit nobody knows must be told."""
    cells: tuple[tuple[str, Any], ...] = (
        ("P. Kinh tế", ["KT"]), ("VP HĐND&UBND", ["VP"]),
        ("Phòng Kinh tế + Công an xã", ["KT", "CAX"]),
        ("Phòng VHXH, KT", ["VHXH", "KT"]), ("Đ/c Nguyễn Văn A", "?"), ("Toàn thể CBCC", "?"),
        ("Công an Xã; Ban Chỉ huy Quân sự xã", "?"), ("phòng văn hóa- xã hội", ["VHXH"]),
        (unicodedata.normalize("NFD", "Trạm Y tế xã"), ["TYT"]),
        ("Uỷ ban nhân dân xã", ["UBND_XA"]),
        ("Phòng\nKinh\ntế", ["KT"]), ("1. Phòng Kinh tế\n2. Công an xã", ["KT", "CAX"]),
        ("- Phòng Kinh tế\n- Phòng VH-XH", ["KT", "VHXH"]), ("Phòng Kinh tế xã Kỳ Lạc", "?"),
    )  # fmt: skip
    rows: list[list[Any]] = [["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]]
    rows += [[i, f"Việc {i}", words, "Quý I/2026"] for i, (words, _) in enumerate(cells, start=1)]
    facts = {str(i): {"chu_tri": read} for i, (_, read) in enumerate(cells, start=1)}
    return TepLa("don-vi.xlsx", write_book(TrangViet(rows)), {"nhiem_vu": facts}, canh_bao=4)


@style
def ma_du_kieu() -> TepLa:
    """Codes Excel has turned into numbers and dates, and formulas with their results."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Bieu 01")
    day = book.add_format({"num_format": "d-mmm"})
    sheet.write_row(0, 0, ["Mã số", "Nội dung chi", "Số lượng", "Đơn giá", "Thành tiền (đồng)"])
    for r, (code, name) in enumerate(
        (("I", "Phần một"), (1, "Mục 1"), (1.1, "Máy A"), (1.9, "Máy B"), (1.1, "Máy C"))
    ):
        sheet.write(r + 1, 0, code)
        sheet.write(r + 1, 1, name)
    sheet.write_datetime(6, 0, datetime(2026, 2, 1), day)
    sheet.write(6, 1, "Máy D")
    for r in (3, 4, 5):
        sheet.write(r, 2, 2)
        sheet.write(r, 3, 5_000_000)
        sheet.write_formula(r, 4, f"=C{r + 1}*D{r + 1}", None, 10_000_000)
    sheet.write_formula(1, 4, "=SUM(E4:E6)", None, 30_000_000)
    book.close()
    facts: dict[str, dict[str, Any]] = {
        "I": {"thanh_tien": 30_000_000}, "I.1": {"noi_dung": "Mục 1"},
        "I.1.1": {"noi_dung": "Máy A", "thanh_tien": 10_000_000},
        "I.1.9": {"noi_dung": "Máy B"}, "I.1.10": {"noi_dung": "?"}, "I.1.2": {"noi_dung": "?"},
    }  # fmt: skip
    return TepLa("ma.xlsx", stream.getvalue(), {"kinh_phi": facts}, canh_bao=2)


@style
def hai_phu_luc_cung_loai() -> TepLa:
    """Two annexes of tasks in one document, both counting from 1."""
    head = ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"]
    content = write_document(
        "Phụ lục I", "NHIỆM VỤ TRỌNG TÂM",
        BangViet([head, ["1", "Việc A", "Công an xã", "Quý I/2026"],
                  ["2", "Việc B", "Trạm Y tế xã", "Quý II/2026"]]),
        "Phụ lục II", "NHIỆM VỤ THƯỜNG XUYÊN",
        BangViet([head, ["1", "Việc C", "Phòng Kinh tế", "Thường xuyên"]]),
    )  # fmt: skip
    facts = {"1": {"ten": "Việc A"}, "2": {"ten": "Việc B"},
             "B2.1": {"ten": "Việc C", "chu_tri": ["KT"]}}  # fmt: skip
    return TepLa("hai-bang.docx", content, {"nhiem_vu": facts}, canh_bao=1)


@style
def khong_cot_thu_tu() -> TepLa:
    """No column of codes; groups as bold lines across; leads as a person in charge."""
    rows = [
        ["Nội dung công việc", "Đơn vị thực hiện", "Thời gian thực hiện (năm 2026)", "Ghi chú"],
        ["Tuyên truyền", "", "", ""],
        ["Viết bài trên trang thông tin", "Phòng VH-XH", "Hằng tháng", ""],
        ["Treo băng rôn", "Các thôn", "Tháng 10", "Ngày 10/10"],
        ["Đào tạo", "", "", ""],
        ["Mở lớp kỹ năng số", "Phòng VH-XH, Công an xã", "Quý III", ""],
    ]
    table = BangViet(rows, [(1, 0, 1, 3), (4, 0, 4, 3)], dam=[0, 1, 4])
    facts = {
        "1": {"ten": "Viết bài trên trang thông tin", "nhom": "Tuyên truyền", "chu_tri": ["VHXH"],
              "đọc hạn": han("dinh_ky", None, None)},
        "2": {"chu_tri": ["THON"], "đọc hạn": han("thang", "2026-10-01", "2026-10-31")},
        "3": {"nhom": "Đào tạo", "chu_tri": ["VHXH", "CAX"],
              "đọc hạn": han("quy", "2026-07-01", "2026-09-30")},
    }  # fmt: skip
    return TepLa("khong-tt.docx", write_document(table), {"nhiem_vu": facts})


@style
def cay_kinh_phi_sau() -> TepLa:
    """A budget of five levels with dashes and letters, amounts in triệu with decimals."""
    rows: list[list[Any]] = [
        ["BẢNG TỔNG HỢP KINH PHÍ"], ["Đơn vị tính: Triệu đồng"],
        ["TT", "Nội dung", "Đơn vị", "Khối lượng", "Định mức", "Kinh phí", "Nguồn vốn"],
        ["A", "Chi đầu tư", None, None, None, "1.250,5"],
        ["I", "Hạ tầng", None, None, None, "1.250,5"],
        ["1", "Thiết bị", None, None, None, "1.250,5"],
        ["a)", "Máy chủ", "bộ", "1", "1.000", "1.000", "Ngân sách tỉnh"],
        ["b)", "Máy trạm", "bộ", "10", "25,05", "250,5", "Ngân sách xã"],
        ["B", "Chi thường xuyên", None, None, None, "60"],
        ["1", "Tập huấn", "lớp", "3", "20", "60", "NSX"],
        [None, "Cộng (A+B)", None, None, None, "1.310,5"],
    ]  # fmt: skip
    facts = {
        "A": {"thanh_tien": 1_250_500_000, "cap": "phan"}, "A.I": {"thanh_tien": 1_250_500_000},
        "A.I.1": {"thanh_tien": 1_250_500_000},
        "A.I.1.a": {"don_gia": 1_000_000_000, "nguon": "Ngân sách tỉnh"},
        "A.I.1.b": {"so_luong": 10, "don_gia": 25_050_000, "thanh_tien": 250_500_000},
        "B": {"thanh_tien": 60_000_000}, "B.1": {"so_luong": 3, "thanh_tien": 60_000_000},
    }  # fmt: skip
    return TepLa("cay.xlsx", write_book(TrangViet(rows, ["A1:G1"])), {"kinh_phi": facts})


@style
def csv_co_dau_de() -> TepLa:
    """Commas between, quotes around, titles above, the unit of money in a title."""
    text = (
        "DỰ TOÁN KINH PHÍ 2026,,,,\n,,,,ĐVT: nghìn đồng\n\nSTT,Hạng mục,SL,Đơn giá,Thành tiền\n"
        '1,"Máy tính, máy in",2,"15.000","30.000"\n2,Phần mềm,1,"12.500,5","12.500,5"\n'
        ',Tổng cộng,,,"42.500,5"\n'
    )
    facts = {"1": {"noi_dung": "Máy tính, máy in", "don_gia": 15_000_000, "thanh_tien": 30_000_000},
             "2": {"thanh_tien": 12_500_500}}  # fmt: skip
    return TepLa("dau-de.csv", text.encode(), {"kinh_phi": facts}, don_vi_tien=DonViTien.DONG)


@style
def o_gop_ma_va_san_pham() -> TepLa:
    """One task over several rows: code and name merged, a product and a date on each row."""
    rows: list[list[Any]] = [
        ["TT", "Nhiệm vụ", "Sản phẩm", "Thời hạn", "Chủ trì"],
        [1, "Xây dựng kho dữ liệu", "Đề cương", "Tháng 3/2026", "Phòng VH-XH"],
        [None, None, "Cơ sở dữ liệu", "Tháng 9/2026", None],
        [2, "Vận hành", "Báo cáo", "Tháng 12/2026", "Công an xã"],
    ]
    facts: dict[str, dict[str, Any]] = {
        "1": {"ten": "Xây dựng kho dữ liệu", "san_pham": "Đề cương Cơ sở dữ liệu",
              "đọc hạn": han("khoang", "2026-03-01", "2026-09-30"), "chu_tri": ["VHXH"]},
        "2": {"ten": "Vận hành", "chu_tri": ["CAX"]},
    }  # fmt: skip
    return TepLa(
        "gop-ma.xlsx", write_book(TrangViet(rows, ["A2:A3", "B2:B3", "E2:E3"])),
        {"nhiem_vu": facts}, canh_bao=1,
    )  # fmt: skip


@style
def chi_tieu_nhieu_xa() -> TepLa:
    """Levels given to several units in columns: no level of the plan can be read from them."""
    rows: list[list[Any]] = [
        ["TT", "Chỉ tiêu", "ĐVT", "Năm 2026", None, None],
        [None, None, None, "Toàn xã", "Thôn Bắc", "Thôn Nam"],
        [1, "Tỷ lệ hộ có mã QR", "%", 60, 70, 50],
        [2, "Số tài khoản VNeID", "tài khoản", 900, 500, 400],
    ]
    facts = {"1": {"đọc 2026": ("=", "60")}, "2": {"đọc 2026": ("=", "900")}}
    return TepLa("nhieu-thon.xlsx", write_book(TrangViet(rows, ["D1:F1"])), {"chi_tieu": facts},
                 canh_bao=2)  # fmt: skip


@style
def ma_khong_tieu_de() -> TepLa:
    """Codes below an empty header, the unit of money in a note below."""
    rows: list[list[Any]] = [
        [None, "Nội dung chi", "SL", "Đơn giá", "Thành tiền"],
        ["I", "Thiết bị", None, None, 400], [1, "Máy in", 4, 100, 400],
        ["Ghi chú: đơn vị tính là nghìn đồng"],
    ]  # fmt: skip
    facts = {"I": {"thanh_tien": 400_000}, "I.1": {"don_gia": 100_000, "thanh_tien": 400_000}}
    return TepLa("note.xlsx", write_book(TrangViet(rows)), {"kinh_phi": facts},
                 don_vi_tien=DonViTien.TRIEU)  # fmt: skip


@style
def tien_qua_lon() -> TepLa:
    """No unit of money in a plan that counts in triệu, but amounts that can only be đồng."""
    rows: list[list[Any]] = [
        ["T T", "Hạng mục", "Số lượng", "Đơn giá", "Thành tiền"],
        [1, "Máy in", 4, 7_500_000, 30_000_000],
    ]
    facts = {"1": {"don_gia": 7_500_000, "thanh_tien": 30_000_000}}
    return TepLa("lon.xlsx", write_book(TrangViet(rows)), {"kinh_phi": facts}, canh_bao=1,
                 don_vi_tien=DonViTien.TRIEU, phai_noi=("quá lớn nếu là triệu đồng",))  # fmt: skip


@style
def nhom_danh_so() -> TepLa:
    """Groups numbered 1, 2 in plain letters above tasks 1.1, 1.2; "Từ" and "Đến" as two columns."""
    rows: list[list[Any]] = [
        ["TT", "Nhiệm vụ", "Mục tiêu", "Cơ quan chủ trì", "Đơn vị tham gia", "Thời gian", None],
        [None, None, None, None, None, "Từ", "Đến"],
        ["1", "Hạ tầng số"],
        ["1.1", "Kéo cáp quang", "100% thôn", "Phòng Kinh tế", "Các thôn", "3/2026", "6/2026"],
        ["1.2", "Phát wifi", "10 điểm", "Phòng VH-XH", None, "Quý II", "Quý III"],
        ["2", "Dữ liệu số"],
        ["2.1", "Số hóa", "80%", "Công an xã", "Trạm Y tế", "01/4/2026", "30/9/2026"],
    ]
    facts = {
        "1.1": {"nhom": "1", "chu_tri": ["KT"], "phoi_hop": ["THON"],
                "đọc hạn": han("khoang", "2026-03-01", "2026-06-30")},
        "1.2": {"nhom": "1", "đọc hạn": han("khoang", "2026-04-01", "2026-09-30")},
        "2.1": {"nhom": "2", "phoi_hop": ["TYT"],
                "đọc hạn": han("khoang", "2026-04-01", "2026-09-30")},
    }  # fmt: skip
    merges = ["F1:G1", *(f"{c}1:{c}2" for c in "ABCDE")]
    return TepLa("tu-den.xlsx", write_book(TrangViet(rows, merges)), {"nhiem_vu": facts})


@style
def chi_tieu_co_phoi_hop() -> TepLa:
    """Indicators with columns an indicator has no place for, and results of the year before."""
    rows: list[list[Any]] = [
        ["TT", "Chỉ số đánh giá", "Đ.vị tính", "TH 2025", "Giá trị mục tiêu", "Nguồn số liệu",
         "Chủ trì", "Phối hợp"],
        [1, "Tỷ lệ hộ có địa chỉ số", "%", 40, 75, "Công an xã", "Công an xã", "Các thôn"],
    ]  # fmt: skip
    facts = {"1": {"ten": "Tỷ lệ hộ có địa chỉ số", "đọc 2026": ("=", "75"), "chu_tri": ["CAX"]}}
    return TepLa("chi-so.xlsx", write_book(TrangViet(rows)), {"chi_tieu": facts}, canh_bao=1,
                 phai_noi=("không có chỗ cho cột này",))  # fmt: skip
