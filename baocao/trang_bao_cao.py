"""The sections of a report as its page shows them: words, form, warnings, sources."""

from collections.abc import Sequence
from dataclasses import dataclass

from baocao.ban_chup import read_snapshot
from baocao.de_cuong import NguonViet, source_of
from baocao.de_cuong_ke_hoach import outline_of
from baocao.forms_bao_cao import SuaPhanForm
from baocao.kiem_so import CanhBao, check_numbers, frozen_figures
from baocao.models import BaoCao, PhanBaoCao
from baocao.nguon_so_lieu import MucNguon, sources_of


@dataclass(frozen=True)
class PhanHienThi:
    """One section; ``canh_bao`` only where a person typed, ``is_dropped``: not in the outline."""

    phan: PhanBaoCao
    form: SuaPhanForm
    canh_bao: Sequence[CanhBao]
    cac_nguon: Sequence[MucNguon]
    is_dropped: bool


def shown_sections(
    bao_cao: BaoCao, editing: tuple[PhanBaoCao, SuaPhanForm] | None = None
) -> list[PhanHienThi]:
    """List the sections of a compiled report; the one being edited keeps what was typed.

    Two queries, one for a frozen report.
    """
    codes = _codes(bao_cao)
    so_lieu = read_snapshot(bao_cao.so_lieu)
    figures = frozen_figures(so_lieu) if so_lieu else []
    rows = []
    for section in bao_cao.cac_phan.select_related("edited_by").order_by("thu_tu", "pk"):
        source = _source(section)
        rows.append(
            PhanHienThi(
                phan=section,
                form=_form(section, editing),
                canh_bao=check_numbers(section.noi_dung, figures) if section.edited_at else [],
                cac_nguon=sources_of(so_lieu, source) if so_lieu else [],
                is_dropped=bool(codes) and section.ma not in codes,
            )
        )
    return rows


def _codes(bao_cao: BaoCao) -> set[str]:
    """Give the codes of the outline; none where a section can't have been left out of it."""
    if bao_cao.is_frozen or not bao_cao.period.has_calendar:
        return set()
    return {muc.ma for muc in outline_of(bao_cao.ke_hoach, bao_cao.period.loai)}


def _source(section: PhanBaoCao) -> NguonViet | None:
    """Say what drafted the section; sections of old reports don't say it themselves."""
    if section.so_in and not section.nguon_viet:
        return None
    return source_of(section.ma, section.nguon_viet)


def _form(section: PhanBaoCao, editing: tuple[PhanBaoCao, SuaPhanForm] | None) -> SuaPhanForm:
    if editing and editing[0].pk == section.pk:
        return editing[1]
    initial = {"noi_dung": section.noi_dung, "lan_luu": section.lan_luu}
    return SuaPhanForm(initial=initial, prefix=f"p{section.pk}")
