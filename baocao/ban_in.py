"""Files that take long to make (bản in): asked for once, made by a worker, kept under a link.

Making is idempotent: a file that is there is left alone, a run that dies half-way leaves the row
"đang tạo" for the next run, and two runs at once store one file. What a file is made of is part of
its key, so that a plan, a report or a layout that changed gives another file.
"""

from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction

from baocao.models import BanIn, BaoCao
from baocao.tep_van_ban import DangTep, document_file, document_of, file_name
from baocao.trang_thai import TrangThaiBanIn
from donvi.models import NguoiDung
from kehoach.models import KeHoach
from vanban.bang_bieu import LoiTaiLieu
from vanban.phong_chu import LoiTaoPdf
from vanban.tai_lieu import TaiLieu
from vanban.tien_do import page_by_page

CHU_MOI_TRANG = 2600  # characters of a description to a page; the five real plans: 2486 ... 2905
TRANG_WORD = 12  # a Word file takes a twelfth of the time of a PDF (13 ms a page beside 160)
QUA_LAU = timedelta(minutes=11)  # a task is stopped after 10; what waits longer was lost
PHAN_TRAM_DAN_TRANG = (10, 85)  # where laying out begins and ends on the bar
_GOC = Path(__file__).resolve().parent.parent
_BO_KHUON = (("vanban", "*.py"), ("templates/vanban", "*.html"), ("static/css", "print.css"))

DOI_KHI_TAO = (
    "Nội dung đã đổi trong khi tạo tệp và đã có tệp của nội dung mới. Hãy bấm “Tạo lại” để mở tệp "
    "đó."
)


def expected_pages(tai_lieu: TaiLieu) -> int:
    """Estimate the printed pages of a document from its length, without laying it out."""
    return len(repr(tai_lieu)) // CHU_MOI_TRANG + 1


def is_long(tai_lieu: TaiLieu, dang: DangTep) -> bool:
    """Tell whether making the file takes longer than a page of the portal should let wait."""
    limit: int = settings.VAN_BAN_TRANG_LAM_NGAY
    return expected_pages(tai_lieu) > limit * (TRANG_WORD if dang is DangTep.DOCX else 1)


def ready_file(
    ke_hoach: KeHoach, bao_cao: BaoCao | None, dang: DangTep, tai_lieu: TaiLieu
) -> BanIn | None:
    """Give the file of this very content if it is made and still kept (1 query)."""
    khoa = content_key(ke_hoach, bao_cao, dang, tai_lieu)
    return BanIn.objects.filter(khoa_noi_dung=khoa, noi_dung__isnull=False).first()


def content_key(ke_hoach: KeHoach, bao_cao: BaoCao | None, dang: DangTep, tai_lieu: TaiLieu) -> str:
    """Digest what a file is made of: whose it is, words and layout, form, and the kit itself."""
    of_whom = f"{ke_hoach.pk}/{bao_cao.pk if bao_cao else ''}/{dang}"
    return sha256(f"{_kit_digest()}\n{of_whom}\n{tai_lieu!r}".encode()).hexdigest()


@cache
def _kit_digest() -> str:
    """Digest the program text that lays documents out: a new version makes new files."""
    paths = [path for place, names in _BO_KHUON for path in sorted((_GOC / place).glob(names))]
    return sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def request_file(
    *,
    ke_hoach: KeHoach,
    bao_cao: BaoCao | None = None,
    dang: DangTep,
    by: NguoiDung | None,
    at: datetime,
) -> BanIn:
    """Ask for the file of a plan or of one of its reports as they stand now.

    What is made, or being made, is given as it is; what failed, was dropped, or waits for longer
    than any run may take is put back to "đang chờ". The caller sends what waits to a worker.

    :raises LoiTaiLieu: there is nothing to print.
    """
    khoa = content_key(ke_hoach, bao_cao, dang, document_of(ke_hoach, bao_cao))
    ban_in, is_new = BanIn.objects.get_or_create(
        khoa_noi_dung=khoa,
        defaults={
            "ke_hoach": ke_hoach, "bao_cao": bao_cao, "dang_tep": dang,
            "ten_tep": file_name(ke_hoach, bao_cao, dang), "created_at": at, "created_by": by,
            "buoc_dang_lam": "Đang chờ tạo",
        },
    )  # fmt: skip
    if is_new or ban_in.noi_dung is not None or not _must_wait_again(ban_in, at):
        return ban_in
    ban_in.trang_thai, ban_in.phan_tram = TrangThaiBanIn.DANG_CHO, 0
    ban_in.buoc_dang_lam, ban_in.loi_tao_tep, ban_in.started_at = "Đang chờ tạo", "", None
    ban_in.created_at, ban_in.created_by = at, by
    ban_in.full_clean()
    ban_in.save()
    return ban_in


def _must_wait_again(ban_in: BanIn, at: datetime) -> bool:
    if ban_in.trang_thai == TrangThaiBanIn.DANG_CHO:
        return False
    return ban_in.trang_thai != TrangThaiBanIn.DANG_LAM or is_lost(ban_in, at)


