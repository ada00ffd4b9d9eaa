"""Files taken back that were tampered with, each made as somebody would make it."""

import asyncio
import hashlib
import io
import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

import pikepdf
from asn1crypto import crl
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import (
    MDPPerm,
    SigFieldSpec,
    append_signature_field,
)
from pyhanko.sign.signers import PdfSignatureMetadata, PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper

from tests.vanban.ky_thu import HIEU_LUC, KY_LUC, SignerAt, apart, sign, stamp_time
from tests.vanban.van_ban_ky import (
    CO_QUAN,
    NGUOI_KY,
    NOI_CAP,
    TEN_XA,
    issued_pdf,
    signed_pdf,
)
from tests.vanban.van_ban_mau import KE_HOACH, KE_HOACH_BAN_CHI_DAO
from vanban.o_ky import O_CO_QUAN, O_NGUOI_KY
from vanban.pdf import render_pdf

O_MOT, O_HAI = O_NGUOI_KY.ten_o, O_CO_QUAN.ten_o
HET_HAN = NOI_CAP.issue("Lê Hết Hạn", TEN_XA, HIEU_LUC[0], datetime(2025, 12, 31, 17, tzinfo=UTC))
CHUA_DEN = NOI_CAP.issue("Lê Chưa Đến", TEN_XA, datetime(2026, 6, 1, tzinfo=UTC))
DICH_VU = NOI_CAP.issue("Dịch vụ cấp dấu thời gian", "Ban thử nghiệm", dau_thoi_gian=True)


@lru_cache
def first_signed() -> bytes:
    return sign(issued_pdf(), O_MOT, NGUOI_KY)


@lru_cache
def other_pdf() -> bytes:
    return render_pdf(KE_HOACH_BAN_CHI_DAO, cho_ky=True)


@lru_cache
def older_pdf() -> bytes:
    return render_pdf(replace(KE_HOACH, trich_yeu="Bản trước", phu_luc=()), cho_ky=True)


def written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(first_signed())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def page_added_by_saving_again() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(signed_pdf())) as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    return out.getvalue()


def page_added_by_an_update() -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(signed_pdf()))
    page = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Page"),
            generic.pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, [0] * 4)),
            generic.pdf_name("/Resources"): generic.DictionaryObject(),
        }
    )
    writer.insert_page(page)
    return written(writer)


def page_added_before_signing() -> bytes:
    tail = page_added_by_an_update()[len(signed_pdf()) :]
    assert tail
    writer = IncrementalPdfFileWriter(io.BytesIO(issued_pdf()))
    page = generic.DictionaryObject({generic.pdf_name("/Type"): generic.pdf_name("/Page")})
    writer.insert_page(page)
    return sign(written(writer), O_MOT, NGUOI_KY)


def note_added(pdf: bytes) -> bytes:
    """Put a note on page 1, as a reader with a pencil does."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, [9] * 4)),
        }
    )
    page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)
    return written(writer)


def byte_changed(place: int) -> bytes:
    changed = bytearray(signed_pdf())
    changed[place] ^= 1
    return bytes(changed)


def signature_broken() -> bytes:
    """Change one digit of the signature's own bytes, near its end."""
    signed = first_signed()
    start = signed.index(b"/Contents <", len(issued_pdf())) + len(b"/Contents <")
    end = signed.index(b"00000000", start) - 4
    digit = b"1" if signed[end : end + 1] != b"1" else b"2"
    return signed[:end] + digit + signed[end + 1 :]


def field_signed_twice() -> bytes:
    """Empty the signed field and sign it again, within one update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(first_signed()))
    field = writer.root["/AcroForm"]["/Fields"][0]
    del field["/V"]
    writer.update_container(field)
    again = SignerAt(_metadata(O_MOT), CO_QUAN.signer())
    return apart(again.sign_pdf, writer, existing_fields_only=True).getvalue()


def field_emptied(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    field = writer.root["/AcroForm"]["/Fields"][0]
    del field["/V"]
    writer.update_container(field)
    return written(writer)


def signature_written_over() -> bytes:
    """Put another signature object into the place of the one that is there."""
    writer = IncrementalPdfFileWriter(io.BytesIO(first_signed()))
    signature = writer.root["/AcroForm"]["/Fields"][0]["/V"]
    signature["/Reason"] = generic.pdf_string("Nội dung khác")
    writer.update_container(signature)
    return written(writer)


def field_taken_away() -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(first_signed()))
    fields = writer.root["/AcroForm"]["/Fields"]
    del fields[1]
    writer.update_container(fields)
    return written(writer)


def new_field_added() -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(issued_pdf()))
    append_signature_field(writer, SigFieldSpec("ChuKyThem", on_page=0, box=(9, 9, 99, 99)))
    return sign(written(writer), O_MOT, NGUOI_KY)


def signed_in_a_new_field() -> bytes:
    spec = SigFieldSpec("Signature1", on_page=0, box=(9, 9, 99, 99))
    return sign(first_signed(), "Signature1", CO_QUAN, moi=spec)


def signed_as_another_kind() -> bytes:
    """Let the body's signature name a kind that nobody knows, beside a good one of the person."""
    signed = signed_pdf()
    place = signed.index(b"/adbe.pkcs7.detached", len(first_signed()))
    return signed[:place] + b"/adbe.pkcs8.detached" + signed[place + 20 :]


