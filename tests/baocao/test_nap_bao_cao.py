"""Sample reports: the focal officer's first page tells of this month, not of a year unsent."""

from datetime import UTC, date, datetime, time

import pytest

from baocao.han_cap_tren import due_upward
from baocao.models import BaoCao
from baocao.nap_mau.bao_cao import load_reports
from baocao.nap_mau.don_vi import load_communes, load_units
from baocao.nap_mau.hoat_dong import load_activity
from baocao.nap_mau.ke_hoach import load_plan
from baocao.nap_mau.tai_khoan import load_accounts
from baocao.van_ban_di import kept_file
from donvi.models import NhatKy
from kehoach.models import KeHoach

pytestmark = [pytest.mark.django_db, pytest.mark.long_sqlite]


def load(ma: str, on: date, *, accounts: bool = True) -> KeHoach:
    load_communes()
    load_units()
    if accounts:
        load_accounts("mot-mat-khau-dai")
    load_plan(ma)
    load_activity(on=on, at=datetime.combine(on, time(3), tzinfo=UTC))
    return KeHoach.objects.get(ma=ma)


def test_what_is_due_now_is_a_draft_and_what_was_due_is_sent_up_in_time() -> None:
    plan = load("ky-lac-2026", date(2026, 6, 18))
    assert load_reports(on=date(2026, 6, 18)) == 0  # units may still send today
    assert load_reports(on=date(2026, 6, 30)) == 1
    report = BaoCao.objects.get(ke_hoach=plan)
    assert (report.ky_bao_cao, report.trang_thai, report.so_hieu) == (
        "2026-6T",
        "da_ban_hanh",
        "62",
    )
    assert report.ngay_gui_cap_tren == report.ngay_ban_hanh == date(2026, 6, 19)  # a Friday
    assert kept_file(report).noi_dung.startswith(b"%PDF")
    assert due_upward([plan], date(2026, 6, 30)) == ()
    days = {act.created_at.date() for act in NhatKy.objects.about(report)}
    assert days == {date(2026, 6, 19)}
    assert load_reports(on=date(2026, 6, 30)) == 0


def test_the_report_of_this_month_is_a_draft_nobody_submitted() -> None:
    plan = load("vu-quang-2026", date(2026, 1, 22))
    assert load_reports(on=date(2026, 1, 22)) == 1
    report = BaoCao.objects.get(ke_hoach=plan)
    assert (report.ky_bao_cao, report.trang_thai) == ("2026-T01", "du_thao")
    assert report.so_lieu["don_vi"]["phai_bao_cao"] == 26
    assert [str(row.ky) for row in due_upward([plan], date(2026, 1, 22))] == ["2026-T01"]


def test_without_the_people_who_act_there_is_no_report() -> None:
    load("ky-lac-2026", date(2026, 6, 30), accounts=False)
    assert load_reports(on=date(2026, 6, 30)) == 0
