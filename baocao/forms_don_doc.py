"""Forms of reminder letters: to which unit, the words."""

from datetime import date

from django import forms

from baocao.forms_bao_cao import TRANG_CU

CAN_TRICH_YEU = "Hãy ghi trích yếu, ví dụ: đôn đốc gửi báo cáo thực hiện Kế hoạch năm 2026."


class SoanCongVanForm(forms.Form):
    """Ask for a letter to one unit."""

    don_vi = forms.IntegerField(
        label="Đơn vị",
        min_value=1,
        max_value=2**63 - 1,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "Hãy chọn đơn vị cần đôn đốc trong danh sách đơn vị quá hạn.",
        ),
    )


class SuaCongVanForm(forms.Form):
    """Edit a draft; ``lan_luu`` tells whether somebody else saved meanwhile."""

    trich_yeu = forms.CharField(
        label="Trích yếu (sau chữ “V/v”)",
        max_length=300,
        error_messages={
            "required": CAN_TRICH_YEU,
            "max_length": "Trích yếu dài tối đa 300 ký tự; hãy rút gọn.",
        },
    )
    noi_dung = forms.CharField(
        label="Lời văn",
        max_length=20000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Mỗi đoạn một dòng; dòng “1. …” là đề mục, dòng “- …” là gạch đầu dòng.",
        error_messages={
            "required": "Hãy ghi lời văn của công văn.",
            "max_length": "Lời văn dài tối đa 20.000 ký tự; hãy rút gọn.",
        },
    )
    han_tra_loi = forms.DateField(
        label="Thời hạn khắc phục",
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Đổi ngày ở đây thì ngày đó trong lời văn đổi theo.",
        error_messages={"invalid": "Thời hạn khắc phục không đọc được. Hãy nhập như 05/11/2026."},
    )
    lan_luu = forms.IntegerField(
        label="Lần lưu",
        min_value=0,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), TRANG_CU),
    )

    def __init__(self, *args: object, tu_ngay: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.tu_ngay = tu_ngay

    def clean_trich_yeu(self) -> str:
        words = " ".join(str(self.cleaned_data["trich_yeu"]).split())
        bare = words[3:].strip() if words[:3].lower() == "v/v" else words
        if not bare:
            raise forms.ValidationError(CAN_TRICH_YEU)
        return bare

    def clean_noi_dung(self) -> str:
        words = str(self.cleaned_data["noi_dung"]).replace("\r\n", "\n").strip()
        if not words:
            raise forms.ValidationError("Hãy ghi lời văn của công văn.")
        return words

    def clean_han_tra_loi(self) -> date | None:
        day: date | None = self.cleaned_data["han_tra_loi"]
        if day is not None and day < self.tu_ngay:
            raise forms.ValidationError(
                f"Thời hạn khắc phục phải từ ngày {self.tu_ngay:%d/%m/%Y} trở đi."
            )
        return day
