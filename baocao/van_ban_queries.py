"""Documents for pages: the list of a plan, one document, what waits for whom."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch

from baocao.models import ChuKy, TepVanBan, VanBan
from baocao.trang_thai import TrangThaiVanBan
from baocao.van_ban_policies import may_read_document
from donvi.models import NguoiDung
from kehoach.models import KeHoach
from vanban.kiem_chu_ky import BanDaTao

WITH_CONTENT = ("ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "bao_cao", "cong_van__don_vi",
                "dieu_chinh", "phien_ban", "thay_the_cho", "ban_thay_the", "issued_by",
                "created_by")  # fmt: skip


@dataclass(frozen=True)
class BuocTiep:
    """What comes next for a document, and for whom."""

    viec: str
    cua_ai: str


_NEXT = {
    TrangThaiVanBan.CHO_KY: BuocTiep(
        "Tải bản PDF, ký số vào ô ký có sẵn rồi nộp lại bản đã ký; hoặc in ra ký giấy và ghi nhận.",
        "Người ký và văn thư",
    ),
    TrangThaiVanBan.DA_KY: BuocTiep(
        "Lấy số và ngày trên hệ thống quản lý văn bản rồi ghi vào đây.", "Văn thư"
    ),
    TrangThaiVanBan.DA_THU_HOI: BuocTiep(
        "Sửa nội dung rồi trình duyệt lại; văn bản mới sẽ được lập khi duyệt.", "Đơn vị đầu mối"
    ),
}
_UNSIGNED = BuocTiep("Nộp bản đã ký số, hoặc ghi nhận văn bản đã ký trên giấy.", "Văn thư")


def next_step(van_ban: VanBan) -> BuocTiep | None:
    """Say what comes next, None when nothing does."""
    if van_ban.trang_thai == TrangThaiVanBan.DA_BAN_HANH and not van_ban.hinh_thuc_ky:
        return _UNSIGNED
    return _NEXT.get(TrangThaiVanBan(van_ban.trang_thai))


def documents_of_plan(ke_hoach: KeHoach, user: NguoiDung, trang_thai: str) -> list[VanBan]:
    """List the documents of a plan this person may read, newest first (1 query)."""
    rows = VanBan.objects.visible_to(user).filter(ke_hoach=ke_hoach)
    if trang_thai:
        rows = rows.filter(trang_thai=trang_thai)
    rows = rows.select_related("ke_hoach__xa", "cong_van")
    return [row for row in rows if may_read_document(user, row)]


def files_of(van_ban: VanBan) -> list[TepVanBan]:
    """List the files of a document with their signatures, the newest first (2 queries)."""
    signatures = Prefetch("cac_chu_ky", ChuKy.objects.order_by("signed_at", "pk"))
    files = van_ban.cac_tep.defer("noi_dung").select_related("created_by")
    return list(files.prefetch_related(signatures).order_by("-pk"))


def best_file(van_ban: VanBan) -> TepVanBan | None:
    """Give the newest signed file, else the one the portal issued (1 query)."""
    signed = TepVanBan.LoaiTep.DA_KY
    files = list(van_ban.cac_tep.order_by("-pk"))
    return next((file for file in files if file.loai_tep == signed), files[0] if files else None)


def other_files(van_ban: VanBan) -> list[BanDaTao]:
    """List the plan's other issued files, so that a file handed in by mistake is named (1 query).

    Files of the same content, recalled or replaced, are older versions of this document.
    """
    issued = TepVanBan.objects.filter(
        van_ban__ke_hoach=van_ban.ke_hoach_id, loai_tep=TepVanBan.LoaiTep.BAN_GOC
    ).exclude(van_ban=van_ban)
    files = issued.defer("noi_dung").select_related("van_ban").order_by("-pk")
    return [_as_made(file, van_ban) for file in files]


def _as_made(file: TepVanBan, van_ban: VanBan) -> BanDaTao:
    other = file.van_ban
    same = (other.loai_van_ban, other.bao_cao_id, other.cong_van_id, other.dieu_chinh_id) == (
        van_ban.loai_van_ban, van_ban.bao_cao_id, van_ban.cong_van_id, van_ban.dieu_chinh_id,
    )  # fmt: skip
    number = f" số {other.so_hieu}/{other.ky_hieu}" if other.so_hieu else ""
    name = f"{other.get_loai_van_ban_display()}{number} “{other.trich_yeu}”"
    return BanDaTao(name, file.so_byte, file.ma_bam, la_ban_cu=same)


def waiting_for_clerk(communes: Collection[int]) -> list[VanBan]:
    """List what waits for a number or for word of its signature, the oldest first (1 query)."""
    rows = VanBan.objects.filter(ke_hoach__xa__in=communes)
    waiting = rows.filter(trang_thai__in=(TrangThaiVanBan.CHO_KY, TrangThaiVanBan.DA_KY))
    unsigned = rows.filter(trang_thai=TrangThaiVanBan.DA_BAN_HANH, hinh_thuc_ky="")
    return list((waiting | unsigned).select_related("ke_hoach__xa").order_by("created_at", "pk"))


def waiting_for_signer(communes: Collection[int]) -> list[VanBan]:
    """List what waits for the leader's signature, the oldest first (1 query)."""
    rows = VanBan.objects.filter(ke_hoach__xa__in=communes, trang_thai=TrangThaiVanBan.CHO_KY)
    return list(rows.select_related("ke_hoach__xa").order_by("created_at", "pk"))
