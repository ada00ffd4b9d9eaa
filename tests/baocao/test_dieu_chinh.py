"""Amendments of a plan: drafted from what changed, decided by a leader, told officially."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from baocao import dieu_chinh as services
from baocao.loi_van_dieu_chinh import table_row, tell_part, tell_row
from baocao.models import DieuChinh, PhienBan, TepVanBan, VanBan
from baocao.noi_dung_ke_hoach import digest_of, plan_content
from baocao.phien_ban import keep_version
from baocao.so_sanh_phien_ban import DongKhac, ThayDoi
from baocao.truong_ke_hoach import GiaTri, LoaiThayDoi, PhanKeHoach
from baocao.van_ban_dieu_chinh import amendment_document, amendment_docx_bytes
from baocao.vong_doi_van_ban import promulgate, recall
from donvi.models import NhatKy, ThongBao
from donvi.vai_tro import VaiTro
from kehoach.models import KeHoach
from nhiemvu.models import NhiemVu, PhanCong, TienDo
from tests.factories import (
    make_chi_tieu,
    make_ke_hoach,
    make_nguoi,
    make_nhiem_vu,
    make_phan_cong,
    make_tien_do,
    saved,
)
from vanban.bang_bieu import OBang

LUC = datetime(2026, 11, 3, 2, tzinfo=UTC)
LY_DO = "Thực hiện Công văn số 1234/UBND-VX của tỉnh"


@pytest.fixture
def ke_hoach(vu_quang) -> KeHoach:
    """Give the plan with two tasks and an indicator, its first version kept, one task moved."""
    plan = vu_quang.ke_hoach
    task = make_nhiem_vu(plan, "Lắp camera an ninh", ma="1")
    make_tien_do(make_phan_cong(task, vu_quang.thon), phan_tram=40)
    make_nhiem_vu(plan, "Mở lớp học số", ma="2")
    make_chi_tieu(plan, vu_quang.vhxh, ma="1")
    keep_version(ke_hoach=plan, ly_do="Lãnh đạo duyệt", by=None, at=LUC - timedelta(days=90))
    task.thoi_han_nguyen_van, task.han_hoan_thanh = "Quý I/2027", date(2027, 3, 31)
    saved(task)
    return plan


def draft(plan: KeHoach, by, ly_do: str = LY_DO) -> DieuChinh:
    return services.draft_amendment(ke_hoach=plan, ly_do=ly_do, by=by, at=LUC)


def approve(amendment: DieuChinh, by, pdf: bytes = b"%PDF-1.7 a") -> DieuChinh:
    services.submit_amendment(dieu_chinh=amendment, by=by, at=LUC)
    digest = digest_of(plan_content(amendment.ke_hoach))
    return services.approve_amendment(
        dieu_chinh=amendment, ma_bam=digest, tep_pdf=pdf, by=by, at=LUC
    )


def told(person) -> list[str]:
    rows = ThongBao.objects.filter(nguoi_nhan=person).order_by("pk")
    return list(rows.values_list("tieu_de", flat=True))


# -- draft ----------------------------------------------------------------------------------------


def test_a_draft_leads_from_the_version_in_force_to_the_plan_as_it_is(ke_hoach, tong_hop):
    amendment = draft(ke_hoach, tong_hop, f" {LY_DO} ")
    assert (amendment.tu_phien_ban.so_phien_ban, amendment.den_phien_ban) == (1, None)
    assert (amendment.ly_do, amendment.trang_thai) == (LY_DO, "du_thao")
    assert amendment.trich_yeu == (
        "Điều chỉnh, bổ sung Kế hoạch số .../KH-UBND ngày ... tháng ... năm 2026 của Ủy ban nhân "
        "dân xã Vũ Quang"
    )
    [row] = services.differences_of(amendment).cac_dong
    assert [(c.nhan, c.cu.chu, c.moi.chu) for c in row.cac_thay_doi] == [
        ("Thời hạn", "Năm 2026", "Quý I/2027")
    ]
    assert NhatKy.objects.about(amendment).get().hanh_dong == "lập điều chỉnh"


def test_a_second_click_gives_the_same_amendment(ke_hoach, tong_hop):
    assert draft(ke_hoach, tong_hop).pk == draft(ke_hoach, tong_hop).pk


def test_a_plan_that_says_the_same_has_nothing_to_amend(vu_quang, tong_hop):
    with pytest.raises(services.KhongCoThayDoi, match="Hãy sửa nội dung kế hoạch trước"):
        draft(vu_quang.ke_hoach, tong_hop)


def test_a_corrected_reading_is_nothing_to_amend(ke_hoach, tong_hop):
    task = NhiemVu.objects.get(ma="1")
    task.thoi_han_nguyen_van = "Năm 2026"  # the words of the first version, read otherwise
    saved(task)
    with pytest.raises(services.KhongCoThayDoi):
        draft(ke_hoach, tong_hop)


@pytest.mark.parametrize("state", ["du_thao", "cho_duyet", "da_thay_the"])
def test_only_a_plan_in_force_is_amended(vu_quang, tong_hop, state):
    plan = make_ke_hoach(vu_quang.xa, vu_quang.vhxh, ma="khac", trang_thai=state)
    with pytest.raises(services.SaiTrangThai, match="chỉ kế hoạch đã duyệt"):
        draft(plan, tong_hop)


# -- the way to the signature ---------------------------------------------------------------------


def test_approval_keeps_version_and_file_and_numbers_the_plan_on(ke_hoach, tong_hop, lanh_dao):
    amendment = approve(draft(ke_hoach, tong_hop), lanh_dao)
    assert (amendment.trang_thai, amendment.approved_by) == ("da_duyet", lanh_dao)
    assert amendment.den_phien_ban.so_phien_ban == 2
    assert amendment.den_phien_ban.ly_do == LY_DO
    assert KeHoach.objects.get(pk=ke_hoach.pk).phien_ban == 2
    document = VanBan.objects.get(dieu_chinh=amendment)
    assert (document.loai_van_ban, document.trang_thai) == ("dieu_chinh", "cho_ky")
    assert bytes(TepVanBan.objects.get(van_ban=document).noi_dung) == b"%PDF-1.7 a"


def test_what_units_reported_stays_through_an_amendment(ke_hoach, tong_hop, lanh_dao):
    before = list(PhanCong.objects.values()), list(TienDo.objects.values())
    approve(draft(ke_hoach, tong_hop), lanh_dao)
    assert (list(PhanCong.objects.values()), list(TienDo.objects.values())) == before
    with pytest.raises(ProtectedError):
        NhiemVu.objects.get(ma="1").delete()


def test_later_corrections_change_no_approved_amendment(ke_hoach, tong_hop, lanh_dao):
    amendment = approve(draft(ke_hoach, tong_hop), lanh_dao)
    NhiemVu.objects.get(ma="2").delete()
    amendment.refresh_from_db()
    assert [row.so for row in services.differences_of(amendment).cac_dong] == ["1"]
    later = draft(ke_hoach, tong_hop)
    assert later.tu_phien_ban == amendment.den_phien_ban
    assert [str(k) for row in services.differences_of(later).cac_dong for k in row.cac_loai] == [
        "bai_bo"
    ]


def test_each_step_tells_who_acts_next(ke_hoach, tong_hop, lanh_dao, van_thu, can_bo):
    amendment = draft(ke_hoach, tong_hop)
    services.submit_amendment(dieu_chinh=amendment, by=tong_hop, at=LUC)
    services.send_back_amendment(dieu_chinh=amendment, ly_do=" Nêu rõ ", by=lanh_dao, at=LUC)
    amendment.refresh_from_db()
    assert (amendment.trang_thai, amendment.ly_do_tra_lai) == ("du_thao", "Nêu rõ")
    services.submit_amendment(dieu_chinh=amendment, by=tong_hop, at=LUC + timedelta(hours=1))
    services.approve_amendment(
        dieu_chinh=amendment, ma_bam=digest_of(plan_content(ke_hoach)), tep_pdf=b"%PDF-1.7",
        by=lanh_dao, at=LUC,
    )  # fmt: skip
    assert told(lanh_dao) == ["Điều chỉnh kế hoạch chờ duyệt"] * 2
    assert told(tong_hop) == ["Điều chỉnh kế hoạch bị trả lại", "Điều chỉnh kế hoạch đã duyệt"]
    assert (told(van_thu), told(can_bo)) == (["Điều chỉnh kế hoạch đã duyệt"], [])


def test_a_plan_put_back_meanwhile_is_not_submitted(ke_hoach, tong_hop):
    amendment = draft(ke_hoach, tong_hop)
    NhiemVu.objects.filter(ma="1").update(
        thoi_han_nguyen_van="Năm 2026", han_hoan_thanh=date(2026, 12, 31)
    )
    with pytest.raises(services.KhongCoThayDoi):
        services.submit_amendment(dieu_chinh=amendment, by=tong_hop, at=LUC)


def test_a_plan_corrected_while_the_file_was_made_is_not_approved(ke_hoach, tong_hop, lanh_dao):
    amendment = draft(ke_hoach, tong_hop)
    services.submit_amendment(dieu_chinh=amendment, by=tong_hop, at=LUC)
    with pytest.raises(services.DieuChinhError, match="vừa được sửa trong lúc tạo văn bản"):
        services.approve_amendment(
            dieu_chinh=amendment, ma_bam="0" * 64, tep_pdf=b"%PDF", by=lanh_dao, at=LUC
        )
    assert PhienBan.objects.count() == 1


def test_no_amendment_is_approved_of_a_plan_that_is_being_replaced(ke_hoach, tong_hop, lanh_dao):
    amendment = draft(ke_hoach, tong_hop)
    KeHoach.objects.filter(pk=ke_hoach.pk).update(trang_thai="du_thao")
    with pytest.raises(services.SaiTrangThai, match="chỉ kế hoạch đã duyệt"):
        approve(amendment, lanh_dao)


@pytest.mark.parametrize("act", ["approve", "send_back"])
def test_acts_out_of_turn_are_refused(ke_hoach, tong_hop, act):
    amendment = draft(ke_hoach, tong_hop)
    more = {"approve": {"ma_bam": "", "tep_pdf": b"x"}, "send_back": {"ly_do": "x"}}[act]
    with pytest.raises(services.SaiTrangThai, match="bản điều chỉnh đang ở trạng thái dự thảo"):
        getattr(services, f"{act}_amendment")(dieu_chinh=amendment, by=tong_hop, at=LUC, **more)


def test_an_approved_amendment_is_neither_edited_nor_called_off(ke_hoach, tong_hop, lanh_dao):
    amendment = approve(draft(ke_hoach, tong_hop), lanh_dao)
    with pytest.raises(services.SaiTrangThai):
        services.cancel_amendment(dieu_chinh=amendment, by=tong_hop, at=LUC)
    with pytest.raises(services.SaiTrangThai):
        services.edit_amendment(
            dieu_chinh=amendment, trich_yeu="x", ly_do="y", lan_luu=0, by=tong_hop, at=LUC
        )


def test_two_people_never_overwrite_each_other(ke_hoach, tong_hop):
    amendment = draft(ke_hoach, tong_hop)
    words = {"trich_yeu": amendment.trich_yeu, "lan_luu": 0, "by": tong_hop, "at": LUC}
    services.edit_amendment(dieu_chinh=amendment, ly_do="Người thứ nhất", **words)
    with pytest.raises(services.DaCoNguoiSua):
        services.edit_amendment(dieu_chinh=amendment, ly_do="Người thứ hai", **words)
    amendment.refresh_from_db()
    assert (amendment.ly_do, amendment.lan_luu) == ("Người thứ nhất", 1)


def test_an_issued_amendment_bears_number_and_day(ke_hoach, tong_hop, lanh_dao, van_thu):
    amendment = approve(draft(ke_hoach, tong_hop), lanh_dao)
    promulgate(
        van_ban=VanBan.objects.get(dieu_chinh=amendment), so_hieu="45",
        ngay_ban_hanh=date(2026, 11, 4), by=van_thu, at=LUC + timedelta(days=1),
    )  # fmt: skip
    amendment.refresh_from_db()
    assert (amendment.trang_thai, amendment.so_hieu) == ("da_ban_hanh", "45")


def test_a_recalled_amendment_counts_no_more_as_the_version_in_force(ke_hoach, tong_hop, lanh_dao):
    amendment = approve(draft(ke_hoach, tong_hop), lanh_dao)
    document = VanBan.objects.get(dieu_chinh=amendment)
    recall(van_ban=document, ly_do="Sai thời hạn", by=lanh_dao, at=LUC)
    services.cancel_amendment(dieu_chinh=amendment, by=tong_hop, at=LUC)
    again = draft(ke_hoach, tong_hop)
    assert (again.pk != amendment.pk, again.tu_phien_ban.so_phien_ban) == (True, 1)


# -- the document ---------------------------------------------------------------------------------


def change_much(plan: KeHoach, xa) -> None:
    """Change an indicator's level and a lead, add a task, drop one."""
    level = plan.cac_chi_tieu.get().cac_muc.get()
    level.nguyen_van, level.gia_tri = "≥ 80%", 80
    saved(level)
    NhiemVu.objects.get(ma="2").delete()
    make_nhiem_vu(plan, "Phủ sóng di động", ma="3", chu_tri_nguyen_van="Công an xã")


