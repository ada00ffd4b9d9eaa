"""Read a PDF back: pages as pieces of text with their place, size and face."""

import io
from dataclasses import dataclass
from functools import lru_cache

from pypdf import PageObject, PdfReader

from vanban.pdf import render_pdf
from vanban.tai_lieu import TaiLieu

MM = 72 / 25.4


@dataclass(frozen=True)
class Piece:
    """A run of text: its left end and baseline in mm from the top left corner, size in points."""

    text: str
    left: float
    baseline: float
    size: float
    face: str


@lru_cache
def pdf_of(tai_lieu: TaiLieu) -> bytes:
    """Render once per test process."""
    return render_pdf(tai_lieu)


def pages_of(tai_lieu: TaiLieu) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(pdf_of(tai_lieu))).pages)


def pieces_of(page: PageObject) -> list[Piece]:
    """List the runs of a page in the order they were written."""
    pieces: list[Piece] = []
    height = float(page.mediabox.height)

    def visit(text: str, cm: list[float], tm: list[float], font: dict | None, size: float) -> None:
        if text.strip() and font:
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            face = font["/BaseFont"].split("+")[1].removeprefix("Liberation-Serif-VB").strip("-")
            scaled = round(size * abs(cm[0]), 2)
            pieces.append(Piece(text.strip(), x / MM, (height - y) / MM, scaled, face))

    page.extract_text(visitor_text=visit)
    return pieces


def piece_with(pieces: list[Piece], start: str) -> Piece:
    """Find the one run that begins so."""
    (found,) = [piece for piece in pieces if piece.text.startswith(start)]
    return found
