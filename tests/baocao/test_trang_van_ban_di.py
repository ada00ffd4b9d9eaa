"""Pages of documents: the signed file handed in, number and date, package, lists, refusals."""

from datetime import date
from hashlib import sha256
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from baocao.models import ChuKy, TepVanBan, VanBan
from donvi.models import NhatKy
from kehoach.models import NoiNhan
from tests.factories import make_cong_van, make_van_ban, saved
from tests.htmx import parse, words
from tests.vanban.ky_thu import sign
from tests.vanban.van_ban_ky import NGUOI_KY, NOI_CAP, issued_pdf, signed_pdf
from vanban.o_ky import O_NGUOI_KY

pytestmark = [pytest.mark.django_db, pytest.mark.long_sqlite]


@pytest.fixture
def van_ban(vu_quang, lanh_dao) -> VanBan:
    """Give a document that waits for signatures."""
    return make_van_ban(vu_quang.ke_hoach, lanh_dao, tep_pdf=issued_pdf())


@pytest.fixture
def trusted(settings, tmp_path) -> None:
    """Trust the authority of the test certificates."""
    (tmp_path / "goc.crt").write_bytes(NOI_CAP.goc.public_bytes(Encoding.DER))
    settings.CHUNG_THU_GOC = tmp_path


def at(row, name: str = "") -> str:
    return reverse(f"baocao:document{name}", args=[row.pk])


def hand_in(client, van_ban: VanBan, data: bytes, person):
    client.force_login(person)
    file = SimpleUploadedFile("da-ky.pdf", data, "application/pdf")
    return client.post(at(van_ban, "_take_back"), {"tep": file}, follow=True)


def shown(page) -> str:
    return words(parse(page.content))


# -- the signed file ----------------------------------------------------------------------------


def test_a_signed_file_is_checked_kept_and_told_of(client, van_ban, van_thu, trusted):
    page = hand_in(client, van_ban, signed_pdf(), van_thu)
    text = shown(page)
    assert "Đã nhận bản đã ký: đúng văn bản đã duyệt, các chữ ký nguyên vẹn." in text
    assert "Ủy ban nhân dân xã Vũ Quang, ký lúc 09:30 05/01/2026" in text
    assert text.count("Chứng thư tin cậy") == 2
    van_ban.refresh_from_db()
    assert (van_ban.trang_thai, van_ban.hinh_thuc_ky) == ("da_ky", "ky_so")
    kept = TepVanBan.objects.get(loai_tep="da_ky")
    assert (bytes(kept.noi_dung), kept.created_by) == (signed_pdf(), van_thu)
    assert kept.ma_bam == sha256(signed_pdf()).hexdigest()
    assert client.get(reverse("baocao:document_file", args=[kept.pk])).content == signed_pdf()


def test_without_a_root_the_signature_is_kept_and_said_to_be_untraced(
    client, van_ban, lanh_dao, settings, tmp_path
):
    settings.CHUNG_THU_GOC = tmp_path
    only_person = sign(issued_pdf(), O_NGUOI_KY.ten_o, NGUOI_KY)
    page = hand_in(client, van_ban, only_person, lanh_dao)
    assert "Chưa xác định được chứng thư gốc" in shown(page)
    assert [row.duoc_tin_cay for row in ChuKy.objects.all()] == [False]


REFUSED = [
    (lambda: b"khong phai pdf", "Tệp gửi lên không phải tệp PDF"),
    (issued_pdf, "chưa có chữ ký số nào"),
    (lambda: signed_pdf().replace(b"%PDF-1.", b"%PDF-2.", 1), "thay đổi sau khi cổng tạo văn bản"),
    (lambda: b"", "không có nội dung nào"),
]


@pytest.mark.parametrize(("make", "sentence"), REFUSED)
def test_a_file_that_is_no_good_is_refused_in_words_and_nothing_is_kept(
    client, van_ban, van_thu, make, sentence
):
    page = hand_in(client, van_ban, make(), van_thu)
    assert page.status_code == 422
    assert sentence in shown(page)
    assert TepVanBan.objects.filter(loai_tep="da_ky").count() == 0
    van_ban.refresh_from_db()
    assert van_ban.trang_thai == "cho_ky"


