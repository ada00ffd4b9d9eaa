"""The empty workbook of a stored plan: its years and money, the commune's directory."""

from chitieu.models import ChiTieu
from kehoach.models import KeHoach
from kinhphi.so_tien import DonViTien
from nhapxuat.mau_nhap import MauNhap, template_workbook
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.so_phu_luc import load_titles, milestones


def build_template(ke_hoach: KeHoach) -> bytes:
    """Write the empty workbook of a plan as .xlsx (5 queries)."""
    xa = ke_hoach.xa
    titles = load_titles(ke_hoach)
    units = xa.cac_don_vi.order_by("thu_tu", "pk").values_list("ten", flat=True)
    groups = xa.cac_nhom_don_vi.order_by("pk").values_list("ten", flat=True)
    measures = ChiTieu.objects.filter(ke_hoach=ke_hoach).exclude(don_vi_tinh="").in_order()
    return template_workbook(
        MauNhap(
            titles[LoaiBang.CHI_TIEU],
            titles[LoaiBang.NHIEM_VU],
            titles[LoaiBang.KINH_PHI],
            tuple(milestones(ke_hoach)),
            ke_hoach.nam_bat_dau,
            ke_hoach.nam_ket_thuc,
            DonViTien(ke_hoach.don_vi_tien),
            (*units, *groups),
            tuple(dict.fromkeys(measures.values_list("don_vi_tinh", flat=True))),
            tuple(ke_hoach.cac_nguon_von.order_by("thu_tu", "pk").values_list("ten", flat=True)),
        )
    )
