"""Marks what was read of an annex against what it says: right, flagged, or wrong and unflagged."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any

from nhapxuat.ket_qua_nhap import KetQuaNhap
from nhapxuat.van_de import MucDo
from tests.nhapxuat.mau_phu_luc import BangMau


def squeeze(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return " ".join(unicodedata.normalize("NFC", value).split())


def as_cells(result: KetQuaNhap, loai: str) -> list[tuple[str, int, dict[str, Any]]]:
    """Give code, row and cells of every row read, with the keys the samples use."""
    rows: list[tuple[str, int, dict[str, Any]]] = []
    for one in getattr(result, loai):
        told = one.as_dict()
        cells = {key: told[key] for key in told if key not in {"ma", "dong", "muc"}}
        for key in ("chu_tri", "phoi_hop"):
            if key in cells:
                cells[key] = [unit["ma"] for unit in cells[key]]
        if "thoi_han" in cells:
            han = cells["thoi_han"]
            cells["đọc hạn"] = (han["loai"], han["tu"], han["den"])
            cells["thoi_han"] = han["nguyen_van"]
        if loai != "chi_tieu":
            cells["phần nguồn"] = one.phan_nguon
        for nam, muc in told.get("muc", {}).items():
            cells[f"muc {nam}"] = muc["nguyen_van"]
            value = None if muc["gia_tri"] is None else str(muc["gia_tri"])
            cells[f"đọc {nam}"] = (muc["so_sanh"], value)
        rows.append((one.ma, one.so_dong, cells))
    return rows


def mark(result: KetQuaNhap, bang: BangMau) -> tuple[Counter[str], list[str]]:
    """Count cells right, flagged and wrong; wrong ones are told."""
    counts: Counter[str] = Counter(right=0, flagged=0, wrong=0)
    wrong: list[str] = []
    read = {ma: (row, cells) for ma, row, cells in as_cells(result, bang.loai)}
    for ma, expected in bang.mong_doi.items():
        row, cells = read.pop(ma, (0, {}))
        for key, value in expected.items():
            found = cells.get(key, "")
            if key == "_o":
                continue
            if squeeze(found) == squeeze(value):
                counts["right"] += 1
            elif row and _is_flagged(result, row, expected["_o"].get(key.split()[-1], "")):
                counts["flagged"] += 1
            else:
                counts["wrong"] += 1
                wrong.append(f"{bang.loai} {ma} {key}: {value!r} -> {found!r}")
    for ma, (row, _) in read.items():
        counts["wrong"] += 1
        wrong.append(f"{bang.loai}: dòng thừa {ma} (dòng {row})")
    return counts, wrong


def _is_flagged(result: KetQuaNhap, row: int, words: str) -> bool:
    """Tell whether a person is told to look at this row, or at this very cell."""
    whole = re.compile(rf"dòng {row}$")
    cell = re.compile(rf"(?:ô [A-Z]+{row}|dòng {row}, cột \d+)$")
    return any(
        (whole.search(one.o_dau) and one.muc_do is not MucDo.THONG_TIN)
        or (cell.search(one.o_dau) and squeeze(one.gia_tri) == squeeze(words))
        for one in result.van_de
    )


def mark_facts(
    result: KetQuaNhap, loai: str, facts: Mapping[str, Mapping[str, Any]]
) -> tuple[Counter[str], list[str]]:
    """Count cells against facts written by hand; "?" is a cell that must be flagged."""
    counts: Counter[str] = Counter(right=0, flagged=0, wrong=0)
    wrong: list[str] = []
    read = {ma: (row, cells) for ma, row, cells in as_cells(result, loai)}
    for ma, expected in facts.items():
        row, cells = read.pop(ma, (0, {}))
        for key, value in expected.items():
            found = cells.get(key, "" if row else None)
            if squeeze(found) == squeeze(value):
                counts["right"] += 1
            elif row and _is_row_flagged(result, row):
                counts["flagged"] += 1
            else:
                counts["wrong"] += 1
                wrong.append(f"{loai} {ma} {key}: {value!r} -> {found!r}")
    for ma, (row, _) in read.items():
        counts["wrong"] += 1
        wrong.append(f"{loai}: dòng thừa {ma} (dòng {row})")
    return counts, wrong


def _is_row_flagged(result: KetQuaNhap, row: int) -> bool:
    place = re.compile(rf"(?:dòng {row}(?:, cột \d+)?|ô [A-Z]+{row})$")
    return any(
        place.search(one.o_dau) for one in result.van_de if one.muc_do is not MucDo.THONG_TIN
    )
