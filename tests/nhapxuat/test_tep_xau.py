"""Hostile and broken files: each refused with one sentence, quickly, in little memory."""

import io
import tracemalloc

import pytest

from nhapxuat.doc_tep import read_tables
from nhapxuat.doc_trang import O_DAI, THIEU_CHU
from nhapxuat.loi_tep import GioiHan, TepKhongDoc, TepQuaLon
from tests.nhapxuat.tep_xau import CAC_TEP, NHO, good_docx, good_xlsx, replace_in, with_parts

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("ten_loai", CAC_TEP)
def test_refused_with_one_sentence(ten_loai):
    ten, build, error = CAC_TEP[ten_loai]
    content = build()
    with pytest.raises(TepKhongDoc) as refused:
        read_tables(io.BytesIO(content), ten, NHO)
    assert type(refused.value) is error
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_there_are_forty_files_at_least():
    assert len(CAC_TEP) >= 40


@pytest.mark.parametrize("ten_loai", ["bom xml", "triệu dòng trống", "triệu ô", "16.384 cột"])
def test_the_worst_take_little_memory(ten_loai):
    ten, build, _ = CAC_TEP[ten_loai]
    stream = io.BytesIO(build())
    tracemalloc.start()
    with pytest.raises(TepKhongDoc):
        read_tables(stream, ten)
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert used < 40 << 20


@pytest.mark.parametrize(("ten", "build"), [("a.xlsx", good_xlsx), ("a.docx", good_docx)])
def test_good_files_are_read(ten, build):
    [bang] = read_tables(io.BytesIO(build()), ten)
    assert bang.cell(1, 2).noi_dung == "Nhiệm vụ"


def test_words_that_are_lost_or_cut_are_told():
    # a cell of a shared string the file does not have, and one of too many characters
    long = "<is><t>" + "a" * 40_000 + "</t></is>"
    sheet = (
        "<worksheet><sheetData><row><c t='s'><v>7</v></c>"
        f"<c t='inlineStr'>{long.replace('</t>', '</t><t>b</t>')}</c></row></sheetData></worksheet>"
    )
    content = with_parts(good_xlsx(), **{"xl/worksheets/sheet1.xml": sheet.encode()})
    [bang] = read_tables(io.BytesIO(content), "a.xlsx")
    assert [bang.cell(1, n).cac_loi for n in (1, 2)] == [(THIEU_CHU,), (O_DAI,)]


def test_a_number_format_longer_than_any_program_writes_takes_no_time():
    styles = (
        "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='" + "[" * 200_000 + "'/></numFmts>"
        "<cellXfs><xf numFmtId='164'/></cellXfs></styleSheet>"
    )
    content = with_parts(good_xlsx(), **{"xl/styles.xml": styles.encode()})
    [bang] = read_tables(io.BytesIO(content), "a.xlsx")
    assert bang.cell(2, 1).noi_dung == "1"


def test_rows_swallowed_by_quotes_are_told():
    text = 'TT;Nội dung;Kinh phí\n1;"Mua;5\n2;b;3\n3;"c;7\n'
    [bang] = read_tables(io.BytesIO(text.encode()), "a.csv")
    assert any(cell.canh_bao for _, _, cell in bang.walk())


def test_links_people_click_and_the_local_template_are_harmless():
    rels = "word/_rels/document.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    content = replace_in(
        good_docx(), rels, "</Relationships>",
        f'<Relationship Id="h1" Type="{kind}hyperlink" Target="https://a.vn" '
        'TargetMode="External"/></Relationships>',
    )  # fmt: skip
    template = (
        f'<Relationships><Relationship Id="t1" Type="{kind}attachedTemplate" '
        'Target="file:///C:/Users/a/Normal.dotm" TargetMode="External"/></Relationships>'
    )
    content = with_parts(content, **{"word/_rels/settings.xml.rels": template.encode()})
    assert len(read_tables(io.BytesIO(content), "a.docx")) == 1


def test_limits_are_parameters():
    with pytest.raises(TepQuaLon, match="quá giới hạn 1 MB"):
        read_tables(io.BytesIO(b"a;b\n" * 900_000), "a.csv", GioiHan(tep_toi_da=1 << 20))
