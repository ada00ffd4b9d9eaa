"""Reading an annex in a process of its own (đọc riêng), with bounds on memory and time.

Whatever the file does, the process that asks goes on: it gets tables, or one sentence.
"""

import json
from dataclasses import asdict

from nhapxuat import loi_tep
from nhapxuat.bang_luu import tables_from_bytes
from nhapxuat.bang_tho import BangTho
from nhapxuat.loi_tep import GioiHan, TepKhongDoc, TepQuaLon, TepRong, TepTonSuc
from nhapxuat.tien_trinh_doc import DOC_DUOC, TU_CHOI
from vanban.tien_trinh_rieng import KhongTraLoi, QuaThoiGian, ask_process

THOI_GIAN_TOI_DA = 14  # seconds of the process, its start included


def check_size(so_byte: int, gioi_han: GioiHan = loi_tep.MAC_DINH) -> None:
    """Refuse a file by its size alone, before anything of it is read.

    :raises TepRong: it has no bytes.
    :raises TepQuaLon: it has more than the limit (the limit itself is allowed).
    """
    if so_byte == 0:
        raise TepRong
    if so_byte > gioi_han.tep_toi_da:
        raise TepQuaLon(so_byte, gioi_han.tep_toi_da)


def read_apart(tep: bytes, ten: str, gioi_han: GioiHan = loi_tep.MAC_DINH) -> bytes:
    """Read the tables of a file; give them as ``bang_luu`` writes them.

    :raises TepKhongDoc: one sentence that names the cause; too much time or memory is one.
    """
    check_size(len(tep), gioi_han)
    head = json.dumps({"ten": ten, "gioi_han": asdict(gioi_han)}).encode()
    try:
        told = ask_process(
            "nhapxuat.tien_trinh_doc", head + b"\n" + tep, thoi_gian=THOI_GIAN_TOI_DA
        )
    except (QuaThoiGian, KhongTraLoi) as error:
        raise TepTonSuc from error
    kind, content = told[:1], told[1:]
    if kind == DOC_DUOC:
        return content
    if kind == TU_CHOI:
        raise TepKhongDoc(content.decode())
    raise TepTonSuc


def read_tables_apart(
    tep: bytes, ten: str, gioi_han: GioiHan = loi_tep.MAC_DINH
) -> tuple[BangTho, ...]:
    """Read the tables of a file.

    :raises TepKhongDoc: one sentence that names the cause.
    """
    return tables_from_bytes(read_apart(tep, ten, gioi_han))
