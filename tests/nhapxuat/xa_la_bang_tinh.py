"""Workbooks in styles of other communes: tasks and budgets with two- and three-row headers."""

from datetime import date, datetime
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from kinhphi.so_tien import DonViTien
from tests.nhapxuat.viet_tep import OViet, TrangViet, write_book
from tests.nhapxuat.xa_la import TepLa, han, style

TRIEU = 1_000_000


@style
def ba_tang_tieu_de() -> TepLa:
    """Three header rows; leader, start and end as month cells; money by source."""
    rows = [
        ["ỦY BAN NHÂN DÂN XÃ HƯỚNG HÓA"],
        ["PHỤ LỤC II: NHIỆM VỤ CHUYỂN ĐỔI SỐ NĂM 2026"],
        ["STT", "Nhiệm vụ/Giải pháp", "Cơ quan thực hiện", None, None, "Thời gian thực hiện", None,
         "Sản phẩm", "Kinh phí (triệu đồng)", None, None, None, "Ghi chú"],
        [None, None, "Chủ trì", "Phối hợp", "Lãnh đạo phụ trách", "Bắt đầu", "Kết thúc", None,
         "Tổng số", "Trong đó"],
        [None] * 9 + ["NS tỉnh", "NS xã", "XHH"],
        ["I", "Hạ tầng số"],
        [1, "Nâng cấp mạng LAN trụ sở", "Văn phòng HĐND-UBND", "Phòng Kinh tế", "Phó Chủ tịch A",
         OViet(datetime(2026, 1, 1), "mm/yyyy"), OViet(datetime(2026, 6, 1), "mm/yyyy"),
         "Hệ thống mạng", 800, 500, 300, None, None],
        [2, "Lắp đặt wifi tại nhà văn hóa thôn", "Phòng VH-XH", "Các thôn", "Chủ tịch B",
         OViet(datetime(2026, 3, 1), "mm/yyyy"), OViet(datetime(2026, 12, 1), "mm/yyyy"),
         "10 điểm wifi", 125.5, None, 100, 25.5, "Huy động"],
        ["II", "Nhân lực số"],
        [1, "Tập huấn kỹ năng số", "Phòng VH-XH", "Công an xã; Trạm Y tế", "Phó Chủ tịch A",
         OViet(datetime(2026, 4, 1), "mm/yyyy"), OViet(datetime(2026, 9, 1), "mm/yyyy"),
         "02 lớp", 60, None, 60, None, None],
        [None, "Cộng (I+II)", None, None, None, None, None, None, 985.5, 500, 460, 25.5],
    ]  # fmt: skip
    merges = ["A1:M1", "A2:M2", "C3:E3", "F3:G3", "I3:L3", "J4:L4", "A3:A5", "B3:B5", "H3:H5",
              "M3:M5", "C4:C5", "D4:D5", "E4:E5", "F4:F5", "G4:G5", "I4:I5"]  # fmt: skip
    facts = {
        "I.1": {"ten": "Nâng cấp mạng LAN trụ sở", "nhom": "I", "chu_tri": ["VP"],
                "phoi_hop": ["KT"], "đọc hạn": han("khoang", "2026-01-01", "2026-06-30"),
                "san_pham": "Hệ thống mạng", "kinh_phi": 800 * TRIEU,
                "phần nguồn": (("NS tỉnh", 500 * TRIEU), ("NS xã", 300 * TRIEU))},
        "I.2": {"ten": "Lắp đặt wifi tại nhà văn hóa thôn", "nhom": "I", "chu_tri": ["VHXH"],
                "phoi_hop": ["THON"], "đọc hạn": han("khoang", "2026-03-01", "2026-12-31"),
                "kinh_phi": 125_500_000,
                "phần nguồn": (("NS xã", 100 * TRIEU), ("XHH", 25_500_000))},
        "II.1": {"ten": "Tập huấn kỹ năng số", "nhom": "II", "chu_tri": ["VHXH"],
                 "phoi_hop": ["CAX", "TYT"], "đọc hạn": han("khoang", "2026-04-01", "2026-09-30"),
                 "kinh_phi": 60 * TRIEU, "phần nguồn": (("NS xã", 60 * TRIEU),)},
    }  # fmt: skip
    return TepLa("huong-hoa.xlsx", write_book(TrangViet(rows, merges)), {"nhiem_vu": facts})


