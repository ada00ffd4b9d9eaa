"""A worker that dies half-way, and the same period compiled twice at once: one report, whole."""

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from baocao import tasks, tong_hop
from baocao.models import BaoCao, PhanBaoCao
from tests.factories import make_nhiem_vu, make_phan_cong, make_phieu, make_quy_dinh
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.long_postgresql,
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
]
LUC = datetime(2026, 10, 20, 9, tzinfo=UTC)
CAC_PHAN = ["I", "II", "II.1", "II.2", "II.3", "III", "IV"]


@pytest.fixture
def ke_hoach(vu_quang):
    """Give a plan with a task of the village, whose form of October is open."""
    make_quy_dinh(vu_quang.ke_hoach)
    make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
    make_phieu(vu_quang.ke_hoach, vu_quang.thon)
    return vu_quang.ke_hoach


def ask(ke_hoach) -> BaoCao:
    """Ask for the report of October, as the page does."""
    return tong_hop.request_report(ke_hoach=ke_hoach, ma_ky="2026-T10", by=None, at=LUC)


def rows() -> list[tuple[str, int, int, list[str]]]:
    """List the reports: state, percent, number of units owing, sections."""
    return [
        (
            str(report.trang_thai),
            report.phan_tram,
            report.so_lieu.get("don_vi", {}).get("phai_bao_cao", 0),
            list(report.cac_phan.order_by("thu_tu", "pk").values_list("ma", flat=True)),
        )
        for report in BaoCao.objects.order_by("pk")
    ]


DONE = [("du_thao", 100, 1, CAC_PHAN)]


def in_thread(act: Callable[[], object]) -> Thread:
    """Run the act beside the test, on a connection of its own."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


# --- a place to stop: nobody gets past writing the first section ----------------------------------

ENDLESS = " CROSS JOIN ".join(f"sqlite_master AS t{number}" for number in range(9))
STUCK = """
    CREATE TRIGGER dung_lai BEFORE INSERT ON baocao_phanbaocao
    BEGIN SELECT count(*) FROM {endless}; END
"""


@contextmanager
def sections_held():
    """Let nobody past writing the first section of a report."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(STUCK.format(endless=ENDLESS))
            try:
                yield
            finally:
                cursor.execute("DROP TRIGGER dung_lai")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE baocao_phanbaocao IN SHARE MODE")
            yield


def is_stuck() -> bool:
    """Tell whether the worker is inside the transaction, at the first section."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(connection.settings_dict["NAME"], timeout=0) as probe:
            try:
                probe.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return BaoCao.objects.get().phan_tram == 70
            return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND mode LIKE 'Row%'")
        return cursor.fetchone()[0] == 1


def test_a_worker_killed_half_way_leaves_one_report_when_the_task_runs_again(
    ke_hoach, celery_worker
):
    report = ask(ke_hoach)
    with ExitStack() as held:
        held.enter_context(sections_held())
        tasks.compile_report.delay(bao_cao_id=report.pk)
        wait_until(is_stuck, "the worker writes the first section")
        with celery_worker.paused():
            celery_worker.kill_child()
            assert rows() == [("dang_lap", 70, 0, [])]
            held.close()
    wait_until(lambda: rows()[0][0] == "du_thao", "another child has run the task again")
    assert rows() == DONE
    assert PhanBaoCao.history.count() == len(CAC_PHAN)


def test_a_task_delivered_twice_leaves_one_report(ke_hoach, celery_worker):
    report = ask(ke_hoach)
    for _ in range(2):
        tasks.compile_report.delay(bao_cao_id=report.pk).get(timeout=60)
    assert rows() == DONE


def test_one_period_compiled_by_two_at_once_gives_one_report(ke_hoach, celery_worker):
    report = ask(ke_hoach)
    with transaction.atomic():
        BaoCao.objects.select_for_update().get(pk=report.pk)  # both wait at their first step
        sent = tasks.compile_report.delay(bao_cao_id=report.pk)
        wait_until(lambda: sent.state == "STARTED", "the worker has begun")
        beside = in_thread(lambda: tong_hop.compile_report(bao_cao_id=report.pk, at=LUC))
    beside.join(timeout=60)
    sent.get(timeout=60)
    assert rows() == DONE


def test_one_period_asked_for_by_two_at_once_gives_one_report(ke_hoach, celery_worker):
    together = Barrier(2)

    def click() -> None:
        together.wait(timeout=30)
        tasks.compile_report.delay(bao_cao_id=ask(ke_hoach).pk).get(timeout=60)

    for thread in [in_thread(click), in_thread(click)]:
        thread.join(timeout=90)
    assert rows() == DONE
