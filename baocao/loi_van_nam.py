"""What only a year's report says: every indicator judged one by one, and the year to come.

Pure.
"""

from typing import Any

from baocao.loi_noi import listed, one_line
from baocao.loi_van_ky import count_of_results, figure_in_words

Snapshot = dict[str, Any]
RECURRING = "thuong_xuyen"
DONE = ("hoan_thanh_dung_han", "hoan_thanh_qua_han")


def each_indicator(so_lieu: Snapshot) -> str:
    """Judge every indicator in a line of its own, group headings between them."""
    chi_tieu = so_lieu["chi_tieu"]
    if not chi_tieu["tong_so"]:
        return "Kế hoạch không đặt chỉ tiêu."
    lines = [count_of_results(so_lieu)]
    for row in chi_tieu["cac_dong"]:
        name = f"{row['ma']}. {one_line(row['ten'])}"
        lines.append(f"{name}:" if row["la_tieu_de"] else f"- {name}: {_judged(row, so_lieu)}.")
    return "\n".join([*lines, "Chi tiết tại Phụ lục I."])


def _judged(row: Snapshot, so_lieu: Snapshot) -> str:
    level = row["muc"].strip().rstrip(".;")
    asked = f"mức phải đạt năm {row['nam_muc']}: {level}" if level else "kế hoạch không giao mức"
    figure = figure_in_words(row, so_lieu) if row["gia_tri"] else one_line(row["nhan_xet"])
    return "; ".join(
        filter(None, [figure, asked, f"đánh giá: {row['nhan_ket_qua'] or 'chưa có số liệu'}"])
    )


def next_year(so_lieu: Snapshot) -> str:
    """Prepare the year to come: levels to reach, tasks carried over, tasks that go on."""
    label = so_lieu.get("nhan_ky_sau") or "năm sau"
    return "\n".join([*_levels(so_lieu), *_carried_over(so_lieu, label)])


def _levels(so_lieu: Snapshot) -> list[str]:
    rows = [row for row in so_lieu["chi_tieu"]["cac_dong"] if row.get("muc_nam_sau")]
    if not rows:
        return ["Kế hoạch không đặt mức chỉ tiêu cho các năm sau."]
    lines = [
        f"{one_line(row['ten'])}: {row['muc_nam_sau'].strip().rstrip('.;')} (mốc năm "
        f"{row['nam_sau']})"
        for row in rows
    ]
    return [f"Phấn đấu {len(rows)} chỉ tiêu theo các mốc tiếp theo của kế hoạch:", *listed(lines)]


def _carried_over(so_lieu: Snapshot, label: str) -> list[str]:
    rows = so_lieu["nhiem_vu"]["cac_dong"]
    going_on = [row for row in rows if row["trang_thai"] == RECURRING]
    left = [row for row in rows if row["trang_thai"] not in (*DONE, RECURRING)]
    lines = []
    if left:
        named = [f"{one_line(row['ten'])} ({row['nhan_trang_thai']})" for row in left]
        heading = f"Chuyển tiếp sang {label} {len(left)} nhiệm vụ chưa hoàn thành:"
        lines += [heading, *listed(named)]
    if going_on:
        lines.append(f"Tiếp tục thực hiện {len(going_on)} nhiệm vụ thường xuyên theo kế hoạch.")
    return lines or ["Không có nhiệm vụ chuyển tiếp."]
