"""A signed file taken back: what is accepted, and the sentence each refused file gets."""

import hashlib
import io
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from tests.vanban.ky_thu import HIEU_LUC, KY_LUC, NHAN_LUC, _SignerAt, sign, sign_both, stamp_time
from tests.vanban.van_ban_ky import (
    CO_QUAN,
    NGUOI_KY,
    NOI_CAP,
    TEN_XA,
    check_here,
    issued_pdf,
    other_signer,
    signed_pdf,
)
from tests.vanban.van_ban_mau import KE_HOACH, KE_HOACH_BAN_CHI_DAO
from vanban import loi_chu_ky
from vanban.chu_ky_so import ChuKySo, KetQuaKiem, from_json, to_json
from vanban.chung_thu import BoChungThu
from vanban.doc_chu_ky import read_signed
from vanban.kiem_chu_ky import BanDaTao, _ask_process, check_bytes, check_signed
from vanban.loi_chu_ky import LoiChuKy
from vanban.o_ky import O_CO_QUAN, O_NGUOI_KY
from vanban.pdf import render_pdf

pytestmark = pytest.mark.pure

O_MOT, O_HAI = O_NGUOI_KY.ten_o, O_CO_QUAN.ten_o
TIN_CAY = "Chứng thư truy được tới chứng thư gốc tin cậy."
HET_HAN = NOI_CAP.issue("Lê Hết Hạn", TEN_XA, HIEU_LUC[0], datetime(2025, 12, 31, 17, tzinfo=UTC))
CHUA_DEN = NOI_CAP.issue("Lê Chưa Đến", TEN_XA, datetime(2026, 6, 1, tzinfo=UTC))
DICH_VU = NOI_CAP.issue("Dịch vụ cấp dấu thời gian", "Ban thử nghiệm", dau_thoi_gian=True)
SUA = (
    "Cần ký trên đúng bản PDF tải về từ trang này, không chỉnh sửa và không lưu lại bằng "
    "phần mềm khác."
)
SUA_BYTE = (
    "Nội dung tệp đã bị thay đổi sau khi cổng tạo văn bản: các byte của văn bản không "
    f"còn như lúc cổng tạo ra. {SUA}"
)
SUA_KHAC = (
    "Nội dung tệp đã bị thay đổi sau khi cổng tạo văn bản: có nội dung được thêm "
    f"hoặc sửa ngoài chữ ký số. {SUA}"
)
MA_HOA = (
    "Tệp PDF gửi lên đã bị mã hóa hoặc đặt mật khẩu; cần tệp ký trực tiếp trên bản PDF tải về từ "
    "trang này, không đặt mật khẩu."
)


@lru_cache
def first_signed() -> bytes:
    return sign(issued_pdf(), O_MOT, NGUOI_KY)


@lru_cache
def other_pdf() -> bytes:
    return render_pdf(KE_HOACH_BAN_CHI_DAO, cho_ky=True)


@lru_cache
def older_pdf() -> bytes:
    return render_pdf(replace(KE_HOACH, trich_yeu="Bản trước", phu_luc=()), cho_ky=True)


def known(pdf: bytes, ten_ban: str, *, la_ban_cu: bool) -> BanDaTao:
    return BanDaTao(ten_ban, len(pdf), hashlib.sha256(pdf).hexdigest(), la_ban_cu)


