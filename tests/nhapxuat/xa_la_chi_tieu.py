"""Workbooks and separated values of other communes: indicators, hidden parts, encodings."""

from typing import Any

from tests.nhapxuat.viet_tep import OViet, TrangViet, write_book
from tests.nhapxuat.xa_la import TepLa, han, style


@style
def giai_doan_va_don_vi() -> TepLa:
    """Levels of five years below "Giai đoạn 2026-2030"; "Đơn vị" is the unit of measure."""
    rows: list[list[Any]] = [
        ["TT", "Nội dung chỉ tiêu", "Đơn vị", "Hiện trạng 2025", "Lộ trình giai đoạn 2026 - 2030",
         None, None, None, None, "Cơ quan theo dõi"],
        [None, None, None, None, 2026, 2027, 2028, 2029, 2030, None],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)"],
        ["I", "Chính quyền số"],
        ["1.1", "Hồ sơ trực tuyến toàn trình", "%", 50, 60, 70, 80, 90, 100, "TT HCC xã"],
        ["1.2", "Văn bản ký số", "%", "95", "≥ 98", "≥ 98", "100", "100", "100",
         "Văn phòng HĐND-UBND"],
        ["II", "Kinh tế số"],
        ["2.1", "Hộ kinh doanh dùng hóa đơn điện tử", "hộ", 12, 20, 30, "40 - 50", 60, 80,
         "Phòng Kinh tế"],
    ]  # fmt: skip
    merges = ["E1:I1", "A1:A2", "B1:B2", "C1:C2", "D1:D2", "J1:J2"]
    facts = {
        "1.1": {"ten": "Hồ sơ trực tuyến toàn trình", "nhom": "I. Chính quyền số",
                "muc 2026": "60", "đọc 2030": ("=", "100"), "chu_tri": ["TTPVHCC"]},
        "1.2": {"muc 2026": "≥ 98", "đọc 2026": (">=", "98"), "chu_tri": ["VP"]},
        "2.1": {"nhom": "II. Kinh tế số", "muc 2028": "40 - 50", "đọc 2027": ("=", "30"),
                "chu_tri": ["KT"]},
    }  # fmt: skip
    return TepLa(
        "lo-trinh.xlsx", write_book(TrangViet(rows, merges)), {"chi_tieu": facts},
        nam=(2026, 2030), cac_moc=(2026, 2027, 2028, 2029, 2030),
    )  # fmt: skip


@style
def nhom_gop_doc_va_tam_nhin() -> TepLa:
    """A group column merged downwards, targets for 2030 and a vision for 2045, units as leads."""
    rows: list[list[Any]] = [
        ["Stt", "Lĩnh vực", "Tên chỉ tiêu", "ĐVT", "Mục tiêu đến 2030", "Tầm nhìn 2045",
         "Đơn vị"],
        [1, "Hạ tầng số", "Tỷ lệ phủ sóng 5G", "%", "≥ 95", "100", "Phòng VH-XH"],
        [2, None, "Số trạm quan trắc", "trạm", 2, 10, "Phòng Kinh tế"],
        [3, "Xã hội số", "Người dân có chữ ký số", "%", "Trên 50", "≥ 90", "Công an xã"],
    ]  # fmt: skip
    facts = {
        "1": {"ten": "Tỷ lệ phủ sóng 5G", "nhom": "Hạ tầng số", "đọc 2030": (">=", "95"),
              "đọc 2045": ("=", "100"), "chu_tri": ["VHXH"]},
        "2": {"nhom": "Hạ tầng số", "đọc 2045": ("=", "10"), "chu_tri": ["KT"]},
        "3": {"nhom": "Xã hội số", "đọc 2030": (">", "50"), "chu_tri": ["CAX"]},
    }  # fmt: skip
    return TepLa(
        "tam-nhin.xlsx", write_book(TrangViet(rows, ["B2:B3"])), {"chi_tieu": facts},
        nam=(2026, 2045), cac_moc=(2030, 2045), canh_bao=1,
    )  # fmt: skip


