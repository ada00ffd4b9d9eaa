"""The pages of tasks: the list with its filters, and one task with each unit's part."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from donvi.ghi_chep import log_act
from donvi.models import NguoiDung
from kehoach.models import KeHoach
from nhiemvu.models import NhiemVu, PhanCong
from tests.factories import (
    make_chi_tieu,
    make_nhiem_vu,
    make_nhom_nhiem_vu,
    make_phan_cong,
    make_tien_do,
    saved,
)
from tests.htmx import first_column, parse, part, swap, words
from tests.personas import XaMau

pytestmark = [pytest.mark.django_db, pytest.mark.long_postgresql]
HTMX = {"HX-Request": "true"}
LONG_AGO, FAR_AHEAD = date(2021, 6, 30), date(2099, 6, 30)


def listing(plan: KeHoach, **filters: Any) -> str:
    query = f"?{urlencode(filters)}" if filters else ""
    return reverse("nhiemvu:list", args=[plan.ma]) + query


def detail(task: NhiemVu) -> str:
    return reverse("nhiemvu:detail", args=[task.pk])


def task(xa: XaMau, ten: str, due: date | None, *leads: Any, **more: Any) -> NhiemVu:
    """Make a task due on the day, with its lead units; without a day it recurs."""
    kind = {"loai_han": "ngay"} if due else {"loai_han": "thuong_xuyen", "tu_ngay": None}
    values = {"tu_ngay": date(2021, 1, 1), "han_hoan_thanh": due} | kind | more
    made = make_nhiem_vu(xa.ke_hoach, ten, **values)
    for unit in leads:
        make_phan_cong(made, unit)
    return made


def finish(made: NhiemVu, day: date) -> None:
    for row in PhanCong.objects.filter(nhiem_vu=made):
        row.phan_tram, row.ngay_hoan_thanh = 100, day
        saved(row)


@pytest.fixture
def nam_viec(vu_quang: XaMau) -> dict[str, NhiemVu]:
    """Give five tasks, each in another state."""
    soon = timezone.localdate() + timedelta(days=3)
    found = {
        "tre": task(vu_quang, "Đẩy mạnh cài đặt VNeID", LONG_AGO, vu_quang.thon, vu_quang.cong_an),
        "xong": task(vu_quang, "Tập huấn tổ công nghệ", FAR_AHEAD, vu_quang.cong_an),
        "muon": task(vu_quang, "Nâng cấp đài truyền thanh", LONG_AGO, vu_quang.vhxh),
        "gan": task(vu_quang, "Lắp camera", soon, vu_quang.thon),
        "deu": task(vu_quang, "Tuyên truyền", None, vu_quang.thon),
    }
    finish(found["xong"], date(2021, 5, 1))
    finish(found["muon"], date(2021, 7, 2))
    return found


@pytest.fixture
def trang(client: Client, can_bo: NguoiDung) -> Client:
    """Give the village officer's browser."""
    client.force_login(can_bo)
    return client


# --- filters --------------------------------------------------------------------------------------

FILTERS = [
    ({}, ["tre", "xong", "muon", "gan", "deu"]),
    ({"q": "day manh"}, ["tre"]),
    ({"q": "Đẩy MẠNH vneid"}, ["tre"]),
    ({"q": "manh day"}, ["tre"]),  # words in any order
    ({"q": "day camera"}, []),
    ({"q": "100%"}, []),
    ({"q": "  "}, ["tre", "xong", "muon", "gan", "deu"]),
    ({"trang_thai": "dang_thuc_hien_qua_han"}, ["tre"]),
    ({"trang_thai": "hoan_thanh_qua_han"}, ["muon"]),
    ({"trang_thai": "da_hoan_thanh"}, ["xong", "muon"]),
    ({"trang_thai": "chua_hoan_thanh"}, ["tre", "gan", "deu"]),
    ({"trang_thai": "chua_hoan_thanh_trong_han"}, ["gan", "deu"]),
    ({"trang_thai": "tam_dung"}, []),
    ({"han": "qua_han"}, ["tre"]),
    ({"han": "sap_den_han"}, ["gan"]),
    ({"han": "khong_han"}, ["deu"]),
    ({"han": "qua_han", "q": "day manh", "trang_thai": "chua_hoan_thanh"}, ["tre"]),
    ({"loai": "tat_ca"}, ["tre", "xong", "muon", "gan", "deu"]),
    ({"loai": "giai_phap"}, []),
    ({"chua_biet": "1"}, ["tre", "xong", "muon", "gan", "deu"]),
]


def test_each_filter_keeps_the_tasks_it_names(
    trang: Client, vu_quang: XaMau, nam_viec: dict[str, NhiemVu]
) -> None:
    wanted = [[nam_viec[name].ten for name in names] for _, names in FILTERS]
    answers = [trang.get(listing(vu_quang.ke_hoach, **filters)) for filters, _ in FILTERS]
    assert {answer.status_code for answer in answers} == {200}
    assert [first_column(answer.content) for answer in answers] == wanted


