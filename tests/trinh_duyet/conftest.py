"""Real data and windows of people for the browser tests."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from baocao.mo_ky import open_periods
from baocao.nap_mau.don_vi import load_communes, load_units
from baocao.nap_mau.ke_hoach import load_plan
from baocao.nap_mau.tai_khoan import load_accounts
from donvi.ghi_chep import save_recorded
from kehoach.models import KeHoach
from tests.trinh_duyet.cua_so import DESK, PATIENCE, CuaSo

MAT_KHAU = "mat-khau-thu-123"
expect.set_options(timeout=PATIENCE)
OpenWindow = Callable[..., CuaSo]


@pytest.fixture
def thang_muoi(transactional_db: None) -> KeHoach:
    """Give the real plan of Vũ Quang on 12/10/2026: its first forms, those of October, are open.

    Nothing is reported yet. The story goes on at the machine's day, whatever it is after that one.
    """
    load_communes()
    load_units()
    load_plan("vu-quang-2026")
    load_accounts(MAT_KHAU)
    plan = KeHoach.objects.get(ma="vu-quang-2026")
    plan.bao_cao_tu_ngay = date(2026, 10, 1)
    save_recorded(plan, by=None, reason="Xã bắt đầu báo cáo trên cổng từ tháng 10")
    open_periods(on=date(2026, 10, 12), ke_hoach=[plan])
    return plan


@pytest.fixture
def open_window(live_server: Any, new_context: Any) -> OpenWindow:
    """Open a window of a person of Vũ Quang, signed in: ``open_window("thon1", PHONE)``."""

    def open_one(who: str, size: dict[str, Any] = DESK, **options: Any) -> CuaSo:
        page = new_context(**size, **options).new_page()
        window = CuaSo(page, live_server.url, options.get("java_script_enabled", True))
        window.page.set_default_timeout(PATIENCE)
        window.sign_in(f"vuquang.{who}", MAT_KHAU)
        return window

    return open_one