def written(writer: IncrementalPdfFileWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# --- accepted --------------------------------------------------------------------------------


def test_two_signatures_are_valid_and_say_who_and_when() -> None:
    first, second = check_here(signed_pdf())
    serials = [f"{who.chung_thu.serial_number:X}" for who in (NGUOI_KY, CO_QUAN)]
    assert first == ChuKySo(
        ten_o=O_MOT, nguoi_ky="Trần Văn Mẫu", co_quan=TEN_XA, so_chung_thu=serials[0],
        thoi_diem_ky=KY_LUC, co_dau_thoi_gian=False, nguyen_ven=True, truy_duoc_goc=True,
        nhan_xet_goc=TIN_CAY, phu_toan_tep=False,
        nhan_xet_phu="Sau chữ ký này tệp chỉ được thêm chữ ký tại ô ký của cơ quan ban hành; nội "
        "dung văn bản không đổi.",
    )  # fmt: skip
    assert second == ChuKySo(
        ten_o=O_HAI, nguoi_ky=TEN_XA, co_quan=TEN_XA, so_chung_thu=serials[1],
        thoi_diem_ky=KY_LUC + timedelta(minutes=20), co_dau_thoi_gian=False, nguyen_ven=True,
        truy_duoc_goc=True, nhan_xet_goc=TIN_CAY, phu_toan_tep=True,
        nhan_xet_phu="Chữ ký phủ toàn bộ tệp.",
    )  # fmt: skip


def test_whole_check_runs_in_a_process_of_its_own() -> None:
    signed = signed_pdf()
    result = check_signed(signed, issued=issued_pdf(), chung_thu=NOI_CAP.trust(), at=NHAN_LUC)
    digest = hashlib.sha256(signed).hexdigest()
    assert result == KetQuaKiem(len(signed), digest, check_here(signed))
    assert (result.o_con_trong, result.truy_duoc_goc) == ((), True)


def test_one_signature_is_enough_and_names_the_field_still_empty() -> None:
    (only,) = check_here(first_signed())
    result = KetQuaKiem(1, "", (only,))
    assert (only.phu_toan_tep, result.o_con_trong) == (True, (O_HAI,))


def test_body_may_sign_first() -> None:
    both = sign(sign(issued_pdf(), O_HAI, CO_QUAN), O_MOT, NGUOI_KY)
    assert [chu_ky.ten_o for chu_ky in check_here(both)] == [O_HAI, O_MOT]


@pytest.mark.parametrize(
    ("chung_thu", "sentence"),
    [
        (
            BoChungThu(),
            "Chứng thư chưa truy được tới chứng thư gốc tin cậy: cổng chưa được khai báo chứng thư "
            "gốc nào (nơi cấp ghi trong chứng thư: “Nơi cấp không quen”).",
        ),
        (
            NOI_CAP.trust(),
            "Chứng thư chưa truy được tới chứng thư gốc tin cậy: không có đường dẫn hợp lệ từ nơi "
            "cấp “Nơi cấp không quen” tới các chứng thư gốc đã khai báo.",
        ),
    ],
    ids=["khong-co-goc", "goc-khac"],
)
def test_good_signature_without_a_trusted_root_is_accepted_and_says_so(
    chung_thu: BoChungThu, sentence: str
) -> None:
    (only,) = check_here(sign(issued_pdf(), O_MOT, other_signer()), chung_thu)
    assert (only.nguyen_ven, only.truy_duoc_goc, only.nhan_xet_goc) == (True, False, sentence)


def test_validation_data_after_the_signatures_is_accepted() -> None:
    stream = io.BytesIO(signed_pdf())
    DocumentSecurityStore.add_dss(stream, None, crls=[_asn1_crl(NOI_CAP.revoke())])
    first, second = check_here(stream.getvalue())
    assert second.nhan_xet_phu == (
        "Sau chữ ký này tệp chỉ được thêm dữ liệu kiểm tra chữ ký; nội dung văn bản không đổi."
    )
    assert (first.truy_duoc_goc, second.phu_toan_tep) == (True, False)


def test_time_of_a_trusted_service_counts_before_the_clock_of_the_machine() -> None:
    stamped = sign(
        issued_pdf(), O_MOT, NGUOI_KY, luc=KY_LUC - timedelta(minutes=7),
        dau_thoi_gian=DICH_VU.timestamper(),
    )  # fmt: skip
    later = NOI_CAP.revoke(NGUOI_KY, at=KY_LUC + timedelta(minutes=5))
    (vouched,) = check_here(stamped, NOI_CAP.trust(later))
    assert (vouched.thoi_diem_ky, vouched.co_dau_thoi_gian) == (KY_LUC, True)
    (unknown,) = check_here(stamped, BoChungThu())
    assert (unknown.thoi_diem_ky, unknown.co_dau_thoi_gian) == (
        KY_LUC - timedelta(minutes=7),
        False,
    )
    earlier = NOI_CAP.revoke(NGUOI_KY, at=KY_LUC - timedelta(minutes=5))
    with pytest.raises(loi_chu_ky.LoiThuHoi):
        check_here(stamped, NOI_CAP.trust(earlier))


def test_time_stamp_over_the_file_is_accepted_and_no_signature() -> None:
    stamped = stamp_time(signed_pdf(), DICH_VU.timestamper())
    assert [chu_ky.ten_o for chu_ky in check_here(stamped)] == [O_MOT, O_HAI]


def test_time_stamp_alone_is_not_a_signature() -> None:
    with pytest.raises(loi_chu_ky.LoiChuaKy):
        check_here(stamp_time(issued_pdf(), DICH_VU.timestamper()))


def test_certificate_of_an_authority_below_the_root_is_traced_to_it() -> None:
    van_thu = NOI_CAP.delegate("Nơi cấp cho cơ quan nhà nước").issue("Hồ Văn Thư", TEN_XA)
    (only,) = check_here(sign(issued_pdf(), O_HAI, van_thu))
    assert (only.nguoi_ky, only.truy_duoc_goc) == ("Hồ Văn Thư", True)


def test_kinds_of_signature_that_programs_make_are_accepted() -> None:
    pades = sign(issued_pdf(), O_MOT, NGUOI_KY, subfilter=SigSeedSubFilter.PADES)
    certified = sign(issued_pdf(), O_MOT, NGUOI_KY, certify=True)
    both = sign(certified, O_HAI, CO_QUAN)
    found = [check_here(pdf) for pdf in (pades, certified, both)]
    assert [[(s.ten_o, s.truy_duoc_goc) for s in each] for each in found] == [
        [(O_MOT, True)],
        [(O_MOT, True)],
        [(O_MOT, True), (O_HAI, True)],
    ]


def test_root_that_can_not_be_read_breaks_no_check() -> None:
    broken = BoChungThu((b"0\x00", b"0\x82", *NOI_CAP.trust().goc_tin_cay), (b"0\x00", b"0\x82"))
    assert [chu_ky.truy_duoc_goc for chu_ky in check_here(signed_pdf(), broken)] == [True, True]


def test_revocation_of_somebody_else_does_no_harm() -> None:
    crl = NOI_CAP.revoke(HET_HAN, CHUA_DEN)
    assert len(check_here(signed_pdf(), NOI_CAP.trust(crl))) == 2


def test_signed_file_is_still_pdfa_and_brings_no_new_font() -> None:
    with (
        pikepdf.open(io.BytesIO(issued_pdf())) as before,
        pikepdf.open(io.BytesIO(signed_pdf())) as after,
    ):
        with after.open_metadata() as metadata:
            assert metadata.pdfa_status == "2A"
        fonts = [
            sum(1 for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary)
                and obj.get("/Type") == "/Font") for pdf in (before, after)
        ]  # fmt: skip
        assert fonts[0] == fonts[1]
        assert after.check_pdf_syntax() == []


