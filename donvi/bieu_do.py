"""Small SVG charts that live with a strict CSP and print as they look: parts of a whole.

Only presentation attributes: no style, no script, no class. Each drawing is an image with a title
and a description that says every figure; ids are built from ``uid``, which must be unique on the
page. Legends are the page's business (``components/chart.html``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate
from math import cos, pi, sin

from donvi.tieng_viet import format_so

# The solid tones of static/css/tokens.css; a test keeps the two equal.
COLOURS = {
    "neutral": "#6d737d",
    "info": "#2f5f99",
    "success": "#2b7a4b",
    "warning": "#a2640a",
    "danger": "#b2282a",
}
PAPER, INK, LINE = "#ffffff", "#22262d", "#e0dacd"
FONT = 'font-family="Segoe UI, Roboto, Liberation Sans, Arial, sans-serif"'

BAR_WIDTH, BAR_HEIGHT = 480, 32
ROOM_FOR_DIGIT = 10
DONUT_SIZE, DONUT_OUTER, DONUT_INNER = 160, 76, 50


@dataclass(frozen=True)
class Segment:
    """One part of a whole: its words, a count of at least 0, and one of the five tones.

    ``url`` is where the legend's figure leads to, "" for nowhere.
    """

    label: str
    value: int
    tone: str
    url: str = ""


def stacked_bar(segments: Sequence[Segment], *, uid: str, title: str) -> str:
    """Draw the parts side by side on one bar, each as wide as its share.

    >>> "Quá hạn: 1" in stacked_bar([Segment("Quá hạn", 1, "danger")], uid="a", title="Nhiệm vụ")
    True

    :raises ValueError: a value is negative or a tone is unknown.
    """
    shapes = "".join(_bar_parts(_drawn(segments)))
    empty = f'<rect width="{BAR_WIDTH}" height="{BAR_HEIGHT}" fill="{LINE}"/>'
    return _image(shapes or empty, (BAR_WIDTH, BAR_HEIGHT), segments, uid=uid, title=title)


def _bar_parts(segments: Sequence[Segment]) -> Iterator[str]:
    total = sum(segment.value for segment in segments)
    ends = accumulate(segment.value for segment in segments)
    for segment, end in zip(segments, ends, strict=True):
        left = BAR_WIDTH * (end - segment.value) / total
        width = BAR_WIDTH * segment.value / total
        yield (
            f'<rect x="{left:.2f}" width="{width:.2f}" height="{BAR_HEIGHT}" '
            f'fill="{COLOURS[segment.tone]}" stroke="{PAPER}" stroke-width="2"/>'
        )
        text = format_so(segment.value)
        if width >= ROOM_FOR_DIGIT * (len(text) + 1):
            yield _text(text, (left + width / 2, BAR_HEIGHT / 2 + 5), size=15, colour=PAPER)


def donut(segments: Sequence[Segment], *, uid: str, title: str) -> str:
    """Draw the parts as arcs of one ring, clockwise from the top, with the total in the middle.

    >>> donut([Segment("Đạt", 3, "success"), Segment("Chưa đạt", 1, "danger")],
    ...       uid="a", title="Chỉ tiêu").count("<path")
    2

    :raises ValueError: a value is negative or a tone is unknown.
    """
    drawn = _drawn(segments)
    total = sum(segment.value for segment in drawn)
    ends = accumulate(segment.value for segment in drawn)
    rings = [
        _arc((end - part.value) / total, end / total, COLOURS[part.tone])
        for part, end in zip(drawn, ends, strict=True)
    ] or [_arc(0, 1, LINE)]
    middle = DONUT_SIZE / 2
    rings.append(_text(format_so(total), (middle, middle + 11), size=32, colour=INK))
    return _image("".join(rings), (DONUT_SIZE, DONUT_SIZE), segments, uid=uid, title=title)


def _arc(start: float, end: float, colour: str) -> str:
    """Draw the ring between two shares of the circle (0 <= start < end <= 1)."""
    middle = DONUT_SIZE / 2
    half = (start + end) / 2  # two half arcs, since one arc can't be a full circle
    outer = [_point(middle, DONUT_OUTER, share) for share in (start, half, end)]
    inner = [_point(middle, DONUT_INNER, share) for share in (end, half, start)]
    path = (
        f"M{outer[0]}A{DONUT_OUTER} {DONUT_OUTER} 0 0 1 {outer[1]}"
        f"A{DONUT_OUTER} {DONUT_OUTER} 0 0 1 {outer[2]}L{inner[0]}"
        f"A{DONUT_INNER} {DONUT_INNER} 0 0 0 {inner[1]}"
        f"A{DONUT_INNER} {DONUT_INNER} 0 0 0 {inner[2]}Z"
    )
    return f'<path d="{path}" fill="{colour}" stroke="{PAPER}" stroke-width="2"/>'


def _point(middle: float, radius: float, share: float) -> str:
    angle = 2 * pi * share
    return f"{middle + radius * sin(angle):.2f} {middle - radius * cos(angle):.2f}"


def _text(words: str, at: tuple[float, float], *, size: int, colour: str) -> str:
    return (
        f'<text x="{at[0]:.2f}" y="{at[1]:.2f}" text-anchor="middle" font-size="{size}" '
        f'font-weight="bold" fill="{colour}" {FONT}>{words}</text>'
    )


def _drawn(segments: Sequence[Segment]) -> list[Segment]:
    for segment in segments:
        if segment.value < 0 or segment.tone not in COLOURS:
            msg = f"Phần “{segment.label}” không vẽ được: {segment.value}, {segment.tone}."
            raise ValueError(msg)
    return [segment for segment in segments if segment.value]


def _image(
    shapes: str, size: tuple[int, int], segments: Sequence[Segment], *, uid: str, title: str
) -> str:
    figures = "; ".join(f"{part.label}: {format_so(part.value)}" for part in segments)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" role="img" '
        f'aria-labelledby="{uid}-title {uid}-desc"><title id="{uid}-title">{escape(title)}</title>'
        f'<desc id="{uid}-desc">{escape(figures or "chưa có số liệu")}</desc>{shapes}</svg>'
    )
