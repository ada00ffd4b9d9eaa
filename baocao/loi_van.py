"""The narrative draft of a report, written from its snapshot in official Vietnamese.

Pure: a snapshot in, sections out. Each sentence stands on figures of the snapshot; what units said
is quoted with its source. Outline: ``docs/kien-truc.md``; the closing part follows Decree 09/2019,
which wants difficulties, causes and proposals named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from donvi.tieng_viet import format_so

Snapshot = dict[str, Any]
QUOTES_PER_SECTION = 12


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
    units = so_lieu["don_vi"]
    sentences = [
        f"Trong kỳ có {len(units['da_tiep_nhan'])}/{units['phai_bao_cao']} đơn vị gửi báo cáo và "
        "được tiếp nhận."
    ]
    if units["gui_muon"]:
        sentences.append(f"Gửi muộn: {_names(units['gui_muon'])}.")
    if units["thieu"]:
        sentences.append(f"Chưa có báo cáo được tiếp nhận: {_names(units['thieu'])}.")
    if so_lieu["la_uoc"]:
        sentences.append(
            "Số liệu chốt trước ngày cuối kỳ; phần còn lại của kỳ là số ước thực hiện."
        )
    return "\n".join([" ".join(sentences), *_quotes(so_lieu["y_kien"]["chi_dao"])])


def _indicators(chi_tieu: Snapshot) -> str:
    results = chi_tieu["theo_ket_qua"]
    reached = results.get("vuot", 0) + results.get("dat", 0)
    sentences = [
        f"Kế hoạch có {chi_tieu['tong_so']} chỉ tiêu. Đến thời điểm chốt số liệu: {reached} chỉ "
        f"tiêu đạt và vượt (trong đó vượt {results.get('vuot', 0)}), "
        f"{results.get('trong_lo_trinh', 0)} chỉ tiêu đang trong lộ trình thực hiện, "
        f"{results.get('chua_dat', 0) + results.get('khong_dat', 0)} chỉ tiêu chưa đạt, "
        f"{results.get('chua_co_so_lieu', 0)} chỉ tiêu chưa có số liệu"
        + (
            f", {results['can_nhan_xet']} chỉ tiêu định tính cần nhận xét."
            if results.get("can_nhan_xet")
            else "."
        )
    ]
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


def _indicator(row: Snapshot) -> str:
    unit = row["don_vi_tinh"]
    figure = row["gia_tri"] + (unit if unit == "%" else f" {unit}" if unit else "")
    level = f"mức phải đạt năm {row['nam_muc']}: {_bare(row['muc'])}"
    return f"{_bare(row['ten'])} {figure} ({level})"


def _tasks(nhiem_vu: Snapshot) -> str:
    matrix, total = nhiem_vu["ma_tran"], nhiem_vu["tong_so"]
    done = matrix["hoan_thanh_dung_han"] + matrix["hoan_thanh_qua_han"]
    undone = matrix["chua_hoan_thanh_trong_han"] + matrix["chua_hoan_thanh_qua_han"]
    sentences = [
        f"Tổng số {total} nhiệm vụ. Đã hoàn thành {done} nhiệm vụ (đúng hạn "
        f"{matrix['hoan_thanh_dung_han']}, quá hạn {matrix['hoan_thanh_qua_han']}); chưa hoàn "
        f"thành {undone} nhiệm vụ (trong hạn {matrix['chua_hoan_thanh_trong_han']}, quá hạn "
        f"{matrix['chua_hoan_thanh_qua_han']})."
    ]
    quoted = [said for row in nhiem_vu["cac_dong"] for said in row["ket_qua"]]
    return "\n".join([*sentences, *_quotes(quoted), "Chi tiết tại Phụ lục II."])


def _money(kinh_phi: Snapshot) -> str:
    if kinh_phi["du_toan"] is None:
        return "Kế hoạch không ghi số tiền cụ thể; kinh phí bố trí lồng ghép theo phân cấp."
    estimate, spent = kinh_phi["du_toan"], kinh_phi["giai_ngan"]
    text = (
        f"Tổng kinh phí theo kế hoạch {format_so(estimate)} đồng; đã phân bổ "
        f"{format_so(kinh_phi['phan_bo'])} đồng; đã giải ngân {format_so(spent)} đồng"
    )
    if kinh_phi["phan_bo"]:
        text += f", đạt {_share(spent, kinh_phi['phan_bo'])}% số đã phân bổ"
    return text + f"; đã quyết toán {format_so(kinh_phi['quyet_toan'])} đồng."


def _share(part: int, whole: int) -> str:
    # Tenths of thousandths in whole numbers: rounded half up to two decimals, no binary fraction.
    hundredths = (part * 20000 + whole) // (2 * whole)
    units, rest = divmod(hundredths, 100)
    return f"{format_so(units)},{rest:02d}"


def _shortcomings(so_lieu: Snapshot) -> str:
    lines = [
        f"{row['ten']}: {row['so_nhiem_vu']} nhiệm vụ quá hạn "
        f"(số {', '.join(row['cac_nhiem_vu'])})."
        for row in so_lieu["nhiem_vu"]["qua_han_theo_don_vi"]
    ]
    if not lines:
        lines = ["Không có nhiệm vụ quá hạn tại thời điểm chốt số liệu."]
    lines += _quotes(so_lieu["y_kien"]["kho_khan"])
    causes = _quotes(so_lieu["y_kien"]["nguyen_nhan"])
    return "\n".join([*lines, *(["Nguyên nhân:", *causes] if causes else [])])


def _next_steps(so_lieu: Snapshot) -> str:
    open_tasks = [
        row
        for row in so_lieu["nhiem_vu"]["cac_dong"]
        if row["trang_thai"]
        in ("dang_thuc_hien_qua_han", "dang_thuc_hien_trong_han", "chua_thuc_hien")
    ]
    if not open_tasks:
        return "Tiếp tục duy trì các nhiệm vụ thường xuyên theo kế hoạch."
    lines = [f"Tập trung hoàn thành {len(open_tasks)} nhiệm vụ đang thực hiện, trước hết:"]
    lines += [
        f"- {_bare(row['ten'])} ({row['chu_tri']}; thời hạn: {row['thoi_han'] or 'không ghi'});"
        for row in open_tasks[:QUOTES_PER_SECTION]
    ]
    return "\n".join([*lines[:-1], lines[-1].rstrip(";") + "."])


def _proposals(y_kien: Snapshot) -> str:
    return "\n".join(_quotes(y_kien["de_xuat"])) or "Không có đề xuất, kiến nghị."


def _quotes(said: Sequence[Snapshot]) -> list[str]:
    """Quote units with their name, the same words once with all who said them."""
    by_words: dict[str, list[str]] = {}
    for row in said:
        names = by_words.setdefault(row["loi"].strip().rstrip("."), [])
        if row["don_vi"] not in names:
            names.append(row["don_vi"])
    lines = [f"- {words} ({', '.join(names)})." for words, names in by_words.items()]
    left = len(lines) - QUOTES_PER_SECTION
    if left <= 0:
        return lines
    return [*lines[:QUOTES_PER_SECTION], f"Còn {left} nội dung khác, chi tiết tại phụ lục."]


def _names(units: Sequence[Snapshot]) -> str:
    return ", ".join(unit["ten"] for unit in units)


def _bare(words: str) -> str:
    return words.strip().rstrip(".;")
