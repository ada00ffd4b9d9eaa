"""What people type about money: the unit it is shown in, and a movement."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst

from kinhphi.ghi_khoan import NhapKhoan
from kinhphi.loi_kinh_phi import LY_DO_TOI_DA, SO_TIEN_MOT_LAN, SoTienKhongHopLe
from kinhphi.models import LoaiKhoan, NguonVon
from kinhphi.noi_tien import Noi, NoiTien
from kinhphi.so_tien import DonViTien, SoTienKhongDocDuoc, parse_so_tien

DON_VI_HIEN = [(unit.value, unit.label) for unit in (DonViTien.DONG, DonViTien.TRIEU)]
NHAN_DAI_NHAT = 90  # characters of a row's words in the list of places


class HienTienForm(forms.Form):
    """Choose the unit amounts are shown in."""

    tien = forms.ChoiceField(
        label="Đơn vị tiền",
        required=False,
        choices=[("", "theo kế hoạch"), *DON_VI_HIEN],
        error_messages={
            "invalid_choice": "Đơn vị tiền “%(value)s” không dùng được: chọn đồng hoặc triệu đồng."
        },
    )


def place_field(label: str) -> forms.ChoiceField:
    """Make a field for the budget row or task something is recorded on."""
    return forms.ChoiceField(
        label=label,
        error_messages={
            "required": "Hãy chọn dòng kinh phí hoặc nhiệm vụ.",
            "invalid_choice": "Không có dòng này trong kế hoạch; hãy chọn lại trong danh sách.",
        },
    )


def typed_amount_field(label: str, help_text: str = "") -> forms.CharField:
    """Make a field for an amount in the unit chosen beside it; ``help_text`` ends the example."""
    return forms.CharField(
        label=label,
        max_length=100,
        help_text=f"Ví dụ 1.640.000.000, hoặc 1.640 với đơn vị triệu đồng{help_text}.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": f"Hãy nhập {label.lower()}, ví dụ 150.000.000.",
            "max_length": "Số tiền dài quá 100 ký tự; hãy chỉ nhập con số và đơn vị.",
        },
    )


def unit_field() -> forms.ChoiceField:
    """Make a field for the unit of the amount typed beside it."""
    return forms.ChoiceField(
        label="Đơn vị tiền",
        choices=DON_VI_HIEN,
        help_text="Đơn vị của con số vừa nhập.",
        error_messages={
            "required": "Hãy chọn đơn vị tiền: đồng hoặc triệu đồng.",
            "invalid_choice": "Đơn vị tiền này không dùng được: chọn đồng hoặc triệu đồng.",
        },
    )


def day_field(label: str, whose: str) -> forms.DateField:
    """Make a field for the day of a document; ``whose`` names it where the day is missing."""
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": f"Hãy nhập ngày của {whose}, ví dụ 05/10/2026.",
            "invalid": f"{label} không đọc được: cần ngày/tháng/năm, ví dụ 05/10/2026.",
        },
    )


def number_field(label: str, help_text: str, required: str) -> forms.CharField:
    """Make a field for the number of a document; ``required`` is the sentence when missing."""
    return forms.CharField(
        label=label,
        max_length=60,
        help_text=help_text,
        error_messages={
            "required": required,
            "max_length": f"{label} dài quá 60 ký tự; hãy chỉ ghi số và ký hiệu.",
        },
    )


class GhiKhoanForm(forms.Form):
    """Record one movement; ``nhap`` gives what the service takes."""

    noi = place_field("Ghi cho dòng kinh phí hoặc nhiệm vụ")
    loai_khoan = forms.ChoiceField(
        label="Loại",
        choices=[("", "Chọn loại"), *((kind.value, capfirst(kind.label)) for kind in LoaiKhoan)],
        error_messages={
            "required": "Hãy chọn phân bổ, giải ngân hoặc quyết toán.",
            "invalid_choice": "Loại này không dùng được: chọn phân bổ, giải ngân hoặc quyết toán.",
        },
    )
    nguon_von = forms.ChoiceField(
        label="Nguồn vốn",
        required=False,
        help_text="Cần chọn khi dòng có nhiều nguồn; để trống khi dòng chỉ có một nguồn.",
        error_messages={
            "invalid_choice": "Không có nguồn này trong kế hoạch; hãy chọn lại trong danh sách.",
        },
    )
    so_tien = typed_amount_field("Số tiền")
    don_vi_tien = unit_field()
    ngay_chung_tu = day_field("Ngày chứng từ", "chứng từ")
    so_chung_tu = number_field(
        "Số chứng từ",
        "Số quyết định, ủy nhiệm chi hoặc chứng từ quyết toán.",
        "Hãy ghi số chứng từ hoặc số quyết định, ví dụ 15/QĐ-UBND.",
    )
    dien_giai = forms.CharField(
        label="Diễn giải",
        required=False,
        max_length=LY_DO_TOI_DA,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Diễn giải dài quá %(limit_value)d ký tự; hãy viết gọn lại."},
    )
    ly_do_vuot = forms.CharField(
        label="Lý do vượt",
        required=False,
        max_length=LY_DO_TOI_DA,
        help_text=(
            "Chỉ cần khi phân bổ vượt số thẩm định (số của kế hoạch nếu chưa thẩm định), giải ngân "
            "vượt số phân bổ, hoặc quyết toán vượt số giải ngân."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Lý do dài quá %(limit_value)d ký tự; hãy viết gọn lại."},
    )

    def __init__(
        self,
        *args: Any,
        places: Sequence[NoiTien],
        sources: Sequence[NguonVon],
        on: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, Noi] = {place.khoa: place.noi for place in places}
        self.sources = {str(source.pk): source for source in sources}
        choose(self, "noi", "Chọn dòng", ((place.khoa, _label(place)) for place in places))
        named = ((pk, shorten(source.ten)) for pk, source in self.sources.items())
        choose(self, "nguon_von", "Nguồn duy nhất của dòng", named)
        self.fields["ngay_chung_tu"].widget.attrs["max"] = on.isoformat()

    def clean(self) -> dict[str, Any]:
        """Read the amount in its unit, as whole đồng."""
        data = super().clean() or {}
        read_typed_amount(self, data)
        if isinstance(data.get("so_tien"), int) and not 0 < data["so_tien"] <= SO_TIEN_MOT_LAN:
            self.add_error("so_tien", str(SoTienKhongHopLe()))
        return data

    def nhap(self) -> NhapKhoan:
        """Give what was typed, once the form is valid."""
        data = self.cleaned_data
        return NhapKhoan(
            noi=self.places[data["noi"]],
            loai_khoan=LoaiKhoan(data["loai_khoan"]),
            so_tien=data["so_tien"],
            ngay_chung_tu=data["ngay_chung_tu"],
            so_chung_tu=data["so_chung_tu"],
            dien_giai=data["dien_giai"],
            ly_do_vuot=data["ly_do_vuot"],
            nguon=self.sources.get(data["nguon_von"]),
        )


def choose(form: forms.Form, field: str, empty: str, choices: Iterable[tuple[str, str]]) -> None:
    """Give a field of choices what can be chosen on this page."""
    form.fields[field].choices = [("", empty), *choices]  # type: ignore[attr-defined]


def read_typed_amount(form: forms.Form, data: dict[str, Any]) -> None:
    """Turn what was typed as amount and unit into whole đồng; a refusal goes to the amount."""
    if {"so_tien", "don_vi_tien"} <= data.keys():
        try:
            data["so_tien"] = parse_so_tien(data["so_tien"], DonViTien(data["don_vi_tien"]))
        except SoTienKhongDocDuoc as error:
            form.add_error("so_tien", str(error))


def shorten(words: str) -> str:
    """Cut long words for a list of choices."""
    return words if len(words) <= NHAN_DAI_NHAT else f"{words[: NHAN_DAI_NHAT - 1].rstrip()}…"


def _label(place: NoiTien) -> str:
    return shorten(f"{place.ma}. {place.noi_dung}")
