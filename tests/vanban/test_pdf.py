"""The PDF as it lies on the table: read back and measured against Decree 30, Appendix I."""

import io
import unicodedata
from dataclasses import replace

import pikepdf
import pytest
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from tests.vanban.doc_pdf import Piece, pages_of, pdf_of, piece_with, pieces_of
from tests.vanban.van_ban_mau import (
    BAO_CAO,
    KE_HOACH,
    KE_HOACH_BAN_CHI_DAO,
    MOI_CHU,
    VAN_BAN_DAI,
    muc,
)
from vanban import the_thuc
from vanban.bo_in_pdf import write_pdf
from vanban.pdf import render_html, render_pdf
from vanban.tai_lieu import DoanVan, TaiLieu
from vanban.the_thuc import KieuChu, ThamSo

pytestmark = pytest.mark.pure

ALL = [KE_HOACH, KE_HOACH_BAN_CHI_DAO, BAO_CAO, VAN_BAN_DAI]
NAMES = ["ke_hoach", "ban_chi_dao", "bao_cao", "van_ban_dai"]


def page_numbers(tai_lieu: TaiLieu) -> list[str]:
    """Read what stands in the top margin of each page: a number, or nothing."""
    return [
        "".join(piece.text for piece in pieces_of(page) if piece.baseline < 20)
        for page in pages_of(tai_lieu)
    ]


@pytest.mark.parametrize("tai_lieu", ALL, ids=NAMES)
def test_pdf_is_an_archive_file_in_vietnamese_with_its_title(tai_lieu: TaiLieu) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(tai_lieu))) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "2A"
        assert str(pdf.Root.Lang) == "vi"
        assert str(pdf.docinfo["/Title"]) == tai_lieu.tieu_de
        assert bool(pdf.Root.MarkInfo.Marked)


@pytest.mark.parametrize("tai_lieu", ALL, ids=NAMES)
def test_every_face_is_embedded_and_of_the_one_family(tai_lieu: TaiLieu) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(tai_lieu))) as pdf:
        fonts = [
            font
            for page in pdf.pages
            for font in page.get("/Resources", {}).get("/Font", {}).values()
        ]
        descendants = [font.DescendantFonts[0] for font in fonts]
        names = {str(font.BaseFont).split("+")[1] for font in fonts}
        assert {"/FontFile2" in font.FontDescriptor for font in descendants} == {True}
    family = "Liberation-Serif-VB"
    faces = {f"{family}{style}" for style in ("", "-Bold", "-Italic", "-Bold-Italic")}
    assert names == faces


def test_pages_are_a4_and_wide_appendices_lie_across() -> None:
    sizes = [
        (round(float(page.mediabox.width)), round(float(page.mediabox.height)))
        for page in pages_of(VAN_BAN_DAI)
    ]
    assert sizes == [(595, 842)] * 9 + [(842, 595)] * 7 + [(595, 842)]


def test_page_numbers_skip_first_pages_and_begin_again_in_each_appendix() -> None:
    body = ["", "2", "3", "4", "5", "6", "7", "8"]
    assert page_numbers(VAN_BAN_DAI) == [*body, "", "", "2", "3", "4", "5", "6", "7", ""]


def test_page_number_stands_in_the_middle_of_the_text() -> None:
    (number,) = [piece for piece in pieces_of(pages_of(VAN_BAN_DAI)[1]) if piece.baseline < 20]
    assert (number.size, number.face) == (14, "")
    assert number.left + 1.2 == pytest.approx(30 + 165 / 2, abs=0.5)


def test_header_of_a_table_repeats_and_every_row_is_there_once() -> None:
    pages = [page.extract_text() for page in pages_of(VAN_BAN_DAI)[9:16]]
    assert [text.count("Nhiệm vụ chính") for text in pages] == [1] * 7
    words = " ".join(pages).split()
    rows = [int(words[i + 1].rstrip(":")) for i, word in enumerate(words) if word == "thứ"]
    assert rows == list(range(1, 61))


def test_cell_taller_than_a_page_keeps_all_its_lines() -> None:
    pieces = [piece.text for page in pages_of(VAN_BAN_DAI)[11:14] for piece in pieces_of(page)]
    lines = [text for text in pieces if text.startswith("Kết quả đạt được số")]
    assert lines == [f"Kết quả đạt được số {n}" for n in range(1, 61)]


