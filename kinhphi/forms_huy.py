"""What people type to take something recorded about money back, to correct it, or to appraise."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from kinhphi.forms import (
    GhiKhoanForm,
    choose,
    day_field,
    number_field,
    place_field,
    read_typed_amount,
    shorten,
    typed_amount_field,
    unit_field,
)
from kinhphi.loi_kinh_phi import LY_DO_TOI_DA, SO_TIEN_MOT_LAN
from kinhphi.models import LoaiKhoan
from kinhphi.noi_tien import Noi, NoiTien
from kinhphi.tham_dinh import NhapThamDinh, SoThamDinhKhongHopLe
from kinhphi.theo_quy import TongQuy


def reason_field(label: str, required: str, *, is_required: bool = True) -> forms.CharField:
    """Make a field for a reason; ``required`` is the sentence when it is missing."""
    return forms.CharField(
        label=label,
        required=is_required,
        max_length=LY_DO_TOI_DA,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": required,
            "max_length": "Lý do dài quá %(limit_value)d ký tự; hãy viết gọn lại.",
        },
    )


class HuyForm(forms.Form):
    """Cancel a movement or an appraisal, with the reason."""

    ly_do = reason_field("Lý do hủy", "Hãy ghi lý do hủy hoặc sửa, để người xem sau biết vì sao.")


class HuyKhoanForm(HuyForm):
    """Cancel a movement; a second reason where more stays spent than was given."""

    ly_do_vuot = reason_field("Lý do vượt", "", is_required=False)
    ly_do_vuot.help_text = (
        "Chỉ cần khi hủy khoản này thì số đã giải ngân vượt số phân bổ, hoặc số đã quyết toán vượt "
        "số giải ngân."
    )


class XoaDongForm(forms.Form):
    """Remove a budget row, with the reason."""

    ly_do = reason_field("Lý do xóa", "Hãy ghi lý do xóa, ví dụ: dòng nhập hai lần.")


class SuaKhoanForm(GhiKhoanForm):
    """Correct a movement: the right one, and why the former was wrong."""

    ly_do = reason_field("Lý do sửa", "Hãy ghi lý do hủy hoặc sửa, để người xem sau biết vì sao.")


class ThamDinhForm(forms.Form):
    """Record one appraisal; ``nhap`` gives what the service takes."""

    noi = place_field("Dòng kinh phí hoặc nhiệm vụ được thẩm định")
    so_tien = typed_amount_field("Số tiền thẩm định", "; 0 khi không chấp nhận")
    don_vi_tien = unit_field()
    ngay_van_ban = day_field("Ngày văn bản", "văn bản thẩm định")
    so_van_ban = number_field(
        "Số văn bản",
        "Số báo cáo hoặc tờ trình thẩm định.",
        "Hãy ghi số văn bản thẩm định, ví dụ 12/BC-KT.",
    )
    ghi_chu = forms.CharField(
        label="Ghi chú",
        required=False,
        max_length=LY_DO_TOI_DA,
        help_text="Ví dụ lý do giảm so với số trong kế hoạch.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Ghi chú dài quá %(limit_value)d ký tự; hãy viết gọn lại."},
    )
    ly_do_thay = reason_field("Lý do thay thẩm định đang có", "", is_required=False)
    ly_do_thay.help_text = "Chỉ cần khi dòng này đã có thẩm định."

    def __init__(self, *args: Any, places: Sequence[NoiTien], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, Noi] = {place.khoa: place.noi for place in places}
        named = ((place.khoa, shorten(f"{place.ma}. {place.noi_dung}")) for place in places)
        choose(self, "noi", "Chọn dòng", named)
        self.fields["ngay_van_ban"].widget.attrs["max"] = on.isoformat()

    def clean(self) -> dict[str, Any]:
        """Read the amount in its unit, as whole đồng."""
        data = super().clean() or {}
        read_typed_amount(self, data)
        if isinstance(data.get("so_tien"), int) and data["so_tien"] > SO_TIEN_MOT_LAN:
            self.add_error("so_tien", str(SoThamDinhKhongHopLe()))
        return data

    def nhap(self) -> NhapThamDinh:
        """Give what was typed, once the form is valid."""
        data = self.cleaned_data
        return NhapThamDinh(
            noi=self.places[data["noi"]],
            so_tien=data["so_tien"],
            ngay_van_ban=data["ngay_van_ban"],
            so_van_ban=data["so_van_ban"],
            ghi_chu=data["ghi_chu"],
            ly_do_thay=data["ly_do_thay"],
        )


class LocSoForm(forms.Form):
    """Narrow the book down to a row with all under it, a kind, a quarter."""

    dong = forms.ChoiceField(
        label="Dòng kinh phí",
        required=False,
        error_messages={"invalid_choice": "Không có dòng này trong kế hoạch; hãy chọn lại."},
    )
    loai = forms.ChoiceField(
        label="Loại",
        required=False,
        choices=[("", "Mọi loại"), *((kind.value, kind.label) for kind in LoaiKhoan)],
        error_messages={
            "invalid_choice": "Loại này không dùng được: chọn phân bổ, giải ngân hoặc quyết toán."
        },
    )
    quy = forms.ChoiceField(
        label="Quý của ngày chứng từ",
        required=False,
        error_messages={"invalid_choice": "Quý này không có khoản nào; hãy chọn lại."},
    )

    def __init__(
        self, *args: Any, places: Sequence[NoiTien], quarters: Sequence[TongQuy], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        named = ((place.ma, shorten(f"{place.ma}. {place.noi_dung}")) for place in places)
        choose(self, "dong", "Mọi dòng", named)
        choose(self, "quy", "Mọi quý", ((quarter.khoa, quarter.ten) for quarter in quarters))
