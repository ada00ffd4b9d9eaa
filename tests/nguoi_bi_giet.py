"""A Celery application whose children die at chosen statements: `celery -A tests.nguoi_bi_giet`.

``GIET_O`` lists when, as "17 con,40 ca": the first child dies before its 17th statement, the second
before its 40th together with the whole worker, later ones live. The file ``GIET_GHI`` keeps count
of the dead. Killed by the kernel's own signal, so that nothing can be tidied up.
"""

import os
import signal
from datetime import datetime
from pathlib import Path
from typing import Any

from celery import shared_task
from celery.signals import worker_process_init

from config.celery import app

__all__ = ["app"]


@shared_task(name="tests.run_daily_jobs_at")
def run_daily_jobs_at(*, at: str) -> list[str]:
    """Do the daily jobs as the portal does, at a moment the test says."""
    from baocao.viec_hang_ngay import run_due

    return [str(lan) for lan in run_due(at=datetime.fromisoformat(at))]


class CaiChet:
    """Counts the statements of a child, and kills it before the last one it may try."""

    def __init__(self, so_cau: int, *, ca_nhom: bool, ghi: Path) -> None:
        """Give the child ``so_cau`` - 1 statements to live."""
        self.con_lai, self.ca_nhom, self.ghi = so_cau, ca_nhom, ghi

    def __call__(self, run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Run a statement, or die."""
        self.con_lai -= 1
        if self.con_lai == 0:
            with self.ghi.open("a") as file:
                file.write(f"{sql[:60]!r}\n")
            end = os.killpg if self.ca_nhom else os.kill
            end(os.getpgid(0) if self.ca_nhom else os.getpid(), signal.SIGKILL)
        return run(sql, params, many, context)


@worker_process_init.connect
def give_an_end(**_: Any) -> None:
    """Let a new child die as the next line of the list says."""
    from django.db import connection

    ends, ghi = os.environ["GIET_O"].split(","), Path(os.environ["GIET_GHI"])
    dead = len(ghi.read_text().splitlines()) if ghi.exists() else 0
    if dead < len(ends):
        number, kind = ends[dead].split()
        end = CaiChet(int(number), ca_nhom=kind == "ca", ghi=ghi)
        connection.execute_wrappers.append(end)
