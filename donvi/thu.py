"""The morning mail: one letter per person and day, claimed before it is sent.

``ThuHangNgay`` is the claim. It is committed before the mail server is spoken to and marked as sent
right after the server took the letter, each in a statement of its own. Two workers can't both hold
it; a letter that was refused, or whose worker died, is tried again after ``THU_LAI_SAU``.

One window remains, and no mail program can close it: a worker that dies after the server took the
letter and before the mark is written sends it once more. Both copies bear the same Message-ID, by
which mail servers and readers drop the second.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string

from donvi.loi_van_thu import TIEN_TO_NHAC, DongThu, ThuSang, ViecCuaNguoi
from donvi.models import NguoiDung, ThongBao, ThuHangNgay

THU_LAI_SAU = timedelta(minutes=15)
SO_LAN_THU = 20  # a day; refused more often than that, the letter waits for the next morning
# Addresses of these endings exist nowhere (RFC 2606): demo accounts have them.
KHONG_CO_THAT = (".invalid", ".example", ".test", ".localhost")
TrangThai = ThuHangNgay.TrangThai


@dataclass(frozen=True)
class KetQuaThu:
    """What a run did: letters sent, refused, and those of the day still to be tried again."""

    da_gui: int
    loi: int
    con_lai: int


def send_morning_mail(*, on: date, at: datetime, viec: Mapping[int, ViecCuaNguoi]) -> KetQuaThu:
    """Send the letters of the day ``on`` that are due at ``at``: who has unread, unsent notices.

    ``viec`` says what each person (id) owes. Who has no address, and what was read in the portal,
    gets no letter. A server that can't be reached ends the run; what is left is tried next time.
    """
    _leave_out_unmailable(viec)
    sent = failed = 0
    connection = get_connection()
    try:
        for person in _addressees():
            letter = _claim(person, on, at)
            if letter is None:
                continue
            error = _deliver(letter, viec.get(person.pk, ViecCuaNguoi()), connection, at)
            sent, failed = sent + (error is None), failed + (error is not None)
            if error is not None and not _is_about_one(error):
                break
    finally:
        connection.close()
    return KetQuaThu(sent, failed, _left(on))


def _is_about_one(error: Exception) -> bool:
    """Tell whether this letter only was refused, so that the others can go on."""
    return isinstance(error, SMTPRecipientsRefused | SMTPDataError | ValueError)


def _unsent() -> QuerySet[ThongBao]:
    return ThongBao.objects.filter(trang_thai=ThongBao.TrangThai.CHO_GUI)


def _leave_out_unmailable(viec: Mapping[int, ViecCuaNguoi]) -> None:
    """Settle the notices nobody will be mailed about.

    They were read already, their reader has no address or wants no mail, or they remind of what is
    done by now.
    """
    nobody = NguoiDung.objects.filter(Q(is_active=False) | Q(nhan_thu=False) | Q(email=""))
    for ending in KHONG_CO_THAT:
        nobody |= NguoiDung.objects.filter(email__iendswith=ending)
    reminders = _unsent().filter(khoa_trung__startswith=TIEN_TO_NHAC)
    for rows in (
        _unsent().filter(read_at__isnull=False),
        _unsent().filter(nguoi_nhan__in=nobody),
        reminders.exclude(nguoi_nhan__in=viec),
    ):
        rows.update(trang_thai=ThongBao.TrangThai.KHONG_GUI)


def _addressees() -> list[NguoiDung]:
    """List who has unsent notices, the longest waiting first."""
    waiting = _unsent().order_by("created_at", "pk").values_list("nguoi_nhan_id", flat=True)
    order = {pk: place for place, pk in enumerate(dict.fromkeys(waiting))}
    people = NguoiDung.objects.filter(pk__in=order)
    return sorted(people, key=lambda person: order[person.pk])


def _claim(person: NguoiDung, on: date, at: datetime) -> ThuHangNgay | None:
    """Take the letter of the day, unless it is sent, held by a live worker, or hopeless."""
    row, is_new = ThuHangNgay.objects.get_or_create(
        nguoi_nhan=person, ngay_gui=on, defaults={"claimed_at": at, "so_lan_thu": 1}
    )
    if is_new:
        return row
    free = ThuHangNgay.objects.filter(
        pk=row.pk,
        trang_thai__in=[TrangThai.LOI, TrangThai.DANG_GUI],
        claimed_at=row.claimed_at,
        claimed_at__lte=at - THU_LAI_SAU,
        so_lan_thu__lt=SO_LAN_THU,
    )
    taken = free.update(trang_thai=TrangThai.DANG_GUI, claimed_at=at, so_lan_thu=row.so_lan_thu + 1)
    if not taken:
        return None
    row.refresh_from_db()
    return row


def _deliver(
    letter: ThuHangNgay, viec: ViecCuaNguoi, connection: BaseEmailBackend, at: datetime
) -> Exception | None:
    """Send one claimed letter and write down how it went; give the error, if there was one."""
    person = letter.nguoi_nhan
    notices = list(_unsent().filter(nguoi_nhan=person).order_by("created_at", "pk"))
    mail = _compose(letter, viec, notices)
    mail.connection = connection
    try:
        connection.open()
        mail.send()
    except (OSError, ValueError) as error:  # SMTPException is an OSError
        letter.trang_thai, letter.loi_gui = TrangThai.LOI, _reason(error)
        letter.save(update_fields=["trang_thai", "loi_gui"])
        return error
    with transaction.atomic():
        letter.trang_thai, letter.sent_at, letter.loi_gui = TrangThai.DA_GUI, at, ""
        letter.so_thong_bao = len(notices)
        letter.save(update_fields=["trang_thai", "sent_at", "loi_gui", "so_thong_bao"])
        _unsent().filter(pk__in=[row.pk for row in notices]).update(
            trang_thai=ThongBao.TrangThai.DA_GUI
        )
    return None


def _compose(
    letter: ThuHangNgay, viec: ViecCuaNguoi, notices: list[ThongBao]
) -> EmailMultiAlternatives:
    news = [row for row in notices if not row.khoa_trung.startswith(TIEN_TO_NHAC)]
    thu = ThuSang(
        ho_ten=str(letter.nguoi_nhan),
        ngay_gui=letter.ngay_gui,
        dia_chi_cong=settings.SITE_URL,
        viec=viec,
        thong_bao=tuple(DongThu(row.tieu_de, row.duong_dan, row.noi_dung) for row in news),
    )
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    name = f"thu-{letter.ngay_gui:%Y%m%d}-{letter.nguoi_nhan_id}"
    mail = EmailMultiAlternatives(
        subject=thu.subject,
        body=thu.plain_text,
        to=[letter.nguoi_nhan.email],
        headers={"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    lines = [
        (section, [(dong, thu.link(dong)) for dong in section.cac_dong]) for section in thu.sections
    ]
    html = render_to_string("donvi/thu_hang_ngay.html", {"thu": thu, "cac_phan": lines})
    mail.attach_alternative(html, "text/html")
    return mail


def _reason(error: Exception) -> str:
    """Put the server's answer into one line for the record."""
    if isinstance(error, SMTPRecipientsRefused):
        answers = [f"{code} {text!r}" for code, text in error.recipients.values()]
        return f"Máy chủ thư không nhận người nhận này: {'; '.join(answers)}"[:1000]
    return f"{type(error).__name__}: {error}"[:1000]


def _left(on: date) -> int:
    """Count the people whose letter of the day is still to be sent."""
    done = ThuHangNgay.objects.filter(ngay_gui=on).exclude(
        trang_thai__in=[TrangThai.LOI, TrangThai.DANG_GUI], so_lan_thu__lt=SO_LAN_THU
    )
    waiting = _unsent().exclude(nguoi_nhan__in=done.values("nguoi_nhan"))
    return waiting.values("nguoi_nhan").distinct().count()
