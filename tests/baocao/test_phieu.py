"""A unit's form through its life: saved, sent, returned, accepted, reopened - by whom, and when."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.utils.timezone import make_aware

from baocao import phieu as services
from baocao.models import PhieuBaoCao
from baocao.phieu import (
    LyDoKhongHopLe,
    NoiDungNhap,
    PhieuConThieu,
    PhieuDaThayDoi,
    PhieuKhongDuocPhep,
)
from baocao.trang_thai import PHIEU_TRANSITIONS, TrangThaiPhieu
from chitieu.models import SoLieu
from chitieu.services import ChiTieuNgoaiPhieu, NhapSoLieu
from donvi.models import NhatKy, ThongBao
from nhiemvu.models import PhanCong, TienDo
from nhiemvu.services import NhapTienDo, PhanCongNgoaiPhieu
from tests.factories import (
    make_chi_tieu,
    make_nguoi,
    make_nhiem_vu,
    make_phan_cong,
    make_phieu,
    saved,
)

pytestmark = pytest.mark.django_db
LUC = make_aware(datetime(2026, 10, 12, 9, 30))


@pytest.fixture
def viec(vu_quang):
    """Give the village a task to lead."""
    return make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)


@pytest.fixture
def phieu(vu_quang, viec):
    """Give the village's form of October 2026, last day 19/10."""
    return make_phieu(vu_quang.ke_hoach, vu_quang.thon)


def save(phieu, by, *tien_do, so_lieu=(), at=LUC, **chung):
    """Save what is named, as seen at the newest version."""
    phieu.refresh_from_db()
    noi_dung = NoiDungNhap(tien_do=tien_do, so_lieu=tuple(so_lieu), chung=chung)
    return services.save_form(
        phieu=phieu, noi_dung=noi_dung, lan_luu=phieu.lan_luu, by=by, at=at
    )  # fmt: skip


def submit(phieu, by, at=LUC, **more):
    """Send the newest version."""
    phieu.refresh_from_db()
    return services.submit(phieu=phieu, lan_luu=phieu.lan_luu, by=by, at=at, **more)


def decide(act, phieu, by, **more):
    """Accept, send back or reopen the newest version."""
    phieu.refresh_from_db()
    return act(phieu=phieu, lan_luu=phieu.lan_luu, by=by, at=LUC, **more)


def report(phieu, viec, by, percent, accepted_by):
    """Take a form from the draft to acceptance."""
    save(phieu, by, NhapTienDo(viec.pk, noi_dung="Đã phát 12 bài", phan_tram=percent))
    submit(phieu, by)
    return decide(services.accept, phieu, accepted_by)


def repeated(viec):
    """Read what the obligation repeats of accepted progress."""
    viec.refresh_from_db()
    return viec.phan_tram, viec.ngay_hoan_thanh, viec.ky_moi_nhat


# --- saving ---------------------------------------------------------------------------------------


def test_save_writes_drafts_that_count_nowhere(phieu, viec, can_bo):
    result = save(phieu, can_bo, NhapTienDo(viec.pk, noi_dung="Đã phát 12 bài", phan_tram=40))
    draft = TienDo.objects.get()
    assert (draft.noi_dung, draft.phan_tram, draft.accepted_at) == ("Đã phát 12 bài", 40, None)
    assert (draft.ky_bao_cao, draft.ngay_chot) == ("2026-T10", phieu.den_ngay)
    assert repeated(viec) == (None, None, "")
    assert (result.trang_thai, result.lan_luu) == ("dang_nhap", 1)
    assert (result.saved_by, result.saved_at) == (can_bo, LUC)


def test_save_is_on_record_with_its_author(phieu, viec, can_bo):
    save(phieu, can_bo, NhapTienDo(viec.pk, noi_dung="Đã phát 12 bài"))
    act = NhatKy.objects.get()
    assert (act.created_by, act.created_at, act.hanh_dong) == (can_bo, LUC, "lưu nháp phiếu")
    assert act.mo_ta == "Lưu nháp phiếu tháng 10 năm 2026 của Thôn 1."
    assert act.gia_tri_moi == {"trang_thai": "dang_nhap", "lan_luu": 1, "so_muc_thay_doi": 1}
    assert TienDo.history.get().history_user == can_bo


def test_save_of_nothing_leaves_the_form_unreported(phieu, viec, can_bo):
    result = save(phieu, can_bo, NhapTienDo(viec.pk), ket_qua_chung="")
    assert (result.trang_thai, result.lan_luu) == ("chua_bao_cao", 0)
    assert NhatKy.objects.count() == 0


def test_save_of_the_same_again_changes_nothing(phieu, viec, can_bo):
    row = NhapTienDo(viec.pk, noi_dung="Đã phát 12 bài", phan_tram=0)
    save(phieu, can_bo, row)
    assert save(phieu, can_bo, row).lan_luu == 1
    assert TienDo.history.count() == 1


