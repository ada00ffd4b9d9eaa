"""Break a heading into lines of like length (ngắt dòng), and say how wide a word is.

Widths are those of the bold Times faces in hundredths of an em (the type size), rounded up, so
that what fits by this measure fits on paper. Standard library only.
"""

import unicodedata

_WIDTHS = (
    ("%MW", 100), ("mw", 84), ("GHKOQ", 78), ("ĐACDNRUVXY", 73), ("BELTZFP", 67), ("S", 56),
    ("aovxyg0123456789", 51), ("cerz", 45), ("Is", 40), ("-tf()[]jil/'", 34), (" .,:;", 27),
)  # fmt: skip
_EM = {letter: width for letters, width in _WIDTHS for letter in letters}
_USUAL = 56
_STEP = 25


def width_em(text: str) -> int:
    """Estimate the width of one line of bold text, in hundredths of an em.

    >>> width_em("TT"), width_em("ế")
    (134, 45)
    """
    bases = (unicodedata.normalize("NFD", letter)[0] for letter in text)
    return sum(_EM.get(letter, _USUAL) for letter in bases)


def balanced_lines(text: str, max_em: int) -> tuple[str, ...]:
    """Break text at spaces into as few lines as fit, all of about the same length.

    Lines that the text has already are kept. A word wider than `max_em` has a line of its own.

    >>> balanced_lines("Triển khai nhiệm vụ chuyển đổi số năm 2026", 1500)
    ('Triển khai nhiệm vụ', 'chuyển đổi số năm 2026')
    >>> balanced_lines("Dòng một\\nDòng hai", 3000)
    ('Dòng một', 'Dòng hai')
    """
    return tuple(line for part in text.splitlines() for line in _balance(part.split(), max_em))


def _balance(words: list[str], max_em: int) -> list[str]:
    """Fill lines to the smallest limit that needs no more lines than the widest limit does."""
    count = len(_fill(words, max_em))
    limit = width_em(" ".join(words)) // max(count, 1)
    while limit < max_em:
        lines = _fill(words, limit)
        if len(lines) <= count:
            return lines
        limit += _STEP
    return _fill(words, max_em)


def _fill(words: list[str], max_em: int) -> list[str]:
    """Put words into lines, each as long as the limit lets it be."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else ""
        if lines and width_em(longer) <= max_em:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
