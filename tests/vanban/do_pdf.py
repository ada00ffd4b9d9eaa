"""Measure a finished PDF: every letter with its face, size and place, every rule, page by page.

Works on any PDF, whoever made it: the portal's own, and what LibreOffice makes of a Word file.
Lengths are millimetres from the top left corner of the page, sizes are points.
"""

import io
import unicodedata
from dataclasses import dataclass

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTCurve, LTLine, LTPage, LTRect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

MM = 72 / 25.4
LEN_CHU = 0.891  # from the base line up to the top of the letters of a Times face, per type size
XUONG_CHU = 0.216  # and down to their foot


@dataclass(frozen=True)
class Chu:
    """One letter (chữ): its ends, its base line, its face."""

    ky_tu: str
    trai: float
    phai: float
    chan: float
    co_chu: float
    mat_chu: str
    trang: int

    @property
    def dau(self) -> float:
        """Give the height of the top of the line of text."""
        return self.chan - LEN_CHU * self.co_chu / MM

    @property
    def day(self) -> float:
        """Give the height of the foot of the line of text."""
        return self.chan + XUONG_CHU * self.co_chu / MM

    @property
    def is_bold(self) -> bool:
        return "Bold" in self.mat_chu

    @property
    def is_italic(self) -> bool:
        return "Italic" in self.mat_chu

    @property
    def ho_chu(self) -> str:
        """Name the family: a subset's mark, the style and the hyphens are taken off."""
        name = self.mat_chu.rpartition("+")[2].replace("-", "")
        return name.replace("Bold", "").replace("Italic", "").removesuffix("VB")


@dataclass(frozen=True)
class DuongKe:
    """A rule (đường kẻ) or the edge of a cell, lying across the page."""

    trai: float
    phai: float
    cao: float

    @property
    def dai(self) -> float:
        return self.phai - self.trai


@dataclass(frozen=True)
class Trang:
    """One page (trang): paper, letters in the order they were written, rules that lie across."""

    so_thu_tu: int
    rong: float
    cao: float
    cac_chu: tuple[Chu, ...]
    cac_ke: tuple[DuongKe, ...]

    @property
    def in_margin(self) -> tuple[Chu, ...]:
        """List the letters in the top margin: page number, mark of a draft."""
        return tuple(chu for chu in self.cac_chu if chu.chan < 20)

    @property
    def in_text(self) -> tuple[Chu, ...]:
        """List the letters below the top margin."""
        return tuple(chu for chu in self.cac_chu if chu.chan >= 20)


def read_pages(content: bytes) -> tuple[Trang, ...]:
    """Read all pages; white space is left out, joined letters (fi) are told apart."""
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    pages: list[Trang] = []
    for page in PDFPage.get_pages(io.BytesIO(content)):
        interpreter.process_page(page)
        pages.append(_page(len(pages), device.get_result()))
    return tuple(pages)


def _page(thu_tu: int, page: LTPage) -> Trang:
    letters: list[Chu] = []
    rules: list[DuongKe] = []
    for piece in page:
        if isinstance(piece, LTChar):
            letters += _letters(piece, page.height, thu_tu)
        elif isinstance(piece, LTRect | LTLine | LTCurve) and piece.height < 1 < piece.width:
            cao = (page.height - (piece.y0 + piece.y1) / 2) / MM
            rules.append(DuongKe(piece.x0 / MM, piece.x1 / MM, cao))
    return Trang(thu_tu, page.width / MM, page.height / MM, tuple(letters), tuple(rules))


def _letters(piece: LTChar, height: float, thu_tu: int) -> list[Chu]:
    text = unicodedata.normalize("NFC", piece.get_text())
    return [
        Chu(ky_tu, piece.x0 / MM, piece.x1 / MM, (height - piece.matrix[5]) / MM,
            round(piece.size, 1), piece.fontname, thu_tu)
        for ky_tu in text
        if not ky_tu.isspace()
    ]  # fmt: skip
