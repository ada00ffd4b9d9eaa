"""Correcting a task: its words, what is read from them, and the obligations of units."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from donvi.ghi_chep import save_recorded
from donvi.gia_tri import changed_values
from donvi.goi_don_vi import load_so_don_vi
from donvi.models import NguoiDung
from kehoach.models import KeHoach
from kehoach.policies import may_correct
from kinhphi.so_tien import DonViTien, SoTienKhongDocDuoc, parse_so_tien
from nhapxuat.danh_ba import load_danh_ba
from nhapxuat.sua_dong import (
    DongDaDuocSua,
    KhongCoGiDoi,
    SuaDongError,
    clean_reason,
    digest_values,
    lock_row,
    log_correction,
    read_values,
    row_as_stored,
)
from nhiemvu.giao_viec import settle_obligations
from nhiemvu.loai_han import LoaiHan
from nhiemvu.models import NhiemVu, PhanCong, VaiPhanCong
from nhiemvu.thoi_han import parse_thoi_han

CAC_O = (
    "ma", "ten", "chu_tri_nguyen_van", "phoi_hop_nguyen_van", "thoi_han_nguyen_van", "san_pham",
    "kinh_phi_nguyen_van", "nguon_nguyen_van",
)  # fmt: skip
_O_DON_VI = {
    VaiPhanCong.CHU_TRI: "chu_tri_nguyen_van",
    VaiPhanCong.PHOI_HOP: "phoi_hop_nguyen_van",
}


class ThoiHanKhongDocDuoc(SuaDongError):
    """A corrected deadline still can't be read."""

    field = "thoi_han_nguyen_van"

    def __init__(self, words: str) -> None:
        super().__init__(
            f"Không đọc được thời hạn “{words}”; cần ghi ngày, tháng, quý, năm hoặc “Thường "
            "xuyên”, ví dụ 30/6/2026, tháng 6/2026, Quý II/2026."
        )


class KinhPhiKhongDocDuoc(SuaDongError):
    """A corrected amount still can't be read."""

    field = "kinh_phi_nguyen_van"


@transaction.atomic
def correct_task(
    *,
    task: NhiemVu,
    ke_hoach: KeHoach,
    values: Mapping[str, str],
    da_thay: str,
    ly_do: str,
    by: NguoiDung,
    at: datetime,
) -> list[PhanCong]:
    """Write the corrected words of a task, read them again, settle who has a part in it.

    Cells whose words stay keep their reading, also one a person corrected. Gives the obligations
    of units no longer named that stay because the unit has reported.

    :raises SuaDongError: not this person's, no reason, changed meanwhile, nothing changed, or a
        deadline or amount that can't be read.
    :raises ValidationError: a value breaks a rule of the model; nothing is written.
    """
    locked = lock_row(task, ke_hoach, may_correct(by, ke_hoach))
    reason = clean_reason(ke_hoach, ly_do)
    old = read_values(locked, values)
    if digest_values(old) != da_thay:
        raise DongDaDuocSua
    changed = {name: value for name, value in values.items() if value != old[name]}
    if not changed:
        raise KhongCoGiDoi
    for name, value in (changed | _read_again(changed, ke_hoach)).items():
        setattr(locked, name, value)
    differences = changed_values(row_as_stored(locked), locked, {})
    save_recorded(locked, by=by, reason=reason)
    log_correction(ke_hoach, locked, differences, by=by, at=at, ly_do=reason)
    cells = {role for role, name in _O_DON_VI.items() if name in changed}
    return _settle(locked, ke_hoach, cells, by, reason) if cells else []


def _read_again(changed: Mapping[str, str], ke_hoach: KeHoach) -> dict[str, Any]:
    """Read the cells that changed: dates of a deadline, đồng of an amount."""
    values: dict[str, Any] = {}
    if "thoi_han_nguyen_van" in changed:
        words = changed["thoi_han_nguyen_van"]
        han = parse_thoi_han(
            words, nam_mac_dinh=ke_hoach.nam_bat_dau, nam_ket_thuc=ke_hoach.nam_ket_thuc
        )
        if han.loai is LoaiHan.CAN_XEM:
            raise ThoiHanKhongDocDuoc(words)
        values |= {"loai_han": han.loai, "tu_ngay": han.tu, "han_hoan_thanh": han.den}
    if "kinh_phi_nguyen_van" in changed:
        values["so_tien"] = _read_amount(changed["kinh_phi_nguyen_van"], ke_hoach)
    return values


def _read_amount(words: str, ke_hoach: KeHoach) -> int | None:
    if not words:
        return None
    try:
        return parse_so_tien(words, DonViTien(ke_hoach.don_vi_tien))
    except SoTienKhongDocDuoc as error:
        raise KinhPhiKhongDocDuoc(str(error)) from error


def _settle(
    task: NhiemVu, ke_hoach: KeHoach, cells: set[VaiPhanCong], by: NguoiDung, reason: str
) -> list[PhanCong]:
    directory, units = load_danh_ba(ke_hoach.xa), load_so_don_vi(ke_hoach.xa)
    return settle_obligations(
        task=task,
        leads=units.units_of(directory.read(task.chu_tri_nguyen_van)),
        others=units.units_of(directory.read(task.phoi_hop_nguyen_van)),
        changed=cells,
        by=by,
        reason=reason,
    )