@style
def du_toan_theo_nam_va_nguon() -> TepLa:
    """A budget with years and sources in columns, amounts as text in Vietnamese thousands."""
    rows = [
        ["BIỂU DỰ TOÁN KINH PHÍ THỰC HIỆN ĐỀ ÁN 06 GIAI ĐOẠN 2026-2027"],
        [None, None, None, None, None, "Đơn vị tính: nghìn đồng"],
        ["TT", "Nội dung chi", "Kinh phí", None, None, "Nguồn kinh phí", None, None, "Ghi chú"],
        [
            None,
            None,
            "Năm 2026",
            "Năm 2027",
            "Tổng cộng",
            "Ngân sách tỉnh",
            "Ngân sách xã",
            "Xã hội hóa",
            None,
        ],
        ["A", "Chi đầu tư", "500.000", "250.000", "750.000", "700.000", "50.000", None, None],
        ["1", "Mua máy tính", "300.000", None, "300.000", "300.000", None, None, "15 bộ"],
        ["2", "Camera an ninh", "200.000", "250.000", "450.000", "400.000", "50.000", "-", None],
        ["B", "Chi thường xuyên", "40.500", "40.500", "81.000", "0", "60.000", "21.000", None],
        ["1", "Thuê đường truyền", "40.500", "40.500", "81.000", None, "60.000", "21.000", None],
        [None, "TỔNG CỘNG (A+B)", "540.500", "290.500", "831.000", "700.000", "110.000", "21.000"],
        ["(Bằng chữ: Tám trăm ba mươi mốt triệu đồng)"],
    ]
    merges = ["A1:I1", "C3:E3", "F3:H3", "A3:A4", "B3:B4", "I3:I4", "A11:I11"]
    facts = {
        "A": {"noi_dung": "Chi đầu tư", "cap": "phan", "thanh_tien": 750 * TRIEU},
        "A.1": {"noi_dung": "Mua máy tính", "cap": "dong", "thanh_tien": 300 * TRIEU,
                "phần nguồn": (("Ngân sách tỉnh", 300 * TRIEU),), "ghi_chu": "15 bộ"},
        "A.2": {"noi_dung": "Camera an ninh", "thanh_tien": 450 * TRIEU,
                "phần nguồn": (("Ngân sách tỉnh", 400 * TRIEU), ("Ngân sách xã", 50 * TRIEU))},
        "B": {"noi_dung": "Chi thường xuyên", "thanh_tien": 81 * TRIEU},
        "B.1": {"noi_dung": "Thuê đường truyền", "thanh_tien": 81 * TRIEU,
                "phần nguồn": (("Ngân sách xã", 60 * TRIEU), ("Xã hội hóa", 21 * TRIEU))},
    }  # fmt: skip
    return TepLa(
        "de-an-06.xlsx", write_book(TrangViet(rows, merges)), {"kinh_phi": facts}, nam=(2026, 2027)
    )


@style
def nguon_khong_co_tong() -> TepLa:
    """A budget that prints its sources but no total of a row."""
    rows = [
        ["STT", "Hạng mục", "ĐVT", "SL", "Đơn giá", "Ngân sách tỉnh", "Ngân sách xã"],
        [1, "Máy quét", "cái", 2, 15_000_000, 10_000_000, 20_000_000],
        [2, "Chữ ký số", "bộ", 10, 500_000, None, 5_000_000],
    ]
    facts = {
        "1": {"noi_dung": "Máy quét", "so_luong": 2, "don_gia": 15 * TRIEU,
              "thanh_tien": 30 * TRIEU,
              "phần nguồn": (("Ngân sách tỉnh", 10 * TRIEU), ("Ngân sách xã", 20 * TRIEU))},
        "2": {"noi_dung": "Chữ ký số", "thanh_tien": 5 * TRIEU,
              "phần nguồn": (("Ngân sách xã", 5 * TRIEU),)},
    }  # fmt: skip
    return TepLa(
        "nguon.xlsx", write_book(TrangViet(rows)), {"kinh_phi": facts}, canh_bao=0,
        don_vi_tien=DonViTien.DONG, phai_noi=("không có cột tổng",),
    )  # fmt: skip


