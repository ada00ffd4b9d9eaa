"""One saving of an annex, or its rehearsal: the rows told so far, and what is wrong with them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast, Concat

from donvi.goi_don_vi import SoDonVi, load_so_don_vi
from donvi.khac_biet import KhacBiet
from donvi.nhap_hang_loat import DaNhap, DongGhi, NguoiGhi, NhapHangLoat
from donvi.tieng_viet import normalise
from kehoach.models import KeHoach
from nhapxuat.ket_qua_nhap import ChiTieuNhap, KetQuaNhap, NhiemVuNhap, VanDeNhap, ViTri
from nhapxuat.khop_dong import (
    CachKhop,
    DongCo,
    KhopDong,
    arrange,
    match_rows,
    moved,
    number,
    settle_codes,
)
from nhapxuat.loi_nhap import KhongLuuDuoc
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.thay_doi import DongThayDoi, DongVangMat, LoaiThayDoi, ThayDoi
from nhapxuat.tu_vung_cot import LoaiCot
from nhapxuat.van_de import MucDo


@dataclass(slots=True)
class DongLuu:
    """A row of the file beside the plan's, while it is saved: ``row`` is the one to be stored."""

    loai_bang: LoaiBang
    ma: str
    ten: str
    row: Any
    la_moi: bool
    ten_bang: str
    so_dong: int
    cac_khac: list[KhacBiet] = field(default_factory=list)

    def add(self, found: Iterable[KhacBiet]) -> None:
        """Tell what changes; units that come, or go, one after the other are told together."""
        for khac in found:
            last = self.cac_khac[-1] if self.cac_khac else None
            if last and last.ten_truong == khac.ten_truong and not (last.cu and khac.moi):
                cu, moi = (
                    f"{a}; {b}".strip("; ")
                    for a, b in zip((last.cu, last.moi), (khac.cu, khac.moi), strict=True)
                )
                self.cac_khac[-1] = KhacBiet(khac.ten_truong, cu, moi)
            else:
                self.cac_khac.append(khac)

    def as_change(self) -> DongThayDoi:
        """Give the row as people see it."""
        kind = LoaiThayDoi.SUA if self.cac_khac else LoaiThayDoi.GIU
        return DongThayDoi(
            LoaiThayDoi.THEM if self.la_moi else kind,
            self.loai_bang,
            self.ma,
            self.ten,
            tuple(self.cac_khac),
            None if self.la_moi else self.row.pk,
            self.ten_bang,
            self.so_dong,
        )


FindReported = Callable[[Sequence[Any]], set[int]]
_DA_BAO_CAO = "đơn vị đã báo cáo theo mã này: lưu thì kết quả cũ đứng dưới lời mới"
_DA_GHI = {
    LoaiBang.CHI_TIEU: _DA_BAO_CAO,
    LoaiBang.NHIEM_VU: _DA_BAO_CAO,
    LoaiBang.KINH_PHI: "đã có khoản tiền ghi theo mã này: lưu thì số tiền đó đứng dưới lời mới",
}


class DongTrongTep(Protocol):
    """A row as understood, by its place in the file."""

    @property
    def bang(self) -> str: ...
    @property
    def so_dong(self) -> int: ...


@dataclass(slots=True)
class CotCoTrongBang:
    """The columns of one table of the file; None: all there can be (nothing is known of it)."""

    cac_loai: frozenset[LoaiCot] | None = None
    cac_nam: set[int] = field(default_factory=set)
    co_nhom: bool = False

    def has(self, *kinds: LoaiCot) -> bool:
        """Tell whether there is a column of one of these kinds."""
        return self.cac_loai is None or not self.cac_loai.isdisjoint(kinds)


