"""Read the signatures of a PDF with pyHanko (đọc chữ ký); beside it only `phan_ghi_them` does.

`read_signed` looks at bytes that anyone may have made. It is meant to run in a process of its own
(`tien_trinh_ky`), with bounds on time and memory that the caller sets. No network is ever used.
"""

import io
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone

from asn1crypto import crl, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from vanban.chu_ky_so import ChuKySo
from vanban.chung_thu import BoChungThu
from vanban.doc_pdf_nhanh import QuickReader
from vanban.loi_chu_ky import (
    LoiChuaKy,
    LoiChuKy,
    LoiChuKyHong,
    LoiHetHan,
    LoiKhongDocDuoc,
    LoiMaHoa,
    LoiThoiDiemKy,
    LoiThuHoi,
)
from vanban.o_ky import name_field, one_line
from vanban.phan_ghi_them import CHI_THEM_CHU_KY, check_changes, check_fields, check_revisions

LECH_GIO = timedelta(days=1)  # how far the clock of the signer's machine may run ahead
VIET_NAM = timezone(timedelta(hours=7))
_KIEU_LA = "kiểu chữ ký không được chấp nhận, cần kiểu PKCS#7 tách rời hoặc PAdES"
_WEAK = frozenset({"md2", "md5", "sha1"})
_COVERED = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)


def read_signed(
    tep: bytes, *, so_byte: int, chung_thu: BoChungThu, at: datetime
) -> tuple[ChuKySo, ...]:
    """Check a file whose first `so_byte` bytes are those of the document that was issued.

    Gives its signatures in the order of signing. `at` is when the file came in, aware.

    :raises LoiChuKy: the sub-class says why the file is refused; no other error leaves here.
    """
    try:
        return _read(tep, so_byte=so_byte, chung_thu=chung_thu, at=at)
    except LoiChuKy:
        raise
    except Exception as error:  # hostile bytes fail in ways that no list of errors names
        raise LoiKhongDocDuoc(chi_tiet="cấu trúc tệp PDF hỏng hoặc không chuẩn") from error


def _read(tep: bytes, *, so_byte: int, chung_thu: BoChungThu, at: datetime) -> tuple[ChuKySo, ...]:
    """Check structure first, then what changed, then each signature."""
    reader = QuickReader(io.BytesIO(tep))
    if reader.encrypted:
        raise LoiMaHoa
    ban_goc = QuickReader(io.BytesIO(tep[:so_byte])).xrefs.total_revisions - 1
    check_revisions(reader, ban_goc, so_byte)
    da_ky = check_fields(reader, ban_goc)
    check_changes(reader, ban_goc)
    if not da_ky:
        raise LoiChuaKy
    signatures = reader.embedded_regular_signatures
    for ten_o in da_ky - {each.field_name for each in signatures}:  # pyHanko passes these over
        raise LoiChuKyHong(ten_o=name_field(ten_o), chi_tiet=_KIEU_LA)
    for stamp in reader.embedded_timestamp_signatures:
        _check_timestamp(stamp, chung_thu, at)
    thu_hoi = [*_load_crls(chung_thu.danh_sach_thu_hoi), *_embedded_crls(reader)]
    return tuple(
        _check_signature(
            signature, signatures[thu_tu:], chung_thu=chung_thu, thu_hoi=thu_hoi, at=at
        )
        for thu_tu, signature in enumerate(signatures, start=1)
    )


# --- one signature ------------------------------------------------------------------------------


def _check_signature(
    signature: EmbeddedPdfSignature,
    later: list[EmbeddedPdfSignature],
    *,
    chung_thu: BoChungThu,
    thu_hoi: list[crl.CertificateList],
    at: datetime,
) -> ChuKySo:
    """Check one signature: intact, in time, by a certificate in force; say who and when."""
    ten_o = name_field(signature.field_name)
    reported = _aware(signature.self_reported_timestamp)
    if signature.md_algorithm in _WEAK:
        raise LoiChuKyHong(
            ten_o=ten_o, chi_tiet=f"thuật toán băm {signature.md_algorithm} không còn an toàn"
        )
    status = _validate(signature, chung_thu, reported or at, at)
    _check_intact(status, ten_o)
    luc_ky, vouched = _signing_time(status, reported)
    if luc_ky is not None and luc_ky > at + LECH_GIO:
        raise LoiThoiDiemKy(ten_o=ten_o, luc_ky=_moment(luc_ky))
    certificate = signature.signer_cert
    _check_in_force(certificate, luc_ky or at)
    for each in _chain(certificate, status):
        _check_not_revoked(each, thu_hoi, vouched_at=luc_ky if vouched else None)
    return ChuKySo(
        ten_o=signature.field_name,
        nguoi_ky=_subject(certificate, "common_name") or "(chứng thư không ghi tên)",
        co_quan=_subject(certificate, "organization_name"),
        so_chung_thu=f"{certificate.serial_number:X}",
        thoi_diem_ky=luc_ky,
        co_dau_thoi_gian=vouched,
        nguyen_ven=True,
        truy_duoc_goc=status.trusted,
        nhan_xet_goc=_root_sentence(certificate, chung_thu, trusted=status.trusted),
        phu_toan_tep=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        nhan_xet_phu=_coverage_sentence(status, later),
    )


