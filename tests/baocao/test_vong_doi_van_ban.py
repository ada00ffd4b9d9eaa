"""The life of a document: signed, numbered, recalled, replaced, corrected; content follows."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from baocao import tong_hop as reports
from baocao import vong_doi_van_ban as services
from baocao.models import ChuKy, TepVanBan, VanBan
from baocao.so_van_ban import number_taken
from baocao.van_ban_di import current_document, freeze_report
from baocao.vong_doi_van_ban import LoiDinhChinh, SaiTrangThai, SoDaDung, VanBanError
from donvi.models import NhatKy
from tests.factories import make_cong_van, make_ke_hoach, make_van_ban, make_xa, saved
from vanban.chu_ky_so import ChuKySo, KetQuaKiem

pytestmark = pytest.mark.django_db

LUC = datetime(2026, 10, 20, 3, tzinfo=UTC)
NGAY = date(2026, 10, 21)


@pytest.fixture
def van_ban(vu_quang, lanh_dao) -> VanBan:
    """Give a report's document that waits for signatures, approved on 20/10/2026."""
    return make_van_ban(vu_quang.ke_hoach, lanh_dao)


def issue(document: VanBan, by, so_hieu: str = "05", ngay: date = NGAY) -> VanBan:
    return services.promulgate(van_ban=document, so_hieu=so_hieu, ngay_ban_hanh=ngay, by=by, at=LUC)


def found(data: bytes, *fields: str) -> KetQuaKiem:
    """Give what the check says of a file with signatures in the fields."""
    signatures = tuple(
        ChuKySo(
            ten_o=field, nguoi_ky="Trần Văn Trà", co_quan="UBND xã Vũ Quang", so_chung_thu="1",
            thoi_diem_ky=LUC, co_dau_thoi_gian=False, nguyen_ven=True, truy_duoc_goc=False,
            nhan_xet_goc="Chưa xác định được gốc.", phu_toan_tep=True, nhan_xet_phu="",
        )
        for field in fields
    )  # fmt: skip
    return KetQuaKiem(len(data), sha256(data).hexdigest(), signatures)


def hand_in(document: VanBan, by, data: bytes, *fields: str) -> TepVanBan:
    return services.take_back(
        van_ban=document, tep_pdf=data, ket_qua=found(data, *fields), by=by, at=LUC
    )


def acts(row) -> list[str]:
    return [act.hanh_dong for act in NhatKy.objects.about(row).order_by("pk")]


# -- signed -------------------------------------------------------------------------------------


def test_a_signed_file_is_kept_with_who_signed_and_when(van_ban, van_thu):
    file = hand_in(van_ban, van_thu, b"signed", "ChuKyNguoiKy")
    van_ban.refresh_from_db()
    assert (van_ban.trang_thai, van_ban.hinh_thuc_ky, van_ban.signed_at) == ("da_ky", "ky_so", LUC)
    assert (bytes(file.noi_dung), file.ma_bam) == (b"signed", sha256(b"signed").hexdigest())
    signature = ChuKy.objects.get(tep_van_ban=file)
    assert (signature.nguoi_ky, signature.co_quan) == ("Trần Văn Trà", "UBND xã Vũ Quang")
    assert (signature.signed_at, signature.duoc_tin_cay) == (LUC, False)
    assert signature.ghi_chu == "Chưa xác định được gốc."
    assert acts(van_ban) == ["lập văn bản chờ ký", "nhận bản đã ký"]


def test_a_certificate_that_names_nobody_or_holds_odd_signs_is_kept_all_the_same(van_ban, van_thu):
    result = found(b"signed", "ChuKyNguoiKy", "ChuKyCoQuan")
    odd = (
        replace(result.cac_chu_ky[0], nguoi_ky="Trần\x00 Trà\ud800", nhan_xet_goc="a\x00b"),
        replace(result.cac_chu_ky[1], nguoi_ky="", co_quan=""),
    )
    services.take_back(
        van_ban=van_ban, tep_pdf=b"signed", ket_qua=replace(result, cac_chu_ky=odd), by=van_thu,
        at=LUC,
    )  # fmt: skip
    kept = ChuKy.objects.order_by("pk").values_list("nguoi_ky", "ghi_chu")
    assert list(kept) == [
        ("Trần Trà", "ab"), ("không rõ tên trong chứng thư", "Chưa xác định được gốc.")
    ]  # fmt: skip


def test_the_body_alone_does_not_make_a_document_signed(van_ban, van_thu):
    hand_in(van_ban, van_thu, b"sealed", "ChuKyCoQuan")
    van_ban.refresh_from_db()
    assert (van_ban.trang_thai, van_ban.hinh_thuc_ky) == ("cho_ky", "")


