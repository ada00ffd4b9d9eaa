"""Problems of one kind in one table (nhóm vấn đề), so that one reason can let all of them stand.

Of one kind are problems whose sentences differ only in the value found, quoted words and numbers.
Pure.
"""

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

_CHO = re.compile(r", (?:ô [A-Z]+\d+|dòng \d+(?:, cột \d+)?)$")
_RIENG = re.compile(r"“[^”]*”|\d[\d.,]*")
DAU_NHOM = "n"  # begins the mark of a group; those of single problems are hexadecimal


@dataclass(frozen=True)
class NhomVanDe:
    """Problems of one kind in one table (``noi``); ``khoa`` names the kind.

    They are those of a file (``VanDeNhap``) or accepted ones (``ChapNhanNhap``): both have place,
    value, sentence and mark.
    """

    noi: str
    khoa: str
    cac_van_de: tuple[Any, ...]

    @property
    def dau_vet(self) -> str:
        """Name exactly these problems: one more or one less is another mark."""
        marks = sorted(one.dau_vet for one in self.cac_van_de)
        return f"{DAU_NHOM}{sha256(repr(marks).encode()).hexdigest()[:19]}"

    @property
    def dau_tien(self) -> Any:
        """Give the first, which stands for all on the page."""
        return self.cac_van_de[0]


def group_alike(
    problems: Iterable[Any], key: Callable[[Any], Hashable] = lambda one: ""
) -> list[NhomVanDe]:
    """Group problems by table, kind and ``key``, in the order of their first."""
    groups: dict[tuple[str, str, Hashable], list[Any]] = {}
    for one in problems:
        groups.setdefault((table_of(one.o_dau), pattern_of(one), key(one)), []).append(one)
    return [
        NhomVanDe(told[0], sha256(repr(told).encode()).hexdigest()[:12], tuple(found))
        for told, found in groups.items()
    ]


def table_of(o_dau: str) -> str:
    """Give the table of a place.

    >>> table_of("Trang tính “NV”, ô C51"), table_of("Bảng 2, dòng 3, cột 4"), table_of("Kế hoạch")
    ('Trang tính “NV”', 'Bảng 2', 'Kế hoạch')
    """
    return _CHO.sub("", o_dau)


def pattern_of(one: Any) -> str:
    """Give the sentence of a problem without what it tells of this one alone."""
    sentence = one.thong_bao.replace(one.gia_tri, "…") if one.gia_tri else one.thong_bao
    return _RIENG.sub("…", sentence)
