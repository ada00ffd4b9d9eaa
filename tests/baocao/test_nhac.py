"""Reminders on injected days: who hears what when, once, caught up, and nothing that is done."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import make_aware

from baocao import phieu as phieu_services
from baocao.models import LienKetNhap, YeuCauBaoCao
from baocao.nhac import load_mail, remind
from donvi.models import ThongBao
from donvi.vai_tro import VaiTro
from nhiemvu.models import GiaHan
from tests.factories import (
    make_bao_cao,
    make_ke_hoach,
    make_nguoi,
    make_nhiem_vu,
    make_phan_cong,
    make_phieu,
    make_quy_dinh,
    saved,
)

HAN = date(2026, 10, 19)  # the last day of the form of make_phieu


def luc(day: date, gio: int = 6, phut: int = 30) -> datetime:
    return make_aware(datetime.combine(day, time(gio, phut)))


def ngay(lech: int) -> date:
    return HAN + timedelta(lech)


def run(*cac_ngay: int) -> None:
    for lech in cac_ngay:
        remind(on=ngay(lech), at=luc(ngay(lech)))


def told() -> list[tuple[str, int, str]]:
    """List who was told what on which day after the deadline, in order, thing by thing."""
    rows = ThongBao.objects.exclude(khoa_trung__startswith="nhac:gop.")
    rows = rows.select_related("nguoi_nhan").order_by("created_at", "nguoi_nhan")
    return [
        (
            row.nguoi_nhan.username,
            (row.created_at.astimezone(luc(HAN).tzinfo).date() - HAN).days,
            row.khoa_trung.rpartition(":")[2],
        )
        for row in rows
    ]


@pytest.fixture
def truong_ban(vu_quang):
    return make_nguoi("truong_ban", vu_quang.thon, VaiTro.TRUONG_DON_VI)


@pytest.fixture
def phieu(vu_quang, can_bo, truong_ban, tong_hop):
    return make_phieu(vu_quang.ke_hoach, vu_quang.thon)


def test_the_whole_ladder_run_every_day(phieu):
    run(*range(-9, 13))
    assert told() == [
        ("truong_thon", -7, "truoc7"),
        ("truong_thon", -3, "truoc3"),
        ("truong_thon", -1, "truoc1"),
        ("truong_thon", 1, "sau1"),
        ("truong_ban", 1, "sau1"),
        ("truong_thon", 6, "sau6"),
        ("truong_ban", 6, "sau6"),
        ("tong_hop", 6, "sau6"),
        ("truong_thon", 11, "sau11"),
        ("truong_ban", 11, "sau11"),
        ("tong_hop", 11, "sau11"),
    ]


@pytest.mark.parametrize(
    ("lech", "steps"),
    [
        (-8, []), (-7, ["truoc7"]), (-3, ["truoc3"]), (-1, ["truoc1"]), (0, ["truoc1"]),
        (1, ["sau1", "sau1"]), (5, ["sau1", "sau1"]), (6, ["sau6", "sau6", "sau6"]),
    ],
)  # fmt: skip
def test_first_run_on_any_day_tells_the_latest_step_once(phieu, lech, steps):
    run(lech, lech)
    assert [step for _, _, step in told()] == steps


def test_a_missed_day_is_told_the_next_day(phieu):
    run(-7, -6, -5, -4, -2, -1, 0)
    assert told() == [
        ("truong_thon", -7, "truoc7"),
        ("truong_thon", -2, "truoc3"),
        ("truong_thon", -1, "truoc1"),
    ]


def test_after_an_outage_one_reminder_and_then_the_gap(phieu, truong_ban):
    run(-7, 9, *range(10, 20))
    of_officer = [(day, step) for who, day, step in told() if who == "truong_thon"]
    assert of_officer == [(-7, "truoc7"), (9, "sau6"), (14, "sau11"), (19, "sau16")]


def test_a_step_told_late_pushes_the_next_one_back(phieu):
    run(4, *range(5, 15))
    of_officer = [(day, step) for who, day, step in told() if who == "truong_thon"]
    assert of_officer == [(4, "sau1"), (9, "sau6"), (14, "sau11")]


def test_the_words_say_how_late_and_lead_to_the_form(phieu):
    run(2)
    notice = ThongBao.objects.filter(nguoi_nhan__username="truong_thon").get()
    assert (notice.tieu_de, notice.duong_dan, notice.noi_dung) == (
        "Quá hạn 2 ngày (hạn 19/10/2026): phiếu báo cáo tháng 10 năm 2026 của Thôn 1",
        reverse("baocao:form", args=[phieu.pk]),
        "Đề nghị nhập đủ các mục bắt buộc rồi gửi cho đơn vị đầu mối.",
    )


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ({"trang_thai": "da_gui", "sent_at": datetime(2026, 10, 18, tzinfo=UTC)}, []),
        ({"trang_thai": "tra_lai", "ly_do_tra_lai": "Thiếu số"}, ["sau1", "sau1"]),
        ({"trang_thai": "dang_nhap"}, ["sau1", "sau1"]),
        ({"trang_thai": "da_dong"}, []),
    ],
)
def test_sent_forms_drop_out_returned_ones_do_not(vu_quang, can_bo, truong_ban, state, steps):
    make_phieu(vu_quang.ke_hoach, vu_quang.thon, **state)
    run(1)
    assert [step for _, _, step in told()] == steps


def test_what_was_sent_since_is_taken_back(phieu, can_bo):
    run(-1)
    at = luc(ngay(-1), 6, 45)
    phieu_services.submit(phieu=phieu, ly_do_thieu="Chưa có", lan_luu=0, by=can_bo, at=at)
    assert load_mail(on=ngay(-1), at=luc(ngay(-1), 7)) == {}
    notice = ThongBao.objects.get(khoa_trung__startswith="nhac:")
    assert (notice.trang_thai, notice.read_at) == ("khong_gui", luc(ngay(-1), 7))


def test_a_newer_step_takes_the_older_unread_one_back(phieu):
    run(-7, -3)
    rows = ThongBao.objects.order_by("pk").values_list("khoa_trung", "trang_thai")
    assert [(key.rpartition(":")[2], state) for key, state in rows] == [
        ("truoc7", "khong_gui"),
        ("truoc3", "cho_gui"),
    ]


def test_a_plan_has_its_own_ladder(vu_quang, can_bo, truong_ban, tong_hop):
    plan = vu_quang.ke_hoach
    plan.nhac_truoc_ngay, plan.nhac_lai_sau_ngay = "2", 0
    saved(plan)
    make_phieu(plan, vu_quang.thon)
    run(*range(-9, 30))
    assert [(day, step) for _, day, step in told()] == [(-2, "truoc2"), (1, "sau1"), (1, "sau1")]


def test_an_outside_bodys_form_reminds_the_focal_unit(vu_quang, can_bo, tong_hop):
    make_phieu(vu_quang.ke_hoach, vu_quang.ngan_hang)
    run(-7, -3, 1)
    assert [who for who, _, _ in told()] == ["tong_hop"] * 3


def test_without_an_officer_the_head_hears_without_a_head_the_focal_unit(vu_quang, tong_hop):
    make_phieu(vu_quang.ke_hoach, vu_quang.cong_an)
    run(-7)
    make_nguoi("truong_ca", vu_quang.cong_an, VaiTro.TRUONG_DON_VI)
    run(-3)
    assert [(who, day) for who, day, _ in told()] == [("tong_hop", -7), ("truong_ca", -3)]


def test_people_who_left_hear_nothing(phieu, can_bo):
    can_bo.is_active = False
    can_bo.save()
    run(-7)
    assert [who for who, _, _ in told()] == ["truong_ban"]


def test_a_replaced_or_finished_plan_reminds_of_nothing(vu_quang, can_bo):
    old = make_ke_hoach(
        vu_quang.xa, vu_quang.vhxh, "cu", nam_bat_dau=2025, nam_ket_thuc=2025, cac_moc=[2025]
    )
    make_phieu(old, vu_quang.thon)
    gone = make_ke_hoach(vu_quang.xa, vu_quang.vhxh, "thay", trang_thai="da_thay_the")
    make_phieu(gone, vu_quang.thon)
    run(1)
    assert told() == []


def test_tasks_of_lead_units_climb_the_same_ladder(vu_quang, can_bo, cong_an, tong_hop):
    task = make_nhiem_vu(vu_quang.ke_hoach, han_hoan_thanh=HAN)
    lead = make_phan_cong(task, vu_quang.thon)
    make_phan_cong(task, vu_quang.cong_an, "phoi_hop")
    run(*range(-8, 3))
    assert told() == [
        ("truong_thon", -7, "truoc7"),
        ("truong_thon", -3, "truoc3"),
        ("truong_thon", -1, "truoc1"),
        ("truong_thon", 1, "sau1"),
    ]
    lead.phan_tram, lead.ngay_hoan_thanh = 100, ngay(2)
    saved(lead)
    run(*range(3, 9))
    assert len(told()) == 4


def test_a_granted_extension_begins_a_new_ladder(vu_quang, can_bo):
    task = make_nhiem_vu(vu_quang.ke_hoach, han_hoan_thanh=HAN)
    part = make_phan_cong(task, vu_quang.thon)
    run(-1)
    part.han_gia_han = ngay(20)
    saved(part)
    run(1, 6, 13)
    assert told() == [("truong_thon", -1, "truoc1"), ("truong_thon", 13, "truoc7")]


@pytest.mark.parametrize(
    ("more", "count"),
    [({"tam_dung": True, "ly_do_tam_dung": "Chờ vốn"}, 0), ({"loai_han": "thuong_xuyen"}, 0)],
)
def test_paused_and_standing_tasks_are_not_reminded_of(vu_quang, can_bo, more, count):
    task = make_nhiem_vu(vu_quang.ke_hoach, han_hoan_thanh=HAN, **more)
    make_phan_cong(task, vu_quang.thon)
    run(1)
    assert len(told()) == count


def test_the_report_to_be_sent_up_reminds_who_holds_it(
    vu_quang, can_bo, tong_hop, lanh_dao, van_thu
):
    plan = vu_quang.ke_hoach
    plan.bao_cao_tu_ngay = date(2026, 10, 1)
    saved(plan)
    make_quy_dinh(plan, ngay_han_dau_moi=22)
    sent = {"trang_thai": "da_gui", "sent_at": datetime(2026, 10, 18, tzinfo=UTC)}
    make_phieu(plan, vu_quang.thon, **sent)
    run(0)  # three days before 22/10
    report = make_bao_cao(plan, trang_thai="cho_duyet")
    run(2)
    report.trang_thai, report.approved_at = "da_ban_hanh", luc(ngay(3))
    report.so_hieu, report.ngay_ban_hanh = "12", ngay(3)
    saved(report)
    run(4)
    report.ngay_gui_cap_tren = ngay(5)
    saved(report)
    run(9)
    assert told() == [
        ("tong_hop", 0, "truoc3"),
        ("lanh_dao", 2, "truoc1"),
        ("tong_hop", 4, "sau1"),
        ("van_thu", 4, "sau1"),
    ]


def test_a_cancelled_request_reminds_nobody_an_open_one_by_its_title(vu_quang, can_bo):
    plan, at = vu_quang.ke_hoach, luc(ngay(-10))
    for number, state in enumerate(("da_giao", "da_huy"), start=1):
        period = f"2026-DX{number}"
        request = YeuCauBaoCao(
            ke_hoach=plan, ky_bao_cao=period, tieu_de=f"Rà soát lõm sóng đợt {number}",
            tu_ngay=ngay(-20), den_ngay=ngay(-10), han_nop=HAN, trang_thai=state, ly_do_huy="Trùng",
            created_at=at, created_by=can_bo, assigned_at=at,
        )  # fmt: skip
        saved(request)
        make_phieu(plan, vu_quang.thon, ky_bao_cao=period)
    run(-7)
    assert ThongBao.objects.get().tieu_de == (
        "Còn 7 ngày (hạn 19/10/2026): phiếu báo cáo đột xuất của Thôn 1: Rà soát lõm sóng đợt 1"
    )


def test_what_waits_for_a_decision_is_told_after_a_day_and_again(vu_quang, can_bo, lanh_dao):
    task = make_nhiem_vu(vu_quang.ke_hoach, "Phủ sóng")
    part = make_phan_cong(task, vu_quang.thon)
    request = GiaHan(
        phan_cong=part, han_moi=date(2027, 1, 31), ly_do="Chờ vốn", created_at=luc(HAN, 15),
        created_by=can_bo,
    )  # fmt: skip
    saved(request)
    form = make_phieu(vu_quang.ke_hoach, vu_quang.thon, han_nop=ngay(60))
    link = LienKetNhap(
        phieu_bao_cao=form, nguoi_nhap="Bà Năm", ma_bam="1" * 64, het_han_luc=luc(ngay(9)),
        trang_thai="cho_xac_nhan", sent_at=luc(HAN, 20), created_at=luc(HAN), created_by=can_bo,
    )  # fmt: skip
    saved(link)
    run(*range(7))
    assert told() == [
        ("truong_thon", 1, "sau1"),
        ("lanh_dao", 1, "sau1"),
        ("truong_thon", 6, "sau6"),
        ("lanh_dao", 6, "sau6"),
    ]
    titles = ThongBao.objects.order_by("pk").values_list("tieu_de", flat=True)
    assert sorted(title.partition(":")[0] for title in titles) == [
        "Chờ 1 ngày (từ 19/10/2026)", "Chờ 1 ngày (từ 19/10/2026)",
        "Chờ 6 ngày (từ 19/10/2026)", "Chờ 6 ngày (từ 19/10/2026)",
    ]  # fmt: skip


def test_another_communes_people_hear_nothing(phieu, nguoi_ngoai):
    run(6)
    assert "nguoi_ngoai" not in {who for who, _, _ in told()}


def test_mail_lists_what_each_person_owes_today(phieu, can_bo, tong_hop):
    make_phan_cong(
        make_nhiem_vu(phieu.ke_hoach, "Phủ sóng", ma="5", han_hoan_thanh=ngay(5)), phieu.don_vi
    )
    owed = load_mail(on=ngay(2), at=luc(ngay(2), 7))
    assert set(owed) == {can_bo.pk, make_head(phieu).pk}
    mine = owed[can_bo.pk]
    assert [line.loi for line in mine.qua_han] == [
        "Quá hạn 2 ngày (hạn 19/10/2026): phiếu báo cáo tháng 10 năm 2026 của Thôn 1"
    ]
    assert [line.loi for line in mine.den_han] == [
        "Còn 3 ngày (hạn 24/10/2026): Thôn 1 chủ trì nhiệm vụ 5. Phủ sóng"
    ]


def make_head(phieu):
    return phieu.don_vi.cac_thanh_vien.get(vai_tro=VaiTro.TRUONG_DON_VI).nguoi_dung


@pytest.mark.parametrize("so_phieu", [1, 3])
def test_reading_what_is_owed_takes_a_fixed_number_of_queries(
    vu_quang, can_bo, so_phieu, django_assert_num_queries
):
    for number in range(so_phieu):
        make_phieu(vu_quang.ke_hoach, vu_quang.thon, ky_bao_cao=f"2026-T{number + 1:02d}")
        make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach, han_hoan_thanh=HAN), vu_quang.thon)
    remind(on=HAN, at=luc(HAN))
    with django_assert_num_queries(19):
        remind(on=HAN, at=luc(HAN))
