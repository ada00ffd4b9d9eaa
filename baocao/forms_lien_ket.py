"""What an officer types to make a one-time link."""

from django import forms

from baocao.lien_ket import SO_NGAY_MAC_DINH, SO_NGAY_SAU_HAN


class TaoLienKetForm(forms.Form):
    """Name the person and say for how long."""

    nguoi_nhap = forms.CharField(
        label="Người nhập",
        max_length=150,
        help_text="Họ tên, chức danh, ví dụ: Bà Lê Thị Thôn, trưởng thôn 1.",
        error_messages={
            "required": "Hãy ghi họ tên người nhập.",
            "max_length": "Họ tên người nhập dài quá 150 ký tự; hãy viết gọn lại.",
        },
    )
    so_ngay = forms.IntegerField(
        label="Số ngày dùng được",
        min_value=1,
        max_value=30,
        initial=SO_NGAY_MAC_DINH,
        help_text=f"Không quá {SO_NGAY_SAU_HAN} ngày sau hạn nộp phiếu.",
        error_messages={
            "required": "Hãy ghi số ngày dùng được, ví dụ 3.",
            "invalid": "Số ngày dùng được phải là một số nguyên, ví dụ 3.",
            "min_value": "Số ngày dùng được ít nhất là 1.",
            "max_value": "Số ngày dùng được nhiều nhất là 30.",
        },
    )
