"""Checking (soát) the tasks of a plan: leads, words that name no unit, deadlines, products."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from donvi.nhan_dien import DonViDocDuoc, LoaiTenGoi
from donvi.tieng_viet import format_ngay
from kehoach.models import KeHoach
from nhapxuat.danh_ba import DanhBa
from nhapxuat.ho_so_soat import HoSoSoat
from nhapxuat.van_de import LoaiNoiSua, NoiSua, VanDe
from nhiemvu.loai_han import LoaiHan
from nhiemvu.models import NhiemVu
from nhiemvu.thoi_han import NGOAI_KE_HOACH, parse_thoi_han

RO_RANG = frozenset({LoaiTenGoi.DON_VI, LoaiTenGoi.NHOM})


def check_tasks(ho_so: HoSoSoat) -> Iterator[VanDe]:
    """Find what a reader of the tasks must look at (no query).

    Units report on the tasks of the annex only, so only these need lead unit, deadline, product.
    """
    if not ho_so.phu_luc:
        yield VanDe(
            "NV-01",
            "Phụ lục nhiệm vụ",
            "Kế hoạch không có phụ lục nhiệm vụ, nên chưa đơn vị nào phải báo cáo tiến độ nhiệm "
            "vụ; cần lập phụ lục có đơn vị chủ trì và thời hạn.",
            duong_dan=reverse("nhiemvu:list", args=[ho_so.ke_hoach.ma]),
            noi_sua=NoiSua(LoaiNoiSua.NHAP_PHU_LUC, ho_so.ke_hoach.ma),
        )
    for task in ho_so.nhiem_vu:
        annexed = task.loai_nhiem_vu == NhiemVu.LoaiNhiemVu.PHU_LUC
        if annexed:
            yield from _check_lead(task)
        yield from _check_words(task, ho_so.danh_ba)
        if annexed:
            yield from _check_deadline(task, ho_so.ke_hoach)
    yield from _check_products(ho_so)


def _check_products(ho_so: HoSoSoat) -> Iterator[VanDe]:
    """Look for tasks without a product; an annex without the column is told once."""
    tasks = ho_so.phu_luc
    without = [task for task in tasks if not task.san_pham.strip()]
    if len(tasks) > 1 and len(without) == len(tasks):
        yield VanDe(
            "NV-09",
            "Sản phẩm của các nhiệm vụ",
            f"Phụ lục nhiệm vụ không ghi sản phẩm cho nhiệm vụ nào ({len(tasks)} nhiệm vụ); cần "
            "nêu sản phẩm hoặc kết quả phải đạt để có căn cứ xác nhận hoàn thành.",
            duong_dan=reverse("nhiemvu:list", args=[ho_so.ke_hoach.ma]),
            cac_noi_sua=tuple((task.ma, _place(task)) for task in without),
        )
        return
    for task in without:
        cau = "ô sản phẩm để trống; cần nêu sản phẩm hoặc kết quả phải đạt."
        yield _found("NV-09", task, cau)


def _found(ma: str, task: NhiemVu, cau: str, in_ra: str = "", tinh: str = "") -> VanDe:
    """Make a finding about one task; the sentence begins with the task."""
    doi_tuong = f"Nhiệm vụ {task.ma}"
    page = reverse("nhiemvu:detail", args=[task.pk])
    return VanDe(
        ma, doi_tuong, f"{doi_tuong}: {cau}", in_ra or None, tinh or None, page, _place(task)
    )


def _place(task: NhiemVu) -> NoiSua:
    return NoiSua(LoaiNoiSua.NHIEM_VU, str(task.pk))


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
    yield from _check_years(task, ke_hoach)


def _check_years(task: NhiemVu, ke_hoach: KeHoach) -> Iterator[VanDe]:
    """Look at the last day; at the first only where that is the one outside the plan."""
    years = f"{ke_hoach.nam_bat_dau}-{ke_hoach.nam_ket_thuc}"
    for ten, ngay in (("thời hạn", task.han_hoan_thanh), ("ngày bắt đầu", task.tu_ngay)):
        if ngay and not ke_hoach.nam_bat_dau <= ngay.year <= ke_hoach.nam_ket_thuc:
            cau = f"{ten} {format_ngay(ngay)} nằm ngoài thời gian của kế hoạch ({years})."
            yield _found("NV-07", task, cau, task.thoi_han_nguyen_van, years)
            return


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
