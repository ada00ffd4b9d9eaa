"""A compiled report as an official document, made from its frozen snapshot and edited words."""

from baocao.loi_van import one_line
from baocao.models import BaoCao, PhanBaoCao
from baocao.noi_dung import Snapshot
from baocao.van_ban_ke_hoach import issuer_name, plan_head, signature
from kehoach.models import KeHoach
from nhiemvu.trang_thai import TrangThai
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

# Sections whose number has two parts stand under this heading.
HEADINGS = {"II": "Kết quả thực hiện"}


def report_document(bao_cao: BaoCao, *, for_signing: bool = False) -> TaiLieu:
    """Describe the report (3 queries); number and day stay blank until văn thư gives them.

    A draft is marked as one; ``for_signing`` leaves the mark off, as does approval. The report
    must have been compiled.
    """
    plan = bao_cao.ke_hoach
    figures = bao_cao.so_lieu
    sections = list(bao_cao.cac_phan.order_by("thu_tu", "pk"))
    return TaiLieu(
        khoi_dau=plan_head(
            plan, ky_hieu=_symbol(plan), ngay_thang=_date(bao_cao), so_hieu=bao_cao.so_hieu
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
                (indicator_results(figures["chi_tieu"]),),
                HuongGiay.NGANG,
            ),
            PhuLuc(
                f"Kết quả thực hiện nhiệm vụ {bao_cao.period.label}",
                (task_results(figures["nhiem_vu"]),),
                HuongGiay.NGANG,
            ),
        ),
        du_thao=not (for_signing or bao_cao.is_frozen),
    )


def _symbol(plan: KeHoach) -> str:
    """Derive the symbol of a report from the plan's: KH-UBND -> BC-UBND (Decree 30, App. III)."""
    return f"BC-{plan.ky_hieu.partition('-')[2]}"


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
    number = f" số {plan.so_hieu}/{plan.ky_hieu}" if plan.so_hieu else ""
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
        part, _, rest = section.ma.partition(".")
        if rest and part not in opened:
            opened.add(part)
            blocks.append(DieuKhoan(CapDieuKhoan.MUC_LON, part, HEADINGS[part]))
        level = CapDieuKhoan.KHOAN if rest else CapDieuKhoan.MUC_LON
        blocks.append(DieuKhoan(level, rest or part, section.tieu_de))
        blocks.extend(_paragraphs(section.noi_dung))
    return blocks


def _paragraphs(text: str) -> list[Khoi]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [GachDauDong(line[2:]) if line.startswith("- ") else DoanVan(line) for line in lines]


def indicator_results(figures: Snapshot) -> BangBieu:
    """Lay out appendix I: level, figure, evaluation of every indicator."""
    columns = (
        CotBang("TT", 5, CanhLe.GIUA),
        CotBang("Chỉ tiêu", 30),
        CotBang("Đơn vị tính", 8, CanhLe.GIUA),
        CotBang("Mức phải đạt", 11, CanhLe.GIUA),
        CotBang("Lũy kế thực hiện", 11, CanhLe.PHAI),
        CotBang("Tỷ lệ so với mức (%)", 10, CanhLe.PHAI),
        CotBang("Đánh giá", 12, CanhLe.GIUA),
        CotBang("Đơn vị chủ trì", 15),
        CotBang("Ghi chú", 12),
    )
    rows = [
        DongBang((row["ma"], OBang(row["ten"], so_cot=len(columns) - 1)), KieuDong.NHOM)
        if row["la_tieu_de"]
        else DongBang(
            (
                row["ma"], row["ten"], row["don_vi_tinh"], row["muc"],
                row["gia_tri"] or row["nhan_xet"], row["ty_le"],
                row["nhan_ket_qua"] or "chưa có số liệu", row["chu_tri"], row["ghi_chu"],
            )
        )
        for row in figures["cac_dong"]
    ]  # fmt: skip
    return BangBieu(columns, tuple(rows))


def task_results(figures: Snapshot) -> BangBieu:
    """Lay out appendix II: what was done on every task, its state, difficulties."""
    columns = (
        CotBang("TT", 5, CanhLe.GIUA),
        CotBang("Nhiệm vụ", 28),
        CotBang("Chủ trì", 13),
        CotBang("Phối hợp", 13),
        CotBang("Thời hạn", 10, CanhLe.GIUA),
        CotBang("Kết quả, tiến độ", 26),
        CotBang("Trạng thái", 11, CanhLe.GIUA),
        CotBang("Khó khăn", 14),
    )
    rows: list[DongBang] = []
    group = ""
    for row in figures["cac_dong"]:
        if row["nhom"] and row["nhom"] != group:
            group = row["nhom"]
            rows.append(DongBang((OBang(group, so_cot=len(columns)),), KieuDong.NHOM))
        rows.append(
            DongBang(
                (
                    row["ma"], row["ten"], row["chu_tri"], row["phoi_hop"], row["thoi_han"],
                    _result(row), row["nhan_trang_thai"], _said(row["kho_khan"]),
                )
            )
        )  # fmt: skip
    return BangBieu(columns, tuple(rows))


def _result(row: Snapshot) -> str:
    parts = []
    if row["tong_so"] > 1:
        act = "thực hiện" if row["trang_thai"] == TrangThai.THUONG_XUYEN else "hoàn thành"
        parts.append(f"{row['da_lam']}/{row['tong_so']} đơn vị đã {act}.")
    if row["phan_tram"] is not None:
        parts.append(f"Đạt {row['phan_tram']}%.")
    said = _said(row["ket_qua"])
    return " ".join([*parts, said]).strip() or "Chưa có báo cáo."


def _said(rows: list[Snapshot]) -> str:
    """Join what units said, each with its name; more than three are counted, not printed."""
    shown = [f"{row['don_vi']}: {one_line(row['loi'])}." for row in rows[:3]]
    if len(rows) > len(shown):
        shown.append(f"Và {len(rows) - len(shown)} đơn vị khác.")
    return " ".join(shown)


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def _lower_first(text: str) -> str:
    """Make a title run on in a sentence; an abbreviation such as "UBND" stays.

    >>> _lower_first("Chuyển đổi số xã Vũ Quang"), _lower_first("UBND xã Vũ Quang")
    ('chuyển đổi số xã Vũ Quang', 'UBND xã Vũ Quang')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
