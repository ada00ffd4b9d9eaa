"""What people type about one budget row; ``sua`` gives what the service takes."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from donvi.tieng_viet import SoKhongDocDuoc, format_so, parse_so
from kinhphi.chia_nguon import PhanTien
from kinhphi.forms import choose, shorten
from kinhphi.forms_huy import reason_field
from kinhphi.loi_kinh_phi import SO_TIEN_MOT_LAN
from kinhphi.models import DongKinhPhi
from kinhphi.so_tien import SoTienKhongDocDuoc, format_dong, parse_so_tien
from kinhphi.sua_dong import SuaDong, sources_in_words, suggest_tasks, version_of
from kinhphi.them_dong import ThemDong
from nhiemvu.models import NhiemVu

SO_LUONG_LON_NHAT = Decimal(10) ** 11


def amount_field(label: str, help_text: str) -> forms.CharField:
    """Make a field for an amount in đồng that may stay empty."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=100,
        help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"max_length": f"{label} dài quá 100 ký tự; hãy chỉ nhập con số."},
    )


def sources_field(help_text: str, *, required: bool = False) -> forms.CharField:
    """Make a field for sources, one a line, each with what it pays if that is known."""
    return forms.CharField(
        label="Nguồn kinh phí",
        required=required,
        max_length=4000,
        help_text=f"Mỗi nguồn một dòng, ví dụ “Ngân sách xã: 250.000.000”. {help_text}",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Hãy ghi ít nhất một nguồn, ví dụ “Ngân sách xã: 250.000.000”.",
            "max_length": "Phần nguồn dài quá %(limit_value)d ký tự; hãy viết gọn.",
        },
    )


def read_sources(typed: str) -> tuple[PhanTien, ...]:
    """Read sources typed one a line.

    :raises ValidationError: an amount can't be read.
    """
    lines = (line.strip() for line in typed.splitlines())
    return tuple(_part(line) for line in lines if line)


class ChiaNguonForm(forms.Form):
    """Say what each source pays of a task."""

    nguon = sources_field(
        "Bỏ trống số tiền của một nguồn khi chưa rõ nguồn ấy trả bao nhiêu.", required=True
    )
    ly_do = reason_field("Lý do", "Hãy ghi lý do, ví dụ: theo quyết định giao dự toán.")
    da_thay = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_nguon(self) -> tuple[PhanTien, ...]:
        """Read the sources, one a line."""
        return read_sources(self.cleaned_data["nguon"])


class SuaDongForm(forms.Form):
    """Correct a budget row: the words, the figures, the sources, the task, and why."""

    noi_dung = forms.CharField(
        label="Nội dung",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Hãy ghi nội dung của dòng kinh phí.",
            "max_length": "Nội dung dài quá %(limit_value)d ký tự; hãy viết gọn lại.",
        },
    )
    don_vi_tinh = forms.CharField(
        label="Đơn vị tính",
        required=False,
        max_length=60,
        help_text="Ví dụ: bộ, lớp, gói.",
        error_messages={"max_length": "Đơn vị tính dài quá 60 ký tự; hãy viết gọn lại."},
    )
    so_luong = forms.CharField(
        label="Số lượng",
        required=False,
        max_length=40,
        help_text="Để trống nếu kế hoạch không ghi.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"max_length": "Số lượng dài quá 40 ký tự; hãy chỉ nhập con số."},
    )
    don_gia = amount_field("Đơn giá (đồng)", "Ví dụ 15.000.000 hoặc 15 triệu.")
    thanh_tien_in = amount_field("Thành tiền in (đồng)", "Số như văn bản kế hoạch ghi.")
    nguon = sources_field("Không ghi số tiền khi kế hoạch không chia theo nguồn.")
    nhiem_vu = forms.ChoiceField(
        label="Nhiệm vụ được chi",
        required=False,
        error_messages={"invalid_choice": "Không có nhiệm vụ này trong kế hoạch; hãy chọn lại."},
    )
    ghi_chu = forms.CharField(
        label="Ghi chú",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "Ghi chú dài quá %(limit_value)d ký tự; hãy viết gọn lại."},
    )
    ly_do = reason_field("Lý do sửa", "Hãy ghi lý do sửa, ví dụ: sửa theo bản đã ký.")
    ban_ghi = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, dong: DongKinhPhi, tasks: Sequence[NhiemVu], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.dong = dong
        self.tasks = {str(task.pk): task for task in tasks}
        self.goi_y = suggest_tasks(dong.noi_dung, tasks)
        near = {str(task.pk) for task in self.goi_y}
        named = [
            (pk, ("Gợi ý: " if pk in near else "") + shorten(f"{task.ma}. {task.ten}"))
            for pk, task in self.tasks.items()
        ]
        named.sort(key=lambda choice: choice[0] not in near)
        choose(self, "nhiem_vu", "Không gắn với nhiệm vụ nào", named)

    def clean_so_luong(self) -> Decimal | None:
        """Read the quantity the Vietnamese way."""
        text = str(self.cleaned_data["so_luong"]).strip()
        if not text:
            return None
        try:
            value = parse_so(text)
        except SoKhongDocDuoc as error:
            raise forms.ValidationError(f"Số lượng: {error}") from error
        if not 0 <= value < SO_LUONG_LON_NHAT or value != round(value, 3):
            raise forms.ValidationError(
                "Số lượng phải từ 0 đến dưới 100 tỷ, nhiều nhất ba chữ số sau dấu phẩy."
            )
        return value

    def clean_don_gia(self) -> int | None:
        """Read the price as whole đồng."""
        return _amount(self.cleaned_data["don_gia"], "Đơn giá")

    def clean_thanh_tien_in(self) -> int | None:
        """Read the printed amount as whole đồng."""
        return _amount(self.cleaned_data["thanh_tien_in"], "Thành tiền in")

    def clean_nguon(self) -> tuple[PhanTien, ...]:
        """Read the sources, one a line."""
        return read_sources(self.cleaned_data["nguon"])

    def clean_ban_ghi(self) -> int:
        """Read the number of the version this person saw; nonsense is none of them."""
        text = str(self.cleaned_data["ban_ghi"])
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else -1

    def sua(self) -> SuaDong:
        """Give what was typed, once the form is valid; a quantity kept keeps its printed form."""
        data = self.cleaned_data
        same = data["so_luong"] == self.dong.so_luong
        return SuaDong(
            noi_dung=data["noi_dung"],
            don_vi_tinh=data["don_vi_tinh"],
            so_luong_nguyen_van=(
                self.dong.so_luong_nguyen_van
                if same
                else str(self.data.get("so_luong", "")).strip()
            ),
            so_luong=data["so_luong"],
            don_gia=data["don_gia"],
            thanh_tien_in=data["thanh_tien_in"],
            ghi_chu=data["ghi_chu"],
            nhiem_vu=self.tasks.get(data["nhiem_vu"]),
            cac_phan=data["nguon"],
            ban_ghi=data["ban_ghi"],
        )


