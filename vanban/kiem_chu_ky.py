"""Check a signed file taken back against the document that was issued (kiểm chữ ký).

The portal takes a file back only when its first bytes are exactly the issued ones and everything
after them is signatures in the two fields of `o_ky`. What can be seen from the bytes alone is seen
here; reading the PDF happens in a process of its own (`tien_trinh_ky`) with bounds on time and
memory, so that a hostile file costs the portal nothing but that process. Standard library only.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vanban.chu_ky_so import KetQuaKiem, from_json
from vanban.chung_thu import BoChungThu
from vanban.loi_chu_ky import (
    CAC_LOI,
    LoiBanCu,
    LoiChuaKy,
    LoiChuKy,
    LoiDaSua,
    LoiKhongDocDuoc,
    LoiKhongPhaiPdf,
    LoiMaHoa,
    LoiQuaLon,
    LoiVanBanKhac,
)
from vanban.tien_trinh_rieng import KhongTraLoi, QuaThoiGian, ask_process

TEP_TOI_DA = 50 * 2**20  # bytes, when no other limit is given
THOI_GIAN_TOI_DA = 60  # seconds of the process, its start included
_ENCRYPT = re.compile(rb"/Encrypt(?![A-Za-z])")
_ID = re.compile(rb"/ID\s*\[\s*\(([0-9a-f]{32})\)")


@dataclass(frozen=True)
class BanDaTao:
    """A file that the portal made (bản đã tạo): its name for people, size and SHA-256.

    `la_ban_cu`: an older version of the document that is expected, not another document.
    """

    ten_ban: str
    so_byte: int
    ma_bam: str
    la_ban_cu: bool


def check_size(so_byte: int, toi_da: int = TEP_TOI_DA) -> None:
    """Refuse a file by its size, before anything of it is read.

    :raises LoiQuaLon: above `toi_da` bytes (the limit itself is allowed).
    """
    if so_byte > toi_da:
        raise LoiQuaLon(so_mb=f"{so_byte / 2**20:.1f}".replace(".", ","), toi_da=f"{toi_da >> 20}")


def check_signed(
    tep: bytes,
    *,
    issued: bytes,
    chung_thu: BoChungThu,
    at: datetime,
    toi_da: int = TEP_TOI_DA,
    ban_khac: Iterable[BanDaTao] = (),
) -> KetQuaKiem:
    """Check the bytes of a signed file against the `issued` ones; say who signed and when.

    One signature is enough; `KetQuaKiem.o_con_trong` tells which field is still empty. `chung_thu`
    comes from `chung_thu.load_trust`; without trusted roots a good signature is accepted, and says
    so. `at` is when the file came in, aware. `ban_khac` are files the file may be taken for, so
    that the error can name them. Takes two to four seconds, most of it to start the process.

    :raises LoiChuKy: the sub-class says why the file is refused; no other error leaves here.
    """
    check_size(len(tep), toi_da)
    check_bytes(tep, issued=issued, ban_khac=ban_khac)
    answer = _ask_process(_request(tep, so_byte=len(issued), chung_thu=chung_thu, at=at))
    if "loi" in answer:
        raise CAC_LOI[answer["loi"]](**answer["gia_tri"])
    return KetQuaKiem(
        so_byte=len(tep),
        ma_bam=hashlib.sha256(tep).hexdigest(),
        cac_chu_ky=tuple(from_json(chu_ky) for chu_ky in answer["cac_chu_ky"]),
    )


def check_bytes(tep: bytes, *, issued: bytes, ban_khac: Iterable[BanDaTao] = ()) -> None:
    """Refuse what needs no reading of the PDF: another kind of file, another document, no change.

    :raises LoiChuKy: as its sub-classes say.
    """
    if b"%PDF-" not in tep[:1024]:
        raise LoiKhongPhaiPdf
    if not tep.startswith(issued):
        raise _why_not_issued(tep, issued, ban_khac)
    if _ENCRYPT.search(tep, len(issued)):
        raise LoiMaHoa
    if not tep[len(issued) :].strip():
        raise LoiChuaKy


def _why_not_issued(tep: bytes, issued: bytes, ban_khac: Iterable[BanDaTao]) -> LoiChuKy:
    """Tell what a file is that does not begin with the issued bytes.

    The identifier of the issued file survives an edit, so it tells a changed copy from another
    document; it stands in the file as text or as hexadecimal digits.
    """
    if _ENCRYPT.search(tep):
        return LoiMaHoa()
    for ban in ban_khac:
        if hashlib.sha256(tep[: ban.so_byte]).hexdigest() == ban.ma_bam:
            if ban.la_ban_cu:
                return LoiBanCu(ten_ban=ban.ten_ban)
            return LoiVanBanKhac(ten_ban=f" ({ban.ten_ban})")
    found = _ID.search(issued)
    if found and (found[1] in tep or found[1].hex().encode() in tep.lower()):
        return LoiDaSua(chi_tiet="các byte của văn bản không còn như lúc cổng tạo ra")
    return LoiVanBanKhac(ten_ban="")


def _request(tep: bytes, *, so_byte: int, chung_thu: BoChungThu, at: datetime) -> bytes:
    """Write what the process reads: one line of JSON, then all bytes one after the other."""
    head: dict[str, Any] = {
        "so_byte": so_byte,
        "at": at.isoformat(),
        "tep": len(tep),
        "goc_tin_cay": [len(der) for der in chung_thu.goc_tin_cay],
        "danh_sach_thu_hoi": [len(der) for der in chung_thu.danh_sach_thu_hoi],
    }
    line = json.dumps(head).encode() + b"\n"
    return b"".join((line, tep, *chung_thu.goc_tin_cay, *chung_thu.danh_sach_thu_hoi))


def _ask_process(request: bytes, thoi_gian: int = THOI_GIAN_TOI_DA) -> dict[str, Any]:
    """Have the process read the file; see `tien_trinh_rieng`.

    :raises LoiKhongDocDuoc: when it takes too long or dies of its bounds.
    """
    try:
        answer: dict[str, Any] = json.loads(
            ask_process("vanban.tien_trinh_ky", request, thoi_gian=thoi_gian)
        )
    except QuaThoiGian as error:
        raise LoiKhongDocDuoc(chi_tiet=f"quá {thoi_gian} giây chưa đọc xong") from error
    except (KhongTraLoi, ValueError) as error:
        raise LoiKhongDocDuoc(chi_tiet="tệp cần quá nhiều bộ nhớ hoặc thời gian để đọc") from error
    return answer
