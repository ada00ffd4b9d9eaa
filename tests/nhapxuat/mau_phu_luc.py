"""What the annexes of the five sample plans say: rows to write, and rows to read back."""

import json
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from donvi.nhan_dien import BangTenGoi, LoaiTenGoi, build_bang, load_ten_goi, read_cell
from kinhphi.so_tien import DonViTien
from nhapxuat.ket_qua_nhap import BoiCanh, number_in_json

FIXTURES = Path(__file__).parents[2] / "fixtures"
DU_LIEU = Path(__file__).parents[1] / "du_lieu"
CAC_KE_HOACH = ("vu-quang-2026", "ky-lac-2026", "son-hong-2027", "ky-lac-2025", "tinh-khe-2025")


@dataclass
class DongMau:
    """A row of an annex: its kind ("nhom", "dong" or "tong") and its words by column."""

    kieu: str
    o: dict[str, str]


@dataclass
class BangMau:
    """An annex: its kind, title, rows to write, and rows expected back, by code."""

    loai: str
    dau_de: str
    cac_dong: list[DongMau]
    mong_doi: dict[str, dict[str, Any]]
    cac_nam: list[str] = field(default_factory=list)
    don_vi_tien: DonViTien | None = None


@cache
def load_plan(ma: str) -> dict[str, Any]:
    return json.loads((FIXTURES / f"{ma}.json").read_text(encoding="utf-8"))


@cache
def directory() -> BangTenGoi:
    table = json.loads((FIXTURES / "ten_don_vi.json").read_text(encoding="utf-8"))
    return build_bang(load_ten_goi(table))


def units(text: str) -> list[str | None]:
    """Give the codes a cell is expected to yield, by the grammar that has tests of its own."""
    named = {LoaiTenGoi.DON_VI, LoaiTenGoi.NHOM}
    return [one.ma if one.loai in named else None for one in read_cell(text, directory())]


@cache
def _known_levels() -> dict[str, tuple[str | None, str | None]]:
    rows = json.loads((DU_LIEU / "muc_chi_tieu.json").read_text(encoding="utf-8"))
    told = ((row["nguyen_van"], row["mong_doi"]) for row in rows)
    return {text: (facts.get("so_sanh"), _plain(facts.get("gia_tri"))) for text, facts in told}


def _plain(value: str | None) -> str | None:
    return None if value is None else str(number_in_json(Decimal(value)))


@cache
def _known_deadlines(nam: int) -> dict[str, tuple[str, str | None, str | None]]:
    plans = json.loads((DU_LIEU / "thoi_han.json").read_text(encoding="utf-8"))["ke_hoach"]
    cells = (cell for plan in plans if plan["nam_dau"] == nam for cell in plan["cac_o"])
    return {o["nguyen_van"]: (o["loai"], o["tu"], o["den"]) for o in cells}


def _level_facts(levels: dict[str, str]) -> dict[str, Any]:
    """Give comparison and value of the levels that are known by hand."""
    known = _known_levels()
    return {f"đọc {nam}": known[text] for nam, text in levels.items() if text in known}


def context(ma: str) -> BoiCanh:
    plan = load_plan(ma)["ke_hoach"]
    return BoiCanh(
        read_units=lambda text: read_cell(text, directory(), ten_xa=plan["ten_xa"]),
        nam_bat_dau=plan["nam_bat_dau"],
        nam_ket_thuc=plan["nam_ket_thuc"],
        cac_moc=tuple(plan["cac_moc"]),
    )


def annexes(ma: str) -> list[BangMau]:
    """Give the annexes of a plan, as far as it has them."""
    plan = load_plan(ma)
    found = [_indicators(plan), _tasks(plan), _budget(plan)]
    return [bang for bang in found if bang is not None]


def _indicators(plan: dict[str, Any]) -> BangMau | None:
    years = [str(nam) for nam in plan["ke_hoach"]["cac_moc"]]
    rows: list[DongMau] = []
    expected: dict[str, dict[str, Any]] = {}
    group, lead = "", ""
    for one in plan["chi_tieu"]:
        if one["nhom"] != group:
            group = one["nhom"]
            rows.append(DongMau("nhom", _split_group(group)))
        lead = lead if one["ke_thua_chu_tri"] else one["chu_tri_nguyen_van"]
        levels = {muc["moc"]: muc["nguyen_van"] for muc in one["muc"]}
        cells = {"tt": one["ma"], "ten": one["ten"], "chu_tri": lead, "dvt": ""}
        rows.append(DongMau("dong", cells | levels))
        expected[one["ma"]] = {
            "ten": one["ten"], "nhom": group, "chu_tri": units(lead),
            **{f"muc {nam}": levels.get(nam, "") for nam in years},
            **_level_facts(levels), "_o": cells | levels,
        }  # fmt: skip
    return BangMau("chi_tieu", "CÁC CHỈ TIÊU CHỦ YẾU", rows, expected, years)


