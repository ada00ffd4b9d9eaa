"""Neutral tables as bytes (bảng lưu), so that another process or another day can have them.

JSON, compressed; every typed value comes back as exactly what it was.
"""

import json
import zlib
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from nhapxuat.bang_tho import BangTho, DongTho, NguonBang, OTho, VungGop

GiaTriO = Decimal | date | datetime | bool | None


def tables_to_bytes(tables: Iterable[BangTho]) -> bytes:
    """Write tables; ``tables_from_bytes`` gives equal ones back."""
    text = json.dumps([_table(bang) for bang in tables], ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def tables_from_bytes(content: bytes) -> tuple[BangTho, ...]:
    """Read what ``tables_to_bytes`` wrote; no tables of nothing."""
    if not content:
        return ()
    told = json.loads(zlib.decompress(content).decode("utf-8", "surrogatepass"))
    return tuple(_table_of(one) for one in told)


def _table(bang: BangTho) -> dict[str, Any]:
    return {
        "ten": bang.ten,
        "nguon": bang.nguon.value,
        "dong": [_row(row) for row in bang.cac_dong],
        "gop": [[v.dong_dau, v.cot_dau, v.dong_cuoi, v.cot_cuoi] for v in bang.vung_gop],
        "bi_an": bang.bi_an,
        "cot_an": sorted(bang.cot_an),
        "truoc": bang.chu_truoc,
        "sau": bang.chu_sau,
        "canh_bao": bang.canh_bao,
    }


def _table_of(told: dict[str, Any]) -> BangTho:
    return BangTho(
        ten=told["ten"],
        nguon=NguonBang(told["nguon"]),
        cac_dong=tuple(_row_of(row) for row in told["dong"]),
        vung_gop=tuple(VungGop(*ends) for ends in told["gop"]),
        bi_an=told["bi_an"],
        cot_an=frozenset(told["cot_an"]),
        chu_truoc=tuple(told["truoc"]),
        chu_sau=tuple(told["sau"]),
        canh_bao=tuple(told["canh_bao"]),
    )


def _row(row: DongTho) -> list[Any]:
    cells = [[cot, *_cell(cell)] for cot, cell in row.cac_o.items()]
    return [row.so_dong, cells, row.bi_an, row.la_tieu_de, row.canh_bao]


def _row_of(told: list[Any]) -> DongTho:
    so_dong, cells, bi_an, la_tieu_de, canh_bao = told
    cac_o = {cot: _cell_of(rest) for cot, *rest in cells}
    return DongTho(so_dong, cac_o, bi_an, la_tieu_de, tuple(canh_bao))


def _cell(cell: OTho) -> list[Any]:
    """Give the words alone where there is nothing else, as for nearly all cells."""
    more = (
        _value(cell.gia_tri), cell.dinh_dang, cell.chu_dam, cell.chu_nghieng, cell.da_gach,
        cell.danh_so, cell.canh_bao, cell.cac_loi,
    )  # fmt: skip
    return [cell.noi_dung, *more] if any(part not in (None, "", False, ()) for part in more) else [
        cell.noi_dung
    ]  # fmt: skip


def _cell_of(told: list[Any]) -> OTho:
    if len(told) == 1:
        return OTho(told[0])
    noi_dung, gia_tri, dinh_dang, dam, nghieng, gach, danh_so, canh_bao, cac_loi = told
    return OTho(
        noi_dung, _value_of(gia_tri), dinh_dang, dam, nghieng, gach, danh_so,
        tuple(canh_bao), tuple(cac_loi),
    )  # fmt: skip


def _value(gia_tri: GiaTriO) -> list[str] | None:
    if gia_tri is None:
        return None
    if isinstance(gia_tri, bool):
        return ["bool", "1" if gia_tri else ""]
    if isinstance(gia_tri, Decimal):
        return ["so", str(gia_tri)]
    return ["luc" if isinstance(gia_tri, datetime) else "ngay", gia_tri.isoformat()]


def _value_of(told: list[str] | None) -> GiaTriO:
    if told is None:
        return None
    kind, text = told
    if kind == "bool":
        return bool(text)
    if kind == "so":
        return Decimal(text)
    return datetime.fromisoformat(text) if kind == "luc" else date.fromisoformat(text)