class ThemDongForm(SuaDongForm):
    """Add a budget row: where it stands, and all a row says; ``cho`` gives the place."""

    dong_cha = forms.ChoiceField(
        label="Thuộc mục",
        required=False,
        error_messages={"invalid_choice": "Không có mục này trong kế hoạch; hãy chọn lại."},
    )
    ma = forms.CharField(
        label="Mã",
        max_length=30,
        help_text="Mã đủ các cấp, ví dụ A.III.6; mỗi dòng một mã.",
        error_messages={
            "required": "Hãy đặt mã cho dòng, ví dụ A.III.6.",
            "max_length": "Mã dài quá 30 ký tự; hãy đặt mã ngắn hơn.",
        },
    )
    so_in = forms.CharField(
        label="Số thứ tự in",
        required=False,
        max_length=20,
        help_text="Như cột TT của bảng, ví dụ 6.",
        error_messages={"max_length": "Số thứ tự dài quá 20 ký tự; hãy viết gọn lại."},
    )

    def __init__(self, *args: Any, rows: Sequence[DongKinhPhi], **kwargs: Any) -> None:
        super().__init__(*args, dong=DongKinhPhi(), **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        named = ((pk, shorten(str(row))) for pk, row in self.rows.items())
        choose(self, "dong_cha", "Đứng riêng ở cấp cao nhất", named)

    def cho(self) -> ThemDong:
        """Give where the new row stands, once the form is valid."""
        data = self.cleaned_data
        return ThemDong(data["ma"], data["so_in"], self.rows.get(data["dong_cha"]))


def as_typed(dong: DongKinhPhi) -> dict[str, Any]:
    """Give the stored row the way a person types it (2 queries)."""
    return {
        "noi_dung": dong.noi_dung,
        "don_vi_tinh": dong.don_vi_tinh,
        "so_luong": "" if dong.so_luong is None else format_so(dong.so_luong),
        "don_gia": "" if dong.don_gia is None else format_so(dong.don_gia),
        "thanh_tien_in": "" if dong.thanh_tien_in is None else format_so(dong.thanh_tien_in),
        "nguon": sources_in_words(dong),
        "nhiem_vu": dong.nhiem_vu_id or "",
        "ghi_chu": dong.ghi_chu,
        "ban_ghi": version_of(dong),
    }


def _amount(typed: str, label: str) -> int | None:
    if not typed.strip():
        return None
    try:
        value = parse_so_tien(typed)
    except SoTienKhongDocDuoc as error:
        raise forms.ValidationError(f"{label}: {error}") from error
    if value > SO_TIEN_MOT_LAN:
        raise forms.ValidationError(f"{label} không quá {format_dong(SO_TIEN_MOT_LAN)}.")
    return value


def _part(line: str) -> PhanTien:
    """Read "Ngân sách xã: 250.000.000"; a line without figures after a colon is a name alone."""
    ten, colon, amount = line.rpartition(":")
    if not colon or not any(char.isdigit() for char in amount):
        return PhanTien(line.rstrip(": "))
    return PhanTien(ten.strip(), _amount(amount, f"Nguồn “{ten.strip()}”"))
