"""Understanding a budget (kinh phí): a tree of any depth, quantities, prices, sums that differ."""

import re
from collections.abc import Sequence
from decimal import Decimal

from donvi.tieng_viet import SoKhongDocDuoc, format_so, parse_so
from kinhphi.cong_don import DongCongDon
from nhapxuat.cay_ma import CayMa, stands_for
from nhapxuat.dong_bang import DongNhanRa, LoaiDong, ODong
from nhapxuat.hieu_tong import understand_total
from nhapxuat.ket_qua_nhap import KinhPhiNhap
from nhapxuat.ma_dong import DangMa, MaDong, restore_zero, split_code
from nhapxuat.so_ghi import SoGhi
from nhapxuat.tien_dong import read_money, read_source
from nhapxuat.tu_vung_cot import LoaiCot
from nhapxuat.van_de import MucDo

DaDat = tuple[DongNhanRa, MaDong, str, str | None]  # row, its code, full code and parent
_HAI_CACH = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")  # "1,000": one, or a thousand


def understand_budget(ghi: SoGhi, rows: tuple[DongNhanRa, ...]) -> tuple[KinhPhiNhap, ...]:
    """Read all rows of a budget; sums that differ are noted in ``ghi``, nothing is corrected."""
    lines = rows_of(rows)
    tree = CayMa()
    before = ""
    placed: list[DaDat] = []
    for row, after in zip(lines, (*lines[1:], None), strict=False):  # no row: none after
        _take_code_from_name(ghi, row)
        code = restore_zero(row.ma, before)
        for sentence in code.canh_bao:
            ghi.note_row(MucDo.CANH_BAO, row, sentence)
        before = code.ma or before
        full, parent = tree.place_group() if _heads(row, after) else tree.place(code)
        if not code.ma and ghi.found.columns(LoaiCot.MA_SO):
            text = f"Dòng không có số thứ tự; tạm mang mã “{full}”."
            ghi.note_row(MucDo.CANH_BAO, row, text)
        elif not code.ma:
            text = "Bảng không có cột số thứ tự; các dòng được đánh mã g1, g2, g3 ... theo thứ tự."
            ghi.note(MucDo.THONG_TIN, ghi.bang.label, "", text)
        placed.append((row, code, full, parent))
    _note_orphans(ghi, placed)
    parents = {parent for _, _, _, parent in placed}
    made = tuple(
        _read(ghi, row, code, full, parent, has_children=full in parents)
        for row, code, full, parent in placed
    )
    _check_codes(ghi, lines, made)
    understand_total(
        ghi,
        rows,
        {one.ma: row for one, row in zip(made, lines, strict=True)},
        [
            DongCongDon(one.ma, one.ma_cha, one.so_luong, one.don_gia, one.thanh_tien)
            for one in made
        ],
        LoaiCot.THANH_TIEN,
    )
    return made


def _heads(row: DongNhanRa, after: DongNhanRa | None) -> bool:
    """Tell whether a row without a code names the numbered rows below it."""
    if row.ma.ma or row.la_gach_dau_dong or after is None:
        return False
    if row.loai_dong is LoaiDong.NHOM:
        return bool(after.ma.ma) or after.loai_dong is LoaiDong.DU_LIEU
    return bool(after.ma.ma) and row.in_dam and not after.in_dam


def _take_code_from_name(ghi: SoGhi, row: DongNhanRa) -> None:
    """Take "1." out of the words of a row whose own cell of the code is empty."""
    if row.ma.nguyen_van or row.la_gach_dau_dong or not ghi.found.columns(LoaiCot.MA_SO):
        return
    words, code = split_code(row.ten)
    if code.ma:
        row.ma, row.ten = code, words
        text = f"Số thứ tự “{code.ma}” được lấy từ ô nội dung."
        ghi.note_row(MucDo.THONG_TIN, row, text)


def _note_orphans(ghi: SoGhi, placed: Sequence[DaDat]) -> None:
    """Tell dotted codes whose parent is missing, in a table that numbers parents as well."""
    lost: dict[str, DongNhanRa] = {}
    for row, code, _, parent in placed:
        above = code.ma.rpartition(".")[0]
        if code.dang is DangMa.SO_CHAM and not stands_for(parent or "", above):
            lost.setdefault(above, row)
    if len(lost) < 2 and not any(code.dang is DangMa.SO for _, code, _, _ in placed):
        return  # all rows are part of one item of the plan's text
    for above, row in lost.items():
        text = f"Không có dòng số “{above}” ở trên “{row.ma.ma}”; cần xem dòng này thuộc mục nào."
        ghi.note_row(MucDo.CANH_BAO, row, text)


