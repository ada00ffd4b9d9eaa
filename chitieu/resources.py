"""Columns of the sheets in which indicators, levels and figures are corrected in bulk."""

from typing import Any

from import_export.fields import Field
from import_export.widgets import DecimalWidget

from chitieu.models import ChiTieu, MucChiTieu, SoLieu
from donvi.models import DonVi
from donvi.quan_tri import GhiNhanResource
from donvi.resources import MaWidget
from kehoach.models import KeHoach


class ChiTieuWidget(MaWidget):
    """Look an indicator up by its code within the plan named in the same row."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        return ChiTieu.objects.filter(ke_hoach__ma=str(row.get("Mã kế hoạch", "")).strip())


class DonViCuaKeHoachWidget(MaWidget):
    """Look a unit up by its code within the commune of the plan named in the same row."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        ma = str(row.get("Mã kế hoạch", "")).strip()
        return DonVi.objects.filter(xa__cac_ke_hoach__ma=ma).distinct()


class ChiTieuResource(GhiNhanResource):
    """Indicators, found again by plan code and indicator code."""

    ke_hoach = Field("ke_hoach", "Mã kế hoạch", MaWidget(KeHoach, "ma"))
    ma = Field("ma", "Mã")
    ten = Field("ten", "Tên")
    nhom_chi_tieu = Field("nhom_chi_tieu", "Nhóm")
    giai_thich = Field("giai_thich", "Giải thích")
    don_vi_tinh = Field("don_vi_tinh", "Đơn vị tính")
    chieu_huong = Field("chieu_huong", "Chiều hướng")
    cach_cong_don = Field("cach_cong_don", "Cách cộng dồn")
    thu_tu = Field("thu_tu", "Thứ tự")

    class Meta(GhiNhanResource.Meta):
        model = ChiTieu
        import_id_fields = ("ke_hoach", "ma")
        fields = (
            "ke_hoach",
            "ma",
            "ten",
            "nhom_chi_tieu",
            "giai_thich",
            "don_vi_tinh",
            "chieu_huong",
            "cach_cong_don",
            "thu_tu",
        )


class CuaChiTieuResource(GhiNhanResource):
    """A row that belongs to an indicator, named by plan code and indicator code."""

    ke_hoach = Field("chi_tieu__ke_hoach__ma", "Mã kế hoạch", readonly=True)
    chi_tieu = Field("chi_tieu", "Mã chỉ tiêu", ChiTieuWidget(ChiTieu, "ma"))


class MucChiTieuResource(CuaChiTieuResource):
    """Levels to reach, found again by indicator and year."""

    nam = Field("nam", "Năm")
    nguyen_van = Field("nguyen_van", "Nguyên văn")
    loai_muc = Field("loai_muc", "Loại mức")
    so_sanh = Field("so_sanh", "So sánh")
    gia_tri = Field("gia_tri", "Giá trị", DecimalWidget())
    gia_tri_den = Field("gia_tri_den", "Giá trị đến", DecimalWidget())
    don_vi_tinh = Field("don_vi_tinh", "Đơn vị tính")
    pham_vi = Field("pham_vi", "Phạm vi")

    class Meta(GhiNhanResource.Meta):
        model = MucChiTieu
        import_id_fields = ("chi_tieu", "nam")
        fields = (
            "ke_hoach",
            "chi_tieu",
            "nam",
            "nguyen_van",
            "loai_muc",
            "so_sanh",
            "gia_tri",
            "gia_tri_den",
            "don_vi_tinh",
            "pham_vi",
        )


class SoLieuResource(CuaChiTieuResource):
    """Figures, found again by indicator, unit and period."""

    don_vi = Field("don_vi", "Mã đơn vị", DonViCuaKeHoachWidget(DonVi, "ma"))
    ky_bao_cao = Field("ky_bao_cao", "Kỳ báo cáo")
    ngay_chot = Field("ngay_chot", "Ngày chốt")
    tinh_trang = Field("tinh_trang", "Tình trạng")
    gia_tri = Field("gia_tri", "Giá trị", DecimalWidget())
    tu_so = Field("tu_so", "Tử số", DecimalWidget())
    mau_so = Field("mau_so", "Mẫu số", DecimalWidget())
    nhan_xet = Field("nhan_xet", "Nhận xét")
    ghi_chu = Field("ghi_chu", "Ghi chú")

    class Meta(GhiNhanResource.Meta):
        model = SoLieu
        import_id_fields = ("chi_tieu", "don_vi", "ky_bao_cao")
        fields = (
            "ke_hoach",
            "chi_tieu",
            "don_vi",
            "ky_bao_cao",
            "ngay_chot",
            "tinh_trang",
            "gia_tri",
            "tu_so",
            "mau_so",
            "nhan_xet",
            "ghi_chu",
        )
