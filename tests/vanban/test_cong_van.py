"""A letter (công văn): no type name, "V/v ..." under number and symbol, in the PDF and in Word."""

from dataclasses import replace

import pytest

from tests.vanban.doc_pdf import Piece, pages_of, piece_with, pieces_of
from tests.vanban.doc_word import first_difference, styled_texts, word_of
from tests.vanban.test_word import style_of, value_of
from tests.vanban.van_ban_mau import KE_HOACH
from vanban import the_thuc
from vanban.tai_lieu import DoanVan, NgayThang, TaiLieu
from vanban.the_thuc import ThamSo

pytestmark = pytest.mark.pure

CONG_VAN = replace(
    KE_HOACH,
    khoi_dau=replace(
        KE_HOACH.khoi_dau, ky_hieu="UBND-VHXH", so_van_ban="12", ngay_thang=NgayThang(2026, 11, 5)
    ),
    ten_loai="Công văn",
    la_cong_van=True,
    trich_yeu="đôn đốc gửi báo cáo và hoàn thành nhiệm vụ quá hạn theo Kế hoạch năm 2026",
    can_cu=(),
    kinh_gui=("Thôn 1",),
    noi_dung=(DoanVan("Thôn 1 còn chậm báo cáo."), DoanVan("Yêu cầu Thôn 1 thực hiện.")),
    phu_luc=(),
)
LINES = (
    "V/v đôn đốc gửi báo cáo và",
    "hoàn thành nhiệm vụ quá",
    "hạn theo Kế hoạch năm 2026",
)


def pieces(tai_lieu: TaiLieu) -> list[Piece]:
    return pieces_of(pages_of(tai_lieu)[0])


@pytest.mark.parametrize("lon", [False, True])
def test_subject_has_size_and_style_of_the_decree(lon: bool) -> None:
    tai_lieu = replace(CONG_VAN, tham_so=ThamSo(quoc_hieu_lon=lon))
    lines = [piece_with(pieces(tai_lieu), start) for start in LINES]
    assert [(line.size, line.face) for line in lines] == [(the_thuc.VE_VIEC.size(lon=lon), "")] * 3


def test_subject_stands_in_the_middle_below_the_number() -> None:
    number, first = piece_with(pieces(CONG_VAN), "Số: 12/"), piece_with(pieces(CONG_VAN), "V/v")
    place = piece_with(pieces(CONG_VAN), "Vũ Quang, ngày 05")
    assert number.text == "Số: 12/UBND-VHXH"
    assert number.baseline == pytest.approx(place.baseline, abs=0.6)
    gap = (first.baseline - number.baseline) * 72 / 25.4 - 12 * 1.15
    assert gap == pytest.approx(6, abs=2)  # points between the two, II.5.b
    column = 30 + 165 * 0.44 / 2
    half = 12 * 25.4 / 72 * sum(0.45 for _ in first.text) / 2
    assert first.left == pytest.approx(column - half, abs=6)


def test_nothing_of_a_named_document_is_printed() -> None:
    page = pages_of(CONG_VAN)[0].extract_text()
    assert [word for word in ("CÔNG VĂN", "KẾ HOẠCH", "Công văn") if word in page] == []
    order = [page.index(part) for part in ("Số: 12", *LINES, "Kính gửi:", "Thôn 1 còn", "TM.")]
    assert order == sorted(order)


def test_word_says_what_the_pdf_says() -> None:
    assert first_difference(CONG_VAN) == ""


def test_word_has_the_same_lines_in_a_style_of_their_own() -> None:
    texts = styled_texts(CONG_VAN)
    assert texts[:8] == [
        ("Tên cơ quan", "ỦY BAN NHÂN DÂN"),
        ("Tên cơ quan", "XÃ VŨ QUANG"),
        ("Quốc hiệu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Tiêu ngữ", "Độc lập - Tự do - Hạnh phúc"),
        ("Số ký hiệu", "Số: 12/UBND-VHXH"),
        ("Về việc", "\n".join(LINES)),
        ("Địa danh ngày tháng", "Vũ Quang, ngày 05 tháng 11 năm 2026"),
        ("Kính gửi", "Kính gửi: Thôn 1"),
    ]
    assert {"Tên loại", "Trích yếu"} & {style for style, _ in texts} == set()


@pytest.mark.parametrize("lon", [False, True])
def test_word_style_has_size_and_place_of_the_decree(lon: bool) -> None:
    style = style_of(replace(CONG_VAN, tham_so=ThamSo(quoc_hieu_lon=lon)), "Về việc")
    assert [value_of(style, f"w:rPr/w:{name}") for name in ("sz", "b", "i")] == [
        str(the_thuc.VE_VIEC.size(lon=lon) * 2), "0", "0",
    ]  # fmt: skip
    assert value_of(style, "w:pPr/w:jc") == "center"
    assert value_of(style, "w:pPr/w:spacing", "before") == "120"


def test_other_documents_have_no_such_line() -> None:
    assert KE_HOACH.ve_viec_lines == ()
    assert "V/v" not in pages_of(KE_HOACH)[0].extract_text()
    assert "Về việc" not in [style for style, _ in styled_texts(KE_HOACH)]


def test_the_file_is_named_after_its_subject() -> None:
    assert CONG_VAN.tieu_de.startswith("Công văn đôn đốc gửi báo cáo")
    assert word_of(CONG_VAN).core_properties.title == CONG_VAN.tieu_de
