"""Columns of the sheets in which indicators, levels and figures are corrected in bulk."""

from typing import Any

from chitieu.models import ChiTieu, MucChiTieu, SoLieu
from donvi.models import DonVi
from donvi.o_bang import Cot, MaWidget
from donvi.quan_tri_bang import GhiNhanResource
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

    ke_hoach = Cot("ke_hoach", "Mã kế hoạch", MaWidget(KeHoach, "ma"))
    ma = Cot("ma", "Mã")
    ten = Cot("ten", "Tên")
    nhom_chi_tieu = Cot("nhom_chi_tieu", "Nhóm")
    giai_thich = Cot("giai_thich", "Giải thích")
    don_vi_tinh = Cot("don_vi_tinh", "Đơn vị tính")
    chieu_huong = Cot("chieu_huong", "Chiều hướng")
    cach_cong_don = Cot("cach_cong_don", "Cách cộng dồn")
    thu_tu = Cot("thu_tu", "Thứ tự")

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

    ke_hoach = Cot("chi_tieu__ke_hoach__ma", "Mã kế hoạch", readonly=True)
    chi_tieu = Cot("chi_tieu", "Mã chỉ tiêu", ChiTieuWidget(ChiTieu, "ma"))


class MucChiTieuResource(CuaChiTieuResource):
    """Levels to reach, found again by indicator and year."""

    nam = Cot("nam", "Năm")
    nguyen_van = Cot("nguyen_van", "Nguyên văn")
    loai_muc = Cot("loai_muc", "Loại mức")
    so_sanh = Cot("so_sanh", "So sánh")
    gia_tri = Cot("gia_tri", "Giá trị")
    gia_tri_den = Cot("gia_tri_den", "Giá trị đến")
    don_vi_tinh = Cot("don_vi_tinh", "Đơn vị tính")
    pham_vi = Cot("pham_vi", "Phạm vi")

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

    don_vi = Cot("don_vi", "Mã đơn vị", DonViCuaKeHoachWidget(DonVi, "ma"))
    ky_bao_cao = Cot("ky_bao_cao", "Kỳ báo cáo")
    ngay_chot = Cot("ngay_chot", "Ngày chốt")
    tinh_trang = Cot("tinh_trang", "Tình trạng")
    gia_tri = Cot("gia_tri", "Giá trị")
    tu_so = Cot("tu_so", "Tử số")
    mau_so = Cot("mau_so", "Mẫu số")
    nhan_xet = Cot("nhan_xet", "Nhận xét")
    ghi_chu = Cot("ghi_chu", "Ghi chú")

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
