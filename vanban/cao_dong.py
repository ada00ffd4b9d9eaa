"""How high a row of a sheet is (cao dòng): not every program measures wrapped cells by itself.

Standard library only.
"""

from collections.abc import Sequence
from functools import lru_cache

from vanban.ngat_dong import width_em

CAO_NHAT = 409  # points, the limit of Excel
_PHAN_TRAM_DO_RONG = 92  # plain letters are narrower than the bold ones that are measured


def row_height(texts: Sequence[str], widths: Sequence[int], size: int) -> int:
    """Estimate the height of a row in points, from texts and widths (in letters) of its cells.

    >>> row_height(["TT", "Phòng Văn hóa - Xã hội"], [5, 12], 12)
    50
    """
    lines = max(count_lines(text, width, size) for text, width in zip(texts, widths, strict=True))
    return min(lines * size * 5 // 4 + 5, CAO_NHAT)


def count_lines(text: str, do_rong: int, co_chu: int) -> int:
    """Count the lines a text takes in a column `do_rong` letters wide, for a size in points.

    >>> count_lines("Phòng Văn hóa - Xã hội", 12, 12), count_lines("Dòng\\ndòng", 12, 12)
    (3, 2)
    """
    points = max((do_rong * 7 + 5) * 3 // 4 - 6, 1)  # Excel: 7 pixels a letter, 3 points each side
    room = points * 10000 // (co_chu * _PHAN_TRAM_DO_RONG)
    return sum(_count_part(part, room) for part in text.split("\n"))


def _count_part(part: str, room: int) -> int:
    lines, used = 0, room + 1
    for word in part.split() or [""]:
        width = _word_width(word)
        fits = used + width <= room
        lines += 0 if fits else 1 + width // room
        used = used + width if fits else width % room
    return lines


@lru_cache(maxsize=8192)
def _word_width(word: str) -> int:
    return width_em(f" {word}")
