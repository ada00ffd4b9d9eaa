"""The page of a file that was saved: the rows that are new or changed, with links to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse

from chitieu.models import ChiTieu
from donvi.khac_biet import KhacBiet
from kehoach.models import KeHoach
from nhapxuat.kho_dong import KhoDong
from nhapxuat.models import LanNhap
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.thay_doi import LoaiThayDoi
from nhapxuat.trang_nhap import say_changes
from nhapxuat.xem_tep import group_accepted
from nhiemvu.models import NhiemVu

MOI_TRANG = 50
TRANG: Mapping[LoaiBang, tuple[type[ChiTieu] | type[NhiemVu], str]] = {
    LoaiBang.CHI_TIEU: (ChiTieu, "chitieu:detail"),
    LoaiBang.NHIEM_VU: (NhiemVu, "nhiemvu:detail"),
}
DANH_SACH = {
    LoaiBang.CHI_TIEU: ("Chỉ tiêu", "chitieu:list"),
    LoaiBang.NHIEM_VU: ("Nhiệm vụ", "nhiemvu:list"),
    LoaiBang.KINH_PHI: ("Kinh phí", "kinhphi:list"),
}


@dataclass(frozen=True)
class DongDaLuu:
    """One row that was added or changed; ``duong_dan`` leads to it, or to the list it is in."""

    loai: LoaiThayDoi
    loai_bang: LoaiBang
    ma: str
    ten: str
    cac_khac: tuple[KhacBiet, ...]
    duong_dan: str


def result_context(lan_nhap: LanNhap, chon: QueryDict) -> dict[str, Any]:
    """Give what the page of a saved file shows (4 queries)."""
    lan_nhap.refresh_from_db(fields=["ket_qua", "cac_dong"])
    told = lan_nhap.ket_qua or {}
    kept: KhoDong[Mapping[str, Any]] = KhoDong(bytes(lan_nhap.cac_dong), lambda row: row)
    page: Page[Any] = Paginator(kept, MOI_TRANG).get_page(chon.get("page"))
    ma = lan_nhap.ke_hoach.ma
    shown = list(page.object_list)
    pages = _pages(lan_nhap.ke_hoach, shown)
    page.object_list = rows = [_row(one, ma, pages) for one in shown]
    kinds = {row.loai_bang for row in rows}
    accepted = list(lan_nhap.cac_chap_nhan.select_related("created_by").order_by("pk"))
    return {
        "page_obj": page,
        "cau_ket_qua": f"Tệp đã {say_changes(told.get('dem', {}))}.",
        "da_chap_nhan": group_accepted(accepted),
        "so_chap_nhan": len(accepted),
        "cac_sua_o": lan_nhap.cac_sua_o.select_related("created_by").order_by("pk"),
        "xem_tiep": [
            ("Soát kế hoạch", reverse("nhapxuat:check", args=[ma])),
            *(
                (label, reverse(name, args=[ma]))
                for kind, (label, name) in DANH_SACH.items()
                if kind in kinds or not kinds
            ),
        ],
    }


def _pages(ke_hoach: KeHoach, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """Find the pages of indicators and tasks by kind and code, as they are in the plan now."""
    found: dict[tuple[str, str], str] = {}
    for kind, (model, name) in TRANG.items():
        codes = [row["ma"] for row in rows if row["loai_bang"] == kind]
        stored = model.objects.filter(ke_hoach=ke_hoach, ma__in=codes).values_list("ma", "pk")
        found |= {(kind.value, ma): reverse(name, args=[pk]) for ma, pk in stored}
    return found


def _row(
    told: Mapping[str, Any], ma_ke_hoach: str, pages: Mapping[tuple[str, str], str]
) -> DongDaLuu:
    kind = LoaiBang(told["loai_bang"])
    url = pages.get((kind.value, told["ma"]))
    url = url or reverse(DANH_SACH[kind][1], args=[ma_ke_hoach])
    return DongDaLuu(
        LoaiThayDoi(told["loai"]), kind, told["ma"], told["ten"],
        tuple(KhacBiet(*one) for one in told["cac_khac"]), url,
    )  # fmt: skip
