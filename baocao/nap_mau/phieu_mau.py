"""The rows of one form: progress on its obligations, figures of its indicators."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any

from baocao.models import PhieuBaoCao
from baocao.nap_mau.kich_ban import (
    dice,
    figure_at,
    list_for,
    milestone_at,
    pace,
    turn,
    write,
)
from chitieu.models import ChiTieu, SoLieu
from chitieu.services import compute_share
from donvi.models import DonVi
from kehoach.ky_bao_cao import KyBaoCao, LoaiKy
from nhiemvu.models import PhanCong, TienDo

CHUA_CO = "Chưa có số liệu trong kỳ."


@dataclass
class BoCucPlan:
    """What the forms of one plan are written from; ``da_xong`` holds the obligations finished."""

    ma: str
    noi_dung: Mapping[str, Any]
    chung: Mapping[str, Any]
    phan_cong: Mapping[int, list[PhanCong]]
    chi_tieu: Mapping[int, list[ChiTieu]]
    da_xong: set[int] = field(default_factory=set)

    @property
    def ranges(self) -> Mapping[str, Any]:
        """Give the range of each number that stands in a sentence."""
        ranges: Mapping[str, Any] = self.chung["khoang_so"]
        return ranges


def build_progress(
    bo_cuc: BoCucPlan, phieu: PhieuBaoCao, accepted_at: datetime | None
) -> list[TienDo]:
    """Write the progress of one form: every open lead part, a coordinating part now and then."""
    ky, unit = phieu.period, phieu.don_vi
    draw = dice(bo_cuc.ma, unit.ma, ky, "tien_do")
    parts = [part for part in bo_cuc.phan_cong.get(unit.pk, []) if part.pk not in bo_cuc.da_xong]
    leads = [part for part in parts if part.is_lead]
    others = [part for part in parts if not part.is_lead]
    count = 0 if leads and draw.random() > 0.25 else min(len(others), 1 if leads else 2)
    place = turn(ky, unit.ma)
    chosen = [others[(place + step) % len(others)] for step in range(count)]
    rows = [_lead_row(bo_cuc, part, phieu, draw) for part in leads]
    rows += [
        _helping_row(bo_cuc, part, phieu, draw, place + step) for step, part in enumerate(chosen)
    ]
    for row in rows:
        row.accepted_at = accepted_at
        if accepted_at and row.ngay_hoan_thanh:
            bo_cuc.da_xong.add(row.phan_cong_id)
    return rows


def _blank(part: PhanCong, phieu: PhieuBaoCao) -> TienDo:
    return TienDo(
        phan_cong=part,
        ky_bao_cao=phieu.ky_bao_cao,
        ngay_chot=phieu.den_ngay,
        la_minh_hoa=True,
    )


def _lead_row(bo_cuc: BoCucPlan, part: PhanCong, phieu: PhieuBaoCao, draw: Random) -> TienDo:
    row = _blank(part, phieu)
    texts = bo_cuc.noi_dung["nhiem_vu"].get(part.nhiem_vu.ma, {})
    if "moc" in texts:
        return _from_milestone(row, milestone_at(texts["moc"], phieu.den_ngay))
    if not texts or draw.random() < 0.06:
        row.khong_phat_sinh = True
        return row
    ky, unit = phieu.period, phieu.don_vi
    sentences = list_for(texts, unit.loai_don_vi, ky.last_month)
    place = turn(ky, unit.ma, part.nhiem_vu.ma)
    row.noi_dung = write(sentences, place, _sentences_in(ky), draw, bo_cuc.ranges)
    row.phan_tram = pace(bo_cuc.ma, unit.ma, part.nhiem_vu.ma, ky)
    if draw.random() < 0.11:
        trouble = list_for(bo_cuc.chung["kho_khan"], unit.loai_don_vi)
        row.kho_khan, row.nguyen_nhan, row.de_xuat = draw.choice(trouble)
    return row


def _sentences_in(ky: KyBaoCao) -> int:
    return 1 if ky.loai is LoaiKy.THANG else 2


def _from_milestone(row: TienDo, state: Mapping[str, Any]) -> TienDo:
    row.khong_phat_sinh = state.get("khong_phat_sinh", False)
    row.phan_tram = state.get("phan_tram")
    row.noi_dung = state["noi_dung"]
    row.kho_khan = state.get("kho_khan", "")
    row.nguyen_nhan = state.get("nguyen_nhan", "")
    row.de_xuat = state.get("de_xuat", "")
    row.san_pham = state.get("san_pham", "")
    done = state.get("ngay_hoan_thanh")
    row.ngay_hoan_thanh = date.fromisoformat(done) if done else None
    return row


def _helping_row(
    bo_cuc: BoCucPlan, part: PhanCong, phieu: PhieuBaoCao, draw: Random, place: int
) -> TienDo:
    row = _blank(part, phieu)
    sentences = list_for(bo_cuc.chung["phoi_hop"], phieu.don_vi.loai_don_vi)
    row.noi_dung = write(sentences, place, 1, draw, bo_cuc.ranges)
    return row


def build_figures(
    bo_cuc: BoCucPlan, phieu: PhieuBaoCao, accepted_at: datetime | None
) -> list[SoLieu]:
    """Give a figure, or say why there is none, for every indicator the unit answers for."""
    rows = [_figure(bo_cuc, row, phieu) for row in bo_cuc.chi_tieu.get(phieu.don_vi_id, [])]
    for row in rows:
        row.accepted_at = accepted_at
    return rows


def _figure(bo_cuc: BoCucPlan, chi_tieu: ChiTieu, phieu: PhieuBaoCao) -> SoLieu:
    row = SoLieu(
        chi_tieu=chi_tieu,
        don_vi=phieu.don_vi,
        ky_bao_cao=phieu.ky_bao_cao,
        ngay_chot=phieu.den_ngay,
        la_minh_hoa=True,
    )
    ky = phieu.period
    spec = bo_cuc.noi_dung["so_lieu"].get(chi_tieu.ma)
    is_waiting = bool(spec) and "chi_cong_bo_theo_quy" in spec and ky.loai is LoaiKy.THANG
    if not spec or is_waiting:
        row.tinh_trang = SoLieu.TinhTrang.CHUA_CO
        row.ghi_chu = (spec or bo_cuc.noi_dung).get("ghi_chu_chua_co", CHUA_CO)
        return row
    row.tinh_trang = SoLieu.TinhTrang.CO_SO_LIEU
    row.ghi_chu = spec.get("ghi_chu", "")
    if "nhan_xet" in spec:
        row.nhan_xet = spec["nhan_xet"][turn(ky, chi_tieu.ma) % len(spec["nhan_xet"])]
        return row
    figure = figure_at(spec, bo_cuc.ma, chi_tieu.ma, ky, bo_cuc.noi_dung["nam_goc"])
    row.gia_tri = figure.gia_tri
    if figure.tu_so is not None and figure.mau_so:
        row.tu_so, row.mau_so = Decimal(figure.tu_so), Decimal(figure.mau_so)
        row.gia_tri = compute_share(row.tu_so, row.mau_so)
    return row


def general_words(bo_cuc: BoCucPlan, unit: DonVi, draw: Random) -> str:
    """Give the sentence on the whole period that some units add."""
    if draw.random() > 0.4:
        return ""
    return str(draw.choice(list_for(bo_cuc.chung["ket_qua_chung"], unit.loai_don_vi)))


def group_by_unit(rows: Iterable[PhanCong]) -> dict[int, list[PhanCong]]:
    """Sort obligations by the unit that has them, in the order given."""
    grouped: dict[int, list[PhanCong]] = {}
    for row in rows:
        grouped.setdefault(row.don_vi_id, []).append(row)
    return grouped
