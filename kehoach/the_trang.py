"""The tabs every page of a plan wears; the other apps are named by address, never imported."""

from typing import TYPE_CHECKING

from django.urls import reverse

from kehoach.models import KeHoach
from kehoach.policies import oversees

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from donvi.models import NguoiDung

Tab = tuple[str, str, bool, int | None]

# (label, address, only for those who watch over all units)
CAC_THE = (
    ("Tổng quan", "baocao:dashboard", False),
    ("Nội dung", "kehoach:detail", False),
    ("Chỉ tiêu", "chitieu:list", False),
    ("Nhiệm vụ", "nhiemvu:list", False),
    ("Kinh phí", "kinhphi:list", False),
    ("Theo dõi báo cáo", "baocao:matrix", True),
    ("Báo cáo", "baocao:report_list", False),
    ("Văn bản đi", "baocao:document_list", False),
    ("Yêu cầu đột xuất", "baocao:request_list", False),
    ("Soát kế hoạch", "nhapxuat:check", True),
)


def plan_tabs(ke_hoach: KeHoach, user: "NguoiDung | AnonymousUser", active: str) -> list[Tab]:
    """List the tabs this person sees on a page of the plan; ``active`` is the page's address."""
    watching = oversees(user, ke_hoach)
    return [
        (label, reverse(address, args=[ke_hoach.ma]), address == active, None)
        for label, address, only_watching in CAC_THE
        if watching or not only_watching
    ]


def plan_trail(ke_hoach: KeHoach, here: str) -> list[tuple[str, str]]:
    """List the breadcrumb from the list of plans to the page called ``here``."""
    return [
        ("Kế hoạch", reverse("kehoach:list")),
        (str(ke_hoach.xa), reverse("kehoach:detail", args=[ke_hoach.ma])),
        (here, ""),
    ]
