"""Reminder letters: drafted from the facts in one click, decided by a leader, kept as bytes."""

from datetime import date, datetime, time, timedelta
from hashlib import sha256

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import localdate, make_aware

from baocao import don_doc
from baocao.models import CongVanDonDoc, TepVanBan, VanBan
from baocao.nhac import remind
from baocao.su_viec_don_doc import late_units, load_facts
from baocao.van_ban_di import documents_of
from baocao.vong_doi_van_ban import VanBanError, promulgate
from donvi.models import NhatKy, ThongBao
from donvi.vai_tro import VaiTro
from tests.factories import make_don_vi, make_nguoi, make_nhiem_vu, make_phan_cong, make_phieu

HOM_NAY = date(2026, 10, 25)  # six days after the last day of the form of make_phieu
LUC = make_aware(datetime.combine(HOM_NAY, time(8)))


@pytest.fixture
def phieu(vu_quang, can_bo, tong_hop):
    return make_phieu(vu_quang.ke_hoach, vu_quang.thon)


@pytest.fixture
def cong_van(phieu, tong_hop) -> CongVanDonDoc:
    return don_doc.draft_letter(
        ke_hoach=phieu.ke_hoach, don_vi=phieu.don_vi, by=tong_hop, on=HOM_NAY, at=LUC
    )


def state(letter: CongVanDonDoc) -> str:
    letter.refresh_from_db()
    return letter.trang_thai


def told(person) -> list[str]:
    rows = ThongBao.objects.filter(nguoi_nhan=person).order_by("pk")
    return list(rows.values_list("tieu_de", flat=True))


# -- facts and draft ----------------------------------------------------------------------------


def test_facts_of_a_unit_on_a_day(phieu, cong_an, vu_quang):
    task = make_nhiem_vu(phieu.ke_hoach, "Phủ sóng", ma="5", han_hoan_thanh=date(2026, 9, 30))
    make_phan_cong(task, phieu.don_vi)
    make_phan_cong(task, vu_quang.cong_an)
    make_phieu(phieu.ke_hoach, vu_quang.cong_an)
    for lech in (1, 6):
        day = phieu.han_nop + timedelta(lech)
        remind(on=day, at=make_aware(datetime.combine(day, time(6, 30))))
    facts = load_facts(phieu.ke_hoach, phieu.don_vi, HOM_NAY)
    assert [(row.ky, row.so_ngay) for row in facts.cac_phieu] == [("tháng 10 năm 2026", 6)]
    assert [(row.ma, row.so_ngay, row.phan_tram) for row in facts.cac_nhiem_vu] == [("5", 25, None)]
    assert facts.lan_nhac == (date(2026, 10, 20), date(2026, 10, 25))
    assert (facts.han_tra_loi, facts.nam) == (date(2026, 10, 30), "năm 2026")
    assert facts.ke_hoach == ("Kế hoạch của UBND xã Vũ Quang về chuyển đổi số xã Vũ Quang năm 2026")


@pytest.mark.parametrize(
    ("on", "answer"),
    [(date(2026, 10, 26), date(2026, 11, 2)), (date(2026, 10, 27), date(2026, 11, 2)),
     (date(2026, 10, 28), date(2026, 11, 2)), (date(2026, 10, 29), date(2026, 11, 3))],
)  # fmt: skip
def test_the_answer_is_due_on_a_working_day(phieu, on, answer):
    assert load_facts(phieu.ke_hoach, phieu.don_vi, on).han_tra_loi == answer


def test_a_draft_holds_words_and_frozen_facts(cong_van, tong_hop):
    assert cong_van.trich_yeu == "đôn đốc gửi báo cáo thực hiện Kế hoạch năm 2026"
    assert "- Báo cáo tháng 10 năm 2026: hạn gửi ngày 19/10/2026, quá hạn 6 ngày." in (
        cong_van.noi_dung.splitlines()
    )
    assert cong_van.su_viec["cac_phieu"] == [
        {"ky": "tháng 10 năm 2026", "han": "2026-10-19", "so_ngay": 6, "bi_tra_lai": False}
    ]
    act = NhatKy.objects.about(cong_van).get()
    assert (act.hanh_dong, act.created_by) == ("soạn công văn đôn đốc", tong_hop)


def test_a_second_click_gives_the_same_letter(cong_van, phieu, tong_hop):
    again = don_doc.draft_letter(
        ke_hoach=phieu.ke_hoach, don_vi=phieu.don_vi, by=tong_hop, on=HOM_NAY, at=LUC
    )
    assert (again.pk, CongVanDonDoc.objects.count()) == (cong_van.pk, 1)


