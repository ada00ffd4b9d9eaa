"""Sharing an amount between its sources (chia theo nguồn): what each pays, what nobody split.

Nothing is guessed: a source pays a whole amount only where it is the only one. What is not split
stays a share of its own, so that the shares of an amount always make the amount.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from donvi.tieng_viet import fold
from kinhphi.cong_nhom import PhanDong, SoTienDong, ThucHien

# Words that each name who pays; two of them in one wording are two sources ("tỉnh + xã").
_CAP = re.compile(
    r"trung uong|tinh|huyen|thanh pho|\bxa\b(?! hoi)|xa hoi hoa|doanh nghiep|nhan dan"
    r"|tai tro|vien tro|von vay|su nghiep"
)
KHONG_GHI_NGUON = "Kế hoạch không ghi nguồn"
CHUA_CHIA = "chưa chia theo từng nguồn"


@dataclass(frozen=True, slots=True)
class PhanTien:
    """What one source pays of an amount: its name, and whole đồng (None: not said)."""

    ten: str
    so_tien: int | None = None

    @property
    def is_several(self) -> bool:
        """Tell whether the name itself is of several sources."""
        return name_several(self.ten)


@dataclass(frozen=True, slots=True)
class PhanChia:
    """A share of an amount: whose (``is_split`` False: of sources together), whole đồng."""

    ten: str
    so_tien: int | None
    is_split: bool = True


def name_several(words: str) -> bool:
    """Tell whether one wording names more than one source, so that nobody knows each one's part.

    >>> name_several("Ngân sách tỉnh + xã"), name_several("Ngân sách xã")
    (True, False)
    >>> name_several("Ngân sách xã và xã hội hóa"), name_several("Ngân sách theo phân cấp")
    (True, False)
    """
    return len(set(_CAP.findall(fold(words)))) > 1


def sum_parts(parts: Iterable[PhanTien]) -> int | None:
    """Add up the parts that are known; None where none is.

    >>> sum_parts([PhanTien("NS tỉnh", 400), PhanTien("NS xã")]), sum_parts([PhanTien("NS xã")])
    (400, None)
    """
    known = [part.so_tien for part in parts if part.so_tien is not None]
    return sum(known) if known else None


def share_amount(so_tien: int | None, parts: Sequence[PhanTien]) -> list[PhanChia]:
    """Share an amount between its sources; the shares add up to it, whatever the parts say.

    An amount nobody gave, or that counts elsewhere, has no shares. One source without an amount
    pays all. What is left over, or missing (below 0), is a share of
    all its sources together that says so.

    >>> share_amount(650, [PhanTien("NS tỉnh", 400), PhanTien("NS xã", 250)])
    [PhanChia(ten='NS tỉnh', so_tien=400, is_split=True), \
PhanChia(ten='NS xã', so_tien=250, is_split=True)]
    >>> share_amount(650, [PhanTien("NS tỉnh"), PhanTien("NS xã")])
    [PhanChia(ten='NS tỉnh; NS xã (chưa chia theo từng nguồn)', so_tien=650, is_split=False)]
    """
    if len(parts) <= 1 and sum_parts(parts) is None:
        return [_whole(parts[0].ten if parts else "", so_tien)]
    if so_tien is None:
        return []
    shares = [PhanChia(part.ten, part.so_tien) for part in parts if part.so_tien is not None]
    rest = so_tien - (sum_parts(parts) or 0)
    return [*shares, _together(parts, rest)] if rest else shares


def share_row(
    ma: str, tien: SoTienDong, parts: Sequence[PhanTien], moved: Mapping[str, ThucHien]
) -> list[PhanDong]:
    """Share the amounts of a row between its sources; they add up to ``tien`` and ``moved``.

    ``moved`` is what moved by name of the source, "" for money recorded without one (what
    ``tien`` says of it is left aside). An appraisal is of a row, so several sources share it.

    >>> rows = share_row("1", SoTienDong(650, 650), [PhanTien("NS tỉnh", 400), PhanTien("NS xã")],
    ...                  {"NS xã": ThucHien(100)})
    >>> [(row.ten_nhom, row.tien.so_in, row.tien.thuc_hien.phan_bo) for row in rows]
    [('NS tỉnh', 400, 0), ('NS tỉnh; NS xã (chưa chia theo từng nguồn)', 250, 0), \
('NS xã', None, 100)]
    """
    shares: dict[str, SoTienDong] = {}
    whole = len(parts) <= 1 and sum_parts(parts) is None
    rest = share_amount(tien.so_in, parts)[0].ten if whole else _together(parts, None).ten

    def add(ten: str, share: SoTienDong) -> None:
        shares[ten] = shares.get(ten, SoTienDong()) + share

    for share in share_amount(tien.so_in, parts):
        add(share.ten, SoTienDong(so_in=share.so_tien))
    for share in share_amount(tien.so_tinh, parts):
        add(share.ten, SoTienDong(so_tinh=share.so_tien))
    if tien.tham_dinh is not None:
        add(rest, SoTienDong(tham_dinh=tien.tham_dinh))
    for ten, of_source in moved.items():
        add(rest if whole or not ten else ten, SoTienDong(thuc_hien=of_source))
    return [PhanDong(ma, ten, share) for ten, share in shares.items()]


def _whole(ten: str, so_tien: int | None) -> PhanChia:
    if name_several(ten):
        return PhanChia(f"{ten} ({CHUA_CHIA})", so_tien, is_split=False)
    return PhanChia(ten or KHONG_GHI_NGUON, so_tien)


def _together(parts: Sequence[PhanTien], so_tien: int | None) -> PhanChia:
    names = "; ".join(part.ten for part in parts)
    return PhanChia(f"{names} ({CHUA_CHIA})", so_tien, is_split=False)
