"""Checking a plan: money, tasks, indicators; the page of findings and accepting one."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chitieu.models import ChiTieu, MucChiTieu
from donvi.ghi_chep import delete_recorded
from donvi.models import DonVi, NguoiDung, TenKhac
from donvi.vai_tro import VaiTro
from kehoach.models import KeHoach
from kinhphi.cong_don import MaPhatHien
from kinhphi.models import ChapNhanSaiLech, DongKinhPhi
from nhapxuat.soat import KetQuaSoat, check_plan
from nhapxuat.van_de import MUC_DO, MucDo
from nhiemvu.models import NhiemVu
from tests import factories
from tests.factories import make_nguoi, make_phan_cong, saved
from tests.personas import XaMau

pytestmark = [pytest.mark.django_db, pytest.mark.long_sqlite]

PAGE = "/ke-hoach/vu-quang-2026/soat/"


def make_nhiem_vu(ke_hoach: KeHoach, ten: str = "", **more: object) -> NhiemVu:
    """Make a task of the annex with words of its own and a product."""
    ten = ten or f"Việc {more.get('ma', '')}"
    return factories.make_nhiem_vu(ke_hoach, ten, **{"san_pham": "Báo cáo"} | more)


def make_dong_kinh_phi(ke_hoach: KeHoach, ma: str, **more: object) -> DongKinhPhi:
    """Make a budget row of the first task."""
    values = {"nhiem_vu": ke_hoach.cac_nhiem_vu.in_order().first()} | more
    return factories.make_dong_kinh_phi(ke_hoach, ma, **values)


def make_chi_tieu(ke_hoach: KeHoach, *chu_tri: DonVi, **more: object) -> ChiTieu:
    """Make an indicator with a name of its own."""
    number = ke_hoach.cac_chi_tieu.count() + 1
    values = {"ma": str(number), "ten": f"Tỷ lệ hồ sơ loại {number}"} | more
    return factories.make_chi_tieu(ke_hoach, *chu_tri, **values)


@pytest.fixture
def sach(vu_quang: XaMau) -> XaMau:
    """Give a plan in which nothing is wrong: one task, one indicator."""
    task = make_nhiem_vu(vu_quang.ke_hoach, ma="1", chu_tri_nguyen_van="Công an xã")
    make_phan_cong(task, vu_quang.cong_an)
    make_chi_tieu(vu_quang.ke_hoach, vu_quang.vhxh, ma="1")
    vu_quang.ke_hoach.cac_moc = [2026]
    return vu_quang


def found(vu_quang: XaMau) -> list[tuple[str, str, str]]:
    return [
        (r.van_de.ma, r.van_de.doi_tuong, r.van_de.thong_bao) for r in check_plan(vu_quang.ke_hoach)
    ]


def test_plan_in_which_nothing_is_wrong(sach: XaMau) -> None:
    assert found(sach) == []


def test_every_code_of_money_has_a_severity() -> None:
    codes = sorted(ma for ma in MUC_DO if ma.startswith("KP-") and ma < "KP-20")
    assert codes == [ma.value for ma in MaPhatHien]


def test_findings_come_worst_first(sach: XaMau) -> None:
    make_dong_kinh_phi(sach.ke_hoach, "1", so_luong=6, don_gia=15, thanh_tien_in=900)
    make_nhiem_vu(sach.ke_hoach, ma="2", phoi_hop_nguyen_van="Nhà thầu")
    severities = [result.van_de.muc_do for result in check_plan(sach.ke_hoach)]
    assert severities == [MucDo.LOI, MucDo.CANH_BAO, MucDo.THONG_TIN]


def test_line_that_does_not_multiply(sach: XaMau) -> None:
    make_dong_kinh_phi(
        sach.ke_hoach, "A.1", so_luong=6, don_gia=15_000_000, thanh_tien_in=900_000_000
    )
    [result] = check_plan(sach.ke_hoach)
    one = result.van_de
    assert (one.ma, one.doi_tuong, one.gia_tri_in, one.gia_tri_tinh) == (
        "KP-01", "A.1", 900_000_000, 90_000_000,
    )  # fmt: skip
    assert result.chap_nhan is None


def test_task_without_lead_unit(sach: XaMau) -> None:
    make_nhiem_vu(sach.ke_hoach, ma="2")
    named = make_nhiem_vu(sach.ke_hoach, ma="3", chu_tri_nguyen_van="Công an xã")
    make_phan_cong(named, sach.cong_an, "phoi_hop")
    make_nhiem_vu(sach.ke_hoach, ma="G1", loai_nhiem_vu="van_xuoi")
    assert found(sach) == [
        ("NV-01", "Nhiệm vụ 2",
         "Nhiệm vụ 2: ô đơn vị chủ trì để trống; cần ghi một đơn vị chủ trì."),
        ("NV-01", "Nhiệm vụ 3",
         "Nhiệm vụ 3: chưa đơn vị nào được giao chủ trì, dù ô chủ trì ghi “Công an xã”; "
         "cần phân công."),
    ]  # fmt: skip


def test_plan_without_annex_is_named_once(vu_quang: XaMau) -> None:
    make_nhiem_vu(vu_quang.ke_hoach, ma="G1", loai_nhiem_vu="giai_phap")
    make_nhiem_vu(vu_quang.ke_hoach, ma="G2", loai_nhiem_vu="giai_phap")
    assert [row[:2] for row in found(vu_quang)] == [("NV-01", "Phụ lục nhiệm vụ")]


def test_words_that_name_no_unit(sach: XaMau) -> None:
    saved(TenKhac(xa=sach.xa, ten="Nhà thầu"))
    task = make_nhiem_vu(
        sach.ke_hoach, ma="2", chu_tri_nguyen_van="Công an xã; Ban A",
        phoi_hop_nguyen_van="Nhà thầu",
    )  # fmt: skip
    make_phan_cong(task, sach.cong_an)
    assert found(sach) == [
        ("NV-02", "Nhiệm vụ 2",
         "Nhiệm vụ 2: ô chủ trì: Chưa nhận ra đơn vị trong cụm từ “Ban A”: cần chọn đơn vị trong "
         "danh mục hoặc khai thêm tên gọi khác cho đơn vị."),
        ("NV-03", "Nhiệm vụ 2",
         "Nhiệm vụ 2: ô phối hợp: “Nhà thầu” không phải là đơn vị nên không được giao nhiệm vụ."),
    ]  # fmt: skip


def test_unit_named_but_not_assigned(sach: XaMau) -> None:
    saved(TenKhac(xa=sach.xa, ten="Phòng VH-XH", don_vi=sach.vhxh))
    task = make_nhiem_vu(
        sach.ke_hoach, ma="2", chu_tri_nguyen_van="Công an xã",
        phoi_hop_nguyen_van="Phòng VH-XH; Thôn 1",
    )  # fmt: skip
    make_phan_cong(task, sach.cong_an)
    make_phan_cong(task, sach.thon, "phoi_hop")
    assert found(sach) == [
        ("NV-04", "Nhiệm vụ 2",
         "Nhiệm vụ 2: có đơn vị được nêu tên nhưng chưa được phân công: Phòng VH-XH."),
    ]  # fmt: skip


def test_deadlines_missing_unread_and_outside_the_plan(sach: XaMau) -> None:
    undated = {"tu_ngay": None, "han_hoan_thanh": None}
    kinds = {
        "2": {"loai_han": "khong_co", "thoi_han_nguyen_van": ""} | undated,
        "3": {"loai_han": "can_xem", "thoi_han_nguyen_van": "Mùa xuân"} | undated,
        "4": {"han_hoan_thanh": date(2027, 1, 31)},
        "5": {"loai_han": "thuong_xuyen"} | undated,
    }
    for ma, values in kinds.items():
        make_phan_cong(make_nhiem_vu(sach.ke_hoach, ma=ma, **values), sach.cong_an)
    assert found(sach) == [
        ("NV-05", "Nhiệm vụ 2",
         "Nhiệm vụ 2: ô thời hạn để trống; cần ghi thời hạn hoặc “Thường xuyên”."),
        ("NV-06", "Nhiệm vụ 3",
         "Nhiệm vụ 3: chưa đọc được thời hạn “Mùa xuân”; cần ghi ngày, tháng, quý hoặc năm."),
        ("NV-07", "Nhiệm vụ 4",
         "Nhiệm vụ 4: thời hạn 31/01/2027 nằm ngoài thời gian của kế hoạch (2026-2026)."),
    ]  # fmt: skip


def test_indicator_without_lead_unit(sach: XaMau) -> None:
    make_chi_tieu(sach.ke_hoach, ma="2")
    make_chi_tieu(sach.ke_hoach, ma="3", chu_tri_nguyen_van="Ban A")
    make_chi_tieu(sach.ke_hoach, ma="4", loai_chi_tieu="tieu_de")
    assert [row[:2] for row in found(sach)] == [
        ("CT-01", "Chỉ tiêu 2"), ("CT-01", "Chỉ tiêu 3"), ("CT-02", "Chỉ tiêu 3"),
    ]  # fmt: skip


def test_plan_without_any_lead_of_an_indicator_is_named_once(vu_quang: XaMau) -> None:
    make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
    make_chi_tieu(vu_quang.ke_hoach)
    make_chi_tieu(vu_quang.ke_hoach)
    assert found(vu_quang) == [
        ("CT-01", "Chỉ tiêu",
         "Kế hoạch không ghi đơn vị chủ trì cho chỉ tiêu nào; Phòng Văn hóa - Xã hội (đơn vị đầu "
         "mối) theo dõi tất cả."),
    ]  # fmt: skip


def add_level(row: ChiTieu, nam: int, nguyen_van: str, gia_tri: int | None, **more: object) -> None:
    values = {"loai_muc": "so" if gia_tri is not None else "can_xem", "don_vi_tinh": "%"} | more
    saved(MucChiTieu(chi_tieu=row, nam=nam, nguyen_van=nguyen_van, gia_tri=gia_tri, **values))


def test_levels_unread_absurd_and_going_back(sach: XaMau) -> None:
    sach.ke_hoach.nam_ket_thuc = 2045
    row = ChiTieu.objects.get()
    add_level(row, 2027, "khá hơn 80 hoặc 90", None)
    add_level(row, 2030, "Trên 100%", 100, so_sanh=">")
    add_level(row, 2035, "≥ 120%", 120, so_sanh=">=")
    add_level(row, 2040, "≥ 90%", 90, so_sanh=">=")
    add_level(row, 2045, "50 xã", 50, so_sanh=">=", don_vi_tinh="xã")
    assert found(sach) == [
        ("CT-04", "Chỉ tiêu 1, năm 2030",
         "Chỉ tiêu 1, năm 2030: mức “Trên 100%” không thể đạt được; cần kiểm tra lại."),
        ("CT-03", "Chỉ tiêu 1, năm 2027",
         "Chỉ tiêu 1, năm 2027: chưa đọc được mức “khá hơn 80 hoặc 90”; cần ghi một con số kèm "
         "đơn vị tính."),
        ("CT-05", "Chỉ tiêu 1, năm 2035",
         "Chỉ tiêu 1, năm 2035: mức “≥ 120%” lớn hơn 100%; cần kiểm tra con số và đơn vị tính."),
        ("CT-06", "Chỉ tiêu 1, năm 2040",
         "Chỉ tiêu 1, năm 2040: mức năm 2040 “≥ 90%” đi lùi so với mức năm 2035 “≥ 120%”; "
         "cần kiểm tra lại."),
    ]  # fmt: skip


def test_doubtful_readings_are_told_until_somebody_decides(sach: XaMau) -> None:
    sach.ke_hoach.nam_ket_thuc = 2045
    row = make_chi_tieu(sach.ke_hoach, sach.vhxh, ma="2", ten="Tỷ lệ phủ sóng 5G")
    add_level(row, 2035, "6G (50%)", 50, so_sanh="=", pham_vi="6G")
    add_level(row, 2040, "tăng 5%", 80, so_sanh=">=")  # corrected by an officer
    task = make_nhiem_vu(
        sach.ke_hoach, ma="2", thoi_han_nguyen_van="Quý I, quý III/2026", loai_han="khoang",
        tu_ngay=date(2026, 1, 1), han_hoan_thanh=date(2026, 9, 30),
    )  # fmt: skip
    make_phan_cong(task, sach.cong_an)
    assert found(sach) == [
        ("NV-08", "Nhiệm vụ 2",
         "Nhiệm vụ 2: thời hạn “Quý I, quý III/2026”: Ô ghi nhiều thời hạn; hạn cuối cùng được "
         "dùng để tính quá hạn."),
        ("CT-09", "Chỉ tiêu 2, năm 2035",
         "Chỉ tiêu 2, năm 2035: mức “6G (50%)”: Mức nói về 6G, tên chỉ tiêu nói về 5G."),
    ]  # fmt: skip


def test_falling_indicator_goes_back_when_it_rises(sach: XaMau) -> None:
    sach.ke_hoach.nam_ket_thuc = 2045
    row = make_chi_tieu(sach.ke_hoach, sach.vhxh, ma="2", chieu_huong="giam")
    add_level(row, 2030, "≤ 60%", 60, so_sanh="<=")
    add_level(row, 2035, "≤ 65%", 65, so_sanh="<=")
    assert [r[:2] for r in found(sach)] == [("CT-06", "Chỉ tiêu 2, năm 2035")]


def test_indicator_without_levels_or_without_one(sach: XaMau) -> None:
    sach.ke_hoach.cac_moc = [2026, 2030]
    bare = make_chi_tieu(sach.ke_hoach, sach.vhxh, ma="2")
    delete_recorded(bare.cac_muc.get(), by=None)
    words = make_chi_tieu(sach.ke_hoach, sach.vhxh, ma="3", loai_chi_tieu="dinh_tinh")
    delete_recorded(words.cac_muc.get(), by=None)
    assert found(sach) == [
        ("CT-07", "Chỉ tiêu 2",
         "Chỉ tiêu 2: là chỉ tiêu định lượng nhưng không có mức phải đạt nào."),
        ("CT-08", "Chỉ tiêu 1", "Chỉ tiêu 1: không có mức cho mốc 2030 của kế hoạch."),
    ]  # fmt: skip


@pytest.fixture
def sai(sach: XaMau) -> KetQuaSoat:
    """Give the finding of a plan with one wrong line."""
    make_dong_kinh_phi(sach.ke_hoach, "1", so_luong=6, don_gia=15, thanh_tien_in=900)
    [result] = check_plan(sach.ke_hoach)
    return result


def accept(client: Client, person: NguoiDung, dau_vet: str, ly_do: str = "Số in đúng"):
    client.force_login(person)
    values = {"dau_vet": dau_vet, "ly_do": ly_do}
    return client.post(reverse("nhapxuat:accept", args=["vu-quang-2026"]), values)


def test_accepted_finding_stays_listed_with_its_reason(
    client: Client, sach: XaMau, sai: KetQuaSoat, tai_chinh: NguoiDung
) -> None:
    answer = accept(client, tai_chinh, sai.dau_vet)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    [result] = check_plan(sach.ke_hoach)
    assert result.chap_nhan is not None
    assert (result.chap_nhan.ly_do, result.chap_nhan.created_by) == ("Số in đúng", tai_chinh)
    html = client.get(PAGE).content.decode()
    assert ["Đã chấp nhận (1)" in html, "Lý do: Số in đúng" in html] == [True, True]
    assert "Không còn vấn đề nào" in html


def test_acceptance_ends_when_the_line_changes(
    client: Client, sach: XaMau, sai: KetQuaSoat, tong_hop: NguoiDung
) -> None:
    accept(client, tong_hop, sai.dau_vet)
    row = sach.ke_hoach.cac_dong_kinh_phi.get()
    row.thanh_tien_in = 901
    saved(row)
    [result] = check_plan(sach.ke_hoach)
    assert result.chap_nhan is None
    refused = accept(client, tong_hop, sai.dau_vet)
    assert refused.status_code == 422
    assert refused.context["form"].non_field_errors() == [
        "Vấn đề này không còn hoặc số liệu đã thay đổi sau khi bạn mở trang. "
        "Hãy xem lại rồi quyết định."
    ]


@pytest.mark.parametrize("ly_do", ["", " \n", "x" * 2001])
def test_acceptance_needs_a_reason(
    client: Client, sai: KetQuaSoat, tong_hop: NguoiDung, ly_do: str
) -> None:
    answer = accept(client, tong_hop, sai.dau_vet, ly_do)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["ly_do"])
    html = answer.content.decode()
    assert (html.count(f'id="{sai.dau_vet}-ly_do"'), "Chấp nhận…" in html) == (1, False)
    assert ChapNhanSaiLech.objects.count() == 0


@pytest.mark.parametrize("dau_vet", ["", "khac", "\x00", "x" * 500])
def test_unknown_finding_can_not_be_accepted(
    client: Client, sai: KetQuaSoat, tong_hop: NguoiDung, dau_vet: str
) -> None:
    assert accept(client, tong_hop, dau_vet).status_code == 422
    assert ChapNhanSaiLech.objects.count() == 0


def test_refused_person_is_told_who_may(client: Client, sai: KetQuaSoat, can_bo: NguoiDung) -> None:
    answer = accept(client, can_bo, sai.dau_vet)
    assert answer.status_code == 403
    assert (
        "Chỉ người làm tổng hợp của Phòng Văn hóa - Xã hội hoặc người làm tài chính của xã Vũ "
        "Quang được chấp nhận sai lệch về tiền."
    ) in answer.content.decode()


# Person: status of the page, whether the button to accept money findings is there.
@pytest.mark.parametrize(
    ("who", "status", "may"),
    [
        ("tong_hop", 200, True),
        ("tai_chinh", 200, True),
        ("can_bo", 200, False),
        ("lanh_dao", 200, False),
        ("cap_tinh", 200, False),
        ("quan_tri", 200, False),
        ("nguoi_ngoai", 404, False),
    ],
)
def test_who_reads_and_who_accepts(
    request: pytest.FixtureRequest,
    client: Client,
    sai: KetQuaSoat,
    who: str,
    status: int,
    may: bool,
) -> None:
    client.force_login(request.getfixturevalue(who))
    answer = client.get(PAGE)
    assert (answer.status_code, "Chấp nhận…" in answer.content.decode()) == (status, may)


def test_focal_officer_of_another_unit_accepts_nothing(
    client: Client, sach: XaMau, sai: KetQuaSoat
) -> None:
    person = make_nguoi("khac", sach.cong_an, VaiTro.TONG_HOP)
    assert accept(client, person, sai.dau_vet).status_code == 403


def test_accepting_takes_a_post(client: Client, sach: XaMau, tong_hop: NguoiDung) -> None:
    client.force_login(tong_hop)
    assert client.get(reverse("nhapxuat:accept", args=["vu-quang-2026"])).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_for_any_number_of_rows(
    client: Client, vu_quang: XaMau, tong_hop: NguoiDung, number: int
) -> None:
    for _ in range(number):
        task = make_nhiem_vu(vu_quang.ke_hoach, chu_tri_nguyen_van="Ban A")
        make_phan_cong(task, vu_quang.cong_an)
        make_chi_tieu(vu_quang.ke_hoach, vu_quang.vhxh)
        make_dong_kinh_phi(
            vu_quang.ke_hoach, f"D{task.ma}", so_luong=Decimal(2), don_gia=2, thanh_tien_in=5,
            nhiem_vu=task,
        )  # fmt: skip
    client.force_login(tong_hop)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    assert len(queries) == 26
