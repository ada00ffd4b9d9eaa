"""The Word file read back: sections, page numbers, tables, signature, the package itself."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.vanban.doc_word import (
    body_of,
    docx_of,
    part_of,
    style_of,
    text_of,
    texts_in,
    value_of,
    word_of,
)
from tests.vanban.van_ban_mau import BAO_CAO, KE_HOACH, KE_HOACH_BAN_CHI_DAO, VAN_BAN_DAI
from vanban.tai_lieu import TaiLieu
from vanban.the_thuc import ThamSo
from vanban.word import render_docx

pytestmark = pytest.mark.pure

ALL = [KE_HOACH, KE_HOACH_BAN_CHI_DAO, BAO_CAO, VAN_BAN_DAI]
NAMES = ["ke_hoach", "ban_chi_dao", "bao_cao", "van_ban_dai"]


def tables_of(tai_lieu: TaiLieu) -> list[Any]:
    """List the tables with borders: those that hold data."""
    return body_of(tai_lieu).xpath('w:tbl[w:tblPr/w:tblStyle/@w:val="BangBieu"]')


def sections_of(tai_lieu: TaiLieu) -> list[Any]:
    return body_of(tai_lieu).xpath(".//w:sectPr")


# --- pages ----------------------------------------------------------------------------------------


def test_sections_have_paper_margins_and_numbers_from_one() -> None:
    def page(section: Any) -> dict[str, str | None]:
        wanted = {"pgSz": ("w", "h", "orient"), "pgMar": ("top", "bottom", "left", "right")}
        found = {
            name: value_of(section, f"w:{path}", name)
            for path, names in wanted.items()
            for name in names
        }
        return found | {"start": value_of(section, "w:pgNumType", "start")}

    margins = {"top": "1134", "bottom": "1134", "left": "1701", "right": "850", "start": "1"}
    doc = {"w": "11906", "h": "16838", "orient": None} | margins
    ngang = {"w": "16838", "h": "11906", "orient": "landscape"} | margins
    assert [page(section) for section in sections_of(VAN_BAN_DAI)] == [doc, doc, ngang, doc]
    wide = replace(KE_HOACH, tham_so=ThamSo(le_tren=25, le_duoi=24, le_trai=35, le_phai=20))
    assert page(sections_of(wide)[0]) == doc | {
        "top": "1417",
        "bottom": "1361",
        "left": "1984",
        "right": "1134",
    }


@pytest.mark.parametrize("tai_lieu", ALL, ids=NAMES)
def test_page_number_is_a_centred_field_and_the_first_page_has_none(tai_lieu: TaiLieu) -> None:
    for section in word_of(tai_lieu).sections:
        number = section.header.paragraphs[0]
        (field,) = number.part.element.xpath("w:p/w:fldSimple")
        assert field.get(qn("w:instr")) == " PAGE "
        assert section.first_page_header.paragraphs[0].part.element.xpath(".//w:fldSimple") == []
        assert section.different_first_page_header_footer
        assert [p.text for p in section.first_page_header.paragraphs] == [
            "DỰ THẢO" if tai_lieu.du_thao else ""
        ]
    assert value_of(style_of(tai_lieu, "Số trang"), "w:pPr/w:jc") == "center"


def test_draft_is_marked_at_the_left_with_the_number_still_in_the_middle() -> None:
    draft = replace(KE_HOACH, du_thao=True)
    middles = []
    for section in word_of(draft).sections:
        header = section.header.paragraphs[0]
        assert header.text.startswith("DỰ THẢO\t")
        middles.append(value_of(header.part.element, "w:p/w:pPr/w:tabs/w:tab", "pos"))
    assert middles == ["4677", "7143", "7143"]  # half of 165 mm, half of 252 mm
    assert "DỰ THẢO" not in text_of(body_of(draft))


# --- tables ---------------------------------------------------------------------------------------


def test_header_of_two_rows_repeats_and_joins_its_cells() -> None:
    (bang,) = tables_of(KE_HOACH)
    assert len(bang.xpath("w:tr/w:trPr/w:tblHeader")) == 2
    upper, lower = bang.xpath("w:tr[w:trPr/w:tblHeader]")
    assert [value_of(o, "w:tcPr/w:gridSpan") for o in upper.xpath("w:tc")] == [
        None,
        None,
        "5",
        None,
    ]
    assert [value_of(o, "w:tcPr/w:vMerge") for o in upper.xpath("w:tc")] == [
        "restart",
        "restart",
        None,
        "restart",
    ]
    joined = ["continue", "continue", *[None] * 5, "continue"]
    assert [value_of(o, "w:tcPr/w:vMerge") for o in lower.xpath("w:tc")] == joined
    assert [text_of(o) for o in lower.xpath("w:tc")] == [
        "", "", "Năm 2026", "Năm 2030", "Năm 2035", "Năm 2040", "Năm 2045", "",
    ]  # fmt: skip


@pytest.mark.parametrize("tai_lieu", ALL, ids=NAMES)
def test_tables_fill_the_text_and_cells_are_as_wide_as_their_columns(tai_lieu: TaiLieu) -> None:
    widths = {9354, 14287}  # 165 mm portrait, 252 mm landscape
    for bang in tables_of(tai_lieu):
        grid = [int(column.get(qn("w:w"))) for column in bang.xpath("w:tblGrid/w:gridCol")]
        assert sum(grid) in widths
        assert value_of(bang, "w:tblPr/w:tblLayout", "type") == "fixed"
        for row in bang.xpath("w:tr"):
            cells = [int(value_of(o, "w:tcPr/w:tcW", "w") or 0) for o in row.xpath("w:tc")]
            assert sum(cells) == sum(grid)


def test_short_rows_stay_whole_and_the_tall_one_may_break() -> None:
    tasks = tables_of(VAN_BAN_DAI)[1]
    rows = tasks.xpath("w:tr")
    broken = [text_of(row.xpath("w:tc")[0]) for row in rows if not row.xpath("w:trPr/w:cantSplit")]
    assert broken == ["30"]
    assert len(rows) == 63


def test_group_rows_go_with_their_rows_and_totals_with_the_row_above() -> None:
    (bang,) = tables_of(KE_HOACH_BAN_CHI_DAO)
    rows = bang.xpath("w:tr")
    styles = [value_of(row, "w:tc/w:p/w:pPr/w:pStyle") for row in rows]
    assert styles == ["DauCot", "DongNhom", "DongNhom", "OBang", "OBang", "DongTong"]
    kept = [bool(row.xpath("w:tc/w:p/w:pPr/w:keepNext")) for row in rows]
    assert kept == [False, False, False, False, True, False]
    keeps = style_of(KE_HOACH_BAN_CHI_DAO, "Dòng nhóm").xpath("w:pPr/w:keepNext[not(@w:val)]")
    assert len(keeps) == 1
    assert [value_of(rows[5], "w:tc/w:p/w:pPr/w:jc"), text_of(rows[5])] == [
        "center",
        "Tổng cộng200.000.000",
    ]


def test_lines_of_a_cell_stay_lines() -> None:
    (bang,) = tables_of(KE_HOACH_BAN_CHI_DAO)
    assert text_of(bang.xpath("w:tr[5]/w:tc[7]")[0]) == "Máy tính, máy in\nMáy quét"


def test_empty_table_and_empty_appendix_say_so() -> None:
    assert text_of(tables_of(BAO_CAO)[0].xpath("w:tr[2]")[0]) == "Không có dữ liệu."
    assert texts_in(KE_HOACH, "Phụ lục trống") == ["(Phụ lục này chưa có nội dung.)"]


# --- signature ------------------------------------------------------------------------------------


@pytest.mark.parametrize("tai_lieu", ALL, ids=NAMES)
def test_signature_is_one_row_that_stays_with_the_last_block(tai_lieu: TaiLieu) -> None:
    signature = body_of(tai_lieu).xpath('w:tbl[w:tblPr/w:tblStyle/@w:val="BangKhongVien"]')[1]
    assert len(signature.xpath("w:tr")) == len(signature.xpath("w:tr/w:trPr/w:cantSplit")) == 1
    assert value_of(signature, './/w:pPr[w:pStyle/@w:val="ChoKy"]/w:pStyle') == "ChoKy"
    assert value_of(style_of(tai_lieu, "Chỗ ký"), "w:pPr/w:spacing", "line") == "1984"  # 35 mm
    gap, last = signature.getprevious(), signature.getprevious().getprevious()
    assert value_of(gap, "w:pPr/w:pStyle") == "TruocKhoiKy"
    assert last.xpath("self::w:p/w:pPr/w:keepNext | w:tr[last()]//w:pPr/w:keepNext") != []


# --- file -----------------------------------------------------------------------------------------


def test_equal_documents_give_equal_bytes_without_a_clock() -> None:
    assert render_docx(KE_HOACH) == render_docx(replace(KE_HOACH))
    with zipfile.ZipFile(io.BytesIO(docx_of(KE_HOACH))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "dcterms" not in part_of(docx_of(KE_HOACH), "docProps/core.xml").partition("<dc:")[2]


@pytest.mark.parametrize("tai_lieu", ALL, ids=NAMES)
def test_properties_name_title_issuer_and_language(tai_lieu: TaiLieu) -> None:
    properties = Document(io.BytesIO(docx_of(tai_lieu))).core_properties
    assert (properties.title, properties.author, properties.language) == (
        tai_lieu.tieu_de,
        tai_lieu.khoi_dau.ten_co_quan,
        "vi",
    )
    assert (properties.comments, properties.last_modified_by) == ("", "")


def test_package_holds_nothing_of_the_template_but_what_word_asks_for() -> None:
    with zipfile.ZipFile(io.BytesIO(docx_of(BAO_CAO))) as package:
        assert sorted(package.namelist()) == [
            "[Content_Types].xml", "_rels/.rels", "docProps/core.xml",
            "word/_rels/document.xml.rels", "word/document.xml", "word/fontTable.xml",
            "word/header1.xml", "word/header2.xml", "word/settings.xml", "word/styles.xml",
            "word/theme/theme1.xml",
        ]  # fmt: skip
