"""Columns of the sheet in which budget lines are corrected in bulk."""

from typing import Any

from donvi.o_bang import Cot, MaWidget
from donvi.quan_tri_bang import GhiNhanResource
from kehoach.models import KeHoach
from kinhphi.models import DongKinhPhi
from nhiemvu.models import NhiemVu


class DongWidget(MaWidget):
    """Look a budget line up by its code within the plan named in the same row."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        return DongKinhPhi.objects.filter(ke_hoach__ma=str(row.get("Mã kế hoạch", "")).strip())


class NhiemVuWidget(MaWidget):
    """Look the task a line pays for up by its code within the plan named in the same row."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        return NhiemVu.objects.filter(ke_hoach__ma=str(row.get("Mã kế hoạch", "")).strip())


class DongKinhPhiResource(GhiNhanResource):
    """Budget lines, found again by plan code and line code; amounts are whole đồng."""

    ke_hoach = Cot("ke_hoach", "Mã kế hoạch", MaWidget(KeHoach, "ma"))
    ma = Cot("ma", "Mã")
    dong_cha = Cot("dong_cha", "Mã dòng cha", DongWidget(DongKinhPhi, "ma"))
    cap_dong = Cot("cap_dong", "Cấp dòng")
    so_in = Cot("so_in", "Số in")
    noi_dung = Cot("noi_dung", "Nội dung")
    don_vi_tinh = Cot("don_vi_tinh", "Đơn vị tính")
    so_luong_nguyen_van = Cot("so_luong_nguyen_van", "Số lượng (nguyên văn)")
    so_luong = Cot("so_luong", "Số lượng")
    don_gia = Cot("don_gia", "Đơn giá (đồng)")
    thanh_tien_in = Cot("thanh_tien_in", "Thành tiền in (đồng)")
    nhiem_vu = Cot("nhiem_vu", "Mã nhiệm vụ", NhiemVuWidget(NhiemVu, "ma"))
    ghi_chu = Cot("ghi_chu", "Ghi chú")
    thu_tu = Cot("thu_tu", "Thứ tự")

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
            "nhiem_vu",
            "ghi_chu",
            "thu_tu",
        )
