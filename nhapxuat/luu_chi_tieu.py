"""Saving the annex of indicators: rows with their parents, levels by year, leads."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from chitieu.doan_chieu_huong import infer_direction
from chitieu.models import ChiTieu, ChuTriChiTieu, MucChiTieu, SoLieu
from chitieu.muc_chi_tieu import LoaiMuc, MucDocDuoc, parse_muc
from chitieu.nhap_bang import ChiTieuNhapBang, ChuTriNhapBang, MucNhapBang
from donvi.khuon_dong import KhuonDong
from donvi.nhap_hang_loat import DongGhi
from nhapxuat.ket_qua_nhap import ChiTieuNhap
from nhapxuat.khop_dong import DongCo
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.phien_luu import BangKhop, DongLuu, PhienLuu, keep_words, match_table, same_words
from nhapxuat.tu_vung_cot import LoaiCot

_COT_CHU_TRI = (LoaiCot.CHU_TRI, LoaiCot.CHU_TRI_PHOI_HOP)
_Loai = ChiTieu.LoaiChiTieu
_KHUON_CHU_TRI = KhuonDong(ChuTriChiTieu)


def save_indicators(phien: PhienLuu) -> None:
    """Save the indicators of the file (or rehearse it): a fixed number of statements."""
    read = phien.ket_qua.chi_tieu
    if not read:
        return
    stored = list(
        phien.lock(ChiTieu.objects.filter(ke_hoach=phien.ke_hoach).in_order())
        .select_related("chi_tieu_cha")
        .prefetch_related("cac_muc", "cac_chu_tri__don_vi")
    )
    rows, found = match_table(
        phien,
        LoaiBang.CHI_TIEU,
        [(DongCo(one.ma, one.ten), one.bang, one.so_dong) for one in read],
        stored,
        ten="ten",
        make=KhuonDong(ChiTieu, ke_hoach=phien.ke_hoach).make,
        find_reported=_with_figures,
    )
    above = {stored[j].ma: stored[j] for j in found.khop.vang_mat}
    above |= {row.ma: row.row for row in rows}
    words = {row.row.pk: row.row.chu_tri_nguyen_van for row in rows if not row.la_moi}
    levels = [_stored_levels(row) for row in rows]
    ghi = _rows_to_write(phien, rows, found, above, levels)
    phien.park_codes(found.doi_ma)
    phien.bring_in(ChiTieuNhapBang, found.dong_khac)
    for batch in by_depth(ghi, "chi_tieu_cha"):
        phien.bring_in(ChiTieuNhapBang, batch)
    phien.bring_in(
        MucNhapBang,
        [
            level
            for row, one, known in zip(rows, read, levels, strict=True)
            for level in _levels(phien, row, one, known)
        ],
    )
    _save_leads(phien, rows, read, words)


def _rows_to_write(
    phien: PhienLuu,
    rows: list[DongLuu],
    found: BangKhop,
    above: dict[str, ChiTieu],
    levels: list[dict[int, MucChiTieu]],
) -> list[DongGhi]:
    """Give the indicators with what the file says of them; ``above`` are rows by code."""
    read = phien.ket_qua.chi_tieu
    parents = {one.ma.rpartition(".")[0] for one in read}
    ghi = []
    for n, (row, one) in enumerate(zip(rows, read, strict=True)):
        values = {"ma": row.ma, "thu_tu": found.thu_tu[n], **_values(phien, row.row, one)}
        parent = above.get(row.ma.rpartition(".")[0])
        if parent is not None and parent is not row.row:
            values["chi_tieu_cha"] = parent
        years = phien.cot.of(one).cac_nam
        values |= _guessed(one, row.row, levels[n], years, is_parent=one.ma in parents)
        ghi.append(DongGhi(row, row.row, values))
    return ghi


def _values(phien: PhienLuu, stored: ChiTieu, one: ChiTieuNhap) -> dict[str, Any]:
    """Give what the file says of an indicator; columns it lacks say nothing."""
    table = phien.cot.of(one)
    values: dict[str, Any] = {"ten": keep_words(stored.ten, one.ten)}
    if table.co_nhom:
        values["nhom_chi_tieu"] = keep_words(stored.nhom_chi_tieu, one.nhom)
    has_unit = table.has(LoaiCot.DON_VI_TINH)
    if has_unit or (one.don_vi_tinh and not stored.don_vi_tinh):
        values["don_vi_tinh"] = keep_words(stored.don_vi_tinh, one.don_vi_tinh)
    if table.has(*_COT_CHU_TRI) and not _inherits(stored, one):
        values["chu_tri_nguyen_van"] = keep_words(stored.chu_tri_nguyen_van, one.chu_tri_nguyen_van)
    return values


def _inherits(stored: ChiTieu, one: ChiTieuNhap) -> bool:
    """Tell whether an indicator says nothing of its lead and the file repeats its parent's."""
    parent = stored.chi_tieu_cha if stored.pk else None
    return (
        parent is not None
        and not stored.chu_tri_nguyen_van
        and same_words(parent.chu_tri_nguyen_van, one.chu_tri_nguyen_van)
    )


def _guessed(
    one: ChiTieuNhap,
    stored: ChiTieu,
    levels: dict[int, MucChiTieu],
    years: set[int],
    *,
    is_parent: bool,
) -> dict[str, Any]:
    """Say what kind an indicator is, and which way it goes: as far as its levels tell.

    What a person set otherwise stays: the kind of a stored row follows its levels only while it is
    the one they told before.
    """
    read = one.cac_muc.values()
    kept = [muc.loai_muc for nam, muc in levels.items() if nam not in years | set(one.cac_muc)]
    kind = _kind([*kept, *(muc.loai for muc in read)], is_parent=is_parent)
    if stored.pk is None:
        return {"loai_chi_tieu": kind, "chieu_huong": infer_direction(one.ten, read)}
    before = _kind([muc.loai_muc for muc in levels.values()], is_parent=is_parent)
    return {"loai_chi_tieu": kind} if stored.loai_chi_tieu == before else {}


