"""Services of ad hoc requests: numbers, handing out, adding units, more time, calling off."""

from dataclasses import replace
from datetime import date

import pytest

from baocao import dot_xuat
from baocao.dot_xuat import (
    YeuCauDaThayDoi,
    YeuCauError,
    YeuCauKhongDuocPhep,
)
from baocao.models import CauHoi, PhieuBaoCao, TraLoi, YeuCauBaoCao
from baocao.phieu import NoiDungNhap, accept, save_form, submit
from baocao.tra_loi import NhapTraLoi
from donvi.models import NhatKy, ThongBao
from tests.baocao.dot_xuat_mau import (
    CAU_CO,
    CAU_LOI,
    CAU_SO,
    HOM_NAY,
    LUC,
    form_of,
    make_request,
    nhap,
)
from tests.factories import make_don_vi, make_nguoi, make_phieu, make_xa

pytestmark = pytest.mark.django_db
DAY_AFTER = date(2026, 10, 22)


def state_of(*forms):
    """Read the states of forms as stored."""
    found = dict(PhieuBaoCao.objects.values_list("pk", "trang_thai"))
    return [found[form.pk] for form in forms]


def answer(form, by, text="3"):
    """Save the answer to the first question as a draft."""
    question = CauHoi.objects.order_by("thu_tu").first()
    return save_form(
        phieu=form, noi_dung=NoiDungNhap(tra_loi=(NhapTraLoi(question.pk, text),)),
        lan_luu=form.lan_luu, by=by, at=LUC,
    )  # fmt: skip


# --- drafting -------------------------------------------------------------------------------------


def test_a_draft_opens_nothing_and_tells_nobody(vu_quang, tong_hop, can_bo):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, giao=False)
    assert (row.ky_bao_cao, row.trang_thai, row.assigned_at) == ("2026-DX1", "soan", None)
    assert (PhieuBaoCao.objects.count(), ThongBao.objects.count()) == (0, 0)
    assert [q.noi_dung for q in row.cac_cau_hoi.order_by("thu_tu")] == [
        "Số điểm lõm sóng?", "Kiến nghị với cấp trên?", "Đã có tổ công nghệ số cộng đồng?",
        "Ngày rà soát xong?",
    ]  # fmt: skip


def test_numbers_follow_requests_and_forms_of_the_year(vu_quang, tong_hop):
    plan = vu_quang.ke_hoach
    make_phieu(plan, vu_quang.thon, ky_bao_cao="2026-DX9")
    codes = [make_request(plan, tong_hop, vu_quang.thon, giao=False).ky_bao_cao for _ in range(2)]
    assert codes == ["2026-DX10", "2026-DX11"]


def test_the_window_must_end_within_the_plan(vu_quang, tong_hop):
    typed = nhap(vu_quang.thon, den_ngay=date(2027, 1, 5))
    with pytest.raises(YeuCauError, match="từ năm 2026 đến năm 2026") as refusal:
        dot_xuat.create_request(ke_hoach=vu_quang.ke_hoach, nhap=typed, by=tong_hop, at=LUC)
    assert refusal.value.field == "den_ngay"
    assert YeuCauBaoCao.objects.count() == 0


def test_rewriting_a_draft_keeps_moves_and_drops_questions(vu_quang, tong_hop):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, giao=False)
    first, second = list(row.cac_cau_hoi.order_by("thu_tu"))[:2]
    typed = nhap(
        vu_quang.cong_an,
        tieu_de="Rà soát lần 2",
        cac_cau_hoi=(
            replace(CAU_LOI, cau_hoi_id=second.pk),
            replace(CAU_SO, noi_dung="Số trạm?", cau_hoi_id=first.pk),
        ),
    )
    row = dot_xuat.update_request(yeu_cau=row, nhap=typed, lan_luu=0, by=tong_hop, at=LUC)
    assert [(q.pk, q.noi_dung) for q in row.cac_cau_hoi.order_by("thu_tu")] == [
        (second.pk, "Kiến nghị với cấp trên?"), (first.pk, "Số trạm?")
    ]  # fmt: skip
    assert (row.tieu_de, row.lan_luu, row.ky_bao_cao) == ("Rà soát lần 2", 1, "2026-DX1")
    assert list(row.cac_don_vi.all()) == [vu_quang.cong_an]


