"""Understanding a table of indicators (chỉ tiêu): levels by year, units of measure, leads."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby, pairwise
from typing import Unpack

from chitieu.danh_gia import ChieuHuong
from chitieu.doan_chieu_huong import infer_direction
from chitieu.muc_chi_tieu import LoaiMuc, MucDocDuoc, parse_muc
from donvi.nhan_dien import DonViDocDuoc
from donvi.tieng_viet import fold
from nhapxuat.dong_bang import DongNhanRa, LoaiDong, ODong
from nhapxuat.ket_qua_nhap import ChiTieuNhap
from nhapxuat.ma_dong import DangMa, roman_value
from nhapxuat.nam_dau_de import unit_in_titles, year_in_titles
from nhapxuat.nhan_bang import CotNhanRa
from nhapxuat.so_ghi import SoGhi, ThemVeVanDe, assign_codes
from nhapxuat.tu_vung_cot import LoaiCot, read_year_group
from nhapxuat.van_de import MucDo

KHONG_MUC_NAO = (
    "Không mức nào của bảng được nhập; nếu bảng ghi kết quả đã qua thì cần bỏ cả bảng, nếu là chỉ "
    "tiêu của kế hoạch thì cần ghép cột mức."
)
DON_VI_DAU_DE = "Bảng không có cột đơn vị tính; mức được hiểu theo “{}” ghi ở đầu đề của bảng."
_KHONG_GHI_DON_VI = "Ô không ghi đơn vị tính"
_TRONG_NGOAC = re.compile(r"\(\s*([%‰])\s*\)\s*$")


def understand_indicators(ghi: SoGhi, rows: tuple[DongNhanRa, ...]) -> tuple[ChiTieuNhap, ...]:
    """Read all indicators of a table; what is in doubt is noted in ``ghi``."""
    grouped = list(_walk(rows))
    codes = _codes(ghi, grouped)
    if not ghi.found.columns(LoaiCot.MUC_DAT):
        ghi.note(
            MucDo.CANH_BAO, ghi.bang.label, "",
            "Bảng chỉ tiêu không có cột mức phải đạt theo năm; cần ghép cột cho đúng.",
        )  # fmt: skip
    indicators: list[ChiTieuNhap] = []
    by_name: dict[str, list[int]] = {}
    for (row, groups, nam), ma in zip(grouped, codes, strict=True):
        ghi.begin_row(row)
        made = _read(ghi, row, groups, nam, ma)
        places = by_name.setdefault(fold(made.ten), [])
        same = _find_same(indicators, places, made) if nam else None
        if same is None:
            places.append(len(indicators))
            indicators.append(made)
        else:
            both = {**indicators[same].cac_muc, **made.cac_muc}
            indicators[same] = replace(indicators[same], cac_muc=both)
    if indicators and not any(made.cac_muc for made in indicators):
        ghi.note(MucDo.CANH_BAO, ghi.bang.label, "", KHONG_MUC_NAO)
    if any(nam for _, _, nam in grouped):
        _note_same_codes(ghi, rows, indicators)
    _check_parents(ghi, rows, indicators)
    return tuple(indicators)


_Dong = tuple[DongNhanRa, list[DongNhanRa], int | None]


def _codes(ghi: SoGhi, grouped: list[_Dong]) -> list[str]:
    """Give rows their codes; under each year of its own the same codes stand again."""
    codes: list[str] = []
    for _, part in groupby(grouped, key=lambda one: one[2]):
        codes += assign_codes(ghi, [(row, _code_of(groups)) for row, groups, _ in part])
    return codes


def _note_same_codes(
    ghi: SoGhi, rows: Sequence[DongNhanRa], indicators: Sequence[ChiTieuNhap]
) -> None:
    """Tell codes that mean one indicator under one year and another under the next."""
    by_row = {(row.bang.label, row.so_dong): row for row in rows}
    names: dict[str, str] = {}
    for made in indicators:
        if names.setdefault(made.ma, made.ten) != made.ten:
            text = f"Mã “{made.ma}” đã là của chỉ tiêu “{names[made.ma][:60]}” ở năm khác."
            ghi.note_row(MucDo.LOI, by_row[made.bang, made.so_dong], text, phai_sua=True)


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


def _find_same(
    indicators: Sequence[ChiTieuNhap], places: Sequence[int], made: ChiTieuNhap
) -> int | None:
    """Find the indicator of the same name under another year, where years are group rows."""
    free = (at for at in places if not set(indicators[at].cac_muc) & set(made.cac_muc))
    return next(free, None)


def _read(
    ghi: SoGhi, row: DongNhanRa, groups: list[DongNhanRa], nam: int | None, ma: str
) -> ChiTieuNhap:
    if not row.ten:
        text = "Dòng chỉ tiêu không có tên; cần ghi tên chỉ tiêu."
        ghi.note_row(MucDo.LOI, row, text, phai_sua=True)
    about = f"Chỉ tiêu {ma}"
    unit = _unit_of(ghi, row)
    levels: dict[int, MucDocDuoc] = {}
    for cot in ghi.found.columns(LoaiCot.MUC_DAT):
        year = _year(ghi, cot, nam)
        if year is not None and (_is_past(ghi, cot, year) or _is_second(ghi, cot, year, levels)):
            continue
        cell = row.cac_o[cot.so_cot]
        if year is not None and not cell.o_tho.la_trong:
            _note_late(ghi, cot, year)
            place = f"{about}, năm {year}"
            muc = _read_level(ghi, cell, unit or _unit_in_header(cot), row.ten, place)
            if muc.loai is not LoaiMuc.KHONG_CO:
                levels[year] = muc
    _note_gaps(ghi, row, levels, about)
    _note_path(ghi, row, levels, about)
    lead = ghi.cell(row, LoaiCot.CHU_TRI, LoaiCot.CHU_TRI_PHOI_HOP)
    group = ghi.cell(row, LoaiCot.NHOM).text or _name_of(groups)
    return ChiTieuNhap(
        ma,
        row.ten,
        group,
        levels,
        _read_lead(ghi, lead, about, has_levels=bool(levels)),
        row.so_dong,
        unit,
        lead.text,
        ghi.cell(row, LoaiCot.GHI_CHU).text,
        row.bang.label,
    )


def _unit_of(ghi: SoGhi, row: DongNhanRa) -> str:
    """Give the unit of measure of a row: its column's, its name's, else the title's."""
    unit = ghi.cell(row, LoaiCot.DON_VI_TINH).text
    if not unit and (found := _TRONG_NGOAC.search(row.ten)):
        return found[1]
    if not unit and not ghi.found.columns(LoaiCot.DON_VI_TINH):
        unit = unit_in_titles(ghi.found.dau_de)
        if unit:
            ghi.note(MucDo.CANH_BAO, ghi.bang.label, "", DON_VI_DAU_DE.format(unit))
    return unit


