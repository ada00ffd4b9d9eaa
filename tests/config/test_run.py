"""`make run` as a newcomer meets it: a real start on an empty folder, and wrong ports."""

import os
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings

START_SECONDS = 180
COMMAND = [sys.executable, "-m", "config.run"]


def environment(tmp_path, port):
    alone = {"DATABASE_URL": "", "REDIS_URL": "", "VAR_DIR": str(tmp_path), "PORT": str(port)}
    alone |= {"DEMO_PASSWORD": "mat-khau-thu-2026", "DJANGO_SETTINGS_MODULE": "config.settings"}
    return os.environ | alone


def wait_for(address, process, log):
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except URLError:
            time.sleep(0.2)  # between two questions; nothing is assumed to be ready after it
    pytest.fail(f"no answer:\n{log.read_text()[-3000:]}")


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.long_sqlite
def test_run_serves_the_portal_and_names_the_accounts(tmp_path, port):
    log = tmp_path / "run.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            COMMAND,
            env=environment(tmp_path, port),
            cwd=settings.BASE_DIR,
            stdout=output,
            stderr=output,
        )
    try:
        here = f"http://127.0.0.1:{port}"
        assert wait_for(f"{here}/healthz", process, log) == (200, "ok")
        assert wait_for(f"{here}/dang-nhap/", process, log)[0] == 200
        assert wait_for(f"{here}/static/admin/css/base.css", process, log)[0] == 200
    finally:
        process.terminate()
        process.wait(timeout=30)
    printed = log.read_text()
    assert f"http://127.0.0.1:{port}/" in printed
    assert "password mat-khau-thu-2026" in printed
    assert "vuquang.vhxh" in printed


@pytest.mark.parametrize("wrong", ["0", "65536", "80a"])
def test_run_refuses_a_wrong_port(tmp_path, wrong):
    done = subprocess.run(
        COMMAND,
        env=environment(tmp_path, wrong),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        1,
        f"PORT={wrong!r}: expected a number from 1 to 65535\n",
    )


def test_run_says_when_the_port_is_taken(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        done = subprocess.run(
            COMMAND,
            env=environment(tmp_path, number),
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(f"port {number} can't be used (")


def test_what_goes_wrong_is_written_where_the_supervisor_keeps_it(tmp_path, port):
    words = (
        "import django, logging; django.setup();"
        "logging.getLogger('django.request').error('trang hỏng');"
        "logging.getLogger('baocao').warning('việc lạ'); logging.getLogger('baocao').info('thường')"
    )
    done = subprocess.run(
        [sys.executable, "-c", words],
        env=environment(tmp_path, port),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line.split(" ", 2)[2] for line in done.stderr.splitlines()]
    assert lines == ["ERROR django.request: trang hỏng", "WARNING baocao: việc lạ"]