def _split_group(text: str) -> dict[str, str]:
    head, mark, rest = text.partition(") ")
    if mark and len(head) == 1:
        return {"tt": head, "ten": rest}
    head, mark, rest = text.partition(". ")
    if mark and head.replace(".", "").isdecimal():
        return {"tt": head, "ten": rest}
    return {"tt": "", "ten": text}


def _tasks(plan: dict[str, Any]) -> BangMau | None:
    annexed = [one for one in plan["nhiem_vu"] if one["loai"] == "phu_luc"]
    names = {one["ma"]: one["ten"] for one in plan["nhom_nhiem_vu"]}
    if not annexed:
        return None
    rows: list[DongMau] = []
    expected: dict[str, dict[str, Any]] = {}
    group = None
    for one in annexed:
        if one["ma_nhom"] != group:
            group = one["ma_nhom"]
            rows.append(DongMau("nhom", {"tt": group, "ten": names[group]}))
        cells = {
            "tt": one["ma"], "ten": one["ten"], "chu_tri": one["chu_tri_nguyen_van"],
            "phoi_hop": one["phoi_hop_nguyen_van"], "thoi_han": one["thoi_han_nguyen_van"],
            "san_pham": one["san_pham"], "kinh_phi": one["kinh_phi_nguyen_van"],
            "nguon": one["nguon_nguyen_van"],
        }  # fmt: skip
        rows.append(DongMau("dong", cells))
        expected[one["ma"]] = {
            "ten": one["ten"], "nhom": one["ma_nhom"] or "", "chu_tri": units(cells["chu_tri"]),
            "phoi_hop": units(cells["phoi_hop"]), "thoi_han": cells["thoi_han"],
            "san_pham": cells["san_pham"], "kinh_phi": one["so_tien"], "nguon": cells["nguon"],
            "_o": cells,
        }  # fmt: skip
        known = _known_deadlines(plan["ke_hoach"]["nam_bat_dau"])
        if cells["thoi_han"] in known:
            expected[one["ma"]]["đọc hạn"] = known[cells["thoi_han"]]
    unit = DonViTien(plan["ke_hoach"]["don_vi_tien"])
    return BangMau("nhiem_vu", "DANH MỤC NHIỆM VỤ TRỌNG TÂM", rows, expected, [], unit)


def _budget(plan: dict[str, Any]) -> BangMau | None:
    lines = plan["kinh_phi"]
    if not any(line["ma_cha"] for line in lines):
        return None  # a copy of the amounts of the tasks, not a table of its own
    rows: list[DongMau] = []
    expected: dict[str, dict[str, Any]] = {}
    for one in lines:
        cells = {
            "tt": one["so_in"], "ten": one["noi_dung"], "dvt": one["don_vi_tinh"],
            "so_luong": one["so_luong_nguyen_van"], "don_gia": one["don_gia_nguyen_van"],
            "thanh_tien": one["thanh_tien_nguyen_van"], "ghi_chu": one["ghi_chu"],
        }  # fmt: skip
        rows.append(DongMau("dong" if one["cap"] == "dong" else "muc", cells))
        expected[one["ma"]] = {
            "noi_dung": one["noi_dung"], "don_vi_tinh": one["don_vi_tinh"],
            "so_luong": one["so_luong"], "don_gia": one["don_gia"], "cap": one["cap"],
            "thanh_tien": one["thanh_tien_in"], "ghi_chu": one["ghi_chu"],
            "_o": cells,
        }  # fmt: skip
    total = plan["ke_hoach"]["tong_kinh_phi_in"]
    rows.append(DongMau("tong", {"ten": "Tổng cộng", "thanh_tien": total}))
    return BangMau("kinh_phi", "DỰ TOÁN KINH PHÍ THỰC HIỆN", rows, expected, [], DonViTien.DONG)
