"""Understanding a budget (kinh phí): a tree of any depth, quantities, prices, sums that differ."""

import re
from collections.abc import Sequence
from decimal import Decimal

from donvi.tieng_viet import SoKhongDocDuoc, fold, format_so, parse_so
from kinhphi.cong_don import (
    DOI_TUONG_TONG,
    CayKinhPhiSai,
    DongCongDon,
    MaPhatHien,
    PhatHien,
    check_rows,
)
from nhapxuat.cay_ma import CayMa
from nhapxuat.dong_bang import DongNhanRa, LoaiDong
from nhapxuat.ket_qua_nhap import KinhPhiNhap
from nhapxuat.ma_dong import DangMa, MaDong, restore_zero
from nhapxuat.so_ghi import SoGhi, ThemVeVanDe
from nhapxuat.tien_dong import read_money, read_source
from nhapxuat.tu_vung_cot import LoaiCot
from nhapxuat.van_de import MucDo

_HAI_CACH = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")  # "1,000": one, or a thousand
_BANG_CHU = re.compile(r"bằng chữ\s*:?\s*(.+?)[).\s]*$", re.IGNORECASE)


def understand_budget(ghi: SoGhi, rows: tuple[DongNhanRa, ...]) -> tuple[KinhPhiNhap, ...]:
    """Read all rows of a budget; sums that differ are noted in ``ghi``, nothing is corrected."""
    lines = rows_of(rows)
    tree = CayMa()
    before = ""
    placed = []
    for row in lines:
        code = restore_zero(row.ma, before)
        for sentence in code.canh_bao:
            ghi.note_row(MucDo.CANH_BAO, row, sentence)
        before = code.ma or before
        full, parent = tree.place(code)
        if not code.ma and ghi.found.columns(LoaiCot.MA_SO):
            text = f"Dòng không có số thứ tự; tạm mang mã “{full}”."
            ghi.note_row(MucDo.CANH_BAO, row, text)
        elif not code.ma:
            text = "Bảng không có cột số thứ tự; các dòng được đánh mã g1, g2, g3 ... theo thứ tự."
            ghi.note(MucDo.THONG_TIN, ghi.bang.label, "", text)
        placed.append((row, code, full, parent))
    parents = {parent for _, _, _, parent in placed}
    made = tuple(
        _read(ghi, row, code, full, parent, has_children=full in parents)
        for row, code, full, parent in placed
    )
    _check_codes(ghi, lines, made)
    _check_sums(ghi, rows, made)
    return made


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
    value = cell.o_tho.gia_tri
    if cell.gop_xuong and cell.text:
        ghi.note_cell(
            MucDo.CANH_BAO, cell, "Ô số lượng gộp chung cho nhiều dòng; chỉ dòng đầu tính."
        )
        return None
    if isinstance(value, Decimal):
        return value
    text = cell.text
    if text in {"", "-", "–"} or cell.o_tho.cac_loi:
        return None
    found = re.fullmatch(r"([0-9][0-9.,]*)\s*([^\d\s].*)?", text)
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


def _check_sums(ghi: SoGhi, rows: Sequence[DongNhanRa], made: Sequence[KinhPhiNhap]) -> None:
    """Compare printed amounts, computed ones, the table's total and its words."""
    lines = [
        DongCongDon(row.ma, row.ma_cha, row.so_luong, row.don_gia, row.thanh_tien) for row in made
    ]
    totals = [row for row in rows if row.loai_dong is LoaiDong.TONG]
    grand = [row for row in totals if re.match("tong", fold(row.ten or row.ma.nguyen_van))]
    total = ghi.amount(grand[-1], LoaiCot.THANH_TIEN) if grand else None
    words = [row.ten for row in rows if row.loai_dong in {LoaiDong.GHI_CHU, LoaiDong.TONG}]
    found = (_BANG_CHU.search(text) for text in (*words, *ghi.bang.chu_sau))
    in_words = next((match[1] for match in found if match), "")
    try:
        findings = check_rows(lines, total, in_words)
    except CayKinhPhiSai as error:
        cay_sai = MaPhatHien.CAY_SAI.value
        ghi.note(
            MucDo.LOI, ghi.bang.label, "", str(error), ma=cay_sai, doi_tuong=DOI_TUONG_TONG,
            phai_sua=True,
        )  # fmt: skip
        return
    by_code = {made_row.ma: row for made_row, row in zip(made, rows_of(rows), strict=True)}
    for one in findings:
        row = grand[-1] if one.doi_tuong == DOI_TUONG_TONG and grand else None
        _note_finding(ghi, one, by_code.get(one.doi_tuong, row))


def _note_finding(ghi: SoGhi, found: PhatHien, row: DongNhanRa | None) -> None:
    """Tell a sum that differs at the amount a person can correct, under the code it keeps."""
    about: ThemVeVanDe = {"ma": found.ma.value, "doi_tuong": found.doi_tuong}
    text = f"{found.ma.value}: {found.thong_bao}"
    cell = ghi.cell(row, LoaiCot.THANH_TIEN) if row else None
    if cell and cell.so_cot:
        ghi.note_cell(MucDo.CANH_BAO, cell, text, **about)
    elif row:
        ghi.note_row(MucDo.CANH_BAO, row, text, **about)
    else:
        value = "" if found.gia_tri_in is None else str(found.gia_tri_in)
        ghi.note(MucDo.CANH_BAO, ghi.bang.label, value, text, **about)
