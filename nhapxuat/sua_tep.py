"""What a person says about a file before saving it (sửa tệp): columns, cells, problems.

The file itself stays as it came; corrections and acceptances are rows of their own, with who and
when.
"""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from donvi.ghi_chep import delete_recorded, insert_recorded, log_act, save_recorded
from donvi.models import NguoiDung
from donvi.policies import Decision
from nhapxuat.bang_luu import tables_from_bytes
from nhapxuat.ket_qua_nhap import VanDeNhap, ViTri
from nhapxuat.loi_nhap import (
    GiaTriQuaDai,
    KhongDuocPhep,
    NhomDaDoi,
    OKhongCo,
    PhaiSua,
    SaiTrangThai,
    ThieuLyDo,
    VanDeKhongCon,
)
from nhapxuat.models import ChapNhanNhap, LanNhap, SuaONhap, TrangThaiNhap
from nhapxuat.nho_cot import remember
from nhapxuat.nhom_van_de import DAU_NHOM
from nhapxuat.policies import may_import
from nhapxuat.sua_bang import ChonBang, ChonCot, place_choice
from nhapxuat.xem_tep import (
    group_acceptable,
    group_accepted,
    load_acceptances,
    load_review,
    review,
)

CHU_TOI_DA = 2000  # characters of a corrected cell or of a reason


@transaction.atomic
def choose_columns(
    *,
    lan_nhap_id: int,
    khoa_bang: str,
    chon: ChonBang,
    tieu_de: Mapping[int, str],
    ghi_nho: bool,
    by: NguoiDung,
    at: datetime,
) -> LanNhap:
    """Set what a table and its columns are; ``tieu_de`` are the headers to remember them by.

    :raises NhapError: not this person's to do, or the file is past this step.
    """
    lan_nhap = lock_for_review(lan_nhap_id, by)
    khoa, kept = place_choice(lan_nhap.cac_lua_chon, khoa_bang, chon)
    lan_nhap.cac_lua_chon = {**lan_nhap.cac_lua_chon, khoa: kept.as_dict()}
    if ghi_nho and chon.loai_bang is not None:
        named: dict[str, ChonCot] = {
            tieu_de[number]: cot for number, cot in chon.cac_cot.items() if tieu_de.get(number)
        }
        remember(xa=lan_nhap.ke_hoach.xa, loai_bang=chon.loai_bang, cac_cot=named, by=by, at=at)
    return look_again(lan_nhap, at)


@transaction.atomic
def correct_cell(
    *, lan_nhap_id: int, vi_tri: ViTri, gia_tri: str, by: NguoiDung, at: datetime
) -> LanNhap:
    """Correct the words of one cell; the same words as in the file take the correction back.

    :raises OKhongCo: the file has no such cell.
    :raises GiaTriQuaDai: more than ``CHU_TOI_DA`` characters.
    :raises NhapError: not this person's to do, or the file is past this step.
    """
    lan_nhap = lock_for_review(lan_nhap_id, by)
    if len(gia_tri) > CHU_TOI_DA:
        raise GiaTriQuaDai("gia_tri", CHU_TOI_DA)
    place, in_file = _cell_in_file(lan_nhap, vi_tri)
    key = {"ten_bang": place.bang, "so_dong": place.so_dong, "so_cot": place.so_cot}
    row = lan_nhap.cac_sua_o.filter(**key).first()
    if gia_tri.strip() == in_file.strip():
        if row is not None:
            delete_recorded(row, by=by, reason="Bỏ sửa ô")
    else:
        row = row or SuaONhap(lan_nhap=lan_nhap, gia_tri_cu=in_file, **key)
        row.gia_tri_moi, row.created_at, row.created_by = gia_tri.strip(), at, by
        save_recorded(row, by=by, reason="Sửa ô khi nhập phụ lục")
    return look_again(lan_nhap, at)


def _cell_in_file(lan_nhap: LanNhap, vi_tri: ViTri) -> tuple[ViTri, str]:
    """Give the place of a cell (of a merged one, its first) and its words in the file."""
    tables = tables_from_bytes(bytes(lan_nhap.bang_doc or b""))
    bang = next((one for one in tables if one.label == vi_tri.bang), None)
    numbers = {row.so_dong for row in bang.cac_dong} if bang else set()
    if bang is None or vi_tri.so_dong not in numbers or not 0 < vi_tri.so_cot <= bang.so_cot:
        raise OKhongCo
    so_dong, so_cot = bang.origin(vi_tri.so_dong, vi_tri.so_cot)
    return ViTri(bang.label, so_dong, so_cot), bang.own_cell(so_dong, so_cot).noi_dung


@transaction.atomic
def accept_problems(
    *, lan_nhap_id: int, dau_vet: str, ly_do: str, by: NguoiDung, at: datetime
) -> list[ChapNhanNhap]:
    """Let a problem of a file stand, or all of a group (``nhom_van_de``), with the reason.

    Each problem has its own row on record.

    :raises VanDeKhongCon: there is no such problem now.
    :raises NhomDaDoi: there is no such group of open problems now.
    :raises PhaiSua: saving is impossible as long as it stands.
    :raises ThieuLyDo, GiaTriQuaDai: the reason is missing or too long.
    :raises NhapError: not this person's to do, or the file is past this step.
    """
    lan_nhap = lock_for_review(lan_nhap_id, by)
    found = _problems_meant(lan_nhap, dau_vet)
    if any(one.phai_sua for one in found):
        raise PhaiSua
    check_reason(ly_do, "chấp nhận")
    stored = {
        row.dau_vet: row
        for row in lan_nhap.cac_chap_nhan.filter(dau_vet__in=[one.dau_vet for one in found])
    }
    rows = [stored.get(one.dau_vet) or ChapNhanNhap(lan_nhap=lan_nhap) for one in found]
    for row, one in zip(rows, found, strict=True):
        row.dau_vet, row.muc_do, row.o_dau = one.dau_vet, one.muc_do.value, one.o_dau[:300]
        row.ma_van_de, row.doi_tuong = one.ma, one.doi_tuong[:60]
        row.gia_tri, row.thong_bao = one.gia_tri, one.thong_bao
        row.ly_do, row.created_at, row.created_by = ly_do.strip(), at, by
    new = [row for row in rows if row.pk is None]
    for row in stored.values():
        save_recorded(row, by=by, reason=row.ly_do)
    insert_recorded(new, by=by, reason=ly_do.strip(), at=at)
    return rows


