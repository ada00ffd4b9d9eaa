"""The parts a unit's form is built of: its boxes, and a row that knows what it started from.

A row carries ``goc``, a short name of the saved version its reader saw. With it, two people who
work on one form at the same time keep both their rows, and where both changed the same row the
second one sees both texts.
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2s
from typing import Any

from django import forms

from donvi.huy_hieu import TrangThaiOLuoi
from donvi.tieng_viet import normalise

LON_NHAT = 5000  # characters of one text box


def _too_long(label: str, rest: str) -> dict[str, str]:
    """Word the refusal of a text that is too long; Django fills values into "%" signs."""
    return {"max_length": f"{label.replace('%', '%%')} dài quá {rest}"}


class VanBanField(forms.CharField):
    """A text box for words: line ends as one sign, a sentence when it is too long."""

    def __init__(self, label: str, *, rows: int = 2, help_text: str = "") -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=LON_NHAT,
            help_text=help_text,
            widget=forms.Textarea(attrs={"rows": rows, "placeholder": " "}),
            error_messages=_too_long(label, "5.000 ký tự; hãy viết gọn lại."),
        )

    def to_python(self, value: Any) -> str:
        """Read the text with "\\n" as line end, without blanks around."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class ONhapField(forms.CharField):
    """A short box (number, day) whose text the form's ``clean_...`` reads."""

    def __init__(self, label: str, *, inputmode: str = "decimal", help_text: str = "") -> None:
        attrs = {"inputmode": inputmode, "autocomplete": "off", "placeholder": " "}
        super().__init__(
            label=label,
            required=False,
            max_length=60,
            help_text=help_text,
            widget=forms.TextInput(attrs=attrs),
            error_messages=_too_long(label, "60 ký tự; hãy chỉ ghi một giá trị."),
        )


class ONhap(forms.BoundField):
    """One box as the page shows it, which knows whether what stands in it is saved."""

    form: "DongForm"

    @property
    def trang_thai_luu(self) -> TrangThaiOLuoi:
        """Tell where saving of this box stands when its page is shown."""
        if self.errors:
            return TrangThaiOLuoi.SAI
        if not self.form.is_bound or self.form.typed(self.name) == self.form.saved(self.name):
            return TrangThaiOLuoi.TRUNG_TINH
        return TrangThaiOLuoi.XUNG_DOT if self.form.xung_dot else TrangThaiOLuoi.CHUA_LUU


class DongForm(forms.Form):
    """One row of the form; remembers the version its reader started from in ``goc``."""

    bound_field_class = ONhap
    goc = forms.CharField(required=False, widget=forms.HiddenInput)
    xung_dot: tuple[tuple[str, str], ...] = ()  # (label, saved text) of boxes two people changed

    def __init__(self, data: Mapping[str, Any] | None, *, prefix: str, saved: dict[str, Any]):
        super().__init__(data, prefix=prefix, initial=saved)
        self.initial["goc"] = self.saved_digest

    @property
    def boxes(self) -> list[str]:
        """List the names of the boxes a person fills in."""
        return [name for name in self.fields if name != "goc"]

    @property
    def is_posted(self) -> bool:
        """Tell whether the row was on the page that was sent; a checkbox alone says nothing."""
        return any(self.add_prefix(name) in self.data for name in self.fields)

    def typed(self, name: str) -> str:
        """Give the text of a box as sent."""
        return _plain(self[name].data)

    def saved(self, name: str) -> str:
        """Give the text of a box as saved."""
        return _plain(self.get_initial_for_field(self.fields[name], name))

    @property
    def saved_digest(self) -> str:
        """Name the saved version of the row."""
        return _digest(self.saved(name) for name in self.boxes)

    @property
    def posted_goc(self) -> str:
        """Name the version the sender's page started from."""
        return str(self.data.get(self.add_prefix("goc"), ""))

    @property
    def is_touched(self) -> bool:
        """Tell whether the sender changed the row since opening the page."""
        return _digest(self.typed(name) for name in self.boxes) != self.posted_goc

    @property
    def is_overtaken(self) -> bool:
        """Tell whether somebody else saved the row since the sender opened the page."""
        return self.saved_digest != self.posted_goc

    @property
    def o_khac_ban_luu(self) -> list[str]:
        """List the ids of the boxes in which typed and saved text differ."""
        return [self[name].auto_id for name in self.boxes if self.typed(name) != self.saved(name)]

    def find_conflict(self) -> tuple[tuple[str, str], ...]:
        """List the boxes in which typed and saved text differ, with the saved text."""
        return tuple(
            (str(self.fields[name].label), self.show_saved(name))
            for name in self.boxes
            if self.typed(name) != self.saved(name)
        )

    def show_saved(self, name: str) -> str:
        """Give the saved text of a box as a person reads it."""
        choices = dict(getattr(self.fields[name], "choices", ()))
        if isinstance(self.fields[name], forms.BooleanField):
            return "đã chọn" if self.saved(name) else "không chọn"
        return str(choices.get(self.saved(name), self.saved(name))) or "(để trống)"


def _plain(value: Any) -> str:
    if value is None or value is False:
        return ""
    return "x" if value is True else normalise(str(value))


def _digest(texts: Iterable[str]) -> str:
    return blake2s("\x1f".join(texts).encode(), digest_size=6).hexdigest()
