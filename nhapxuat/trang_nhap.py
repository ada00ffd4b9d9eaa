"""The page of one import as values: problems with their forms, tables, rows, what would change.

Made from what is stored (``XemTruoc``) and what was accepted and corrected so far; one part of the
page (phần) is shown at a time, a page of its rows at a time.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.forms import Form
from django.http import QueryDict

from donvi.lua_chon import LuaChon
from donvi.policies import ALLOWED, Decision, deny
from donvi.tieng_viet import format_so
from nhapxuat.bang_tho import column_letters
from nhapxuat.form_bang import ChonBangForm, ThemBangForm
from nhapxuat.forms_nhap import ChapNhanNhapForm, GoiTenForm, LuuForm, SuaOForm
from nhapxuat.goi_ten import answers
from nhapxuat.ket_qua_nhap import VanDeNhap
from nhapxuat.models import ChapNhanNhap, LanNhap, SuaONhap
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.nhom_van_de import NhomVanDe
from nhapxuat.sua_bang import BO_QUA
from nhapxuat.thay_doi import LoaiThayDoi
from nhapxuat.trang_van_de import OCuaDong, open_kinds, open_problem, show_row
from nhapxuat.van_de import MucDo
from nhapxuat.xem_tep import group_acceptable, group_accepted, load_review
from nhapxuat.xem_truoc import BangBoQua, BangXem, XemTruoc

MOI_TRANG = 25
CHAC_CHAN = 75  # percent; the same line as nhapxuat.hieu_bang draws


class Phan(LuaChon):
    """The parts of the page, in the order a person goes through them."""

    DOI_CHIEU = "doi-chieu", "Đối chiếu"
    TEN = "ten-don-vi", "Tên đơn vị"
    VAN_DE = "van-de", "Vấn đề"
    BANG = "bang", "Bảng và cột"
    THAY_DOI = "thay-doi", "Thay đổi và lưu"


MAU = {
    Phan.DOI_CHIEU: "nhapxuat/_nhap_phan_doi_chieu.html",
    Phan.TEN: "nhapxuat/_nhap_phan_ten.html",
    Phan.VAN_DE: "nhapxuat/_nhap_phan_van_de.html",
    Phan.BANG: "nhapxuat/_nhap_phan_bang.html",
    Phan.THAY_DOI: "nhapxuat/_nhap_phan_thay_doi.html",
}


@dataclass(frozen=True)
class CotTrenTrang:
    """One column of a table on the page, with its boxes."""

    tieu_de: str
    ten_cot: str
    do_tin_cay: int
    tone: str
    cac_o: tuple[Any, ...]


@dataclass(frozen=True)
class BangTrenTrang:
    """One table on the page: its heading, a line about it, its form and columns."""

    nhan: str
    tieu_de: str
    mo_ta: str
    form: ChonBangForm
    cac_cot: tuple[CotTrenTrang, ...]
    dong_dau: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class ChonDoiChieu:
    """One table to choose for looking at its rows."""

    ten: str
    so_dong: int
    duong_dan: str
    dang_chon: bool


@dataclass(frozen=True)
class BiTuChoi:
    """A form that was refused: shown again with what was typed."""

    sua: SuaOForm | None = None
    chap_nhan: ChapNhanNhapForm | None = None
    bang: ChonBangForm | None = None
    luu: LuuForm | None = None
    ten: GoiTenForm | None = None
    khac: Form | None = None


class TrangNhap:
    """One import as its page shows it (3 queries: what was accepted, corrected, and by whom)."""

    def __init__(self, lan_nhap: LanNhap, chon: QueryDict) -> None:
        lan_nhap.refresh_from_db(fields=["xem_truoc", "cac_dong"])
        self.lan_nhap = lan_nhap
        self.xem = load_review(lan_nhap)
        self.cells = OCuaDong(self.xem)
        self.chon = chon
        rows = lan_nhap.cac_chap_nhan.select_related("created_by").order_by("created_at", "pk")
        self.da_chap_nhan: list[ChapNhanNhap] = list(rows)
        self.cac_sua_o: list[SuaONhap] = list(
            lan_nhap.cac_sua_o.select_related("created_by").order_by("created_at", "pk")
        )
        accepted = {row.dau_vet for row in self.da_chap_nhan}
        self.con_lai = [one for one in self.xem.van_de if one.dau_vet not in accepted]

    @property
    def phan(self) -> Phan:
        """Give the part asked for; else the first, or where saving was refused the last."""
        asked = self.chon.get("phan", "")
        if asked in {one.value for one in Phan}:
            return Phan(asked)
        return Phan.THAY_DOI if self.lan_nhap.loi_doc else Phan.DOI_CHIEU

    def count(self, muc_do: MucDo) -> int:
        """Count the problems of one severity that still stand."""
        return sum(one.muc_do is muc_do for one in self.con_lai)

    @property
    def duoc_luu(self) -> Decision:
        """Decide whether nothing is in the way of saving what is shown."""
        left = sum(one.muc_do is MucDo.LOI or one.phai_sua for one in self.con_lai)
        if left:
            return deny(f"Còn {format_so(left)} lỗi chưa sửa và chưa chấp nhận; xem phần Vấn đề.")
        if not any(self.xem.dem.get(kind.value) for kind in (LoaiThayDoi.THEM, LoaiThayDoi.SUA)):
            return deny("Tệp không có dòng nào khác với kế hoạch nên không có gì để lưu.")
        return ALLOWED

    def context(self, refused: BiTuChoi, phan: Phan | None = None) -> dict[str, Any]:
        """Give everything the page shows."""
        here = phan or self.phan
        counts: Counter[str] = Counter()
        for table in self.xem.cac_bang:
            counts[table.loai_bang] += table.so_dong
        parts = {
            Phan.DOI_CHIEU: self._rows,
            Phan.TEN: self._names,
            Phan.VAN_DE: self._problems,
            Phan.BANG: self._tables,
            Phan.THAY_DOI: self._changes,
        }
        return {
            "lan_nhap": self.lan_nhap,
            "cac_buoc": self._tabs(here),
            "dem_loi": self.count(MucDo.LOI),
            "dem_canh_bao": self.count(MucDo.CANH_BAO),
            "dem_dong": [(kind.label, counts[kind]) for kind in LoaiBang],
            "mau_phan": MAU[here],
            "buoc_sau": _next(here),
            "noi_ve": f"?{self._query(phan=here.value)}",
            "tu_choi": refused,
            "van_de_tu_choi": self._refused_problem(refused),
        } | parts[here](refused)

    def _query(self, **more: str) -> str:
        kept = {name: value for name, value in self.chon.items() if name in {"bang", "page"}}
        return urlencode(kept | more)

    def _tabs(self, here: Phan) -> list[tuple[str, str, bool, int | None]]:
        counts = {Phan.DOI_CHIEU: len(self.xem.muc_luc), Phan.TEN: len(self.xem.ten_la),
                  Phan.VAN_DE: len(self.con_lai), Phan.BANG: len(self.xem.cac_bang)}  # fmt: skip
        return [(one.label, f"?phan={one.value}", one is here, counts.get(one)) for one in Phan]

    def _page(self, rows: Sequence[Any]) -> Page[Any]:
        return Paginator(rows, MOI_TRANG).get_page(self.chon.get("page"))

    # -- parts -------------------------------------------------------------------------------------

    def _names(self, refused: BiTuChoi) -> dict[str, Any]:
        form = refused.ten or GoiTenForm(
            cac_ten=self.xem.ten_la, cac_tra_loi=answers(self.lan_nhap.ke_hoach.xa)
        )
        return {"form_ten": form}

    def _problems(self, _refused: BiTuChoi) -> dict[str, Any]:
        page = self._page(self.con_lai)
        page.object_list = [open_problem(one, self.cells) for one in page.object_list]
        return {
            "page_obj": page,
            "cac_loai": open_kinds(self.cac_nhom),
            "da_chap_nhan": group_accepted(self.da_chap_nhan),
            "so_chap_nhan": len(self.da_chap_nhan),
            "cac_sua_o": self.cac_sua_o,
        }

    @cached_property
    def cac_nhom(self) -> list[NhomVanDe]:
        """Group the problems that still stand and may be accepted."""
        return group_acceptable(self.con_lai)

    def _rows(self, _refused: BiTuChoi) -> dict[str, Any]:
        tables = [(n, table) for n, table in enumerate(self.xem.cac_bang) if table.so_dong]
        asked = self.chon.get("bang", "")
        is_there = asked.isascii() and asked.isdigit() and int(asked) < len(tables)
        number = int(asked) if is_there else 0
        wanted = tables[number][0] if tables else None
        shown = [n for n, row in enumerate(self.xem.muc_luc) if row.bang == wanted]
        page = self._page(shown)
        by_place = self._problems_by_place()
        page.object_list = [
            show_row(self.xem.cac_dong[n], by_place, self.cells) for n in page.object_list
        ]
        choose = [
            ChonDoiChieu(
                f"{table.o_dau}: {LoaiBang(table.loai_bang).label}", table.so_dong,
                f"?{urlencode({'phan': Phan.DOI_CHIEU.value, 'bang': place})}", place == number,
            )
            for place, (_, table) in enumerate(tables)
        ]  # fmt: skip
        return {"page_obj": page, "cac_chon": choose if len(choose) > 1 else []}

    def _problems_by_place(self) -> Mapping[tuple[str, int], list[VanDeNhap]]:
        found: dict[tuple[str, int], list[VanDeNhap]] = {}
        for one in self.con_lai:
            if one.vi_tri is not None:
                found.setdefault((one.vi_tri.bang, one.vi_tri.so_dong), []).append(one)
        return found

    def _tables(self, refused: BiTuChoi) -> dict[str, Any]:
        tables = [
            _table(place, table, refused.bang) for place, table in enumerate(self.xem.cac_bang, 1)
            if not table.noi_tiep
        ]  # fmt: skip
        return {
            "cac_bang": tables,
            "noi_tiep": [table.o_dau for table in self.xem.cac_bang if table.noi_tiep],
            "bo_qua": [
                _aside(place, one, self.xem, refused.bang)
                for place, one in enumerate(self.xem.bo_qua, 1)
            ],
        }

    def _changes(self, refused: BiTuChoi) -> dict[str, Any]:
        changed = [n for n, row in enumerate(self.xem.muc_luc) if row.loai != LoaiThayDoi.GIU]
        page = self._page(changed)
        page.object_list = [
            show_row(self.xem.cac_dong[n], {}, self.cells) for n in page.object_list
        ]
        needed = self.lan_nhap.ke_hoach.is_in_force
        first = {"ly_do": self.lan_nhap.ly_do}
        return {
            "page_obj": page,
            "dem": {kind.value: self.xem.dem.get(kind.value, 0) for kind in LoaiThayDoi},
            "vang_mat": self.xem.vang_mat,
            "so_vang_mat": len(self.xem.vang_mat),
            "luu": refused.luu or LuuForm(initial=first, can_ly_do=needed),
            "dau_vet": self.xem.dau_vet,
            "duoc_luu": self.duoc_luu,
            "chu_nut_luu": f"Lưu: {say_changes(self.xem.dem)}",
            "so_chap_nhan": len(self.da_chap_nhan),
            "so_sua": len(self.cac_sua_o),
        }

    def _refused_problem(self, refused: BiTuChoi) -> VanDeNhap | None:
        """Find the problem a refused form was about, if it still stands."""
        form = refused.sua or refused.chap_nhan
        if form is None:
            return None
        kind = form.data.get("loai")
        group = next((one for one in self.cac_nhom if kind and one.khoa == kind), None)
        if group is not None and refused.chap_nhan is not None:
            refused.chap_nhan.renew(group.dau_vet)
            return group.dau_tien
        mark, place = form.data.get("dau_vet"), [form.data.get(name) for name in SuaOForm.CHO]
        return next((one for one in self.con_lai if mark == one.dau_vet or place == _at(one)), None)


def _next(here: Phan) -> Phan | None:
    parts = list(Phan)
    return parts[parts.index(here) + 1] if here is not parts[-1] else None


def say_changes(dem: Mapping[str, int]) -> str:
    """Name what saving does.

    >>> say_changes({"them": 12, "sua": 3, "giu": 1045})
    'thêm 12, sửa 3, giữ nguyên 1.045 dòng'
    """
    numbers = [f"{kind.label} {format_so(dem.get(kind.value, 0))}" for kind in LoaiThayDoi]
    return f"{', '.join(numbers)} dòng"


def _at(one: VanDeNhap) -> list[str]:
    place = one.vi_tri
    return [place.bang, str(place.so_dong), str(place.so_cot)] if place else []


def _table(place: int, table: BangXem, refused: ChonBangForm | None) -> BangTrenTrang:
    form = ChonBangForm(
        initial={"khoa": table.khoa, "loai_bang": table.loai_bang},
        nhan=f"bang-{place}", cac_cot=table.cac_cot,
    )  # fmt: skip
    if refused is not None and refused.data.get("khoa") == table.khoa:
        form = refused
    kind = LoaiBang(table.loai_bang).label
    return BangTrenTrang(
        nhan=form.nhan,
        tieu_de=f"{table.o_dau}: {kind}",
        mo_ta=f"{format_so(table.so_dong)} dòng {kind}; tin cậy về loại bảng {table.do_tin_cay}%.",
        form=form,
        cac_cot=tuple(
            CotTrenTrang(
                cot.tieu_de, column_letters(cot.so_cot), cot.do_tin_cay,
                "success" if cot.do_tin_cay >= CHAC_CHAN else "warning", form.boxes(cot.so_cot),
            )
            for cot in table.cac_cot
        ),
    )  # fmt: skip


def form_of_aside(xem: XemTruoc, *args: QueryDict, nhan: str, khoa: str = "") -> ThemBangForm:
    """Make the form that has a table imported which stands among those left aside."""
    return ThemBangForm(
        *args, initial={"khoa": khoa}, nhan=nhan,
        cac_khoa={one.khoa for one in xem.bo_qua},
        da_bo={one.khoa for one in xem.bo_qua if one.ly_do == BO_QUA},
    )  # fmt: skip


def _aside(
    place: int, one: BangBoQua, xem: XemTruoc, refused: ChonBangForm | None
) -> BangTrenTrang:
    form: ChonBangForm = form_of_aside(xem, nhan=f"them-{place}", khoa=one.khoa)
    if refused is not None and refused.data.get("khoa") == one.khoa:
        form = refused
    sentence = f"{one.ly_do[:1].upper()}{one.ly_do[1:]}."
    return BangTrenTrang(form.nhan, one.o_dau, sentence, form, (), one.dong_dau)