def test_a_file_comes_in_once(van_ban, van_thu):
    hand_in(van_ban, van_thu, b"signed", "ChuKyNguoiKy")
    with pytest.raises(VanBanError, match="đã được nhận trước đó"):
        hand_in(van_ban, van_thu, b"signed", "ChuKyNguoiKy")
    assert van_ban.cac_tep.count() == 2


def test_what_is_issued_stays_issued_when_its_signed_file_comes_later(van_ban, van_thu):
    issue(van_ban, van_thu)
    hand_in(van_ban, van_thu, b"signed", "ChuKyNguoiKy", "ChuKyCoQuan")
    van_ban.refresh_from_db()
    assert (van_ban.trang_thai, van_ban.hinh_thuc_ky) == ("da_ban_hanh", "ky_so")


def test_signing_on_paper_is_recorded_once(van_ban, van_thu):
    services.sign_paper(van_ban=van_ban, by=van_thu, at=LUC)
    van_ban.refresh_from_db()
    assert (van_ban.trang_thai, van_ban.hinh_thuc_ky) == ("da_ky", "ky_giay")
    issue(van_ban, van_thu)
    with pytest.raises(SaiTrangThai, match="đã ghi nhận là ký trên giấy"):
        services.sign_paper(van_ban=van_ban, by=van_thu, at=LUC)


# -- numbered -----------------------------------------------------------------------------------


def test_number_and_date_go_to_what_the_document_says(van_ban, van_thu):
    issue(van_ban, van_thu, " 05a ")
    van_ban.refresh_from_db()
    report = van_ban.bao_cao
    assert (van_ban.trang_thai, van_ban.so_hieu, van_ban.ngay_ban_hanh) == (
        "da_ban_hanh", "05a", NGAY,
    )  # fmt: skip
    assert (van_ban.issued_by, van_ban.issued_at) == (van_thu, LUC)
    assert (report.trang_thai, report.so_hieu, report.ngay_ban_hanh) == ("da_ban_hanh", "05a", NGAY)
    assert NhatKy.objects.about(report)[0].so_van_ban == "05a/BC-UBND, 21/10/2026"


def test_the_second_clerk_is_told(van_ban, van_thu):
    stale = VanBan.objects.get(pk=van_ban.pk)
    issue(van_ban, van_thu)
    with pytest.raises(SaiTrangThai) as refusal:
        issue(stale, van_thu, "06")
    assert str(refusal.value) == (
        "Không thể phát hành: văn bản số 05 đang ở trạng thái đã phát hành."
    )


@pytest.mark.parametrize("so_hieu", ["05", "5", "005"])
def test_a_number_is_given_once_a_year(van_ban, vu_quang, van_thu, so_hieu):
    issue(van_ban, van_thu)
    other = make_van_ban(vu_quang.ke_hoach, van_thu, ky_bao_cao="2026-T08")
    with pytest.raises(SoDaDung) as refusal:
        issue(other, van_thu, so_hieu)
    assert str(refusal.value) == (
        f"Số {so_hieu}/BC-UBND năm 2026 đã cấp cho “Báo cáo tháng 7 năm 2026” ngày 21/10/2026. Hãy "
        "xem lại số trên hệ thống quản lý văn bản."
    )
    other.refresh_from_db()
    assert (other.trang_thai, other.so_hieu) == ("cho_ky", "")


def test_numbers_run_by_year_commune_and_symbol(van_ban, vu_quang, van_thu, nguoi_ngoai):
    issue(van_ban, van_thu)
    plan = vu_quang.ke_hoach
    make_cong_van(plan, vu_quang.thon, van_thu, "da_duyet")
    letter = VanBan.objects.get(loai_van_ban="cong_van")
    other_commune = make_van_ban(
        make_ke_hoach(make_xa("18001", "Kỳ Anh"), vu_quang.vhxh, "ky-anh"), van_thu
    )
    next_report = make_van_ban(plan, van_thu, ky_bao_cao="2026-T08")
    assert number_taken(letter, "05", 2026) == ""
    assert number_taken(other_commune, "05", 2026) == ""
    assert number_taken(next_report, "05", 2027) == ""
    assert number_taken(next_report, "05a", 2026) == ""
    assert number_taken(next_report, "05", 2026) != ""


def test_a_plan_numbered_without_a_document_takes_its_number(van_ban, vu_quang, van_thu):
    van_ban.ky_hieu = "KH-UBND"
    plan = make_ke_hoach(vu_quang.xa, vu_quang.vhxh, "cu", so_hieu="12", ngay_ban_hanh=NGAY)
    assert number_taken(van_ban, "12", 2026) == f"“{plan.trich_yeu}” ngày 21/10/2026"


# -- recalled, replaced, corrected --------------------------------------------------------------


