"""The sections a report on an ad hoc request has beside the usual ones: one for each question.

Pure. Sums and answers are those of the snapshot; what units said is quoted with their names.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from baocao.de_cuong import CHI_DAO, MucDeCuong, NguonViet, number_sections
from baocao.loi_noi import one_line, quotes
from baocao.loi_van import PhanDuThao, draft_sections
from donvi.tieng_viet import normalise

Snapshot = dict[str, Any]
MA_PHAN = "DX"
TINH_HINH = replace(CHI_DAO, tieu_de="Tình hình báo cáo của các đơn vị")
DON_VI_NEU_TEN = 12  # units named in a sentence; more stand in the appendix only


def draft_request(so_lieu: Snapshot, de_cuong: Sequence[MucDeCuong]) -> list[PhanDuThao]:
    """Write the sections of a report on a request, numbered anew.

    First how the units reported, then the answers; the rest of the outline follows when the
    request also asked for tasks and indicators.
    """
    outline = de_cuong if so_lieu["dot_xuat"]["kem_nhiem_vu"] else (TINH_HINH,)
    usual = draft_sections(so_lieu, outline)
    first = 1 if usual and usual[0].nguon_viet == NguonViet.CHI_DAO else 0
    sections = [*usual[:first], *_answers(so_lieu["dot_xuat"]), *usual[first:]]
    levels = [2 if "." in section.so_in else 1 for section in sections]
    return [
        replace(section, so_in=number)
        for section, number in zip(sections, number_sections(levels), strict=True)
    ]


def _answers(dot_xuat: Snapshot) -> list[PhanDuThao]:
    if not dot_xuat["cau_hoi"]:
        return []
    told = any(row["cac_dong"] for row in dot_xuat["cau_hoi"])
    where = "Trả lời của từng đơn vị tại Phụ lục kèm theo." if told else ""
    head = PhanDuThao(MA_PHAN, "Kết quả theo nội dung yêu cầu", where, "I")
    return [
        head,
        *(
            PhanDuThao(
                f"{MA_PHAN}.{row['so_thu_tu']}", _title(row), answer_in_words(row),
                f"I.{row['so_thu_tu']}",
            )
            for row in dot_xuat["cau_hoi"]
        ),
    ]  # fmt: skip


def _title(row: Snapshot) -> str:
    return normalise(row["noi_dung"]).rstrip(" ?.:;")


def answer_in_words(row: Snapshot) -> str:
    """Write what the accepted forms answer to one question.

    >>> answer_in_words({"loai": "so", "tong": "12", "don_vi_tinh": "điểm", "cac_dong": [
    ...     {"don_vi": "Thôn 1", "loi": "12"}]})
    'Tổng cộng 12 điểm theo báo cáo của 1 đơn vị (Thôn 1: 12).'
    """
    said = row["cac_dong"]
    if not said:
        return "Chưa có đơn vị nào trả lời được tiếp nhận."
    if row["loai"] == "so":
        unit = f" {row['don_vi_tinh']}" if row["don_vi_tinh"] else ""
        total = f"{row['tong']}%" if row["don_vi_tinh"] == "%" else f"{row['tong']}{unit}"
        return f"Tổng cộng {total} theo báo cáo của {len(said)} đơn vị{_each(said)}."
    if row["loai"] == "co_khong":
        return _yes_and_no(said)
    if row["loai"] == "ngay":
        return f"{len(said)} đơn vị đã trả lời{_each(said)}."
    return "\n".join(quotes(said))


def _each(said: Sequence[Snapshot]) -> str:
    """Name every unit with its answer, where they are few."""
    if len(said) > DON_VI_NEU_TEN:
        return ""
    named = (f"{row['don_vi']}: {one_line(row['loi'])}" for row in said)
    return f" ({'; '.join(named)})"


def _yes_and_no(said: Sequence[Snapshot]) -> str:
    sentences = []
    for answer, words in (("Có", "trả lời có"), ("Không", "trả lời không")):
        names = [row["don_vi"] for row in said if row["loi"] == answer]
        if names:
            few = f": {', '.join(names)}" if len(names) <= DON_VI_NEU_TEN else ""
            sentences.append(f"{len(names)} đơn vị {words}{few}.")
    return " ".join(sentences)
