"""Sheets of a compiled report: the provincial form, counts, indicators, tasks, missing units.

Everything comes from the frozen snapshot, so that the workbook says what the signed report says.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from baocao.ban_chup import Snapshot, read_snapshot
from baocao.bang_tinh_dot_xuat import answer_sheets
from baocao.bieu_mau import (
    INDICATOR_COLUMNS,
    TASK_COLUMNS,
    CotBieuMau,
    indicator_cells,
    task_cells,
)
from baocao.models import BaoCao
from baocao.trang_tinh import CotTinh, DongTinh, GiaTriO, KieuDongTinh, LoaiO, TrangTinh, group_row
from chitieu.danh_gia import KetQuaDanhGia
from donvi.tieng_viet import SoKhongDocDuoc, parse_so

MA_SO, SO_DO = LoaiO.MA_SO, LoaiO.SO_DO
MA = CotTinh("Mã", 8, MA_SO)
Columns = tuple[tuple[CotTinh, Callable[[Snapshot], GiaTriO]], ...]
SUMMARY_COLUMNS = (
    CotTinh("Phần", 18),
    CotTinh("Nội dung", 60),
    CotTinh("Giá trị", 26, SO_DO),
    CotTinh("Đơn vị tính", 14, MA_SO),
)
MATRIX = {
    "hoan_thanh_dung_han": "Hoàn thành đúng hạn",
    "hoan_thanh_qua_han": "Hoàn thành quá hạn",
    "chua_hoan_thanh_trong_han": "Chưa hoàn thành, trong hạn",
    "chua_hoan_thanh_qua_han": "Chưa hoàn thành, quá hạn",
}
MONEY = {
    "du_toan": "Dự toán theo kế hoạch",
    "phan_bo": "Đã phân bổ",
    "giai_ngan": "Đã giải ngân",
    "quyet_toan": "Đã quyết toán",
}


def report_sheets(bao_cao: BaoCao) -> tuple[TrangTinh, ...]:
    """Describe the sheets of a compiled report (no query): first those sent up, then the rest."""
    answers = answer_sheets(bao_cao)
    if answers and not bao_cao.so_lieu["dot_xuat"]["kem_nhiem_vu"]:
        return (*answers, _report_missing(bao_cao))
    return (
        *answers,
        _form_indicators(bao_cao),
        _form_tasks(bao_cao),
        _report_summary(bao_cao),
        _report_indicators(bao_cao),
        _report_tasks(bao_cao),
        _report_missing(bao_cao),
    )


def _figures(bao_cao: BaoCao) -> Snapshot:
    return read_snapshot(bao_cao.so_lieu)


def _form_indicators(bao_cao: BaoCao) -> TrangTinh:
    """Fill appendix I of the provincial form; figures as numbers."""
    figures = _figures(bao_cao)
    return TrangTinh(
        ten="PL I Chỉ tiêu",
        tieu_de=f"PHỤ LỤC I. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU {bao_cao.period.label.upper()}",
        chu_thich=_of_report(bao_cao),
        cac_cot=tuple(_column(cot) for cot in INDICATOR_COLUMNS),
        cac_dong=tuple(
            _form_row(indicator_cells(row, la_uoc=figures["la_uoc"]), row, FIGURES)
            for row in figures["chi_tieu"]["cac_dong"]
        ),
        khi_trong="Kế hoạch không có chỉ tiêu.",
    )


def _form_tasks(bao_cao: BaoCao) -> TrangTinh:
    """Fill appendix II of the provincial form, all that units said in full."""
    rows: list[DongTinh] = []
    group = ""
    for row in _figures(bao_cao)["nhiem_vu"]["cac_dong"]:
        if row["nhom"] and row["nhom"] != group:
            group = row["nhom"]
            rows.append(group_row("", group, len(TASK_COLUMNS), place=1))
        rows.append(_form_row(task_cells(row, in_full=True), row, frozenset()))
    return TrangTinh(
        ten="PL II Nhiệm vụ",
        tieu_de=f"PHỤ LỤC II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ {bao_cao.period.label.upper()}",
        chu_thich=_of_report(bao_cao),
        cac_cot=tuple(_column(cot) for cot in TASK_COLUMNS),
        cac_dong=tuple(rows),
        khi_trong="Kế hoạch không có nhiệm vụ phải báo cáo.",
    )


FIGURES = frozenset({4, 5, 6})  # columns of appendix I that hold figures
_WIDTH = 2  # characters of a sheet's column per percent of the printed width


def _column(cot: CotBieuMau) -> CotTinh:
    kinds = {"giua": MA_SO, "phai": SO_DO}
    return CotTinh(cot.tieu_de, cot.be_rong * _WIDTH, kinds.get(cot.can_le, LoaiO.CHU))


def _form_row(cells: tuple[str, ...], row: Snapshot, figures: frozenset[int]) -> DongTinh:
    if row.get("la_tieu_de"):
        return group_row(cells[0], cells[1], len(cells), place=1)
    values = (_number(cell) if n in figures else cell for n, cell in enumerate(cells))
    return DongTinh(tuple(values))


def _grouped(rows: Iterable[Snapshot], columns: Columns) -> Iterator[DongTinh]:
    """Write the rows of a table, each group under a row of its name."""
    group = ""
    for row in rows:
        if row["nhom"] and row["nhom"] != group:
            group = row["nhom"]
            yield group_row("", group, len(columns), place=1)
        kind = KieuDongTinh.NHOM if row.get("la_tieu_de") else KieuDongTinh.THUONG
        yield DongTinh(tuple(read(row) for _, read in columns), kind)


def _day(iso: str) -> date:
    return date.fromisoformat(iso)


def _number(text: str) -> Decimal | str:
    """Give a figure of the snapshot as a number, so that it can be added up in Excel."""
    try:
        return parse_so(text)
    except SoKhongDocDuoc:
        return text


def _judged(row: Snapshot) -> str:
    if row["la_tieu_de"]:
        return ""
    return str(row["nhan_ket_qua"] or KetQuaDanhGia.CHUA_CO_SO_LIEU.label)


def _said(rows: list[dict[str, Any]]) -> str:
    """Write what units said, one unit a line."""
    return "\n".join(f"{row['don_vi']}: {row['loi'].strip()}" for row in rows)


def _of_report(bao_cao: BaoCao) -> str:
    figures = _figures(bao_cao)
    return (
        f"{bao_cao.ke_hoach.trich_yeu}\n({bao_cao.period.label}; số liệu từ ngày "
        f"{_day(figures['tu_ngay']):%d/%m/%Y} đến ngày {_day(figures['den_ngay']):%d/%m/%Y})"
    )


def _report_summary(bao_cao: BaoCao) -> TrangTinh:
    """List the counts of the period by part of the report."""
    figures = _figures(bao_cao)
    parts = (
        ("Kỳ báo cáo", _about_period(bao_cao)),
        ("Đơn vị", _unit_counts(figures["don_vi"])),
        ("Chỉ tiêu", _indicator_counts(figures["chi_tieu"])),
        ("Nhiệm vụ", _task_counts(figures["nhiem_vu"])),
        ("Kinh phí", [(MONEY[key], figures["kinh_phi"][key], "đồng") for key in MONEY]),
    )
    rows = [
        DongTinh((part, label, "không ghi" if value is None else value, unit))
        for part, lines in parts
        for label, value, unit in lines
    ]
    return TrangTinh(
        ten="Tổng hợp",
        tieu_de=f"TỔNG HỢP {bao_cao.period.label.upper()}",
        chu_thich=_of_report(bao_cao),
        cac_cot=SUMMARY_COLUMNS,
        cac_dong=tuple(rows),
        khi_trong="",
    )


def _about_period(bao_cao: BaoCao) -> list[tuple[str, GiaTriO, str]]:
    figures = _figures(bao_cao)
    number = f"{bao_cao.so_hieu}, ngày {bao_cao.ngay_ban_hanh:%d/%m/%Y}" if bao_cao.so_hieu else ""
    return [
        ("Mã kế hoạch", bao_cao.ke_hoach.ma, ""),
        ("Mã kỳ báo cáo", figures["ky"], ""),
        ("Số liệu từ ngày", _day(figures["tu_ngay"]), ""),
        ("Số liệu đến hết ngày", _day(figures["den_ngay"]), ""),
        ("Có số ước thực hiện đến cuối kỳ", "có" if figures["la_uoc"] else "không", ""),
        ("Trạng thái báo cáo", bao_cao.get_trang_thai_display(), ""),
        ("Số, ngày ban hành", number or "chưa cấp số", ""),
    ]


def _unit_counts(figures: Snapshot) -> list[tuple[str, GiaTriO, str]]:
    return [
        ("Phải báo cáo", figures["phai_bao_cao"], "đơn vị"),
        ("Đã được tiếp nhận báo cáo", len(figures["da_tiep_nhan"]), "đơn vị"),
        ("Trong đó gửi muộn", len(figures["gui_muon"]), "đơn vị"),
        ("Chưa có báo cáo được tiếp nhận", len(figures["thieu"]), "đơn vị"),
    ]


def _indicator_counts(figures: Snapshot) -> list[tuple[str, GiaTriO, str]]:
    labels = {str(result): result.label.capitalize() for result in KetQuaDanhGia}
    return [
        ("Tổng số chỉ tiêu", figures["tong_so"], "chỉ tiêu"),
        *((labels[code], n, "chỉ tiêu") for code, n in figures["theo_ket_qua"].items()),
        ("Chưa được báo cáo số liệu", figures["chua_bao_cao"], "chỉ tiêu"),
    ]


def _task_counts(figures: Snapshot) -> list[tuple[str, GiaTriO, str]]:
    return [
        ("Tổng số nhiệm vụ", figures["tong_so"], "nhiệm vụ"),
        *((label, figures["ma_tran"][code], "nhiệm vụ") for code, label in MATRIX.items()),
        *(
            (f"Quá hạn do {unit['ten']} chủ trì", unit["so_nhiem_vu"], "nhiệm vụ")
            for unit in figures["qua_han_theo_don_vi"]
        ),
    ]


INDICATOR_FIGURES: Columns = (
    (MA, lambda row: row["ma"]),
    (CotTinh("Chỉ tiêu", 48), lambda row: row["ten"]),
    (CotTinh("Đơn vị tính", 11, MA_SO), lambda row: row["don_vi_tinh"]),
    (CotTinh("Mức phải đạt", 12, MA_SO), lambda row: row["muc"]),
    (CotTinh("Năm của mức", 9, MA_SO), lambda row: row["nam_muc"]),
    (CotTinh("Lũy kế thực hiện", 12, SO_DO), lambda row: _number(row["gia_tri"])),
    (CotTinh("Tỷ lệ so với mức (%)", 10, SO_DO), lambda row: _number(row["ty_le"])),
    (CotTinh("Đánh giá", 14, MA_SO), _judged),
    (CotTinh("Kỳ của số liệu", 11, MA_SO), lambda row: row["ky_so_lieu"]),
    (CotTinh("Đơn vị chủ trì", 22), lambda row: row["chu_tri"]),
    (CotTinh("Nhận xét", 20), lambda row: row["nhan_xet"]),
    (CotTinh("Ghi chú", 20), lambda row: row["ghi_chu"]),
)


def _report_indicators(bao_cao: BaoCao) -> TrangTinh:
    """List the indicators with level, figure and evaluation, as frozen."""
    return TrangTinh(
        ten="Chỉ tiêu",
        tieu_de="KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU",
        chu_thich=_of_report(bao_cao),
        cac_cot=tuple(column for column, _ in INDICATOR_FIGURES),
        cac_dong=tuple(_grouped(_figures(bao_cao)["chi_tieu"]["cac_dong"], INDICATOR_FIGURES)),
        khi_trong="Kế hoạch không có chỉ tiêu.",
    )


TASK_FIGURES: Columns = (
    (MA, lambda row: row["ma"]),
    (CotTinh("Nhiệm vụ", 40), lambda row: row["ten"]),
    (CotTinh("Cơ quan chủ trì", 18), lambda row: row["chu_tri"]),
    (CotTinh("Cơ quan phối hợp", 20), lambda row: row["phoi_hop"]),
    (CotTinh("Thời hạn", 13, MA_SO), lambda row: row["thoi_han"]),
    (CotTinh("Trạng thái", 14, MA_SO), lambda row: row["nhan_trang_thai"]),
    (CotTinh("Tiến độ (%)", 9, SO_DO), lambda row: row["phan_tram"]),
    (CotTinh("Số đơn vị đã làm", 9, SO_DO), lambda row: row["da_lam"]),
    (CotTinh("Số đơn vị phải làm", 9, SO_DO), lambda row: row["tong_so"]),
    (CotTinh("Số ngày chậm", 9, SO_DO), lambda row: row["so_ngay_tre"]),
    (CotTinh("Kết quả trong kỳ", 48), lambda row: _said(row["ket_qua"])),
    (CotTinh("Khó khăn, vướng mắc", 26), lambda row: _said(row["kho_khan"])),
)


def _report_tasks(bao_cao: BaoCao) -> TrangTinh:
    """List the tasks with their state and all that units said of them, as frozen."""
    return TrangTinh(
        ten="Nhiệm vụ",
        tieu_de="KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ",
        chu_thich=_of_report(bao_cao),
        cac_cot=tuple(column for column, _ in TASK_FIGURES),
        cac_dong=tuple(_grouped(_figures(bao_cao)["nhiem_vu"]["cac_dong"], TASK_FIGURES)),
        khi_trong="Kế hoạch không có nhiệm vụ phải báo cáo.",
    )


def _report_missing(bao_cao: BaoCao) -> TrangTinh:
    """List the units without an accepted form when the report was compiled."""
    return TrangTinh(
        ten="Đơn vị chưa báo cáo",
        tieu_de="ĐƠN VỊ CHƯA CÓ BÁO CÁO ĐƯỢC TIẾP NHẬN",
        chu_thich=_of_report(bao_cao),
        cac_cot=(MA, CotTinh("Đơn vị", 60), CotTinh("Trạng thái phiếu", 24, MA_SO)),
        cac_dong=tuple(
            DongTinh((unit["ma"], unit["ten"], unit["nhan"]))
            for unit in _figures(bao_cao)["don_vi"]["thieu"]
        ),
        khi_trong="Mọi đơn vị phải báo cáo đều đã có báo cáo được tiếp nhận.",
    )
