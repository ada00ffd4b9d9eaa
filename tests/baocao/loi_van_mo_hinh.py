"""The sentences and tables a report must hold, written out from the figures of the model.

Beside ``mo_hinh_bao_cao``; nothing of the portal is used. A whole section is compared with what
stands here, so that no sentence and no number of it goes unchecked.
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.baocao.mo_hinh_ky import label

Dong = dict[str, Any]
STATES = {
    "hoan_thanh_dung_han": "hoàn thành đúng hạn", "hoan_thanh_qua_han": "hoàn thành quá hạn",
    "dang_thuc_hien_trong_han": "đang thực hiện trong hạn",
    "dang_thuc_hien_qua_han": "đang thực hiện quá hạn", "chua_thuc_hien": "chưa thực hiện",
    "chua_den_han_bat_dau": "chưa đến hạn bắt đầu", "thuong_xuyen": "thường xuyên",
    "khong_co_han": "không có hạn", "tam_dung": "tạm dừng",
}  # fmt: skip
RESULTS = {
    "vuot": "vượt", "dat": "đạt", "trong_lo_trinh": "đang trong lộ trình", "chua_dat": "chưa đạt",
    "khong_dat": "không đạt", "chua_co_so_lieu": "chưa có số liệu", "can_nhan_xet": "cần nhận xét",
}  # fmt: skip


def so(value: Decimal | int | None) -> str:
    """Write a number with at most two decimals; empty where there is none."""
    if value is None:
        return ""
    text = f"{Decimal(value).quantize(Decimal('0.01'), ROUND_HALF_UP):,.2f}"
    return text.rstrip("0").rstrip(".").replace(",", " ").replace(".", ",").replace(" ", ".")


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def flat(words: str) -> str:
    """Write the lines of a cell in one."""
    lines = [line.strip() for line in words.splitlines()]
    lines = [line[2:].lstrip() if line[:2] in ("- ", "+ ", "• ", "* ") else line for line in lines]
    return "; ".join(line.rstrip(".;,: ") for line in lines if line.rstrip(".;,: "))


def change(now: Decimal | int, before: Decimal | int, unit: str) -> str:
    gap = Decimal(now) - Decimal(before)
    if gap == 0:
        return "không thay đổi"
    word = f"{'tăng' if gap > 0 else 'giảm'} {so(abs(gap))}"
    if unit[:1] == "%":
        return f"{word} điểm phần trăm"
    share = f" ({so(abs(gap) * 100 / Decimal(before))}%)" if before > 0 else ""
    return f"{word} {unit}{share}"


def measured(value: Decimal, unit: str) -> str:
    return so(value) + ("%" if unit == "%" else f" {unit}" if unit else "")


def beside(facts: Dong) -> list[tuple[str, str, Dong]]:
    return [
        (name, f"cùng kỳ ({other['nhan']})" if name == "cung_ky" else other["nhan"], other)
        for name, other in facts["so_sanh"].items()
    ]


def quotes(facts: Dong, said: Sequence[Dong]) -> list[str]:
    """Quote each wording once, with all who said it, and of which other period they spoke."""
    by_words: dict[str, dict[str, list[str]]] = {}
    for row in said:
        periods = by_words.setdefault(flat(row["loi"]), {}).setdefault(row["don_vi"], [])
        if row["ky"] != facts["ky"]:
            told = label(row["ky"]).removesuffix(f" năm {facts['nam']}")
            periods += [told] if told not in periods else []
    lines = []
    for words, who in by_words.items():
        names = [f"{name}, {' và '.join(told)}" if told else name for name, told in who.items()]
        join = "; " if any(who.values()) else ", "
        lines.append(f"- {words} ({join.join(names)}).")
    return lines


def items(lines: Sequence[str]) -> list[str]:
    return [f"- {line}{'.' if n == len(lines) else ';'}" for n, line in enumerate(lines, 1)]


# --- sections -------------------------------------------------------------------------------------


def leading(facts: Dong) -> list[str]:
    units = facts["don_vi"]
    told, owed = units["ky_con"]
    first = []
    if units["phai"]:
        first.append(f"Trong kỳ có {len(units['nhan'])}/{units['phai']} đơn vị gửi báo cáo và "
                     "được tiếp nhận.")  # fmt: skip
        first += [f"Gửi muộn: {', '.join(units['muon'])}."] if units["muon"] else []
        missing = ", ".join(units["thieu"])
        first += [f"Chưa có báo cáo được tiếp nhận: {missing}."] if missing else []
    if owed:
        first.append(f"Số liệu tổng hợp từ {told}/{owed} phiếu đã tiếp nhận của các kỳ ngắn hơn "
                     "trong khoảng thời gian báo cáo.")  # fmt: skip
    if units["ky_con_thieu"]:
        named = [f"{ky}: {', '.join(names)}" for ky, names in units["ky_con_thieu"].items()]
        first.append(f"Còn thiếu phiếu {'; '.join(named)}.")
    if not first:
        first.append("Trong kỳ không có đơn vị nào phải gửi báo cáo.")
    if facts["uoc"]:
        first.append("Số liệu chốt trước ngày cuối kỳ; phần còn lại của kỳ là số ước thực hiện.")
    return [" ".join(first), *quotes(facts, units["chung"])]


def counted_indicators(facts: Dong) -> str:
    rows = [row for row in facts["chi_tieu"] if not row["la_tieu_de"]]
    n = {name: sum(row["ket_qua"] == name for row in rows) for name in RESULTS}
    good = n["vuot"] + n["dat"]
    words = (
        f"Kế hoạch có {len(rows)} chỉ tiêu. Đến thời điểm chốt số liệu: {good} chỉ tiêu đạt và vượt"
        f" (trong đó vượt {n['vuot']}), {n['trong_lo_trinh']} chỉ tiêu đang trong lộ trình thực "
        f"hiện, {n['chua_dat'] + n['khong_dat']} chỉ tiêu chưa đạt, {n['chua_co_so_lieu']} chỉ tiêu"
        " chưa có số liệu"
    )
    words += f", {n['can_nhan_xet']} chỉ tiêu cần nhận xét bằng lời." if n["can_nhan_xet"] else "."
    for _, told, other in beside(facts):
        if other["chi_tieu"] is not None:
            gap = change(good, other["chi_tieu"], "chỉ tiêu")
            words += f" So với {told}: số chỉ tiêu đạt và vượt {gap}."
    return words


def figure(row: Dong, facts: Dong) -> str:
    about, unit = "ước đạt " if facts["uoc"] else "", row["don_vi_tinh"]
    summed = row["cach"] == "cong_don"
    words = about + measured(row["gia_tri"], unit)
    own = row["trong_ky"]
    if summed and own is not None and so(own) != so(row["gia_tri"]):
        words = f"trong kỳ {about}{measured(own, unit)}, lũy kế từ đầu năm {words}"
    now = own if summed else row["gia_tri"]
    for name, told, _ in beside(facts):
        if now is not None and row[name] is not None:
            gap = change(rounded(now), rounded(row[name]), unit)
            words += f", {gap} so với {told}"
    return words


def bare(words: str) -> str:
    return words.strip().rstrip(".;")


def named_indicators(facts: Dong) -> list[str]:
    lines = [counted_indicators(facts)]
    for words, results in (("Các chỉ tiêu đạt và vượt", ("vuot", "dat")),
                           ("Các chỉ tiêu chưa đạt", ("chua_dat", "khong_dat"))):  # fmt: skip
        named = [
            f"{flat(row['ten'])} {figure(row, facts)} (mức phải đạt năm {row['muc_nay'][0]}: "
            f"{bare(row['muc_nay'][1])})"
            for row in facts["chi_tieu"]
            if row["ket_qua"] in results
        ]
        lines += [f"{words}: {'; '.join(named)}."] if named else []
    return [*lines, "Chi tiết tại Phụ lục I."]


def judged_indicators(facts: Dong) -> list[str]:
    lines = [counted_indicators(facts)]
    for row in facts["chi_tieu"]:
        name = f"{row['ma']}. {flat(row['ten'])}"
        if row["la_tieu_de"]:
            lines.append(f"{name}:")
            continue
        told = flat(row["nhan_xet"]) if row["gia_tri"] is None else figure(row, facts)
        level = row["muc_nay"]
        asked = f"mức phải đạt năm {level[0]}: {bare(level[1])}" if level else ""
        asked = asked or "kế hoạch không giao mức"
        parts = [told, asked, f"đánh giá: {RESULTS[row['ket_qua']]}"]
        lines.append(f"- {name}: {'; '.join(part for part in parts if part)}.")
    return [*lines, "Chi tiết tại Phụ lục I."]


def done_tasks(facts: Dong) -> list[str]:
    cells, rows = facts["nhiem_vu"]["o"], facts["nhiem_vu"]["cac_dong"]
    done = cells["dung_han"] + cells["muon"]
    words = (
        f"Tổng số {len(rows)} nhiệm vụ. Đã hoàn thành {done} nhiệm vụ (đúng hạn "
        f"{cells['dung_han']}, quá hạn {cells['muon']}); chưa hoàn thành {len(rows) - done} nhiệm "
        f"vụ (trong hạn {cells['trong_han']}, quá hạn {cells['qua_han']})."
    )
    new = facts["nhiem_vu"]["xong_them"]
    if new:
        words += f" Trong kỳ hoàn thành thêm {len(new)} nhiệm vụ (số {', '.join(new)})."
    for _, told, other in beside(facts):
        then = other["nhiem_vu"]
        if then:
            gap = change(done, then["dung_han"] + then["muon"], "nhiệm vụ")
            late = change(cells["qua_han"], then["qua_han"], "nhiệm vụ")
            words += (f" So với {told}: số nhiệm vụ đã hoàn thành {gap}; số nhiệm vụ chưa hoàn "
                      f"thành, quá hạn {late}.")  # fmt: skip
    said = quotes(facts, [quote for row in rows for quote in row["ket_qua"]])
    left = len(said) - 12
    more = [f"Còn {left} nội dung khác theo phiếu báo cáo của các đơn vị."] if left > 0 else []
    return [words, *said[:12], *more, "Chi tiết tại Phụ lục II."]


def money(facts: Dong) -> list[str]:
    sums = facts["kinh_phi"]
    if sums["du_toan"] is None and not any(
        sums[kind] for kind in ("phan_bo", "giai_ngan", "quyet_toan")
    ):
        return ["Kế hoạch không ghi số tiền cụ thể; kinh phí bố trí lồng ghép theo phân cấp."]
    planned = "Kế hoạch không ghi tổng kinh phí"
    if sums["du_toan"] is not None:
        planned = f"Tổng kinh phí theo kế hoạch {so(sums['du_toan'])} đồng"
    share = ""
    if sums["phan_bo"]:
        percent = Decimal(sums["giai_ngan"]) * 100 / sums["phan_bo"]
        share = f", đạt {so(percent)}% số đã phân bổ"
    words = (
        f"{planned}; đã phân bổ {so(sums['phan_bo'])} đồng; đã giải ngân {so(sums['giai_ngan'])} "
        f"đồng{share}; đã quyết toán {so(sums['quyet_toan'])} đồng."
    )
    if sums["tu_dau_nam"]:
        words += (f" Trong kỳ giải ngân {so(sums['trong_ky'])} đồng; lũy kế từ đầu năm giải ngân "
                  f"{so(sums['tu_dau_nam'])} đồng.")  # fmt: skip
        for _, told, other in beside(facts):
            if other["giai_ngan"] is not None:
                gap = change(sums["trong_ky"], other["giai_ngan"], "đồng")
                words += f" So với {told}: số giải ngân trong kỳ {gap}."
    return [words]


def shortcomings(facts: Dong) -> list[str]:
    late = facts["nhiem_vu"]["tre"]
    lines = [f"{unit}: {len(ma)} nhiệm vụ quá hạn (số {', '.join(ma)})." for unit, ma in late]
    rows = facts["nhiem_vu"]["cac_dong"]
    left = [
        r["ma"] for r in rows if r["trang_thai"] == "dang_thuc_hien_qua_han" and not r["tong_so"]
    ]
    if left:
        lines.append(
            f"Chưa rõ đơn vị chủ trì: {len(left)} nhiệm vụ quá hạn (số {', '.join(left)})."
        )
    lines = lines or ["Không có nhiệm vụ quá hạn tại thời điểm chốt số liệu."]
    lines += quotes(facts, facts["noi"]["kho_khan"])
    causes = quotes(facts, facts["noi"]["nguyen_nhan"])
    return [*lines, *(["Nguyên nhân:", *causes] if causes else [])]


def proposals(facts: Dong) -> list[str]:
    return quotes(facts, facts["noi"]["de_xuat"])


def short_end(facts: Dong) -> list[str]:
    wishes = proposals(facts)
    return [*shortcomings(facts), *(["Đề xuất, kiến nghị:", *wishes] if wishes else [])]


def to_do(facts: Dong) -> list[str]:
    rows = facts["nhiem_vu"]["cac_dong"]
    late = [r for r in rows if r["trang_thai"] == "dang_thuc_hien_qua_han"]
    others = [r for r in rows if r["trang_thai"] == "dang_thuc_hien_trong_han"]
    others += [r for r in rows if r["trang_thai"] == "chua_thuc_hien"]
    until = facts["den_het_ky_sau"]
    due = [r for r in others if r["den"] and until and r["den"].isoformat() <= until]
    ordered = [*late, *due, *(r for r in others if r not in due)]
    if not ordered:
        return ["Tiếp tục duy trì các nhiệm vụ thường xuyên theo kế hoạch."]
    parts = [f"quá hạn {len(late)}"] * bool(late) + [f"đến hạn trong kỳ tới {len(due)}"] * bool(due)
    counts = f" (trong đó {', '.join(parts)})" if parts else ""
    start = f"Trọng tâm {facts['ky_sau']}: tập trung" if facts["ky_sau"] else "Tập trung"
    first = ", trước hết" if len(ordered) > 12 else ""
    named = [
        f"{flat(r['ten'])} ({flat(r['chu_tri']) or 'chưa rõ đơn vị chủ trì'}; thời hạn: "
        f"{flat(r['thoi_han']) or 'không ghi'})"
        for r in ordered[:12]
    ]
    head = f"{start} thực hiện {len(ordered)} nhiệm vụ chưa hoàn thành{counts}{first}:"
    return [head, *items(named)]


def next_year(facts: Dong) -> list[str]:
    levels = [row for row in facts["chi_tieu"] if row["muc_sau"]]
    lines = ["Kế hoạch không đặt mức chỉ tiêu cho các năm sau."]
    if levels:
        lines = [f"Phấn đấu {len(levels)} chỉ tiêu theo các mốc tiếp theo của kế hoạch:"]
        lines += items([
            f"{flat(row['ten'])}: {bare(row['muc_sau'][1])} (mốc năm {row['muc_sau'][0]})"
            for row in levels
        ])  # fmt: skip
    rows = facts["nhiem_vu"]["cac_dong"]
    done = ("hoan_thanh_dung_han", "hoan_thanh_qua_han", "thuong_xuyen")
    left = [row for row in rows if row["trang_thai"] not in done]
    going_on = sum(row["trang_thai"] == "thuong_xuyen" for row in rows)
    if left:
        lines.append(f"Chuyển tiếp sang {facts['ky_sau']} {len(left)} nhiệm vụ chưa hoàn thành:")
        lines += items([f"{flat(r['ten'])} ({STATES[r['trang_thai']]})" for r in left])
    if going_on:
        lines.append(f"Tiếp tục thực hiện {going_on} nhiệm vụ thường xuyên theo kế hoạch.")
    return lines if left or going_on else [*lines, "Không có nhiệm vụ chuyển tiếp."]


SECTIONS: dict[str, Callable[[Dong], list[str]]] = {
    "chi_dao": leading, "chi_tieu": named_indicators, "tung_chi_tieu": judged_indicators,
    "nhiem_vu": done_tasks, "kinh_phi": money, "ton_tai": shortcomings,
    "cham_tien_do": short_end, "phuong_huong": to_do, "nam_sau": next_year,
    "de_xuat": lambda facts: proposals(facts) or ["Không có đề xuất, kiến nghị."],
}  # fmt: skip


# --- tables ---------------------------------------------------------------------------------------


def indicator_table(facts: Dong) -> list[tuple[str, ...]]:
    """Write the rows of appendix I."""
    return [_indicator_row(row, facts) for row in facts["chi_tieu"] if not row["la_tieu_de"]]


def _indicator_row(row: Dong, facts: Dong) -> tuple[str, ...]:
    level, known = row["muc_nay"], row["gia_tri"] is not None
    notes = [flat(row["ghi_chu"]), "Số ước thực hiện" if facts["uoc"] and known else "",
             f"Mức năm {level[0]}" if level and level[1] else ""]  # fmt: skip
    return (
        row["ma"], row["ten"], row["don_vi_tinh"], level[1] if level else "", so(row["trong_ky"]),
        so(row["gia_tri"]) if known else flat(row["nhan_xet"]), so(row["ty_le"]),
        RESULTS[row["ket_qua"]], row["chu_tri_in"], ". ".join(note for note in notes if note),
    )  # fmt: skip


def task_table(facts: Dong) -> list[tuple[str, ...]]:
    """Write the rows of appendix II, every unit quoted."""
    return [_task_row(row) for row in facts["nhiem_vu"]["cac_dong"]]


def _task_row(row: Dong) -> tuple[str, ...]:
    parts = []
    if row["tong_so"] > 1:
        act = "thực hiện" if row["trang_thai"] == "thuong_xuyen" else "hoàn thành"
        parts.append(f"{row['da_lam']}/{row['tong_so']} đơn vị đã {act}.")
    parts += [f"Đạt {row['phan_tram']}%."] if row["phan_tram"] is not None else []
    parts += [f"{said['don_vi']}: {flat(said['loi'])}." for said in row["ket_qua"]]
    troubles = " ".join(f"{said['don_vi']}: {flat(said['loi'])}." for said in row["kho_khan"])
    late = f"Chậm {row['tre']} ngày" if row["tre"] else ""
    return (
        row["ma"], row["ten"], row["chu_tri"], row["phoi_hop"], row["thoi_han"],
        " ".join(parts) or "Chưa có báo cáo.", STATES[row["trang_thai"]], troubles, late,
    )  # fmt: skip
