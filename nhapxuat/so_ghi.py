"""The notebook (sổ ghi) of one reading: problems with their place, each told once."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypedDict, Unpack

from donvi.nhan_dien import DonViDocDuoc
from donvi.tieng_viet import fold, format_dong
from kinhphi.so_tien import (
    DonViTien,
    SoTienKhongDocDuoc,
    parse_don_vi_tien,
    parse_so_tien,
    to_dong,
)
from nhapxuat.bang_tho import BangTho, OTho
from nhapxuat.dong_bang import DongNhanRa, ODong
from nhapxuat.ket_qua_nhap import BoiCanh, TongNhap, VanDeNhap, ViTri
from nhapxuat.ma_dong import DangMa, MaDong, restore_zero
from nhapxuat.nhan_bang import BangNhanRa, CotNhanRa
from nhapxuat.tu_vung_cot import LoaiCot
from nhapxuat.van_de import MucDo

_KHONG_CO = {"khong", "khong co", "ko", "chua co", "khong phat sinh"}
TIEN_GOP = (
    "Ô số tiền gộp chung cho nhiều dòng; số tiền chỉ được tính cho dòng đầu. Cần tách theo từng "
    "dòng nếu cần."
)
_NGHIN_PHAY = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}(?![0-9.,])")
_CUNG_DON_VI = (
    LoaiCot.KINH_PHI, LoaiCot.THANH_TIEN, LoaiCot.PHAN_NGUON, LoaiCot.KINH_PHI_NAM,
)  # fmt: skip
_RAT_LON = 10**12  # đồng; no line of a commune comes near it
_O_TRONG = {"", "-", "–", "—", "…", "...", "/", "x", "X", "0"}


class ThemVeVanDe(TypedDict, total=False):
    """The facts of a problem that not every problem has; see ``VanDeNhap``."""

    vi_tri: ViTri
    ma: str
    doi_tuong: str
    phai_sua: bool


@dataclass
class SoGhi:
    """Notes problems while one table is understood."""

    found: BangNhanRa
    boi_canh: BoiCanh
    van_de: list[VanDeNhap] = field(default_factory=list)
    da_ghi: set[tuple[str, str]] = field(default_factory=set)
    da_doc: dict[str, tuple[DonViDocDuoc, ...]] = field(default_factory=dict)
    tong: TongNhap | None = None
    _la_dong: bool | None = None
    _don_vi_bang: tuple[DonViTien | None, ...] = ()

    @property
    def bang(self) -> BangTho:
        """Give the table that is read."""
        return self.found.bang

    def note(
        self, muc_do: MucDo, o_dau: str, gia_tri: str, thong_bao: str, **more: Unpack[ThemVeVanDe]
    ) -> None:
        """Note a problem at a place, once; ``more`` are the other facts of ``VanDeNhap``."""
        if (o_dau, thong_bao) not in self.da_ghi:
            self.da_ghi.add((o_dau, thong_bao))
            self.van_de.append(VanDeNhap(muc_do, o_dau, gia_tri, thong_bao, **more))

    def note_cell(
        self, muc_do: MucDo, cell: ODong, thong_bao: str, **more: Unpack[ThemVeVanDe]
    ) -> None:
        """Note a problem of one cell."""
        place = cell.bang.place(cell.so_dong, cell.so_cot)
        more.setdefault("vi_tri", ViTri(cell.bang.label, cell.so_dong, cell.so_cot))
        self.note(muc_do, place, cell.text, thong_bao, **more)

    def note_row(
        self, muc_do: MucDo, row: DongNhanRa, thong_bao: str, **more: Unpack[ThemVeVanDe]
    ) -> None:
        """Note a problem of a whole row."""
        more.setdefault("vi_tri", ViTri(row.bang.label, row.so_dong))
        self.note(muc_do, row.bang.place(row.so_dong), row.ten[:80], thong_bao, **more)

    def begin_row(self, row: DongNhanRa) -> None:
        """Tell everything the readers noted about a row and its cells."""
        for sentence in row.canh_bao:
            self.note_row(MucDo.CANH_BAO, row, sentence)
        for sentence in row.thong_tin:
            self.note_row(MucDo.THONG_TIN, row, sentence)
        for cot in self.found.cac_cot:
            cell = row.cac_o.get(cot.so_cot)
            if cell and cot.loai_cot is not LoaiCot.KHONG_NHAP:
                self._begin_cell(cell, is_code=cot.loai_cot is LoaiCot.MA_SO)

    def _begin_cell(self, cell: ODong, *, is_code: bool) -> None:
        raw = cell.o_tho
        for sentence in raw.cac_loi:
            self.note_cell(MucDo.LOI, cell, sentence)
        for sentence in raw.canh_bao if not is_code else ():  # a code says what was made of it
            self.note_cell(MucDo.CANH_BAO, cell, sentence)
        if raw.da_gach:
            struck = raw.da_gach[:60]
            sentence = f"Chữ bị gạch ngang “{struck}” không được nhập."
            self.note_cell(MucDo.CANH_BAO, cell, sentence)

    # -- cells -----------------------------------------------------------------------------------

    def cell(self, row: DongNhanRa, *kinds: LoaiCot) -> ODong:
        """Give the cell of the first column of these kinds, an empty one where there is none."""
        for cot in self.found.columns(*kinds):
            if cot.so_cot in row.cac_o:
                return row.cac_o[cot.so_cot]
        return ODong(row.bang, row.so_dong, 0, OTho())

    def units(self, words: str) -> tuple[DonViDocDuoc, ...]:
        """Read the units words name; the same words are read once."""
        if words not in self.da_doc:
            self.da_doc[words] = tuple(self.boi_canh.read_units(words))
        return self.da_doc[words]

    def amount(self, row: DongNhanRa, kind: LoaiCot) -> int | None:
        """Read an amount in whole đồng; what can't be read is noted and left out."""
        cot = next((cot for cot in self.found.columns(kind) if cot.so_cot in row.cac_o), None)
        return self.amount_of(row.cac_o[cot.so_cot], cot) if cot else None

    def amount_of(self, cell: ODong, cot: CotNhanRa) -> int | None:
        """Read the amount of one cell; words without any figure say that there is none yet."""
        text = cell.text
        if cell.gop_xuong and any(map(str.isdecimal, text)):
            self.note_cell(MucDo.CANH_BAO, cell, TIEN_GOP)
            return None
        if text in _O_TRONG or cell.o_tho.cac_loi:
            return 0 if text == "0" else None
        if not any(map(str.isdecimal, text)):
            if fold(text) not in _KHONG_CO:
                note = f"Ô không ghi số tiền mà ghi “{text[:60]}”; chưa có số tiền nào được nhập."
                self.note_cell(MucDo.THONG_TIN, cell, note)
            return None
        unit = self.money_unit(cot)
        value = cell.o_tho.gia_tri
        try:
            if isinstance(value, Decimal):
                amount = to_dong(value, read_shown_unit(text, unit))
            else:
                amount = parse_so_tien(_plain_thousands(text), unit)
        except SoTienKhongDocDuoc as error:
            self.note_cell(MucDo.CANH_BAO, cell, f"{error} Ô chưa được tính vào kinh phí.")
            return None
        if amount >= _RAT_LON:
            told = f"Số tiền {format_dong(amount)} lớn khác thường; cần xem lại đơn vị tiền."
            self.note_cell(MucDo.CANH_BAO, cell, told)
        return amount

    def money_unit(self, cot: CotNhanRa) -> DonViTien:
        """Give the unit of a column of money: its header's, the table's, the plan's, or đồng."""
        beside = _CUNG_DON_VI if cot.loai_cot in _CUNG_DON_VI else {cot.loai_cot}
        others = (other.don_vi_tien for other in self.found.columns(*beside))
        own = cot.don_vi_tien or next((unit for unit in others if unit), None)
        named = own or self._unit_of_table()
        if named is not None:
            if named in {DonViTien.TRIEU, DonViTien.TY} and self._prints_dong():
                told = f"Bảng ghi đơn vị {named.label} mà các số lớn như số đồng; cần kiểm tra lại."
                self.note(MucDo.CANH_BAO, self.bang.label, "", told)
            return named
        unit = self.boi_canh.don_vi_tien or DonViTien.DONG
        large = unit is not DonViTien.NGHIN and self._prints_dong()
        sure = large and unit is DonViTien.DONG
        if large and not sure:
            why = f"đồng, vì quá lớn nếu là {unit.label}"
            unit = DonViTien.DONG
        else:
            why = unit.label
        self.note(
            MucDo.THONG_TIN if sure else MucDo.CANH_BAO, self.bang.label, "",
            f"Bảng không ghi đơn vị tiền; số tiền được hiểu theo {why}."
            + ("" if sure else " Cần kiểm tra lại."),
        )  # fmt: skip
        return unit

    def _unit_of_table(self) -> DonViTien | None:
        """Give the unit the words above the table name, else those of a note below it."""
        if not self._don_vi_bang:
            self._don_vi_bang = (self.found.don_vi_tien or self.found.don_vi_tien_ben_duoi,)
        return self._don_vi_bang[0]

    def _prints_dong(self) -> bool:
        """Tell whether all amounts are whole thousands too large for any other unit."""
        if self._la_dong is None:
            columns = self.found.columns(LoaiCot.DON_GIA, *_CUNG_DON_VI)
            numbers = [n for row in self.found.cac_dong for cot in columns
                       if (n := _whole(self.bang.own_cell(row, cot.so_cot)))]  # fmt: skip
            self._la_dong = bool(numbers) and all(n >= 50_000 and n % 1000 == 0 for n in numbers)
        return self._la_dong

    def in_words(self, amount: int) -> str:
        """Write an amount for a sentence."""
        return format_dong(amount)


