"""The questions of an ad hoc request on a unit's form, and what the unit answers to them.

Answers are kept in the words that were typed ("1.640"); ``read_answer`` says what they mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from baocao.models import CauHoi, PhieuBaoCao, TraLoi, YeuCauBaoCao
from donvi.ghi_chep import save_typed
from donvi.models import NguoiDung
from donvi.tieng_viet import SoKhongDocDuoc, format_ngay, normalise, parse_so

LOAI = CauHoi.LoaiTraLoi
CO, KHONG = "co", "khong"
_CO_KHONG = {CO: "Có", KHONG: "Không"}
GiaTri = Decimal | date | bool | str


class TraLoiError(Exception):
    """A refusal of this module; str() is a sentence for the user."""


class CauHoiNgoaiPhieu(TraLoiError):
    """Somebody answers a question this form doesn't ask."""

    def __init__(self) -> None:
        super().__init__(
            "Có câu trả lời cho câu hỏi không thuộc phiếu này; hãy tải lại trang rồi nhập lại."
        )


@dataclass(frozen=True)
class NhapTraLoi:
    """What a person typed to one question; "" takes the answer away."""

    cau_hoi_id: int
    noi_dung: str = ""


@dataclass(frozen=True)
class DongCauHoi:
    """One question on the form: its number from 1, and what is typed now."""

    so_thu_tu: int
    cau_hoi: CauHoi
    nhap: TraLoi | None

    @property
    def prefix(self) -> str:
        """Name the row's box and anchor: "ch12"."""
        return f"ch{self.cau_hoi.pk}"

    @property
    def tra_loi(self) -> str:
        """Give the answer as a person reads it, "" without one."""
        return show_answer(self.cau_hoi, self.nhap.noi_dung) if self.nhap else ""


def read_answer(cau_hoi: CauHoi, text: str) -> GiaTri:
    """Read an answer as its question means it: number, day, yes or no, else the words themselves.

    Words that can't be read so (the question's kind was corrected since) stay words.
    """
    if cau_hoi.loai_tra_loi == LOAI.SO:
        try:
            return parse_so(normalise(text).removesuffix("%").strip())
        except SoKhongDocDuoc:
            return text
    if cau_hoi.loai_tra_loi == LOAI.CO_KHONG and text in _CO_KHONG:
        return text == CO
    if cau_hoi.loai_tra_loi == LOAI.NGAY:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def show_answer(cau_hoi: CauHoi, text: str) -> str:
    """Write an answer for people: "Có", "05/10/2026", a number in the words it was typed in."""
    value = read_answer(cau_hoi, text)
    if isinstance(value, date):
        return format_ngay(value)
    return _CO_KHONG.get(text, text) if isinstance(value, bool) else text


def request_of(phieu: PhieuBaoCao) -> YeuCauBaoCao | None:
    """Find the request a form answers: one query for an ad hoc form, none for any other."""
    if phieu.period.has_calendar:
        return None
    return YeuCauBaoCao.objects.filter(ke_hoach=phieu.ke_hoach, ky_bao_cao=phieu.ky_bao_cao).first()


def load_questions(phieu: PhieuBaoCao, yeu_cau: YeuCauBaoCao | None) -> tuple[DongCauHoi, ...]:
    """Read the questions of the request with the form's answers (2 queries; none without one)."""
    if yeu_cau is None:
        return ()
    answers = {row.cau_hoi_id: row for row in phieu.cac_tra_loi.order_by("pk")}
    questions = yeu_cau.cac_cau_hoi.order_by("thu_tu", "pk")
    return tuple(
        DongCauHoi(number, row, answers.get(row.pk)) for number, row in enumerate(questions, 1)
    )


@transaction.atomic
def write_answers(*, phieu: PhieuBaoCao, rows: Sequence[NhapTraLoi], by: NguoiDung) -> int:
    """Write what was typed into the draft; say how many answers changed. The form is locked.

    :raises CauHoiNgoaiPhieu: a question is not of this form's request.
    """
    if not rows:
        return 0
    asked = {row.cau_hoi.pk: row for row in load_questions(phieu, request_of(phieu))}
    changed = 0
    for typed in rows:
        line = asked.get(typed.cau_hoi_id)
        if line is None:
            raise CauHoiNgoaiPhieu
        changed += save_typed(
            line.nhap or TraLoi(phieu_bao_cao=phieu, cau_hoi=line.cau_hoi),
            {"noi_dung": typed.noi_dung},
            is_empty=not typed.noi_dung,
            refusal=None,
            by=by,
        )
    return changed