def signature_with_a_gap() -> bytes:
    """Sign all but the last ten bytes, where another end of the file could be put."""
    signed = bytearray(first_signed())
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+) *\]", signed[len(issued_pdf()) :])
    length, second, rest = (int(number) for number in found.groups())
    place = len(issued_pdf()) + found.start(3)
    signed[place : place + len(found[3])] = b"%*d" % (len(found[3]), rest - 10)
    digest = hashlib.sha256(signed[:length] + signed[second : second + rest - 10]).digest()
    message = apart(asyncio.run, NGUOI_KY.signer().async_sign(digest, "sha256"))
    cms = message.dump().hex().encode()
    signed[length + 1 : second - 1] = cms.ljust(second - length - 2, b"0")
    return bytes(signed)


def signed_after_it_was_locked() -> bytes:
    """Let the first signer forbid any change, and a careless program sign all the same."""
    locked = sign(
        issued_pdf(), O_MOT, NGUOI_KY, certify=True, docmdp_permissions=MDPPerm.NO_CHANGES
    )
    careless = _CarelessSigner(_metadata(O_HAI), CO_QUAN.signer())
    writer = IncrementalPdfFileWriter(io.BytesIO(locked))
    return apart(careless.sign_pdf, writer, existing_fields_only=True).getvalue()


class _CarelessSigner(SignerAt):
    def _enforce_certification_constraints(self, reader: object) -> None:
        pass


class _WrongTimeStamper(DummyTimeStamper):
    """Stamps something else than it was asked to."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> object:
        other = hashlib.sha256(message_digest).digest()
        return await super().async_timestamp(other, md_algorithm)


def time_stamp_of_something_else() -> bytes:
    good = DICH_VU.timestamper()
    wrong = _WrongTimeStamper(
        good.tsa_cert, good.tsa_key, certs_to_embed=good.certs_to_embed, fixed_dt=KY_LUC
    )
    return sign(issued_pdf(), O_MOT, NGUOI_KY, dau_thoi_gian=wrong)


def time_stamp_over_a_changed_file() -> bytes:
    """Change the byte that tells when the body signed, in what only the stamp covers."""
    stamped = stamp_time(signed_pdf(), DICH_VU.timestamper())
    place = stamped.rindex(b"/DocTimeStamp")
    start = stamped.rindex(b"/Contents <", place - 9000) + len(b"/Contents <")
    end = stamped.index(b"00000000", start) - 4
    digit = b"1" if stamped[end : end + 1] != b"1" else b"2"
    return stamped[:end] + digit + stamped[end + 1 :]


def visible_time_stamp() -> bytes:
    """Let a time stamp have a place on page 1, where its picture could cover the text."""
    writer = IncrementalPdfFileWriter(io.BytesIO(signed_pdf()))
    append_signature_field(writer, SigFieldSpec("DauThoiGian", on_page=0, box=(9, 9, 500, 800)))
    stamper = PdfTimeStamper(DICH_VU.timestamper(), field_name="DauThoiGian")
    return apart(stamper.timestamp_pdf, writer, "sha256").getvalue()


def other_file_behind_the_issued_one() -> bytes:
    """Hide another document behind the issued bytes, so that readers show that one."""
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(sign(other_pdf(), O_MOT, NGUOI_KY))))
    out = io.BytesIO()
    out.write(issued_pdf())
    writer.write(out)
    return out.getvalue()


def _metadata(ten_o: str) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(field_name=ten_o)


def asn1_crl(der: bytes) -> crl.CertificateList:
    return crl.CertificateList.load(der)


def bomb() -> bytes:
    """Two gigabytes of zeros as an xref stream of two megabytes."""
    packer = zlib.compressobj(9)
    head = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    data = head + block * 2047 + packer.flush()
    start = len(issued_pdf())
    entry = (
        f"9999 0 obj\n<</Type/XRef/Size 10000/W[1 4 2]/Root 2 0 R/Filter/FlateDecode"
        f"/Length {len(data)}>>\nstream\n"
    ).encode()
    tail = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
    return issued_pdf() + entry + data + tail


def chain(count: int) -> bytes:
    """Add empty updates, each an xref table that points to the one before."""
    out = bytearray(issued_pdf())
    last = int(issued_pdf().rsplit(b"startxref\n", 1)[1].split()[0])
    for _ in range(count):
        here = len(out)
        out += b"xref\n0 0\ntrailer\n<</Size 400/Root 2 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
            last,
            here,
        )
        last = here
    return bytes(out)


def loop() -> bytes:
    """Let the last update name itself as the one before it."""
    here = len(issued_pdf())
    return issued_pdf() + (
        b"xref\n0 0\ntrailer\n<</Size 400/Root 2 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (here, here)
    )