def test_a_question_of_another_request_is_not_taken_over(vu_quang, tong_hop):
    other = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, giao=False)
    foreign = other.cac_cau_hoi.order_by("thu_tu").first()
    typed = nhap(vu_quang.thon, cac_cau_hoi=(replace(CAU_CO, cau_hoi_id=foreign.pk),))
    row = dot_xuat.create_request(ke_hoach=vu_quang.ke_hoach, nhap=typed, by=tong_hop, at=LUC)
    foreign.refresh_from_db()
    assert (foreign.yeu_cau_id, foreign.noi_dung) == (other.pk, "Số điểm lõm sóng?")
    assert row.cac_cau_hoi.get().pk != foreign.pk


def test_the_second_of_two_writers_overwrites_nothing(vu_quang, tong_hop):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, giao=False)
    typed = nhap(vu_quang.thon, tieu_de="Của người thứ nhất")
    dot_xuat.update_request(yeu_cau=row, nhap=typed, lan_luu=0, by=tong_hop, at=LUC)
    with pytest.raises(YeuCauDaThayDoi):
        dot_xuat.update_request(
            yeu_cau=row, nhap=nhap(vu_quang.thon), lan_luu=0, by=tong_hop, at=LUC
        )
    with pytest.raises(YeuCauDaThayDoi):
        dot_xuat.assign(yeu_cau=row, lan_luu=0, by=tong_hop, at=LUC, on=HOM_NAY)
    assert YeuCauBaoCao.objects.get().tieu_de == "Của người thứ nhất"


def test_units_of_another_commune_are_refused(vu_quang, tong_hop):
    stranger = make_don_vi(make_xa("18562", "Kỳ Lạc"), "Thôn lạ")
    with pytest.raises(YeuCauError, match="không thuộc xã này"):
        make_request(vu_quang.ke_hoach, tong_hop, stranger)
    assert YeuCauBaoCao.objects.count() == 0


@pytest.mark.parametrize("role", ["can_bo", "lanh_dao", "nguoi_ngoai"])
def test_only_the_focal_unit_writes_and_hands_out(vu_quang, tong_hop, request, role):
    by = request.getfixturevalue(role)
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, giao=False)
    acts = [
        lambda: make_request(vu_quang.ke_hoach, by, vu_quang.thon),
        lambda: dot_xuat.assign(yeu_cau=row, lan_luu=0, by=by, at=LUC, on=HOM_NAY),
        lambda: dot_xuat.cancel(yeu_cau=row, ly_do="Nhầm", by=by, at=LUC),
    ]
    for act in acts:
        with pytest.raises(YeuCauKhongDuocPhep, match=r"^Chỉ người làm tổng hợp"):
            act()


# --- handing out ----------------------------------------------------------------------------------


def test_handing_out_opens_a_form_for_each_unit_and_tells_its_people(
    vu_quang, tong_hop, can_bo, cong_an
):
    row = make_request(
        vu_quang.ke_hoach, tong_hop, vu_quang.thon, vu_quang.cong_an, vu_quang.ngan_hang
    )
    forms = list(PhieuBaoCao.objects.order_by("don_vi__thu_tu"))
    assert [(f.don_vi.ma, f.ky_bao_cao, f.tu_ngay, f.den_ngay, f.han_nop) for f in forms] == [
        (ma, "2026-DX1", date(2026, 10, 1), HOM_NAY, date(2026, 10, 21))
        for ma in ("CA", "THON1", "NHNN")
    ]
    assert (row.trang_thai, row.assigned_at) == ("da_giao", LUC)
    told = {(t.nguoi_nhan.username, t.duong_dan) for t in ThongBao.objects.all()}
    assert told == {
        ("cong_an", f"/phieu/{forms[0].pk}/"),
        ("truong_thon", f"/phieu/{forms[1].pk}/"),
        ("tong_hop", f"/phieu/{forms[2].pk}/"),  # on behalf of the outside body
    }
    assert NhatKy.objects.filter(hanh_dong="giao yêu cầu báo cáo").count() == 1
    assert forms[0].history.get().history_user == tong_hop


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"cac_don_vi": ()}, "chưa có đơn vị nào"),
        ({"cac_cau_hoi": ()}, "chưa hỏi gì"),
        ({"han_nop": date(2026, 10, 19)}, "đã qua"),
    ],
)
def test_what_cannot_be_handed_out_stays_a_draft(vu_quang, tong_hop, more, sentence):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, giao=False, **more)
    with pytest.raises(YeuCauError, match=sentence):
        dot_xuat.assign(yeu_cau=row, lan_luu=0, by=tong_hop, at=LUC, on=HOM_NAY)
    row.refresh_from_db()
    assert (row.trang_thai, PhieuBaoCao.objects.count()) == ("soan", 0)


