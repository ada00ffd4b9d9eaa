"""Writes workbooks and documents for tests from rows of plain values."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import docx
import openpyxl
from openpyxl.styles import Font

DongViet = Sequence[Any]


@dataclass
class OViet:
    """A cell with looks: number format, bold or struck-out letters, font."""

    chu: Any
    dang: str = ""
    dam: bool = False
    gach: bool = False
    phong: str = ""


@dataclass
class TrangViet:
    """A sheet: rows from the top, merged ranges ("A1:C1"), and what else is done to it."""

    cac_dong: Sequence[DongViet]
    gop: Sequence[str] = ()
    ten: str = "Sheet1"
    them: Callable[[Any], None] | None = None


@dataclass
class BangViet:
    """A table of a document; ``gop`` holds (row, column, last row, last column) from 0."""

    cac_dong: Sequence[DongViet]
    gop: Sequence[tuple[int, int, int, int]] = ()
    them: Callable[[Any, Any], None] | None = None
    dam: Sequence[int] = field(default_factory=list)


def write_book(*sheets: TrangViet) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for page in sheets:
        sheet = book.create_sheet(page.ten)
        for r, row in enumerate(page.cac_dong, start=1):
            for c, value in enumerate(row, start=1):
                _put(sheet, r, c, value)
        for ref in page.gop:
            sheet.merge_cells(ref)
        if page.them:
            page.them(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _put(sheet: Any, r: int, c: int, value: Any) -> None:
    cell = value if isinstance(value, OViet) else OViet(value)
    if cell.chu is None or cell.chu == "":
        return
    target = sheet.cell(r, c, cell.chu)
    if cell.dang:
        target.number_format = cell.dang
    if cell.dam or cell.gach or cell.phong:
        target.font = Font(bold=cell.dam, strike=cell.gach, name=cell.phong or "Times New Roman")


def write_document(*blocks: str | BangViet) -> bytes:
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            _add_table(document, block)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_table(document: Any, block: BangViet) -> None:
    width = max(map(len, block.cac_dong))
    table = document.add_table(len(block.cac_dong), width, style="Table Grid")
    grid = [row.cells for row in table.rows]
    for r1, c1, r2, c2 in block.gop:
        grid[r1][c1].merge(grid[r2][c2])
    for r, row in enumerate(block.cac_dong):
        for c, words in enumerate(row):
            if words not in (None, ""):
                paragraph = grid[r][c].paragraphs[0]
                paragraph.add_run(str(words)).bold = (r in block.dam) or None
    if block.them:
        block.them(document, table)
