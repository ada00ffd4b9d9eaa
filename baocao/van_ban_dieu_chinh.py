"""An amendment as an official document: a plan "điều chỉnh, bổ sung", with its appendices.

The body tells each change in a sentence; the appendices (Phụ lục điều chỉnh) set what the plan
says beside what it says now, by indicators, tasks, money and the rest.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from baocao.dieu_chinh import content_after
from baocao.ky_hieu import plan_reference
from baocao.loi_van_dieu_chinh import rows_to_tell, table_row, tell_part
from baocao.models import DieuChinh
from baocao.noi_dung_ke_hoach import digest_of
from baocao.so_sanh_phien_ban import DongKhac, SoSanhPhienBan, compare_contents
from baocao.trang_thai import FROZEN_LETTER
from baocao.truong_ke_hoach import PhanKeHoach
from baocao.van_ban_di import kept_file
from baocao.van_ban_ke_hoach import plan_head, signature
from donvi.the_thuc_van_ban import layout_of
from kehoach.models import KeHoach
from vanban.bang_bieu import BangBieu, CanhLe, CotBang, DongBang, KieuDong, OBang
from vanban.pdf import render_pdf
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
from vanban.word import render_docx

P = PhanKeHoach
# The sections of the body; those with an appendix of their own name it.
CAC_MUC = (
    ("Chỉ tiêu", "Điều chỉnh chỉ tiêu", (P.CHI_TIEU,)),
    ("Nhiệm vụ", "Điều chỉnh nhiệm vụ", (P.NHIEM_VU, P.NHOM_NHIEM_VU)),
    ("Kinh phí", "Điều chỉnh kinh phí", (P.KINH_PHI, P.NGUON_VON)),
    (
        "Nội dung khác",
        "Điều chỉnh nội dung khác",
        (P.KE_HOACH, P.CAN_CU, P.DE_MUC, P.MUC_TIEU, P.NOI_NHAN, P.QUY_DINH),
    ),
)
COLUMNS = (
    CotBang("TT", 5, CanhLe.GIUA),
    CotBang("Nội dung trong kế hoạch", 38),
    CotBang("Nay điều chỉnh thành", 38),
    CotBang("Lý do, ghi chú", 19),
)


@dataclass(frozen=True)
class VanBanDieuChinh:
    """The document, and the digest of the plan's content it was made from."""

    tai_lieu: TaiLieu
    ma_bam: str


def amendment_document(dieu_chinh: DieuChinh, *, for_signing: bool = False) -> VanBanDieuChinh:
    """Describe the amendment; number and day stay blank until văn thư gives them (17 queries).

    A draft is marked as one; ``for_signing`` leaves the mark off, as does approval.

    :raises LoiTaiLieu: it has no subject.
    """
    plan = dieu_chinh.ke_hoach
    content = content_after(dieu_chinh)
    found = compare_contents(dieu_chinh.tu_phien_ban.noi_dung, content)
    is_frozen = dieu_chinh.trang_thai in FROZEN_LETTER
    day = dieu_chinh.ngay_ban_hanh
    dated = NgayThang(day.year, day.month, day.day) if day else NgayThang()
    document = TaiLieu(
        khoi_dau=plan_head(
            plan, ky_hieu=plan.ky_hieu, ngay_thang=dated, so_hieu=dieu_chinh.so_hieu
        ),
        ten_loai="Kế hoạch",
        trich_yeu=dieu_chinh.trich_yeu,
        can_cu=(f"Căn cứ {_cited(plan)}", f"Theo đề nghị của {plan.don_vi_dau_moi}"),
        noi_dung=tuple(_body(dieu_chinh, found)),
        khoi_ky=signature(plan),
        noi_nhan=NoiNhan(
            tuple(row.ten for row in plan.cac_noi_nhan.order_by("thu_tu", "pk"))
            or ("Như trên", f"Lưu: VT, {plan.don_vi_dau_moi.ma}")
        ),
        phu_luc=tuple(_appendices(found)),
        tham_so=layout_of(plan.xa, as_of=dieu_chinh.approved_at if is_frozen else None),
        du_thao=not (for_signing or is_frozen),
    )
    return VanBanDieuChinh(document, digest_of(content))


def amendment_pdf_bytes(dieu_chinh: DieuChinh) -> bytes:
    """Give the PDF: the kept bytes once approved, else a marked draft.

    :raises LoiTaoPdf: when the machine can't make PDF files.
    """
    kept = kept_file(dieu_chinh) if dieu_chinh.trang_thai in FROZEN_LETTER else None
    return bytes(kept.noi_dung) if kept else render_pdf(amendment_document(dieu_chinh).tai_lieu)


