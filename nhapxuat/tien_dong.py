"""The money of one row (tiền của dòng): its total, and the parts sources and years have in it."""

from nhapxuat.dong_bang import DongNhanRa
from nhapxuat.nhan_bang import CotNhanRa
from nhapxuat.so_ghi import SoGhi
from nhapxuat.tu_vung_cot import LoaiCot
from nhapxuat.van_de import MucDo

CacPhan = tuple[tuple[str, int], ...]

_TONG_TU_PHAN = "Bảng không có cột tổng kinh phí; tổng của mỗi dòng được cộng từ các cột {0}."
_CO_THE_SO_SANH = " Cần xem lại nếu các cột đó chỉ để so sánh."
_DONG_TU_PHAN = "Ô tổng kinh phí để trống; tổng của dòng được cộng từ các cột {0}."
_NGUON_DANH_DAU = "Nguồn kinh phí được đọc từ các ô đánh dấu dưới tên nguồn."
_DAU = {"x", "v", "*", "✓", "√"}
_KY_KHONG_NHAP = "Kinh phí từng {0} không được lưu riêng; chỉ tổng được nhập."


def read_money(ghi: SoGhi, row: DongNhanRa, kind: LoaiCot) -> tuple[int | None, CacPhan]:
    """Give total and parts by source in whole đồng; ``kind`` is the column of totals.

    Parts of one source in several columns are added up. A total that is not the sum of its parts
    is told; where none is printed the sum stands in, and that is told too.
    """
    sources = _parts(ghi, row, LoaiCot.PHAN_NGUON)
    years = _parts(ghi, row, LoaiCot.KINH_PHI_NAM)
    total = ghi.amount(row, kind)
    cell = ghi.cell(row, kind)
    period = _period(ghi)
    for parts, name in ((sources, "nguồn"), (years, period)):
        if not parts:
            continue
        made = sum(amount for _, amount in parts)
        if total is None and not cell.o_tho.cac_loi and _may_fill(cell.text):
            total = made
            _tell_filled(ghi, row, kind, name)
        elif total is not None and total != made:
            text = (
                f"Tổng các cột {name} là {ghi.in_words(made)}, khác kinh phí của dòng là "
                f"{ghi.in_words(total)}; cần kiểm tra lại."
            )
            ghi.note_cell(MucDo.CANH_BAO, cell, text)
    if years:
        ghi.note(MucDo.THONG_TIN, ghi.bang.label, "", _KY_KHONG_NHAP.format(period))
    return total, sources


def _period(ghi: SoGhi) -> str:
    """Say what the columns of money by time stand for."""
    columns = ghi.found.columns(LoaiCot.KINH_PHI_NAM)
    return "quý" if columns and all(cot.nam is None for cot in columns) else "năm"


def read_source(ghi: SoGhi, row: DongNhanRa) -> str:
    """Give the words about the source; marks below the names of sources name them too."""
    words = ghi.cell(row, LoaiCot.NGUON_VON).text
    marked = [
        _name(cot)
        for cot in ghi.found.columns(LoaiCot.PHAN_NGUON)
        if row.cac_o[cot.so_cot].text.lower() in _DAU
    ]
    if words or not marked:
        return words
    ghi.note(MucDo.THONG_TIN, ghi.bang.label, "", _NGUON_DANH_DAU)
    return "; ".join(marked)


def _may_fill(text: str) -> bool:
    return not any(map(str.isalnum, text))


def _tell_filled(ghi: SoGhi, row: DongNhanRa, kind: LoaiCot, name: str) -> None:
    if ghi.found.columns(kind):
        ghi.note_row(MucDo.THONG_TIN, row, _DONG_TU_PHAN.format(name))
    else:
        by_time = name != "nguồn"
        text = _TONG_TU_PHAN.format(name) + (_CO_THE_SO_SANH if by_time else "")
        ghi.note(MucDo.CANH_BAO if by_time else MucDo.THONG_TIN, ghi.bang.label, "", text)


def _parts(ghi: SoGhi, row: DongNhanRa, kind: LoaiCot) -> CacPhan:
    parts: dict[str, int] = {}
    for cot in ghi.found.columns(kind):
        amount = ghi.amount_of(row.cac_o[cot.so_cot], cot)
        if amount:
            name = _name(cot)
            parts[name] = parts.get(name, 0) + amount
    return tuple(parts.items())


def _name(cot: CotNhanRa) -> str:
    return cot.ten_rieng or cot.tieu_de
