"""The people of the tests: one commune in which they work, one stranger from another."""

from dataclasses import dataclass

import pytest

from donvi.models import DonVi, NguoiDung, Xa
from donvi.vai_tro import VaiTro
from kehoach.models import KeHoach
from tests.factories import make_don_vi, make_ke_hoach, make_nguoi, make_xa


@dataclass(frozen=True)
class XaMau:
    """A commune with four units and the plan ``vu-quang-2026``, whose focal unit is ``vhxh``."""

    xa: Xa
    ubnd: DonVi
    vhxh: DonVi
    cong_an: DonVi
    thon: DonVi
    ngan_hang: DonVi
    ke_hoach: KeHoach


@pytest.fixture
def vu_quang(db: None) -> XaMau:
    """Give the commune most tests happen in."""
    xa = make_xa()
    vhxh = make_don_vi(xa, "Phòng Văn hóa - Xã hội", "phong", ma="VHXH", thu_tu=20)
    return XaMau(
        xa=xa,
        ubnd=make_don_vi(xa, "Ủy ban nhân dân xã", "lanh_dao", ma="UBND_XA", thu_tu=10),
        vhxh=vhxh,
        cong_an=make_don_vi(xa, "Công an xã", "cong_an", ma="CA", thu_tu=30),
        thon=make_don_vi(xa, "Thôn 1", "thon", ma="THON1", thu_tu=40),
        ngan_hang=make_don_vi(xa, "Ngân hàng Nhà nước", "ngoai_xa", ma="NHNN", thu_tu=90),
        ke_hoach=make_ke_hoach(xa, vhxh),
    )


@pytest.fixture
def can_bo(vu_quang: XaMau) -> NguoiDung:
    """Give the officer of the village."""
    return make_nguoi("truong_thon", vu_quang.thon, VaiTro.CAN_BO, ho_ten="Lê Thị Thôn")


@pytest.fixture
def cong_an(vu_quang: XaMau) -> NguoiDung:
    """Give the officer of the police."""
    return make_nguoi("cong_an", vu_quang.cong_an, VaiTro.CAN_BO, ho_ten="Phan Văn An")


@pytest.fixture
def tong_hop(vu_quang: XaMau) -> NguoiDung:
    """Give the officer who compiles in the focal unit."""
    return make_nguoi("tong_hop", vu_quang.vhxh, VaiTro.TONG_HOP, ho_ten="Trần Thị Hợp")


@pytest.fixture
def lanh_dao(vu_quang: XaMau) -> NguoiDung:
    """Give the vice chair of the commune."""
    return make_nguoi("lanh_dao", vu_quang.ubnd, VaiTro.LANH_DAO, ho_ten="Trần Văn Trà")


@pytest.fixture
def van_thu(vu_quang: XaMau) -> NguoiDung:
    """Give the clerk who numbers documents."""
    return make_nguoi("van_thu", vu_quang.ubnd, VaiTro.VAN_THU, ho_ten="Hồ Thị Thư")


@pytest.fixture
def nguoi_ngoai(vu_quang: XaMau) -> NguoiDung:
    """Give the focal officer of another commune, who may see nothing of this one."""
    xa = make_xa("18562", "Kỳ Lạc")
    phong = make_don_vi(xa, "Phòng Văn hóa - Xã hội", "phong", ma="VHXH")
    return make_nguoi("nguoi_ngoai", phong, VaiTro.TONG_HOP, VaiTro.LANH_DAO, ho_ten="Ngô Ngoài")


@pytest.fixture
def cap_tinh(vu_quang: XaMau) -> NguoiDung:
    """Give a reader of the province."""
    return make_nguoi("cap_tinh", None, VaiTro.CAP_TINH, ma_tinh="42", ho_ten="Đỗ Thị Tỉnh")


@pytest.fixture
def quan_tri(vu_quang: XaMau) -> NguoiDung:
    """Give the administrator of the portal."""
    return make_nguoi("quan_tri", None, VaiTro.QUAN_TRI, ho_ten="Quản Trị")


@pytest.fixture
def tai_chinh(vu_quang: XaMau) -> NguoiDung:
    """Give the officer of Phòng Kinh tế who keeps the money."""
    phong = make_don_vi(vu_quang.xa, "Phòng Kinh tế", "phong", ma="KT", thu_tu=25)
    return make_nguoi("tai_chinh", phong, VaiTro.TAI_CHINH, ho_ten="Lê Thị Ngân")
