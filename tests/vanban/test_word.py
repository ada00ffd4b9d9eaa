"""The Word file read back: words as in the PDF, styles and sizes as Decree 30 wants them."""

from dataclasses import replace
from decimal import Decimal

import pytest
from docx.oxml.ns import qn
from fontTools.ttLib import TTFont

from tests.vanban.doc_word import (
    body_of,
    docx_of,
    first_difference,
    part_of,
    style_of,
    styled_texts,
    text_of,
    texts_in,
    value_of,
    word_of,
)
from tests.vanban.van_ban_mau import (
    BAO_CAO,
    KE_HOACH,
    KE_HOACH_BAN_CHI_DAO,
    MOI_CHU,
)
from vanban import the_thuc
from vanban.phong_chu import default_directories, find_fonts
from vanban.tai_lieu import CapDieuKhoan, DieuKhoan, DoanVan, TaiLieu
from vanban.the_thuc import KieuChu, ThamSo

pytestmark = pytest.mark.pure

ALL = [KE_HOACH, KE_HOACH_BAN_CHI_DAO, BAO_CAO]
NAMES = ["ke_hoach", "ban_chi_dao", "bao_cao"]
CO_13 = replace(KE_HOACH, tham_so=ThamSo(co_chu=13, quoc_hieu_lon=True, thut_dong=Decimal(10)))

STYLES = [
    ("Quốc hiệu", the_thuc.QUOC_HIEU, "center"),
    ("Tiêu ngữ", the_thuc.TIEU_NGU, "center"),
    ("Tên cơ quan chủ quản", the_thuc.CO_QUAN_CHU_QUAN, "center"),
    ("Tên cơ quan", the_thuc.CO_QUAN_BAN_HANH, "center"),
    ("Số ký hiệu", the_thuc.SO_KY_HIEU, "center"),
    ("Địa danh ngày tháng", the_thuc.DIA_DANH_NGAY, "center"),
    ("Tên loại", the_thuc.TEN_LOAI, "center"),
    ("Trích yếu", the_thuc.TRICH_YEU, "center"),
    ("Căn cứ", the_thuc.CAN_CU, "both"),
    ("Nội dung", the_thuc.NOI_DUNG, "both"),
    ("Gạch đầu dòng", the_thuc.NOI_DUNG, "both"),
    ("heading 1", the_thuc.PHAN_CHUONG, "center"),
    ("heading 2", the_thuc.MUC_LON, "both"),
    ("heading 3", the_thuc.KHOAN_CO_TEN, "both"),
    ("Quyền hạn chức vụ", the_thuc.QUYEN_HAN_CHUC_VU, "center"),
    ("Họ tên người ký", the_thuc.HO_TEN, "center"),
    ("Kính gửi", the_thuc.KINH_GUI, "left"),
    ("Nơi nhận", the_thuc.NOI_NHAN_TIEU_DE, "left"),
    ("Danh sách nơi nhận", the_thuc.NOI_NHAN_DONG, "left"),
    ("Tên phụ lục", the_thuc.PHU_LUC_TEN, "center"),
    ("Kèm theo", the_thuc.PHU_LUC_KEM_THEO, "center"),
]
HEADS = {"Quốc hiệu", "Tiêu ngữ", "Tên cơ quan chủ quản", "Tên cơ quan", "Địa danh ngày tháng"}


def width_of(text: str, size: int) -> float:
    """Measure bold text with the real face, in twips."""
    font = TTFont(find_fonts(default_directories()).dung_dam)
    letters, widths = font.getBestCmap(), font["hmtx"]
    return sum(widths[letters[ord(letter)]][0] for letter in text) / 2048 * size * 20


def rules_of(tai_lieu: TaiLieu) -> list[int]:
    """Give the length of the rules in twips: under issuer, motto and subject."""
    left, right = body_of(tai_lieu).xpath("w:tbl[1]/w:tblGrid/w:gridCol")
    rooms = [int(left.get(qn("w:w"))), int(right.get(qn("w:w"))), tai_lieu.tham_so.text_width * 57]
    rules = body_of(tai_lieu).xpath('.//w:p[w:pPr/w:pStyle/@w:val="DuongKe"]')
    indents = [int(value_of(rule, "w:pPr/w:ind", "left") or 0) for rule in rules]
    return [room - 2 * indent for room, indent in zip(rooms, indents, strict=True)]


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tai_lieu", ALL, ids=NAMES)
def test_word_file_says_what_the_pdf_says_paragraph_by_paragraph(tai_lieu: TaiLieu) -> None:
    assert first_difference(tai_lieu) == ""


