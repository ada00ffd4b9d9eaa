"""Forms of the compiled report: which period, the words of a section, a reason."""

from django import forms

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
