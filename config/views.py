"""Health of the process and of what it depends on, for supervisors and load balancers."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from config.celery import app


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives; touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, broker and queue can be used, else 503 naming what can't.

    Without a broker the tasks run in the web process, so broker and queue are "embedded".
    """
    state = {"database": _state(_ask_database)}
    if app.conf.task_always_eager:
        state |= {"broker": "embedded", "queue": "embedded"}
    else:
        state |= {"broker": _state(_ask_broker), "queue": _state(_ask_workers)}
    is_ready = "unreachable" not in state.values()
    return JsonResponse(state, status=200 if is_ready else 503)


def _state(ask: Callable[[], bool]) -> str:
    try:
        return "ok" if ask() else "unreachable"
    except (DatabaseError, OperationalError, OSError):
        return "unreachable"


def _ask_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _ask_broker() -> bool:
    with app.connection_for_read(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=1, timeout=2)
    return True


def _ask_workers() -> bool:
    return bool(app.control.inspect(timeout=1).ping())
