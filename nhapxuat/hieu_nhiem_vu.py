"""Understanding a table of tasks (nhiệm vụ): leads, coordinating units, deadlines, money."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from donvi.nhan_dien import DonViDocDuoc
from donvi.tieng_viet import format_ngay
from kinhphi.cong_don import DongCongDon
from nhapxuat.dong_bang import DongNhanRa, ODong, walk_groups
from nhapxuat.han_theo_cot import complete_words
from nhapxuat.hieu_chi_tieu import read_units
from nhapxuat.hieu_tong import understand_total
from nhapxuat.ket_qua_nhap import NhiemVuNhap
from nhapxuat.nhan_bang import CotNhanRa
from nhapxuat.so_ghi import SoGhi, assign_codes
from nhapxuat.tien_dong import read_money, read_source
from nhapxuat.tu_vung_cot import LoaiCot
from nhapxuat.van_de import MucDo
from nhiemvu.loai_han import LoaiHan
from nhiemvu.loi_van_han import CUOI_KY
from nhiemvu.thoi_han import DU_KIEN, NGOAI_KE_HOACH, NHIEU_MOC, ThoiHan, parse_thoi_han

_CHAC = {CUOI_KY, DU_KIEN, NHIEU_MOC}  # worth knowing, but the dates are sure
NHIEU_CHU_TRI = "Cột “{}” không nói đơn vị nào chủ trì; các đơn vị trong ô đều hiểu là chủ trì."
_TU_DAU = "Thời hạn được đọc từ các ô đánh dấu dưới cột quý, tháng hoặc năm."

_PHOI_HOP = re.compile(
    r"\A(?:[-+]?\s*(?:(?:cơ quan|đơn vị) )?chủ trì\s*:)?\s*(?P<lead>.*?)[\s;,.(\-]*"
    r"(?:(?:các )?(?:cơ quan|đơn vị) )?phối hợp(?: thực hiện)?\s*[:;]?\s*(?P<others>.*?)\)?\Z",
    re.IGNORECASE | re.DOTALL,
)
_DANH_DAU = re.compile(r"([^()]+)\((chủ trì|phối hợp)\)", re.IGNORECASE)
_SAU = re.compile(
    r"\A(?P<lead>.+?)\s+chủ trì\s*[,;.]?\s*(?:và\s+)?(?P<others>.+?)\s+phối hợp"
    r"(?: thực hiện)?\s*\.?\Z",
    re.IGNORECASE | re.DOTALL,
)
_VIET_TAT = re.compile(r"(?:(?<=[\s;,.(+-])|^)(?:CQ|ĐV)?(CT|PH)\s*:")
_LA_CO_QUAN = re.compile(r"\s+là (?:cơ quan|đơn vị)(?= (?:chủ trì|phối hợp))", re.IGNORECASE)
_DAY_DU = {"CT": "Chủ trì", "PH": "Phối hợp"}
_CHU_TRI = re.compile(r"\A[-+]?\s*(?:(?:cơ quan|đơn vị) )?chủ trì\s*:\s*", re.IGNORECASE)


def understand_tasks(ghi: SoGhi, rows: tuple[DongNhanRa, ...]) -> tuple[NhiemVuNhap, ...]:
    """Read all tasks of a table; what is in doubt is noted in ``ghi``."""
    grouped = list(walk_groups(rows))
    paths = [".".join(g.ma.ma for g in groups if g.ma.ma) for _, groups in grouped]
    codes = assign_codes(ghi, [(row, path) for (row, _), path in zip(grouped, paths, strict=True)])
    _note_missing_columns(ghi)
    tasks = []
    for (row, groups), path, ma in zip(grouped, paths, codes, strict=True):
        ghi.begin_row(row)
        ten_nhom = groups[-1].ten if groups else ghi.cell(row, LoaiCot.NHOM).text
        tasks.append(_read(ghi, row, ma, path or ten_nhom, ten_nhom))
    if ghi.found.columns(LoaiCot.KINH_PHI) and any(one.kinh_phi is not None for one in tasks):
        made = {one.ma: row for one, (row, _) in zip(tasks, grouped, strict=True)}
        if len(made) == len(tasks):
            lines = [DongCongDon(one.ma, thanh_tien_in=one.kinh_phi) for one in tasks]
            understand_total(ghi, rows, made, lines, LoaiCot.KINH_PHI)
    return tuple(tasks)


def _note_missing_columns(ghi: SoGhi) -> None:
    for kinds, name in (
        ((LoaiCot.CHU_TRI, LoaiCot.CHU_TRI_PHOI_HOP), "đơn vị chủ trì"),
        ((LoaiCot.THOI_HAN, LoaiCot.DANH_DAU, LoaiCot.BAT_DAU), "thời hạn"),
    ):
        if not ghi.found.columns(*kinds):
            text = f"Bảng nhiệm vụ không có cột {name}; cần ghép cột hoặc bổ sung."
            ghi.note(MucDo.CANH_BAO, ghi.bang.label, "", text)


def _read(ghi: SoGhi, row: DongNhanRa, ma: str, nhom: str, ten_nhom: str) -> NhiemVuNhap:
    if not row.ten:
        text = "Dòng nhiệm vụ không có nội dung; cần ghi tên nhiệm vụ."
        ghi.note_row(MucDo.LOI, row, text, phai_sua=True)
    about = f"Nhiệm vụ {ma}"
    lead_cell, others_cell = _split_units(ghi, row)
    lead = _read_lead(ghi, lead_cell, about)
    if len(lead) > 1:
        _note_several_leads(ghi, lead_cell)
    product = ghi.cell(row, LoaiCot.SAN_PHAM)
    money = ghi.cell(row, LoaiCot.KINH_PHI)
    total, sources = read_money(ghi, row, LoaiCot.KINH_PHI)
    return NhiemVuNhap(
        ma,
        nhom,
        row.ten,
        lead,
        read_units(ghi, others_cell, MucDo.THONG_TIN, ma="NV-03", doi_tuong=about),
        _read_deadline(ghi, row, about),
        product.text,
        total,
        read_source(ghi, row),
        row.so_dong,
        ten_nhom,
        lead_cell.text,
        others_cell.text,
        money.text,
        ghi.cell(row, LoaiCot.GHI_CHU).text,
        row.bang.label,
        sources,
    )


def _read_lead(ghi: SoGhi, cell: ODong, about: str) -> tuple[DonViDocDuoc, ...]:
    lead = read_units(ghi, cell, MucDo.CANH_BAO, ma="NV-02", doi_tuong=about)
    if not lead and cell.so_cot:
        text = "Ô đơn vị chủ trì để trống; cần ghi một đơn vị chủ trì."
        ghi.note_cell(MucDo.CANH_BAO, cell, text, ma="NV-01", doi_tuong=about)
    return lead


def _note_several_leads(ghi: SoGhi, cell: ODong) -> None:
    """Tell that all units below "Đơn vị thực hiện" lead, where no column names helpers."""
    header = next((cot.tieu_de for cot in ghi.found.columns(LoaiCot.CHU_TRI)), "chủ trì")
    if ghi.found.columns(LoaiCot.PHOI_HOP) or re.search(r"chủ (?:trì|quản)", header.lower()):
        return
    ghi.note_cell(MucDo.THONG_TIN, cell, NHIEU_CHU_TRI.format(header))


def _split_units(ghi: SoGhi, row: DongNhanRa) -> tuple[ODong, ODong]:
    """Part a cell that names lead and coordinating units; two columns stay as they are."""
    lead = ghi.cell(row, LoaiCot.CHU_TRI, LoaiCot.CHU_TRI_PHOI_HOP)
    others = ghi.cell(row, LoaiCot.PHOI_HOP)
    words = _in_full(lead.o_tho.noi_dung)
    parts = _part(words) if others.o_tho.la_trong else None
    if parts:
        text = "Ô ghi cả đơn vị chủ trì và đơn vị phối hợp; đã tách theo chữ “phối hợp”."
        ghi.note_cell(MucDo.THONG_TIN, lead, text)
        return _words(lead, parts[0]), _words(lead, parts[1])
    if "phối hợp" in words.lower():
        text = "Ô có chữ “phối hợp” nhưng chưa tách được đơn vị chủ trì và đơn vị phối hợp."
        ghi.note_cell(MucDo.CANH_BAO, lead, text)
    if words and ghi.found.columns(LoaiCot.CHU_TRI_PHOI_HOP) and others.o_tho.la_trong:
        text = "Cột ghi chung đơn vị chủ trì và phối hợp; các đơn vị trong ô đều hiểu là chủ trì."
        ghi.note_cell(MucDo.CANH_BAO, lead, text)
    return _words(lead, _CHU_TRI.sub("", words)), others


def _in_full(words: str) -> str:
    """Write short marks of lead and coordinating units in full.

    >>> _in_full("CT: Phòng Kinh tế; PH: Công an xã"), _in_full("UBND xã (CT)")
    ('Chủ trì: Phòng Kinh tế; Phối hợp: Công an xã', 'UBND xã (CT)')
    >>> _in_full("Phòng Kinh tế (CT), VP (PH)"), _in_full("VP là cơ quan chủ trì")
    ('Phòng Kinh tế (chủ trì), VP (phối hợp)', 'VP chủ trì')
    """
    words = _VIET_TAT.sub(lambda found: f"{_DAY_DU[found[1]]}:", words)
    if "(CT)" in words and "(PH)" in words:
        words = words.replace("(CT)", "(chủ trì)").replace("(PH)", "(phối hợp)")
    return _LA_CO_QUAN.sub("", words)


def _part(words: str) -> tuple[str, str] | None:
    """Part the words of a cell into lead and coordinating units, None where they tell no parts.

    >>> _part("Chủ trì: Phòng Kinh tế; phối hợp: Công an xã")
    ('Phòng Kinh tế', 'Công an xã')
    >>> _part("Phòng Kinh tế (chủ trì), Công an xã (phối hợp)"), _part("Phòng Kinh tế")
    (('Phòng Kinh tế', 'Công an xã'), None)
    >>> _part("Phòng Kinh tế chủ trì, Công an xã phối hợp")
    ('Phòng Kinh tế', 'Công an xã')
    """
    marked = _DANH_DAU.findall(words)
    if marked and _DANH_DAU.sub("", words).strip(" ,;.") == "":
        lead = "; ".join(name.strip(" ,;\n") for name, role in marked if role.lower() == "chủ trì")
        rest = "; ".join(name.strip(" ,;\n") for name, role in marked if role.lower() != "chủ trì")
        return (lead, rest) if lead and rest else None
    found = _SAU.match(words) or _PHOI_HOP.match(words)
    if found and found["lead"].strip() and found["others"].strip():
        return found["lead"].strip(), found["others"].strip()
    return None


def _words(cell: ODong, words: str) -> ODong:
    return replace(cell, o_tho=replace(cell.o_tho, noi_dung=words))


def _read_deadline(ghi: SoGhi, row: DongNhanRa, about: str) -> ThoiHan:
    cell = ghi.cell(row, LoaiCot.THOI_HAN, LoaiCot.DANH_DAU)
    start = ghi.cell(row, LoaiCot.BAT_DAU)
    words = cell.text
    if not ghi.found.columns(LoaiCot.THOI_HAN) and ghi.found.columns(LoaiCot.DANH_DAU):
        words = _read_marks(ghi, row)
    if start.text:
        words = f"{start.text} - {words}" if words else f"từ {start.text}"
    else:
        words = complete_words(ghi, words, ghi.boi_canh.nam_bat_dau)
    han = _parse(ghi, words)
    if len(lines := cell.o_tho.noi_dung.split("\n")) > 1 and not start.text:
        parts = [_parse(ghi, line) for line in lines if line.strip()]
        if all(part.loai is not LoaiHan.CAN_XEM for part in parts):
            han = replace(_parse(ghi, "; ".join(filter(None, lines))), nguyen_van=words)
    _note_deadline(ghi, cell if cell.text or not start.text else start, han, about)
    return han


def _read_marks(ghi: SoGhi, row: DongNhanRa) -> str:
    """Write the marked quarters, months or years of a row as a deadline is written."""
    ghi.note(MucDo.THONG_TIN, ghi.bang.label, "", _TU_DAU)
    runs: list[list[CotNhanRa]] = []
    goes_on = False
    for cot in ghi.found.columns(LoaiCot.DANH_DAU):
        is_marked = not row.cac_o[cot.so_cot].o_tho.la_trong
        if is_marked and goes_on:
            runs[-1].append(cot)
        elif is_marked:
            runs.append([cot])
        goes_on = is_marked
    return "; ".join(_write_run(run) for run in runs)


def _write_run(run: Sequence[CotNhanRa]) -> str:
    """Write marks that stand side by side: "Quý I - Quý III/2026"."""
    ends = [run[0].ten_rieng] if len(run) == 1 else [run[0].ten_rieng, run[-1].ten_rieng]
    nam = run[-1].nam
    suffix = f"/{nam}" if nam and str(nam) not in ends[-1] else ""
    return " - ".join(ends) + suffix


def _note_deadline(ghi: SoGhi, cell: ODong, han: ThoiHan, about: str) -> None:
    """Tell what is in doubt about a deadline, under the code the same trouble keeps in a plan."""
    if han.loai is LoaiHan.CAN_XEM:
        text = " ".join(han.canh_bao)
        ghi.note_cell(MucDo.CANH_BAO, cell, text, ma="NV-06", doi_tuong=about)
        return
    if han.loai is LoaiHan.KHONG_CO and cell.so_cot:
        text = "Ô thời hạn để trống; cần ghi thời hạn hoặc “Thường xuyên”."
        ghi.note_cell(MucDo.CANH_BAO, cell, text, ma="NV-05", doi_tuong=about)
    doubts = [text for text in han.canh_bao if text != NGOAI_KE_HOACH]
    if doubts:
        grade = MucDo.CANH_BAO if set(doubts) - _CHAC else MucDo.THONG_TIN
        ghi.note_cell(grade, cell, " ".join(doubts), ma="NV-08", doi_tuong=about)
    if NGOAI_KE_HOACH in han.canh_bao:
        _note_years(ghi, cell, han, about)
    if han.tu and han.den and han.den < han.tu:
        text = f"Hạn {format_ngay(han.den)} trước ngày bắt đầu {format_ngay(han.tu)}."
        ghi.note_cell(MucDo.CANH_BAO, cell, text)


def _note_years(ghi: SoGhi, cell: ODong, han: ThoiHan, about: str) -> None:
    """Tell a deadline outside the plan; one that only begins before it is ordinary."""
    first, last = ghi.boi_canh.nam_bat_dau, ghi.boi_canh.nam_ket_thuc
    if first and last and han.den and not first <= han.den.year <= last:
        ghi.note_cell(MucDo.CANH_BAO, cell, NGOAI_KE_HOACH, ma="NV-07", doi_tuong=about)
    else:
        ghi.note_cell(MucDo.THONG_TIN, cell, NGOAI_KE_HOACH)


def _parse(ghi: SoGhi, words: str) -> ThoiHan:
    return _parse_in(words, ghi.boi_canh.nam_bat_dau, ghi.boi_canh.nam_ket_thuc)


@lru_cache(maxsize=1024)
def _parse_in(words: str, nam_dau: int | None, nam_cuoi: int | None) -> ThoiHan:
    return parse_thoi_han(words, nam_mac_dinh=nam_dau, nam_ket_thuc=nam_cuoi)
