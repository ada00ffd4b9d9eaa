"""Columns of the sheet in which reporting rules are corrected in bulk."""

from import_export.fields import Field

from donvi.quan_tri import GhiNhanResource
from donvi.resources import CoKhongWidget, MaWidget
from kehoach.models import KeHoach, QuyDinhBaoCao


class QuyDinhBaoCaoResource(GhiNhanResource):
    """Reporting rules, found again by plan code and kind of period."""

    ke_hoach = Field("ke_hoach", "Mã kế hoạch", MaWidget(KeHoach, "ma"))
    loai_ky = Field("loai_ky", "Loại kỳ")
    nguyen_van = Field("nguyen_van", "Nguyên văn")
    ngay_chot = Field("ngay_chot", "Ngày chốt")
    ngay_han_don_vi = Field("ngay_han_don_vi", "Ngày hạn đơn vị")
    lech_thang_don_vi = Field("lech_thang_don_vi", "Lệch tháng đơn vị")
    ngay_han_dau_moi = Field("ngay_han_dau_moi", "Ngày hạn đầu mối")
    lech_thang_dau_moi = Field("lech_thang_dau_moi", "Lệch tháng đầu mối")
    nghiem_ngat = Field("nghiem_ngat", "Nghiêm ngặt", CoKhongWidget())
    mo_truoc_ngay = Field("mo_truoc_ngay", "Mở trước (ngày)")

    class Meta(GhiNhanResource.Meta):
        model = QuyDinhBaoCao
        import_id_fields = ("ke_hoach", "loai_ky")
        fields = (
            "ke_hoach",
            "loai_ky",
            "nguyen_van",
            "ngay_chot",
            "ngay_han_don_vi",
            "lech_thang_don_vi",
            "ngay_han_dau_moi",
            "lech_thang_dau_moi",
            "nghiem_ngat",
            "mo_truoc_ngay",
        )
