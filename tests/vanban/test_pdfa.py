"""PDF/A-2a of finished documents, signed ones too; and that each check would notice a fault."""

import io
from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from tests.vanban.kiem_pdfa import problems_of
from tests.vanban.test_cong_van import CONG_VAN
from tests.vanban.van_ban_ky import issued_pdf, signed_pdf
from tests.vanban.van_ban_mau import BAO_CAO, KE_HOACH
from vanban.pdf import render_pdf
from vanban.tai_lieu import TaiLieu

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    "tai_lieu", [KE_HOACH, BAO_CAO, CONG_VAN], ids=["ke-hoach", "bao-cao", "cong-van"]
)
def test_finished_document_is_pdfa_2a(tai_lieu: TaiLieu) -> None:
    assert problems_of(render_pdf(replace(tai_lieu, du_thao=False), cho_ky=True)) == []


def test_draft_is_pdfa_2a() -> None:
    assert problems_of(render_pdf(replace(BAO_CAO, du_thao=True, phu_luc=()))) == []


def test_document_signed_twice_is_still_pdfa_2a() -> None:
    assert problems_of(signed_pdf()) == []


def font_of(pdf: Pdf) -> Dictionary:
    fonts = pdf.pages[0].Resources.Font
    return fonts[sorted(fonts.keys())[0]]


def add_content(pdf: Pdf, operators: bytes) -> None:
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + operators)


def rename_part(pdf: Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes().replace(b"part>2<", b"part>3<")
    pdf.Root.Metadata = pdf.make_stream(packet.replace(b'part="2"', b'part="3"'))


def add_link(pdf: Pdf, kind: str) -> None:
    link = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 1, 1], F=4,
            A=Dictionary(S=Name(kind)), StructParent=0,
        )
    )  # fmt: skip
    pdf.pages[0].Annots = Array([link])


def widget(pdf: Pdf) -> Dictionary:
    return pdf.Root.AcroForm.Fields[0]


def widen(pdf: Pdf) -> None:
    widths = font_of(pdf).DescendantFonts[0].W
    widths[1][0] = int(widths[1][0]) + 30


FAULTS: dict[str, tuple[Callable[[Pdf], object], str]] = {
    "font": (
        lambda pdf: font_of(pdf).DescendantFonts[0].FontDescriptor.__delitem__("/FontFile2"),
        "not embedded",
    ),
    "to unicode": (lambda pdf: font_of(pdf).__delitem__("/ToUnicode"), "ToUnicode"),
    "widths": (widen, "widths"),
    "script": (
        lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.JavaScript)),
        "6.5.1 action of the document",
    ),
    "launch": (lambda pdf: add_link(pdf, "/Launch"), "6.5.1 action /Launch"),
    "intent": (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "6.2.3 output intent"),
    "language": (lambda pdf: pdf.Root.__delitem__("/Lang"), "6.7.4 language"),
    "marked": (lambda pdf: pdf.Root.__delitem__("/MarkInfo"), "6.7.1 not marked"),
    "tags": (lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"), "6.7.3 no structure"),
    "page tags": (
        lambda pdf: pdf.pages[0].__delitem__("/StructParents"),
        "6.7.3 page or annotation outside the structure",
    ),
    "form": (
        lambda pdf: pdf.Root.AcroForm.__setitem__("/NeedAppearances", value=True),
        "6.4.1 form",
    ),
    "flags": (lambda pdf: widget(pdf).__setitem__("/F", 2), "6.3.2 flags"),
    "appearance": (lambda pdf: widget(pdf).__delitem__("/AP"), "6.3.3 appearance"),
    "part": (rename_part, "6.6.4 part and level"),
    "title": (
        lambda pdf: pdf.docinfo.__setitem__("/Title", "Tên khác"),
        "6.6.3 title",
    ),
    "cmyk": (lambda pdf: add_content(pdf, b" /P BMC 0 0 0 1 k EMC"), "6.2.4 CMYK"),
    "operator": (lambda pdf: add_content(pdf, b" /P BMC 1 2 hello EMC"), "6.2.2 operator hello"),
    "tag": (lambda pdf: add_content(pdf, b" 0 0 9 9 re f"), "6.7.2 painted outside a tag"),
    "glyph": (
        lambda pdf: add_content(
            pdf, f" /P BMC BT {sorted(pdf.pages[0].Resources.Font.keys())[0]} 9 Tf <0000> Tj ET EMC"
            .encode(),
        ),
        "6.2.11.8 missing glyph",
    ),
    "attachment": (
        lambda pdf: pdf.Root.__setitem__("/Names", Dictionary(EmbeddedFiles=Dictionary())),
        "6.8 embedded file",
    ),
    "layers": (
        lambda pdf: pdf.Root.__setitem__("/OCProperties", Dictionary()),
        "6.9 optional content",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_noticed(fault: str) -> None:
    make, expected = FAULTS[fault]
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(issued_pdf())) as pdf:
        make(pdf)
        pdf.save(out)
    assert any(expected in problem for problem in problems_of(out.getvalue()))


def test_file_saved_again_without_a_fault_has_none() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(issued_pdf())) as pdf:
        pdf.save(out)
    assert problems_of(out.getvalue()) == []


def test_encryption_and_bytes_after_the_end_are_noticed() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(issued_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="x", user=""))
    assert "6.1.3 encrypted" in problems_of(out.getvalue())
    assert problems_of(issued_pdf() + b"more\n") == ["6.1.3 data after the end"]
