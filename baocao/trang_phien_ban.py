"""What the pages of versions show: a content as tables, differences as groups. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from baocao.doc_truong import Dong, level_of, read_amount
from baocao.loi_van_dieu_chinh import facts_of, heading_of
from baocao.so_sanh_phien_ban import DongKhac, SoSanhPhienBan
from baocao.truong_ke_hoach import LoaiThayDoi, PhanKeHoach, fields_of, number_of

_WORD_COLUMNS = {
    PhanKeHoach.NHIEM_VU: (
        ("Nội dung nhiệm vụ", "ten"),
        ("Chủ trì", "chu_tri_nguyen_van"),
        ("Phối hợp", "phoi_hop_nguyen_van"),
        ("Thời hạn", "thoi_han_nguyen_van"),
        ("Sản phẩm, kết quả", "san_pham"),
        ("Kinh phí", "kinh_phi_nguyen_van"),
    ),
    PhanKeHoach.KINH_PHI: (
        ("Nội dung", "noi_dung"),
        ("Đơn vị tính", "don_vi_tinh"),
        ("Số lượng", "so_luong_nguyen_van"),
        ("Đơn giá (đồng)", "don_gia"),
        ("Thành tiền (đồng)", "thanh_tien_in"),
        ("Ghi chú", "ghi_chu"),
    ),
}
_AMOUNTS = {"don_gia", "thanh_tien_in"}
_LISTED = (
    (PhanKeHoach.CAN_CU, "Căn cứ"),
    (PhanKeHoach.MUC_TIEU, "Mục tiêu"),
    (PhanKeHoach.NGUON_VON, "Nguồn vốn"),
    (PhanKeHoach.NOI_NHAN, "Nơi nhận"),
    (PhanKeHoach.QUY_DINH, "Chế độ báo cáo"),
)


@dataclass(frozen=True, slots=True)
class DongDoc:
    """A row of a table that is read: its number, its wording, the other cells with their labels."""

    so: str
    ten: str
    cac_o: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BangDoc:
    """A table of a version; columns without a word in any row are left out."""

    tieu_de: str
    cot_ten: str
    cac_cot: tuple[str, ...]
    cac_dong: tuple[DongDoc, ...]


@dataclass(frozen=True, slots=True)
class DanhSachDoc:
    """A list of a version: legal bases, objectives, recipients."""

    tieu_de: str
    cac_dong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoiDungDoc:
    """A version as a page shows it."""

    phan_dau: tuple[tuple[str, str], ...]
    cac_danh_sach: tuple[DanhSachDoc, ...]
    cac_de_muc: tuple[tuple[str, str], ...]
    cac_bang: tuple[BangDoc, ...]


@dataclass(frozen=True, slots=True)
class OKhac:
    """One field of a row that differs; readings are named where they differ too."""

    nhan: str
    cu: str
    moi: str
    doc_cu: str = ""
    doc_moi: str = ""


@dataclass(frozen=True, slots=True)
class HangKhac:
    """A row that differs, with the kinds of its change."""

    tieu_de: str
    cac_loai: tuple[LoaiThayDoi, ...]
    cac_o: tuple[OKhac, ...]
    chi_cach_doc: bool


@dataclass(frozen=True, slots=True)
class NhomKhac:
    """The rows of one part of the plan that differ."""

    phan: PhanKeHoach
    cac_hang: tuple[HangKhac, ...]

    @property
    def tieu_de(self) -> str:
        """Name the part as a heading."""
        return self.phan.label.capitalize()


def read_content(noi_dung: Dong) -> NoiDungDoc:
    """Lay the content of a version out for reading."""
    head = _rows(noi_dung, PhanKeHoach.KE_HOACH)
    lists = ((title, [*_lines(noi_dung, phan)]) for phan, title in _LISTED)
    tables = (_indicators(noi_dung), *_tasks(noi_dung), _money(noi_dung))
    return NoiDungDoc(
        phan_dau=tuple(_head_facts(head[0]) if head else ()),
        cac_danh_sach=tuple(DanhSachDoc(title, tuple(lines)) for title, lines in lists if lines),
        cac_de_muc=tuple(
            (heading_of(PhanKeHoach.DE_MUC, row), str(row.get("noi_dung", "")))
            for row in _rows(noi_dung, PhanKeHoach.DE_MUC)
        ),
        cac_bang=tuple(table for table in tables if table.cac_dong),
    )


def group_differences(found: SoSanhPhienBan) -> tuple[NhomKhac, ...]:
    """Group the rows that differ by part, parts without any left out."""
    groups = ((phan, found.of_part(phan)) for phan in PhanKeHoach)
    return tuple(NhomKhac(phan, tuple(map(_row, rows))) for phan, rows in groups if rows)


# --- reading -----------------------------------------------------------------------------------


def _rows(noi_dung: Dong, phan: PhanKeHoach) -> list[Dong]:
    rows = noi_dung.get(phan, ())
    return [rows] if isinstance(rows, Mapping) else list(rows)


def _head_facts(head: Dong) -> Iterator[tuple[str, str]]:
    for field in fields_of(PhanKeHoach.KE_HOACH, [head]):
        value = str(field.value_of(head))
        if value:
            yield field.nhan, value


def _lines(noi_dung: Dong, phan: PhanKeHoach) -> Iterator[str]:
    for row in _rows(noi_dung, phan):
        if phan is PhanKeHoach.CAN_CU:
            yield f"{row.get('tu_dan', '')} {row.get('noi_dung', '')}".strip()
        elif phan is PhanKeHoach.QUY_DINH:
            readings = (f"{f.nhan}: {f.value_of(row)}" for f in fields_of(phan, [row]) if f.doc)
            yield f"{heading_of(phan, row)}. {'; '.join(readings)}."
        else:
            yield heading_of(phan, row)


def _indicators(noi_dung: Dong) -> BangDoc:
    rows = _rows(noi_dung, PhanKeHoach.CHI_TIEU)
    years = sorted({level["nam"] for row in rows for level in row.get("muc", ())})
    columns = (*(f"Năm {year}" for year in years), "Chủ trì")
    cells = [
        [
            *(str(level_of(row, year).get("nguyen_van", "")) for year in years),
            str(row.get("chu_tri_nguyen_van", "")),
        ]
        for row in rows
    ]
    return _table("Chỉ tiêu", PhanKeHoach.CHI_TIEU, "Chỉ tiêu", columns, rows, cells)


def _tasks(noi_dung: Dong) -> Iterator[BangDoc]:
    """Lay out the tasks of the annex group by group, then those of the body."""
    tasks = _rows(noi_dung, PhanKeHoach.NHIEM_VU)
    groups = {row.get("ma"): row for row in _rows(noi_dung, PhanKeHoach.NHOM_NHIEM_VU)}
    annexed: dict[str, list[Dong]] = {}
    for task in tasks:
        if task.get("loai_nhiem_vu") == "phu_luc":
            annexed.setdefault(task.get("nhom", ""), []).append(task)
    for code, members in annexed.items():
        name = heading_of(PhanKeHoach.NHOM_NHIEM_VU, groups[code]) if code in groups else ""
        yield _words(f"Nhiệm vụ: {name}" if name else "Nhiệm vụ", PhanKeHoach.NHIEM_VU, members)
    rest = [task for task in tasks if task.get("loai_nhiem_vu") != "phu_luc"]
    yield _words("Nhiệm vụ trong thân văn bản", PhanKeHoach.NHIEM_VU, rest)


def _money(noi_dung: Dong) -> BangDoc:
    return _words("Kinh phí", PhanKeHoach.KINH_PHI, _rows(noi_dung, PhanKeHoach.KINH_PHI))


def _words(tieu_de: str, phan: PhanKeHoach, rows: Sequence[Dong]) -> BangDoc:
    (label, _), *columns = _WORD_COLUMNS[phan]
    cells = [[_cell(row, key) for _, key in columns] for row in rows]
    return _table(tieu_de, phan, label, [name for name, _ in columns], rows, cells)


def _cell(row: Dong, khoa: str) -> str:
    return read_amount(khoa)(row) if khoa in _AMOUNTS else str(row.get(khoa) or "")


def _table(
    tieu_de: str,
    phan: PhanKeHoach,
    cot_ten: str,
    columns: Sequence[str],
    rows: Sequence[Dong],
    cells: Sequence[Sequence[str]],
) -> BangDoc:
    used = [n for n in range(len(columns)) if any(line[n] for line in cells)]
    return BangDoc(
        tieu_de,
        cot_ten,
        tuple(columns[n] for n in used),
        tuple(
            DongDoc(
                number_of(phan, row),
                str(row.get("ten") or row.get("noi_dung") or ""),
                tuple((columns[n], line[n]) for n in used),
            )
            for row, line in zip(rows, cells, strict=True)
        ),
    )


# --- differences -------------------------------------------------------------------------------


def _row(row: DongKhac) -> HangKhac:
    return HangKhac(
        heading_of(row.phan, row.cu if row.cu is not None else row.dong),
        row.cac_loai,
        tuple(_cells(row)),
        row.is_reading,
    )


def _cells(row: DongKhac) -> Iterable[OKhac]:
    if row.cu is None:
        return [OKhac(label, "", words) for label, words in facts_of(row.phan, row.dong)]
    if row.moi is None:
        return [OKhac(label, words, "") for label, words in facts_of(row.phan, row.cu)]
    return [
        OKhac(
            c.nhan,
            c.cu.chu,
            c.moi.chu,
            *(("", "") if c.cu.doc == c.moi.doc else (c.cu.doc, c.moi.doc)),
        )
        for c in row.cac_thay_doi
    ]
