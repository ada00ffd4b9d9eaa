"""Snapshots of a report as plain data, built without a database."""

from collections.abc import Sequence
from typing import Any

from baocao.trang_thai import TrangThaiPhieu
from chitieu.danh_gia import KetQuaDanhGia
from nhiemvu.trang_thai import TrangThai, count_matrix

Snapshot = dict[str, Any]


def don_vi(*ten: str) -> list[Snapshot]:
    return [{"ma": name, "ten": name, "phieu": 1} for name in ten]


def cac_don_vi(
    nhan: Sequence[str] = (), muon: Sequence[str] = (), thieu: Sequence[str] = ()
) -> Snapshot:
    """Give the units: accepted (``muon`` of them late) and missing."""
    return {
        "phai_bao_cao": len(nhan) + len(thieu),
        "da_tiep_nhan": don_vi(*nhan),
        "gui_muon": don_vi(*muon),
        "thieu": [
            row | {"trang_thai": str(TrangThaiPhieu.DANG_NHAP), "nhan": "đang nhập"}
            for row in don_vi(*thieu)
        ],
    }


def chi_tieu(ket_qua: KetQuaDanhGia, ten: str = "Hộ có cáp quang", **more: Any) -> Snapshot:
    values = {
        "ma": "1", "ten": ten, "la_tieu_de": False, "don_vi_tinh": "%", "muc": "≥ 75%.",
        "nam_muc": 2026, "gia_tri": "70,63", "ty_le": "94,1", "nhan_xet": "", "ghi_chu": "",
        "chu_tri": "Thôn 1", "ket_qua_ky": "",
        "ket_qua": str(ket_qua), "nhan_ket_qua": ket_qua.label,
    }  # fmt: skip
    return values | more


def cac_chi_tieu(*rows: Snapshot) -> Snapshot:
    results = [row["ket_qua"] for row in rows]
    return {
        "tong_so": len(rows),
        "theo_ket_qua": {str(result): results.count(str(result)) for result in KetQuaDanhGia},
        "cac_dong": list(rows),
    }


def noi(don_vi: str, loi: str) -> Snapshot:
    """Give what one unit said."""
    return {"ma": don_vi, "don_vi": don_vi, "loi": loi, "nguon": 1}


def nhiem_vu(trang_thai: TrangThai, ma: str = "1", **more: Any) -> Snapshot:
    values = {
        "ma": ma, "ten": f"Việc {ma}", "nhom": "", "chu_tri": "Công an xã", "phoi_hop": "",
        "thoi_han": "Năm 2026", "trang_thai": str(trang_thai), "nhan_trang_thai": trang_thai.label,
        "phan_tram": None, "da_lam": 0, "tong_so": 1, "ket_qua": [], "kho_khan": [],
    }  # fmt: skip
    return values | more


def cac_nhiem_vu(*rows: Snapshot, tre: dict[str, list[str]] | None = None) -> Snapshot:
    """Give the tasks; ``tre`` names the overdue ones of each late unit."""
    matrix = count_matrix(TrangThai(row["trang_thai"]) for row in rows)
    names = (
        "hoan_thanh_dung_han", "hoan_thanh_qua_han", "chua_hoan_thanh_trong_han",
        "chua_hoan_thanh_qua_han",
    )  # fmt: skip
    late = [
        {"ma": ten, "ten": ten, "so_nhiem_vu": len(tasks), "cac_nhiem_vu": tasks}
        for ten, tasks in (tre or {}).items()
    ]
    return {
        "tong_so": len(rows),
        "ma_tran": {name: getattr(matrix, name) for name in names},
        "qua_han_theo_don_vi": late,
        "cac_dong": list(rows),
    }


def so_lieu(**parts: Any) -> Snapshot:
    """Give a whole snapshot, empty but for the parts named."""
    return {
        "la_uoc": False,
        "tu_ngay": "2026-09-15",
        "den_ngay": "2026-10-14",
        "don_vi": cac_don_vi(),
        "chi_tieu": cac_chi_tieu(),
        "nhiem_vu": cac_nhiem_vu(),
        "kinh_phi": {"du_toan": None, "phan_bo": 0, "giai_ngan": 0, "quyet_toan": 0},
        "y_kien": {"chi_dao": [], "kho_khan": [], "nguyen_nhan": [], "de_xuat": []}
        | parts.pop("y_kien", {}),
    } | parts
