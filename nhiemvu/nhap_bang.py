"""How the annex of tasks is brought into its tables, many rows at a time."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from donvi.khac_biet import KhacBiet
from donvi.nhap_hang_loat import NhapHangLoat
from nhiemvu.models import NhiemVu, NhomNhiemVu, PhanCong, VaiPhanCong

_TEN_VAI = {role.value: str(role.label) for role in VaiPhanCong}


class NhomNhapBang(NhapHangLoat):
    """Groups of tasks."""

    khong_ke: ClassVar[frozenset[str]] = frozenset({"thu_tu", "ke_hoach", "loai_nhom"})
    nhan: ClassVar[dict[str, str]] = {"ma": "mã nhóm", "ten": "tên nhóm"}

    class Meta(NhapHangLoat.Meta):
        model = NhomNhiemVu
        fields = ("ke_hoach", "ma", "ten", "loai_nhom", "thu_tu")


class NhiemVuNhapBang(NhapHangLoat):
    """Tasks of the annex."""

    khong_ke: ClassVar[frozenset[str]] = frozenset({"thu_tu", "ke_hoach", "loai_nhiem_vu"})
    nhan: ClassVar[dict[str, str]] = {
        "chu_tri_nguyen_van": "đơn vị chủ trì",
        "phoi_hop_nguyen_van": "đơn vị phối hợp",
        "thoi_han_nguyen_van": "thời hạn",
        "kinh_phi_nguyen_van": "kinh phí",
        "so_tien": "kinh phí (đồng)",
        "nguon_nguyen_van": "nguồn kinh phí",
    }

    class Meta(NhapHangLoat.Meta):
        model = NhiemVu
        fields = (
            "ke_hoach",
            "nhom_nhiem_vu",
            "loai_nhiem_vu",
            "ma",
            "ten",
            "chu_tri_nguyen_van",
            "phoi_hop_nguyen_van",
            "thoi_han_nguyen_van",
            "loai_han",
            "tu_ngay",
            "han_hoan_thanh",
            "san_pham",
            "kinh_phi_nguyen_van",
            "so_tien",
            "nguon_nguyen_van",
            "thu_tu",
        )


class PhanCongNhapBang(NhapHangLoat):
    """Obligations, told by unit and part."""

    tu_lap: ClassVar[bool] = True

    class Meta(NhapHangLoat.Meta):
        model = PhanCong
        fields = ("nhiem_vu", "don_vi", "vai_phan_cong", "thuoc_nhom")

    def tell(
        self, instance: Any, viec: str, changed: Sequence[tuple[str, Any]]
    ) -> Iterator[KhacBiet]:
        unit, role = str(instance.don_vi), _TEN_VAI[instance.vai_phan_cong]
        old = dict(changed)
        if viec == "delete":
            yield KhacBiet(f"giao {role}", unit, "")
        elif viec == "new":
            yield KhacBiet(f"giao {role}", "", unit)
        elif "vai_phan_cong" in old:
            yield KhacBiet(f"phần việc của {unit}", _TEN_VAI[old["vai_phan_cong"]], role)
