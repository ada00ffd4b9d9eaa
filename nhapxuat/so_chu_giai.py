"""The annotated workbook (sổ chú giải) of a file: its tables as read, problems at their cells.

A first sheet lists everything with links; cells with problems are coloured by how serious they
are and say in a comment what was found and what is expected. Corrected in place it can be handed
in again: rows and columns stand where a workbook has them, and below the words above a Word table.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from donvi.tieng_viet import fold
from nhapxuat.bang_tho import BangTho, NguonBang, OTho
from nhapxuat.ket_qua_nhap import VanDeNhap
from nhapxuat.phu_luc_xuat import CotXuat, header_rows
from nhapxuat.so_xuat import number_of
from nhapxuat.trang_rieng import VAN_DE
from nhapxuat.trang_xuat import (
    CanhO,
    DongChu,
    DongXuat,
    KieuXuat,
    NenO,
    OXuat,
    TrangXuat,
    address,
)
from nhapxuat.van_de import MucDo
from nhapxuat.ve_so import draw_workbook

_NEN = {MucDo.LOI: NenO.LOI, MucDo.CANH_BAO: NenO.CANH_BAO, MucDo.THONG_TIN: NenO.THONG_TIN}
_CAM = re.compile(r"[\[\]:*?/\\]")
_TEN_DAI = 31  # characters of a sheet's name
_RONG_NHAT, _RONG_IT = 48, 6
_O_GOP_NHIEU_NHAT = 4000  # cells a merged range may cover and be drawn
_CHU_GHI = 2000  # characters of a comment
_DONG_QUANH = 6  # lines kept above and below a table


def annotated_workbook(tables: Sequence[BangTho], problems: Sequence[VanDeNhap]) -> bytes:
    """Write the tables of a file with its problems as .xlsx."""
    names = _sheet_names(tables)
    places = {
        bang.label: (name, len(_lines(bang.chu_truoc)))
        for bang, name in zip(tables, names, strict=True)
    }
    by_table = _by_place(problems)
    sheets = [_problem_sheet(problems, places)]
    sheets += [
        _TrangBang(bang, by_table.get(bang.label, {})).sheet(name)
        for bang, name in zip(tables, names, strict=True)
    ]
    return draw_workbook(sheets, tieu_de="Các điểm cần xem của tệp phụ lục", tac_gia="")


_TheoO = Mapping[tuple[int, int], list[VanDeNhap]]


def _by_place(problems: Iterable[VanDeNhap]) -> dict[str, dict[tuple[int, int], list[VanDeNhap]]]:
    found: dict[str, dict[tuple[int, int], list[VanDeNhap]]] = {}
    for one in problems:
        if one.vi_tri:
            place = one.vi_tri.so_dong, one.vi_tri.so_cot
            found.setdefault(one.vi_tri.bang, {}).setdefault(place, []).append(one)
    return found


def _sheet_names(tables: Sequence[BangTho]) -> list[str]:
    """Name a sheet for each table: as the file does, as far as a workbook allows, each once."""
    taken = {VAN_DE[0].casefold(), "history"}
    names: list[str] = []
    for place, bang in enumerate(tables, start=1):
        wanted = bang.ten if bang.nguon is NguonBang.TRANG_TINH else bang.label
        wanted = _CAM.sub(" ", wanted).strip(" '") or f"Bảng {place}"
        name, number = wanted[:_TEN_DAI], 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted[: _TEN_DAI - 6]} ({number})"
        taken.add(name.casefold())
        names.append(name)
    return names


# -- the list of problems ------------------------------------------------------------------------


def _problem_sheet(
    problems: Sequence[VanDeNhap], places: Mapping[str, tuple[str, int]]
) -> TrangXuat:
    columns = (
        CotXuat("Mức độ", 12, CanhO.GIUA), CotXuat("Ở đâu", 34),
        CotXuat("Nội dung trong tệp", 40), CotXuat("Điểm cần xem và cách sửa", 70),
    )  # fmt: skip
    counts = Counter(one.muc_do for one in problems)
    told = ", ".join(f"{counts[kind]} {kind.label}" for kind in MucDo if counts[kind])
    intro = f"Tệp có {told}." if told else "Tệp không có điểm nào cần xem."
    return TrangXuat(
        VAN_DE[0],
        tuple(cot.do_rong for cot in columns),
        (
            DongChu(VAN_DE[1], CanhO.TRAI, 14, dam=True),
            DongChu(f"{intro} Bấm vào cột “Ở đâu” để tới ô; sửa ngay trong ô rồi đưa tệp này lên "
                    "lại, hoặc sửa trên trang nhập.", CanhO.TRAI, nghieng=True),
        ),
        header_rows(columns),
        tuple(_problem_row(one, places) for one in problems),
    )  # fmt: skip


def _problem_row(one: VanDeNhap, places: Mapping[str, tuple[str, int]]) -> DongXuat:
    return DongXuat({
        0: OXuat(one.muc_do.label, CanhO.GIUA, nen=_NEN[one.muc_do]),
        1: OXuat(one.o_dau, lien_ket=_link(one, places)),
        2: OXuat(one.gia_tri),
        3: OXuat(one.thong_bao),
    })  # fmt: skip


def _link(one: VanDeNhap, places: Mapping[str, tuple[str, int]]) -> str:
    if not one.vi_tri or one.vi_tri.bang not in places:
        return ""
    name, above = places[one.vi_tri.bang]
    quoted = name.replace("'", "''")
    return f"'{quoted}'!{address(one.vi_tri.so_dong + above, max(one.vi_tri.so_cot, 1) - 1)}"


# -- a table of the file -------------------------------------------------------------------------


class _TrangBang:
    """Lays out one table of the file, each cell where the file has it."""

    def __init__(self, bang: BangTho, problems: _TheoO) -> None:
        self.bang, self.problems = bang, problems
        self.merged = _merges(bang)

    def sheet(self, ten: str) -> TrangXuat:
        rows = {row.so_dong: row.cac_o for row in self.bang.cac_dong}
        told = [so_dong for so_dong, _ in self.problems]
        last = max([*rows, *told], default=0)
        return TrangXuat(
            ten,
            self._widths(),
            _lines(self.bang.chu_truoc),
            chu_cuoi=_lines([text for text in self.bang.chu_sau if "bang chu" in fold(text)]),
            cac_dong=tuple(self._row(n, rows.get(n, {})) for n in range(1, last + 1)),
            bi_an=self.bang.bi_an,
        )

    def _row(self, so_dong: int, cells: Mapping[int, OTho]) -> DongXuat:
        whole = self.problems.get((so_dong, 0), [])
        first = next((n for n, cell in cells.items() if not cell.la_trong), 1)
        told = {so_cot for row, so_cot in self.problems if row == so_dong and so_cot}
        made = {}
        for so_cot in sorted({*cells, *told, *({first} if whole else ())}):
            found = [*self.problems.get((so_dong, so_cot), []), *(whole if so_cot == first else ())]
            made[so_cot - 1] = self._cell(so_dong, so_cot, cells.get(so_cot, OTho()), found)
        return DongXuat(made, KieuXuat.THUONG)

    def _cell(self, so_dong: int, so_cot: int, cell: OTho, found: list[VanDeNhap]) -> OXuat:
        number = number_of(cell.noi_dung) if cell.gia_tri is not None else None
        down, across = self.merged.get((so_dong, so_cot), (1, 1))
        worst = min((list(MucDo).index(one.muc_do) for one in found), default=None)
        return OXuat(
            number[0] if number else cell.noi_dung,
            CanhO.PHAI if number else CanhO.TRAI,
            number[1] if number else "",
            ghi_chu="\n".join(_comment(one) for one in found)[:_CHU_GHI],
            doc=down,
            ngang=across,
            nen=NenO.KHONG if worst is None else _NEN[list(MucDo)[worst]],
            dam=cell.chu_dam,
        )

    def _widths(self) -> tuple[int, ...]:
        """Fit columns to their words, those of cells across several left out."""
        widths: Counter[int] = Counter()
        for row, so_cot, cell in self.bang.walk():
            if self.merged.get((row.so_dong, so_cot), (1, 1))[1] == 1:
                widths[so_cot] = max(widths[so_cot], min(len(cell.noi_dung), _RONG_NHAT))
        last = max([self.bang.so_cot, *(so_cot for _, so_cot in self.problems)], default=1)
        return tuple(max(widths[n] + 2, _RONG_IT) for n in range(1, max(last, 1) + 1))


def _lines(texts: Sequence[str]) -> tuple[DongChu, ...]:
    """Make the words around a table lines of its sheet: they may name the unit of money."""
    return tuple(DongChu(text, CanhO.TRAI) for text in texts[-_DONG_QUANH:])


def _comment(one: VanDeNhap) -> str:
    return f"{one.muc_do.label.upper()}: {one.thong_bao}"


def _merges(bang: BangTho) -> dict[tuple[int, int], tuple[int, int]]:
    """Give the size of merged ranges by their first cell; those that overlap or are huge go."""
    sizes: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for vung in bang.vung_gop:
        down, across = vung.dong_cuoi - vung.dong_dau + 1, vung.cot_cuoi - vung.cot_dau + 1
        if not 1 < down * across <= _O_GOP_NHIEU_NHAT or down < 1 or across < 1:
            continue
        cells = {
            (row, column)
            for row in range(vung.dong_dau, vung.dong_cuoi + 1)
            for column in range(vung.cot_dau, vung.cot_cuoi + 1)
        }
        if not cells & covered:
            covered |= cells
            sizes[vung.dong_dau, vung.cot_dau] = down, across
    return sizes