def test_the_last_day_itself_may_be_today(vu_quang, tong_hop):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, han_nop=HOM_NAY)
    form = form_of(row, vu_quang.thon)
    assert (form.is_overdue(HOM_NAY), form.is_overdue(date(2026, 10, 21))) == (False, True)


def test_it_is_handed_out_once(vu_quang, tong_hop):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon)
    with pytest.raises(YeuCauError, match="không giao lại được"):
        dot_xuat.assign(yeu_cau=row, lan_luu=row.lan_luu, by=tong_hop, at=LUC, on=HOM_NAY)
    with pytest.raises(YeuCauDaThayDoi):
        dot_xuat.update_request(
            yeu_cau=row, nhap=nhap(vu_quang.thon), lan_luu=row.lan_luu, by=tong_hop, at=LUC
        )
    assert PhieuBaoCao.objects.count() == 1


def test_units_may_be_added_later(vu_quang, tong_hop, cong_an):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon)
    both = [vu_quang.thon.pk, vu_quang.cong_an.pk]
    new = dot_xuat.add_units(yeu_cau=row, cac_don_vi=both, by=tong_hop, at=LUC, on=HOM_NAY)
    assert new == [vu_quang.cong_an]
    assert PhieuBaoCao.objects.count() == 2
    assert list(ThongBao.objects.values_list("nguoi_nhan__username", flat=True)) == ["cong_an"]
    with pytest.raises(YeuCauError, match="chưa được giao"):
        dot_xuat.add_units(yeu_cau=row, cac_don_vi=both, by=tong_hop, at=LUC, on=HOM_NAY)


# --- more time ------------------------------------------------------------------------------------


def test_more_time_moves_the_last_day_of_what_is_not_accepted(vu_quang, tong_hop, can_bo, cong_an):
    row = make_request(
        vu_quang.ke_hoach, tong_hop, vu_quang.thon, vu_quang.cong_an, cac_cau_hoi=(CAU_SO,)
    )
    done = answer(form_of(row, vu_quang.thon), can_bo)
    done = submit(phieu=done, lan_luu=done.lan_luu, by=can_bo, at=LUC)
    accept(phieu=done, lan_luu=done.lan_luu, by=tong_hop, at=LUC)
    ThongBao.objects.all().delete()
    dot_xuat.extend(yeu_cau=row, han_nop=DAY_AFTER, ly_do="Mưa lũ", by=tong_hop, at=LUC, on=HOM_NAY)
    days = dict(PhieuBaoCao.objects.values_list("don_vi__ma", "han_nop"))
    assert days == {"THON1": date(2026, 10, 21), "CA": DAY_AFTER}
    told = ThongBao.objects.get()
    assert (told.nguoi_nhan, told.noi_dung) == (
        cong_an, "Theo văn bản số 123/SKHCN-CĐS.\nHạn nộp: 22/10/2026.\nLý do: Mưa lũ"
    )  # fmt: skip
    act = NhatKy.objects.get(hanh_dong="lùi hạn yêu cầu báo cáo")
    assert (act.ly_do, act.gia_tri_moi["han_cu"], act.gia_tri_moi["han_moi"]) == (
        "Mưa lũ", "2026-10-21", "2026-10-22"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("han", "ly_do", "sentence"),
    [
        (date(2026, 10, 21), "Mưa", "phải sau hạn đang có"),
        (DAY_AFTER, " ", "Hãy ghi lý do lùi hạn"),
    ],
)
def test_more_time_wants_a_later_day_and_a_reason(vu_quang, tong_hop, han, ly_do, sentence):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon)
    with pytest.raises(YeuCauError, match=sentence):
        dot_xuat.extend(yeu_cau=row, han_nop=han, ly_do=ly_do, by=tong_hop, at=LUC, on=HOM_NAY)
    assert PhieuBaoCao.objects.get().han_nop == date(2026, 10, 21)


