"""Forms of people: signing in, changing the password, choosing the morning mail."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm


class DangNhapForm(AuthenticationForm):
    """Sign in with the account name the commune gave."""

    error_messages = {
        "invalid_login": (
            "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra phím Caps Lock và bộ gõ "
            "tiếng Việt rồi nhập lại."
        ),
        "inactive": "Tài khoản này đã bị khóa. Hãy liên hệ quản trị của xã.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["password"].label = "Mật khẩu"


class DoiMatKhauForm(PasswordChangeForm):
    """Change one's own password."""

    error_messages = {
        **PasswordChangeForm.error_messages,
        "password_incorrect": "Mật khẩu hiện tại không đúng. Hãy nhập lại.",
        "password_mismatch": "Hai lần nhập mật khẩu mới không giống nhau. Hãy nhập lại cả hai ô.",
    }


class NhanThuForm(forms.Form):
    """Choose whether to be sent the morning mail."""

    nhan_thu = forms.TypedChoiceField(
        label="Thư buổi sáng",
        choices=[("1", "nhận"), ("0", "không nhận")],
        coerce=lambda value: value == "1",
        error_messages={
            "required": "Thư buổi sáng: hãy chọn nhận hoặc không nhận.",
            "invalid_choice": "Thư buổi sáng: hãy chọn nhận hoặc không nhận.",
        },
    )
