"""Saving the annex of tasks: groups, deadlines, money, and the obligations of units."""

from collections.abc import Iterator, Sequence
from typing import Any

from donvi.khuon_dong import KhuonDong
from donvi.nhap_hang_loat import DongGhi
from kinhphi.so_tien import (
    DonViTien,
    SoTienKhongDocDuoc,
    format_dong,
    format_trieu,
    parse_so_tien,
)
from nhapxuat.ket_qua_nhap import NhiemVuNhap
from nhapxuat.khop_dong import DongCo, match_rows, settle_codes
from nhapxuat.luu_nguon import NguonCuaDong, save_sources
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.phien_luu import (
    BangKhop,
    DongLuu,
    PhienLuu,
    keep_words,
    match_table,
    number_all,
    same_words,
)
from nhapxuat.tu_vung_cot import LoaiCot
from nhiemvu.giao_viec import build_obligations, find_in_use
from nhiemvu.models import NhiemVu, NhomNhiemVu, PhanCong, VaiPhanCong
from nhiemvu.nhap_bang import NhiemVuNhapBang, NhomNhapBang, PhanCongNhapBang

_COT_CHU_TRI = (LoaiCot.CHU_TRI, LoaiCot.CHU_TRI_PHOI_HOP)
_COT_PHOI_HOP = (LoaiCot.PHOI_HOP, LoaiCot.CHU_TRI_PHOI_HOP)


def save_tasks(phien: PhienLuu) -> list[NhiemVu]:
    """Save the tasks of the file (or rehearse it); give the annex's tasks, those left alone too."""
    everything = list(
        phien.lock(NhiemVu.objects.filter(ke_hoach=phien.ke_hoach).in_order())
        .select_related("nhom_nhiem_vu")
        .prefetch_related("cac_phan_cong__don_vi", "cac_phan_nguon__nguon_von")
    )
    annexed = [row for row in everything if row.loai_nhiem_vu == NhiemVu.LoaiNhiemVu.PHU_LUC]
    read = phien.ket_qua.nhiem_vu
    if not read:
        return annexed
    others = [row for row in everything if row.loai_nhiem_vu != NhiemVu.LoaiNhiemVu.PHU_LUC]
    rows, found = match_table(
        phien,
        LoaiBang.NHIEM_VU,
        [(DongCo(one.ma, one.ten), one.bang, one.so_dong) for one in read],
        annexed,
        others,
        ten="ten",
        make=KhuonDong(NhiemVu, ke_hoach=phien.ke_hoach).make,
        find_reported=_reported,
    )
    words = {id(row): _unit_words(row.row) for row in rows}
    ghi = _rows_to_write(phien, rows, found)
    phien.park_codes(found.doi_ma)
    phien.bring_in(NhiemVuNhapBang, found.dong_khac)
    phien.bring_in(NhiemVuNhapBang, ghi)
    _save_obligations(phien, rows, words)
    save_sources(
        phien,
        [
            NguonCuaDong(row, "nhiem_vu", "", one.phan_nguon)
            for row, one in zip(rows, read, strict=True)
            if one.phan_nguon
        ],
    )
    kept = {id(row.row) for row in rows}
    return [*(row.row for row in rows), *(row for row in annexed if id(row) not in kept)]


def _rows_to_write(phien: PhienLuu, rows: list[DongLuu], found: BangKhop) -> list[DongGhi]:
    """Give the tasks with what the file says of them; their groups are saved first."""
    groups = _save_groups(phien, rows)
    ghi = []
    for n, (row, one) in enumerate(zip(rows, phien.ket_qua.nhiem_vu, strict=True)):
        values = {"ma": row.ma, "thu_tu": found.thu_tu[n], **_values(phien, row.row, one)}
        if phien.cot.of(one).co_nhom:
            values["nhom_nhiem_vu"] = groups.get(one.nhom)
        ghi.append(DongGhi(row, row.row, values))
    return ghi


def _unit_words(task: NhiemVu) -> dict[VaiPhanCong, str]:
    return {
        VaiPhanCong.CHU_TRI: task.chu_tri_nguyen_van,
        VaiPhanCong.PHOI_HOP: task.phoi_hop_nguyen_van,
    }


