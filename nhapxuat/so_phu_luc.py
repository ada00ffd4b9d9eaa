"""Annexes of a stored plan as a workbook (sổ phụ lục) a commune would send on.

It imports again unchanged: see ADR 0022. Tasks of the plan's body are no annex; they stand in a
last sheet for reading, which an import passes over.
"""

import re
from collections.abc import Collection

from django.db.models import Prefetch

from chitieu.models import ChiTieu
from chitieu.queries import with_levels
from donvi.tieng_viet import format_dong
from kehoach.models import DeMuc, KeHoach
from kinhphi.models import DongKinhPhi, PhanNguon
from kinhphi.so_tien import DonViTien
from nhapxuat.kinh_phi_xuat import KinhPhiXuat, TongXuat, budget_sheet
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.phu_luc_xuat import (
    ChiTieuXuat,
    DauPhuLuc,
    NhiemVuXuat,
    indicator_sheet,
    task_sheet,
)
from nhapxuat.than_van_ban import ViecThanVanBan, body_sheet
from nhapxuat.trang_xuat import TrangXuat
from nhapxuat.ve_so import draw_workbook
from nhiemvu.models import NhiemVu, PhanCong, VaiPhanCong

TAT_CA = frozenset(LoaiBang)
_TEN_PHU_LUC = {
    LoaiBang.CHI_TIEU: "DANH MỤC CHỈ TIÊU",
    LoaiBang.NHIEM_VU: "DANH MỤC NHIỆM VỤ",
    LoaiBang.KINH_PHI: "DỰ TOÁN KINH PHÍ",
}


def build_workbook(ke_hoach: KeHoach, parts: Collection[LoaiBang] = TAT_CA) -> bytes:
    """Write the annexes of a plan as .xlsx (10 queries for any number of rows).

    Annexes without rows are left out, unless all that were asked for are. Who asks for all of them
    gets the tasks of the body too.
    """
    titles = load_titles(ke_hoach)
    makers = {
        LoaiBang.CHI_TIEU: _indicators,
        LoaiBang.NHIEM_VU: _tasks,
        LoaiBang.KINH_PHI: _budget,
    }
    sheets = [make(ke_hoach, titles[kind]) for kind, make in makers.items() if kind in parts]
    if set(parts) >= TAT_CA:
        sheets.append(_body_tasks(ke_hoach))
    kept = [sheet for sheet in sheets if sheet.cac_dong] or sheets[:-1] or sheets
    return draw_workbook(
        kept, tieu_de=f"Phụ lục: {ke_hoach.trich_yeu}", tac_gia=str(issuer(ke_hoach))
    )


# -- title ---------------------------------------------------------------------------------------


def issuer(ke_hoach: KeHoach) -> str:
    """Name the issuing body on one line, as the head of the plan does."""
    return " ".join(ke_hoach.co_quan_ban_hanh.split())


def load_titles(ke_hoach: KeHoach) -> dict[LoaiBang, DauPhuLuc]:
    """Give the title block of each annex, named as the plan's own appendix is (1 query)."""
    headings = ke_hoach.cac_de_muc.filter(loai_de_muc=DeMuc.LoaiDeMuc.PHU_LUC)
    named = {row.noi_dung_kem: row for row in headings.order_by("-thu_tu", "-pk")}
    return {
        kind: DauPhuLuc(
            issuer(ke_hoach),
            _appendix_name(named.get(kind.value), _TEN_PHU_LUC[kind]),
            ke_hoach.trich_yeu,
            _goes_with(ke_hoach),
        )
        for kind in LoaiBang
    }


def _appendix_name(heading: DeMuc | None, usual: str) -> str:
    if heading is None:
        return usual
    return f"{heading.so_in.upper()}. {heading.tieu_de}" if heading.so_in else heading.tieu_de


def _goes_with(ke_hoach: KeHoach) -> str:
    """Say which plan the annex goes with; number and date stay blank until văn thư gives them."""
    day = ke_hoach.ngay_ban_hanh
    if day:
        when = f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"
    else:
        when = f"ngày …… {ke_hoach.thoi_gian_ky or 'tháng …… năm ……'}"
    number = ke_hoach.so_hieu or "……"
    return f"Kèm theo Kế hoạch số {number}/{ke_hoach.ky_hieu} {when} của {_who(ke_hoach)}"


def _who(ke_hoach: KeHoach) -> str:
    who = "UBND" if ke_hoach.chu_the == KeHoach.ChuThe.UBND else "Ban Chỉ đạo"
    return f"{who} {ke_hoach.xa}"


# -- rows ----------------------------------------------------------------------------------------


def milestones(ke_hoach: KeHoach) -> list[int]:
    """Give the years a table of indicators has columns for."""
    return sorted(ke_hoach.cac_moc) or [ke_hoach.nam_ket_thuc]


