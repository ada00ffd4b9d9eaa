"""Hostile and broken files: each refused with one sentence, quickly, in little memory."""

import io
import tracemalloc

import pytest

from nhapxuat.doc_tep import read_tables
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
