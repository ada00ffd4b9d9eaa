"""A real Celery worker process on the test database, for tests marked `worker`."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from config.celery import app

_START_SECONDS = 60


@dataclass
class Worker:
    """One worker process with one child; its own process group, ended by process id."""

    name: str
    log: Path
    program: str = "config"
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        """Start the process and return when it answers Celery's ping."""
        command = [sys.executable, "-m", "celery", "-A", self.program, "worker", "--pool=prefork"]
        command += ["-c", "1", "-n", self.name, "-l", "INFO"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                env=_environment() | self.environment,
                start_new_session=True,
            )
        deadline = time.monotonic() + _START_SECONDS
        while not app.control.inspect(destination=[self.name], timeout=0.5).ping():
            if self.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the worker did not start:\n{self.log.read_text()[-4000:]}")

    def is_alive(self) -> bool:
        """Tell whether the process still runs."""
        return self.process is not None and self.process.poll() is None

    def child(self) -> int:
        """Tell the process id of the child that runs the tasks."""
        assert self.process is not None, "the worker was not started"
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return int(children[-1])

    def kill_child(self) -> None:
        """Kill the child as the kernel would when memory is short; the worker starts another."""
        os.kill(self.child(), signal.SIGKILL)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Hold the process still, so that what is sent to it waits; its child goes on."""
        assert self.process is not None, "the worker was not started"
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End the process and its child: politely, after ten seconds by force."""
        process = self.process
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _environment() -> dict[str, str]:
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{given['NAME']}"
    else:
        login = f"{quote(given['USER'])}:{quote(given['PASSWORD'])}"
        url = f"postgres://{login}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": url,
        "PYTHONPATH": str(settings.BASE_DIR),
    }


@pytest.fixture
def celery_worker(transactional_db: None, tmp_path: Path, worker_id: str) -> Iterator[Worker]:
    """Run a worker on the test database; tasks sent by the test go to it through Redis."""
    yield from running_worker(Worker(f"test-{worker_id}@localhost", tmp_path / "worker.log"))


def running_worker(worker: Worker, *, start: bool = True) -> Iterator[Worker]:
    """Give a worker and an empty queue, and end it whatever happens."""
    if not settings.REDIS_URL:
        pytest.fail("no Redis: run this test with `python tests/dich_vu.py TESTS`")
    app.conf.task_always_eager = False
    try:
        app.control.purge()
        if start:
            worker.start()
        yield worker
    finally:
        worker.stop()
        app.conf.task_always_eager = True
