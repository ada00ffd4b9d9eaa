"""The gate (kiểm tệp) every annex passes before work is spent on it.

It looks at the first bytes, then at the directory of the package, then runs once over its XML in
small pieces. No part is unpacked as a whole, nothing is written, no address is followed. The
readers behind it keep the same limits while they read, in a process of its own later on: what
starts that process calls ``doc_tep.read_tables``, which begins here.
"""

import re
import struct
import zipfile
import zlib
from collections import Counter
from typing import IO, BinaryIO

from donvi.lua_chon import LuaChon
from nhapxuat import loi_tep
from nhapxuat.loi_tep import GioiHan

__all__ = ["BROKEN", "LoaiPhuLuc", "check_file"]


class LoaiPhuLuc(LuaChon):
    """A kind of file that is read."""

    XLSX = "xlsx", "Excel (.xlsx)"
    DOCX = "docx", "Word (.docx)"
    CSV = "csv", "CSV (.csv)"


# What a damaged or cleverly broken package makes the reader of zip files stumble over.
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, ValueError,
    LookupError, OSError, EOFError,
)  # fmt: skip

_PIECE = 1 << 16
_LUU_LAI = "cần mở bằng Word hoặc Excel, lưu lại rồi tải lên"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PLAIN_PACKING = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BEGINNINGS = (
    ((b"%PDF",), "là tệp PDF"),
    ((b"{\\rtf",), "là tệp RTF"),
    ((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF"), "là tệp nén"),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*"), "là ảnh"),
    ((b"MZ", b"\x7fELF", b"#!"), "là chương trình"),
)  # fmt: skip
_WEB = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|head|body|\?xml|svg)", re.I
)
_TYPES_WITH_MACROS = re.compile(rb"macroenabled|vbaproject|macrosheet", re.I)
_KINDS = (
    (b"spreadsheetml.sheet.main+xml", LoaiPhuLuc.XLSX),
    (b"wordprocessingml.document.main+xml", LoaiPhuLuc.DOCX),
)
_ARCHIVE_NAMES = re.compile(
    r"\.(?:zip|rar|7z|gz|tgz|bz2|xz|cab|jar|docx?|xlsx?|pptx?|docm|xlsm|xlsb|odt|ods)$", re.I
)
_BAD_NAME = re.compile(r"^(?:[/\\]|[A-Za-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)|[\x00-\x1f]|\\")
_FORBIDDEN_XML = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY", "<!doctype")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
# What is counted, how many times its limit is let by, and how it begins in the XML.
_MARKS = (
    ("dòng", 2, b"<row"), ("dòng", 2, b"<w:tr>"), ("dòng", 2, b"<w:tr "), ("ô", 3, b"<c "),
    ("ô", 3, b"<c>"), ("ô", 3, b"<w:tc>"), ("ô", 6, b"<si>"), ("ô", 6, b"<si/>"),
)  # fmt: skip
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']External["']""")
_TARGET = re.compile(rb"""Target\s*=\s*["']([^"']*)["']""")
_HARMLESS = re.compile(rb"""Type\s*=\s*["'][^"']*/(?:hyperlink|attachedTemplate)["']""")
_LOCAL_TEMPLATE = re.compile(rb"(?i)^(?:file:///[a-z]:|[a-z]:|normal)")


def check_file(tep: BinaryIO, ten: str, gioi_han: GioiHan = loi_tep.MAC_DINH) -> LoaiPhuLuc:
    """Check a seekable file and tell its kind; its name only says what it should be.

    :raises TepKhongDoc: one sentence that names the cause.
    """
    size = tep.seek(0, 2)
    tep.seek(0)
    head = tep.read(8192)
    if not head.strip(b"\0\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise loi_tep.TepRong
    if size > gioi_han.tep_toi_da:
        raise loi_tep.TepQuaLon(size, gioi_han.tep_toi_da)
    if head.startswith(_OLE):
        raise _refuse_ole(tep)
    if head.startswith(b"PK"):
        kind = _check_package(tep, gioi_han)
        _check_name(kind, ten)
        return kind
    return _check_text(head, ten)


def _ending(ten: str) -> str:
    return ten.rpartition(".")[2].lower() if "." in ten else ""


def _check_name(kind: LoaiPhuLuc, ten: str) -> None:
    ending = _ending(ten)
    if ending != kind.value:
        raise loi_tep.TepSaiLoai(
            f"là tệp {kind.label} nhưng mang đuôi “.{ending}”" if ending else "không có đuôi tên",
            f"cần đặt lại tên với đuôi .{kind.value}",
        )


def _refuse_ole(tep: BinaryIO) -> loi_tep.TepKhongDoc:
    """Tell a password, old Word and old Excel apart by names in the directory of the file."""
    tep.seek(0)
    content = tep.read()
    for name, error in (
        ("EncryptedPackage", loi_tep.TepCoMatKhau()),
        ("WordDocument", loi_tep.TepKieuCu("Word (.doc)", ".docx")),
        ("Workbook", loi_tep.TepKieuCu("Excel (.xls)", ".xlsx")),
        ("Book", loi_tep.TepKieuCu("Excel (.xls)", ".xlsx")),
    ):
        if name.encode("utf-16-le") in content:
            return error
    return loi_tep.TepKieuCu("Word hoặc Excel", ".docx hoặc .xlsx")


def _check_text(head: bytes, ten: str) -> LoaiPhuLuc:
    for beginnings, what in _BEGINNINGS:
        if head.startswith(beginnings):
            raise loi_tep.TepSaiLoai(what)
    if _WEB.match(head):
        raise loi_tep.TepSaiLoai("là trang web hoặc tệp XML, không phải tệp Excel hay Word thật")
    ending = _ending(ten)
    if ending in {"xlsx", "docx"} and not _is_plain_text(head):
        raise loi_tep.TepHong
    if ending in {"xlsx", "docx"}:
        what = f"là tệp văn bản thường nhưng mang đuôi “.{ending}”"
        raise loi_tep.TepSaiLoai(
            what, "cần tệp Excel, Word thật, hoặc đặt lại đuôi .csv nếu là CSV"
        )
    if ending != "csv":
        raise loi_tep.TepSaiLoai("không phải tệp phụ lục")
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise loi_tep.TepSaiLoai("không phải tệp văn bản CSV")
    return LoaiPhuLuc.CSV


def _is_plain_text(head: bytes) -> bool:
    """Tell text from the remains of a package: it has no control characters.

    >>> _is_plain_text("TT;Nội dung\\r\\n1;Mua".encode()), _is_plain_text(b"rac\\x01\\x02")
    (True, False)
    """
    text = head.decode("utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace")
    odd = sum(sign == "\ufffd" or (sign < " " and sign not in "\t\r\n\f") for sign in text)
    return odd * 100 <= len(
        text
    )  # a character cut in two at the end, an old encoding here or there


# -- packages ------------------------------------------------------------------------------------


def _check_package(tep: BinaryIO, gioi_han: GioiHan) -> LoaiPhuLuc:
    try:
        with zipfile.ZipFile(tep) as goi:
            kind = _check_directory(goi, gioi_han)
            _check_parts(goi, gioi_han)
            return kind
    except BROKEN as error:
        raise loi_tep.TepHong from error


def _check_directory(goi: zipfile.ZipFile, gioi_han: GioiHan) -> LoaiPhuLuc:
    parts = goi.infolist()
    if len(parts) > gioi_han.phan_toi_da:
        raise loi_tep.TepQuaNhieu("Tệp", "thành phần", gioi_han.phan_toi_da)
    for part in parts:
        _check_entry(part, gioi_han)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > gioi_han.giai_nen_toi_da:
        raise loi_tep.TepNenQuaMuc(unpacked, gioi_han.giai_nen_toi_da)
    twice = [
        name for name, times in Counter(p.filename.lower() for p in parts).items() if times > 1
    ]
    if twice:
        raise loi_tep.TepSaiLoai(f"có hai thành phần cùng tên “{twice[0]}”", _LUU_LAI)
    _check_overlap(parts)
    return _find_kind(goi, {part.filename for part in parts})


def _check_entry(part: zipfile.ZipInfo, gioi_han: GioiHan) -> None:
    if _BAD_NAME.search(part.filename) or _BAD_NAME.search(part.orig_filename):
        raise loi_tep.TepCoDuongDan(part.filename)
    if part.flag_bits & 0x1:
        raise loi_tep.TepCoMatKhau
    if part.compress_type not in _PLAIN_PACKING:
        raise loi_tep.TepSaiLoai("được nén theo kiểu Word và Excel không dùng", _LUU_LAI)
    if part.filename.lower().endswith("vbaproject.bin"):
        raise loi_tep.TepCoMacro
    if _ARCHIVE_NAMES.search(part.filename):
        raise loi_tep.TepLongTep(part.filename)
    if "externallinks/" in part.filename.lower():
        raise loi_tep.TepCoLienKetNgoai(part.filename)
    is_xml = part.filename.lower().endswith((".xml", ".rels"))
    if is_xml and part.file_size > gioi_han.xml_toi_da:
        raise loi_tep.TepNenQuaMuc(part.file_size, gioi_han.xml_toi_da)


def _check_overlap(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse parts that share packed bytes: no program writes that, zip bombs do."""
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            raise loi_tep.TepHong(part.filename)
        end = part.header_offset + part.compress_size


