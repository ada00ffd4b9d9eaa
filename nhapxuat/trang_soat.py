"""What the page of findings shows: groups by severity and subject, who may correct or accept."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from donvi.models import NguoiDung
from donvi.policies import Decision
from kehoach.models import KeHoach
from kehoach.policies import may_correct
from kinhphi.policies import may_accept, may_edit_money
from nhapxuat.forms import ChapNhanForm
from nhapxuat.policies import may_import
from nhapxuat.soat import KetQuaSoat
from nhapxuat.van_de import LinhVuc, LoaiNoiSua, MucDo, NoiSua

_TRANG_SUA = {
    LoaiNoiSua.KE_HOACH: "nhapxuat:edit_plan",
    LoaiNoiSua.TONG_KINH_PHI: "nhapxuat:edit_total",
    LoaiNoiSua.DE_MUC: "nhapxuat:edit_heading",
    LoaiNoiSua.MUC_TIEU: "nhapxuat:edit_objective",
    LoaiNoiSua.CAN_CU: "nhapxuat:edit_basis",
    LoaiNoiSua.NHIEM_VU: "nhapxuat:edit_task",
    LoaiNoiSua.CHI_TIEU: "nhapxuat:edit_indicator",
    LoaiNoiSua.DONG_KINH_PHI: "kinhphi:edit",
    LoaiNoiSua.NGUON_NHIEM_VU: "kinhphi:split",
    LoaiNoiSua.NHAP_PHU_LUC: "nhapxuat:import_list",
}
SO_NOI_SUA = 20  # rows of one finding that are named one by one
_CUA_TIEN = {
    LoaiNoiSua.TONG_KINH_PHI, LoaiNoiSua.DONG_KINH_PHI, LoaiNoiSua.NGUON_NHIEM_VU,
}  # fmt: skip


@dataclass(frozen=True)
class DongSoat:
    """A finding on the page: the form to accept it, and the address where it is corrected.

    ``trang_sua`` is "" where there is no such page or this person may not correct the row; ``ve``
    is the place on this page to come back to. ``cac_trang_sua`` are the first rows of a finding
    about many (``con_lai`` more are left out): how the page names each, and where it is corrected.
    """

    ket_qua: KetQuaSoat
    duoc_chap_nhan: Decision
    form: ChapNhanForm
    trang_sua: str
    ve: str
    cac_trang_sua: tuple[tuple[str, str], ...] = ()
    con_lai: int = 0

    @property
    def chu_nut(self) -> str:
        """Name what the button does: a row is corrected, a missing annex handed in."""
        where = self.ket_qua.van_de.noi_sua
        return "Nhập phụ lục" if where and where.loai == LoaiNoiSua.NHAP_PHU_LUC else "Sửa"


@dataclass(frozen=True)
class NhomLinhVuc:
    """The findings of one severity about one subject."""

    linh_vuc: LinhVuc
    cac_dong: list[DongSoat]


@dataclass(frozen=True)
class NhomSoat:
    """The findings of one severity that nobody has accepted, by subject."""

    muc_do: MucDo
    cac_linh_vuc: list[NhomLinhVuc]

    @property
    def so_dong(self) -> int:
        """Count its findings."""
        return sum(len(part.cac_dong) for part in self.cac_linh_vuc)


def group_rows(rows: Sequence[DongSoat]) -> list[NhomSoat]:
    """Group open findings by severity, worst first, then by subject; empty groups left out."""
    groups = []
    for muc_do in MucDo:
        of_kind = [row for row in rows if row.ket_qua.van_de.muc_do == muc_do]
        parts = [
            NhomLinhVuc(one, [row for row in of_kind if row.ket_qua.van_de.linh_vuc == one])
            for one in LinhVuc
        ]
        kept = [part for part in parts if part.cac_dong]
        if kept:
            groups.append(NhomSoat(muc_do, kept))
    return groups


def build_rows(
    found: Sequence[KetQuaSoat],
    ke_hoach: KeHoach,
    user: NguoiDung,
    here: str,
    form_of: Callable[[KetQuaSoat], ChapNhanForm],
) -> list[DongSoat]:
    """Make the rows of a page whose address is ``here``; no query."""
    may = _allowed(user, ke_hoach)
    marks = [result.dau_vet for result in found]
    rows = []
    for number, result in enumerate(found):
        one = result.van_de
        where = one.noi_sua
        # Back to the neighbour: the finding itself is gone once it is corrected or accepted.
        neighbour = marks[number + 1] if number + 1 < len(marks) else marks[number - 1]
        back = f"{here}#vd-{neighbour}"
        shown = one.cac_noi_sua[:SO_NOI_SUA]
        rows.append(
            DongSoat(
                result,
                may_accept(user, ke_hoach, one.ma),
                form_of(result),
                edit_page(where, back) if where and may(where) else "",
                back,
                tuple((ma, edit_page(noi, back)) for ma, noi in shown if may(noi)),
                len(one.cac_noi_sua) - len(shown),
            )
        )
    return rows


def _allowed(user: NguoiDung, ke_hoach: KeHoach) -> Callable[[NoiSua], bool]:
    """Say which rows this person may correct."""
    words, money = may_correct(user, ke_hoach), may_edit_money(user, ke_hoach)
    files = may_import(user, ke_hoach)

    def may(where: NoiSua) -> bool:
        if where.loai == LoaiNoiSua.NHAP_PHU_LUC:
            return bool(files)
        return bool(money if where.loai in _CUA_TIEN else words)

    return may


def edit_page(where: NoiSua, back: str) -> str:
    """Give the address where a row is corrected, with the way back; "" where there is none."""
    try:
        page = reverse(_TRANG_SUA[where.loai], args=[where.khoa])
    except NoReverseMatch:
        return ""
    return f"{page}?{urlencode({'ve': back})}"


def count_open(found: Iterable[KetQuaSoat]) -> list[tuple[MucDo, int]]:
    """Count open findings by severity, every severity named."""
    still = [result.van_de.muc_do for result in found if result.chap_nhan is None]
    return [(muc_do, still.count(muc_do)) for muc_do in MucDo]