def test_save_of_an_emptied_row_removes_its_draft(phieu, viec, can_bo):
    save(phieu, can_bo, NhapTienDo(viec.pk, phan_tram=0))
    save(phieu, can_bo, NhapTienDo(viec.pk))
    assert TienDo.objects.count() == 0
    assert list(TienDo.history.values_list("history_type", flat=True)) == ["-", "+"]


def test_save_computes_the_share(vu_quang, phieu, can_bo):
    chi_tieu = make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon)
    figure = NhapSoLieu(chi_tieu.pk, "co_so_lieu", tu_so=Decimal(279), mau_so=Decimal(395))
    save(phieu, can_bo, so_lieu=[figure])
    assert SoLieu.objects.get().gia_tri == Decimal("70.632911")


def test_save_of_a_stale_version_is_refused(phieu, viec, can_bo):
    save(phieu, can_bo, NhapTienDo(viec.pk, noi_dung="Bản mới"))
    with pytest.raises(PhieuDaThayDoi, match=r"Phiếu đã thay đổi sau khi bạn mở trang này\."):
        services.save_form(
            phieu=phieu,
            noi_dung=NoiDungNhap(tien_do=(NhapTienDo(viec.pk, noi_dung="Bản cũ"),)),
            lan_luu=0,
            by=can_bo,
            at=LUC,
        )
    assert TienDo.objects.get().noi_dung == "Bản mới"


def test_save_of_another_units_task_saves_nothing_at_all(vu_quang, phieu, viec, can_bo):
    foreign = make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.cong_an)
    rows = [NhapTienDo(viec.pk, phan_tram=10), NhapTienDo(foreign.pk, phan_tram=90)]
    with pytest.raises(PhanCongNgoaiPhieu, match="không được giao cho Thôn 1"):
        save(phieu, can_bo, *rows)
    assert TienDo.objects.count() == 0


def test_save_of_another_units_indicator_saves_nothing_at_all(vu_quang, phieu, viec, can_bo):
    foreign = make_chi_tieu(vu_quang.ke_hoach, vu_quang.cong_an)
    figure = NhapSoLieu(foreign.pk, "co_so_lieu", gia_tri=Decimal(1))
    with pytest.raises(ChiTieuNgoaiPhieu, match="không do Thôn 1 chủ trì"):
        save(phieu, can_bo, NhapTienDo(viec.pk, phan_tram=10), so_lieu=[figure])
    assert (TienDo.objects.count(), SoLieu.objects.count()) == (0, 0)


def test_save_for_an_outside_body_is_recorded_as_on_behalf(vu_quang, tong_hop):
    chi_tieu = make_chi_tieu(vu_quang.ke_hoach, vu_quang.ngan_hang)
    phieu = make_phieu(vu_quang.ke_hoach, vu_quang.ngan_hang)
    figure = NhapSoLieu(chi_tieu.pk, "co_so_lieu", gia_tri=Decimal(60))
    assert save(phieu, tong_hop, so_lieu=[figure]).nhap_thay is True
    assert NhatKy.objects.get().mo_ta == (
        "Lưu nháp phiếu tháng 10 năm 2026 của Ngân hàng Nhà nước (đầu mối nhập thay)."
    )


# --- sending --------------------------------------------------------------------------------------


def test_submit_with_gaps_lists_them_and_sends_nothing(vu_quang, phieu, viec, can_bo):
    chi_tieu = make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon)
    with pytest.raises(PhieuConThieu, match="Phiếu còn thiếu 2 mục") as refusal:
        submit(phieu, can_bo)
    assert [gap.anchor for gap in refusal.value.cac_muc] == [
        f"id_nv{viec.pk}-noi_dung", f"id_ct{chi_tieu.pk}-gia_tri",
    ]  # fmt: skip
    phieu.refresh_from_db()
    assert (phieu.trang_thai, phieu.sent_at) == ("chua_bao_cao", None)


def test_submit_with_gaps_takes_a_reason(phieu, viec, can_bo):
    result = submit(phieu, can_bo, ly_do_thieu=" Chờ số liệu của ngân hàng. ")
    assert (result.trang_thai, result.ly_do_thieu) == ("da_gui", "Chờ số liệu của ngân hàng.")
    assert NhatKy.objects.get().ly_do == "Chờ số liệu của ngân hàng."


def test_submit_of_a_full_form_forgets_the_reason_for_gaps(phieu, viec, can_bo):
    save(phieu, can_bo, NhapTienDo(viec.pk, khong_phat_sinh=True))
    result = submit(phieu, can_bo, ly_do_thieu="Không còn đúng")
    assert (result.ly_do_thieu, result.sent_by, result.sent_at) == ("", can_bo, LUC)


