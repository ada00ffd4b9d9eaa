"""Small files of every kind, honest and not, for the tests of evidence."""

import zipfile
import zlib
from io import BytesIO

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\nstartxref\n9\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 20 + b"\xff\xd9"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le")
_OFFICE = "application/vnd.openxmlformats-officedocument"
WORD_TYPE = f"{_OFFICE}.wordprocessingml.document.main+xml"
EXCEL_TYPE = f"{_OFFICE}.spreadsheetml.sheet.main+xml"
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def png(width: int = 1, height: int = 1) -> bytes:
    """Make a picture that says it has this size; 1 x 1 is a real one."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = zlib.crc32(name + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + name + body + check

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    header = chunk(b"IHDR", size + b"\x08\x02\x00\x00\x00")
    pixels = chunk(b"IDAT", zlib.compress(b"\x00\xb9\x1c\x1c"))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


def office(main_type: str = WORD_TYPE, **parts: bytes) -> bytes:
    """Make the container of a Word or Excel file; ``parts`` are added ("a__b" is "a/b")."""
    types = f'<Types><Override PartName="/x.xml" ContentType="{main_type}"/></Types>'
    return archive({"[Content_Types].xml": types.encode(), "word/document.xml": b"<w/>"} | {
        name.replace("__", "/"): body for name, body in parts.items()
    })  # fmt: skip


def archive(parts: dict[str, bytes]) -> bytes:
    """Pack files into a zip file, the same bytes whenever it is made."""
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in parts.items():
            at = zipfile.ZipInfo(name, (2026, 10, 20, 9, 0, 0))
            packed.writestr(at, body, zipfile.ZIP_DEFLATED)
    return output.getvalue()


def with_password(packed: bytes) -> bytes:
    """Set the flag "encrypted" of every part of a zip file."""
    changed = bytearray(packed)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)
