"""Correcting an indicator: its words, its levels by year, the units that answer for it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from chitieu.models import ChiTieu, ChuTriChiTieu, MucChiTieu, SoLieu
from chitieu.muc_chi_tieu import LoaiMuc, parse_muc
from donvi.ghi_chep import delete_recorded, save_recorded
from donvi.goi_don_vi import load_so_don_vi
from donvi.models import DonVi, NguoiDung
from kehoach.models import KeHoach
from kehoach.policies import may_correct
from nhapxuat.danh_ba import load_danh_ba
from nhapxuat.sua_dong import (
    DongDaDuocSua,
    KhongCoGiDoi,
    SuaDongError,
    clean_reason,
    digest_values,
    lock_row,
    log_correction,
)

CAC_O = ("ma", "ten", "nguyen_van", "chu_tri_nguyen_van")


class MucKhongDocDuoc(SuaDongError):
    """A corrected level still can't be read."""

    def __init__(self, nam: int, words: str, why: str = "") -> None:
        self.field = f"muc_{nam}"
        super().__init__(
            f"Không đọc được mức năm {nam} “{words}”: {why or 'cần một con số kèm đơn vị tính.'}"
        )


def values_of(row: ChiTieu, years: tuple[int, ...]) -> dict[str, str]:
    """Give the words of an indicator and of its levels ("muc_2026"), as a page shows them."""
    levels = {level.nam: level.nguyen_van for level in row.cac_muc.order_by("nam", "pk")}
    words = {name: getattr(row, name) for name in CAC_O}
    return words | {f"muc_{nam}": levels.get(nam, "") for nam in years}


@transaction.atomic
def correct_indicator(
    *,
    row: ChiTieu,
    ke_hoach: KeHoach,
    values: Mapping[str, str],
    da_thay: str,
    ly_do: str,
    by: NguoiDung,
    at: datetime,
) -> list[DonVi]:
    """Write the corrected words of an indicator and its levels, read again; settle who leads it.

    An empty level is taken away. Gives the units no longer named that stay because they reported.

    :raises SuaDongError: not this person's, no reason, changed meanwhile, nothing changed, or a
        level that can't be read.
    :raises ValidationError: a value breaks a rule of the model; nothing is written.
    """
    locked = lock_row(row, ke_hoach, may_correct(by, ke_hoach))
    reason = clean_reason(ke_hoach, ly_do)
    old = values_of(locked, tuple(_year(name) for name in values if name.startswith("muc_")))
    if digest_values(old) != da_thay:
        raise DongDaDuocSua
    changed = {name: value for name, value in values.items() if value != old[name]}
    if not changed:
        raise KhongCoGiDoi
    for name in set(changed) & set(CAC_O):
        setattr(locked, name, changed[name])
    save_recorded(locked, by=by, reason=reason)
    for name, words in changed.items():
        if name.startswith("muc_"):
            _write_level(locked, _year(name), words, by, reason)
    told = {_label(locked, name): (old[name], changed[name]) for name in changed}
    differences = ({k: v[0] for k, v in told.items()}, {k: v[1] for k, v in told.items()})
    log_correction(ke_hoach, locked, differences, by=by, at=at, ly_do=reason)
    if "chu_tri_nguyen_van" not in changed:
        return []
    return _settle_leads(locked, ke_hoach, by, reason)


def _year(name: str) -> int:
    return int(name.removeprefix("muc_"))


def _label(row: ChiTieu, name: str) -> str:
    if name.startswith("muc_"):
        return f"mức năm {_year(name)}"
    return str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _write_level(row: ChiTieu, nam: int, words: str, by: NguoiDung, reason: str) -> None:
    stored = row.cac_muc.filter(nam=nam).order_by("pk").first()
    if not words:
        if stored:
            delete_recorded(stored, by=by, reason=reason)
        return
    read = parse_muc(words, don_vi_tinh=row.don_vi_tinh or None, ten=row.ten)
    if read.loai is LoaiMuc.CAN_XEM:
        raise MucKhongDocDuoc(nam, words, " ".join(read.canh_bao))
    level = stored or MucChiTieu(chi_tieu=row, nam=nam)
    level.nguyen_van, level.loai_muc = words, read.loai
    level.so_sanh = read.so_sanh or ""
    level.gia_tri, level.gia_tri_den = read.gia_tri, read.gia_tri_den
    level.don_vi_tinh, level.pham_vi = read.don_vi_tinh or "", read.pham_vi
    save_recorded(level, by=by, reason=reason)


def _settle_leads(row: ChiTieu, ke_hoach: KeHoach, by: NguoiDung, reason: str) -> list[DonVi]:
    """Add the leads the cell names, in its order; drop those it no longer names."""
    read = load_danh_ba(ke_hoach.xa).read(row.chu_tri_nguyen_van)
    called = [one.don_vi for one in load_so_don_vi(ke_hoach.xa).units_of(read)]
    leads = row.cac_chu_tri.select_related("don_vi").order_by("thu_tu", "pk")
    known = {lead.don_vi_id: lead for lead in leads}
    for place, unit in enumerate(called):
        lead = known.get(unit.pk) or ChuTriChiTieu(chi_tieu=row, don_vi=unit)
        if lead.pk is None or lead.thu_tu != place:
            lead.thu_tu = place
            save_recorded(lead, by=by, reason=reason)
    gone = [lead for key, lead in known.items() if key not in {unit.pk for unit in called}]
    reported = set(
        SoLieu.objects.filter(chi_tieu=row).order_by("pk").values_list("don_vi_id", flat=True)
    )
    for lead in gone:
        if lead.don_vi_id not in reported:
            delete_recorded(lead, by=by, reason=reason)
    return [lead.don_vi for lead in gone if lead.don_vi_id in reported]