def test_an_earlier_version_is_named_and_the_refusal_is_on_record(
    client, van_ban, vu_quang, lanh_dao, van_thu
):
    other = make_van_ban(vu_quang.ke_hoach, lanh_dao, tep_pdf=b"%PDF-1.7 x", ky_bao_cao="2026-T08")
    page = hand_in(client, other, signed_pdf(), van_thu)
    assert "Tệp gửi lên là một văn bản khác (báo cáo “Báo cáo tháng 7 năm 2026”)" in shown(page)
    act = NhatKy.objects.about(other)[0]
    assert (act.hanh_dong, act.created_by) == ("từ chối bản đã ký", van_thu)
    assert act.ly_do.startswith("Tệp gửi lên là một văn bản khác")


def test_a_large_file_is_refused_before_it_is_read(client, van_ban, van_thu, settings):
    settings.VAN_BAN_DA_KY_TOI_DA = 1 << 20
    page = hand_in(client, van_ban, b"%PDF-" + b"0" * (1 << 20), van_thu)
    assert "được nhận tối đa 1 MB" in shown(page)


# -- number and date ----------------------------------------------------------------------------

ISSUE = [
    ("", "2021-01-05", "Hãy nhập số văn bản do hệ thống quản lý văn bản cấp."),
    ("5/BC", "2021-01-05", "Số văn bản chỉ gồm chữ số, có thể thêm một chữ cái"),
    ("\u0665", "2021-01-05", "Số văn bản chỉ gồm chữ số, có thể thêm một chữ cái"),
    ("05", "", "Hãy nhập ngày ban hành."),
    ("05", "31/02/2026", "Ngày ban hành không đọc được. Hãy nhập như 05/11/2026."),
    ("05", "2099-01-01", "Ngày ban hành không được sau ngày hôm nay."),
    ("05", "01/01/2021", "Ngày ban hành phải từ ngày duyệt trở đi (20/10/2026)."),
]


@pytest.mark.parametrize(("number", "day", "sentence"), ISSUE)
def test_number_and_date_are_checked_and_what_was_typed_stays(
    client, van_ban, van_thu, number, day, sentence
):
    client.force_login(van_thu)
    body = {"so_hieu": number, "ngay_ban_hanh": day}
    page = parse((refused := client.post(at(van_ban, "_promulgate"), body)).content)
    assert refused.status_code == 422
    assert sentence in words(page)
    assert page.xpath("//input[@name='so_hieu']")[0].get("value", "") == number
    van_ban.refresh_from_db()
    assert (van_ban.trang_thai, van_ban.so_hieu) == ("cho_ky", "")


def test_a_number_twice_names_the_other_document(client, van_ban, vu_quang, lanh_dao, van_thu):
    make_van_ban(vu_quang.ke_hoach, lanh_dao, "da_ban_hanh", ky_bao_cao="2026-T08")
    client.force_login(van_thu)
    body = {"so_hieu": "41", "ngay_ban_hanh": "22/10/2026"}
    page = shown(client.post(at(van_ban, "_promulgate"), body))
    assert "Số 41/BC-UBND năm 2026 đã cấp cho “Báo cáo tháng 8 năm 2026” ngày 21/10/2026." in page


def test_replacing_and_correcting_through_the_page(client, vu_quang, lanh_dao, van_thu):
    document = make_van_ban(vu_quang.ke_hoach, lanh_dao, "da_ban_hanh")
    client.force_login(van_thu)
    loi = {"so_cong_van": "15/UBND-VP", "ngay_cong_van": f"{localdate():%d/%m/%Y}",
           "noi_dung": "Ngày 20 sửa là 21."}  # fmt: skip
    page = client.post(at(document, "_correct"), loi, follow=True)
    assert f"Công văn số 15/UBND-VP, ngày {localdate():%d/%m/%Y}: Ngày 20 sửa là 21." in shown(page)
    client.force_login(lanh_dao)
    page = client.post(at(document, "_reopen"), {"ly_do": "Sai số"}, follow=True)
    assert "còn hiệu lực cho đến khi bản thay thế được phát hành" in shown(page)
    assert client.post(at(document, "_reopen"), {"ly_do": "Sai số"}).status_code == 403


