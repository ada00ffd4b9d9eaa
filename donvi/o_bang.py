"""Columns of a correction sheet: how a cell is written for officers and read back, exactly."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget, Widget

from donvi.o_an_toan import guard, unguard
from donvi.tieng_viet import SoKhongDocDuoc, fold, format_ngay, format_so, parse_so


class LoiO(ValueError):
    """One cell can't be read; str() says what was found and what is expected."""

    def __init__(self, sentence: str, cot: str = "") -> None:
        super().__init__(sentence)
        self.cot = cot


def knows_kinds(options: Mapping[str, Any]) -> bool:
    """Tell whether the format written tells words, numbers and dates apart."""
    return bool(options.get("force_native_type"))


class ChuWidget(Widget):
    """Words, kept to the letter: guarded in a format that knows no kinds of cells."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        text = "" if value is None else str(value)
        return text if knows_kinds(kwargs) else guard(text)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # a number typed into a cell of words: "5", not "5.0"
        return unguard("" if value is None else str(value))


class SoWidget(Widget):
    """A number with a decimal comma; a cell that holds a number of its own is taken as it is."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        if knows_kinds(kwargs):
            return value
        return "" if value is None else format_so(value).replace(".", "")

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal | None:
        if value is None or str(value).strip() == "":
            return None
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            number = Decimal(str(value))
        else:
            number = self._read(str(value))
        if not number.is_finite():
            raise LoiO(f"“{value}” không phải là số. Hãy nhập số, ví dụ 85,5.")
        return number

    @staticmethod
    def _read(text: str) -> Decimal:
        try:
            return parse_so(text)
        except SoKhongDocDuoc as error:
            raise LoiO(f"“{text}” không phải là số. Hãy nhập số, ví dụ 85,5 hoặc 1.640.") from error


class SoNguyenWidget(SoWidget):
    """A whole number."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:  # type: ignore[override]
        number = super().clean(value, row, **kwargs)
        if number is None:
            return None
        if number != number.to_integral_value() or abs(number) >= 2**63:
            raise LoiO(f"“{value}” không phải là số nguyên. Hãy nhập số nguyên, ví dụ 12.")
        return int(number)


class NgayWidget(Widget):
    """A date as 31/12/2026; a cell that holds a date of its own is taken as it is."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        if knows_kinds(kwargs):
            return value
        return format_ngay(value) if isinstance(value, date) else ""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = "" if value is None else str(value).strip()
        if not text:
            return None
        for form in ("%d/%m/%Y", "%Y-%m-%d"):
            try:
                return datetime.strptime(text, form).date()  # noqa: DTZ007 - a date has no zone
            except ValueError:
                continue
        raise LoiO(
            f"“{text}” không phải là ngày có thật. Hãy nhập ngày/tháng/năm, ví dụ 31/12/2026."
        )


class CoKhongWidget(Widget):
    """Yes or no, as Có or Không."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else "Có" if value else "Không"

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        found = {"co": True, "khong": False, "1": True, "0": False, "true": True, "false": False}
        text = fold(str(value)) if value is not None else ""
        if text not in found:
            raise LoiO(
                f"“{value if value is not None else ''}” không hợp lệ. Hãy nhập Có hoặc Không."
            )
        return found[text]


class NhanWidget(Widget):
    """One of a list of choices: written as its label, read by label (marks or not) or by value."""

    def __init__(self, choices: list[tuple[str, str]]) -> None:
        super().__init__()
        self.labels = {str(value): str(label) for value, label in choices}

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.labels.get(str(value or ""), str(value or ""))

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = "" if value is None else str(value).strip()
        if not text or text in self.labels:
            return text
        for stored, label in self.labels.items():
            if fold(label) == fold(text):
                return stored
        names = ", ".join(self.labels.values())
        raise LoiO(f"“{text}” không có trong danh sách. Hãy nhập một trong: {names}.")


class MaWidget(ForeignKeyWidget):
    """Look a row up by its code, and answer in Vietnamese when there is none."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return ChuWidget().render(super().render(value, obj), **kwargs)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if value is None or str(value).strip() == "":
            return None
        ma = ChuWidget().clean(value).strip()
        try:
            return super().clean(ma, row, **kwargs)
        except self.model.DoesNotExist as error:
            name = self.model._meta.verbose_name
            raise LoiO(f"không có {name} nào mang mã “{ma}”. Hãy ghi đúng mã đang dùng.") from error


class Cot(Field):
    """A column of the sheet. Its errors know its name; its widget follows the model's field."""

    def clean(self, row: Any, **kwargs: Any) -> Any:
        """Read the cell of this column.

        :raises LoiO: with a sentence for the person who filled the sheet in.
        """
        value = row.get(self.column_name)
        if isinstance(value, str) and "\x00" in value:
            raise LoiO("ô có ký tự không in được. Hãy gõ lại nội dung của ô.", self.column_name)
        try:
            return self.widget.clean(value, row=row, **kwargs)
        except ValueError as error:
            raise LoiO(str(error), self.column_name) from error


def widget_for(field: Any) -> Widget:
    """Choose how cells of a model's field are written and read."""
    if field.flatchoices:
        return NhanWidget(list(field.flatchoices))
    kinds: tuple[tuple[Any, type[Widget]], ...] = (
        (models.BooleanField, CoKhongWidget),
        (models.DecimalField, SoWidget),
        (models.IntegerField, SoNguyenWidget),
        (models.DateField, NgayWidget),
    )
    found = next((widget for kind, widget in kinds if isinstance(field, kind)), ChuWidget)
    return found()