def test_results_survive_json() -> None:
    chu_ky = check_here(first_signed())[0]
    timeless = replace(chu_ky, thoi_diem_ky=None)
    assert [from_json(to_json(each)) for each in (chu_ky, timeless)] == [chu_ky, timeless]


# --- refused --------------------------------------------------------------------------------


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
    again = _SignerAt(_metadata(O_MOT), CO_QUAN.signer())
    return again.sign_pdf(writer, existing_fields_only=True).getvalue()


def field_emptied(pdf: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    field = writer.root["/AcroForm"]["/Fields"][0]
    del field["/V"]
    writer.update_container(field)
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


def visible_time_stamp() -> bytes:
    """Let a time stamp have a place on page 1, where its picture could cover the text."""
    writer = IncrementalPdfFileWriter(io.BytesIO(signed_pdf()))
    append_signature_field(writer, SigFieldSpec("DauThoiGian", on_page=0, box=(9, 9, 500, 800)))
    stamper = PdfTimeStamper(DICH_VU.timestamper(), field_name="DauThoiGian")
    return stamper.timestamp_pdf(writer, "sha256").getvalue()


def other_file_behind_the_issued_one() -> bytes:
    """Hide another document behind the issued bytes, so that readers show that one."""
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(sign(other_pdf(), O_MOT, NGUOI_KY))))
    out = io.BytesIO()
    out.write(issued_pdf())
    writer.write(out)
    return out.getvalue()


