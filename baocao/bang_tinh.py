"""Workbooks of a plan and of a report (bảng tính), with stable codes in the first column.

Original words stand as they are; amounts are whole đồng. A report's sheets come from its frozen
snapshot only, so that they say what the signed report says.
"""

from collections.abc import Callable, Iterable, Iterator

from baocao.bang_tinh_bao_cao import report_sheets
from baocao.models import BaoCao
from baocao.trang_tinh import (
    CotTinh,
    DongTinh,
    GiaTriO,
    KieuDongTinh,
    LoaiO,
    TrangTinh,
    group_row,
    write_workbook,
)
from baocao.van_ban_ke_hoach import issuer_name
from chitieu.models import ChiTieu, MucChiTieu
from chitieu.queries import with_levels
from kehoach.models import KeHoach
from kinhphi.queries import DongBang, money_page
from nhiemvu.models import NhiemVu

MA_SO, TIEN, NGAY = LoaiO.MA_SO, LoaiO.SO_TIEN, LoaiO.NGAY
MA = CotTinh("Mã", 8, MA_SO)


def plan_workbook(ke_hoach: KeHoach) -> bytes:
    """Write indicators, tasks and money of a plan as .xlsx (11 queries for any number of rows)."""
    sheets = (_plan_indicators(ke_hoach), _plan_tasks(ke_hoach), _plan_money(ke_hoach))
    title = f"Kế hoạch {ke_hoach.trich_yeu}"
    return write_workbook(sheets, tieu_de=title, tac_gia=issuer_name(ke_hoach))


def report_workbook(bao_cao: BaoCao) -> bytes:
    """Write the figures of a compiled report as .xlsx, from its snapshot (no query)."""
    title = f"{bao_cao}: {bao_cao.ke_hoach.trich_yeu}"
    return write_workbook(
        report_sheets(bao_cao), tieu_de=title, tac_gia=issuer_name(bao_cao.ke_hoach)
    )


def _about(ke_hoach: KeHoach) -> str:
    return f"{ke_hoach.trich_yeu}\n(xã {ke_hoach.xa.ten}, mã kế hoạch {ke_hoach.ma})"


def _plan_indicators(ke_hoach: KeHoach) -> TrangTinh:
    """List the indicators, one column a milestone, in the words of the plan (3 queries)."""
    rows = with_levels(ChiTieu.objects.filter(ke_hoach=ke_hoach).in_order()).select_related(
        "chi_tieu_cha"
    )
    columns = (
        MA,
        CotTinh("Mã chỉ tiêu cha", 8, MA_SO),
        CotTinh("Chỉ tiêu", 46),
        CotTinh("Nguyên văn trong kế hoạch", 40),
        CotTinh("Đơn vị tính", 10, MA_SO),
        *(CotTinh(f"Năm {nam}", 12, MA_SO) for nam in ke_hoach.cac_moc),
        CotTinh("Cơ quan chủ trì theo dõi, đánh giá", 24),
    )
    return TrangTinh(
        ten="Chỉ tiêu",
        tieu_de="CÁC CHỈ TIÊU CỦA KẾ HOẠCH",
        chu_thich=_about(ke_hoach),
        cac_cot=columns,
        cac_dong=tuple(_indicator_rows(rows, ke_hoach.cac_moc, len(columns))),
        khi_trong="Kế hoạch không có chỉ tiêu.",
    )


def _indicator_rows(rows: Iterable[ChiTieu], years: list[int], width: int) -> Iterator[DongTinh]:
    group = ""
    for row in rows:
        if row.nhom_chi_tieu and row.nhom_chi_tieu != group:
            group = row.nhom_chi_tieu
            yield group_row("", group, width, place=2)
        yield _indicator_row(row, years)


def _indicator_row(row: ChiTieu, years: list[int]) -> DongTinh:
    levels: dict[int, MucChiTieu] = {level.nam: level for level in row.cac_muc.all()}
    is_heading = row.loai_chi_tieu == ChiTieu.LoaiChiTieu.TIEU_DE
    return DongTinh(
        (
            row.ma,
            row.chi_tieu_cha.ma if row.chi_tieu_cha else "",
            row.ten,
            row.nguyen_van,
            row.don_vi_tinh,
            *(levels[year].nguyen_van if year in levels else "" for year in years),
            row.chu_tri_nguyen_van,
        ),
        KieuDongTinh.NHOM if is_heading else KieuDongTinh.THUONG,
    )