def test_the_body_tells_each_change_in_a_sentence(ke_hoach, vu_quang, tong_hop):
    change_much(ke_hoach, vu_quang)
    found = services.differences_of(draft(ke_hoach, tong_hop))
    assert tell_part(found, PhanKeHoach.CHI_TIEU) == (
        "Chỉ tiêu số 1 “Tỷ lệ hồ sơ trực tuyến”: mức năm 2026 “≥\u00a075%” điều chỉnh thành "
        "“≥\u00a080%”.",
    )
    assert tell_part(found, PhanKeHoach.NHIEM_VU) == (
        "Nhiệm vụ số 1 “Lắp camera an ninh”: thời hạn “Năm 2026” điều chỉnh thành “Quý I/2027”.",
        "Bổ sung nhiệm vụ số 3 “Phủ sóng di động”: thời hạn “Năm 2026”; chủ trì “Công an xã”.",
        "Bãi bỏ nhiệm vụ số 2 “Mở lớp học số”.",
    )


def test_a_long_wording_is_left_to_the_appendix_instead_of_being_cut():
    old, new = ({"ma": "1", "ten": "Lắp camera an ninh " * 10 + end} for end in ("ở thôn", "ở xã"))
    change = ThayDoi(LoaiThayDoi.DOI_LOI, "ten", "Nội dung", GiaTri(old["ten"]), GiaTri(new["ten"]))
    sentence = tell_row(DongKhac(PhanKeHoach.NHIEM_VU, old, new, (change,)))
    assert sentence.endswith("”: nội dung điều chỉnh lời văn như nêu tại phụ lục kèm theo.")