def _year(ghi: SoGhi, cot: CotNhanRa, nam: int | None) -> int | None:
    """Give the year a level column is about; one that names none takes the plan's."""
    if cot.nam is not None:
        return cot.nam
    milestones = ghi.boi_canh.cac_moc
    if nam is not None or len(milestones) == 1:
        return nam or milestones[0]
    where = f"{ghi.bang.label}, cột “{cot.tieu_de}”"
    year = year_in_titles(ghi.found.dau_de)
    if year is not None:
        text = f"Cột mức không ghi năm; được hiểu là năm {year[0]} theo đầu đề của bảng."
        ghi.note(MucDo.CANH_BAO, where, "", text)
        return year[0]
    text = "Cột mức không ghi năm nên chưa được nhập; cần cho biết cột này là mức của năm nào."
    ghi.note(MucDo.LOI, where, "", text)
    return None


def _is_past(ghi: SoGhi, cot: CotNhanRa, year: int) -> bool:
    """Tell whether a level is of a year before the plan: shown to compare, no target of it."""
    if ghi.boi_canh.nam_bat_dau is None or year >= ghi.boi_canh.nam_bat_dau:
        return False
    where = f"{ghi.bang.label}, cột “{cot.tieu_de}”"
    text = f"Mức của năm {year}, trước khi kế hoạch bắt đầu, không được nhập."
    ghi.note(MucDo.THONG_TIN, where, "", text)
    return True


def _note_late(ghi: SoGhi, cot: CotNhanRa, year: int) -> None:
    last = ghi.boi_canh.nam_ket_thuc
    if last is not None and year > last:
        where = f"{ghi.bang.label}, cột “{cot.tieu_de}”"
        text = f"Mức của năm {year} nằm ngoài thời gian của kế hoạch, kết thúc năm {last}."
        ghi.note(MucDo.CANH_BAO, where, "", text)


def _is_second(ghi: SoGhi, cot: CotNhanRa, year: int, levels: Mapping[int, MucDocDuoc]) -> bool:
    if year in levels:
        where = f"{ghi.bang.label}, cột “{cot.tieu_de}”"
        text = f"Cột này cũng được hiểu là mức của năm {year} nên không được nhập; cần chọn một."
        ghi.note(MucDo.CANH_BAO, where, "", text)
    return year in levels


def _unit_in_header(cot: CotNhanRa) -> str:
    found = _TRONG_NGOAC.search(cot.tieu_de)
    return found[1] if found else ""


def _read_level(ghi: SoGhi, cell: ODong, unit: str, ten: str, about: str) -> MucDocDuoc:
    muc = parse_muc(cell.text, don_vi_tinh=unit or None, ten=ten)
    told = [  # the unit may stand in its column, the header or the name
        sentence
        for sentence in muc.canh_bao
        if not (unit and muc.thieu_don_vi and sentence.startswith(_KHONG_GHI_DON_VI))
    ]
    if told:
        finding = _finding(muc)
        grade = MucDo.THONG_TIN if finding == "CT-09" else MucDo.CANH_BAO
        ghi.note_cell(grade, cell, " ".join(told), ma=finding, doi_tuong=about)
    # A typed 1 is as often 100 % as 1 %: workbooks keep shares as numbers from 0 to 1.
    highest = 1 if isinstance(cell.o_tho.gia_tri, Decimal) else Decimal("0.999999")
    is_share = muc.gia_tri is not None and 0 < muc.gia_tri <= highest and muc.don_vi_tinh == "%"
    if is_share and "%" not in cell.text:
        text = f"Mức “{cell.text}” có thể là tỷ lệ 0-1 chứ không phải phần trăm; cần kiểm tra lại."
        ghi.note_cell(MucDo.CANH_BAO, cell, text, doi_tuong=about)
    return muc


