"""Codes of several tables of one kind in one file (mã theo bảng): kept apart, and told.

Two annexes of tasks both count from 1. A code means one row of a plan, so those of the later table
get the table's number before them ("B2.1"), the same each time the file is read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from nhapxuat.ket_qua_nhap import ChiTieuNhap, KinhPhiNhap, NhiemVuNhap
from nhapxuat.nhan_bang import LoaiBang
from nhapxuat.so_ghi import SoGhi
from nhapxuat.van_de import MucDo

Dong = TypeVar("Dong", ChiTieuNhap, NhiemVuNhap, KinhPhiNhap)

_MA_CUOI = re.compile(r"(?P<truoc>(?:Nhiệm vụ |Chỉ tiêu )?)(?P<ma>[^,]+)(?P<sau>, năm .*)?")


@dataclass
class MaTheoBang:
    """The codes of the tables understood so far, and how many tables of each kind there were."""

    da_co: dict[LoaiBang, set[str]] = field(default_factory=dict)
    so_bang: dict[LoaiBang, int] = field(default_factory=dict)

    def separate(self, ghi: SoGhi, rows: tuple[Dong, ...]) -> tuple[Dong, ...]:
        """Give the rows of the next table, with codes no table of its kind has had."""
        kind = ghi.found.loai_bang
        taken = self.da_co.setdefault(kind, set())
        number = self.so_bang[kind] = self.so_bang.get(kind, 0) + 1
        codes = {row.ma for row in rows}
        if codes & taken:
            first = next(row.ma for row in rows if row.ma in taken)
            text = (
                f"Mã “{first}” đã có ở bảng {kind.label} trước trong tệp; mã của bảng này được ghi "
                f"thêm “B{number}.” ở đầu. Cần kiểm tra hai bảng có phải là một không."
            )
            ghi.note(MucDo.CANH_BAO, ghi.bang.label, "", text)
            renamed = {ma: f"B{number}.{ma}" for ma in codes}
            rows = tuple(_rename(row, renamed, number) for row in rows)
            ghi.van_de = [
                replace(one, doi_tuong=_about(one.doi_tuong, renamed)) for one in ghi.van_de
            ]
            codes = set(renamed.values())
        taken |= codes
        return rows


def _rename(row: Dong, renamed: Mapping[str, str], number: int) -> Dong:
    made = replace(row, ma=renamed[row.ma])
    if isinstance(made, KinhPhiNhap) and made.ma_cha is not None:
        return replace(made, ma_cha=renamed.get(made.ma_cha, made.ma_cha))
    if isinstance(made, NhiemVuNhap) and made.nhom and made.nhom != made.ten_nhom:
        return replace(made, nhom=f"B{number}.{made.nhom}")
    return made


def _about(doi_tuong: str, renamed: Mapping[str, str]) -> str:
    found = _MA_CUOI.fullmatch(doi_tuong)
    if not found or found["ma"] not in renamed:
        return doi_tuong
    return f"{found['truoc']}{renamed[found['ma']]}{found['sau'] or ''}"