@style
def lich_theo_quy() -> TepLa:
    """Deadlines as marks below the quarters of a year (a Gantt chart)."""
    rows = [
        [
            "TT",
            "Nội dung công việc",
            "Đơn vị chủ trì",
            "Thời gian thực hiện năm 2026",
            None,
            None,
            None,
            "Kết quả",
        ],
        [None, None, None, "Quý I", "Quý II", "Quý III", "Quý IV", None],
        [1, "Rà soát quy trình", "Văn phòng HĐND-UBND", "x", "x", None, None, "Báo cáo"],
        [2, "Số hóa hồ sơ", "TT HCC xã", None, "X", "X", "X", "100% hồ sơ"],
        [3, "Trực hệ thống", "Công an xã", "x", "x", "x", "x", "Nhật ký"],
        [4, "Sơ kết", "Phòng VH-XH", None, "x", None, "x", "Báo cáo sơ kết"],
        [5, "Khảo sát", "Phòng Kinh tế", None, None, None, None, "Phiếu"],
    ]
    merges = ["A1:A2", "B1:B2", "C1:C2", "D1:G1", "H1:H2"]
    facts = {
        "1": {"chu_tri": ["VP"], "đọc hạn": han("khoang", "2026-01-01", "2026-06-30"),
              "san_pham": "Báo cáo"},
        "2": {"chu_tri": ["TTPVHCC"], "đọc hạn": han("khoang", "2026-04-01", "2026-12-31")},
        "3": {"chu_tri": ["CAX"], "đọc hạn": han("khoang", "2026-01-01", "2026-12-31")},
        "4": {"chu_tri": ["VHXH"], "đọc hạn": han("khoang", "2026-04-01", "2026-12-31")},
        "5": {"chu_tri": ["KT"], "đọc hạn": han("khong_co", None, None)},
    }  # fmt: skip
    return TepLa("lich.xlsx", write_book(TrangViet(rows, merges)), {"nhiem_vu": facts}, canh_bao=1)


@style
def chu_tri_phoi_hop_mot_o() -> TepLa:
    """Lead and coordinating units in one cell in several ways; deadlines in many wordings."""
    rows: list[list[Any]] = [
        ["Số TT", "Nội dung nhiệm vụ", "Cơ quan, đơn vị thực hiện", "Thời hạn", "Dự kiến kết quả"],
        [
            1,
            "Việc một",
            "- Chủ trì: Phòng Văn hóa - Xã hội\n- Phối hợp: Công an xã, Phòng Kinh tế",
            "T6/2026",
            "- Báo cáo\n- Danh sách",
        ],
        [
            2,
            "Việc hai",
            "Phòng Kinh tế chủ trì, phối hợp với Công an xã và Trạm Y tế xã",
            "Q2/2026",
            "Kế hoạch",
        ],
        [
            3,
            "Việc ba",
            "Chủ trì: Công an xã. Phối hợp: Phòng VH-XH; các thôn",
            "Tháng 6-9/2026",
            None,
        ],
        [4, "Việc bốn", "Phòng VH-XH (chủ trì); Công an xã (phối hợp)", "Trước 30/6", None],
        [5, "Việc năm", "Trung tâm Phục vụ hành chính công xã", "6 tháng đầu năm", None],
        [
            6,
            "Việc sáu",
            "CT: Phòng Kinh tế; PH: Phòng VH-XH, Công an xã",
            "Quý II và Quý IV/2026",
            None,
        ],
        [
            7,
            "Việc bảy",
            "Chủ trì: Văn phòng HĐND và UBND xã\nPhối hợp: Các phòng, trung tâm",
            "Từ tháng 3 đến tháng 10 năm 2026",
            None,
        ],
        [
            8,
            "Việc tám",
            "Phòng Kinh tế (chủ trì)\nCông an xã, Trạm Y tế xã (phối hợp)",
            "Hằng năm",
            None,
        ],
    ]
    read = (
        (["VHXH"], ["CAX", "KT"], han("thang", "2026-06-01", "2026-06-30")),
        (["KT"], ["CAX", "TYT"], han("quy", "2026-04-01", "2026-06-30")),
        (["CAX"], ["VHXH", "THON"], han("khoang", "2026-06-01", "2026-09-30")),
        (["VHXH"], ["CAX"], han("ngay", None, "2026-06-29")),
        (["TTPVHCC"], [], han("khoang", "2026-01-01", "2026-06-30")),
        (["KT"], ["VHXH", "CAX"], han("khoang", "2026-04-01", "2026-12-31")),
        (["VP"], ["G_PHONG_TT"], han("khoang", "2026-03-01", "2026-10-31")),
        (["KT"], ["CAX", "TYT"], han("dinh_ky", None, None)),
    )
    facts = {
        str(i): {"chu_tri": lead, "phoi_hop": others, "đọc hạn": time}
        for i, (lead, others, time) in enumerate(read, start=1)
    }
    facts["1"]["san_pham"] = "- Báo cáo - Danh sách"
    return TepLa("mot-o.xlsx", write_book(TrangViet(rows)), {"nhiem_vu": facts})


