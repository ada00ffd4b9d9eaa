"""The budget that goes out (kinh phí xuất): a sheet whose sums are formulas with their results.

A formula stands where the printed amount is what it computes; where the plan prints another amount
that amount is written, with a comment that says what it should be. Nothing is corrected.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from donvi.tieng_viet import format_dong
from kinhphi.cong_don import CayKinhPhiSai, DongCongDon, sum_rows
from kinhphi.so_tien import SO_TIEN_LON_NHAT, DonViTien, amount_in_words
from nhapxuat.ma_in import MaKinhPhi
from nhapxuat.phu_luc_xuat import (
    GIUA,
    PHAI,
    CotXuat,
    DauPhuLuc,
    amount_cell,
    header_rows,
    text_or_number,
    title_lines,
)
from nhapxuat.so_xuat import amount_format, fits, in_unit, number_of
from nhapxuat.trang_xuat import CanhO, DongChu, DongXuat, KieuXuat, OXuat, TrangXuat, address

MA, NOI_DUNG, DON_VI_TINH, SO_LUONG, DON_GIA, THANH_TIEN, NGUON, GHI_CHU = range(8)
_PHAN_CUA_TONG = 200  # parts a sum names one by one
LECH_MA = "Mã của dòng là “{0}”; số thứ tự in ở đây đọc lại thành mã khác, cần kiểm tra khi nhập."


@dataclass(frozen=True, slots=True)
class KinhPhiXuat:
    """A budget row; amounts in whole đồng, ``so_luong_in`` the words of the quantity."""

    ma: str
    noi_dung: str
    ma_cha: str | None = None
    so_in: str = ""
    don_vi_tinh: str = ""
    so_luong_in: str = ""
    so_luong: Decimal | None = None
    don_gia: int | None = None
    thanh_tien: int | None = None
    nguon: str = ""
    ghi_chu: str = ""
    chia_nguon: str = ""  # what each source pays, told beside their names

    @property
    def tich(self) -> int | None:
        """Give quantity × unit price, None if one is missing."""
        return DongCongDon(self.ma, None, self.so_luong, self.don_gia).tich


@dataclass(frozen=True, slots=True)
class TongXuat:
    """The total the plan prints, in đồng and in words; None and "" where it prints none."""

    so_tien: int | None = None
    bang_chu: str = ""


def budget_columns(don_vi_tien: DonViTien) -> list[CotXuat]:
    """Give the columns of a budget, in the order of the constants of this module."""
    money = don_vi_tien.label
    return [
        CotXuat("TT", 8, GIUA), CotXuat("Nội dung", 46), CotXuat("Đơn vị tính", 12, GIUA),
        CotXuat("Số lượng", 10, GIUA), CotXuat(f"Đơn giá ({money})", 18, PHAI),
        CotXuat(f"Thành tiền ({money})", 20, PHAI), CotXuat("Nguồn kinh phí", 22),
        CotXuat("Ghi chú", 24),
    ]  # fmt: skip


def choose_unit(rows: Sequence[KinhPhiXuat], don_vi_tien: DonViTien) -> DonViTien:
    """Take the plan's unit of money where all amounts are short in it, else đồng.

    >>> choose_unit([KinhPhiXuat("1", "a", don_gia=1_500_000)], DonViTien.TRIEU)
    <DonViTien.TRIEU: 'trieu'>
    >>> choose_unit([KinhPhiXuat("1", "a", don_gia=1_234_567)], DonViTien.TRIEU)
    <DonViTien.DONG: 'dong'>
    """
    amounts = [a for row in rows for a in (row.don_gia, row.thanh_tien) if a is not None]
    step = max(don_vi_tien.he_so // 1000, 1)
    return don_vi_tien if all(amount % step == 0 for amount in amounts) else DonViTien.DONG


def budget_sheet(
    dau: DauPhuLuc, rows: Sequence[KinhPhiXuat], tong: TongXuat, don_vi_tien: DonViTien
) -> TrangXuat:
    """Lay out the budget tree, its total, and the total in words."""
    unit = choose_unit(rows, don_vi_tien)
    return _NguoiLap(dau, rows, tong, unit).sheet()


class _NguoiLap:
    """Lays out one budget."""

    def __init__(
        self, dau: DauPhuLuc, rows: Sequence[KinhPhiXuat], tong: TongXuat, unit: DonViTien
    ) -> None:
        self.rows, self.tong, self.unit = rows, tong, unit
        used = {
            NGUON: any(row.nguon for row in rows),
            DON_VI_TINH: any(row.don_vi_tinh for row in rows),
            SO_LUONG: any(row.so_luong_in or row.so_luong is not None for row in rows),
            DON_GIA: any(row.don_gia is not None for row in rows),
            GHI_CHU: any(row.ghi_chu for row in rows),
        }
        columns = budget_columns(unit)
        self.kept = [key for key in range(len(columns)) if used.get(key, True)]
        self.columns = [columns[key] for key in self.kept]
        self.place = {key: place for place, key in enumerate(self.kept)}
        self.title = title_lines(dau, unit)
        self.first = len(self.title) + 2
        self.row_of = {row.ma: number for number, row in enumerate(rows, self.first)}
        self.children: Mapping[str | None, list[KinhPhiXuat]] = _children(rows)
        self.codes = MaKinhPhi()

    def sheet(self) -> TrangXuat:
        made = [self._row(row) for row in self.rows]
        total, words = self._total()
        return TrangXuat(
            "Kinh phí",
            tuple(cot.do_rong for cot in self.columns),
            self.title,
            header_rows(self.columns),
            (*made, *total),
            words,
            canh_cot={n: (cot.canh, cot.dinh_dang) for n, cot in enumerate(self.columns)},
            cot_co_dinh=2,
        )

    def _row(self, row: KinhPhiXuat) -> DongXuat:
        printed = self.codes.print_code(row.ma, row.ma_cha, row.so_in)
        code = OXuat(printed, GIUA) if printed is not None else \
            OXuat(row.so_in or row.ma, GIUA, ghi_chu=LECH_MA.format(row.ma))  # fmt: skip
        cells = {
            MA: code,
            NOI_DUNG: OXuat(row.noi_dung),
            DON_VI_TINH: OXuat(row.don_vi_tinh, GIUA),
            SO_LUONG: _quantity(row),
            DON_GIA: self._price(row),
            THANH_TIEN: self._amount(row),
            NGUON: OXuat(row.nguon, ghi_chu=row.chia_nguon),
            GHI_CHU: OXuat(row.ghi_chu),
        }
        kind = KieuXuat.NHOM if self.children.get(row.ma) else KieuXuat.THUONG
        return DongXuat({self.place[key]: cells[key] for key in self.kept}, kind)

    def _price(self, row: KinhPhiXuat) -> OXuat:
        return OXuat("", PHAI) if row.don_gia is None else amount_cell(row.don_gia, self.unit)

    def _amount(self, row: KinhPhiXuat) -> OXuat:
        """Write an amount: a formula where it computes what is printed, else as printed."""
        if row.thanh_tien is None:
            return OXuat("", PHAI)
        children = self.children.get(row.ma)
        if children:
            return self._sum(row.thanh_tien, children, "Tổng các dòng con")
        formula = self._product(row)
        if formula and row.tich == row.thanh_tien:
            return self._number(row.thanh_tien, formula)
        told = "" if row.tich in {None, row.thanh_tien} else _differs(
            "Số lượng × đơn giá", row.tich or 0, row.thanh_tien
        )  # fmt: skip
        return amount_cell(row.thanh_tien, self.unit, told)

    def _product(self, row: KinhPhiXuat) -> str:
        """Write quantity × price of a row, "" where the quantity is no number."""
        is_number = isinstance(_quantity(row).gia_tri, Decimal)
        if row.tich is None or not is_number or row.don_gia is None or row.so_luong is None:
            return ""
        number = self.row_of[row.ma]
        quantity, price = (address(number, self.place[key]) for key in (SO_LUONG, DON_GIA))
        product = f"{quantity}*{price}"
        exact = row.so_luong * row.don_gia == row.tich
        return product if exact else f"ROUND({product},{len(str(self.unit.he_so)) - 1})"

    def _sum(self, so_tien: int, rows: Sequence[KinhPhiXuat], what: str) -> OXuat:
        printed = [row.thanh_tien for row in rows if row.thanh_tien is not None]
        formula = self._sum_formula(rows)
        if printed and sum(printed) == so_tien and formula:
            return self._number(so_tien, formula)
        told = _differs(what, sum(printed), so_tien) if printed and sum(printed) != so_tien else ""
        return amount_cell(so_tien, self.unit, told)

    def _sum_formula(self, rows: Sequence[KinhPhiXuat]) -> str:
        """Add the amounts of these rows; rows that stand together are one range."""
        parts: list[list[int]] = []
        for number in sorted(self.row_of[row.ma] for row in rows):
            if parts and parts[-1][1] == number - 1:
                parts[-1][1] = number
            else:
                parts.append([number, number])
        if len(parts) > _PHAN_CUA_TONG:
            return ""
        so_cot = self.place[THANH_TIEN]
        ranges = (
            address(a, so_cot) + ("" if a == b else f":{address(b, so_cot)}") for a, b in parts
        )
        return f"SUM({','.join(ranges)})"

    def _number(self, so_tien: int, formula: str) -> OXuat:
        if not fits(so_tien, self.unit):
            return amount_cell(so_tien, self.unit)
        value = in_unit(so_tien, self.unit)
        return OXuat(value, PHAI, amount_format(value), formula)

    def _total(self) -> tuple[list[DongXuat], tuple[DongChu, ...]]:
        top = self.children.get(None, [])
        so_tien = self.tong.so_tien if self.tong.so_tien is not None else self._added()
        if so_tien is None:
            return [], ()
        cells = {place: OXuat("") for place in range(len(self.columns))}
        cells[self.place[NOI_DUNG]] = OXuat("Tổng cộng")
        cells[self.place[THANH_TIEN]] = self._sum(so_tien, top, "Tổng các mục lớn nhất")
        words = self.tong.bang_chu or (
            amount_in_words(so_tien) if so_tien <= SO_TIEN_LON_NHAT else ""
        )
        line = DongChu(f"(Bằng chữ: {words.strip(' .()')}.)", CanhO.TRAI, nghieng=True)
        return [DongXuat(cells, KieuXuat.TONG)], (line,) if words else ()

    def _added(self) -> int | None:
        """Add up the top rows as the page of the plan's money does; None where none has money."""
        known = set(self.row_of)
        lines = [
            DongCongDon(
                row.ma, row.ma_cha if row.ma_cha in known else None,
                row.so_luong, row.don_gia, row.thanh_tien,
            )
            for row in self.rows
        ]  # fmt: skip
        try:
            return sum_rows(lines).theo_cac_muc
        except CayKinhPhiSai:
            return None


def _children(rows: Sequence[KinhPhiXuat]) -> Mapping[str | None, list[KinhPhiXuat]]:
    known = {row.ma for row in rows}
    children: dict[str | None, list[KinhPhiXuat]] = defaultdict(list)
    for row in rows:
        children[row.ma_cha if row.ma_cha in known else None].append(row)
    return children


def _differs(what: str, expected: int, printed: int) -> str:
    return (
        f"{what} là {format_dong(expected)}, khác thành tiền in trong kế hoạch "
        f"({format_dong(printed)}). Ô giữ con số của kế hoạch."
    )


def _quantity(row: KinhPhiXuat) -> OXuat:
    """Write a quantity as a number in its own words ("01"), or as words that are no number."""
    found = number_of(row.so_luong_in) if row.so_luong_in else None
    if found and found[0] == row.so_luong:
        return OXuat(found[0], GIUA, found[1])
    if row.so_luong is None or (row.so_luong_in and not found):
        return text_or_number(row.so_luong_in, GIUA)
    return OXuat(row.so_luong, GIUA, amount_format(row.so_luong))
