"""Secrets of one-time links stand in no log: the server's, the portal's."""

import json
import logging
import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from gunicorn.config import Config

from config.gunicorn_logger import PortalLogger

pytestmark = pytest.mark.pure
SECRET = "aB3-x_9.q~Z"
ADDRESS = reverse("baocao:quick_entry", args=[SECRET])


@pytest.fixture
def server_log(capsys):
    """Give the server's logger, writing to the standard streams as in the image."""
    cfg = Config()
    cfg.set("accesslog", "-")
    cfg.set("errorlog", "-")
    logger = PortalLogger(cfg)
    yield logger
    for log in (logger.access_log, logger.error_log):
        log.handlers.clear()
        log.filters.clear()


def test_the_access_log_names_the_page_but_not_the_secret(server_log, capsys):
    environ = {
        "REQUEST_METHOD": "POST", "RAW_URI": f"{ADDRESS}?a=1", "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"https://cong.vn{ADDRESS}", "HTTP_USER_AGENT": "thử",
    }  # fmt: skip
    answer = SimpleNamespace(status="200 OK", sent=12, headers=[])
    server_log.access(answer, SimpleNamespace(headers=[]), environ, timedelta(seconds=1))
    server_log.warning("Invalid request %s", ADDRESS)
    said = "".join(capsys.readouterr())
    assert '"POST /nhap-nhanh/•••/?a=1 HTTP/1.1" 200 12 "https://cong.vn/nhap-nhanh/•••/"' in said
    assert "Invalid request /nhap-nhanh/•••/" in said
    assert SECRET not in said


def test_what_the_portal_tells_of_refused_requests_bears_no_secret():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["secrets"]
    mask = import_string(settings.LOGGING["filters"]["secrets"]["()"])()
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Not Found: %s", (ADDRESS,), None
    )
    assert mask.filter(record)
    assert record.getMessage() == "Not Found: /nhap-nhanh/•••/"


def test_the_image_starts_the_server_with_that_logger():
    dockerfile = Path(settings.BASE_DIR, "Dockerfile").read_text()
    command = json.loads(re.search(r"\nCMD (\[.*\])", dockerfile, re.DOTALL)[1].replace("\\\n", ""))
    place = command.index("--logger-class")
    assert command[place + 1] == f"{PortalLogger.__module__}.{PortalLogger.__qualname__}"
