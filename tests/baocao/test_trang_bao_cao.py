"""The pages of a compiled report: list, compile, watch, each role's buttons, read, edit."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baocao import tong_hop as services
from baocao.bao_cao_queries import period_rows
from baocao.models import BaoCao, PhanBaoCao
from baocao.trang_thai import TrangThaiBaoCao as B
from donvi.models import NguoiDung, NhatKy
from kehoach.ky_bao_cao import LoaiKy
from kehoach.models import KeHoach
from tests.baocao.bao_cao_mau import AT, report_in
from tests.factories import (
    make_bao_cao,
    make_ke_hoach,
    make_nhiem_vu,
    make_phan_cong,
    make_phieu,
    make_quy_dinh,
    make_tien_do,
)
from tests.htmx import first_column, parse, part, swap, words
from tests.personas import XaMau

pytestmark = [pytest.mark.django_db, pytest.mark.long_postgresql]
HTMX = {"HX-Request": "true"}


def at(report: BaoCao, name: str = "report") -> str:
    return reverse(f"baocao:{name}", args=[report.pk])


@pytest.fixture
def bao_cao(vu_quang: XaMau) -> BaoCao:
    """Give the drafted report of October: the village led a task and said something."""
    lead = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
    make_tien_do(lead, phan_tram=40, noi_dung="Đã cài cho 120 người")
    return services.compile_report(bao_cao_id=make_bao_cao(vu_quang.ke_hoach).pk, at=AT)


@pytest.fixture
def trang(client: Client, tong_hop: NguoiDung) -> Client:
    """Give the browser of the officer who compiles."""
    client.force_login(tong_hop)
    return client


@pytest.fixture
def ke_hoach_cu(vu_quang: XaMau) -> KeHoach:
    """Give a plan of 2021, all of whose periods are open whatever day it is."""
    return make_ke_hoach(vu_quang.xa, vu_quang.vhxh, "cu-2021", nam_bat_dau=2021, nam_ket_thuc=2021)


def message(client: Client, address: str) -> str:
    """Give what the page says above its content."""
    return words(parse(client.get(address).content).get_element_by_id("thong-bao"))


# --- the list -------------------------------------------------------------------------------------


def test_list_counts_forms_of_each_period_newest_first(
    trang: Client, vu_quang: XaMau, ke_hoach_cu: KeHoach
) -> None:
    make_quy_dinh(ke_hoach_cu, LoaiKy.QUY)
    for unit, state in ((vu_quang.thon, "da_tiep_nhan"), (vu_quang.cong_an, "da_gui")):
        make_phieu(
            ke_hoach_cu, unit, ky_bao_cao="2021-Q4", trang_thai=state, sent_at=AT, decided_at=AT
        )
    make_phieu(ke_hoach_cu, vu_quang.vhxh, ky_bao_cao="2021-Q4")
    page = parse(trang.get(reverse("baocao:report_list", args=["cu-2021"])).content)
    rows = [[words(cell) for cell in row] for row in page.xpath("//tbody/tr")]
    assert [row[0] for row in rows] == [
        "Quý IV năm 2021", "Quý III năm 2021", "Quý II năm 2021", "Quý I năm 2021"
    ]  # fmt: skip
    assert rows[0][1:5] == ["15/09/2021 – 14/12/2021", "19/12/2021", "2/3", "1/3"]
    assert rows[1][3:5] == ["0/0", "0/0"]


def test_list_leads_to_the_report_or_offers_to_compile_it(
    client: Client, trang: Client, ke_hoach_cu: KeHoach, can_bo: NguoiDung
) -> None:
    make_quy_dinh(ke_hoach_cu, LoaiKy.QUY)
    report = make_bao_cao(ke_hoach_cu, ky_bao_cao="2021-Q4")
    address = reverse("baocao:report_list", args=["cu-2021"])
    page = parse(trang.get(address).content)
    assert page.xpath("//tbody//a/@href") == [at(report)]
    assert page.xpath("//input[@name='ky_bao_cao']/@value") == ["2021-Q3", "2021-Q2", "2021-Q1"]
    client.force_login(can_bo)
    page = parse(client.get(address).content)
    assert page.xpath("//input[@name='ky_bao_cao']") == []
    assert [words(row[-1]) for row in page.xpath("//tbody/tr")] == [
        "Đang tổng hợp", *["chưa tổng hợp"] * 3
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_one_and_three_periods(
    rows: int, trang: Client, vu_quang: XaMau, ke_hoach_cu: KeHoach, django_assert_num_queries: Any
) -> None:
    for kind, ky in ((LoaiKy.NAM, "N"), (LoaiKy.SAU_THANG, "6T"), (LoaiKy.CHIN_THANG, "9T"))[:rows]:
        make_quy_dinh(ke_hoach_cu, kind)
        make_bao_cao(ke_hoach_cu, ky_bao_cao=f"2021-{ky}")
        make_phieu(ke_hoach_cu, vu_quang.thon, ky_bao_cao=f"2021-{ky}")
    address = reverse("baocao:report_list", args=["cu-2021"])
    trang.get(address)
    with django_assert_num_queries(11):
        assert len(first_column(trang.get(address).content)) == rows
    with django_assert_num_queries(5):
        period_rows(ke_hoach_cu, timezone.localdate())


def test_plan_without_periods_says_so(trang: Client, vu_quang: XaMau) -> None:
    page = trang.get(reverse("baocao:report_list", args=["vu-quang-2026"])).content.decode()
    assert "Chưa có kỳ báo cáo nào" in page


# --- compiling ------------------------------------------------------------------------------------


def compile_period(client: Client, **data: str) -> Any:
    return client.post(reverse("baocao:compile", args=["cu-2021"]), data)


def test_compiling_makes_the_report_and_shows_it(
    trang: Client, ke_hoach_cu: KeHoach, django_capture_on_commit_callbacks: Any
) -> None:
    make_quy_dinh(ke_hoach_cu, LoaiKy.QUY)
    with django_capture_on_commit_callbacks(execute=True):
        response = compile_period(trang, ky_bao_cao="2021-Q4")
    report = BaoCao.objects.get()
    assert response["Location"] == at(report)
    assert (report.trang_thai, report.ky_bao_cao) == (B.DU_THAO, "2021-Q4")
    assert (
        "Trong kỳ không có đơn vị nào phải gửi báo cáo." in trang.get(at(report)).content.decode()
    )


REFUSED = [
    ("", "Hãy chọn kỳ báo cáo cần tổng hợp, ví dụ tháng 10 năm 2026."),
    ("2021-T13", "Mã kỳ báo cáo “2021-T13” không đúng"),
    ("2021-T10", "Kế hoạch cu-2021 không có báo cáo tháng 10 năm 2021."),
    ("2022-Q1", "Kế hoạch cu-2021 không có báo cáo quý I năm 2022."),
    ("x" * 13, "Hãy rút gọn còn tối đa 12 ký tự (hiện có 13)."),
    ("2021\x00", "Có ký tự không in được."),
]


def test_period_that_cannot_be_compiled_is_refused_on_the_list(
    trang: Client, ke_hoach_cu: KeHoach
) -> None:
    make_quy_dinh(ke_hoach_cu, LoaiKy.QUY)
    address = reverse("baocao:report_list", args=["cu-2021"])
    for period, sentence in REFUSED:
        assert compile_period(trang, ky_bao_cao=period)["Location"] == address
        assert sentence in message(trang, address)
    assert BaoCao.objects.count() == 0


def test_only_the_focal_unit_compiles(
    client: Client, lanh_dao: NguoiDung, ke_hoach_cu: Any
) -> None:
    client.force_login(lanh_dao)
    response = compile_period(client, ky_bao_cao="2021-Q4")
    assert response.status_code == 403
    assert "Chỉ người làm tổng hợp của Phòng Văn hóa - Xã hội" in response.content.decode()
    assert client.get(reverse("baocao:compile", args=["cu-2021"])).status_code == 405


def test_progress_is_swapped_in_until_the_report_is_there(trang: Client, vu_quang: XaMau) -> None:
    report = make_bao_cao(vu_quang.ke_hoach, phan_tram=10, buoc_dang_lam="Đang đọc phiếu")
    page = trang.get(at(report)).content
    BaoCao.objects.filter(pk=report.pk).update(phan_tram=70, buoc_dang_lam="Đang viết")

    answer = trang.get(at(report, "report_progress"), headers=HTMX)

    after = swap(page, at(report, "report_progress"), answer.content)
    assert part(after, "tien-trinh") == part(trang.get(at(report)).content, "tien-trinh")
    assert "Đang viết" in words(after.get_element_by_id("tien-trinh"))
    assert "HX-Redirect" not in answer.headers

    services.compile_report(bao_cao_id=report.pk, at=AT)
    done = trang.get(at(report, "report_progress"), headers=HTMX)
    assert done["HX-Redirect"] == at(report)
    assert "hx-get" not in done.content.decode()


def test_failed_compiling_says_why_and_can_be_tried_again(
    trang: Client, vu_quang: XaMau, tong_hop: NguoiDung, lanh_dao: NguoiDung
) -> None:
    report = report_in(B.LOI, vu_quang, tong_hop, lanh_dao)
    page = parse(trang.get(at(report)).content)
    assert "Máy chủ bận." in words(page.get_element_by_id("tien-trinh"))
    assert [words(b) for b in page.xpath("//main//form//button")] == ["Tổng hợp lại"]


# --- buttons by role and state --------------------------------------------------------------------

EDIT = {"compile", "report_edit", "report_submit"}
BUTTONS = {
    (B.DANG_LAP, "tong_hop"): {"compile"},
    (B.LOI, "tong_hop"): {"compile"},
    (B.DU_THAO, "tong_hop"): EDIT,
    (B.CHO_DUYET, "lanh_dao"): {"report_approve", "report_send_back"},
    (B.DA_DUYET, "van_thu"): {"report_send_up"},
    (B.DA_DUYET, "tong_hop"): {"report_send_up"},
    (B.DA_BAN_HANH, "van_thu"): {"report_send_up"},
    (B.DA_BAN_HANH, "tong_hop"): {"report_send_up"},
}


@pytest.mark.parametrize("state", list(B))
def test_each_role_has_the_buttons_of_the_state_and_no_other_act_passes(
    state: B, client: Client, vu_quang: XaMau, request: pytest.FixtureRequest,
    tong_hop: NguoiDung, lanh_dao: NguoiDung,
) -> None:  # fmt: skip
    report = report_in(state, vu_quang, tong_hop, lanh_dao)
    acts = {at(report, name): name for name in (
        "report_edit", "report_submit", "report_send_back", "report_approve", "report_send_up",
    )}  # fmt: skip
    acts[reverse("baocao:compile", args=["vu-quang-2026"])] = "compile"
    before = report.trang_thai
    for persona in ("tong_hop", "lanh_dao", "van_thu", "can_bo", "cap_tinh", "quan_tri"):
        client.force_login(request.getfixturevalue(persona))
        page = parse(client.get(at(report)).content)
        shown = {acts[action] for action in page.xpath("//main//form/@action")}
        assert shown == BUTTONS.get((state, persona), set()), persona
        for address, name in acts.items():
            if name not in shown and name != "compile":
                refused = client.post(address, {"ma": "I", "ly_do": "x"})
                assert refused.status_code == 403, (persona, name)
    report.refresh_from_db()
    assert report.trang_thai == before


def test_refusal_says_who_may_or_in_which_state_the_report_is(
    client: Client, bao_cao: BaoCao, can_bo: NguoiDung, lanh_dao: NguoiDung
) -> None:
    said = []
    for person, name in (
        (can_bo, "report_submit"), (lanh_dao, "report_approve"), (can_bo, "report_approve"),
    ):  # fmt: skip
        client.force_login(person)
        page = parse(client.post(at(bao_cao, name)).content)
        said.append(words(page))
    for sentence, text in zip(
        [
            "Chỉ người làm tổng hợp của Phòng Văn hóa - Xã hội được làm việc này.",
            "Không thể duyệt: báo cáo đang ở trạng thái dự thảo.",
            "Chỉ lãnh đạo xã được duyệt hoặc trả lại báo cáo.",
        ],
        said,
        strict=True,
    ):
        assert sentence in text


# --- reading and editing --------------------------------------------------------------------------


def section(report: BaoCao, ma: str = "IV") -> PhanBaoCao:
    return report.cac_phan.get(ma=ma)


def edit(client: Client, row: PhanBaoCao, text: str, lan_luu: Any = None, **more: str) -> Any:
    number = row.lan_luu if lan_luu is None else lan_luu
    data = {"ma": row.ma, f"p{row.pk}-noi_dung": text, f"p{row.pk}-lan_luu": number} | more
    return client.post(at(row.bao_cao, "report_edit"), data)


def test_report_shows_figures_words_and_acts(trang: Client, bao_cao: BaoCao) -> None:
    page = parse(trang.get(at(bao_cao)).content)
    assert [words(h) for h in page.xpath("//article//h3")] == [
        f"{row.ma}. {row.tieu_de}" for row in bao_cao.cac_phan.order_by("thu_tu")
    ]
    text = words(page)
    assert "Đã cài cho 120 người (Thôn 1)." in text
    assert "Số liệu từ ngày 15/09/2026 đến ngày 14/10/2026" in text
    assert "Tổng hợp Hệ thống, 09:00 20/10/2026" in text


@pytest.mark.parametrize("rows", [1, 3])
def test_report_costs_the_same_for_one_and_three_of_everything(
    rows: int, trang: Client, bao_cao: BaoCao, vu_quang: XaMau, tong_hop: NguoiDung,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for number in range(1, rows):
        lead = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
        make_tien_do(lead, phan_tram=number, noi_dung="Đã làm")
    services.compile_report(bao_cao_id=bao_cao.pk, at=AT)
    for row in bao_cao.cac_phan.order_by("pk")[:rows]:
        services.edit_section(
            bao_cao=bao_cao, ma=row.ma, noi_dung="x", lan_luu=row.lan_luu, by=tong_hop, at=AT
        )
    trang.get(at(bao_cao))
    with django_assert_num_queries(11):
        trang.get(at(bao_cao))


def test_edited_words_are_saved_and_shown_where_they_were(trang: Client, bao_cao: BaoCao) -> None:
    row = section(bao_cao)
    response = edit(trang, row, "  Đề nghị cấp máy.\r\n<b>Gấp</b> \r\n")
    assert response["Location"] == f"{at(bao_cao)}#phan-{row.pk}"
    assert section(bao_cao).noi_dung == "Đề nghị cấp máy.\n<b>Gấp</b>"
    page = parse(trang.get(at(bao_cao)).content)
    article = page.get_element_by_id(f"phan-{row.pk}")
    assert "Đề nghị cấp máy. <b>Gấp</b> Trần Thị Hợp sửa lúc" in words(article)
    assert NhatKy.objects.about(bao_cao)[0].gia_tri_moi == {"noi_dung": section(bao_cao).noi_dung}


def boxes(page: Any, row: PhanBaoCao) -> dict[str, str]:
    """Read the boxes of a section as a browser would send them."""
    [form] = page.get_element_by_id(f"phan-{row.pk}").forms
    return {name: value.lstrip("\n") for name, value in form.form_values()}


def test_conflict_shows_both_texts_and_can_then_be_saved(
    trang: Client, bao_cao: BaoCao, tong_hop: NguoiDung
) -> None:
    row = section(bao_cao)
    services.edit_section(
        bao_cao=bao_cao, ma="IV", noi_dung="Của người kia", lan_luu=0, by=tong_hop, at=AT
    )

    clash = edit(trang, row, "Của tôi", lan_luu=0)

    page = parse(clash.content)
    article = page.get_element_by_id(f"phan-{row.pk}")
    assert clash.status_code == 409
    assert "Của người kia" in words(article.xpath(".//p[1]")[0])
    assert boxes(page, row)[f"p{row.pk}-noi_dung"] == "Của tôi"
    assert "Phần này vừa được người khác lưu hoặc được tổng hợp lại." in words(article)
    assert section(bao_cao).noi_dung == "Của người kia"

    again = trang.post(at(bao_cao, "report_edit"), boxes(page, row))
    assert again.status_code == 302
    assert section(bao_cao).noi_dung == "Của tôi"


def test_words_renewed_by_compiling_are_not_overwritten_unseen(
    trang: Client, bao_cao: BaoCao, vu_quang: XaMau
) -> None:
    row, same = section(bao_cao, "II.2"), section(bao_cao, "II.3")
    lead = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.cong_an)
    make_tien_do(lead, phan_tram=90, noi_dung="Tin mới")
    services.compile_report(bao_cao_id=bao_cao.pk, at=AT)

    assert edit(trang, row, "Lời cũ đã sửa").status_code == 409
    assert "Tin mới" in section(bao_cao, "II.2").noi_dung
    assert edit(trang, same, "Phần không đổi").status_code == 302


STALE = "Lần lưu: Trang đã cũ. Hãy chép lời văn vừa gõ, tải lại trang rồi lưu lại."
BAD = [
    ({"text": "x" * 20001}, "Lời văn một phần dài tối đa 20.000 ký tự; hãy rút gọn."),
    ({"text": "Lời của tôi", "lan_luu": ""}, STALE),
    ({"text": "Lời của tôi", "lan_luu": "-1"}, STALE),
    ({"text": "Lời\x00"}, "Có ký tự không in được."),
]


def test_bad_edit_keeps_what_was_typed_and_says_why(trang: Client, bao_cao: BaoCao) -> None:
    row = section(bao_cao)
    for typed, sentence in BAD:
        response = edit(trang, row, **typed)
        page = parse(response.content)
        assert response.status_code == 422
        assert sentence in words(page.get_element_by_id(f"phan-{row.pk}"))
        assert boxes(page, row)[f"p{row.pk}-noi_dung"] == typed["text"].replace("\x00", "\ufffd")
    assert section(bao_cao).lan_luu == 0


def test_unknown_section_is_not_there(trang: Client, bao_cao: BaoCao) -> None:
    assert edit(trang, section(bao_cao), "x", ma="VI").status_code == 404
    assert trang.post(at(bao_cao, "report_edit")).status_code == 404