def test_filter_by_this_year_follows_the_calendar(trang: Client, vu_quang: XaMau) -> None:
    year = timezone.localdate().year
    task(vu_quang, "Năm ngoái", date(year - 1, 12, 31))
    task(vu_quang, "Đầu năm", date(year, 1, 1))
    task(vu_quang, "Cuối năm", date(year, 12, 31))
    task(vu_quang, "Sang năm", date(year + 1, 1, 1))
    response = trang.get(listing(vu_quang.ke_hoach, han="trong_nam"))
    assert first_column(response.content) == ["Đầu năm", "Cuối năm"]


def test_filter_by_unit_finds_all_its_parts_and_overdue_only_those_it_is_late_in(
    trang: Client, vu_quang: XaMau, nam_viec: dict[str, NhiemVu]
) -> None:
    helped = task(vu_quang, "Phối hợp thôi", LONG_AGO, vu_quang.vhxh)
    make_phan_cong(helped, vu_quang.thon, "phoi_hop")
    village = vu_quang.thon.pk

    mine = first_column(trang.get(listing(vu_quang.ke_hoach, don_vi=village)).content)
    late = trang.get(listing(vu_quang.ke_hoach, don_vi=village, han="qua_han")).content

    assert mine == [nam_viec[n].ten for n in ("tre", "gan", "deu")] + ["Phối hợp thôi"]
    assert first_column(late) == [nam_viec["tre"].ten]


def test_filter_by_group_keeps_its_heading(trang: Client, vu_quang: XaMau) -> None:
    first = make_nhom_nhiem_vu(vu_quang.ke_hoach, "I", "Hạ tầng số")
    second = make_nhom_nhiem_vu(vu_quang.ke_hoach, "II", "Chính quyền số")
    for group in (first, second):
        task(vu_quang, f"Việc của {group.ma}", FAR_AHEAD, nhom_nhiem_vu=group)
    page = trang.get(listing(vu_quang.ke_hoach, nhom=second.pk)).content
    assert first_column(page) == ["Việc của II"]
    assert [words(h) for h in parse(page).xpath("//th[@scope='rowgroup']")] == [
        "II. Chính quyền số"
    ]


def test_default_are_the_tasks_units_report_on(trang: Client, vu_quang: XaMau) -> None:
    task(vu_quang, "Trong phụ lục", FAR_AHEAD)
    task(vu_quang, "Trong thân", FAR_AHEAD, loai_nhiem_vu="van_xuoi")
    plan = vu_quang.ke_hoach
    assert first_column(trang.get(listing(plan)).content) == ["Trong phụ lục"]
    assert first_column(trang.get(listing(plan, loai="tat_ca")).content) == [
        "Trong phụ lục", "Trong thân"
    ]  # fmt: skip
    assert first_column(trang.get(listing(plan, loai="van_xuoi")).content) == ["Trong thân"]


NONSENSE = [
    ({"trang_thai": "bịa"}, "Trạng thái : “bịa” không có trong danh sách. Hãy chọn lại."),
    ({"han": "0"}, "Thời hạn : “0” không có trong danh sách. Hãy chọn lại."),
    ({"loai": "x"}, "Loại : “x” không có trong danh sách. Hãy chọn lại."),
    ({"don_vi": "abc"}, "Đơn vị : Không có đơn vị này trong xã. Hãy chọn lại đơn vị."),
    ({"don_vi": "9" * 30}, "Đơn vị : Không có đơn vị này trong xã. Hãy chọn lại đơn vị."),
    ({"nhom": "-1"}, "Nhóm : Không có nhóm này trong kế hoạch. Hãy chọn lại nhóm."),
    ({"q": "a\x00b"}, "Tìm kiếm : Có ký tự không in được. Hãy gõ lại nội dung của ô này."),
    ({"q": "x" * 201}, "Tìm kiếm : Hãy rút gọn còn tối đa 200 ký tự (hiện có 201)."),
]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_nonsense_is_answered_in_one_sentence(
    headers: dict[str, str], trang: Client, vu_quang: XaMau, nam_viec: dict[str, NhiemVu]
) -> None:
    said = []
    for filters, _ in NONSENSE:
        answer = trang.get(listing(vu_quang.ke_hoach, **filters), headers=headers)
        page = parse(answer.content)
        assert (answer.status_code, first_column(answer.content)) == (422, [])
        assert "Chưa lọc được. Hãy chọn lại các mục sau:" in words(page)
        said.append([words(li) for li in page.xpath("//div[@id='loi-bieu-mau']//li")])
    assert said == [[sentence] for _, sentence in NONSENSE]


