"""How the annex of indicators is brought into its tables, many rows at a time."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from chitieu.models import ChiTieu, ChuTriChiTieu, MucChiTieu
from donvi.khac_biet import KhacBiet
from donvi.nhap_hang_loat import NhapHangLoat


class ChiTieuNhapBang(NhapHangLoat):
    """Indicators."""

    khong_ke: ClassVar[frozenset[str]] = frozenset({"thu_tu", "ke_hoach"})
    nhan: ClassVar[dict[str, str]] = {"chu_tri_nguyen_van": "đơn vị chủ trì"}

    class Meta(NhapHangLoat.Meta):
        model = ChiTieu
        fields = (
            "ke_hoach",
            "ma",
            "chi_tieu_cha",
            "nhom_chi_tieu",
            "loai_chi_tieu",
            "ten",
            "don_vi_tinh",
            "chieu_huong",
            "chu_tri_nguyen_van",
            "thu_tu",
        )


class MucNhapBang(NhapHangLoat):
    """Levels by year, told by their words; a reading that changes alone is told as such."""

    class Meta(NhapHangLoat.Meta):
        model = MucChiTieu
        fields = (
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

    def tell(
        self, instance: Any, viec: str, changed: Sequence[tuple[str, Any]]
    ) -> Iterator[KhacBiet]:
        if viec == "delete":
            yield KhacBiet(f"mức năm {instance.nam}", instance.nguyen_van, "")
            return
        old = dict(changed)
        if "nguyen_van" in old:
            yield KhacBiet(f"mức năm {instance.nam}", old["nguyen_van"] or "", instance.nguyen_van)
            return
        for khac in super().tell(instance, viec, changed):
            yield KhacBiet(
                f"cách hiểu mức năm {instance.nam}: {khac.ten_truong}", khac.cu, khac.moi
            )


class ChuTriNhapBang(NhapHangLoat):
    """Leads of indicators; their order follows the cell and is no news."""

    tu_lap: ClassVar[bool] = True

    class Meta(NhapHangLoat.Meta):
        model = ChuTriChiTieu
        fields = ("chi_tieu", "don_vi", "thu_tu")

    def tell(
        self, instance: Any, viec: str, changed: Sequence[tuple[str, Any]]
    ) -> Iterator[KhacBiet]:
        if viec == "delete":
            yield KhacBiet("giao chủ trì", str(instance.don_vi), "")
        elif viec == "new":
            yield KhacBiet("giao chủ trì", "", str(instance.don_vi))
