"""One thing that changes in a row (khác biệt), in words for people."""

from dataclasses import dataclass


@dataclass(slots=True)  # not frozen: that takes thrice as long to make, and a file makes 100,000
class KhacBiet:
    """One field that changes: its name for people, old and new words ("" for nothing)."""

    ten_truong: str
    cu: str
    moi: str
