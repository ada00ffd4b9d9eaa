"""Reading .xlsx annexes into neutral tables, one per sheet.

A reader of our own, on the event parser of the standard library: it stops at the first row beyond
the limit, keeps a formula's missing result apart from an empty cell, and gives number formats,
merged ranges, struck-out words and hidden rows in one pass, which no library at hand does. Where a
sheet is plain enough for calamine to read the same, calamine does (``doc_nhanh``).
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from nhapxuat import loi_tep
from nhapxuat.bang_tho import BangTho
from nhapxuat.doc_nhanh import open_plain
from nhapxuat.doc_trang import SoLamViec, read_sheet
from nhapxuat.goi_ooxml import parts_of, read_events, read_relations
from nhapxuat.kiem_tep import BROKEN
from nhapxuat.kieu_xlsx import read_strings, read_styles
from nhapxuat.loi_tep import GioiHan


@dataclass(frozen=True, slots=True)
class _TrangTinh:
    """A sheet as the workbook lists it."""

    ten: str
    ten_phan: str
    bi_an: bool


def read_xlsx(tep: BinaryIO, gioi_han: GioiHan = loi_tep.MAC_DINH) -> tuple[BangTho, ...]:
    """Read all sheets of a checked workbook, hidden ones marked.

    :raises TepKhongDoc: broken, or beyond a limit.
    """
    try:
        with zipfile.ZipFile(tep) as goi:
            return tuple(_read_workbook(tep, goi, gioi_han))
    except BROKEN as error:
        raise loi_tep.TepHong from error


def _read_workbook(tep: BinaryIO, goi: zipfile.ZipFile, gioi_han: GioiHan) -> Iterator[BangTho]:
    main = next((path for kind, path in read_relations(goi, "").values()
                 if kind == "officeDocument"), "xl/workbook.xml")  # fmt: skip
    relations = read_relations(goi, main)
    by_kind = dict(relations.values())
    sheets, tu_1904 = _list_sheets(goi, main, relations)
    if not sheets:
        raise loi_tep.TepHong(main)
    if len(sheets) > gioi_han.bang_toi_da:
        raise loi_tep.TepQuaNhieu("Tệp", "trang tính", gioi_han.bang_toi_da)
    strings = by_kind.get("sharedStrings", "")
    if strings and strings not in parts_of(goi):
        raise loi_tep.TepHong(strings)
    chung = SoLamViec(
        lambda: read_strings(goi, strings, gioi_han),
        read_styles(goi, by_kind.get("styles", "")),
        tu_1904,
        gioi_han,
    )
    plain = open_plain(tep, goi, [sheet.ten for sheet in sheets], strings, gioi_han)
    if plain is None:
        chung.load_strings()  # so that too many are refused, whether cells name them or not
    for sheet in sheets:
        part, name = sheet.ten_phan, sheet.ten
        table = plain.read(part, name, chung) if plain else None
        yield replace(table or read_sheet(goi, part, name, chung), bi_an=sheet.bi_an)


def _list_sheets(
    goi: zipfile.ZipFile, main: str, relations: dict[str, tuple[str, str]]
) -> tuple[list[_TrangTinh], bool]:
    sheets: list[_TrangTinh] = []
    tu_1904 = False
    for kind, tag, attributes in read_events(goi, main):
        if (kind, tag) == ("mo", "workbookPr"):
            tu_1904 = attributes.get("date1904", "0") in {"1", "true"}
        elif (kind, tag) == ("mo", "sheet"):
            about, path = relations.get(attributes.get("id", ""), ("", ""))
            if about == "worksheet":
                hidden = attributes.get("state", "visible") != "visible"
                if path not in parts_of(goi):
                    raise loi_tep.TepHong(attributes.get("name", ""))
                sheets.append(_TrangTinh(attributes.get("name", ""), path, hidden))
    return sheets, tu_1904
