"""The tree of codes (cây mã) of a budget: A / I / 1 of any depth, numbering that starts anew."""

import re
from dataclasses import dataclass, field

from nhapxuat.ma_dong import DangMa, MaDong, roman_value

_MA_RIENG = re.compile(r"[A-ZĐ]{2,6}[-_ ]?[0-9]+(?:\.[0-9]+)*")  # KP-3: one row of a whole plan


@dataclass(slots=True)
class CayMa:
    """The branch being read: shape, last code and full code of every level, outermost first."""

    nhanh: list[tuple[DangMa, str, str]] = field(default_factory=list)
    so_con: dict[str, int] = field(default_factory=dict)

    def copy(self) -> "CayMa":
        """Give a branch of its own, to try where a code would lead."""
        return CayMa([*self.nhanh], {**self.so_con})

    def place(self, code: MaDong) -> tuple[str, str | None]:
        """Give full code and parent of the next row."""
        dang = self._shape(code)
        shapes = [level[0] for level in self.nhanh]
        if dang is DangMa.KHONG:
            parent = self.nhanh[-1][2] if self.nhanh else None
            number = self.so_con[parent or ""] = self.so_con.get(parent or "", 0) + 1
            return f"{parent}.g{number}" if parent else f"g{number}", parent
        if dang is DangMa.SO_CHAM or self._is_below_own_code(code.ma, dang):
            self._to_parent(code.ma)
        elif dang in shapes:
            del self.nhanh[shapes.index(dang) :]
        elif dang is DangMa.SO and DangMa.SO_CHAM in shapes:
            self._past_dotted(code.ma, shapes.index(DangMa.SO_CHAM))
        parent = self.nhanh[-1][2] if self.nhanh else None
        full = self._full(code.ma, parent)
        self.nhanh.append((dang, code.ma, full))
        return full, parent

    def place_group(self) -> tuple[str, str | None]:
        """Give full code and parent of a group without a code, above numbers that begin anew."""
        shapes = [level[0] for level in self.nhanh]
        numbers = {DangMa.KHONG, DangMa.SO, DangMa.SO_CHAM, DangMa.CHU_THUONG}
        first = next((place for place, dang in enumerate(shapes) if dang in numbers), len(shapes))
        del self.nhanh[first:]
        full, parent = self.place(MaDong())
        self.nhanh.append((DangMa.KHONG, full.rpartition(".")[2], full))
        return full, parent

    def _shape(self, code: MaDong) -> DangMa:
        """Tell C after B from a Roman hundred, I after H from a Roman one."""
        if len(code.ma) == 1 and code.ma.isupper():
            letters = [last for dang, last, _ in self.nhanh if dang is DangMa.CHU_HOA]
            if letters and ord(code.ma) == ord(letters[-1]) + 1:
                return DangMa.CHU_HOA
        return code.dang

    def _is_below_own_code(self, ma: str, dang: DangMa) -> bool:
        """Tell whether a code such as KP-1.2 stands below KP-1."""
        above = ma.rpartition(".")[0]
        return dang is DangMa.KHAC and any(last == above for _, last, _ in self.nhanh)

    def _past_dotted(self, ma: str, place: int) -> None:
        """Close a dotted level whose own number is missing when the next number comes: 3 after 2.3.

        A number that is no greater counts anew below the dotted one: 1 after 1.1.
        """
        whole = self.nhanh[place][1].partition(".")[0]
        if ma.isdecimal() and whole.isdecimal() and int(ma) > int(whole):
            del self.nhanh[place:]

    def _to_parent(self, ma: str) -> None:
        """Close levels down to the one a dotted code stands under: 1.2 under 1."""
        parent = ma.rpartition(".")[0]
        for place, (_, last, _) in enumerate(self.nhanh):
            if last == parent:
                del self.nhanh[place + 1 :]
                return
        depth = [i for i, level in enumerate(self.nhanh) if level[0] is DangMa.SO_CHAM]
        del self.nhanh[depth[0] if depth else len(self.nhanh) :]

    def _full(self, ma: str, parent: str | None) -> str:
        if not parent or _MA_RIENG.fullmatch(ma):
            return ma
        last = self.nhanh[-1][1]
        own = ma.removeprefix(f"{last}.") if "." in ma else ma
        return f"{parent}.{own}"


def stands_for(cha: str, so: str) -> bool:
    """Tell whether the row with the full code ``cha`` is number ``so``: II and B are 2 as well.

    >>> stands_for("A.1", "1"), stands_for("I", "1"), stands_for("B", "2"), stands_for("A.1", "2")
    (True, True, True, False)
    """
    last = cha.rpartition(".")[2]
    is_letter = len(last) == 1 and last.isupper() and str(ord(last) - ord("A") + 1) == so
    return f".{cha}".endswith(f".{so}") or str(roman_value(last)) == so or is_letter