def test_every_component_stands_in_its_own_style() -> None:
    assert styled_texts(KE_HOACH_BAN_CHI_DAO)[:18] == [
        ("Tên cơ quan chủ quản", "ỦY BAN NHÂN DÂN XÃ TỊNH KHÊ"),
        ("Tên cơ quan", "BAN CHỈ ĐẠO PHÁT TRIỂN"),
        ("Tên cơ quan", "KHOA HỌC, CÔNG NGHỆ,"),
        ("Tên cơ quan", "ĐỔI MỚI SÁNG TẠO,"),
        ("Tên cơ quan", "CHUYỂN ĐỔI SỐ VÀ ĐỀ ÁN 06"),
        ("Quốc hiệu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Tiêu ngữ", "Độc lập - Tự do - Hạnh phúc"),
        ("Số ký hiệu", "Số: 02/KH-BCĐ"),
        ("Địa danh ngày tháng", "Tịnh Khê, ngày 07 tháng 8 năm 2025"),
        ("Tên loại", "KẾ HOẠCH"),
        ("Trích yếu", "Chuyển đổi số và Đề án 06 xã Tịnh Khê năm 2025"),
        ("Căn cứ", "Căn cứ Kế hoạch số 05-KH/TU ngày 20 tháng 7 năm 2025 của Tỉnh ủy."),
        ("Heading 1", "Phần I\nNHỮNG VIỆC PHẢI LÀM"),
        ("Nội dung", "Mỗi thành viên Ban Chỉ đạo phụ trách một lĩnh vực và báo cáo định kỳ."),
        (
            "Nội dung",
            "Yêu cầu các thành viên Ban Chỉ đạo tổ chức thực hiện nghiêm túc Kế hoạch này./.",
        ),
        ("Nơi nhận", "Nơi nhận:"),
        ("Danh sách nơi nhận", "- Sở Khoa học và Công nghệ;"),
        ("Danh sách nơi nhận", "- Các thành viên Ban Chỉ đạo;"),
    ]
    assert texts_in(KE_HOACH_BAN_CHI_DAO, "Tên phụ lục") == ["Phụ lục\nDỰ TRÙ KINH PHÍ"]
    assert texts_in(KE_HOACH_BAN_CHI_DAO, "Quyền hạn chức vụ") == ["TRƯỞNG BAN", "CHỦ TỊCH UBND XÃ"]
    assert texts_in(KE_HOACH_BAN_CHI_DAO, "Họ tên người ký") == ["Phạm Văn Mẫu"]


def test_headings_are_real_and_number_openings_are_bold_only_where_titled() -> None:
    assert texts_in(KE_HOACH, "Heading 2") == [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "II. CHỈ TIÊU VÀ NHIỆM VỤ",
        "III. TỔ CHỨC THỰC HIỆN",
    ]
    assert texts_in(KE_HOACH, "Heading 3") == ["2. Yêu cầu", "2. Phân công theo dõi"]
    bold = body_of(KE_HOACH).xpath('.//w:r[w:rPr/w:rStyle/@w:val="NhanDam"]')
    assert [text_of(run) for run in bold] == ["1. Mục đích:"]
    levels = {
        name: value_of(style_of(KE_HOACH, name), "w:pPr/w:outlineLvl")
        for name in ("heading 1", "heading 2", "heading 3", "heading 5", "Tên phụ lục", "Nội dung")
    }
    assert levels == {
        "heading 1": "0",
        "heading 2": "1",
        "heading 3": "2",
        "heading 5": "4",
        "Tên phụ lục": "0",
        "Nội dung": None,
    }


def test_heading_of_any_level_with_and_without_number_or_text() -> None:
    blocks = (
        DieuKhoan(CapDieuKhoan.CHUONG, "II", "Giải pháp"),
        DieuKhoan(CapDieuKhoan.MUC_LON, "", "Mở đầu", "Lời mở đầu."),
        DieuKhoan(CapDieuKhoan.TIEU_KHOAN, "1.1", "Hạ tầng"),
        DieuKhoan(CapDieuKhoan.DIEM, "đ", "Dữ liệu"),
        DieuKhoan(CapDieuKhoan.DIEM, "e", "", "Làm ngay."),
        DoanVan("Hết."),
    )
    texts = styled_texts(replace(KE_HOACH, noi_dung=blocks, can_cu=()))
    assert texts[8:15] == [
        ("Heading 1", "Chương II\nGIẢI PHÁP"),
        ("Heading 2", "MỞ ĐẦU"),
        ("Nội dung", "Lời mở đầu."),
        ("Heading 4", "1.1. Hạ tầng"),
        ("Heading 5", "đ) Dữ liệu"),
        ("Khoản", "e) Làm ngay."),
        ("Nội dung", "Hết./."),
    ]


def test_blanks_to_write_in_keep_their_spaces() -> None:
    assert texts_in(KE_HOACH, "Số ký hiệu") == ["Số:        /KH-UBND"]
    preserved = body_of(KE_HOACH).xpath(".//w:t[not(@xml:space='preserve')]")
    assert preserved == []


