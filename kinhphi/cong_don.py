"""Adding up a budget tree (cộng dồn) and finding what in it does not add up.

A plan prints amounts at every level and may be wrong at any of them, so two roll-ups stand side
by side: from the amounts as printed on the lines, and from quantity × unit price. Nothing is
corrected here; differences become findings, which an authorised person fixes or accepts.

Codes of findings, never reused for something else:

=====  ==========================================================================================
KP-01  a row's quantity × unit price is not its printed amount
KP-02  a parent's printed amount is not the sum of its children's amounts as printed
KP-03  the total in the text is not the sum of the top rows as printed
KP-04  the total in words is not the total in figures (or not the sum, where no figure stands)
KP-05  a parent's printed amount is not what its lines make by quantity × unit price
KP-06  the total in the text is not the sum of all lines as printed
KP-07  the total in the text is not what all lines make by quantity × unit price
KP-08  the total in words can't be read
KP-09  the rows form no tree (a parent missing, a circle), so no level is added up
KP-10  a task's own amount is not the sum of the lines that pay for it
KP-11  the amounts of a row's sources don't make the amount of the row
=====  ==========================================================================================

KP-05 is left out where KP-02 already names the same sum, KP-06 where KP-03 does, KP-07 where
either does; they are the ways a wrong line is seen higher up. KP-09 to KP-11 are found from stored
rows, in ``kinhphi.sai_lech``.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from donvi.lua_chon import LuaChon
from donvi.tieng_viet import format_dong, format_so
from kinhphi.so_tien import (
    SO_TIEN_LON_NHAT,
    SoTienKhongDocDuoc,
    amount_in_words,
    parse_amount_in_words,
)

# What findings about the whole table are about.
DOI_TUONG_TONG = "Tổng kinh phí"


class CachTinh(LuaChon):
    """Which amount of a line is added up first; the other one stands in where it is missing."""

    SO_IN = "so_in", "theo thành tiền in"
    SO_TINH = "so_tinh", "theo số lượng × đơn giá"


class MaPhatHien(LuaChon):
    """The stable code of a finding."""

    DONG_SAI = "KP-01", "số lượng × đơn giá khác thành tiền in"
    MUC_KHAC_DONG_CON = "KP-02", "thành tiền của mục khác tổng các dòng con"
    TONG_KHAC_CAC_MUC = "KP-03", "tổng kinh phí khác tổng các mục lớn nhất"
    CHU_KHAC_SO = "KP-04", "số tiền bằng chữ khác số tiền bằng số"
    MUC_KHAC_SO_TINH = "KP-05", "thành tiền của mục khác số tính lại từ số lượng × đơn giá"
    TONG_KHAC_CAC_DONG = "KP-06", "tổng kinh phí khác tổng các dòng chi tiết"
    TONG_KHAC_SO_TINH = "KP-07", "tổng kinh phí khác số tính lại từ số lượng × đơn giá"
    CHU_KHONG_DOC_DUOC = "KP-08", "không đọc được số tiền bằng chữ"
    CAY_SAI = "KP-09", "các dòng không xếp được thành cây mục, dòng"
    NHIEM_VU_KHAC_DONG = "KP-10", "số tiền của nhiệm vụ khác tổng các dòng kinh phí"
    NGUON_KHAC_DONG = "KP-11", "tổng các nguồn khác thành tiền của dòng"


class CayKinhPhiSai(ValueError):
    """Say in Vietnamese why rows do not form a tree."""


@dataclass(frozen=True, slots=True)
class DongCongDon:
    """A row of the budget: ``ma_cha`` None at the top; amounts and price in whole đồng."""

    ma: str
    ma_cha: str | None = None
    so_luong: Decimal | None = None
    don_gia: int | None = None
    thanh_tien_in: int | None = None

    @property
    def tich(self) -> int | None:
        """Give quantity × unit price, rounded half up to whole đồng; None if one is missing."""
        if self.so_luong is None or self.don_gia is None:
            return None
        return math.floor(Fraction(self.so_luong) * self.don_gia + Fraction(1, 2))

    @property
    def so_tien(self) -> int | None:
        """Give the printed amount, else the computed one; None where there is neither."""
        return self.tich if self.thanh_tien_in is None else self.thanh_tien_in


@dataclass(frozen=True, slots=True)
class TongCong:
    """The three totals of a budget in đồng; None where no row has an amount."""

    theo_cac_muc: int | None
    theo_dong_in: int | None
    theo_dong_tinh: int | None


@dataclass(frozen=True, slots=True)
class PhatHien:
    """Something that does not add up: code, row code (or the total), sentence, both amounts."""

    ma: MaPhatHien
    doi_tuong: str
    thong_bao: str
    gia_tri_in: int | None
    gia_tri_tinh: int | None


@dataclass(frozen=True, slots=True)
class _Cay:
    """Rows by code, the codes of children by parent (None: top), and children before parents."""

    theo_ma: Mapping[str, DongCongDon]
    con: Mapping[str | None, Sequence[str]]
    tu_duoi_len: Sequence[str]


def _build(rows: Iterable[DongCongDon]) -> _Cay:
    theo_ma: dict[str, DongCongDon] = {}
    con: dict[str | None, list[str]] = {None: []}
    for row in rows:
        if row.ma in theo_ma:
            raise CayKinhPhiSai(f"Mã dòng kinh phí “{row.ma}” bị trùng: mỗi dòng cần một mã riêng.")
        theo_ma[row.ma] = row
        con.setdefault(row.ma_cha, []).append(row.ma)
    for ma_cha in con:
        if ma_cha is not None and ma_cha not in theo_ma:
            dong_con = con[ma_cha][0]
            msg = f"Dòng kinh phí “{dong_con}” thuộc mục “{ma_cha}” nhưng bảng không có mục này."
            raise CayKinhPhiSai(msg)
    tu_tren_xuong = list(con[None])
    for ma in tu_tren_xuong:  # grows while it is walked
        tu_tren_xuong.extend(con.get(ma, ()))
    if len(tu_tren_xuong) < len(theo_ma):
        ma = next(ma for ma in theo_ma if ma not in set(tu_tren_xuong))
        msg = f"Dòng kinh phí “{ma}” thuộc về chính nó qua các mục cha: cần sửa lại mục cha."
        raise CayKinhPhiSai(msg)
    return _Cay(theo_ma, con, tu_tren_xuong[::-1])


def _sum_known(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _first_known(*amounts: int | None) -> int | None:
    return next((amount for amount in amounts if amount is not None), None)


def _own(row: DongCongDon, cach_tinh: CachTinh) -> int | None:
    if cach_tinh == CachTinh.SO_IN:
        return _first_known(row.thanh_tien_in, row.tich)
    return _first_known(row.tich, row.thanh_tien_in)


def _roll_up(cay: _Cay, cach_tinh: CachTinh) -> dict[str, int | None]:
    amounts: dict[str, int | None] = {}
    for ma in cay.tu_duoi_len:
        tong_con = _sum_known(amounts[ma_con] for ma_con in cay.con.get(ma, ()))
        amounts[ma] = _first_known(tong_con, _own(cay.theo_ma[ma], cach_tinh))
    return amounts


def _as_printed(cay: _Cay) -> dict[str, int | None]:
    """Give every row's amount as the table shows it: printed, else from what it prints below."""
    amounts: dict[str, int | None] = {}
    for ma in cay.tu_duoi_len:
        row = cay.theo_ma[ma]
        tong_con = _sum_known(amounts[ma_con] for ma_con in cay.con.get(ma, ()))
        amounts[ma] = _first_known(row.thanh_tien_in, tong_con, row.tich)
    return amounts


