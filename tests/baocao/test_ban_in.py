"""Files that take long: asked for once, made once, taken up again, dropped, made again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import connection

from baocao import ban_in as services
from baocao.models import BanIn
from baocao.tep_van_ban import DangTep, plan_file
from baocao.trang_thai import TrangThaiBanIn as T
from baocao.viec_hang_ngay import run_due
from donvi.the_thuc_van_ban import save_layout
from kehoach.models import KeHoach
from tests.factories import make_ke_hoach, make_nhiem_vu, saved
from tests.personas import XaMau
from vanban.bang_bieu import LoiTaiLieu
from vanban.the_thuc import ThamSo

pytestmark = [pytest.mark.long_sqlite, pytest.mark.django_db]
AT = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=12)
Ask = Callable[..., BanIn]


@pytest.fixture
def ke_hoach(vu_quang: XaMau) -> KeHoach:
    """Give a plan with a text to print."""
    vu_quang.ke_hoach.loi_dan = "Xã ban hành Kế hoạch như sau:"
    return saved(vu_quang.ke_hoach)


@pytest.fixture
def ask(ke_hoach: KeHoach) -> Ask:
    """Ask for the plan's Word file (quicker than a PDF, and made the same way)."""

    def one(at: datetime = AT, dang: DangTep = DangTep.DOCX, plan: KeHoach = ke_hoach) -> BanIn:
        return services.request_file(ke_hoach=plan, dang=dang, by=None, at=at)

    return one


def made(row: BanIn, at: datetime = AT) -> BanIn:
    return services.make_file(ban_in_id=row.pk, at=at)


def test_asking_twice_gives_the_same_row_and_another_form_another(ask: Ask):
    assert ask().pk == ask(LATER).pk
    assert ask(dang=DangTep.PDF).pk != ask().pk
    assert BanIn.objects.count() == 2


def test_changed_words_and_changed_layout_give_other_rows(ask: Ask, ke_hoach: KeHoach, van_thu):
    keys = [ask().khoa_noi_dung]
    ke_hoach.loi_dan = "Xã ban hành Kế hoạch mới:"
    saved(ke_hoach)
    keys.append(ask().khoa_noi_dung)
    save_layout(xa=ke_hoach.xa, tham_so=ThamSo(co_chu=13), by=van_thu, at=AT)
    keys.append(ask().khoa_noi_dung)
    assert len(set(keys)) == 3


def test_two_plans_with_the_same_words_have_rows_of_their_own(ask: Ask, ke_hoach: KeHoach):
    twin = make_ke_hoach(ke_hoach.xa, ke_hoach.don_vi_dau_moi, "ban-sao", loi_dan=ke_hoach.loi_dan)
    assert ask(plan=twin).pk != ask().pk


def test_pdf_is_made_with_its_facts(ask: Ask, ke_hoach: KeHoach):
    row = made(ask(dang=DangTep.PDF), LATER)
    content = plan_file(ke_hoach, DangTep.PDF)
    assert bytes(row.noi_dung) == content
    assert (row.trang_thai, row.phan_tram, row.so_trang, row.done_at) == (T.DA_XONG, 100, 1, LATER)
    assert (row.ma_bam, row.so_byte) == (sha256(content).hexdigest(), len(content))
    assert (row.ten_tep, row.started_at) == ("vu-quang-2026.pdf", LATER)


def test_making_again_changes_nothing(ask: Ask):
    first = made(ask())
    assert made(first, LATER).done_at == AT
    assert ask(LATER).trang_thai == T.DA_XONG


def test_progress_tells_the_pages_laid_out(ask: Ask):
    row = ask(dang=DangTep.PDF)
    steps: list[str] = []

    def note(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and "buoc_dang_lam" in sql:
            steps.extend(str(value) for value in params if str(value).startswith("Đang"))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        made(row)
    assert steps == [
        "Đang đọc nội dung", "Đang dàn trang", "Đang dàn trang 1, ước 1 trang", "Đang ghi tệp"
    ]  # fmt: skip


def test_content_changed_meanwhile_is_what_the_file_holds(ask: Ask, ke_hoach: KeHoach):
    row = ask()
    make_nhiem_vu(ke_hoach, "Cài đặt VNeID")
    ke_hoach.loi_ket = "Trên đây là Kế hoạch."
    saved(ke_hoach)
    assert made(row).khoa_noi_dung == ask().khoa_noi_dung
    assert BanIn.objects.count() == 1


def test_content_changed_meanwhile_and_made_already_leads_there(ask: Ask, ke_hoach: KeHoach):
    row = ask()
    ke_hoach.loi_ket = "Trên đây là Kế hoạch."
    saved(ke_hoach)
    made(ask())
    row = made(row)
    assert (row.trang_thai, row.loi_tao_tep) == (T.BI_LOI, services.DOI_KHI_TAO)


def test_what_cannot_be_printed_is_refused_when_asked_and_told_when_made(
    ask: Ask, ke_hoach: KeHoach
):
    row = ask()
    ke_hoach.loi_dan = ""
    saved(ke_hoach)
    reason = "chưa có nội dung; cần ít nhất một đoạn văn."
    with pytest.raises(LoiTaiLieu, match=reason):
        ask()
    with pytest.raises(LoiTaiLieu, match=reason):
        made(row)
    row.refresh_from_db()
    assert row.trang_thai == T.BI_LOI
    assert row.loi_tao_tep.endswith(reason)


def test_row_left_half_way_is_taken_up_again(ask: Ask):
    row = ask()
    BanIn.objects.filter(pk=row.pk).update(trang_thai=T.DANG_LAM, started_at=AT, phan_tram=40)
    assert (services.lost_files(at=AT + timedelta(minutes=5)), ask().trang_thai) == (
        [], T.DANG_LAM
    )  # fmt: skip
    assert services.lost_files(at=LATER) == [row.pk]
    again = ask(LATER)
    assert (again.pk, again.trang_thai, again.phan_tram) == (row.pk, T.DANG_CHO, 0)
    assert made(again, LATER).trang_thai == T.DA_XONG


def test_failure_is_put_back_by_asking_again(ask: Ask):
    row = ask()
    services.fail_file(ban_in_id=row.pk, cause="Máy chủ bận.", at=AT)
    assert ask(LATER).trang_thai == T.DANG_CHO
    assert made(row).loi_tao_tep == ""


def test_failure_reported_late_leaves_a_made_file_alone(ask: Ask):
    row = made(ask())
    services.fail_file(ban_in_id=row.pk, cause="Máy chủ bận.", at=LATER)
    row.refresh_from_db()
    assert row.trang_thai == T.DA_XONG


def test_daily_job_drops_old_bytes_and_asking_makes_the_same_again(ask: Ask, settings):
    settings.BAN_IN_GIU_NGAY = 30
    row = made(ask(dang=DangTep.PDF))
    digest = row.ma_bam
    assert services.drop_old_files(at=AT + timedelta(days=30)) == 0
    done = {run.ten: run.ket_qua for run in run_due(at=AT + timedelta(days=31, hours=14))}
    assert done["don_ban_in"] == {"so_ban_in": 1}
    row.refresh_from_db()
    assert (row.noi_dung, row.trang_thai, row.ma_bam) == (None, T.DA_XONG, digest)
    again = ask(AT + timedelta(days=31), DangTep.PDF)
    assert (again.pk, again.trang_thai) == (row.pk, T.DANG_CHO)
    assert made(again).ma_bam == digest


def test_gone_row_is_no_error(db: None):
    assert services.make_file(ban_in_id=10**6, at=AT) is None