# --- calling off ----------------------------------------------------------------------------------


def test_calling_off_closes_what_is_not_sent_and_loses_no_word(vu_quang, tong_hop, can_bo, cong_an):
    row = make_request(
        vu_quang.ke_hoach, tong_hop, vu_quang.thon, vu_quang.cong_an, cac_cau_hoi=(CAU_SO,)
    )
    typed, sent = form_of(row, vu_quang.thon), form_of(row, vu_quang.cong_an)
    answer(typed, can_bo, "1.640")
    sent = answer(sent, cong_an)
    submit(phieu=sent, lan_luu=sent.lan_luu, by=cong_an, at=LUC)
    ThongBao.objects.all().delete()
    dot_xuat.cancel(yeu_cau=row, ly_do="Sở rút yêu cầu", by=tong_hop, at=LUC)
    assert state_of(typed, sent) == ["da_dong", "da_gui"]
    assert TraLoi.objects.get(phieu_bao_cao=typed).noi_dung == "1.640"
    typed.refresh_from_db()
    assert (typed.is_overdue(DAY_AFTER), typed.is_editable) == (False, False)
    assert list(PhieuBaoCao.objects.unsent()) == []
    assert ThongBao.objects.get().nguoi_nhan == can_bo
    closed = NhatKy.objects.get(hanh_dong="đóng phiếu")
    assert (closed.ma_doi_tuong, closed.ly_do) == (str(typed.pk), "Sở rút yêu cầu")
    row.refresh_from_db()
    assert (row.trang_thai, row.ly_do_huy) == ("da_huy", "Sở rút yêu cầu")


def test_calling_off_wants_a_reason_and_happens_once(vu_quang, tong_hop):
    row = make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon)
    with pytest.raises(YeuCauError, match="Hãy ghi lý do hủy yêu cầu"):
        dot_xuat.cancel(yeu_cau=row, ly_do="", by=tong_hop, at=LUC)
    dot_xuat.cancel(yeu_cau=row, ly_do="Nhầm", by=tong_hop, at=LUC)
    with pytest.raises(YeuCauError, match="đã hủy"):
        dot_xuat.cancel(yeu_cau=row, ly_do="Nhầm", by=tong_hop, at=LUC)
    with pytest.raises(YeuCauError, match="chỉ làm được với yêu cầu đã giao"):
        dot_xuat.add_units(
            yeu_cau=row, cac_don_vi=[vu_quang.cong_an.pk], by=tong_hop, at=LUC, on=HOM_NAY
        )


# --- who sees it ----------------------------------------------------------------------------------


def test_units_see_requests_addressed_to_them_once_handed_out(
    vu_quang, tong_hop, can_bo, cong_an, lanh_dao, nguoi_ngoai, cap_tinh, quan_tri
):
    make_request(vu_quang.ke_hoach, tong_hop, vu_quang.cong_an, giao=False, tieu_de="Nháp")
    make_request(vu_quang.ke_hoach, tong_hop, vu_quang.cong_an, tieu_de="Công an")
    make_request(vu_quang.ke_hoach, tong_hop, vu_quang.thon, tieu_de="Thôn")
    clerk = make_nguoi("van_thu_ubnd", vu_quang.ubnd, "van_thu")
    seen = {
        person.username: sorted(r.tieu_de for r in YeuCauBaoCao.objects.visible_to(person))
        for person in (
            tong_hop, lanh_dao, can_bo, cong_an, clerk, nguoi_ngoai, cap_tinh, quan_tri
        )
    }  # fmt: skip
    everything = ["Công an", "Nháp", "Thôn"]
    assert seen == {
        "tong_hop": everything, "lanh_dao": everything, "quan_tri": everything,
        "truong_thon": ["Thôn"], "cong_an": ["Công an"],
        "van_thu_ubnd": [], "nguoi_ngoai": [], "cap_tinh": ["Công an", "Thôn"],
    }  # fmt: skip