def _kind(levels: Sequence[str], *, is_parent: bool) -> str:
    if LoaiMuc.CON_SO in levels:
        return _Loai.DINH_LUONG
    return _Loai.TIEU_DE if is_parent and not levels else _Loai.DINH_TINH


def by_depth(rows: list[DongGhi], parent: str) -> list[list[DongGhi]]:
    """Part rows by depth, parents first: a row can point only at what is stored."""
    depth: dict[int, int] = {}
    of = {id(one.row): one for one in rows}

    def depth_of(one: DongGhi) -> int:
        key = id(one.row)
        if key not in depth:
            above = of.get(id(one.values.get(parent)))
            depth[key] = 0 if above is None else depth_of(above) + 1
        return depth[key]

    batches: dict[int, list[DongGhi]] = defaultdict(list)
    for one in rows:
        batches[depth_of(one)].append(one)
    return [batches[n] for n in sorted(batches)]


# -- levels --------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def _mould(nam: int) -> KhuonDong[MucChiTieu]:
    return KhuonDong(MucChiTieu, nam=nam)


def _stored_levels(row: DongLuu) -> dict[int, MucChiTieu]:
    return {} if row.la_moi else {muc.nam: muc for muc in row.row.cac_muc.all()}


def _levels(
    phien: PhienLuu, row: DongLuu, one: ChiTieuNhap, known: dict[int, MucChiTieu]
) -> Iterable[DongGhi]:
    unit_changed = any(khac.ten_truong == "đơn vị tính" for khac in row.cac_khac)
    for nam, read in one.cac_muc.items():
        stored = known.get(nam)
        same = stored is not None and same_words(stored.nguyen_van, read.nguyen_van)
        if same and not unit_changed:
            continue  # also what a person corrected about the reading stays
        level = stored or _mould(nam).make(chi_tieu=row.row)
        yield DongGhi(row, level, _level(row.row, one, read))
    for nam in phien.cot.of(one).cac_nam - set(one.cac_muc):
        if nam in known:
            yield DongGhi(row, known[nam], xoa=True)


def _level(chi_tieu: ChiTieu, one: ChiTieuNhap, muc: MucDocDuoc) -> dict[str, Any]:
    """Give a level as stored; one read without a unit is read with the indicator's own."""
    if not one.don_vi_tinh and chi_tieu.don_vi_tinh:
        muc = parse_muc(muc.nguyen_van, don_vi_tinh=chi_tieu.don_vi_tinh, ten=chi_tieu.ten)
    return {
        "nguyen_van": muc.nguyen_van,
        "loai_muc": muc.loai,
        "so_sanh": muc.so_sanh or "",
        "gia_tri": muc.gia_tri,
        "gia_tri_den": muc.gia_tri_den,
        "don_vi_tinh": muc.don_vi_tinh or "",
        "pham_vi": muc.pham_vi,
    }


# -- leads ---------------------------------------------------------------------------------------


def _save_leads(
    phien: PhienLuu,
    rows: list[DongLuu],
    read: tuple[ChiTieuNhap, ...],
    words: dict[int, str],
) -> None:
    """Add the leads a cell names; those it names no longer go, unless they gave figures."""
    ghi: list[DongGhi] = []
    gone: list[tuple[DongLuu, ChuTriChiTieu]] = []
    for row, one in zip(rows, read, strict=True):
        if not phien.cot.of(one).has(*_COT_CHU_TRI):
            continue
        known = {} if row.la_moi else {lead.don_vi_id: lead for lead in row.row.cac_chu_tri.all()}
        called = phien.so_don_vi.units_of(one.chu_tri)
        for place, unit in enumerate(called, start=1):
            if unit.don_vi.pk not in known:
                lead = _KHUON_CHU_TRI.make(chi_tieu=row.row, don_vi=unit.don_vi)
                lead.thu_tu = place
                ghi.append(DongGhi(row, lead))
        if not row.la_moi and row.row.chu_tri_nguyen_van != words[row.row.pk]:
            named = {unit.don_vi.pk for unit in called}
            gone += [(row, lead) for key, lead in known.items() if key not in named]
    reported = _reported([lead for _, lead in gone])
    kept = {lead.pk for _, lead in gone if (lead.chi_tieu_id, lead.don_vi_id) in reported}
    ghi += [DongGhi(row, lead, xoa=True) for row, lead in gone if lead.pk not in kept]
    phien.note_kept(
        ((row, lead.don_vi) for row, lead in gone if lead.pk in kept),
        "không còn là đơn vị chủ trì trong tệp nhưng đã có số liệu của chỉ tiêu này nên vẫn được "
        "giữ; cần lãnh đạo quyết định riêng.",
    )
    phien.bring_in(ChuTriNhapBang, ghi)


def _with_figures(indicators: Sequence[ChiTieu]) -> set[int]:
    """Find the indicators some unit gave figures of (one query, none where there are none)."""
    if not indicators:
        return set()
    found = SoLieu.objects.filter(chi_tieu__in=indicators)
    return set(found.values_list("chi_tieu_id", flat=True))


def _reported(leads: list[ChuTriChiTieu]) -> set[tuple[int, int]]:
    """Find the leads whose unit gave figures of the indicator (one query)."""
    if not leads:
        return set()
    found = SoLieu.objects.filter(chi_tieu__in=[lead.chi_tieu_id for lead in leads])
    return set(found.values_list("chi_tieu_id", "don_vi_id"))
