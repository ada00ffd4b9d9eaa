"""What people type on the page of findings."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst

from donvi.tieng_viet import fold
from kinhphi.services import LY_DO_TOI_DA
from nhapxuat.soat import KetQuaSoat
from nhapxuat.van_de import LinhVuc, MucDo


class ChapNhanForm(forms.Form):
    """Accept one finding: which one, as it was shown, and the reason."""

    dau_vet = forms.CharField(
        label="Vấn đề",
        widget=forms.HiddenInput,
        error_messages={"required": "Không rõ vấn đề nào; hãy tải lại trang rồi chọn lại."},
    )
    ly_do = forms.CharField(
        label="Lý do chấp nhận",
        max_length=LY_DO_TOI_DA,
        help_text="Ví dụ: đã đối chiếu với bản ký; số in là số đúng, đơn giá ghi nhầm.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Hãy ghi lý do chấp nhận, để người xem sau biết vì sao không sửa.",
            "max_length": "Lý do dài quá %(limit_value)d ký tự; hãy viết gọn lại.",
        },
    )


class MoLaiForm(ChapNhanForm):
    """Open an accepted finding again: which one, as it was shown, and the reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["ly_do"]
        box.label = "Lý do mở lại"
        box.help_text = "Ví dụ: chấp nhận nhầm dòng; đơn giá đã có văn bản điều chỉnh."
        box.error_messages["required"] = "Hãy ghi lý do mở lại, để người xem sau biết vì sao."


TINH_TRANG = (("", "Còn mở"), ("da_chap_nhan", "Đã chấp nhận"), ("tat_ca", "Tất cả"))


class LocSoatForm(forms.Form):
    """Filter findings by words, severity, subject, and whether somebody accepted them."""

    q = forms.CharField(
        label="Tìm kiếm",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Không cần gõ dấu"}),
    )
    tinh_trang = forms.ChoiceField(label="Tình trạng", required=False, choices=TINH_TRANG)
    muc_do = forms.ChoiceField(
        label="Mức độ",
        required=False,
        choices=[("", "Mọi mức độ"), *((v, capfirst(label)) for v, label in MucDo.choices())],
    )
    linh_vuc = forms.ChoiceField(
        label="Lĩnh vực",
        required=False,
        choices=[("", "Mọi lĩnh vực"), *((v, capfirst(label)) for v, label in LinhVuc.choices())],
    )

    @property
    def active(self) -> int:
        """Count the filters in force."""
        return sum(bool(value) for value in self.cleaned_data.values())

    @property
    def shows_open(self) -> bool:
        """Tell whether findings nobody accepted are wanted."""
        return self.cleaned_data["tinh_trang"] != "da_chap_nhan"

    @property
    def shows_accepted(self) -> bool:
        """Tell whether accepted findings are wanted; without any filter they close the page."""
        wanted = self.cleaned_data["tinh_trang"]
        return bool(wanted) or not self.active

    def arrange(self, found: Sequence[KetQuaSoat]) -> list[KetQuaSoat]:
        """Give the findings that are wanted, those nobody accepted first."""
        kept = self.keep(found)
        still = [result for result in kept if result.chap_nhan is None]
        accepted = [result for result in kept if result.chap_nhan is not None]
        return (still if self.shows_open else []) + (accepted if self.shows_accepted else [])

    def keep(self, found: Sequence[KetQuaSoat]) -> list[KetQuaSoat]:
        """Narrow findings by words (marks don't count), severity and subject."""
        data = self.cleaned_data
        words = fold(data["q"]).split()
        return [
            result
            for result in found
            if (not data["muc_do"] or result.van_de.muc_do == data["muc_do"])
            and (not data["linh_vuc"] or result.van_de.linh_vuc == data["linh_vuc"])
            and all(word in _searchable(result) for word in words)
        ]


def _searchable(result: KetQuaSoat) -> str:
    one = result.van_de
    why = result.chap_nhan.ly_do if result.chap_nhan else ""
    return fold(f"{one.ma} {one.doi_tuong} {one.thong_bao} {why}")
