"""The package of a Word file (gói Word): settings, styles, properties; nothing of a sample.

The template of python-docx brings a picture, lists, a hundred styles and the name of its maker; all
of that is taken out, so that the file holds what the decree asks for and nothing else.
"""

import io

from docx import Document
from docx.document import Document as TaiLieuWord
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from vanban.goi_tep import without_clock
from vanban.kieu_word import NS, styles_xml
from vanban.tai_lieu import TaiLieu
from vanban.the_thuc import HO_CHU
from vanban.xml_word import clean

_KEPT_PARTS = {RT.STYLES, RT.SETTINGS, RT.THEME}  # a theme must be there; nothing uses it
_KEPT_PACKAGE = {RT.OFFICE_DOCUMENT, RT.CORE_PROPERTIES}
_HO_CHU_THAY = "Liberation Serif"
_LANGUAGES = {"vi": "vi-VN"}


def new_document(tai_lieu: TaiLieu) -> TaiLieuWord:
    """Open an empty document with our styles, settings and the properties of `tai_lieu`."""
    document = Document()
    language = _LANGUAGES.get(tai_lieu.ngon_ngu, tai_lieu.ngon_ngu)
    _drop_parts(document)
    _add_font_table(document)
    _refill(document.styles.element, styles_xml(tai_lieu.tham_so, ngon_ngu=language))
    _refill(document.settings.element, _settings_xml(language))
    properties = document.core_properties
    properties.title = clean(tai_lieu.tieu_de)[:255]
    properties.language = tai_lieu.ngon_ngu
    properties.author = clean(tai_lieu.khoi_dau.ten_co_quan)[:255]
    properties.comments = properties.last_modified_by = properties.keywords = ""
    return document


def document_bytes(document: TaiLieuWord) -> bytes:
    """Write the file; equal documents give equal bytes."""
    output = io.BytesIO()
    document.save(output)
    return without_clock(output.getvalue())


def _drop_parts(document: TaiLieuWord) -> None:
    """Take the template's theme, fonts, picture and lists out of the package."""
    rels = document.part.rels
    for name in [key for key, rel in rels.items() if rel.reltype not in _KEPT_PARTS]:
        del rels[name]
    package = document.part.package
    if package is None:
        return
    outer = package.rels
    for name in [key for key, rel in outer.items() if rel.reltype not in _KEPT_PACKAGE]:
        del outer[name]


def _add_font_table(document: TaiLieuWord) -> None:
    """Name the one face, and the one of equal widths for machines that lack it (I.4)."""
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="{NS}">'
        f'<w:font w:name="{HO_CHU}"><w:altName w:val="{_HO_CHU_THAY}"/>'
        '<w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/>'
        "</w:font></w:fonts>"
    )
    package = document.part.package
    name = PackURI("/word/fontTable.xml")
    part = Part(name, CT.WML_FONT_TABLE, xml.encode(), package)
    document.part.relate_to(part, RT.FONT_TABLE)


def _refill(part: object, xml: str) -> None:
    """Put the children of `xml` into a part in place of its own."""
    children = list(parse_xml(xml))
    part[:] = children  # type: ignore[index]


def _settings_xml(language: str) -> str:
    """Write the settings: Word 2013 layout, no stretching of broken lines, decimal comma."""
    return (
        f'<w:settings xmlns:w="{NS}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:doNotExpandShiftReturn/>'
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val="{language}"/><w:decimalSymbol w:val=","/>'
        '<w:listSeparator w:val=";"/></w:settings>'
    )
