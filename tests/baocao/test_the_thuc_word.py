"""The Word files of real documents through their XML: sections, fields, styles, rows that repeat.

How they look on paper is measured in `test_the_thuc`; here stands what only Word sees.
"""

import io
from functools import lru_cache
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.baocao.van_ban_that import CAC_VAN_BAN
from tests.vanban.doc_word import text_of, value_of
from tests.vanban.thanh_phan import ThanhPhan, pieces_of_document, squeeze
from vanban.bang_bieu import BangBieu
from vanban.tai_lieu import HuongGiay, TaiLieu
from vanban.word import render_docx

pytestmark = [pytest.mark.django_db, pytest.mark.long_sqlite]

KIEU = {
    "chu_quan": "Tên cơ quan chủ quản", "ban_hanh": "Tên cơ quan", "quoc_hieu": "Quốc hiệu",
    "tieu_ngu": "Tiêu ngữ", "so_ky_hieu": "Số ký hiệu", "ve_viec": "Về việc",
    "dia_danh": "Địa danh ngày tháng", "ten_loai": "Tên loại", "trich_yeu": "Trích yếu",
    "can_cu": "Căn cứ", "muc_lon": "heading 2",
    "noi_nhan": "Nơi nhận", "dong_noi_nhan": "Danh sách nơi nhận", "quyen_han": "Quyền hạn chức vụ",
    "chuc_vu_khac": "Quyền hạn chức vụ", "ho_ten": "Họ tên người ký", "kem_theo": "Kèm theo",
    "don_vi_tinh": "Đơn vị tính",
}  # fmt: skip
DOC = ("11906", "16838", None)
NGANG = ("16838", "11906", "landscape")


@pytest.fixture(params=CAC_VAN_BAN)
def tai_lieu(request: pytest.FixtureRequest, van_ban_that: dict[str, TaiLieu]) -> TaiLieu:
    return van_ban_that[request.param]


@lru_cache
def word_of(tai_lieu: TaiLieu) -> Any:
    return Document(io.BytesIO(render_docx(tai_lieu)))


def test_each_part_is_a_section_with_its_paper_and_its_own_numbers(tai_lieu: TaiLieu) -> None:
    ways = [NGANG if x.huong_giay is HuongGiay.NGANG else DOC for x in tai_lieu.phu_luc]
    sections = word_of(tai_lieu).element.body.xpath(".//w:sectPr")
    sizes = [tuple(value_of(x, "w:pgSz", name) for name in ("w", "h", "orient")) for x in sections]
    assert sizes == [DOC, *ways]
    for section in sections:
        assert value_of(section, "w:pgNumType", "start") == "1"
        assert len(section.xpath("w:titlePg")) == 1
        margins = [value_of(section, "w:pgMar", x) for x in ("top", "bottom", "left", "right")]
        assert margins == ["1134", "1134", "1701", "850"]  # 20, 20, 30, 15 mm in twips
    for section in word_of(tai_lieu).sections:
        [field] = section.header._element.xpath(".//w:fldSimple")
        assert field.get(qn("w:instr")).strip() == "PAGE"
        assert section.first_page_header._element.xpath(".//w:fldSimple") == []


def test_each_table_has_head_rows_that_repeat_and_no_row_is_lost(tai_lieu: TaiLieu) -> None:
    wanted = [x for x in pieces_of_document(tai_lieu) if isinstance(x, BangBieu)]
    tables = word_of(tai_lieu).element.body.xpath('w:tbl[w:tblPr/w:tblStyle/@w:val="BangBieu"]')
    assert len(tables) == len(wanted)
    for made, bang in zip(tables, wanted, strict=True):
        assert len(made.xpath("w:tr[w:trPr/w:tblHeader]")) == len(bang.header_rows)
        assert len(made.xpath("w:tr")) == len(bang.header_rows) + len(bang.laid_rows)
        assert len(made.xpath("w:tblGrid/w:gridCol")) == len(bang.cac_cot)


def test_each_component_is_a_paragraph_in_the_style_of_its_name(tai_lieu: TaiLieu) -> None:
    document = word_of(tai_lieu)
    names = {style.style_id: style.element.find(qn("w:name")).get(qn("w:val"))
             for style in document.styles}  # fmt: skip
    made = [
        (names[paragraph.style], squeeze(text_of(paragraph)))
        for paragraph in document.element.body.iter(qn("w:p"))
        if text_of(paragraph)
    ]
    pieces = [x for x in pieces_of_document(tai_lieu) if isinstance(x, ThanhPhan)]
    wanted = [(KIEU[x.ten], squeeze(x.noi_dung)) for x in pieces if x.ten in KIEU]
    headings = [text for style, text in made if style == "heading 1"]  # number and title in one
    assert "".join(headings) == "".join(
        squeeze(x.noi_dung) for x in pieces if x.ten == "phan_chuong"
    )
    missing = [row for row in wanted if row not in made]
    assert missing == []


def test_no_letter_has_a_look_that_is_not_its_styles(tai_lieu: TaiLieu) -> None:
    body = word_of(tai_lieu).element.body
    direct = body.xpath(".//w:r/w:rPr/*[not(self::w:rStyle)]")
    assert direct == []
    fonts = word_of(tai_lieu).styles.element.xpath(".//w:rFonts/@w:ascii")
    assert fonts == ["Times New Roman"]
