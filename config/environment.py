"""Readers of environment variables that refuse a wrong value instead of guessing.

An unset variable and an empty one mean the same: the default. Every error names the variable,
the value found and what is expected.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def read_text(name: str, default: str = "") -> str:
    """Read a text variable, without surrounding blanks."""
    return os.environ.get(name, "").strip() or default


def read_bool(name: str, *, default: bool) -> bool:
    """Read a switch written 1/0, true/false, yes/no or on/off."""
    value = read_text(name).lower()
    if not value:
        return default
    if value in _TRUE | _FALSE:
        return value in _TRUE
    raise ImproperlyConfigured(
        f"{name}={value!r}: expected one of 1, 0, true, false, yes, no, on, off"
    )


def read_int(name: str, default: int, *, minimum: int = 0) -> int:
    """Read a whole number that is at least `minimum`."""
    value = read_text(name, str(default))
    if not value.isdecimal() or int(value) < minimum:
        raise ImproperlyConfigured(f"{name}={value!r}: expected a whole number, at least {minimum}")
    return int(value)


def read_list(name: str, default: list[str]) -> list[str]:
    """Read a comma-separated list; blanks around items and empty items are dropped."""
    items = [item.strip() for item in read_text(name).split(",")]
    return [item for item in items if item] or default


def read_secret(name: str, file: Path) -> str:
    """Read a secret from the variable, else from `NAME_FILE`, else from `file` (made by set-up).

    :raises ImproperlyConfigured: when none of the three holds one; there is no default.
    """
    path = Path(read_text(f"{name}_FILE", str(file)))
    value = read_text(name) or (path.read_text().strip() if path.is_file() else "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set: give {name} or {name}_FILE, or run `make setup`"
        )
    return value


def read_database(name: str, sqlite_file: Path) -> dict[str, Any]:
    """Read a database address (postgres:// or sqlite:///); when unset, SQLite in `sqlite_file`."""
    url = urlsplit(read_text(name, f"sqlite:///{sqlite_file}"))
    if url.scheme == "sqlite" and url.path.strip("/"):
        return _sqlite(url.path[1:])
    if url.scheme in {"postgres", "postgresql"} and url.path.strip("/"):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path[1:]),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": unquote(url.hostname or ""),
            "PORT": str(url.port or ""),
            "OPTIONS": dict(parse_qsl(url.query)),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        f"{name}: expected postgres://user:password@host:5432/name or sqlite:///file"
    )


def _sqlite(file: str) -> dict[str, Any]:
    """Describe an SQLite database that readers and one writer share without "database is locked".

    IMMEDIATE takes the write lock at the start of a transaction, so that a writer waits (up to
    20 s) instead of failing when it turns from reading to writing.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
