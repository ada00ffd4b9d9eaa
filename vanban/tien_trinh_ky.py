"""The process that reads a signed file (tiến trình ký): one request in, one answer out, bounded.

`python -m vanban.tien_trinh_ky` is started by `kiem_chu_ky` for one file and ends with it.
"""

import json
import sys
from datetime import datetime
from typing import Any, BinaryIO

from vanban.chu_ky_so import to_json
from vanban.chung_thu import BoChungThu
from vanban.loi_chu_ky import LoiChuKy
from vanban.tien_trinh_rieng import set_bounds

BO_NHO_TOI_DA = 2**30  # bytes of address space
CPU_TOI_DA = 30  # seconds of processor time


def answer(request: BinaryIO) -> dict[str, Any]:
    """Read one request of `kiem_chu_ky` and check the file in it."""
    # Here and not above: loading the library must count against the bounds too.
    from vanban.doc_chu_ky import read_signed  # noqa: PLC0415

    head = json.loads(request.readline())
    tep = request.read(head["tep"])
    chung_thu = BoChungThu(
        tuple(request.read(size) for size in head["goc_tin_cay"]),
        tuple(request.read(size) for size in head["danh_sach_thu_hoi"]),
    )
    try:
        cac_chu_ky = read_signed(
            tep,
            so_byte=head["so_byte"],
            chung_thu=chung_thu,
            at=datetime.fromisoformat(head["at"]),
        )
    except LoiChuKy as loi:
        return {"loi": type(loi).__name__, "gia_tri": loi.gia_tri}
    return {"cac_chu_ky": [to_json(chu_ky) for chu_ky in cac_chu_ky]}


if __name__ == "__main__":
    set_bounds(bo_nho=BO_NHO_TOI_DA, cpu=CPU_TOI_DA)
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer)))
