"""Writes annexes as workbooks from plain values, and reads them back as the same values."""

import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kinhphi.so_tien import DonViTien
from nhapxuat.doc_tep import read_tables
from nhapxuat.hieu_bang import understand
from nhapxuat.ket_qua_nhap import BoiCanh, KetQuaNhap
from nhapxuat.kinh_phi_xuat import KinhPhiXuat, TongXuat, budget_sheet
from nhapxuat.phu_luc_xuat import (
    ChiTieuXuat,
    DauPhuLuc,
    NhiemVuXuat,
    indicator_sheet,
    task_sheet,
)
from nhapxuat.trang_xuat import TrangXuat
from nhapxuat.ve_so import draw_workbook
from tests.nhapxuat.mau_phu_luc import context, load_plan

DAU = DauPhuLuc(
    "ỦY BAN NHÂN DÂN XÃ VŨ QUANG",
    "PHỤ LỤC I. DANH MỤC",
    "Chuyển đổi số năm 2026 trên địa bàn xã",
    "Kèm theo Kế hoạch số 12/KH-UBND ngày 05 tháng 01 năm 2026 của UBND xã Vũ Quang",
)


def write(*sheets: TrangXuat) -> bytes:
    return draw_workbook(sheets, tieu_de="Phụ lục", tac_gia="UBND xã Vũ Quang")


def read(content: bytes, boi_canh: BoiCanh | None = None) -> KetQuaNhap:
    tables = read_tables(io.BytesIO(content), "phu-luc.xlsx")
    return understand(tables, boi_canh or context("vu-quang-2026"))


def told(result: KetQuaNhap, *, also_facts: bool = False) -> list[str]:
    """Give what a person is told, facts only where asked for."""
    return [
        f"{one.o_dau}: {one.thong_bao}"
        for one in result.van_de
        if also_facts or one.muc_do.value != "thong_tin"
    ]


# -- rows as written, of what was read -----------------------------------------------------------


def indicators_of(result: KetQuaNhap) -> list[ChiTieuXuat]:
    return [
        ChiTieuXuat(
            one.ma,
            one.ten,
            one.nhom,
            one.don_vi_tinh,
            {nam: muc.nguyen_van for nam, muc in one.cac_muc.items()},
            one.chu_tri_nguyen_van,
        )
        for one in result.chi_tieu
    ]


def tasks_of(result: KetQuaNhap) -> list[NhiemVuXuat]:
    return [
        NhiemVuXuat(
            one.ma,
            one.ten,
            one.nhom,
            one.ten_nhom,
            one.chu_tri_nguyen_van,
            one.phoi_hop_nguyen_van,
            one.thoi_han.nguyen_van,
            one.san_pham,
            one.kinh_phi_nguyen_van,
            one.kinh_phi,
            one.nguon_von,
        )
        for one in result.nhiem_vu
    ]


def budget_of(result: KetQuaNhap) -> list[KinhPhiXuat]:
    return [
        KinhPhiXuat(
            one.ma,
            one.noi_dung,
            one.ma_cha,
            one.so_in,
            one.don_vi_tinh,
            "",
            one.so_luong,
            one.don_gia,
            one.thanh_tien,
            one.nguon_von,
            one.ghi_chu,
        )
        for one in result.kinh_phi
    ]


# -- the sample plans ----------------------------------------------------------------------------


def plan_rows(ma: str) -> tuple[list[ChiTieuXuat], list[NhiemVuXuat], list[KinhPhiXuat]]:
    """Give the rows of a sample plan's annexes as they are to be written."""
    plan = load_plan(ma)
    return _indicators(plan), _tasks(plan), _lines(plan)


def plan_sheets(ma: str) -> list[TrangXuat]:
    plan = load_plan(ma)["ke_hoach"]
    indicators, tasks, lines = plan_rows(ma)
    unit = DonViTien(plan["don_vi_tien"])
    total = plan["tong_kinh_phi_in"].replace(".", "")
    printed = TongXuat(int(total) if total else None, plan["tong_bang_chu"])
    sheets = [
        indicator_sheet(DAU, indicators, plan["cac_moc"]),
        task_sheet(DAU, tasks, plan["bo_cot_nhiem_vu"] or "vu_quang_5", unit),
        budget_sheet(DAU, lines, printed, unit),
    ]
    return [sheet for sheet in sheets if sheet.cac_dong]


def _indicators(plan: dict[str, Any]) -> list[ChiTieuXuat]:
    rows: list[ChiTieuXuat] = []
    for one in plan["chi_tieu"]:
        levels = {int(muc["moc"]): muc["nguyen_van"] for muc in one["muc"]}
        lead = rows[-1].chu_tri if one["ke_thua_chu_tri"] else one["chu_tri_nguyen_van"]
        rows.append(
            ChiTieuXuat(one["ma"], one["ten"], one["nhom"], one["don_vi_tinh"], levels, lead)
        )
    return rows


def _tasks(plan: dict[str, Any]) -> list[NhiemVuXuat]:
    names = {one["ma"]: one["ten"] for one in plan["nhom_nhiem_vu"]}
    return [
        NhiemVuXuat(
            one["ma"],
            one["ten"],
            one["ma_nhom"] or "",
            names.get(one["ma_nhom"], ""),
            one["chu_tri_nguyen_van"],
            one["phoi_hop_nguyen_van"],
            one["thoi_han_nguyen_van"],
            one["san_pham"],
            one["kinh_phi_nguyen_van"],
            one["so_tien"],
            one["nguon_nguyen_van"],
        )
        for one in plan["nhiem_vu"]
        if one["loai"] == "phu_luc"
    ]


def _lines(plan: dict[str, Any]) -> list[KinhPhiXuat]:
    sources = {one["ma"]: one["ten"] for one in plan["nguon_von"]}
    return [
        KinhPhiXuat(
            one["ma"],
            one["noi_dung"],
            one["ma_cha"],
            one["so_in"],
            one["don_vi_tinh"],
            one["so_luong_nguyen_van"],
            None if one["so_luong"] is None else Decimal(str(one["so_luong"])),
            one["don_gia"],
            one["thanh_tien_in"],
            sources.get(one["ma_nguon_von"], ""),
            one["ghi_chu"],
        )
        for one in plan["kinh_phi"]
    ]


def without_words(rows: Sequence[KinhPhiXuat]) -> list[KinhPhiXuat]:
    """Leave out the words of quantities, which what was read does not keep."""
    return [replace(row, so_luong_in="") for row in rows]
