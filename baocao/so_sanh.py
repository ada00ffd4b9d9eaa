"""What changed between two texts, word by word, for whoever reads a report beside the last one."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|\S+")
_TU_TOI_DA = 4000  # words and gaps of both texts together; beyond that no word is compared


class KieuDoan(StrEnum):
    """What became of a piece of text."""

    GIU = "giu"
    THEM = "them"
    BO = "bo"


@dataclass(frozen=True)
class DoanVan:
    """A piece of text that was kept, added or left out."""

    kieu: KieuDoan
    chu: str

    @property
    def is_added(self) -> bool:
        """Tell whether only the newer text has it."""
        return self.kieu == KieuDoan.THEM

    @property
    def is_dropped(self) -> bool:
        """Tell whether only the older text has it."""
        return self.kieu == KieuDoan.BO


def compare_words(truoc: str, nay: str) -> tuple[DoanVan, ...]:
    """List the pieces of both texts in reading order; what is dropped stands before what is added.

    >>> [f"{part.kieu}:{part.chu}" for part in compare_words("Đã họp 2 buổi", "Đã họp 3 buổi")]
    ['giu:Đã họp ', 'bo:2', 'them:3', 'giu: buổi']
    >>> compare_words("", "")
    ()
    """
    old, new = _WORDS.findall(truoc), _WORDS.findall(nay)
    if len(old) + len(new) > _TU_TOI_DA:
        old, new = [truoc], [nay]
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    parts: list[DoanVan] = []
    for step, old_from, old_to, new_from, new_to in steps:
        if step == "equal":
            parts.append(DoanVan(KieuDoan.GIU, "".join(new[new_from:new_to])))
            continue
        parts.append(DoanVan(KieuDoan.BO, "".join(old[old_from:old_to])))
        parts.append(DoanVan(KieuDoan.THEM, "".join(new[new_from:new_to])))
    return tuple(part for part in parts if part.chu)