def compute_thanh_tien(
    rows: Iterable[DongCongDon], cach_tinh: CachTinh = CachTinh.SO_TINH
) -> dict[str, int | None]:
    """Compute every row's amount in đồng from the lines upwards, by row code.

    A line counts by quantity × unit price or by its printed amount (the other where one is
    missing); a parent is the sum of its children, and its own amount only where none has any.

    >>> rows = [
    ...     DongCongDon("A", thanh_tien_in=900),
    ...     DongCongDon("A.1", "A", Decimal(6), 15, 900),
    ...     DongCongDon("A.2", "A"),
    ... ]
    >>> compute_thanh_tien(rows)
    {'A': 90, 'A.1': 90, 'A.2': None}
    >>> compute_thanh_tien(rows, CachTinh.SO_IN)
    {'A': 900, 'A.1': 900, 'A.2': None}

    :raises CayKinhPhiSai: a code twice, a parent that is not there, a circle.
    """
    cay = _build(rows)
    amounts = _roll_up(cay, cach_tinh)
    return {ma: amounts[ma] for ma in cay.theo_ma}


def printed_amounts(rows: Iterable[DongCongDon]) -> dict[str, int | None]:
    """Give every row's amount as the table shows it, by code: printed, else what stands below.

    Those of the top rows add up to ``theo_cac_muc`` of ``sum_rows``.

    >>> printed_amounts([DongCongDon("A"), DongCongDon("A.1", "A", thanh_tien_in=900)])
    {'A': 900, 'A.1': 900}

    :raises CayKinhPhiSai: a code twice, a parent that is not there, a circle.
    """
    cay = _build(rows)
    amounts = _as_printed(cay)
    return {ma: amounts[ma] for ma in cay.theo_ma}


