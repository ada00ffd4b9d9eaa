"""Telling the rows of a recognised table apart: data, groups, totals, notes, and torn rows.

A row torn by a page break is joined again; a cell merged downwards counts for every row it covers.
What was joined, carried down or left out is told.
"""

import re
from dataclasses import replace

from donvi.tieng_viet import fold
from kinhphi.so_tien import is_amount_in_words
from nhapxuat import tu_vung_dong as tu_vung
from nhapxuat.bang_tho import DongTho, OTho, VungGop
from nhapxuat.dong_nhan_ra import DongNhanRa, LoaiDong, ODong, join_cells, walk_groups
from nhapxuat.dong_tieu_de import repeats_header
from nhapxuat.ma_dong import DangMa, MaDong, read_code, split_code
from nhapxuat.nhan_bang import BangNhanRa, CotNhanRa, LoaiBang, header_words
from nhapxuat.tu_vung_cot import LoaiCot, read_year_group

__all__ = ["DongNhanRa", "LoaiDong", "ODong", "read_rows", "walk_groups"]

DONG_NOI = "{0} không có số thứ tự nên được nối vào dòng này; cần kiểm tra lại."
NHU_TREN = "Ô ghi “{0}”; được hiểu là như dòng trên."
HAI_COT = "Dưới một tiêu đề có hai ô; nội dung hai ô được nối lại."
GOP_NGANG = "Một ô gộp ngang qua nhiều cột; nội dung được tính cho cột đầu tiên."
TIEN_NHOM = "Số tiền của nhóm không được nhập; chỉ số tiền của từng nhiệm vụ được nhập."
GOP_MUC = "Một ô gộp ngang qua mức của nhiều năm; mức được tính cho từng năm."
NHOM_KHONG_MA = "Dòng chỉ có nội dung, không có số thứ tự; được hiểu là tên nhóm."
DONG_AN = "Dòng bị ẩn trong tệp nhưng vẫn được đọc; cần bỏ dòng này nếu không muốn nhập."
DONG_GACH = "Dòng bị gạch ngang nên không được nhập."
_NHU_TREN = re.compile(r"[-( ]*(?:nt|nhu tren|-nt-)[-). ]*|[\"”“″]|''|//")
_NHU_TREN_DAU = set("-( nN\"'”“″/")  # what such words begin with
_NHU_TREN_O = {
    LoaiCot.CHU_TRI, LoaiCot.PHOI_HOP, LoaiCot.CHU_TRI_PHOI_HOP, LoaiCot.THOI_HAN,
    LoaiCot.SAN_PHAM, LoaiCot.NGUON_VON, LoaiCot.DON_VI_TINH, LoaiCot.MUC_DAT,
}  # fmt: skip
_TIEN = (LoaiCot.KINH_PHI, LoaiCot.PHAN_NGUON, LoaiCot.KINH_PHI_NAM)
_NHOM_LON = {DangMa.CHU_HOA, DangMa.LA_MA}
_DAU = 40  # characters that tell a note
_TONG_DAI = 200  # characters the words of a total have at most


def read_rows(*pieces: BangNhanRa) -> tuple[DongNhanRa, ...]:
    """Tell all rows of a table apart, in order; blank and repeated header rows are gone.

    ``pieces`` are the table and the tables that go on with it after a page break.
    """
    rows: list[DongNhanRa] = []
    for found in pieces:
        _BoDocDong(found, rows).read()
    return tuple(rows)


