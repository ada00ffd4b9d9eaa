"""Forms of the compiled report: which period, the words of a section, a reason, number and date."""

from datetime import date

from django import forms
from django.core.validators import RegexValidator

TRANG_CU = "Trang đã cũ. Hãy chép lời văn vừa gõ, tải lại trang rồi lưu lại."


class LapBaoCaoForm(forms.Form):
    """Ask for the report of one period."""

    ky_bao_cao = forms.CharField(
        label="Kỳ báo cáo",
        max_length=12,
        error_messages={"required": "Hãy chọn kỳ báo cáo cần tổng hợp, ví dụ tháng 10 năm 2026."},
    )


class SuaPhanForm(forms.Form):
    """Edit the words of one section; ``lan_luu`` tells whether somebody else saved meanwhile."""

    noi_dung = forms.CharField(
        label="Lời văn",
        required=False,
        max_length=20000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"max_length": "Lời văn một phần dài tối đa 20.000 ký tự; hãy rút gọn."},
    )
    lan_luu = forms.IntegerField(
        label="Lần lưu",
        min_value=0,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), TRANG_CU),
    )

    def clean_noi_dung(self) -> str:
        return str(self.cleaned_data["noi_dung"]).replace("\r\n", "\n").strip()


class KhoiPhucForm(forms.Form):
    """Bring back one earlier wording; ``lan_luu`` tells whether somebody else saved meanwhile."""

    ma_lich_su = forms.IntegerField(
        label="Phiên bản",
        min_value=1,
        max_value=2**63 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "Phiên bản cần khôi phục không đọc được; hãy tải lại trang lịch sử.",
        ),
    )
    lan_luu = forms.IntegerField(
        label="Lần lưu",
        min_value=0,
        max_value=2**31,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "Lần lưu không đọc được; hãy tải lại trang lịch sử rồi khôi phục.",
        ),
    )


class LyDoTraLaiForm(forms.Form):
    """Say why a report is sent back."""

    ly_do = forms.CharField(
        label="Lý do trả lại",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Hãy ghi lý do trả lại để đơn vị đầu mối biết phải sửa gì.",
            "max_length": "Lý do trả lại dài tối đa 2.000 ký tự; hãy rút gọn.",
        },
    )


class BanHanhForm(forms.Form):
    """Record the number and date that văn thư took from the document system."""

    so_hieu = forms.CharField(
        label="Số văn bản",
        max_length=20,
        validators=[
            RegexValidator(
                r"^[0-9]{1,6}[a-zA-Z]?\Z",
                "Số văn bản chỉ gồm chữ số, có thể thêm một chữ cái, ví dụ 05, 128 hoặc 05a.",
            )
        ],
        help_text="Chỉ ghi số, không ghi ký hiệu.",
        error_messages={"required": "Hãy nhập số văn bản do hệ thống quản lý văn bản cấp."},
    )
    ngay_ban_hanh = forms.DateField(
        label="Ngày ban hành",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Hãy nhập ngày ban hành.",
            "invalid": "Ngày ban hành không đọc được. Hãy nhập như 05/11/2026.",
        },
    )

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today

    def clean_ngay_ban_hanh(self) -> date:
        day: date = self.cleaned_data["ngay_ban_hanh"]
        if day > self.today:
            raise forms.ValidationError("Ngày ban hành không được sau ngày hôm nay.")
        return day
