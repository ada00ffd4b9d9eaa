"""Which sources pay a budget row or task, and how much each: written for one row or for many."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Max, Q

from donvi.ghi_chep import create_recorded, delete_recorded, update_recorded
from donvi.models import NguoiDung
from donvi.tieng_viet import fold
from kehoach.models import KeHoach
from kinhphi.chia_nguon import PhanTien, sum_parts
from kinhphi.loi_kinh_phi import KinhPhiError
from kinhphi.models import DongKinhPhi, KhoanKinhPhi, NguonVon, PhanNguon
from nhiemvu.models import NhiemVu

Noi = DongKinhPhi | NhiemVu
_Khoa = tuple[str, int]  # which table a row is of, and its number


class NguonDaGhiTien(KinhPhiError):
    """A source can't leave a row on which money was recorded from it."""

    field = "nguon"

    def __init__(self, part: PhanNguon) -> None:
        place = part.dong_kinh_phi or part.nhiem_vu
        super().__init__(
            f"“{place}” đã có khoản tiền ghi từ nguồn “{part.nguon_von}”, nên không bỏ được nguồn "
            "này; hãy hủy các khoản đó trước, hoặc giữ nguồn."
        )


def sources_of_words(words: str, phan: Sequence[tuple[str, int]] = ()) -> tuple[PhanTien, ...]:
    """Give the sources of a row as read from a plan: its amounts per source, else its words.

    >>> sources_of_words("Ngân sách xã"), sources_of_words("")
    ((PhanTien(ten='Ngân sách xã', so_tien=None),), ())
    """
    if phan:
        return tuple(PhanTien(ten, so_tien) for ten, so_tien in phan)
    return (PhanTien(words.strip()),) if words.strip() else ()


@transaction.atomic
def replace_sources(
    *,
    ke_hoach: KeHoach,
    cac_phan: Mapping[Noi, Sequence[PhanTien]],
    by: NguoiDung | None,
    reason: str = "",
) -> int:
    """Give each of these rows and tasks exactly these sources; say how many parts changed.

    Sources are found by their words, marks and case aside; new ones join those of the plan. A
    source named twice on a row pays the sum. What is right already is not written again. For any
    number of rows: 4 queries to read, two more for each kind of change.

    :raises NguonDaGhiTien: a source to be removed has money recorded from it on that row.
    """
    wanted = {_key(noi): _merged(parts) for noi, parts in cac_phan.items()}
    sources = _sources(ke_hoach, [part for parts in wanted.values() for part in parts], by, reason)
    stored = {(*_place_of(row), row.nguon_von_id): row for row in _stored(cac_phan)}
    rows = {
        (*khoa, sources[fold(part.ten)].pk): part.so_tien
        for khoa, parts in wanted.items()
        for part in parts
    }
    gone = [row for khoa, row in stored.items() if khoa not in rows]
    _check_unused(gone)
    for row in gone:
        delete_recorded(row, by=by, reason=reason)
    made = [_build(*khoa, so_tien) for khoa, so_tien in rows.items() if khoa not in stored]
    create_recorded(made, by=by, reason=reason)
    changed = [row for khoa, row in stored.items() if khoa in rows and row.so_tien != rows[khoa]]
    for row in changed:
        row.so_tien = rows[(*_place_of(row), row.nguon_von_id)]
    update_recorded(changed, ["so_tien"], by=by, reason=reason)
    return len(gone) + len(made) + len(changed)


def _key(noi: Noi) -> _Khoa:
    return ("dong" if isinstance(noi, DongKinhPhi) else "nhiem_vu", noi.pk)


def _place_of(row: PhanNguon) -> _Khoa:
    if row.dong_kinh_phi_id:
        return ("dong", row.dong_kinh_phi_id)
    return ("nhiem_vu", row.nhiem_vu_id or 0)


def _merged(parts: Sequence[PhanTien]) -> list[PhanTien]:
    """Join parts of one source: known amounts are added up."""
    merged: dict[str, PhanTien] = {}
    for part in parts:
        if not (name := part.ten.strip()):
            continue
        before = merged.get(fold(name), PhanTien(name))
        merged[fold(name)] = PhanTien(before.ten, sum_parts([before, part]))
    return list(merged.values())


def _sources(
    ke_hoach: KeHoach, parts: Sequence[PhanTien], by: NguoiDung | None, reason: str
) -> dict[str, NguonVon]:
    """Give the plan's sources by their folded words, those not there yet made."""
    rows = NguonVon.objects.filter(ke_hoach=ke_hoach).order_by("-thu_tu", "-pk")
    known = {fold(row.ten): row for row in rows}
    new = {fold(part.ten): part.ten for part in parts if fold(part.ten) not in known}
    if not new:
        return known
    last = rows.aggregate(last=Max("thu_tu"))["last"] or 0
    made = create_recorded(
        [
            NguonVon(ke_hoach=ke_hoach, ten=ten, thu_tu=last + place)
            for place, ten in enumerate(new.values(), start=1)
        ],
        by=by,
        reason=reason,
    )
    return known | {fold(row.ten): row for row in made}


def _stored(cac_noi: Mapping[Noi, object]) -> list[PhanNguon]:
    lines = [noi.pk for noi in cac_noi if isinstance(noi, DongKinhPhi)]
    tasks = [noi.pk for noi in cac_noi if isinstance(noi, NhiemVu)]
    here = Q(dong_kinh_phi__in=lines) | Q(nhiem_vu__in=tasks)
    return list(PhanNguon.objects.filter(here).select_related("nguon_von").order_by("pk"))


def _check_unused(gone: Sequence[PhanNguon]) -> None:
    if not gone:
        return
    used = set(
        KhoanKinhPhi.objects.standing()
        .filter(nguon_von__in={row.nguon_von_id for row in gone})
        .values_list("dong_kinh_phi", "nhiem_vu", "nguon_von")
    )
    for row in gone:
        if (row.dong_kinh_phi_id, row.nhiem_vu_id, row.nguon_von_id) in used:
            raise NguonDaGhiTien(row)


def _build(loai: str, pk: int, nguon: int, so_tien: int | None) -> PhanNguon:
    place = {"dong_kinh_phi_id": pk} if loai == "dong" else {"nhiem_vu_id": pk}
    return PhanNguon(**place, nguon_von_id=nguon, so_tien=so_tien)
