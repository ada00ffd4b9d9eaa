"""Checking (soát) the tasks of a plan: leads, words that name no unit, deadlines."""

from collections.abc import Iterator, Sequence

from django.db.models import Prefetch
from django.urls import reverse

from donvi.nhan_dien import DonViDocDuoc, LoaiTenGoi
from donvi.tieng_viet import format_ngay
from kehoach.models import KeHoach
from nhapxuat.danh_ba import DanhBa
from nhapxuat.van_de import VanDe
from nhiemvu.loai_han import LoaiHan
from nhiemvu.models import NhiemVu, PhanCong
from nhiemvu.thoi_han import NGOAI_KE_HOACH, parse_thoi_han

RO_RANG = frozenset({LoaiTenGoi.DON_VI, LoaiTenGoi.NHOM})


def check_tasks(ke_hoach: KeHoach, danh_ba: DanhBa) -> Iterator[VanDe]:
    """Find what a reader of the tasks must look at (2 queries for any number of tasks).

    Units report on the tasks of the annex only, so only these need a lead unit and a deadline.
    """
    parts = PhanCong.objects.select_related("don_vi").order_by("pk")
    tasks = list(
        NhiemVu.objects.filter(ke_hoach=ke_hoach)
        .in_order()
        .prefetch_related(Prefetch("cac_phan_cong", parts))
    )
    annexed = [task for task in tasks if task.loai_nhiem_vu == NhiemVu.LoaiNhiemVu.PHU_LUC]
    if not annexed:
        yield VanDe(
            "NV-01",
            "Phụ lục nhiệm vụ",
            "Kế hoạch không có phụ lục nhiệm vụ, nên chưa đơn vị nào phải báo cáo tiến độ nhiệm "
            "vụ; cần lập phụ lục có đơn vị chủ trì và thời hạn.",
        )
    for task in tasks:
        if task.loai_nhiem_vu == NhiemVu.LoaiNhiemVu.PHU_LUC:
            yield from _check_lead(task)
        yield from _check_words(task, danh_ba)
        if task.loai_nhiem_vu == NhiemVu.LoaiNhiemVu.PHU_LUC:
            yield from _check_deadline(task, ke_hoach)


def _found(ma: str, task: NhiemVu, cau: str, in_ra: str = "", tinh: str = "") -> VanDe:
    """Make a finding about one task; the sentence begins with the task."""
    doi_tuong = f"Nhiệm vụ {task.ma}"
    page = reverse("nhiemvu:detail", args=[task.pk])
    return VanDe(ma, doi_tuong, f"{doi_tuong}: {cau}", in_ra or None, tinh or None, page)


def _check_lead(task: NhiemVu) -> Iterator[VanDe]:
    if any(part.is_lead for part in task.cac_phan_cong.all()):
        return
    words = task.chu_tri_nguyen_van
    if words:
        cau = f"chưa đơn vị nào được giao chủ trì, dù ô chủ trì ghi “{words}”; cần phân công."
    else:
        cau = "ô đơn vị chủ trì để trống; cần ghi một đơn vị chủ trì."
    yield _found("NV-01", task, cau, words)


def _check_words(task: NhiemVu, danh_ba: DanhBa) -> Iterator[VanDe]:
    lead = danh_ba.read(task.chu_tri_nguyen_van)
    others = danh_ba.read(task.phoi_hop_nguyen_van)
    yield from _unclear("NV-02", task, "chủ trì", task.chu_tri_nguyen_van, lead)
    yield from _unclear("NV-03", task, "phối hợp", task.phoi_hop_nguyen_van, others)
    yield from _check_parts(task, (*lead, *others), danh_ba)


def _unclear(
    ma: str, task: NhiemVu, ten_o: str, words: str, read: Sequence[DonViDocDuoc]
) -> Iterator[VanDe]:
    warnings = [part.canh_bao for part in read if part.canh_bao]
    if warnings:
        yield _found(ma, task, f"ô {ten_o}: {' '.join(warnings)}", words)


def _check_parts(task: NhiemVu, read: Sequence[DonViDocDuoc], danh_ba: DanhBa) -> Iterator[VanDe]:
    """Look for units that are named clearly and still have no part in the task."""
    assigned = {part.don_vi.ma for part in task.cac_phan_cong.all()}
    missing = [
        part.nguyen_van
        for part in read
        if part.loai in RO_RANG
        and part.ma
        and not danh_ba.cac_don_vi.get(part.ma, frozenset()) <= assigned
    ]
    if missing:
        names = "; ".join(dict.fromkeys(missing))
        cau = f"có đơn vị được nêu tên nhưng chưa được phân công: {names}."
        yield _found("NV-04", task, cau, names)


def _check_deadline(task: NhiemVu, ke_hoach: KeHoach) -> Iterator[VanDe]:
    words = task.thoi_han_nguyen_van
    if task.loai_han == LoaiHan.KHONG_CO:
        yield _found("NV-05", task, "ô thời hạn để trống; cần ghi thời hạn hoặc “Thường xuyên”.")
    elif task.loai_han == LoaiHan.CAN_XEM:
        cau = f"chưa đọc được thời hạn “{words}”; cần ghi ngày, tháng, quý hoặc năm."
        yield _found("NV-06", task, cau, words)
    else:
        yield from _check_doubts(task, ke_hoach)
    last = task.han_hoan_thanh
    if last and not ke_hoach.nam_bat_dau <= last.year <= ke_hoach.nam_ket_thuc:
        years = f"{ke_hoach.nam_bat_dau}-{ke_hoach.nam_ket_thuc}"
        cau = f"thời hạn {format_ngay(last)} nằm ngoài thời gian của kế hoạch ({years})."
        yield _found("NV-07", task, cau, words, years)


def _check_doubts(task: NhiemVu, ke_hoach: KeHoach) -> Iterator[VanDe]:
    """Repeat the doubts of the reading, unless somebody has put other dates in its place."""
    words = task.thoi_han_nguyen_van
    read = parse_thoi_han(
        words, nam_mac_dinh=ke_hoach.nam_bat_dau, nam_ket_thuc=ke_hoach.nam_ket_thuc
    )
    doubts = [doubt for doubt in read.canh_bao if doubt != NGOAI_KE_HOACH]
    same = (read.loai, read.tu, read.den) == (task.loai_han, task.tu_ngay, task.han_hoan_thanh)
    if same and doubts:
        yield _found("NV-08", task, f"thời hạn “{words}”: {' '.join(doubts)}", words)
