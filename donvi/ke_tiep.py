"""Units merged or renamed: who answers on a day for what stands under a unit's name.

History stays under the old name; what is owed from the day after a unit's last one is owed by its
successor (``don_vi_ke_tiep``), and so on along the chain.
"""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from donvi.models import DonVi

CHUOI_DAI_NHAT = 3  # links of a chain that are followed


def answered_by(path: str, don_vi: Any, on: date) -> Q:
    """Build the filter "rows of this unit, or of one that was merged into it before ``on``".

    ``path`` leads from the row to its unit. ``don_vi`` is a unit, a collection of units' ids, or an
    ``OuterRef``.
    """
    suffix = "__in" if isinstance(don_vi, Collection) else ""
    found, closed, link = Q(**{path + suffix: don_vi}), Q(), path
    for _ in range(CHUOI_DAI_NHAT):
        closed &= Q(**{f"{link}__ngay_ket_thuc__lt": on})
        link = f"{link}__don_vi_ke_tiep"
        found |= closed & Q(**{link + suffix: don_vi})
    return found


def heir_of(don_vi: "DonVi", on: date) -> "DonVi":
    """Find who answers for the unit on the day ``on``: itself, or the end of its chain.

    Reads ``don_vi_ke_tiep`` of a unit closed before ``on`` (a query if not loaded).
    """
    for _ in range(CHUOI_DAI_NHAT):
        is_closed = don_vi.ngay_ket_thuc is not None and don_vi.ngay_ket_thuc < on
        if not is_closed or don_vi.don_vi_ke_tiep is None:
            break
        don_vi = don_vi.don_vi_ke_tiep
    return don_vi