@style
def tien_viet_bang_chu() -> TepLa:
    """Amounts as people write them; what can be read two ways must be told."""
    amounts: tuple[tuple[Any, int | None], ...] = (
        ("1,2 tỷ", 1_200 * TRIEU), ("500tr", 500 * TRIEU), ("1.640", 1_640 * TRIEU),
        ("12,5", 12_500_000), ("2 tỷ 50 triệu", 2_050 * TRIEU), (350, 350 * TRIEU),
        ("Không", None), ("-", None), ("0", 0), ("15,000,000 đồng", 15 * TRIEU),
        ("150 triệu đồng/năm", None), ("1,640", None), ("Lồng ghép", None), ("Khoảng 200", None),
    )  # fmt: skip
    rows: list[list[Any]] = [
        ["Stt", "Đầu việc", "Bộ phận chủ trì", "Hoàn thành", "Nhu cầu kinh phí (trđ)"],
        *([i, f"Việc {i}", "Phòng Kinh tế", "Quý I/2026", words]
          for i, (words, _) in enumerate(amounts, start=1)),
    ]  # fmt: skip
    facts = {str(i): {"kinh_phi": so, "chu_tri": ["KT"]}
             for i, (_, so) in enumerate(amounts, start=1)}  # fmt: skip
    return TepLa("tien.xlsx", write_book(TrangViet(rows)), {"nhiem_vu": facts}, canh_bao=3)


@style
def o_la_trong_excel() -> TepLa:
    """Typed cells, formulas, error values, struck-out words, rich text, comments."""

    def dress(sheet: Any) -> None:
        sheet["B3"] = CellRichText(
            "Việc hai ",
            TextBlock(InlineFont(strike=True), "cũ "),
            TextBlock(InlineFont(b=True), "mới"),
        )  # fmt: skip
        sheet["B2"].comment = Comment("Đề nghị xem lại", "A")
        sheet["E5"] = "=1+2"
        sheet["E6"] = "#REF!"
        sheet["E6"].data_type = "e"
        sheet["D7"] = True

    rows: list[list[Any]] = [
        ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn hoàn thành", "Kinh phí (triệu đồng)"],
        ["01", "Việc một", "Phòng Kinh tế", OViet(datetime(2026, 9, 30), "dd/mm/yyyy"), 10],
        ["02", None, "Công an xã", OViet(datetime(2026, 9, 1), "mm-yyyy"), OViet(20.5, "#,##0")],
        [
            "03",
            "Việc ba",
            "Phòng Kinh tế",
            OViet(datetime(2026, 5, 1), "mmm-yy"),
            OViet(30, "#,##0.00"),
        ],
        ["04", "Việc bốn", "Phòng Kinh tế", date(2026, 12, 15), None],
        ["05", "Việc năm", "Phòng Kinh tế", OViet(2026, "General"), None],
        ["06", "Việc sáu", "Phòng Kinh tế", None, 5],
        ["07", OViet("Việc bảy", gach=True), OViet("Công an xã", gach=True), None, None],
    ]
    facts: dict[str, dict[str, Any]] = {
        "01": {"ten": "Việc một", "đọc hạn": han("ngay", None, "2026-09-30"),
              "kinh_phi": 10 * TRIEU},
        "02": {"ten": "Việc hai mới", "đọc hạn": han("thang", "2026-09-01", "2026-09-30"),
              "kinh_phi": 20_500_000},
        "03": {"đọc hạn": han("thang", "2026-05-01", "2026-05-31"), "kinh_phi": 30 * TRIEU},
        "04": {"đọc hạn": han("ngay", None, "2026-12-15"), "kinh_phi": "?"},
        "05": {"đọc hạn": han("nam", "2026-01-01", "2026-12-31"), "kinh_phi": "?"},
        "06": {"đọc hạn": "?", "kinh_phi": 5 * TRIEU},
    }  # fmt: skip
    return TepLa(
        "o-la.xlsx", write_book(TrangViet(rows, them=dress)), {"nhiem_vu": facts}, canh_bao=6,
        phai_noi=("công thức nhưng tệp không lưu kết quả", "#REF!", "Chữ bị gạch ngang"),
    )  # fmt: skip