class CotCuaTep:
    """Which columns the tables of the file have, by row: several may stand on one sheet."""

    def __init__(self, ket_qua: KetQuaNhap) -> None:
        self._by_row: dict[tuple[str, int], CotCoTrongBang] = {}
        self._unknown: dict[tuple[str, str], CotCoTrongBang] = {}
        found = CotCoTrongBang()
        for table in ket_qua.cac_bang:
            if not table.noi_tiep or found.cac_loai is None:
                years = {cot.nam for cot in table.cac_cot if cot.nam}
                found = CotCoTrongBang(frozenset(cot.loai_cot for cot in table.cac_cot), years)
            self._by_row |= {(table.bang.label, number): found for number in table.cac_dong}
        for one in ket_qua.chi_tieu:
            self.of(one).cac_nam.update(one.cac_muc)
        grouped: list[ChiTieuNhap | NhiemVuNhap] = [*ket_qua.chi_tieu, *ket_qua.nhiem_vu]
        for row in grouped:
            self.of(row).co_nhom |= bool(row.nhom)

    def of(self, row: DongTrongTep) -> CotCoTrongBang:
        """Give the columns of the table a row stands in."""
        found = self._by_row.get((row.bang, row.so_dong))
        key = (type(row).__name__, row.bang)
        return found or self._unknown.setdefault(key, CotCoTrongBang())


@dataclass
class PhienLuu:
    """One saving of what was understood into a plan; ``ghi`` is None for a rehearsal."""

    ke_hoach: KeHoach
    ket_qua: KetQuaNhap
    ghi: NguoiGhi | None
    cac_dong: list[DongLuu] = field(default_factory=list)
    vang_mat: list[DongVangMat] = field(default_factory=list)
    van_de: list[VanDeNhap] = field(default_factory=list)

    @cached_property
    def cot(self) -> CotCuaTep:
        """Give the columns of the file's tables."""
        return CotCuaTep(self.ket_qua)

    @cached_property
    def so_don_vi(self) -> SoDonVi:
        """Give the units and groups of the commune (3 queries)."""
        return load_so_don_vi(self.ke_hoach.xa)

    def lock(self, rows: Any) -> Any:
        """Lock the rows of a query while they are saved."""
        return rows.select_for_update(of=("self",)) if self.ghi else rows

    def bring_in(self, table: type[NhapHangLoat], rows: Sequence[DongGhi]) -> None:
        """Bring rows into a table; what changes is told under the row of the file it belongs to.

        :raises KhongLuuDuoc: rows can't be stored (a rehearsal only notes them).
        """
        wrong: list[VanDeNhap] = []
        for done in table(self.ghi).bring_in(rows):
            wrong += _problems(done)
            if done.dong.thuoc is not None:
                done.dong.thuoc.add(done.cac_khac)
        self.van_de += wrong
        if wrong and self.ghi:
            raise KhongLuuDuoc(wrong)

    def note(self, muc_do: MucDo, dong: DongLuu, gia_tri: str, thong_bao: str) -> None:
        """Note a problem seen only beside the plan."""
        self.van_de.append(_problem(muc_do, dong, gia_tri, thong_bao))

    def note_kept(self, kept: Iterable[tuple[DongLuu, Any]], vi_sao: str) -> None:
        """Warn of units that keep what a row of the file takes from them, once a row."""
        by_row: dict[int, tuple[DongLuu, list[str]]] = {}
        for dong, don_vi in kept:
            by_row.setdefault(id(dong), (dong, []))[1].append(str(don_vi))
        for dong, names in by_row.values():
            units = "; ".join(names)
            self.note(MucDo.CANH_BAO, dong, units[:80], f"{units} {vi_sao}")

    def park_codes(self, rows: Iterable[models.Model]) -> None:
        """Give rows that change their code one nobody else wants, so that codes can be swapped."""
        changed = list(rows)
        if self.ghi and changed:
            stored = type(changed[0])._default_manager.filter(pk__in=[row.pk for row in changed])
            stored.update(ma=Concat(Value("~"), Cast(F("pk"), models.CharField())))

    def as_changes(self) -> ThayDoi:
        """Give everything told so far."""
        return ThayDoi(
            tuple(row.as_change() for row in self.cac_dong),
            tuple(self.vang_mat),
            tuple(self.van_de),
        )


