"""Evidence of a form: adding, refusing, reading, taking off, packages; a draft's is its unit's."""

import io
import zipfile
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now
from openpyxl import load_workbook

from baocao.models import MinhChung
from nhiemvu.models import TienDo
from tests.baocao.tep_thu import JPG, PDF, office, png
from tests.factories import make_chi_tieu, make_nhiem_vu, make_phan_cong, make_phieu, saved

pytestmark = pytest.mark.django_db
XLS_INDEX = "muc-luc.xlsx"


@pytest.fixture(autouse=True)
def kho_tep(settings, tmp_path):
    """Keep the files of a test to itself."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def viec(vu_quang):
    return make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, ma="7"), vu_quang.thon)


@pytest.fixture
def chi_tieu(vu_quang):
    return make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon, ma="9")


@pytest.fixture
def phieu(vu_quang, viec, chi_tieu):
    return make_phieu(vu_quang.ke_hoach, vu_quang.thon)


@pytest.fixture
def thon(client, can_bo, phieu):
    """Give the browser of the officer who fills the form in."""
    client.force_login(can_bo)
    return client


def evidence_url(phieu):
    return reverse("baocao:evidence", args=[phieu.pk])


def file_of(row):
    return reverse("baocao:evidence_file", args=[row.pk])


def add(client, phieu, *files, **words):
    """Send the form of evidence; a file is (name, bytes)."""
    data = {"noi_gan": "phieu"} | words
    if files:
        data["tep"] = [SimpleUploadedFile(name, body) for name, body in files]
    return client.post(evidence_url(phieu), data)


def send(phieu):
    """Put the form into the state it has after sending."""
    phieu.trang_thai, phieu.sent_at = "da_gui", now()
    return saved(phieu)


# --- adding ---------------------------------------------------------------------------------------


def test_files_of_every_kind_are_kept_with_digest_and_true_name(thon, phieu, viec, chi_tieu):
    place = f"nv{viec.pk}"
    response = add(thon, phieu, ("Bien ban.PDF", PDF), ("anh.exe", png()), noi_gan=place)
    assert response.status_code == 302
    assert response["Location"] == f"{evidence_url(phieu)}?noi={place}"
    add(thon, phieu, ("so lieu.xlsx", office()), noi_gan=f"ct{chi_tieu.pk}", mo_ta="Biểu tháng 10")
    rows = MinhChung.objects.order_by("pk")
    assert [(r.ten_tep, r.place, r.ma_bam, r.mo_ta) for r in rows] == [
        ("Bien ban.pdf", place, sha256(PDF).hexdigest(), ""),
        ("anh.png", place, sha256(png()).hexdigest(), ""),
        ("so lieu.docx", f"ct{chi_tieu.pk}", sha256(office()).hexdigest(), "Biểu tháng 10"),
    ]


def test_a_kept_file_tells_nothing_by_its_path(thon, phieu, kho_tep):
    add(thon, phieu, ("../../danh sach can bo.pdf", PDF))
    row = MinhChung.objects.get()
    (path,) = [path for path in kho_tep.rglob("*") if path.is_file()]
    assert (path.suffix, len(path.name), row.ten_tep) == ("", 32, "danh sach can bo.pdf")
    assert thon.get(f"/tep/{row.tep_dinh_kem.name}").status_code == 404


def test_a_link_or_the_number_of_a_document_is_evidence_too(thon, phieu):
    add(thon, phieu, so_van_ban="12/KH-UBND", duong_dan="vuquang.hatinh.gov.vn/tin")
    row = MinhChung.objects.get()
    assert (row.so_van_ban, row.duong_dan) == ("12/KH-UBND", "https://vuquang.hatinh.gov.vn/tin")
    assert "12/KH-UBND" in thon.get(evidence_url(phieu)).content.decode()


@pytest.mark.parametrize(
    ("files", "words", "sentence"),
    [
        ([], {}, "hãy chọn một tệp, hoặc ghi số văn bản"),
        ([], {"duong_dan": "data:text/html,x"}, "Đường dẫn không đọc được"),
        ([], {"duong_dan": "ftp://a.vn/b"}, "bắt đầu bằng https://"),
        ([("a.pdf", b"<html>")], {}, "đây là trang web hoặc ảnh SVG"),
        ([("a.pdf", b"")], {}, "không có nội dung nào"),
        ([("a.pdf", PDF + b"x" * 2**20)], {}, "mỗi tệp được tối đa 1 MB"),
        ([("a.pdf", PDF)], {"noi_gan": "nv999"}, "hãy chọn một mục có trong phiếu"),
    ],
)
def test_what_is_refused_says_why_and_keeps_the_words(
    thon, phieu, settings, kho_tep, files, words, sentence
):
    settings.MINH_CHUNG_TEP_TOI_DA = 2**20
    response = add(thon, phieu, *files, **{"mo_ta": "Ảnh họp thôn"} | words)
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert 'value="Ảnh họp thôn"' in page
    assert (MinhChung.objects.count(), list(kho_tep.rglob("*.*"))) == (0, [])


def test_a_refused_file_keeps_none_of_the_others_out(thon, phieu):
    response = add(thon, phieu, ("a.jpg", JPG), ("b.exe", b"MZ"))
    assert response.status_code == 422
    assert "Tệp “b.exe” chưa được nhận" in response.content.decode()
    assert MinhChung.objects.get().ten_tep == "a.jpg"


def test_a_form_carries_no_more_than_allowed_and_no_file_twice_in_one_place(
    thon, phieu, viec, settings
):
    settings.MINH_CHUNG_PHIEU_TOI_DA = 2**20
    add(thon, phieu, ("a.pdf", PDF))
    assert "đã có ở mục này" in add(thon, phieu, ("b.pdf", PDF)).content.decode()
    assert add(thon, phieu, ("b.pdf", PDF), noi_gan=f"nv{viec.pk}").status_code == 302
    page = add(thon, phieu, ("c.jpg", JPG[:-2] + b"\x00" * 2**20 + JPG[-2:])).content.decode()
    assert "thêm tệp này thì quá 1 MB" in page
    assert MinhChung.objects.count() == 2


def test_the_way_to_evidence_saves_what_is_typed_first(thon, phieu, viec):
    act = f"minh_chung-nv{viec.pk}"
    data = {f"nv{viec.pk}-noi_dung": "Họp 3 buổi", "lan_luu": "0", "hanh_dong": act}
    response = thon.post(reverse("baocao:form", args=[phieu.pk]), data)
    assert response["Location"] == f"{evidence_url(phieu)}?noi=nv{viec.pk}"
    assert TienDo.objects.get().noi_dung == "Họp 3 buổi"
    assert f'value="nv{viec.pk}" selected' in thon.get(response["Location"]).content.decode()


# --- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "body", "place", "policy"),
    [
        ("a.png", png(), "inline", "default-src 'none'; sandbox"),
        ("a.docx", office(), "attachment", "default-src 'none'; sandbox"),
    ],
)
def test_a_file_is_handed_out_as_what_it_is_and_runs_nothing(
    thon, phieu, name, body, place, policy
):
    add(thon, phieu, (name, body))
    response = thon.get(file_of(MinhChung.objects.get()))
    assert response.content == body
    assert response["Content-Disposition"] == f'{place}; filename="{name}"'
    assert response["Content-Security-Policy"] == policy
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_pdf_opens_in_the_browser_under_the_portals_own_policy(thon, phieu):
    add(thon, phieu, ("a.pdf", PDF))
    response = thon.get(file_of(MinhChung.objects.get()))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="a.pdf"'
    assert "object-src 'none'" in response["Content-Security-Policy"]


def test_a_draft_s_evidence_is_its_unit_s_until_the_form_is_sent(thon, phieu, client, tong_hop):
    add(thon, phieu, ("a.pdf", PDF))
    pages = (
        file_of(MinhChung.objects.get()), evidence_url(phieu),
        reverse("baocao:evidence_package", args=[phieu.pk]),
    )  # fmt: skip
    client.force_login(tong_hop)
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    send(phieu)
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    reading = client.get(reverse("baocao:form", args=[phieu.pk])).content.decode()
    assert pages[0] in reading


def test_a_file_that_is_gone_is_a_page_not_found(thon, phieu):
    add(thon, phieu, ("a.pdf", PDF))
    row = MinhChung.objects.get()
    row.tep_dinh_kem.storage.delete(row.tep_dinh_kem.name)
    assert thon.get(file_of(row)).status_code == 404


# --- taking off -----------------------------------------------------------------------------------


def test_what_is_taken_off_stays_on_record(thon, phieu, can_bo):
    add(thon, phieu, ("a.pdf", PDF))
    row = MinhChung.objects.get()
    thon.post(reverse("baocao:evidence_remove", args=[row.pk]))
    row.refresh_from_db()
    assert row.removed_at is not None
    assert row.history.first().history_user == can_bo
    page = thon.get(evidence_url(phieu)).content.decode()
    assert "Đã gỡ (1)" in page
    assert add(thon, phieu, ("a.pdf", PDF)).status_code == 302


def test_a_sent_form_s_evidence_can_only_be_read(thon, phieu):
    add(thon, phieu, ("a.pdf", PDF))
    send(phieu)
    row = MinhChung.objects.get()
    assert add(thon, phieu, ("b.png", png())).status_code == 403
    assert thon.post(reverse("baocao:evidence_remove", args=[row.pk])).status_code == 403
    assert "Thêm minh chứng" not in thon.get(evidence_url(phieu)).content.decode()


# --- packages -------------------------------------------------------------------------------------


def unpack(response):
    """Read a package: its files, and the rows of its index."""
    packed = b"".join(response)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    sheet = load_workbook(io.BytesIO(files.pop(XLS_INDEX))).active
    return files, list(sheet.iter_rows(min_row=4, values_only=True))


def test_a_package_holds_the_files_and_an_index_that_proves_them(thon, phieu, viec):
    add(thon, phieu, ("Biên bản.pdf", PDF), noi_gan=f"nv{viec.pk}", mo_ta="Biên bản họp")
    add(thon, phieu, ("ảnh.png", png()))
    add(thon, phieu, so_van_ban="12/KH-UBND")
    broken = MinhChung.objects.get(ten_tep="ảnh.png")
    with broken.tep_dinh_kem.storage.open(broken.tep_dinh_kem.name, "wb") as file:
        file.write(b"khac")
    files, index = unpack(thon.get(reverse("baocao:evidence_package", args=[phieu.pk])))
    assert files == {"thon-1/001-bien-ban.pdf": PDF, "thon-1/002-anh.png": b"khac"}
    assert [(row[1], row[2], row[4], row[5], row[8], row[9]) for row in index] == [
        ("Thôn 1", "Nhiệm vụ 7. Tuyên truyền", "thon-1/001-bien-ban.pdf", None,
         sha256(PDF).hexdigest(), "khớp"),
        ("Thôn 1", "Cả phiếu", "thon-1/002-anh.png", None, sha256(png()).hexdigest(),
         "không khớp mã băm"),
        ("Thôn 1", "Cả phiếu", None, "12/KH-UBND", None, None),
    ]  # fmt: skip


def test_a_period_s_package_holds_reported_forms_only(
    thon, phieu, client, tong_hop, vu_quang, cong_an
):
    add(thon, phieu, ("a.pdf", PDF))
    other = make_phieu(vu_quang.ke_hoach, vu_quang.cong_an)
    client.force_login(cong_an)
    add(client, other, ("b.png", png()))
    client.force_login(tong_hop)
    address = reverse("baocao:evidence_period_package", args=[vu_quang.ke_hoach.ma])
    assert client.get(address, {"ky": "2026-T10"}).status_code == 404
    send(phieu)
    files, _ = unpack(client.get(address, {"ky": "2026-T10"}))
    assert files == {"thon-1/001-a.pdf": PDF}
    for ky in ("", "2026-T09", "a\x00", "2026-T13"):
        assert client.get(address, {"ky": ky}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_evidence_pages_ask_as_often_for_many_rows(
    thon, phieu, vu_quang, rows, django_assert_num_queries
):
    for number in range(rows):
        add(thon, phieu, so_van_ban=f"{number}/KH")
    send(phieu)
    with django_assert_num_queries(13):
        thon.get(evidence_url(phieu))
    page = reverse("baocao:evidence_periods", args=[vu_quang.ke_hoach.ma])
    with django_assert_num_queries(7):
        assert f">{rows}</td>" in thon.get(page).content.decode()
