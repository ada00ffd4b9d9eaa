"""From a file to neutral tables: the gate first, then the reader of its kind.

This is what the process that may be stopped (a worker, with a time limit and a memory limit of its
own) calls; what it gives back is plain values, safe to hand to another process.
"""

from typing import BinaryIO

from nhapxuat import loi_tep
from nhapxuat.bang_tho import BangTho
from nhapxuat.doc_csv import read_csv
from nhapxuat.doc_docx import read_docx
from nhapxuat.doc_xlsx import read_xlsx
from nhapxuat.kiem_tep import LoaiPhuLuc, check_file
from nhapxuat.loi_tep import GioiHan

_READERS = {LoaiPhuLuc.XLSX: read_xlsx, LoaiPhuLuc.DOCX: read_docx, LoaiPhuLuc.CSV: read_csv}


def read_tables(
    tep: BinaryIO, ten: str, gioi_han: GioiHan = loi_tep.MAC_DINH
) -> tuple[BangTho, ...]:
    """Read all tables of a seekable file; ``ten`` is the name it was handed in with.

    :raises TepKhongDoc: one sentence that names the cause.
    """
    kind = check_file(tep, ten, gioi_han)
    tep.seek(0)
    return _READERS[kind](tep, gioi_han)