TASK_COLUMNS: tuple[tuple[CotTinh, Callable[[NhiemVu], GiaTriO]], ...] = (
    (MA, lambda task: task.ma),
    (CotTinh("Loại", 12), lambda task: task.get_loai_nhiem_vu_display()),
    (CotTinh("Nội dung nhiệm vụ", 46), lambda task: task.ten),
    (CotTinh("Cơ quan chủ trì", 20), lambda task: task.chu_tri_nguyen_van),
    (CotTinh("Cơ quan phối hợp", 22), lambda task: task.phoi_hop_nguyen_van),
    (CotTinh("Thời gian hoàn thành", 13, MA_SO), lambda task: task.thoi_han_nguyen_van),
    (CotTinh("Từ ngày", 12, NGAY), lambda task: task.tu_ngay),
    (CotTinh("Hạn hoàn thành", 12, NGAY), lambda task: task.han_hoan_thanh),
    (CotTinh("Sản phẩm, kết quả", 24), lambda task: task.san_pham),
    (CotTinh("Kinh phí (nguyên văn)", 11, MA_SO), lambda task: task.kinh_phi_nguyen_van),
    (CotTinh("Kinh phí (đồng)", 15, TIEN), lambda task: task.so_tien),
    (CotTinh("Nguồn kinh phí", 14), lambda task: task.nguon_nguyen_van),
)


def _plan_tasks(ke_hoach: KeHoach) -> TrangTinh:
    """List all tasks by group, of the annex and of the body, as printed and as read (1 query)."""
    tasks = NhiemVu.objects.filter(ke_hoach=ke_hoach).select_related("nhom_nhiem_vu").in_order()
    return TrangTinh(
        ten="Nhiệm vụ",
        tieu_de="CÁC NHIỆM VỤ CỦA KẾ HOẠCH",
        chu_thich=_about(ke_hoach),
        cac_cot=tuple(column for column, _ in TASK_COLUMNS),
        cac_dong=tuple(_task_rows(tasks)),
        khi_trong="Kế hoạch không có nhiệm vụ.",
    )


def _task_rows(tasks: Iterable[NhiemVu]) -> Iterator[DongTinh]:
    group_id: int | None = None
    for task in tasks:
        group = task.nhom_nhiem_vu
        if group and group.pk != group_id:
            group_id = group.pk
            yield group_row(group.ma, group.ten, len(TASK_COLUMNS), place=2)
        yield DongTinh(tuple(read(task) for _, read in TASK_COLUMNS))


MONEY_COLUMNS = (
    MA,
    CotTinh("TT", 7, MA_SO),
    CotTinh("Nội dung", 50),
    CotTinh("Đơn vị tính", 10, MA_SO),
    CotTinh("Số lượng", 10, MA_SO),
    CotTinh("Đơn giá (đồng)", 18, TIEN),
    CotTinh("Thành tiền in (đồng)", 20, TIEN),
    CotTinh("Thành tiền tính lại (đồng)", 20, TIEN),
    CotTinh("Nguồn kinh phí", 26),
    CotTinh("Ghi chú", 26),
)


def _plan_money(ke_hoach: KeHoach) -> TrangTinh:
    """List the budget rows, else the tasks with money: printed beside computed (6 queries)."""
    page = money_page(ke_hoach)
    rows = [_money_row(row) for row in page.cac_dong]
    if rows:
        words = f"Bằng chữ: {page.bang_chu}" if page.bang_chu else ""
        total = ("", "", "Tổng cộng", "", "", None, page.so_in, page.tong.theo_dong_tinh, "", words)
        rows.append(DongTinh(total, KieuDongTinh.TONG))
    return TrangTinh(
        ten="Kinh phí",
        tieu_de="KINH PHÍ CỦA KẾ HOẠCH",
        chu_thich=_about(ke_hoach),
        cac_cot=MONEY_COLUMNS,
        cac_dong=tuple(rows),
        khi_trong="Kế hoạch không ghi số tiền cho từng mục.",
    )


def _money_row(row: DongBang) -> DongTinh:
    place, line = row.noi, row.noi.dong
    return DongTinh(
        (
            place.ma,
            place.so_in,
            place.noi_dung,
            line.don_vi_tinh if line else "",
            line.so_luong_nguyen_van if line else "",
            line.don_gia if line else None,
            place.thanh_tien_in,
            row.thanh_tien_tinh,
            place.nguon,
            line.ghi_chu if line else "",
        ),
        KieuDongTinh.THUONG if row.is_leaf else KieuDongTinh.NHOM,
    )
