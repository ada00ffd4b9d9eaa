"""What people send as evidence: files, or a link or document number, with a few words."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile

from baocao.con_thieu import shorten
from baocao.loai_tep import DUOI_NHAN, NHAN
from baocao.minh_chung import LoiTa, NoiGan, TepGui
from baocao.phieu_queries import DongPhieu

CA_PHIEU = "phieu"


class NhieuTepInput(forms.FileInput):
    """A box that takes several files at once."""

    allow_multiple_selected = True


class NhieuTepField(forms.FileField):
    """Several files; gives a list, empty when none was chosen."""

    widget = NhieuTepInput(attrs={"accept": DUOI_NHAN, "multiple": True})
    default_error_messages: ClassVar = {
        "empty": "Tệp được chọn không có nội dung nào; hãy kiểm tra lại tệp trên máy.",
        "max_length": "Tên tệp dài quá %(max)d ký tự; hãy đổi tên ngắn hơn.",
    }

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Check each file as Django checks one."""
        files = data if isinstance(data, list | tuple) else [data]
        return [super(NhieuTepField, self).clean(file, initial) for file in files if file]


class MinhChungForm(forms.Form):
    """One piece of evidence, or several files with the same words."""

    noi_gan = forms.ChoiceField(
        label="Minh chứng cho",
        error_messages={
            "required": "Minh chứng cho: hãy chọn một mục của phiếu.",
            "invalid_choice": "Minh chứng cho: hãy chọn một mục có trong phiếu.",
        },
    )
    tep = NhieuTepField(
        label="Tệp",
        required=False,
        max_length=200,
        help_text=f"{NHAN} Có thể chọn nhiều tệp.",
    )
    so_van_ban = forms.CharField(
        label="Số văn bản",
        required=False,
        max_length=60,
        help_text="Ví dụ 12/KH-UBND, khi văn bản đã có trên hệ thống quản lý văn bản.",
        error_messages={"max_length": "Số văn bản dài quá 60 ký tự; hãy chỉ ghi số và ký hiệu."},
    )
    duong_dan = forms.URLField(
        label="Đường dẫn",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Ví dụ https://vuquang.hatinh.gov.vn/tin-tuc.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={
            "invalid": "Đường dẫn không đọc được: cần một địa chỉ bắt đầu bằng https://.",
            "max_length": "Đường dẫn dài quá 500 ký tự; hãy dùng địa chỉ ngắn hơn.",
        },
    )
    mo_ta = forms.CharField(
        label="Mô tả",
        required=False,
        max_length=300,
        help_text="Một câu cho người kiểm tra, ví dụ: Ảnh buổi tuyên truyền ngày 05/10/2026.",
        error_messages={"max_length": "Mô tả dài quá 300 ký tự; hãy viết gọn lại."},
    )

    def __init__(self, *args: Any, rows: DongPhieu, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = dict(_places(rows))
        cast(forms.ChoiceField, self.fields["noi_gan"]).choices = [
            (CA_PHIEU, "Cả phiếu"),
            *((prefix, label) for prefix, (label, _) in self.places.items()),
        ]

    def clean_duong_dan(self) -> str:
        """Take web addresses only: no other scheme is followed from a page."""
        url = str(self.cleaned_data["duong_dan"])
        if url and not url.startswith(("https://", "http://")):
            raise forms.ValidationError(self.fields["duong_dan"].error_messages["invalid"])
        return url

    def clean(self) -> dict[str, Any]:
        """Refuse a piece of evidence that is nothing."""
        values = super().clean() or {}
        given = ("tep", "so_van_ban", "duong_dan")
        if not self.errors and not any(values.get(name) for name in given):
            self.add_error(
                "tep", "Tệp: hãy chọn một tệp, hoặc ghi số văn bản hay đường dẫn của minh chứng."
            )
        return values

    @property
    def noi(self) -> NoiGan:
        """Give the place chosen, after validation."""
        chosen = self.places.get(self.cleaned_data["noi_gan"])
        return chosen[1] if chosen else NoiGan()

    @property
    def loi(self) -> LoiTa:
        """Give the words, after validation."""
        names = ("mo_ta", "duong_dan", "so_van_ban")
        return LoiTa(**{name: self.cleaned_data[name] for name in names})

    @property
    def cac_tep(self) -> list[TepGui]:
        """List the files, after validation."""
        return [_as_sent(file) for file in self.cleaned_data["tep"]]


def _as_sent(file: UploadedFile) -> TepGui:
    return TepGui(file.name or "tep", file.size or 0, file.read)


def _places(rows: DongPhieu) -> Iterable[tuple[str, tuple[str, NoiGan]]]:
    for task in rows.nhiem_vu:
        label = f"Nhiệm vụ {task.nhiem_vu.ma}. {shorten(task.nhiem_vu.ten)}"
        yield task.prefix, (label, NoiGan(phan_cong_id=task.phan_cong.pk))
    for row in rows.chi_tieu:
        label = f"Chỉ tiêu {row.chi_tieu.ma}. {shorten(row.chi_tieu.ten)}"
        yield row.prefix, (label, NoiGan(chi_tieu_id=row.chi_tieu.pk))
