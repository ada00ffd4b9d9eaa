"""Demo accounts: for each sample commune the people of a usual month, one province, one admin."""

from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from baocao.nap_mau.tep_mau import LY_DO, read_fixture
from donvi.ghi_chep import save_recorded
from donvi.models import DonVi, NguoiDung, ThanhVien
from donvi.vai_tro import VaiTro


@dataclass(frozen=True)
class TaiKhoanMau:
    """One account of a commune: the end of its name, its unit, its roles, who it is said to be."""

    duoi: str
    don_vi: str
    cac_vai_tro: tuple[VaiTro, ...]
    chuc_vu: str


TAI_KHOAN_XA = (
    TaiKhoanMau("vhxh", "VHXH", (VaiTro.TONG_HOP,), "Chuyên viên Phòng Văn hóa - Xã hội"),
    TaiKhoanMau("kinhte", "KT", (VaiTro.TAI_CHINH,), "Chuyên viên Phòng Kinh tế"),
    TaiKhoanMau(
        "vanphong", "VP", (VaiTro.CAN_BO, VaiTro.VAN_THU), "Văn thư Văn phòng HĐND và UBND"
    ),
    TaiKhoanMau("congan", "CAX", (VaiTro.CAN_BO,), "Cán bộ Công an xã"),
    TaiKhoanMau("thon1", "THON1", (VaiTro.CAN_BO,), "Trưởng Thôn 1"),
    TaiKhoanMau("lanhdao", "UBND_XA", (VaiTro.LANH_DAO,), "Phó Chủ tịch UBND xã"),
)
# At Sơn Hồng the focal unit is the office, so its officer compiles.
VAI_TRO_THEM = {"sonhong.vanphong": (VaiTro.TONG_HOP,)}
TEN_NGUOI = {
    "vuquang": ("Nguyễn Thị Hà", "Trần Đình Lâm", "Lê Thị Thu Hiền", "Phan Văn Quyết",
                "Nguyễn Trọng Tấn", "Đoàn Minh Đức"),
    "kylac": ("Hoàng Thị Lan Anh", "Võ Xuân Hùng", "Nguyễn Thị Ngọc", "Bùi Quang Thắng",
              "Lê Hữu Phước", "Trương Công Định"),
    "sonhong": ("Đinh Thị Hồng Nhung", "Phạm Văn Khánh", "Tống Thị Mai", "Cao Tiến Dũng",
                "Nguyễn Huy Cường", "Hồ Sỹ Long"),
    "tinhkhe": ("Võ Thị Bích Trâm", "Đỗ Thanh Sơn", "Phạm Thị Kim Chi", "Trương Quốc Bảo",
                "Nguyễn Tấn Lộc", "Lê Quang Vinh"),
}  # fmt: skip
TINH, QUAN_TRI = "tinh.hatinh", "quantri"


@transaction.atomic
def load_accounts(mat_khau: str) -> list[str]:
    """Make the demo accounts that are missing and give all of them this password.

    Give their names. People and posts are invented; each post says "(minh họa)". One password
    hash is made for all, and only when the present one does not match.
    """
    names = _add_missing()
    accounts = list(NguoiDung.objects.filter(username__in=names).order_by("pk"))
    # Older accounts may have another password than one added just now: all are looked at.
    stale = {account.password for account in accounts}
    if len(stale) != 1 or not check_password(mat_khau, stale.pop()):
        hashed = make_password(mat_khau)
        for account in accounts:
            account.password = hashed
            account.save()
    return names


def _add_missing() -> list[str]:
    known = set(NguoiDung.objects.values_list("username", flat=True))
    names = []
    for data in read_fixture("don_vi_mau")["xa"]:
        units = {u.ma: u for u in DonVi.objects.filter(xa__ma=data["ma_xa"])}
        for ho_ten, row in zip(TEN_NGUOI[data["khoa"]], TAI_KHOAN_XA, strict=True):
            name = f"{data['khoa']}.{row.duoi}"
            names.append(name)
            if name not in known:
                person = _add_person(name, ho_ten, row.chuc_vu)
                for role in row.cac_vai_tro + VAI_TRO_THEM.get(name, ()):
                    _give_role(person, role, units[row.don_vi])
    if TINH not in known:
        person = _add_person(TINH, "Lê Thị Phương Thảo", "Chuyên viên Sở Khoa học và Công nghệ")
        _give_role(person, VaiTro.CAP_TINH, ma_tinh="42")
    if QUAN_TRI not in known:
        person = _add_person(QUAN_TRI, "Quản trị viên", "Quản trị hệ thống", quan_tri=True)
        _give_role(person, VaiTro.QUAN_TRI)
    return [*names, TINH, QUAN_TRI]


def _add_person(name: str, ho_ten: str, chuc_vu: str, *, quan_tri: bool = False) -> NguoiDung:
    person = NguoiDung(
        username=name,
        ho_ten=ho_ten,
        chuc_vu=f"{chuc_vu} (minh họa)",
        email=f"{name}@minhhoa.invalid",
        is_staff=quan_tri,
        is_superuser=quan_tri,
    )
    person.set_unusable_password()
    person.full_clean()
    person.save()
    return person


def _give_role(
    person: NguoiDung, role: VaiTro, don_vi: DonVi | None = None, ma_tinh: str = ""
) -> None:
    save_recorded(
        ThanhVien(nguoi_dung=person, vai_tro=role, don_vi=don_vi, ma_tinh=ma_tinh),
        by=None,
        reason=LY_DO,
    )
