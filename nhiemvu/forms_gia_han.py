"""What people type about an extension: the new day and why; an opinion or a decision."""

from datetime import date

from django import forms

from nhiemvu.xin_gia_han import DAI_NHAT


def _words(label: str, *, required: bool, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=DAI_NHAT,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": f"Hãy ghi {label[:1].lower()}{label[1:]}.",
            "max_length": f"{label} dài quá %(limit_value)d ký tự; hãy viết gọn lại.",
        },
    )


class XinGiaHanForm(forms.Form):
    """Ask for a later last day."""

    han_moi = forms.DateField(
        label="Hạn mới đề nghị",
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        help_text="Ngày cuối cùng đơn vị cam kết hoàn thành.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Hãy nhập hạn mới, ví dụ 30/11/2026.",
            "invalid": "Hạn mới không đọc được: cần ngày/tháng/năm, ví dụ 30/11/2026.",
        },
    )
    ly_do = _words(
        "Lý do xin gia hạn", required=True, help_text="Vì sao chưa xong, sẽ làm gì để kịp hạn mới."
    )

    def __init__(self, *args: object, on: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["han_moi"].widget.attrs["min"] = on.isoformat()


class YKienForm(forms.Form):
    """The focal unit's opinion on a request."""

    y_kien = _words("Ý kiến của đầu mối", required=True)


class QuyetDinhForm(forms.Form):
    """A leader's decision: words are needed only to refuse."""

    y_kien = _words(
        "Ý kiến của lãnh đạo", required=False, help_text="Bắt buộc ghi lý do khi không đồng ý."
    )
