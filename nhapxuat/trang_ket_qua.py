"""The page of a file that was saved: the rows that are new or changed, with links to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse

from nhapxuat.models import LanNhap
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.thay_doi import KhacBiet, LoaiThayDoi
from nhapxuat.trang_nhap import say_changes

MOI_TRANG = 50
TRANG = {LoaiBang.CHI_TIEU: "chitieu:detail", LoaiBang.NHIEM_VU: "nhiemvu:detail"}
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
    """Give what the page of a saved file shows (2 queries)."""
    told = lan_nhap.ket_qua or {}
    page = Paginator(told.get("cac_dong", ()), MOI_TRANG).get_page(chon.get("page"))
    ma = lan_nhap.ke_hoach.ma
    page.object_list = [_row(one, ma) for one in page.object_list]
    kinds = {row.loai_bang for row in page.object_list}
    return {
        "page_obj": page,
        "cau_ket_qua": f"Tệp đã {say_changes(told.get('dem', {}))}.",
        "da_chap_nhan": lan_nhap.cac_chap_nhan.select_related("created_by").order_by("pk"),
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


def _row(told: Mapping[str, Any], ma_ke_hoach: str) -> DongDaLuu:
    kind = LoaiBang(told["loai_bang"])
    key = told.get("khoa_chinh")
    if key and kind in TRANG:
        url = reverse(TRANG[kind], args=[key])
    else:
        url = reverse(DANH_SACH[kind][1], args=[ma_ke_hoach])
    return DongDaLuu(
        LoaiThayDoi(told["loai"]), kind, told["ma"], told["ten"],
        tuple(KhacBiet(*one) for one in told["cac_khac"]), url,
    )  # fmt: skip
