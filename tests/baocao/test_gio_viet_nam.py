"""The last minute of a deadline and the first after it, in Vietnam, through the pages."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baocao.models import PhieuBaoCao
from donvi.models import NguoiDung
from tests.factories import make_nhiem_vu, make_phan_cong, make_phieu
from tests.personas import XaMau

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
LAST_MINUTE = datetime(2026, 10, 19, 23, 59, tzinfo=VIETNAM)  # the form's last day
MIDNIGHT = datetime(2026, 10, 20, 0, 0, tzinfo=VIETNAM)


@pytest.fixture
def phieu(vu_quang: XaMau) -> PhieuBaoCao:
    make_phan_cong(make_nhiem_vu(vu_quang.ke_hoach), vu_quang.thon)
    return make_phieu(vu_quang.ke_hoach, vu_quang.thon)


def clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Let the machine's clock stand still at ``moment``."""
    monkeypatch.setattr(timezone, "now", lambda: moment)


def page(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


@pytest.mark.parametrize(
    ("moment", "words", "is_late"),
    [(LAST_MINUTE, "hôm nay là ngày cuối", False), (MIDNIGHT, "trễ 1 ngày", True)],
)
def test_a_form_is_late_from_midnight_in_vietnam(
    client: Client, phieu: PhieuBaoCao, can_bo: NguoiDung, monkeypatch: Any, moment: datetime,
    words: str, is_late: bool,
) -> None:  # fmt: skip
    clock(monkeypatch, moment)
    client.force_login(can_bo)
    form = page(client, reverse("baocao:form", args=[phieu.pk]))
    assert (words in page(client, "/"), "Quá hạn" in form) == (True, is_late)


@pytest.mark.parametrize(("moment", "is_late"), [(LAST_MINUTE, False), (MIDNIGHT, True)])
def test_sending_in_the_last_minute_is_in_time(
    client: Client, phieu: PhieuBaoCao, can_bo: NguoiDung, tong_hop: NguoiDung, monkeypatch: Any,
    moment: datetime, is_late: bool,
) -> None:  # fmt: skip
    clock(monkeypatch, moment)
    client.force_login(can_bo)
    told = {"lan_luu": "0", "ly_do_thieu": "Chưa có số liệu"}
    client.post(reverse("baocao:form_submit", args=[phieu.pk]), told)
    client.force_login(tong_hop)
    matrix = page(client, reverse("baocao:matrix", args=["vu-quang-2026"]))
    assert PhieuBaoCao.objects.get().is_late() == is_late
    assert ("0/1 phiếu gửi đúng hạn" in matrix, "1/1 phiếu gửi đúng hạn" in matrix) == (
        is_late,
        not is_late,
    )


@pytest.mark.parametrize(
    ("moment", "overdue"),
    [
        (datetime(2026, 12, 31, 23, 59, tzinfo=VIETNAM), 0),
        (datetime(2027, 1, 1, 0, 0, tzinfo=VIETNAM), 1),
    ],
)
def test_a_task_of_the_year_is_overdue_from_new_years_day(
    client: Client, phieu: PhieuBaoCao, tong_hop: NguoiDung, monkeypatch: Any, moment: datetime,
    overdue: int,
) -> None:  # fmt: skip
    clock(monkeypatch, moment)
    client.force_login(tong_hop)
    response = client.get(reverse("baocao:dashboard", args=["vu-quang-2026"]))
    assert response.context["so_lieu"].nhiem_vu.chua_hoan_thanh_qua_han == overdue