def rows_of(rows: Sequence[DongNhanRa]) -> list[DongNhanRa]:
    """Give the rows of the tree: groups print sums of their own."""
    return [row for row in rows if row.loai_dong in {LoaiDong.DU_LIEU, LoaiDong.NHOM}]


def _read(
    ghi: SoGhi, row: DongNhanRa, code: MaDong, ma: str, ma_cha: str | None, *, has_children: bool
) -> KinhPhiNhap:
    ghi.begin_row(row)
    if not row.ten:
        text = "Dòng kinh phí không có nội dung; cần ghi nội dung chi."
        ghi.note_row(MucDo.LOI, row, text, phai_sua=True)
    quantity = _quantity(ghi, row)
    price = ghi.amount(row, LoaiCot.DON_GIA)
    line = DongCongDon(ma, None, quantity, price)
    total, sources = read_money(ghi, row, LoaiCot.THANH_TIEN)
    return KinhPhiNhap(
        ma,
        ma_cha,
        _depth(code, ma_cha, has_children=has_children),
        row.ten,
        ghi.cell(row, LoaiCot.DON_VI_TINH).text,
        quantity,
        price,
        total,
        line.tich,
        read_source(ghi, row),
        ghi.cell(row, LoaiCot.GHI_CHU).text,
        row.so_dong,
        code.nguyen_van,
        row.bang.label,
        sources,
        so_luong_nguyen_van=ghi.cell(row, LoaiCot.SO_LUONG).text,
    )


def _depth(code: MaDong, ma_cha: str | None, *, has_children: bool) -> str:
    if code.dang is DangMa.CHU_HOA or (has_children and ma_cha is None):
        return "phan"
    return "muc" if has_children or code.dang is DangMa.LA_MA else "dong"


def _quantity(ghi: SoGhi, row: DongNhanRa) -> Decimal | None:
    cell = ghi.cell(row, LoaiCot.SO_LUONG)
    value, text = cell.o_tho.gia_tri, cell.text
    told = ""
    if cell.gop_xuong and text:
        told = "Ô số lượng gộp chung cho nhiều dòng; chỉ dòng đầu tính."
    elif isinstance(value, Decimal) and "%" in text:
        told = f"Ô số lượng là tỷ lệ “{text}”; chưa số lượng nào được nhập."
    elif isinstance(value, Decimal):
        return value
    elif text not in {"", "-", "–"} and not cell.o_tho.cac_loi:
        return _quantity_in_words(ghi, cell)
    if told:
        ghi.note_cell(MucDo.CANH_BAO, cell, told)
    return None


def _quantity_in_words(ghi: SoGhi, cell: ODong) -> Decimal | None:
    text = cell.text
    found = re.fullmatch(r"([0-9][0-9.,]*)\s*([^\d\s].*)?", text)
    if found and found[2] and re.search("[0-9]", found[2]):
        told = f"Ô số lượng “{text[:40]}” có nhiều con số; chưa số lượng nào được nhập."
        ghi.note_cell(MucDo.CANH_BAO, cell, told)
        return None
    try:
        quantity = parse_so(found[1].rstrip(".,") if found else text)
    except SoKhongDocDuoc as error:
        ghi.note_cell(MucDo.CANH_BAO, cell, str(error))
        return None
    if _HAI_CACH.fullmatch(found[1] if found else text):
        told = f"“{text}” có thể là {format_so(quantity)} hoặc {format_so(quantity * 1000)}; "
        ghi.note_cell(MucDo.CANH_BAO, cell, told + "cần ghi lại số lượng.")
    if found and found[2]:
        ghi.note_cell(
            MucDo.THONG_TIN, cell, f"Ô số lượng có thêm chữ “{found[2]}”; chỉ số được đọc."
        )
    return quantity


def _check_codes(ghi: SoGhi, lines: Sequence[DongNhanRa], made: Sequence[KinhPhiNhap]) -> None:
    seen: set[str] = set()
    for row, one in zip(lines, made, strict=True):
        if one.ma in seen:
            text = f"Mã “{one.ma}” đã có ở dòng trên; mỗi dòng cần một mã riêng."
            ghi.note_row(MucDo.LOI, row, text, phai_sua=True)
        seen.add(one.ma)
