"""Targets in the prose of a plan (mục tiêu trong lời văn), gathered as a table to choose from.

Many plans print their targets as paragraphs below "Mục tiêu". They are never taken in on their own:
the same targets often stand in an annex too. A person is told how many there are, and may say that
they are indicators.
"""

import re
from collections.abc import Sequence

from donvi.tieng_viet import fold
from nhapxuat.bang_tho import BangTho, DongTho, NguonBang, OTho

_TOI_DA = 500  # paragraphs gathered from one file
_DAI_NHAT = 400  # characters of a target
_DE_MUC = re.compile(r"(?:(?P<la_ma>[IVX]{1,5})|(?P<chu>[A-ZĐ])|(?P<so>[0-9]{1,2}))[.)/]\s+\S")
_BAC = ("chu", "la_ma", "so")  # kinds of headings, the outermost first
_MUC_TIEU = re.compile(r"\b(?:muc tieu|chi tieu)\b")
_CO_MUC = re.compile(
    r"[0-9]\s*%|\b(?:dat|it nhat|toi thieu|toi da|tren|duoi|khong qua|phan dau|tang|giam)\b"
    r"[^.;]{0,25}[0-9]"
)
_KHONG_PHAI = re.compile(r"^(?:can cu|thuc hien|theo|ket qua|den nay|hien nay|trong nam qua)\b")
_DAU_DONG = re.compile(r"^(?:[-–+*•▪]|[a-zđ]\)|[0-9]+(?:\.[0-9]+)*[.)])\s*")
_TACH = re.compile(
    r"(?P<ten>[^0-9]{10,}?)[,:]?\s+(?P<muc>(?:đạt|trên|ít nhất|tối thiểu|tối đa|lớn hơn|từ|dưới"
    r"|không dưới|không quá)\b.*[0-9].*)",
    re.DOTALL,
)


class MucTieuLoiVan:
    """Gathers targets while the paragraphs of a document go by."""

    def __init__(self) -> None:
        self.cac_doan: list[str] = []
        self._bac: int | None = None  # rank of the heading "Mục tiêu" that is open

    def take(self, text: str) -> None:
        """Look at the next paragraph."""
        if self._is_heading(text) or self._bac is None or len(self.cac_doan) >= _TOI_DA:
            return
        folded = fold(text)
        is_target = len(text) <= _DAI_NHAT and _CO_MUC.search(folded)
        if is_target and not _KHONG_PHAI.match(folded):
            self.cac_doan.append(text)

    def _is_heading(self, text: str) -> bool:
        found = _DE_MUC.match(text)
        if not found or re.search(r"[0-9]\s*%", text) or len(text) > 150:
            return False
        rank = next(i for i, kind in enumerate(_BAC) if found[kind])
        if _MUC_TIEU.search(fold(text)):
            self._bac = rank if self._bac is None else min(rank, self._bac)
        elif self._bac is not None and rank <= self._bac:
            self._bac = None
        return True

    def as_table(self) -> tuple[BangTho, ...]:
        """Give the targets as a table with a header of its own, nothing when there are none."""
        if not self.cac_doan:
            return ()
        header = DongTho(1, {1: OTho("Chỉ tiêu"), 2: OTho("Mức phấn đấu")}, la_tieu_de=True)
        rows = (DongTho(i, _cells(text)) for i, text in enumerate(self.cac_doan, start=2))
        return (BangTho("Lời văn", NguonBang.LOI_VAN, (header, *rows)),)


def _cells(text: str) -> dict[int, OTho]:
    """Part a target into name and level where only the level has figures, else keep it whole."""
    words = _DAU_DONG.sub("", text)
    found = _TACH.fullmatch(words)
    ten, muc = (found["ten"], found["muc"]) if found else (words, words)
    return {1: OTho(ten.strip(" .;,")), 2: OTho(muc.strip(" .;"))}


def say_left_aside(tables: Sequence[BangTho]) -> str:
    """Say how many paragraphs look like targets, "" where none do.

    >>> gathered = MucTieuLoiVan()
    >>> for text in ("II. MỤC TIÊU", "- Tỷ lệ hồ sơ đạt 80%.", "III. NHIỆM VỤ", "- Giảm 5%."):
    ...     gathered.take(text)
    >>> say_left_aside(gathered.as_table())[:34]
    'có 1 đoạn văn giống chỉ tiêu trong'
    """
    count = sum(len(b.cac_dong) - 1 for b in tables if b.nguon is NguonBang.LOI_VAN)
    if not count:
        return ""
    return (
        f"có {count} đoạn văn giống chỉ tiêu trong phần mục tiêu, không được tự nhập; nếu kế hoạch "
        "không có bảng chỉ tiêu thì chọn bảng này là bảng chỉ tiêu để nhập"
    )
