"""Filling many boxes of a unit's form at one touch: "không phát sinh", last period's words, undo.

Only empty boxes are filled, so nothing that was typed goes away; undoing empties only those boxes
that still hold what was filled in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from baocao.bo_phieu import BoPhieu
from baocao.phieu import NoiDungNhap
from baocao.phieu_queries import DongChiTieu, DongNhiemVu
from chitieu.models import SoLieu
from chitieu.services import NhapSoLieu
from nhiemvu.services import NhapTienDo

KHONG_PHAT_SINH, KY_TRUOC, HOAN_TAC = "khong_phat_sinh", "ky_truoc", "hoan_tac"
UNTICKED = "bo_khong_phat_sinh"  # in place of a box: its tick was taken away
LAY_LAI = ("noi_dung", "phan_tram", "kho_khan", "nguyen_nhan", "de_xuat")


@dataclass(frozen=True)
class DienSan:
    """What is to be saved, and the boxes that were filled in ("nv12-noi_dung")."""

    noi_dung: NoiDungNhap
    cac_o: tuple[str, ...] = ()

    @property
    def so_muc(self) -> int:
        """Count the rows that were filled in."""
        return len({box.partition("-")[0] for box in self.cac_o})


def fill_in(bo_phieu: BoPhieu, hanh_dong: str, vua_dien: str) -> DienSan:
    """Give what was typed together with what the pressed button fills in.

    ``hanh_dong``: "khong_phat_sinh", "ky_truoc" (all tasks without an answer), "ky_truoc-nv12"
    (one row), or "hoan_tac" of the boxes named in ``vua_dien``; any other fills in nothing.
    """
    typed = bo_phieu.noi_dung()
    act, _, place = hanh_dong.partition("-")
    if act == KHONG_PHAT_SINH:
        return _tasks(typed, bo_phieu, _nothing_new, open_rows(bo_phieu))
    if act == KY_TRUOC and place.startswith("ct"):
        return _words_of_indicator(typed, bo_phieu, place)
    if act == KY_TRUOC and place:
        return _tasks(typed, bo_phieu, _as_last_time, {place})
    if act == KY_TRUOC:
        return _tasks(typed, bo_phieu, _blank_as_last_time, open_rows(bo_phieu))
    if act == HOAN_TAC:
        return _undo(typed, bo_phieu, vua_dien.split())
    return DienSan(typed)


def open_rows(bo_phieu: BoPhieu) -> set[str]:
    """Name the tasks that wait for an answer: those the unit leads, else those it helps with."""
    return {form.prefix for form in bo_phieu.chu_tri or bo_phieu.phoi_hop}


def _tasks(
    typed: NoiDungNhap,
    bo_phieu: BoPhieu,
    change: Callable[[NhapTienDo, DongNhiemVu], dict[str, Any]],
    places: set[str],
) -> DienSan:
    """Fill in the named tasks with what ``change`` gives."""
    rows, boxes = [], []
    known = {form.row.phan_cong.pk: form.row for form in bo_phieu.nhiem_vu}
    for row in typed.tien_do:
        last = known[row.phan_cong_id]
        values = change(row, last) if last.prefix in places else {}
        rows.append(replace(row, **values))
        boxes += [f"{last.prefix}-{_named(name, value)}" for name, value in values.items()]
    return DienSan(replace(typed, tien_do=tuple(rows)), tuple(boxes))


def _named(name: str, value: object) -> str:
    return UNTICKED if value is False else name


def _nothing_new(row: NhapTienDo, dong: DongNhiemVu) -> dict[str, Any]:
    return {"khong_phat_sinh": True} if row.is_empty else {}


def _blank_as_last_time(row: NhapTienDo, dong: DongNhiemVu) -> dict[str, Any]:
    return _as_last_time(row, dong) if row.is_empty else {}


def _as_last_time(row: NhapTienDo, dong: DongNhiemVu) -> dict[str, Any]:
    """Take the words of the last accepted period into the empty boxes."""
    values = {
        name: getattr(dong.truoc, name, None)
        for name in LAY_LAI
        if getattr(row, name) in ("", None) and getattr(dong.truoc, name, None) not in ("", None)
    }
    if row.ngay_hoan_thanh is not None:
        values.pop("phan_tram", None)
    if values and row.khong_phat_sinh:
        values["khong_phat_sinh"] = False
    return values


def _words_of_indicator(typed: NoiDungNhap, bo_phieu: BoPhieu, place: str) -> DienSan:
    """Take the last words of one indicator that is answered in words."""
    row: DongChiTieu | None = next(
        (form.row for form in bo_phieu.chi_tieu if form.prefix == place), None
    )
    words = row.truoc.nhan_xet if row is not None and row.truoc else ""
    if row is None or not words:
        return DienSan(typed)

    def filled(one: NhapSoLieu) -> NhapSoLieu:
        if one.chi_tieu_id != row.chi_tieu.pk or one.nhan_xet:
            return one
        return replace(one, nhan_xet=words, tinh_trang=SoLieu.TinhTrang.CO_SO_LIEU)

    figures = tuple(filled(one) for one in typed.so_lieu)
    boxes = (f"{place}-nhan_xet",) if figures != typed.so_lieu else ()
    return DienSan(replace(typed, so_lieu=figures), boxes)


def _undo(typed: NoiDungNhap, bo_phieu: BoPhieu, boxes: Sequence[str]) -> DienSan:
    """Empty the boxes that still hold what was filled in."""
    tasks = {form.row.phan_cong.pk: form.row for form in bo_phieu.nhiem_vu}
    figures = {form.row.chi_tieu.pk: form.row for form in bo_phieu.chi_tieu}
    return DienSan(
        replace(
            typed,
            tien_do=tuple(_emptied(one, tasks[one.phan_cong_id], boxes) for one in typed.tien_do),
            so_lieu=tuple(_wordless(one, figures[one.chi_tieu_id], boxes) for one in typed.so_lieu),
        )
    )


def _emptied(row: NhapTienDo, dong: DongNhiemVu, boxes: Sequence[str]) -> NhapTienDo:
    named = [name for name in LAY_LAI if f"{dong.prefix}-{name}" in boxes]
    same = [name for name in named if getattr(row, name) == getattr(dong.truoc, name, None)]
    blank: dict[str, Any] = {name: None if name == "phan_tram" else "" for name in same}
    row = replace(row, **blank)
    if f"{dong.prefix}-{KHONG_PHAT_SINH}" in boxes:
        return replace(row, khong_phat_sinh=False)
    if f"{dong.prefix}-{UNTICKED}" in boxes and row.is_empty:
        return replace(row, khong_phat_sinh=True)
    return row


def _wordless(row: NhapSoLieu, dong: DongChiTieu, boxes: Sequence[str]) -> NhapSoLieu:
    was_filled = f"{dong.prefix}-nhan_xet" in boxes
    if not was_filled or dong.truoc is None or row.nhan_xet != dong.truoc.nhan_xet:
        return row
    rest = replace(row, nhan_xet="")
    return NhapSoLieu(row.chi_tieu_id) if not rest.ghi_chu else rest