def is_lost(ban_in: BanIn, at: datetime) -> bool:
    """Tell whether a file waits, or is being made, for longer than any run may take."""
    if ban_in.trang_thai not in {TrangThaiBanIn.DANG_CHO, TrangThaiBanIn.DANG_LAM}:
        return False
    return (ban_in.started_at or ban_in.created_at) < at - QUA_LAU


def lost_files(*, at: datetime) -> list[int]:
    """List what a worker that died, or a queue that was emptied, left undone."""
    open_states = (TrangThaiBanIn.DANG_CHO, TrangThaiBanIn.DANG_LAM)
    rows = BanIn.objects.filter(trang_thai__in=open_states).defer("noi_dung").order_by("pk")
    return [row.pk for row in rows if is_lost(row, at)]


def make_file(*, ban_in_id: int, at: datetime) -> BanIn | None:
    """Make the file that was asked for; None when the row is gone.

    Safe to run again after a crash, or twice at once: what is made is left alone, and the later of
    two runs keeps the file of the earlier. Steps are written as they begin, for the page to show.

    :raises LoiTaoPdf, LoiTaiLieu: the file can't be made; the reason stands on the row.
    """
    ban_in = BanIn.objects.select_related(
        "ke_hoach__xa", "ke_hoach__don_vi_dau_moi", "bao_cao__ke_hoach__xa",
        "bao_cao__ke_hoach__don_vi_dau_moi",
    ).filter(pk=ban_in_id).first()  # fmt: skip
    if ban_in is None or ban_in.noi_dung is not None:
        return ban_in
    _step(ban_in, 5, "Đang đọc nội dung", trang_thai=TrangThaiBanIn.DANG_LAM, started_at=at)
    try:
        document = document_of(ban_in.ke_hoach, ban_in.bao_cao)
        content, pages = _rendered(ban_in, document)
    except (LoiTaoPdf, LoiTaiLieu) as error:
        fail_file(ban_in_id=ban_in.pk, cause=str(error), at=at)
        raise
    ban_in.so_trang = pages or None
    return _store(ban_in, document, content, at)


def _rendered(ban_in: BanIn, document: TaiLieu) -> tuple[bytes, int]:
    """Make the bytes and count the pages laid out (0 in Word); each page is told as it begins."""
    total, done = expected_pages(document), 0
    first, last = PHAN_TRAM_DAN_TRANG
    _step(ban_in, first, "Đang dàn trang")

    def tell(page: int) -> None:
        nonlocal done
        done = max(done, page)
        if page == 0:
            _step(ban_in, last, "Đang ghi tệp")
        else:
            percent = first + (last - first) * min(page, total) // total
            _step(ban_in, percent, f"Đang dàn trang {page}, ước {max(total, page)} trang")

    with page_by_page(tell):
        content = document_file(document, DangTep(ban_in.dang_tep))
    return content, done


def _step(ban_in: BanIn, phan_tram: int, buoc: str, **more: object) -> None:
    """Show progress; outside any transaction, so that others see it while the work runs."""
    BanIn.objects.filter(pk=ban_in.pk, noi_dung__isnull=True).update(
        phan_tram=phan_tram, buoc_dang_lam=buoc, **more
    )


@transaction.atomic
def _store(ban_in: BanIn, document: TaiLieu, content: bytes, at: datetime) -> BanIn:
    """Keep the bytes under the key of what they were made of, unless somebody else did."""
    row = BanIn.objects.select_for_update().get(pk=ban_in.pk)
    if row.noi_dung is not None:
        return row
    khoa = content_key(ban_in.ke_hoach, ban_in.bao_cao, DangTep(row.dang_tep), document)
    if khoa != row.khoa_noi_dung and BanIn.objects.filter(khoa_noi_dung=khoa).exists():
        return _failed(row, DOI_KHI_TAO, at)
    row.khoa_noi_dung, row.noi_dung = khoa, content
    row.ma_bam, row.so_byte = sha256(content).hexdigest(), len(content)
    row.so_trang = ban_in.so_trang
    row.trang_thai, row.phan_tram = TrangThaiBanIn.DA_XONG, 100
    row.buoc_dang_lam, row.loi_tao_tep, row.done_at = "Đã tạo xong", "", at
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def fail_file(*, ban_in_id: int, cause: str, at: datetime) -> None:
    """Write down why the file could not be made; a file that is there stays."""
    row = BanIn.objects.select_for_update().filter(pk=ban_in_id, noi_dung__isnull=True).first()
    if row is not None:
        _failed(row, cause, at)


def _failed(row: BanIn, cause: str, at: datetime) -> BanIn:
    row.trang_thai, row.loi_tao_tep, row.done_at = TrangThaiBanIn.BI_LOI, cause, at
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def drop_old_files(*, at: datetime) -> int:
    """Drop the bytes of files older than ``BAN_IN_GIU_NGAY`` days; say how many.

    The row stays: its link says what was there and offers to make it again.
    """
    limit = at - timedelta(days=settings.BAN_IN_GIU_NGAY)
    return BanIn.objects.filter(done_at__lt=limit, noi_dung__isnull=False).update(noi_dung=None)
