"""Read finished Word files back: paragraphs with their styles, tables, section properties."""

import io
import re
import zipfile
from functools import lru_cache
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from tests.vanban.doc_pdf import pages_of, pieces_of
from vanban.bang_bieu import BangBieu
from vanban.tai_lieu import TaiLieu
from vanban.word import render_docx

Xml = Any


@lru_cache
def docx_of(tai_lieu: TaiLieu) -> bytes:
    """Render once per test process."""
    return render_docx(tai_lieu)


def word_of(tai_lieu: TaiLieu) -> Any:
    """Open the file as python-docx does."""
    return Document(io.BytesIO(docx_of(tai_lieu)))


def part_of(content: bytes, name: str) -> str:
    """Read one part of the package as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name).decode()


def body_of(tai_lieu: TaiLieu) -> Xml:
    return word_of(tai_lieu).element.body


def text_of(piece: Xml) -> str:
    """Read the text of a paragraph or of anything that holds paragraphs; a break is a newline."""
    return "".join(
        "\n" if part.tag == qn("w:br") else part.text or ""
        for part in piece.iter(qn("w:t"), qn("w:br"))
    )


def styled_texts(tai_lieu: TaiLieu) -> list[tuple[str, str]]:
    """List the paragraphs that say something: name of the style, text."""
    document = word_of(tai_lieu)
    names = {style.style_id: style.name for style in document.styles}
    return [
        (names[paragraph.style], text_of(paragraph))
        for paragraph in document.element.body.iter(qn("w:p"))
        if text_of(paragraph)
    ]


def texts_in(tai_lieu: TaiLieu, style: str) -> list[str]:
    """List the texts that stand in one style."""
    return [text for name, text in styled_texts(tai_lieu) if name == style]


def value_of(piece: Xml, path: str, attribute: str = "val") -> str | None:
    """Read one attribute of the first element found at the path."""
    found = piece.xpath(path)
    return found[0].get(qn(f"w:{attribute}")) if found else None


def style_of(tai_lieu: TaiLieu, name: str) -> Xml:
    """Find the one style of that name."""
    (found,) = word_of(tai_lieu).styles.element.xpath(f'w:style[w:name/@w:val="{name}"]')
    return found


def squeezed(text: str) -> str:
    """Drop white space, which a PDF does not keep."""
    return re.sub(r"\s", "", text)


def pdf_stream(tai_lieu: TaiLieu) -> str:
    """Read the PDF as one text: no margins, each table header once, no white space."""
    blocks = [*tai_lieu.noi_dung, *(khoi for muc in tai_lieu.phu_luc for khoi in muc.noi_dung)]
    tables = [khoi for khoi in blocks if isinstance(khoi, BangBieu)]
    headers = {
        squeezed("".join(o.noi_dung for dong in bang.header_rows for o in dong)) for bang in tables
    }
    pages = []
    for page in pages_of(tai_lieu):
        pieces = pieces_of(page)
        text = squeezed("".join(piece.text for piece in pieces if piece.baseline >= 20))
        repeated = next((header for header in headers if text.startswith(header)), "")
        pages.append(text.removeprefix(repeated))
    return "".join(pages)


def first_difference(tai_lieu: TaiLieu) -> str:
    """Compare the Word file's paragraphs with the PDF's text; "" when they say the same."""
    left = pdf_stream(tai_lieu)
    for style, text in styled_texts(tai_lieu):
        wanted = squeezed(text)
        if not left.startswith(wanted):
            return f"{style}: {text!r}; the PDF has {left[: len(wanted) + 20]!r}"
        left = left[len(wanted) :]
    return f"the PDF goes on with {left!r}" if left else ""
