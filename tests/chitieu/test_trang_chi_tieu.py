"""The pages of indicators: the list with its filters, and one indicator with its figures."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from chitieu.models import ChiTieu, MucChiTieu
from donvi.models import NguoiDung
from kehoach.models import KeHoach
from tests.factories import make_chi_tieu, make_so_lieu, saved
from tests.htmx import first_column, parse, part, swap, words
from tests.personas import XaMau

pytestmark = [pytest.mark.django_db, pytest.mark.long_postgresql]
HTMX = {"HX-Request": "true"}


def listing(plan: KeHoach, **filters: Any) -> str:
    query = f"?{urlencode(filters)}" if filters else ""
    return reverse("chitieu:list", args=[plan.ma]) + query


def detail(indicator: ChiTieu) -> str:
    return reverse("chitieu:detail", args=[indicator.pk])


@pytest.fixture
def trang(client: Client, can_bo: NguoiDung) -> Client:
    """Give the village officer's browser."""
    client.force_login(can_bo)
    return client


def with_level(indicator: ChiTieu, nam: int) -> ChiTieu:
    """Move the only level of the indicator to another year."""
    level = indicator.cac_muc.get()
    level.nam = nam
    saved(level)
    return indicator


@pytest.fixture
def bon_chi_tieu(vu_quang: XaMau) -> dict[str, ChiTieu]:
    """Give four indicators, each judged otherwise, whatever year it is."""
    plan, thon, police = vu_quang.ke_hoach, vu_quang.thon, vu_quang.cong_an
    found = {
        "vuot": make_chi_tieu(plan, thon, ten="Đẩy mạnh hồ sơ trực tuyến", nhom_chi_tieu="Số"),
        "dat": make_chi_tieu(plan, police, ten="Dân số có VNeID", nhom_chi_tieu="Số"),
        "truot": make_chi_tieu(plan, thon, ten="Thanh toán không tiền mặt", ma="15.1"),
        "thieu": make_chi_tieu(plan, police, thon, ten="Hộ có cáp quang"),
    }
    for indicator in found.values():
        with_level(indicator, 2099)
    with_level(found["truot"], 2021)
    for name, figure in (("vuot", 80), ("dat", 75), ("truot", 60)):
        make_so_lieu(found[name], thon, "2021-T10", gia_tri=figure)
    return found


FILTERS = [
    ({}, ["vuot", "dat", "truot", "thieu"]),
    ({"q": "day manh"}, ["vuot"]),
    ({"q": "SỐ"}, ["vuot", "dat"]),  # of the name or of the group
    ({"q": "15.1"}, ["truot"]),
    ({"ket_qua": "vuot"}, ["vuot"]),
    ({"ket_qua": "dat_va_vuot"}, ["vuot", "dat"]),
    ({"ket_qua": "khong_dat"}, ["truot"]),
    ({"ket_qua": "chua_co_so_lieu"}, ["thieu"]),
    ({"ket_qua": "can_nhan_xet"}, []),
    ({"q": "ho", "ket_qua": "chua_co_so_lieu"}, ["thieu"]),
]


def test_each_filter_keeps_the_indicators_it_names(
    trang: Client, vu_quang: XaMau, bon_chi_tieu: dict[str, ChiTieu]
) -> None:
    plan, village = vu_quang.ke_hoach, vu_quang.thon.pk
    filters = [*FILTERS, ({"don_vi": village}, ["vuot", "truot", "thieu"])]
    answers = [trang.get(listing(plan, **wanted)) for wanted, _ in filters]
    assert {answer.status_code for answer in answers} == {200}
    assert [first_column(answer.content) for answer in answers] == [
        [bon_chi_tieu[name].ten for name in names] for _, names in filters
    ]


NONSENSE = [
    ({"ket_qua": "bịa"}, "Đánh giá : “bịa” không có trong danh sách. Hãy chọn lại."),
    ({"don_vi": "abc"}, "Đơn vị chủ trì : Không có đơn vị này trong xã. Hãy chọn lại đơn vị."),
    ({"don_vi": "9" * 30}, "Đơn vị chủ trì : Không có đơn vị này trong xã. Hãy chọn lại đơn vị."),
    ({"q": "\x00"}, "Tìm kiếm : Có ký tự không in được. Hãy gõ lại nội dung của ô này."),
    ({"q": "x" * 201}, "Tìm kiếm : Hãy rút gọn còn tối đa 200 ký tự (hiện có 201)."),
]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_nonsense_is_answered_in_one_sentence(
    headers: dict[str, str], trang: Client, vu_quang: XaMau, bon_chi_tieu: dict[str, ChiTieu]
) -> None:
    said = []
    for filters, _ in NONSENSE:
        answer = trang.get(listing(vu_quang.ke_hoach, **filters), headers=headers)
        page = parse(answer.content)
        assert (answer.status_code, first_column(answer.content)) == (422, [])
        assert "Chưa lọc được. Hãy chọn lại các mục sau:" in words(page)
        said.append([words(li) for li in page.xpath("//div[@id='loi-bieu-mau']//li")])
    assert said == [[sentence] for _, sentence in NONSENSE]


