"""Sign documents in tests as a signing program would, with certificates made on the spot.

    co_quan_cap = CoQuanCapThu()                    # an authority: makes certificates
    chu_tich = co_quan_cap.issue("Trần Văn Mẫu", "Ủy ban nhân dân xã Vũ Quang")
    signed = sign(pdf, "ChuKyNguoiKy", chu_tich)    # into an existing field
    check_signed(signed, issued=pdf, chung_thu=co_quan_cap.trust(), at=NHAN_LUC)

Keys are of the curve P-256, so that making one takes a millisecond. All times are given.
"""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import (
    PdfSignatureMetadata,
    PdfSigner,
    PdfTimeStamper,
    SimpleSigner,
)
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from vanban.chung_thu import BoChungThu
from vanban.o_ky import O_CO_QUAN, O_NGUOI_KY

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
VIET_NAM = timezone(timedelta(hours=7))
KY_LUC = datetime(2026, 1, 5, 9, 30, tzinfo=VIET_NAM)  # when tests sign
NHAN_LUC = datetime(2026, 1, 5, 10, 0, tzinfo=VIET_NAM)  # when the file is taken back
HIEU_LUC = (datetime(2025, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
_NET_KY = b"q 0.1 0.2 0.8 RG 1.5 w 8 20 m 30 75 45 5 60 45 c 75 80 80 10 105 60 c S Q"
_CON_DAU = b"q 0.85 0.1 0.1 RG 2 w 4 51 m 4 112 98 112 98 51 c 98 -10 4 -10 4 51 c S Q"


@dataclass(frozen=True)
class NguoiKyThu:
    """A holder of a test certificate with its key."""

    chung_thu: x509.Certificate
    khoa: PrivateKey
    nguoi_cap: x509.Certificate

    def signer(self) -> SimpleSigner:
        store = SimpleCertificateStore()
        store.register(_asn1(self.nguoi_cap))
        return SimpleSigner(
            signing_cert=_asn1(self.chung_thu), signing_key=self.private_key(), cert_registry=store
        )

    def private_key(self) -> keys.PrivateKeyInfo:
        der = self.khoa.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return keys.PrivateKeyInfo.load(der)

    def timestamper(self, luc: datetime = KY_LUC) -> DummyTimeStamper:
        """Serve as a time-stamping service with a given clock."""
        store = SimpleCertificateStore()
        store.register(_asn1(self.nguoi_cap))
        return DummyTimeStamper(
            _asn1(self.chung_thu), self.private_key(), certs_to_embed=store, fixed_dt=luc
        )


@dataclass
class CoQuanCapThu:
    """A certificate authority of tests with its own root."""

    ten: str = "Cơ quan chứng thực thử nghiệm"
    khoa: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def __post_init__(self) -> None:
        self.goc = self._certify(_name(self.ten, "Ban thử nghiệm"), self.khoa, *HIEU_LUC, ca=True)

    def issue(
        self,
        ten: str,
        to_chuc: str,
        tu_ngay: datetime = HIEU_LUC[0],
        den_ngay: datetime = HIEU_LUC[1],
        *,
        dau_thoi_gian: bool = False,
    ) -> NguoiKyThu:
        """Make a certificate for a person, or for a body when `ten` is the body's name.

        `dau_thoi_gian` makes one for a time-stamping service.
        """
        khoa = _rsa_key() if dau_thoi_gian else ec.generate_private_key(ec.SECP256R1())
        chu_the = _name(ten, to_chuc)
        chung_thu = self._certify(
            chu_the, khoa, tu_ngay, den_ngay, ca=False, dau_thoi_gian=dau_thoi_gian
        )
        return NguoiKyThu(chung_thu, khoa, self.goc)

    def delegate(self, ten: str) -> "CoQuanCapThu":
        """Make an authority below this one, as those that issue to offices are."""
        duoi = CoQuanCapThu(ten)
        duoi.goc = self._certify(_name(ten, "Ban thử nghiệm"), duoi.khoa, *HIEU_LUC, ca=True)
        return duoi

    def revoke(self, *cac_nguoi_ky: NguoiKyThu, at: datetime = KY_LUC) -> bytes:
        """Make the list of revoked certificates, as DER."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.goc.subject)
            .last_update(at)
            .next_update(at + timedelta(days=30))
        )
        for nguoi_ky in cac_nguoi_ky:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(nguoi_ky.chung_thu.serial_number)
                .revocation_date(at)
                .build()
            )
        crl = builder.sign(self.khoa, hashes.SHA256())
        return crl.public_bytes(serialization.Encoding.DER)

    def trust(self, *danh_sach_thu_hoi: bytes) -> BoChungThu:
        """Give what `load_trust` gives for a folder with this root and these lists."""
        return BoChungThu((_der(self.goc),), danh_sach_thu_hoi)

    def _certify(
        self,
        chu_the: x509.Name,
        khoa: PrivateKey,
        tu_ngay: datetime,
        den_ngay: datetime,
        *,
        ca: bool,
        dau_thoi_gian: bool = False,
    ) -> x509.Certificate:
        usage = dict.fromkeys(
            ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only",
             "decipher_only"), False,
        ) | dict.fromkeys(("key_cert_sign", "crl_sign"), ca)  # fmt: skip
        usage |= dict.fromkeys(("digital_signature", "content_commitment"), not ca)
        builder = (
            x509.CertificateBuilder()
            .subject_name(chu_the)
            .issuer_name(_name(self.ten, "Ban thử nghiệm"))
            .public_key(khoa.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(tu_ngay)
            .not_valid_after(den_ngay)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=1 if ca else None), True)
            .add_extension(x509.KeyUsage(**usage), True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(khoa.public_key()), False)
        )
        if dau_thoi_gian:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(purpose, True)
        return builder.sign(self.khoa, hashes.SHA256())


class SignerAt(PdfSigner):
    """pyHanko's signer with a given clock."""

    luc = KY_LUC

    def init_signing_session(self, *args: object, **kwargs: object) -> object:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.luc
        return session


def sign(
    pdf: bytes,
    ten_o: str,
    nguoi_ky: NguoiKyThu,
    *,
    luc: datetime = KY_LUC,
    moi: SigFieldSpec | None = None,
    dau_thoi_gian: DummyTimeStamper | None = None,
    **metadata: object,
) -> bytes:
    """Sign into an empty field of the file, as an incremental update, with a drawn mark.

    `moi` makes a new field first (what the portal refuses), `dau_thoi_gian` stamps the signature;
    `metadata` goes to pyHanko.
    """
    mark = _CON_DAU if ten_o == O_CO_QUAN.ten_o else _NET_KY
    style = StaticStampStyle(
        background=RawContent(mark, box=BoxConstraints(width=113, height=102)), border_width=0
    )
    signer = SignerAt(
        PdfSignatureMetadata(field_name=ten_o, **metadata), nguoi_ky.signer(),
        stamp_style=style, new_field_spec=moi, timestamper=dau_thoi_gian,
    )  # fmt: skip
    signer.luc = luc
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    signed = apart(signer.sign_pdf, writer, existing_fields_only=moi is None)
    return signed.getvalue()


def sign_both(pdf: bytes, nguoi_ky: NguoiKyThu, co_quan: NguoiKyThu) -> bytes:
    """Sign as the decree orders it: the person first, half an hour later the body."""
    first = sign(pdf, O_NGUOI_KY.ten_o, nguoi_ky)
    return sign(first, O_CO_QUAN.ten_o, co_quan, luc=KY_LUC + timedelta(minutes=20))


def stamp_time(pdf: bytes, dau_thoi_gian: DummyTimeStamper) -> bytes:
    """Add a time stamp over the whole file, as programs for long keeping do."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    return apart(PdfTimeStamper(dau_thoi_gian).timestamp_pdf, writer, "sha256").getvalue()


def apart(work: Callable[..., Any], *args: object, **options: object) -> Any:
    """Work in a thread: pyHanko starts an event loop, and a browser test may have left one here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work, *args, **options).result()


def _rsa_key() -> rsa.RSAPrivateKey:
    """Make a key of the only kind pyHanko's time-stamping service for tests knows."""
    return rsa.generate_private_key(65537, 2048)


def _name(ten: str, to_chuc: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, to_chuc),
            x509.NameAttribute(NameOID.COMMON_NAME, ten),
        ]
    )


def _der(chung_thu: x509.Certificate) -> bytes:
    return chung_thu.public_bytes(serialization.Encoding.DER)


def _asn1(chung_thu: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(_der(chung_thu))
