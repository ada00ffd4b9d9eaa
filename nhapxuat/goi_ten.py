"""Saying what an unknown name means (gọi tên): told once, known ever after.

An officer says of each name whether it is a unit, a group, or none of the commune's. That is a
spelling of the directory from then on, for this file, the next ones, and the checks of the plan.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from donvi.ghi_chep import log_act, save_recorded
from donvi.models import DonVi, NguoiDung, NhomDonVi, TenKhac, Xa
from nhapxuat.loi_nhap import TenKhongRo
from nhapxuat.models import LanNhap
from nhapxuat.sua_tep import lock_for_review, look_again
from nhapxuat.ten_la import name_key

KHONG_PHAI = "khong"  # the answer for words that name no unit of the commune


def answers(xa: Xa) -> list[tuple[str, str]]:
    """List what a name may mean: (answer, words), units and groups as the directory has them."""
    units = DonVi.objects.filter(xa=xa).order_by("thu_tu", "pk")
    groups = NhomDonVi.objects.filter(xa=xa).order_by("pk")
    return [
        *((f"don_vi-{unit.pk}", unit.ten) for unit in units),
        *((f"nhom-{group.pk}", f"{group.ten} (nhóm)") for group in groups),
        (KHONG_PHAI, "Không phải đơn vị của xã"),
    ]


@transaction.atomic
def name_units(
    *, lan_nhap_id: int, cac_ten: Mapping[str, str], by: NguoiDung, at: datetime
) -> LanNhap:
    """Keep what names mean (``answers``) as spellings, and understand the file anew.

    :raises TenKhongRo: an answer is none of the commune's units or groups.
    :raises NhapError: not this person's to do, or the file is past this step.
    """
    lan_nhap = lock_for_review(lan_nhap_id, by)
    xa = lan_nhap.ke_hoach.xa
    for ten, answer in cac_ten.items():
        row = TenKhac.objects.filter(xa=xa, khoa_tim_kiem=name_key(ten)).first()
        row = row or TenKhac(xa=xa, ten=ten)
        row.don_vi, row.nhom_don_vi = _meant(xa, answer)
        save_recorded(row, by=by, reason=f"Nhận tên khi nhập tệp {lan_nhap.ten_tep}")
    if cac_ten:
        log_act(
            by=by, at=at, xa=xa, hanh_dong="Khai tên gọi khác", doi_tuong=lan_nhap,
            mo_ta=f"Khai {len(cac_ten)} tên gọi đơn vị gặp trong tệp “{lan_nhap.ten_tep}”.",
            gia_tri_moi=dict(cac_ten),
        )  # fmt: skip
    return look_again(lan_nhap, at)


def _meant(xa: Xa, answer: str) -> tuple[DonVi | None, NhomDonVi | None]:
    kind, _, number = answer.partition("-")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
    unit = DonVi.objects.filter(xa=xa, pk=pk).first() if kind == "don_vi" else None
    group = NhomDonVi.objects.filter(xa=xa, pk=pk).first() if kind == "nhom" else None
    if unit is None and group is None and answer != KHONG_PHAI:
        raise TenKhongRo
    return unit, group
