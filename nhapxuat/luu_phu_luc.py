"""From an understood annex to rows of a plan: what saving would change, and saving it.

Preview and saving are one road (``donvi.nhap_hang_loat``): a preview rehearses what saving does.
All rows are saved, or none. Rows of the plan that the file lacks are left alone and named; nothing
that was reported on is lost (ADR 0019).
"""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from donvi.ghi_chep import log_act, save_recorded
from donvi.models import NguoiDung
from donvi.nhap_hang_loat import NguoiGhi
from kehoach.models import KeHoach
from nhapxuat.ket_qua_nhap import ChiTieuNhap, KetQuaNhap, NhiemVuNhap, VanDeNhap
from nhapxuat.loi_nhap import KeHoachDaDoi, KeHoachKhongNhan, KhongLuuDuoc, ThieuLyDo
from nhapxuat.luu_chi_tieu import save_indicators
from nhapxuat.luu_kinh_phi import save_budget
from nhapxuat.luu_nhiem_vu import save_tasks
from nhapxuat.luu_tong import save_total
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.phien_luu import PhienLuu
from nhapxuat.policies import may_take_annexes
from nhapxuat.thay_doi import LoaiThayDoi, ThayDoi
from nhapxuat.van_de import MucDo

Tell = Callable[[int, str], None]


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the collector of reference cycles: it walks over all rows again and again.

    Saving makes hundreds of thousands of objects and no garbage; a third of the time goes to it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_collector()
def preview_changes(ke_hoach: KeHoach, ket_qua: KetQuaNhap) -> ThayDoi:
    """Say what saving would add, change and leave; nothing is written.

    A dozen queries per kind of table, whatever the number of rows.
    """
    return _run(PhienLuu(ke_hoach, ket_qua, None), _quiet)


@_without_collector()
@transaction.atomic
def save_annexes(
    *,
    ke_hoach: KeHoach,
    ket_qua: KetQuaNhap,
    dau_vet: str | None,
    ly_do: str,
    by: NguoiDung | None,
    at: datetime,
    tell: Tell = lambda phan_tram, buoc: None,
    ten_tep: str = "",
) -> ThayDoi:
    """Save what was understood into a plan, all rows or none; give what was done.

    ``dau_vet`` is that of the preview a person agreed to, None where nobody looked. ``tell`` hears
    percent and step as the work goes on.

    :raises KeHoachKhongNhan: the plan is submitted, or replaced.
    :raises ThieuLyDo: the plan is in force and no reason is given.
    :raises KhongLuuDuoc: rows can't be stored; each is named.
    :raises KeHoachDaDoi: other changes would be made than those of ``dau_vet``.
    """
    plan = (
        KeHoach.objects.select_for_update(of=("self",), no_key=True)
        .select_related("xa")
        .get(pk=ke_hoach.pk)
    )
    taken = may_take_annexes(plan)
    if not taken:
        raise KeHoachKhongNhan(taken.reason)
    reason = ly_do.strip()
    if plan.is_in_force and not reason:
        raise ThieuLyDo
    phien = PhienLuu(plan, ket_qua, NguoiGhi(by, reason or "Nhập phụ lục", at))
    if blocking := [one for one in ket_qua.van_de if one.phai_sua]:
        raise KhongLuuDuoc(blocking)
    done = _run(phien, tell)
    if dau_vet is not None and done.dau_vet != dau_vet:
        raise KeHoachDaDoi
    _log(plan, done, by, at, reason, ten_tep)
    tell(100, "Đã lưu xong")
    return done


def _quiet(phan_tram: int, buoc: str) -> None:
    """Tell nobody."""


def _run(phien: PhienLuu, tell: Tell) -> ThayDoi:
    _check_codes(phien)
    tell(5, "Đối chiếu chỉ tiêu với kế hoạch")
    save_indicators(phien)
    tell(35, "Đối chiếu nhiệm vụ với kế hoạch")
    tasks = save_tasks(phien)
    tell(65, "Đối chiếu kinh phí với kế hoạch")
    save_budget(phien, tasks)
    save_total(phien)
    tell(90, "Ghi nhật ký")
    _add_milestones(phien)
    _note_remarks(phien)
    return phien.as_changes()


