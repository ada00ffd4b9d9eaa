"""A worker that is killed while it lays pages out: the next one makes the file, once."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from baocao import ban_in, tasks
from baocao.models import BanIn
from baocao.tep_van_ban import DangTep, plan_file
from kehoach.models import DeMuc
from tests.factories import saved
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.long_postgresql,
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
]
LUC = datetime(2026, 10, 20, 9, tzinfo=UTC)
CAU = "Phát triển hạ tầng số, dữ liệu số và kỹ năng số cho người dân trên địa bàn xã. " * 5


def test_worker_killed_while_laying_pages_out_leaves_one_whole_file(vu_quang, celery_worker):
    plan = vu_quang.ke_hoach
    words = "\n".join([CAU] * 120)
    heading = {"ma": "I", "loai_de_muc": "phan", "tieu_de": "Mục đích", "thu_tu": 1}
    saved(DeMuc(ke_hoach=plan, noi_dung=words, **heading))
    row = ban_in.request_file(ke_hoach=plan, dang=DangTep.PDF, by=None, at=LUC)

    def read() -> BanIn:
        return BanIn.objects.get(pk=row.pk)

    tasks.make_file.delay(ban_in_id=row.pk)
    wait_until(lambda: read().buoc_dang_lam.startswith("Đang dàn trang 2"), "the second page")
    celery_worker.kill_child()
    assert read().noi_dung is None
    wait_until(lambda: read().noi_dung is not None, "the file, made by the next child")
    made = read()
    assert made.ma_bam == sha256(plan_file(plan, DangTep.PDF)).hexdigest()
    assert (BanIn.objects.count(), made.trang_thai, made.phan_tram) == (1, "da_xong", 100)