def test_the_appendix_sets_old_beside_new(ke_hoach, vu_quang, tong_hop):
    change_much(ke_hoach, vu_quang)
    found = services.differences_of(draft(ke_hoach, tong_hop))
    rows = [table_row(row) for row in found.of_part(PhanKeHoach.NHIEM_VU)]
    assert [(row.trong_ke_hoach, row.nay_la, row.ghi_chu) for row in rows] == [
        ("1. Lắp camera an ninh\n- Thời hạn: Năm 2026",
         "1. Lắp camera an ninh\n- Thời hạn: Quý I/2027", "Đổi thời hạn"),
        ("(chưa có)", "3. Phủ sóng di động\n- Thời hạn: Năm 2026\n- Chủ trì: Công an xã",
         "Bổ sung"),
        ("2. Mở lớp học số\n- Thời hạn: Năm 2026", "Bãi bỏ.", "Bãi bỏ"),
    ]  # fmt: skip


def test_many_changes_are_counted_and_new_numbers_told_together(ke_hoach, tong_hop):
    for place in range(3, 20):
        make_nhiem_vu(ke_hoach, f"Việc thứ {place}", ma=str(place))
    second = NhiemVu.objects.get(ma="2")
    second.ma = "2a"
    saved(second)
    found = services.differences_of(draft(ke_hoach, tong_hop))
    assert tell_part(found, PhanKeHoach.NHIEM_VU) == (
        "Điều chỉnh 1 nhiệm vụ, bổ sung 17 nhiệm vụ (nội dung từng mục tại phụ lục kèm theo).",
        "Đánh lại số thứ tự của 1 nhiệm vụ: 2 thành 2a.",
    )