def _finding(muc: MucDocDuoc) -> str:
    """Give the code a doubt about a level keeps in a plan."""
    if muc.loai is LoaiMuc.CAN_XEM:
        return "CT-03"
    if muc.phi_ly:
        return "CT-04"
    highest = muc.gia_tri_den or muc.gia_tri or 0
    return "CT-05" if muc.don_vi_tinh == "%" and highest > 100 else "CT-09"


def _note_gaps(ghi: SoGhi, row: DongNhanRa, levels: dict[int, MucDocDuoc], about: str) -> None:
    missing = []
    for cot in ghi.found.columns(LoaiCot.MUC_DAT):
        if levels and cot.nam is not None and cot.nam not in levels:
            missing.append(str(cot.nam))
        if cot.la_giai_doan:
            where = f"{ghi.bang.label}, cột “{cot.tieu_de}”"
            text = f"Cột ghi một giai đoạn; mức được hiểu là mức phải đạt vào năm {cot.nam}."
            ghi.note(MucDo.CANH_BAO, where, "", text)
    if missing:
        text = f"Chỉ tiêu không có mức cho năm {', '.join(missing)}."
        ghi.note_row(MucDo.THONG_TIN, row, text, ma="CT-08", doi_tuong=about)


def _note_path(ghi: SoGhi, row: DongNhanRa, levels: dict[int, MucDocDuoc], about: str) -> None:
    """Tell a level that is easier than the one before it, where the two can be compared."""
    numbers = [(year, muc) for year, muc in sorted(levels.items()) if muc.gia_tri is not None]
    falls = infer_direction(row.ten, levels.values()) is ChieuHuong.GIAM
    for (year_before, before), (year, after) in pairwise(numbers):
        same = (before.don_vi_tinh, before.pham_vi) == (after.don_vi_tinh, after.pham_vi)
        if same and _goes_back(before, after, falls=falls):
            text = (
                f"Mức năm {year} “{after.nguyen_van}” đi lùi so với mức năm {year_before} "
                f"“{before.nguyen_van}”; cần kiểm tra lại."
            )
            columns = ghi.found.columns(LoaiCot.MUC_DAT)
            cell = next((row.cac_o[c.so_cot] for c in columns if c.nam == year), None)
            more = ThemVeVanDe(ma="CT-06", doi_tuong=f"{about}, năm {year}")
            if cell is None:
                ghi.note_row(MucDo.CANH_BAO, row, text, **more)
            else:
                ghi.note_cell(MucDo.CANH_BAO, cell, text, **more)


def _goes_back(before: MucDocDuoc, after: MucDocDuoc, *, falls: bool) -> bool:
    if before.gia_tri is None or after.gia_tri is None:
        return False
    return after.gia_tri > before.gia_tri if falls else after.gia_tri < before.gia_tri


def _read_lead(
    ghi: SoGhi, cell: ODong, about: str, *, has_levels: bool
) -> tuple[DonViDocDuoc, ...]:
    lead = read_units(ghi, cell, MucDo.CANH_BAO, ma="CT-02", doi_tuong=about)
    if not lead and cell.so_cot and has_levels:
        text = "Ô đơn vị chủ trì để trống; cần ghi một đơn vị chịu trách nhiệm về số liệu."
        ghi.note_cell(MucDo.CANH_BAO, cell, text, ma="CT-01", doi_tuong=about)
    return lead


def read_units(
    ghi: SoGhi, cell: ODong, muc_do: MucDo, **about: Unpack[ThemVeVanDe]
) -> tuple[DonViDocDuoc, ...]:
    """Read the units of a cell; words that name none are noted, once for the whole cell."""
    read = ghi.units(cell.o_tho.noi_dung)
    told = " ".join(dict.fromkeys(one.canh_bao for one in read if one.canh_bao))
    if told:
        ghi.note_cell(muc_do, cell, told, **about)
    return read


def _check_parents(
    ghi: SoGhi, rows: Sequence[DongNhanRa], indicators: Sequence[ChiTieuNhap]
) -> None:
    """Tell a parent that is missing; a group's number counts as one, "II" above 2.1 too."""
    known = {made.ma for made in indicators}
    for row in rows:
        if row.loai_dong is LoaiDong.NHOM:
            known |= {row.ma.ma, str(roman_value(row.ma.ma))}
    by_row = {(row.bang.label, row.so_dong): row for row in rows}
    for made in indicators:
        parent = made.ma.rpartition(".")[0]
        if parent and parent not in known:
            text = f"Không có dòng “{parent}” là chỉ tiêu cha của “{made.ma}”; cần kiểm tra lại."
            ghi.note_row(MucDo.CANH_BAO, by_row[made.bang, made.so_dong], text)