def test_nothing_late_means_no_letter(vu_quang, phieu, tong_hop):
    with pytest.raises(don_doc.KhongCoViecTre) as refusal:
        don_doc.draft_letter(
            ke_hoach=phieu.ke_hoach, don_vi=phieu.don_vi, by=tong_hop, on=phieu.han_nop, at=LUC
        )
    assert str(refusal.value) == (
        "Thôn 1 không có báo cáo hay nhiệm vụ nào quá hạn đến ngày 19/10/2026, nên chưa cần công "
        "văn đôn đốc."
    )


def test_an_earlier_letter_is_named_in_the_next(cong_van, phieu, tong_hop):
    through(cong_van, tong_hop)
    facts = load_facts(phieu.ke_hoach, phieu.don_vi, HOM_NAY)
    assert facts.cong_van_truoc == ("12/UBND-VHXH ngày 26/10/2026",)


@pytest.mark.parametrize("so_don_vi", [1, 3])
def test_late_units_takes_a_fixed_number_of_queries(vu_quang, so_don_vi, django_assert_num_queries):
    task = make_nhiem_vu(vu_quang.ke_hoach, han_hoan_thanh=date(2026, 9, 30))
    for number in range(so_don_vi):
        unit = make_don_vi(vu_quang.xa, f"Thôn {number + 2}")
        make_phieu(vu_quang.ke_hoach, unit)
        make_phan_cong(task, unit)
    with django_assert_num_queries(3):
        rows = late_units(vu_quang.ke_hoach, HOM_NAY)
    assert [(row.so_phieu, row.so_nhiem_vu, row.tre_nhat) for row in rows] == [
        (1, 1, 25)
    ] * so_don_vi


# -- edit ---------------------------------------------------------------------------------------


def edit(letter: CongVanDonDoc, by, **more):
    values = {
        "trich_yeu": letter.trich_yeu, "noi_dung": letter.noi_dung,
        "han_tra_loi": letter.han_tra_loi, "lan_luu": letter.lan_luu,
    }  # fmt: skip
    return don_doc.edit_letter(cong_van=letter, by=by, at=LUC, **values | more)


def test_a_new_last_day_is_written_into_the_text(cong_van, tong_hop):
    saved = edit(cong_van, tong_hop, han_tra_loi=date(2026, 11, 3))
    assert "30/10/2026" not in saved.noi_dung
    assert saved.noi_dung.count("03/11/2026") == 1
    assert saved.lan_luu == 1


def test_two_people_never_overwrite_each_other(cong_van, tong_hop):
    edit(cong_van, tong_hop, noi_dung="Lời của người thứ nhất.")
    with pytest.raises(don_doc.DaCoNguoiSua):
        edit(cong_van, tong_hop, noi_dung="Lời của người thứ hai.")
    cong_van.refresh_from_db()
    assert cong_van.noi_dung == "Lời của người thứ nhất."


def test_saving_what_is_there_changes_nothing(cong_van, tong_hop):
    assert edit(cong_van, tong_hop, lan_luu=7).lan_luu == 0


# -- the way to the signature -------------------------------------------------------------------


def through(letter: CongVanDonDoc, by) -> None:
    don_doc.submit_letter(cong_van=letter, by=by, at=LUC)
    don_doc.approve_letter(cong_van=letter, tep_pdf=b"%PDF-1.7 a", by=by, at=LUC)
    issue(letter, by, date(2026, 10, 26))


def issue(letter: CongVanDonDoc, by, day: date) -> None:
    [document] = documents_of(letter)
    promulgate(van_ban=document, so_hieu="12", ngay_ban_hanh=day, by=by, at=LUC)


def test_each_step_tells_who_acts_next(cong_van, can_bo, cong_an, tong_hop, lanh_dao):
    don_doc.submit_letter(cong_van=cong_van, by=tong_hop, at=LUC)
    don_doc.send_back_letter(cong_van=cong_van, ly_do=" Nêu rõ hạn ", by=lanh_dao, at=LUC)
    assert (state(cong_van), cong_van.ly_do_tra_lai) == ("du_thao", "Nêu rõ hạn")
    don_doc.submit_letter(cong_van=cong_van, by=tong_hop, at=LUC + timedelta(hours=1))
    assert told(can_bo) == []
    don_doc.approve_letter(cong_van=cong_van, tep_pdf=b"%PDF-1.7 a", by=lanh_dao, at=LUC)
    assert told(lanh_dao) == ["Công văn đôn đốc chờ duyệt"] * 2
    assert told(tong_hop) == ["Công văn đôn đốc bị trả lại"]
    assert told(can_bo) == ["Công văn đôn đốc Thôn 1"]
    assert told(cong_an) == []
    notice = ThongBao.objects.get(nguoi_nhan=can_bo)
    assert notice.duong_dan == reverse("baocao:letter", args=[cong_van.pk])
    assert notice.noi_dung == (
        "V/v đôn đốc gửi báo cáo thực hiện Kế hoạch năm 2026.\nThời hạn khắc phục: 30/10/2026."
    )


