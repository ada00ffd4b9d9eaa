"""Who hears about a unit's work: officers, head, focal unit, leaders; loaded once for all."""

from collections import defaultdict
from collections.abc import Collection

from donvi.models import NguoiDung, ThanhVien
from donvi.vai_tro import ENTERING, VaiTro

CAN_BO = ENTERING - {VaiTro.TRUONG_DON_VI}


class SoNguoiNhan:
    """The people of some communes by unit and role, as ids; ``cac_nguoi`` gives the rows."""

    def __init__(self, cac_xa: Collection[int]) -> None:
        """Read the roles held by people who may sign in (1 query)."""
        self.cac_nguoi: dict[int, NguoiDung] = {}
        self._in_unit: dict[tuple[int, str], set[int]] = defaultdict(set)
        self._in_commune: dict[tuple[int, str], set[int]] = defaultdict(set)
        held = ThanhVien.objects.filter(don_vi__xa__in=cac_xa, nguoi_dung__is_active=True)
        for row in held.select_related("nguoi_dung", "don_vi").order_by("pk"):
            if row.don_vi is None:
                continue
            self.cac_nguoi[row.nguoi_dung_id] = row.nguoi_dung
            self._in_unit[row.don_vi.pk, row.vai_tro].add(row.nguoi_dung_id)
            self._in_commune[row.don_vi.xa_id, row.vai_tro].add(row.nguoi_dung_id)

    def officers(self, don_vi_id: int) -> frozenset[int]:
        """Give who fills in the unit's forms, its head left out."""
        return frozenset().union(*(self._in_unit[don_vi_id, role] for role in CAN_BO))

    def heads(self, don_vi_id: int) -> frozenset[int]:
        """Give the heads of the unit."""
        return frozenset(self._in_unit[don_vi_id, VaiTro.TRUONG_DON_VI])

    def compilers(self, don_vi_id: int) -> frozenset[int]:
        """Give who compiles in the unit, a plan's focal one."""
        return frozenset(self._in_unit[don_vi_id, VaiTro.TONG_HOP])

    def leaders(self, xa_id: int) -> frozenset[int]:
        """Give the leaders of the commune."""
        return frozenset(self._in_commune[xa_id, VaiTro.LANH_DAO])

    def clerks(self, xa_id: int) -> frozenset[int]:
        """Give who numbers the commune's documents."""
        return frozenset(self._in_commune[xa_id, VaiTro.VAN_THU])
