"""The morning mail through a real mail server: one letter each, none lost, none sent twice."""

import threading
from datetime import date, datetime, time, timedelta

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.db import connections
from django.urls import reverse
from django.utils.timezone import make_aware

from baocao.viec_hang_ngay import run_due
from donvi.loi_van_thu import ViecCuaNguoi
from donvi.models import NguoiDung, ThongBao, ThuHangNgay, ViecHangNgay
from donvi.services import choose_mail, notify
from donvi.thu import SO_LAN_THU, send_morning_mail
from donvi.vai_tro import VaiTro
from tests.factories import make_nguoi, make_nhiem_vu, make_phan_cong, make_phieu
from tests.may_chu_thu import may_chu_thu

__all__ = ["may_chu_thu"]
HOM_NAY = date(2026, 10, 20)  # the day after the last day of the form of make_phieu


def luc(gio: int = 7, phut: int = 0, day: date = HOM_NAY) -> datetime:
    return make_aware(datetime.combine(day, time(gio, phut)))


def give_address(person: NguoiDung, email: str | None = None) -> NguoiDung:
    person.email = email or f"{person.username}@vuquang.vn"
    person.save()
    return person


def tell(*people: NguoiDung, khoa: str = "bao-cao-1") -> None:
    title = "Báo cáo tháng 10 được trả lại"
    notify(
        nguoi_nhan=people, tieu_de=title, duong_dan="/bao-cao/1/", khoa_trung=khoa, at=luc(6),
        noi_dung="Lý do: thiếu số liệu.",
    )  # fmt: skip


def send(at: datetime) -> tuple[int, int, int]:
    done = send_morning_mail(on=HOM_NAY, at=at, viec={})
    return done.da_gui, done.loi, done.con_lai


def letters() -> list[tuple[str, str, int]]:
    rows = ThuHangNgay.objects.select_related("nguoi_nhan").order_by("nguoi_nhan__username")
    return [(row.nguoi_nhan.username, row.trang_thai, row.so_lan_thu) for row in rows]


def states() -> list[str]:
    return list(ThongBao.objects.order_by("pk").values_list("trang_thai", flat=True))


@pytest.fixture
def ba_nguoi(vu_quang) -> list[NguoiDung]:
    people = [make_nguoi(name, vu_quang.thon, VaiTro.CAN_BO) for name in ("an", "binh", "cuc")]
    for person in people:
        give_address(person)
        tell(person)
    return people


def test_one_letter_with_everything_a_person_owes(may_chu_thu, vu_quang, can_bo, tong_hop):
    give_address(can_bo)
    form = make_phieu(vu_quang.ke_hoach, vu_quang.thon)
    task = make_nhiem_vu(vu_quang.ke_hoach, "Phủ sóng", ma="5", han_hoan_thanh=date(2026, 10, 23))
    make_phan_cong(task, vu_quang.thon)
    tell(can_bo)
    assert [lan.ten for lan in run_due(at=luc())] == ["mo_ky", "nhac", "thu"]
    (mail,) = may_chu_thu.hop_thu.cac_thu
    assert (mail["To"], mail["From"]) == ("truong_thon@vuquang.vn", "cong@vuquang.vn")
    assert mail["Subject"].strip() == "Cổng kế hoạch số: 1 việc đến hạn, 1 quá hạn (20/10/2026)"
    assert mail["Message-ID"] == f"<thu-20261020-{can_bo.pk}@kehoachso.vuquang.vn>"
    here = "https://kehoachso.vuquang.vn"
    assert mail.get_body(("plain",)).get_content().splitlines() == [
        "Kính gửi ông/bà Lê Thị Thôn, dưới đây là việc của ông/bà đến sáng 20/10/2026.",
        "",
        "QUÁ HẠN (1)",
        "- Quá hạn 1 ngày (hạn 19/10/2026): phiếu báo cáo tháng 10 năm 2026 của Thôn 1",
        "  Đề nghị nhập đủ các mục bắt buộc rồi gửi cho đơn vị đầu mối.",
        f"  {here}{reverse('baocao:form', args=[form.pk])}",
        "",
        "ĐẾN HẠN TRONG NHỮNG NGÀY TỚI (1)",
        "- Còn 3 ngày (hạn 23/10/2026): Thôn 1 chủ trì nhiệm vụ 5. Phủ sóng",
        "  Tiến độ đã tiếp nhận: 0%.",
        f"  {here}{reverse('nhiemvu:detail', args=[task.pk])}",
        "",
        "THÔNG BÁO MỚI (1)",
        "- Báo cáo tháng 10 được trả lại",
        "  Lý do: thiếu số liệu.",
        f"  {here}/bao-cao/1/",
        "",
        f"Thư này do Cổng kế hoạch số ({here}) tự động gửi mỗi sáng một lần khi có việc mới; việc "
        "nào đã làm xong thì không nhắc lại. Xin không trả lời thư này.",
    ]
    html = mail.get_body(("html",)).get_content()
    assert html.count("<li>") == 3
    assert f'href="{here}{reverse("baocao:form", args=[form.pk])}"' in html


