"""Pages of documents: preview, long files with their progress, the layout with its sample."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baocao import ban_in as services
from baocao.models import BanIn
from baocao.tep_van_ban import DangTep
from baocao.trang_thai import TrangThaiBanIn as T
from donvi.the_thuc_van_ban import layout_of
from kehoach.models import KeHoach
from tests.baocao.bao_cao_mau import AT, PDF, report_in
from tests.factories import make_cong_van, saved
from tests.htmx import parse, part, swap, words
from tests.personas import XaMau
from vanban.the_thuc import ThamSo

pytestmark = [pytest.mark.django_db, pytest.mark.long_postgresql]
LUC = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def ke_hoach(vu_quang: XaMau) -> KeHoach:
    """Give a plan with a text to print."""
    vu_quang.ke_hoach.loi_dan = "Xã ban hành Kế hoạch như sau:"
    return saved(vu_quang.ke_hoach)


@pytest.fixture
def trang(client: Client, van_thu: Any, settings: Any) -> Client:
    """Give văn thư's browser of a portal that makes every document apart."""
    settings.VAN_BAN_TRANG_LAM_NGAY = 0
    client.force_login(van_thu)
    return client


def pdf_of(plan: KeHoach) -> str:
    return reverse("baocao:plan_pdf", args=[plan.ma])


def main(answer: Any) -> str:
    return words(parse(answer.content).get_element_by_id("noi-dung"))


# --- long files -----------------------------------------------------------------------------------


def test_long_file_is_asked_for_watched_and_taken_away(
    trang: Client, ke_hoach: KeHoach, django_capture_on_commit_callbacks: Any
):
    asked = trang.get(pdf_of(ke_hoach))
    assert asked.status_code == 302
    page = trang.get(asked["Location"])
    assert "Văn bản dài khoảng 1 trang" in main(page)
    with django_capture_on_commit_callbacks(execute=True):
        answer = trang.post(asked["Location"])
    row = BanIn.objects.get()
    assert answer["Location"] == reverse("baocao:file", args=[row.pk])
    page = trang.get(answer["Location"])
    assert row.ma_bam in main(page)
    taken = trang.get(reverse("baocao:file_download", args=[row.pk]))
    assert (taken.content, taken["Content-Type"]) == (bytes(row.noi_dung), "application/pdf")
    assert trang.get(pdf_of(ke_hoach)).content == taken.content  # from now on at once


def test_short_document_and_workbook_are_made_at_once(
    trang: Client, ke_hoach: KeHoach, settings: Any
):
    assert trang.get(reverse("baocao:plan_xlsx", args=[ke_hoach.ma])).status_code == 200
    settings.VAN_BAN_TRANG_LAM_NGAY = 15
    assert trang.get(reverse("baocao:plan_docx", args=[ke_hoach.ma])).status_code == 200
    assert BanIn.objects.count() == 0


def test_kept_bytes_of_an_approved_report_are_handed_out_at_once(
    trang: Client, vu_quang: XaMau, tong_hop: Any, lanh_dao: Any
):
    report = report_in("da_duyet", vu_quang, tong_hop, lanh_dao)
    at_once = reverse("baocao:report_pdf", args=[report.pk])
    assert trang.get(at_once).content == PDF
    asked = reverse("baocao:report_file_new", args=[report.pk])
    assert [trang.get(asked)["Location"], trang.post(asked)["Location"]] == [at_once] * 2


def test_report_has_a_long_file_of_its_own(
    trang: Client, vu_quang: XaMau, tong_hop: Any, lanh_dao: Any
):
    report = report_in("du_thao", vu_quang, tong_hop, lanh_dao)
    asked = trang.get(reverse("baocao:report_docx", args=[report.pk]))["Location"]
    assert asked == reverse("baocao:report_file_new", args=[report.pk]) + "?dang=docx"
    trang.post(asked)
    row = BanIn.objects.get()
    assert (row.bao_cao, row.ten_tep) == (report, "bao-cao-vu-quang-2026-2026-T10.docx")


@pytest.mark.parametrize("dang", ["xlsx", "exe", "", "a\x00"])
def test_other_forms_are_not_found(trang: Client, ke_hoach: KeHoach, dang: str):
    address = reverse("baocao:plan_file_new", args=[ke_hoach.ma])
    assert trang.get(address, {"dang": dang}).status_code == 404


def asked_row(ke_hoach: KeHoach, **values: Any) -> BanIn:
    """Give a row asked for now, with some of its values changed."""
    row = services.request_file(ke_hoach=ke_hoach, dang=DangTep.DOCX, by=None, at=timezone.now())
    BanIn.objects.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    return row