def test_every_vietnamese_letter_of_both_cases_is_text() -> None:
    text = pages_of(VAN_BAN_DAI)[0].extract_text()
    assert [letter for letter in MOI_CHU + MOI_CHU.upper() if letter not in text] == []


def test_text_of_page_one_is_in_reading_order() -> None:
    text = pages_of(KE_HOACH)[0].extract_text()
    order = [
        "ỦY BAN NHÂN DÂN", "XÃ VŨ QUANG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Số:        /KH-UBND",
        "Vũ Quang, ngày        tháng 01 năm 2026", "KẾ HOẠCH", "Triển khai nhiệm vụ", "Căn cứ Luật",
        "ban hành Kế hoạch", "I. MỤC ĐÍCH, YÊU CẦU", "1. Mục đích:", "2. Yêu cầu", "- Giao việc",
        "+ số liệu theo kỳ", "a) Phòng Văn hóa", "b) Phòng",
    ]  # fmt: skip
    places = [text.index(part) for part in order]
    assert places == sorted(places)


@pytest.mark.parametrize("co_chu", [13, 14])
@pytest.mark.parametrize(
    ("trang", "start", "kieu_chu"),
    [
        (0, "CỘNG HÒA", the_thuc.QUOC_HIEU),
        (0, "Độc lập", the_thuc.TIEU_NGU),
        (0, "ỦY BAN NHÂN DÂN XÃ", the_thuc.CO_QUAN_CHU_QUAN),
        (0, "BAN CHỈ ĐẠO", the_thuc.CO_QUAN_BAN_HANH),
        (0, "Số: 02/KH-BCĐ", the_thuc.SO_KY_HIEU),
        (0, "Tịnh Khê, ngày 07", the_thuc.DIA_DANH_NGAY),
        (0, "KẾ HOẠCH", the_thuc.TEN_LOAI),
        (0, "Chuyển đổi số và Đề", the_thuc.TRICH_YEU),
        (0, "Căn cứ Kế hoạch", the_thuc.CAN_CU),
        (0, "Mỗi thành viên", the_thuc.NOI_DUNG),
        (0, "Phần I", the_thuc.PHAN_CHUONG),
        (0, "NHỮNG VIỆC", the_thuc.PHAN_CHUONG),
        (0, "I. CÔNG VIỆC", the_thuc.MUC_LON),
        (0, "TRƯỞNG BAN", the_thuc.QUYEN_HAN_CHUC_VU),
        (0, "CHỦ TỊCH UBND XÃ", the_thuc.QUYEN_HAN_CHUC_VU),
        (0, "Phạm Văn Mẫu", the_thuc.HO_TEN),
        (0, "Nơi nhận:", the_thuc.NOI_NHAN_TIEU_DE),
        (0, "- Lưu: BCĐ.", the_thuc.NOI_NHAN_DONG),
        (1, "Phụ lục", the_thuc.PHU_LUC_SO),
        (1, "DỰ TRÙ KINH PHÍ", the_thuc.PHU_LUC_TEN),
        (1, "(Kèm theo", the_thuc.PHU_LUC_KEM_THEO),
    ],
)
def test_component_has_the_size_and_style_of_the_decree(
    co_chu: int, trang: int, start: str, kieu_chu: KieuChu
) -> None:
    tai_lieu = replace(
        KE_HOACH_BAN_CHI_DAO,
        tham_so=ThamSo(co_chu=co_chu, quoc_hieu_lon=co_chu == 14, thut_dong=the_thuc.THUT_DONG[0]),
        khoi_dau=replace(KE_HOACH_BAN_CHI_DAO.khoi_dau, co_quan_chu_quan=("ỦY BAN NHÂN DÂN XÃ X",)),
        noi_dung=(*KE_HOACH_BAN_CHI_DAO.noi_dung[:2], muc("I", "Công việc"), DoanVan("Hết.")),
    )
    piece = piece_with(pieces_of(pages_of(tai_lieu)[trang]), start)
    styles = (("Bold", kieu_chu.in_dam), ("Italic", kieu_chu.in_nghieng))
    assert piece.face == "-".join(name for name, on in styles if on)
    assert piece.size == kieu_chu.size(lon=co_chu == 14)


def test_text_keeps_the_margins_and_the_indent() -> None:
    pieces = pieces_of(pages_of(VAN_BAN_DAI)[1])
    body = [piece for piece in pieces if piece.baseline > 20]
    assert min(piece.left for piece in body) == pytest.approx(30, abs=0.1)
    assert piece_with(body, "3. Lĩnh vực").left == pytest.approx(42.7, abs=0.1)
    assert body[0].baseline > 20
    assert max(piece.baseline for piece in body) < 297 - 20