def test_html_shows_signs_as_they_are(may_chu_thu, ba_nguoi):
    ThongBao.objects.exclude(nguoi_nhan=ba_nguoi[0]).delete()
    ThongBao.objects.update(tieu_de="<b>A & B</b>")
    send(luc())
    (mail,) = may_chu_thu.hop_thu.cac_thu
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in mail.get_body(("html",)).get_content()
    assert "- <b>A & B</b>" in mail.get_body(("plain",)).get_content()


def test_a_person_gets_one_letter_a_day(may_chu_thu, ba_nguoi):
    assert send(luc()) == (3, 0, 0)
    tell(*ba_nguoi, khoa="bao-cao-2")
    assert send(luc(9)) == (0, 0, 0)
    assert may_chu_thu.hop_thu.nguoi_nhan() == [
        "an@vuquang.vn", "binh@vuquang.vn", "cuc@vuquang.vn",
    ]  # fmt: skip
    assert states() == ["da_gui"] * 3 + ["cho_gui"] * 3


def test_the_next_morning_brings_what_came_later(may_chu_thu, ba_nguoi):
    send(luc())
    tell(ba_nguoi[1], khoa="bao-cao-2")
    send_morning_mail(on=HOM_NAY + timedelta(1), at=luc(day=HOM_NAY + timedelta(1)), viec={})
    assert may_chu_thu.hop_thu.nguoi_nhan() == [
        "an@vuquang.vn", "binh@vuquang.vn", "binh@vuquang.vn", "cuc@vuquang.vn",
    ]  # fmt: skip
    assert states() == ["da_gui"] * 4


def test_a_refused_recipient_holds_nobody_up_and_is_tried_again(may_chu_thu, ba_nguoi):
    may_chu_thu.hop_thu.tu_choi["binh@vuquang.vn"] = "450 4.2.1 mailbox busy"
    assert send(luc()) == (2, 1, 1)
    assert letters() == [("an", "da_gui", 1), ("binh", "loi", 1), ("cuc", "da_gui", 1)]
    refused = ThuHangNgay.objects.get(trang_thai="loi")
    assert refused.loi_gui == ("Máy chủ thư không nhận người nhận này: 450 b'4.2.1 mailbox busy'")
    assert send(luc(7, 14)) == (0, 0, 1)
    assert send(luc(7, 15)) == (0, 1, 1)
    may_chu_thu.hop_thu.tu_choi.clear()
    assert send(luc(7, 30)) == (1, 0, 0)
    assert send(luc(7, 45)) == (0, 0, 0)
    assert letters()[1] == ("binh", "da_gui", 3)
    assert may_chu_thu.hop_thu.nguoi_nhan() == [
        "an@vuquang.vn", "binh@vuquang.vn", "cuc@vuquang.vn",
    ]  # fmt: skip


def test_an_address_that_is_always_refused_is_given_up_for_the_day(may_chu_thu, ba_nguoi):
    may_chu_thu.hop_thu.tu_choi["binh@vuquang.vn"] = "550 no such user"
    left = [send(luc() + n * timedelta(minutes=15))[2] for n in range(SO_LAN_THU + 1)]
    assert left == [1] * (SO_LAN_THU - 1) + [0, 0]
    assert letters()[1] == ("binh", "loi", SO_LAN_THU)
    may_chu_thu.hop_thu.tu_choi.clear()
    tomorrow = HOM_NAY + timedelta(1)
    assert send_morning_mail(on=tomorrow, at=luc(day=tomorrow), viec={}).da_gui == 1


def test_while_the_server_is_down_nothing_is_lost_and_all_arrive_once(may_chu_thu, ba_nguoi):
    may_chu_thu.stop()
    for phut in (0, 10, 20):
        run_due(at=luc(7, phut))
    assert may_chu_thu.hop_thu.cac_thu == []
    assert [state for _, state, _ in letters()] == ["loi", "loi"]
    assert states() == ["cho_gui"] * 3
    assert "thu" not in set(ViecHangNgay.objects.values_list("ten", flat=True))
    may_chu_thu.start()
    for phut in (30, 40, 50):
        run_due(at=luc(7, phut))
    assert may_chu_thu.hop_thu.nguoi_nhan() == [
        "an@vuquang.vn", "binh@vuquang.vn", "cuc@vuquang.vn",
    ]  # fmt: skip
    assert ViecHangNgay.objects.get(ten="thu").done_at == luc(7, 40)


