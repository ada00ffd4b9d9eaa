"""The narrative draft of a report, written from its snapshot in official Vietnamese.

Pure: a snapshot in, sections out. Each sentence stands on figures of the snapshot; what units said
is quoted with its source. Outline: ``docs/kien-truc.md``; the closing part follows Decree 09/2019,
which wants difficulties, causes and proposals named.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from donvi.tieng_viet import format_gon, format_so

Snapshot = dict[str, Any]
RESULTS_QUOTED = 12  # what units did; all else they said is quoted in full
TASKS_NAMED = 12
# Work still to be done, the most pressing first.
OPEN_STATES = ("dang_thuc_hien_qua_han", "dang_thuc_hien_trong_han", "chua_thuc_hien")
_LIST_MARK = re.compile(r"^[-+•*]\s+")


@dataclass(frozen=True)
class PhanDuThao:
    """One drafted section: its number, its title, its paragraphs joined by line breaks."""

    ma: str
    tieu_de: str
    noi_dung: str


def draft_sections(so_lieu: Snapshot) -> list[PhanDuThao]:
    """Write every section of the report, in order; a section without material says so."""
    return [
        PhanDuThao("I", "Công tác lãnh đạo, chỉ đạo, điều hành", _leading(so_lieu)),
        PhanDuThao("II.1", "Kết quả thực hiện các chỉ tiêu", _indicators(so_lieu["chi_tieu"])),
        PhanDuThao("II.2", "Kết quả thực hiện nhiệm vụ", _tasks(so_lieu["nhiem_vu"])),
        PhanDuThao("II.3", "Kinh phí thực hiện", _money(so_lieu["kinh_phi"])),
        PhanDuThao("III", "Tồn tại, hạn chế và nguyên nhân", _shortcomings(so_lieu)),
        PhanDuThao("IV", "Phương hướng, nhiệm vụ trọng tâm", _next_steps(so_lieu)),
        PhanDuThao("V", "Đề xuất, kiến nghị", _proposals(so_lieu["y_kien"])),
    ]


def _leading(so_lieu: Snapshot) -> str:
    sentences = _reporting(so_lieu["don_vi"])
    if so_lieu["la_uoc"]:
        sentences.append(
            "Số liệu chốt trước ngày cuối kỳ; phần còn lại của kỳ là số ước thực hiện."
        )
    return "\n".join([" ".join(sentences), *_quotes(so_lieu["y_kien"]["chi_dao"])])


def _reporting(units: Snapshot) -> list[str]:
    """Say how many units reported, and name those that were late or are missing."""
    if not units["phai_bao_cao"]:
        return ["Trong kỳ không có đơn vị nào phải gửi báo cáo."]
    sentences = [
        f"Trong kỳ có {len(units['da_tiep_nhan'])}/{units['phai_bao_cao']} đơn vị gửi báo cáo và "
        "được tiếp nhận."
    ]
    if units["gui_muon"]:
        sentences.append(f"Gửi muộn: {_names(units['gui_muon'])}.")
    if units["thieu"]:
        sentences.append(f"Chưa có báo cáo được tiếp nhận: {_names(units['thieu'])}.")
    return sentences


def _indicators(chi_tieu: Snapshot) -> str:
    if not chi_tieu["tong_so"]:
        return "Kế hoạch không đặt chỉ tiêu."
    sentences = [_count_of_results(chi_tieu)]
    best = [_indicator(row) for row in chi_tieu["cac_dong"] if row["ket_qua"] in ("vuot", "dat")]
    behind = [
        _indicator(row)
        for row in chi_tieu["cac_dong"]
        if row["ket_qua"] in ("chua_dat", "khong_dat")
    ]
    if best:
        sentences.append(f"Các chỉ tiêu đạt và vượt: {'; '.join(best)}.")
    if behind:
        sentences.append(f"Các chỉ tiêu chưa đạt: {'; '.join(behind)}.")
    return "\n".join([*sentences, "Chi tiết tại Phụ lục I."])


def _count_of_results(chi_tieu: Snapshot) -> str:
    """Count the indicators by result; the numbers add up to their total."""
    results = chi_tieu["theo_ket_qua"]
    parts = [
        f"{results['vuot'] + results['dat']} chỉ tiêu đạt và vượt (trong đó vượt "
        f"{results['vuot']})",
        f"{results['trong_lo_trinh']} chỉ tiêu đang trong lộ trình thực hiện",
        f"{results['chua_dat'] + results['khong_dat']} chỉ tiêu chưa đạt",
        f"{results['chua_co_so_lieu']} chỉ tiêu chưa có số liệu",
    ]
    if results["can_nhan_xet"]:
        parts.append(f"{results['can_nhan_xet']} chỉ tiêu cần nhận xét bằng lời")
    return (
        f"Kế hoạch có {chi_tieu['tong_so']} chỉ tiêu. Đến thời điểm chốt số liệu: "
        f"{', '.join(parts)}."
    )


def _indicator(row: Snapshot) -> str:
    unit = row["don_vi_tinh"]
    figure = row["gia_tri"] + (unit if unit == "%" else f" {unit}" if unit else "")
    level = f"mức phải đạt năm {row['nam_muc']}: {_bare(row['muc'])}"
    return f"{one_line(row['ten'])} {figure} ({level})"


def _tasks(nhiem_vu: Snapshot) -> str:
    matrix, total = nhiem_vu["ma_tran"], nhiem_vu["tong_so"]
    if not total:
        return "Kế hoạch không giao nhiệm vụ."
    done = matrix["hoan_thanh_dung_han"] + matrix["hoan_thanh_qua_han"]
    undone = matrix["chua_hoan_thanh_trong_han"] + matrix["chua_hoan_thanh_qua_han"]
    counts = (
        f"Tổng số {total} nhiệm vụ. Đã hoàn thành {done} nhiệm vụ (đúng hạn "
        f"{matrix['hoan_thanh_dung_han']}, quá hạn {matrix['hoan_thanh_qua_han']}); chưa hoàn "
        f"thành {undone} nhiệm vụ (trong hạn {matrix['chua_hoan_thanh_trong_han']}, quá hạn "
        f"{matrix['chua_hoan_thanh_qua_han']})."
    )
    quotes = _quotes([said for row in nhiem_vu["cac_dong"] for said in row["ket_qua"]])
    left = len(quotes) - RESULTS_QUOTED
    more = [f"Còn {left} nội dung khác theo phiếu báo cáo của các đơn vị."] if left > 0 else []
    return "\n".join([counts, *quotes[:RESULTS_QUOTED], *more, "Chi tiết tại Phụ lục II."])


def _money(kinh_phi: Snapshot) -> str:
    estimate, allocated = kinh_phi["du_toan"], kinh_phi["phan_bo"]
    spent, settled = kinh_phi["giai_ngan"], kinh_phi["quyet_toan"]
    if estimate is None and not (allocated or spent or settled):
        return "Kế hoạch không ghi số tiền cụ thể; kinh phí bố trí lồng ghép theo phân cấp."
    planned = (
        "Kế hoạch không ghi tổng kinh phí"
        if estimate is None
        else f"Tổng kinh phí theo kế hoạch {format_so(estimate)} đồng"
    )
    share = f", đạt {_share(spent, allocated)}% số đã phân bổ" if allocated else ""
    return (
        f"{planned}; đã phân bổ {format_so(allocated)} đồng; đã giải ngân {format_so(spent)} "
        f"đồng{share}; đã quyết toán {format_so(settled)} đồng."
    )


def _share(part: int, whole: int) -> str:
    """Write a share of whole đồng in percent, at most two decimals, rounded half up.

    >>> _share(279, 395), _share(1, 3), _share(2, 3), _share(5, 5)
    ('70,63', '33,33', '66,67', '100')
    """
    return format_gon(Decimal((part * 20000 + whole) // (2 * whole)) / 100)


def _shortcomings(so_lieu: Snapshot) -> str:
    lines = _overdue(so_lieu["nhiem_vu"])
    lines += _quotes(so_lieu["y_kien"]["kho_khan"])
    causes = _quotes(so_lieu["y_kien"]["nguyen_nhan"])
    return "\n".join([*lines, *(["Nguyên nhân:", *causes] if causes else [])])


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
        if row["trang_thai"] == OPEN_STATES[0] and row["ma"] not in named
    ]
    if left:
        lines.append(
            f"Chưa rõ đơn vị chủ trì: {len(left)} nhiệm vụ quá hạn (số {', '.join(left)})."
        )
    return lines or ["Không có nhiệm vụ quá hạn tại thời điểm chốt số liệu."]


def _next_steps(so_lieu: Snapshot) -> str:
    rows = so_lieu["nhiem_vu"]["cac_dong"]
    open_tasks = [row for state in OPEN_STATES for row in rows if row["trang_thai"] == state]
    if not open_tasks:
        return "Tiếp tục duy trì các nhiệm vụ thường xuyên theo kế hoạch."
    first = "" if len(open_tasks) <= TASKS_NAMED else ", trước hết"
    named = [f"- {_open_task(row)}" for row in open_tasks[:TASKS_NAMED]]
    heading = f"Tập trung thực hiện {len(open_tasks)} nhiệm vụ chưa hoàn thành{first}:"
    return "\n".join([heading, *(f"{line};" for line in named[:-1]), f"{named[-1]}."])


def _open_task(row: Snapshot) -> str:
    who = one_line(row["chu_tri"]) or "chưa rõ đơn vị chủ trì"
    return f"{one_line(row['ten'])} ({who}; thời hạn: {one_line(row['thoi_han']) or 'không ghi'})"


def _proposals(y_kien: Snapshot) -> str:
    return "\n".join(_quotes(y_kien["de_xuat"])) or "Không có đề xuất, kiến nghị."


def _quotes(said: Sequence[Snapshot]) -> list[str]:
    """Quote units with their name, the same words once with all who said them."""
    by_words: dict[str, list[str]] = {}
    for row in said:
        names = by_words.setdefault(one_line(row["loi"]), [])
        if row["don_vi"] not in names:
            names.append(row["don_vi"])
    return [f"- {words} ({', '.join(names)})." for words, names in by_words.items() if words]


def _names(units: Sequence[Snapshot]) -> str:
    return ", ".join(unit["ten"] for unit in units)


def _bare(words: str) -> str:
    return words.strip().rstrip(".;")


def one_line(text: str) -> str:
    """Join the lines of a text box into one, without list marks and end marks.

    >>> one_line("- Đã họp thôn;\\n- Đã phát 12 bài.\\n")
    'Đã họp thôn; Đã phát 12 bài'
    """
    lines = (_LIST_MARK.sub("", line.strip()).rstrip(".;,: ") for line in text.splitlines())
    return "; ".join(filter(None, lines))
