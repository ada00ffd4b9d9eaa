"""What a plan says that its annexes leave out, for reading them."""

from kehoach.models import KeHoach
from kinhphi.so_tien import DonViTien
from nhapxuat.danh_ba import load_danh_ba
from nhapxuat.ket_qua_nhap import BoiCanh


def load_boi_canh(ke_hoach: KeHoach) -> BoiCanh:
    """Load directory, years and unit of money of a plan (4 queries)."""
    return BoiCanh(
        read_units=load_danh_ba(ke_hoach.xa).read,
        nam_bat_dau=ke_hoach.nam_bat_dau,
        nam_ket_thuc=ke_hoach.nam_ket_thuc,
        cac_moc=tuple(ke_hoach.cac_moc),
        don_vi_tien=DonViTien(ke_hoach.don_vi_tien),
    )
