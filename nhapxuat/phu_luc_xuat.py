"""Annexes that go out (phụ lục xuất), as plain values: indicators and tasks laid out as sheets.

What is written is what the plan says, word for word, in the order and with the codes that reading
gives back; a code that looks like a number stays text. The budget has its own module.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from kinhphi.so_tien import DonViTien, SoTienKhongDocDuoc, parse_so_tien
from nhapxuat.ma_in import NhomViet
from nhapxuat.so_xuat import amount_format, fits, in_unit, number_of
from nhapxuat.trang_xuat import (
    CanhO,
    DongChu,
    DongXuat,
    KieuXuat,
    OXuat,
    TrangXuat,
    address,
)

GIUA, PHAI = CanhO.GIUA, CanhO.PHAI
_Dong = TypeVar("_Dong")


@dataclass(frozen=True, slots=True)
class DauPhuLuc:
    """What stands above an annex; ``kem_theo`` says which plan it goes with."""

    co_quan: str
    ten_phu_luc: str
    trich_yeu: str
    kem_theo: str


@dataclass(frozen=True, slots=True)
class ChiTieuXuat:
    """An indicator; ``cac_muc`` are the words of its levels by year."""

    ma: str
    ten: str
    nhom: str = ""
    don_vi_tinh: str = ""
    cac_muc: Mapping[int, str] | None = None
    chu_tri: str = ""


@dataclass(frozen=True, slots=True)
class NhiemVuXuat:
    """A task. ``so_tien`` in đồng is what counts; its words are written where they mean it."""

    ma: str
    ten: str
    ma_nhom: str = ""
    ten_nhom: str = ""
    chu_tri: str = ""
    phoi_hop: str = ""
    thoi_han: str = ""
    san_pham: str = ""
    kinh_phi: str = ""
    so_tien: int | None = None
    nguon: str = ""


# -- title and header ----------------------------------------------------------------------------


def title_lines(dau: DauPhuLuc, don_vi_tien: DonViTien | None = None) -> tuple[DongChu, ...]:
    """Make the title block: issuer, annex, plan, "Kèm theo ...", and the unit of money."""
    lines = [
        DongChu(dau.co_quan, CanhO.TRAI, dam=True),
        DongChu(dau.ten_phu_luc, co_chu=14, dam=True),
        DongChu(dau.trich_yeu, dam=True),
        DongChu(f"({dau.kem_theo})", nghieng=True),
    ]
    if don_vi_tien:
        lines.append(DongChu(f"Đơn vị tính: {don_vi_tien.label}", PHAI, nghieng=True))
    return tuple(line for line in lines if line.chu)


@dataclass(frozen=True, slots=True)
class CotXuat:
    """A column: header, width in letters, place of its words; ``tren`` is the header above it."""

    tieu_de: str
    do_rong: int
    canh: CanhO = CanhO.TRAI
    tren: str = ""
    loi_nhac: str = ""
    dinh_dang: str = "@"


def header_rows(cac_cot: Sequence[CotXuat]) -> tuple[DongXuat, ...]:
    """Make the header: one row, or two where some columns share a header above them."""
    two = any(cot.tren for cot in cac_cot)
    top: dict[int, OXuat] = {}
    low: dict[int, OXuat] = {}
    for place, cot in enumerate(cac_cot):
        if not cot.tren:
            top[place] = OXuat(cot.tieu_de, ghi_chu=cot.loi_nhac, doc=2 if two else 1)
            continue
        low[place] = OXuat(cot.tieu_de, ghi_chu=cot.loi_nhac)
        if place == 0 or cac_cot[place - 1].tren != cot.tren:
            width = sum(other.tren == cot.tren for other in cac_cot)
            top[place] = OXuat(cot.tren, ngang=width)
    rows = [DongXuat(top, KieuXuat.DAU_COT)]
    return (*rows, DongXuat(low, KieuXuat.DAU_COT)) if two else tuple(rows)


def group_row(chu: str, so_cot: int, ma: str = "") -> DongXuat:
    """Make the row that heads a group: its code below "TT", its name across all other columns.

    A name never stands below "TT", where one word would be read as a code.
    """
    return DongXuat({0: OXuat(ma, GIUA), 1: OXuat(chu, ngang=so_cot - 1)}, KieuXuat.NHOM)


def text_or_number(chu: str, canh: CanhO) -> OXuat:
    """Make a cell of words; a number where the words read back the same."""
    found = number_of(chu)
    return OXuat(found[0], canh, found[1]) if found else OXuat(chu, canh)


# -- indicators ----------------------------------------------------------------------------------


def indicator_columns(cac_nam: Sequence[int], *, co_don_vi_tinh: bool = True) -> list[CotXuat]:
    """Give the columns of a table of indicators, one for each year."""
    years = [
        CotXuat(f"Năm {nam}", 14, GIUA, "Mức phải đạt")
        if len(cac_nam) > 1
        else CotXuat(f"Mức phải đạt năm {nam}", 20, GIUA)
        for nam in cac_nam
    ]
    unit = [CotXuat("Đơn vị tính", 10, GIUA)] if co_don_vi_tinh else []
    return [
        CotXuat("TT", 8, GIUA), CotXuat("Chỉ tiêu", 46), *unit, *years,
        CotXuat("Đơn vị chủ trì theo dõi, đánh giá", 26),
    ]  # fmt: skip


def indicator_sheet(
    dau: DauPhuLuc, rows: Sequence[ChiTieuXuat], cac_nam: Sequence[int]
) -> TrangXuat:
    """Lay out indicators: group rows, one column a year; a lead named once for several rows."""
    with_unit = any(row.don_vi_tinh for row in rows)
    columns = indicator_columns(cac_nam, co_don_vi_tinh=with_unit)
    made: list[DongXuat] = []
    group = ""
    for row in ungrouped_first(rows, lambda row: row.nhom):
        if row.nhom != group:
            group = row.nhom
            made.append(group_row(group, len(columns)))
        levels = row.cac_muc or {}
        unit = [OXuat(row.don_vi_tinh, GIUA)] if with_unit else []
        cells = [
            OXuat(row.ma, GIUA), OXuat(row.ten), *unit,
            *(text_or_number(levels.get(nam, ""), GIUA) for nam in cac_nam),
            OXuat(row.chu_tri),
        ]  # fmt: skip
        made.append(DongXuat(dict(enumerate(cells))))
    return _sheet("Chỉ tiêu", dau, columns, made)


def ungrouped_first(rows: Iterable[_Dong], group_of: Callable[[_Dong], str]) -> list[_Dong]:
    """Put rows of no group before all groups: below a group row they would belong to it."""
    kept = list(rows)
    return [r for r in kept if not group_of(r)] + [r for r in kept if group_of(r)]


def _sheet(
    ten: str,
    dau: DauPhuLuc,
    columns: Sequence[CotXuat],
    rows: Iterable[DongXuat],
    don_vi_tien: DonViTien | None = None,
) -> TrangXuat:
    return TrangXuat(
        ten,
        tuple(cot.do_rong for cot in columns),
        title_lines(dau, don_vi_tien),
        header_rows(columns),
        tuple(rows),
        canh_cot={place: (cot.canh, cot.dinh_dang) for place, cot in enumerate(columns)},
        cot_co_dinh=2,
    )


# -- tasks ---------------------------------------------------------------------------------------

TEN, CHU_TRI, PHOI_HOP, THOI_HAN = "ten", "chu_tri", "phoi_hop", "thoi_han"
SAN_PHAM, KINH_PHI, NGUON = "san_pham", "kinh_phi", "nguon"
# The columns each kind of plan prints, in its order; others follow where a task fills them.
BO_COT_NHIEM_VU: Mapping[str, tuple[str, ...]] = {
    "vu_quang_5": (TEN, CHU_TRI, PHOI_HOP, THOI_HAN),
    "son_hong_6": (TEN, CHU_TRI, PHOI_HOP, THOI_HAN, SAN_PHAM),
    "ky_lac_8": (TEN, SAN_PHAM, THOI_HAN, CHU_TRI, PHOI_HOP, KINH_PHI, NGUON),
}
_COT_NHIEM_VU = {
    TEN: CotXuat("Nội dung nhiệm vụ", 44),
    CHU_TRI: CotXuat("Đơn vị chủ trì", 20),
    PHOI_HOP: CotXuat("Đơn vị phối hợp", 24),
    THOI_HAN: CotXuat("Thời gian hoàn thành", 15, GIUA),
    SAN_PHAM: CotXuat("Sản phẩm, kết quả", 28),
    KINH_PHI: CotXuat("Kinh phí", 15, PHAI),
    NGUON: CotXuat("Nguồn kinh phí", 18),
}


def task_columns(keys: Sequence[str], don_vi_tien: DonViTien) -> list[CotXuat]:
    """Give the columns of a table of tasks, the number first."""
    money = CotXuat(f"Kinh phí ({don_vi_tien.label})", 16, PHAI)
    return [
        CotXuat("TT", 8, GIUA),
        *(money if key == KINH_PHI else _COT_NHIEM_VU[key] for key in keys),
    ]


def task_sheet(
    dau: DauPhuLuc, rows: Sequence[NhiemVuXuat], bo_cot: str, don_vi_tien: DonViTien
) -> TrangXuat:
    """Lay out tasks in the plan's own columns, with group rows and the sum of their money."""
    keys = [*BO_COT_NHIEM_VU[bo_cot]]
    keys += [key for key in (SAN_PHAM, KINH_PHI, NGUON)
             if key not in keys and any(_has(row, key) for row in rows)]  # fmt: skip
    columns = task_columns(keys, don_vi_tien)
    with_money = KINH_PHI in keys
    dau_de = title_lines(dau, don_vi_tien if with_money else None)
    made = list(_task_rows(rows, keys, don_vi_tien, len(columns)))
    if with_money:
        first = len(dau_de) + 2
        made += _total_row(made, 1 + keys.index(KINH_PHI), first)
    return _sheet("Nhiệm vụ", dau, columns, made, don_vi_tien if with_money else None)


