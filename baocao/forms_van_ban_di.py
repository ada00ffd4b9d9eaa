"""Forms of a document: number and date, the signed file, a reason, the correcting letter."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator

from vanban.kiem_chu_ky import check_size
from vanban.loi_chu_ky import LoiChuKy


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

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_ngay_ban_hanh(self) -> date:
        day: date = self.cleaned_data["ngay_ban_hanh"]
        if day > self.today:
            raise forms.ValidationError("Ngày ban hành không được sau ngày hôm nay.")
        return day


class TepDaKyForm(forms.Form):
    """Hand in the signed file of a document; its size is looked at before anything of it."""

    tep = forms.FileField(
        label="Tệp PDF đã ký số",
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={
            "required": "Tệp: hãy chọn tệp PDF đã ký số của văn bản này.",
            "invalid": "Tệp: trình duyệt chưa gửi được tệp; hãy chọn lại tệp PDF đã ký số.",
            "empty": "Tệp được chọn không có nội dung nào; hãy chọn tệp PDF đã ký số.",
            "max_length": "Tên tệp dài quá 200 ký tự; hãy đổi tên ngắn hơn.",
        },
    )

    def clean_tep(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["tep"]
        try:
            check_size(file.size or 0, settings.VAN_BAN_DA_KY_TOI_DA)
        except LoiChuKy as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


class LyDoForm(forms.Form):
    """Say why a document is recalled or replaced."""

    ly_do = forms.CharField(
        label="Lý do",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Lý do: hãy ghi vì sao, để người soạn thảo biết phải sửa gì.",
            "max_length": "Lý do dài tối đa 2.000 ký tự; hãy rút gọn.",
        },
    )


class DinhChinhForm(forms.Form):
    """Record the letter that corrects a document's form."""

    so_cong_van = forms.CharField(
        label="Số công văn đính chính",
        max_length=60,
        help_text="Ghi cả số và ký hiệu, ví dụ 15/UBND-VHXH.",
        error_messages={
            "required": "Hãy nhập số công văn đính chính, ví dụ 15/UBND-VHXH.",
            "max_length": "Số công văn đính chính dài tối đa 60 ký tự.",
        },
    )
    ngay_cong_van = forms.DateField(
        label="Ngày công văn đính chính",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Hãy nhập ngày công văn đính chính.",
            "invalid": "Ngày công văn đính chính không đọc được. Hãy nhập như 05/11/2026.",
        },
    )
    noi_dung = forms.CharField(
        label="Nội dung đính chính",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Hãy ghi nội dung đính chính: chỗ sai và chỗ đã sửa.",
            "max_length": "Nội dung đính chính dài tối đa 2.000 ký tự; hãy rút gọn.",
        },
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_ngay_cong_van(self) -> date:
        day: date = self.cleaned_data["ngay_cong_van"]
        if day > self.today:
            raise forms.ValidationError("Ngày công văn đính chính không được sau ngày hôm nay.")
        return day
