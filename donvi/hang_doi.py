"""Handing work to the worker (hàng đợi) so that a queue nobody answers costs no one their page.

What is to be done stands in a row before it is handed over, and a daily-life task of beat takes up
what was never handed over: a dead broker delays work, it loses none.
"""

import logging
from typing import Any

from celery import Task
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

MOT_LAN_NUA = {"max_retries": 1, "interval_start": 0, "interval_step": 0}  # the line was closed


def hand_over(task: Task, **kwargs: Any) -> bool:
    """Hand a task to the queue; False when the broker can't be reached (within seconds)."""
    try:
        task.apply_async(kwargs=kwargs, ignore_result=True, retry=True, retry_policy=MOT_LAN_NUA)
    except OperationalError as fault:
        logger.warning("%s not handed to the queue: %s", task.name, fault)
        return False
    return True
