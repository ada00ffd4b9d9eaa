"""The sections of a report: written by the compiler, kept where a person edited, brought back.

Nothing a person typed is lost: edited words stay when the draft is renewed, a section the outline
no longer has stays while it holds edited words, and every earlier wording can be restored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from baocao.de_cuong import to_roman
from baocao.loi_van import PhanDuThao
from baocao.models import BaoCao, PhanBaoCao
from donvi.ghi_chep import delete_recorded, save_recorded
from donvi.models import NguoiDung


def write_sections(
    bao_cao: BaoCao, drafts: Sequence[PhanDuThao], *, by: NguoiDung | None
) -> list[PhanBaoCao]:
    """Bring the stored sections in line with the drafts; the caller holds the report's lock."""
    stored = {row.ma: row for row in bao_cao.cac_phan.order_by("thu_tu", "pk")}
    written = [_write_one(bao_cao, stored.pop(draft.ma, None), draft) for draft in drafts]
    heads = sum("." not in draft.so_in for draft in drafts)
    for section in stored.values():
        if section.edited_at is None or not section.noi_dung.strip():
            delete_recorded(section, by=by, reason="Đề cương không còn đề mục này")
            continue
        heads += 1
        section.so_in = to_roman(heads)
        section.ban_nhap, section.nguon_viet = "", ""
        written.append(section)
    for order, section in enumerate(written):
        section.thu_tu = order
        save_recorded(section, by=by, reason="Tổng hợp")
    return written


def _write_one(bao_cao: BaoCao, section: PhanBaoCao | None, draft: PhanDuThao) -> PhanBaoCao:
    section = section or PhanBaoCao(bao_cao=bao_cao, ma=draft.ma)
    section.tieu_de, section.so_in = draft.tieu_de, draft.so_in
    section.ban_nhap, section.nguon_viet = draft.noi_dung, draft.nguon_viet
    if section.edited_at is None and section.noi_dung != draft.noi_dung:
        section.noi_dung = draft.noi_dung
        section.lan_luu += section.pk is not None  # a page opened before shows other words
    return section


@dataclass(frozen=True)
class PhienBanPhan:
    """One earlier wording of a section: who wrote it, when, why; ``nguoi`` None: the portal."""

    ma_lich_su: int
    noi_dung: str
    luc: datetime
    nguoi: NguoiDung | None
    ly_do: str
    la_hien_tai: bool


def earlier_wordings(section: PhanBaoCao) -> list[PhienBanPhan]:
    """List the wordings a section has had, newest first; the same words twice running are one.

    One query. The first row that brought the words is named.
    """
    records = section.history.select_related("history_user").order_by("history_date", "history_id")
    versions: list[PhienBanPhan] = []
    for record in records:
        if versions and versions[-1].noi_dung == record.noi_dung:
            continue
        versions.append(
            PhienBanPhan(
                ma_lich_su=record.history_id,
                noi_dung=record.noi_dung,
                luc=record.history_date,
                nguoi=record.history_user,
                ly_do=record.history_change_reason or "",
                la_hien_tai=False,
            )
        )
    if versions:
        versions[-1] = _as_current(versions[-1])
    return versions[::-1]


def _as_current(version: PhienBanPhan) -> PhienBanPhan:
    return PhienBanPhan(**{**vars(version), "la_hien_tai": True})


def wording(section: PhanBaoCao, ma_lich_su: int) -> str | None:
    """Find the words of one earlier record of this very section; None if there is none."""
    record = section.history.filter(history_id=ma_lich_su).first()
    return None if record is None else str(record.noi_dung)