def sum_rows(rows: Iterable[DongCongDon]) -> TongCong:
    """Add up a budget three ways: its top rows, its lines as printed, its lines as computed.

    >>> sum_rows([DongCongDon("A", None, Decimal(6), 15, 900)])
    TongCong(theo_cac_muc=900, theo_dong_in=900, theo_dong_tinh=90)

    :raises CayKinhPhiSai: a code twice, a parent that is not there, a circle.
    """
    return _sum_tree(_build(rows))


def _sum_tree(cay: _Cay) -> TongCong:
    tables = (
        _as_printed(cay),
        _roll_up(cay, CachTinh.SO_IN),
        _roll_up(cay, CachTinh.SO_TINH),
    )
    return TongCong(*(_sum_known(table[ma] for ma in cay.con[None]) for table in tables))


def check_rows(
    rows: Iterable[DongCongDon], tong_in: int | None = None, tong_chu: str = ""
) -> tuple[PhatHien, ...]:
    """Find what does not add up: rows in their order first, then the total, then its words.

    ``tong_in`` is the total in figures in the plan's text, in đồng, ``tong_chu`` the same in
    words; left out, what compares with them is left out. See the module for the codes.

    >>> [finding] = check_rows([DongCongDon("A", None, Decimal(6), 15, 900)])
    >>> str(finding.ma), finding.doi_tuong, finding.gia_tri_in, finding.gia_tri_tinh
    ('KP-01', 'A', 900, 90)

    :raises CayKinhPhiSai: a code twice, a parent that is not there, a circle.
    """
    cay = _build(rows)
    tong = _sum_tree(cay)
    return (*_check_tree(cay), *_check_total(tong_in, tong), *_check_words(tong_in, tong, tong_chu))


def _check_tree(cay: _Cay) -> Iterator[PhatHien]:
    as_printed = _as_printed(cay)
    computed = _roll_up(cay, CachTinh.SO_TINH)
    for ma, row in cay.theo_ma.items():
        if row.thanh_tien_in is None:
            continue
        yield from _check_product(row, row.thanh_tien_in)
        tong_con = _sum_known(as_printed[ma_con] for ma_con in cay.con.get(ma, ()))
        if tong_con is not None:
            yield from _check_parent(ma, row.thanh_tien_in, tong_con, computed[ma])