def _check_codes(phien: PhienLuu) -> None:
    """Refuse to save codes that stand twice: one row of the plan can't be two.

    Reading has told of them already.

    :raises KhongLuuDuoc: when saving; a rehearsal goes on.
    """
    result = phien.ket_qua
    wrong = []
    for rows in (result.chi_tieu, result.nhiem_vu, result.kinh_phi):
        seen: set[str] = set()
        for row in rows:
            if row.ma in seen:
                text = f"Mã “{row.ma}” có ở nhiều dòng; mỗi dòng cần một mã riêng."
                where = f"{row.bang}, dòng {row.so_dong}"
                wrong.append(VanDeNhap(MucDo.LOI, where, row.ma, text, phai_sua=True))
            seen.add(row.ma)
    if wrong and phien.ghi:
        raise KhongLuuDuoc(wrong)


def _note_remarks(phien: PhienLuu) -> None:
    """Tell of remarks that have no place in the plan: only budget rows keep theirs."""
    rows: list[ChiTieuNhap | NhiemVuNhap] = [*phien.ket_qua.chi_tieu, *phien.ket_qua.nhiem_vu]
    tables = Counter(row.bang for row in rows if row.ghi_chu)
    for bang, so_o in tables.items():
        text = (
            f"{so_o} ô ở cột ghi chú không được lưu: kế hoạch chưa có chỗ cho ghi chú của chỉ tiêu "
            "và nhiệm vụ; tệp gốc vẫn được giữ ở lần nhập."
        )
        phien.van_de.append(VanDeNhap(MucDo.CANH_BAO, bang, "", text))


def _add_milestones(phien: PhienLuu) -> None:
    """Let the plan print the years the file has levels for."""
    known = set(phien.ke_hoach.cac_moc)
    years = {nam for row in phien.ket_qua.chi_tieu for nam in row.cac_muc} - known
    if not years:
        return
    listed = ", ".join(map(str, sorted(years)))
    text = f"Kế hoạch chưa có mốc năm {listed}; mốc được thêm vào khi lưu."
    phien.van_de.append(VanDeNhap(MucDo.THONG_TIN, "Kế hoạch", listed, text))
    if phien.ghi:
        phien.ke_hoach.cac_moc = sorted(known | years)
        save_recorded(phien.ke_hoach, by=phien.ghi.by, reason=phien.ghi.ly_do, at=phien.ghi.at)


def _log(
    plan: KeHoach, done: ThayDoi, by: NguoiDung | None, at: datetime, ly_do: str, ten_tep: str
) -> None:
    """Write one act for the whole import; a file that changes nothing leaves none."""
    dem = done.dem
    if not (dem[LoaiThayDoi.THEM] or dem[LoaiThayDoi.SUA]):
        return
    kinds = {row.loai_bang for row in done.cac_dong}
    tables = ", ".join(loai.label for loai in LoaiBang if loai in kinds)
    source = f" từ tệp {ten_tep}" if ten_tep else ""
    log_act(
        by=by,
        at=at,
        xa=plan.xa,
        hanh_dong="nhập phụ lục",
        doi_tuong=plan,
        mo_ta=(
            f"Nhập phụ lục{source} ({tables}): thêm {dem[LoaiThayDoi.THEM]} dòng, sửa "
            f"{dem[LoaiThayDoi.SUA]} dòng, giữ nguyên {dem[LoaiThayDoi.GIU]} dòng; "
            f"{len(done.vang_mat)} dòng không có trong tệp được để nguyên."
        ),
        gia_tri_moi={
            "tep": ten_tep,
            **{loai.value: so_dong for loai, so_dong in dem.items()},
            "vang_mat": len(done.vang_mat),
        },
        ly_do=ly_do,
    )
