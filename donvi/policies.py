"""Rights: one question per act, answered with a reason; one place that knows a person's scope.

``scope_of(user)`` reads the memberships once (one query, kept on the user object). Row filters
(``visible_to``) and decisions (``may_...``) of every app are built from it, so the rule
"nobody sees another commune" stands here and nowhere else.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from donvi.vai_tro import ENTERING, READING_ALL_UNITS, VaiTro

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung, Xa


@dataclass(frozen=True)
class Decision:
    """Whether an act is allowed, and the sentence a user reads when it is not."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(allowed=True)


def deny(reason: str) -> Decision:
    """Refuse with a Vietnamese sentence that says why and, where possible, who can."""
    return Decision(allowed=False, reason=reason)


def require(decision: Decision) -> None:
    """Let an allowed act pass.

    :raises PermissionDenied: with the reason, which the 403 page shows.
    """
    if not decision.allowed:
        raise PermissionDenied(decision.reason)


@dataclass(frozen=True)
class VaiTroDangGiu:
    """One role as held: ``xa_id`` and ``don_vi_id`` are None for province and portal roles."""

    vai_tro: VaiTro
    xa_id: int | None
    don_vi_id: int | None
    ma_tinh: str


@dataclass(frozen=True)
class PhamVi:
    """What one person may see and do, computed from the memberships."""

    is_admin: bool
    cac_vai_tro: tuple[VaiTroDangGiu, ...]

    @property
    def xa_ids(self) -> frozenset[int]:
        """Communes in which this person holds a role in a unit."""
        return frozenset(v.xa_id for v in self.cac_vai_tro if v.xa_id is not None)

    @property
    def cac_ma_tinh(self) -> frozenset[str]:
        """Provinces whose communes this person reads."""
        return frozenset(v.ma_tinh for v in self.cac_vai_tro if v.vai_tro == VaiTro.CAP_TINH)

    def xa_filter(self, prefix: str) -> Q:
        """Build the row filter "communes this person may see"; ``prefix`` leads to ``Xa``.

        ``prefix`` is "" on Xa itself, "xa__" on a row with a commune, "ke_hoach__xa__" on a row
        of a plan.
        """
        if self.is_admin:
            return Q()
        return Q(**{f"{prefix}pk__in": self.xa_ids}) | Q(
            **{f"{prefix}ma_tinh__in": self.cac_ma_tinh}
        )

    def sees_xa(self, xa_id: int, ma_tinh: str) -> bool:
        """Tell whether the rows of this commune are visible, without a query."""
        return self.is_admin or xa_id in self.xa_ids or ma_tinh in self.cac_ma_tinh

    def units_with(self, *cac_vai_tro: VaiTro) -> frozenset[int]:
        """List the units (by id) in which one of the roles is held."""
        return frozenset(
            v.don_vi_id
            for v in self.cac_vai_tro
            if v.don_vi_id is not None and v.vai_tro in cac_vai_tro
        )

    def communes_with(self, *cac_vai_tro: VaiTro) -> frozenset[int]:
        """List the communes (by id) in some unit of which one of the roles is held."""
        return frozenset(
            v.xa_id for v in self.cac_vai_tro if v.xa_id is not None and v.vai_tro in cac_vai_tro
        )

    @property
    def own_units(self) -> frozenset[int]:
        """Units (by id) in which this person holds any role."""
        return frozenset(v.don_vi_id for v in self.cac_vai_tro if v.don_vi_id is not None)

    @property
    def entering_units(self) -> frozenset[int]:
        """Units whose report form this person fills in."""
        return self.units_with(*ENTERING)

    @property
    def reading_communes(self) -> frozenset[int]:
        """Communes all of whose report forms this person reads."""
        return self.communes_with(*READING_ALL_UNITS)

    def unit_filter(self, don_vi: str, xa: str) -> Q:
        """Build the row filter of unit-owned rows: own units, or the whole commune if entitled.

        ``don_vi`` and ``xa`` are lookups to the ids, such as "don_vi_id" and "ke_hoach__xa_id".
        """
        if self.is_admin:
            return Q()
        return Q(**{f"{don_vi}__in": self.own_units}) | Q(**{f"{xa}__in": self.reading_communes})


NOBODY = PhamVi(is_admin=False, cac_vai_tro=())


def scope_of(user: "NguoiDung | AnonymousUser") -> PhamVi:
    """Read what this person may see and do: one query per user object, none for a stranger."""
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    cached: PhamVi | None = getattr(user, "_pham_vi", None)
    if cached is None:
        rows = user.cac_vai_tro.values_list("vai_tro", "don_vi__xa_id", "don_vi_id", "ma_tinh")
        held = tuple(VaiTroDangGiu(VaiTro(v), x, d, t) for v, x, d, t in rows.order_by("pk"))
        is_admin = user.is_superuser or any(v.vai_tro == VaiTro.QUAN_TRI for v in held)
        cached = PhamVi(is_admin=is_admin, cac_vai_tro=held)
        user._pham_vi = cached  # type: ignore[attr-defined]
    return cached


def may_administer(user: "NguoiDung | AnonymousUser") -> Decision:
    """Decide on entering the admin site, where data of every commune is corrected."""
    if scope_of(user).is_admin:
        return ALLOWED
    return deny("Chỉ người giữ vai trò quản trị cổng được mở trang này.")


def may_set_layout(user: "NguoiDung | AnonymousUser", xa: "Xa") -> Decision:
    """Decide on choosing the layout of the commune's documents: who writes, checks or signs them.

    Administrators correct it in the admin site, as everything else.
    """
    roles = (VaiTro.TONG_HOP, VaiTro.VAN_THU, VaiTro.LANH_DAO)
    if xa.pk in scope_of(user).communes_with(*roles):
        return ALLOWED
    return deny(f"Chỉ lãnh đạo, văn thư hoặc người làm tổng hợp của {xa} được chọn thể thức.")
