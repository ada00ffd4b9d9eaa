"""What a commune's people said of columns before (nhớ cột), for their next file."""

from collections.abc import Mapping
from datetime import datetime

from donvi.ghi_chep import save_recorded
from donvi.models import NguoiDung, Xa
from kinhphi.so_tien import DonViTien
from nhapxuat.models import NhoCot
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.sua_bang import KHOA_DAI_NHAT, BoNho, ChonCot, header_key
from nhapxuat.tu_vung_cot import LoaiCot


def load_memory(xa: Xa) -> BoNho:
    """Load what a commune remembers (1 query)."""
    return {
        (LoaiBang(row.loai_bang), row.khoa_tieu_de): ChonCot(
            LoaiCot(row.loai_cot),
            row.nam,
            DonViTien(row.don_vi_tien) if row.don_vi_tien else None,
        )
        for row in NhoCot.objects.filter(xa=xa).order_by("pk")
    }


def remember(
    *,
    xa: Xa,
    loai_bang: LoaiBang,
    cac_cot: Mapping[str, ChonCot],
    by: NguoiDung,
    at: datetime,
) -> None:
    """Remember what columns are, by their headers as printed; what is the same is left alone."""
    known = {
        row.khoa_tieu_de: row for row in NhoCot.objects.filter(xa=xa, loai_bang=loai_bang.value)
    }
    for tieu_de, chosen in cac_cot.items():
        key = header_key(tieu_de)
        if not key:
            continue
        row = known.get(key) or NhoCot(xa=xa, loai_bang=loai_bang.value, khoa_tieu_de=key)
        values = {
            "loai_cot": chosen.loai_cot.value,
            "nam": chosen.nam,
            "don_vi_tien": chosen.don_vi_tien.value if chosen.don_vi_tien else "",
        }
        if row.pk and all(getattr(row, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(row, name, value)
        row.tieu_de, row.updated_at, row.updated_by = tieu_de[:KHOA_DAI_NHAT], at, by
        known[key] = save_recorded(row, by=by, reason="Ghép cột khi nhập phụ lục")
