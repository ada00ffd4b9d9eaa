"""Which drafts are meant when a unit reports: one plan, one unit, one period."""

from dataclasses import dataclass
from datetime import date

from donvi.models import DonVi
from kehoach.models import KeHoach


@dataclass(frozen=True)
class KyPhaiBao:
    """One unit's period in one plan; ``ngay_chot`` is the last day the figures cover."""

    ke_hoach: KeHoach
    don_vi: DonVi
    ky_bao_cao: str
    ngay_chot: date
    la_minh_hoa: bool = False