def _whole(cell: OTho) -> int:
    """Give the whole number of a cell, 0 where it holds none."""
    if isinstance(cell.gia_tri, Decimal):
        return int(cell.gia_tri) if cell.gia_tri == int(cell.gia_tri) else 1
    digits = re.sub(r"[., ]", "", cell.mot_dong.rstrip("đ "))
    return int(digits) if digits.isdecimal() and len(digits) < 19 else 0


def read_shown_unit(text: str, unit: DonViTien) -> DonViTien:
    """Give the unit a number shows beside it by its format, else the one of its column.

    >>> read_shown_unit("15 triệu", DonViTien.DONG), read_shown_unit("1.500", DonViTien.TRIEU)
    (<DonViTien.TRIEU: 'trieu'>, <DonViTien.TRIEU: 'trieu'>)

    :raises SoTienKhongDocDuoc: it shows a share or money of another kind.
    """
    beside = re.sub(r"[-0-9.,()\s]", "", text.replace("₫", "đ"))
    shown = parse_don_vi_tien(beside) if beside else unit
    if shown is None:
        raise SoTienKhongDocDuoc(f"Ô hiển thị “{text}”, không phải là số tiền đồng Việt Nam.")
    return shown


def _plain_thousands(text: str) -> str:
    """Write 15,000,000 with dots: two groups of three after commas are no decimals.

    >>> _plain_thousands("15,000,000 đồng"), _plain_thousands("1,640")
    ('15.000.000 đồng', '1,640')
    """
    return _NGHIN_PHAY.sub(lambda found: found[0].replace(",", "."), text)


