"""A signed file that is refused: the sentence for each reason, and hostile files."""

import hashlib
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.sign.validation.dss import DocumentSecurityStore

from tests.vanban.ky_thu import NHAN_LUC, apart, sign, sign_both
from tests.vanban.tep_hong import (
    CHUA_DEN,
    HET_HAN,
    O_MOT,
    asn1_crl,
    bomb,
    byte_changed,
    chain,
    encrypted,
    field_emptied,
    field_signed_twice,
    field_taken_away,
    first_signed,
    loop,
    new_field_added,
    note_added,
    older_pdf,
    other_file_behind_the_issued_one,
    other_pdf,
    page_added_before_signing,
    page_added_by_an_update,
    page_added_by_saving_again,
    signature_broken,
    signature_with_a_gap,
    signature_written_over,
    signed_after_it_was_locked,
    signed_as_another_kind,
    signed_in_a_new_field,
    time_stamp_of_something_else,
    time_stamp_over_a_changed_file,
    visible_time_stamp,
)
from tests.vanban.van_ban_ky import (
    CO_QUAN,
    NGUOI_KY,
    NOI_CAP,
    TEN_XA,
    check_here,
    issued_pdf,
    signed_pdf,
)
from vanban import loi_chu_ky
from vanban.chung_thu import BoChungThu
from vanban.doc_chu_ky import read_signed
from vanban.kiem_chu_ky import BanDaTao, _ask_process, check_bytes, check_signed
from vanban.loi_chu_ky import LoiChuKy

pytestmark = pytest.mark.pure

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


def known(pdf: bytes, ten_ban: str, *, la_ban_cu: bool) -> BanDaTao:
    return BanDaTao(ten_ban, len(pdf), hashlib.sha256(pdf).hexdigest(), la_ban_cu)


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
    "ghi đè chữ ký": (
        signature_written_over,
        "Có hơn một chữ ký số tại ô ký của người có thẩm quyền; mỗi ô chỉ được ký một lần. Cần ký "
        "lại trên bản PDF tải về từ trang này.",
    ),
    "bỏ một ô ký": (
        field_taken_away,
        "Nội dung tệp đã bị thay đổi sau khi cổng tạo văn bản: một ô ký đã bị bỏ khỏi tệp. " + SUA,
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
    "chữ ký có khe hở": (
        signature_with_a_gap,
        "Chữ ký số tại ô ký của người có thẩm quyền không hợp lệ: chữ ký không phủ hết bản đã ký. "
        "Cần ký lại trên bản PDF tải về từ trang này.",
    ),
    "ký sau khi đã khóa": (
        signed_after_it_was_locked,
        "Chữ ký số tại ô ký của người có thẩm quyền không hợp lệ: chữ ký đã khóa tệp nhưng tệp vẫn "
        "được ghi thêm. Cần ký lại trên bản PDF tải về từ trang này.",
    ),
    "dấu thời gian của tệp khác": (
        time_stamp_of_something_else,
        "Chữ ký số tại ô ký của người có thẩm quyền không hợp lệ: dấu thời gian đi kèm không hợp "
        "lệ. Cần ký lại trên bản PDF tải về từ trang này.",
    ),
    "dấu thời gian hỏng": (
        time_stamp_over_a_changed_file,
        "Chữ ký số tại dấu thời gian không hợp lệ: không khớp với nội dung tệp. Cần ký lại trên "
        "bản PDF tải về từ trang này.",
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
        DocumentSecurityStore.add_dss(stream, None, crls=[asn1_crl(crl)])
        pdf, chung_thu = stream.getvalue(), BoChungThu()
    with pytest.raises(loi_chu_ky.LoiThuHoi) as caught:
        check_here(pdf, chung_thu)
    assert str(caught.value) == (
        f"Chứng thư số của {TEN_XA} đã bị thu hồi ngày 05/01/2026; cần ký lại bằng chứng thư còn "
        "hiệu lực."
    )


# --- hostile ------------------------------------------------------------


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
        found = apart(
            read_signed, bytes(signed), so_byte=start, chung_thu=NOI_CAP.trust(), at=NHAN_LUC
        )
    except LoiChuKy:
        return
    assert {(each.ten_o, each.nguoi_ky, each.thoi_diem_ky) for each in found} <= good_signatures()
