"""Names of units in a file that nobody knows (tên lạ). Pure."""

from collections import Counter
from collections.abc import Iterable

from donvi.nhan_dien import DonViDocDuoc, LoaiTenGoi
from donvi.tieng_viet import fold, normalise
from nhapxuat.ket_qua_nhap import KetQuaNhap

CHU_TOI_DA = 300  # characters of a name that is remembered


def unknown_names(ket_qua: KetQuaNhap) -> tuple[tuple[str, int], ...]:
    """List names nobody knows with how often they stand in the file, the commonest first."""
    counted: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for unit in _units(ket_qua):
        if unit.loai is LoaiTenGoi.CHUA_NHAN_RA and len(unit.nguyen_van) <= CHU_TOI_DA:
            key = name_key(unit.nguyen_van)
            shown.setdefault(key, unit.nguyen_van)
            counted[key] += bool(key)
    return tuple((shown[key], count) for key, count in counted.most_common() if key)


def name_key(ten: str) -> str:
    """Give the key a spelling is known by in the directory."""
    return fold(normalise(ten))[:CHU_TOI_DA]


def _units(ket_qua: KetQuaNhap) -> Iterable[DonViDocDuoc]:
    for indicator in ket_qua.chi_tieu:
        yield from indicator.chu_tri
    for task in ket_qua.nhiem_vu:
        yield from (*task.chu_tri, *task.phoi_hop)