@style
def nhieu_bang_mot_trang() -> TepLa:
    """Indicators, tasks and a budget below one another on one sheet, with titles and notes."""
    rows: list[list[Any]] = [
        ["PHỤ LỤC I"],
        [OViet("CHỈ TIÊU CHUYỂN ĐỔI SỐ", dam=True)],
        ["TT", "Tên chỉ tiêu", "ĐVT", "Kết quả 2025", "KH 2026", "Đơn vị chủ trì"],
        [1, "Tỷ lệ hồ sơ trực tuyến", "%", 65.2, OViet(0.8, "0%"), "TT HCC xã"],
        [2, "Số lớp tập huấn", "lớp", 1, "≥ 3", "Phòng VH-XH"],
        [3, "Tỷ lệ dân số có VNeID", "%", "70,5", "75,5", "Công an xã"],
        ["Ghi chú: số liệu đến ngày 30/11/2025"],
        [],
        ["PHỤ LỤC II"],
        [OViet("NHIỆM VỤ TRỌNG TÂM", dam=True)],
        ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian"],
        [1, "Triển khai chữ ký số", "Văn phòng HĐND-UBND", "Các phòng, trung tâm", "Quý I"],
        [2, "Chuyển đổi số trường học", "Các trường học", None, "Cả năm"],
        [],
        ["PHỤ LỤC III"],
        ["KINH PHÍ (ĐVT: đồng)"],
        ["TT", "Nội dung", "Số lượng", "Đơn giá", "Thành tiền"],
        [1, "Chữ ký số", 10, 400_000, "=C18*D18"],
        [2, "Tập huấn", "03 lớp", "5.000.000", "15.000.000"],
        [None, "Cộng", None, None, "19.000.000"],
    ]
    facts = {
        "chi_tieu": {
            "1": {"ten": "Tỷ lệ hồ sơ trực tuyến", "đọc 2026": ("=", "80"), "chu_tri": ["TTPVHCC"]},
            "2": {"đọc 2026": (">=", "3"), "chu_tri": ["VHXH"]},
            "3": {"đọc 2026": ("=", "75.5"), "chu_tri": ["CAX"]},
        },
        "nhiem_vu": {
            "1": {"chu_tri": ["VP"], "phoi_hop": ["G_PHONG_TT"],
                  "đọc hạn": han("quy", "2026-01-01", "2026-03-31")},
            "2": {"chu_tri": ["TRUONG"], "đọc hạn": han("nam", "2026-01-01", "2026-12-31")},
        },
        "kinh_phi": {
            "1": {"so_luong": 10, "don_gia": 400_000, "thanh_tien": "?"},
            "2": {"so_luong": 3, "don_gia": 5 * TRIEU, "thanh_tien": 15 * TRIEU},
        },
    }  # fmt: skip
    return TepLa("gop.xlsx", write_book(TrangViet(rows, ["A2:F2"])), facts, canh_bao=1)


@style
def hai_bang_canh_nhau() -> TepLa:
    """Two tables side by side on one sheet."""
    rows: list[list[Any]] = [
        ["CHỈ TIÊU", None, None, None, None, "NHIỆM VỤ"],
        ["TT", "Chỉ tiêu", "Năm 2026", "Chủ trì", None, "TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
        [1, "Tỷ lệ A", "80%", "Công an xã", None, 1, "Việc A", "Phòng Kinh tế", "Quý I/2026"],
        [2, "Tỷ lệ B", "90%", "Phòng VH-XH", None, 2, "Việc B", "Công an xã", "Quý III/2026"],
        [None, None, None, None, None, 3, "Việc C", "Trạm Y tế xã", "Thường xuyên"],
    ]
    facts = {
        "chi_tieu": {"1": {"ten": "Tỷ lệ A", "muc 2026": "80%", "chu_tri": ["CAX"]},
                     "2": {"ten": "Tỷ lệ B", "muc 2026": "90%", "chu_tri": ["VHXH"]}},
        "nhiem_vu": {
            "1": {"ten": "Việc A", "chu_tri": ["KT"],
                  "đọc hạn": han("quy", "2026-01-01", "2026-03-31")},
            "2": {"ten": "Việc B", "chu_tri": ["CAX"]},
            "3": {"ten": "Việc C", "chu_tri": ["TYT"], "đọc hạn": han("thuong_xuyen", None, None)},
        },
    }  # fmt: skip
    return TepLa("canh-nhau.xlsx", write_book(TrangViet(rows)), facts)