def test_bytes_and_digest_are_kept_at_approval(cong_van, tong_hop, lanh_dao):
    don_doc.submit_letter(cong_van=cong_van, by=tong_hop, at=LUC)
    don_doc.approve_letter(cong_van=cong_van, tep_pdf=b"%PDF-1.7 a", by=lanh_dao, at=LUC)
    cong_van.refresh_from_db()
    kept = TepVanBan.objects.get(van_ban__cong_van=cong_van)
    assert bytes(kept.noi_dung) == b"%PDF-1.7 a"
    assert kept.ma_bam == sha256(b"%PDF-1.7 a").hexdigest()
    assert (cong_van.approved_by, cong_van.approved_at) == (lanh_dao, LUC)


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda c, p: don_doc.approve_letter(cong_van=c, tep_pdf=b"x", by=p, at=LUC), "duyệt"),
        (lambda c, p: don_doc.send_back_letter(cong_van=c, ly_do="x", by=p, at=LUC), "trả lại"),
    ],
)
def test_acts_out_of_turn_are_refused(cong_van, tong_hop, act, sentence):
    with pytest.raises(don_doc.SaiTrangThai) as refusal:
        act(cong_van, tong_hop)
    assert str(refusal.value) == f"Không thể {sentence}: công văn đang ở trạng thái dự thảo."


def test_an_approved_letter_is_neither_edited_nor_called_off(cong_van, tong_hop):
    through(cong_van, tong_hop)
    with pytest.raises(don_doc.SaiTrangThai):
        edit(cong_van, tong_hop, noi_dung="Khác.")
    with pytest.raises(don_doc.SaiTrangThai):
        don_doc.cancel_letter(cong_van=cong_van, by=tong_hop, at=LUC)


def test_the_date_of_issue_is_not_before_the_approval(cong_van, tong_hop):
    don_doc.submit_letter(cong_van=cong_van, by=tong_hop, at=LUC)
    don_doc.approve_letter(cong_van=cong_van, tep_pdf=b"x", by=tong_hop, at=LUC)
    with pytest.raises(VanBanError, match="từ ngày duyệt trở đi"):
        issue(cong_van, tong_hop, date(2026, 10, 24))


def test_a_letter_called_off_makes_room_for_another(cong_van, phieu, tong_hop):
    don_doc.cancel_letter(cong_van=cong_van, by=tong_hop, at=LUC)
    again = don_doc.draft_letter(
        ke_hoach=phieu.ke_hoach, don_vi=phieu.don_vi, by=tong_hop, on=HOM_NAY, at=LUC
    )
    assert (again.pk != cong_van.pk, state(cong_van)) == (True, "da_huy")


# -- pages --------------------------------------------------------------------------------------


def post(client, name, row, person=None, **data):
    if person is not None:
        client.force_login(person)
    args = [row.ma if hasattr(row, "ma") else row.pk]
    return client.post(reverse(f"baocao:{name}", args=args), data)


def said(page) -> list[str]:
    return [str(message) for message in get_messages(page.wsgi_request)]


def test_one_click_on_the_list_of_late_units(client, phieu, tong_hop):
    client.force_login(tong_hop)
    phieu.han_nop = localdate() - timedelta(3)
    phieu.save()
    shown = client.get(reverse("baocao:letter_list", args=[phieu.ke_hoach.ma]))
    assert [row.don_vi for row in shown.context["don_vi_tre"]] == [phieu.don_vi]
    page = post(client, "letter_draft", phieu.ke_hoach, don_vi=phieu.don_vi_id)
    letter = CongVanDonDoc.objects.get()
    assert page["Location"] == reverse("baocao:letter", args=[letter.pk])
    html = client.get(page["Location"]).content.decode()
    assert "quá hạn 3 ngày." in html
    matrix = client.get(
        reverse("baocao:matrix", args=[phieu.ke_hoach.ma]), {"loai_ky": "tat_ca", "nam": "2026"}
    )
    assert reverse("baocao:letter_draft", args=[phieu.ke_hoach.ma]) in matrix.content.decode()
    home = client.get(reverse("baocao:home")).content.decode()
    assert reverse("baocao:letter_draft", args=[phieu.ke_hoach.ma]) in home