def _values(phien: PhienLuu, stored: NhiemVu, one: NhiemVuNhap) -> dict[str, Any]:
    """Give what the file says of a task; columns it lacks say nothing."""
    has = phien.cot.of(one).has
    values: dict[str, Any] = {"ten": keep_words(stored.ten, one.ten)}
    for name, new, kinds in (
        ("chu_tri_nguyen_van", one.chu_tri_nguyen_van, _COT_CHU_TRI),
        ("phoi_hop_nguyen_van", one.phoi_hop_nguyen_van, _COT_PHOI_HOP),
        ("san_pham", one.san_pham, (LoaiCot.SAN_PHAM,)),
        ("nguon_nguyen_van", one.nguon_von, (LoaiCot.NGUON_VON,)),
    ):
        if has(*kinds):
            values[name] = keep_words(getattr(stored, name), new)
    if has(LoaiCot.THOI_HAN, LoaiCot.BAT_DAU):
        values |= _deadline(stored, one)
    if has(LoaiCot.KINH_PHI):
        values |= _money(stored, one, DonViTien(phien.ke_hoach.don_vi_tien))
    return values


def _deadline(stored: NhiemVu, one: NhiemVuNhap) -> dict[str, Any]:
    """Give words and reading of a deadline; under the same words a corrected reading stays."""
    han = one.thoi_han
    if stored.pk is not None and same_words(stored.thoi_han_nguyen_van, han.nguyen_van):
        return {}
    return {
        "thoi_han_nguyen_van": han.nguyen_van,
        "loai_han": han.loai,
        "tu_ngay": han.tu,
        "han_hoan_thanh": han.den,
    }


def _money(stored: NhiemVu, one: NhiemVuNhap, unit: DonViTien) -> dict[str, Any]:
    """Give words and amount; the same amount in another number format or unit is the same cell."""
    if stored.kinh_phi_nguyen_van and stored.so_tien == one.kinh_phi is not None:
        return {}
    words = amount_words(one.kinh_phi_nguyen_van, one.kinh_phi, unit)
    return {
        "kinh_phi_nguyen_van": keep_words(stored.kinh_phi_nguyen_van, words),
        "so_tien": one.kinh_phi,
    }


def amount_words(words: str, so_tien: int | None, unit: DonViTien) -> str:
    """Give the words of a cell so that they mean the amount in a plan that counts in ``unit``.

    The header of the file named the unit; alone, "800" of triệu would be 800 đồng.

    >>> amount_words("800", 800_000_000, DonViTien.DONG)
    '800 triệu đồng'
    >>> amount_words("800", 800_000_000, DonViTien.TRIEU)
    '800'
    """
    if so_tien is None or not words:
        return words
    try:
        plain = words.isdecimal()
        means = int(words) * unit.he_so if plain else parse_so_tien(words, unit)
    except SoTienKhongDocDuoc:
        means = None
    if means == so_tien:
        return words
    return format_dong(so_tien) if so_tien % 1000 else format_trieu(so_tien)


# -- groups --------------------------------------------------------------------------------------


def _save_groups(phien: PhienLuu, rows: list[DongLuu]) -> dict[str, NhomNhiemVu]:
    """Save the groups of the file; give them by the key its rows name them by."""
    named: dict[str, tuple[DongCo, DongLuu]] = {}
    for row, one in zip(rows, phien.ket_qua.nhiem_vu, strict=True):
        if one.nhom:
            code = one.nhom if one.nhom != one.ten_nhom else ""
            named.setdefault(one.nhom, (DongCo(code, one.ten_nhom), row))
    if not named:
        return {}
    stored = NhomNhiemVu.objects.filter(ke_hoach=phien.ke_hoach).order_by("thu_tu", "pk")
    made = _match_groups(phien, list(phien.lock(stored)), list(named.values()))
    return dict(zip(named, made, strict=True))