def test_swapped_rows_are_those_of_a_full_reload(
    trang: Client, vu_quang: XaMau, bon_chi_tieu: dict[str, ChiTieu]
) -> None:
    page = trang.get(listing(vu_quang.ke_hoach)).content
    for filters in ({"q": "day manh"}, {"q": "không có"}, {"ket_qua": "bịa"}):
        address = listing(vu_quang.ke_hoach, **filters)
        answer = trang.get(address, headers=HTMX)
        after = swap(page, listing(vu_quang.ke_hoach), answer.content)
        assert part(after, "rows") == part(trang.get(address).content, "rows")
        assert part(after, "rows") != part(page, "rows")
        assert set(answer["Vary"].split(", ")) == {"HX-Request", "Cookie"}


def test_row_shows_level_figure_period_result_and_leads(
    trang: Client, vu_quang: XaMau, bon_chi_tieu: dict[str, ChiTieu]
) -> None:
    page = parse(trang.get(listing(vu_quang.ke_hoach)).content)
    rows = page.xpath("//tbody/tr[not(th[@scope='rowgroup'])]")
    assert [[words(cell) for cell in row.xpath("td")[1:]] for row in rows] == [
        ["≥ 75%", "80% tháng 10 năm 2021", "Vượt", "Thôn 1"],
        ["≥ 75%", "75% tháng 10 năm 2021", "Đạt", "Công an xã"],
        ["≥ 75%", "60% tháng 10 năm 2021", "Không đạt", "Thôn 1"],
        ["≥ 75%", "–", "Chưa có số liệu", "Công an xã; Thôn 1"],
    ]
    assert [words(h) for h in page.xpath("//th[@scope='rowgroup']")] == ["Số"]


def test_heading_row_and_every_level_of_the_plan_are_printed(
    trang: Client, vu_quang: XaMau
) -> None:
    heading = make_chi_tieu(vu_quang.ke_hoach, ten="Tỷ lệ:", ma="15", loai_chi_tieu="tieu_de")
    heading.cac_muc.all().delete()
    child = make_chi_tieu(vu_quang.ke_hoach, ten="Hồ sơ", chi_tieu_cha=heading)
    saved(MucChiTieu(chi_tieu=child, nam=2030, nguyen_van="6G (50%)", loai_muc="dinh_tinh"))
    page = parse(trang.get(listing(vu_quang.ke_hoach)).content)
    assert [words(h) for h in page.xpath("//th[@scope='rowgroup']")] == ["15. Tỷ lệ:"]
    [level] = page.xpath("//td[@data-label='Mức phải đạt']")
    assert words(level) == "2026: ≥ 75% 2030: 6G (50%)"


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_three_indicators(
    rows: int, trang: Client, vu_quang: XaMau, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        made = make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon, vu_quang.cong_an)
        make_so_lieu(made, vu_quang.thon, gia_tri=70)
    trang.get(listing(vu_quang.ke_hoach))
    with django_assert_num_queries(11):
        assert len(first_column(trang.get(listing(vu_quang.ke_hoach)).content)) == rows


def test_empty_plan_and_empty_result_say_different_things(trang: Client, vu_quang: XaMau) -> None:
    plan = vu_quang.ke_hoach
    assert "Kế hoạch này không đặt chỉ tiêu nào." in trang.get(listing(plan)).content.decode()
    found = trang.get(listing(plan, q="x")).content.decode()
    assert "Không có chỉ tiêu nào khớp với bộ lọc." in found


# --- who may --------------------------------------------------------------------------------------


def test_list_and_indicator_of_another_commune_are_not_there(
    client: Client, vu_quang: XaMau, nguoi_ngoai: NguoiDung, bon_chi_tieu: dict[str, ChiTieu]
) -> None:
    client.force_login(nguoi_ngoai)
    assert client.get(listing(vu_quang.ke_hoach)).status_code == 404
    assert client.get(listing(vu_quang.ke_hoach), headers=HTMX).status_code == 404
    assert client.get(detail(bon_chi_tieu["dat"])).status_code == 404


def test_pages_are_read_only_and_closed_to_strangers(
    client: Client, can_bo: NguoiDung, vu_quang: XaMau, bon_chi_tieu: dict[str, ChiTieu]
) -> None:
    addresses = [listing(vu_quang.ke_hoach), detail(bon_chi_tieu["dat"])]
    assert [client.get(address).status_code for address in addresses] == [302, 302]
    client.force_login(can_bo)
    assert [client.post(address).status_code for address in addresses] == [405, 405]


