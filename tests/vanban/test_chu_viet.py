"""Every Vietnamese letter, both cases, four styles: real glyphs of the one family, in a PDF."""

import io
from html import escape

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from tests.vanban.do_pdf import Chu, read_pages
from tests.vanban.van_ban_mau import KE_HOACH, MOI_CHU
from vanban.bo_in_pdf import write_pdf
from vanban.phong_chu import DAU_CAU, default_directories, find_fonts
from vanban.trang_in import page_css

pytestmark = pytest.mark.pure

CHU_VA_DAU = MOI_CHU + MOI_CHU.upper() + "fjwzFJWZ" + DAU_CAU
KIEU = ("{}", "<b>{}</b>", "<i>{}</i>", "<b><i>{}</i></b>")


@pytest.fixture(scope="module")
def tep_pdf() -> bytes:
    """Write the letters one paragraph a style, with the faces of every document."""
    html = "".join(f"<p>{mark.format(escape(CHU_VA_DAU))}</p>" for mark in KIEU)
    phong_chu = find_fonts(default_directories())
    return write_pdf(
        f'<html lang="vi"><title>Chữ</title><body class="van-ban">{html}</body></html>',
        [page_css(KE_HOACH, phong_chu), ".van-ban { overflow-wrap: anywhere; font-kerning: none }"],
        allowed_urls=frozenset(path.as_uri() for path in phong_chu.files),
    )


def letters_of(tep_pdf: bytes) -> list[Chu]:
    return [chu for page in read_pages(tep_pdf) for chu in page.cac_chu]


def test_each_style_has_all_letters_in_its_own_face(tep_pdf: bytes) -> None:
    letters = letters_of(tep_pdf)
    faces = [(chu.ho_chu, chu.is_bold, chu.is_italic) for chu in letters]
    assert list(dict.fromkeys(faces)) == [
        ("LiberationSerif", False, False),
        ("LiberationSerif", True, False),
        ("LiberationSerif", False, True),
        ("LiberationSerif", True, True),
    ]
    assert "".join(chu.ky_tu for chu in letters) == CHU_VA_DAU * 4


def test_each_letter_is_drawn_as_wide_as_the_face_says(tep_pdf: bytes) -> None:
    letters, count = letters_of(tep_pdf), len(CHU_VA_DAU)
    for thu_tu, path in enumerate(find_fonts(default_directories()).files):
        font = TTFont(path)
        cmap, widths = font.getBestCmap(), font["hmtx"]
        for chu in letters[thu_tu * count : (thu_tu + 1) * count]:
            glyph = cmap[ord(chu.ky_tu)]
            assert glyph != ".notdef"
            wide = widths[glyph][0] / font["head"].unitsPerEm * chu.co_chu * 25.4 / 72
            assert chu.phai - chu.trai == pytest.approx(wide, abs=0.02), (path.name, chu.ky_tu)


def test_no_face_holds_an_empty_glyph_in_place_of_a_letter(tep_pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(tep_pdf)) as pdf:
        objects = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary)]
        fonts = [o for o in objects if o.get("/Type") == "/FontDescriptor"]
        files = [font.FontFile2.read_bytes() for font in fonts]
    assert len(files) == 4
    for content in files:
        glyphs = TTFont(io.BytesIO(content))["glyf"]
        drawn = sum(1 for name in glyphs.keys() if glyphs[name].numberOfContours)  # noqa: SIM118
        assert drawn >= len(set(CHU_VA_DAU)) - 1
