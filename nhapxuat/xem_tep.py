"""Looking at a file that was read (xem tệp): what a person sees before saving it.

What is looked at is stored (``xem_truoc``) and made anew when something about the file changes.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from donvi.models import DonVi, NhomDonVi
from kehoach.models import KeHoach
from nhapxuat.bang_luu import tables_from_bytes
from nhapxuat.bang_tho import BangTho
from nhapxuat.boi_canh import load_boi_canh
from nhapxuat.hieu_bang import understand_recognised
from nhapxuat.ket_qua_nhap import KetQuaNhap, VanDeNhap, ViTri
from nhapxuat.luu_phu_luc import preview_changes
from nhapxuat.models import ChapNhanNhap, LanNhap, TrangThaiNhap
from nhapxuat.nhan_bang import KetQuaNhan, recognise
from nhapxuat.nho_cot import load_memory
from nhapxuat.nhom_van_de import NhomVanDe, group_alike
from nhapxuat.sua_bang import ChonBang, apply_choices, correct_cells
from nhapxuat.van_de import MucDo
from nhapxuat.xem_truoc import XemTruoc, build_preview


def load_review(lan_nhap: LanNhap) -> XemTruoc:
    """Give what a person looks at, empty before the file is read."""
    told = lan_nhap.xem_truoc
    return XemTruoc.from_stored(told, bytes(lan_nhap.cac_dong)) if told else XemTruoc()


def load_acceptances(lan_nhap: LanNhap) -> Mapping[str, ChapNhanNhap]:
    """Give the accepted problems of a file by their mark (1 query)."""
    rows = lan_nhap.cac_chap_nhan.select_related("created_by").order_by("pk")
    return {row.dau_vet: row for row in rows}


def open_errors(xem_truoc: XemTruoc, accepted: Mapping[str, ChapNhanNhap]) -> list[VanDeNhap]:
    """List the errors that keep a file from being saved: neither corrected nor accepted."""
    return [
        one
        for one in xem_truoc.van_de
        if one.phai_sua or (one.muc_do is MucDo.LOI and one.dau_vet not in accepted)
    ]


def group_acceptable(problems: Iterable[VanDeNhap]) -> list[NhomVanDe]:
    """Group the problems that may be let stand, by kind and severity."""
    may_stand = (one for one in problems if one.duoc_chap_nhan)
    return group_alike(may_stand, key=lambda one: one.muc_do)


def group_accepted(rows: Iterable[ChapNhanNhap]) -> list[NhomVanDe]:
    """Group what was accepted, by kind, severity, reason and person."""
    return group_alike(rows, key=lambda row: (row.muc_do, row.ly_do, row.created_by_id))


def read_tables_of(lan_nhap: LanNhap) -> tuple[BangTho, ...]:
    """Give the tables of a file with what was corrected in them (1 query)."""
    tables = tables_from_bytes(bytes(lan_nhap.bang_doc or b""))
    corrections = {
        ViTri(row.ten_bang, row.so_dong, row.so_cot): row.gia_tri_moi
        for row in lan_nhap.cac_sua_o.order_by("pk")
    }
    return correct_cells(tables, corrections)


def understand_file(lan_nhap: LanNhap) -> tuple[KetQuaNhan, KetQuaNhap]:
    """Recognise and understand a file as corrected and chosen (6 queries)."""
    choices = {key: ChonBang.from_dict(told) for key, told in lan_nhap.cac_lua_chon.items()}
    memory = load_memory(lan_nhap.ke_hoach.xa)
    found = apply_choices(recognise(read_tables_of(lan_nhap)), memory, choices)
    return found, understand_recognised(found, load_boi_canh(lan_nhap.ke_hoach))


def review(lan_nhap: LanNhap) -> None:
    """Make what a person looks at, and let them look, unless another run has the file now."""
    tell_step(lan_nhap, 40, "Đang hiểu các bảng")
    found, ket_qua = understand_file(lan_nhap)
    tell_step(lan_nhap, 75, "Đang so với kế hoạch")
    thay_doi = preview_changes(lan_nhap.ke_hoach, ket_qua)
    preview = build_preview(found, ket_qua, thay_doi, _names(lan_nhap.ke_hoach))
    tell_step(
        lan_nhap, 100, "", trang_thai=TrangThaiNhap.CHO_XEM, xem_truoc=preview.as_dict(),
        cac_dong=preview.rows_as_bytes(), loi_doc=lan_nhap.loi_doc,
    )  # fmt: skip


def _names(ke_hoach: KeHoach) -> dict[str, str]:
    units = DonVi.objects.filter(xa=ke_hoach.xa).values_list("ma", "ten")
    groups = NhomDonVi.objects.filter(xa=ke_hoach.xa).values_list("ma", "ten")
    return {**dict(units), **dict(groups)}


def claim(
    lan_nhap: LanNhap, cho: TrangThaiNhap, dang: TrangThaiNhap, at: datetime, buoc: str
) -> bool:
    """Begin work on a file that waits (``cho``), or whose work broke off (``dang``).

    Whoever claims last has the file: what an earlier run still tells of it is not written.
    """
    rows = LanNhap.objects.filter(pk=lan_nhap.pk, trang_thai__in=(cho, dang))
    if not rows.update(started_at=at, trang_thai=dang, phan_tram=5, buoc_dang_lam=buoc):
        return False
    lan_nhap.started_at, lan_nhap.trang_thai = at, dang
    return True


def tell_step(lan_nhap: LanNhap, phan_tram: int, buoc: str, **more: object) -> None:
    """Show progress, and set what is known so far."""
    values = {"phan_tram": phan_tram, "buoc_dang_lam": buoc, **more}
    LanNhap.objects.filter(pk=lan_nhap.pk, started_at=lan_nhap.started_at).update(**values)
    for name, value in values.items():
        setattr(lan_nhap, name, value)
