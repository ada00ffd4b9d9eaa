"""Reading plain sheets by calamine, where it gives just what ``doc_trang`` gives.

calamine reads ten times as fast but tells values alone. So the markup of a sheet is walked over
first, by one expression that must match all of it without a gap: numbers and unformatted texts in
order, no formulas, no errors, nothing this module does not know. The walk gives the places, styles
and hidden rows; calamine the values; and what stands around the rows (merged ranges, hidden
columns) goes through the reader of ``doc_trang``. Any doubt means None: that reader does it all,
and says what is wrong, if something is.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from nhapxuat.bang_tho import BangTho, DongTho, OTho, column_number
from nhapxuat.chu_tho import clean
from nhapxuat.dinh_dang_so import read_number, show_number
from nhapxuat.doc_trang import SoLamViec, show_typed, style_at, table_around, text_cell
from nhapxuat.kieu_xlsx import ChuoiChu
from nhapxuat.loi_tep import GioiHan

_CO_TOI_DA = 16 * 2**20  # bytes of a part held in memory at once
_O_TRONG_TOI_DA = 100_000  # calamine lays out empty places too; so many beside those with values

_MO_BANG, _DONG_BANG = b"<sheetData>", b"</sheetData>"
_MA_KY_TU = b"_x"  # "_x000D_" stands for a character: each reader has its own way with it
_CHU = rb"<t(?: xml:space=\"preserve\")?>[^<\r]*</t>|<t/>"
_PHAN_BANG = re.compile(
    rb'<c r="(?P<cot>[A-Z]{1,3})[0-9]{1,7}"(?: s="(?P<kieu>[0-9]{1,7})")?'
    rb"(?:/>"
    rb'|(?: t="n")?>(?:<v>[0-9Ee.+-]*</v>|<v/>)?</c>'
    rb'|(?: t="s")><v>(?P<chuoi>[0-9]{1,7})</v></c>'
    rb'|(?: t="inlineStr")>(?:<is>(?:' + _CHU + rb")</is>)?</c>)"
    rb'|<row r="(?P<dong>[0-9]{1,7})"(?P<ve_dong>[^<>]*?)(?P<rong>/?)>|</row>|\s+'
)
_PHAN_CHUOI = re.compile(rb"<si>(?:" + _CHU + rb")</si>|\s+")
_AN = re.compile(rb'\bhidden="(?:1|true)"|\bht="0"')

# Row, its cells as (column, number of the style), whether it is hidden.
_Dong = tuple[int, list[tuple[int, str]], bool]


class SoNhanh:
    """A workbook both readers agree on as far as its texts go; ``so_chuoi`` are shared ones."""

    def __init__(self, so: CalamineWorkbook, goi: zipfile.ZipFile, so_chuoi: int) -> None:
        self._so = so
        self._goi = goi
        self._so_chuoi = so_chuoi

    def read(self, ten_phan: str, ten: str, chung: SoLamViec) -> BangTho | None:
        """Read one sheet; None where the other reader is to read it."""
        content = _part(self._goi, ten_phan)
        start, end = content.find(_MO_BANG), content.rfind(_DONG_BANG)
        if not 0 <= start < end or _MA_KY_TU in content:
            return None
        rows = _walk(content, start + len(_MO_BANG), end, self._so_chuoi)
        if rows is None or not _within(rows, chung):
            return None
        try:
            sheet = self._so.get_sheet_by_name(ten)
            read = list(_make_rows(rows, sheet, chung))
        except (CalamineError, _KhongGiong):
            return None
        chung.so_o += sum(len(row.cac_o) for row in read)
        around = content[: start + len(_MO_BANG)] + content[end:]
        last = rows[-1][0] if rows else 0
        return replace(table_around(around, ten_phan, ten, chung, last), cac_dong=tuple(read))


class _KhongGiong(Exception):
    """calamine gives something the other reader would not."""


def open_plain(
    tep: BinaryIO,
    goi: zipfile.ZipFile,
    cac_ten: Sequence[str],
    phan_chuoi: str,
    gioi_han: GioiHan,
) -> SoNhanh | None:
    """Open a workbook for ``SoNhanh.read``; None where its texts are not all plain.

    ``cac_ten`` are the names of its sheets, ``phan_chuoi`` is the part with shared strings, if any.
    """
    count = _count_strings(_part(goi, phan_chuoi)) if phan_chuoi else 0
    if count is None or count > gioi_han.o_toi_da or len(set(cac_ten)) < len(cac_ten):
        return None
    try:
        tep.seek(0)
        return SoNhanh(CalamineWorkbook.from_filelike(tep), goi, count)
    except CalamineError:
        return None


def _part(goi: zipfile.ZipFile, ten_phan: str) -> bytes:
    """Give a part's bytes; nothing of one that is missing or large."""
    found = goi.NameToInfo.get(ten_phan)
    if found is None or found.file_size > _CO_TOI_DA:
        return b""
    with goi.open(found) as stream:
        content = stream.read(_CO_TOI_DA + 1)
    return content if len(content) <= _CO_TOI_DA else b""


