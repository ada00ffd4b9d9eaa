"""Whether a document's number is taken: unique per year, commune and symbol (số văn bản).

Decree 30/2020/NĐ-CP, article 15: numbers of a kind run from 01 within a year.
"""

from baocao.models import VanBan
from donvi.tieng_viet import format_ngay
from kehoach.models import KeHoach


def same_number(so_hieu: str) -> str:
    """Give what two writings of one number have in common.

    >>> same_number("05"), same_number("5"), same_number("05A"), same_number("0")
    ('5', '5', '5a', '0')
    """
    return so_hieu.strip().lstrip("0").lower() or "0"


def number_taken(document: VanBan, so_hieu: str, nam: int) -> str:
    """Name the document that bears the number, with its day; "" when it is free (2 queries).

    Plans numbered before they had a document count as well.
    """
    commune = document.ke_hoach.xa_id
    issued = VanBan.objects.filter(
        ke_hoach__xa_id=commune, ky_hieu=document.ky_hieu, ngay_ban_hanh__year=nam
    ).exclude(pk=document.pk)
    plans = KeHoach.objects.filter(
        xa_id=commune, ky_hieu=document.ky_hieu, ngay_ban_hanh__year=nam
    ).exclude(pk=document.ke_hoach_id)
    wanted = same_number(so_hieu)
    rows: list[VanBan | KeHoach] = [*issued.order_by("pk"), *plans.order_by("pk")]
    for row in rows:
        if row.so_hieu and same_number(row.so_hieu) == wanted and row.ngay_ban_hanh:
            return f"“{row.trich_yeu}” ngày {format_ngay(row.ngay_ban_hanh)}"
    return ""