# --- one indicator --------------------------------------------------------------------------------


def figures_of(client: Client, indicator: ChiTieu) -> list[str]:
    page = parse(client.get(detail(indicator)).content)
    return [words(row) for row in page.xpath("//section[@aria-labelledby='so-lieu']//tbody/tr")]


def test_indicator_shows_levels_as_written_and_as_read(trang: Client, vu_quang: XaMau) -> None:
    made = make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon, nguyen_van="Phấn đấu trên 75%")
    saved(MucChiTieu(chi_tieu=made, nam=2030, nguyen_van="Cơ bản", loai_muc="dinh_tinh"))
    page = parse(trang.get(detail(made)).content)
    assert [words(row) for row in page.xpath("//section[@aria-labelledby='muc']//tbody/tr")] == [
        "Năm 2026 ≥ 75% không thấp hơn 75%",
        "Năm 2030 Cơ bản định tính",
    ]
    assert "Nguyên văn Phấn đấu trên 75% Chủ trì Thôn 1" in words(page)


def test_figures_are_listed_newest_first_with_their_parts(trang: Client, vu_quang: XaMau) -> None:
    made = make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon)
    make_so_lieu(made, vu_quang.thon, "2026-T09", gia_tri="70.632911", tu_so=279, mau_so=395)
    make_so_lieu(made, vu_quang.thon, "2026-T10", tinh_trang="chua_co", ghi_chu="Chờ công an")
    assert figures_of(trang, made) == [
        "Tháng 10 năm 2026 Thôn 1 Chưa có số liệu Chờ công an 15/10/2026",
        "Tháng 9 năm 2026 Thôn 1 70,63% 279/395 15/09/2026",
    ]


def test_drafts_of_other_units_are_not_shown(
    client: Client, vu_quang: XaMau, can_bo: NguoiDung, tong_hop: NguoiDung, cap_tinh: NguoiDung
) -> None:
    made = make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon)
    make_so_lieu(made, vu_quang.thon, "2026-T09", gia_tri=70)
    make_so_lieu(made, vu_quang.thon, "2026-T10", gia_tri=99, accepted_at=None)
    known = "Tháng 9 năm 2026 Thôn 1 70% 15/09/2026"
    for person in (tong_hop, cap_tinh):
        client.force_login(person)
        assert figures_of(client, made) == [known]
    client.force_login(can_bo)
    assert figures_of(client, made) == [
        "Tháng 10 năm 2026 Thôn 1 99% chưa tiếp nhận", known
    ]  # fmt: skip


@pytest.mark.parametrize(("direction", "word"), [("tang", "tăng"), ("giam", "giảm")])
def test_what_is_missing_is_said_in_the_direction_of_the_indicator(
    direction: str, word: str, trang: Client, vu_quang: XaMau
) -> None:
    made = with_level(make_chi_tieu(vu_quang.ke_hoach, chieu_huong=direction), 2099)
    figure = 70 if direction == "tang" else 80
    make_so_lieu(made, vu_quang.vhxh, "2021-T10", gia_tri=figure)
    facts = words(parse(trang.get(detail(made)).content).xpath("//dl[@class='c-facts']")[0])
    assert f"Còn phải {word} 5% đến hết năm 2099" in facts
    assert "Kế hoạch không ghi; đơn vị đầu mối theo dõi" in facts


@pytest.mark.parametrize("rows", [1, 3])
def test_indicator_costs_the_same_whatever_it_holds(
    rows: int, trang: Client, vu_quang: XaMau, django_assert_num_queries: Any
) -> None:
    units = (vu_quang.thon, vu_quang.cong_an, vu_quang.vhxh)[:rows]
    made = make_chi_tieu(vu_quang.ke_hoach, *units)
    for place, unit in enumerate(units):
        make_so_lieu(made, unit, f"2026-T0{place + 1}", gia_tri=70)
        level = MucChiTieu(chi_tieu=made, nam=2030 + place, nguyen_van="x", loai_muc="dinh_tinh")
        saved(level)
    trang.get(detail(made))
    with django_assert_num_queries(10):
        trang.get(detail(made))


def test_heading_of_indicators_has_a_page_without_judgement(trang: Client, vu_quang: XaMau) -> None:
    heading = make_chi_tieu(vu_quang.ke_hoach, ten="Tỷ lệ:", loai_chi_tieu="tieu_de")
    heading.cac_muc.all().delete()
    page = parse(trang.get(detail(heading)).content)
    assert words(page.xpath("//div[@class='c-page__lead']")[0]) == ""