def _validate(
    signature: EmbeddedPdfSignature, chung_thu: BoChungThu, moment: datetime, at: datetime
) -> PdfSignatureStatus:
    """Have pyHanko judge a signature as of `moment`, its time stamp as of `at`."""
    others = _dss_certificates(signature.reader)
    try:
        return validate_pdf_signature(
            signature,
            signer_validation_context=_context(chung_thu, moment, others),
            ts_validation_context=_context(chung_thu, at, others),
            diff_policy=CHI_THEM_CHU_KY,
            key_usage_settings=KeyUsageConstraints(
                key_usage={"digital_signature", "non_repudiation"}
            ),
        )
    except SignatureValidationError as error:
        raise LoiChuKyHong(
            ten_o=name_field(signature.field_name),
            chi_tiet=_KIEU_LA,
        ) from error


def _signing_time(
    status: PdfSignatureStatus, reported: datetime | None
) -> tuple[datetime | None, bool]:
    """Give the time of signing, and whether a trusted time-stamping service vouches for it."""
    stamp = status.timestamp_validity
    if stamp is not None and stamp.trusted:
        return stamp.timestamp, True
    return reported, False


def _chain(certificate: x509.Certificate, status: PdfSignatureStatus) -> list[x509.Certificate]:
    """List the signer's certificate and those that lead to a trusted root, when there are any."""
    path = [] if status.validation_path is None else list(status.validation_path)
    chain = {each.sha256: each for each in (certificate, *path) if hasattr(each, "sha256")}
    return list(chain.values())


def _check_intact(status: PdfSignatureStatus, ten_o: str) -> None:
    """Refuse a signature that does not fit its bytes, or that forbids what came after it."""
    if not status.intact or not status.valid:
        raise LoiChuKyHong(ten_o=ten_o, chi_tiet="chữ ký không khớp với nội dung tệp")
    if status.coverage not in _COVERED:
        raise LoiChuKyHong(ten_o=ten_o, chi_tiet="chữ ký không phủ hết bản đã ký")
    if not status.docmdp_ok:
        raise LoiChuKyHong(ten_o=ten_o, chi_tiet="chữ ký đã khóa tệp nhưng tệp vẫn được ghi thêm")
    stamp = status.timestamp_validity
    if stamp is not None and not (stamp.intact and stamp.valid):
        raise LoiChuKyHong(ten_o=ten_o, chi_tiet="dấu thời gian đi kèm không hợp lệ")


def _check_timestamp(stamp: EmbeddedPdfSignature, chung_thu: BoChungThu, at: datetime) -> None:
    """Refuse a file whose added time stamp does not fit its bytes."""
    context = _context(chung_thu, at, _dss_certificates(stamp.reader))
    status = validate_pdf_timestamp(stamp, context, diff_policy=CHI_THEM_CHU_KY)
    if not (status.intact and status.valid and status.coverage in _COVERED):
        raise LoiChuKyHong(ten_o="dấu thời gian", chi_tiet="không khớp với nội dung tệp")


