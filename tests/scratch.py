"""Where one test process keeps its files, database and queue, apart from every other one."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any


def prepare_environment() -> None:
    """Point the environment at a folder of this process alone, removed when it ends.

    pytest-xdist starts several processes: each also takes a Redis database of its own.
    """
    folder = tempfile.mkdtemp(prefix="portal-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["VAR_DIR"] = folder
    os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 40
    os.environ["HTTPS"] = os.environ["DEBUG"] = "0"
    if redis_url := os.environ.get("TEST_REDIS_URL"):
        number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
        os.environ["REDIS_URL"] = f"{redis_url}/{number}"


def database_name(databases: dict[str, Any], folder: Path) -> str | None:
    """Name the test database: a file with SQLite, so that a worker process can open it too."""
    is_sqlite = databases["default"]["ENGINE"].endswith("sqlite3")
    return str(folder / "test.sqlite3") if is_sqlite else None
