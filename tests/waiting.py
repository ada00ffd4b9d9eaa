"""Waiting for another process: on a condition, never for a length of time."""

import threading
import time
from collections.abc import Callable

import pytest

_PAUSE = threading.Event()  # never set: a pause that a signal may end


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Return as soon as the condition holds; fail with ``what`` was waited for after that long."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(f"waited {seconds:.0f} s in vain: {what}")
        _PAUSE.wait(0.02)
