"""Understanding a table of indicators (chỉ tiêu): levels by year, units of measure, leads."""

import re
from collections.abc import Iterator

from chitieu.muc_chi_tieu import LoaiMuc, MucDocDuoc, parse_muc
from donvi.nhan_dien import DonViDocDuoc
from donvi.tieng_viet import fold
from nhapxuat.dong_bang import DongNhanRa, LoaiDong, ODong
from nhapxuat.ket_qua_nhap import ChiTieuNhap
from nhapxuat.ma_dong import DangMa
from nhapxuat.nhan_bang import CotNhanRa
from nhapxuat.so_ghi import SoGhi, assign_codes
from nhapxuat.tu_vung_cot import LoaiCot, read_year, read_year_group
from nhapxuat.van_de import MucDo

_KHONG_GHI_DON_VI = "Ô không ghi đơn vị tính"
_TRONG_NGOAC = re.compile(r"\(\s*([%‰])\s*\)\s*$")


def understand_indicators(ghi: SoGhi, rows: tuple[DongNhanRa, ...]) -> tuple[ChiTieuNhap, ...]:
    """Read all indicators of a table; what is in doubt is noted in ``ghi``."""
    grouped = list(_walk(rows))
    codes = assign_codes(ghi, [(row, _code_of(groups)) for row, groups, _ in grouped])
    if not ghi.found.columns(LoaiCot.MUC_DAT):
        ghi.note(
            MucDo.CANH_BAO, ghi.bang.label, "",
            "Bảng chỉ tiêu không có cột mức phải đạt theo năm; cần ghép cột cho đúng.",
        )  # fmt: skip
    indicators: dict[str, ChiTieuNhap] = {}
    for (row, groups, nam), ma in zip(grouped, codes, strict=True):
        ghi.begin_row(row)
        made = _read(ghi, row, groups, nam, ma)
        same = _find_same(indicators, made) if nam else None
        if same:
            both = {**indicators[same].cac_muc, **made.cac_muc}
            indicators[same] = _with_levels(indicators[same], both)
        else:
            indicators[ma] = made
    _check_parents(ghi, rows, indicators)
    return tuple(indicators.values())


def _walk(
    rows: tuple[DongNhanRa, ...],
) -> Iterator[tuple[DongNhanRa, list[DongNhanRa], int | None]]:
    """Go through data rows with their groups; a group row that is a year is no group."""
    groups: list[DongNhanRa] = []
    nam: int | None = None
    for row in rows:
        if row.loai_dong is LoaiDong.DU_LIEU:
            yield row, groups, nam
        elif row.loai_dong is LoaiDong.NHOM:
            year = read_year_group(row.ten)
            if year is not None:
                nam = year
                continue
            shapes = [group.ma.dang for group in groups]
            keep = shapes.index(row.ma.dang) if row.ma.dang in shapes else len(groups)
            groups = [*groups[:keep], row]


def _code_of(groups: list[DongNhanRa]) -> str:
    return ".".join(group.ma.ma for group in groups if group.ma.ma)


def _name_of(groups: list[DongNhanRa]) -> str:
    """Write a group as its row prints it.

    A code and its mark stand before the words: "a) Chính quyền số", "I. Hạ tầng".
    """
    if not groups:
        return ""
    group = groups[-1]
    mark = ")" if group.ma.dang is DangMa.CHU_THUONG else "."
    return f"{group.ma.ma}{mark} {group.ten}" if group.ma.ma else group.ten


def _with_levels(row: ChiTieuNhap, cac_muc: dict[int, MucDocDuoc]) -> ChiTieuNhap:
    return ChiTieuNhap(
        row.ma, row.ten, row.nhom, cac_muc, row.chu_tri, row.so_dong, row.don_vi_tinh,
        row.chu_tri_nguyen_van, row.ghi_chu, row.bang,
    )  # fmt: skip


def _find_same(indicators: dict[str, ChiTieuNhap], made: ChiTieuNhap) -> str | None:
    """Find the indicator of the same name under another year, where years are group rows."""
    for ma, other in indicators.items():
        if fold(other.ten) == fold(made.ten) and not set(other.cac_muc) & set(made.cac_muc):
            return ma
    return None


