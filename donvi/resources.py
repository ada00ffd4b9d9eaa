"""Columns of the sheets in which units and spellings are corrected in bulk."""

from typing import Any

from donvi.models import DonVi, NhomDonVi, TenKhac, Xa
from donvi.o_bang import Cot, MaWidget
from donvi.quan_tri_bang import GhiNhanResource


class MaTrongXaWidget(MaWidget):
    """Look a unit or group up by its code within the commune named in the same row."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        return self.model._default_manager.filter(xa__ma=str(row.get("Mã xã", "")).strip())


class DonViResource(GhiNhanResource):
    """Units, found again by commune code and unit code."""

    xa = Cot("xa", "Mã xã", MaWidget(Xa, "ma"))
    ma = Cot("ma", "Mã")
    ten = Cot("ten", "Tên")
    loai_don_vi = Cot("loai_don_vi", "Loại đơn vị")
    thu_tu = Cot("thu_tu", "Thứ tự")
    don_vi_ke_tiep = Cot("don_vi_ke_tiep", "Mã đơn vị kế tiếp", MaTrongXaWidget(DonVi, "ma"))
    ngay_ket_thuc = Cot("ngay_ket_thuc", "Ngày kết thúc")

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

    xa = Cot("xa", "Mã xã", MaWidget(Xa, "ma"))
    ten = Cot("ten", "Tên")
    don_vi = Cot("don_vi", "Mã đơn vị", MaTrongXaWidget(DonVi, "ma"))
    nhom_don_vi = Cot("nhom_don_vi", "Mã nhóm", MaTrongXaWidget(NhomDonVi, "ma"))

    class Meta(GhiNhanResource.Meta):
        model = TenKhac
        import_id_fields = ("xa", "ten")
        fields = ("xa", "ten", "don_vi", "nhom_don_vi")