def _problems_meant(lan_nhap: LanNhap, dau_vet: str) -> list[VanDeNhap]:
    problems = load_review(lan_nhap).van_de
    if not dau_vet.startswith(DAU_NHOM):
        found = [one for one in problems if one.dau_vet == dau_vet]
        if not found:
            raise VanDeKhongCon
        return found[:1]
    accepted = load_acceptances(lan_nhap)
    groups = group_acceptable(one for one in problems if one.dau_vet not in accepted)
    group = next((one for one in groups if one.dau_vet == dau_vet), None)
    if group is None:
        raise NhomDaDoi
    return list(group.cac_van_de)


@transaction.atomic
def withdraw_acceptances(*, lan_nhap_id: int, dau_vet: str, by: NguoiDung) -> int:
    """Take an acceptance back, or all of a group; say how many. One that is gone is no error.

    :raises NhomDaDoi: other acceptances are in the group now.
    :raises NhapError: not this person's to do, or the file is past this step.
    """
    lan_nhap = lock_for_review(lan_nhap_id, by)
    rows = list(lan_nhap.cac_chap_nhan.order_by("created_at", "pk"))
    if dau_vet.startswith(DAU_NHOM):
        groups = group_accepted(rows)
        group = next((one for one in groups if one.dau_vet == dau_vet), None)
        if group is None:
            raise NhomDaDoi
        meant = list(group.cac_van_de)
    else:
        meant = [row for row in rows if row.dau_vet == dau_vet]
    for row in meant:
        delete_recorded(row, by=by, reason="Rút chấp nhận")
    return len(meant)


@transaction.atomic
def read_again(*, lan_nhap_id: int, by: NguoiDung, at: datetime) -> LanNhap:
    """Have a file read and compared with the plan anew, by the worker (caller sends).

    :raises NhapError: not this person's to do, or the file is past this step.
    """
    return _wait(lock_for_review(lan_nhap_id, by), at)


@transaction.atomic
def cancel_import(*, lan_nhap_id: int, by: NguoiDung, at: datetime) -> LanNhap:
    """Leave a file unsaved; its bytes go, the record of it stays."""
    lan_nhap = lock_for_review(lan_nhap_id, by)
    lan_nhap.trang_thai = TrangThaiNhap.DA_HUY
    lan_nhap.noi_dung = lan_nhap.bang_doc = lan_nhap.xem_truoc = None
    lan_nhap.cac_dong = b""
    lan_nhap.save()
    log_act(
        by=by, at=at, xa=lan_nhap.ke_hoach.xa, hanh_dong="Hủy nhập phụ lục", doi_tuong=lan_nhap,
        mo_ta=f"Hủy tệp “{lan_nhap.ten_tep}” tải lên cho kế hoạch {lan_nhap.ke_hoach.ma}.",
    )  # fmt: skip
    return lan_nhap


# -- shared with the other steps ---------------------------------------------------------------


def require_allowed(decision: Decision) -> None:
    if not decision:
        raise KhongDuocPhep(decision.reason)


def check_reason(ly_do: str, de_lam_gi: str) -> None:
    if not ly_do.strip():
        raise ThieuLyDo(de_lam_gi)
    if len(ly_do.strip()) > CHU_TOI_DA:
        raise GiaTriQuaDai("ly_do", CHU_TOI_DA)


def lock_for_review(lan_nhap_id: int, by: NguoiDung) -> LanNhap:
    """Lock a file that waits to be looked at, and see that this person may act on it."""
    rows = LanNhap.objects.select_for_update(of=("self",))
    lan_nhap = rows.select_related("ke_hoach__xa", "ke_hoach__don_vi_dau_moi").get(pk=lan_nhap_id)
    require_allowed(may_import(by, lan_nhap.ke_hoach))
    if lan_nhap.trang_thai != TrangThaiNhap.CHO_XEM:
        raise SaiTrangThai(TrangThaiNhap(lan_nhap.trang_thai).label)
    return lan_nhap


def look_again(lan_nhap: LanNhap, at: datetime) -> LanNhap:
    """Make what a person looks at anew: here, or for a long file by the worker (caller sends)."""
    rows = len((lan_nhap.xem_truoc or {}).get("muc_luc", ()))
    if lan_nhap.bang_doc is not None and rows <= settings.NHAP_DONG_LAM_NGAY:
        lan_nhap.loi_doc = ""
        lan_nhap.save()
        review(lan_nhap)
        return lan_nhap
    return _wait(lan_nhap, at)


def _wait(lan_nhap: LanNhap, at: datetime) -> LanNhap:
    lan_nhap.trang_thai, lan_nhap.started_at = TrangThaiNhap.DANG_CHO, at
    lan_nhap.phan_tram, lan_nhap.buoc_dang_lam, lan_nhap.loi_doc = 0, "Đang chờ đọc", ""
    lan_nhap.save()
    return lan_nhap