def _count_strings(content: bytes) -> int | None:
    """Count shared strings; None where one has runs with looks of their own."""
    found = re.search(rb"<sst\b[^<>]*>", content)
    end = content.rfind(b"</sst>")
    if found is None or found.end() > end or _MA_KY_TU in content:
        return None
    at, count = found.end(), 0
    for match in _PHAN_CHUOI.finditer(content, at, end):
        if match.start() != at:
            return None
        at = match.end()
        count += match[0][:1] == b"<"
    return count if at == end else None


def _walk(content: bytes, start: int, end: int, so_chuoi: int) -> list[_Dong] | None:
    """List the rows with the places and styles of their cells; None where markup is not known."""
    walk = _DuyetBang(so_chuoi)
    at = start
    for match in _PHAN_BANG.finditer(content, start, end):
        if match.start() != at or not walk.take(match):
            return None
        at = match.end()
    return walk.rows if at == end and not walk.is_open else None


class _DuyetBang:
    """The walk over a sheet's rows and cells; ``take`` says whether one may stand where it does."""

    def __init__(self, so_chuoi: int) -> None:
        self.rows: list[_Dong] = []
        self.is_open = False
        self._so_chuoi = so_chuoi
        self._columns: dict[bytes, int] = {}

    def take(self, match: re.Match[bytes]) -> bool:
        letters, style, string, number, about, empty = match.groups()
        if letters:
            return self.is_open and self._take_cell(letters, style, string)
        if number:
            above = self.rows[-1][0] if self.rows else 0
            fits = not self.is_open and int(number) > above
            self.rows.append((int(number), [], _AN.search(about) is not None))
            self.is_open = not empty
            return fits
        closes = match[0] == b"</row>"
        fits = self.is_open or not closes
        self.is_open = self.is_open and not closes
        return fits

    def _take_cell(self, letters: bytes, style: bytes | None, string: bytes | None) -> bool:
        cells = self.rows[-1][1]
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = column_number(letters.decode())
        fits = column > (cells[-1][0] if cells else 0)
        cells.append((column, style.decode() if style else ""))
        return fits and (string is None or int(string) < self._so_chuoi)


def _within(rows: Sequence[_Dong], chung: SoLamViec) -> bool:
    """Tell whether the limits hold, and laying out the whole sheet is cheap."""
    limits = chung.gioi_han
    last = rows[-1][0] if rows else 0
    widest = max((cells[-1][0] for _, cells, _ in rows if cells), default=0)
    count = sum(len(cells) for _, cells, _ in rows)
    return (
        last <= limits.dong_toi_da
        and widest <= limits.cot_toi_da
        and chung.so_o + count <= limits.o_toi_da
        and last * widest <= count + _O_TRONG_TOI_DA
    )


def _make_rows(rows: Sequence[_Dong], sheet: CalamineSheet, chung: SoLamViec) -> Iterator[DongTho]:
    values = sheet.to_python(skip_empty_area=False)
    made: dict[tuple[str, str], OTho | None] = {}
    for so_dong, places, hidden in rows:
        line: Sequence[Any] = values[so_dong - 1] if so_dong <= len(values) else ()
        cells = {}
        for column, style in places:
            value = line[column - 1] if column <= len(line) else ""
            if isinstance(value, str):
                if (value, style) not in made:
                    made[value, style] = _text(value, style, chung)
                cell = made[value, style]
            else:
                cell = _number(value, style, chung)
            if cell is not None:
                cells[column] = cell
        if cells:
            yield DongTho(so_dong, cells, bi_an=hidden)


def _text(value: str, style: str, chung: SoLamViec) -> OTho | None:
    """Make the cell of a text.

    :raises _KhongGiong: it is too long to be kept whole.
    """
    if len(value) > chung.gioi_han.chu_toi_da:
        raise _KhongGiong
    return text_cell(ChuoiChu(clean(value)), style_at(style, chung.cac_kieu)) if value else None


def _number(value: object, style: str, chung: SoLamViec) -> OTho:
    """Make the cell of a number.

    :raises _KhongGiong: the format makes it a date, or it is no number.
    """
    number = read_number(repr(value)) if type(value) in {int, float} else None
    if number is None:
        raise _KhongGiong
    look = style_at(style, chung.cac_kieu)
    return show_typed(show_number(number, look.dinh_dang, tu_1904=chung.tu_1904), look)
