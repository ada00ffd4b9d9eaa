"""What money may not pass without a reason: each step of the budget cycle stays within the former.

Allocation stays within what was appraised (within the plan's own amount where nothing was),
disbursement within allocation, settlement within disbursement; where a row has several sources, so
does each of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kinhphi.cong_don import DongCongDon
from kinhphi.cong_nhom import ThucHien
from kinhphi.loi_kinh_phi import VuotGioiHan
from kinhphi.models import DongKinhPhi, LoaiKhoan, NguonVon, PhanNguon, ThamDinh
from kinhphi.noi_tien import Noi, at_place, sum_at

TRUOC = {LoaiKhoan.GIAI_NGAN: LoaiKhoan.PHAN_BO, LoaiKhoan.QUYET_TOAN: LoaiKhoan.GIAI_NGAN}


@dataclass(frozen=True)
class GioiHan:
    """A sum (đồng) that another sum of the same place should not pass, and what it is called."""

    loai: LoaiKhoan
    tong: int
    ten: str
    so_tien: int | None

    def check(self) -> None:
        """Refuse a sum that is too large.

        :raises VuotGioiHan: it is.
        """
        if self.so_tien is not None and self.tong > self.so_tien:
            raise VuotGioiHan(self.loai.label, self.tong, self.ten, self.so_tien)


def check_limits(noi: Noi, loai: LoaiKhoan, nguon: NguonVon | None, ly_do: str) -> None:
    """Look at the sums of a place as they stand now; a reason lets any of them pass.

    Called after the change, within its transaction, with the place locked (at most 5 queries).

    :raises VuotGioiHan: a sum passes its limit, and there is no reason.
    """
    if ly_do.strip():
        return
    for limit in _limits(noi, loai, nguon):
        limit.check()


def _limits(noi: Noi, loai: LoaiKhoan, nguon: NguonVon | None) -> Iterator[GioiHan]:
    moved = sum_at(noi)
    if loai is LoaiKhoan.PHAN_BO:
        yield GioiHan(loai, moved.phan_bo, *allocation_limit(noi))
    else:
        truoc = TRUOC[loai]
        yield GioiHan(loai, moved.of(loai), f"số đã {truoc.label}", moved.of(truoc))
    if nguon is None:
        return
    parts = {part.nguon_von_id: part for part in PhanNguon.objects.filter(**at_place(noi))}
    if len(parts) <= 1:
        return
    of_source = sum_at(noi, nguon)
    if loai is LoaiKhoan.PHAN_BO:
        part = parts.get(nguon.pk)
        ten = f"số kế hoạch ghi cho nguồn “{nguon}”"
        yield GioiHan(loai, of_source.phan_bo, ten, part.so_tien if part else None)
    else:
        ten = f"số đã {TRUOC[loai].label} từ nguồn “{nguon}”"
        yield GioiHan(loai, of_source.of(loai), ten, of_source.of(TRUOC[loai]))


def allocation_limit(noi: Noi) -> tuple[str, int | None]:
    """Say what may be allocated without a reason, and what that sum is called (1 query)."""
    appraisal = ThamDinh.objects.standing().filter(**at_place(noi)).order_by("pk").first()
    if appraisal is not None:
        return "số đã thẩm định", appraisal.so_tien
    return "số ghi trong kế hoạch", planned_amount(noi)


def planned_amount(noi: Noi) -> int | None:
    """Give what the plan itself gives a place: printed, else computed, in đồng."""
    if not isinstance(noi, DongKinhPhi):
        return noi.so_tien
    row = DongCongDon(noi.ma, None, noi.so_luong, noi.don_gia, noi.thanh_tien_in)
    return row.so_tien


@dataclass(frozen=True)
class TinhHinh:
    """Where a place stands: its limit and what moved, in đồng; ``ten_han_muc`` names the limit."""

    ten_han_muc: str
    han_muc: int | None
    da: ThucHien

    @property
    def con_phan_bo(self) -> int | None:
        """Give what may still be allocated without a reason; None without a limit."""
        return None if self.han_muc is None else self.han_muc - self.da.phan_bo

    @property
    def con_giai_ngan(self) -> int:
        """Give what may still be disbursed without a reason."""
        return self.da.phan_bo - self.da.giai_ngan

    @property
    def con_quyet_toan(self) -> int:
        """Give what may still be settled without a reason."""
        return self.da.giai_ngan - self.da.quyet_toan


def situation_of(noi: Noi) -> TinhHinh:
    """Say where a place stands (2 queries)."""
    return TinhHinh(*allocation_limit(noi), sum_at(noi))
