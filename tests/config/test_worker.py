"""The worker process the tests start is a real one and outlives the death of its child."""

import pytest

from config.celery import app

pytestmark = [pytest.mark.long_postgresql, pytest.mark.worker]


def test_worker_runs_a_task_sent_through_redis(celery_worker):
    assert app.send_task("celery.accumulate", (1, 2)).get(timeout=20) == [1, 2]


def test_worker_replaces_a_killed_child(celery_worker):
    killed = celery_worker.child()
    celery_worker.kill_child()
    assert app.send_task("celery.accumulate", (3,)).get(timeout=20) == [3]
    assert celery_worker.child() != killed