@pytest.mark.parametrize(
    ("sent_at", "late"),
    [
        (datetime(2026, 10, 19, 23, 59, 59), False),
        (datetime(2026, 10, 20, 0, 0, 0), True),
    ],
)
def test_submit_on_the_last_day_is_in_time_until_midnight_in_vietnam(
    phieu, viec, can_bo, sent_at, late
):
    result = submit(phieu, can_bo, at=make_aware(sent_at), ly_do_thieu="Chờ số liệu.")
    assert result.is_late() is late


def test_submit_again_after_a_return_counts_from_the_last_sending(phieu, viec, can_bo, tong_hop):
    submit(phieu, can_bo, ly_do_thieu="Chờ số liệu.")
    decide(services.send_back, phieu, tong_hop, ly_do="Bổ sung tiến độ.")
    late = make_aware(datetime(2026, 10, 20, 8))
    assert submit(phieu, can_bo, at=late, ly_do_thieu="Chờ số liệu.").is_late() is True


# --- deciding -------------------------------------------------------------------------------------


def test_accept_makes_progress_and_figures_count(vu_quang, phieu, viec, can_bo, tong_hop):
    chi_tieu = make_chi_tieu(vu_quang.ke_hoach, vu_quang.thon)
    figure = NhapSoLieu(chi_tieu.pk, "co_so_lieu", gia_tri=Decimal("71.5"))
    save(phieu, can_bo, so_lieu=[figure])
    result = report(phieu, viec, can_bo, 40, tong_hop)
    assert repeated(viec) == (40, None, "2026-T10")
    assert TienDo.objects.get().accepted_at == LUC
    assert SoLieu.objects.get().accepted_at == LUC
    assert (result.trang_thai, result.decided_by, result.decided_at) == (
        "da_tiep_nhan", tong_hop, LUC,
    )  # fmt: skip


def test_accept_of_nothing_new_keeps_percent_and_moves_the_period(
    vu_quang, phieu, viec, can_bo, tong_hop
):
    earlier = make_phieu(
        vu_quang.ke_hoach, vu_quang.thon, ky_bao_cao="2026-T09", den_ngay="2026-09-14",
        tu_ngay="2026-08-15", han_nop="2026-09-19",
    )  # fmt: skip
    report(earlier, viec, can_bo, 40, tong_hop)
    save(phieu, can_bo, NhapTienDo(viec.pk, khong_phat_sinh=True))
    submit(phieu, can_bo)
    decide(services.accept, phieu, tong_hop)
    assert repeated(viec) == (40, None, "2026-T10")


def test_accept_of_an_earlier_period_afterwards_does_not_overwrite_a_later_one(
    vu_quang, phieu, viec, can_bo, tong_hop
):
    report(phieu, viec, can_bo, 60, tong_hop)
    earlier = make_phieu(
        vu_quang.ke_hoach, vu_quang.thon, ky_bao_cao="2026-T09", den_ngay="2026-09-14",
        tu_ngay="2026-08-15", han_nop="2026-09-19",
    )  # fmt: skip
    report(earlier, viec, can_bo, 30, tong_hop)
    assert repeated(viec) == (60, None, "2026-T10")


def test_send_back_keeps_the_reason_and_tells_only_the_units_people(
    phieu, viec, can_bo, cong_an, tong_hop
):
    submit(phieu, can_bo, ly_do_thieu="Chờ số liệu.")
    result = decide(services.send_back, phieu, tong_hop, ly_do="Ghi rõ số buổi tuyên truyền.")
    assert (result.trang_thai, result.ly_do_tra_lai) == ("tra_lai", "Ghi rõ số buổi tuyên truyền.")
    notice = ThongBao.objects.get()
    assert (notice.nguoi_nhan, notice.tieu_de, notice.noi_dung, notice.duong_dan) == (
        can_bo,
        "Phiếu báo cáo tháng 10 năm 2026 được trả lại",
        "Lý do: Ghi rõ số buổi tuyên truyền.\nHạn nộp: 19/10/2026.",
        f"/phieu/{phieu.pk}/",
    )


def test_send_back_twice_tells_twice(phieu, viec, can_bo, tong_hop):
    for number in (1, 2):
        submit(phieu, can_bo, ly_do_thieu="Chờ số liệu.")
        decide(services.send_back, phieu, tong_hop, ly_do="Ghi rõ số buổi.")
        assert ThongBao.objects.count() == number


@pytest.mark.parametrize("ly_do", ["", "  \r\n", "\x00", "x" * 2001])
def test_send_back_without_a_proper_reason_is_refused(phieu, viec, can_bo, tong_hop, ly_do):
    submit(phieu, can_bo, ly_do_thieu="Chờ số liệu.")
    with pytest.raises(LyDoKhongHopLe):
        decide(services.send_back, phieu, tong_hop, ly_do=ly_do)
    phieu.refresh_from_db()
    assert phieu.trang_thai == "da_gui"


