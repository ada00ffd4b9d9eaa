"""What a plan says at this moment, as plain data: the content of a version (phiên bản).

Complete and canonical: rows in printed order, original words beside what was read from them, units
by code and name, amounts in whole đồng, dates as ISO text. Left out is what the plan itself does
not say: progress, extensions, reminders, and the number and date văn thư gives after approval.
"""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import Prefetch

from chitieu.models import ChiTieu, MucChiTieu
from chitieu.queries import with_levels
from donvi.models import DonVi
from donvi.tieng_viet import format_dong
from kehoach.models import KeHoach
from kinhphi.cong_don import CayKinhPhiSai, DongCongDon, compute_thanh_tien
from kinhphi.models import DongKinhPhi, PhanNguon
from nhiemvu.models import NhiemVu, PhanCong, VaiPhanCong

NoiDung = dict[str, Any]

_HEAD = (
    "chu_the", "co_quan_ban_hanh", "co_quan_chu_quan", "ky_hieu", "dia_danh", "thoi_gian_ky",
    "trich_yeu", "nam_bat_dau", "nam_ket_thuc", "nhan_thoi_gian", "cac_moc", "don_vi_tien",
    "bo_cot", "tong_kinh_phi_in", "tong_bang_chu", "kinh_gui", "loi_dan", "loi_ket", "quyen_han",
    "chuc_vu_khac", "nguoi_ky",
)  # fmt: skip
_RULE = (
    "loai_ky", "nguyen_van", "ngay_chot", "ngay_han_don_vi", "lech_thang_don_vi",
    "ngay_han_dau_moi", "lech_thang_dau_moi", "nghiem_ngat", "nghiem_ngat_dau_moi",
    "ca_sau_thang_cuoi", "doi_ngay_nghi", "noi_nhan_bao_cao",
)  # fmt: skip
_LEVEL = ("nam", "nguyen_van", "loai_muc", "so_sanh", "gia_tri", "gia_tri_den", "don_vi_tinh",
          "pham_vi")  # fmt: skip
_INDICATOR = ("ma", "ten", "nguyen_van", "giai_thich", "nhom_chi_tieu", "loai_chi_tieu",
              "don_vi_tinh", "chieu_huong", "cach_cong_don", "chu_tri_nguyen_van")  # fmt: skip
_TASK = (
    "ma", "ten", "loai_nhiem_vu", "chu_tri_nguyen_van", "phoi_hop_nguyen_van",
    "thoi_han_nguyen_van", "loai_han", "tu_ngay", "han_hoan_thanh", "san_pham",
    "kinh_phi_nguyen_van", "so_tien", "nguon_nguyen_van", "tam_dung", "ly_do_tam_dung",
)  # fmt: skip
_LINE = ("ma", "cap_dong", "so_in", "noi_dung", "don_vi_tinh", "so_luong_nguyen_van", "so_luong",
         "don_gia", "thanh_tien_in", "ghi_chu")  # fmt: skip


def plan_content(ke_hoach: KeHoach) -> NoiDung:
    """Gather what the plan says now (15 queries for any number of rows)."""
    order = ("thu_tu", "pk")
    headings = list(ke_hoach.cac_de_muc.select_related("de_muc_cha").order_by(*order))
    return {
        "ke_hoach": _head(ke_hoach),
        "can_cu": _plain(
            ke_hoach.cac_can_cu.order_by(*order),
            ("tu_dan", "noi_dung", "so_hieu", "ngay_van_ban", "co_quan_ban_hanh"),
        ),
        "de_muc": [
            _values(row, ("ma", "loai_de_muc", "so_in", "tieu_de", "noi_dung", "noi_dung_kem"))
            | {"ma_cha": row.de_muc_cha.ma if row.de_muc_cha else ""}
            for row in headings
        ],
        "muc_tieu": _plain(ke_hoach.cac_muc_tieu.order_by(*order), ("noi_dung",)),
        "chi_tieu": _indicators(ke_hoach),
        "nhom_nhiem_vu": _plain(
            ke_hoach.cac_nhom_nhiem_vu.order_by(*order), ("ma", "ten", "loai_nhom")
        ),
        "nhiem_vu": _tasks(ke_hoach),
        "nguon_von": _plain(ke_hoach.cac_nguon_von.order_by(*order), ("ten",)),
        "kinh_phi": _money(ke_hoach),
        "noi_nhan": _plain(ke_hoach.cac_noi_nhan.order_by(*order), ("ten",)),
        "quy_dinh_bao_cao": _plain(ke_hoach.cac_quy_dinh_bao_cao.order_by("loai_ky"), _RULE),
    }