class _BoDocDong:
    """One reading of the rows of one table."""

    def __init__(self, found: BangNhanRa, rows: list[DongNhanRa]) -> None:
        self.found = found
        self.bang = found.bang
        self.tieu_de = header_words(found)
        self.cot_ma = _only(found.columns(LoaiCot.MA_SO))
        self.cot_ten = found.columns(LoaiCot.TEN_GOI)[0].so_cot
        self.du_lieu = [
            so_cot
            for cot in found.cac_cot
            for so_cot in (cot.so_cot, *cot.cot_phu)
            if cot.loai_cot not in {LoaiCot.MA_SO, LoaiCot.TEN_GOI, LoaiCot.NHOM}
        ]
        self.rows = rows
        self.vung_gop: dict[int, list[VungGop]] = {}  # by the row they begin in
        for vung in self.bang.vung_gop:
            self.vung_gop.setdefault(vung.dong_dau, []).append(vung)
        kinds = _TIEN if found.loai_bang is LoaiBang.NHIEM_VU else ()
        self.cot_tien = {cot.so_cot for cot in found.columns(*kinds)}
        self.cot_muc = {cot.so_cot for cot in found.columns(LoaiCot.MUC_DAT)}
        self.ma_trong_ten = not self.cot_ma and self._names_begin_with_codes()
        self.nhom_khong_ma = False
        self.da_ky = False

    def read(self) -> None:
        for number in self.found.cac_dong:
            row = self.bang.row(number)
            if not row.cac_o:
                continue
            if repeats_header(self.tieu_de, row):
                self._drop_page_title()
                continue
            made = self._classify(row)
            if made is not None:
                self._tell(row, made)
                self.rows.append(made)

    def _drop_page_title(self) -> None:
        """Take the heading right above a repeated header for what it is, not for a group."""
        for row in reversed(self.rows):
            is_title = row.loai_dong is LoaiDong.NHOM and not row.ma.ma
            if not is_title or not tu_vung.DAU_TRANG.fullmatch(fold(row.ten)):
                return
            row.loai_dong = LoaiDong.GHI_CHU

    def _names_begin_with_codes(self) -> bool:
        """Tell whether numbers stand before the names, where no column holds them."""
        names = (self.bang.own_cell(n, self.cot_ten).mot_dong for n in self.found.cac_dong)
        codes = [split_code(name)[1].dang in {DangMa.SO, DangMa.SO_CHAM} for name in names if name]
        return any(codes) and 2 * sum(codes) >= len(codes)

    def _tell(self, row: DongTho, made: DongNhanRa) -> None:
        if made.loai_dong in {LoaiDong.DU_LIEU, LoaiDong.NHOM}:
            made.canh_bao += made.ma.canh_bao
        if row.bi_an:
            made.canh_bao.append(DONG_AN)
        made.canh_bao += row.canh_bao

    # -- one row ---------------------------------------------------------------------------------

    def _classify(self, row: DongTho) -> DongNhanRa | None:
        cells = [cell for cell in row.cac_o.values() if not cell.la_trong]
        if not cells:
            struck = DongNhanRa(self.bang, row.so_dong, LoaiDong.BO_QUA, MaDong(), "")
            struck.canh_bao.append(DONG_GACH)
            return struck
        made = self._make(row)
        aside = self._set_aside(row, made, cells)
        if aside is not None:
            return aside
        if self._is_group(row, made):
            return self._group(row, made)
        if self._goes_on(row, made):
            self._join(made)
            return None
        self._note_merged(row, made)
        dash = tu_vung.GACH_DAU_DONG.match(made.ten) if self.cot_ma and not made.ma.ma else None
        if dash:
            made.la_gach_dau_dong = True
            made.ten = made.ten[dash.end() :]
        elif made.ten and made.ma.is_dash:
            made.la_gach_dau_dong = True
        return made

    def _set_aside(self, row: DongTho, made: DongNhanRa, cells: list[OTho]) -> DongNhanRa | None:
        """Give a row that is no data: struck out, a note, a signature, a total."""
        if self._is_struck(row, made):
            made.canh_bao.append(DONG_GACH)
            return replace(made, loai_dong=LoaiDong.BO_QUA)
        only = cells[0].mot_dong if len(cells) == 1 else made.ten
        words = fold(only[:_DAU]) if len(cells) == 1 else ""
        leads_in = tu_vung.DAN_VAO.fullmatch(words) or tu_vung.SO_TRANG.fullmatch(words)
        in_words = len(cells) == 1 and not made.ma.ma and is_amount_in_words(only)
        if leads_in or in_words or (len(cells) <= 2 and self._is_note(row, only)):
            return replace(made, loai_dong=LoaiDong.GHI_CHU, ten=only)
        if self._is_signature(made, cells):
            self.da_ky = True
            words = "; ".join(cell.mot_dong for cell in cells)
            return replace(made, loai_dong=LoaiDong.GHI_CHU, ten=words, ma=MaDong())
        if self._is_total(made, only):
            return replace(made, loai_dong=LoaiDong.TONG, ten=made.ten or only)
        return None

    def _is_struck(self, row: DongTho, made: DongNhanRa) -> bool:
        name = made.cac_o[self.cot_ten].o_tho
        return bool(name.da_gach) and not (made.ten or self._own(row, self.du_lieu))

    def _make(self, row: DongTho) -> DongNhanRa:
        cells = {cot.so_cot: self._as_above(self._cell(row, cot), cot)
                 for cot in self.found.cac_cot}  # fmt: skip
        ten = cells[self.cot_ten]
        code = read_code(cells[self.cot_ma].o_tho) if self.cot_ma else MaDong()
        if self.cot_ma and cells[self.cot_ma].gop_xuong:
            code = MaDong()
        apart = bool(code.canh_bao) and not ten.text  # "I. Hạ tầng" in the column of codes
        bold = row.cac_o.get(self.cot_ma if apart else self.cot_ten, ten.o_tho).chu_dam
        if (apart or self.ma_trong_ten) and self._own(row, self.du_lieu):
            words, code = split_code(cells[self.cot_ma].text if apart else ten.text)
            ten = replace(ten, o_tho=replace(ten.o_tho, noi_dung=words))
            cells[self.cot_ten] = ten
        return DongNhanRa(
            self.bang, row.so_dong, LoaiDong.DU_LIEU, code, ten.text, cells, in_dam=bold
        )

    def _cell(self, row: DongTho, cot: CotNhanRa) -> ODong:
        """Give the cell that counts in a column, wherever below its header it stands."""
        found = self._at(row, cot.so_cot)
        for so_cot in cot.cot_phu:
            other = self._at(row, so_cot)
            if other.o_tho.la_trong:
                continue
            both = join_cells(found, other)
            if not found.o_tho.la_trong:
                told = (*both.o_tho.canh_bao, HAI_COT)
                both = replace(both, o_tho=replace(both.o_tho, canh_bao=told))
            found = both
        return found

    def _as_above(self, cell: ODong, cot: CotNhanRa) -> ODong:
        """Put the words of the row above where a cell says "như trên" or has a ditto mark."""
        words = cell.o_tho.noi_dung
        if len(words) > _DAU or words[:1] not in _NHU_TREN_DAU or cot.loai_cot not in _NHU_TREN_O:
            return cell
        if not _NHU_TREN.fullmatch(fold(cell.text)):
            return cell
        above = next((r for r in reversed(self.rows) if r.loai_dong is LoaiDong.DU_LIEU), None)
        if above is None or above.cac_o[cot.so_cot].o_tho.la_trong:
            return cell
        told = (*cell.o_tho.canh_bao, NHU_TREN.format(cell.text))
        return replace(cell, o_tho=replace(above.cac_o[cot.so_cot].o_tho, canh_bao=told))

    def _at(self, row: DongTho, so_cot: int) -> ODong:
        """Give the cell at a place; one merged sideways counts in its first column only.

        A level merged over years counts for each of them.
        """
        so_dong, cot_goc = self.bang.origin(row.so_dong, so_cot)
        if {so_cot, cot_goc} <= self.cot_muc:  # one level for several years
            so_cot = cot_goc
        if cot_goc != so_cot or so_dong in self.found.dong_tieu_de:
            return ODong(self.bang, row.so_dong, so_cot, OTho())
        cell = self.bang.own_cell(so_dong, so_cot)
        return ODong(self.bang, so_dong, so_cot, cell, so_dong != row.so_dong)

    def _note_merged(self, row: DongTho, made: DongNhanRa) -> None:
        """Tell when one cell lies across columns that hold different things."""
        places = [self.bang.origin(row.so_dong, cot.so_cot) for cot in self.found.cac_cot]
        cells = [place for place in places if self.bang.own_cell(*place).noi_dung]
        twice = {place[1] for place in cells if cells.count(place) > 1} - {self.cot_ma}
        if twice:
            made.canh_bao.append(GOP_MUC if twice <= self.cot_muc else GOP_NGANG)

    def _own(self, row: DongTho, columns: list[int]) -> list[OTho]:
        return [row.cac_o[c] for c in columns if c in row.cac_o and not row.cac_o[c].la_trong]

    def _is_note(self, row: DongTho, only: str) -> bool:
        """Tell a note; a line with a star above more numbered rows names a group."""
        if not tu_vung.GHI_CHU.match(fold(only[:_DAU])):
            return False
        later = (n for n in self.found.cac_dong if n > row.so_dong)
        return not (
            only.startswith("*")
            and self.cot_ma
            and any(not self.bang.own_cell(n, self.cot_ma).la_trong for n in later)
        )

    def _is_signature(self, made: DongNhanRa, cells: list[OTho]) -> bool:
        """Tell the names and titles of those who sign; what follows them has no codes either."""
        if made.ma.ma and (made.ma.dang is not DangMa.KHAC or made.ma.has_digit):
            return False
        if not self.cot_ma and made.ten and not tu_vung.CHU_KY.fullmatch(fold(made.ten[:80])):
            return False
        return self.da_ky or any(
            tu_vung.CHU_KY.fullmatch(fold(cell.mot_dong[:80])) for cell in cells
        )

    def _is_total(self, made: DongNhanRa, only: str) -> bool:
        words = fold(made.ten or only)
        numbered = made.ma.dang in {DangMa.SO, DangMa.SO_CHAM}
        if numbered and not (
            self.found.loai_bang is LoaiBang.KINH_PHI and tu_vung.TONG_CHUNG.match(words)
        ):
            return False
        if len(words) > _TONG_DAI:
            return False
        if tu_vung.TONG.fullmatch(words) or (
            not made.ten and tu_vung.TONG.fullmatch(fold(made.ma.nguyen_van))
        ):
            return True
        return bool(tu_vung.BANG_CHU.search(words) and words.startswith("tong"))

    def _is_group(self, row: DongTho, made: DongNhanRa) -> bool:
        others = [
            c for c in self.du_lieu
            if c in row.cac_o and not row.cac_o[c].la_trong and not self._reaches_down(row, c, made)
        ]  # fmt: skip
        carried = [c for c in made.cac_o.values() if c.gop_xuong and c.so_cot in self.du_lieu]
        if others and set(others) <= self.cot_tien and made.ma.dang in _NHOM_LON:
            made.thong_tin.append(TIEN_NHOM)
            return True
        if others:
            return len(others) == 1 and self._is_whole_line(row)
        if made.ma.dang in {DangMa.CHU_HOA, DangMa.LA_MA, DangMa.CHU_THUONG}:
            return not self._follows_letter(made)
        if made.ma.ma:
            names_group = made.in_dam or self.found.loai_bang is LoaiBang.NHIEM_VU
            return names_group and not carried and self._has_children(row.so_dong, made.ma.ma)
        return self._is_uncoded_group(row, made, has_carried=bool(carried))

    def _follows_letter(self, made: DongNhanRa) -> bool:
        """Tell b) right below the data of a): its cells are still to be filled, it is no group."""
        last = self.rows[-1] if self.rows else None
        return (
            made.ma.dang is DangMa.CHU_THUONG
            and last is not None
            and last.loai_dong is LoaiDong.DU_LIEU
            and last.ma.dang is DangMa.CHU_THUONG
        )

    def _is_uncoded_group(self, row: DongTho, made: DongNhanRa, *, has_carried: bool) -> bool:
        text, code = self._group_text(row)
        if text[:1].islower():  # the rest of a torn row
            return False
        in_code_column = bool(made.ma.nguyen_van) and not made.ten
        if in_code_column or read_year_group(text) is not None:
            return True
        if code.dang in {DangMa.CHU_HOA, DangMa.LA_MA, DangMa.CHU_THUONG}:
            return True
        return (
            text.startswith("*")
            or self._is_plain_group(made, has_carried=has_carried)
            or made.in_dam
            or self._is_wide(row)
            or (bool(text) and not self.cot_ma)
        )

    def _is_plain_group(self, made: DongNhanRa, *, has_carried: bool) -> bool:
        """Tell a group that has neither code nor bold letters: the table begins with one."""
        begins = not self.rows and not self.found.noi_tiep
        if not self.cot_ma or has_carried or not made.ten[:1].isupper():
            return False
        if made.in_dam or not (begins or self.nhom_khong_ma):
            return False
        self.nhom_khong_ma = True
        made.canh_bao.append(NHOM_KHONG_MA)
        return True

    def _reaches_down(self, row: DongTho, so_cot: int, made: DongNhanRa) -> bool:
        """Tell whether a cell beside a lettered or bold group is merged over the rows below it."""
        numbered = made.ma.dang in {DangMa.SO, DangMa.SO_CHAM, DangMa.KHAC}
        if numbered or not (made.in_dam or made.ma.ma):
            return False
        return any(
            vung.dong_dau == row.so_dong < vung.dong_cuoi and vung.cot_dau == so_cot
            for vung in self.vung_gop.get(row.so_dong, ())
        )

    def _has_children(self, so_dong: int, ma: str) -> bool:
        if not self.cot_ma:
            return False
        later = (self.bang.own_cell(n, self.cot_ma) for n in self.found.cac_dong if n > so_dong)
        codes = (read_code(cell).ma for cell in later if not cell.la_trong)
        return next(codes, "").startswith(f"{ma}.")

    def _is_wide(self, row: DongTho) -> bool:
        """Tell whether one cell goes across most of the table."""
        return any(
            vung.dong_dau == row.so_dong and vung.cot_dau in row.cac_o
            and 2 * (vung.cot_cuoi - vung.cot_dau + 1) > len(self.found.cac_cot)
            for vung in self.vung_gop.get(row.so_dong, ())
        )  # fmt: skip

    def _is_whole_line(self, row: DongTho) -> bool:
        """Tell whether one cell goes across all columns, whichever of them comes first."""
        columns = [cot.so_cot for cot in self.found.cac_cot]
        return any(
            vung.dong_dau == row.so_dong == vung.dong_cuoi
            and vung.cot_dau <= min(columns) < max(columns) <= vung.cot_cuoi
            for vung in self.vung_gop.get(row.so_dong, ())
        )

    def _group_text(self, row: DongTho) -> tuple[str, MaDong]:
        cells = [row.cac_o[c] for c in sorted(row.cac_o) if not row.cac_o[c].la_trong]
        return split_code(" ".join(cell.mot_dong for cell in cells))

    def _group(self, row: DongTho, made: DongNhanRa) -> DongNhanRa:
        text, code = made.ten, made.ma
        if not (code.ma and text):
            text, code = self._group_text(row)
        return replace(made, loai_dong=LoaiDong.NHOM, ma=code, ten=text)

    # -- torn rows -------------------------------------------------------------------------------

    def _goes_on(self, row: DongTho, made: DongNhanRa) -> bool:
        """Tell whether a row without a code is the rest of the row above it."""
        if not self.rows or self.rows[-1].loai_dong is not LoaiDong.DU_LIEU or made.ma.ma:
            return False
        if made.ten and made.ma.is_dash:
            return False
        if not self.cot_ma or not self.rows[-1].ma.ma:
            is_rest = made.ten[:1].islower() and not self._own(row, self.du_lieu)
            return is_rest or not made.ten
        if made.cac_o[self.cot_ten].gop_xuong or not made.ten:
            return True
        merged_code = self.bang.origin(row.so_dong, self.cot_ma)[0] != row.so_dong
        own = self._own(row, self.du_lieu)
        return made.ten[:1].islower() or merged_code or not own

    def _join(self, rest: DongNhanRa) -> None:
        """Add the words of a torn row to the row above."""
        row = self.rows[-1]
        for so_cot, cell in rest.cac_o.items():
            if cell.gop_xuong or cell.o_tho.la_trong:
                continue
            row.cac_o[so_cot] = join_cells(row.cac_o[so_cot], cell)
        row.ten = row.cac_o[self.cot_ten].text
        row.canh_bao.append(DONG_NOI.format(rest.bang.place(rest.so_dong)))
        row.canh_bao += rest.canh_bao


def _only(columns: tuple[CotNhanRa, ...]) -> int:
    return columns[0].so_cot if columns else 0