def test_unit_and_group_of_another_plan_are_not_offered(
    trang: Client, vu_quang: XaMau, nguoi_ngoai: NguoiDung
) -> None:
    stranger = nguoi_ngoai.cac_vai_tro.first().don_vi
    response = trang.get(listing(vu_quang.ke_hoach, don_vi=stranger.pk))
    assert response.status_code == 422
    assert str(stranger.pk) not in parse(response.content).xpath("//select[@name='don_vi']//@value")


def test_swapped_rows_are_those_of_a_full_reload(
    trang: Client, vu_quang: XaMau, nam_viec: dict[str, NhiemVu]
) -> None:
    page = trang.get(listing(vu_quang.ke_hoach)).content
    for filters in ({"q": "day manh"}, {"q": "không có"}, {"han": "bịa"}):
        address = listing(vu_quang.ke_hoach, **filters)
        answer = trang.get(address, headers=HTMX)
        after = swap(page, listing(vu_quang.ke_hoach), answer.content)
        assert part(after, "rows") == part(trang.get(address).content, "rows")
        assert part(after, "rows") != part(page, "rows")
        assert set(answer["Vary"].split(", ")) == {"HX-Request", "Cookie"}


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_three_tasks(
    rows: int, trang: Client, vu_quang: XaMau, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        group = make_nhom_nhiem_vu(vu_quang.ke_hoach, f"{number}")
        units = (vu_quang.thon, vu_quang.cong_an)
        task(vu_quang, f"Việc {number}", LONG_AGO, *units, nhom_nhiem_vu=group)
    trang.get(listing(vu_quang.ke_hoach))
    with django_assert_num_queries(10):
        assert len(first_column(trang.get(listing(vu_quang.ke_hoach)).content)) == rows


def test_empty_plan_and_empty_result_say_different_things(trang: Client, vu_quang: XaMau) -> None:
    plan = vu_quang.ke_hoach
    assert "Kế hoạch này không giao nhiệm vụ nào." in trang.get(listing(plan)).content.decode()
    found = trang.get(listing(plan, q="x")).content.decode()
    assert "Không có nhiệm vụ nào khớp với bộ lọc." in found


def test_row_counts_units_that_are_done_and_days_late(trang: Client, vu_quang: XaMau) -> None:
    made = task(vu_quang, "Cài VNeID", LONG_AGO, vu_quang.thon, vu_quang.cong_an)
    finish(made, date(2021, 7, 5))
    unfinished = task(
        vu_quang, "Mua máy", FAR_AHEAD, vu_quang.thon, vu_quang.cong_an, vu_quang.vhxh
    )
    done = PhanCong.objects.filter(nhiem_vu=unfinished).order_by("pk").first()
    assert done is not None
    done.phan_tram, done.ngay_hoan_thanh = 100, date(2021, 7, 1)
    saved(done)

    page = parse(trang.get(listing(vu_quang.ke_hoach)).content)

    cells = [[words(cell) for cell in row.xpath("td")[2:]] for row in page.xpath("//tbody/tr")]
    assert cells == [
        ["Năm 2026 trễ 5 ngày", "đã làm 2/2 100%", "Hoàn thành quá hạn"],
        ["Năm 2026", "đã làm 1/3 33%", "Đang thực hiện trong hạn"],
    ]


# --- who may --------------------------------------------------------------------------------------


def test_list_and_task_of_another_commune_are_not_there(
    client: Client, vu_quang: XaMau, nguoi_ngoai: NguoiDung, nam_viec: dict[str, NhiemVu]
) -> None:
    client.force_login(nguoi_ngoai)
    assert client.get(listing(vu_quang.ke_hoach)).status_code == 404
    assert client.get(listing(vu_quang.ke_hoach), headers=HTMX).status_code == 404
    assert client.get(detail(nam_viec["tre"])).status_code == 404
    assert client.get("/nhiem-vu/999999999999999999999/").status_code == 404


def test_stranger_signs_in_first(client: Client, vu_quang: XaMau) -> None:
    assert client.get(listing(vu_quang.ke_hoach)).status_code == 302
    assert client.post(listing(vu_quang.ke_hoach)).status_code == 302


def test_pages_are_read_only(trang: Client, vu_quang: XaMau, nam_viec: dict[str, Any]) -> None:
    assert trang.post(listing(vu_quang.ke_hoach)).status_code == 405
    assert trang.post(detail(nam_viec["tre"])).status_code == 405


# --- one task -------------------------------------------------------------------------------------


def history_of(client: Client, made: NhiemVu) -> list[str]:
    page = parse(client.get(detail(made)).content)
    return [
        words(p)
        for p in page.xpath("//section[@aria-labelledby='lich-su']//p[@class='c-list__title']")
    ]


def test_task_shows_the_plans_words_and_each_units_part(trang: Client, vu_quang: XaMau) -> None:
    made = task(
        vu_quang, "Cài VNeID", LONG_AGO, vu_quang.thon, vu_quang.cong_an,
        chu_tri_nguyen_van="Công an xã; các thôn", san_pham="Báo cáo", so_tien=5_000_000,
        nguon_nguyen_van="Ngân sách xã",
    )  # fmt: skip
    make_phan_cong(made, vu_quang.vhxh, "phoi_hop")
    made.cac_chi_tieu.add(make_chi_tieu(vu_quang.ke_hoach, ma="15"))
    lead = made.cac_phan_cong.get(don_vi=vu_quang.thon)
    lead.phan_tram, lead.ky_moi_nhat = 40, "2026-Q3"
    saved(lead)

    page = parse(trang.get(detail(made)).content)

    facts = words(page.xpath("//dl[@class='c-facts']")[0])
    assert "Chủ trì Công an xã; các thôn" in facts
    assert "Thời hạn Năm 2026 (ngày cuối 30/06/2021)" in facts
    assert "Kinh phí 5.000.000 đồng, Ngân sách xã" in facts
    assert "Phục vụ chỉ tiêu 15. Tỷ lệ hồ sơ trực tuyến" in facts
    assert [words(row) for row in page.xpath("//tbody/tr")] == [
        "Công an xã chủ trì – chưa báo cáo –",
        "Thôn 1 chủ trì 40% quý III năm 2026 –",
        "Phòng Văn hóa - Xã hội phối hợp – – –",
    ]
    assert "0/2 đơn vị chủ trì đã hoàn thành." in words(page)


def test_drafts_of_other_units_are_not_shown(
    client: Client, vu_quang: XaMau, can_bo: NguoiDung, cong_an: NguoiDung, tong_hop: NguoiDung,
    cap_tinh: NguoiDung,
) -> None:  # fmt: skip
    made = task(vu_quang, "Cài VNeID", FAR_AHEAD, vu_quang.thon, vu_quang.cong_an)
    village = made.cac_phan_cong.get(don_vi=vu_quang.thon)
    police = made.cac_phan_cong.get(don_vi=vu_quang.cong_an)
    make_tien_do(village, "2026-T09", phan_tram=10, noi_dung="Đã họp thôn")
    make_tien_do(village, "2026-T10", phan_tram=20, noi_dung="Mới nháp", accepted_at=None)
    make_tien_do(police, "2026-T10", phan_tram=30, noi_dung="Công an nháp", accepted_at=None)

    for person in (tong_hop, cap_tinh):
        client.force_login(person)
        assert history_of(client, made) == ["Thôn 1, tháng 9 năm 2026: 10%"]
    client.force_login(can_bo)
    assert history_of(client, made) == [
        "Thôn 1, tháng 10 năm 2026: 20%", "Thôn 1, tháng 9 năm 2026: 10%"
    ]  # fmt: skip
    client.force_login(cong_an)
    assert history_of(client, made) == [
        "Công an xã, tháng 10 năm 2026: 30%", "Thôn 1, tháng 9 năm 2026: 10%"
    ]  # fmt: skip


def test_corrections_of_a_task_name_act_reason_and_person(
    trang: Client, vu_quang: XaMau, quan_tri: NguoiDung
) -> None:
    made = task(vu_quang, "Cài VNeID", FAR_AHEAD)
    log_act(
        by=quan_tri, at=datetime(2026, 10, 20, 2, 0, tzinfo=UTC), xa=vu_quang.xa, doi_tuong=made,
        hanh_dong="sửa nhiệm vụ", mo_ta="…", ly_do="Sai chính tả",
    )  # fmt: skip
    page = parse(trang.get(detail(made)).content)
    [entry] = page.xpath("//section[@aria-labelledby='lan-sua']//li")
    assert words(entry) == "sửa nhiệm vụ Lý do: Sai chính tả Quản Trị, 09:00 20/10/2026"


@pytest.mark.parametrize("rows", [1, 3])
def test_task_costs_the_same_whatever_it_holds(
    rows: int, trang: Client, vu_quang: XaMau, django_assert_num_queries: Any
) -> None:
    units = (vu_quang.thon, vu_quang.cong_an, vu_quang.vhxh)[:rows]
    made = task(vu_quang, "Cài VNeID", LONG_AGO, *units)
    for row in made.cac_phan_cong.all():
        make_tien_do(row, phan_tram=10)
        made.cac_chi_tieu.add(make_chi_tieu(vu_quang.ke_hoach))
        log_act(
            by=None, at=timezone.now(), xa=vu_quang.xa, doi_tuong=made, hanh_dong="sửa", mo_ta="…"
        )
    trang.get(detail(made))
    with django_assert_num_queries(10):
        trang.get(detail(made))
