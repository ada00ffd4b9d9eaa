"""Forms of the outline: which kind of report, one section, where a section moves."""

from django import forms

from baocao.de_cuong import MucDeCuong, NguonViet
from kehoach.ky_bao_cao import LoaiKy

_CAP_DO = (("1", "Mục lớn (I, II)"), ("2", "Khoản trong mục (1, 2)"))
_LOI_LOAI = "Loại báo cáo không đọc được; hãy tải lại trang đề cương."
_KHONG_DOC_DUOC = ("max_length", "null_characters_not_allowed")
_LOI_MA = "Đề mục không đọc được; hãy tải lại trang đề cương."


class LoaiBaoCaoForm(forms.Form):
    """Say which kind of report the outline is of."""

    loai_ky = forms.ChoiceField(
        label="Loại báo cáo",
        choices=LoaiKy.choices(),
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _LOI_LOAI),
    )

    @property
    def kind(self) -> LoaiKy:
        """Give the kind, after validation."""
        return LoaiKy(self.cleaned_data["loai_ky"])


class ChonMucForm(LoaiBaoCaoForm):
    """Name one section, and for a move the way: up or down."""

    ma = forms.CharField(
        label="Đề mục",
        max_length=20,
        error_messages=dict.fromkeys(("required", *_KHONG_DOC_DUOC), _LOI_MA),
    )
    huong = forms.ChoiceField(
        label="Hướng chuyển",
        choices=(("len", "lên"), ("xuong", "xuống")),
        required=False,
        error_messages={"invalid_choice": "Hướng chuyển là lên hoặc xuống."},
    )


class DeMucForm(LoaiBaoCaoForm):
    """Change one section, or add one when ``ma`` is empty."""

    ma = forms.CharField(
        label="Mã",
        max_length=20,
        required=False,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(_KHONG_DOC_DUOC, _LOI_MA),
    )
    tieu_de = forms.CharField(
        label="Tên đề mục",
        max_length=300,
        error_messages={
            "required": "Hãy nhập tên đề mục, ví dụ: Công tác tuyên truyền.",
            "max_length": "Tên đề mục dài tối đa 300 ký tự; hãy rút gọn.",
        },
    )
    cap_do = forms.ChoiceField(
        label="Cấp",
        choices=_CAP_DO,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Hãy chọn cấp: mục lớn hoặc khoản trong mục."
        ),
    )
    nguon_viet = forms.ChoiceField(
        label="Nguồn viết",
        required=False,
        choices=[
            ("", "Lời mẫu bên dưới"),
            *((value, label[:1].upper() + label[1:]) for value, label in NguonViet.choices()),
        ],
        help_text="Phần nào của số liệu viết ra lời văn của đề mục này.",
        error_messages={"invalid_choice": "Hãy chọn nguồn viết trong danh sách."},
    )
    loi_mau = forms.CharField(
        label="Lời mẫu",
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Chỉ dùng khi nguồn viết là “Lời mẫu bên dưới”; để trống thì chỉ in tên đề mục.",
        error_messages={"max_length": "Lời mẫu dài tối đa 20.000 ký tự; hãy rút gọn."},
    )

    def clean_loi_mau(self) -> str:
        return str(self.cleaned_data["loi_mau"]).replace("\r\n", "\n").strip()

    def section(self) -> MucDeCuong:
        """Give the section as typed, after validation."""
        data = self.cleaned_data
        source = NguonViet(data["nguon_viet"]) if data["nguon_viet"] else None
        return MucDeCuong(data["ma"], data["tieu_de"], source, int(data["cap_do"]), data["loi_mau"])
