"""Where the numbers of a section come from: each count and quote with links to its rows.

Pure: a snapshot in, a list out; the page turns kinds and ids into addresses. Made from the frozen
snapshot, so that a report still leads back to what it was signed on.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baocao.de_cuong import NguonViet
from baocao.loi_noi import one_line
from donvi.lua_chon import LuaChon
from donvi.tieng_viet import format_so
from kehoach.ky_bao_cao import parse_ky

Snapshot = dict[str, Any]
SHOWN = 60  # letters of a quote


class LoaiNguon(LuaChon):
    """What a link leads to."""

    PHIEU = "phieu", "phiếu báo cáo"
    NHIEM_VU = "nhiem_vu", "nhiệm vụ"
    CHI_TIEU = "chi_tieu", "chỉ tiêu"
    KINH_PHI = "kinh_phi", "khoản kinh phí"


@dataclass(frozen=True)
class DongNguon:
    """One source row: what it is, its id (None: no page of its own), how it is called."""

    loai: LoaiNguon
    ma_dong: int | None
    ten: str


@dataclass(frozen=True)
class MucNguon:
    """One number or quote of a section, with the rows it stands on."""

    ten: str
    gia_tri: str
    cac_dong: tuple[DongNguon, ...]


def sources_of(so_lieu: Snapshot, nguon_viet: NguonViet | None) -> list[MucNguon]:
    """List the numbers and quotes of a section with their rows; none for own words."""
    if nguon_viet is None:
        return []
    return [muc for part in PARTS[nguon_viet] for muc in part(so_lieu)]


def _units(so_lieu: Snapshot) -> list[MucNguon]:
    units = so_lieu["don_vi"]
    told = (
        ("Đơn vị có báo cáo được tiếp nhận", units["da_tiep_nhan"]),
        ("Gửi muộn", units["gui_muon"]),
        ("Chưa có báo cáo được tiếp nhận", units["thieu"]),
        ("Phiếu của kỳ ngắn hơn chưa được tiếp nhận", units["ky_con"]["thieu"]),
    )
    return [
        MucNguon(
            ten,
            str(len(rows)),
            tuple(DongNguon(LoaiNguon.PHIEU, row["phieu"], row["ten"]) for row in rows),
        )
        for ten, rows in told
        if rows
    ]


def _indicators(so_lieu: Snapshot) -> list[MucNguon]:
    found = []
    for row in so_lieu["chi_tieu"]["cac_dong"]:
        if row["la_tieu_de"]:
            continue
        value = row["gia_tri"] or one_line(row["nhan_xet"])[:SHOWN] or "chưa có số liệu"
        page = DongNguon(LoaiNguon.CHI_TIEU, row["id"], f"Chỉ tiêu {row['ma']}")
        forms = (
            DongNguon(LoaiNguon.PHIEU, form["phieu"], f"Số liệu {_period(form['ky'])}")
            for form in row["nguon_phieu"]
        )
        found.append(MucNguon(f"{row['ma']}. {one_line(row['ten'])}", value, (page, *forms)))
    return found


def _results(so_lieu: Snapshot) -> list[MucNguon]:
    """Give the indicators behind each counted result."""
    rows = [row for row in so_lieu["chi_tieu"]["cac_dong"] if row["ket_qua"]]
    return [
        MucNguon(
            f"Chỉ tiêu {label}",
            str(len(named)),
            tuple(DongNguon(LoaiNguon.CHI_TIEU, r["id"], f"Chỉ tiêu {r['ma']}") for r in named),
        )
        for label in dict.fromkeys(row["nhan_ket_qua"] for row in rows)
        if (named := [row for row in rows if row["nhan_ket_qua"] == label])
    ]


def _task(row: Snapshot) -> DongNguon:
    return DongNguon(LoaiNguon.NHIEM_VU, row["id"], f"Nhiệm vụ {row['ma']}")


def _counted(rows: Iterable[Snapshot], label: Callable[[Snapshot], str]) -> list[MucNguon]:
    groups: dict[str, list[DongNguon]] = {}
    for row in rows:
        groups.setdefault(label(row), []).append(_task(row))
    return [MucNguon(ten, str(len(named)), tuple(named)) for ten, named in groups.items()]


def _states(so_lieu: Snapshot) -> list[MucNguon]:
    rows = so_lieu["nhiem_vu"]["cac_dong"]
    finished = set(so_lieu["nhiem_vu"]["hoan_thanh_trong_ky"] or ())
    new = [row for row in rows if row["ma"] in finished]
    return [
        *_counted(rows, lambda row: f"Nhiệm vụ {row['nhan_trang_thai']}"),
        *_counted(new, lambda row: "Nhiệm vụ hoàn thành thêm trong kỳ"),
        *_compared_tasks(so_lieu),
    ]


def _compared_tasks(so_lieu: Snapshot) -> list[MucNguon]:
    """Give the tasks that were finished, and late, as of each period compared with."""
    by_code = {row["ma"]: row for row in so_lieu["nhiem_vu"]["cac_dong"]}
    return [
        MucNguon(
            f"{words} tính đến {_day(other['den_ngay'])} ({other['nhan']})",
            str(len(other["nhiem_vu"][name])),
            tuple(_task(by_code[ma]) for ma in other["nhiem_vu"][name] if ma in by_code),
        )
        for other in so_lieu["so_sanh"].values()
        if other["nhiem_vu"]
        for name, words in (("da_hoan_thanh", "Đã hoàn thành"), ("dang_qua_han", "Quá hạn"))
    ]


def _open(so_lieu: Snapshot) -> list[MucNguon]:
    done = ("hoan_thanh_dung_han", "hoan_thanh_qua_han")
    rows = [r for r in so_lieu["nhiem_vu"]["cac_dong"] if r["trang_thai"] not in done]
    return _counted(rows, lambda row: f"Nhiệm vụ {row['nhan_trang_thai']}")


def _late(so_lieu: Snapshot) -> list[MucNguon]:
    by_code = {row["ma"]: row for row in so_lieu["nhiem_vu"]["cac_dong"]}
    return [
        MucNguon(
            f"Quá hạn, {unit['ten']} chủ trì",
            str(unit["so_nhiem_vu"]),
            tuple(_task(by_code[ma]) for ma in unit["cac_nhiem_vu"] if ma in by_code),
        )
        for unit in so_lieu["nhiem_vu"]["qua_han_theo_don_vi"]
    ]


def _quoted(said: Sequence[Snapshot]) -> list[MucNguon]:
    """Give each quote with the form it stands in and the task it speaks of."""
    found = []
    for row in said:
        words = one_line(row["loi"])
        text = words if len(words) <= SHOWN else f"{words[:SHOWN].rstrip()}…"
        told = _period(row["ky"]) if row.get("ky") else "kỳ báo cáo"
        rows = [DongNguon(LoaiNguon.PHIEU, row.get("phieu"), f"Phiếu {told}")]
        if row.get("nhiem_vu"):
            rows.append(DongNguon(LoaiNguon.NHIEM_VU, row["nhiem_vu"], "Nhiệm vụ"))
        found.append(MucNguon(row["don_vi"], f"“{text}”", tuple(rows)))
    return found


def _results_told(so_lieu: Snapshot) -> list[MucNguon]:
    """Give the forms behind what units did, by task: there are many, and each is quoted by name."""
    found = []
    for row in so_lieu["nhiem_vu"]["cac_dong"]:
        forms = (
            DongNguon(LoaiNguon.PHIEU, said.get("phieu"), said["don_vi"]) for said in row["ket_qua"]
        )
        if row["ket_qua"]:
            told = f"{len(row['ket_qua'])} nội dung"
            found.append(MucNguon(f"Kết quả nhiệm vụ {row['ma']}", told, (_task(row), *forms)))
    return found


def _opinions(*names: str) -> Callable[[Snapshot], list[MucNguon]]:
    return lambda so_lieu: [m for name in names for m in _quoted(so_lieu["y_kien"][name])]


MONEY = {"phan_bo": "Đã phân bổ", "giai_ngan": "Đã giải ngân", "quyet_toan": "Đã quyết toán"}


def _money(so_lieu: Snapshot) -> list[MucNguon]:
    money = so_lieu["kinh_phi"]
    return [
        MucNguon(
            ten,
            f"{format_so(money[loai])} đồng",
            tuple(
                DongNguon(LoaiNguon.KINH_PHI, row["id"], _movement(row))
                for row in money["nguon"]
                if row["loai"] == loai
            ),
        )
        for loai, ten in MONEY.items()
        if money[loai]
    ]


def _movement(row: Snapshot) -> str:
    number = f", chứng từ {row['so_chung_tu']}" if row["so_chung_tu"] else ""
    return f"{format_so(row['so_tien'])} đồng ngày {_day(row['ngay'])}{number}"


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def _period(ma: str) -> str:
    return parse_ky(ma).label


_N = NguonViet
Part = Callable[[Snapshot], list[MucNguon]]
PARTS: Mapping[NguonViet, tuple[Part, ...]] = {
    _N.CHI_DAO: (_units, _opinions("chi_dao")),
    _N.CHI_TIEU: (_results, _indicators),
    _N.TUNG_CHI_TIEU: (_results, _indicators),
    _N.NHIEM_VU: (_states, _results_told),
    _N.KINH_PHI: (_money,),
    _N.TON_TAI: (_late, _opinions("kho_khan", "nguyen_nhan")),
    _N.CHAM_TIEN_DO: (_late, _opinions("kho_khan", "nguyen_nhan", "de_xuat")),
    _N.PHUONG_HUONG: (_open,),
    _N.NAM_SAU: (_open, _indicators),
    _N.DE_XUAT: (_opinions("de_xuat"),),
}