def test_progress_is_shown_and_renewed_by_htmx(trang: Client, ke_hoach: KeHoach):
    row = asked_row(ke_hoach, trang_thai=T.DANG_LAM, phan_tram=40, buoc_dang_lam="Đang dàn trang 8")
    address = reverse("baocao:file", args=[row.pk])
    page = trang.get(address)
    assert "Đang dàn trang 8" in main(page)
    progress = reverse("baocao:file_progress", args=[row.pk])
    fragment = trang.get(progress, headers={"HX-Request": "true"})
    assert "HX-Redirect" not in fragment
    swapped = swap(page.content, progress, fragment.content)
    assert part(swapped, "tien-trinh") == part(page.content, "tien-trinh")
    services.make_file(ban_in_id=row.pk, at=AT)
    assert trang.get(progress, headers={"HX-Request": "true"})["HX-Redirect"] == address


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"trang_thai": T.BI_LOI, "loi_tao_tep": "Máy chủ bận."}, "Máy chủ bận."),
        ({"trang_thai": T.DA_XONG}, "Tệp này đã được dọn vì để quá lâu."),
        ({"trang_thai": T.DANG_LAM, "started_at": LUC - timedelta(days=9)}, "Tệp chờ quá lâu"),
    ],
    ids=["failed", "dropped", "lost"],
)
def test_what_is_not_there_says_why_and_is_made_again(
    trang: Client, ke_hoach: KeHoach, values: dict[str, Any], said: str,
    django_capture_on_commit_callbacks: Any,
):  # fmt: skip
    row = asked_row(ke_hoach, **values)
    page = trang.get(reverse("baocao:file", args=[row.pk]))
    assert said in main(page)
    assert "Tải DOCX" not in main(page)
    assert trang.get(reverse("baocao:file_download", args=[row.pk])).status_code == 302
    with django_capture_on_commit_callbacks(execute=True):
        trang.post(reverse("baocao:file_again", args=[row.pk]))
    row.refresh_from_db()
    assert (row.trang_thai, row.noi_dung is None) == (T.DA_XONG, False)


def test_file_costs_few_queries(trang: Client, ke_hoach: KeHoach, django_assert_num_queries: Any):
    row = services.make_file(ban_in_id=asked_row(ke_hoach).pk, at=AT)
    address = reverse("baocao:file", args=[row.pk])
    trang.get(address)
    with django_assert_num_queries(6):
        trang.get(address)


# --- preview --------------------------------------------------------------------------------------


def test_preview_of_each_document_leads_back_and_to_its_files(
    trang: Client, ke_hoach: KeHoach, vu_quang: XaMau, tong_hop: Any, lanh_dao: Any
):
    trang.force_login(lanh_dao)
    report = report_in("du_thao", vu_quang, tong_hop, lanh_dao)
    letter = make_cong_van(ke_hoach, vu_quang.thon, tong_hop, "du_thao")
    documents = (
        ("plan", "kehoach:detail", ke_hoach.ma, False),
        ("report", "baocao:report", report.pk, True),
        ("letter", "baocao:letter", letter.pk, True),
    )
    for kind, back, key, is_draft in documents:
        page = trang.get(reverse(f"baocao:{kind}_preview", args=[key])).content
        bar = parse(page).find_class("c-sheet__bar")[0]
        assert bar.xpath(".//a/@href") == [
            reverse(back, args=[key]),
            reverse(f"baocao:{kind}_pdf", args=[key]),
            reverse(f"baocao:{kind}_docx", args=[key]),
        ]
        assert ("ự thảo" in words(bar)) == is_draft
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words(parse(page))


def test_plan_without_text_has_no_preview_and_says_so(trang: Client, vu_quang: XaMau):
    answer = trang.get(reverse("baocao:plan_preview", args=[vu_quang.ke_hoach.ma]))
    assert answer.status_code == 409
    assert "cần ít nhất một đoạn văn" in main(answer)


# --- layout ---------------------------------------------------------------------------------------

CHON = {
    "co_chu": "13", "co_chu_bang": "11", "quoc_hieu_lon": "1", "thut_dong": "10",
    "gian_dong": "1.5", "le_tren": "25", "le_duoi": "21", "le_trai": "35", "le_phai": "16",
}  # fmt: skip


def test_layout_shows_what_counts_and_saves_a_choice(trang: Client, ke_hoach: KeHoach):
    address = reverse("baocao:layout", args=[ke_hoach.ma])
    form = trang.get(address).context["form"]
    shown = {name: form[name].value() for name in CHON}
    assert shown == {
        "co_chu": "14", "co_chu_bang": "12", "quoc_hieu_lon": "0", "thut_dong": "12.7",
        "gian_dong": "1.15", "le_tren": "20", "le_duoi": "20", "le_trai": "30", "le_phai": "15",
    }  # fmt: skip
    assert trang.post(address, CHON).status_code == 302
    assert layout_of(ke_hoach.xa).le_trai == 35
    form = trang.get(address).context["form"]
    assert {name: form[name].value() for name in CHON} == CHON


def test_sample_follows_the_choice_without_saving_it(trang: Client, ke_hoach: KeHoach):
    address = reverse("baocao:layout", args=[ke_hoach.ma])
    page = trang.post(address, CHON | {"xem_truoc": "1"})
    sheet = parse(page.content).get_element_by_id("to-van-ban")
    assert (sheet.get("data-le-trai"), sheet.find_class("van-ban")[0].get("data-co-chu")) == (
        "35", "13"
    )  # fmt: skip
    assert layout_of(ke_hoach.xa) == ThamSo()


def test_layout_outside_the_decree_is_refused_by_name(trang: Client, ke_hoach: KeHoach):
    address = reverse("baocao:layout", args=[ke_hoach.ma])
    page = trang.post(address, CHON | {"le_trai": "28"})
    assert page.status_code == 422
    assert "Lề trái: hãy chọn một mục trong danh sách." in main(page)
    assert layout_of(ke_hoach.xa) == ThamSo()


def test_layout_of_who_may_not_choose_is_shown_in_words(
    trang: Client, ke_hoach: KeHoach, can_bo: Any
):
    trang.force_login(can_bo)
    page = main(trang.get(reverse("baocao:layout", args=[ke_hoach.ma])))
    assert "Chỉ lãnh đạo, văn thư hoặc người làm tổng hợp" in page
    assert "20, 20, 30, 15 mm" in page
