import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from donvi.bieu_do import BAR_WIDTH, COLOURS, Segment, donut, stacked_bar
from donvi.huy_hieu import TONES

pytestmark = pytest.mark.pure

TOKENS = Path(__file__).resolve().parents[2] / "static/css/tokens.css"
SVG = "{http://www.w3.org/2000/svg}"
PARTS = [Segment("Đạt", 3, "success"), Segment("Chưa đạt", 1, "danger")]
COUNTS = st.lists(st.integers(0, 10**6), max_size=8)
DRAW = pytest.mark.parametrize("draw", [stacked_bar, donut])


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def test_colours_are_the_solid_tones_of_the_tokens():
    found = re.findall(r"--tone-(\w+)-solid: (#\w+);", TOKENS.read_text())
    assert dict(found) == COLOURS
    assert tuple(COLOURS) == TONES


@DRAW
def test_chart_is_an_image_that_says_every_figure(draw):
    image = parse(draw(PARTS, uid="a", title="Chỉ tiêu <2026>"))
    assert image.get("role") == "img"
    assert image.get("aria-labelledby") == "a-title a-desc"
    assert [(t.get("id"), t.text) for t in image[:2]] == [
        ("a-title", "Chỉ tiêu <2026>"),
        ("a-desc", "Đạt: 3; Chưa đạt: 1"),
    ]


@DRAW
def test_chart_of_nothing_says_so(draw):
    image = parse(draw([], uid="a", title="Chỉ tiêu"))
    assert image[1].text == "chưa có số liệu"
    assert len(image) > 2  # an empty bar or ring stands in its place


@DRAW
@given(COUNTS)
def test_chart_has_presentation_attributes_only(draw, counts):
    parts = [Segment("Phần & khác", value, "info") for value in counts]
    for node in parse(draw(parts, uid="x", title="T")).iter():
        assert not {"style", "class"} & set(node.attrib)
        assert not [name for name in node.attrib if name.startswith("on")]
        assert node.tag.removeprefix(SVG) in {"svg", "title", "desc", "rect", "path", "text"}


@given(COUNTS.filter(any))
def test_bar_is_filled_by_its_parts_in_order(counts):
    bar = parse(stacked_bar([Segment("P", n, "info") for n in counts], uid="a", title="T"))
    right = 0.0
    for rect in bar.findall(f"{SVG}rect"):
        assert float(rect.get("x")) == pytest.approx(right, abs=0.02)
        right = float(rect.get("x")) + float(rect.get("width"))
    assert right == pytest.approx(BAR_WIDTH, abs=0.02)
    assert len(bar.findall(f"{SVG}rect")) == sum(1 for n in counts if n)


def test_bar_writes_a_figure_only_where_it_fits():
    parts = [Segment("Lớn", 999, "info"), Segment("Nhỏ", 1, "danger")]
    bar = parse(stacked_bar(parts, uid="a", title="T"))
    assert [text.text for text in bar.findall(f"{SVG}text")] == ["999"]


def test_donut_shows_the_total_and_an_arc_per_part():
    ring = parse(donut([*PARTS, Segment("Không", 0, "neutral")], uid="a", title="T"))
    assert [path.get("fill") for path in ring.findall(f"{SVG}path")] == [
        COLOURS["success"],
        COLOURS["danger"],
    ]
    assert [text.text for text in ring.findall(f"{SVG}text")] == ["4"]


def test_donut_of_one_part_is_a_closed_ring():
    ring = parse(donut([Segment("Tất cả", 5, "info")], uid="a", title="T"))
    path = ring.find(f"{SVG}path").get("d")
    assert path.startswith("M80.00 4.00A76 76 0 0 1 80.00 156.00A76 76 0 0 1 80.00 4.00")


@DRAW
@pytest.mark.parametrize("bad", [Segment("Âm", -1, "info"), Segment("Lạ", 1, "pink")])
def test_impossible_part_is_refused_by_name(draw, bad):
    with pytest.raises(ValueError, match=f"Phần “{bad.label}” không vẽ được"):
        draw([bad], uid="a", title="T")
