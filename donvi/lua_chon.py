"""Choice lists that know their Vietnamese label, usable without Django.

Pure modules and models share one list: the pure module declares it, the model takes
``choices=X.choices()``. So a state, a kind or an operator is spelled in one place only.
"""

from enum import StrEnum
from typing import Self


class LuaChon(StrEnum):
    """A string enum whose members carry the label (nhãn) a user reads.

    >>> class Mau(LuaChon):
    ...     XANH = "xanh", "xanh lá"
    >>> Mau("xanh").label, str(Mau.XANH), Mau.choices()
    ('xanh lá', 'xanh', [('xanh', 'xanh lá')])
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:  # ``X(value)`` gives no label
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """List (value, label) pairs in the order of declaration, as Django fields want them."""
        return [(member.value, member.label) for member in cls]