def test_a_server_down_all_day_sends_one_letter_the_next_morning(may_chu_thu, ba_nguoi):
    may_chu_thu.stop()
    run_due(at=luc())
    may_chu_thu.start()
    tomorrow = HOM_NAY + timedelta(1)
    run_due(at=luc(6, 59, tomorrow))
    assert may_chu_thu.hop_thu.cac_thu == []
    run_due(at=luc(7, 0, tomorrow))
    assert may_chu_thu.hop_thu.nguoi_nhan() == [
        "an@vuquang.vn", "binh@vuquang.vn", "cuc@vuquang.vn",
    ]  # fmt: skip


class MatDien(EmailBackend):
    """A line on which the machine loses power when it begins to speak."""

    def open(self):
        raise SystemExit("mất điện")


def test_a_worker_that_died_between_claim_and_sending_is_made_up_for(
    may_chu_thu, ba_nguoi, settings
):
    usual = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{MatDien.__module__}.{MatDien.__qualname__}"
    with pytest.raises(SystemExit):
        send(luc())
    assert letters() == [("an", "dang_gui", 1)]
    settings.EMAIL_BACKEND = usual
    assert send(luc(7, 10)) == (2, 0, 1)  # the first may still be in the hands of a live worker
    assert send(luc(7, 20)) == (1, 0, 0)
    assert letters() == [("an", "da_gui", 2), ("binh", "da_gui", 1), ("cuc", "da_gui", 1)]
    assert may_chu_thu.hop_thu.nguoi_nhan() == [
        "an@vuquang.vn", "binh@vuquang.vn", "cuc@vuquang.vn",
    ]  # fmt: skip


def test_an_answer_that_was_lost_sends_the_same_letter_under_the_same_id(may_chu_thu, ba_nguoi):
    may_chu_thu.hop_thu.mat_tra_loi = 1
    assert send(luc()) == (0, 1, 3)
    assert send(luc(7, 15)) == (3, 0, 0)
    ids = [mail["Message-ID"] for mail in may_chu_thu.hop_thu.cac_thu]
    assert (len(ids), len(set(ids)), ids[0] in ids[1:]) == (4, 3, True)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_letter_once(may_chu_thu, ba_nguoi):
    together, failures = threading.Barrier(3), []

    def worker():
        try:
            together.wait(timeout=20)
            send(luc())
        except Exception as error:  # told by the assertion below
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=worker) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert may_chu_thu.hop_thu.nguoi_nhan() == [
        "an@vuquang.vn", "binh@vuquang.vn", "cuc@vuquang.vn",
    ]  # fmt: skip
    assert [state for _, state, _ in letters()] == ["da_gui"] * 3


def test_who_has_no_address_is_told_in_the_portal_only(may_chu_thu, ba_nguoi):
    for person, email in zip(ba_nguoi, ("", "an@minhhoa.invalid", "cuc@vuquang.vn"), strict=True):
        person.email = email
        person.save()
    assert send(luc()) == (1, 0, 0)
    assert may_chu_thu.hop_thu.nguoi_nhan() == ["cuc@vuquang.vn"]
    assert states() == ["khong_gui", "khong_gui", "da_gui"]
    assert ThongBao.objects.filter(read_at__isnull=True).count() == 3


def test_who_wants_no_mail_is_told_in_the_portal_only(may_chu_thu, ba_nguoi):
    choose_mail(nguoi_dung=ba_nguoi[1], nhan_thu=False, at=luc(6))
    assert send(luc()) == (2, 0, 0)
    assert may_chu_thu.hop_thu.nguoi_nhan() == ["an@vuquang.vn", "cuc@vuquang.vn"]
    assert states() == ["da_gui", "khong_gui", "da_gui"]
    assert ThongBao.objects.filter(read_at__isnull=True).count() == 3


def test_what_was_read_in_the_portal_is_not_mailed(may_chu_thu, ba_nguoi):
    ThongBao.objects.filter(nguoi_nhan=ba_nguoi[0]).update(read_at=luc(6, 30))
    send(luc())
    assert may_chu_thu.hop_thu.nguoi_nhan() == ["binh@vuquang.vn", "cuc@vuquang.vn"]


def test_a_reminder_of_what_is_done_by_now_sends_no_letter(may_chu_thu, ba_nguoi):
    ThongBao.objects.update(khoa_trung="nhac:phieu:1:2026-10-19:sau1")
    done = send_morning_mail(on=HOM_NAY, at=luc(), viec={ba_nguoi[1].pk: ViecCuaNguoi()})
    assert (done.da_gui, may_chu_thu.hop_thu.nguoi_nhan()) == (1, ["binh@vuquang.vn"])
    assert states() == ["khong_gui", "da_gui", "khong_gui"]


def test_a_letter_that_cannot_be_written_holds_nobody_up(may_chu_thu, ba_nguoi):
    give_address(ba_nguoi[0], "an\n@vuquang.vn")
    assert send(luc()) == (2, 1, 1)
    assert letters()[0] == ("an", "loi", 1)