def _read(
    ghi: SoGhi, row: DongNhanRa, groups: list[DongNhanRa], nam: int | None, ma: str
) -> ChiTieuNhap:
    if not row.ten:
        ghi.note_row(MucDo.LOI, row, "Dòng chỉ tiêu không có tên; cần ghi tên chỉ tiêu.")
    unit = ghi.cell(row, LoaiCot.DON_VI_TINH).text
    if not unit and (found := _TRONG_NGOAC.search(row.ten)):
        unit = found[1]
    levels: dict[int, MucDocDuoc] = {}
    for cot in ghi.found.columns(LoaiCot.MUC_DAT):
        year = _year(ghi, cot, nam)
        cell = row.cac_o[cot.so_cot]
        if year is not None and not cell.o_tho.la_trong:
            muc = _read_level(ghi, cell, unit or _unit_in_header(cot), row.ten)
            if muc.loai is not LoaiMuc.KHONG_CO:
                levels[year] = muc
    _note_gaps(ghi, row, levels)
    lead = ghi.cell(row, LoaiCot.CHU_TRI, LoaiCot.CHU_TRI_PHOI_HOP)
    group = ghi.cell(row, LoaiCot.NHOM).text or _name_of(groups)
    return ChiTieuNhap(
        ma,
        row.ten,
        group,
        levels,
        read_units(ghi, lead, MucDo.CANH_BAO),
        row.so_dong,
        unit,
        lead.text,
        ghi.cell(row, LoaiCot.GHI_CHU).text,
        row.bang.label,
    )


def _year(ghi: SoGhi, cot: CotNhanRa, nam: int | None) -> int | None:
    """Give the year a level column is about; one that names none takes the plan's."""
    if cot.nam is not None:
        return cot.nam
    milestones = ghi.boi_canh.cac_moc
    if nam is not None or len(milestones) == 1:
        return nam or milestones[0]
    where = f"{ghi.bang.label}, cột “{cot.tieu_de}”"
    year = next((y for line in reversed(ghi.found.dau_de) if (y := read_year(line))), None)
    if year is not None:
        text = f"Cột mức không ghi năm; được hiểu là năm {year[0]} theo đầu đề của bảng."
        ghi.note(MucDo.CANH_BAO, where, cot.tieu_de, text)
        return year[0]
    text = "Cột mức không ghi năm nên chưa được nhập; cần cho biết cột này là mức của năm nào."
    ghi.note(MucDo.LOI, where, cot.tieu_de, text)
    return None


def _unit_in_header(cot: CotNhanRa) -> str:
    found = _TRONG_NGOAC.search(cot.tieu_de)
    return found[1] if found else ""


def _read_level(ghi: SoGhi, cell: ODong, unit: str, ten: str) -> MucDocDuoc:
    muc = parse_muc(cell.text, don_vi_tinh=unit or None, ten=ten)
    doubtful = muc.loai is LoaiMuc.CAN_XEM or muc.phi_ly
    for sentence in muc.canh_bao:
        if unit and muc.thieu_don_vi and sentence.startswith(_KHONG_GHI_DON_VI):
            continue  # the unit stands in its column, the header or the name
        ghi.note_cell(MucDo.CANH_BAO if doubtful else MucDo.THONG_TIN, cell, sentence)
    is_share = muc.gia_tri is not None and 0 < muc.gia_tri < 1 and muc.don_vi_tinh == "%"
    if is_share and "%" not in cell.text:
        text = f"Mức “{cell.text}” có thể là tỷ lệ 0-1 chứ không phải phần trăm; cần kiểm tra lại."
        ghi.note_cell(MucDo.CANH_BAO, cell, text)
    return muc


def _note_gaps(ghi: SoGhi, row: DongNhanRa, levels: dict[int, MucDocDuoc]) -> None:
    for cot in ghi.found.columns(LoaiCot.MUC_DAT):
        cell = row.cac_o[cot.so_cot]
        if levels and cot.nam is not None and cot.nam not in levels:
            ghi.note_cell(MucDo.THONG_TIN, cell, f"Chỉ tiêu không có mức cho năm {cot.nam}.")
        if cot.la_giai_doan:
            where = f"{ghi.bang.label}, cột “{cot.tieu_de}”"
            text = f"Cột ghi một giai đoạn; mức được hiểu là mức phải đạt vào năm {cot.nam}."
            ghi.note(MucDo.CANH_BAO, where, cot.tieu_de, text)


def read_units(ghi: SoGhi, cell: ODong, muc_do: MucDo) -> tuple[DonViDocDuoc, ...]:
    """Read the units of a cell; words that name none are noted."""
    read = ghi.units(cell.o_tho.noi_dung)
    for one in read:
        if one.canh_bao:
            ghi.note_cell(muc_do, cell, one.canh_bao)
    return read


def _check_parents(
    ghi: SoGhi, rows: tuple[DongNhanRa, ...], indicators: dict[str, ChiTieuNhap]
) -> None:
    groups = {row.ma.ma for row in rows if row.loai_dong is LoaiDong.NHOM}
    by_row = {(row.bang.label, row.so_dong): row for row in rows}
    for ma, made in indicators.items():
        parent = ma.rpartition(".")[0]
        if parent and parent not in indicators and parent not in groups:
            text = f"Không có dòng “{parent}” là chỉ tiêu cha của “{ma}”; cần kiểm tra lại."
            ghi.note_row(MucDo.CANH_BAO, by_row[made.bang, made.so_dong], text)
