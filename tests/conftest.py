"""Fixtures of the whole suite; what every test is watched for is in `traps.py`."""

import os
from typing import Any

import pytest
from hypothesis import settings

from tests.celery_worker import celery_worker
from tests.chromium import QUIET_CHROMIUM, find_chromium
from tests.dich_vu import LEFT_TO_THE_OTHER
from tests.personas import (
    can_bo,
    cap_tinh,
    cong_an,
    lanh_dao,
    nguoi_ngoai,
    quan_tri,
    tai_chinh,
    tong_hop,
    van_thu,
    vu_quang,
)
from tests.traps import loopback_only, strict_client, strict_templates

__all__ = [
    "can_bo",
    "cap_tinh",
    "celery_worker",
    "cong_an",
    "lanh_dao",
    "loopback_only",
    "nguoi_ngoai",
    "quan_tri",
    "strict_client",
    "strict_templates",
    "tai_chinh",
    "tong_hop",
    "van_thu",
    "vu_quang",
]

# The same examples in every run, however busy the machine is.
settings.register_profile("suite", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("suite")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in the test's thread


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse marks that leave a test to the other database on both: it would run nowhere."""
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        if all(marks & set(left) for left in LEFT_TO_THE_OTHER.values()):
            raise pytest.UsageError(f"{item.nodeid} would run on no database: {sorted(marks)}")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Use the machine's Chromium, without the calls it makes to its maker on its own."""
    executable = find_chromium()
    if not executable:
        pytest.fail("no Chromium on this machine: `make setup` as root installs it")
    return {"executable_path": executable, "args": list(QUIET_CHROMIUM)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Browse as an officer does: in Vietnamese, in the commune's time zone."""
    return browser_context_args | {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
