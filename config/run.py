"""`make run`: migrate, load the sample data, and serve the portal on this machine only.

One process does all of it, so that a second start takes seconds: Django is loaded once, and
gunicorn's two workers are forked from it. Static files are served from their source folders by
WhiteNoise; nothing is collected. Background tasks run in the web process, and what the daily jobs
owe is made up for beside the first requests.
"""

import os
import secrets
import socket
import sys
import threading
from itertools import groupby
from typing import Any


def main() -> None:
    """Prepare the database, print where to go and who may sign in, serve until Ctrl-C."""
    port = _port()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("STATIC_FROM_SOURCE", "1")
    os.environ.setdefault("HTTPS", "0")
    password = os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9)
    application = _load()
    accounts = _prepare(password)
    print(
        f"\n  The portal answers at http://127.0.0.1:{port}/   (Ctrl-C ends it)"
        f"\n  Demo accounts, all with the password {password}",
        *(f"\n    {line}" for line in accounts),
        "\n",
        sep="",
        flush=True,
    )
    _serve(application, port)


def _port() -> int:
    """Read PORT (8000 when unset); end with one line when it is wrong or taken."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isdecimal() and 0 < int(text) < 65536):
        sys.exit(f"PORT={text!r}: expected a number from 1 to 65535")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            sys.exit(f"port {text} can't be used ({error.strerror}): try `make run PORT=8001`")
    return int(text)


def _load() -> Any:
    from config.wsgi import application  # noqa: PLC0415  (after the environment is set)

    return application


def _prepare(password: str) -> list[str]:
    """Bring the database up to date; list the demo accounts, one line for each commune."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    call_command("nap_ke_hoach_mau", mat_khau=password)
    demo = get_user_model().objects.filter(email__endswith="@minhhoa.invalid").order_by("pk")
    names = list(demo.values_list("username", flat=True))
    connections.close_all()  # a connection must not cross the fork
    return ["  ".join(group) for _, group in groupby(names, lambda name: name.split(".")[0])]


def _catch_up(worker: Any) -> None:
    """Let the first worker do the daily jobs that are due: there is no beat beside this server."""
    if worker.age == 1:
        threading.Thread(target=_run_daily_jobs, name="daily jobs", daemon=True).start()


def _run_daily_jobs() -> None:
    from django.db import connections  # noqa: PLC0415

    from baocao.tasks import run_daily_jobs  # noqa: PLC0415

    try:
        run_daily_jobs()
    finally:
        connections.close_all()


def _serve(application: Any, port: int) -> None:
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415

    class Server(BaseApplication):
        def load_config(self) -> None:
            options = {
                "bind": f"127.0.0.1:{port}",
                "workers": 2,
                "threads": 2,
                "timeout": 300,
                "preload_app": True,
                "loglevel": "warning",
                "logger_class": "config.gunicorn_logger.PortalLogger",
                "proc_name": "portal",
                "post_worker_init": _catch_up,
            }
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return application

    Server().run()


if __name__ == "__main__":
    main()
