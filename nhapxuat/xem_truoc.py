"""What a person looks at before saving a file (xem trước): source beside understanding.

Built once when the file was read or something about it changed, and stored: the rows in a
``KhoDong``, of which a page reads few, all else as JSON. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

from chitieu.muc_chi_tieu import format_muc
from donvi.khac_biet import KhacBiet
from donvi.nhan_dien import DonViDocDuoc
from donvi.tieng_viet import format_dong, format_ngay, format_so
from nhapxuat.bang_tho import BangTho
from nhapxuat.ket_qua_nhap import (
    TEN_TONG,
    ChiTieuNhap,
    KetQuaNhap,
    KinhPhiNhap,
    NhiemVuNhap,
    TongNhap,
    VanDeNhap,
    ViTri,
)
from nhapxuat.kho_dong import KhoDong, pack
from nhapxuat.nhan_bang import BangNhanRa, KetQuaNhan, LoaiBang
from nhapxuat.sua_bang import aside_key, table_key
from nhapxuat.ten_la import unknown_names
from nhapxuat.thay_doi import DongThayDoi, DongVangMat, LoaiThayDoi, ThayDoi
from nhapxuat.van_de import MucDo
from nhiemvu.thoi_han import ThoiHan

Cap = tuple[str, str]  # the name of a column and its words


@dataclass(frozen=True, slots=True)
class CotXem:
    """A column: its header, what it is taken for, how sure that is (percent)."""

    so_cot: int
    tieu_de: str
    loai_cot: str
    do_tin_cay: int
    nam: int | None
    don_vi_tien: str


@dataclass(frozen=True, slots=True)
class BangXem:
    """A recognised table; ``khoa`` names it in choices, ``o_dau`` for people."""

    khoa: str
    o_dau: str
    loai_bang: str
    do_tin_cay: int
    so_dong: int
    cac_cot: tuple[CotXem, ...]
    noi_tiep: bool


@dataclass(frozen=True, slots=True)
class BangBoQua:
    """A table left aside, with the reason; its first rows, for naming its header by hand."""

    khoa: str
    o_dau: str
    ly_do: str
    dong_dau: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class DongXem:
    """A row as the file has it (``nguon``) and as it would be stored (``hieu``)."""

    khoa_bang: str
    o_dau: str
    so_dong: int
    loai_bang: str
    ma: str
    ten: str
    nguon: tuple[Cap, ...]
    hieu: tuple[Cap, ...]
    loai: str = LoaiThayDoi.THEM.value
    cac_khac: tuple[KhacBiet, ...] = ()


class MucLuc(NamedTuple):
    """A row in the list of all: the place of its table among ``cac_bang`` (-1: none), its number
    there, and what becomes of it.
    """

    bang: int
    so_dong: int
    loai: str


@dataclass(frozen=True)
class XemTruoc:
    """Everything a person looks at before saving; ``dau_vet`` names the changes they saw.

    ``ten_la`` are names of units nobody knows, with how often they stand in the file;
    ``muc_luc`` says of each row what is needed to choose the few that are shown.
    """

    cac_bang: tuple[BangXem, ...] = ()
    bo_qua: tuple[BangBoQua, ...] = ()
    cac_dong: Sequence[DongXem] = ()
    van_de: tuple[VanDeNhap, ...] = ()
    vang_mat: tuple[DongVangMat, ...] = ()
    dem: Mapping[str, int] = field(default_factory=dict)
    dau_vet: str = ""
    ten_la: tuple[tuple[str, int], ...] = ()
    muc_luc: tuple[MucLuc, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Give all but the rows, as it is stored."""
        told = asdict(replace(self, cac_dong=(), muc_luc=()))
        del told["cac_dong"]
        return told | {"muc_luc": self.muc_luc}

    def rows_as_bytes(self) -> bytes:
        """Give the rows as they are stored."""
        return pack(asdict(row) for row in self.cac_dong)

    @classmethod
    def from_stored(cls, told: Mapping[str, Any], cac_dong: bytes) -> "XemTruoc":
        """Read what ``as_dict`` and ``rows_as_bytes`` gave and JSON kept."""
        return cls(
            tuple(_table_of(one) for one in told["cac_bang"]),
            tuple(_aside_of(one) for one in told["bo_qua"]),
            KhoDong(cac_dong, _row_of),
            tuple(_problem_of(one) for one in told["van_de"]),
            tuple(
                DongVangMat(LoaiBang(one["loai_bang"]), one["ma"], one["ten"])
                for one in told["vang_mat"]
            ),
            told["dem"],
            told["dau_vet"],
            tuple((words, count) for words, count in told["ten_la"]),
            tuple(MucLuc(*one) for one in told["muc_luc"]),
        )