def _has(row: NhiemVuXuat, key: str) -> bool:
    return bool(getattr(row, key)) or (key == KINH_PHI and row.so_tien is not None)


def _task_rows(
    rows: Sequence[NhiemVuXuat], keys: Sequence[str], don_vi_tien: DonViTien, so_cot: int
) -> Iterator[DongXuat]:
    group = ""
    groups = NhomViet()
    for row in ungrouped_first(rows, lambda row: row.ma_nhom):
        if row.ma_nhom != group:
            group = row.ma_nhom
            printed = groups.print_code(group, before=row.ma)
            yield group_row(row.ten_nhom or group, so_cot, printed)
        cells = [OXuat(row.ma, GIUA), *(_task_cell(row, key, don_vi_tien) for key in keys)]
        yield DongXuat(dict(enumerate(cells)))


def _task_cell(row: NhiemVuXuat, key: str, don_vi_tien: DonViTien) -> OXuat:
    if key == KINH_PHI:
        return money_cell(row.kinh_phi, row.so_tien, don_vi_tien)
    return OXuat(getattr(row, key), GIUA if key == THOI_HAN else CanhO.TRAI)


def money_cell(chu: str, so_tien: int | None, don_vi_tien: DonViTien) -> OXuat:
    """Write an amount so that reading gives ``so_tien``: its words where they mean it."""
    if _means(chu, don_vi_tien) == so_tien:
        return text_or_number(chu, PHAI)
    if so_tien is None:
        return OXuat(None, PHAI, ghi_chu=_old_words(chu))
    return amount_cell(so_tien, don_vi_tien, _old_words(chu) if chu else "")


