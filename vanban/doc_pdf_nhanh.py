"""A reader of PDF files for the check of signatures, quick also with many objects.

A tagged plan holds thousands of objects in one object stream. pyHanko parses the head of that
stream anew for each of them, which takes minutes for sixteen pages; here it is parsed once.
"""

import io
from typing import Any

from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import IndirectObject, Reference, StreamObject, read_object
from pyhanko.pdf_utils.reader import PdfFileReader


class QuickReader(PdfFileReader):
    """Read as pyHanko does; what is unusual in an object stream is left to pyHanko's own way."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._streams: dict[int, tuple[bytes, int, list[int]]] = {}
        super().__init__(*args, **options)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> Any:
        """Give one object of an object stream, by the place the cross-references name."""
        data, first, head = self._opened(stmnum)
        place = 2 * idx
        if not 0 <= place < len(head) - 1 or head[place] != idnum:
            return super()._get_object_from_stream(idnum, stmnum, idx)  # type: ignore[no-untyped-call]
        stream = io.BytesIO(data)
        stream.seek(first + head[place + 1])
        found = read_object(stream, Reference(idnum, 0, self))
        if isinstance(found, StreamObject | IndirectObject):  # may not stand here
            return super()._get_object_from_stream(idnum, stmnum, idx)  # type: ignore[no-untyped-call]
        return found

    def _opened(self, stmnum: int) -> tuple[bytes, int, list[int]]:
        """Parse the head of an object stream once; an unusual one has an empty head."""
        if stmnum not in self._streams:
            found: tuple[bytes, int, list[int]] = (b"", 0, [])
            stream = Reference(stmnum, 0, self).get_object()
            if isinstance(stream, StreamObject) and stream.get("/Type") == "/ObjStm":
                data = stream.read_data(DecodePurpose.OBJECT_STREAM)
                first, count = int(stream["/First"]), int(stream["/N"])
                words = data[:first].split()
                if len(words) == 2 * count and all(word.isdigit() for word in words):
                    found = (data, first, [int(word) for word in words])
            self._streams[stmnum] = found
        return self._streams[stmnum]
