"""Correcting a budget row: words, quantity, price, printed amount, sources, the task it pays for.

What the change does to the sums is shown before it is saved. Every correction has a reason; old and
new values stay on record.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from donvi.ghi_chep import log_act, save_recorded
from donvi.gia_tri import changed_values
from donvi.models import NguoiDung
from donvi.tieng_viet import fold, format_dong
from kinhphi.chia_nguon import PhanTien
from kinhphi.loi_kinh_phi import LY_DO_TOI_DA, KhongDuocPhep, KinhPhiError, LyDoKhongHopLe
from kinhphi.models import DongKinhPhi, PhanNguon
from kinhphi.noi_tien import Noi, NoiTien, at_place, load_places
from kinhphi.phan_nguon import replace_sources
from kinhphi.policies import may_edit_money
from kinhphi.sai_lech import find_mismatches
from nhiemvu.models import NhiemVu

GIONG_IT_NHAT = Decimal("0.3")  # share of common words from which a task is suggested
SO_GOI_Y = 3
CAC_TRUONG = (
    "noi_dung",
    "don_vi_tinh",
    "so_luong_nguyen_van",
    "so_luong",
    "don_gia",
    "thanh_tien_in",
    "ghi_chu",
    "nhiem_vu",
)


class ThieuLyDoSua(LyDoKhongHopLe):
    """A row is corrected, and nobody said why."""

    viec = "sửa, để người xem sau biết vì sao số khác trước"


class DongDaDoi(KinhPhiError):
    """Someone else corrected the row while this person was typing."""

    def __init__(self) -> None:
        super().__init__(
            "Trong lúc bạn nhập, người khác đã sửa dòng này. Nội dung bạn nhập vẫn còn ở dưới, số "
            "đang lưu ở bảng bên; hãy đối chiếu rồi lưu lại."
        )


class DongKhongCon(KinhPhiError):
    """Someone else removed the row while this person was typing."""

    def __init__(self, dong: DongKinhPhi) -> None:
        super().__init__(
            f"Trong lúc bạn nhập, người khác đã xóa dòng “{dong}”; hãy mở lại bảng kinh phí."
        )


@dataclass(frozen=True)
class SuaDong:
    """What a person typed about one budget row; amounts are whole đồng.

    ``ban_ghi`` is the number of the version the person saw.
    """

    noi_dung: str
    don_vi_tinh: str
    so_luong_nguyen_van: str
    so_luong: Decimal | None
    don_gia: int | None
    thanh_tien_in: int | None
    ghi_chu: str
    nhiem_vu: NhiemVu | None
    cac_phan: tuple[PhanTien, ...]
    ban_ghi: int


@dataclass(frozen=True)
class XemTruoc:
    """What a change would do: both amounts of the row, and the findings it ends and makes."""

    thanh_tien_in: int | None
    thanh_tien_tinh: int | None
    het: tuple[str, ...]
    moi: tuple[str, ...]
    con: tuple[str, ...]


def lock_line(dong: DongKinhPhi) -> DongKinhPhi:
    """Lock a budget row against others who record money on it, correct or remove it.

    :raises DongKhongCon: it is gone.
    """
    rows = DongKinhPhi.objects.select_for_update(of=("self",)).select_related("ke_hoach__xa")
    locked = rows.filter(pk=dong.pk).order_by("pk").first()
    if locked is None:
        raise DongKhongCon(dong)
    return locked


def version_of(dong: DongKinhPhi) -> int:
    """Give the number of the row's newest version in the history (1 query)."""
    newest = dong.history.order_by("-history_id").first()
    return newest.history_id if newest else 0


def preview_edit(dong: DongKinhPhi, sua: SuaDong) -> XemTruoc:
    """Show what saving would do to the plan's sums, without saving (at most 5 queries)."""
    places = load_places(dong.ke_hoach)
    changed = [_edited(place, sua) if place.dong == dong else place for place in places]
    before = [one.thong_bao for one in find_mismatches(dong.ke_hoach, places)]
    after = [one.thong_bao for one in find_mismatches(dong.ke_hoach, changed)]
    row = next(place.as_row() for place in changed if place.dong == dong)
    return XemTruoc(
        row.thanh_tien_in,
        row.tich,
        het=tuple(one for one in before if one not in after),
        moi=tuple(one for one in after if one not in before),
        con=tuple(one for one in after if one in before),
    )