def _context(
    chung_thu: BoChungThu, moment: datetime, others: Iterable[x509.Certificate]
) -> ValidationContext:
    """Trust the given roots and nothing else, at one moment, without network.

    `others` may stand between a signer and a root; they are not trusted by themselves.
    """
    return ValidationContext(
        trust_roots=list(_load_roots(chung_thu.goc_tin_cay)),
        other_certs=others,
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _load_roots(cac_der: Iterable[bytes]) -> Iterator[x509.Certificate]:
    """Read trusted roots; one that can't be read is passed over, so that it breaks no check."""
    for der in cac_der:
        try:
            root = x509.Certificate.load(der)
            _ = root.subject.native, root.public_key.native, root.not_valid_after
        except (ValueError, TypeError):
            continue
        yield root


def _check_in_force(certificate: x509.Certificate, luc_ky: datetime) -> None:
    """Refuse a certificate that was not yet, or no longer, valid when it signed."""
    tu_ngay, den_ngay = certificate.not_valid_before, certificate.not_valid_after
    if not tu_ngay <= luc_ky <= den_ngay:
        raise LoiHetHan(
            nguoi_ky=_subject(certificate, "common_name"),
            luc_ky=_moment(luc_ky),
            tu_ngay=_day(tu_ngay),
            den_ngay=_day(den_ngay),
        )


def _check_not_revoked(
    certificate: x509.Certificate, thu_hoi: list[crl.CertificateList], vouched_at: datetime | None
) -> None:
    """Refuse a certificate on a list of its issuer.

    The day of signing helps only when a time-stamping service vouches for it: who steals a key may
    put any day into a signature.
    """
    for danh_sach in thu_hoi:
        if danh_sach.issuer != certificate.issuer:
            continue
        for entry in danh_sach["tbs_cert_list"]["revoked_certificates"]:
            if entry["user_certificate"].native != certificate.serial_number:
                continue
            ngay = entry["revocation_date"].native
            if vouched_at is None or ngay <= vouched_at:
                raise LoiThuHoi(
                    nguoi_ky=_subject(certificate, "common_name"), ngay_thu_hoi=_day(ngay)
                )


def _load_crls(cac_der: Iterable[bytes]) -> Iterator[crl.CertificateList]:
    """Read lists of revoked certificates; one that can't be read is passed over."""
    for der in cac_der:
        try:
            danh_sach = crl.CertificateList.load(der)
            _ = danh_sach.issuer.native, danh_sach["tbs_cert_list"]["revoked_certificates"]
        except (ValueError, TypeError):
            continue
        yield danh_sach


def _dss_certificates(reader: PdfFileReader) -> list[x509.Certificate]:
    """Take the certificates that signing programs put into the file beside the signatures."""
    if "/DSS" not in reader.root:
        return []
    return list(DocumentSecurityStore.read_dss(reader).load_certs())


def _embedded_crls(reader: PdfFileReader) -> list[crl.CertificateList]:
    """Take the lists that signing programs put into the file: in the DSS or in a signature."""
    found: list[bytes] = []
    if "/DSS" in reader.root:
        found += [ref.get_object().data for ref in DocumentSecurityStore.read_dss(reader).crls]
    for signature in reader.embedded_regular_signatures:
        attributes = signature.signer_info["signed_attrs"]
        if "adobe_revocation_info_archival" in {each["type"].native for each in attributes}:
            value = find_unique_cms_attribute(attributes, "adobe_revocation_info_archival")
            found += [each.dump() for each in value["crl"] or ()]
    return list(_load_crls(found))


# --- words ----------------------------------------------------------------------------------------


def _root_sentence(certificate: x509.Certificate, chung_thu: BoChungThu, *, trusted: bool) -> str:
    """Say whether the certificate leads to a trusted root."""
    if trusted:
        return "Chứng thư truy được tới chứng thư gốc tin cậy."
    issuer = one_line(str(certificate.issuer.native.get("common_name", "không rõ tên")))
    reason = (
        f"không có đường dẫn hợp lệ từ nơi cấp “{issuer}” tới các chứng thư gốc đã khai báo"
        if chung_thu.goc_tin_cay
        else f"cổng chưa được khai báo chứng thư gốc nào (nơi cấp ghi trong chứng thư: “{issuer}”)"
    )
    return f"Chứng thư chưa truy được tới chứng thư gốc tin cậy: {reason}."


def _coverage_sentence(status: PdfSignatureStatus, later: list[EmbeddedPdfSignature]) -> str:
    """Say whether the signature covers the whole file, and else what followed it."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return "Chữ ký phủ toàn bộ tệp."
    names = [f"chữ ký tại {name_field(each.field_name)}" for each in later]
    what = " và ".join(names) or "dữ liệu kiểm tra chữ ký"
    return f"Sau chữ ký này tệp chỉ được thêm {what}; nội dung văn bản không đổi."


def _subject(certificate: x509.Certificate, phan: str) -> str:
    """Give one part of the holder's name as one line; nothing when the certificate lacks it."""
    value = certificate.subject.native.get(phan, "")
    return one_line(", ".join(value) if isinstance(value, list) else str(value))


def _aware(thoi_diem: datetime | None) -> datetime | None:
    """Take a time without a zone for Vietnamese time."""
    if thoi_diem is None or thoi_diem.tzinfo is not None:
        return thoi_diem
    return thoi_diem.replace(tzinfo=VIET_NAM)


def _moment(thoi_diem: datetime) -> str:
    """Write a moment in Vietnamese time: "08:05 ngày 05/01/2026"."""
    return f"{thoi_diem.astimezone(VIET_NAM):%H:%M ngày %d/%m/%Y}"


def _day(thoi_diem: datetime) -> str:
    """Write the day of a moment in Vietnamese time."""
    return f"{thoi_diem.astimezone(VIET_NAM):%d/%m/%Y}"
