"""Mismatches (sai lệch) in a plan's money, and the decisions to let them stand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from donvi.tieng_viet import format_dong
from kehoach.models import KeHoach
from kinhphi.chia_nguon import sum_parts
from kinhphi.cong_don import (
    DOI_TUONG_TONG,
    CayKinhPhiSai,
    DongCongDon,
    MaPhatHien,
    PhatHien,
    check_rows,
    sum_rows,
)
from kinhphi.models import ChapNhanSaiLech
from kinhphi.noi_tien import NoiTien, load_places
from nhiemvu.models import NhiemVu

GiaTri = int | str | None
DO_DAI_GIA_TRI = 300  # characters of a value an acceptance keeps


@dataclass(frozen=True)
class SaiLech:
    """A finding, and the decision to let it stand if there is one for its present values."""

    phat_hien: PhatHien
    chap_nhan: ChapNhanSaiLech | None


@dataclass(frozen=True)
class CacChapNhan:
    """The acceptances of a plan, by code and object of what was accepted."""

    theo_van_de: Mapping[tuple[str, str], ChapNhanSaiLech]

    def find(
        self, ma: str, doi_tuong: str, gia_tri_in: GiaTri, gia_tri_tinh: GiaTri
    ) -> ChapNhanSaiLech | None:
        """Give the acceptance of a finding; None when it was given for other values."""
        row = self.theo_van_de.get((ma, doi_tuong))
        values = (stored_value(gia_tri_in), stored_value(gia_tri_tinh))
        return row if row and (row.gia_tri_in, row.gia_tri_tinh) == values else None


def stored_value(value: GiaTri) -> str:
    """Write a value of a finding the way an acceptance keeps it ("" for none).

    >>> stored_value(900_000_000), stored_value(None)
    ('900000000', '')
    """
    return "" if value is None else str(value)[:DO_DAI_GIA_TRI]


def load_acceptances(ke_hoach: KeHoach) -> CacChapNhan:
    """Load the acceptances of a plan with who gave them (1 query)."""
    rows = ke_hoach.cac_chap_nhan.select_related("created_by").order_by("pk")
    return CacChapNhan({(row.ma_van_de, row.doi_tuong): row for row in rows})


def as_rows(places: Sequence[NoiTien]) -> tuple[list[DongCongDon], CayKinhPhiSai | None]:
    """Give the rows to add up; rows that form no tree stand side by side, with the reason."""
    rows = [place.as_row() for place in places]
    try:
        sum_rows(rows)
    except CayKinhPhiSai as error:
        return [replace(row, ma_cha=None) for row in rows], error
    return rows, None


def money_findings(ke_hoach: KeHoach) -> tuple[PhatHien, ...]:
    """Find what in a plan's money does not add up (4 queries)."""
    return find_mismatches(ke_hoach, load_places(ke_hoach))


def find_mismatches(ke_hoach: KeHoach, places: Sequence[NoiTien]) -> tuple[PhatHien, ...]:
    """Find what does not add up in places that are loaded already (no query)."""
    rows, broken = as_rows(places)
    if broken:
        return (PhatHien(MaPhatHien.CAY_SAI, DOI_TUONG_TONG, str(broken), None, None),)
    found = check_rows(rows, ke_hoach.tong_kinh_phi_in, ke_hoach.tong_bang_chu) if rows else ()
    return (*found, *_check_tasks(places), *_check_sources(places))


def _check_tasks(places: Sequence[NoiTien]) -> list[PhatHien]:
    """Compare the amount printed with a task with the budget rows that name the task."""
    tasks: dict[int, NhiemVu] = {}
    paid: dict[int, int] = defaultdict(int)
    for place in places:
        if place.dong and place.nhiem_vu and place.thanh_tien_in is not None:
            tasks[place.nhiem_vu.pk] = place.nhiem_vu
            paid[place.nhiem_vu.pk] += place.thanh_tien_in
    return [
        _task_mismatch(task, task.so_tien, paid[pk])
        for pk, task in tasks.items()
        if task.so_tien is not None and task.so_tien != paid[pk]
    ]


def _check_sources(places: Sequence[NoiTien]) -> list[PhatHien]:
    """Compare what the sources of a row pay with its amount; a source left open pays the rest."""
    found = []
    parents = {place.ma_cha for place in places}
    for place in places:
        amount = place.as_row().so_tien
        paid = sum_parts(place.cac_phan)
        if paid is None or paid == amount:
            continue
        if amount is None:
            found += [] if place.ma in parents else [_amount_missing(place, paid)]
            continue
        is_open = any(part.so_tien is None for part in place.cac_phan)
        if paid > amount or not is_open:
            found.append(_source_mismatch(place, amount, paid))
    return found


def _amount_missing(place: NoiTien, cac_nguon: int) -> PhatHien:
    thong_bao = (
        f"Dòng {place.ma}: không ghi thành tiền, nhưng số tiền ghi theo từng nguồn cộng lại là "
        f"{format_dong(cac_nguon)}; số này chưa được tính vào tổng."
    )
    return PhatHien(MaPhatHien.NGUON_KHAC_DONG, place.ma, thong_bao, None, cac_nguon)


def _source_mismatch(place: NoiTien, so_tien: int, cac_nguon: int) -> PhatHien:
    thong_bao = (
        f"Dòng {place.ma}: thành tiền là {format_dong(so_tien)}, nhưng số tiền ghi theo từng "
        f"nguồn cộng lại là {format_dong(cac_nguon)}."
    )
    return PhatHien(MaPhatHien.NGUON_KHAC_DONG, place.ma, thong_bao, so_tien, cac_nguon)


def _task_mismatch(task: NhiemVu, so_tien: int, cac_dong: int) -> PhatHien:
    doi_tuong = f"Nhiệm vụ {task.ma}"
    thong_bao = (
        f"{doi_tuong}: kinh phí ghi cùng nhiệm vụ là {format_dong(so_tien)}, "
        f"nhưng các dòng kinh phí của nhiệm vụ cộng lại là {format_dong(cac_dong)}."
    )
    return PhatHien(MaPhatHien.NHIEM_VU_KHAC_DONG, doi_tuong, thong_bao, so_tien, cac_dong)
