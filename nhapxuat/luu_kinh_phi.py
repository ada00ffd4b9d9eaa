"""Saving the annex of money: the tree of rows, their sources, the task each belongs to."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from donvi.khuon_dong import KhuonDong
from donvi.nhap_hang_loat import DongGhi
from donvi.tieng_viet import fold
from kinhphi.models import DongKinhPhi, KhoanKinhPhi
from kinhphi.nhap_bang import DongNhapBang
from nhapxuat.ket_qua_nhap import KinhPhiNhap
from nhapxuat.khop_dong import GIONG_KHAC_MA, DongCo, likeness
from nhapxuat.luu_chi_tieu import by_depth
from nhapxuat.luu_nguon import NguonCuaDong, save_sources
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.phien_luu import PhienLuu, keep_words, match_table
from nhapxuat.tu_vung_cot import LoaiCot
from nhiemvu.models import NhiemVu

_DO_GIONG_TOI_DA = 500  # tasks; beyond that a budget row is linked by equal wording only


def save_budget(phien: PhienLuu, tasks: Sequence[NhiemVu]) -> None:
    """Save the budget rows of the file (or rehearse it); ``tasks`` are those of the annex."""
    read = phien.ket_qua.kinh_phi
    if read:
        _save_rows(phien, read, TimNhiemVu(tasks))


def _save_rows(phien: PhienLuu, read: tuple[KinhPhiNhap, ...], find_task: "TimNhiemVu") -> None:
    stored = list(
        phien.lock(DongKinhPhi.objects.filter(ke_hoach=phien.ke_hoach).in_order())
        .select_related("dong_cha", "nhiem_vu")
        .prefetch_related("cac_phan_nguon__nguon_von")
    )
    rows, found = match_table(
        phien,
        LoaiBang.KINH_PHI,
        [(DongCo(one.ma, one.noi_dung), one.bang, one.so_dong) for one in read],
        stored,
        ten="noi_dung",
        make=KhuonDong(DongKinhPhi, ke_hoach=phien.ke_hoach).make,
        find_reported=_with_money,
    )
    by_code = {one.ma: row.row for one, row in zip(read, rows, strict=True)}
    parents = {one.ma_cha for one in read}
    ghi = []
    for n, (row, one) in enumerate(zip(rows, read, strict=True)):
        values = {"ma": row.ma, "thu_tu": found.thu_tu[n], **_values(phien, row.row, one)}
        if not one.ma_cha or one.ma_cha in by_code:
            values["dong_cha"] = by_code[one.ma_cha] if one.ma_cha else None
        reworded = row.la_moi or row.row.noi_dung != values["noi_dung"]
        if reworded and row.row.nhiem_vu_id is None and one.ma not in parents:
            values["nhiem_vu"] = find_task(one.noi_dung)
        ghi.append(DongGhi(row, row.row, values))
    phien.park_codes(found.doi_ma)
    phien.bring_in(DongNhapBang, found.dong_khac)
    for batch in by_depth(ghi, "dong_cha"):
        phien.bring_in(DongNhapBang, batch)
    save_sources(
        phien,
        [
            NguonCuaDong(row, "dong_kinh_phi", one.nguon_von, one.phan_nguon)
            for row, one in zip(rows, read, strict=True)
            if phien.cot.of(one).has(LoaiCot.NGUON_VON) or one.phan_nguon
        ],
    )


def _with_money(lines: Sequence[DongKinhPhi]) -> set[int]:
    """Find the rows money was allocated or paid for (one query, none where there are none)."""
    if not lines:
        return set()
    booked = KhoanKinhPhi.objects.filter(dong_kinh_phi__in=lines, cancelled_at=None)
    return set(booked.values_list("dong_kinh_phi__pk", flat=True))


def _values(phien: PhienLuu, stored: DongKinhPhi, one: KinhPhiNhap) -> dict[str, Any]:
    """Give what the file says of a row; columns it lacks say nothing."""
    has = phien.cot.of(one).has
    values: dict[str, Any] = {
        "noi_dung": keep_words(stored.noi_dung, one.noi_dung),
        "cap_dong": one.cap_dong,
        "so_in": stored.so_in if _bare(stored.so_in) == _bare(one.so_in) else one.so_in,
    }
    if has(LoaiCot.DON_VI_TINH):
        values["don_vi_tinh"] = keep_words(stored.don_vi_tinh, one.don_vi_tinh)
    if has(LoaiCot.SO_LUONG):
        values["so_luong"] = one.so_luong
        if stored.so_luong != one.so_luong or not stored.so_luong_nguyen_van:
            values["so_luong_nguyen_van"] = one.so_luong_nguyen_van
    for name, amount, kind in (
        ("don_gia", one.don_gia, LoaiCot.DON_GIA),
        ("thanh_tien_in", one.thanh_tien, LoaiCot.THANH_TIEN),
    ):
        if has(kind):
            values[name] = amount
    if has(LoaiCot.GHI_CHU):
        values["ghi_chu"] = keep_words(stored.ghi_chu, one.ghi_chu)
    return values


def _bare(code: str) -> str:
    """Give a printed number without the stop or bracket after it."""
    return code.strip().rstrip(".):-/ ")


class TimNhiemVu:
    """Finds the task a budget row belongs to, by its wording."""

    def __init__(self, tasks: Sequence[NhiemVu]) -> None:
        self._keys = [(fold(task.ten), task) for task in tasks]
        counts = Counter(key for key, _ in self._keys)
        self._once = {key: task for key, task in self._keys if counts[key] == 1}
        alike = self._keys if len(self._keys) <= _DO_GIONG_TOI_DA else []
        self._words = [(Counter(key.split()), task) for key, task in alike]

    def __call__(self, noi_dung: str) -> NhiemVu | None:
        """Give the one task of this wording, else the one that is alike and no other; or None."""
        if not self._keys:
            return None
        key = fold(noi_dung)
        if key in self._once:
            return self._once[key]
        words = Counter(key.split())
        near = [task for known, task in self._words if likeness(words, known) >= GIONG_KHAC_MA]
        return near[0] if len(near) == 1 else None
