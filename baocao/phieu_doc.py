"""What the reader of a form sees: the focal unit that checks it, leaders, the unit itself."""

from dataclasses import dataclass
from datetime import date

from baocao.con_thieu import MucThieu, list_missing
from baocao.models import PhieuBaoCao, YeuCauBaoCao
from baocao.phieu_queries import DongChiTieu, DongNhiemVu, DongPhieu, attach_evidence, load_rows
from baocao.policies import sees_draft
from baocao.sua_phieu import CORRECT_ACT, old_and_new
from baocao.tra_loi import DongCauHoi, request_of
from baocao.trang_thai import TrangThaiPhieu
from donvi.models import NguoiDung, NhatKy
from kehoach.policies import is_focal

SAVE_ACT = "lưu nháp phiếu"


@dataclass(frozen=True)
class PhieuDoc:
    """A form as read; ``rows`` is None while its words are the unit's own."""

    rows: DongPhieu | None
    cac_thieu: list[MucThieu]
    lich_su: list[NhatKy]
    ke_tiep: PhieuBaoCao | None
    yeu_cau: YeuCauBaoCao | None = None

    @property
    def da_tra_loi(self) -> list[DongNhiemVu]:
        """List the tasks the unit said something about, or had to."""
        rows = self.rows.nhiem_vu if self.rows else ()
        return [row for row in rows if row.nhap or row.is_required]

    @property
    def chi_tieu(self) -> list[DongChiTieu]:
        """List the indicators the unit said something about, or had to."""
        rows = self.rows.chi_tieu if self.rows else ()
        return [row for row in rows if row.nhap or row.is_required]

    @property
    def cau_hoi(self) -> tuple[DongCauHoi, ...]:
        """List the questions of an ad hoc request, answered or not."""
        return self.rows.cau_hoi if self.rows else ()

    @property
    def co_minh_chung(self) -> bool:
        """Tell whether the form carries evidence anywhere."""
        if self.rows is None:
            return False
        tasks = any(row.minh_chung for row in self.rows.nhiem_vu)
        indicators = any(row.minh_chung for row in self.rows.chi_tieu)
        return bool(self.rows.minh_chung) or tasks or indicators

    @property
    def cac_lan_sua(self) -> list[tuple[NhatKy, list[tuple[str, str, str]]]]:
        """List corrections by the focal unit: of each box its name, old value and new value."""
        acts = [act for act in self.lich_su if act.hanh_dong == CORRECT_ACT]
        return [(act, old_and_new(act)) for act in acts]

    @property
    def so_bo_qua(self) -> int:
        """Count what is left out of the page: optional rows without a word, finished tasks."""
        if self.rows is None:
            return 0
        total = len(self.rows.nhiem_vu) + len(self.rows.chi_tieu)
        return total - len(self.da_tra_loi) - len(self.chi_tieu)


def load_reading(phieu: PhieuBaoCao, user: NguoiDung, on: date) -> PhieuDoc:
    """Read a form for this person: nine queries, two of them when its words are hidden."""
    rows = attach_evidence(load_rows(phieu, on), phieu) if sees_draft(user, phieu) else None
    acts = NhatKy.objects.about(phieu).exclude(hanh_dong=SAVE_ACT).select_related("created_by")
    return PhieuDoc(
        rows=rows,
        cac_thieu=list_missing(rows) if rows else [],
        lich_su=list(acts),
        ke_tiep=_next_waiting(phieu) if is_focal(user, phieu.ke_hoach) else None,
        yeu_cau=rows.yeu_cau if rows else request_of(phieu),
    )


def _next_waiting(phieu: PhieuBaoCao) -> PhieuBaoCao | None:
    waiting = phieu.ke_hoach.cac_phieu.filter(trang_thai=TrangThaiPhieu.DA_GUI)
    return (
        waiting.exclude(pk=phieu.pk)
        .select_related("don_vi")
        .order_by("han_nop", "don_vi__thu_tu", "pk")
        .first()
    )