@dataclass
class BangKhop:
    """The rows of one kind, of the file and of the plan, matched, coded and put in order.

    ``ma_moi`` are the codes of the file's rows in the plan; ``thu_tu`` their places;
    ``dong_khac`` what becomes of the plan's other rows (a new place, a code that steps aside).
    """

    khop: KhopDong
    ma_moi: list[str]
    thu_tu: list[int]
    dong_khac: list[DongGhi]
    doi_ma: list[models.Model]


def match_table(
    phien: PhienLuu,
    loai_bang: LoaiBang,
    tep: Sequence[tuple[DongCo, str, int]],
    da_co: Sequence[Any],
    khong_khop: Sequence[Any] = (),
    *,
    ten: str,
    make: Any,
    find_reported: FindReported = lambda rows: set(),
) -> tuple[list[DongLuu], BangKhop]:
    """Match the rows of a kind: codes with wordings, table and row, against the plan's rows.

    ``da_co`` and ``khong_khop`` (rows of other kinds in the same table) are in the plan's order
    by ``thu_tu``. ``ten`` names the field with the wording, ``make`` builds a new row,
    ``find_reported`` tells the keys of rows that units reported on, or money was booked for.
    """
    known = [DongCo(row.ma, getattr(row, ten)) for row in da_co]
    khop = match_rows([one for one, _, _ in tep], known)
    codes, aside = settle_codes(
        [one.ma for one, _, _ in tep],
        khop.cac_cho,
        [row.ma for row in da_co],
        {row.ma for row in khong_khop},
    )
    rows = [
        DongLuu(
            loai_bang, code, one.ten, make() if j is None else da_co[j], j is None, bang, so_dong
        )
        for (one, bang, so_dong), j, code in zip(tep, khop.cac_cho, codes, strict=True)
    ]
    numbers, others = number_all(khop, da_co, khong_khop, aside)
    phien.vang_mat += [
        DongVangMat(loai_bang, aside.get(j, known[j].ma), known[j].ten) for j in khop.vang_mat
    ]
    _note_other_words(phien, rows, khop, known, find_reported)
    _note_matches(phien, rows, khop, known, aside)
    phien.cac_dong += rows
    doi_ma = [row.row for row in rows if not row.la_moi and row.row.ma != row.ma] + [
        da_co[j] for j in aside
    ]
    return rows, BangKhop(khop, codes, numbers, list(others.values()), doi_ma)


def number_all(
    khop: KhopDong, da_co: Sequence[Any], khong_khop: Sequence[Any], aside: Mapping[int, str]
) -> tuple[list[int], dict[int, DongGhi]]:
    """Number the rows of the file; say what becomes of the plan's other rows, by their ids.

    These make room, or step aside with the codes of ``aside`` (by place in ``da_co``).
    """
    place = {row.pk: j for j, row in enumerate(da_co)}
    plan = sorted([*da_co, *khong_khop], key=lambda row: (row.thu_tu, row.pk))
    at = {place[row.pk]: n for n, row in enumerate(plan) if row.pk in place}
    ordered = arrange([None if j is None else at[j] for j in khop.cac_cho], len(plan))
    numbers = number([None if n is None else plan[n].thu_tu for _, n in ordered])
    mine = [0] * len(khop.cac_cho)
    others: dict[int, DongGhi] = {}
    for (i, n), new in zip(ordered, numbers, strict=True):
        if i is not None:
            mine[i] = new
        elif n is not None and plan[n].thu_tu != new:
            others[plan[n].pk] = DongGhi(None, plan[n], {"thu_tu": new})
    for j, code in aside.items():
        other = others.get(da_co[j].pk, DongGhi(None, da_co[j]))
        others[da_co[j].pk] = DongGhi(None, da_co[j], {**other.values, "ma": code})
    return mine, others