def _check_product(row: DongCongDon, thanh_tien_in: int) -> Iterator[PhatHien]:
    if row.tich is not None and row.so_luong is not None and row.tich != thanh_tien_in:
        phep_nhan = f"{format_so(row.so_luong)} × {format_dong(row.don_gia or 0)}"
        thong_bao = (
            f"Dòng {row.ma}: {phep_nhan} = {format_dong(row.tich)}, "
            f"nhưng thành tiền in là {format_dong(thanh_tien_in)}."
        )
        yield PhatHien(MaPhatHien.DONG_SAI, row.ma, thong_bao, thanh_tien_in, row.tich)


def _compare(
    ma: MaPhatHien, doi_tuong: str, cau: str, gia_tri_in: int, gia_tri_tinh: int | None
) -> Iterator[PhatHien]:
    """Yield a finding when the amounts differ; ``cau`` has a | where the printed amount goes."""
    if gia_tri_tinh is not None and gia_tri_tinh != gia_tri_in:
        truoc, _, sau = cau.rpartition("|")
        thong_bao = f"{truoc}{format_dong(gia_tri_in)}{sau} {format_dong(gia_tri_tinh)}."
        yield PhatHien(ma, doi_tuong, thong_bao, gia_tri_in, gia_tri_tinh)


def _check_parent(ma: str, so_in: int, tong_con: int, so_tinh: int | None) -> Iterator[PhatHien]:
    ten_muc = f"Mục {ma}"
    cau = ": thành tiền in là |, nhưng tổng thành tiền của các dòng con là"
    yield from _compare(MaPhatHien.MUC_KHAC_DONG_CON, ma, ten_muc + cau, so_in, tong_con)
    if so_tinh != tong_con:
        cau = ": thành tiền in là |, nhưng tính lại từ số lượng × đơn giá được"
        yield from _compare(MaPhatHien.MUC_KHAC_SO_TINH, ma, ten_muc + cau, so_in, so_tinh)


def _check_total(tong_in: int | None, tong: TongCong) -> Iterator[PhatHien]:
    if tong_in is None:
        return
    da_neu: set[int | None] = set()
    for ma, cau, so_tinh in (
        (MaPhatHien.TONG_KHAC_CAC_MUC, "tổng các mục lớn nhất là", tong.theo_cac_muc),
        (MaPhatHien.TONG_KHAC_CAC_DONG, "tổng thành tiền in của các dòng là", tong.theo_dong_in),
        (MaPhatHien.TONG_KHAC_SO_TINH, "tính lại từ số lượng × đơn giá được", tong.theo_dong_tinh),
    ):
        if so_tinh not in da_neu:
            cau_du = f"Tổng kinh phí ghi trong văn bản là |, nhưng {cau}"
            yield from _compare(ma, DOI_TUONG_TONG, cau_du, tong_in, so_tinh)
        da_neu.add(so_tinh)


def _check_words(tong_in: int | None, tong: TongCong, tong_chu: str) -> Iterator[PhatHien]:
    bang_so = _first_known(tong_in, tong.theo_cac_muc)
    if not tong_chu.strip() or bang_so is None or bang_so > SO_TIEN_LON_NHAT:
        return
    try:
        bang_chu = parse_amount_in_words(tong_chu)
    except SoTienKhongDocDuoc as error:
        ma = MaPhatHien.CHU_KHONG_DOC_DUOC
        yield PhatHien(ma, DOI_TUONG_TONG, str(error), None, bang_so)
        return
    if bang_chu != bang_so:
        thong_bao = (
            f"Tổng kinh phí bằng chữ “{tong_chu.strip()}” là {format_dong(bang_chu)}, "
            f"nhưng bằng số là {format_dong(bang_so)} ({amount_in_words(bang_so)})."
        )
        yield PhatHien(MaPhatHien.CHU_KHAC_SO, DOI_TUONG_TONG, thong_bao, bang_chu, bang_so)
