"""The outline a plan's reports of one kind follow: its own rows, else the default; its services.

The first change writes the default outline down as the plan's own rows; "khôi phục mặc định" takes
them away again. Sections of reports already compiled keep their words (``tong_hop``).
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from baocao.de_cuong import (
    DEFAULT_OUTLINES,
    SO_MUC_TOI_DA,
    DeCuong,
    MucDeCuong,
    NguonViet,
    number_sections,
)
from baocao.models import DeMucDeCuong
from donvi.ghi_chep import delete_recorded, log_act, save_recorded
from donvi.models import NguoiDung
from kehoach.ky_bao_cao import LoaiKy
from kehoach.models import KeHoach

Rows = list[DeMucDeCuong]


class DeCuongError(Exception):
    """A refusal of this module; str() is a sentence for the user."""


def outline_of(ke_hoach: KeHoach, loai_ky: LoaiKy) -> DeCuong:
    """Give the outline reports of this kind follow (1 query)."""
    own = _stored(ke_hoach, loai_ky)
    return tuple(_as_section(row) for row in own) or DEFAULT_OUTLINES[loai_ky]


def has_own_outline(ke_hoach: KeHoach, loai_ky: LoaiKy) -> bool:
    """Tell whether the plan changed the outline of this kind (1 query)."""
    return ke_hoach.cac_de_muc_de_cuong.filter(loai_ky=str(loai_ky)).exists()


def _stored(ke_hoach: KeHoach, loai_ky: LoaiKy) -> Rows:
    return list(ke_hoach.cac_de_muc_de_cuong.filter(loai_ky=str(loai_ky)).order_by("thu_tu", "pk"))


def _as_section(row: DeMucDeCuong) -> MucDeCuong:
    source = NguonViet(row.nguon_viet) if row.nguon_viet in set(NguonViet) else None
    return MucDeCuong(row.ma, row.tieu_de, source, row.cap_do, row.loi_mau)


@transaction.atomic
def save_section(
    *, ke_hoach: KeHoach, loai_ky: LoaiKy, muc: MucDeCuong, by: NguoiDung, at: datetime
) -> DeMucDeCuong:
    """Change the section with this code, or add it at the end when the code is empty.

    :raises DeCuongError: no such section, no title, too many sections, or a part without a head.
    """
    if not muc.tieu_de.strip():
        raise DeCuongError("Hãy nhập tên đề mục, ví dụ: Công tác tuyên truyền.")

    def change(rows: Rows) -> Rows:
        row = _find(rows, muc.ma) if muc.ma else _new_row(ke_hoach, loai_ky, rows)
        row.tieu_de, row.cap_do = muc.tieu_de.strip(), muc.cap_do
        row.nguon_viet, row.loi_mau = str(muc.nguon_viet or ""), muc.loi_mau
        return rows if row in rows else [*rows, row]

    rows = _change(ke_hoach, loai_ky, change, by=by, at=at, act=f"ghi đề mục “{muc.tieu_de}”")
    return _find(rows, muc.ma) if muc.ma else rows[-1]


@transaction.atomic
def move_section(
    *, ke_hoach: KeHoach, loai_ky: LoaiKy, ma: str, step: int, by: NguoiDung, at: datetime
) -> None:
    """Move a section up (``step`` -1) or down (+1) by one place; at the end nothing changes."""

    def change(rows: Rows) -> Rows:
        place = rows.index(_find(rows, ma))
        target = min(max(place + step, 0), len(rows) - 1)
        return _with_moved(rows, place, target)

    _change(ke_hoach, loai_ky, change, by=by, at=at, act=f"chuyển chỗ đề mục {ma}")


def _with_moved(rows: Rows, place: int, target: int) -> Rows:
    left = [row for n, row in enumerate(rows) if n != place]
    return [*left[:target], rows[place], *left[target:]]


@transaction.atomic
def remove_section(
    *, ke_hoach: KeHoach, loai_ky: LoaiKy, ma: str, by: NguoiDung, at: datetime
) -> None:
    """Leave a section out of later reports; one section at least stays.

    :raises DeCuongError: no such section, or it is the last one.
    """

    def change(rows: Rows) -> Rows:
        row = _find(rows, ma)
        if len(rows) == 1:
            raise DeCuongError("Đề cương phải còn ít nhất một đề mục.")
        delete_recorded(row, by=by, reason="Bỏ đề mục")
        return [other for other in rows if other is not row]

    _change(ke_hoach, loai_ky, change, by=by, at=at, act=f"bỏ đề mục {ma}")


@transaction.atomic
def reset_outline(*, ke_hoach: KeHoach, loai_ky: LoaiKy, by: NguoiDung, at: datetime) -> None:
    """Go back to the default outline."""
    KeHoach.objects.select_for_update().get(pk=ke_hoach.pk)
    rows = _stored(ke_hoach, loai_ky)
    for row in rows:
        delete_recorded(row, by=by, reason="Khôi phục mặc định")
    if rows:
        _log(ke_hoach, loai_ky, by, at, "khôi phục đề cương mặc định")


def _change(
    ke_hoach: KeHoach,
    loai_ky: LoaiKy,
    change: Callable[[Rows], Rows],
    *,
    by: NguoiDung,
    at: datetime,
    act: str,
) -> Rows:
    """Apply a change to the plan's own rows, made from the default first where there are none."""
    KeHoach.objects.select_for_update().get(pk=ke_hoach.pk)  # one change at a time per plan
    rows = _stored(ke_hoach, loai_ky) or _written_down(ke_hoach, loai_ky, by)
    before = {row.pk: _content(row) for row in rows}
    rows = change(rows)
    if len(rows) > SO_MUC_TOI_DA:
        raise DeCuongError(f"Đề cương có nhiều nhất {SO_MUC_TOI_DA} đề mục.")
    if rows[0].cap_do != 1:
        raise DeCuongError("Đề mục đầu tiên phải là mục lớn (I).")
    for place, row in enumerate(rows):
        row.thu_tu = place
        if row.pk is None or _content(row) != before[row.pk]:
            save_recorded(row, by=by, reason=act[:1].upper() + act[1:])
    _log(ke_hoach, loai_ky, by, at, act)
    return rows