def _metadata(ten_o: str) -> object:
    from pyhanko.sign.signers import PdfSignatureMetadata

    return PdfSignatureMetadata(field_name=ten_o)


def _asn1_crl(der: bytes) -> object:
    from asn1crypto import crl

    return crl.CertificateList.load(der)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "tệp rỗng": (
        lambda: b"",
        "Tệp gửi lên không phải tệp PDF; cần tệp PDF đã ký số của văn bản này.",
    ),
    "tệp Word": (
        lambda: b"PK\x03\x04 word/document.xml",
        "Tệp gửi lên không phải tệp PDF; cần tệp PDF đã ký số của văn bản này.",
    ),
    "60 MB": (
        lambda: issued_pdf() + bytes(60 * 2**20 - len(issued_pdf())),
        "Tệp gửi lên lớn 60,0 MB; tệp đã ký được nhận tối đa 50 MB.",
    ),
    "mã hóa": (encrypted, MA_HOA),
    "mã hóa ở phần ghi thêm": (lambda: signed_pdf() + b"trailer\n<</Encrypt 9 0 R>>", MA_HOA),
    "chưa ký": (
        issued_pdf,
        "Tệp gửi lên chưa có chữ ký số nào; cần tệp đã ký vào ô ký có sẵn trong văn bản.",
    ),
    "đổi một byte": (lambda: byte_changed(2000), SUA_BYTE),
    "lưu lại có thêm trang": (page_added_by_saving_again, SUA_BYTE),
    "văn bản khác": (
        lambda: sign(other_pdf(), O_MOT, NGUOI_KY),
        "Tệp gửi lên là một văn bản khác; cần đúng bản PDF của văn bản này, tải về từ trang này "
        "rồi ký.",
    ),
    "ghi thêm một trang sau khi ký": (
        page_added_by_an_update,
        "Nội dung tệp đã bị thay đổi sau khi cổng tạo văn bản: số trang từ 2 thành 3. " + SUA,
    ),
    "ghi thêm một trang trước khi ký": (
        page_added_before_signing,
        "Nội dung tệp đã bị thay đổi sau khi cổng tạo văn bản: số trang từ 2 thành 3. " + SUA,
    ),
    "ghi chú sau khi ký": (lambda: note_added(signed_pdf()), SUA_KHAC),
    "ghi chú trước khi ký": (
        lambda: sign(note_added(issued_pdf()), O_MOT, NGUOI_KY),
        SUA_KHAC,
    ),
    "chỉ có ghi chú": (lambda: note_added(issued_pdf()), SUA_KHAC),
    "tệp khác giấu phía sau": (
        other_file_behind_the_issued_one,
        "Nội dung tệp đã bị thay đổi sau khi cổng tạo văn bản: phần ghi thêm không nối tiếp bản đã "
        f"phát hành. {SUA}",
    ),
    "chữ ký hỏng": (
        signature_broken,
        "Chữ ký số tại ô ký của người có thẩm quyền không hợp lệ: chữ ký không khớp với nội dung "
        "tệp. Cần ký lại trên bản PDF tải về từ trang này.",
    ),
    "ký hai lần": (
        field_signed_twice,
        "Có hơn một chữ ký số tại ô ký của người có thẩm quyền; mỗi ô chỉ được ký một lần. Cần ký "
        "lại trên bản PDF tải về từ trang này.",
    ),
    "gỡ rồi ký lại": (
        lambda: sign(field_emptied(first_signed()), O_MOT, CO_QUAN),
        "Có hơn một chữ ký số tại ô ký của người có thẩm quyền; mỗi ô chỉ được ký một lần. Cần ký "
        "lại trên bản PDF tải về từ trang này.",
    ),
    "gỡ một chữ ký": (
        lambda: field_emptied(signed_pdf()),
        "Nội dung tệp đã bị thay đổi sau khi cổng tạo văn bản: chữ ký tại ô ký của người có thẩm "
        f"quyền đã bị gỡ bỏ. {SUA}",
    ),
    "ký ngoài ô": (
        signed_in_a_new_field,
        "Có chữ ký số ngoài các ô ký của văn bản (ô ký “Signature1”); cần chọn ô ký có sẵn trong "
        "tệp khi ký, không vẽ ô ký mới.",
    ),
    "thêm ô ký": (
        new_field_added,
        "Có chữ ký số ngoài các ô ký của văn bản (ô ký “ChuKyThem”); cần chọn ô ký có sẵn trong "
        "tệp khi ký, không vẽ ô ký mới.",
    ),
    "hết hạn": (
        lambda: sign(issued_pdf(), O_MOT, HET_HAN),
        "Chứng thư số của Lê Hết Hạn không có hiệu lực lúc ký (09:30 ngày 05/01/2026); chứng thư "
        "có hiệu lực từ 01/01/2025 đến 01/01/2026. Cần ký lại bằng chứng thư còn hiệu lực.",
    ),
    "chưa đến hạn": (
        lambda: sign_both(issued_pdf(), NGUOI_KY, CHUA_DEN),
        "Chứng thư số của Lê Chưa Đến không có hiệu lực lúc ký (09:50 ngày 05/01/2026); chứng thư "
        "có hiệu lực từ 01/06/2026 đến 01/01/2028. Cần ký lại bằng chứng thư còn hiệu lực.",
    ),
    "băm yếu": (
        lambda: sign(issued_pdf(), O_MOT, NGUOI_KY, md_algorithm="sha1"),
        "Chữ ký số tại ô ký của người có thẩm quyền không hợp lệ: thuật toán băm sha1 không còn an "
        "toàn. Cần ký lại trên bản PDF tải về từ trang này.",
    ),
    "kiểu chữ ký lạ": (
        signed_as_another_kind,
        "Chữ ký số tại ô ký của cơ quan ban hành không hợp lệ: kiểu chữ ký không được chấp "
        "nhận, cần kiểu PKCS#7 tách rời hoặc PAdES. Cần ký lại trên bản PDF tải về từ trang này.",
    ),
    "dấu thời gian hiện trên trang": (
        visible_time_stamp,
        "Có chữ ký số ngoài các ô ký của văn bản (ô ký “DauThoiGian”); cần chọn ô ký có sẵn trong "
        "tệp khi ký, không vẽ ô ký mới.",
    ),
    "đồng hồ chạy trước": (
        lambda: sign(issued_pdf(), O_MOT, NGUOI_KY, luc=NHAN_LUC + timedelta(days=2)),
        "Chữ ký số tại ô ký của người có thẩm quyền ghi thời điểm ký 10:00 ngày 07/01/2026, muộn "
        "hơn lúc cổng nhận tệp; cần chỉnh đồng hồ của máy ký rồi ký lại.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_refused_file_gets_its_own_sentence(case: str) -> None:
    make, sentence = REFUSED[case]
    with pytest.raises(LoiChuKy) as caught:
        check_here(make())
    assert str(caught.value) == sentence


def test_every_reason_is_a_class_of_its_own_that_travels_between_processes() -> None:
    classes = {each for each in vars(loi_chu_ky).values() if isinstance(each, type)} - {LoiChuKy}
    assert set(loi_chu_ky.CAC_LOI.values()) == classes
    assert len({each.mau_cau for each in classes}) == len(classes)


def test_older_version_and_known_other_document_are_named() -> None:
    known_files = (
        known(other_pdf(), "Kế hoạch của Ban Chỉ đạo", la_ban_cu=False),
        known(older_pdf(), "bản trình ngày 02/01/2026", la_ban_cu=True),
    )
    with pytest.raises(loi_chu_ky.LoiBanCu) as older:
        check_here(sign(older_pdf(), O_MOT, NGUOI_KY), ban_khac=known_files)
    with pytest.raises(loi_chu_ky.LoiVanBanKhac) as other:
        check_here(sign(other_pdf(), O_MOT, NGUOI_KY), ban_khac=known_files)
    assert [str(older.value), str(other.value)] == [
        "Tệp gửi lên là bản cũ đã được thay (bản trình ngày 02/01/2026); cần tải bản PDF hiện hành "
        "từ trang này và ký lại.",
        "Tệp gửi lên là một văn bản khác (Kế hoạch của Ban Chỉ đạo); cần đúng bản PDF của văn bản "
        "này, tải về từ trang này rồi ký.",
    ]


@pytest.mark.parametrize("where", ["configured", "in the file"])
def test_revoked_certificate_is_refused(where: str) -> None:
    crl = NOI_CAP.revoke(CO_QUAN, at=datetime(2026, 1, 4, 20, tzinfo=UTC))
    if where == "configured":
        pdf, chung_thu = signed_pdf(), NOI_CAP.trust(crl)
    else:
        stream = io.BytesIO(signed_pdf())
        DocumentSecurityStore.add_dss(stream, None, crls=[_asn1_crl(crl)])
        pdf, chung_thu = stream.getvalue(), BoChungThu()
    with pytest.raises(loi_chu_ky.LoiThuHoi) as caught:
        check_here(pdf, chung_thu)
    assert str(caught.value) == (
        f"Chứng thư số của {TEN_XA} đã bị thu hồi ngày 05/01/2026; cần ký lại bằng chứng thư còn "
        "hiệu lực."
    )


# --- hostile --------------------------------------------------------------------------------


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


def test_file_that_unpacks_to_gigabytes_costs_only_its_process() -> None:
    with pytest.raises(loi_chu_ky.LoiKhongDocDuoc):
        check_signed(bomb(), issued=issued_pdf(), chung_thu=BoChungThu(), at=NHAN_LUC)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: chain(500), "tệp được ghi thêm hơn 40 lần"),
        (loop, "cấu trúc tệp PDF hỏng hoặc không chuẩn"),
    ],
    ids=["chuoi", "vong"],
)
def test_endless_updates_are_refused(make: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(loi_chu_ky.LoiKhongDocDuoc) as caught:
        check_here(make())
    assert caught.value.gia_tri == {"chi_tiet": reason}


def test_process_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(loi_chu_ky.LoiKhongDocDuoc, match="quá 0 giây chưa đọc xong"):
        _ask_process(b"", thoi_gian=0)


def test_process_that_gives_no_answer_is_an_unreadable_file() -> None:
    with pytest.raises(loi_chu_ky.LoiKhongDocDuoc, match="quá nhiều bộ nhớ hoặc thời gian"):
        _ask_process(b"not a request\n")


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_a_sentence(noise: bytes) -> None:
    for tep in (noise, b"%PDF-1.7\n" + noise):
        with pytest.raises(LoiChuKy):
            check_bytes(tep, issued=issued_pdf())


@lru_cache
def good_signatures() -> set[tuple[object, ...]]:
    return {(each.ten_o, each.nguoi_ky, each.thoi_diem_ky) for each in check_here(signed_pdf())}


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_damaged_updates_are_refused_or_change_nothing(data: st.DataObject) -> None:
    start = len(issued_pdf())
    signed = bytearray(signed_pdf())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(start, len(signed) - 1))
        kind = data.draw(st.sampled_from(["change", "cut", "insert", "repeat"]))
        noise = data.draw(st.binary(min_size=1, max_size=8))
        length = len(noise)
        if kind == "change":
            signed[place : place + length] = noise
        elif kind == "cut":
            del signed[place : place + length * 40]
        elif kind == "insert":
            signed[place:place] = noise
        else:
            signed[place:place] = signed[start : start + length * 400]
        if len(signed) <= start + 1:
            return
    try:
        found = read_signed(bytes(signed), so_byte=start, chung_thu=NOI_CAP.trust(), at=NHAN_LUC)
    except LoiChuKy:
        return
    assert {(each.ten_o, each.nguoi_ky, each.thoi_diem_ky) for each in found} <= good_signatures()
