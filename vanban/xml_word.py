"""Pieces of a Word document as XML (xml Word): paragraphs, tables, page number field.

python-docx has no words for rows that repeat, cells that span rows, or fields; these are written
here in the order that the format asks for. Text is composed (NFC), as TCVN 6909 wants it.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from vanban.bang_bieu import CanhLe
from vanban.kieu_word import JUSTIFY

Xml = Any  # an lxml element; python-docx types only those it has classes for
_NGAT_DONG = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_NGOAI_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class DoanChu:
    """A run of text in a character style (đoạn chữ)."""

    noi_dung: str
    kieu: str = ""


@dataclass(frozen=True)
class OWord:
    """A cell over `so_cot` columns; `noi_doc` is "restart" or "continue" where rows are joined."""

    cac_doan: tuple[Xml, ...]
    so_cot: int = 1
    noi_doc: str = ""
    canh_doc: str = "center"


@dataclass(frozen=True)
class DongWord:
    """A row; a header repeats on every page, a whole one does not break over two.

    `cao` is the least height in twips.
    """

    cac_o: tuple[OWord, ...]
    is_header: bool = False
    is_whole: bool = True
    cao: int = 0


def clean(text: str) -> str:
    """Compose letters, keep line breaks as newlines, drop what no XML file may hold.

    >>> clean("Dòng một\\x0bDòng hai\\x00")
    'Dòng một\\nDòng hai'
    """
    return _NGOAI_XML.sub("", _NGAT_DONG.sub("\n", unicodedata.normalize("NFC", text)))


def one_line(text: str) -> str:
    """Join the words of a paragraph as a page does, whatever white space stood between them.

    >>> one_line(" Giao việc\\n rõ người ")
    'Giao việc rõ người'
    """
    return " ".join(text.split())


def element(name: str, **attributes: str | int) -> Xml:
    """Make `<w:name w:attribute="...">`."""
    made = OxmlElement(f"w:{name}")
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), str(value))
    return made


def paragraph(
    kieu: str,
    *cac_doan: DoanChu | str,
    canh_le: CanhLe | None = None,
    le_trai_phai: tuple[int, int] | None = None,
    stays: bool = False,
) -> Xml:
    """Make a paragraph of a style; "\\n" breaks the line.

    `le_trai_phai` are indents in twips, `stays` keeps it on the page of what follows.
    """
    made = element("p")
    properties = element("pPr")
    properties.append(element("pStyle", val=kieu))
    if stays:
        properties.append(element("keepNext"))
    if le_trai_phai is not None:
        left, right = le_trai_phai
        properties.append(element("ind", left=left, right=right, firstLine=0))
    if canh_le is not None:
        properties.append(element("jc", val=JUSTIFY[canh_le]))
    made.append(properties)
    for doan in cac_doan:
        made.append(_run(doan if isinstance(doan, DoanChu) else DoanChu(doan)))
    return made


def _run(doan: DoanChu) -> Xml:
    """Make one run; spaces are kept, since blanks to write in are made of them."""
    made = element("r")
    if doan.kieu:
        properties = element("rPr")
        properties.append(element("rStyle", val=doan.kieu))
        made.append(properties)
    for thu_tu, line in enumerate(clean(doan.noi_dung).split("\n")):
        if thu_tu:
            made.append(element("br"))
        text = element("t")
        text.text = line
        text.set(qn("xml:space"), "preserve")
        made.append(text)
    return made


def page_number_paragraph(chu_truoc: str, *, tab_giua: int) -> Xml:
    """Make the line of the page number: centred, after `chu_truoc` at the left when there is one.

    `tab_giua` is the middle of the text in twips, where the number stands beside other words.
    """
    if not chu_truoc:
        made = paragraph("SoTrang")
    else:
        made = paragraph("DuThao", chu_truoc)
        tabs = element("tabs")
        tabs.append(element("tab", val="center", pos=tab_giua))
        made[0].append(tabs)
        tab = element("r")
        tab.append(element("tab"))
        made.append(tab)
    field = element("fldSimple", instr=" PAGE ")
    run = _run(DoanChu("2"))
    if chu_truoc:
        look = element("rPr")
        look.append(element("b", val=0))
        run.insert(0, look)
    field.append(run)
    made.append(field)
    return made


def table(kieu: str, do_rong: Sequence[int], cac_dong: Iterable[DongWord], *, ten: str = "") -> Xml:
    """Make a table of fixed column widths, in twips; `ten` is read out for those who can't see."""
    made = element("tbl")
    properties = element("tblPr")
    properties.append(element("tblStyle", val=kieu))
    properties.append(element("tblW", w=sum(do_rong), type="dxa"))
    properties.append(element("tblLayout", type="fixed"))
    properties.append(element("tblLook", val="0020" if ten else "0000", firstRow=int(bool(ten))))
    if ten:
        properties.append(element("tblCaption", val=clean(ten)))
    made.append(properties)
    grid = element("tblGrid")
    for width in do_rong:
        grid.append(element("gridCol", w=width))
    made.append(grid)
    for dong in cac_dong:
        made.append(_row(dong, do_rong))
    return made


def _row(dong: DongWord, do_rong: Sequence[int]) -> Xml:
    """Make one row; each cell is as wide as the columns it covers."""
    made = element("tr")
    properties = element("trPr")
    if dong.is_whole:
        properties.append(element("cantSplit"))
    if dong.cao:
        properties.append(element("trHeight", val=dong.cao, hRule="atLeast"))
    if dong.is_header:
        properties.append(element("tblHeader"))
    made.append(properties)
    cot = 0
    for o_word in dong.cac_o:
        made.append(_cell(o_word, sum(do_rong[cot : cot + o_word.so_cot])))
        cot += o_word.so_cot
    return made


def _cell(o_word: OWord, width: int) -> Xml:
    """Make one cell; it must hold a paragraph even when it is empty."""
    made = element("tc")
    properties = element("tcPr")
    properties.append(element("tcW", w=width, type="dxa"))
    if o_word.so_cot > 1:
        properties.append(element("gridSpan", val=o_word.so_cot))
    if o_word.noi_doc:
        properties.append(element("vMerge", val=o_word.noi_doc))
    properties.append(element("vAlign", val=o_word.canh_doc))
    made.append(properties)
    for doan in o_word.cac_doan:
        made.append(doan)
    return made
