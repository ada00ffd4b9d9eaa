"""Checks on numbers typed by hand in a report: shares, parts of a whole, totals of the figures.

Pure. A finding is a warning beside the section, never a refusal: words can be right in ways no
program sees. What can't be read with certainty (dates, codes, ordinals) is left alone.

>>> [str(found) for found in check_numbers("Tiếp nhận 279/395 hồ sơ, đạt 71,63%.")]
['“279/395 hồ sơ, đạt 71,63%”: 279/395 là 70,63%.']
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from donvi.tieng_viet import format_gon, format_so, parse_so

Snapshot = dict[str, Any]


@dataclass(frozen=True)
class CanhBao:
    """One finding: the words as typed, and what is expected instead, in a sentence."""

    tim_thay: str
    mong_doi: str

    def __str__(self) -> str:
        return f"“{self.tim_thay}”: {self.mong_doi}"


@dataclass(frozen=True)
class ConSo:
    """One frozen figure: the words it is told with (``{so}`` stands for it) and its value."""

    cum_tu: str
    gia_tri: int


_N = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_NUMBER = re.compile(rf"(?<![\w/.,-])(?:{_N})(?![\w/-]|,\d)")
_RATIO = re.compile(
    rf"(?<![\w/.,-])({_N})\s*/\s*({_N})(?![\w/-])([^\d.;\n]{{0,60}}?)"
    rf"(?:\(|đạt(?: tỷ lệ)?|chiếm(?: tỷ lệ)?|tỷ lệ|bằng|tương đương|=)\s*({_N})\s*%"
)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
_ITEM_END = re.compile(r"[,;](?!\d)|\svà\s")
_IN_BRACKETS = re.compile(rf"(?<![\w/.,-])({_N})(\s+[^\d().;,:\n]{{1,60}}?)\s*\(([^()\n]+)\)")
_WHOLE = re.compile(
    rf"(?P<tong>[Tt]ổng (?:số|cộng)(?: là| có)? )?(?<![\w/.,-])(?P<so>{_N})"
    r"(?P<giua>[^\d().:;\n]{1,80}?)(?P<tu>trong đó|bao gồm|gồm|chia ra)\s*:?(?P<phan>.*)",
    re.DOTALL,
)
_BRACKETS = re.compile(r"\([^()]*\)")
# A number after one of these names something; it counts nothing.
_ORDINAL = frozenset(
    {
        "số", "thôn", "tổ", "xóm", "khối", "ngày", "tháng", "năm", "quý", "điều", "khoản", "mục",
        "mã", "kỳ", "lần", "cấp", "lục", "phường", "xã", "từ", "đến", "nghị",
    }
)  # fmt: skip


def check_numbers(text: str, figures: Sequence[ConSo] = ()) -> list[CanhBao]:
    """List what doesn't agree in a text, in the order of the checks; each finding once."""
    found = [*_check_ratios(text), *_check_brackets(text), *_check_parts(text)]
    found += [one for figure in figures for one in _check_figure(text, figure)]
    return list(dict.fromkeys(found))


def _check_ratios(text: str) -> Iterator[CanhBao]:
    """Compare "a/b" with the percentage told of it; rounded or cut off, both are right."""
    for match in _RATIO.finditer(text):
        part, whole, share = (parse_so(match[n]) for n in (1, 2, 4))
        words = " ".join(match[0].split()) + (")" if "(" in match[0] else "")
        if _is_ordinal(text, match.start()):
            continue
        if not whole:
            yield CanhBao(words, "mẫu số bằng 0 nên không có tỷ lệ.")
            continue
        exact = part * 100 / whole
        decimals = len(match[4].partition(",")[2])
        last_place = Decimal(1).scaleb(-decimals)
        right = {exact.quantize(last_place, how) for how in (ROUND_HALF_UP, ROUND_DOWN)}
        if share not in right:
            told = f"{match[1]}/{match[2]}"
            yield CanhBao(words, f"{told} là {format_gon(exact, max(decimals, 2))}%.")


def _check_brackets(text: str) -> Iterator[CanhBao]:
    """Compare "27 nhiệm vụ (đúng hạn 8, quá hạn 2)" with the sum in the brackets."""
    for match in _IN_BRACKETS.finditer(text):
        inside = match[3]
        is_subset = "trong đó" in inside
        parts = _parts_of(inside.replace("trong đó", ""))
        if _is_ordinal(text, match.start()) or not parts or (len(parts) == 1 and not is_subset):
            continue
        yield from _compare(match[1], parts, match[0], is_whole=not is_subset)