@style
def nam_la_dong_nhom() -> TepLa:
    """Years as group rows above the same indicators, "Chỉ tiêu giao" as the level column."""
    rows: list[list[Any]] = [
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Chỉ tiêu giao", "Bộ phận phụ trách"],
        [OViet("Năm 2026", dam=True)],
        [1, "Tỷ lệ hồ sơ số hóa", "%", 60, "TT HCC xã"],
        [2, "Số hộ có mã QR", "hộ", 120, "Phòng Kinh tế"],
        [OViet("Năm 2027", dam=True)],
        [1, "Tỷ lệ hồ sơ số hóa", "%", 75, "TT HCC xã"],
        [2, "Số hộ có mã QR", "hộ", 200, "Phòng Kinh tế"],
    ]
    facts = {
        "1": {"ten": "Tỷ lệ hồ sơ số hóa", "đọc 2026": ("=", "60"), "đọc 2027": ("=", "75"),
              "chu_tri": ["TTPVHCC"]},
        "2": {"đọc 2026": ("=", "120"), "đọc 2027": ("=", "200"), "chu_tri": ["KT"]},
    }  # fmt: skip
    return TepLa(
        "theo-nam.xlsx", write_book(TrangViet(rows, ["A2:E2", "A5:E5"])), {"chi_tieu": facts},
        nam=(2026, 2027), cac_moc=(2026, 2027),
    )  # fmt: skip


@style
def thuc_hien_va_ke_hoach() -> TepLa:
    """Last year's plan and result beside this year's plan; sub-indicators with dashes."""
    rows: list[list[Any]] = [
        ["TT", "CHỈ TIÊU", "ĐVT", "NĂM 2025", None, "NĂM 2026", None, "Ghi chú"],
        [None, None, None, "Kế hoạch", "Thực hiện", "Kế hoạch", "So với 2025 (%)", None],
        [1, "Dịch vụ công trực tuyến", None, None, None, None, None, None],
        [None, "- Toàn trình", "%", 40, 45, 60, 133, None],
        [None, "- Một phần", "%", 30, 28, 35, 125, "Giảm dần"],
        [2, "Cán bộ dùng chữ ký số", "%", 80, 92, 100, 109, None],
    ]
    merges = ["D1:E1", "F1:G1", "A1:A2", "B1:B2", "C1:C2", "H1:H2"]
    facts = {
        "1": {"ten": "Dịch vụ công trực tuyến"},
        "1.1": {"ten": "Toàn trình", "đọc 2026": ("=", "60")},
        "1.2": {"ten": "Một phần", "đọc 2026": ("=", "35")},
        "2": {"ten": "Cán bộ dùng chữ ký số", "đọc 2026": ("=", "100")},
    }
    return TepLa(
        "so-sanh.xlsx", write_book(TrangViet(rows, merges)), {"chi_tieu": facts}, canh_bao=2
    )


@style
def an_gop_va_lap_tieu_de() -> TepLa:
    """Hidden rows and columns, codes merged over several rows, the header repeated, odd totals."""

    def hide(sheet: Any) -> None:
        sheet.column_dimensions["F"].hidden = True
        sheet.row_dimensions[4].hidden = True

    rows: list[list[Any]] = [
        ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian", "Kinh phí (triệu đồng)", "Mã nội bộ"],
        ["1", "Việc một", "Phòng Kinh tế", "Quý I/2026", 10, "NB-1"],
        ["2", "Việc hai", "Công an xã", "Quý II/2026", 20, "NB-2"],
        ["3", "Việc ba", "Công an xã", "Quý II/2026", 30, "NB-3"],
        ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian", "Kinh phí (triệu đồng)", "Mã nội bộ"],
        ["4", "Việc bốn", "Phòng VH-XH", "Quý III/2026", 40, "NB-4"],
        [None, None, "Phòng Kinh tế", "Quý IV/2026", None, None],
        [None, "Cộng phần A (mục 1 đến 4)", None, None, 100, None],
        ["Người lập biểu", None, None, "Chủ tịch"],
    ]
    facts: dict[str, dict[str, Any]] = {
        "1": {"ten": "Việc một", "kinh_phi": 10_000_000},
        "2": {"ten": "Việc hai"},
        "3": {"ten": "Việc ba", "đọc hạn": han("quy", "2026-04-01", "2026-06-30")},
        "4": {"ten": "Việc bốn", "chu_tri": ["VHXH", "KT"], "kinh_phi": 40_000_000},
    }
    return TepLa(
        "an.xlsx", write_book(TrangViet(rows, ["A6:A7", "B6:B7"], them=hide)),
        {"nhiem_vu": facts}, canh_bao=3,
    )  # fmt: skip


