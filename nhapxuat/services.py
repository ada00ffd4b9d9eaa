"""Letting a finding of a plan stand, with a reason, and opening it again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from donvi.models import NguoiDung
from kehoach.models import KeHoach
from kinhphi import services as kinhphi_services
from kinhphi.models import ChapNhanSaiLech
from kinhphi.services import KinhPhiError, VanDeChapNhan
from nhapxuat.soat import KetQuaSoat, check_plan
from nhapxuat.van_de import VanDe


class VanDeDaThayDoi(KinhPhiError):
    """The finding a person accepts is gone, or its values are others than those they saw."""

    def __init__(self) -> None:
        super().__init__(
            "Vấn đề này không còn hoặc số liệu đã thay đổi sau khi bạn mở trang. "
            "Hãy xem lại rồi quyết định."
        )


class ChuaChapNhan(KinhPhiError):
    """The finding a person opens again is not accepted any more."""

    def __init__(self) -> None:
        super().__init__(
            "Vấn đề này không còn được chấp nhận: đã được mở lại, hoặc số liệu đã thay đổi. Hãy "
            "xem lại danh sách."
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
    return _accept(ke_hoach, shown[0], ly_do, by, at)


@transaction.atomic
def reopen_finding(
    *, ke_hoach: KeHoach, dau_vet: str, ly_do: str, by: NguoiDung, at: datetime
) -> None:
    """Open the accepted finding shown as ``dau_vet`` again, with the reason.

    :raises ChuaChapNhan: there is no such acceptance now.
    :raises KinhPhiError: not this person's to decide, or no reason.
    """
    KeHoach.objects.select_for_update(of=("self",)).get(pk=ke_hoach.pk)
    for result in check_plan(ke_hoach):
        if result.dau_vet == dau_vet and result.chap_nhan is not None:
            return kinhphi_services.withdraw_acceptance(
                chap_nhan=result.chap_nhan, thong_bao=result.van_de.thong_bao, ly_do=ly_do,
                by=by, at=at,
            )  # fmt: skip
    raise ChuaChapNhan


@transaction.atomic
def accept_by_object(
    *,
    ke_hoach: KeHoach,
    ma: str,
    doi_tuong: str,
    ly_do: str,
    by: NguoiDung,
    at: datetime,
    found: Sequence[KetQuaSoat] | None = None,
) -> ChapNhanSaiLech | None:
    """Let the present finding of this code about this object stand; None when there is none.

    This is how an acceptance given on a file comes over to the plan once the file is saved.
    ``found`` are the plan's findings where the caller, in the same transaction, has them already.

    :raises KinhPhiError: not this person's to decide, or no reason.
    """
    for result in check_plan(ke_hoach) if found is None else found:
        if (result.van_de.ma, result.van_de.doi_tuong) == (ma, doi_tuong):
            return result.chap_nhan or _accept(ke_hoach, result.van_de, ly_do, by, at)
    return None


def _accept(
    ke_hoach: KeHoach, one: VanDe, ly_do: str, by: NguoiDung, at: datetime
) -> ChapNhanSaiLech:
    van_de = VanDeChapNhan(one.ma, one.doi_tuong, one.thong_bao, one.gia_tri_in, one.gia_tri_tinh)
    return kinhphi_services.accept_mismatch(
        ke_hoach=ke_hoach, van_de=van_de, ly_do=ly_do, by=by, at=at
    )
