"""A compiled report as an official document, made from its frozen snapshot and edited words."""

from baocao.ban_chup import Snapshot, read_snapshot
from baocao.bieu_mau import INDICATOR_COLUMNS, TASK_COLUMNS, indicator_cells, task_cells
from baocao.ky_hieu import report_symbol
from baocao.models import BaoCao, PhanBaoCao
from baocao.van_ban_dot_xuat import adapt_document
from baocao.van_ban_ke_hoach import issuer_name, plan_head, signature
from donvi.the_thuc_van_ban import layout_of
from vanban.bang_bieu import BangBieu, CanhLe, CotBang, DongBang, KieuDong, OBang
from vanban.tai_lieu import (
    CapDieuKhoan,
    DieuKhoan,
    DoanVan,
    GachDauDong,
    HuongGiay,
    Khoi,
    NgayThang,
    NoiNhan,
    PhuLuc,
    TaiLieu,
)
from vanban.the_thuc import pad_document_number

# The head of numbers with two parts, in reports compiled before it was a section of its own.
HEADINGS = {"II": "Kết quả thực hiện"}


def report_document(bao_cao: BaoCao, *, for_signing: bool = False) -> TaiLieu:
    """Describe the report (4 queries); number and day stay blank until văn thư gives them.

    A draft is marked as one; ``for_signing`` leaves the mark off, as does approval. The report
    must have been compiled.
    """
    plan = bao_cao.ke_hoach
    figures = read_snapshot(bao_cao.so_lieu)
    sections = list(bao_cao.cac_phan.order_by("thu_tu", "pk"))
    document = TaiLieu(
        khoi_dau=plan_head(
            plan, ky_hieu=report_symbol(plan), ngay_thang=_date(bao_cao), so_hieu=bao_cao.so_hieu
        ),
        ten_loai="Báo cáo",
        trich_yeu=(
            f"Kết quả {bao_cao.period.label} thực hiện Kế hoạch {_lower_first(plan.trich_yeu)}"
        ),
        kinh_gui=_addressees(bao_cao),
        noi_dung=(_opening(bao_cao), *_body(sections), _closing(bao_cao)),
        khoi_ky=signature(plan),
        noi_nhan=NoiNhan(_recipients(bao_cao)),
        phu_luc=(
            PhuLuc(
                f"Kết quả thực hiện các chỉ tiêu {bao_cao.period.label}",
                (indicator_results(figures["chi_tieu"], la_uoc=figures["la_uoc"]),),
                HuongGiay.NGANG,
            ),
            PhuLuc(
                f"Kết quả thực hiện nhiệm vụ {bao_cao.period.label}",
                (task_results(figures["nhiem_vu"]),),
                HuongGiay.NGANG,
            ),
        ),
        tham_so=layout_of(plan.xa, as_of=bao_cao.approved_at if bao_cao.is_frozen else None),
        du_thao=not (for_signing or bao_cao.is_frozen),
    )
    return adapt_document(document, bao_cao)


def _date(bao_cao: BaoCao) -> NgayThang:
    """Give the day of issue; before it, day and month stay blank: a late report's month differs."""
    day = bao_cao.ngay_ban_hanh
    if day:
        return NgayThang(day.year, day.month, day.day)
    return NgayThang(nam=bao_cao.den_ngay.year)


def _addressees(bao_cao: BaoCao) -> tuple[str, ...]:
    rule = bao_cao.ke_hoach.cac_quy_dinh_bao_cao.filter(loai_ky=str(bao_cao.period.loai)).first()
    return tuple(rule.noi_nhan_bao_cao.splitlines()) if rule else ()


def _recipients(bao_cao: BaoCao) -> tuple[str, ...]:
    lines = [row.ten for row in bao_cao.ke_hoach.cac_noi_nhan.order_by("thu_tu", "pk")]
    return tuple(lines) or (f"Lưu: VT, {bao_cao.ke_hoach.don_vi_dau_moi.ma}.",)


def _opening(bao_cao: BaoCao) -> DoanVan:
    plan = bao_cao.ke_hoach
    number = f" số {pad_document_number(plan.so_hieu)}/{plan.ky_hieu}" if plan.so_hieu else ""
    figures = bao_cao.so_lieu
    return DoanVan(
        f"Thực hiện Kế hoạch{number} {_lower_first(plan.trich_yeu)}, {issuer_name(plan)} báo cáo "
        f"kết quả {bao_cao.period.label} (số liệu từ ngày {_day(figures['tu_ngay'])} đến ngày "
        f"{_day(figures['den_ngay'])}) như sau:"
    )


def _closing(bao_cao: BaoCao) -> DoanVan:
    return DoanVan(
        f"Trên đây là báo cáo kết quả {bao_cao.period.label} thực hiện Kế hoạch của "
        f"{issuer_name(bao_cao.ke_hoach)}."
    )


def _body(sections: list[PhanBaoCao]) -> list[Khoi]:
    blocks: list[Khoi] = []
    opened: set[str] = set()
    for section in sections:
        part, _, rest = section.printed_number.partition(".")
        if rest and part not in opened:
            blocks.append(DieuKhoan(CapDieuKhoan.MUC_LON, part, HEADINGS.get(part, "")))
        opened.add(part)
        level = CapDieuKhoan.KHOAN if rest else CapDieuKhoan.MUC_LON
        blocks.append(DieuKhoan(level, rest or part, section.tieu_de))
        blocks.extend(_paragraphs(section.noi_dung))
    return blocks


def _paragraphs(text: str) -> list[Khoi]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [GachDauDong(line[2:]) if line.startswith("- ") else DoanVan(line) for line in lines]


def indicator_results(figures: Snapshot, *, la_uoc: bool = False) -> BangBieu:
    """Lay out appendix I in the columns of the provincial form."""
    columns = tuple(
        CotBang(cot.tieu_de, cot.be_rong, _ALIGN[cot.can_le]) for cot in INDICATOR_COLUMNS
    )
    rows = [
        DongBang((row["ma"], OBang(row["ten"], so_cot=len(columns) - 1)), KieuDong.NHOM)
        if row["la_tieu_de"]
        else DongBang(indicator_cells(row, la_uoc=la_uoc))
        for row in figures["cac_dong"]
    ]
    return BangBieu(columns, tuple(rows))


def task_results(figures: Snapshot) -> BangBieu:
    """Lay out appendix II in the columns of the provincial form, under the plan's groups."""
    columns = tuple(CotBang(cot.tieu_de, cot.be_rong, _ALIGN[cot.can_le]) for cot in TASK_COLUMNS)
    rows: list[DongBang] = []
    group = ""
    for row in figures["cac_dong"]:
        if row["nhom"] and row["nhom"] != group:
            group = row["nhom"]
            rows.append(DongBang((OBang(group, so_cot=len(columns)),), KieuDong.NHOM))
        rows.append(DongBang(task_cells(row, in_full=False)))
    return BangBieu(columns, tuple(rows))


_ALIGN = {"trai": CanhLe.TRAI, "giua": CanhLe.GIUA, "phai": CanhLe.PHAI}


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def _lower_first(text: str) -> str:
    """Make a title run on in a sentence; an abbreviation such as "UBND" stays.

    >>> _lower_first("Chuyển đổi số xã Vũ Quang"), _lower_first("UBND xã Vũ Quang")
    ('chuyển đổi số xã Vũ Quang', 'UBND xã Vũ Quang')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