_CSV = (
    "STT;Tên nhiệm vụ;Phòng, ban chủ trì;Thời gian hoàn thành;Kinh phí (triệu đồng)\r\n"
    "1;Số hóa sổ hộ tịch;Văn phòng HĐND-UBND;30/9/2026;1.250,5\r\n"
    '2;"Lắp camera; bảo trì";Công an xã;Quý II/2026;\r\n'
)
_CSV_SU_THAT = {
    "1": {"ten": "Số hóa sổ hộ tịch", "chu_tri": ["VP"], "kinh_phi": 1_250_500_000,
          "đọc hạn": han("ngay", None, "2026-09-30")},
    "2": {"ten": "Lắp camera; bảo trì", "chu_tri": ["CAX"]},
}  # fmt: skip


@style
def csv_cham_phay() -> TepLa:
    return TepLa("a.csv", _CSV.encode("utf-8-sig"), {"nhiem_vu": _CSV_SU_THAT})


@style
def csv_tab_utf16() -> TepLa:
    text = _CSV.replace(";", "\t").replace('"Lắp camera\t bảo trì"', "Lắp camera; bảo trì")
    return TepLa("b.csv", text.encode("utf-16"), {"nhiem_vu": _CSV_SU_THAT})


@style
def csv_windows_1258() -> TepLa:
    """The encoding of Vietnamese Windows before Unicode: tones stand after their vowels."""
    return TepLa(
        "c.csv", to_1258(_CSV), {"nhiem_vu": _CSV_SU_THAT}, canh_bao=1, phai_noi=("Windows-1258",)
    )


def to_1258(text: str) -> bytes:
    """Write text as Windows-1258 does: ă â ê ô ơ ư whole, tones apart where they must be."""
    import unicodedata

    parts = []
    for char in text:
        try:
            parts.append(char.encode("cp1258"))
            continue
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", char)
        tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", marks.replace(tone, ""))
        parts += [base.encode("cp1258"), tone.encode("cp1258")]
    return b"".join(parts)


@style
def phong_chu_cu() -> TepLa:
    """Words of TCVN3 in .VnTime and of VNI: named, never taken for Unicode."""
    rows: list[list[Any]] = [
        ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian"],
        [1, OViet("Sè hãa hå s¬ l­u tr÷", phong=".VnTime"), "Phòng Kinh tế", "Quý I/2026"],
        [2, OViet("Soá hoùa hoà sô löu tröõ", phong="VNI-Times"), "Công an xã", "Quý I/2026"],
        [3, OViet("TËp huÊn c¸n bé", phong=""), "Công an xã", "Quý I/2026"],  # noqa: RUF001
        [4, "Đào tạo tổ công nghệ số", "Công an xã", "Quý I/2026"],
    ]
    facts: dict[str, dict[str, Any]] = {str(i): {"ten": "?"} for i in (1, 2, 3)}
    facts["4"] = {"ten": "Đào tạo tổ công nghệ số"}
    return TepLa(
        "phong-cu.xlsx", write_book(TrangViet(rows)), {"nhiem_vu": facts}, canh_bao=3,
        phai_noi=("bảng mã TCVN3", "bảng mã VNI"),
    )  # fmt: skip


@style
def phong_chu_cu_ca_tieu_de() -> TepLa:
    """A table all in an old font, header too: it can't be read, and why is said."""
    font = ".VnTime"
    rows = [[OViet(words, phong=font) for words in row] for row in (
        ["TT", "NhiÖm vô", "§¬n vÞ chñ tr×", "Thêi gian"],
        ["1", "Sè hãa hå s¬", "Phßng Kinh tÕ", "Quý I/2026"],
    )]  # fmt: skip
    return TepLa(
        "cu-het.xlsx", write_book(TrangViet(rows)), {"nhiem_vu": {}}, canh_bao=2,
        phai_noi=("TCVN3",),
    )  # fmt: skip
