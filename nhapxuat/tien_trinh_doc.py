"""The process that reads an annex (tiến trình đọc): one file in, its tables out, bounded.

`python -m nhapxuat.tien_trinh_doc` is started by `doc_rieng` for one file and ends with it. The
answer is one byte and then either the tables (``bang_luu``) or one sentence.
"""

import io
import json
import sys
from typing import BinaryIO

from vanban.tien_trinh_rieng import set_bounds

BO_NHO_TOI_DA = 280 * 2**20  # bytes of address space, so that the file stays below 300 MB
CPU_TOI_DA = 12  # seconds of processor time
DOC_DUOC, TU_CHOI, QUA_BO_NHO = b"+", b"-", b"!"


def answer(request: BinaryIO) -> bytes:
    """Read one request: a line of JSON (name, limits), then the bytes of the file."""
    # Here and not above: loading the readers must count against the bounds too.
    from nhapxuat.bang_luu import tables_to_bytes  # noqa: PLC0415
    from nhapxuat.doc_tep import read_tables  # noqa: PLC0415
    from nhapxuat.loi_tep import GioiHan, TepKhongDoc  # noqa: PLC0415

    head = json.loads(request.readline())
    try:
        tables = read_tables(io.BytesIO(request.read()), head["ten"], GioiHan(**head["gioi_han"]))
        return DOC_DUOC + tables_to_bytes(tables)
    except TepKhongDoc as refusal:
        return TU_CHOI + str(refusal).encode("utf-8", "replace")
    except (MemoryError, RecursionError):
        return QUA_BO_NHO


if __name__ == "__main__":
    set_bounds(bo_nho=BO_NHO_TOI_DA, cpu=CPU_TOI_DA)
    sys.stdout.buffer.write(answer(sys.stdin.buffer))
