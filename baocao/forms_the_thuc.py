"""What people choose about the layout of their documents, within what Decree 30 allows."""

from decimal import Decimal
from typing import Any

from django import forms

from vanban.the_thuc import (
    CO_CHU,
    CO_CHU_BANG,
    GIAN_DONG,
    LE_DUOI,
    LE_PHAI,
    LE_TRAI,
    LE_TREN,
    THUT_DONG,
    ThamSo,
)


def _choice(
    label: str, choices: list[tuple[str, str]], coerce: Any = int, **more: Any
) -> forms.TypedChoiceField:
    sentence = f"{label}: hãy chọn một mục trong danh sách."
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=coerce,
        error_messages=dict.fromkeys(("required", "invalid_choice"), sentence),
        **more,
    )


def _listed(values: tuple[Decimal | int, ...], unit: str) -> list[tuple[str, str]]:
    """Offer each value with its unit, in Vietnamese numbers."""
    return [(str(value), f"{value} {unit}".replace(".", ",").strip()) for value in values]


def _margin(label: str, allowed: tuple[int, int]) -> forms.TypedChoiceField:
    lowest, highest = allowed
    return _choice(label, _listed(tuple(range(lowest, highest + 1)), "mm"))


class TheThucForm(forms.Form):
    """The choices of one commune; every value offered is one the decree allows."""

    co_chu = _choice("Cỡ chữ nội dung", _listed(CO_CHU, ""))
    co_chu_bang = _choice("Cỡ chữ trong bảng", _listed(CO_CHU_BANG, ""))
    quoc_hieu_lon = _choice(
        "Quốc hiệu, Tiêu ngữ",
        [("0", "Quốc hiệu 12, Tiêu ngữ 13"), ("1", "Quốc hiệu 13, Tiêu ngữ 14")],
        coerce=lambda value: value == "1",
    )
    thut_dong = _choice("Lùi đầu dòng", _listed(THUT_DONG, "mm"), Decimal)
    gian_dong = _choice("Khoảng cách dòng", _listed(GIAN_DONG, "dòng"), Decimal)
    le_tren = _margin("Lề trên", LE_TREN)
    le_duoi = _margin("Lề dưới", LE_DUOI)
    le_trai = _margin("Lề trái", LE_TRAI)
    le_phai = _margin("Lề phải", LE_PHAI)

    @classmethod
    def of(cls, tham_so: ThamSo) -> "TheThucForm":
        """Show the choices that count now."""
        values = {name: str(getattr(tham_so, name)) for name in cls.base_fields}
        return cls(initial=values | {"quoc_hieu_lon": str(int(tham_so.quoc_hieu_lon))})

    def tham_so(self) -> ThamSo:
        """Give the choices of a valid form to the document kit."""
        return ThamSo(**self.cleaned_data)
