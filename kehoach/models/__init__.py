"""What is promised: plans, sections, legal bases, recipients, signatory, reporting rules."""

from kehoach.models.che_do import KY_BAO_CAO_VALIDATOR, NgayNghiRieng, QuyDinhBaoCao
from kehoach.models.ke_hoach import CanCu, DeMuc, KeHoach, KeHoachQuerySet, MucTieu, NoiNhan

__all__ = [
    "KY_BAO_CAO_VALIDATOR",
    "CanCu",
    "DeMuc",
    "KeHoach",
    "KeHoachQuerySet",
    "MucTieu",
    "NgayNghiRieng",
    "NoiNhan",
    "QuyDinhBaoCao",
]
