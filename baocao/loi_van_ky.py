"""What was reached in the period, in words: indicators, tasks, money, beside earlier periods.

Pure. A comparison with a period nothing was told in is left out.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from baocao.loi_noi import compare, compare_texts, one_line, quotes, share_of, with_unit
from donvi.tieng_viet import format_so

Snapshot = dict[str, Any]
RESULTS_QUOTED = 12  # what units did; all else they said is quoted in full


def indicators(so_lieu: Snapshot) -> str:
    """Count the indicators by result, and name those reached and those behind."""
    chi_tieu = so_lieu["chi_tieu"]
    if not chi_tieu["tong_so"]:
        return "Kế hoạch không đặt chỉ tiêu."
    sentences = [count_of_results(so_lieu)]
    for words, results in (
        ("Các chỉ tiêu đạt và vượt", ("vuot", "dat")),
        ("Các chỉ tiêu chưa đạt", ("chua_dat", "khong_dat")),
    ):
        named = [
            _indicator(row, so_lieu) for row in chi_tieu["cac_dong"] if row["ket_qua"] in results
        ]
        if named:
            sentences.append(f"{words}: {'; '.join(named)}.")
    return "\n".join([*sentences, "Chi tiết tại Phụ lục I."])


def count_of_results(so_lieu: Snapshot) -> str:
    """Count the indicators by result; the numbers add up to their total."""
    chi_tieu = so_lieu["chi_tieu"]
    results = chi_tieu["theo_ket_qua"]
    reached = results["vuot"] + results["dat"]
    parts = [
        f"{reached} chỉ tiêu đạt và vượt (trong đó vượt {results['vuot']})",
        f"{results['trong_lo_trinh']} chỉ tiêu đang trong lộ trình thực hiện",
        f"{results['chua_dat'] + results['khong_dat']} chỉ tiêu chưa đạt",
        f"{results['chua_co_so_lieu']} chỉ tiêu chưa có số liệu",
    ]
    if results["can_nhan_xet"]:
        parts.append(f"{results['can_nhan_xet']} chỉ tiêu cần nhận xét bằng lời")
    counted = (
        f"Kế hoạch có {chi_tieu['tong_so']} chỉ tiêu. Đến thời điểm chốt số liệu: "
        f"{', '.join(parts)}."
    )

    def changed(other: Snapshot) -> str:
        words = compare(Decimal(reached), Decimal(other["dat_va_vuot"]), "chỉ tiêu")
        return f"số chỉ tiêu đạt và vượt {words}"

    return " ".join([counted, *_compared(so_lieu, "chi_tieu", changed)])


def figure_in_words(row: Snapshot, so_lieu: Snapshot) -> str:
    """Write the figure of an indicator: of the period and since the year began, and its change."""
    unit, verb = row["don_vi_tinh"], "ước đạt " if so_lieu["la_uoc"] else ""
    now, is_sum = row["gia_tri"], row.get("cach_cong_don") == "cong_don"
    if is_sum and row.get("ket_qua_ky") and row["ket_qua_ky"] != now:
        words = (
            f"trong kỳ {verb}{with_unit(row['ket_qua_ky'], unit)}, lũy kế từ đầu năm "
            f"{verb}{with_unit(now, unit)}"
        )
    else:
        words = f"{verb}{with_unit(now, unit)}"
    compared = row.get("ket_qua_ky", "") if is_sum else now
    changes = [
        f"{change} so với {label}"
        for name, label in beside(so_lieu)
        if (change := compare_texts(compared, row.get(name, ""), unit))
    ]
    return ", ".join([words, *changes])


def _indicator(row: Snapshot, so_lieu: Snapshot) -> str:
    level = f"mức phải đạt năm {row['nam_muc']}: {row['muc'].strip().rstrip('.;')}"
    return f"{one_line(row['ten'])} {figure_in_words(row, so_lieu)} ({level})"


def beside(so_lieu: Snapshot) -> Iterator[tuple[str, str]]:
    """Name the periods the report is compared with: where they stand, and in words."""
    for name, other in so_lieu.get("so_sanh", {}).items():
        yield name, f"cùng kỳ ({other['nhan']})" if name == "cung_ky" else other["nhan"]


def _compared(so_lieu: Snapshot, part: str, words: Callable[[Snapshot], str]) -> list[str]:
    """Write one sentence per period the part can be compared with."""
    return [
        f"So với {label}: {words(so_lieu['so_sanh'][name][part])}."
        for name, label in beside(so_lieu)
        if so_lieu["so_sanh"][name].get(part)
    ]


def tasks(so_lieu: Snapshot) -> str:
    """Count the tasks, compare, and quote what units did."""
    nhiem_vu = so_lieu["nhiem_vu"]
    if not nhiem_vu["tong_so"]:
        return "Kế hoạch không giao nhiệm vụ."
    said = quotes(
        [said for row in nhiem_vu["cac_dong"] for said in row["ket_qua"]], so_lieu.get("ky", "")
    )
    left = len(said) - RESULTS_QUOTED
    more = [f"Còn {left} nội dung khác theo phiếu báo cáo của các đơn vị."] if left > 0 else []
    counts = " ".join(
        [_count_of_tasks(so_lieu), *_compared(so_lieu, "nhiem_vu", _changed(so_lieu))]
    )
    return "\n".join([counts, *said[:RESULTS_QUOTED], *more, "Chi tiết tại Phụ lục II."])


def _count_of_tasks(so_lieu: Snapshot) -> str:
    nhiem_vu = so_lieu["nhiem_vu"]
    matrix = nhiem_vu["ma_tran"]
    counts = (
        f"Tổng số {nhiem_vu['tong_so']} nhiệm vụ. Đã hoàn thành {_done(matrix)} nhiệm vụ (đúng hạn "
        f"{matrix['hoan_thanh_dung_han']}, quá hạn {matrix['hoan_thanh_qua_han']}); chưa hoàn "
        f"thành {nhiem_vu['tong_so'] - _done(matrix)} nhiệm vụ (trong hạn "
        f"{matrix['chua_hoan_thanh_trong_han']}, quá hạn {matrix['chua_hoan_thanh_qua_han']})."
    )
    finished = nhiem_vu.get("hoan_thanh_trong_ky")
    if finished:
        counts += f" Trong kỳ hoàn thành thêm {len(finished)} nhiệm vụ (số {', '.join(finished)})."
    return counts


def _done(matrix: Snapshot) -> int:
    return int(matrix["hoan_thanh_dung_han"] + matrix["hoan_thanh_qua_han"])


def _changed(so_lieu: Snapshot) -> Callable[[Snapshot], str]:
    matrix = so_lieu["nhiem_vu"]["ma_tran"]

    def words(other: Snapshot) -> str:
        done = compare(Decimal(_done(matrix)), Decimal(_done(other)), "nhiệm vụ")
        late = compare(
            Decimal(matrix["chua_hoan_thanh_qua_han"]),
            Decimal(other["chua_hoan_thanh_qua_han"]),
            "nhiệm vụ",
        )
        return f"số nhiệm vụ đã hoàn thành {done}; số nhiệm vụ chưa hoàn thành, quá hạn {late}"

    return words


def money(so_lieu: Snapshot) -> str:
    """Write estimate, allocation, disbursement and settlement; the period's own beside them."""
    kinh_phi = so_lieu["kinh_phi"]
    estimate, allocated = kinh_phi["du_toan"], kinh_phi["phan_bo"]
    spent, settled = kinh_phi["giai_ngan"], kinh_phi["quyet_toan"]
    if estimate is None and not (allocated or spent or settled):
        return "Kế hoạch không ghi số tiền cụ thể; kinh phí bố trí lồng ghép theo phân cấp."
    planned = (
        "Kế hoạch không ghi tổng kinh phí"
        if estimate is None
        else f"Tổng kinh phí theo kế hoạch {format_so(estimate)} đồng"
    )
    share = f", đạt {share_of(spent, allocated)}% số đã phân bổ" if allocated else ""
    total = (
        f"{planned}; đã phân bổ {format_so(allocated)} đồng; đã giải ngân {format_so(spent)} "
        f"đồng{share}; đã quyết toán {format_so(settled)} đồng."
    )
    return " ".join([total, *_moved(so_lieu)])


def _moved(so_lieu: Snapshot) -> list[str]:
    """Write what was disbursed in the period and since the year began, beside other periods."""
    kinh_phi = so_lieu["kinh_phi"]
    now, this_year = kinh_phi.get("trong_ky"), kinh_phi.get("tu_dau_nam")
    if not now or not this_year or not this_year["giai_ngan"]:
        return []

    def changed(other: Snapshot) -> str:
        words = compare(Decimal(now["giai_ngan"]), Decimal(other["giai_ngan"]), "đồng")
        return f"số giải ngân trong kỳ {words}"

    moved = (
        f"Trong kỳ giải ngân {format_so(now['giai_ngan'])} đồng; lũy kế từ đầu năm giải ngân "
        f"{format_so(this_year['giai_ngan'])} đồng."
    )
    return [moved, *_compared(so_lieu, "kinh_phi", changed)]