def test_the_document_has_an_appendix_for_each_part_that_changed(ke_hoach, vu_quang, tong_hop):
    change_much(ke_hoach, vu_quang)
    document = amendment_document(draft(ke_hoach, tong_hop)).tai_lieu
    assert (document.upper_ten_loai, document.du_thao) == ("KẾ HOẠCH", True)
    assert [(a.ten, a.huong_giay.value) for a in document.phu_luc] == [
        ("Điều chỉnh chỉ tiêu", "ngang"), ("Điều chỉnh nhiệm vụ", "ngang"),
    ]  # fmt: skip
    [table] = document.phu_luc[1].noi_dung
    assert [row.cac_o[0] for row in table.cac_dong] == [
        OBang("Sửa đổi", so_cot=4), "1", OBang("Bổ sung", so_cot=4), "2",
        OBang("Bãi bỏ", so_cot=4), "3",
    ]  # fmt: skip


def test_the_word_file_holds_old_and_new_words(ke_hoach, tong_hop):
    with ZipFile(BytesIO(amendment_docx_bytes(draft(ke_hoach, tong_hop)))) as package:
        xml = package.read("word/document.xml").decode()
    assert [words in xml for words in ("Quý I/2027", "Nay điều chỉnh thành", LY_DO)] == [True] * 3


