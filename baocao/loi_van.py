"""The narrative draft of a report, written from its snapshot in official Vietnamese.

Pure: a snapshot and an outline in, sections out. Each sentence stands on figures of the snapshot;
what units said is quoted with its source. The closing part follows Decree 09/2019, which wants
difficulties, causes and proposals named.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baocao.de_cuong import DAY_DU, MucDeCuong, NguonViet, number_sections
from baocao.loi_noi import listed, names_of, one_line, quotes
from baocao.loi_van_ky import indicators, money, tasks
from baocao.loi_van_nam import each_indicator, next_year

Snapshot = dict[str, Any]
TASKS_NAMED = 12
# Work still to be done, the most pressing first.
OVERDUE = "dang_thuc_hien_qua_han"
OPEN_STATES = (OVERDUE, "dang_thuc_hien_trong_han", "chua_thuc_hien")


@dataclass(frozen=True)
class PhanDuThao:
    """One drafted section: its code, title, words joined by line breaks, and printed number."""

    ma: str
    tieu_de: str
    noi_dung: str
    so_in: str = ""
    nguon_viet: str = ""


def draft_sections(so_lieu: Snapshot, de_cuong: Sequence[MucDeCuong] = DAY_DU) -> list[PhanDuThao]:
    """Write every section of the outline, in order; a section without material says so."""
    numbers = number_sections(muc.cap_do for muc in de_cuong)
    return [
        PhanDuThao(
            muc.ma,
            muc.tieu_de,
            WRITERS[muc.nguon_viet](so_lieu) if muc.nguon_viet else muc.loi_mau,
            so_in,
            str(muc.nguon_viet or ""),
        )
        for muc, so_in in zip(de_cuong, numbers, strict=True)
    ]


def _leading(so_lieu: Snapshot) -> str:
    sentences = _reporting(so_lieu["don_vi"])
    if so_lieu["la_uoc"]:
        sentences.append(
            "Số liệu chốt trước ngày cuối kỳ; phần còn lại của kỳ là số ước thực hiện."
        )
    said = quotes(so_lieu["y_kien"]["chi_dao"], so_lieu.get("ky", ""))
    return "\n".join([" ".join(sentences), *said])


def _reporting(units: Snapshot) -> list[str]:
    """Say how many units reported, and name those that were late or are missing."""
    shorter = _shorter_periods(units)
    if not units["phai_bao_cao"]:
        return shorter or ["Trong kỳ không có đơn vị nào phải gửi báo cáo."]
    sentences = [
        f"Trong kỳ có {len(units['da_tiep_nhan'])}/{units['phai_bao_cao']} đơn vị gửi báo cáo và "
        "được tiếp nhận."
    ]
    if units["gui_muon"]:
        sentences.append(f"Gửi muộn: {names_of(units['gui_muon'])}.")
    if units["thieu"]:
        sentences.append(f"Chưa có báo cáo được tiếp nhận: {names_of(units['thieu'])}.")
    return sentences + shorter


def _shorter_periods(units: Snapshot) -> list[str]:
    """Say how many forms of the shorter periods the figures stand on, and which are missing."""
    told = units.get("ky_con")
    if not told or not told["phai_nop"]:
        return []
    sentences = [
        f"Số liệu tổng hợp từ {told['da_tiep_nhan']}/{told['phai_nop']} phiếu đã tiếp nhận của các "
        "kỳ ngắn hơn trong khoảng thời gian báo cáo."
    ]
    by_period: dict[str, list[str]] = {}
    for row in told["thieu"]:
        by_period.setdefault(row["ky"], []).append(row["ten"])
    if by_period:
        missing = "; ".join(f"{ky}: {', '.join(names)}" for ky, names in by_period.items())
        sentences.append(f"Còn thiếu phiếu {missing}.")
    return sentences


def _shortcomings(so_lieu: Snapshot) -> str:
    """Name the late tasks by unit, then difficulties and their causes as units told them."""
    ky = so_lieu.get("ky", "")
    lines = _overdue(so_lieu["nhiem_vu"]) + quotes(so_lieu["y_kien"]["kho_khan"], ky)
    causes = quotes(so_lieu["y_kien"]["nguyen_nhan"], ky)
    return "\n".join([*lines, *(["Nguyên nhân:", *causes] if causes else [])])


def _late_and_wishes(so_lieu: Snapshot) -> str:
    """Write what a short report says of shortcomings, with the proposals below."""
    wishes = quotes(so_lieu["y_kien"]["de_xuat"], so_lieu.get("ky", ""))
    below = ["Đề xuất, kiến nghị:", *wishes] if wishes else []
    return "\n".join([_shortcomings(so_lieu), *below])


def _overdue(nhiem_vu: Snapshot) -> list[str]:
    """Name the overdue tasks by the units that are late, then those nobody was found to lead."""
    by_unit = nhiem_vu["qua_han_theo_don_vi"]
    lines = [
        f"{row['ten']}: {row['so_nhiem_vu']} nhiệm vụ quá hạn "
        f"(số {', '.join(row['cac_nhiem_vu'])})."
        for row in by_unit
    ]
    named = {ma for row in by_unit for ma in row["cac_nhiem_vu"]}
    left = [
        row["ma"]
        for row in nhiem_vu["cac_dong"]
        if row["trang_thai"] == OVERDUE and row["ma"] not in named
    ]
    if left:
        lines.append(
            f"Chưa rõ đơn vị chủ trì: {len(left)} nhiệm vụ quá hạn (số {', '.join(left)})."
        )
    return lines or ["Không có nhiệm vụ quá hạn tại thời điểm chốt số liệu."]


def _next_steps(so_lieu: Snapshot) -> str:
    """Name the work of the next period: overdue first, then what falls due in it, then the rest."""
    rows = so_lieu["nhiem_vu"]["cac_dong"]
    open_tasks = [row for state in OPEN_STATES for row in rows if row["trang_thai"] == state]
    if not open_tasks:
        return "Tiếp tục duy trì các nhiệm vụ thường xuyên theo kế hoạch."
    until = so_lieu.get("den_het_ky_sau", "")
    late = [row for row in open_tasks if row["trang_thai"] == OVERDUE]
    due = [row for row in open_tasks if row not in late and _is_due(row, until)]
    ordered = [*late, *due, *(row for row in open_tasks if row not in late and row not in due)]
    first = "" if len(ordered) <= TASKS_NAMED else ", trước hết"
    label = so_lieu.get("nhan_ky_sau", "")
    start = f"Trọng tâm {label}: tập trung" if label else "Tập trung"
    parts = [f"quá hạn {len(late)}"] if late else []
    parts += [f"đến hạn trong kỳ tới {len(due)}"] if due else []
    counts = f" (trong đó {', '.join(parts)})" if parts else ""
    heading = f"{start} thực hiện {len(ordered)} nhiệm vụ chưa hoàn thành{counts}{first}:"
    return "\n".join([heading, *listed([_open_task(row) for row in ordered[:TASKS_NAMED]])])


def _is_due(row: Snapshot, until: str) -> bool:
    last_day = row.get("han_hoan_thanh", "")
    return bool(until and last_day and last_day <= until)


def _open_task(row: Snapshot) -> str:
    who = one_line(row["chu_tri"]) or "chưa rõ đơn vị chủ trì"
    return f"{one_line(row['ten'])} ({who}; thời hạn: {one_line(row['thoi_han']) or 'không ghi'})"


def _proposals(so_lieu: Snapshot) -> str:
    wishes = quotes(so_lieu["y_kien"]["de_xuat"], so_lieu.get("ky", ""))
    return "\n".join(wishes) or "Không có đề xuất, kiến nghị."


WRITERS: Mapping[NguonViet, Callable[[Snapshot], str]] = {
    NguonViet.CHI_DAO: _leading,
    NguonViet.CHI_TIEU: indicators,
    NguonViet.TUNG_CHI_TIEU: each_indicator,
    NguonViet.NHIEM_VU: tasks,
    NguonViet.KINH_PHI: money,
    NguonViet.TON_TAI: _shortcomings,
    NguonViet.CHAM_TIEN_DO: _late_and_wishes,
    NguonViet.PHUONG_HUONG: _next_steps,
    NguonViet.NAM_SAU: next_year,
    NguonViet.DE_XUAT: _proposals,
}
