"""Many rows as bytes (kho dòng), of which a page reads only the few it shows.

Rows are JSON, compressed by the block; a table of lengths in front says where each block begins.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Any, TypeVar, overload

Row_co = TypeVar("Row_co", covariant=True)

KHOI = 20  # rows of a block
_DAU = 4  # bytes of the number that says how long the table of lengths is


def pack(rows: Iterable[Any]) -> bytes:
    """Write rows; ``KhoDong`` gives equal ones back, as JSON has them."""
    told = list(rows)
    blocks = [
        zlib.compress(_as_json(told[start : start + KHOI]), 1)
        for start in range(0, len(told), KHOI)
    ]
    head = _as_json([len(told), [len(block) for block in blocks]])
    return b"".join((len(head).to_bytes(_DAU, "big"), head, *blocks))


def _as_json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


class KhoDong(Sequence[Row_co]):
    """The rows ``pack`` wrote, each read when it is asked for.

    >>> kept = KhoDong(pack(range(100)), str)
    >>> len(kept), kept[99], kept[40:42], kept[-1], KhoDong(b"", str)[:]
    (100, '99', ['40', '41'], '99', [])
    """

    def __init__(self, content: bytes, read: Callable[[Any], Row_co]) -> None:
        start = _DAU + int.from_bytes(content[:_DAU], "big")
        self._so_dong, lengths = json.loads(content[_DAU:start]) if content else (0, [])
        self._ends = list(accumulate(lengths, initial=start))
        self._content, self._read = content, read
        self._blocks: dict[int, list[Any]] = {}

    def __len__(self) -> int:
        return int(self._so_dong)

    @overload
    def __getitem__(self, place: int) -> Row_co: ...
    @overload
    def __getitem__(self, place: slice) -> list[Row_co]: ...
    def __getitem__(self, place: int | slice) -> Row_co | list[Row_co]:
        if isinstance(place, slice):
            return [self._row(n) for n in range(len(self))[place]]
        return self._row(range(len(self))[place])

    def _row(self, place: int) -> Row_co:
        number, within = divmod(place, KHOI)
        if number not in self._blocks:
            packed = self._content[self._ends[number] : self._ends[number + 1]]
            text = zlib.decompress(packed).decode("utf-8", "surrogatepass")
            self._blocks[number] = json.loads(text)
        return self._read(self._blocks[number][within])