def _table_of(told: Mapping[str, Any]) -> BangXem:
    return BangXem(**{**told, "cac_cot": tuple(CotXem(**cot) for cot in told["cac_cot"])})


def _aside_of(told: Mapping[str, Any]) -> BangBoQua:
    return BangBoQua(**{**told, "dong_dau": tuple((n, words) for n, words in told["dong_dau"])})


def _row_of(told: Mapping[str, Any]) -> DongXem:
    pairs = {
        name: tuple((label, words) for label, words in told[name]) for name in ("nguon", "hieu")
    }
    changes = tuple(KhacBiet(**one) for one in told["cac_khac"])
    return DongXem(**{**told, **pairs, "cac_khac": changes})


def _problem_of(told: Mapping[str, Any]) -> VanDeNhap:
    place = told["vi_tri"]
    more = {"muc_do": MucDo(told["muc_do"]), "vi_tri": ViTri(**place) if place else None}
    return VanDeNhap(**{**told, **more})


# -- building --------------------------------------------------------------------------------------


def build_preview(
    found: KetQuaNhan, ket_qua: KetQuaNhap, thay_doi: ThayDoi, ten_don_vi: Mapping[str, str]
) -> XemTruoc:
    """Put side by side what the file says, what was understood, and what the plan would become.

    ``ten_don_vi`` leads from codes of units and groups to their names.
    """
    places: dict[str, list[BangNhanRa]] = {}
    for table in found.cac_bang:
        places.setdefault(table.bang.label, []).append(table)
    fates = {(row.loai_bang, row.ten_bang, row.so_dong, row.ma): row for row in thay_doi.cac_dong}
    names = _Names(ten_don_vi)
    rows = [
        _row(LoaiBang.CHI_TIEU, row, row.ten, _indicator(row, names), places, fates)
        for row in ket_qua.chi_tieu
    ]
    rows += [
        _row(LoaiBang.NHIEM_VU, row, row.ten, _task(row, names), places, fates)
        for row in ket_qua.nhiem_vu
    ]
    rows += [
        _row(LoaiBang.KINH_PHI, row, row.noi_dung, _money(row), places, fates)
        for row in ket_qua.kinh_phi
    ]
    total = ket_qua.tong
    if total and (LoaiBang.KINH_PHI, total.bang, total.so_dong, total.ma) in fates:
        rows.append(_row(LoaiBang.KINH_PHI, total, TEN_TONG, _total(total), places, fates))
    order = list(MucDo)
    problems = sorted((*ket_qua.van_de, *thay_doi.van_de), key=lambda one: order.index(one.muc_do))
    return XemTruoc(
        tuple(_table(table, rows) for table in found.cac_bang),
        tuple(_aside(bang, why) for bang, why in found.bo_qua),
        tuple(rows),
        tuple(problems),
        thay_doi.vang_mat,
        {kind.value: count for kind, count in thay_doi.dem.items()},
        thay_doi.dau_vet,
        unknown_names(ket_qua),
        _list_rows(found.cac_bang, rows),
    )


def _list_rows(tables: Sequence[BangNhanRa], rows: Iterable[DongXem]) -> tuple[MucLuc, ...]:
    place = {table_key(table): number for number, table in enumerate(tables)}
    return tuple(MucLuc(place.get(row.khoa_bang, -1), row.so_dong, row.loai) for row in rows)


def _table(table: BangNhanRa, rows: Sequence[DongXem]) -> BangXem:
    khoa = table_key(table)
    columns = tuple(
        CotXem(
            cot.so_cot, cot.tieu_de, cot.loai_cot.value, cot.do_tin_cay, cot.nam,
            cot.don_vi_tien.value if cot.don_vi_tien else "",
        )
        for cot in table.cac_cot
    )  # fmt: skip
    count = sum(row.khoa_bang == khoa for row in rows)
    return BangXem(
        khoa, table.bang.label, table.loai_bang.value, table.do_tin_cay, count, columns,
        table.noi_tiep,
    )  # fmt: skip


def _aside(bang: BangTho, why: str) -> BangBoQua:
    first = tuple(
        (row.so_dong, " | ".join(o.mot_dong for o in row.cac_o.values() if not o.la_trong)[:200])
        for row in bang.cac_dong[:12]
    )
    return BangBoQua(aside_key(bang), bang.label, why, first)


