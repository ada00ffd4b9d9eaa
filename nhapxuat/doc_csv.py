"""Reading .csv annexes: one neutral table; encoding and separator are found, never assumed."""

import csv
import io
import re
import unicodedata
from typing import BinaryIO

from donvi.tieng_viet import format_so
from nhapxuat import loi_tep
from nhapxuat.bang_tho import BangTho, DongTho, NguonBang, OTho
from nhapxuat.chu_tho import clean, find_old_encoding, say_old_encoding
from nhapxuat.loi_tep import GioiHan

_NGAN_CACH = (";", "\t", ",", "|")
MA_1258 = (
    "Tệp ghi bằng mã Windows-1258 nên đã được đổi sang Unicode; cần xem lại dấu tiếng Việt trong "
    "vài dòng trước khi lưu."
)
_XEM_NGOAC = "cần xem lại các dấu ngoặc kép rồi lưu thành “CSV UTF-8” từ Excel"
_NHIEU_DONG = "Ô gồm nhiều dòng có dấu ngăn cột; cần xem lại dấu ngoặc kép quanh ô này."
_KHONG_PHAI_VIET = re.compile(
    "[\u0300-\u036f\u0080-\u009f]|[^\\W\\d_][\u00a1-\u00bf\u00d7\u00f7]|[\u00a1-\u00bf\u00d7\u00f7][^\\W\\d_]"
    "|[ÄÅÆÇËÏÑÖØÛÜßäåæçëïñöøûüÿŒœƒ]"
)
_CHU_VIET = re.compile("[\u1ea0-\u1ef9ăđơưĂĐƠƯ]")


def read_csv(tep: BinaryIO, gioi_han: GioiHan = loi_tep.MAC_DINH) -> tuple[BangTho, ...]:
    """Read a checked file of separated values (UTF-8, UTF-16 with its mark, Windows-1258).

    :raises TepKhongDoc: another encoding, or beyond a limit.
    """
    tep.seek(0)
    text, told = _decode(tep.read())
    separator = _find_separator(text)
    rows = []
    csv.field_size_limit(gioi_han.chu_toi_da)
    _check_quotes(text, separator)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, fields in enumerate(reader, start=1):
            if number > gioi_han.dong_toi_da:
                raise loi_tep.TepQuaNhieu("Tệp", "dòng", gioi_han.dong_toi_da)
            if len(fields) > gioi_han.cot_toi_da:
                raise loi_tep.TepQuaNhieu("Tệp", "cột", gioi_han.cot_toi_da)
            cells = {
                i: _cell(words, separator)
                for i, words in enumerate(fields, start=1)
                if words.strip()
            }
            if cells:
                rows.append(DongTho(number, cells))
    except csv.Error as error:
        raise loi_tep.TepSaiLoai(
            f"có ô dài quá {format_so(gioi_han.chu_toi_da)} ký tự ở dòng {reader.line_num}",
            _XEM_NGOAC,
        ) from error
    if not rows:
        raise loi_tep.TepRong
    return (BangTho("1", NguonBang.TEP_CSV, tuple(rows), canh_bao=told),)


def _check_quotes(text: str, separator: str) -> None:
    """Refuse a file that ends within quotes: all after the first of them would be one cell."""
    if text.count('"') % 2 == 0:
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    last = 1
    try:
        for _ in reader:
            last = reader.line_num + 1
    except csv.Error as error:
        if "end of data" in str(error):
            where = f"có dấu ngoặc kép mở ở dòng {last} mà không đóng"
            raise loi_tep.TepSaiLoai(where, _XEM_NGOAC) from error


def _cell(words: str, separator: str) -> OTho:
    text = clean(words)
    old = find_old_encoding(text)
    swallowed = any(line.count(separator) > 1 for line in words.splitlines()[1:])
    told = (_NHIEU_DONG,) if swallowed else ()
    return OTho(text, canh_bao=told, cac_loi=(say_old_encoding(old),) if old else ())


def _other_encoding() -> loi_tep.TepSaiLoai:
    return loi_tep.TepSaiLoai(
        "không ghi bằng mã UTF-8", "cần lưu thành “CSV UTF-8” từ Excel rồi tải lên"
    )


def _decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Give the text, and what to say about its encoding."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    told: tuple[str, ...] = ()
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        text = _decode_1258(content)
        told = (MA_1258,)
        if not text:
            raise _other_encoding() from error
    if "\0" in text:
        raise _other_encoding()
    return text, told


def _decode_1258(content: bytes) -> str:
    """Read Windows-1258, "" where the text is not plainly Vietnamese in it.

    It writes tones after their vowels; in text of another encoding some stand elsewhere.

    >>> _decode_1258("đi làm".encode("cp1258")), _decode_1258("nh©n d©n".encode("cp1252"))
    ('đi làm', '')
    """
    try:
        text = unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError:
        return ""
    return "" if _KHONG_PHAI_VIET.search(text) or not _CHU_VIET.search(text) else text


def _find_separator(text: str) -> str:
    """Take the separator that stands in most of the first lines, most often.

    >>> _find_separator("TT;Nhiệm vụ, giải pháp;Thời hạn\\n1;A;Quý I")
    ';'
    """
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    counts = {mark: [line.count(mark) for line in lines] for mark in _NGAN_CACH}
    return max(_NGAN_CACH, key=lambda mark: (sum(map(bool, counts[mark])), sum(counts[mark])))
