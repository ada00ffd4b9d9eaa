"""Handing in a file for a plan (nhập tệp): upload, read, and, once looked at, save.

Each step is safe to run again: a worker that dies in the middle leaves the file in a state the next
run takes up, and what was saved once is not saved again (the state changes in the transaction that
saves). Looking is in ``xem_tep``, what a person says about the file in ``sua_tep``.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from donvi.ghi_chep import insert_recorded
from donvi.models import NguoiDung
from kehoach.models import KeHoach
from nhapxuat import services
from nhapxuat.doc_rieng import check_size, read_apart
from nhapxuat.kho_dong import pack
from nhapxuat.loi_nhap import ConLoi, DaXemKhac, KhongCoGi, NhapError
from nhapxuat.loi_tep import GioiHan, TepKhongDoc
from nhapxuat.luu_phu_luc import save_annexes
from nhapxuat.models import LanNhap, SuaONhap, TrangThaiNhap
from nhapxuat.policies import may_import
from nhapxuat.soat import check_plan
from nhapxuat.sua_tep import check_reason, lock_for_review, require_allowed
from nhapxuat.thay_doi import LoaiThayDoi, ThayDoi
from nhapxuat.tien_do_luu import forget_progress, keep_progress
from nhapxuat.xem_tep import (
    claim,
    load_acceptances,
    load_review,
    open_errors,
    review,
    tell_step,
    understand_file,
)

QUA_LAU = timedelta(minutes=11)  # a task is stopped after 10; work that began earlier broke off
CHO_LAU = timedelta(minutes=2)  # what waits longer may never have come to the queue
DANG_CHO = frozenset({TrangThaiNhap.DANG_CHO, TrangThaiNhap.CHO_LUU})
DANG_LAM = DANG_CHO | {TrangThaiNhap.DANG_DOC, TrangThaiNhap.DANG_LUU}
LOI_HE_THONG = (
    "Chưa làm xong vì lỗi của hệ thống; tệp được giữ, chưa có gì thay đổi trong kế hoạch. Hãy bấm "
    "“Đọc lại tệp” hoặc lưu lại; nếu vẫn lỗi, hãy báo người quản trị."
)


def file_limits() -> GioiHan:
    """Give the limits of files as the settings have them."""
    return GioiHan(
        tep_toi_da=settings.NHAP_TEP_TOI_DA_MB * 2**20, dong_toi_da=settings.NHAP_DONG_TOI_DA
    )


# -- handing in and reading ------------------------------------------------------------------------


@transaction.atomic
def upload_file(
    *, ke_hoach: KeHoach, ten_tep: str, noi_dung: bytes, by: NguoiDung, at: datetime
) -> LanNhap:
    """Take a file in, unread. The caller sends it to ``read_file``.

    :raises KhongDuocPhep: not this person's to do, or the plan is not open.
    :raises TepKhongDoc: it is empty or larger than the limit; nothing is stored.
    """
    require_allowed(may_import(by, ke_hoach))
    check_size(len(noi_dung), file_limits())
    lan_nhap = LanNhap(
        ke_hoach=ke_hoach,
        ten_tep=ten_tep[-200:],
        noi_dung=noi_dung,
        ma_bam=sha256(noi_dung).hexdigest(),
        so_byte=len(noi_dung),
        buoc_dang_lam="Đang chờ đọc",
        created_at=at,
        created_by=by,
    )
    lan_nhap.full_clean()
    lan_nhap.save()
    _take_over(lan_nhap, by, at)
    return lan_nhap


def saved_before(lan_nhap: LanNhap) -> LanNhap | None:
    """Find the last time the very same file was saved into this plan (1 query)."""
    rows = LanNhap.objects.filter(
        ke_hoach=lan_nhap.ke_hoach, ma_bam=lan_nhap.ma_bam, trang_thai=TrangThaiNhap.DA_LUU
    )
    rows = rows.only("cac_lua_chon", "saved_at").exclude(pk=lan_nhap.pk)
    return rows.order_by("-saved_at", "-pk").first()


def _take_over(lan_nhap: LanNhap, by: NguoiDung, at: datetime) -> None:
    """Say of the same file again what was said of it then, so that it changes nothing."""
    earlier = saved_before(lan_nhap)
    if earlier is None:
        return
    lan_nhap.cac_lua_chon = earlier.cac_lua_chon
    lan_nhap.save(update_fields=["cac_lua_chon"])
    rows = [
        SuaONhap(
            lan_nhap=lan_nhap, ten_bang=row.ten_bang, so_dong=row.so_dong, so_cot=row.so_cot,
            gia_tri_cu=row.gia_tri_cu, gia_tri_moi=row.gia_tri_moi, created_at=at, created_by=by,
        )
        for row in earlier.cac_sua_o.order_by("pk")
    ]  # fmt: skip
    insert_recorded(rows, by=by, reason="Như lần nhập trước của chính tệp này", at=at)


def read_file(*, lan_nhap_id: int, at: datetime) -> LanNhap | None:
    """Read what waits to be read, and make what a person looks at; None when it is gone.

    The file is read in a process of its own. One that can't be read leaves one sentence and none
    of its bytes. A file that was read before is only understood again.
    """
    lan_nhap = _load(lan_nhap_id)
    if lan_nhap is None or not claim(
        lan_nhap, TrangThaiNhap.DANG_CHO, TrangThaiNhap.DANG_DOC, at, "Đang đọc tệp"
    ):
        return lan_nhap
    if lan_nhap.bang_doc is None:
        try:
            lan_nhap.bang_doc = read_apart(
                bytes(lan_nhap.noi_dung or b""), lan_nhap.ten_tep, file_limits()
            )
        except TepKhongDoc as refusal:
            return _refuse(lan_nhap, str(refusal))
        LanNhap.objects.filter(pk=lan_nhap.pk).update(bang_doc=lan_nhap.bang_doc)
    review(lan_nhap)
    return lan_nhap


def _refuse(lan_nhap: LanNhap, cause: str) -> LanNhap:
    tell_step(
        lan_nhap, 0, "", trang_thai=TrangThaiNhap.BI_TU_CHOI, loi_doc=cause, noi_dung=None,
        bang_doc=None,
    )  # fmt: skip
    return lan_nhap


def fail_import(*, lan_nhap_id: int, at: datetime) -> None:
    """Write down that a fault of the portal stopped the work begun ``at``; the file stays.

    A person may have it read again. Work that has not begun, or that another run has, goes on
    waiting.
    """
    lan_nhap = _load(lan_nhap_id)
    if lan_nhap is None or lan_nhap.trang_thai not in DANG_LAM or lan_nhap.started_at != at:
        return
    tell_step(lan_nhap, 0, "", trang_thai=TrangThaiNhap.CHO_XEM, loi_doc=LOI_HE_THONG)


def lost_imports(*, at: datetime) -> list[int]:
    """List what a worker that died, or a queue that was away or emptied, left undone."""
    rows = LanNhap.objects.filter(trang_thai__in=DANG_LAM).order_by("pk")
    times = rows.values_list("pk", "trang_thai", "started_at", "created_at")
    return [
        pk
        for pk, state, started, created in times
        if (started or created) < at - (CHO_LAU if state in DANG_CHO else QUA_LAU)
    ]


def waits_long(lan_nhap: LanNhap, *, at: datetime) -> bool:
    """Tell whether a file waits longer than the queue takes while all is well."""
    since = lan_nhap.started_at or lan_nhap.created_at
    return lan_nhap.trang_thai in DANG_CHO and since < at - CHO_LAU


# -- saving ----------------------------------------------------------------------------------------


@transaction.atomic
def request_save(
    *, lan_nhap_id: int, dau_vet: str, ly_do: str, by: NguoiDung, at: datetime
) -> LanNhap:
    """Ask for saving what the person saw as ``dau_vet``. The caller sends it to ``save_file``.

    :raises ConLoi: errors are neither corrected nor accepted.
    :raises DaXemKhac: the person saw other changes than those stored to look at.
    :raises ThieuLyDo, GiaTriQuaDai: a plan in force needs a reason.
    :raises KhongCoGi: nothing would change.
    :raises NhapError: not this person's to do, or the file is past this step.
    """
    lan_nhap = lock_for_review(lan_nhap_id, by)
    preview = load_review(lan_nhap)
    errors = open_errors(preview, load_acceptances(lan_nhap))
    if errors:
        raise ConLoi(len(errors))
    if preview.dau_vet != dau_vet:
        raise DaXemKhac
    if not any(preview.dem[kind.value] for kind in (LoaiThayDoi.THEM, LoaiThayDoi.SUA)):
        raise KhongCoGi
    if lan_nhap.ke_hoach.is_in_force or ly_do.strip():
        check_reason(ly_do, "thay đổi kế hoạch đang có hiệu lực")
    lan_nhap.ly_do, lan_nhap.loi_doc = ly_do.strip(), ""
    lan_nhap.saved_by, lan_nhap.started_at = by, at
    lan_nhap.trang_thai, lan_nhap.phan_tram = TrangThaiNhap.CHO_LUU, 0
    lan_nhap.buoc_dang_lam = "Đang chờ lưu"
    lan_nhap.save()
    return lan_nhap


def save_file(*, lan_nhap_id: int, at: datetime) -> LanNhap | None:
    """Save what was asked for: all rows or none. A second run of the same request does nothing.

    A refusal (the plan changed meanwhile) leads back to looking, with the sentence.
    """
    lan_nhap = _load(lan_nhap_id)
    if lan_nhap is None or not claim(
        lan_nhap, TrangThaiNhap.CHO_LUU, TrangThaiNhap.DANG_LUU, at, "Đang kiểm tra"
    ):
        return lan_nhap
    try:
        _save(lan_nhap, at)
    except NhapError as refusal:
        lan_nhap.loi_doc = str(refusal)
        review(lan_nhap)
    finally:
        forget_progress(lan_nhap.pk)
    return lan_nhap


@transaction.atomic
def _save(lan_nhap: LanNhap, at: datetime) -> None:
    row = LanNhap.objects.select_for_update(of=("self",)).get(pk=lan_nhap.pk)
    by = row.saved_by
    if row.trang_thai != TrangThaiNhap.DANG_LUU or by is None:
        return  # another run was faster
    require_allowed(may_import(by, lan_nhap.ke_hoach))
    seen = load_review(row).dau_vet
    _, ket_qua = understand_file(lan_nhap)
    thay_doi = save_annexes(
        ke_hoach=lan_nhap.ke_hoach,
        ket_qua=ket_qua,
        dau_vet=seen,
        ly_do=row.ly_do,
        by=by,
        at=at,
        tell=lambda percent, step: keep_progress(row.pk, percent, step),
        ten_tep=row.ten_tep,
    )
    accepted = _carry_over(row, by, at)
    row.trang_thai, row.phan_tram, row.buoc_dang_lam = TrangThaiNhap.DA_LUU, 100, ""
    row.saved_at, row.ket_qua = at, _told(thay_doi, accepted)
    row.cac_dong = pack(_told_rows(thay_doi))
    row.save()
    lan_nhap.refresh_from_db()


def _carry_over(lan_nhap: LanNhap, by: NguoiDung, at: datetime) -> int:
    """Let what was accepted on the file stay accepted in the plan; count what was carried."""
    standing = {one.dau_vet for one in load_review(lan_nhap).van_de}
    kept = lan_nhap.cac_chap_nhan.exclude(ma_van_de="").order_by("pk")
    rows = [row for row in kept if row.dau_vet in standing]
    present = check_plan(lan_nhap.ke_hoach) if rows else []
    carried = 0
    for row in rows:
        found = services.accept_by_object(
            ke_hoach=lan_nhap.ke_hoach, ma=row.ma_van_de, doi_tuong=row.doi_tuong,
            ly_do=row.ly_do, by=by, at=at, found=present,
        )  # fmt: skip
        carried += found is not None
    return carried


def _told(thay_doi: ThayDoi, accepted: int) -> dict[str, object]:
    """Give what was saved in numbers."""
    dem = {kind.value: count for kind, count in thay_doi.dem.items()}
    return {"dem": dem, "chap_nhan": accepted}


def _told_rows(thay_doi: ThayDoi) -> list[dict[str, object]]:
    """Give each row that is new or changed as it is kept."""
    return [
        {
            "loai": row.loai.value, "loai_bang": row.loai_bang.value, "ma": row.ma,
            "ten": row.ten, "khoa_chinh": row.khoa_chinh,
            "cac_khac": [[one.ten_truong, one.cu, one.moi] for one in row.cac_khac],
        }
        for row in thay_doi.cac_dong
        if row.loai is not LoaiThayDoi.GIU
    ]  # fmt: skip


def _load(lan_nhap_id: int) -> LanNhap | None:
    rows = LanNhap.objects.select_related("ke_hoach__xa", "ke_hoach__don_vi_dau_moi")
    return rows.filter(pk=lan_nhap_id).first()