def test_reopen_takes_back_what_counted(vu_quang, phieu, viec, can_bo, tong_hop, lanh_dao):
    earlier = make_phieu(
        vu_quang.ke_hoach, vu_quang.thon, ky_bao_cao="2026-T09", den_ngay="2026-09-14",
        tu_ngay="2026-08-15", han_nop="2026-09-19",
    )  # fmt: skip
    report(earlier, viec, can_bo, 30, tong_hop)
    report(phieu, viec, can_bo, 60, tong_hop)
    result = decide(services.reopen, phieu, lanh_dao, ly_do="Nhập nhầm thôn.")
    assert repeated(viec) == (30, None, "2026-T09")
    assert (result.trang_thai, result.ly_do_tra_lai) == ("tra_lai", "Nhập nhầm thôn.")
    assert TienDo.objects.get(ky_bao_cao="2026-T10").accepted_at is None
    assert ThongBao.objects.get().nguoi_nhan == can_bo
    assert PhanCong.history.first().history_change_reason == "Nhập nhầm thôn."


def test_decisions_on_a_version_nobody_read_are_refused(phieu, viec, can_bo, tong_hop):
    submit(phieu, can_bo, ly_do_thieu="Chờ số liệu.")
    for act, more in ((services.accept, {}), (services.send_back, {"ly_do": "Ghi rõ."})):
        with pytest.raises(PhieuDaThayDoi):
            act(phieu=phieu, lan_luu=0, by=tong_hop, at=LUC, **more)


# --- who, in which state, what --------------------------------------------------------------------

EDITABLE = {TrangThaiPhieu.CHUA_BAO_CAO, TrangThaiPhieu.DANG_NHAP, TrangThaiPhieu.TRA_LAI}
ALLOWED = {
    ("can_bo", "save"): EDITABLE,
    ("can_bo", "submit"): EDITABLE,
    ("tong_hop", "send_back"): {TrangThaiPhieu.DA_GUI},
    ("tong_hop", "accept"): {TrangThaiPhieu.DA_GUI},
    ("lanh_dao", "reopen"): {TrangThaiPhieu.DA_TIEP_NHAN},
}
PEOPLE = ("can_bo", "cong_an", "tong_hop", "lanh_dao", "nguoi_ngoai", "cap_tinh", "quan_tri")
ACTS = {
    "save": lambda phieu, by: save(phieu, by, ket_qua_chung="Đã họp thôn."),
    "submit": lambda phieu, by: submit(phieu, by, ly_do_thieu="Chờ số liệu."),
    "send_back": lambda phieu, by: decide(services.send_back, phieu, by, ly_do="Ghi rõ."),
    "accept": lambda phieu, by: decide(services.accept, phieu, by),
    "reopen": lambda phieu, by: decide(services.reopen, phieu, by, ly_do="Nhập nhầm."),
}


def put(phieu, state):
    """Bring the form into a state without an act."""
    phieu.refresh_from_db()
    phieu.trang_thai, phieu.ket_qua_chung = state, ""
    phieu.sent_at = phieu.decided_at = LUC
    phieu.ly_do_tra_lai = "Ghi rõ."
    return saved(phieu)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("person", PEOPLE)
def test_only_the_right_person_in_the_right_state_may_act(phieu, viec, request, person, act):
    by = request.getfixturevalue(person)
    for state in TrangThaiPhieu:
        put(phieu, state)
        before = NhatKy.objects.count()
        if state in ALLOWED.get((person, act), set()):
            result = ACTS[act](phieu, by)
            assert result.trang_thai == PHIEU_TRANSITIONS[act].den
            assert NhatKy.objects.count() == before + 1
        else:
            with pytest.raises(PhieuKhongDuocPhep):
                ACTS[act](phieu, by)
            assert PhieuBaoCao.objects.get().trang_thai == state
            assert NhatKy.objects.count() == before


def test_refusals_say_why(phieu, viec, can_bo, cong_an):
    with pytest.raises(PhieuKhongDuocPhep, match=r"^Chỉ cán bộ của Thôn 1 được nhập phiếu này\.$"):
        save(phieu, cong_an, ket_qua_chung="x")
    put(phieu, TrangThaiPhieu.DA_GUI)
    with pytest.raises(
        PhieuKhongDuocPhep,
        match=r"^Không thể lưu nháp: phiếu đang ở trạng thái đã gửi, chờ kiểm tra\.$",
    ):
        save(phieu, can_bo, ket_qua_chung="x")


def test_people_of_a_unit_leave_out_those_who_only_read(vu_quang, phieu, can_bo):
    make_nguoi("van_thu_thon", vu_quang.thon, "van_thu")
    assert services.people_of(phieu) == [can_bo]
