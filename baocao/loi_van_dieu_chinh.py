"""The words of an amendment: what changed in a plan, in sentences and in cells of a table.

Pure. Only words the plan prints are told; a corrected reading of the portal amends nothing. Rows
that were only renumbered or moved are told together, in one sentence.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from baocao.doc_truong import Dong
from baocao.so_sanh_phien_ban import DongKhac, SoSanhPhienBan, ThayDoi
from baocao.truong_ke_hoach import LoaiThayDoi, PhanKeHoach, fields_of, name_of, number_of

CHUA_CO = "(chưa có)"
BAI_BO = "Bãi bỏ."
CAU_TOI_DA = 12  # rows of a part told one by one in the body; more are left to the appendix
_ONLY_PLACE = {LoaiThayDoi.DOI_SO, LoaiThayDoi.CHUYEN_CHO}
_SIGN = re.compile(r"([≥≤<>~]) ")  # stays with its figure
_TRICH_DAN_TOI_DA = 160  # letters of a wording quoted in a sentence


@dataclass(frozen=True, slots=True)
class DongDieuChinh:
    """A row of the appendix: in the plan, as amended, remark."""

    trong_ke_hoach: str
    nay_la: str
    ghi_chu: str


def draft_subject(ke_hoach: str) -> str:
    """Write the subject of an amendment; ``ke_hoach`` names the plan with number and day.

    >>> draft_subject("Kế hoạch số 12/KH-UBND ngày 05/01/2026")
    'Điều chỉnh, bổ sung Kế hoạch số 12/KH-UBND ngày 05/01/2026'
    """
    return f"Điều chỉnh, bổ sung {ke_hoach}"[:300]


def rows_to_tell(rows: Iterable[DongKhac]) -> tuple[DongKhac, ...]:
    """Leave out rows whose words are the same: only read anew, renumbered or moved."""
    return tuple(row for row in rows if not row.is_reading and not _is_place_only(row))


def tell_part(found: SoSanhPhienBan, phan: PhanKeHoach) -> tuple[str, ...]:
    """Tell the changes of one part in sentences, one a row; many rows are only counted."""
    rows = rows_to_tell(found.of_part(phan))
    told = [tell_row(row) for row in rows]
    if len(rows) > CAU_TOI_DA:
        told = [_count(rows, phan)]
    return (*told, *_tell_new_numbers(found.of_part(phan), phan))


def tell_row(row: DongKhac) -> str:
    """Tell one row in a sentence.

    >>> tell_row(DongKhac(PhanKeHoach.NHIEM_VU, {"ma": "2", "ten": "Lắp camera"}, None))
    'Bãi bỏ nhiệm vụ số 2 “Lắp camera”.'
    """
    if row.moi is None:
        return f"Bãi bỏ {_title(row.phan, row.cu or {})}."
    if row.cu is None:
        details = _describe(row.phan, row.moi)
        return f"Bổ sung {_title(row.phan, row.moi)}{': ' if details else ''}{details}."
    changes = "; ".join(_tell_change(change) for change in _words_changed(row))
    title = _title(row.phan, row.cu)
    return f"{title[0].upper()}{title[1:]}: {changes}."


def table_row(row: DongKhac) -> DongDieuChinh:
    """Write one row of the appendix: old words, new words, kind of change."""
    kinds = "; ".join(kind.label for kind in row.cac_loai).capitalize()
    if row.moi is None:
        return DongDieuChinh(_full(row.phan, row.cu or {}), BAI_BO, kinds)
    if row.cu is None:
        return DongDieuChinh(CHUA_CO, _full(row.phan, row.moi), kinds)
    changes = _words_changed(row)
    kinds = "; ".join(dict.fromkeys(map(_kind, changes))).capitalize()
    return DongDieuChinh(
        _lines(heading_of(row.phan, row.cu), ((c.nhan, c.cu.chu) for c in changes)),
        _lines(heading_of(row.phan, row.moi), ((c.nhan, c.moi.chu) for c in changes)),
        kinds,
    )


# --- pieces of sentences ---------------------------------------------------------------------


def _is_place_only(row: DongKhac) -> bool:
    return set(row.cac_loai) <= _ONLY_PLACE and all(
        change.truong in ("so", "so_in", "thu_tu") for change in row.cac_thay_doi
    )


def _words_changed(row: DongKhac) -> list[ThayDoi]:
    return [change for change in row.cac_thay_doi if not change.is_reading]


def _title(phan: PhanKeHoach, dong: Dong) -> str:
    """Name a row in a sentence: 'nhiệm vụ số 2 “Lắp camera”', the head by its part only."""
    if phan is PhanKeHoach.KE_HOACH:
        return phan.label
    if phan is PhanKeHoach.QUY_DINH:
        return f"{phan.label} “{name_of(phan, dong)}”"
    number = number_of(phan, dong)
    return f"{phan.label}{f' số {number}' if number else ''} “{_short(name_of(phan, dong))}”"


def _kind(change: ThayDoi) -> str:
    if change.loai is LoaiThayDoi.TAM_DUNG:
        return change.moi.chu.partition(":")[0] if ":" in change.moi.chu else "tiếp tục thực hiện"
    return change.loai.label


def _short(text: str) -> str:
    line = _SIGN.sub("\\1\u00a0", " ".join(text.split()).rstrip(" .;,"))
    return line if len(line) <= _TRICH_DAN_TOI_DA else f"{line[:_TRICH_DAN_TOI_DA].rstrip()}…"


def _tell_change(change: ThayDoi) -> str:
    if change.loai is LoaiThayDoi.TAM_DUNG:
        begins, _, reason = change.moi.chu.partition(": ")
        return f"{begins} thực hiện, lý do: {_short(reason)}" if reason else "tiếp tục thực hiện"
    name = f"{change.nhan[0].lower()}{change.nhan[1:]}"
    old, new = _short(change.cu.chu), _short(change.moi.chu)
    if not old:
        return f"{name} bổ sung “{new}”"
    if not new:
        return f"{name} bỏ “{old}”"
    if "…" in (old[-1], new[-1]):  # cut words would hide what changed; the appendix has them whole
        return f"{name} điều chỉnh lời văn như nêu tại phụ lục kèm theo"
    return f"{name} “{old}” điều chỉnh thành “{new}”"


def facts_of(phan: PhanKeHoach, dong: Dong) -> list[tuple[str, str]]:
    """List the words of a row beside its name, empty ones left out."""
    name = name_of(phan, dong)
    values = [(field.nhan, field.value_of(dong).chu) for field in fields_of(phan, [dong])
              if field.khoa not in ("so_in", "tam_dung") and field.thuoc is None]  # fmt: skip
    return [(label, words) for label, words in values if words and words != name]


def _describe(phan: PhanKeHoach, dong: Dong) -> str:
    facts = facts_of(phan, dong)
    return "; ".join(f"{label[0].lower()}{label[1:]} “{_short(words)}”" for label, words in facts)


def heading_of(phan: PhanKeHoach, dong: Dong) -> str:
    """Name a row in a list or a table: "2. Lắp camera"; the head by its part only."""
    if phan is PhanKeHoach.KE_HOACH:
        return phan.label.capitalize()
    number, name = number_of(phan, dong), name_of(phan, dong)
    return f"{number}. {name}" if number else name


def _full(phan: PhanKeHoach, dong: Dong) -> str:
    return _lines(heading_of(phan, dong), facts_of(phan, dong))


def _lines(heading: str, facts: Iterable[tuple[str, str]]) -> str:
    """Write the name of a row and, under it, its words; a name told anew isn't repeated."""
    told = [f"- {label}: {words or '(không ghi)'}" for label, words in facts
            if words != heading.partition(". ")[2] and words != heading]  # fmt: skip
    return "\n".join([heading, *told])


def _count(rows: Sequence[DongKhac], phan: PhanKeHoach) -> str:
    added = sum(row.cu is None for row in rows)
    dropped = sum(row.moi is None for row in rows)
    changed = len(rows) - added - dropped
    parts = [
        f"{word} {number} {phan.label}"
        for word, number in (("điều chỉnh", changed), ("bổ sung", added), ("bãi bỏ", dropped))
        if number
    ]
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]} (nội dung từng mục tại phụ lục kèm theo)."


def _tell_new_numbers(rows: Iterable[DongKhac], phan: PhanKeHoach) -> tuple[str, ...]:
    """Say in one sentence which numbers became which; rows without a printed number have none."""
    moves = [
        (change.cu.chu, change.moi.chu)
        for row in rows
        for change in row.cac_thay_doi
        if change.truong == "so" and not change.is_reading
    ]
    if not moves:
        return ()
    listed = ", ".join(f"{old} thành {new}" for old, new in moves)
    return (f"Đánh lại số thứ tự của {len(moves)} {phan.label}: {listed}.",)
