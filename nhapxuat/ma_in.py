"""Codes as they are printed (mã in): so that reading a sheet gives the codes of the plan again.

Reading puts codes together: a row's place in a budget is made of the codes above it ("A.I.1" is
printed 1 below I below A), a task's group of the codes of the groups above. Here the same rules
are asked which of the ways to print a code leads back to it.
"""

from nhapxuat.bang_tho import OTho
from nhapxuat.cay_ma import CayMa
from nhapxuat.ma_dong import DangMa, MaDong, read_code

_DANG_NHOM = {DangMa.CHU_HOA, DangMa.LA_MA, DangMa.CHU_THUONG}


class NhomViet:
    """The group rows of a table of tasks written so far."""

    def __init__(self) -> None:
        self.tren: list[tuple[DangMa, str]] = []

    def print_code(self, ma: str, *, before: str) -> str:
        """Give the code to print for a group, "" where no code would lead back to ``ma``.

        ``before`` is the code of the first row below; a group whose code has neither one letter
        nor Roman numerals is told from a task by that only.

        >>> groups = NhomViet()
        >>> groups.print_code("I", before="1"), groups.print_code("I.A", before="5")
        ('I', 'A')
        >>> NhomViet().print_code("VX.1", before="VX.1.2"), groups.print_code("N1", before="9")
        ('VX.1', '')
        """
        for printed in (ma, ma.rpartition(".")[2]):
            code = read_code(OTho(printed))
            shown = code.dang in _DANG_NHOM or before.startswith(f"{code.ma}.")
            above = self._above(code.dang)
            if shown and ".".join([*(other for _, other in above), code.ma]) == ma:
                self.tren = [*above, (code.dang, code.ma)]
                return printed
        return ""

    def _above(self, dang: DangMa) -> list[tuple[DangMa, str]]:
        shapes = [shape for shape, _ in self.tren]
        return self.tren[: shapes.index(dang)] if dang in shapes else self.tren


class MaKinhPhi:
    """The rows of a budget written so far."""

    def __init__(self) -> None:
        self.cay = CayMa()

    def print_code(self, ma: str, ma_cha: str | None, so_in: str) -> str | None:
        """Give the code to print for a row, None where none leads back to ``ma`` below ``ma_cha``.

        >>> rows = MaKinhPhi()
        >>> rows.print_code("A", None, "A"), rows.print_code("A.I", "A", ""), \
rows.print_code("A.I.1", "A.I", "01")
        ('A', 'I', '1')
        """
        for printed in dict.fromkeys((so_in, ma.rpartition(".")[2], ma)):
            code = read_code(OTho(printed)) if printed else MaDong()
            trial = self.cay.copy()
            if trial.place(code) == (ma, ma_cha):
                self.cay = trial
                return printed
        self.cay.place(read_code(OTho(so_in or ma)))
        return None
