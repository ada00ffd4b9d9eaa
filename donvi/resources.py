"""Columns of the sheets in which units and spellings are corrected in bulk."""

from typing import Any

from import_export.fields import Field
from import_export.widgets import BooleanWidget, ForeignKeyWidget

from donvi.models import DonVi, NhomDonVi, TenKhac, Xa
from donvi.quan_tri import GhiNhanResource


class MaWidget(ForeignKeyWidget):
    """Look a row up by its code, and answer in Vietnamese when there is none."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if value in (None, ""):
            return None
        try:
            return super().clean(str(value).strip(), row, **kwargs)
        except self.model.DoesNotExist as error:
            name = self.model._meta.verbose_name
            raise ValueError(
                f"Không có {name} nào mang mã “{value}”. Hãy ghi đúng mã đang dùng."
            ) from error


class MaTrongXaWidget(MaWidget):
    """Look a unit or group up by its code within the commune named in the same row."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        return self.model._default_manager.filter(xa__ma=str(row.get("Mã xã", "")).strip())


class CoKhongWidget(BooleanWidget):
    """Print and read yes/no as Có/Không."""

    TRUE_VALUES = ["Có", "có", "1", 1, True, "true", "True"]
    FALSE_VALUES = ["Không", "không", "0", 0, False, "false", "False"]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else "Có" if value else "Không"


class DonViResource(GhiNhanResource):
    """Units, found again by commune code and unit code."""

    xa = Field("xa", "Mã xã", MaWidget(Xa, "ma"))
    ma = Field("ma", "Mã")
    ten = Field("ten", "Tên")
    loai_don_vi = Field("loai_don_vi", "Loại đơn vị")
    thu_tu = Field("thu_tu", "Thứ tự")
    don_vi_ke_tiep = Field("don_vi_ke_tiep", "Mã đơn vị kế tiếp", MaTrongXaWidget(DonVi, "ma"))
    ngay_ket_thuc = Field("ngay_ket_thuc", "Ngày kết thúc")

    class Meta(GhiNhanResource.Meta):
        model = DonVi
        import_id_fields = ("xa", "ma")
        fields = (
            "xa",
            "ma",
            "ten",
            "loai_don_vi",
            "thu_tu",
            "don_vi_ke_tiep",
            "ngay_ket_thuc",
        )


class TenKhacResource(GhiNhanResource):
    """Spellings of units, found again by commune code and spelling."""

    xa = Field("xa", "Mã xã", MaWidget(Xa, "ma"))
    ten = Field("ten", "Tên")
    don_vi = Field("don_vi", "Mã đơn vị", MaTrongXaWidget(DonVi, "ma"))
    nhom_don_vi = Field("nhom_don_vi", "Mã nhóm", MaTrongXaWidget(NhomDonVi, "ma"))

    class Meta(GhiNhanResource.Meta):
        model = TenKhac
        import_id_fields = ("xa", "ten")
        fields = ("xa", "ten", "don_vi", "nhom_don_vi")
