"""What people type on the page of findings."""

from django import forms

from kinhphi.services import LY_DO_TOI_DA


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