def _edited(place: NoiTien, sua: SuaDong) -> NoiTien:
    row = copy(place.dong)
    assert row is not None  # noqa: S101 - only places of budget rows come here
    row.so_luong, row.don_gia = sua.so_luong, sua.don_gia
    return replace(
        place,
        noi=row,
        noi_dung=sua.noi_dung,
        thanh_tien_in=sua.thanh_tien_in,
        cac_phan=sua.cac_phan,
        nhiem_vu=sua.nhiem_vu,
    )


@transaction.atomic
def edit_line(
    *, dong: DongKinhPhi, sua: SuaDong, ly_do: str, by: NguoiDung, at: datetime
) -> DongKinhPhi:
    """Save what was typed about a budget row, with the reason; nothing changed writes nothing.

    :raises KhongDuocPhep: not this person's to do, or the plan is replaced.
    :raises LyDoKhongHopLe: no reason, or one that is too long.
    :raises DongDaDoi: someone else corrected the row since this person read it.
    :raises NguonDaGhiTien: a source is left out on which money was recorded.
    :raises DongKhongCon: someone else removed the row in the meantime.
    """
    decision = may_edit_money(by, dong.ke_hoach)
    if not decision:
        raise KhongDuocPhep(decision.reason)
    if not 0 < len(ly_do.strip()) <= LY_DO_TOI_DA:
        raise ThieuLyDoSua(ly_do.strip())
    locked = lock_line(dong)
    if version_of(locked) != sua.ban_ghi:
        raise DongDaDoi
    stored = copy(locked)
    for name in CAC_TRUONG:
        setattr(locked, name, getattr(sua, name))
    old, new = changed_values(stored, locked, {})
    nguon_cu = sources_in_words(locked)
    if old or new:
        save_recorded(locked, by=by, reason=ly_do.strip())
    if replace_sources(
        ke_hoach=locked.ke_hoach, cac_phan={locked: sua.cac_phan}, by=by, reason=ly_do.strip()
    ):
        old["nguon"], new["nguon"] = nguon_cu, sources_in_words(locked)
    if old or new:
        _log(locked, old, new, ly_do.strip(), by=by, at=at)
    return locked


def sources_in_words(noi: Noi) -> str:
    """Write the sources of a row or task one a line, as a person types them (1 query)."""
    parts = PhanNguon.objects.filter(**at_place(noi)).select_related("nguon_von")
    return "\n".join(
        f"{part.nguon_von}: {format_dong(part.so_tien)}"
        if part.so_tien is not None
        else str(part.nguon_von)
        for part in parts.order_by("nguon_von__thu_tu", "pk")
    )


def _log(
    row: DongKinhPhi,
    old: dict[str, str],
    new: dict[str, str],
    ly_do: str,
    *,
    by: NguoiDung,
    at: datetime,
) -> None:
    log_act(
        by=by,
        at=at,
        xa=row.ke_hoach.xa,
        hanh_dong="Sửa dòng kinh phí",
        doi_tuong=row,
        mo_ta=f"Sửa dòng kinh phí “{row}” của kế hoạch {row.ke_hoach.ma}.",
        gia_tri_cu=old,
        gia_tri_moi=new,
        ly_do=ly_do,
    )


def suggest_tasks(noi_dung: str, tasks: Sequence[NhiemVu]) -> list[NhiemVu]:
    """Pick the tasks whose words are nearest to those of a budget row, the nearest first.

    At most ``SO_GOI_Y``, none with less than ``GIONG_IT_NHAT`` of its words in common.
    """
    words = set(fold(noi_dung).split())
    shared = [(_likeness(words, set(fold(task.ten).split())), task) for task in tasks]
    near = [(share, task) for share, task in shared if share >= GIONG_IT_NHAT]
    return [task for _, task in sorted(near, key=lambda pair: -pair[0])][:SO_GOI_Y]


def _likeness(one: set[str], other: set[str]) -> Decimal:
    either = len(one | other)
    return Decimal(len(one & other)) / either if either else Decimal(0)
