"""Forms of versions and amendments: which two to compare, the reason, the words."""

from django import forms

from baocao.forms_bao_cao import TRANG_CU

HIEN_HANH = "hien-hanh"  # the plan as it is now, beside its kept versions
CAN_LY_DO = "Hãy ghi lý do điều chỉnh: theo văn bản nào, vì sao phải điều chỉnh."
LY_DO_DAI = "Lý do điều chỉnh dài tối đa 5.000 ký tự; hãy rút gọn."


class SoSanhForm(forms.Form):
    """Choose the two contents to compare."""

    trai = forms.ChoiceField(label="Bản cũ")
    phai = forms.ChoiceField(label="Bản mới")

    def __init__(self, *args: object, lua_chon: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, side in (("trai", "bản cũ"), ("phai", "bản mới")):
            field = self.fields[name]
            field.choices = lua_chon  # type: ignore[attr-defined]
            field.error_messages = dict.fromkeys(
                ("required", "invalid_choice"),
                f"Không đọc được {side} cần so sánh. Hãy chọn trong danh sách.",
            )


class LapDieuChinhForm(forms.Form):
    """Ask for an amendment, with its reason."""

    ly_do = forms.CharField(
        label="Lý do điều chỉnh",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In ở mục I của văn bản; mỗi đoạn một dòng.",
        error_messages={"required": CAN_LY_DO, "max_length": LY_DO_DAI},
    )

    def clean_ly_do(self) -> str:
        return str(self.cleaned_data["ly_do"]).replace("\r\n", "\n")


class SuaDieuChinhForm(LapDieuChinhForm):
    """Edit a draft; ``lan_luu`` tells whether somebody else saved meanwhile."""

    trich_yeu = forms.CharField(
        label="Trích yếu",
        max_length=300,
        error_messages={
            "required": "Hãy ghi trích yếu, ví dụ: Điều chỉnh, bổ sung Kế hoạch số 12/KH-UBND.",
            "max_length": "Trích yếu dài tối đa 300 ký tự; hãy rút gọn.",
        },
    )
    lan_luu = forms.IntegerField(
        label="Lần lưu",
        min_value=0,
        max_value=2**31 - 1,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), TRANG_CU),
    )
    field_order = ("trich_yeu", "ly_do", "lan_luu")

    def clean_trich_yeu(self) -> str:
        return " ".join(str(self.cleaned_data["trich_yeu"]).split())