def _note_other_words(
    phien: PhienLuu,
    rows: Sequence[DongLuu],
    khop: KhopDong,
    known: Sequence[DongCo],
    find_reported: FindReported,
) -> None:
    """Tell codes that stand for something else in the file: an error where units reported on it."""
    other = [
        (row, known[j].ten[:120])
        for row, j, how in zip(rows, khop.cac_cho, khop.cac_cach, strict=True)
        if j is not None and how is CachKhop.KHAC_HAN
    ]
    reported = find_reported([row.row for row, _ in other])
    for row, ten in other:
        text = f"Mã “{row.ma}” trong kế hoạch là “{ten}”, trong tệp là lời khác hẳn"
        if row.row.pk in reported:
            text += (
                f", mà {_DA_GHI[row.loai_bang]}. Hãy sửa mã nếu tệp đánh số lệch; nếu vẫn là việc "
                "đó, hãy chấp nhận và ghi lý do."
            )
            phien.note(MucDo.LOI, row, row.ten[:80], text)
        else:
            text += "; cần kiểm tra tệp có đánh số lệch không."
            phien.note(MucDo.CANH_BAO, row, row.ten[:80], text)


def _note_matches(
    phien: PhienLuu,
    rows: Sequence[DongLuu],
    khop: KhopDong,
    known: Sequence[DongCo],
    aside: Mapping[int, str],
) -> None:
    for i, (row, how) in enumerate(zip(rows, khop.cac_cach, strict=True)):
        j = khop.cac_cho[i]
        if j is not None and how is CachKhop.DOI_CA_HAI:
            text = (
                f"Dòng được hiểu là dòng “{known[j].ma}. {known[j].ten[:120]}” của kế hoạch được "
                "đánh số lại và sửa lời; cần kiểm tra lại."
            )
            phien.note(MucDo.CANH_BAO, row, row.ten[:80], text)
    for i in moved(khop.cac_cho):
        before, now = (khop.cac_cho[i] or 0) + 1, i + 1
        rows[i].cac_khac.append(KhacBiet("vị trí", f"dòng thứ {before}", f"dòng thứ {now}"))
    for j, code in aside.items():
        text = (
            f"Dòng “{known[j].ten[:120]}” của kế hoạch không có trong tệp nhưng mang mã "
            f"“{known[j].ma}” mà tệp dùng cho dòng khác; dòng được giữ lại với mã “{code}”."
        )
        phien.van_de.append(VanDeNhap(MucDo.CANH_BAO, "Kế hoạch", known[j].ma, text))


def _problems(done: DaNhap) -> list[VanDeNhap]:
    dong = done.dong
    if done.viec != "invalid":
        return []
    labels = {f.name: str(f.verbose_name) for f in dong.row._meta.concrete_fields}
    told = []
    for name, sentences in done.cac_loi.items():
        value = str(getattr(dong.row, name, "") or "")[:80] if name in labels else ""
        where = f"cột “{labels[name]}”: " if name in labels else ""
        told += [
            _problem(MucDo.LOI, dong.thuoc, value, f"{where}{sentence}", phai_sua=True)
            for sentence in sentences
        ]
    return told


def _problem(
    muc_do: MucDo, dong: DongLuu | None, gia_tri: str, thong_bao: str, *, phai_sua: bool = False
) -> VanDeNhap:
    text = thong_bao[:1].upper() + thong_bao[1:]
    if dong is None:
        return VanDeNhap(muc_do, "Kế hoạch", gia_tri, text, phai_sua=phai_sua)
    return VanDeNhap(
        muc_do,
        f"{dong.ten_bang}, dòng {dong.so_dong}" if dong.ten_bang else f"Dòng {dong.so_dong}",
        gia_tri,
        text,
        vi_tri=ViTri(dong.ten_bang, dong.so_dong) if dong.ten_bang else None,
        phai_sua=phai_sua,
    )


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts differ at most in keyboard habits and spaces.

    >>> same_words("Văn hoá –  Xã hội", "Văn hóa - Xã hội"), same_words("Quý I", "Quý II")
    (True, False)
    """
    if one == other or not (one and other):
        return one == other
    return normalise(one) == normalise(other)


def keep_words(old: str, new: str) -> str:
    """Give the words to store: those of the plan unless the file says something else."""
    return old if same_words(old, new) else new