def _row(
    kind: LoaiBang,
    row: ChiTieuNhap | NhiemVuNhap | KinhPhiNhap | TongNhap,
    ten: str,
    hieu: Iterable[Cap],
    places: Mapping[str, Sequence[BangNhanRa]],
    fates: Mapping[tuple[LoaiBang, str, int, str], DongThayDoi],
) -> DongXem:
    table = _table_with(places.get(row.bang, ()), row.so_dong)
    fate = fates.get((kind, row.bang, row.so_dong, row.ma))
    return DongXem(
        khoa_bang=table_key(table) if table else "",
        o_dau=table.bang.place(row.so_dong) if table else row.bang,
        so_dong=row.so_dong,
        loai_bang=kind.value,
        ma=row.ma,
        ten=ten,
        nguon=_source(table, row.so_dong) if table else (),
        hieu=tuple((label, words) for label, words in hieu if words),
        loai=(fate.loai if fate else LoaiThayDoi.THEM).value,
        cac_khac=fate.cac_khac if fate else (),
    )


def _table_with(tables: Sequence[BangNhanRa], so_dong: int) -> BangNhanRa | None:
    """Find the recognised table of a sheet that holds a row."""
    below = [table for table in tables if table.cac_dong and table.cac_dong[0] <= so_dong]
    return max(below, key=lambda table: table.cac_dong[0], default=None)


def _source(table: BangNhanRa, so_dong: int) -> tuple[Cap, ...]:
    return tuple(
        (cot.tieu_de, table.bang.cell(so_dong, cot.so_cot).noi_dung.strip())
        for cot in table.cac_cot
    )


@dataclass(frozen=True)
class _Names:
    """Names of units by code."""

    theo_ma: Mapping[str, str]

    def of(self, units: Iterable[DonViDocDuoc]) -> str:
        """Name units as the directory does; one that is not known keeps its words, and says so."""
        return "; ".join(
            self.theo_ma.get(one.ma or "") or f"{one.nguyen_van} (chưa rõ)" for one in units
        )


def _indicator(row: ChiTieuNhap, names: _Names) -> list[Cap]:
    levels = [(f"Mức {nam}", format_muc(muc)) for nam, muc in row.cac_muc.items()]
    return [
        ("Mã", row.ma), ("Tên", row.ten), ("Nhóm", row.nhom), ("Đơn vị tính", row.don_vi_tinh),
        *levels, ("Chủ trì", names.of(row.chu_tri)), ("Ghi chú", row.ghi_chu),
    ]  # fmt: skip


def _task(row: NhiemVuNhap, names: _Names) -> list[Cap]:
    money = "" if row.kinh_phi is None else format_dong(row.kinh_phi)
    group = " ".join(part for part in (row.nhom and f"{row.nhom}.", row.ten_nhom) if part)
    return [
        ("Mã", row.ma), ("Nhóm", group), ("Tên", row.ten), ("Chủ trì", names.of(row.chu_tri)),
        ("Phối hợp", names.of(row.phoi_hop)), ("Thời hạn", _deadline(row.thoi_han)),
        ("Sản phẩm", row.san_pham), ("Kinh phí", money), ("Nguồn", row.nguon_von),
        ("Ghi chú", row.ghi_chu),
    ]  # fmt: skip


def _deadline(han: ThoiHan) -> str:
    """Say what a deadline was read as: its kind, and the days from and to."""
    days = [
        f"{word} {format_ngay(day)}" for word, day in (("từ", han.tu), ("đến hết", han.den)) if day
    ]
    return f"{han.loai.label}: {' '.join(days)}" if days else han.loai.label


def _total(row: TongNhap) -> list[Cap]:
    amount = "" if row.so_tien is None else format_dong(row.so_tien)
    return [("Tổng bằng số", amount), ("Tổng bằng chữ", row.bang_chu)]


def _money(row: KinhPhiNhap) -> list[Cap]:
    amounts = (("Đơn giá", row.don_gia), ("Thành tiền", row.thanh_tien),
               ("Số lượng × đơn giá", row.thanh_tien_tinh))  # fmt: skip
    return [
        ("Mã", row.ma), ("Thuộc mục", row.ma_cha or ""), ("Nội dung", row.noi_dung),
        ("Đơn vị tính", row.don_vi_tinh),
        ("Số lượng", "" if row.so_luong is None else format_so(row.so_luong)),
        *((label, "" if value is None else format_dong(value)) for label, value in amounts),
        ("Nguồn", row.nguon_von), ("Ghi chú", row.ghi_chu),
    ]  # fmt: skip
