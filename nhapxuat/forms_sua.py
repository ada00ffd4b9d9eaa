"""What people type to correct one row of a plan: its words, and the reason."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from kehoach.models import KeHoach
from kinhphi.so_tien import DonViTien, SoTienKhongDocDuoc, parse_so_tien
from nhapxuat.sua_dong import LY_DO_TOI_DA, digest_values, needs_reason

DAI_NHAT = 20_000  # characters of a paragraph
SO_TIEN_LON_NHAT = 10**15  # đồng


def _words(label: str, rows: int = 2, *, required: bool = False, dai: int = DAI_NHAT) -> Any:
    widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
    return forms.CharField(
        label=label,
        required=required,
        max_length=dai,
        widget=widget,
        error_messages={
            "required": f"{label}: hãy nhập nội dung, không để trống.",
            "max_length": f"{label} dài tối đa %(limit_value)d ký tự; hãy viết gọn lại.",
        },
    )


class DauVetField(forms.CharField):
    """The digest of what the page showed; any other words only mean that the page is old."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> str:
        return str(value or "")[:64]


class SuaForm(forms.Form):
    """Correct a row: ``hien_nay`` are the values of its fields as stored."""

    da_thay = DauVetField(label="Lần mở trang", required=False)

    def __init__(self, ke_hoach: KeHoach, hien_nay: Mapping[str, Any], data: Any = None) -> None:
        super().__init__(
            data, initial={**self.as_typed(hien_nay), "da_thay": digest_values(hien_nay)}
        )
        self.ke_hoach, self.hien_nay = ke_hoach, hien_nay
        for name, field in self.make_fields().items():
            self.fields[name] = field
        required = needs_reason(ke_hoach)
        self.fields["ly_do"] = forms.CharField(
            label="Lý do sửa",
            required=required,
            max_length=LY_DO_TOI_DA,
            help_text="Ví dụ: đã đối chiếu với bản ký; ghi nhầm khi soạn. Lý do được lưu cùng giá "
            "trị cũ và mới.",
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={
                "required": "Kế hoạch đã có hiệu lực: hãy ghi lý do sửa, để người xem sau biết vì "
                "sao đổi.",
                "max_length": "Lý do dài quá %(limit_value)d ký tự; hãy viết gọn lại.",
            },
        )

    def make_fields(self) -> dict[str, forms.Field]:
        """Give the fields of the row, in the order of the page."""
        raise NotImplementedError

    def as_typed(self, hien_nay: Mapping[str, Any]) -> dict[str, Any]:
        """Give stored values as a person types them."""
        return dict(hien_nay)

    def values(self) -> dict[str, Any]:
        """Give the corrected values; words that differ only in line ends or edges are the old."""
        typed = {name: self.cleaned_data[name] for name in self.hien_nay}
        return {
            name: self.hien_nay[name] if _same(value, self.hien_nay[name]) else value
            for name, value in typed.items()
        }

    @property
    def present(self) -> list[tuple[str, Any]]:
        """Give label and stored value of each field, for a person whose page is out of date."""
        shown = self.as_typed(self.hien_nay)
        return [(str(self.fields[name].label), shown[name]) for name in self.hien_nay]


def _same(typed: object, stored: object) -> bool:
    if isinstance(typed, str) and isinstance(stored, str):
        return _plain(typed) == _plain(stored)
    return typed == stored


def _plain(words: str) -> str:
    return words.replace("\r\n", "\n").strip()


class SuaNhiemVuForm(SuaForm):
    """Correct a task."""

    def make_fields(self) -> dict[str, forms.Field]:
        return {
            "ma": _words("Số thứ tự, mã", 1, required=True, dai=30),
            "ten": _words("Nhiệm vụ", 3, required=True),
            "chu_tri_nguyen_van": _words("Đơn vị chủ trì"),
            "phoi_hop_nguyen_van": _words("Đơn vị phối hợp"),
            "thoi_han_nguyen_van": _words("Thời hạn", 1, dai=300),
            "san_pham": _words("Sản phẩm, kết quả phải đạt", 3),
            "kinh_phi_nguyen_van": _words("Kinh phí", 1, dai=100),
            "nguon_nguyen_van": _words("Nguồn kinh phí", 1, dai=300),
        }


