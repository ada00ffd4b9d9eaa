"""A signed file taken back: what is accepted, and what is said of it."""

import hashlib
import io
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pytest
from pyhanko.sign.fields import (
    SigSeedSubFilter,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore

from tests.vanban.ky_thu import KY_LUC, NHAN_LUC, CoQuanCapThu, sign, stamp_time
from tests.vanban.tep_hong import (
    CHUA_DEN,
    DICH_VU,
    HET_HAN,
    O_HAI,
    O_MOT,
    asn1_crl,
    first_signed,
)
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
from vanban import loi_chu_ky
from vanban.chu_ky_so import ChuKySo, KetQuaKiem, from_json, to_json
from vanban.chung_thu import BoChungThu
from vanban.kiem_chu_ky import check_signed

pytestmark = pytest.mark.pure

TIN_CAY = "Chứng thư truy được tới chứng thư gốc tin cậy."


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
    DocumentSecurityStore.add_dss(stream, None, crls=[asn1_crl(NOI_CAP.revoke())])
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
    others = NOI_CAP.revoke(HET_HAN, CHUA_DEN)
    same_numbers_elsewhere = CoQuanCapThu("Nơi cấp khác").revoke(NGUOI_KY, CO_QUAN)
    lists = NOI_CAP.trust(others, same_numbers_elsewhere)
    assert len(check_here(signed_pdf(), lists)) == 2


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
