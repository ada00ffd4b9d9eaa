"""The box for the answer to one question of an ad hoc request: words, number, yes or no, day."""

from collections.abc import Mapping
from typing import Any

from django import forms

from baocao.doc_o_nhap import read_day, read_number
from baocao.dong_form import DongForm, ONhapField, VanBanField
from baocao.tra_loi import CO, KHONG, LOAI, DongCauHoi, NhapTraLoi


class TraLoiForm(DongForm):
    """One question and its box, whose kind is that of the question."""

    def __init__(self, data: Mapping[str, Any] | None, row: DongCauHoi) -> None:
        self.row = row
        saved = {"tra_loi": row.nhap.noi_dung if row.nhap else ""}
        super().__init__(data, prefix=row.prefix, saved=saved)
        self.fields["tra_loi"] = _box(row)

    @property
    def o_tra_loi(self) -> forms.BoundField:
        """Give the box."""
        return self["tra_loi"]

    def clean_tra_loi(self) -> str:
        """Keep the words as typed, once they can be read."""
        text = str(self.cleaned_data["tra_loi"])
        kind = self.row.cau_hoi.loai_tra_loi
        label = str(self.fields["tra_loi"].label)
        if kind == LOAI.SO:
            number = read_number(label, text, whole_digits=14, places=6)
            return "" if number is None else text.strip()
        if kind == LOAI.NGAY:
            day = read_day(label, text)
            return day.isoformat() if day else ""
        return text

    def value(self) -> NhapTraLoi:
        """Give what was typed, after validation."""
        return NhapTraLoi(self.row.cau_hoi.pk, self.cleaned_data["tra_loi"])


def _box(row: DongCauHoi) -> forms.Field:
    unit = row.cau_hoi.don_vi_tinh
    label = f"Trả lời câu {row.so_thu_tu}"
    if row.cau_hoi.loai_tra_loi == LOAI.SO:
        return ONhapField(f"{label} ({unit})" if unit else label)
    if row.cau_hoi.loai_tra_loi == LOAI.NGAY:
        box = ONhapField(label, inputmode="numeric")
        box.widget = forms.DateInput(attrs={"type": "date"})
        return box
    if row.cau_hoi.loai_tra_loi == LOAI.CO_KHONG:
        return forms.ChoiceField(
            label=label,
            required=False,
            widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
            choices=[(CO, "Có"), (KHONG, "Không"), ("", "Chưa trả lời")],
            error_messages={"invalid_choice": f"{label}: hãy chọn “Có” hoặc “Không”."},
        )
    return VanBanField(label, rows=3)