# -- pages ----------------------------------------------------------------------------------------


def page(client, name: str, *args, **query):
    return client.get(reverse(f"baocao:{name}", args=args), query)


def test_a_version_is_read_as_it_was(client, ke_hoach, can_bo):
    client.force_login(can_bo)
    text = page(client, "version", ke_hoach.cac_phien_ban.get().pk).content.decode()
    assert ("Lắp camera an ninh" in text, "Năm 2026" in text, "Quý I/2027" in text) == (
        True, True, False,
    )  # fmt: skip


def test_the_comparison_opens_with_the_version_in_force_and_the_plan_now(
    client, ke_hoach, tong_hop
):
    client.force_login(tong_hop)
    shown = page(client, "version_compare", ke_hoach.ma)
    [group] = shown.context["cac_nhom"]
    assert [(o.nhan, o.cu, o.moi) for row in group.cac_hang for o in row.cac_o] == [
        ("Thời hạn", "Năm 2026", "Quý I/2027")
    ]
    assert "Lập điều chỉnh kế hoạch" in shown.content.decode()
    same = page(client, "version_compare", ke_hoach.ma, trai="1", phai="1").content.decode()
    assert ("Không có gì thay đổi" in same, "Lập điều chỉnh kế hoạch" in same) == (True, False)


def test_a_version_that_is_not_there_is_answered_in_words(client, ke_hoach, can_bo):
    client.force_login(can_bo)
    shown = page(client, "version_compare", ke_hoach.ma, trai="99", phai="x")
    assert shown.context["form"].errors == {
        "trai": ["Không đọc được bản cũ cần so sánh. Hãy chọn trong danh sách."],
        "phai": ["Không đọc được bản mới cần so sánh. Hãy chọn trong danh sách."],
    }


def test_drafting_without_a_reason_keeps_the_comparison_on_screen(client, ke_hoach, tong_hop):
    client.force_login(tong_hop)
    shown = client.post(reverse("baocao:amendment_draft", args=[ke_hoach.ma]), {"ly_do": " "})
    assert (shown.status_code, DieuChinh.objects.count()) == (422, 0)
    assert "Hãy ghi lý do điều chỉnh" in shown.content.decode()


def test_a_leader_approves_on_the_page_and_the_kept_file_is_handed_out(
    client, ke_hoach, tong_hop, lanh_dao
):
    amendment = draft(ke_hoach, tong_hop)
    services.submit_amendment(dieu_chinh=amendment, by=tong_hop, at=LUC)
    client.force_login(lanh_dao)
    client.post(reverse("baocao:amendment_approve", args=[amendment.pk]))
    amendment.refresh_from_db()
    kept = bytes(TepVanBan.objects.get(van_ban__dieu_chinh=amendment).noi_dung)
    assert (amendment.trang_thai, kept[:5]) == ("da_duyet", b"%PDF-")
    assert page(client, "amendment_pdf", amendment.pk).content == kept
    rows = page(client, "version_list", ke_hoach.ma).context["cac_phien_ban"]
    assert [[d.dieu_chinh_id for d in row.cac_van_ban] for row in rows] == [[amendment.pk], []]


@pytest.mark.parametrize("so_dong", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(
    client, ke_hoach, tong_hop, so_dong, django_assert_num_queries
):
    for place in range(so_dong):
        task = NhiemVu.objects.get(ma="1")
        task.san_pham = f"Lần {place}"
        saved(task)
        services.cancel_amendment(dieu_chinh=draft(ke_hoach, tong_hop), by=tong_hop, at=LUC)
        keep_version(ke_hoach=ke_hoach, ly_do="x", by=tong_hop, at=LUC)
        make_nguoi(f"them{place}", ke_hoach.don_vi_dau_moi, VaiTro.CAN_BO)
    client.force_login(tong_hop)
    with django_assert_num_queries(12):
        shown = page(client, "version_list", ke_hoach.ma)
    counts = (len(shown.context["cac_phien_ban"]), len(shown.context["cac_dieu_chinh"]))
    assert counts == (so_dong + 1, so_dong)
