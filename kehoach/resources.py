"""Columns of the sheet in which reporting rules are corrected in bulk."""

from typing import Any

from donvi.o_bang import Cot, MaWidget
from donvi.quan_tri_bang import GhiNhanResource
from kehoach.che_do import follow_corrections
from kehoach.models import KeHoach, QuyDinhBaoCao


class QuyDinhBaoCaoResource(GhiNhanResource):
    """Reporting rules, found again by plan code and kind of period."""

    ke_hoach = Cot("ke_hoach", "Mã kế hoạch", MaWidget(KeHoach, "ma"))
    loai_ky = Cot("loai_ky", "Loại kỳ")
    nguyen_van = Cot("nguyen_van", "Nguyên văn")
    ngay_chot = Cot("ngay_chot", "Ngày chốt")
    ngay_han_don_vi = Cot("ngay_han_don_vi", "Ngày hạn đơn vị")
    lech_thang_don_vi = Cot("lech_thang_don_vi", "Lệch tháng đơn vị")
    ngay_han_dau_moi = Cot("ngay_han_dau_moi", "Ngày hạn đầu mối")
    lech_thang_dau_moi = Cot("lech_thang_dau_moi", "Lệch tháng đầu mối")
    nghiem_ngat = Cot("nghiem_ngat", "Nghiêm ngặt")
    nghiem_ngat_dau_moi = Cot("nghiem_ngat_dau_moi", "Nghiêm ngặt đầu mối")
    ca_sau_thang_cuoi = Cot("ca_sau_thang_cuoi", "Cả 6 tháng cuối")
    mo_truoc_ngay = Cot("mo_truoc_ngay", "Mở trước (ngày)")

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
            "nghiem_ngat_dau_moi",
            "ca_sau_thang_cuoi",
            "mo_truoc_ngay",
        )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.cac_ke_hoach: dict[int, KeHoach] = {}

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Remember the plans whose rules were really saved."""
        super().after_save_instance(instance, row, **kwargs)
        if not kwargs["dry_run"]:
            self.cac_ke_hoach[instance.ke_hoach_id] = instance.ke_hoach

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Let open forms follow the rules of the sheet, in the same transaction."""
        super().after_import(dataset, result, **kwargs)
        if self.cac_ke_hoach:
            follow_corrections(
                cac_ke_hoach=list(self.cac_ke_hoach.values()), ly_do=kwargs["ly_do_sua"],
                by=kwargs["user"], at=kwargs["at"],
            )  # fmt: skip
