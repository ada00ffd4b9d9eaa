"""Harmless cells (ô an toàn): the one rule for words that a spreadsheet would take for a formula.

Where a format knows kinds of cells, words are written as a string cell marked "quote prefix": the
program shows them to the letter and never runs them, also after somebody edits the cell. CSV knows
no kinds; there an apostrophe goes before the words, and reading takes it away again.
"""

import re

DAU_CONG_THUC = ("=", "+", "-", "@", "\t", "\r")
NHAY = "'"
_KHONG_IN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CHU_DAI_NHAT = 32_767  # what a cell of Excel holds


def is_risky(chu: str) -> bool:
    """Tell whether a spreadsheet might run these words.

    >>> [is_risky(chu) for chu in ("=1+1", "- Ngân sách xã", "@SUM(A1)", "\\tx", "5 - 7", "")]
    [True, True, True, True, False, False]
    """
    return chu.startswith(DAU_CONG_THUC)


def guard(chu: str) -> str:
    """Put an apostrophe before risky words, and before words that begin with one.

    >>> guard("=1+1"), guard("'quote"), guard("plain")
    ("'=1+1", "''quote", 'plain')
    """
    return f"{NHAY}{chu}" if is_risky(chu) or chu.startswith(NHAY) else chu


def unguard(chu: str) -> str:
    """Take the apostrophe of ``guard`` away; others stay.

    >>> unguard("'- Ngân sách xã"), unguard("''quote"), unguard("'quote")
    ('- Ngân sách xã', "'quote", 'quote')
    """
    return chu.removeprefix(NHAY)


def cell_text(chu: str) -> str:
    """Give words as a cell can hold them: no control characters, not longer than Excel allows.

    >>> cell_text("một\\x00hai"), len(cell_text("x" * 40000))
    ('mộthai', 32767)
    """
    text = _KHONG_IN.sub("", chu)
    return text if len(text) <= CHU_DAI_NHAT else f"{text[: CHU_DAI_NHAT - 1]}…"
