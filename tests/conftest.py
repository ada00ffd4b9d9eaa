"""Fixtures of the whole suite; what every test is watched for is in `traps.py`."""

import os
import shutil
from typing import Any

import pytest

from tests.celery_worker import celery_worker
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

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in the test's thread


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Use the machine's Chromium, without the calls it makes to its maker on its own."""
    quiet = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking"
    quiet += " disable-component-update disable-sync"
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if not executable:
        pytest.fail("no Chromium on this machine: `make setup` as root installs it")
    return {"executable_path": executable, "args": [f"--{option}" for option in quiet.split()]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Browse as an officer does: in Vietnamese, in the commune's time zone."""
    return browser_context_args | {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
