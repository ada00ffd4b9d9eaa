"""Columns of the sheet in which budget lines are corrected in bulk."""

from typing import Any

from import_export.fields import Field
from import_export.widgets import DecimalWidget

from donvi.quan_tri import GhiNhanResource
from donvi.resources import MaWidget
from kehoach.models import KeHoach
from kinhphi.models import DongKinhPhi


class DongWidget(MaWidget):
    """Look a budget line up by its code within the plan named in the same row."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        return DongKinhPhi.objects.filter(ke_hoach__ma=str(row.get("Mã kế hoạch", "")).strip())


class DongKinhPhiResource(GhiNhanResource):
    """Budget lines, found again by plan code and line code; amounts are whole đồng."""

    ke_hoach = Field("ke_hoach", "Mã kế hoạch", MaWidget(KeHoach, "ma"))
    ma = Field("ma", "Mã")
    dong_cha = Field("dong_cha", "Mã dòng cha", DongWidget(DongKinhPhi, "ma"))
    cap_dong = Field("cap_dong", "Cấp dòng")
    so_in = Field("so_in", "Số in")
    noi_dung = Field("noi_dung", "Nội dung")
    don_vi_tinh = Field("don_vi_tinh", "Đơn vị tính")
    so_luong_nguyen_van = Field("so_luong_nguyen_van", "Số lượng (nguyên văn)")
    so_luong = Field("so_luong", "Số lượng", DecimalWidget())
    don_gia = Field("don_gia", "Đơn giá (đồng)")
    thanh_tien_in = Field("thanh_tien_in", "Thành tiền in (đồng)")
    ghi_chu = Field("ghi_chu", "Ghi chú")
    thu_tu = Field("thu_tu", "Thứ tự")

    class Meta(GhiNhanResource.Meta):
        model = DongKinhPhi
        import_id_fields = ("ke_hoach", "ma")
        fields = (
            "ke_hoach",
            "ma",
            "dong_cha",
            "cap_dong",
            "so_in",
            "noi_dung",
            "don_vi_tinh",
            "so_luong_nguyen_van",
            "so_luong",
            "don_gia",
            "thanh_tien_in",
            "ghi_chu",
            "thu_tu",
        )