# -- package and lists --------------------------------------------------------------------------


def test_the_package_holds_the_best_pdf_and_its_metadata(
    client, van_ban, vu_quang, van_thu, trusted
):
    saved(NoiNhan(ke_hoach=vu_quang.ke_hoach, ten="Sở Khoa học và Công nghệ", thu_tu=1))
    client.force_login(van_thu)
    first = ZipFile(BytesIO(client.get(at(van_ban, "_package")).content))
    assert first.namelist() == ["van-ban.pdf", "sieu-du-lieu.xml"]
    hand_in(client, van_ban, signed_pdf(), van_thu)
    client.post(at(van_ban, "_promulgate"), {"so_hieu": "05", "ngay_ban_hanh": "21/10/2026"})
    answer = client.get(at(van_ban, "_package"))
    assert answer.content == client.get(at(van_ban, "_package")).content
    package = ZipFile(BytesIO(answer.content))
    assert package.read("van-ban-da-ky.pdf") == signed_pdf()
    root = ElementTree.fromstring(package.read("sieu-du-lieu.xml"))
    found = {one.tag: one.text for one in root}
    assert (found["CodeNumber"], found["CodeNotation"]) == ("05", "BC-UBND")
    assert (found["IssuedDate"], found["PageAmount"]) == (str(date(2026, 10, 21)), "2")
    assert (found["To"], found["TypeName"]) == ("Sở Khoa học và Công nghệ", "Báo cáo")
    assert root.findtext("Files/File/Sha256") == sha256(signed_pdf()).hexdigest()


def test_the_list_can_be_asked_by_state(client, van_ban, vu_quang, lanh_dao, van_thu):
    make_van_ban(vu_quang.ke_hoach, lanh_dao, "da_ban_hanh", ky_bao_cao="2026-T08")
    client.force_login(van_thu)
    address = reverse("baocao:document_list", args=[vu_quang.ke_hoach.ma])

    def states(query: str) -> list[str]:
        page = client.get(f"{address}{query}")
        return [row.trang_thai for row in page.context["cac_van_ban"]]

    assert states("") == ["da_ban_hanh", "cho_ky"]
    assert states("?trang_thai=da_ban_hanh") == ["da_ban_hanh"]
    assert states("?trang_thai=khong-co") == ["da_ban_hanh", "cho_ky"]


def test_a_letter_is_read_by_whom_it_concerns(client, vu_quang, can_bo, cong_an, van_thu):
    make_cong_van(vu_quang.ke_hoach, vu_quang.thon, van_thu, "da_duyet")
    document = VanBan.objects.get()
    seen = {}
    for person in (can_bo, cong_an, van_thu):
        client.force_login(person)
        file = reverse("baocao:document_file", args=[document.cac_tep.get().pk])
        seen[person.username] = [client.get(url).status_code for url in (at(document), file)]
    assert seen == {"truong_thon": [200, 200], "cong_an": [403, 403], "van_thu": [200, 200]}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(
    client, vu_quang, lanh_dao, van_thu, rows, django_assert_num_queries
):
    for number in range(rows):
        make_van_ban(vu_quang.ke_hoach, lanh_dao, ky_bao_cao=f"2026-T0{number + 1}")
    client.force_login(van_thu)
    address = reverse("baocao:document_list", args=[vu_quang.ke_hoach.ma])
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_document_takes_a_fixed_number_of_queries(
    client, van_ban, van_thu, rows, django_assert_num_queries
):
    for number in range(rows):
        file = saved(
            TepVanBan(
                van_ban=van_ban, loai_tep="da_ky", noi_dung=b"x", ma_bam=f"{number}",
                created_at=van_ban.created_at,
            )
        )  # fmt: skip
        saved(ChuKy(tep_van_ban=file, truong_ky="ChuKyNguoiKy", nguoi_ky="Trần Văn Trà"))
    client.force_login(van_thu)
    client.get(at(van_ban))
    with django_assert_num_queries(9):
        client.get(at(van_ban))
