"""How the annex of money is brought into its tables, many rows at a time; whole đồng."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from donvi.khac_biet import KhacBiet
from donvi.nhap_hang_loat import NhapHangLoat
from donvi.tieng_viet import format_dong
from kinhphi.models import DongKinhPhi, NguonVon, PhanNguon


class NguonNhapBang(NhapHangLoat):
    """Sources of money."""

    class Meta(NhapHangLoat.Meta):
        model = NguonVon
        fields = ("ke_hoach", "ten", "thu_tu")


class DongNhapBang(NhapHangLoat):
    """Rows of the budget tree."""

    khong_ke: ClassVar[frozenset[str]] = frozenset({"thu_tu", "ke_hoach"})
    nhan: ClassVar[dict[str, str]] = {
        "so_in": "số thứ tự in",
        "don_gia": "đơn giá (đồng)",
        "thanh_tien_in": "thành tiền (đồng)",
        "so_luong_nguyen_van": "số lượng",
        "so_luong": "số lượng đọc được",
        "nhiem_vu": "nhiệm vụ gắn với dòng",
    }

    class Meta(NhapHangLoat.Meta):
        model = DongKinhPhi
        fields = (
            "ke_hoach",
            "dong_cha",
            "ma",
            "cap_dong",
            "so_in",
            "noi_dung",
            "don_vi_tinh",
            "so_luong_nguyen_van",
            "so_luong",
            "don_gia",
            "thanh_tien_in",
            "ghi_chu",
            "nhiem_vu",
            "thu_tu",
        )


class PhanNguonNhapBang(NhapHangLoat):
    """Which source pays a row."""

    class Meta(NhapHangLoat.Meta):
        model = PhanNguon
        fields = ("dong_kinh_phi", "nhiem_vu", "nguon_von", "so_tien")

    def tell(
        self, instance: Any, viec: str, changed: Sequence[tuple[str, Any]]
    ) -> Iterator[KhacBiet]:
        source = str(instance.nguon_von)
        if viec == "delete":
            yield KhacBiet("nguồn vốn", source, "")
        elif viec == "new":
            amount = "" if instance.so_tien is None else f": {format_dong(instance.so_tien)}"
            yield KhacBiet("nguồn vốn", "", source + amount)
        else:
            for khac in super().tell(instance, viec, changed):
                yield KhacBiet(f"số tiền từ nguồn {source}", khac.cu, khac.moi)
