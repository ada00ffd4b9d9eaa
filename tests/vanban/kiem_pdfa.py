"""Check a PDF against ISO 19005-2 (PDF/A-2, level A): the rules that can be tested from outside.

`problems_of(pdf)` gives one line for each rule that is broken, with its clause. There is no
validator in the registries that set-up may use, so this stands in for one; docs/the-thuc.md says
what it does not look at.
"""

import io
import re
from collections.abc import Iterator

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

_OPERATORS = """
    b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J k K
    l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W
    W* y ' "
"""
OPERATORS = frozenset(_OPERATORS.split())
SHOW_TEXT = {"Tj", "TJ", "'", '"'}
PAINT = SHOW_TEXT | {"b", "B", "b*", "B*", "f", "F", "f*", "s", "S", "sh", "Do", "EI"}
ANNOTATIONS = {"/Link", "/Widget"}  # what our documents may have; the standard allows more
ACTIONS = {"/GoTo", "/URI"}  # likewise
_STRUCTURE = """
    Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4
    H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code
    Link Annot Ruby Warichu Figure Formula Form
"""
STRUCTURE = frozenset(f"/{name}" for name in _STRUCTURE.split())
HIDDEN = 0b100011  # invisible, hidden, no view
PRINTED = 0b100


def problems_of(data: bytes) -> list[str]:
    """List the broken rules; empty for a file that keeps all that is looked at."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return sorted(
            {
                *file_structure(data, pdf),
                *catalog(pdf),
                *streams(pdf),
                *colours(pdf),
                *fonts(pdf),
                *annotations(pdf),
                *actions(pdf),
                *metadata(pdf),
                *marks(pdf),
                *structure(pdf),
                *contents(pdf),
            }
        )


def file_structure(data: bytes, pdf: Pdf) -> Iterator[str]:
    """6.1: header, trailer, nothing encrypted, nothing outside the file."""
    if not re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", data):
        yield "6.1.2 header"
    if not data.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "6.1.3 data after the end"
    if pdf.is_encrypted:
        yield "6.1.3 encrypted"
    if "/ID" not in pdf.trailer:
        yield "6.1.3 no identifier"
    if pdf.check_pdf_syntax():
        yield "6.1 syntax"
    if any(len(bytes(obj)) > 32767 for obj in pdf.objects if isinstance(obj, pikepdf.String)):
        yield "6.1.13 long string"


def catalog(pdf: Pdf) -> Iterator[str]:
    """6.8, 6.9: no files inside the file, no layers."""
    if "/OCProperties" in pdf.Root:
        yield "6.9 optional content"
    if "/AF" in pdf.Root or "/EmbeddedFiles" in pdf.Root.get("/Names", {}):
        yield "6.8 embedded file"


def streams(pdf: Pdf) -> Iterator[str]:
    """6.1.7, 6.2.8, 6.2.9: no external data, no LZW, no PostScript, no alternate pictures."""
    for obj in pdf.objects:
        if not isinstance(obj, Stream):
            continue
        filters = obj.get("/Filter", [])
        names = [str(each) for each in (filters if isinstance(filters, Array) else [filters])]
        if {"/LZWDecode", "/Crypt"} & set(names):
            yield "6.1.7 filter"
        if any(key in obj for key in ("/F", "/FFilter", "/FDecodeParms")):
            yield "6.1.7 external stream"
        if any(key in obj for key in ("/OPI", "/Alternates", "/Ref", "/PS")):
            yield "6.2.9 forbidden in an XObject"
        if obj.get("/Subtype") == "/PS" or obj.get("/Interpolate", False):
            yield "6.2.8 picture"


def colours(pdf: Pdf) -> Iterator[str]:
    """6.2.3, 6.2.4: one output intent with an RGB profile, and no CMYK beside it."""
    intents = [intent for intent in pdf.Root.get("/OutputIntents", []) if intent.S == "/GTS_PDFA1"]
    if len(intents) != 1:
        yield "6.2.3 output intent"
        return
    profile = intents[0].DestOutputProfile
    header = profile.read_bytes()[:128]
    if profile.N != 3 or header[16:20] != b"RGB " or header[36:40] != b"acsp" or header[8] > 4:
        yield "6.2.3 colour profile"
    for obj in pdf.objects:
        if not isinstance(obj, (Dictionary, Stream)):
            continue
        if "/DeviceCMYK" in str(obj.get("/ColorSpace", "")):
            yield "6.2.4 CMYK"
        if any(key in obj for key in ("/TR", "/HTP")):
            yield "6.2.5 graphics state"


def all_fonts(pdf: Pdf) -> Iterator[Dictionary]:
    """List the fonts that pages and their forms use."""
    for obj in pdf.objects:
        is_font = isinstance(obj, Dictionary) and obj.get("/Type") == "/Font"
        if is_font and not str(obj.get("/Subtype")).startswith("/CIDFont"):
            yield obj


def fonts(pdf: Pdf) -> Iterator[str]:
    """6.2.11: embedded programs, widths that agree, and a way back to the letters."""
    for font in all_fonts(pdf):
        name = str(font.BaseFont)
        if font.Subtype != "/Type0" or font.Encoding != "/Identity-H":
            yield f"6.2.11.4 {name} not a composite font of this kit"
            continue
        inner = font.DescendantFonts[0]
        if "/FontFile2" not in inner.FontDescriptor:
            yield f"6.2.11.4 {name} not embedded"
            continue
        if inner.get("/CIDToGIDMap", Name.None_) != "/Identity":
            yield f"6.2.11.3 {name} CIDToGIDMap"
        if "/ToUnicode" not in font or not unicode_is_clean(font.ToUnicode.read_bytes()):
            yield f"6.2.11.7 {name} ToUnicode"
        program = TTFont(io.BytesIO(inner.FontDescriptor.FontFile2.read_bytes()))
        if not widths_agree(inner, program):
            yield f"6.2.11.5 {name} widths"


def unicode_is_clean(cmap: bytes) -> bool:
    """Tell whether the map names letters, and none of the values that stand for nothing."""
    targets = re.findall(rb"<[0-9a-fA-F]+>\s+<([0-9a-fA-F]+)>", cmap)
    return bool(targets) and not {b"0000", b"feff", b"fffe"} & {each.lower() for each in targets}


def widths_agree(inner: Dictionary, program: TTFont) -> bool:
    """Compare the widths in the file with those of the font program, in thousandths of an em."""
    scale = 1000 / program["head"].unitsPerEm
    metrics, order = program["hmtx"].metrics, program.getGlyphOrder()
    entries = list(inner.W)
    while entries:
        first, widths, *entries = entries
        for offset, width in enumerate(widths):
            if abs(metrics[order[int(first) + offset]][0] * scale - float(width)) > 1:
                return False
    return True


def annotations(pdf: Pdf) -> Iterator[str]:
    """6.3, 6.4: kinds, flags, appearances; no form that a program fills by itself."""
    form = pdf.Root.get("/AcroForm", Dictionary())
    if form.get("/NeedAppearances", False) or "/XFA" in form:
        yield "6.4.1 form"
    for page in pdf.pages:
        for each in page.get("/Annots", []):
            flags = int(each.get("/F", 0))
            if str(each.Subtype) not in ANNOTATIONS:
                yield f"6.3.1 annotation {each.Subtype}"
            if flags & HIDDEN or not flags & PRINTED:
                yield "6.3.2 flags"
            if each.Subtype == "/Widget" and set(each.get("/AP", {}).keys()) != {"/N"}:
                yield "6.3.3 appearance"
            if each.Subtype == "/Widget" and ("/A" in each or "/AA" in each):
                yield "6.4.1 action of a field"


def actions(pdf: Pdf) -> Iterator[str]:
    """6.5: nothing runs, nothing is fetched."""
    if "/OpenAction" in pdf.Root or "/JavaScript" in pdf.Root.get("/Names", {}):
        yield "6.5.1 action of the document"
    for obj in pdf.objects:
        if not isinstance(obj, Dictionary):
            continue
        if "/AA" in obj:
            yield "6.5.2 triggered action"
        action = obj.get("/A")
        if isinstance(action, Dictionary) and "/S" in action and str(action.S) not in ACTIONS:
            yield f"6.5.1 action {action.S}"


def metadata(pdf: Pdf) -> Iterator[str]:
    """6.6: the XMP packet names part and level, and agrees with the older metadata."""
    if "/Metadata" not in pdf.Root:
        yield "6.6.2 no XMP"
        return
    if re.search(rb"<\?xpacket[^>]*(bytes|encoding)=", pdf.Root.Metadata.read_bytes()):
        yield "6.6.2 packet header"
    with pdf.open_metadata() as xmp:
        if xmp.pdfa_status != "2A":
            yield "6.6.4 part and level"
        if xmp.get("dc:title") != str(pdf.docinfo.get("/Title", "")):
            yield "6.6.3 title"


def marks(pdf: Pdf) -> Iterator[str]:
    """6.7: the file says that it is tagged, and in what language it is."""
    root = pdf.Root
    if not root.get("/MarkInfo", {}).get("/Marked", False):
        yield "6.7.1 not marked"
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", str(root.get("/Lang", ""))):
        yield "6.7.4 language"
    if "/StructTreeRoot" not in root:
        yield "6.7.3 no structure"


def structure(pdf: Pdf) -> Iterator[str]:
    """6.7: a tag tree of standard types, found again from the pages."""
    root = pdf.Root
    if "/StructTreeRoot" not in root:
        return
    for obj in pdf.objects:
        if isinstance(obj, Dictionary) and obj.get("/Type") == "/StructElem":
            if str(obj.S) not in STRUCTURE:
                yield f"6.7.3 type {obj.S}"
            if obj.S == "/Figure" and "/Alt" not in obj:
                yield "6.7.5 figure without a description"
    numbers = list(root.StructTreeRoot.ParentTree.Nums)
    tagged = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for page in pdf.pages:
        keys = [page.get("/StructParents")] + [
            each.get("/StructParent") for each in page.get("/Annots", [])
        ]
        if any(key is None or int(key) not in tagged for key in keys):
            yield "6.7.3 page or annotation outside the structure"


def contents(pdf: Pdf) -> Iterator[str]:
    """6.2.2, 6.2.4, 6.7.2: known operators, no CMYK, and nothing painted outside a tag."""
    for page in pdf.pages:
        names = page.Resources.get("/Font", {}).keys()
        yield from page_contents(page, {font: glyph_count(page, font) for font in names})


def glyph_count(page: pikepdf.Page, font: str) -> int:
    """Count the glyphs of a font program, so that a code beyond them is noticed."""
    inner = page.Resources.Font[font].DescendantFonts[0]
    if "/FontFile2" not in inner.FontDescriptor:
        return 0
    return len(TTFont(io.BytesIO(inner.FontDescriptor.FontFile2.read_bytes())).getGlyphOrder())


def page_contents(page: pikepdf.Page, glyphs: dict[str, int]) -> Iterator[str]:
    """Follow the operators of one page."""
    marked = depth = 0
    font = ""
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        marked += (name in ("BDC", "BMC")) - (name == "EMC")
        depth += (name == "q") - (name == "Q")
        if name not in OPERATORS:
            yield f"6.2.2 operator {name}"
        if name in ("k", "K"):
            yield "6.2.4 CMYK"
        if depth > 28:
            yield "6.1.13 nesting"
        if name in PAINT and not marked:
            yield "6.7.2 painted outside a tag"
        if name == "Tf":
            font = str(operands[0])
        if name in SHOW_TEXT and not codes_are_glyphs(operands[-1], glyphs[font]):
            yield "6.2.11.8 missing glyph"


def codes_are_glyphs(operand: Object, count: int) -> bool:
    """Tell whether every two-byte code names a glyph that is there, never the empty one."""
    strings = operand if isinstance(operand, Array) else [operand]
    data = b"".join(bytes(each) for each in strings if isinstance(each, pikepdf.String))
    codes = (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))
    return all(0 < code < count for code in codes)
