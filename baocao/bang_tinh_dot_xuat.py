"""Workbook of an ad hoc request: units x questions, and one sheet of who has not answered."""

from datetime import date
from decimal import Decimal
from typing import Any

from baocao.dot_xuat_queries import BangCauHoi, forms_of, load_answers
from baocao.ma_tran import cell_of
from baocao.models import BaoCao, PhieuBaoCao, YeuCauBaoCao
from baocao.tra_loi import LOAI, GiaTri
from baocao.trang_tinh import (
    CotTinh,
    DongTinh,
    GiaTriO,
    KieuDongTinh,
    LoaiO,
    TrangTinh,
    write_workbook,
)
from donvi.tieng_viet import SoKhongDocDuoc, parse_so

Snapshot = dict[str, Any]

_LOAI_O = {LOAI.SO: LoaiO.SO_DO, LOAI.NGAY: LoaiO.NGAY, LOAI.CO_KHONG: LoaiO.MA_SO}
_TEN_TOI_DA = 200  # letters of a column's head


def answers_workbook(yeu_cau: YeuCauBaoCao, *, on: date) -> bytes:
    """Write who answered what, with sums of the numbers sent and of those accepted (3 queries).

    What units still type, or got back to mend, is not in it.
    """
    forms = forms_of(yeu_cau)
    tables = load_answers(yeu_cau, forms)
    return write_workbook(
        [_answers(yeu_cau, forms, tables, on)],
        tieu_de=yeu_cau.tieu_de,
        tac_gia=yeu_cau.ke_hoach.don_vi_dau_moi.ten,
    )


def _answers(
    yeu_cau: YeuCauBaoCao, forms: list[PhieuBaoCao], tables: list[BangCauHoi], on: date
) -> TrangTinh:
    columns = (
        CotTinh("TT", 6, LoaiO.MA_SO),
        CotTinh("Đơn vị", 30),
        CotTinh("Trạng thái", 20, LoaiO.MA_SO),
        *(
            CotTinh(_head(table), 24, _LOAI_O.get(LOAI(table.cau_hoi.loai_tra_loi), LoaiO.CHU))
            for table in tables
        ),
    )
    said = [{row.phieu.pk: _cell(row.gia_tri) for row in table.cac_dong} for table in tables]
    rows = [
        DongTinh(
            (str(number), form.don_vi.ten, _state(form, on), *(got.get(form.pk) for got in said))
        )
        for number, form in enumerate(forms, 1)
    ]
    if any(table.is_number for table in tables):
        rows.append(_total("Tổng đã gửi", [table.tong_da_gui for table in tables], tables))
        rows.append(_total("Trong đó đã tiếp nhận", [t.tong_tiep_nhan for t in tables], tables))
    return TrangTinh(
        ten="Trả lời",
        tieu_de=yeu_cau.tieu_de.upper(),
        chu_thich=_about(yeu_cau, on),
        cac_cot=columns,
        cac_dong=tuple(rows),
        khi_trong="Yêu cầu chưa giao cho đơn vị nào.",
    )


def _head(table: BangCauHoi) -> str:
    unit = f" ({table.cau_hoi.don_vi_tinh})" if table.cau_hoi.don_vi_tinh else ""
    return f"{table.so_thu_tu}. {table.cau_hoi.noi_dung[:_TEN_TOI_DA]}{unit}"


def _cell(value: GiaTri) -> GiaTriO:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return value


def _state(form: PhieuBaoCao, on: date) -> str:
    cell = cell_of(form, on)
    return f"{cell.trang_thai.label}, {cell.phu}" if cell.phu else str(cell.trang_thai.label)


def _total(label: str, sums: list[Decimal], tables: list[BangCauHoi]) -> DongTinh:
    cells: list[GiaTriO] = [
        total if table.is_number else "" for total, table in zip(sums, tables, strict=True)
    ]
    return DongTinh(("", label, "", *cells), KieuDongTinh.TONG)


def _about(yeu_cau: YeuCauBaoCao, on: date) -> str:
    letter = f"Văn bản số {yeu_cau.so_van_ban}; " if yeu_cau.so_van_ban else ""
    return (
        f"{letter}số liệu từ ngày {yeu_cau.tu_ngay:%d/%m/%Y} đến ngày {yeu_cau.den_ngay:%d/%m/%Y}; "
        f"hạn nộp {yeu_cau.han_nop:%d/%m/%Y}; lập ngày {on:%d/%m/%Y}"
    )


# --- of a compiled report -------------------------------------------------------------------------


def answer_sheets(bao_cao: BaoCao) -> tuple[TrangTinh, ...]:
    """Describe the sheet of answers a compiled report froze (no query); none for other reports."""
    asked = bao_cao.so_lieu.get("dot_xuat")
    if not asked:
        return ()
    questions = asked["cau_hoi"]
    units: dict[str, str] = {}
    for row in questions:
        units |= {said["ma"]: said["don_vi"] for said in row["cac_dong"]}
    said = [{one["ma"]: _frozen(row, one["loi"]) for one in row["cac_dong"]} for row in questions]
    rows = [
        DongTinh((ma, name, *(answers.get(ma) for answers in said))) for ma, name in units.items()
    ]
    if any(row["tong"] for row in questions):
        sums = [parse_so(row["tong"]) if row["tong"] else "" for row in questions]
        rows.append(DongTinh(("", "Tổng cộng", *sums), KieuDongTinh.TONG))
    sheet = TrangTinh(
        ten="Trả lời",
        tieu_de=asked["tieu_de"].upper(),
        chu_thich=(
            f"Phiếu đã tiếp nhận; số liệu từ ngày {bao_cao.tu_ngay:%d/%m/%Y} đến ngày "
            f"{bao_cao.den_ngay:%d/%m/%Y}"
        ),
        cac_cot=(
            CotTinh("Mã", 10, LoaiO.MA_SO),
            CotTinh("Đơn vị", 30),
            *(_frozen_column(row) for row in questions),
        ),
        cac_dong=tuple(rows),
        khi_trong="Chưa có trả lời nào được tiếp nhận khi lập báo cáo.",
    )
    return (sheet,)


def _frozen_column(row: Snapshot) -> CotTinh:
    unit = f" ({row['don_vi_tinh']})" if row["don_vi_tinh"] else ""
    head = f"{row['so_thu_tu']}. {row['noi_dung'][:_TEN_TOI_DA]}{unit}"
    return CotTinh(head, 24, _LOAI_O.get(LOAI(row["loai"]), LoaiO.CHU))


def _frozen(row: Snapshot, words: str) -> GiaTriO:
    """Give a number as a number, so that it can be added up in Excel."""
    if row["loai"] != LOAI.SO:
        return words
    try:
        return parse_so(words.removesuffix("%").strip())
    except SoKhongDocDuoc:
        return words
