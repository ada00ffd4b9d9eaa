"""The layout of a commune's documents: what counts when, who chose it, which documents take it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from baocao.models import PhienBan
from baocao.tep_van_ban import DangTep, plan_file
from baocao.van_ban_bao_cao import report_document
from baocao.van_ban_di import freeze_plan
from baocao.van_ban_don_doc import letter_document
from baocao.van_ban_ke_hoach import plan_document
from donvi.models import NhatKy, TheThucVanBan
from donvi.the_thuc_van_ban import layout_of, save_layout
from tests.baocao.bao_cao_mau import report_in
from tests.factories import make_cong_van, saved
from vanban.the_thuc import ThamSo

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)
NHO = ThamSo(co_chu=13, thut_dong=Decimal("10"), gian_dong=Decimal("1.5"), le_trai=35, le_tren=25)


def test_commune_without_a_choice_has_the_defaults(vu_quang):
    assert layout_of(vu_quang.xa) == ThamSo()


def test_choice_counts_at_once_and_is_the_same_when_read_back(vu_quang, van_thu):
    save_layout(xa=vu_quang.xa, tham_so=NHO, by=van_thu, at=AT)
    assert layout_of(vu_quang.xa) == NHO
    assert str(layout_of(vu_quang.xa).gian_dong) == "1.5"  # as its style rule is named


def test_choice_is_on_record_with_old_and_new(vu_quang, van_thu):
    save_layout(xa=vu_quang.xa, tham_so=NHO, by=van_thu, at=AT)
    act = NhatKy.objects.get()
    assert (act.created_by, act.gia_tri_cu["co_chu"], act.gia_tri_moi["co_chu"]) == (
        van_thu, "14", "13"
    )  # fmt: skip
    assert TheThucVanBan.history.get().history_user == van_thu


def test_choosing_what_already_counts_writes_nothing(vu_quang, van_thu):
    for day in (0, 1):
        save_layout(xa=vu_quang.xa, tham_so=NHO, by=van_thu, at=AT + timedelta(days=day))
    assert (NhatKy.objects.count(), TheThucVanBan.history.count()) == (1, 1)


def test_layout_of_a_past_moment_is_the_one_of_then(vu_quang, van_thu):
    save_layout(xa=vu_quang.xa, tham_so=NHO, by=van_thu, at=AT)
    save_layout(xa=vu_quang.xa, tham_so=ThamSo(co_chu_bang=11), by=van_thu, at=AT + timedelta(2))
    moments = [AT - timedelta(1), AT, AT + timedelta(1), AT + timedelta(2)]
    assert [layout_of(vu_quang.xa, as_of=moment) for moment in moments] == [
        ThamSo(), NHO, NHO, ThamSo(co_chu_bang=11)
    ]  # fmt: skip


def test_every_document_of_the_commune_takes_it(vu_quang, van_thu, tong_hop, lanh_dao):
    plan = vu_quang.ke_hoach
    plan.loi_dan = "Xã ban hành Kế hoạch như sau:"
    saved(plan)
    report = report_in("du_thao", vu_quang, tong_hop, lanh_dao)
    letter = make_cong_van(plan, vu_quang.thon, tong_hop, "du_thao")
    save_layout(xa=vu_quang.xa, tham_so=NHO, by=van_thu, at=AT)
    documents = (plan_document(plan), report_document(report), letter_document(letter))
    assert [document.tham_so for document in documents] == [NHO] * 3


def test_approved_documents_keep_the_layout_they_were_approved_in(
    vu_quang, van_thu, tong_hop, lanh_dao
):
    report = report_in("da_duyet", vu_quang, tong_hop, lanh_dao)
    letter = make_cong_van(vu_quang.ke_hoach, vu_quang.thon, tong_hop, "da_duyet")
    later = max(report.approved_at, letter.approved_at) + timedelta(hours=1)
    save_layout(xa=vu_quang.xa, tham_so=NHO, by=van_thu, at=later)
    assert report_document(report).tham_so == letter_document(letter).tham_so == ThamSo()


def test_plan_made_into_a_document_keeps_the_layout_of_that_day(vu_quang, van_thu):
    plan = vu_quang.ke_hoach
    plan.loi_dan = "Xã ban hành Kế hoạch như sau:"
    plan.trang_thai = "da_duyet"
    saved(plan)
    version = saved(PhienBan(ke_hoach=plan, so_phien_ban=1, noi_dung={"a": 1}, ma_bam="0" * 64,
                             created_at=AT))  # fmt: skip
    freeze_plan(phien_ban=version, tep_pdf=b"%PDF-1.7", by=van_thu, at=AT)
    save_layout(xa=vu_quang.xa, tham_so=NHO, by=van_thu, at=AT + timedelta(hours=1))
    assert plan_document(plan).tham_so == ThamSo()
    assert plan_file(plan, DangTep.PDF) == b"%PDF-1.7"
    plan.trang_thai = "du_thao"
    assert plan_document(plan).tham_so == NHO