def digest_of(noi_dung: NoiDung) -> str:
    """Give the SHA-256 of a content, written as JSON with sorted keys and no spaces.

    >>> digest_of({"b": 1, "a": "ế"}) == digest_of({"a": "ế", "b": 1})
    True
    """
    text = json.dumps(noi_dung, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _head(plan: KeHoach) -> NoiDung:
    return _values(plan, _HEAD) | {"don_vi_dau_moi": _unit(plan.don_vi_dau_moi)}


def _indicators(plan: KeHoach) -> list[NoiDung]:
    rows = with_levels(ChiTieu.objects.filter(ke_hoach=plan).in_order())
    return [
        _values(row, _INDICATOR)
        | {
            "ma_cha": row.chi_tieu_cha.ma if row.chi_tieu_cha else "",
            "chu_tri": [_unit(lead.don_vi) for lead in row.cac_chu_tri.all()],
            "muc": [_level(level) for level in row.cac_muc.all()],
        }
        for row in rows.select_related("chi_tieu_cha")
    ]


def _level(level: MucChiTieu) -> NoiDung:
    return _values(level, _LEVEL)


def _tasks(plan: KeHoach) -> list[NoiDung]:
    parts = PhanCong.objects.select_related("don_vi").order_by("don_vi__ma", "pk")
    rows = (
        NhiemVu.objects.filter(ke_hoach=plan)
        .in_order()
        .select_related("nhom_nhiem_vu", "de_muc")
        .prefetch_related(
            Prefetch("cac_phan_cong", parts),
            Prefetch("cac_chi_tieu", ChiTieu.objects.order_by("thu_tu", "pk")),
        )
    )
    return [
        _values(row, _TASK)
        | {
            "nhom": row.nhom_nhiem_vu.ma if row.nhom_nhiem_vu else "",
            "de_muc": row.de_muc.ma if row.de_muc else "",
            "chu_tri": _units_as(row, VaiPhanCong.CHU_TRI),
            "phoi_hop": _units_as(row, VaiPhanCong.PHOI_HOP),
            "chi_tieu": [indicator.ma for indicator in row.cac_chi_tieu.all()],
        }
        for row in rows
    ]


def _units_as(task: NhiemVu, vai: VaiPhanCong) -> list[NoiDung]:
    return [_unit(part.don_vi) for part in task.cac_phan_cong.all() if part.vai_phan_cong == vai]


def _money(plan: KeHoach) -> list[NoiDung]:
    """List the budget tree; ``thanh_tien_tinh`` is null where rows form no tree."""
    parts = PhanNguon.objects.select_related("nguon_von").order_by("nguon_von__thu_tu", "pk")
    lines = list(
        DongKinhPhi.objects.filter(ke_hoach=plan)
        .in_order()
        .select_related("dong_cha", "nhiem_vu")
        .prefetch_related(Prefetch("cac_phan_nguon", parts))
    )
    computed = _computed(lines)
    return [
        _values(line, _LINE)
        | {
            "ma_cha": line.dong_cha.ma if line.dong_cha else "",
            "thanh_tien_tinh": computed.get(line.ma),
            "nguon": [_source(part) for part in line.cac_phan_nguon.all()],
            "nhiem_vu": line.nhiem_vu.ma if line.nhiem_vu else "",
        }
        for line in lines
    ]


def _source(part: PhanNguon) -> str:
    """Name a source, with what it pays where the plan says so."""
    if part.so_tien is None:
        return part.nguon_von.ten
    return f"{part.nguon_von.ten}: {format_dong(part.so_tien)}"


def _computed(lines: Iterable[DongKinhPhi]) -> dict[str, int | None]:
    rows = [
        DongCongDon(
            line.ma,
            line.dong_cha.ma if line.dong_cha else None,
            line.so_luong,
            line.don_gia,
            line.thanh_tien_in,
        )
        for line in lines
    ]
    try:
        return compute_thanh_tien(rows)
    except CayKinhPhiSai:
        return {}


def _unit(don_vi: DonVi) -> NoiDung:
    return {"ma": don_vi.ma, "ten": don_vi.ten}


def _plain(rows: Iterable[object], names: Iterable[str]) -> list[NoiDung]:
    names = tuple(names)
    return [_values(row, names) for row in rows]


def _values(row: object, names: Iterable[str]) -> NoiDung:
    return {name: _value(getattr(row, name)) for name in names}


def _value(value: object) -> object:
    """Write a value so that both databases give the same text: 75.000000 is "75"."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
