"""Letting a finding of a plan stand, with a reason."""

from datetime import datetime

from django.db import transaction

from donvi.models import NguoiDung
from kehoach.models import KeHoach
from kinhphi import services as kinhphi_services
from kinhphi.models import ChapNhanSaiLech
from kinhphi.services import KinhPhiError, VanDeChapNhan
from nhapxuat.soat import check_plan


class VanDeDaThayDoi(KinhPhiError):
    """The finding a person accepts is gone, or its values are others than those they saw."""

    def __init__(self) -> None:
        super().__init__(
            "Vấn đề này không còn hoặc số liệu đã thay đổi sau khi bạn mở trang. "
            "Hãy xem lại rồi quyết định."
        )


@transaction.atomic
def accept_finding(
    *, ke_hoach: KeHoach, dau_vet: str, ly_do: str, by: NguoiDung, at: datetime
) -> ChapNhanSaiLech:
    """Let the finding shown as ``dau_vet`` stand, with the reason.

    :raises VanDeDaThayDoi: there is no such finding, or its values are others now.
    :raises KinhPhiError: not this person's to decide, or no reason.
    """
    shown = [result.van_de for result in check_plan(ke_hoach) if result.dau_vet == dau_vet]
    if not shown:
        raise VanDeDaThayDoi
    [one] = shown
    van_de = VanDeChapNhan(one.ma, one.doi_tuong, one.thong_bao, one.gia_tri_in, one.gia_tri_tinh)
    return kinhphi_services.accept_mismatch(
        ke_hoach=ke_hoach, van_de=van_de, ly_do=ly_do, by=by, at=at
    )