def _check_parts(text: str) -> Iterator[CanhBao]:
    """Compare "Tổng số 27 ..., trong đó 10 ..., 12 ..." with the sum of what follows."""
    for sentence in _SENTENCE_END.split(text):
        match = _WHOLE.search(_BRACKETS.sub("", sentence))
        if not match or _is_ordinal(match.string, match.start("so")):
            continue
        parts = _parts_of(match["phan"])
        if parts:
            is_whole = len(parts) > 1 and bool(match["tong"] or match["tu"] != "trong đó")
            yield from _compare(match["so"], parts, match[0], is_whole=is_whole)


def _parts_of(text: str) -> list[Decimal]:
    """Read the number of each item of a list; nothing when one of them can't be read for sure."""
    parts: list[Decimal] = []
    for item in _ITEM_END.split(text):
        numbers = [m for m in _NUMBER.finditer(item) if item[m.end() :].lstrip()[:1] != "%"]
        if len(numbers) > 1 or any(_is_ordinal(item, m.start()) for m in numbers):
            return []
        parts += [parse_so(m[0]) for m in numbers]
    return parts


def _is_ordinal(text: str, place: int) -> bool:
    """Tell whether the number that begins there names something: "Thôn 3", "năm 2026"."""
    before = text[:place].split()
    if not before or text[:place].rstrip(" \t")[-1:] in "\n.;:,(":
        return False
    word = before[-1].strip("(“\"'")
    is_first = len(before) == 1 or before[-2][-1:] in ".;:,"
    is_name = word[:1].isupper() and not is_first and word not in ("Tổng",)
    return is_name or (word.lower() in _ORDINAL and not _is_total(before))


def _is_total(before: Sequence[str]) -> bool:
    return len(before) > 1 and before[-2].lower() == "tổng" and before[-1].lower() == "số"


def _compare(
    whole: str, parts: Sequence[Decimal], words: str, *, is_whole: bool
) -> Iterator[CanhBao]:
    total, told = sum(parts, Decimal(0)), parse_so(whole)
    if total > told or (is_whole and total != told):
        amount = f"các phần cộng lại là {format_gon(total)}" if len(parts) > 1 else "phần"
        if len(parts) == 1:
            amount = f"phần ({format_gon(total)}) lớn hơn tổng"
        yield CanhBao(" ".join(words.split()), f"{amount}, tổng ghi {whole}.")


def _check_figure(text: str, figure: ConSo) -> Iterator[CanhBao]:
    """Compare a number told with a figure's own words with the figure that is frozen."""
    before, after = (re.escape(part) for part in figure.cum_tu.split("{so}"))
    for match in re.finditer(rf"{before}({_N}){after}", text, re.IGNORECASE):
        if not _continues(text, match) and parse_so(match[1]) != figure.gia_tri:
            yield CanhBao(match[0], f"số liệu đã chốt là {format_so(figure.gia_tri)}.")


def _continues(text: str, match: re.Match[str]) -> bool:
    """Tell whether the words only end like the figure's: "chưa hoàn thành" is not "hoàn thành"."""
    return text[: match.start()].lower().endswith(("chưa ", "/", "số ", ","))


def frozen_figures(so_lieu: Snapshot) -> list[ConSo]:
    """List the totals of a snapshot with the words the portal tells them with."""
    tasks, results = so_lieu["nhiem_vu"], so_lieu["chi_tieu"]["theo_ket_qua"]
    matrix, units, money = tasks["ma_tran"], so_lieu["don_vi"], so_lieu["kinh_phi"]
    done = matrix["hoan_thanh_dung_han"] + matrix["hoan_thanh_qua_han"]
    accepted, owing = len(units["da_tiep_nhan"]), units["phai_bao_cao"]
    return [
        ConSo("tổng số {so} nhiệm vụ", tasks["tong_so"]),
        ConSo("đã hoàn thành {so} nhiệm vụ", done),
        ConSo("chưa hoàn thành {so} nhiệm vụ", tasks["tong_so"] - done),
        ConSo("kế hoạch có {so} chỉ tiêu", so_lieu["chi_tieu"]["tong_so"]),
        ConSo("tổng số {so} chỉ tiêu", so_lieu["chi_tieu"]["tong_so"]),
        ConSo("{so} chỉ tiêu đạt và vượt", results["vuot"] + results["dat"]),
        ConSo("{so} chỉ tiêu đang trong lộ trình", results["trong_lo_trinh"]),
        ConSo("{so} chỉ tiêu chưa đạt", results["chua_dat"] + results["khong_dat"]),
        ConSo("{so} chỉ tiêu chưa có số liệu", results["chua_co_so_lieu"]),
        ConSo(f"{{so}}/{owing} đơn vị gửi báo cáo", accepted),
        ConSo(f"{accepted}/{{so}} đơn vị gửi báo cáo", owing),
        ConSo("đã phân bổ {so} đồng", money["phan_bo"]),
        ConSo("đã giải ngân {so} đồng", money["giai_ngan"]),
        ConSo("đã quyết toán {so} đồng", money["quyet_toan"]),
    ]
