"""`make bench`: how long the portal's work takes beside the least that could do it, in one run.

Times of a shared machine vary; the ratio of two measured one after the other varies little. No
service is needed: a database file of its own, removed at the end. `docs/do-luong.md` says what each
line compares and keeps the figures of the last look.
"""

import logging
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from statistics import median
from time import perf_counter

from tests import scratch

Work = Callable[[], object]
Clock = Callable[[], float]
RUNS = 7


@dataclass(frozen=True)
class Measure:
    """One line: what is done, how long it takes here, and what the least takes (seconds)."""

    name: str
    ours: float
    floor: float

    def __str__(self) -> str:
        return (
            f"| {self.name:<42} | {self.ours * 1000:>9,.1f} | {self.floor * 1000:>9,.1f} "
            f"| {self.ours / self.floor:>6.2f} |"
        )


def seconds(work: Work, clock: Clock = perf_counter) -> float:
    """Do the work once and give how long it took, by the wall or by another clock."""
    started = clock()
    work()
    return clock() - started


def compare(
    name: str, ours: Work, floor: Work, runs: int = RUNS, *, clock: Clock = perf_counter
) -> Measure:
    """Warm both up, then run them in turn; medians."""
    ours(), floor()
    pairs = [(seconds(ours, clock), seconds(floor, clock)) for _ in range(runs)]
    return Measure(name, median(p[0] for p in pairs), median(p[1] for p in pairs))


def main() -> None:
    """Measure everything and print the table."""
    scratch.prepare_environment()
    file = Path(os.environ["VAR_DIR"]) / "bench.sqlite3"
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"sqlite:///{file}",
        "STATIC_FROM_SOURCE": "1",
    }
    import django  # after the environment is set

    django.setup()
    logging.disable(logging.WARNING)
    from tests.bench import cac_viec, nhap_hang_loat, phu_luc

    print(f"Python {platform.python_version()}, Django {django.__version__}, {os.cpu_count()} CPU")
    print(f"\n| {'':<42} | {'portal ms':>9} | {'least ms':>9} | {'ratio':>6} |")
    print(f"|{'-' * 44}|{'-' * 10}:|{'-' * 10}:|{'-' * 7}:|")
    started = perf_counter()
    for measure in cac_viec.all_measures(file, file.with_name("copy.sqlite3"), copyfile):
        print(measure, flush=True)
    print(f"\n{phu_luc.report()}")
    print(f"\n{nhap_hang_loat.report()}")
    print(f"\n{perf_counter() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