def _find_kind(goi: zipfile.ZipFile, names: set[str]) -> LoaiPhuLuc:
    if "[Content_Types].xml" not in names:
        if "mimetype" in names:
            raise loi_tep.TepSaiLoai("là tệp LibreOffice (.ods, .odt)")
        raise loi_tep.TepSaiLoai("là tệp nén, không phải tệp Excel hay Word")
    with goi.open("[Content_Types].xml") as part:
        types = part.read(1 << 20)
    if _TYPES_WITH_MACROS.search(types):
        raise loi_tep.TepCoMacro
    for content_type, kind in _KINDS:
        if content_type in types:
            return kind
    if b"sheet.binary" in types:
        raise loi_tep.TepSaiLoai("là tệp Excel nhị phân (.xlsb)")
    raise loi_tep.TepSaiLoai("không phải tệp Excel hay Word dùng được")


def _check_parts(goi: zipfile.ZipFile, gioi_han: GioiHan) -> None:
    """Run over every part once: whole, no archive in it, no declaration or link that is barred."""
    for part in goi.infolist():
        name = part.filename.lower()
        with goi.open(part) as stream:
            if name.endswith(".rels"):
                _check_links(stream.read(8 << 20))
                continue
            first = stream.read(_PIECE)
            if first.startswith((b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
                raise loi_tep.TepLongTep(part.filename)
            marks = _MARKS if name.endswith(".xml") else ()
            counts = _count_marks(stream, first, part.filename, marks)
        for (what, allowed), count in counts.items():
            limit = gioi_han.dong_toi_da if what == "dòng" else gioi_han.o_toi_da
            if count > allowed * limit:
                raise loi_tep.TepQuaNhieu("Tệp", what, limit)


def _count_marks(
    stream: IO[bytes], piece: bytes, ten: str, marks: tuple[tuple[str, int, bytes], ...]
) -> dict[tuple[str, int], int]:
    """Read a part to its end, so that its checksum is compared; count its rows and cells roughly.

    Empty cells cost the reader little, so more of them are let by than may hold something.
    """
    rest = b""
    counts: dict[tuple[str, int], int] = {}
    while piece:
        if marks:
            seen = rest + piece
            if any(word in seen for word in _FORBIDDEN_XML):
                raise loi_tep.TepCoThucTheXml(ten)
            for what, allowed, mark in marks:
                found = counts.get((what, allowed), 0) + piece.count(mark)
                counts[what, allowed] = found
            rest = seen[-32:]
        piece = stream.read(_PIECE)
    return counts


def _check_links(rels: bytes) -> None:
    if b"\0" in rels:
        raise loi_tep.TepHong("liên kết của tệp")
    if any(word in rels for word in _FORBIDDEN_XML):
        raise loi_tep.TepCoThucTheXml("liên kết của tệp")
    for match in _RELATION.finditer(rels):
        relation = match.group()
        if not _EXTERNAL.search(relation):
            continue
        target = _TARGET.search(relation)
        address = target[1] if target else b""
        if b"/hyperlink" in relation and _HARMLESS.search(relation):
            continue
        if _HARMLESS.search(relation) and _LOCAL_TEMPLATE.match(address):
            continue
        raise loi_tep.TepCoLienKetNgoai(address.decode("utf-8", "replace"))