@pytest.mark.parametrize("don_vi", ["", "abc", "999999", "9" * 30])
def test_a_unit_that_is_not_there_is_said_so(client, phieu, tong_hop, don_vi):
    page = post(client, "letter_draft", phieu.ke_hoach, tong_hop, don_vi=don_vi)
    assert said(page)[0].startswith("Đơn vị: ")
    assert CongVanDonDoc.objects.count() == 0


def test_what_was_typed_stays_when_it_cannot_be_saved(client, cong_van, tong_hop):
    edit(cong_van, tong_hop, noi_dung="Lời đã lưu.")
    typed = {"trich_yeu": "V/v  nhắc", "noi_dung": "Lời của tôi", "han_tra_loi": "", "lan_luu": "0"}
    page = post(client, "letter_edit", cong_van, tong_hop, **typed)
    html = page.content.decode()
    assert page.status_code == 409
    assert ("Lời của tôi" in html, "Lời đã lưu." in html) == (True, True)
    page = post(client, "letter_edit", cong_van, **typed | {"lan_luu": "1"})
    cong_van.refresh_from_db()
    assert (page.status_code, cong_van.noi_dung, cong_van.trich_yeu) == (302, "Lời của tôi", "nhắc")


def test_from_draft_to_the_kept_file_through_the_pages(
    client, cong_van, can_bo, cong_an, tong_hop, lanh_dao, van_thu
):
    pdf = reverse("baocao:letter_pdf", args=[cong_van.pk])
    client.force_login(can_bo)
    assert client.get(pdf).status_code == 404
    post(client, "letter_submit", cong_van, tong_hop)
    page = post(client, "letter_approve", cong_van, lanh_dao)
    assert said(page)[-1] == (
        "Đã duyệt công văn. Đơn vị đã được báo; văn thư có thể ghi số và gửi."
    )
    page = post(
        client, "document_promulgate", VanBan.objects.get(), van_thu,
        so_hieu="12", ngay_ban_hanh=f"{localdate():%d/%m/%Y}",
    )  # fmt: skip
    cong_van.refresh_from_db()
    assert (cong_van.trang_thai, cong_van.so_hieu) == ("da_ban_hanh", "12")
    for person, status in ((can_bo, 200), (van_thu, 200), (cong_an, 404)):
        client.force_login(person)
        assert client.get(pdf).status_code == status
    client.force_login(can_bo)
    content = client.get(pdf).content
    kept = TepVanBan.objects.get(van_ban__cong_van=cong_van)
    assert sha256(content).hexdigest() == kept.ma_bam
    docx = client.get(reverse("baocao:letter_docx", args=[cong_van.pk]))
    assert (docx.status_code, docx.content[:2]) == (200, b"PK")


def test_readers_see_the_letters_that_concern_them(client, cong_van, can_bo, cong_an, lanh_dao):
    def seen(person) -> list[int]:
        client.force_login(person)
        page = client.get(reverse("baocao:letter_list", args=[cong_van.ke_hoach.ma]))
        return [row.pk for row in page.context["cac_cong_van"]]

    assert [seen(person) for person in (can_bo, lanh_dao)] == [[], [cong_van.pk]]
    through(cong_van, lanh_dao)
    assert [seen(person) for person in (can_bo, cong_an)] == [[cong_van.pk], []]


@pytest.mark.parametrize("so_cong_van", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(
    client, vu_quang, tong_hop, so_cong_van, django_assert_num_queries
):
    for number in range(so_cong_van):
        unit = make_don_vi(vu_quang.xa, f"Thôn {number + 2}")
        make_phieu(vu_quang.ke_hoach, unit)
        don_doc.draft_letter(
            ke_hoach=vu_quang.ke_hoach, don_vi=unit, by=tong_hop, on=HOM_NAY, at=LUC
        )
    client.force_login(tong_hop)
    with django_assert_num_queries(13):
        client.get(reverse("baocao:letter_list", args=[vu_quang.ke_hoach.ma]))


def test_a_head_hears_of_an_approved_letter_too(cong_van, can_bo, lanh_dao, tong_hop):
    head = make_nguoi("truong_ban", cong_van.don_vi, VaiTro.TRUONG_DON_VI)
    through(cong_van, lanh_dao)
    assert told(head) == told(can_bo) == ["Công văn đôn đốc Thôn 1"]
