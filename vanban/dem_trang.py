"""Count the pages of a PDF that the portal itself made (đếm trang). Standard library only.

Reading the page tree of a strange file is the business of a process of its own
(``kiem_chu_ky``); our own files are read here, with a bound on what a stream may unfold to.
"""

import re
import zlib

_STREAM = re.compile(rb"stream\r?\n")
_COUNT = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)|/Count\s+(\d+)[^>]*?/Type\s*/Pages\b")
LUONG_TOI_DA = 16 * 2**20  # bytes one stream may unfold to


def count_pages(tep: bytes) -> int | None:
    """Give the number of pages, None when no page tree is found.

    >>> count_pages(b"%PDF-1.7 1 0 obj <</Type /Pages /Kids [2 0 R] /Count 7>> endobj")
    7
    >>> count_pages(b"%PDF-1.7")
    """
    view = memoryview(tep)
    counts = [_pages_in(_unfold(view[found.end() :])) for found in _STREAM.finditer(tep)]
    return max((_pages_in(tep), *counts)) or None


def _pages_in(part: bytes) -> int:
    return max((int(found[1] or found[2]) for found in _COUNT.finditer(part)), default=0)


def _unfold(part: memoryview) -> bytes:
    try:
        return zlib.decompressobj().decompress(part, LUONG_TOI_DA)
    except zlib.error:
        return b""