def _content(row: DeMucDeCuong) -> tuple[object, ...]:
    return row.tieu_de, row.cap_do, row.nguon_viet, row.loi_mau, row.thu_tu


def _written_down(ke_hoach: KeHoach, loai_ky: LoaiKy, by: NguoiDung) -> Rows:
    return [
        save_recorded(
            DeMucDeCuong(
                ke_hoach=ke_hoach, loai_ky=str(loai_ky), ma=muc.ma, tieu_de=muc.tieu_de,
                cap_do=muc.cap_do, nguon_viet=str(muc.nguon_viet or ""), loi_mau=muc.loi_mau,
                thu_tu=place,
            ),
            by=by,
            reason="Chép đề cương mặc định",
        )
        for place, muc in enumerate(DEFAULT_OUTLINES[loai_ky])
    ]  # fmt: skip


def _find(rows: Rows, ma: str) -> DeMucDeCuong:
    for row in rows:
        if row.ma == ma:
            return row
    raise DeCuongError(
        "Đề mục này không còn trong đề cương; có thể người khác vừa bỏ. Hãy tải lại trang."
    )


def _new_row(ke_hoach: KeHoach, loai_ky: LoaiKy, rows: Rows) -> DeMucDeCuong:
    """Make an empty row whose code was never used in this outline, so that no words mix."""
    used = DeMucDeCuong.history.filter(ke_hoach=ke_hoach, loai_ky=str(loai_ky))
    codes = {row.ma for row in rows} | set(used.values_list("ma", flat=True))
    number = next(n for n in range(1, len(codes) + 2) if f"M{n}" not in codes)
    return DeMucDeCuong(ke_hoach=ke_hoach, loai_ky=str(loai_ky), ma=f"M{number}")


def _log(ke_hoach: KeHoach, loai_ky: LoaiKy, by: NguoiDung, at: datetime, act: str) -> None:
    log_act(
        by=by, at=at, xa=ke_hoach.xa, hanh_dong="sửa đề cương", doi_tuong=ke_hoach,
        mo_ta=f"Đề cương báo cáo {loai_ky.label}: {act}.",
    )  # fmt: skip


def printed_numbers(de_cuong: DeCuong) -> list[str]:
    """Number the sections as the report prints them."""
    return number_sections(muc.cap_do for muc in de_cuong)
