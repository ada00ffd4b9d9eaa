"""The filters of the indicator list."""

from django import forms
from django.utils.text import capfirst

from chitieu.danh_gia import KetQuaDanhGia
from chitieu.models import ChiTieuQuerySet
from chitieu.queries import DongChiTieu
from donvi.models import DonVi
from donvi.tieng_viet import fold
from kehoach.models import KeHoach

# Results that are counted together in reports.
NHOM_KET_QUA = {
    "dat_va_vuot": ("Đạt và vượt", frozenset({KetQuaDanhGia.DAT, KetQuaDanhGia.VUOT})),
}


class LocChiTieuForm(forms.Form):
    """Filter indicators by words, result and lead unit; all optional."""

    q = forms.CharField(
        label="Tìm kiếm",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Không cần gõ dấu"}),
    )
    ket_qua = forms.ChoiceField(
        label="Đánh giá",
        required=False,
        choices=[
            ("", "Mọi kết quả"),
            *((value, label) for value, (label, _) in NHOM_KET_QUA.items()),
            *((value, capfirst(label)) for value, label in KetQuaDanhGia.choices()),
        ],
    )
    don_vi = forms.ModelChoiceField(
        label="Đơn vị chủ trì",
        required=False,
        queryset=DonVi.objects.none(),
        empty_label="Mọi đơn vị",
        error_messages={"invalid_choice": "Không có đơn vị này trong xã. Hãy chọn lại đơn vị."},
    )

    def __init__(self, *args: object, ke_hoach: KeHoach, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["don_vi"].queryset = (  # type: ignore[attr-defined]
            DonVi.objects.filter(cac_chu_tri_chi_tieu__chi_tieu__ke_hoach=ke_hoach)
            .distinct()
            .order_by("thu_tu", "khoa_sap_xep", "pk")
        )

    @property
    def active(self) -> int:
        """Count the filters in force."""
        return sum(bool(value) for value in self.cleaned_data.values())

    def apply(self, indicators: ChiTieuQuerySet) -> ChiTieuQuerySet:
        """Narrow the indicators by what columns can tell."""
        for word in fold(self.cleaned_data["q"]).split():
            indicators = indicators.filter(khoa_tim_kiem__contains=word)
        if self.cleaned_data["don_vi"]:
            indicators = indicators.filter(cac_chu_tri__don_vi=self.cleaned_data["don_vi"])
        return indicators

    def keep(self, rows: list[DongChiTieu]) -> list[DongChiTieu]:
        """Narrow the rows by their evaluation."""
        result = self.cleaned_data["ket_qua"]
        if not result:
            return rows
        wanted = NHOM_KET_QUA[result][1] if result in NHOM_KET_QUA else {result}
        return [row for row in rows if row.danh_gia and row.danh_gia.ket_qua in wanted]
