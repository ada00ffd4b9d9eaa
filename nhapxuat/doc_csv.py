"""Reading .csv annexes: one neutral table; encoding and separator are found, never assumed."""

import csv
import io
from typing import BinaryIO

from nhapxuat import loi_tep
from nhapxuat.bang_tho import BangTho, DongTho, NguonBang, OTho
from nhapxuat.chu_tho import clean, find_old_encoding, say_old_encoding
from nhapxuat.loi_tep import GioiHan

_NGAN_CACH = (";", "\t", ",", "|")


def read_csv(tep: BinaryIO, gioi_han: GioiHan = loi_tep.MAC_DINH) -> tuple[BangTho, ...]:
    """Read a checked file of separated values (UTF-8, or UTF-16 with its mark).

    :raises TepKhongDoc: another encoding, or beyond a limit.
    """
    tep.seek(0)
    text = _decode(tep.read())
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_find_separator(text))
    csv.field_size_limit(gioi_han.chu_toi_da)
    try:
        for number, fields in enumerate(reader, start=1):
            if number > gioi_han.dong_toi_da:
                raise loi_tep.TepQuaNhieu("Tệp", "dòng", gioi_han.dong_toi_da)
            if len(fields) > gioi_han.cot_toi_da:
                raise loi_tep.TepQuaNhieu("Tệp", "cột", gioi_han.cot_toi_da)
            cells = {i: _cell(words) for i, words in enumerate(fields, start=1) if words.strip()}
            if cells:
                rows.append(DongTho(number, cells))
    except csv.Error as error:
        raise loi_tep.TepHong(f"dòng {reader.line_num}") from error
    return (BangTho("1", NguonBang.TEP_CSV, tuple(rows)),)


def _cell(words: str) -> OTho:
    text = clean(words)
    old = find_old_encoding(text)
    return OTho(text, cac_loi=(say_old_encoding(old),) if old else ())


def _decode(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise loi_tep.TepSaiLoai(
            "không ghi bằng mã UTF-8", "cần lưu thành “CSV UTF-8” từ Excel rồi tải lên"
        ) from error
    if "\0" in text:
        raise loi_tep.TepHong
    return text


def _find_separator(text: str) -> str:
    """Take the separator that stands in most of the first lines, most often.

    >>> _find_separator("TT;Nhiệm vụ, giải pháp;Thời hạn\\n1;A;Quý I")
    ';'
    """
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    counts = {mark: [line.count(mark) for line in lines] for mark in _NGAN_CACH}
    return max(_NGAN_CACH, key=lambda mark: (sum(map(bool, counts[mark])), sum(counts[mark])))
