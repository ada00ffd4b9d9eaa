"""What people send while they import an annex: the file, a cell, a reason, the yes."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from nhapxuat.doc_rieng import check_size
from nhapxuat.loi_tep import TepKhongDoc
from nhapxuat.nhap_tep import file_limits
from nhapxuat.sua_tep import CHU_TOI_DA

KHONG_RO = "Không rõ {0}; hãy tải lại trang rồi làm lại."
_LY_DO_DAI = "Lý do dài quá %(limit_value)d ký tự; hãy viết gọn lại."


class TaiLenForm(forms.Form):
    """The file of an annex; what it holds is looked at later, apart from the web server."""

    tep = forms.FileField(
        label="Tệp phụ lục",
        max_length=200,
        help_text="Tệp Word (.docx), Excel (.xlsx) hoặc CSV (.csv).",
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.csv"}),
        error_messages={
            "required": "Tệp phụ lục: hãy chọn một tệp .docx, .xlsx hoặc .csv.",
            "invalid": "Tệp phụ lục: hãy chọn một tệp .docx, .xlsx hoặc .csv.",
            "missing": "Tệp phụ lục: hãy chọn một tệp .docx, .xlsx hoặc .csv.",
            "empty": "Tệp được chọn không có nội dung nào; hãy kiểm tra lại tệp trên máy.",
            "max_length": "Tên tệp dài quá %(max)d ký tự; hãy đổi tên ngắn hơn.",
        },
    )

    def clean_tep(self) -> UploadedFile:
        """Refuse a file that is too large before it is read."""
        tep: UploadedFile = self.cleaned_data["tep"]
        try:
            check_size(tep.size or 0, file_limits())
        except TepKhongDoc as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return tep

    @property
    def ten_tep(self) -> str:
        """Give the name of the file without signs that can't be shown, after validation."""
        name = self.cleaned_data["tep"].name or ""
        return "".join(sign for sign in name if sign.isprintable()).strip() or "tệp không tên"


class FormTaiCho(forms.Form):
    """A form that stands on a page many times; ``nhan`` tells its boxes from the others'."""

    def __init__(self, *args: Any, nhan: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"{nhan}-%s"
        self.nhan = nhan


class SuaOForm(FormTaiCho):
    """The right words of one cell, whose place (``CHO``) is told as the file's reader tells it.

    With ``cac_cot`` the person says which cell of the row is meant.
    """

    CHO: ClassVar = ("bang", "so_dong", "so_cot")

    bang = forms.CharField(
        label="Bảng",
        max_length=200,
        widget=forms.HiddenInput,
        error_messages={
            "required": KHONG_RO.format("bảng nào"),
            "max_length": KHONG_RO.format("bảng nào"),
        },
    )
    so_dong = forms.IntegerField(
        label="Dòng",
        min_value=1,
        max_value=10_000_000,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), KHONG_RO.format("dòng nào")
        ),
    )
    so_cot = forms.IntegerField(
        label="Ô cần sửa",
        min_value=1,
        max_value=20_000,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), KHONG_RO.format("cột nào")
        ),
    )
    gia_tri = forms.CharField(
        label="Nội dung đúng của ô",
        required=False,
        max_length=CHU_TOI_DA,
        help_text="Ghi như phải ghi trong tệp. Tệp gốc giữ nguyên; chỗ sửa được ghi lại.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "max_length": "Nội dung ô dài quá %(limit_value)d ký tự; hãy viết gọn lại."
        },
    )

    def __init__(self, *args: Any, cac_cot: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if cac_cot:
            choices = [("", "Chọn ô của dòng"), *cac_cot]
            self.fields["so_cot"].widget = forms.Select(choices=choices)


class ChapNhanNhapForm(FormTaiCho):
    """Let one problem stand, or all of a kind (``loai``): which, as shown, and the reason."""

    dau_vet = forms.CharField(
        label="Vấn đề",
        max_length=20,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "max_length"), KHONG_RO.format("vấn đề nào")),
    )
    ly_do = forms.CharField(
        label="Lý do chấp nhận",
        max_length=CHU_TOI_DA,
        help_text="Ví dụ: đã đối chiếu với bản ký; số in là số đúng, đơn giá ghi nhầm.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Hãy ghi lý do chấp nhận, để người xem sau biết vì sao không sửa.",
            "max_length": _LY_DO_DAI,
        },
    )

    loai = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    def renew(self, dau_vet: str) -> None:
        """Mean the problems of the kind as they are now, with the reason as it was typed."""
        self.data = {**self.data, "dau_vet": dau_vet}


class RutChapNhanForm(forms.Form):
    """Take an acceptance back: which one."""

    dau_vet = forms.CharField(
        label="Vấn đề",
        max_length=20,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "max_length"), KHONG_RO.format("vấn đề nào")),
    )


class LuuForm(forms.Form):
    """Save what was shown: its digest, and the reason where the plan is in force."""

    dau_vet = forms.CharField(
        label="Thay đổi",
        max_length=20,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "max_length"),
            "Không rõ thay đổi nào; hãy xem lại các thay đổi dưới đây rồi bấm lưu lại.",
        ),
    )
    ly_do = forms.CharField(
        label="Lý do",
        required=False,
        max_length=CHU_TOI_DA,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Kế hoạch đã duyệt nên phải ghi lý do, ví dụ: theo Quyết định 12/QĐ-UBND.",
            "max_length": _LY_DO_DAI,
        },
    )

    def __init__(self, *args: Any, can_ly_do: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ly_do"].required = can_ly_do
        self.fields["ly_do"].help_text = (
            "Kế hoạch đã duyệt: ghi căn cứ của việc sửa, ví dụ số quyết định."
            if can_ly_do
            else "Có thể để trống khi kế hoạch còn là dự thảo."
        )


class GoiTenForm(forms.Form):
    """What unknown names of a file mean; a name left open stays unknown.

    A box is named after the digest of its words, so that an answer never goes to another name.
    """

    def __init__(
        self,
        *args: Any,
        cac_ten: Sequence[tuple[str, int]],
        cac_tra_loi: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cac_ten = {box_name(ten): ten for ten, _ in cac_ten}
        for ten, so_lan in cac_ten:
            self.fields[box_name(ten)] = forms.ChoiceField(
                label=f"“{ten}” ({so_lan} lần)",
                required=False,
                choices=[("", "Chưa rõ"), *cac_tra_loi],
                error_messages={
                    "invalid_choice": f"“{ten}”: hãy chọn một đơn vị trong danh sách của xã."
                },
            )

    def answered(self) -> dict[str, str]:
        """Give the names that were answered, after validation."""
        chosen = {ten: self.cleaned_data.get(box, "") for box, ten in self.cac_ten.items()}
        return {ten: answer for ten, answer in chosen.items() if answer}


def box_name(ten: str) -> str:
    """Name the box of a name of a unit."""
    return f"ten-{sha256(ten.encode()).hexdigest()[:12]}"