def _indicators(ke_hoach: KeHoach, dau: DauPhuLuc) -> TrangXuat:
    """Lay out the indicators (3 queries)."""
    rows = with_levels(ChiTieu.objects.filter(ke_hoach=ke_hoach).in_order())
    made = [_indicator(row) for row in rows.select_related("chi_tieu_cha")]
    years = {nam for row in made for nam in row.cac_muc or {}} | set(milestones(ke_hoach))
    return indicator_sheet(dau, made, sorted(years))


def _indicator(row: ChiTieu) -> ChiTieuXuat:
    parent = row.chi_tieu_cha.chu_tri_nguyen_van if row.chi_tieu_cha else ""
    units = "; ".join(str(lead.don_vi) for lead in row.cac_chu_tri.all())
    return ChiTieuXuat(
        row.ma,
        row.ten,
        row.nhom_chi_tieu,
        row.don_vi_tinh,
        {muc.nam: muc.nguyen_van for muc in row.cac_muc.all()},
        row.chu_tri_nguyen_van or parent or units,
    )


def _tasks(ke_hoach: KeHoach, dau: DauPhuLuc) -> TrangXuat:
    """Lay out the tasks of the annex (2 queries)."""
    parts = PhanCong.objects.select_related("don_vi", "thuoc_nhom").order_by("don_vi__thu_tu", "pk")
    rows = NhiemVu.objects.filter(ke_hoach=ke_hoach).annexed().in_order()
    rows = rows.select_related("nhom_nhiem_vu").prefetch_related(Prefetch("cac_phan_cong", parts))
    made = [_task(row) for row in rows]
    return task_sheet(dau, made, ke_hoach.bo_cot, DonViTien(ke_hoach.don_vi_tien))


def _task(row: NhiemVu) -> NhiemVuXuat:
    group = row.nhom_nhiem_vu
    return NhiemVuXuat(
        row.ma,
        row.ten,
        group.ma if group else "",
        group.ten if group else "",
        row.chu_tri_nguyen_van or _units(row, VaiPhanCong.CHU_TRI),
        row.phoi_hop_nguyen_van or _units(row, VaiPhanCong.PHOI_HOP),
        row.thoi_han_nguyen_van,
        row.san_pham,
        row.kinh_phi_nguyen_van,
        row.so_tien,
        row.nguon_nguyen_van,
    )


def _body_tasks(ke_hoach: KeHoach) -> TrangXuat:
    """Lay out the tasks that are in no annex, for reading (1 query)."""
    rows = NhiemVu.objects.filter(ke_hoach=ke_hoach).select_related("nhom_nhiem_vu").in_order()
    body = rows.exclude(loai_nhiem_vu=NhiemVu.LoaiNhiemVu.PHU_LUC)
    return body_sheet(
        ke_hoach.trich_yeu,
        [
            ViecThanVanBan(
                row.ma,
                row.get_loai_nhiem_vu_display(),
                row.nhom_nhiem_vu.ten if row.nhom_nhiem_vu else "",
                row.ten,
                row.chu_tri_nguyen_van,
                row.phoi_hop_nguyen_van,
                row.thoi_han_nguyen_van,
            )
            for row in body
        ],
    )


def _units(row: NhiemVu, vai: VaiPhanCong) -> str:
    """Name the units a task was given to where no words say it, a group once."""
    parts = [part for part in row.cac_phan_cong.all() if part.vai_phan_cong == vai]
    names = [str(part.thuoc_nhom or part.don_vi) for part in parts]
    return "; ".join(dict.fromkeys(names))


def _budget(ke_hoach: KeHoach, dau: DauPhuLuc) -> TrangXuat:
    """Lay out the budget tree (2 queries)."""
    lines = DongKinhPhi.objects.filter(ke_hoach=ke_hoach).in_order().select_related("dong_cha")
    parts = PhanNguon.objects.select_related("nguon_von").order_by("nguon_von__thu_tu", "pk")
    made = [_line(row) for row in lines.prefetch_related(Prefetch("cac_phan_nguon", parts))]
    total = TongXuat(ke_hoach.tong_kinh_phi_in, ke_hoach.tong_bang_chu)
    return budget_sheet(dau, made, total, DonViTien(ke_hoach.don_vi_tien))


def _line(row: DongKinhPhi) -> KinhPhiXuat:
    parts = [(part.nguon_von.ten, part.so_tien) for part in row.cac_phan_nguon.all()]
    told = [ten if so_tien is None else f"{ten}: {format_dong(so_tien)}" for ten, so_tien in parts]
    # A name with a sign that parts sources would come in again as two.
    plain = any(so_tien is not None and re.search("[;+:\n]", ten) for ten, so_tien in parts)
    return KinhPhiXuat(
        row.ma,
        row.noi_dung,
        row.dong_cha.ma if row.dong_cha else None,
        row.so_in,
        row.don_vi_tinh,
        row.so_luong_nguyen_van,
        row.so_luong,
        row.don_gia,
        row.thanh_tien_in,
        "; ".join(ten for ten, _ in parts) if plain else "; ".join(told),
        row.ghi_chu,
        "; ".join(told) if plain else "",
    )