def amendment_docx_bytes(dieu_chinh: DieuChinh) -> bytes:
    """Give the Word file."""
    return render_docx(amendment_document(dieu_chinh).tai_lieu)


def _cited(plan: KeHoach) -> str:
    subject = " ".join(plan.trich_yeu.split())
    if subject[1:2].islower():  # "Chuyển đổi số", not "UBND"
        subject = subject[0].lower() + subject[1:]
    return f"{plan_reference(plan)} về {subject}"


# --- body --------------------------------------------------------------------------------------


def _body(dieu_chinh: DieuChinh, found: SoSanhPhienBan) -> Iterable[Khoi]:
    plan = dieu_chinh.ke_hoach
    name = plan_reference(plan).partition(" của ")[0]
    issuer = "Ủy ban nhân dân" if plan.chu_the == KeHoach.ChuThe.UBND else "Ban Chỉ đạo"
    yield DoanVan(
        f"{issuer} {plan.xa} ban hành Kế hoạch điều chỉnh, bổ sung một số nội dung của {name} "
        "như sau:"
    )
    yield DieuKhoan(CapDieuKhoan.MUC_LON, "I", "Lý do điều chỉnh")
    yield from _paragraphs(dieu_chinh.ly_do)
    yield DieuKhoan(CapDieuKhoan.MUC_LON, "II", "Nội dung điều chỉnh, bổ sung")
    number = 0
    for title, _, parts in CAC_MUC:
        sentences = [text for phan in parts for text in tell_part(found, phan)]
        if sentences:
            number += 1
            yield DieuKhoan(CapDieuKhoan.KHOAN, str(number), title)
            yield from (GachDauDong(text) for text in sentences)
    yield DieuKhoan(CapDieuKhoan.MUC_LON, "III", "Tổ chức thực hiện")
    yield from _closing(plan, name, has_appendix=any(_told(found, parts) for *_, parts in CAC_MUC))


def _closing(plan: KeHoach, name: str, *, has_appendix: bool) -> Iterable[Khoi]:
    where = "văn bản này và phụ lục kèm theo" if has_appendix else "văn bản này"
    for number, text in enumerate(
        (
            f"Các nội dung khác không nêu tại {where} tiếp tục thực hiện theo {name}.",
            "Các cơ quan, đơn vị căn cứ nội dung điều chỉnh, bổ sung để tổ chức thực hiện và báo "
            "cáo theo chế độ đã quy định; kết quả đã báo cáo trước ngày ban hành văn bản này "
            "được giữ nguyên.",
            f"Giao {plan.don_vi_dau_moi} theo dõi, đôn đốc việc thực hiện và tổng hợp báo cáo.",
        ),
        start=1,
    ):
        yield DieuKhoan(CapDieuKhoan.KHOAN, str(number), "", text)


def _paragraphs(text: str) -> Iterable[Khoi]:
    for line in filter(None, (line.strip() for line in text.splitlines())):
        yield GachDauDong(line[2:]) if line.startswith("- ") else DoanVan(line)


# --- appendices --------------------------------------------------------------------------------


def _told(found: SoSanhPhienBan, parts: Iterable[PhanKeHoach]) -> tuple[DongKhac, ...]:
    return tuple(row for phan in parts for row in rows_to_tell(found.of_part(phan)))


def _appendices(found: SoSanhPhienBan) -> Iterable[PhuLuc]:
    for _, title, parts in CAC_MUC:
        rows = _told(found, parts)
        if rows:
            yield PhuLuc(title, (difference_table(rows),), HuongGiay.NGANG)


def difference_table(rows: Iterable[DongKhac]) -> BangBieu:
    """Set old beside new: changed rows, then added, then dropped ones, numbered through."""
    rows = tuple(rows)
    groups = (
        ("Sửa đổi", [row for row in rows if row.cu is not None and row.moi is not None]),
        ("Bổ sung", [row for row in rows if row.cu is None]),
        ("Bãi bỏ", [row for row in rows if row.moi is None]),
    )
    lines: list[DongBang] = []
    number = 0
    for title, members in groups:
        if members:
            lines.append(DongBang((OBang(title, so_cot=len(COLUMNS)),), KieuDong.NHOM))
        for row in members:
            number += 1
            cells = table_row(row)
            lines.append(DongBang((str(number), cells.trong_ke_hoach, cells.nay_la, cells.ghi_chu)))
    return BangBieu(COLUMNS, tuple(lines))