def _match_groups(
    phien: PhienLuu, plan: list[NhomNhiemVu], named: list[tuple[DongCo, DongLuu]]
) -> list[NhomNhiemVu]:
    stored = [row for row in plan if row.loai_nhom == NhomNhiemVu.LoaiNhom.PHU_LUC]
    taken = {row.ma for row in plan}
    khop = match_rows([one for one, _ in named], [DongCo(row.ma, row.ten) for row in stored])
    wanted = []
    for n, ((one, _), j) in enumerate(zip(named, khop.cac_cho, strict=True), start=1):
        own = stored[j].ma if j is not None else next(_free_codes(taken, n))
        wanted.append(one.ma or own)
        taken.add(wanted[-1])
    codes, aside = settle_codes(
        wanted, khop.cac_cho, [row.ma for row in stored],
        {row.ma for row in plan if row.loai_nhom != NhomNhiemVu.LoaiNhom.PHU_LUC},
    )  # fmt: skip
    prose = [row for row in plan if row.loai_nhom != NhomNhiemVu.LoaiNhom.PHU_LUC]
    numbers, others = number_all(khop, stored, prose, aside)
    ghi = list(others.values())
    made = []
    for (one, row), j, code, place in zip(named, khop.cac_cho, codes, numbers, strict=True):
        group = NhomNhiemVu(ke_hoach=phien.ke_hoach) if j is None else stored[j]
        values = {
            "ma": code,
            "ten": keep_words(group.ten, one.ten or code),
            "loai_nhom": NhomNhiemVu.LoaiNhom.PHU_LUC,
            "thu_tu": place,
        }
        # A new group is told by the rows that stand in it.
        ghi.append(DongGhi(None if j is None else row, group, values))
        made.append(group)
    renamed = [g for g, code in zip(made, codes, strict=True) if g.pk and g.ma != code]
    phien.park_codes([*renamed, *(stored[j] for j in aside)])
    phien.bring_in(NhomNhapBang, ghi)
    return made


def _free_codes(taken: set[str], first: int) -> Iterator[str]:
    """Give codes for a group that has none: N1, N2 ..."""
    for n in range(first, first + len(taken) + 2):
        if f"N{n}" not in taken:
            yield f"N{n}"


# -- obligations ---------------------------------------------------------------------------------


def _save_obligations(
    phien: PhienLuu, rows: list[DongLuu], words: dict[int, dict[VaiPhanCong, str]]
) -> None:
    """Add and change obligations as the cells say; nobody loses one that was reported on."""
    ghi: list[DongGhi] = []
    gone: list[tuple[DongLuu, PhanCong]] = []
    for row, one in zip(rows, phien.ket_qua.nhiem_vu, strict=True):
        known = {} if row.la_moi else {part.don_vi_id: part for part in row.row.cac_phan_cong.all()}
        now = _unit_words(row.row)
        changed = {role for role, old in words[id(row)].items() if now[role] != old}
        wanted = {part.don_vi_id: part for part in _obligations(phien, row.row, one)}
        ghi += [DongGhi(row, part) for key, part in wanted.items() if key not in known]
        for key, part in known.items():
            if key in wanted and changed:
                new = wanted[key]
                values = {"vai_phan_cong": new.vai_phan_cong, "thuoc_nhom": new.thuoc_nhom}
                ghi.append(DongGhi(row, part, values))
            elif key not in wanted and part.vai_phan_cong in changed:
                gone.append((row, part))
    used = find_in_use([part for _, part in gone])
    ghi += [DongGhi(row, part, xoa=True) for row, part in gone if part.pk not in used]
    phien.note_kept(
        ((row, part.don_vi) for row, part in gone if part.pk in used),
        "không còn được giao trong tệp nhưng đã báo cáo nhiệm vụ này nên phần việc vẫn được giữ; "
        "cần lãnh đạo quyết định riêng.",
    )
    phien.bring_in(PhanCongNhapBang, ghi)


def _reported(tasks: Sequence[NhiemVu]) -> set[int]:
    """Find the tasks some unit reported on (a query per table, none where there are no tasks)."""
    parts = [part for task in tasks for part in task.cac_phan_cong.all()]
    used = find_in_use(parts)
    return {part.nhiem_vu_id for part in parts if part.pk in used}


def _obligations(phien: PhienLuu, task: NhiemVu, one: NhiemVuNhap) -> list[PhanCong]:
    units = phien.so_don_vi.units_of
    leads = units(one.chu_tri) if phien.cot.of(one).has(*_COT_CHU_TRI) else []
    others = units(one.phoi_hop) if phien.cot.of(one).has(*_COT_PHOI_HOP) else []
    return build_obligations(task, leads, others)