def _old_words(chu: str) -> str:
    return f"Nguyên văn trong kế hoạch: “{chu}”; số tiền đã được cán bộ sửa trên Cổng."


def _means(chu: str, don_vi_tien: DonViTien) -> int | None:
    try:
        return parse_so_tien(chu, don_vi_tien)
    except SoTienKhongDocDuoc:
        return None


def amount_cell(so_tien: int, don_vi_tien: DonViTien, ghi_chu: str = "") -> OXuat:
    """Write an amount as a number in the unit of its column."""
    value = in_unit(so_tien, don_vi_tien)
    if fits(so_tien, don_vi_tien):
        return OXuat(value, PHAI, amount_format(value), ghi_chu=ghi_chu)
    return OXuat(f"{so_tien} đồng", PHAI, ghi_chu=ghi_chu)


def _total_row(rows: Sequence[DongXuat], so_cot: int, first: int) -> list[DongXuat]:
    """Give the row of the sum, where all amounts are numbers and there is more than one."""
    cells = [(n, row.cac_o[so_cot]) for n, row in enumerate(rows, first)
             if row.kieu is KieuXuat.THUONG]  # fmt: skip
    amounts = [o.gia_tri for _, o in cells if o.gia_tri not in {None, ""}]
    numbers = [value for value in amounts if isinstance(value, Decimal)]
    if len(numbers) < 2 or len(numbers) < len(amounts):
        return []
    total = sum(numbers, Decimal(0))
    formula = f"SUM({address(first, so_cot)}:{address(cells[-1][0], so_cot)})"
    width = sum(o.ngang for o in rows[0].cac_o.values())
    made = {place: OXuat("") for place in range(width)}
    made |= {1: OXuat("Tổng cộng"), so_cot: OXuat(total, PHAI, amount_format(total), formula)}
    return [DongXuat(made, KieuXuat.TONG)]