def test_recalling_opens_the_draft_again(van_ban, lanh_dao):
    services.recall(van_ban=van_ban, ly_do=" Sai số ", by=lanh_dao, at=LUC)
    van_ban.refresh_from_db()
    report = van_ban.bao_cao
    assert (van_ban.trang_thai, van_ban.ly_do_thu_hoi) == ("da_thu_hoi", "Sai số")
    assert (report.trang_thai, report.approved_at, report.approved_by) == ("du_thao", None, None)
    assert current_document(report) is None
    assert NhatKy.objects.about(report)[0].ly_do == "Sai số"


def test_what_is_signed_is_not_recalled(van_ban, lanh_dao, van_thu):
    services.sign_paper(van_ban=van_ban, by=van_thu, at=LUC)
    with pytest.raises(SaiTrangThai):
        services.recall(van_ban=van_ban, ly_do="Sai", by=lanh_dao, at=LUC)
    with pytest.raises(VanBanError, match="ghi lý do thu hồi"):
        services.recall(van_ban=van_ban, ly_do=" ", by=lanh_dao, at=LUC)


def again(document: VanBan, by, data: bytes = b"%PDF-1.7 b") -> VanBan:
    """Approve the content of the document once more."""
    report = document.bao_cao
    report.refresh_from_db()
    report.trang_thai, report.approved_at = "da_duyet", LUC
    return freeze_report(bao_cao=saved(report), tep_pdf=data, by=by, at=LUC)


def test_an_issued_document_is_replaced_when_the_next_is_issued(van_ban, lanh_dao, van_thu):
    issue(van_ban, van_thu)
    services.reopen(van_ban=van_ban, ly_do="Sai số liệu", by=lanh_dao, at=LUC)
    van_ban.refresh_from_db()
    report = van_ban.bao_cao
    assert (van_ban.trang_thai, report.trang_thai, report.so_hieu) == ("da_ban_hanh", "du_thao", "")
    with pytest.raises(SaiTrangThai):
        services.reopen(van_ban=van_ban, ly_do="Sai", by=lanh_dao, at=LUC)
    new = again(van_ban, lanh_dao)
    assert new.thay_the_cho == van_ban
    issue(new, van_thu, "06")
    van_ban.refresh_from_db()
    new.refresh_from_db()
    assert (van_ban.trang_thai, van_ban.so_hieu) == ("da_thay_the", "05")
    assert (new.trang_thai, van_ban.ban_thay_the) == ("da_ban_hanh", new)
    assert bytes(van_ban.cac_tep.get().noi_dung) == b"%PDF-1.7"
    assert acts(van_ban)[-1] == "bị thay thế"


def test_a_recalled_replacement_leaves_its_place_to_the_next(van_ban, lanh_dao, van_thu):
    issue(van_ban, van_thu)
    services.reopen(van_ban=van_ban, ly_do="Sai số liệu", by=lanh_dao, at=LUC)
    first = again(van_ban, lanh_dao)
    services.recall(van_ban=first, ly_do="Còn sai", by=lanh_dao, at=LUC)
    second = again(van_ban, lanh_dao, b"%PDF-1.7 c")
    first.refresh_from_db()
    assert (first.thay_the_cho, second.thay_the_cho) == (None, van_ban)


def test_a_letter_corrects_the_form_of_an_issued_document(van_ban, van_thu):
    loi = LoiDinhChinh("15/UBND-VP", NGAY + timedelta(1), "Ngày 20 sửa là ngày 21.")
    with pytest.raises(SaiTrangThai):
        services.correct(van_ban=van_ban, loi=loi, by=van_thu, at=LUC)
    issue(van_ban, van_thu)
    services.correct(van_ban=van_ban, loi=loi, by=van_thu, at=LUC)
    van_ban.refresh_from_db()
    assert (van_ban.trang_thai, van_ban.so_dinh_chinh, van_ban.noi_dung_dinh_chinh) == (
        "da_ban_hanh", "15/UBND-VP", "Ngày 20 sửa là ngày 21.",
    )  # fmt: skip
    early = LoiDinhChinh("15/UBND-VP", NGAY - timedelta(1), "Sai.")
    with pytest.raises(VanBanError, match="từ ngày ban hành trở đi"):
        services.correct(van_ban=van_ban, loi=early, by=van_thu, at=LUC)


def test_a_reopened_report_is_compiled_and_approved_again(vu_quang, tong_hop, lanh_dao, van_thu):
    document = make_van_ban(vu_quang.ke_hoach, lanh_dao, "da_ban_hanh", ky_bao_cao="2026-T10")
    services.reopen(van_ban=document, ly_do="Sai", by=lanh_dao, at=LUC)
    report = reports.compile_report(bao_cao_id=document.bao_cao_id, at=LUC)
    reports.submit(bao_cao=report, by=tong_hop, at=LUC)
    reports.approve(bao_cao=report, tep_pdf=b"%PDF-1.7 b", by=lanh_dao, at=LUC)
    assert current_document(report).thay_the_cho == document
