"""Correcting a row where a check found something: words read again, units, rights, the way back."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from chitieu.models import ChiTieu
from donvi.models import NguoiDung, NhatKy
from kehoach.models import CanCu, DeMuc, KeHoach
from nhapxuat.services import accept_by_object
from nhapxuat.soat import check_plan
from nhapxuat.sua_chi_tieu import correct_indicator, values_of
from nhapxuat.sua_dong import (
    DongDaDuocSua,
    KhongCoGiDoi,
    KhongDuocSua,
    LyDoSuaKhongHopLe,
    correct_values,
    digest_values,
)
from nhapxuat.sua_nhiem_vu import CAC_O, KinhPhiKhongDocDuoc, ThoiHanKhongDocDuoc, correct_task
from nhiemvu.models import NhiemVu
from tests.factories import (
    make_chi_tieu,
    make_dong_kinh_phi,
    make_nhiem_vu,
    make_phan_cong,
    make_so_lieu,
    make_tien_do,
    saved,
)
from tests.personas import XaMau

pytestmark = pytest.mark.django_db

LUC = datetime(2026, 11, 2, 2, tzinfo=UTC)
SOAT = "/ke-hoach/vu-quang-2026/soat/"


def fix_task(task: NhiemVu, by: NguoiDung, ly_do: str = "Theo bản ký", **new: str) -> list[Any]:
    stored = {name: getattr(NhiemVu.objects.get(pk=task.pk), name) for name in CAC_O}
    return correct_task(
        task=task, ke_hoach=task.ke_hoach, values=stored | new, da_thay=digest_values(stored),
        ly_do=ly_do, by=by, at=LUC,
    )  # fmt: skip


def parts_of(task: NhiemVu) -> dict[str, str]:
    rows = task.cac_phan_cong.select_related("don_vi").order_by("pk")
    return {str(part.don_vi): part.vai_phan_cong for part in rows}


def test_task_is_read_again_and_units_follow_its_words(
    vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    task = make_nhiem_vu(vu_quang.ke_hoach, chu_tri_nguyen_van="Công an xã")
    make_phan_cong(task, vu_quang.cong_an)
    kept = fix_task(
        task, tong_hop, chu_tri_nguyen_van="Phòng Văn hóa - Xã hội", phoi_hop_nguyen_van="Thôn 1",
        thoi_han_nguyen_van="Quý II/2026", kinh_phi_nguyen_van="1.640 triệu đồng",
    )  # fmt: skip
    task.refresh_from_db()
    assert (kept, task.loai_han, task.tu_ngay, task.han_hoan_thanh, task.so_tien) == (
        [], "quy", date(2026, 4, 1), date(2026, 6, 30), 1_640_000_000,
    )  # fmt: skip
    assert parts_of(task) == {"Phòng Văn hóa - Xã hội": "chu_tri", "Thôn 1": "phoi_hop"}
    act = NhatKy.objects.latest("pk")
    assert (act.hanh_dong, act.ly_do, act.created_by) == ("Sửa kế hoạch", "Theo bản ký", tong_hop)
    assert (act.gia_tri_cu["thoi_han_nguyen_van"], act.gia_tri_moi["thoi_han_nguyen_van"]) == (
        "Năm 2026", "Quý II/2026",
    )  # fmt: skip
    assert task.history.latest().history_change_reason == "Theo bản ký"


def test_unit_that_reported_keeps_its_part(vu_quang: XaMau, tong_hop: NguoiDung) -> None:
    task = make_nhiem_vu(vu_quang.ke_hoach, chu_tri_nguyen_van="Công an xã")
    make_tien_do(make_phan_cong(task, vu_quang.cong_an), phan_tram=40)
    [kept] = fix_task(task, tong_hop, chu_tri_nguyen_van="Thôn 1")
    assert kept.don_vi == vu_quang.cong_an
    assert parts_of(task) == {"Công an xã": "chu_tri", "Thôn 1": "chu_tri"}


def test_reading_a_person_corrected_stays_under_the_same_words(
    vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    task = make_nhiem_vu(vu_quang.ke_hoach, han_hoan_thanh=date(2026, 10, 31), so_tien=7)
    make_phan_cong(task, vu_quang.thon)  # given beside the words
    fix_task(task, tong_hop, san_pham="Báo cáo")
    task.refresh_from_db()
    assert (task.han_hoan_thanh, task.so_tien, task.san_pham) == (date(2026, 10, 31), 7, "Báo cáo")
    assert parts_of(task) == {"Thôn 1": "chu_tri"}


@pytest.mark.parametrize(
    ("new", "error"),
    [
        ({"thoi_han_nguyen_van": "Mùa xuân"}, ThoiHanKhongDocDuoc),
        ({"kinh_phi_nguyen_van": "vài triệu"}, KinhPhiKhongDocDuoc),
        ({}, KhongCoGiDoi),
    ],
)
def test_task_is_not_made_worse(
    vu_quang: XaMau, tong_hop: NguoiDung, new: dict[str, str], error: type[Exception]
) -> None:
    task = make_nhiem_vu(vu_quang.ke_hoach)
    with pytest.raises(error):
        fix_task(task, tong_hop, **new)
    assert NhatKy.objects.count() == 0


def test_rights_reason_state_and_two_people(
    vu_quang: XaMau, tong_hop: NguoiDung, can_bo: NguoiDung
) -> None:
    task, plan = make_nhiem_vu(vu_quang.ke_hoach), vu_quang.ke_hoach
    with pytest.raises(KhongDuocSua, match="Chỉ người làm tổng hợp"):
        fix_task(task, can_bo, san_pham="Báo cáo")
    with pytest.raises(LyDoSuaKhongHopLe, match="hãy ghi lý do"):
        fix_task(task, tong_hop, ly_do=" ", san_pham="Báo cáo")
    values = {name: getattr(task, name) for name in CAC_O}
    with pytest.raises(DongDaDuocSua):
        correct_task(task=task, ke_hoach=plan, values=values | {"ten": "Khác"}, da_thay="cu",
                     ly_do="Sửa", by=tong_hop, at=LUC)  # fmt: skip
    plan.trang_thai = KeHoach.TrangThai.DU_THAO
    fix_task(task, tong_hop, ly_do="", san_pham="Báo cáo")  # a draft needs no reason
    plan.trang_thai = KeHoach.TrangThai.DA_THAY_THE
    with pytest.raises(KhongDuocSua, match="đã được thay thế"):
        fix_task(task, tong_hop, san_pham="Khác")


def fix_indicator(row: ChiTieu, by: NguoiDung, years: tuple[int, ...], **new: str) -> list[Any]:
    stored = values_of(row, years)
    return correct_indicator(
        row=row, ke_hoach=row.ke_hoach, values=stored | new, da_thay=digest_values(stored),
        ly_do="Theo bản ký", by=by, at=LUC,
    )  # fmt: skip


def test_levels_and_leads_of_an_indicator(vu_quang: XaMau, tong_hop: NguoiDung) -> None:
    row = make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon, vu_quang.cong_an)
    make_so_lieu(row, vu_quang.cong_an, gia_tri=50)
    kept = fix_indicator(
        row, tong_hop, (2026, 2030), muc_2026="", muc_2030="từ 80 đến 90%",
        chu_tri_nguyen_van="Phòng Văn hóa - Xã hội",
    )  # fmt: skip
    [level] = row.cac_muc.all()
    assert (level.nam, level.nguyen_van, level.gia_tri, level.gia_tri_den) == (
        2030, "từ 80 đến 90%", 80, 90,
    )  # fmt: skip
    leads = [str(lead.don_vi) for lead in row.cac_chu_tri.order_by("thu_tu", "don_vi__thu_tu")]
    assert (leads, kept) == (["Phòng Văn hóa - Xã hội", "Công an xã"], [vu_quang.cong_an])
    act = NhatKy.objects.latest("pk")
    assert act.gia_tri_moi["mức năm 2030"] == "từ 80 đến 90%"


def test_level_that_can_not_be_read_is_refused(
    client: Client, vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    row = make_chi_tieu(vu_quang.ke_hoach)
    client.force_login(tong_hop)
    page = reverse("nhapxuat:edit_indicator", args=[row.pk])
    typed = client.get(page).context["form"].initial | {"muc_2026": "80% hoặc 90%", "ly_do": "Sửa"}
    answer = client.post(page, typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors["muc_2026"] == [
        "Không đọc được mức năm 2026 “80% hoặc 90%”: Ô có 2 con số (80; 90) nên chưa rõ đâu là mức "
        "phải đạt; đề nghị tách thành từng mức."
    ]
    assert row.cac_muc.get().nguyen_van == "≥ 75%"


def test_money_keeper_corrects_the_total_and_no_words(
    vu_quang: XaMau, tai_chinh: NguoiDung
) -> None:
    plan = vu_quang.ke_hoach
    facts: dict[str, Any] = {"row": plan, "ke_hoach": plan, "ly_do": "Sửa", "at": LUC}
    seen = {"tong_kinh_phi_in": None, "tong_bang_chu": ""}
    correct_values(**facts, values=seen | {"tong_kinh_phi_in": 5}, da_thay=digest_values(seen),
                   by=tai_chinh)  # fmt: skip
    plan.refresh_from_db()
    assert plan.tong_kinh_phi_in == 5
    seen = {"loi_ket": ""}
    with pytest.raises(KhongDuocSua):
        correct_values(**facts, values={"loi_ket": "Hết"}, da_thay=digest_values(seen),
                       by=tai_chinh)  # fmt: skip


def test_finding_is_corrected_on_its_page_and_the_person_comes_back(
    client: Client, vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    words = "Đã giải quyết: 826; trong đó, trước hạn: 729, đúng hạn: 91, quá hạn: 0."
    heading = saved(DeMuc(ke_hoach=vu_quang.ke_hoach, ma="II", loai_de_muc="muc", so_in="II",
                          tieu_de="KẾT QUẢ", noi_dung=words, thu_tu=1))  # fmt: skip
    client.force_login(tong_hop)
    [row] = [
        row
        for group in client.get(f"{SOAT}?q=giai+quyet").context["cac_nhom"]
        for part in group.cac_linh_vuc
        for row in part.cac_dong
    ]
    page = client.get(row.trang_sua)
    assert [one.ma for one in page.context["cac_van_de"]] == ["VB-01"]
    typed = page.context["form"].initial | {
        "noi_dung": words.replace("826", "820"), "ly_do": "Ghi nhầm", "ve": page.context["ve"],
    }  # fmt: skip
    answer = client.post(reverse("nhapxuat:edit_heading", args=[heading.pk]), typed)
    assert (answer.status_code, answer["Location"].split("#")[0]) == (302, f"{SOAT}?q=giai+quyet")
    assert [r for r in check_plan(vu_quang.ke_hoach) if r.van_de.ma == "VB-01"] == []


def test_two_people_correct_one_heading(
    client: Client, vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    heading = saved(DeMuc(ke_hoach=vu_quang.ke_hoach, ma="I", loai_de_muc="muc", so_in="I",
                          tieu_de="MỤC TIÊU", thu_tu=1))  # fmt: skip
    client.force_login(tong_hop)
    page = reverse("nhapxuat:edit_heading", args=[heading.pk])
    typed = client.get(page).context["form"].initial | {"tieu_de": "CỦA TÔI", "ly_do": "Sửa"}
    heading.tieu_de = "CỦA NGƯỜI KHÁC"
    saved(heading)
    answer = client.post(page, typed)
    html = answer.content.decode()
    assert (answer.status_code, "CỦA NGƯỜI KHÁC" in html, "CỦA TÔI" in html) == (409, True, True)
    again = typed | {"da_thay": answer.context["form"]["da_thay"].value()}
    assert client.post(page, again).status_code == 302
    heading.refresh_from_db()
    assert heading.tieu_de == "CỦA TÔI"


def test_basis_named_twice_is_taken_out_with_the_reason(
    client: Client, vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    basis = saved(CanCu(ke_hoach=vu_quang.ke_hoach, noi_dung="Quyết định số 749/QĐ-TTg", thu_tu=1))
    client.force_login(tong_hop)
    page = reverse("nhapxuat:edit_basis", args=[basis.pk])
    typed = {k: v or "" for k, v in client.get(page).context["form"].initial.items()}
    answer = client.post(page, typed | {"bo": "on", "ly_do": "Nêu hai lần"})
    assert (answer.status_code, CanCu.objects.count()) == (302, 0)
    assert (NhatKy.objects.get().ly_do, CanCu.history.latest().history_type) == ("Nêu hai lần", "-")


@pytest.mark.parametrize("ve", ["https://khac.example/", "//khac.example", "javascript:1", "\x00"])
def test_way_back_never_leaves_the_portal(
    client: Client, vu_quang: XaMau, tong_hop: NguoiDung, ve: str
) -> None:
    client.force_login(tong_hop)
    page = client.get(reverse("nhapxuat:edit_plan", args=["vu-quang-2026"]), {"ve": ve})
    assert page.context["ve"] == "/ke-hoach/vu-quang-2026/"


def test_page_of_findings_is_filtered_without_marks(
    client: Client, vu_quang: XaMau, tong_hop: NguoiDung, can_bo: NguoiDung
) -> None:
    make_nhiem_vu(vu_quang.ke_hoach, ma="1")
    client.force_login(tong_hop)

    def shown(query: str) -> list[str]:
        groups = client.get(f"{SOAT}?{query}").context["cac_nhom"]
        return [r.ket_qua.van_de.ma for g in groups for p in g.cac_linh_vuc for r in p.cac_dong]

    assert shown("") == ["NV-01", "NV-09"]
    assert [shown("q=san+pham"), shown("muc_do=loi"), shown("linh_vuc=NV")] == [
        ["NV-09"], [], ["NV-01", "NV-09"],
    ]  # fmt: skip
    assert shown("tinh_trang=da_chap_nhan") == []
    assert client.get(f"{SOAT}?muc_do=xau").status_code == 422
    assert 'class="btn btn-sm btn-outline-primary"' in client.get(SOAT).content.decode()
    client.force_login(can_bo)
    assert "btn-outline-primary" not in client.get(SOAT).content.decode()


def test_findings_as_a_workbook_for_the_meeting(
    client: Client, vu_quang: XaMau, tong_hop: NguoiDung
) -> None:
    make_dong_kinh_phi(vu_quang.ke_hoach, "A", so_luong=6, don_gia=15, thanh_tien_in=900)
    accept_by_object(ke_hoach=vu_quang.ke_hoach, ma="KP-01", doi_tuong="A", ly_do="=1+1",
                     by=tong_hop, at=LUC)  # fmt: skip
    client.force_login(tong_hop)
    answer = client.get(reverse("nhapxuat:check_xlsx", args=["vu-quang-2026"]), {"q": "dong a"})
    assert answer["Content-Disposition"] == 'attachment; filename="soat-vu-quang-2026.xlsx"'
    assert shown_rows(answer.content) == []  # an accepted one is not open
    query = {"q": "dong a", "tinh_trang": "tat_ca"}
    answer = client.get(reverse("nhapxuat:check_xlsx", args=["vu-quang-2026"]), query)
    assert shown_rows(answer.content) == [
        (1, "lỗi", "kinh phí", "KP-01",
         "Dòng A: 6 × 15 đồng = 90 đồng, nhưng thành tiền in là 900 đồng.", "900", "90",
         "Chấp nhận: =1+1 (Trần Thị Hợp, 02/11/2026)"),
    ]  # fmt: skip


def shown_rows(content: bytes) -> list[tuple[Any, ...]]:
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    rows = [tuple(row) for row in sheet.iter_rows(values_only=True)]
    return [row for row in rows if isinstance(row[0], int)]
