"""Rows of a plan that were never stored, for the checks that need no database."""

from datetime import date
from decimal import Decimal
from typing import Any

from chitieu.models import ChiTieu, MucChiTieu
from donvi.models import DonVi, Xa
from donvi.nhan_dien import build_bang
from kehoach.models import CanCu, DeMuc, KeHoach
from kinhphi.models import DongKinhPhi
from nhapxuat.danh_ba import DanhBa
from nhapxuat.ho_so_soat import HoSoSoat
from nhiemvu.models import NhiemVu, PhanCong

DON_VI = DonVi(pk=1, ma="CA", ten="Công an xã")


def plan(**more: Any) -> KeHoach:
    values = {"ma": "ke-hoach-thu", "nam_bat_dau": 2026, "nam_ket_thuc": 2026, "cac_moc": [2026]}
    return KeHoach(pk=1, xa=Xa(pk=1, ten="Thử"), don_vi_dau_moi=DON_VI, **values | more)


def task(ma: str, **more: Any) -> NhiemVu:
    values = {
        "ten": f"Việc thứ {ma}", "san_pham": "Báo cáo", "loai_han": "nam",
        "thoi_han_nguyen_van": "Năm 2026", "tu_ngay": date(2026, 1, 1),
        "han_hoan_thanh": date(2026, 12, 31), "chu_tri_nguyen_van": "",
    }  # fmt: skip
    row = NhiemVu(pk=hash(ma) % 10_000, ma=ma, **values | more)
    part = PhanCong(nhiem_vu=row, don_vi=DON_VI, vai_phan_cong="chu_tri")
    row._prefetched_objects_cache = {"cac_phan_cong": [part]}
    return row


class Rows(list[Any]):
    """What a prefetched relation gives: rows that answer to ``all``."""

    def all(self) -> "list[Any]":
        return self


def level(nam: int, words: str, so: int, so_sanh: str = ">=") -> MucChiTieu:
    values = {"loai_muc": "so", "gia_tri": Decimal(so), "don_vi_tinh": "%"}
    return MucChiTieu(nam=nam, nguyen_van=words, so_sanh=so_sanh, **values)


def indicator(ma: str, *levels: MucChiTieu, **more: Any) -> ChiTieu:
    values = {"ten": f"Tỷ lệ hồ sơ loại {ma}", "don_vi_tinh": "%", "loai_chi_tieu": "dinh_tinh"}
    row = ChiTieu(pk=hash(ma) % 10_000, ma=ma, **values | more)
    row._prefetched_objects_cache = {"cac_muc": Rows(levels), "cac_chu_tri": Rows([DON_VI])}
    return row


def line(ma: str, **more: Any) -> DongKinhPhi:
    return DongKinhPhi(pk=hash(ma) % 10_000, ma=ma, **{"noi_dung": f"Khoản {ma}"} | more)


def heading(pk: int, so_in: str, cha: int | None = None, noi_dung: str = "") -> DeMuc:
    values = {"loai_de_muc": "muc", "tieu_de": "NỘI DUNG"}
    return DeMuc(pk=pk, ma=str(pk), so_in=so_in, de_muc_cha_id=cha, noi_dung=noi_dung, **values)


def basis(noi_dung: str, **more: Any) -> CanCu:
    return CanCu(pk=hash(noi_dung) % 10_000, noi_dung=noi_dung, **more)


def dossier(ke_hoach: KeHoach | None = None, **rows: Any) -> HoSoSoat:
    names = ("nhiem_vu", "chi_tieu", "dong_kinh_phi", "de_muc", "muc_tieu", "can_cu")
    danh_ba = DanhBa("Thử", build_bang([]), {})
    return HoSoSoat(ke_hoach or plan(), danh_ba, **{name: rows.get(name, []) for name in names})


def told(found: Any) -> list[tuple[str, str, str]]:
    return [(one.ma, one.doi_tuong, one.thong_bao) for one in found]


def named(found: Any) -> list[tuple[str, str]]:
    return [(one.ma, one.doi_tuong) for one in found]
