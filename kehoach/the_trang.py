"""The tabs every page of a plan wears; the other apps are named by address, never imported."""

from typing import TYPE_CHECKING

from django.urls import reverse

from kehoach.models import KeHoach
from kehoach.policies import is_focal, oversees

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung

Tab = tuple[str, str, bool, int | None]


def _everybody(_user: object, _ke_hoach: KeHoach) -> bool:
    return True


# (label, address, for whom)
CAC_THE = (
    ("Tổng quan", "baocao:dashboard", _everybody),
    ("Nội dung", "kehoach:detail", _everybody),
    ("Chỉ tiêu", "chitieu:list", _everybody),
    ("Nhiệm vụ", "nhiemvu:list", _everybody),
    ("Kinh phí", "kinhphi:list", _everybody),
    ("Theo dõi báo cáo", "baocao:matrix", oversees),
    ("Báo cáo", "baocao:report_list", _everybody),
    ("Văn bản đi", "baocao:document_list", _everybody),
    ("Yêu cầu đột xuất", "baocao:request_list", _everybody),
    ("Soát kế hoạch", "nhapxuat:check", oversees),
    ("Nhập phụ lục", "nhapxuat:import_list", is_focal),
)


def plan_tabs(ke_hoach: KeHoach, user: "NguoiDung | AnonymousUser", active: str) -> list[Tab]:
    """List the tabs this person sees on a page of the plan; ``active`` is the page's address."""
    return [
        (label, reverse(address, args=[ke_hoach.ma]), address == active, None)
        for label, address, is_for in CAC_THE
        if is_for(user, ke_hoach)
    ]


def import_url(ke_hoach: KeHoach, user: "NguoiDung | AnonymousUser") -> str:
    """Give the page that takes annexes in, for an empty list to lead to; "" for who may not."""
    if not is_focal(user, ke_hoach):
        return ""
    return reverse("nhapxuat:import_list", args=[ke_hoach.ma])


def plan_trail(ke_hoach: KeHoach, here: str) -> list[tuple[str, str]]:
    """List the breadcrumb from the list of plans to the page called ``here``."""
    return [
        ("Kế hoạch", reverse("kehoach:list")),
        (str(ke_hoach.xa), reverse("kehoach:detail", args=[ke_hoach.ma])),
        (here, ""),
    ]
