"""The folder of trusted roots: what is read from it, and what is said of files of no use."""

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from tests.vanban.ky_thu import CoQuanCapThu
from vanban.chung_thu import BoChungThu, load_trust

pytestmark = pytest.mark.pure

MOT, HAI = CoQuanCapThu("Gốc một"), CoQuanCapThu("Gốc hai")


def der(noi_cap: CoQuanCapThu) -> bytes:
    return noi_cap.goc.public_bytes(serialization.Encoding.DER)


def pem(noi_cap: CoQuanCapThu) -> bytes:
    return noi_cap.goc.public_bytes(serialization.Encoding.PEM)


@pytest.mark.parametrize("folder", [None, Path("/nowhere/at/all")])
def test_no_folder_is_no_trust(folder: Path | None) -> None:
    assert load_trust(folder) == BoChungThu()


def test_certificates_and_lists_are_read_in_both_forms(tmp_path: Path) -> None:
    crl = MOT.revoke()
    (tmp_path / "a.cer").write_bytes(der(MOT))
    (tmp_path / "b.PEM").write_bytes(b"Bag Attributes\n" + pem(HAI) + pem(MOT))
    (tmp_path / "c.crl").write_bytes(crl)
    as_pem = x509.load_der_x509_crl(crl).public_bytes(serialization.Encoding.PEM)
    (tmp_path / "d.crl").write_bytes(as_pem)
    (tmp_path / "README.txt").write_text("not a certificate")
    (tmp_path / "thu_muc.crt").mkdir()
    assert load_trust(tmp_path) == BoChungThu(
        goc_tin_cay=(der(MOT), der(HAI), der(MOT)), danh_sach_thu_hoi=(crl, crl)
    )


@pytest.mark.parametrize(
    "noi_dung",
    [b"", b"hello", b"-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n"],
    ids=["rong", "chu", "pem-hong"],
)
def test_file_of_no_use_is_named(tmp_path: Path, noi_dung: bytes) -> None:
    (tmp_path / "goc.crt").write_bytes(noi_dung)
    assert load_trust(tmp_path) == BoChungThu(
        canh_bao=(
            "Tệp goc.crt trong thư mục chứng thư gốc không đọc được; cần chứng thư hoặc danh sách "
            "thu hồi dạng DER hoặc PEM.",
        )
    )
