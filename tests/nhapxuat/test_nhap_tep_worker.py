"""A worker that is killed while it saves a long annex: the next one saves it, once and whole."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from donvi.models import NhatKy
from kehoach.models import KeHoach
from nhapxuat import nhap_tep, tasks
from nhapxuat.models import LanNhap
from nhapxuat.xem_tep import load_review
from nhiemvu.models import NhiemVu, PhanCong
from tests.nhapxuat.viet_tep import TrangViet, write_book
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.long_postgresql,
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
]
LUC = datetime(2026, 10, 20, 9, tzinfo=UTC)
SO_DONG = 2000
BANG = TrangViet(
    [
        ["TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"],
        *([n, f"Việc số {n}", "Công an xã", "Quý I/2026"] for n in range(1, SO_DONG + 1)),
    ]
)


def rows_being_written() -> int:
    """Count the other connections whose open transaction last wrote rows about tasks."""
    if connection.vendor != "postgresql":
        pytest.skip("asks PostgreSQL what its other connections do")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND datname = current_database() AND xact_start IS NOT NULL "
            "AND query ~ '^(INSERT INTO|COPY) \"nhiemvu_'"
        )
        return int(cursor.fetchone()[0])


def test_worker_killed_while_saving_leaves_nothing_half_saved(vu_quang, tong_hop, celery_worker):
    KeHoach.objects.update(trang_thai=KeHoach.TrangThai.DU_THAO, so_hieu="")
    row = nhap_tep.upload_file(
        ke_hoach=KeHoach.objects.get(), ten_tep="dai.xlsx", noi_dung=write_book(BANG),
        by=tong_hop, at=LUC,
    )  # fmt: skip

    def read() -> LanNhap:
        return LanNhap.objects.get(pk=row.pk)

    tasks.work_on_import.delay(lan_nhap_id=row.pk)
    wait_until(lambda: read().trang_thai == "cho_xem", "the file, read by the worker")
    nhap_tep.request_save(
        lan_nhap_id=row.pk, dau_vet=load_review(read()).dau_vet, ly_do="", by=tong_hop, at=LUC
    )
    tasks.work_on_import.delay(lan_nhap_id=row.pk)
    wait_until(lambda: bool(rows_being_written()), "rows of tasks in an open transaction")
    celery_worker.kill_child()
    assert (read().trang_thai, NhiemVu.objects.count()) == ("dang_luu", 0)
    wait_until(lambda: read().trang_thai == "da_luu", "the rows, saved by the next child")
    assert (NhiemVu.objects.count(), PhanCong.objects.count()) == (SO_DONG, SO_DONG)
    assert NhiemVu.history.count() == SO_DONG
    assert NhatKy.objects.filter(mo_ta__contains="dai.xlsx").count() == 1
