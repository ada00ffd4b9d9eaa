"""A real worker killed at random statements, again and again: what comes of it is the same.

Reports of half a year and the daily jobs of some mornings, with their mails, once undisturbed in
this process and once by a worker whose children, and once itself, are killed while they work.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import transaction

from baocao import tasks, tong_hop
from baocao.models import BaoCao, PhanBaoCao, PhieuBaoCao
from baocao.viec_hang_ngay import CAC_VIEC, run_due
from config.celery import app
from donvi.models import NguoiDung, NhatKy, ThongBao, ThuHangNgay, ViecHangNgay
from tests.baocao.nam_ngau_nhien import XaNgauNhien, live, make_world
from tests.celery_worker import Worker, running_worker
from tests.may_chu_thu import MayChuThu, may_chu_thu
from tests.nguoi_bi_giet import run_daily_jobs_at
from tests.waiting import wait_until

__all__ = ["may_chu_thu"]
pytestmark = [
    pytest.mark.worker,
    pytest.mark.long_postgresql,
    pytest.mark.django_db(transaction=True),
]
CAC_KY = ("2026-T05", "2026-T06", "2026-Q2", "2026-T07", "2026-T09", "2026-Q3")
LUC = datetime(2026, 10, 25, 2, tzinfo=UTC)
# Eight in the morning in Vietnam; the last after an outage of nineteen days, when T11 opens.
BUOI_SANG = tuple(datetime(2026, *day, 1, tzinfo=UTC) for day in ((10, 20), (10, 21), (11, 9)))
CACH_LAN = timedelta(minutes=20)  # between two askings of one morning: a claimed letter is free


def draw_ends(seed: int) -> list[str]:
    """Draw at which statement each child dies; the fifth takes the whole worker along."""
    draw = Random(seed)
    numbers = [draw.randint(1, draw.choice((20, 60, 140))) for _ in range(10)]
    return [f"{n} {'ca' if place == 4 else 'con'}" for place, n in enumerate(numbers)]


CAC_CAI_CHET = draw_ends(57)


@pytest.fixture
def xa(transactional_db: None) -> XaNgauNhien:
    """Give a commune that lived through half a year, whose people have addresses."""
    world = make_world(3)
    live(world)
    for person in NguoiDung.objects.all():
        person.email = f"{person.username}@vuquang.vn"
        person.save()
    return world


@pytest.fixture
def doomed_worker(
    xa: XaNgauNhien, may_chu_thu: MayChuThu, tmp_path: Path, worker_id: str
) -> Iterator[Worker]:
    """Give a worker, not yet started, whose children die as drawn."""
    environment = {
        "GIET_O": ",".join(CAC_CAI_CHET), "GIET_GHI": str(tmp_path / "chet.log"),
        "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(may_chu_thu.port), "EMAIL_USE_TLS": "0",
        "SITE_URL": "https://kehoachso.vuquang.vn", "DEFAULT_FROM_EMAIL": "cong@vuquang.vn",
    }  # fmt: skip
    worker = Worker(
        f"test-{worker_id}@localhost", tmp_path / "worker.log", "tests.nguoi_bi_giet", environment
    )
    yield from running_worker(worker, start=False)


# --- what came of it ------------------------------------------------------------------------------


def outcome(mail: MayChuThu) -> dict[str, Any]:
    """Gather what a person could see of it: reports, forms, notices, acts, letters."""
    forms = {str(f.pk): f"{f.don_vi_id} {f.ky_bao_cao}" for f in PhieuBaoCao.objects.all()}

    def named(key: str) -> str:
        parts = key.split(":")
        return ":".join(forms.get(part, part) if place == 2 else part
                        for place, part in enumerate(parts))  # fmt: skip

    return {
        "báo cáo": list(
            BaoCao.objects.order_by("pk").values_list(
                "ky_bao_cao", "trang_thai", "phan_tram", "loi_tong_hop", "so_lieu"
            )
        ),
        "phần": list(
            PhanBaoCao.objects.order_by("bao_cao", "thu_tu").values_list(
                "bao_cao__ky_bao_cao", "ma", "noi_dung", "lan_luu"
            )
        ),
        "lịch sử": Counter(PhanBaoCao.history.values_list("bao_cao_id", "ma")),
        "nhật ký": Counter(NhatKy.objects.values_list("hanh_dong", "mo_ta")),
        "phiếu": sorted(PhieuBaoCao.objects.values_list("don_vi_id", "ky_bao_cao", "trang_thai")),
        "thông báo": Counter(
            (who, title, state, named(key))
            for who, title, state, key in ThongBao.objects.values_list(
                "nguoi_nhan", "tieu_de", "trang_thai", "khoa_trung"
            )
        ),
        "việc": sorted(ViecHangNgay.objects.values_list("ten", "ngay_chay")),
        "thư": sorted(ThuHangNgay.objects.values_list("nguoi_nhan", "ngay_gui", "trang_thai")),
        "hộp thư": letters(mail),
    }


def letters(mail: MayChuThu) -> list[tuple[str, str, str]]:
    """Give the letters as a mail program shows them: copies with one Message-ID once."""
    found = {
        letter["Message-ID"]: (str(letter["To"]), str(letter["Subject"]), _text(letter))
        for letter in mail.hop_thu.cac_thu
    }
    return sorted(found.values())


def _text(letter: Any) -> str:
    body = letter.get_body(("plain",)).get_content()
    return re.sub(r"/\d+/", "/#/", body)


# --- the two runs ---------------------------------------------------------------------------------


def ask_for_reports(xa: XaNgauNhien) -> list[int]:
    return [
        tong_hop.request_report(ke_hoach=xa.ke_hoach, ma_ky=ky, by=xa.tong_hop, at=LUC).pk
        for ky in CAC_KY
    ]


def run_undisturbed(reports: list[int], mail: MayChuThu) -> dict[str, Any]:
    """Do all of it here, look, and leave nothing of it behind."""
    with transaction.atomic():
        for pk in reports:
            tong_hop.compile_report(bao_cao_id=pk, at=LUC)
        for at in BUOI_SANG:
            run_due(at=at)
        seen = outcome(mail)
        transaction.set_rollback(True)
    mail.hop_thu.cac_thu.clear()
    return seen


def is_morning_done(at: datetime) -> bool:
    """Tell whether all jobs of a morning are written down as done."""
    jobs = [viec.ten for viec in CAC_VIEC if viec.tu_gio < time(8)]
    done = ViecHangNgay.objects.filter(ten__in=jobs, ngay_chay=(at + timedelta(hours=7)).date())
    return done.count() == len(jobs)


def ask(worker: Worker, at: datetime) -> None:
    """Ask for the daily jobs, as the beat does; start the worker again if it was killed."""
    sent = run_daily_jobs_at.delay(at=at.isoformat())
    wait_until(lambda: sent.ready() or not worker.is_alive(), "an answer, or the worker's death")
    if not worker.is_alive():
        worker.start()


def let_the_worker_do_it(worker: Worker, reports: list[int]) -> None:
    """Ask for everything until it is done."""
    worker.start()
    for pk in reports:
        tasks.compile_report.delay(bao_cao_id=pk)
    for morning in BUOI_SANG:
        at = morning
        while not is_morning_done(morning):
            ask(worker, at)
            at += CACH_LAN
            assert at.date() == morning.date(), "a morning that is never done"
    while unfinished := list(BaoCao.objects.filter(trang_thai="dang_lap")):
        # Who was told the worker died asks again: "Tổng hợp lại".
        sent = [tasks.compile_report.delay(bao_cao_id=report.pk) for report in unfinished]
        wait_until(
            lambda sent=sent: all(one.ready() for one in sent) or not worker.is_alive(), "compiled"
        )
        if not worker.is_alive():
            worker.start()


def test_a_worker_killed_at_random_changes_nothing(
    xa: XaNgauNhien, may_chu_thu: MayChuThu, doomed_worker: Worker, tmp_path: Path
) -> None:
    reports = ask_for_reports(xa)
    expected = run_undisturbed(reports, may_chu_thu)
    assert [len(expected[name]) for name in ("báo cáo", "hộp thư")] == [len(CAC_KY), 13]
    let_the_worker_do_it(doomed_worker, reports)
    assert len((tmp_path / "chet.log").read_text().splitlines()) == len(CAC_CAI_CHET)
    seen = outcome(may_chu_thu)
    for name, value in expected.items():
        assert seen[name] == value, name
    assert app.control.purge() == 0
