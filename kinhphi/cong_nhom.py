"""Sums of money by anything: by part, source, unit, quarter, whatever a row is put under.

Every sum keeps the rows it is made of, so that a reader can add up again; the sums of any grouping
add up to the same total.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kinhphi.cong_don import CachTinh, DongCongDon, compute_thanh_tien


@dataclass(frozen=True, slots=True)
class ThucHien:
    """What was allocated, disbursed and settled so far, in whole đồng."""

    phan_bo: int = 0
    giai_ngan: int = 0
    quyet_toan: int = 0

    def __add__(self, other: "ThucHien") -> "ThucHien":
        """Add two places up."""
        return ThucHien(
            self.phan_bo + other.phan_bo,
            self.giai_ngan + other.giai_ngan,
            self.quyet_toan + other.quyet_toan,
        )

    @property
    def ty_le_giai_ngan(self) -> Decimal | None:
        """Give the percentage of the allocation that is disbursed; None before any allocation.

        >>> ThucHien(400, 100).ty_le_giai_ngan, ThucHien().ty_le_giai_ngan
        (Decimal('25'), None)
        """
        return Decimal(100 * self.giai_ngan) / self.phan_bo if self.phan_bo else None

    def of(self, loai: str) -> int:
        """Give the amount of one kind of movement.

        >>> ThucHien(400, 100).of("giai_ngan")
        100
        """
        return int(getattr(self, loai))


@dataclass(frozen=True, slots=True)
class SoTienDong:
    """The amounts of a row or of a share of it, in whole đồng: printed, computed, appraised."""

    so_in: int | None = None
    so_tinh: int | None = None
    tham_dinh: int | None = None
    thuc_hien: ThucHien = ThucHien()

    def __add__(self, other: "SoTienDong") -> "SoTienDong":
        """Add two rows up; an amount nobody gave adds nothing.

        >>> SoTienDong(100) + SoTienDong(None, 50)
        SoTienDong(so_in=100, so_tinh=50, tham_dinh=None, \
thuc_hien=ThucHien(phan_bo=0, giai_ngan=0, quyet_toan=0))
        """
        return SoTienDong(
            add_known(self.so_in, other.so_in),
            add_known(self.so_tinh, other.so_tinh),
            add_known(self.tham_dinh, other.tham_dinh),
            self.thuc_hien + other.thuc_hien,
        )

    @property
    def chenh(self) -> int | None:
        """Give computed less printed; None where one of them is missing.

        >>> SoTienDong(900, 90).chenh
        -810
        """
        if self.so_in is None or self.so_tinh is None:
            return None
        return self.so_tinh - self.so_in


@dataclass(frozen=True, slots=True)
class PhanDong:
    """What one row gives to one group."""

    ma: str
    ten_nhom: str
    tien: SoTienDong


@dataclass(frozen=True, slots=True)
class DongTong:
    """The sum of a group, and the rows it is made of in printed order."""

    ten: str
    tien: SoTienDong
    cac_phan: tuple[PhanDong, ...]


def add_known(one: int | None, other: int | None) -> int | None:
    """Add two amounts of which either may be unknown; None only where both are.

    >>> add_known(None, 5), add_known(None, None)
    (5, None)
    """
    if one is None or other is None:
        return other if one is None else one
    return one + other


def sum_groups(parts: Iterable[PhanDong]) -> tuple[DongTong, ...]:
    """Add parts up by group, in the order the groups first appear.

    >>> [group] = sum_groups([PhanDong("1", "NS xã", SoTienDong(5)),
    ...                       PhanDong("2", "NS xã", SoTienDong(7))])
    >>> group.ten, group.tien.so_in, [part.ma for part in group.cac_phan]
    ('NS xã', 12, ['1', '2'])
    """
    groups: dict[str, list[PhanDong]] = defaultdict(list)
    for part in parts:
        groups[part.ten_nhom].append(part)
    return tuple(
        DongTong(ten, sum((part.tien for part in of_group), SoTienDong()), tuple(of_group))
        for ten, of_group in groups.items()
    )


def counted_amounts(rows: Iterable[DongCongDon]) -> dict[str, tuple[int, int]]:
    """Give printed and computed amount of the rows that make the total, by code.

    Those are the lines, and a parent none of whose rows has an amount. They add up to
    ``theo_dong_in`` and ``theo_dong_tinh`` of ``sum_rows``, to the đồng.

    >>> counted_amounts([DongCongDon("A", thanh_tien_in=9), DongCongDon("A.1", "A", Decimal(2), 3),
    ...                  DongCongDon("B", thanh_tien_in=5), DongCongDon("B.1", "B")])
    {'A.1': (6, 6), 'B': (5, 5)}

    :raises CayKinhPhiSai: a code twice, a parent that is not there, a circle.
    """
    listed = list(rows)
    printed = compute_thanh_tien(listed, CachTinh.SO_IN)
    computed = compute_thanh_tien(listed)
    above = {row.ma_cha for row in listed if printed[row.ma] is not None}
    return {
        row.ma: (amount, computed[row.ma] or 0)
        for row in listed
        if row.ma not in above and (amount := printed[row.ma]) is not None
    }