def assign_codes(ghi: SoGhi, rows: list[tuple[DongNhanRa, str]]) -> list[str]:
    """Give every data row its code; ``rows`` are pairs of a row and the codes of its groups.

    Where numbering begins anew in each group the group's code goes before it. A code that stands
    twice is an error; a row without one gets a free number, and both are told.
    """
    before = ""
    codes: list[MaDong] = []
    for row, _ in rows:
        code = restore_zero(row.ma, before)
        for sentence in code.canh_bao:
            ghi.note_row(MucDo.CANH_BAO, row, sentence)
        before = code.ma or before
        codes.append(code)
    written = _below_numbers(rows, codes, [group for _, group in rows])
    if _restarts(written, [group for _, group in rows]):
        text = "Số thứ tự đánh lại từ đầu trong mỗi nhóm; mã được ghép với mã nhóm, ví dụ “I.1”."
        ghi.note(MucDo.THONG_TIN, ghi.bang.label, "", text)
        written = [
            f"{group}.{ma}" if ma else "" for (_, group), ma in zip(rows, written, strict=True)
        ]
    return _fill(ghi, rows, written)


def _below_numbers(
    rows: list[tuple[DongNhanRa, str]], codes: list[MaDong], groups: list[str]
) -> list[str]:
    """Give codes as text; below row 1 of the same group a) is 1.a, and the first dash 1.1."""
    written = []
    taken = {code.ma for code in codes}
    number, of_group, dashes = "", "", 0
    for (row, _), code, group in zip(rows, codes, groups, strict=True):
        if code.dang in {DangMa.SO, DangMa.SO_CHAM}:
            number, of_group, dashes = code.ma, group, 0
        is_below = bool(number) and group == of_group
        ma = code.ma
        if is_below and code.dang is DangMa.CHU_THUONG:
            ma = f"{number}.{code.ma}"
        elif is_below and not ma and row.la_gach_dau_dong:
            dashes += 1
            ma = f"{number}.{dashes}" if f"{number}.{dashes}" not in taken else ""
            if ma:
                ghi_ma = f"Dòng gạch đầu dòng không có số thứ tự; tạm mang mã “{ma}”."
                row.canh_bao.append(ghi_ma)
        written.append(ma)
    return written


def _restarts(codes: list[str], groups: list[str]) -> bool:
    """Tell whether codes repeat, but never within one group that has a code itself."""
    pairs = [(group, ma) for group, ma in zip(groups, codes, strict=True) if ma]
    plain = [ma for _, ma in pairs]
    repeats = len(set(plain)) < len(plain)
    return repeats and len(set(pairs)) == len(pairs) and all(group for group, _ in pairs)


def _fill(ghi: SoGhi, rows: list[tuple[DongNhanRa, str]], codes: list[str]) -> list[str]:
    has_column = bool(ghi.found.columns(LoaiCot.MA_SO))
    taken = {ma for ma in codes if ma}
    seen: set[str] = set()
    filled = []
    number = 0
    for (row, _), written in zip(rows, codes, strict=True):
        ma = written
        if not ma:
            number += 1
            while str(number) in taken:
                number += 1
            ma = str(number)
            taken.add(ma)
            if has_column:
                text = f"Dòng không có số thứ tự; tạm mang mã “{ma}”."
                ghi.note_row(MucDo.CANH_BAO, row, text)
        elif ma in seen:
            text = f"Mã “{ma}” đã có ở dòng trên; mỗi dòng cần một mã riêng."
            ghi.note_row(MucDo.LOI, row, text, phai_sua=True)
        seen.add(ma)
        filled.append(ma)
    if not has_column and not all(codes):
        text = "Bảng không có cột số thứ tự; các dòng được đánh mã 1, 2, 3 ... theo thứ tự."
        ghi.note(MucDo.THONG_TIN, ghi.bang.label, "", text)
    return filled
