"""Certificates of trusted roots and lists of revoked ones (chứng thư), from a folder of files.

The folder is filled by whoever runs the portal: .crt, .cer, .pem, .der hold certificates, .crl
lists of revoked certificates, each as DER or PEM. Nothing is ever fetched from a network.
Standard library only.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from pathlib import Path

DUOI_CHUNG_THU = (".crt", ".cer", ".pem", ".der")
DUOI_THU_HOI = ".crl"
TEP_TOI_DA = 20 * 2**20  # bytes; the largest lists of revoked certificates have a few MB
_PEM = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----(.+?)-----END \1-----", re.DOTALL)
_LOAI_PEM = {b"CERTIFICATE": True, b"X509 CRL": False}


@dataclass(frozen=True)
class BoChungThu:
    """Trusted roots and lists of revoked certificates, each as DER, and what could not be read.

    `canh_bao` has one Vietnamese sentence for each file of the folder that is of no use.
    """

    goc_tin_cay: tuple[bytes, ...] = ()
    danh_sach_thu_hoi: tuple[bytes, ...] = ()
    canh_bao: tuple[str, ...] = ()


def load_trust(thu_muc: Path | None) -> BoChungThu:
    """Read the files of a folder in the order of their names; no folder is an empty set."""
    if thu_muc is None or not thu_muc.is_dir():
        return BoChungThu()
    goc: list[bytes] = []
    thu_hoi: list[bytes] = []
    canh_bao: list[str] = []
    for tep in sorted(thu_muc.iterdir()):
        if not tep.is_file() or tep.suffix.lower() not in (*DUOI_CHUNG_THU, DUOI_THU_HOI):
            continue
        parts = _read(tep)
        goc += [der for la_chung_thu, der in parts if la_chung_thu]
        thu_hoi += [der for la_chung_thu, der in parts if not la_chung_thu]
        if not parts:
            canh_bao.append(
                f"Tệp {tep.name} trong thư mục chứng thư gốc không đọc được; cần chứng thư hoặc "
                "danh sách thu hồi dạng DER hoặc PEM."
            )
    return BoChungThu(tuple(goc), tuple(thu_hoi), tuple(canh_bao))


def _read(tep: Path) -> list[tuple[bool, bytes]]:
    """List what one file holds as (is a certificate, DER); nothing when it can't be read."""
    try:
        if tep.stat().st_size > TEP_TOI_DA:
            return []
        noi_dung = tep.read_bytes()
    except OSError:
        return []
    return split_der(noi_dung, la_chung_thu=tep.suffix.lower() != DUOI_THU_HOI)


def split_der(noi_dung: bytes, *, la_chung_thu: bool) -> list[tuple[bool, bytes]]:
    """Take PEM blocks apart; anything else is DER when it begins as DER does.

    >>> split_der(b"-----BEGIN X509 CRL-----\\nMAA=\\n-----END X509 CRL-----", la_chung_thu=True)
    [(False, b'0\\x00')]
    >>> split_der(b"0\\x00", la_chung_thu=True), split_der(b"hello", la_chung_thu=True)
    ([(True, b'0\\x00')], [])
    """
    blocks = _PEM.findall(noi_dung)
    if not blocks:
        return [(la_chung_thu, noi_dung)] if noi_dung.startswith(b"\x30") else []
    try:
        return [
            (_LOAI_PEM[loai], base64.b64decode(b"".join(than.split()), validate=True))
            for loai, than in blocks
            if loai in _LOAI_PEM
        ]
    except binascii.Error:
        return []