def test_addressees_one_in_the_line_or_several_below() -> None:
    one = replace(BAO_CAO, kinh_gui=("Sở Khoa học và Công nghệ",))
    assert texts_in(one, "Kính gửi") == ["Kính gửi: Sở Khoa học và Công nghệ"]
    assert texts_in(BAO_CAO, "Kính gửi") == [
        "Kính gửi:",
        "- Sở Khoa học và Công nghệ;",
        "- Thường trực Đảng ủy xã.",
    ]


def test_every_vietnamese_letter_composed_and_no_control_character() -> None:
    decomposed = "Bảng\u0300 chư\u0303\x00\x0bhai"
    text = f"{MOI_CHU} {MOI_CHU.upper()} {decomposed}"
    word = replace(KE_HOACH, noi_dung=(DoanVan(text), DoanVan("Hết.")), can_cu=())
    assert texts_in(word, "Nội dung")[0] == f"{MOI_CHU} {MOI_CHU.upper()} Bảng\u0300 chữ hai"


# --- styles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "kieu_chu", "canh_le"), STYLES, ids=[row[0] for row in STYLES])
@pytest.mark.parametrize("tai_lieu", [KE_HOACH, CO_13], ids=["14", "13"])
def test_style_has_size_weight_slant_and_alignment_of_the_decree(
    tai_lieu: TaiLieu, name: str, kieu_chu: KieuChu, canh_le: str
) -> None:
    tham_so = tai_lieu.tham_so
    lon = tham_so.quoc_hieu_lon if name in HEADS | {"Số ký hiệu"} else tham_so.co_chu == 14
    style = style_of(tai_lieu, name)
    look = {path: value_of(style, f"w:rPr/w:{path}") for path in ("sz", "b", "i")}
    assert look == {
        "sz": str(kieu_chu.size(lon=lon) * 2),
        "b": str(int(kieu_chu.in_dam)),
        "i": str(int(kieu_chu.in_nghieng)),
    }
    assert value_of(style, "w:pPr/w:jc") == canh_le


def test_body_has_indent_gaps_and_line_spacing_of_the_choices() -> None:
    def measures(tai_lieu: TaiLieu) -> list[str | None]:
        style = style_of(tai_lieu, "Nội dung")
        paths = (("ind", "firstLine"), ("spacing", "before"), ("spacing", "line"))
        return [value_of(style, f"w:pPr/w:{path}", attribute) for path, attribute in paths]

    assert measures(KE_HOACH) == ["720", "120", "276"]  # 12.7 mm, 6 pt, 1.15 lines
    wide = ThamSo(thut_dong=Decimal(10), cach_doan=12, gian_dong=Decimal("1.5"))
    assert measures(replace(KE_HOACH, tham_so=wide)) == ["567", "240", "360"]


def test_one_face_in_vietnamese_and_no_other() -> None:
    content = docx_of(KE_HOACH)
    styles = word_of(KE_HOACH).styles.element
    (faces,) = styles.xpath("w:docDefaults//w:rFonts")
    assert [faces.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")] == [
        "Times New Roman"
    ] * 4
    assert value_of(styles, "w:docDefaults//w:lang") == "vi-VN"
    assert "rFonts" not in part_of(content, "word/document.xml")
    assert part_of(content, "word/styles.xml").count("rFonts") == 1
    assert 'w:name="Times New Roman"' in part_of(content, "word/fontTable.xml")


@pytest.mark.parametrize("tai_lieu", [KE_HOACH, CO_13], ids=["14", "13"])
def test_rules_have_the_lengths_of_the_decree(tai_lieu: TaiLieu) -> None:
    issuer, motto, subject = rules_of(tai_lieu)
    lon, co_chu = tai_lieu.tham_so.quoc_hieu_lon, tai_lieu.tham_so.co_chu
    last_line = width_of("XÃ VŨ QUANG", the_thuc.CO_QUAN_BAN_HANH.size(lon=lon))
    assert 1 / 3 <= issuer / last_line <= 1 / 2
    words = width_of("Độc lập - Tự do - Hạnh phúc", the_thuc.TIEU_NGU.size(lon=lon))
    assert motto == pytest.approx(words, rel=0.005)
    longest = max(width_of(line, co_chu) for line in tai_lieu.trich_yeu_lines)
    assert 1 / 3 <= subject / longest <= 1 / 2


def test_national_heading_fits_its_column_whatever_the_margins() -> None:
    narrow = ThamSo(quoc_hieu_lon=True, le_trai=35, le_phai=20)
    columns = body_of(replace(KE_HOACH, tham_so=narrow)).xpath("w:tbl[1]/w:tblGrid/w:gridCol")
    left, right = (int(column.get(qn("w:w"))) for column in columns)
    assert right >= width_of("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13)
    assert left + right == 8787 * 98 // 100  # of 155 mm: the box ends at 98 % (Part IV)