def test_signature_has_room_for_a_seal_and_stands_right_of_the_recipients() -> None:
    pieces = pieces_of(pages_of(KE_HOACH)[1])
    post, name = piece_with(pieces, "PHÓ CHỦ TỊCH"), piece_with(pieces, "Trần Văn Mẫu")
    letters = name.size * 25.4 / 72  # the clear room ends where the letters of the name begin
    assert name.baseline - post.baseline - letters >= the_thuc.KHOANG_KY
    authority, recipients = piece_with(pieces, "TM. ỦY BAN"), piece_with(pieces, "Nơi nhận:")
    assert recipients.left == pytest.approx(30, abs=0.1)
    assert authority.left > 30 + 165 / 2
    assert authority.baseline == pytest.approx(recipients.baseline, abs=1)


@pytest.mark.parametrize("so_doan", range(10, 20))
def test_signature_is_never_alone_on_its_page(so_doan: int) -> None:
    body = tuple(DoanVan(f"Đoạn thứ {n} của văn bản.") for n in range(so_doan))
    last = DoanVan("Câu cuối của văn bản dài hơn một dòng chữ. " * 5)
    tai_lieu = replace(KE_HOACH, noi_dung=(*body, last), phu_luc=())
    page = pages_of(tai_lieu)[-1].extract_text()
    assert "TM. ỦY BAN NHÂN DÂN" in page
    assert "Trần Văn Mẫu" in page
    assert "./." in page


def test_draft_mark_is_in_the_margin_of_every_page_and_moves_no_text() -> None:
    draft = replace(KE_HOACH, du_thao=True)
    assert page_numbers(draft) == ["DỰ THẢO", "DỰ THẢO2", "DỰ THẢO", "DỰ THẢO"]
    assert page_numbers(KE_HOACH) == ["", "2", "", ""]

    def text_below_the_margin(tai_lieu: TaiLieu) -> list[list[Piece]]:
        return [[p for p in pieces_of(page) if p.baseline > 20] for page in pages_of(tai_lieu)]

    assert text_below_the_margin(draft) == text_below_the_margin(KE_HOACH)


def test_empty_appendix_and_empty_table_say_so() -> None:
    assert "(Phụ lục này chưa có nội dung.)" in pages_of(VAN_BAN_DAI)[-1].extract_text()
    assert "Không có dữ liệu." in pages_of(BAO_CAO)[0].extract_text()


def test_equal_documents_give_equal_bytes() -> None:
    assert render_pdf(replace(BAO_CAO)) == pdf_of(BAO_CAO)


def test_composed_letters_are_printed_whatever_came_in() -> None:
    loose = unicodedata.normalize("NFD", "Nội dung viết rời từng dấu.")
    page = pages_of(replace(BAO_CAO, noi_dung=(DoanVan(loose),)))[0]
    assert "Nội dung viết rời từng dấu./." in page.extract_text()


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/a.png", "file:///etc/hostname"])
def test_nothing_but_the_faces_is_fetched(url: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        write_pdf(f'<img src="{url}">', [], allowed_urls=frozenset())


def test_preview_has_no_inline_style_or_script_and_escapes_what_was_typed() -> None:
    html = render_html(replace(KE_HOACH, noi_dung=(DoanVan("<script>alert(1)</script>"),)))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert [part for part in ("<script", "style=", "<style", "onclick") if part in html] == []
    assert '<html lang="vi">' in html
    assert 'href="/static/css/print.css"' in html


def test_bookmarks_lead_to_the_headings() -> None:
    outline = PdfReader(io.BytesIO(pdf_of(KE_HOACH))).outline
    (first,) = [item for item in outline if not isinstance(item, list)]
    children = outline[1]
    titles = [item.title for item in children if not isinstance(item, list)]
    assert first.title.startswith("KẾ HOẠCH")
    assert titles == [
        "I. MỤC ĐÍCH, YÊU CẦU", "II. CHỈ TIÊU VÀ NHIỆM VỤ", "III. TỔ CHỨC THỰC HIỆN",
        "Phụ lục I DANH MỤC CÁC CHỈ TIÊU CỤ THỂ", "Phụ lục II DANH MỤC NHIỆM VỤ",
    ]  # fmt: skip