class SuaChiTieuForm(SuaForm):
    """Correct an indicator and its levels: one field per year in ``hien_nay``."""

    def make_fields(self) -> dict[str, forms.Field]:
        years = [name for name in self.hien_nay if name.startswith("muc_")]
        return {
            "ma": _words("Số thứ tự, mã", 1, required=True, dai=30),
            "ten": _words("Chỉ tiêu", 3, required=True),
            "nguyen_van": _words("Nguyên văn trong kế hoạch", 3),
            "chu_tri_nguyen_van": _words("Đơn vị chủ trì"),
        } | {name: _words(f"Mức năm {name[4:]}", 1, dai=300) for name in years}


class SuaDeMucForm(SuaForm):
    """Correct a heading and its paragraphs."""

    def make_fields(self) -> dict[str, forms.Field]:
        return {
            "so_in": _words("Số thứ tự in", 1, dai=20),
            "tieu_de": _words("Tiêu đề", required=True),
            "noi_dung": _words("Nội dung", 12),
        }


class SuaMucTieuForm(SuaForm):
    """Correct an objective in words."""

    def make_fields(self) -> dict[str, forms.Field]:
        return {"noi_dung": _words("Nội dung mục tiêu", 6, required=True)}


class SuaCanCuForm(SuaForm):
    """Correct a legal basis, or take it out where it stands twice."""

    def make_fields(self) -> dict[str, forms.Field]:
        return {
            "tu_dan": _words("Từ dẫn", 1, required=True, dai=60),
            "noi_dung": _words("Nội dung căn cứ", 5, required=True),
            "so_hieu": _words("Số, ký hiệu văn bản", 1, dai=60),
            "ngay_van_ban": forms.DateField(
                label="Ngày văn bản",
                required=False,
                input_formats=["%Y-%m-%d", "%d/%m/%Y"],
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                error_messages={
                    "invalid": "Ngày văn bản không đọc được: cần ngày/tháng/năm, ví dụ 22/12/2024."
                },
            ),
            "co_quan_ban_hanh": _words("Cơ quan ban hành", 1, dai=200),
            "bo": forms.BooleanField(
                label="Bỏ căn cứ này khỏi kế hoạch",
                required=False,
                help_text="Chọn khi căn cứ bị nêu hai lần.",
            ),
        }

    def clean_ngay_van_ban(self) -> date | None:
        ngay: date | None = self.cleaned_data["ngay_van_ban"]
        if ngay and not 1900 <= ngay.year <= 2100:
            msg = "Ngày văn bản phải trong khoảng năm 1900-2100."
            raise forms.ValidationError(msg)
        return ngay


class SuaKeHoachForm(SuaForm):
    """Correct the opening and closing words of a plan and the printed time of signing."""

    def make_fields(self) -> dict[str, forms.Field]:
        return {
            "thoi_gian_ky": _words("Thời gian ký in sẵn", 1, dai=60),
            "loi_dan": _words("Lời dẫn", 4),
            "loi_ket": _words("Lời kết", 4),
        }


class SuaTongKinhPhiForm(SuaForm):
    """Correct the plan's total in figures and in words."""

    def make_fields(self) -> dict[str, forms.Field]:
        total = _words("Tổng kinh phí bằng số", 1, dai=60)
        total.help_text = "Ghi đồng hoặc kèm đơn vị, ví dụ 3.711.000.000 hoặc 3.711 triệu đồng."
        return {
            "tong_kinh_phi_in": total,
            "tong_bang_chu": _words("Tổng kinh phí bằng chữ", 2, dai=200),
        }

    def as_typed(self, hien_nay: Mapping[str, Any]) -> dict[str, Any]:
        so_tien = hien_nay["tong_kinh_phi_in"]
        words = "" if so_tien is None else f"{so_tien:,}".replace(",", ".")
        return {**hien_nay, "tong_kinh_phi_in": words}

    def clean_tong_kinh_phi_in(self) -> int | None:
        words = self.cleaned_data["tong_kinh_phi_in"]
        if not words:
            return None
        try:
            so_tien = parse_so_tien(words, DonViTien.DONG)
        except SoTienKhongDocDuoc as error:
            raise forms.ValidationError(str(error)) from error
        if so_tien > SO_TIEN_LON_NHAT:
            msg = "Tổng kinh phí lớn quá 1.000.000 tỷ đồng; hãy kiểm tra lại số."
            raise forms.ValidationError(msg)
        return so_tien
