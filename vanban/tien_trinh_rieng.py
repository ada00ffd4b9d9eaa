"""A process of its own (tiến trình riêng) for reading one file from outside, bounded.

A hostile file then costs the portal nothing but that process. The parent half starts
`python -m <module>` and hands it bytes; the child half bounds itself before it reads them. The
child knows neither settings nor secrets of the portal. Standard library only.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent


class QuaThoiGian(Exception):
    """The process was stopped: it did not answer in time."""


class KhongTraLoi(Exception):
    """The process died of its bounds, or of a fault, without an answer."""


def ask_process(module: str, request: bytes, *, thoi_gian: int) -> bytes:
    """Have the module read the bytes in a process of its own; give what it wrote.

    ``thoi_gian`` is in seconds of the wall clock, the start of the process included; after it the
    process is killed.

    :raises QuaThoiGian: it took longer.
    :raises KhongTraLoi: it ended with an error.
    """
    environment = {"PYTHONPATH": str(_ROOT), "PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and a module of ours
            [sys.executable, "-B", "-m", module],
            input=request,
            capture_output=True,
            timeout=thoi_gian,
            cwd=_ROOT,
            env=environment,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise QuaThoiGian from error
    except subprocess.CalledProcessError as error:
        raise KhongTraLoi from error
    return done.stdout


def set_bounds(*, bo_nho: int, cpu: int) -> None:
    """Bound address space (bytes) and processor time (seconds) of this process; no file writes."""
    resource.setrlimit(resource.RLIMIT_AS, (bo_nho, bo_nho))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
